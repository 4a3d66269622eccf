// Bytes and numbers, and a source of chance that a seed repeats.
import { bytesToHex, concatBytes, hexToBytes, keccak256 as viemKeccak } from 'viem';

export { bytesToHex as hex, concatBytes as concat };

/** Bytes of a hex string; bytes are passed through. */
export const bytes = (value) => (typeof value === 'string' ? hexToBytes(value) : value);

/** keccak-256 of bytes or a hex string, as hex. */
export const keccak = (value) => viemKeccak(bytes(value));

/** A number in `size` bytes, the least significant first. */
export function littleEndian(value, size) {
  const out = new Uint8Array(size);
  let rest = BigInt(value);
  for (let at = 0; at < size; at++, rest >>= 8n) out[at] = Number(rest & 0xffn);
  if (rest !== 0n) throw new RangeError(`${value} does not fit in ${size} bytes`);
  return out;
}

/** A number in `size` bytes, the most significant first. */
export const bigEndian = (value, size) => littleEndian(value, size).reverse();

/** Reads SCALE. */
export class Reader {
  constructor(data) {
    this.data = bytes(data);
    this.at = 0;
  }
  take(count) {
    if (this.at + count > this.data.length) throw new RangeError('the data ends too early');
    return this.data.slice(this.at, (this.at += count));
  }
  number(size) {
    return this.take(size).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }
  u8 = () => Number(this.number(1));
  u32 = () => Number(this.number(4));
  u64 = () => this.number(8);
  hash = () => bytesToHex(this.take(32));
  compact() {
    const first = this.u8();
    const mode = first & 3;
    this.at--;
    if (mode === 0) return Number(this.number(1) >> 2n);
    if (mode === 1) return Number(this.number(2) >> 2n);
    if (mode === 2) return Number(this.number(4) >> 2n);
    throw new RangeError('a compact number of this size is not expected here');
  }
  end() {
    if (this.at !== this.data.length) throw new RangeError('there is more data than expected');
  }
}

/** Chance that `seed` repeats: xorshift32. */
export class Chance {
  constructor(seed) {
    this.state = seed >>> 0 || 1;
  }
  u32() {
    this.state ^= this.state << 13;
    this.state >>>= 0;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    this.state >>>= 0;
    return this.state;
  }
  /** A whole number from 0 up to, without, `limit`. */
  below(limit) {
    return Math.floor((this.u32() / 2 ** 32) * limit);
  }
  bytes(count) {
    return Uint8Array.from({ length: count }, () => this.u32() >>> 24);
  }
  word = () => bytesToHex(this.bytes(32));
  /** A number of up to `bits` bits: of every length alike, zero and the greatest included. */
  number(bits) {
    const length = this.below(bits + 2);
    if (length === 0) return 0n;
    if (length === bits + 1) return (1n << BigInt(bits)) - 1n;
    const digits = BigInt(bytesToHex(this.bytes(16))) | 1n << 127n;
    return digits >> BigInt(128 - length);
  }
  shuffle(list) {
    const out = [...list];
    for (let at = out.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [out[at], out[other]] = [out[other], out[at]];
    }
    return out;
  }
}
