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

/**
 * A proof of chance hashes for a leaf of a range too large to build, and the root that it leads to.
 * The walk is by the leaf's place in its tree, the tree's by the peaks' positions.
 */
export function syntheticProof(chance, leaf, index, count) {
  const trees = [];
  for (let bit = 2 ** 31; bit >= 1; bit /= 2) if (Math.floor(count / bit) % 2 === 1) trees.push(bit);
  let first = 0;
  const mine = trees.findIndex((size) => index < first + size || ((first += size), false));
  const left = trees.slice(0, mine).map(() => chance.word());
  const siblings = [];
  let hash = leaf;
  for (let at = index - first, size = trees[mine]; size > 1; size /= 2, at = Math.floor(at / 2)) {
    const sibling = chance.word();
    siblings.push(sibling);
    hash = at % 2 === 0 ? merge(hash, sibling) : merge(sibling, hash);
  }
  const right = mine + 1 < trees.length ? [chance.word()] : [];
  return { items: [...left, ...siblings, ...right], root: bag([...left, hash, ...right]) };
}
