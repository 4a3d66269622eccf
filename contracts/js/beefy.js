// BEEFY's side: keys, commitments in SCALE, signatures, sets, and the chain that makes them.
// Written from sp-consensus-beefy, pallet-beefy-mmr and binary-merkle-tree.
import { privateKeyToAddress, sign } from 'viem/accounts';
import { bytes, concat, hex, keccak, littleEndian, Reader } from './bytes.js';
import { Mmr } from './mmr.js';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** More than two thirds, as sc-consensus-beefy counts it. */
export const quorum = (length) => length - Math.floor((length - 1) / 3);

/** What is signed of a commitment, in SCALE. */
export function encodeCommitment({ mmrRoot, blockNumber, validatorSetId }) {
  const payload = [Uint8Array.of(1 << 2), new TextEncoder().encode('mh'), Uint8Array.of(32 << 2), bytes(mmrRoot)];
  return concat([...payload, littleEndian(blockNumber, 4), littleEndian(validatorSetId, 8)]);
}

export const commitmentHash = (commitment) => keccak(encodeCommitment(commitment));

/** A leaf of the mountain range, in SCALE. */
export function encodeLeaf({ version, parentNumber, parentHash, nextSet, extra }) {
  return concat([
    Uint8Array.of(version),
    littleEndian(parentNumber, 4),
    bytes(parentHash),
    littleEndian(nextSet.id, 8),
    littleEndian(nextSet.length, 4),
    bytes(nextSet.root),
    bytes(extra),
  ]);
}

export const leafHash = (leaf) => keccak(encodeLeaf(leaf));

/** A leaf of the mountain range, out of SCALE. */
export function decodeLeaf(data) {
  const reader = new Reader(data);
  const leaf = {
    version: reader.u8(),
    parentNumber: reader.u32(),
    parentHash: reader.hash(),
    nextSet: { id: reader.u64(), length: reader.u32(), root: reader.hash() },
    extra: reader.hash(),
  };
  reader.end();
  return leaf;
}

/** `VersionedFinalityProof::V1` out of SCALE: the commitment, and a signature or null for each validator. */
export function decodeJustification(data) {
  const reader = new Reader(data);
  if (reader.u8() !== 1) throw new RangeError('a finality proof of version 1 is expected');
  if (reader.compact() !== 1) throw new RangeError('a payload of one entry is expected');
  if (hex(reader.take(2)) !== '0x6d68') throw new RangeError('the payload should be the root "mh"');
  if (reader.compact() !== 32) throw new RangeError('the root should have 32 bytes');
  const commitment = {
    mmrRoot: reader.hash(),
    blockNumber: reader.u32(),
    validatorSetId: reader.u64(),
  };
  const bits = reader.take(reader.compact());
  const length = reader.u32();
  const given = Array.from({ length: reader.compact() }, () => hex(reader.take(65)));
  reader.end();
  const signatures = Array.from({ length }, (_, at) =>
    (bits[at >> 3] >> (7 - (at & 7))) & 1 ? given.shift() : null,
  );
  if (given.length > 0) throw new RangeError('there are more signatures than signers');
  return { commitment, signatures };
}

/** `mmr_generateProof`'s leaves and proof for one block, out of SCALE. */
export function decodeLeafProof({ leaves, proof }) {
  const outer = new Reader(leaves);
  if (outer.compact() !== 1) throw new RangeError('one leaf is expected');
  const encoded = outer.take(outer.compact());
  const leaf = decodeLeaf(encoded);
  outer.end();
  const reader = new Reader(proof);
  if (reader.compact() !== 1) throw new RangeError('one leaf index is expected');
  const index = Number(reader.u64());
  const count = Number(reader.u64());
  const items = Array.from({ length: reader.compact() }, () => reader.hash());
  reader.end();
  return { leaf, encoded: hex(encoded), index, count, items };
}

/** Root of `binary-merkle-tree` over addresses. */
export function setRoot(addresses) {
  let row = addresses.map(keccak);
  while (row.length > 1) row = rowAbove(row);
  return row[0];
}

/** Pairs are hashed; an odd node at the end moves up unchanged. */
function rowAbove(row) {
  return row.flatMap((left, at) => {
    if (at % 2 === 1) return [];
    return at + 1 < row.length ? [keccak(concat([bytes(left), bytes(row[at + 1])]))] : [left];
  });
}

/** `binary-merkle-tree`'s proof of one address. */
export function setProof(addresses, index) {
  let [row, at, proof] = [addresses.map(keccak), index, []];
  while (row.length > 1) {
    if (row[at ^ 1] !== undefined) proof.push(row[at ^ 1]);
    row = rowAbove(row);
    at >>= 1;
  }
  return proof;
}

/** The Ethereum address of a BEEFY key, as `BeefyEcdsaToEthereum` makes it. */
export const addressOf = (key) => privateKeyToAddress(key);

/** Validators with keys of our own. `salt` makes one set differ from another. */
export class Validators {
  constructor(id, length, salt = `set ${id}`) {
    this.id = BigInt(id);
    this.keys = Array.from({ length }, (_, at) => keccak(new TextEncoder().encode(`${salt} ${at}`)));
    this.addresses = this.keys.map(addressOf);
  }

  /** The same validators under another id, as in another session of their era. */
  as(id) {
    return Object.assign(Object.create(Validators.prototype), this, { id: BigInt(id) });
  }

  /** The set as the contract knows it. */
  get set() {
    return { id: this.id, length: this.addresses.length, root: setRoot(this.addresses) };
  }

  /** One validator's signature as BEEFY gives it: r, s, and a recovery id of 0 or 1. */
  async signature(at, digest) {
    const { r, s, yParity } = await sign({ hash: digest, privateKey: this.keys[at], to: 'object' });
    return hex(concat([bytes(r), bytes(s), Uint8Array.of(yParity)]));
  }

  /** All or some validators' signatures, null for the others. */
  async sign(commitment, signing = this.keys.map((_, at) => at)) {
    const digest = commitmentHash(commitment);
    return Promise.all(
      this.keys.map((_, at) => (signing.includes(at) ? this.signature(at, digest) : null)),
    );
  }

  /** As many signatures as the quorum asks for, by validators drawn by chance. */
  signByQuorum(commitment, chance) {
    const places = chance.shuffle(this.keys.map((_, at) => at));
    return this.sign(commitment, places.slice(0, quorum(this.keys.length)));
  }
}

/** Signatures, null where there is none, as the contract takes them. */
export function toSigners(signatures, addresses) {
  const bits = Array.from({ length: Math.ceil(signatures.length / 256) }, () => 0n);
  signatures.forEach((signature, at) => {
    if (signature) bits[at >> 8] |= 1n << BigInt(at & 255);
  });
  return {
    bits,
    signatures: hex(concat(signatures.filter(Boolean).map(bytes))),
    absent: addresses.filter((_, at) => !signatures[at]),
  };
}

/**
 * The signature in the one form that the contract takes, and null for one that no recovery id of
 * Ethereum can express. BEEFY itself takes more forms, so a poster must do this.
 */
export function normalise(signature) {
  if (!signature) return null;
  const data = bytes(signature);
  let id = data[64] >= 27 ? data[64] - 27 : data[64];
  if (id > 1) return null;
  let s = BigInt(hex(data.slice(32, 64)));
  if (s > ORDER / 2n) {
    s = ORDER - s;
    id ^= 1;
  }
  return hex(concat([data.slice(0, 32), littleEndian(s, 32).reverse(), Uint8Array.of(id)]));
}

/** The same signature with s in the upper half of its range. */
export function malleate(signature) {
  const data = bytes(signature);
  const s = ORDER - BigInt(hex(data.slice(32, 64)));
  return hex(concat([data.slice(0, 32), littleEndian(s, 32).reverse(), Uint8Array.of(data[64] ^ 1)]));
}

/** A chain: appends a leaf each block and says what its validators would sign. */
export class Chain {
  constructor(chance) {
    this.chance = chance;
    this.mmr = new Mmr();
    this.leaves = [];
  }

  get height() {
    return this.leaves.length;
  }

  /** Block `height + 1`: its leaf carries the root over the statements of the block before. */
  block(nextSet, extra = `0x${'00'.repeat(32)}`) {
    const leaf = {
      version: 0,
      parentNumber: this.height,
      parentHash: this.chance.word(),
      nextSet,
      extra,
    };
    this.leaves.push(leaf);
    this.mmr.push(leafHash(leaf));
    return leaf;
  }

  blocks(count, nextSet) {
    for (let at = 0; at < count; at++) this.block(nextSet);
  }

  /** What a set signs of a block. */
  commitment(validatorSetId, blockNumber = this.height) {
    return { mmrRoot: this.mmr.root(blockNumber), blockNumber, validatorSetId: BigInt(validatorSetId) };
  }

  /** The leaf whose parent is block `parent`, and its proof in the range of block `at`. */
  leafWithProof(parent, at = this.height) {
    return { leaf: this.leaves[parent], proof: this.mmr.proof(parent, at) };
  }
}
