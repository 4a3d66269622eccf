// What each poster has anchored and paid for it, from the anchor's own events: the list with which a
// poster asks the chain's treasury to pay it back, and with which voters check that.
//
//   node costs.js --rpc http://… --contract 0x… [--from-block N] [--to-block N]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createPublicClient, formatEther, http } from 'viem';
import { ensureBuilt } from './build.js';

/** As many blocks of Ethereum's as most endpoints search at once. */
const SPAN = 5_000n;

/** For each poster its posts, with the gas and wei of their transactions. */
export async function costs({ client, address, fromBlock = 0n, toBlock }) {
  ensureBuilt();
  const { abi } = JSON.parse(readFileSync(new URL('artifacts/LeaseAnchor.json', import.meta.url), 'utf8'));
  const last = toBlock ?? (await client.getBlockNumber());
  const posters = new Map();
  for (let from = BigInt(fromBlock); from <= last; from += SPAN) {
    const to = from + SPAN - 1n < last ? from + SPAN - 1n : last;
    const events = await client.getContractEvents({ address, abi, eventName: 'Anchored', fromBlock: from, toBlock: to });
    for (const { args, transactionHash: hash, blockNumber } of events) {
      const { gasUsed, effectiveGasPrice, from: sender } = await client.getTransactionReceipt({ hash });
      const poster = posters.get(args.poster) ?? { posts: [], gas: 0n, wei: 0n };
      // What a contract posted, its caller has paid.
      poster.posts.push({ hash, in: blockNumber, anchored: args.blockNumber, gas: gasUsed, payer: sender });
      poster.gas += gasUsed;
      poster.wei += gasUsed * effectiveGasPrice;
      posters.set(args.poster, poster);
    }
  }
  return posters;
}

async function main() {
  const text = { type: 'string' };
  const { values } = parseArgs({ options: { rpc: text, contract: text, 'from-block': { ...text, default: '0' }, 'to-block': text } });
  for (const name of ['rpc', 'contract']) if (!values[name]) throw new Error(`--${name} is missing`);
  const client = createPublicClient({ transport: http(values.rpc) });
  const toBlock = values['to-block'] && BigInt(values['to-block']);
  const posters = await costs({ client, address: values.contract, fromBlock: BigInt(values['from-block']), toBlock });
  for (const [address, { posts, gas, wei }] of posters) {
    console.log(`${address}: ${posts.length} posts, ${gas} gas, ${formatEther(wei)} ether`);
    for (const { hash, in: block, anchored, gas: used } of posts) {
      console.log(`  ${hash} in block ${block}: anchored ${anchored}, ${used} gas`);
    }
  }
  if (posters.size === 0) console.log('Nobody has posted in these blocks.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`error: ${error.shortMessage ?? error.message}`);
    process.exitCode = 1;
  });
}
