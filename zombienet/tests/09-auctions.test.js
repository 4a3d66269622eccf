// Each kind of auction with two providers that bid against each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealedBid } from '../lib/auction.js';
import { stranger } from '../lib/keys.js';
import { bidCall, fund, group, inState, leaseOf, order, orderIn, runProvider } from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { expectEvent, find, send } from '../lib/send.js';
import { context, refusals } from './context.js';

const tenant = stranger();
const [low, high] = [stranger(), stranger()];

const ctx = context(async ({ api }) => {
  await fund(api, [tenant, low, high]);
  const stops = await Promise.all([runProvider(api, low, 'low'), runProvider(api, high, 'high')]);
  return () => stops.forEach((stop) => stop());
});

/** Wait for the award, and return who won at what price. */
async function winner(api, id) {
  await inState(api, id, 'Awarded');
  const { terms } = await leaseOf(api, id);
  return [terms.provider.toString(), terms.price.toBigInt()];
}

const closeAll = (api, deployment) => send(api, tenant, api.tx.market.closeDeployment(deployment));

test('open auction should be won by the lowest bid', async () => {
  const { api } = ctx;
  const { order: id, deployment } = await order(api, tenant, TUSD, group());
  const placed = await send(api, high, await bidCall(api, id, 9n * USD));
  assert.equal(placed.fee, 0n, 'the first bid costs no fee');
  await send(api, low, await bidCall(api, id, 8n * USD));
  const again = await send(api, high, await bidCall(api, id, 7n * USD));
  assert.ok(again.fee > 0n, 'a change costs one');
  assert.deepEqual(await winner(api, id), [high.address, 7n * USD]);
  assert.ok((await api.query.providers.reservations(low.address, id)).isNone);
  await closeAll(api, deployment);
});

test('sealed auction should hide prices, take reveals, and be won by the lowest', async () => {
  const { api } = ctx;
  const { order: id, deployment } = await order(api, tenant, TUSD, group({ auction: 'Sealed' }));
  await refusals(api, low, [['market.WrongAuction', await bidCall(api, id, USD)]]);
  const [cheap, dear] = await Promise.all([sealedBid(api, id, low, 3n * USD), sealedBid(api, id, high, 5n * USD)]);
  const [committed] = await Promise.all([send(api, low, cheap.commit), send(api, high, dear.commit)]);
  assert.equal(committed.fee, 0n);
  const event = expectEvent(committed, 'market', 'BidCommitted');
  assert.equal(event.provider.toString(), low.address);
  assert.equal((await api.query.market.bids.entries(id)).length, 0);
  assert.equal((await api.query.market.sealedBids.entries(id)).length, 2);
  assert.ok((await api.query.market.orders(id)).unwrap().best.isNone);

  await orderIn(api, id, 'Revealing');
  const [revealed] = await Promise.all([send(api, low, cheap.reveal), send(api, high, dear.reveal)]);
  assert.equal(revealed.fee, 0n);
  assert.equal(expectEvent(revealed, 'market', 'BidRevealed').price.toBigInt(), 3n * USD);
  assert.deepEqual(await winner(api, id), [low.address, 3n * USD]);
  assert.ok((await api.query.providers.reservations(high.address, id)).isNone);
  await closeAll(api, deployment);
});

test('sealed bid that is not revealed should forfeit its collateral', async () => {
  const { api } = ctx;
  const { order: id, deployment } = await order(api, tenant, TUSD, group({ auction: 'Sealed' }));
  const [told, kept] = await Promise.all([sealedBid(api, id, low, 3n * USD), sealedBid(api, id, high, 2n * USD)]);
  await Promise.all([send(api, low, told.commit), send(api, high, kept.commit)]);
  const before = (await api.query.system.account(high.address)).data;
  const { collateral } = await api.query.market.params();
  await orderIn(api, id, 'Revealing');
  await send(api, low, told.reveal);
  assert.deepEqual(await winner(api, id), [low.address, 3n * USD]);
  const after = (await api.query.system.account(high.address)).data;
  assert.equal(before.reserved.toBigInt() - after.reserved.toBigInt(), collateral.toBigInt());
  assert.equal(after.free.toBigInt(), before.free.toBigInt());
  await closeAll(api, deployment);
});

test('choice should be won by whom the tenant picks', async () => {
  const { api } = ctx;
  const { order: id, deployment } = await order(api, tenant, TUSD, group({ auction: 'Choice' }));
  await Promise.all([
    bidCall(api, id, 3n * USD).then((call) => send(api, low, call)),
    bidCall(api, id, 5n * USD).then((call) => send(api, high, call)),
  ]);
  const stage = async () => (await api.query.market.orders(id)).unwrap().state;
  await orderIn(api, id, (await stage()).isPending ? 'Open' : (await stage()).type);
  await refusals(api, low, [['market.NotAuthorized', api.tx.market.pickBid(id, low.address)]]);
  const picked = await send(api, tenant, api.tx.market.pickBid(id, high.address));
  assert.equal(expectEvent(picked, 'market', 'BidPicked').provider.toString(), high.address);
  assert.deepEqual(await winner(api, id), [high.address, 5n * USD]);
  await closeAll(api, deployment);
});

test('choice should be drawn between equal bids when the tenant does not pick', async () => {
  const { api } = ctx;
  const { order: id, deployment } = await order(api, tenant, TUSD, group({ auction: 'Choice' }));
  const bids = await Promise.all(
    [low, high].map(async (one) => send(api, one, await bidCall(api, id, 4n * USD))),
  );
  for (const bid of bids) assert.ok(find(bid.events, 'market', 'BidPlaced'));
  const [won, price] = await winner(api, id);
  assert.ok([low.address, high.address].includes(won));
  assert.equal(price, 4n * USD);
  const lost = won === low.address ? high : low;
  assert.ok((await api.query.providers.reservations(lost.address, id)).isNone);
  await closeAll(api, deployment);
});
