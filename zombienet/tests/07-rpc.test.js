import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, rpc } from '../lib/connect.js';
import { attributes, group, resources } from '../lib/lease.js';
import { TUSD } from '../lib/money.js';
import { context } from './context.js';

const ctx = context();
const UNKNOWN = 4_000_000_000;

const METHODS = ['lease_lease', 'lease_accrued', 'lease_depletion', 'lease_quote', 'lease_eligibleProviders',
  'lease_counts', 'lease_statementProof', 'lease_statementByLeaf', 'lease_anchorProof', 'lease_anchorProofByLeaf'];

/** The code of the JSON-RPC error with which a request is answered. */
async function errorOf(method, ...params) {
  try {
    await rpc(ctx.api, method, ...params);
  } catch (error) {
    return error.code;
  }
  throw new Error(`${method} was answered.`);
}

test('node should offer the methods of leases', async () => {
  const { methods } = await ctx.api.rpc.rpc.methods();
  const offered = methods.map((name) => name.toString());
  assert.deepEqual(METHODS.filter((name) => !offered.includes(name)), []);
});

test('counts should be those of the storage', async () => {
  const { hash } = await head(ctx.api);
  const [counts, { query }] = await Promise.all([rpc(ctx.api, 'lease_counts', hash), ctx.api.at(hash)]);
  assert.equal(counts.leases, (await query.leases.counterForLeases()).toNumber());
  assert.equal(counts.providers, (await query.providers.counterForProviders()).toNumber());
  assert.equal(counts.openOrders, (await query.market.openOrders()).toNumber());
  assert.equal(BigInt(counts.settledNative), (await query.escrow.totalSettled('Native')).toBigInt());
});

test('quote should be that of the runtime', async () => {
  const wish = { cpuMillicores: 1_000, memoryMib: 1_024, storage: { ephemeralMib: 1_024 }, replicas: 2, attributes: [['region', 'eu/*']] };
  const { hash } = await head(ctx.api);
  const quote = await rpc(ctx.api, 'lease_quote', wish, 1, hash);
  const { spec } = group({ each: resources(1, 1, 1), required: attributes({ region: 'eu/*' }) });
  const asked = await (await ctx.api.at(hash)).call.leaseApi.quote(spec, TUSD.id);
  assert.equal(quote.samples, asked.samples.toNumber());
  assert.equal(quote.eligible, asked.eligible.toNumber());
  assert.equal(quote.price === null, asked.price.isNone);
});

test('lease that does not exist should be null', async () => {
  assert.equal(await rpc(ctx.api, 'lease_lease', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_accrued', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_depletion', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_statementProof', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_statementByLeaf', `0x${'11'.repeat(32)}`), null);
  assert.equal(await rpc(ctx.api, 'lease_anchorProof', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_anchorProof', `${UNKNOWN}`), null);
  assert.equal(await rpc(ctx.api, 'lease_anchorProofByLeaf', `0x${'11'.repeat(32)}`), null);
  assert.deepEqual(await rpc(ctx.api, 'lease_eligibleProviders', UNKNOWN), []);
});

test('malformed requests should get a JSON-RPC error and the node stay up', async () => {
  const cases = [
    ['lease_lease'],
    ['lease_lease', 'no number'],
    ['lease_lease', -1],
    ['lease_lease', 1.5],
    ['lease_lease', { id: 1 }],
    ['lease_accrued', null],
    ['lease_depletion', [1]],
    ['lease_eligibleProviders', 'x'],
    ['lease_quote', 'x', 'y'],
    ['lease_quote', {}],
    ['lease_quote', { cpuMillicores: 0, memoryMib: 1, storage: { ephemeralMib: 1 } }],
    ['lease_quote', { cpuMillicores: 1, memoryMib: 1, storage: { ephemeralMib: 1 }, attributes: Array(33).fill(['a', 'b']) }],
    ['lease_quote', { cpuMillicores: 1, memoryMib: 1, storage: { ephemeralMib: 1 }, gpus: ['b', 'a'].map((model) => ({ vendor: 'v', model, units: 1 })) }],
    ['lease_lease', UNKNOWN, '0x1234'],
    ['lease_lease', UNKNOWN, `0x${'11'.repeat(32)}`],
    ['lease_statementProof', '0x'],
    ['lease_statementByLeaf', '0x12'],
    ['lease_anchorProof'],
    ['lease_anchorProof', null],
    ['lease_anchorProof', 'no number'],
    ['lease_anchorProof', ''],
    ['lease_anchorProof', '0x12'],
    ['lease_anchorProof', '+1'],
    ['lease_anchorProof', -1],
    ['lease_anchorProof', 1.5],
    ['lease_anchorProof', '18446744073709551616'],
    ['lease_anchorProof', { id: 1 }],
    ['lease_anchorProof', UNKNOWN, -1],
    ['lease_anchorProof', UNKNOWN, 'x'],
    ['lease_anchorProofByLeaf', '0x12'],
    ['lease_nothing'],
  ];
  for (const [method, ...params] of cases) {
    const code = await errorOf(method, ...params);
    assert.ok(Number.isInteger(code), `${method} ${JSON.stringify(params)}`);
  }
  assert.ok((await head(ctx.api)).number > 0);
});

test('huge request should get an error and the node stay up', async () => {
  const big = 'x'.repeat(4 << 20);
  const wish = { cpuMillicores: 1, memoryMib: 1, storage: { ephemeralMib: 1 }, attributes: [[big, big]] };
  assert.ok(Number.isInteger(await errorOf('lease_quote', wish)));
  assert.ok((await head(ctx.node)).number > 0, 'the provider\'s node answers');
  const again = await rpc(ctx.api, 'lease_counts');
  assert.ok(again);
});

test('plain state_call should not reach the off-chain database', async () => {
  const method = 'LedgerApi_latest_statement';
  await assert.rejects(rpc(ctx.api, 'state_call', method, '0x0000000000000000'));
  assert.ok((await head(ctx.api)).number > 0);
});
