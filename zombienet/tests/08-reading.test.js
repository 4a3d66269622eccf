// The market as it is read: runtime APIs from polkadot.js, with no types of ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head } from '../lib/connect.js';
import { stranger } from '../lib/keys.js';
import { bidCall, fund, group, manifest, order, resources, runProvider } from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { explain, findAll, send } from '../lib/send.js';
import { context } from './context.js';

const [tenant, provider, outsider] = [stranger(), stranger(), stranger()];
const PRICE = 3n * USD;
const one = () => group({ each: resources(1, 1, 1) });

const ctx = context(async ({ api }) => {
  await fund(api, [tenant, provider, outsider]);
  return runProvider(api, provider, 'reading');
});

/** The API at the end of a block: auctions here last some seconds, and go on meanwhile. */
const marketAt = async (hash) => (await ctx.api.at(hash)).call.marketApi;
const market = async () => marketAt((await head(ctx.api)).hash);

/** All items of a list that comes in pages. */
async function all(page) {
  const items = [];
  for (let next = null; ;) {
    const answer = await page(next);
    items.push(...answer.items);
    if (answer.next.isNone) return items;
    next = answer.next.unwrap();
  }
}

/** An order as `who` sees it on the market at the end of a block. */
const seenBy = async (who, id, hash) => {
  const [item] = (await (await marketAt(hash)).openOrders(who.address, id + 1, 1)).items;
  assert.equal(item.order.toNumber(), id);
  return item;
};

/** The name of the error that keeps a provider from bidding; null if nothing does. */
const obstacle = ({ obstacle: error }) => {
  if (error.isNone) return null;
  return explain(ctx.api, error.unwrap()).name;
};

test('open orders should say who may bid and what keeps the others', async () => {
  const { order: id, result } = await order(ctx.api, tenant, TUSD, one());
  const item = await seenBy(provider, id, result.hash);
  assert.equal(obstacle(item), null);
  assert.equal(item.tenant.toString(), tenant.address);
  assert.equal(item.spec.replicas.toNumber(), 2);
  assert.equal(item.highest.unwrap().toBigInt(), 10n * USD);
  assert.ok(item.stage.isPending && item.placement.isSome && item.hasBid.isFalse);
  assert.equal(obstacle(await seenBy(outsider, id, result.hash)), 'providers.NotFound');
});

test('open orders should come in pages, newest first', async () => {
  const { api } = ctx;
  const groups = [one(), one(), one()];
  const result = await send(api, tenant, api.tx.market.createDeployment(manifest(), TUSD.id, groups));
  const made = findAll(result.events, 'market', 'OrderCreated').map((event) => event.order.toNumber());
  const there = await marketAt(result.hash);
  const seen = await all((before) => there.openOrders(provider.address, before, 2));
  const ids = seen.map((item) => item.order.toNumber());
  assert.deepEqual(ids.slice(0, 3), made.reverse());
  assert.deepEqual(ids, [...ids].sort((a, b) => b - a));
});

test('bids and whose orders they are on should be seen at once', async () => {
  const { api } = ctx;
  const made = await order(api, tenant, TUSD, one());
  const { placement } = await seenBy(provider, made.order, made.result.hash);
  const named = placement.unwrap().map(([node, replicas]) => [node.toNumber(), replicas.toNumber()]);
  const { hash } = await send(api, provider, await bidCall(api, made.order, PRICE, { placement: named }));
  const there = await marketAt(hash);
  const bids = await there.bids(made.order);
  assert.equal(bids.length, 1);
  assert.equal(bids[0].provider.toString(), provider.address);
  assert.equal(bids[0].terms.unwrap().price.toBigInt(), PRICE);
  assert.equal((await there.bids(2n ** 63n)).length, 0);
  const item = await seenBy(provider, made.order, hash);
  assert.ok(item.hasBid.isTrue);
  assert.ok(item.highest.unwrap().toBigInt() < PRICE);

  const ofTenant = await all((after) => there.tenantOrders(tenant.address, after, 1));
  const listed = ofTenant.find((other) => other.order.toNumber() === made.order);
  assert.equal(listed.deployment.toNumber(), made.deployment);
  assert.ok(listed.stage.isPending || listed.stage.isOpen);
  assert.ok(listed.lease.isNone);
  const ofProvider = await all((after) => there.providerOrders(provider.address, after, 1));
  assert.ok(ofProvider.some((other) => other.order.toNumber() === made.order && other.lease.isNone));
  assert.equal((await there.tenantOrders(outsider.address, null, 10)).items.length, 0);
});

test('free capacity should be told by what providers declare', async () => {
  const there = await market();
  const pages = await all((after) => there.freeCapacity('region', after, 64));
  const here = pages.filter(({ value }) => value.isSome && value.unwrap().toUtf8() === 'eu/de/fsn');
  const cores = here.reduce((sum, part) => sum + part.cpuMillicores.toBigInt(), 0n);
  // The provider of this test alone has 16 and 32 cores, of which two are bid.
  assert.ok(cores >= 46_000n, `${cores}`);
  const gpus = here.flatMap((part) => [...part.gpus]).reduce((sum, part) => sum + part.units.toBigInt(), 0n);
  assert.ok(gpus >= 2n, `${gpus}`);
});

test('recent prices should be those of the storage', async () => {
  const { hash } = await head(ctx.api);
  const { query, call } = await ctx.api.at(hash);
  const prices = await call.marketApi.recentPrices(TUSD.id);
  const samples = prices.reduce((sum, part) => sum + part.samples.toNumber(), 0);
  assert.equal(samples, (await query.market.recentAwards(TUSD.id)).length);
  for (const part of prices) assert.ok(part.low.toBigInt() <= part.average.toBigInt());
});
