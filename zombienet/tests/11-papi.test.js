// The market from PAPI, by the chain's own metadata: no types, descriptors or extensions of ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from '@polkadot/x-ws';
import { createClient, Enum } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { until } from '../lib/connect.js';
import { stranger } from '../lib/keys.js';
import { fund, manifest, runProvider } from '../lib/lease.js';
import { LHD } from '../lib/money.js';
import { context } from './context.js';

const [tenant, provider, outsider] = [stranger(), stranger(), stranger()];
const signers = new Map([tenant, provider].map((pair) => [
  pair.address, getPolkadotSigner(pair.publicKey, 'Sr25519', (message) => pair.sign(message)),
]));
const NATIVE = Enum('Native');
/** PAPI reads the last final block unless told otherwise. */
const BEST = { at: 'best' };

// What these are funded and registered with is polkadot.js's; everything else here is PAPI's.
const ctx = context(async ({ api }) => {
  await fund(api, [tenant, provider, outsider]);
  ctx.client = createClient(getWsProvider(process.env.LEASEHOLD_WS, { websocketClass: WebSocket }));
  ctx.papi = ctx.client.getUnsafeApi();
  const stop = await runProvider(api, provider, 'papi');
  // Each client follows the chain by itself.
  await until('PAPI to see the provider', () => ctx.papi.query.Providers.Providers.getValue(provider.address, BEST));
  return () => {
    stop();
    ctx.client.destroy();
  };
});

/** Send a call; what came of it in the first of the best blocks that has it. */
const send = (pair, call) => new Promise((resolve, reject) => {
  const watched = call.signSubmitAndWatch(signers.get(pair.address)).subscribe({
    next: (event) => {
      if (event.type !== 'txBestBlocksState' || !event.found) return;
      resolve(event);
      watched.unsubscribe();
    },
    error: reject,
  });
});

/** The fields of the first of our events of this name. */
const emitted = ({ events }, pallet, name) =>
  events.find((event) => event.type === pallet && event.value.type === name)?.value.value;

const group = ({ auction = 'Open', required = [] } = {}) => ({
  spec: {
    resources: {
      cpu_millicores: 2_000,
      memory_mib: 4_096n,
      storage: { ephemeral_mib: 20_480n, persistent_mib: 0n, ram_mib: 0n },
      gpus: [],
      ports: 0,
    },
    replicas: 2,
    requirements: {
      attributes: required.map(([key, value]) => ({
        key: new TextEncoder().encode(key), value: new TextEncoder().encode(value),
      })),
      all_of: [],
      any_of: [],
      min_level: 0,
      attested_machines: false,
      admitted: false,
      regions: [],
      excluded_regions: [],
      providers: [],
      excluded_providers: [],
    },
    max_price: 10n * LHD,
    architecture: undefined,
    distinct: false,
  },
  deposit: 5n * LHD,
  buy_now: undefined,
  auction: Enum(auction),
  scaling: undefined,
  relist: false,
  min_notice: 0,
});

/** Create a deployment of this group; the event that tells its order. */
async function order(one) {
  const call = ctx.papi.tx.Market.create_deployment({ manifest: manifest(), asset: NATIVE, groups: [one] });
  const result = await send(tenant, call);
  assert.ok(result.ok, JSON.stringify(result.dispatchError));
  return { ...emitted(result, 'Market', 'OrderCreated'), at: result.block.hash };
}

test('PAPI should order, find, bid, read and take back', async () => {
  const { papi } = ctx;
  const { order: id, deployment, at } = await order(group({ required: [['region', 'eu/*']] }));
  const stored = await papi.query.Market.Orders.getValue(id, { at });
  assert.equal(stored.tenant, tenant.address);
  assert.equal(stored.state.type, 'Pending');

  const open = (who, hash) => papi.apis.MarketApi.open_orders(who.address, id + 1n, 1, { at: hash });
  const [item] = (await open(provider, at)).items;
  assert.equal(item.order, id);
  assert.deepEqual([item.highest, item.has_bid, item.obstacle], [10n * LHD, false, undefined]);
  assert.deepEqual(item.placement, [[0, 2]]);
  const { obstacle } = (await open(outsider, at)).items[0];
  assert.equal(obstacle.type, 'Module');
  assert.deepEqual([obstacle.value.type, obstacle.value.value.type], ['Providers', 'NotFound']);

  const { min_notice: notice } = await papi.query.Market.Params.getValue(BEST);
  const bid = (price) => papi.tx.Market.bid({ order: id, price, placement: item.placement, notice, grace: 20 });
  const placed = await send(provider, bid(4n * LHD));
  assert.ok(placed.ok, JSON.stringify(placed.dispatchError));
  assert.equal(emitted(placed, 'Market', 'BidPlaced').price, 4n * LHD);
  const there = { at: placed.block.hash };
  const [seen] = await papi.apis.MarketApi.bids(id, there);
  assert.deepEqual([seen.provider, seen.terms.price], [provider.address, 4n * LHD]);
  assert.equal((await papi.query.Market.Bids.getEntries(id, there)).length, 1);
  const mine = await papi.apis.MarketApi.provider_orders(provider.address, undefined, 10, there);
  assert.ok(mine.items.some((one) => one.order === id));
  const orders = await papi.apis.MarketApi.tenant_orders(tenant.address, undefined, 10, there);
  assert.ok(orders.items.some((one) => one.order === id && one.deployment === deployment));

  const dear = await send(provider, bid(5n * LHD));
  assert.equal(dear.ok, false);
  assert.deepEqual([dear.dispatchError.value.type, dear.dispatchError.value.value.type], ['Market', 'PriceNotLowEnough']);

  const closed = await send(tenant, papi.tx.Market.close_deployment({ id: deployment }));
  assert.ok(closed.ok, JSON.stringify(closed.dispatchError));
});

test('PAPI should read prices, capacity and a quote', async () => {
  const { papi } = ctx;
  for (const prices of await papi.apis.MarketApi.recent_prices(NATIVE, BEST)) {
    assert.ok(prices.low <= prices.average && prices.average <= prices.high);
  }
  const region = new TextEncoder().encode('region');
  const { items } = await papi.apis.MarketApi.free_capacity(region, undefined, 256, BEST);
  const here = items.filter(({ value }) => value && new TextDecoder().decode(value) === 'eu/de/fsn');
  // The machines of this test's provider alone have 48 cores.
  const cores = here.reduce((sum, { cpu_millicores: part }) => sum + part, 0n);
  assert.ok(cores >= 48_000n, `${cores}`);
  const quote = await papi.apis.LeaseApi.quote(group().spec, NATIVE, BEST);
  assert.ok(quote.eligible >= 1, JSON.stringify(quote, (_, value) => `${value}`));
});
