// All validators are down for longer than any deadline lasts; deadlines count blocks, money counts
// time, so nothing expires and nobody loses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { assertPaidByTheRules, momentOf, replay } from '../lib/clock.js';
import { head, sleep, until } from '../lib/connect.js';
import { assertAgreement } from '../lib/finality.js';
import { inState, leaseOf, order } from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { alive, assertNothingLost, auctionOf, finish, leaseFrom, newTenant, provide, saw, wish } from '../lib/scenario.js';
import { expectEvent, send } from '../lib/send.js';

// Longer than the window of heartbeats and than any deadline, at 3 s a block.
const DOWN_SECONDS = 75;
const GENESIS = ['market.params.auctionBlocks=10', 'market.params.minNotice=15'];

let network, api, watcher, tenant, provider, halted;
const leases = {};
const orders = {};
const untilOf = {};

before(async () => {
  network = await Network.start('four', { without: ['provider2'], genesis: GENESIS });
  // The provider's node stays up.
  api = network.api('provider1');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
  provider = await provide(api, api);
  leases.running = (await leaseFrom(api, provider, tenant)).id;
  leases.left = (await leaseFrom(api, provider, tenant)).id;
  // Its deposit lasts for ten seconds.
  leases.poor = (await leaseFrom(api, provider, tenant, { price: 1_800n * USD, deposit: 5n * USD })).id;
  await inState(api, leases.poor, 'Grace');
  await send(api, provider, api.tx.leases.giveNotice(leases.left, 3));
  orders.auction = await auctionOf(api, provider, tenant);
});

after(async () => {
  await finish(watcher, network);
});

test('chain should stand still while all validators are down', async () => {
  orders.pending = (await order(api, tenant, TUSD, wish())).order;
  await Promise.all(network.validators.map((node) => node.kill()));
  await sleep(3_000);
  halted = await head(api);
  const at = await api.at(halted.hash);
  const orderState = async (id) => (await at.query.market.orders(id)).unwrap().state;
  const leaseState = async (id) => (await at.query.leases.leases(id)).unwrap().state;
  assert.ok((await orderState(orders.pending)).isPending, 'the vote runs');
  untilOf.auction = (await orderState(orders.auction)).asOpen.ends.toNumber();
  untilOf.grace = (await leaseState(leases.poor)).asGrace.until.toNumber();
  untilOf.notice = (await leaseState(leases.left)).asReclaiming.until.toNumber();
  for (const [what, block] of Object.entries(untilOf)) assert.ok(block > halted.number, `${what} is still to end`);
  await sleep(DOWN_SECONDS * 1000);
  assert.equal((await head(api)).hash, halted.hash);
});

test('no deadline should have expired because of it', async () => {
  await Promise.all(network.validators.map((node) => node.start()));
  await until('the next block', async () => (await head(api)).number > halted.number, 180);
  const state = async (id) => (await leaseOf(api, id))?.state;
  assert.ok((await state(leases.poor)).isGrace);
  assert.ok((await state(leases.left)).isReclaiming);
  const topped = await send(api, tenant, api.tx.escrow.deposit(leases.poor, 50n * USD));
  assert.ok(topped.block < untilOf.grace);
  assert.ok(expectEvent(topped, 'leases', 'LeaseResumed').lease.eqn(leases.poor));
  const seconds = 180;
  const [verdict, award, closed] = await Promise.all([
    watcher.event('approvals', 'VerdictReached', ({ subject }) => subject.isOrder && subject.asOrder.eqn(orders.pending), { seconds }),
    watcher.event('market', 'OrderAwarded', (data) => data.order.eqn(orders.auction), { seconds }),
    watcher.event('leases', 'LeaseClosed', ({ lease }) => lease.eqn(leases.left), { seconds }),
  ]);
  assert.ok(verdict.data.verdict.isApproved);
  assert.ok(award.block >= untilOf.auction && award.block <= untilOf.auction + 2, `awarded at ${award.block}`);
  assert.equal(award.data.provider.toString(), provider.address);
  assert.ok(closed.data.reason.isProvider);
  assert.ok(closed.block >= untilOf.notice && closed.block <= untilOf.notice + 2, `closed at ${closed.block}`);
  saw(`halted at block ${halted.number}; vote, auction, grace and notice ended in the blocks that they would have ended in`);
});

test('lease should have accrued for the whole time', async () => {
  await until('a heartbeat after the halt', async () => {
    const { beats } = await replay(watcher, provider.address);
    return beats.some(({ number }) => number > halted.number);
  }, 120);
  const { beats } = await replay(watcher, provider.address);
  const first = beats.find(({ number }) => number > halted.number);
  const gap = momentOf(watcher.blocks.get(halted.number + 1)) - momentOf(watcher.blocks.get(halted.number));
  assert.ok(gap >= DOWN_SECONDS * 1000, `${gap} ms between two blocks`);
  assert.ok(first.passed > gap && first.counted === first.passed);
  saw(`${gap} ms between two blocks; the heartbeat after them counted all ${first.counted} ms since the last`);
  const { hash, block } = await send(api, tenant, api.tx.leases.close(leases.running));
  await watcher.event('escrow', 'AccountClosed', ({ id }) => id.eqn(leases.running));
  for (const id of [leases.running, leases.left]) {
    const { net, payments } = await assertPaidByTheRules(watcher, id);
    saw(`lease ${id}: ${payments} payments, ${net} units to the provider, as the rules say`);
  }
  await assertNothingLost(api, hash);
  await assertAgreement(network.apis(), block);
});
