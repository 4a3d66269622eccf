// Statements of leases and their proofs, checked as a contract would: see primitives/statement.
import { bnToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { keccakAsU8a } from '@polkadot/util-crypto';

const word = (value) => bnToU8a(BigInt(value), { bitLength: 256, isLe: false });
const bytes = (value) => (typeof value === 'string' ? hexToU8a(value) : value);

/** The statement's leaf: keccak-256 over a zero byte and Solidity's `abi.encode` of its fields. */
export function leaf(statement) {
  const fields = [
    word(statement.lease),
    bytes(statement.tenant),
    bytes(statement.provider),
    word(statement.asset),
    word(statement.price),
    word(statement.paid),
    word(statement.fees),
    word(statement.refunded),
    word(statement.state),
    word(statement.through),
    word(statement.served),
    bytes(statement.usage),
    word(statement.sequence),
  ];
  return keccakAsU8a(u8aConcat(new Uint8Array([0]), ...fields));
}

const node = (left, right) => keccakAsU8a(u8aConcat(new Uint8Array([1]), left, right));

/** Whether `statement` stands at `index` of `count` under `root`, shown by `siblings`. */
export function verify(root, statement, index, count, siblings) {
  if (index >= count) return false;
  let [at, width, hash] = [index, count, leaf(statement)];
  const rest = siblings.map(bytes);
  while (width > 1) {
    const other = at ^ 1;
    if (other < width) {
      const sibling = rest.shift();
      if (!sibling) return false;
      hash = at & 1 ? node(sibling, hash) : node(hash, sibling);
    }
    at >>= 1;
    width = Math.ceil(width / 2);
  }
  return rest.length === 0 && u8aToHex(hash) === u8aToHex(bytes(root));
}
