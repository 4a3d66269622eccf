// What is final, and whether nodes agree on it.
import assert from 'node:assert/strict';
import { rpc, until } from './connect.js';

/** Number and hash of the last final block of a node; null while it has proof of it and no header.
 * Asked past polkadot.js, which wants the state of a block before it shows its header. */
export async function finalised(api) {
  const hash = await rpc(api, 'chain_getFinalizedHead');
  const header = await rpc(api, 'chain_getHeader', hash);
  return header && { number: Number(header.number), hash };
}

/** Wait until block `number` is final at each of these nodes. */
export const awaitFinal = (apis, number, seconds = 120) =>
  until(`block ${number} to be final at ${apis.length} nodes`, async () => {
    const heads = await Promise.all(apis.map(finalised));
    return heads.every((one) => one?.number >= number);
  }, seconds);

/** Wait until finality has gone on by `blocks` at this node. Returns how long it took in seconds. */
export async function finalityGoesOn(api, blocks, seconds = 120) {
  const [from, started] = [(await finalised(api)).number, Date.now()];
  await awaitFinal([api], from + blocks, seconds);
  return (Date.now() - started) / 1000;
}

/** Wait until these nodes have block `number` final, and check that they agree on every state
 * root up to it, from `from` on, and answer for the last one from a state that has this root. */
export async function assertAgreement(apis, number, from = 0, seconds = 120) {
  await awaitFinal(apis, number, seconds);
  for (let at = from; at <= number; at += 1) {
    const roots = await Promise.all(apis.map(async (api) => {
      const header = await api.rpc.chain.getHeader(await api.rpc.chain.getBlockHash(at));
      return header.stateRoot.toHex();
    }));
    assert.deepEqual(roots, roots.map(() => roots[0]), `state roots of block ${at}`);
  }
  const hash = await apis[0].rpc.chain.getBlockHash(number);
  const moments = await Promise.all(apis.map(async (api) => (await (await api.at(hash)).query.timestamp.now()).toString()));
  assert.deepEqual(moments, moments.map(() => moments[0]), `the clock in the state of block ${number}`);
}
