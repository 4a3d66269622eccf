// Statements and the trees over them, written from primitives/src/statement.rs and not from the
// contracts, so that the two can be compared.
import { bigEndian, bytes, concat, keccak } from './bytes.js';

/** The fields in their order, with their Solidity types. */
export const FIELDS = [
  ['lease', 'uint64'],
  ['tenant', 'bytes32'],
  ['provider', 'bytes32'],
  ['asset', 'uint64'],
  ['price', 'uint128'],
  ['paid', 'uint128'],
  ['fees', 'uint128'],
  ['refunded', 'uint128'],
  ['state', 'uint8'],
  ['through', 'uint64'],
  ['served', 'uint64'],
  ['usage', 'bytes32'],
  ['sequence', 'uint32'],
];

export const CLOSED = 255;

/** A statement with chance values. */
export function randomStatement(chance) {
  return Object.fromEntries(
    FIELDS.map(([name, type]) => {
      if (type === 'bytes32') return [name, chance.word()];
      const bits = Number(type.slice(4));
      const value = chance.number(bits);
      return [name, bits <= 32 ? Number(value) : value];
    }),
  );
}

export function statementLeaf(statement) {
  const words = FIELDS.map(([name, type]) =>
    type === 'bytes32' ? bytes(statement[name]) : bigEndian(statement[name], 32),
  );
  return keccak(concat([new Uint8Array([0]), ...words]));
}

const node = (left, right) => keccak(concat([new Uint8Array([1]), bytes(left), bytes(right)]));

const levelUp = (level) => {
  const up = [];
  for (let at = 0; at < level.length; at += 2) {
    up.push(at + 1 < level.length ? node(level[at], level[at + 1]) : level[at]);
  }
  return up;
};

export function statementRoot(leaves) {
  let level = leaves;
  while (level.length > 1) level = levelUp(level);
  return level[0] ?? `0x${'00'.repeat(32)}`;
}

/** The path of leaf `index`, as the contract takes it. */
export function statementPath(leaves, index) {
  let [level, at, sides] = [leaves, index, 0n];
  const siblings = [];
  while (level.length > 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) {
      if (at & 1) sides |= 1n << BigInt(siblings.length);
      siblings.push(sibling);
    }
    level = levelUp(level);
    at >>= 1;
  }
  return { sides, siblings };
}

/** The sides of a path, from the leaf's place among `count`. */
export function sidesOf(index, count) {
  let [at, width, level, sides] = [index, count, 0n, 0n];
  while (width > 1) {
    if ((at ^ 1) < width) {
      if (at & 1) sides |= 1n << level;
      level++;
    }
    at >>= 1;
    width = Math.ceil(width / 2);
  }
  return sides;
}
