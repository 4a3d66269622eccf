import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, until } from '../lib/connect.js';
import { NATIVE, TUSD, snapshot } from '../lib/money.js';
import { readBlock } from '../lib/blocks.js';
import { context } from './context.js';

const ctx = context();

test('every block should decode, those with off-chain workers\' transactions too', async () => {
  const { api } = ctx;
  const { number } = await head(api);
  const kinds = { signed: 0, general: 0, bare: 0 };
  for (let from = 1; from <= number; from += 16) {
    const batch = Array.from({ length: Math.min(16, number - from + 1) }, (_, at) => readBlock(api, from + at));
    for (const block of await Promise.all(batch)) {
      for (const { kind } of block.extrinsics) kinds[kind] += 1;
      const raw = await api.rpc.chain.getBlock(block.hash);
      assert.equal(raw.block.extrinsics.length, block.extrinsics.length);
    }
  }
  assert.ok(kinds.signed > 0 && kinds.general > 0, JSON.stringify(kinds));
  assert.ok(kinds.bare >= number, 'each block has its inherents');
});

test('every off-chain worker\'s transaction should have succeeded', async () => {
  const { api } = ctx;
  const { number } = await head(api);
  for (let at = 1; at <= number; at += 1) {
    for (const { kind, ok, section, method } of (await readBlock(api, at)).extrinsics) {
      if (kind === 'general') assert.ok(ok, `${section}.${method} in block ${at}`);
    }
  }
});

test('all balances should sum to what exists', async () => {
  const { hash } = await head(ctx.api);
  const { balances, issued } = await snapshot(ctx.api, hash);
  for (const asset of [NATIVE, TUSD]) {
    const sum = [...balances[asset.key].values()].reduce((total, value) => total + value, 0n);
    assert.equal(sum, issued[asset.key], asset.symbol);
  }
});

test('chain should be finalising', async () => {
  const { api } = ctx;
  const finalised = async () =>
    (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
  const before = await finalised();
  await until('finality to go on', async () => (await finalised()) > before, 60);
});
