// Write down the whole state after every block of the best chain that a node still has, the code
// left out: a file a block in the folder named, a key and its value a line, in hexadecimal.
//
//   LEASEHOLD_WS=ws://127.0.0.1:9944 node states.js FOLDER
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { connect, head, rpc } from './lib/connect.js';

const CODE = '0x3a636f6465';
const PAGE = 1_000;

const [folder] = process.argv.slice(2);
const url = process.env.LEASEHOLD_WS;
if (!folder || !url) {
  console.error('Say where: LEASEHOLD_WS=ws://… node states.js FOLDER');
  process.exit(2);
}

/** All keys and values at the end of block `hash`. */
async function state(api, hash) {
  const pairs = [];
  for (let after = null; ;) {
    const keys = await rpc(api, 'state_getKeysPaged', '0x', PAGE, after, hash);
    const [{ changes }] = await rpc(api, 'state_queryStorageAt', keys.filter((key) => key !== CODE), hash);
    pairs.push(...changes);
    if (keys.length < PAGE) return pairs;
    after = keys.at(-1);
  }
}

const api = await connect(url);
let written = 0;
for (let { number, hash } = await head(api); number > 0; number -= 1) {
  // Older ones are gone: a node keeps the states of the last 256 blocks unless told otherwise.
  const pairs = await state(api, hash).catch((error) => {
    if (/State already discarded|UnknownBlock/.test(error.message)) return null;
    throw error;
  });
  if (!pairs) break;
  const file = createWriteStream(join(folder, `${number}`.padStart(9, '0')));
  for (const [key, value] of pairs) file.write(`${key} ${value}\n`);
  file.end();
  await once(file, 'finish');
  written += 1;
  hash = await rpc(api, 'chain_getBlockHash', number - 1);
}
console.log(`${written} states`);
await api.disconnect();
