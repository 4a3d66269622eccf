// Blocks that stay. Where several validators make blocks, two may make one for the same slot, and
// the best block may then lose its place to a sibling. Whoever acts on what a block says has to wait
// until no validator will build on another.
import { WsProvider } from '@polkadot/api';
import { head, rpc, sleep, until } from './connect.js';

// For so long a block must have been agreed on, in milliseconds: a sibling that took longer to
// make or to travel is there by then.
const REST = 1_000;

const chains = new WeakMap();
let voters;

/** Whether the best block may lose to a sibling. A single validator makes none. */
export function canFork(api) {
  if (!chains.has(api)) chains.set(api, api.query.session.validators().then((list) => list.length > 1));
  return chains.get(api);
}

/** Connections to the nodes of all validators, from LEASEHOLD_VALIDATORS; none if it is not set. */
function validators() {
  const urls = (process.env.LEASEHOLD_VALIDATORS ?? '').split(',').filter(Boolean);
  voters ??= Promise.all(urls.map(async (url) => {
    const provider = new WsProvider(url, 500);
    await until(`a connection to ${url}`, () => provider.isConnected, 60, 50);
    return provider;
  }));
  return voters;
}

/** Close what `stays` has opened. */
export const leave = async () => Promise.all((await voters ?? []).map((one) => one.disconnect()));

const waits = new WeakMap();

/** Wait until the block of this number and hash is certain to stay: every validator's node has it
 * on its best chain, or, if we do not know these nodes, it has a descendant. Returns false once
 * another has taken its place. */
export async function stays(api, { number, hash }, seconds = 60) {
  if (!(await canFork(api))) return true;
  if (!waits.has(api)) waits.set(api, new Map());
  const running = waits.get(api);
  // Many calls in one block wait together.
  if (!running.has(hash)) {
    running.set(hash, watch(api, number, hash, seconds).finally(() => running.delete(hash)));
  }
  return running.get(hash);
}

async function watch(api, number, hash, seconds) {
  const end = Date.now() + seconds * 1000;
  const nodes = await validators();
  for (let since = null; Date.now() < end; ) {
    const [here, best, ...there] = await Promise.all([
      rpc(api, 'chain_getBlockHash', number),
      head(api),
      // A node that is down makes no block.
      ...nodes.map((one) => one.send('chain_getBlockHash', [number]).catch(() => hash)),
    ]);
    if (here !== hash) return false;
    const depth = best.number - number;
    const agreed = nodes.length ? there.every((one) => one === hash) || depth > 1 : depth > 0;
    if (!agreed) since = null;
    else if (Date.now() - (since ??= Date.now()) >= REST) return true;
    await sleep(200);
  }
  throw new Error(`Block ${number} was not agreed on within ${seconds} s.`);
}

/** As `until`, for a `probe` of the best block's state: what it found is certain to stay. */
export async function untilStays(api, what, probe, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await until(what, probe, Math.max((end - Date.now()) / 1000, 0));
    if (await stays(api, await head(api))) return found;
  }
}
