// Deploys the anchor of a running network: reads the sets of validators at BEEFY's finalised head
// from a node, and prints the anchor's address and what it starts from, as JSON.
//
//   node deploy.js --node ws://… --rpc http://… --key-file FILE [--maximum-age SECONDS]
//
// The file holds an Ethereum private key in hex; nobody but its owner may have rights on it. The
// maximum age is at most half the time for which the chain bonds stake (see the README); 14 days if
// it is left out.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createPublicClient, createWalletClient, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { ensureBuilt } from './build.js';
import { Node } from './js/node.js';

const ARTIFACT = new URL('artifacts/LeaseAnchor.json', import.meta.url);
const FORTNIGHT = 14 * 24 * 3600;

/** The key in a file that only its owner may read. */
function readKey(file) {
  const { mode } = statSync(file);
  if (mode & 0o077) throw new Error(`${file} may be used by others: chmod 600 it`);
  const key = readFileSync(file, 'utf8').trim().replace(/^(0x)?/, '0x');
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new Error(`${file} does not hold a private key of 64 hex digits`);
  return key;
}

/** Deploys; returns the address and what the anchor starts from. */
export async function deploy({ nodeUrl, rpcUrl, key, maximumAge }) {
  ensureBuilt();
  const { abi, bytecode } = JSON.parse(readFileSync(ARTIFACT, 'utf8'));
  const node = await Node.connect(nodeUrl);
  try {
    const blockNumber = await node.beefyHead();
    const [current, next] = [await node.currentSet(blockNumber), await node.nextSet(blockNumber)];
    const account = privateKeyToAccount(key);
    const transport = http(rpcUrl);
    const reader = createPublicClient({ transport });
    const chain = { id: await reader.getChainId(), name: 'layer 1', rpcUrls: { default: { http: [rpcUrl] } } };
    const writer = createWalletClient({ account, chain, transport });
    const hash = await writer.deployContract({ abi, bytecode, args: [current, next, blockNumber, BigInt(maximumAge)] });
    const receipt = await reader.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`the deployment ${hash} failed`);
    const gas = Number(receipt.gasUsed);
    return { address: receipt.contractAddress, chainId: chain.id, blockNumber, maximumAge, current, next, gas };
  } finally {
    node.close();
  }
}

async function main() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { node: text, rpc: text, 'key-file': text, 'maximum-age': { ...text, default: String(FORTNIGHT) } },
  });
  for (const name of ['node', 'rpc', 'key-file']) if (!values[name]) throw new Error(`--${name} is missing`);
  const maximumAge = Number(values['maximum-age']);
  if (!Number.isSafeInteger(maximumAge) || maximumAge <= 0) throw new Error('--maximum-age is not a number of seconds');
  const result = await deploy({ nodeUrl: values.node, rpcUrl: values.rpc, key: readKey(values['key-file']), maximumAge });
  console.log(JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? Number(value) : value), 2));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`error: ${error.shortMessage ?? error.message}`);
    process.exitCode = 1;
  });
}
