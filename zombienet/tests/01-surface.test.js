import assert from 'node:assert/strict';
import { test } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { head } from '../lib/connect.js';
import { people } from '../lib/keys.js';
import { attributes, group, resources } from '../lib/lease.js';
import { TUSD } from '../lib/money.js';
import { OURS, context } from './context.js';

const ctx = context();

/** Our pallets in the metadata. */
const pallets = () =>
  ctx.api.runtimeMetadata.asLatest.pallets.filter(({ name }) => OURS.includes(name.toString().toLowerCase()));

const documented = (docs) => docs.join('').trim().length > 0;

test('metadata should have all of our pallets', () => {
  const names = pallets().map(({ name }) => name.toString().toLowerCase());
  assert.deepEqual(names.sort(), [...OURS].sort());
});

test('metadata should document every call, event, error, field and storage item of ours', () => {
  const { lookup } = ctx.api.registry;
  const bare = [];
  for (const pallet of pallets()) {
    for (const item of pallet.storage.unwrapOr({ items: [] }).items) {
      if (!documented(item.docs)) bare.push(`${pallet.name} storage ${item.name}`);
    }
    for (const [kind, fields] of [['calls', false], ['events', true], ['errors', false]]) {
      if (pallet[kind].isNone) continue;
      const { variants } = lookup.getSiType(pallet[kind].unwrap().type).def.asVariant;
      for (const variant of variants) {
        if (!documented(variant.docs)) bare.push(`${pallet.name} ${kind} ${variant.name}`);
        if (!fields) continue;
        for (const field of variant.fields.filter((one) => !documented(one.docs))) {
          bare.push(`${pallet.name} ${kind} ${variant.name}.${field.name}`);
        }
      }
    }
  }
  assert.deepEqual(bare, []);
});

test('storage of our pallets should decode and encode to what is stored', async () => {
  const { hash } = await head(ctx.api);
  const { query } = await ctx.api.at(hash);
  let items = 0;
  for (const pallet of OURS) {
    for (const [name, entry] of Object.entries(query[pallet] ?? {})) {
      const { type } = entry.creator.meta;
      const entries = type.isMap
        ? await entry.entries()
        : [[{ toHex: () => entry.key() }, await entry()]];
      for (const [key, value] of entries) {
        const raw = await ctx.api.rpc.state.getStorage(key.toHex(), hash);
        if (raw.isNone) continue;
        const inner = value.isSome ? value.unwrap() : value;
        assert.equal(u8aToHex(inner.toU8a()), raw.unwrap().toHex(), `${pallet}.${name} at ${key.toHex()}`);
        assert.ok(inner.toHuman() !== undefined);
        items += 1;
      }
    }
  }
  assert.ok(items > 10, `only ${items} values are stored`);
});

test('genesis parameters should be within their bounds', async () => {
  const { query } = ctx.api;
  const [providers, market, approvals, leases] = await Promise.all([
    query.providers.parameters(), query.market.params(), query.approvals.params(), query.leases.parameters(),
  ]);
  assert.ok(providers.bond.base.toBigInt() > 0n);
  assert.ok(providers.heartbeat.window.blocks.toNumber() >= 3 * providers.heartbeat.spacing.toNumber());
  assert.ok(market.collateral.toBigInt() >= market.declinePenalty.toBigInt());
  assert.ok(market.auctionBlocks.toNumber() >= market.extensionBlocks.toNumber());
  assert.ok(approvals.orderFee.toBigInt() > 0n && approvals.deadlineBlocks.toNumber() >= 3);
  assert.ok(leases.confirmBlocks.toNumber() > 0 && leases.settleBlocks.toNumber() > 0);
});

test('assets that leases are paid in should be listed with the pot able to receive them', async () => {
  for (const asset of ['Native', TUSD.id]) {
    const terms = await ctx.api.query.escrow.listedAssets(asset);
    assert.ok(terms.isSome, `${JSON.stringify(asset)} is not listed`);
    assert.ok(terms.unwrap().minDeposit.toBigInt() > 0n);
  }
});

test('lease API should answer for what does not exist', async () => {
  const { leaseApi } = ctx.api.call;
  const none = 2n ** 63n;
  assert.ok((await leaseApi.lease(none)).isNone);
  assert.ok((await leaseApi.accrued(none)).isNone);
  assert.ok((await leaseApi.depletion(none)).isNone);
  assert.equal((await leaseApi.eligibleProviders(none, null)).length, 0);
});

test('lease API should count and quote', async () => {
  const { query, call: { leaseApi } } = await ctx.api.at((await head(ctx.api)).hash);
  const counts = await leaseApi.counts();
  const providers = await query.providers.counterForProviders();
  assert.equal(counts.providers.toNumber(), providers.toNumber());
  const { spec } = group({ each: resources(1, 1, 1), required: attributes({ region: 'eu/*' }) });
  const quote = await leaseApi.quote(spec, TUSD.id);
  assert.ok(quote.eligible.toNumber() <= providers.toNumber());
  assert.equal(quote.samples.toNumber() > 0, quote.recentLow.isSome);
});

test('ledger API should give the root that is stored', async () => {
  const { hash } = await head(ctx.api);
  const at = await ctx.api.at(hash);
  const [stored, asked] = await Promise.all([at.query.checkpoints.root(), at.call.ledgerApi.statementsRoot()]);
  assert.equal(asked.toHex(), stored.toHex());
});

test('standard runtime APIs should answer', async () => {
  const { call } = ctx.api;
  const apis = ['accountNonceApi', 'babeApi', 'beefyApi', 'grandpaApi', 'mmrApi', 'transactionPaymentApi'];
  assert.deepEqual(apis.filter((name) => !call[name]), []);
  const at = await ctx.api.at((await head(ctx.api)).hash);
  const nonce = await at.call.accountNonceApi.accountNonce(people.alice.address);
  const stored = (await at.query.system.account(people.alice.address)).nonce;
  assert.equal(nonce.toNumber(), stored.toNumber());
});
