import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stranger } from '../lib/keys.js';
import {
  beyondDispute,
  attributes, bidCall, fund, group, inState, manifest, order, orderIn, resources, runProvider,
} from '../lib/lease.js';
import { LHD, NATIVE, TUSD, USD, palletAccount } from '../lib/money.js';
import { expectEvent, find, send, sendAll } from '../lib/send.js';
import { context, refusals } from './context.js';

const tenant = stranger();
const [low, high, outsider] = [stranger(), stranger(), stranger()];

const ctx = context(async ({ api }) => {
  await fund(api, [tenant, low, high, outsider]);
  const stops = await Promise.all([runProvider(api, low, 'low'), runProvider(api, high, 'high')]);
  return () => stops.forEach((stop) => stop());
});

const deposits = async (who) =>
  (await ctx.api.query.assetsHolder.balancesOnHold(TUSD.number, who.address));

test('create_deployment should open an order and an escrow account for each group', async () => {
  const { api } = ctx;
  const hash = manifest();
  const groups = [group({ deposit: 3n * USD }), group({ deposit: 4n * USD, buyNow: USD })];
  const result = await send(api, tenant, api.tx.market.createDeployment(hash, TUSD.id, groups));
  const created = expectEvent(result, 'market', 'DeploymentCreated');
  assert.equal(created.manifest.toHex(), hash);
  assert.equal(created.groups.toNumber(), 2);
  const { groups: ids } = (await api.query.market.deployments(created.deployment)).unwrap();
  const orders = ids.map((id) => id.unwrap());
  for (const [at, id] of orders.entries()) {
    const record = (await api.query.market.orders(id)).unwrap();
    assert.equal(record.tenant.toString(), tenant.address);
    assert.equal(record.group.toNumber(), at);
    assert.equal(record.spec.replicas.toNumber(), 2);
    const account = (await api.query.escrow.accounts(id)).unwrap();
    assert.equal(account.depositors[0].held.toBigInt(), groups[at].deposit);
    assert.ok(account.asset.isWithId);
  }
  const held = await deposits(tenant);
  assert.equal((held.unwrapOr?.(null) ?? held).toBigInt(), 7n * USD);

  const closed = await send(api, tenant, api.tx.market.closeDeployment(created.deployment));
  assert.equal(closed.events.filter(({ event }) => event.method === 'OrderClosed').length, 2);
  assert.ok(expectEvent(closed, 'market', 'DeploymentClosed'));
  assert.ok((await api.query.market.deployments(created.deployment)).isNone);
  assert.ok((await api.query.escrow.accounts(orders[0])).isNone);
});

test('create_deployment should be refused with its own errors', async () => {
  const { api } = ctx;
  const create = (asset, ...groups) => api.tx.market.createDeployment(manifest(), asset, groups);
  const one = (change) => create(TUSD.id, group(change));
  const none = 2n ** 63n;
  await refusals(api, tenant, [
    ['market.NoGroups', create(TUSD.id)],
    ['market.InvalidResources', one({ each: resources(0, 1, 1) })],
    ['market.InvalidReplicas', one({ replicas: 0 })],
    ['market.InvalidReplicas', one({ replicas: 65 })],
    ['market.InvalidMaxPrice', one({ maxPrice: 0 })],
    ['market.InvalidBuyNow', one({ buyNow: 11n * USD })],
    ['market.InvalidAttribute', one({ required: attributes({ '': 'x' }) })],
    ['escrow.AssetNotListed', create({ WithId: 77 }, group())],
    ['escrow.DepositTooLow', one({ deposit: 1 })],
    ['escrow.InsufficientBalance', one({ deposit: 10n ** 30n })],
    ['market.DeploymentNotFound', api.tx.market.closeDeployment(none)],
    ['market.OrderNotFound', api.tx.market.closeOrder(none)],
    ['market.OrderNotFound', api.tx.market.withdrawBid(none)],
    ['market.OrderNotFound', await bidCall(api, none, USD)],
    ['BadOrigin', api.tx.market.setParams(await api.query.market.params())],
  ]);
});

test('create_deployment should not enter a block with more groups than a deployment has', async () => {
  const { api } = ctx;
  const nine = Array.from({ length: 9 }, () => group());
  await assert.rejects(
    () => send(api, tenant, api.tx.market.createDeployment(manifest(), TUSD.id, nine)),
    /10[01]\d|decode|invalid/i,
  );
  assert.ok((await api.rpc.system.health()).peers.toNumber() >= 0, 'the node is still up');
});

test('bids should undercut, hold collateral, and be refused with their own errors', async () => {
  const { api } = ctx;
  const wish = group({ required: attributes({ region: 'eu/*' }), maxPrice: 10n * USD });
  const { order: id } = await order(api, tenant, TUSD, wish);
  const { collateral, minNotice } = await api.query.market.params();
  const bid = (price, placement = [[0, 2]], notice = minNotice, grace = 20) =>
    api.tx.market.bid(id, price, placement, notice, grace);

  const first = expectEvent(await send(api, high, bid(9n * USD)), 'market', 'BidPlaced');
  assert.equal(first.collateral.toBigInt(), collateral.toBigInt());
  const [, , , [second]] = await Promise.all([
    refusals(api, outsider, [['providers.NotFound', bid(5n * USD)]]),
    refusals(api, tenant, [['market.OwnOrder', bid(5n * USD)]]),
    refusals(api, high, [['market.NotAuthorized', api.tx.market.closeOrder(id)]]),
    // Ten that are refused and one that is not, in one block if possible, for the auction goes on.
    refusals(api, low, [
      ['market.InvalidPrice', bid(0)],
      ['market.InvalidPrice', bid(11n * USD)],
      ['market.PriceNotLowEnough', bid(9n * USD)],
      ['market.PriceNotLowEnough', bid(9n * USD - 1n)],
      ['market.InvalidNotice', bid(5n * USD, [[0, 2]], 0)],
      ['market.InvalidNotice', bid(5n * USD, [[0, 2]], 4_000_000_000)],
      ['market.InvalidGrace', bid(5n * USD, [[0, 2]], minNotice, 4_000_000_000)],
      ['market.InvalidPlacement', bid(5n * USD, [[0, 1]])],
      ['market.InvalidPlacement', bid(5n * USD, [])],
      ['market.BidNotFound', api.tx.market.withdrawBid(id)],
    ], [bid(8n * USD)]),
  ]);
  const placed = expectEvent(second, 'market', 'BidPlaced');
  assert.equal(placed.provider.toString(), low.address);
  const best = (await api.query.market.orders(id)).unwrap().best.unwrap();
  assert.equal(best.price.toBigInt(), 8n * USD);
  const stored = (await api.query.market.bids(id, low.address)).unwrap();
  assert.deepEqual(stored.placement.map(([node, replicas]) => [node.toNumber(), replicas.toNumber()]), [[0, 2]]);
  const reserved = (await api.query.providers.reservations(low.address, id)).unwrap();
  assert.equal(reserved.perReplica.cpuMillicores.toNumber(), 2_000);

  // The outbid one gets its collateral back, the leading one forfeits it to the fee pot.
  const pot = palletAccount(api, 'escrow');
  const before = (await api.query.system.account(pot)).data.free.toBigInt();
  const released = expectEvent(await send(api, high, api.tx.market.withdrawBid(id)), 'market', 'BidReleased');
  assert.equal(released.collateral.toBigInt(), collateral.toBigInt());
  const forfeited = await send(api, low, api.tx.market.withdrawBid(id));
  assert.equal(expectEvent(forfeited, 'market', 'BidForfeited').collateral.toBigInt(), collateral.toBigInt());
  const after = (await (await api.at(forfeited.hash)).query.system.account(pot)).data.free.toBigInt();
  assert.ok(after >= before + collateral.toBigInt());
  assert.ok((await api.query.providers.reservations(low.address, id)).isNone);
  await send(api, tenant, api.tx.market.closeOrder(id));
});

test('eligible providers should be those who could bid', async () => {
  const { api } = ctx;
  const { order: id } = await order(api, tenant, TUSD, group({ required: attributes({ region: 'eu/*' }) }));
  const found = (await api.call.leaseApi.eligibleProviders(id, null)).map((who) => who.toString());
  assert.ok(found.includes(low.address) && found.includes(high.address));
  assert.ok(!found.includes(outsider.address));
  await send(api, tenant, api.tx.market.closeOrder(id));
});

test('auction should end at once at the buy-now price and award to its bidder', async () => {
  const { api } = ctx;
  const { order: id, deployment } = await order(api, tenant, NATIVE,
    group({ maxPrice: 9n * LHD, buyNow: 2n * LHD, deposit: 4n * LHD }));
  await orderIn(api, id, 'Open');
  const bid = await send(api, low, await bidCall(api, id, 2n * LHD));
  assert.ok(expectEvent(bid, 'market', 'AuctionEndMoved').ends.toNumber() <= bid.block + 2);
  await inState(api, id, 'Awarded');
  const lease = (await api.query.leases.leases(id)).unwrap();
  assert.equal(lease.terms.provider.toString(), low.address);
  assert.equal(lease.terms.price.toBigInt(), 2n * LHD);
  await refusals(api, tenant, [['market.AlreadyAwarded', api.tx.market.closeOrder(id)]]);

  // Both lose the same small amount when the winner declines, and it may not bid again.
  const { declinePenalty } = await api.query.market.params();
  const declined = await send(api, low, api.tx.leases.decline(id, 7));
  const reason = expectEvent(declined, 'leases', 'LeaseDeclined').reason;
  assert.equal(reason.asDeclined.code.toNumber(), 7);
  const settled = declined.events.filter(({ event }) => event.method === 'CollateralSettled').map(({ event }) => event.data);
  assert.equal(settled.find(({ to }) => to.isFeePot).amount.toBigInt(), declinePenalty.toBigInt());
  assert.equal(expectEvent(declined, 'market', 'ProviderExcluded').provider.toString(), low.address);
  assert.ok(find(declined.events, 'market', 'OrderReopened'));
  await refusals(api, low, [['market.Excluded', await bidCall(api, id, LHD)]]);
  await send(api, tenant, api.tx.market.closeDeployment(deployment));
});

test('providers that have nothing at stake should be able to leave', async () => {
  const { api } = ctx;
  await beyondDispute(api);
  const results = await Promise.all([low, high].map((one) => sendAll(api, one, [api.tx.providers.deregister()])));
  for (const [result] of results) assert.ok(expectEvent(result, 'providers', 'Deregistered'));
});
