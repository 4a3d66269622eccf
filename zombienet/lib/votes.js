// Votes as a validator's node would sign them, and committees drawn again from what the chain shows.
import assert from 'node:assert/strict';
import { u8aConcat, u8aToBn, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';
import { head } from './connect.js';
import { signed, submit, validity } from './service.js';

/** A vote of `pair` on `subject`, well formed and well signed unless told otherwise. */
export async function voteOf(api, pair, subject, { approve = true, nonce, setId, signer = pair } = {}) {
  const message = {
    signer: signer.publicKey,
    nonce: nonce ?? await api.query.approvals.nonces(signer.publicKey),
    block: (await head(api)).number,
    body: { setId: setId ?? await api.query.approvals.setId(), votes: [{ subject, approve, reason: approve ? 0 : 1_000 }] },
  };
  return signed(api, api.tx.approvals.vote, 'vote', message, pair);
}

/** Check that the runtime refuses a fee-free call as `reason` after block `hash`, the best if left
 * out, and offer it to the pools of these nodes nevertheless. */
export async function refused(apis, reason, call, what, hash) {
  const [api] = apis;
  assert.equal(await validity(api, await call, hash), reason, what);
  await Promise.allSettled(apis.map(async (node) => submit(node, await call)));
}

/** The VRF output with which the author of a block claimed its slot. */
async function claim(api, hash) {
  const { digest } = await api.rpc.chain.getHeader(hash);
  const log = digest.logs.find((one) => one.isPreRuntime && one.asPreRuntime[0].isBabe);
  const payload = log.asPreRuntime[1].toU8a(true);
  // The kind, the author's place, the slot, then output and proof. Kind 2 has none.
  assert.ok(payload[0] === 1 || payload[0] === 3, `block ${hash} was claimed by VRF`);
  return payload.subarray(13, 45);
}

const number32 = (value) => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
};

/** Put `items` into the order that `seed` and `part` give. */
function shuffle(items, seed, part) {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const hash = blake2AsU8a(u8aConcat(seed, [part], number32(at)), 128);
    const other = u8aToBn(hash, { isLe: true }).modn(at + 1);
    [items[at], items[other]] = [items[other], items[at]];
  }
}

/** The committee that the rules give a subject of block `submitted` when it is drawn in block
 * `number`, after `before` was its committee: accounts in ascending order of their bytes.
 *
 * Worked out from the block's digest, the state of its parent and the set of validators. */
export async function drawAgain(api, { submitted, number, before = null }) {
  const [hash, parent] = await Promise.all([number, number - 1].map((one) => api.rpc.chain.getBlockHash(one)));
  const [now, then] = await Promise.all([api.at(hash), api.at(parent)]);
  const [authorities, { committeeSize }, output] = await Promise.all([
    now.query.approvals.authorities(), now.query.approvals.params(), then.query.babe.authorVrfRandomness(),
  ]);
  const about = u8aConcat(new TextEncoder().encode('committee'), number32(submitted), [before ? 1 : 0]);
  // Lists of bytes begin with their length, four times it where it is short.
  const seed = blake2AsU8a(u8aConcat(
    [about.length << 2], about, output.unwrap().toU8a(true), [32 << 2], await claim(api, hash)), 256);
  const all = authorities.map(([who]) => who).sort((a, b) => (u8aToHex(a) < u8aToHex(b) ? -1 : 1)).map(String);
  const used = all.filter((who) => before?.includes(who));
  const fresh = all.filter((who) => !used.includes(who));
  if (all.length > committeeSize.toNumber()) {
    shuffle(fresh, seed, 0);
    shuffle(used, seed, 1);
  }
  const drawn = [...fresh, ...used].slice(0, committeeSize.toNumber());
  return all.filter((who) => drawn.includes(who));
}
