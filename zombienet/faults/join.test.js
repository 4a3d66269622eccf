// A node joins by warp sync and answers for the state; then its operator stakes, others nominate it,
// and it validates, votes on approvals, is paid, and leaves.
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
import { alive, finish, leaseFrom, newTenant, provide, saw, wish } from '../lib/scenario.js';
import { expectEvent, findAll, refusal, send, sendAll } from '../lib/send.js';
import { verify } from '../lib/statement.js';

// Eras of a minute, and room for a fifth validator.
const GENESIS = ['timings.epochLength=10', 'timings.sessionsPerEra=2', 'staking.validatorCount=5'];
const STAKE = 200_000n * LHD;

const BACKING = 50_000n * LHD;

const [eve, ferdie] = [key('//Eve//stash'), key('//Ferdie//stash')];
let network, api, node, watcher, tenant, provider, lease;

const isActive = async () => (await api.query.session.validators()).some((one) => one.eq(eve.address));

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
  await finish(watcher, network);
});

test('new node should come by warp sync and answer for the state as the others do', async () => {
  const started = Date.now();
  node = await (await network.add('eve', { validator: true, like: 'nobody' })).start('--sync', 'warp');
  const target = await finalised(api);
  // The proof of finality comes first, then the state.
  await until('the new node to be level and have the state', async () => {
    const last = await finalised(node);
    return last?.number >= target.number && rpc(node, 'lease_counts', last.hash).catch(() => null);
  }, 180);
  saw(`warp sync up to block ${target.number} took ${((Date.now() - started) / 1000).toFixed(0)} s`);
  // It did not execute the blocks before: their state is not there.
  const early = (await api.rpc.chain.getBlockHash(5)).toHex();
  const clockKey = api.query.timestamp.now.key();
  assert.ok(await rpc(api, 'state_getStorage', clockKey, early));
  await assert.rejects(rpc(node, 'state_getStorage', clockKey, early));
  // The state that came by warp sync goes once a block after it is final: ask for one that the node
  // has executed on top of it.
  const { number: reached } = await head(node);
  const { hash } = await until('a block of its own to be final', async () => {
    const last = await finalised(node);
    return last.number > reached && last;
  }, 180);
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

test('validator should join the set by its stake and that of its nominator', async () => {
  const { keys, proof } = await rpc(node, 'author_rotateKeysWithOwner', u8aToHex(eve.publicKey));
  assert.equal(await rpc(node, 'author_hasSessionKeys', keys), true);
  // The proof is its owner's: nobody else can validate with these keys.
  assert.equal(await refusal(api, ferdie, api.tx.session.setKeys(keys, proof)), 'session.InvalidProof');
  const [[bonded, set], [, nominated]] = await Promise.all([
    sendAll(api, eve, [
      api.tx.staking.bond(STAKE, 'Staked'),
      api.tx.session.setKeys(keys, proof),
      api.tx.staking.validate({ commission: 50_000_000, blocked: false }),
    ]),
    // Whoever nominates an account that does not validate yet is refused.
    sendAll(api, ferdie, [api.tx.staking.bond(BACKING, 'Stash')]).then(async (first) => {
      await until('Eve to stand', async () => (await api.query.staking.validators(eve.address)).commission.toBigInt() > 0n);
      return [...first, await send(api, ferdie, api.tx.staking.nominate([eve.address]))];
    }),
  ]);
  assert.ok(expectEvent(bonded, 'staking', 'Bonded').amount.eq(STAKE));
  assert.ok((await api.query.staking.nominators(ferdie.address)).unwrap().targets.some((one) => one.eq(eve.address)));
  const seated = await until('the new validator\'s seat', async () =>
    (await isActive()) && head(api), 420);
  saw(`staked in block ${set.block}, nominated in block ${nominated.block}, in the active set from about block ${seated.number} on`);
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
  const claimed = await send(api, eve, api.tx.approvals.claimRewards());
  assert.ok(expectEvent(claimed, 'approvals', 'RewardsClaimed').amount.toBigInt() > 0n);
});

test('validator and nominator should be paid for an era', async () => {
  const backed = async (era) => (await api.query.staking.erasStakersPaged(era, eve.address, 0)).unwrapOr(null);
  const era = await until('an era that Ferdie\'s stake counts in', async () => {
    const { index } = (await api.query.staking.activeEra()).unwrap();
    return (await backed(index))?.others.some(({ who }) => who.eq(ferdie.address)) && index.toNumber();
  }, 420);
  const { own, total } = (await api.query.staking.erasStakersOverview(era, eve.address)).unwrap();
  assert.deepEqual([own.toBigInt(), total.toBigInt() - own.toBigInt()], [STAKE, BACKING]);
  await until('the era to end and its points to stand', async () =>
    (await api.query.staking.activeEra()).unwrap().index.toNumber() > era, 240);
  const points = await api.query.staking.erasRewardPoints(era);
  assert.ok([...points.individual].some(([who]) => who.eq(eve.address)), 'Eve made blocks in it');
  const paid = await send(api, tenant, api.tx.staking.payoutStakers(eve.address, era));
  const rewards = findAll(paid.events, 'staking', 'Rewarded').map(({ stash, amount }) => [stash.toString(), amount.toBigInt()]);
  assert.deepEqual(rewards.map(([who]) => who).sort(), [eve.address, ferdie.address].sort());
  const [[, most], [, least]] = [eve, ferdie].map(({ address }) => rewards.find(([who]) => who === address));
  assert.ok(least > 0n && most > 0n);
  // Rewards are shared by stake, after the validator's commission of 5 %, to a unit of rounding in
  // a thousandth of a millionth each.
  const all = least + most;
  const expected = (all * 95n * BACKING) / (100n * (STAKE + BACKING));
  const off = least > expected ? least - expected : expected - least;
  assert.ok(off * 1_000_000n <= all, `${least} of ${all}, and ${expected} by the rule`);
  assert.equal((await api.query.staking.ledger(eve.address)).unwrap().active.toBigInt(), STAKE + most, 'its reward is staked');
  saw(`era ${era}: Eve, who had ${own} staked and ${BACKING} nominated, was paid ${most}, her nominator ${least}`);
});

test('validator should leave the set and keep the rest of its stake bonded', async () => {
  const [chilled] = await sendAll(api, eve, [api.tx.staking.chill()]);
  assert.equal(expectEvent(chilled, 'staking', 'Chilled').stash.toString(), eve.address);
  assert.ok(await isActive(), 'it has its duties until the era ends');
  const gone = await until('the set without it', async () => !(await isActive()) && head(api), 420);
  const { order: id } = await order(api, tenant, TUSD, wish({ buyNow: null }));
  const { data } = await watcher.event('approvals', 'CommitteeDrawn', ({ subject }) => subject.isOrder && subject.asOrder.eqn(id), { seconds: 120 });
  assert.deepEqual([data.members.length, data.members.map(String).includes(eve.address)], [4, false]);
  await orderIn(api, id, 'Open');
  const [purged, unbonded] = await sendAll(api, eve, [api.tx.session.purgeKeys(), api.tx.staking.unbond(STAKE)]);
  assert.ok(expectEvent(unbonded, 'staking', 'Unbonded').amount.eq(STAKE));
  assert.ok((await api.query.session.nextKeys(eve.address)).isNone);
  // Stake answers for what its owner did until the bonding duration is over.
  const ledger = (await api.query.staking.ledger(eve.address)).unwrap();
  const era = (await (await api.at(unbonded.hash)).query.staking.currentEra()).unwrap().toNumber();
  assert.deepEqual([ledger.unlocking.length, ledger.unlocking[0].value.toBigInt(), ledger.unlocking[0].era.toNumber()],
    [1, STAKE, era + api.consts.staking.bondingDuration.toNumber()]);
  assert.ok(purged.block <= unbonded.block);
  saw(`left: chilled in block ${chilled.block}, out of the set from about block ${gone.number} on; its stake is free in ${api.consts.staking.bondingDuration} eras`);
  const closed = await send(api, tenant, api.tx.leases.close(lease));
  await assertAgreement(network.apis().filter((one) => one !== node), closed.block);
  await assertAgreement(network.apis(), closed.block, closed.block - 20);
});
