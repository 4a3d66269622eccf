// Connections to nodes.
import { ApiPromise, WsProvider } from '@polkadot/api';

// Transaction extensions of this runtime that polkadot.js does not know. They carry nothing in a
// signed transaction.
const signedExtensions = {
  AuthorizeCall: { extrinsic: {}, payload: {} },
  CheckMetadataHash: { extrinsic: { mode: 'u8' }, payload: { metadataHash: 'Option<[u8; 32]>' } },
  WeightReclaim: { extrinsic: {}, payload: {} },
};

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Connect to the node at `url`, waiting for it to answer for at most `seconds`. */
export async function connect(url, seconds = 60) {
  const provider = new WsProvider(url, 500);
  const api = new ApiPromise({ provider, signedExtensions, noInitWarn: true });
  // Without a listener an unreachable node ends the process.
  api.on('error', () => {});
  const late = sleep(seconds * 1000).then(() => 'late');
  const outcome = await Promise.race([api.isReadyOrError.catch((error) => error), late]);
  // The first attempts may fail while the node is starting; the provider goes on trying.
  if (outcome !== api && !(await Promise.race([api.isReady, late]) === api)) {
    await provider.disconnect().catch(() => {});
    throw new Error(`No node answers at ${url} within ${seconds} s.`);
  }
  return api;
}

/** A JSON-RPC request; the answer as JSON. */
export const rpc = (api, method, ...params) => api._rpcCore.provider.send(method, params);

/** Wait until `probe` gives something other than null, undefined or false, and return it. */
export async function until(what, probe, seconds = 60, every = 500) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    await sleep(every);
  }
}

/** The number and hash of the best block. */
export async function head(api) {
  const header = await api.rpc.chain.getHeader();
  return { number: header.number.toNumber(), hash: header.hash.toHex() };
}
