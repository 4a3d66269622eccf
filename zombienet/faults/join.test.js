// A node joins by warp sync and answers for the state; then its operator stakes, and it validates
// and votes on approvals.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { Watcher } from '../lib/blocks.js';
import { head, rpc, until } from '../lib/connect.js';
import { assertAgreement, finalised } from '../lib/finality.js';
import { key } from '../lib/keys.js';
import { order, orderIn } from '../lib/lease.js';
import { LHD, TUSD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { alive, leaseFrom, newTenant, provide, saw, wish } from '../lib/scenario.js';
import { expectEvent, send, sendAll } from '../lib/send.js';
import { verify } from '../lib/statement.js';

// Eras of a minute, and room for a fifth validator.
const GENESIS = ['timings.epochLength=10', 'timings.sessionsPerEra=2', 'staking.validatorCount=5'];
const STAKE = 200_000n * LHD;

const eve = key('//Eve//stash');
let network, api, node, watcher, tenant, provider, lease;

before(async () => {
  network = await Network.start('four', { without: ['provider2'], genesis: GENESIS });
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
  provider = await provide(api, network.api('provider1'));
  ({ id: lease } = await leaseFrom(api, provider, tenant));
  // Of so many sets of validators a new node has to be told.
  await until('three epochs', async () => (await finalised(api)).number > 30, 240);
});

after(async () => {
  await watcher?.stop();
  await network?.stop();
});

test('new node should come by warp sync and answer for the state as the others do', async () => {
  const started = Date.now();
  node = await (await network.add('eve', { validator: true, like: 'nobody' })).start('--sync', 'warp');
  const target = await finalised(api);
  // The proof of finality comes first, then the state.
  await until('the new node to be level and have the state', async () => {
    const { number, hash } = await finalised(node);
    return number >= target.number && rpc(node, 'lease_counts', hash).catch(() => null);
  }, 180);
  saw(`warp sync up to block ${target.number} took ${((Date.now() - started) / 1000).toFixed(0)} s`);
  // It did not execute the blocks before: their state is not there.
  const early = (await api.rpc.chain.getBlockHash(5)).toHex();
  const clockKey = api.query.timestamp.now.key();
  assert.ok(await rpc(api, 'state_getStorage', clockKey, early));
  await assert.rejects(rpc(node, 'state_getStorage', clockKey, early));
  const { hash } = await finalised(node);
  for (const [method, ...params] of [
    ['lease_lease', lease, hash], ['lease_counts', hash], ['lease_accrued', lease, hash],
    ['state_getStorage', clockKey, hash], ['state_getKeysPaged', '0x', 50, null, hash],
  ]) {
    assert.deepEqual(await rpc(node, method, ...params), await rpc(api, method, ...params), method);
  }
  assert.equal((await rpc(node, 'lease_lease', lease, hash)).id, lease);
});

test('new node should prove what it has executed itself', async () => {
  const { number } = await head(node);
  const proof = await until('a statement of a later block', async () => {
    const found = await rpc(node, 'lease_statementProof', lease).catch(() => null);
    return found?.block > number && found;
  }, 120);
  assert.ok(verify(proof.root, proof.statement, proof.index, proof.count, proof.siblings));
});

test('validator should join the set by its stake', async () => {
  const { keys, proof } = await rpc(node, 'author_rotateKeysWithOwner', u8aToHex(eve.publicKey));
  const [bonded, , set] = await sendAll(api, eve, [
    api.tx.staking.bond(STAKE, 'Staked'),
    api.tx.staking.validate({ commission: 50_000_000, blocked: false }),
    api.tx.session.setKeys(keys, proof),
  ]);
  assert.ok(expectEvent(bonded, 'staking', 'Bonded').amount.eq(STAKE));
  const seated = await until('the new validator\'s seat', async () =>
    (await api.query.session.validators()).some((one) => one.toString() === eve.address) && head(api), 420);
  saw(`staked in block ${set.block}, in the active set from about block ${seated.number} on`);
  const author = async () => {
    const { hash } = await head(api);
    return (await api.derive.chain.getHeader(hash)).author?.toString();
  };
  await until('a block of the new validator\'s', async () => (await author()) === eve.address, 180);
});

test('new validator should vote on approvals', async () => {
  const { order: id } = await order(api, tenant, TUSD, wish({ buyNow: null }));
  const { data } = await watcher.event('approvals', 'Voted', ({ subject, validator }) =>
    subject.isOrder && subject.asOrder.eqn(id) && validator.toString() === eve.address, { seconds: 120 });
  assert.ok(data.approve.isTrue);
  await orderIn(api, id, 'Open');
  const closed = await send(api, tenant, api.tx.leases.close(lease));
  await assertAgreement(network.apis().filter((one) => one !== node), closed.block);
  await assertAgreement(network.apis(), closed.block, closed.block - 20);
});
