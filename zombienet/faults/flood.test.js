// Ten thousand valid transactions of low fees, ten thousand invalid ones, and thousands of fee-free
// calls of one key. Blocks stay in time, and what others send without a fee still lands.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { assertPaidByTheRules, momentOf, replay } from '../lib/clock.js';
import { head, until } from '../lib/connect.js';
import { broken, pour, remarks } from '../lib/flood.js';
import { key, stranger } from '../lib/keys.js';
import { ensureProvider, fund, manifest } from '../lib/lease.js';
import { LHD, TUSD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { alive, assertNothingLost, finish, leaseFrom, newTenant, provide, saw, wish } from '../lib/scenario.js';
import { expectEvent, send } from '../lib/send.js';
import { general, signed } from '../lib/service.js';

const SLOT = 3_000;
const ACCOUNTS = 50;
const EACH = 200;
const FEE_FREE = 2_000;

let network, api, watcher, tenant, provider, lease, spammer, service, flood, began, ended;
const order = {};

before(async () => {
  network = await Network.start('slice');
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
  provider = await provide(api, network.api('provider1'));
  ({ id: lease } = await leaseFrom(api, provider, tenant));
  spammer = stranger();
  service = key(`//Spammer${Date.now()}`);
  const accounts = Array.from({ length: ACCOUNTS }, stranger);
  await fund(api, [spammer]);
  for (let at = 0; at < ACCOUNTS; at += 25) await fund(api, accounts.slice(at, at + 25), { native: 20n * LHD, usd: 0n });
  await ensureProvider(api, spammer, 'spammer', service);
  flood = await remarks(api, accounts, EACH);
});

after(async () => {
  await finish(watcher, network);
});

/** Heartbeats of one key: every nonce that may stand in the pool, many times over. */
async function heartbeats() {
  const { number } = await head(api);
  const { nonce } = (await api.query.providers.serviceKeys(service.publicKey)).unwrap();
  return Array.from({ length: FEE_FREE }, (_, at) => {
    const message = { signer: service.publicKey, nonce: nonce.toNumber() + (at % 8), block: number - (at % 10), body: null };
    return general(api, signed(api, api.tx.providers.heartbeat, 'beat', message, service));
  });
}

test('node should take what is valid and refuse the rest', async () => {
  assert.equal(flood.length, 10_000);
  const free = await heartbeats();
  began = (await head(api)).number;
  const [valid, invalid, feeless, created] = await Promise.all([
    pour(api, flood), pour(network.api('bob'), broken(flood)), pour(api, free),
    // A tenant who pays for haste, in the midst of it.
    send(api, tenant, api.tx.market.createDeployment(manifest(), TUSD.id, [wish({ buyNow: null })]), { tip: LHD / 100n, seconds: 120 }),
  ]);
  Object.assign(order, { id: expectEvent(created, 'market', 'OrderCreated').order.toNumber(), block: created.block });
  assert.equal(invalid.taken, 0, JSON.stringify(invalid));
  assert.ok(valid.taken >= 8_000, JSON.stringify(valid));
  // Five ahead of its nonce at a time, and on as they land.
  assert.ok(feeless.taken <= 20, JSON.stringify(feeless));
  saw(`valid: ${valid.taken} taken, refused ${JSON.stringify(valid.said)}; invalid: none taken, refused ${JSON.stringify(invalid.said)}; ` +
    `fee-free of one key: ${feeless.taken} of ${FEE_FREE} taken, refused ${JSON.stringify(feeless.said)}`);
});

test('blocks should stay in time', async () => {
  await until('the pool to be empty', async () => (await rpcPending()) < 10, 300, 1_000);
  ended = (await head(api)).number;
  await until('the watcher', () => {
    if (watcher.error) throw watcher.error;
    return watcher.best >= ended;
  }, 300);
  const blocks = [...watcher.blocks.values()].filter(({ number }) => number >= began && number <= ended).sort((a, b) => a.number - b.number);
  const gaps = blocks.slice(1).map((block, at) => momentOf(block) - momentOf(blocks[at]));
  const sizes = blocks.map(({ extrinsics }) => extrinsics.length);
  const landed = blocks.flatMap(({ extrinsics }) => extrinsics).filter(({ method, ok }) => method === 'remark' && ok).length;
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  saw(`blocks ${began} to ${ended} took ${landed} remarks, at most ${Math.max(...sizes)} transactions each; ` +
    `${Math.round(mean)} ms between blocks, ${Math.max(...gaps)} ms at most`);
  assert.ok(landed >= 8_000);
  assert.ok(Math.max(...gaps) <= 3 * SLOT && mean <= 1.5 * SLOT);
});

const rpcPending = async () => (await api.rpc.author.pendingExtrinsics()).length;

test('votes, heartbeats and settlements of others should have landed meanwhile', async () => {
  const { block } = await watcher.event('approvals', 'VerdictReached', ({ subject }) => subject.isOrder && subject.asOrder.eqn(order.id), { seconds: 120 });
  assert.ok(block <= order.block + 6, `the vote on the order of block ${order.block} ended in ${block}`);
  const { beats } = await replay(watcher, provider.address);
  const during = beats.filter(({ number }) => number >= began && number <= ended + 5);
  const { window } = (await api.query.providers.parameters()).heartbeat;
  assert.ok(during.length > 0 && during.every(({ silent }) => silent < window.blocks.toNumber() / 2), JSON.stringify(during));
  // When the flood began the pool did not hold it yet.
  const settled = await watcher.event('leases', 'LeaseSettled', (data) => data.lease.eqn(lease), { from: began + 2 });
  const { settleBlocks, checkpointBlocks } = await api.query.leases.parameters();
  const latest = began + 2 + settleBlocks.toNumber() + checkpointBlocks.toNumber();
  assert.ok(settled.block <= Math.min(latest, ended), `settled in ${settled.block}`);
  // The one key got what one key gets.
  const spent = (await replay(watcher, spammer.address)).beats.filter(({ number }) => number >= began && number <= ended);
  const { spacing } = (await api.query.providers.parameters()).heartbeat;
  assert.ok(spent.length <= (ended - began) / spacing.toNumber() + 1, `${spent.length} heartbeats of the spammer`);
  saw(`order of block ${order.block} decided in ${block}; Provider1's heartbeats ${during.map(({ silent }) => silent).join(', ')} blocks apart; ` +
    `lease settled in block ${settled.block}; ${spent.length} heartbeats of the flooding key landed`);
  const closed = await send(api, tenant, api.tx.leases.close(lease));
  await watcher.event('escrow', 'AccountClosed', ({ id }) => id.eqn(lease));
  await assertPaidByTheRules(watcher, lease);
  await assertNothingLost(api, closed.hash);
});
