import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToU8a, u8aToHex } from '@polkadot/util';
import { head, rpc, until } from '../lib/connect.js';
import { people, serviceKey, stranger } from '../lib/keys.js';
import { bidCall, ensureProvider, fund, group, inState, order, resources } from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { stays, untilStays } from '../lib/settle.js';
import { leaf, verify } from '../lib/statement.js';
import { expectEvent, send } from '../lib/send.js';
import { readBlock } from '../lib/blocks.js';
import { context } from './context.js';

const tenant = stranger();
const { provider1 } = people;
let lease;

// A lease of the provider whose node runs, so that the node does the rest by itself.
const ctx = context(async ({ api, node }) => {
  await fund(api, [tenant]);
  await ensureProvider(api, provider1, 'Provider1', await serviceKey(node, 'Provider1'));
  const wish = group({ each: resources(1, 1, 1), maxPrice: 36n * USD, buyNow: 36n * USD, deposit: 20n * USD });
  lease = (await order(api, tenant, TUSD, wish)).order;
  await send(api, provider1, await bidCall(api, lease, 36n * USD));
  await inState(api, lease, 'Active', 120);
});

/** The proof of the latest statement on a lease in a block that stays. */
async function proofOf(id) {
  for (;;) {
    const proof = await rpc(ctx.node, 'lease_statementProof', id);
    const hash = await rpc(ctx.node, 'chain_getBlockHash', proof.block);
    if (await stays(ctx.node, { number: proof.block, hash })) return proof;
  }
}
const holds = ({ root, statement, index, count, siblings }) => verify(root, statement, index, count, siblings);

/** The transactions of off-chain workers from `from` on that call `leases.method`. */
async function workers(method, from, blocks = 40) {
  for (let number = from; number < from + blocks; number += 1) {
    await untilStays(ctx.api, `block ${number}`, async () => (await head(ctx.api)).number >= number, 30);
    const { extrinsics } = await readBlock(ctx.api, number);
    const found = extrinsics.find((one) => one.section === 'leases' && one.method === method && one.ok);
    if (found) return { number, ...found };
  }
  throw new Error(`no leases.${method} within ${blocks} blocks`);
}

test('provider\'s node should have confirmed, and settle and checkpoint by itself', async () => {
  const { api } = ctx;
  const { started } = (await api.query.leases.leases(lease)).unwrap();
  const confirmation = await workers('confirmByNode', started.toNumber(), 1);
  assert.equal(confirmation.kind, 'general');
  const { settleBlocks, checkpointBlocks } = await api.query.leases.parameters();
  const within = Math.max(settleBlocks.toNumber(), checkpointBlocks.toNumber()) + 20;
  const checkpoint = await workers('checkpoint', started.toNumber(), within);
  assert.equal(checkpoint.kind, 'general');
  const event = checkpoint.events.find(({ method, data }) => method === 'LeaseCheckpointed' && data.lease.eqn(lease));
  assert.ok(event.data.served.toBigInt() > 0n);
  assert.ok(event.data.paid.toBigInt() >= 0n);
  const nonce = await api.query.leases.nonces(checkpoint.args[0].signer, 'ckpt');
  assert.ok(nonce.toBigInt() > checkpoint.args[0].nonce.toBigInt());
});

test('statement\'s proof should hold under the root of its block', async () => {
  const { api } = ctx;
  const proof = await proofOf(lease);
  assert.equal(BigInt(proof.statement.lease), BigInt(lease));
  assert.ok(holds(proof));
  assert.equal(u8aToHex(leaf(proof.statement)), proof.leaf);
  assert.deepEqual(await rpc(ctx.node, 'lease_statementByLeaf', proof.leaf), proof);
  assert.equal((proof.encoded.length - 2) / 2, 13 * 32);
  const at = await api.at(await api.rpc.chain.getBlockHash(proof.block));
  assert.equal((await at.query.checkpoints.root()).toHex(), proof.root);
  assert.equal((await at.call.ledgerApi.statementsRoot()).toHex(), proof.root);
});

test('statement\'s proof should not hold for anything else', async () => {
  const proof = await proofOf(lease);
  const { statement } = proof;
  for (const field of ['lease', 'asset', 'price', 'paid', 'fees', 'refunded', 'state', 'through', 'served', 'sequence']) {
    const forged = { ...statement, [field]: BigInt(statement[field]) ^ 1n };
    assert.ok(!holds({ ...proof, statement: forged }), field);
  }
  for (const field of ['tenant', 'provider', 'usage']) {
    const bytes = hexToU8a(statement[field]);
    bytes[0] ^= 1;
    assert.ok(!holds({ ...proof, statement: { ...statement, [field]: u8aToHex(bytes) } }), field);
  }
  assert.ok(!holds({ ...proof, index: proof.count }));
  assert.ok(!holds({ ...proof, siblings: [...proof.siblings, proof.root] }));
});

test('mountain range\'s leaf of the next block should carry the root', async () => {
  const { api, node } = ctx;
  const proof = await proofOf(lease);
  const next = proof.block + 1;
  await untilStays(node, 'the next block', async () => (await head(node)).number > next);
  const { leaves } = await rpc(node, 'mmr_generateProof', [next]);
  // SCALE of a vector of opaque leaves; the extra data is the last 32 bytes of the only one.
  assert.equal(`0x${leaves.slice(-64)}`, proof.root);
  const header = await api.rpc.chain.getHeader(await api.rpc.chain.getBlockHash(next));
  assert.ok(header.digest.logs.some((log) => log.isConsensus && log.asConsensus[0].toUtf8() === 'BEEF'));
});

test('proof for the anchor should hold the statement, its path and what anchors it', async () => {
  const { node } = ctx;
  const { statement, block, encoded, leaf: hash } = await proofOf(lease);
  const ask = () => rpc(node, 'lease_anchorProofByLeaf', hash);
  const proof = await until('BEEFY to sign a later block', () => ask().catch(() => null));
  assert.deepEqual([proof.saidAt, proof.statementLeaf, proof.encoded], [block, hash, encoded]);
  assert.deepEqual(Object.values(proof.statement).map(String), Object.values(statement).map(String));
  assert.ok(proof.anchoredBlock > block);
  assert.equal(proof.leaf.parentNumber, block);
  const { signers, validators, commitment, set } = proof.commitment;
  assert.equal(commitment.mmrRoot, proof.mmrRoot);
  assert.equal(commitment.blockNumber, proof.anchoredBlock);
  assert.equal(validators.length, set.length);
  const signed = signers.bits.reduce((sum, word) => sum + BigInt(word).toString(2).replaceAll('0', '').length, 0);
  assert.equal((signers.signatures.length - 2) / 2, 65 * signed);
  assert.equal(signers.absent.length, validators.length - signed);
  // Calls begin with their selectors, as Solidity computes them from the ABI.
  assert.match(proof.calldata, /^0x[0-9a-f]{8}/);

  const early = await rpc(node, 'lease_anchorProofByLeaf', hash, block).catch(({ code }) => code);
  assert.equal(early, -32011);
  const future = await rpc(node, 'lease_anchorProofByLeaf', hash, 4_000_000_000).catch(({ code }) => code);
  assert.equal(future, -32012);
});

test('closed lease should leave storage and stay provable', async () => {
  const { api } = ctx;
  const closed = await send(api, tenant, api.tx.leases.close(lease));
  const { totals } = expectEvent(closed, 'leases', 'LeaseClosed');
  // The node that is asked may for a moment still have another block of that height as its best.
  const root = (await (await api.at(closed.hash)).query.checkpoints.root()).toHex();
  const proof = await until('the last statement', async () => {
    const found = await proofOf(lease);
    return found.statement.state === 255 && found.root === root && found;
  });
  assert.equal(proof.block, closed.block);
  assert.ok(holds(proof));
  for (const field of ['paid', 'fees', 'refunded']) {
    assert.equal(BigInt(proof.statement[field]), totals[field].toBigInt(), field);
  }
  assert.ok((await api.query.leases.leases(lease)).isNone);
});

test('root should be zero in a block without statements and the running block\'s maps empty', async () => {
  const { api } = ctx;
  const { number } = await head(api);
  for (let at = number; at > Math.max(number - 20, 1); at -= 1) {
    const block = await readBlock(api, at);
    const state = await api.at(block.hash);
    const said = block.events.some(({ event }) => event.section === 'leases' && event.method !== 'LeaseAwarded');
    const root = await state.query.checkpoints.root();
    if (!said) assert.equal(BigInt(root.toHex()), 0n, `block ${at}`);
    assert.equal((await state.query.checkpoints.leaves.entries()).length, 0);
    assert.equal((await state.query.checkpoints.leafCount()).toNumber(), 0);
  }
});
