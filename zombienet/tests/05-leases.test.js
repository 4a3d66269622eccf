import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blake2AsHex } from '@polkadot/util-crypto';
import { stranger } from '../lib/keys.js';
import {
  beyondDispute,
  allInState, bidCall, fund, group, inState, leaseOf, manifest, resources, runProvider,
} from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { expectEvent, explain, find, findAll, send, sendAll } from '../lib/send.js';
import { context, refusals } from './context.js';

const [tenant, friend, provider, outsider] = [stranger(), stranger(), stranger(), stranger()];
const HOUR = 3_600_000n;

const PRICE = 4n * USD;

// One deployment of eight groups, so that all leases take one auction's time.
const NAMES = ['first', 'dear', 'settled', 'shared', 'amended', 'reclaimed', 'abused', 'last'];
const leases = {};
// So dear that the deposit lasts for three seconds.
const priceOf = (name) => (name === 'dear' ? 6_000n * USD : PRICE);

const ctx = context(async ({ api }) => {
  await fund(api, [tenant, friend, provider, outsider]);
  const stop = await runProvider(api, provider, 'leases');
  const groups = NAMES.map((name) => group({
    each: resources(0.5, 1, 1), maxPrice: priceOf(name), buyNow: priceOf(name), deposit: 5n * USD,
  }));
  const created = await send(api, tenant, api.tx.market.createDeployment(manifest(), TUSD.id, groups));
  findAll(created.events, 'market', 'OrderCreated').forEach(({ order }, at) => {
    leases[NAMES[at]] = order.toNumber();
  });
  await sendAll(api, provider, await Promise.all(NAMES.map((name) => bidCall(api, leases[name], priceOf(name)))));
  await allInState(api, NAMES.map((name) => leases[name]), 'Awarded');
  return stop;
});

test('confirm should start the lease, its stream and its first statement', async () => {
  const { api } = ctx;
  const id = leases.first;
  await refusals(api, outsider, [
    ['leases.NotFound', api.tx.leases.confirm(2n ** 60n)],
    ['leases.NotAuthorized', api.tx.leases.confirm(id)],
    ['leases.NotAuthorized', api.tx.leases.decline(id, 1)],
    ['leases.WrongState', api.tx.leases.settle(id)],
  ]);
  const result = await send(api, provider, api.tx.leases.confirm(id));
  const started = expectEvent(result, 'leases', 'LeaseStarted');
  assert.equal(started.provider.toString(), provider.address);
  const stream = expectEvent(result, 'escrow', 'StreamStarted');
  assert.equal(stream.price.toBigInt(), PRICE);
  assert.equal(stream.feeRate.toNumber(), (await api.query.escrow.feeRate()).toNumber());
  assert.ok(expectEvent(result, 'market', 'OrderLeased'));

  const lease = await leaseOf(api, id);
  assert.equal(lease.state.type, 'Active');
  assert.equal(lease.started.toNumber(), result.block);
  const { journal } = (await api.query.escrow.accounts(id)).unwrap();
  assert.deepEqual([journal.settledAt.toNumber(), journal.statements.toNumber()], [result.block, 1]);
  const { collateral } = await api.query.market.params();
  assert.equal(lease.collateral.toBigInt(), collateral.toBigInt());
  assert.ok((await api.query.leases.providerLeases(provider.address, id)).isSome);
  await refusals(api, provider, [['leases.WrongState', api.tx.leases.confirm(id)], ['leases.WrongState', api.tx.leases.decline(id, 1)]]);
});

test('exhausted lease should go into grace and resume with a top-up', async () => {
  const { api } = ctx;
  const id = leases.dear;
  const [result] = await sendAll(api, provider, NAMES.slice(1).map((name) => api.tx.leases.confirm(leases[name])));
  await inState(api, id, 'Grace');
  const view = (await api.call.leaseApi.lease(id)).unwrap();
  assert.equal(view.totals.paid.toBigInt() + view.totals.fees.toBigInt(), 5n * USD);
  assert.equal(view.totals.held.toBigInt(), 0n);
  assert.ok(view.depletedAt.isNone);
  assert.ok(view.state.asGrace.until.toNumber() > result.block);
  const topped = await send(api, tenant, api.tx.escrow.deposit(id, 50n * USD));
  assert.ok(find(topped.events, 'leases', 'LeaseResumed').state.isActive);
  const closed = await send(api, tenant, api.tx.leases.close(id));
  assert.ok(expectEvent(closed, 'leases', 'LeaseClosed').reason.isTenant);
});

test('notice should bring the lease into Reclaiming, and leaving early costs the collateral', async () => {
  const { api } = ctx;
  const id = leases.reclaimed;
  const given = expectEvent(await send(api, provider, api.tx.leases.giveNotice(id, 3)), 'leases', 'NoticeGiven');
  assert.equal(given.code.toNumber(), 3);
  await refusals(api, provider, [
    ['leases.NoticeAlreadyGiven', api.tx.leases.giveNotice(id, 3)],
    ['leases.TooEarly', api.tx.leases.closeReclaimed(id)],
  ]);
  assert.equal((await leaseOf(api, id)).state.type, 'Reclaiming');
  const closed = await send(api, tenant, api.tx.leases.close(id));
  // The minimum stay is not over yet.
  assert.ok(given.early.isTrue);
  assert.ok(expectEvent(closed, 'leases', 'CollateralSettled').to.isTenant);
});

test('settle should pay what accrued, by the millisecond, open to everyone', async () => {
  const { api } = ctx;
  const id = leases.settled;
  const result = await send(api, outsider, api.tx.leases.settle(id));
  const settled = expectEvent(result, 'escrow', 'Settled');
  const paid = settled.net.toBigInt() + settled.fee.toBigInt();
  const { stream, depositors } = (await (await api.at(result.hash)).query.escrow.accounts(id)).unwrap();
  const elapsed = settled.clock.toBigInt() - stream.unwrap().anchor.toBigInt();
  assert.ok(elapsed > 0n);
  assert.equal(paid, (PRICE * elapsed) / HOUR);
  assert.equal(depositors[0].held.toBigInt(), 5n * USD - paid);
  const rate = (await api.query.escrow.feeRate()).toBigInt();
  assert.equal(settled.fee.toBigInt(), (paid * rate) / 1_000_000n);
  assert.equal(expectEvent(result, 'leases', 'LeaseSettled').paid.toBigInt(), paid);
  const view = (await (await api.at(result.hash)).call.leaseApi.lease(id)).unwrap();
  assert.equal(view.totals.paid.toBigInt(), settled.net.toBigInt());
  assert.equal(view.accrued.toBigInt(), 0n);
  assert.ok(view.lastsFor.unwrap().toBigInt() > 0n);
  const now = (await (await api.at(result.hash)).query.timestamp.now()).toBigInt();
  assert.equal(view.depletedAt.unwrap().toBigInt(), now + view.lastsFor.unwrap().toBigInt());

  await refusals(api, outsider, [
    ['leases.NotFound', api.tx.leases.settle(2n ** 60n)],
    ['leases.Empty', api.tx.leases.settleMany([])],
    ['leases.NotAuthorized', api.tx.leases.close(id)],
    ['leases.NotAuthorized', api.tx.leases.pause(id)],
    ['leases.NotAuthorized', api.tx.leases.giveNotice(id, 1)],
    ['leases.NotAuthorized', api.tx.leases.closeForAbuse(id, 1)],
    ['leases.NotSilent', api.tx.leases.closeSilent(id)],
    ['leases.WrongState', api.tx.leases.closeReclaimed(id)],
    ['BadOrigin', api.tx.leases.closeByGovernance(id)],
    ['BadOrigin', api.tx.leases.setParams(await api.query.leases.parameters())],
  ]);
  // In a batch what is not due is left as it is, and says so.
  const batch = await send(api, outsider, api.tx.leases.settleMany([id, 2n ** 60n]));
  const skipped = findAll(batch.events, 'leases', 'LeaseSkipped');
  assert.ok(skipped.some(({ error }) => explain(api, error).name === 'leases.NotFound'));
});

test('deposits of several should be spent first in first out and each refunded its own rest', async () => {
  const { api } = ctx;
  const id = leases.shared;
  await refusals(api, friend, [
    ['escrow.AccountNotFound', api.tx.escrow.deposit(2n ** 60n, USD)],
    ['escrow.ZeroAmount', api.tx.escrow.deposit(id, 0)],
    ['escrow.DepositTooLow', api.tx.escrow.deposit(id, 1)],
    ['escrow.InsufficientBalance', api.tx.escrow.deposit(id, 10n ** 30n)],
    ['escrow.NothingOwed', api.tx.escrow.claimOwed(friend.address, TUSD.id, tenant.address)],
    ['BadOrigin', api.tx.escrow.listAsset('Native', { minDeposit: 1 })],
    ['BadOrigin', api.tx.escrow.delistAsset('Native')],
    ['BadOrigin', api.tx.escrow.setFeeRate(0)],
  ]);
  const [more, helped] = await Promise.all([
    send(api, tenant, api.tx.escrow.deposit(id, USD)), send(api, friend, api.tx.escrow.deposit(id, 2n * USD)),
  ]);
  for (const result of [more, helped]) assert.equal(expectEvent(result, 'escrow', 'Deposited').id.toNumber(), id);
  const { depositors } = (await api.query.escrow.accounts(id)).unwrap();
  assert.deepEqual(depositors.map(({ who, deposited }) => [who.toString(), deposited.toBigInt()]),
    [[tenant.address, 6n * USD], [friend.address, 2n * USD]]);
  const closed = await send(api, tenant, api.tx.leases.close(id));
  const refunds = closed.events.filter(({ event }) => event.method === 'Refunded').map(({ event }) => event.data);
  assert.equal(refunds.find(({ who }) => who.toString() === friend.address).amount.toBigInt(), 2n * USD);
  const { totals, reason } = expectEvent(closed, 'leases', 'LeaseClosed');
  assert.ok(reason.isTenant);
  assert.equal(totals.paid.toBigInt() + totals.fees.toBigInt() + totals.refunded.toBigInt(), 8n * USD);
  assert.equal(await leaseOf(api, id), null);
  await refusals(api, tenant, [['leases.NotFound', api.tx.leases.close(id)]]);
});

test('pause should stop the stream and resume start it again', async () => {
  const { api } = ctx;
  const id = leases.first;
  const [paused] = await sendAll(api, provider, [api.tx.leases.pause(id)]);
  assert.equal(expectEvent(paused, 'leases', 'LeasePaused').lease.toNumber(), id);
  assert.equal((await leaseOf(api, id)).state.type, 'Paused');
  await refusals(api, provider, [['leases.WrongState', api.tx.leases.pause(id)]]);
  assert.equal((await api.call.leaseApi.accrued(id)).unwrapOr(0n).toString(), '0');
  assert.ok((await api.call.leaseApi.depletion(id)).isNone);
  const resumed = await send(api, provider, api.tx.leases.resume(id));
  assert.ok(expectEvent(resumed, 'leases', 'LeaseResumed').state.isActive);
  await refusals(api, provider, [['leases.WrongState', api.tx.leases.resume(id)]]);
});

test('amendment should be proposed by the tenant and accepted by its hash', async () => {
  const { api } = ctx;
  const id = leases.amended;
  const amendment = { resources: resources(2, 2, 2), replicas: 2, price: 6n * USD, manifest: manifest() };
  const { proposeAmendment, acceptAmendment, cancelAmendment } = api.tx.leases;
  await refusals(api, tenant, [
    ['leases.ZeroPrice', proposeAmendment(id, { ...amendment, price: 0 })],
    ['leases.InvalidReplicas', proposeAmendment(id, { ...amendment, replicas: 0 })],
    ['leases.InvalidResources', proposeAmendment(id, { ...amendment, resources: resources(0, 1, 1) })],
    ['leases.ProposalNotFound', cancelAmendment(id)],
  ]);
  const proposed = expectEvent(await send(api, tenant, proposeAmendment(id, amendment)), 'leases', 'AmendmentProposed');
  const stored = (await api.query.leases.proposals(id)).unwrap();
  const encoded = Buffer.concat([
    Buffer.from(api.createType('u64', id).toU8a()), Buffer.from(stored.amendment.toU8a()),
  ]);
  const hash = blake2AsHex(encoded);
  // Every decoded value has a `hash` of its own, so polkadot.js calls the field otherwise.
  assert.equal(proposed.hash_.toHex(), hash);
  await refusals(api, tenant, [['leases.AlreadyExists', proposeAmendment(id, amendment)]]);
  await refusals(api, provider, [['leases.ProposalMismatch', acceptAmendment(id, manifest(), null)]]);
  const accepted = await send(api, provider, acceptAmendment(id, hash, null));
  const { terms } = expectEvent(accepted, 'leases', 'LeaseAmended');
  assert.equal(terms.price.toBigInt(), 6n * USD);
  assert.equal(expectEvent(accepted, 'escrow', 'StreamRepriced').price.toBigInt(), 6n * USD);
  const reserved = (await api.query.providers.reservations(provider.address, id)).unwrap();
  assert.equal(reserved.perReplica.cpuMillicores.toNumber(), 2_000);
});

test('lease should end at once for abuse with the reason on record', async () => {
  const { api } = ctx;
  const id = leases.abused;
  const closed = await send(api, provider, api.tx.leases.closeForAbuse(id, 42));
  assert.equal(expectEvent(closed, 'leases', 'LeaseClosed').reason.asAbuse.code.toNumber(), 42);
  assert.ok(expectEvent(closed, 'market', 'OrderClosed').cause.isLeaseEnded);
});

test('provider should leave when its leases have ended', async () => {
  const { api } = ctx;
  await refusals(api, provider, [['providers.LeasesRunning', api.tx.providers.deregister()]]);
  const { deployment } = (await leaseOf(api, leases.last)).terms;
  const closed = await send(api, tenant, api.tx.market.closeDeployment(deployment));
  assert.ok(findAll(closed.events, 'leases', 'LeaseClosed').length >= 4);
  await refusals(api, provider, [['providers.DisputesPossible', api.tx.providers.deregister()]]);
  await beyondDispute(api);
  assert.ok(expectEvent(await send(api, provider, api.tx.providers.deregister()), 'providers', 'Deregistered'));
  assert.equal((await api.query.providers.reservations.entries(provider.address)).length, 0);
});
