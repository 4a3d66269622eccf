// An Ethereum of our own: anvil on a free port of this machine, and the contracts on it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestClient, decodeErrorResult, defineChain, getAddress, http, publicActions, walletActions } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { ensureBuilt } from '../../build.js';

const CONTRACTS = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A contract's ABI and code; those that only the tests need lie in a folder of their own. */
export function artifact(name) {
  const folder = ['Harness', 'Membership'].includes(name) ? 'artifacts/test' : 'artifacts';
  return JSON.parse(readFileSync(join(CONTRACTS, folder, `${name}.json`), 'utf8'));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The binary itself: npm's launcher would not pass every signal on to it. */
function anvilBinary() {
  const arch = { x64: 'amd64' }[process.arch] ?? process.arch;
  const platform = { win32: 'win32' }[process.platform] ?? process.platform;
  const name = `@foundry-rs/anvil-${platform}-${arch}`;
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'anvil');
}

/** Starts anvil and compiles the contracts if need be. Call `stop()` when done. */
export async function startEthereum() {
  ensureBuilt();
  const port = await freePort();
  const child = spawn(anvilBinary(), ['--host', '127.0.0.1', '--port', String(port), '--chain-id', '31337'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`anvil did not start in 30 s: ${said}`)), 30_000);
    const listen = (data) => {
      said += data;
      if (!said.includes('Listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${said}`)));
  });

  const chain = defineChain({
    id: 31337,
    name: 'anvil',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [`http://127.0.0.1:${port}`] } },
  });
  // The phrase that anvil makes its accounts from; it is no secret.
  const account = mnemonicToAccount('test test test test test test test test test test test junk');
  const client = createTestClient({ mode: 'anvil', chain, transport: http(), account, pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);

  return {
    client,
    account,
    url: chain.rpcUrls.default.http[0],
    stop: () =>
      new Promise((resolve) => {
        process.removeListener('exit', kill);
        child.once('exit', resolve);
        kill();
      }),
  };
}

/** One contract on the chain, with what the tests do to it. */
export class Contract {
  constructor({ client, account }, { abi }, address) {
    Object.assign(this, { client, account, abi, address });
  }

  static async deploy(ethereum, name, args = []) {
    const { abi, bytecode } = artifact(name);
    const hash = await ethereum.client.deployContract({ abi, bytecode, args });
    const receipt = await ethereum.client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`${name} was not deployed`);
    const contract = new Contract(ethereum, { abi }, getAddress(receipt.contractAddress));
    contract.deployGas = receipt.gasUsed;
    return contract;
  }

  /** What a view function returns. */
  read(functionName, args = []) {
    const { client, abi, address } = this;
    return client.readContract({ abi, address, functionName, args });
  }

  /** Sends a transaction; its receipt, with the decoded events. */
  async send(functionName, args = [], value = 0n) {
    const { client, abi, address, account } = this;
    await client.simulateContract({ abi, address, functionName, args, value, account });
    const hash = await client.writeContract({ abi, address, functionName, args, value });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`${functionName} reverted`);
    return receipt;
  }

  /** The contract's error that a call ends in: its name and values; null if it succeeds. */
  rejection(functionName, args = [], value = 0n) {
    const { client, abi, address, account } = this;
    return rejectionOf(client.simulateContract({ abi, address, functionName, args, value, account }), abi);
  }
}

/** The error of a contract that a promise ends in: its name and values; null if it does not. */
export async function rejectionOf(promise, abi) {
  try {
    await promise;
    return null;
  } catch (error) {
    const isData = (value) => typeof value === 'string' && /^0x[0-9a-f]{8}/.test(value);
    const found = error.walk?.((inner) => isData(inner.raw) || isData(inner.data));
    if (!found) throw error;
    // A contract that calls the anchor passes the anchor's errors on.
    const errors = artifact('LeaseAnchor').abi.filter(({ type }) => type === 'error');
    const data = isData(found.raw) ? found.raw : found.data;
    const { errorName, args = [] } = decodeErrorResult({ abi: [...abi, ...errors], data });
    return { name: errorName, values: args };
  }
}
