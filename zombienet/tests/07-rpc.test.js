import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, rpc } from '../lib/connect.js';
import { group } from '../lib/lease.js';
import { context } from './context.js';

const ctx = context();
const UNKNOWN = 4_000_000_000;

const METHODS = ['lease_lease', 'lease_accrued', 'lease_depletion', 'lease_quote', 'lease_eligibleProviders',
  'lease_counts', 'lease_statementProof'];

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
  const [counts, leases] = await Promise.all([
    rpc(ctx.api, 'lease_counts'), ctx.api.query.leases.counterForLeases(),
  ]);
  assert.equal(Number(counts.leases), leases.toNumber());
});

test('lease that does not exist should be null', async () => {
  assert.equal(await rpc(ctx.api, 'lease_lease', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_accrued', UNKNOWN), null);
  assert.equal(await rpc(ctx.api, 'lease_depletion', UNKNOWN), null);
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
    ['lease_statementProof', '0x'],
    ['lease_statementProof', UNKNOWN],
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
  const { spec } = group();
  const outcome = await Promise.race([
    errorOf('lease_quote', { ...spec, requirements: { attributes: [{ key: big, value: big }] } }, 'Native'),
    new Promise((resolve) => setTimeout(resolve, 20_000, 'silence')),
  ]);
  assert.ok(outcome !== undefined);
  assert.ok((await head(ctx.node)).number > 0, 'the provider\'s node answers');
  const again = await rpc(ctx.api, 'lease_counts');
  assert.ok(again);
});

test('plain state_call should not reach the off-chain database', async () => {
  const method = 'LedgerApi_latest_statement';
  await assert.rejects(rpc(ctx.api, 'state_call', method, '0x0000000000000000'));
  assert.ok((await head(ctx.api)).number > 0);
});
