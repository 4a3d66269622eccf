// A Merkle mountain range, written from the crate polkadot-ckb-merkle-mountain-range (`mmr.rs`,
// `helper.rs`): nodes by position, as it stores them. The contracts work without positions, so the
// two ways check each other.
import { bytes, concat, keccak } from './bytes.js';

const merge = (left, right) => keccak(concat([bytes(left), bytes(right)]));

function heightAt(position) {
  let rest = position;
  let size = 2 ** (32 - Math.clz32(position)) - 1;
  while (position !== 0 && size > 0) {
    if (rest >= size) rest -= size;
    size = Math.floor(size / 2);
  }
  return rest;
}

/** The positions of the peaks of a range of `size` nodes. */
function peakPositions(size) {
  const peaks = [];
  let [rest, sum] = [size, 0];
  for (let peak = 2 ** (32 - Math.clz32(size)) - 1; peak > 0; peak = Math.floor(peak / 2)) {
    if (rest >= peak) {
      rest -= peak;
      peaks.push(sum + peak - 1);
      sum += peak;
    }
  }
  return peaks;
}

const ones = (value) => value.toString(2).replaceAll('0', '').length;
const sizeOf = (leaves) => 2 * leaves - ones(leaves);
const positionOf = (index) => sizeOf(index + 1) - Math.log2((index + 1) & -(index + 1)) - 1;

/** Folds peaks into one hash, from the right: `merge(right, left)`. */
function bag(peaks) {
  const rest = [...peaks];
  while (rest.length > 1) {
    const right = rest.pop();
    const left = rest.pop();
    rest.push(merge(right, left));
  }
  return rest[0];
}

export class Mmr {
  constructor() {
    this.nodes = [];
    this.leafCount = 0;
  }

  /** Appends a leaf's hash. */
  push(leaf) {
    this.nodes.push(leaf);
    this.leafCount++;
    let height = 0;
    while (heightAt(this.nodes.length) > height) {
      const right = this.nodes.length - 1;
      const left = right - (2 ** (height + 1) - 1);
      this.nodes.push(merge(this.nodes[left], this.nodes[right]));
      height++;
    }
    return this;
  }

  /** The root when the range had `count` leaves. */
  root(count = this.leafCount) {
    return bag(peakPositions(sizeOf(count)).map((position) => this.nodes[position]));
  }

  /** `gen_proof` for one leaf, when the range had `count` leaves. */
  proof(index, count = this.leafCount) {
    if (index >= count) throw new RangeError(`there is no leaf ${index} among ${count}`);
    const items = [];
    let leaf = positionOf(index);
    let found = false;
    let after = [];
    for (const peak of peakPositions(sizeOf(count))) {
      if (found) after.push(this.nodes[peak]);
      else if (leaf > peak) items.push(this.nodes[peak]);
      else {
        found = true;
        for (let height = 0; leaf !== peak; height++) {
          const offset = 2 ** (height + 1) - 1;
          const isRight = heightAt(leaf + 1) > height;
          items.push(this.nodes[isRight ? leaf - offset : leaf + offset]);
          leaf = isRight ? leaf + 1 : leaf + offset + 1;
        }
      }
    }
    if (after.length > 0) items.push(bag(after));
    return items;
  }
}

/** The trees of a range, largest first: how many leaves each has, and its first leaf. */
function treesOf(count) {
  const trees = [];
  let first = 0;
  for (let size = 2 ** 31; size >= 1; size /= 2) {
    if (Math.floor(count / size) % 2 === 0) continue;
    trees.push({ first, size });
    first += size;
  }
  return trees;
}

/**
 * Proofs of leaves of a range too large to build, and the root that they lead to: what lies beside
 * their paths is chance. Every node is found by its tree, its height and its place there.
 */
export function syntheticProofs(chance, leaves, indices, count) {
  const trees = treesOf(count);
  const known = new Map();
  const node = (tree, height, place) => {
    const key = `${tree}/${height}/${place}`;
    if (!known.has(key)) {
      const start = trees[tree].first + place * 2 ** height;
      const at = indices.findIndex((index) => index >= start && index < start + 2 ** height);
      let hash;
      if (at < 0) hash = chance.word();
      else if (height === 0) hash = leaves[at];
      else hash = merge(node(tree, height - 1, 2 * place), node(tree, height - 1, 2 * place + 1));
      known.set(key, hash);
    }
    return known.get(key);
  };
  const peaks = trees.map(({ size }, tree) => node(tree, Math.log2(size), 0));
  const items = indices.map((index) => {
    const mine = trees.findIndex(({ first, size }) => index < first + size);
    const { first, size } = trees[mine];
    const siblings = Array.from({ length: Math.log2(size) }, (_, height) =>
      node(mine, height, Math.floor((index - first) / 2 ** height) ^ 1),
    );
    const right = peaks.slice(mine + 1);
    return [...peaks.slice(0, mine), ...siblings, ...(right.length > 0 ? [bag(right)] : [])];
  });
  return { items, root: bag(peaks) };
}

/** The same for one leaf. */
export function syntheticProof(chance, leaf, index, count) {
  const { items, root } = syntheticProofs(chance, [leaf], [index], count);
  return { items: items[0], root };
}
