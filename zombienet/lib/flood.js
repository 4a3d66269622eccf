// Many transactions at once, past the bookkeeping of polkadot.js.
import { randomBytes } from 'node:crypto';
import { u8aToHex } from '@polkadot/util';
import { rpc } from './connect.js';

// Requests under way at once.
const WIDTH = 64;

/** Send all of these encoded transactions; how many the pool took, and how often it said what of
 * the others. */
export async function pour(api, encoded) {
  const said = new Map();
  let taken = 0;
  let next = 0;
  const worker = async () => {
    while (next < encoded.length) {
      const one = encoded[next];
      next += 1;
      try {
        await rpc(api, 'author_submitExtrinsic', one);
        taken += 1;
      } catch (error) {
        const code = error.code ?? error.message.slice(0, 40);
        said.set(code, (said.get(code) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  return { taken, said: Object.fromEntries(said) };
}

/** `each` signed remarks of every one of `pairs`, as cheap as they come. */
export async function remarks(api, pairs, each) {
  const era = api.createType('ExtrinsicEra');
  const { genesisHash, runtimeVersion } = api;
  const encoded = [];
  for (const pair of pairs) {
    const first = (await api.rpc.system.accountNextIndex(pair.address)).toNumber();
    for (let at = 0; at < each; at += 1) {
      const remark = api.tx.system.remark(`0x${randomBytes(4).toString('hex')}`);
      remark.sign(pair, { era, blockHash: genesisHash, genesisHash, runtimeVersion, nonce: first + at });
      encoded.push(remark.toHex());
    }
  }
  return encoded;
}

/** As many broken copies of transactions: with another signature, cut short, or not even that. */
export function broken(encoded) {
  return encoded.map((one, at) => {
    if (at % 3 === 0) return u8aToHex(randomBytes(120));
    if (at % 3 === 1) return one.slice(0, one.length - 2);
    // The signature begins after the length, the version, and the signer with its type.
    const place = 2 + 2 * (2 + 1 + 33 + 1) + 8;
    return one.slice(0, place) + (one[place] === '0' ? '1' : '0') + one.slice(place + 1);
  });
}
