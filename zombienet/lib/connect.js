// Connections to nodes.
import { connect as connectTcp } from 'node:net';
import { ApiPromise, WsProvider } from '@polkadot/api';

// Transaction extensions of this runtime that polkadot.js does not know. They carry nothing in a
// signed transaction.
const signedExtensions = {
  AuthorizeCall: { extrinsic: {}, payload: {} },
  CheckMetadataHash: { extrinsic: { mode: 'u8' }, payload: { metadataHash: 'Option<[u8; 32]>' } },
  WeightReclaim: { extrinsic: {}, payload: {} },
};

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// polkadot.js writes every failed request to the console as well as throwing it. Callers say what
// has failed; the rest would only be noise in the demo and in the tests' report.
for (const level of ['error', 'warn']) {
  const write = console[level];
  console[level] = (...words) => {
    if (!words.some((word) => /^\s*(RPC-CORE|API-WS|API\/INIT|REGISTRY):/.test(`${word}`))) write(...words);
  };
}

/** Whether something listens at `url`. */
const listens = (url) =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connectTcp({ host: hostname, port: Number(port || 80) });
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('connect', () => { socket.end(); resolve(true); });
    socket.once('close', () => resolve(false));
    socket.once('error', () => resolve(false));
  });

/** Connect to the node at `url`, waiting for it to answer for at most `seconds`. */
export async function connect(url, seconds = 120) {
  const silent = new Error(`No node answers at ${url} within ${seconds} s.`);
  await until('the port', () => listens(url), seconds, 200).catch(() => { throw silent; });
  const provider = new WsProvider(url, 500);
  const api = new ApiPromise({ provider, signedExtensions, noInitWarn: true });
  api.on('error', () => {});
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, seconds * 1000, null); });
  const ready = await Promise.race([api.isReady, late]);
  clearTimeout(timer);
  if (ready) return api;
  await provider.disconnect().catch(() => {});
  throw silent;
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
