// MmrProof against a mountain range built as the crate that pallet-mmr uses builds it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chance, concat, keccak, littleEndian } from '../js/bytes.js';
import { Contract, startEthereum } from './support/ethereum.js';
import { Mmr, syntheticProof } from '../js/mmr.js';

const leafOf = (number) => keccak(new TextEncoder().encode(`leaf ${number}`));

let ethereum;
let harness;
before(async () => {
  ethereum = await startEthereum();
  harness = await Contract.deploy(ethereum, 'Harness');
});
after(() => ethereum.stop());

test('reference range should give the known root when it has seven leaves', () => {
  // Written out by hand: three peaks, folded from the right.
  const pair = (left, right) => keccak(`0x${left.slice(2)}${right.slice(2)}`);
  const l = Array.from({ length: 7 }, (_, at) => leafOf(at));
  const four = pair(pair(l[0], l[1]), pair(l[2], l[3]));
  const two = pair(l[4], l[5]);
  const mmr = l.reduce((range, leaf) => range.push(leaf), new Mmr());
  assert.equal(mmr.root(), pair(pair(l[6], two), four));
  assert.deepEqual(mmr.proof(2), [l[3], pair(l[0], l[1]), pair(l[6], two)]);
  assert.deepEqual(mmr.proof(4), [four, l[5], l[6]]);
});

// What pallet-mmr 50's own tests expect of seven blocks (`should_construct_larger_mmr_correctly`,
// `should_generate_proofs_correctly`); block n has the leaf ((n - 1, [n; 32]), { a: n, b: [] }).
const PALLET = {
  root: '0xe45e25259f7930626431347fa4dd9aae7ac83b4966126d425ca70ab343709d2c',
  proofs: {
    0: [
      '0xad4cbc033833612ccd4626d5f023b9dfc50a35e838514dd1f3c86f8506728705',
      '0xcb24f4614ad5b2a5430344c99545b421d9af83c46fd632d70a332200884b4d46',
      '0xdca421199bdcc55bb773c6b6967e8d16675de69062b52285ca63685241fdf626',
    ],
    2: [
      '0x1b14c1dc7d3e4def11acdf31be0584f4b85c3673f1ff72a3af467b69a3b0d9d0',
      '0x672c04a9cd05a644789d769daa552d35d8de7c33129f8a7cbf49e595234c4854',
      '0xdca421199bdcc55bb773c6b6967e8d16675de69062b52285ca63685241fdf626',
    ],
    4: [
      '0xae88a0825da50e953e7a359c55fe13c8015e48d03d301b8bdfc9193874da9252',
      '0x8ed25570209d8f753d02df07c1884ddb36a3d9d4770e4608b188322151c657fe',
      '0x611c2174c6164952a66d985cfe1ec1a623794393e3acff96b136d198f37a648c',
    ],
    6: [
      '0xae88a0825da50e953e7a359c55fe13c8015e48d03d301b8bdfc9193874da9252',
      '0x7e4316ae2ebf7c3b6821cb3a46ca8b7a4f9351a9b40fcf014bb0a4fd8e8f29da',
    ],
  },
};

function palletLeaf(number) {
  const hashed = (data) => [Uint8Array.of(1), Buffer.from(keccak(data).slice(2), 'hex')];
  const parent = concat([littleEndian(number - 1, 8), new Uint8Array(32).fill(number)]);
  const data = concat([littleEndian(number, 8), Uint8Array.of(0)]);
  return keccak(concat([...hashed(parent), ...hashed(data)]));
}

test('reference range and contract should agree with pallet-mmr when given the leaves of its tests', async () => {
  const mmr = new Mmr();
  for (let number = 1; number <= 7; number++) mmr.push(palletLeaf(number));
  assert.equal(mmr.root(), PALLET.root);
  for (const [index, items] of Object.entries(PALLET.proofs)) {
    assert.deepEqual(mmr.proof(Number(index)), items);
    const leaf = palletLeaf(Number(index) + 1);
    assert.deepEqual(await harness.read('mmrRoot', [leaf, BigInt(index), 7n, items]), [true, PALLET.root]);
  }
});

test('proof should lead to the root for every leaf of every small range', async () => {
  const mmr = new Mmr();
  for (let count = 1; count <= 33; count++) {
    mmr.push(leafOf(count - 1));
    const results = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        harness.read('mmrRoot', [leafOf(index), BigInt(index), BigInt(count), mmr.proof(index)]),
      ),
    );
    for (const [ok, root] of results) {
      assert.equal(ok, true);
      assert.equal(root, mmr.root(), `range of ${count}`);
    }
  }
});

test('proof should lead to an older root when it is made for fewer leaves', async () => {
  const mmr = new Mmr();
  for (let at = 0; at < 100; at++) mmr.push(leafOf(at));
  const chance = new Chance(7);
  for (let round = 0; round < 50; round++) {
    const count = 1 + chance.below(100);
    const index = chance.below(count);
    const proof = mmr.proof(index, count);
    const [ok, root] = await harness.read('mmrRoot', [leafOf(index), BigInt(index), BigInt(count), proof]);
    assert.deepEqual([ok, root], [true, mmr.root(count)]);
  }
});

test('proof should lead to the root when the range is years long', async () => {
  const chance = new Chance(11);
  for (let round = 0; round < 50; round++) {
    const count = 1 + chance.below(2 ** 31);
    const index = chance.below(count);
    const { items, root } = syntheticProof(chance, leafOf(index), index, count);
    assert.deepEqual(
      await harness.read('mmrRoot', [leafOf(index), BigInt(index), BigInt(count), items]),
      [true, root],
    );
  }
});

test('proof should be refused when it has an item too few or too many', async () => {
  const mmr = new Mmr();
  for (let at = 0; at < 21; at++) mmr.push(leafOf(at));
  for (let index = 0; index < 21; index++) {
    const proof = mmr.proof(index);
    for (const wrong of [proof.slice(1), proof.slice(0, -1), [...proof, leafOf(99)]]) {
      const [ok] = await harness.read('mmrRoot', [leafOf(index), BigInt(index), 21n, wrong]);
      assert.equal(ok, false);
    }
  }
});

test('proof should be refused when the leaf lies beyond the range', async () => {
  for (const [index, count] of [[0n, 0n], [1n, 1n], [8n, 7n], [2n ** 255n, 5n]]) {
    const [ok] = await harness.read('mmrRoot', [leafOf(0), index, count, []]);
    assert.equal(ok, false);
  }
});
