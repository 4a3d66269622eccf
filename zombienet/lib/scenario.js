// What tests of networks have in common: a provider whose node runs, leases that it serves, and
// money that adds up.
import assert from 'node:assert/strict';
import { head, until } from './connect.js';
import { people, serviceKey, stranger } from './keys.js';
import { bidCall, ensureProvider, fund, group, inState, manifest, order, orderIn, resources } from './lease.js';
import { NATIVE, TUSD, USD, snapshot } from './money.js';
import { send } from './send.js';

export const PRICE = 36n * USD;
export const DEPOSIT = 20n * USD;

/** Wait until the chain makes blocks. */
export const alive = (api) => until('the first blocks', async () => (await head(api)).number >= 2, 120);

/** Wait until the best block is `blocks` higher than now; returns its number. */
export async function blocksPass(api, blocks, seconds = blocks * 30 + 60) {
  const to = (await head(api)).number + blocks;
  await until(`block ${to}`, async () => (await head(api)).number >= to, seconds);
  return to;
}

/** Register Provider1, or another, whose node is behind `node`. */
export async function provide(api, node, name = 'Provider1') {
  const pair = people[name.toLowerCase()];
  await ensureProvider(api, pair, name, await serviceKey(node, name));
  return pair;
}

/** A tenant with money that nobody has used before. */
export async function newTenant(api) {
  const tenant = stranger();
  await fund(api, [tenant]);
  return tenant;
}

/** One group of one small replica, sold at once at `price`. */
export const wish = ({ price = PRICE, deposit = DEPOSIT, buyNow = price } = {}) =>
  group({ each: resources(0.5, 1, 1), replicas: 1, maxPrice: price, buyNow, deposit });

/** Order from `provider` at `price` and wait until its node has started the lease. */
export async function leaseFrom(api, provider, tenant, { price = PRICE, deposit = DEPOSIT, asset = TUSD } = {}) {
  const { order: id, deployment } = await order(api, tenant, asset, wish({ price, deposit }));
  await send(api, provider, await bidCall(api, id, price, { placement: [[0, 1]] }));
  await inState(api, id, 'Active', 180);
  return { id, deployment };
}

/** An order whose auction runs, with a bid of `provider`. */
export async function auctionOf(api, provider, tenant, { price = PRICE } = {}) {
  const { order: id } = await order(api, tenant, TUSD, wish({ price, buyNow: null }), manifest());
  await orderIn(api, id, 'Open');
  await send(api, provider, await bidCall(api, id, price, { placement: [[0, 1]] }));
  return id;
}

/** Check that all balances together are what exists, in both assets, at block `hash`. */
export async function assertNothingLost(api, hash) {
  const { balances, issued } = await snapshot(api, hash ?? (await head(api)).hash);
  for (const asset of [NATIVE, TUSD]) {
    const sum = [...balances[asset.key].values()].reduce((total, value) => total + value, 0n);
    assert.equal(sum, issued[asset.key], `${asset.symbol} in all accounts together`);
  }
}

/** Stop what follows the blocks, and the network, also where following has failed. */
export async function finish(watcher, network) {
  try {
    await watcher?.stop();
  } finally {
    await network?.stop();
  }
}

/** Tell what was seen, for docs/faults.md. */
export const saw = (text) => console.log(`# saw: ${text}`);
