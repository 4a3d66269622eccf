// Each kind of auction between two bidders that run by themselves, each on a connection of its own:
// one to the validator's node, one to the provider's. Only the tenant is played by hand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Bidder } from '../lib/bidder.js';
import { stranger } from '../lib/keys.js';
import { fund, group, inState, leaseOf, order, orderIn } from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { expectEvent, send } from '../lib/send.js';
import { context } from './context.js';

const [frugal, lavish] = [stranger(), stranger()];
const tenants = Array.from({ length: 4 }, stranger);
const FLOOR = { frugal: 4n * USD, lavish: 6n * USD };

const ctx = context(async ({ api }) => {
  await fund(api, [...tenants, frugal, lavish]);
  const urls = [process.env.LEASEHOLD_WS, process.env.LEASEHOLD_PROVIDER_WS ?? process.env.LEASEHOLD_WS];
  const served = tenants.map(({ address }) => address);
  [ctx.frugal, ctx.lavish] = await Promise.all([
    Bidder.start(urls[0], frugal, 'frugal', { floor: FLOOR.frugal, tenants: served }),
    Bidder.start(urls[1], lavish, 'lavish', { floor: FLOOR.lavish, tenants: served }),
  ]);
  return () => Promise.all([ctx.frugal.stop(), ctx.lavish.stop()]);
});

/** Wait until the winner serves the order, check that nobody else has anything at stake, and return
 * who won at what price. */
async function settled(api, { order: id }) {
  await inState(api, id, 'Active');
  const { provider, price } = (await leaseOf(api, id)).terms;
  for (const { address } of [frugal, lavish]) {
    assert.equal((await api.query.providers.reservations(address, id)).isSome, provider.eq(address));
  }
  return [provider.toString(), price.toBigInt()];
}

describe('two bidders', { concurrency: true }, () => {
  test('open auction should go to the bidder that others cannot undercut', async () => {
    const { api } = ctx;
    const made = await order(api, tenants[0], TUSD, group({ maxPrice: 10n * USD }));
    const [winner, price] = await settled(api, made);
    assert.equal(winner, frugal.address);
    // As low as it took to make the other give up, and no lower than that.
    const { minStep } = await api.query.market.params();
    const step = (price * minStep.toBigInt() + 999_999n) / 1_000_000n;
    assert.ok(price - step < FLOOR.lavish && price >= FLOOR.frugal, `${price}`);
    const bids = [ctx.frugal, ctx.lavish].map((one) => one.on(made.order).filter(({ what }) => what === 'bid'));
    for (const mine of bids) {
      assert.ok(mine.length >= 1, 'both bid');
      for (const [at, one] of mine.slice(1).entries()) assert.ok(one.price < mine[at].price);
    }
    // Each undercuts all of the blocks before its own.
    const all = bids.flat().sort((a, b) => a.block - b.block);
    for (const one of all) {
      for (const other of all) if (other.block < one.block) assert.ok(one.price < other.price);
    }
    assert.equal(all.at(-1).price, price);
  });

  test('sealed auction should go to the lowest, whose price nobody saw before the reveals', async () => {
    const { api } = ctx;
    const made = await order(api, tenants[1], TUSD, group({ auction: 'Sealed' }));
    await orderIn(api, made.order, 'Revealing');
    assert.deepEqual(await settled(api, made), [frugal.address, FLOOR.frugal]);
    const steps = [ctx.frugal, ctx.lavish].map((one) => one.on(made.order));
    for (const mine of steps) {
      const [committed, revealed] = ['committed', 'revealed'].map((what) => mine.find((one) => one.what === what));
      assert.ok(committed.block < revealed.block);
      const { query, call } = await api.at(committed.hash);
      assert.equal((await query.market.bids.entries(made.order)).length, 0);
      for (const { terms } of await call.marketApi.bids(made.order)) assert.ok(terms.isNone);
    }
  });

  test('choice should go to the bidder that the tenant picks, though another is cheaper', async () => {
    const { api } = ctx;
    const made = await order(api, tenants[2], TUSD, group({ auction: 'Choice' }));
    await orderIn(api, made.order, 'Choosing');
    const bids = await api.call.marketApi.bids(made.order);
    const offers = bids.map(({ provider, terms }) => [provider.toString(), terms.unwrap().price.toBigInt()]);
    assert.deepEqual(offers, [[frugal.address, FLOOR.frugal], [lavish.address, FLOOR.lavish]]);
    const picked = await send(api, tenants[2], api.tx.market.pickBid(made.order, lavish.address));
    assert.equal(expectEvent(picked, 'market', 'BidPicked').provider.toString(), lavish.address);
    assert.deepEqual(await settled(api, made), [lavish.address, FLOOR.lavish]);
  });

  test('choice should go to the cheapest bidder when the tenant does not pick', async () => {
    const { api } = ctx;
    const made = await order(api, tenants[3], TUSD, group({ auction: 'Choice' }));
    assert.deepEqual(await settled(api, made), [frugal.address, FLOOR.frugal]);
  });
});

test('bidders should have been refused nothing but bids that another was quicker with', () => {
  for (const { what, reason } of [...ctx.frugal.refused, ...ctx.lavish.refused]) {
    assert.deepEqual([what, reason], ['bid', 'market.PriceNotLowEnough']);
  }
});

test('bidders should have nothing on hold for bids at the end, and all of it for leases', async () => {
  const { api } = ctx;
  const { collateral } = await api.query.market.params();
  const won = { [frugal.address]: 3n, [lavish.address]: 1n };
  for (const [address, leases] of Object.entries(won)) {
    const holds = await api.query.balances.holds(address);
    const held = (pallet) => holds.filter(({ id }) => id.type === pallet).map(({ amount }) => amount.toBigInt());
    assert.deepEqual(held('Market'), []);
    assert.deepEqual(held('Leases'), [leases * collateral.toBigInt()]);
  }
});

test('tenants should be able to close what they rent', async () => {
  const { api } = ctx;
  await Promise.all(tenants.map(async (tenant) => {
    const [[{ args: [, deployment] }]] = await api.query.market.deploymentsOf.entries(tenant.address);
    await send(api, tenant, api.tx.market.closeDeployment(deployment));
    assert.equal((await api.query.market.deploymentsOf.entries(tenant.address)).length, 0);
  }));
});
