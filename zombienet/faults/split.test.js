// The network splits in two halves, neither of which can finalise, with conflicting transactions on
// both sides, and heals. The wall between them is made of packet filter rules, so this needs root.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher, readBlock } from '../lib/blocks.js';
import { assertPaidByTheRules } from '../lib/clock.js';
import { head, until } from '../lib/connect.js';
import { assertAgreement, finalised, finalityGoesOn } from '../lib/finality.js';
import { stranger } from '../lib/keys.js';
import { LHD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { alive, assertNothingLost, blocksPass, finish, leaseFrom, newTenant, provide, saw } from '../lib/scenario.js';
import { find, send } from '../lib/send.js';
import { GROUP, Wall } from '../lib/wall.js';

const EAST = ['alice', 'bob', 'provider1'];
const WEST = ['charlie', 'dave'];
const SPLIT_BLOCKS = 12;

let network, east, west, wall, watcher, tenant, provider, lease, split, rivals;

/** Whether both halves have the same block at the height of the lower of their best ones. */
async function common() {
  const number = Math.min((await head(east)).number, (await head(west)).number);
  const [one, other] = await Promise.all([east, west].map((api) => api.rpc.chain.getBlockHash(number)));
  return one.eq(other);
}

before(async () => {
  network = await Network.start('four', { without: ['provider2'], later: [...EAST, ...WEST] });
  const nodes = [...network.nodes.values()];
  for (const name of WEST) network.node(name).gid = GROUP;
  wall = new Wall(WEST.map((name) => network.node(name)), EAST.map((name) => network.node(name)));
  await Promise.all(nodes.map((node) => node.start()));
  [east, west] = [network.api('alice'), network.api('charlie')];
  await network.connected(4, 120);
  await alive(east);
  watcher = new Watcher(east, (await head(east)).number + 1);
  tenant = await newTenant(east);
  provider = await provide(east, network.api('provider1'));
  ({ id: lease } = await leaseFrom(east, provider, tenant));
  rivals = [stranger(), stranger()];
});

after(async () => {
  await finish(watcher, network);
  wall?.lower();
});

test('halves should make blocks of their own and finalise none', async () => {
  wall.raise();
  split = await head(east);
  await until('the halves to part', async () => (await common()) === false, 180);
  // All of the tenant's money to one on one side, to another on the other, with the same nonce.
  const nonce = (await east.rpc.system.accountNextIndex(tenant.address)).toNumber();
  const gift = 1_500n * LHD;
  await Promise.all([east, west].map((api, at) =>
    api.tx.balances.transferAllowDeath(rivals[at].address, gift).signAndSend(tenant, { nonce, era: 0 })));
  const got = async (api, at) => (await api.query.system.account(rivals[at].address)).data.free.toBigInt();
  await until('both sides to have taken theirs', async () => (await got(east, 0)) === gift && (await got(west, 1)) === gift, 120);
  const before = await Promise.all([finalised(east), finalised(west)]);
  await blocksPass(east, SPLIT_BLOCKS);
  const [here, there] = await Promise.all([head(east), head(west)]);
  assert.ok(here.number > split.number + SPLIT_BLOCKS / 2 && there.number > split.number + SPLIT_BLOCKS / 2);
  assert.equal(await common(), false);
  const now = await Promise.all([finalised(east), finalised(west)]);
  // Votes that had arrived before may still have made something final, but nothing of the halves' own.
  for (const [at, { number }] of now.entries()) {
    assert.ok(number <= split.number + 1 && number - before[at].number <= 2, `final up to ${number}, split at ${split.number}`);
  }
  saw(`split at block ${split.number}; ${here.number - split.number} and ${there.number - split.number} blocks on the two sides, final up to ${now[0].number}`);
});

test('halves should come together on one chain with one of the two transactions', async () => {
  const started = Date.now();
  wall.lower();
  await until('the halves to have one best chain', common, 180);
  const met = (Date.now() - started) / 1000;
  const { number } = await head(east);
  await until('finality beyond the split', async () => {
    const heads = await Promise.all(network.apis().map(finalised));
    return heads.every((one) => one.number > number);
  }, 240);
  await finalityGoesOn(east, 3);
  saw(`one best chain after ${met.toFixed(0)} s, final again after ${((Date.now() - started) / 1000).toFixed(0)} s`);
  const { number: last } = await finalised(east);
  await assertAgreement(network.apis(), last);
  const states = await Promise.all(network.apis().map((api) =>
    Promise.all(rivals.map(async ({ address }) => (await api.query.system.account(address)).data.free.toBigInt()))));
  for (const balances of states) {
    assert.deepEqual(balances, states[0]);
    assert.equal(balances.filter((one) => one > 0n).length, 1, 'one of the two conflicting transactions stands');
  }
  saw(`the transaction of the ${states[0][0] > 0n ? 'first' : 'second'} half stands, the other is gone`);
  // Gone for good: no block of the one chain holds a second transfer of the tenant's.
  let transfers = 0;
  for (let at = split.number; at <= last; at += 1) {
    const { extrinsics } = await readBlock(east, at);
    transfers += extrinsics.filter(({ signer, method }) => signer === tenant.address && method === 'transferAllowDeath').length;
  }
  assert.equal(transfers, 1);
});

test('lease should go on and be paid what the rules say on the chain that stayed', async () => {
  const { number } = await head(east);
  await watcher.event('providers', 'HeartbeatReceived', () => true, { seconds: 180, from: number });
  const closed = await send(east, tenant, east.tx.leases.close(lease));
  assert.ok(find(closed.events, 'leases', 'LeaseClosed'));
  await watcher.event('escrow', 'AccountClosed', ({ id }) => id.eqn(lease));
  const { net, payments } = await assertPaidByTheRules(watcher, lease);
  saw(`lease ${lease}: ${payments} payments, ${net} units to the provider, as the rules say`);
  await assertNothingLost(east, closed.hash);
  await assertAgreement(network.apis(), closed.block);
});
