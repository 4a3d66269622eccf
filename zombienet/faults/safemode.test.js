// The council stops the chain's business, on a chain without sudo: one call first, then all of it.
// New business is refused; every way out and everything that keeps a lease going works; then the
// council ends it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { assertPaidByTheRules, settlements } from '../lib/clock.js';
import { head, until } from '../lib/connect.js';
import { assertAgreement } from '../lib/finality.js';
import { Judge } from '../lib/judge.js';
import { key, people, stranger } from '../lib/keys.js';
import { beyondDispute, bidCall, govern, inState, manifest, order, resources, machine } from '../lib/lease.js';
import { LHD, NATIVE, TUSD, USD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { PRICE, alive, assertNothingLost, finish, leaseFrom, newTenant, provide, saw, wish } from '../lib/scenario.js';
import { expectEvent, findAll, send, sendAll, sendShared } from '../lib/send.js';
import { refusals } from '../tests/context.js';

const FILTERED = 'system.CallFiltered';
const DAY = 28_800;
// A unit a second for two minutes.
const SHORT = { price: 3_600n * LHD, deposit: 120n * LHD, asset: NATIVE };
const LONG = { price: 36n * LHD, deposit: 20n * LHD, asset: NATIVE };

let network, api, watcher, judge, tenant, provider, stopped;
// Leases and orders from before the stop.
let served, short, owing, waiting, regretted;

const create = () => api.tx.market.createDeployment(manifest(), TUSD.id, [wish()]);
const transfer = () => api.tx.balances.transferKeepAlive(stranger().address, LHD);
const isOf = (id) => ({ lease }) => lease.eqn(id);
/** What an account has on hold, in both assets. */
async function held(who) {
  const [holds, assets] = await Promise.all([
    api.query.balances.holds(who), api.query.assetsHolder.balancesOnHold(TUSD.number, who)]);
  const native = holds.reduce((sum, one) => sum + one.amount.toBigInt(), 0n);
  return native + BigInt(assets.toString() || 0);
}

before(async () => {
  judge = await Judge.start();
  judge.approve = true;
  network = await Network.start('four', {
    without: ['provider2'], genesis: ['approvals.params.deadlineBlocks=400'],
    prepare: ({ dir, validators }) => judge.preside(dir, validators),
  });
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
  provider = await provide(api, network.api('provider1'));
});

after(async () => {
  judge?.stop();
  await finish(watcher, network);
});

test('stopping and pausing should be the council\'s alone', async () => {
  assert.ok((await api.query.sudo.key()).isNone, 'there is no sudo');
  await refusals(api, tenant, [
    ['BadOrigin', api.tx.txPause.pause(['Market', 'create_deployment'])],
    ['BadOrigin', api.tx.safeMode.forceEnter()],
    ['safeMode.NotConfigured', api.tx.safeMode.enter()],
    ['sudo.RequireSudo', api.tx.sudo.sudo(api.tx.safeMode.forceEnter())],
  ]);
  // Nor that of one member.
  await assert.rejects(sendShared(api, people.alice, api.tx.safeMode.forceEnter()), { reason: 'BadOrigin' });
});

test('council should pause one call and no way out', async () => {
  const paused = await govern(api, api.tx.txPause.pause(['Market', 'create_deployment']));
  expectEvent(paused, 'txPause', 'CallPaused');
  await refusals(api, tenant, [[FILTERED, create()], [FILTERED, api.tx.utility.batchAll([create()])]], [transfer()]);
  for (const [pallet, call] of [['Leases', 'close'], ['Leases', 'settle'], ['Escrow', 'deposit'], ['Providers', 'heartbeat']]) {
    await assert.rejects(govern(api, api.tx.txPause.pause([pallet, call])), /txPause\.Unpausable/, `${pallet}.${call}`);
  }
  expectEvent(await govern(api, api.tx.txPause.unpause(['Market', 'create_deployment'])), 'txPause', 'CallUnpaused');
  saw(`market.createDeployment paused by the council in block ${paused.block}: refused, also in a batch, transfers not; ways out cannot be paused`);
});

test('council should stop all business with leases running and orders waiting', async () => {
  served = (await leaseFrom(api, provider, tenant, LONG)).id;
  // One whose payee cannot receive at its end.
  owing = (await leaseFrom(api, provider, tenant)).id;
  await sendShared(api, people.alice, api.tx.assets.block(TUSD.number, provider.address));
  expectEvent(await send(api, tenant, api.tx.leases.close(owing)), 'escrow', 'PaymentOwed');
  await sendShared(api, people.alice, api.tx.assets.thaw(TUSD.number, provider.address));
  short = (await leaseFrom(api, provider, tenant, SHORT)).id;
  judge.approve = null;
  [waiting, regretted] = [(await order(api, tenant, TUSD, wish())).order, (await order(api, tenant, TUSD, wish())).order];
  await sendAll(api, provider, await Promise.all(
    [waiting, regretted].map((id) => bidCall(api, id, PRICE, { placement: [[0, 1]] }))));
  stopped = await govern(api, api.tx.safeMode.forceEnter());
  const { until: end } = expectEvent(stopped, 'safeMode', 'Entered');
  assert.equal(end.toNumber(), stopped.block + DAY);
  assert.equal((await api.query.market.orders(waiting)).unwrap().state.type, 'Pending');
});

test('new business should be refused', async () => {
  const bid = await bidCall(api, waiting, PRICE, { placement: [[0, 1]] });
  await Promise.all([
    refusals(api, tenant, [
      [FILTERED, create()], [FILTERED, transfer()],
      [FILTERED, api.tx.utility.batchAll([transfer()])],
      [FILTERED, api.tx.assets.transfer(TUSD.number, provider.address, USD)],
      [FILTERED, api.tx.providers.register('https://late.example', [])],
      [FILTERED, api.tx.staking.bond(10_000n * LHD, 'Staked')],
    ]),
    refusals(api, provider, [
      [FILTERED, bid], [FILTERED, api.tx.providers.addNode('Shared', machine(resources(1, 1, 1)))],
      [FILTERED, api.tx.balances.transferAll(tenant.address, false)],
    ]),
  ]);
});

test('orders should be taken back with what was deposited', async () => {
  const [before, bond] = [await held(tenant.address), await held(provider.address)];
  await send(api, provider, api.tx.market.withdrawBid(regretted));
  assert.ok(await held(provider.address) < bond, 'its collateral is free');
  const closed = await send(api, tenant, api.tx.market.closeOrder(regretted));
  assert.ok(findAll(closed.events, 'escrow', 'Refunded').some(({ who }) => who.toString() === tenant.address));
  assert.ok(await held(tenant.address) < before);
});

test('leases should be served, settled and topped up', async () => {
  const from = stopped.block + 1;
  await send(api, key('//Bob'), api.tx.leases.settle(served));
  await watcher.event('providers', 'HeartbeatReceived', (data) => data.provider.toString() === provider.address, { from, seconds: 120 });
  await watcher.event('leases', 'LeaseCheckpointed', isOf(served), { from, seconds: 180 });
  await until('a settlement by the provider\'s node', () =>
    settlements(watcher, served).some(({ number, kind }) => number >= from && kind === 'general'), 180);
  await inState(api, short, 'Grace', 240);
  const topped = await send(api, tenant, api.tx.escrow.deposit(short, 60n * LHD));
  assert.ok(expectEvent(topped, 'leases', 'LeaseResumed').state.isActive);
  expectEvent(await send(api, tenant, api.tx.escrow.deposit(short, 60n * LHD)), 'escrow', 'Deposited');
  expectEvent(await send(api, tenant, api.tx.leases.close(short)), 'leases', 'LeaseClosed');
  saw(`stopped in block ${stopped.block}: heartbeats, settlements and checkpoints of the provider's node went on; a lease ran out, was topped up and closed`);
});

test('what is owed and earned should be claimed', async () => {
  const claim = await send(api, tenant, api.tx.escrow.claimOwed(provider.address, TUSD.id, tenant.address));
  assert.ok(expectEvent(claim, 'escrow', 'OwedClaimed').amount.toBigInt() > 0n);
  const stash = key('//Alice//stash');
  const rewards = await send(api, stash, api.tx.approvals.claimRewards());
  assert.ok(expectEvent(rewards, 'approvals', 'RewardsClaimed').amount.toBigInt() > 0n);
  const [rules, running] = [await api.query.approvals.potRules(), await api.query.approvals.runningPeriod()];
  const end = running.since.toNumber() + rules.periodBlocks.toNumber();
  await until('the period to end', async () => (await head(api)).number >= end, 240);
  const shared = expectEvent(await send(api, tenant, api.tx.approvals.sharePot('Native')), 'approvals', 'PotShared');
  assert.ok(shared.toValidators.toBigInt() > 0n && shared.toTreasury.toBigInt() > 0n);
  const pot = expectEvent(await send(api, stash, api.tx.approvals.claimPot('Native')), 'approvals', 'PotClaimed');
  assert.ok(pot.amount.toBigInt() > 0n && pot.amount.toBigInt() <= shared.toValidators.toBigInt());
  expectEvent(await send(api, key('//Dave//stash'), api.tx.staking.chill()), 'staking', 'Chilled');
});

test('validators should vote, and an order from before become a lease', async () => {
  judge.approve = true;
  const { block, data } = await watcher.event('approvals', 'VerdictReached', ({ subject }) => subject.asOrder.eqn(waiting), { seconds: 120 });
  assert.ok(block > stopped.block && data.verdict.isApproved);
  await inState(api, waiting, 'Active', 240);
  expectEvent(await send(api, provider, api.tx.leases.giveNotice(waiting, 1)), 'leases', 'NoticeGiven');
});

test('tenant and provider should leave with all their money', async () => {
  const closed = await sendAll(api, tenant, [served, waiting].map((id) => api.tx.leases.close(id)));
  await watcher.event('escrow', 'AccountClosed', ({ id }) => id.eqn(waiting));
  const { net, payments } = await assertPaidByTheRules(watcher, served);
  assert.equal(await held(tenant.address), 0n, 'nothing of the tenant\'s is on hold');
  await beyondDispute(api);
  const [, left] = await sendAll(api, provider, [api.tx.providers.setDraining(true), api.tx.providers.deregister()]);
  expectEvent(left, 'providers', 'Deregistered');
  assert.equal(await held(provider.address), 0n, 'nothing of the provider\'s is on hold');
  assert.ok((await api.query.safeMode.enteredUntil()).isSome, 'all of that while business was stopped');
  await assertNothingLost(api, closed.at(-1).hash);
  saw(`an order from before was voted on, confirmed and served; all closed: ${payments} payments of ${net} units as the rules say, nothing on hold, the provider gone with its bond`);
});

test('council should let business go on', async () => {
  const ended = await govern(api, api.tx.safeMode.forceExit());
  expectEvent(ended, 'safeMode', 'Exited');
  assert.ok((await api.query.safeMode.enteredUntil()).isNone);
  const [moved, ordered] = await sendAll(api, tenant, [transfer(), create()]);
  expectEvent(moved, 'balances', 'Transfer');
  expectEvent(ordered, 'market', 'OrderCreated');
  await assertAgreement(network.apis(), ordered.block, stopped.block);
  saw(`business stopped from block ${stopped.block} to ${ended.block}`);
});
