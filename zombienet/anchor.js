// A lease proven on Ethereum: the anchor is deployed on anvil, two validators' nodes post to it, a
// lease runs, and a contract on Ethereum pays for it. In between a validator changes its keys, one
// poster is killed and anvil starts anew from its saved state.
//
// ../scripts/anchor-demo.sh runs it; it needs
//   LEASEHOLD_WS, LEASEHOLD_PROVIDER_WS   a validator's node and the provider's
//   ANCHOR_RPC, ANCHOR_CONTRACT           anvil, and where the posters expect the anchor
//   ANCHOR_DIR                            keys, anvil's state and the number of its process
//   LEASEHOLD_NODE                        the node's binary
//   LEASEHOLD_NODES                       every node's address by its name
//   ANCHOR_SHORT                          if set, one hand-over instead of three, of the same keys
import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { u8aToHex } from '@polkadot/util';
import { deploy } from '../contracts/deploy.js';
import { anvilAccount, anvilKey, connectAnvil } from '../contracts/js/layer1.js';
import { Contract, artifact } from '../contracts/test/support/ethereum.js';
import { connect, head, rpc, sleep, until } from './lib/connect.js';
import { Steps, bold, green, red } from './lib/format.js';
import { bidCall, ensureProvider, group, inState, order, orderIn } from './lib/lease.js';
import { LHD, NATIVE } from './lib/money.js';
import { key, people, serviceKey } from './lib/keys.js';
import { expectEvent, send } from './lib/send.js';

const FORTNIGHT = 14 * 24 * 3600;
const PLEDGE = 10n ** 17n;
const RECEIVER = '0x00000000000000000000000000000000001ea5e0';
const POSTERS = { bob: 1, charlie: 2 };

const {
  LEASEHOLD_WS, LEASEHOLD_PROVIDER_WS, ANCHOR_RPC, ANCHOR_CONTRACT, ANCHOR_DIR, LEASEHOLD_NODE, LEASEHOLD_NODES, ANCHOR_SHORT,
} = process.env;
const handOvers = ANCHOR_SHORT ? 1 : 3;

const ethereum = connectAnvil(ANCHOR_RPC);
const ether = (wei) => `${(Number(wei) / 1e18).toFixed(6)} ether`;
const check = (holds, what) => {
  if (!holds) throw new Error(`Not so: ${what}.`);
};

/** Waits for a condition, with what there is instead in the error. */
const eventually = (what, probe, seconds = 180) => until(what, probe, seconds, 1_000);

async function run() {
  const api = await connect(LEASEHOLD_WS);
  const node = await connect(LEASEHOLD_PROVIDER_WS);
  const steps = new Steps(Date.now());
  const say = async (text) => steps.line((await head(api)).number, text);

  const anchor = await startAnchor(api, say);
  const consumer = await Contract.deploy(ethereum, 'PayOnSettled', [anchor.address]);
  await firstPost(anchor, say);
  if (!ANCHOR_SHORT) await changeKeys(JSON.parse(LEASEHOLD_NODES).dave, '//Dave//stash', say);

  const lease = await runLease(api, node, say);
  await consumer.send('pledge', [
    RECEIVER, BigInt(Math.floor(Date.now() / 1000) + 86_400), BigInt(lease.id), lease.provider, 1n,
  ], PLEDGE);
  await say(`on Ethereum ${ether(PLEDGE)} are pledged for lease ${lease.id}, once it has closed and its provider was paid`);

  await handedOver(anchor, handOvers, say);
  await killPoster(say);
  const known = await restartAnvil(anchor, say);
  const wanted = Math.max(known, lease.closedAt);
  await eventually('a post that proves the closed lease', async () => (await anchor.read('latestBlock')) > wanted);
  const left = await lastPoster(anchor);
  check(left === 'charlie', `the poster that is left posts, and not ${left}`);
  await say(`charlie's node posts on, block ${await anchor.read('latestBlock')}`);

  await prove({ api, node, anchor, consumer, lease, say });
  await report(anchor);
  await Promise.all([api.disconnect(), node.disconnect()]);
}

async function startAnchor(api, say) {
  const signed = await eventually('BEEFY to sign', async () => {
    const hash = await rpc(api, 'beefy_getFinalizedHead').catch(() => null);
    return hash && (await api.rpc.chain.getHeader(hash)).number.toNumber();
  });
  const deployed = await deploy({
    nodeUrl: LEASEHOLD_WS, rpcUrl: ANCHOR_RPC, key: anvilKey(0), maximumAge: FORTNIGHT,
  });
  check(deployed.address.toLowerCase() === ANCHOR_CONTRACT.toLowerCase(), 'the anchor is where the posters expect it');
  await say(`BEEFY has signed block ${signed}; the anchor is on Ethereum at ${deployed.address}, ` +
    `from block ${deployed.blockNumber} and set ${deployed.current.id} of ${deployed.current.length} validators`);
  return new Contract(ethereum, artifact('LeaseAnchor'), deployed.address);
}

async function firstPost(anchor, say) {
  const start = await anchor.read('latestBlock');
  await eventually('the first post', async () => (await anchor.read('latestBlock')) > start);
  await say(`${bold(`${await lastPoster(anchor)}'s node`)} has anchored block ${await anchor.read('latestBlock')}`);
}

/** Gives the validator of `stash` new session keys, so that a later set is another one than before. */
async function changeKeys(url, stash, say) {
  const api = await connect(url);
  const owner = key(stash);
  const { keys, proof } = await rpc(api, 'author_rotateKeysWithOwner', u8aToHex(owner.publicKey));
  const { block } = await send(api, owner, api.tx.session.setKeys(keys, proof));
  await say(`Dave's node makes new session keys, which Dave sets in block ${block}`);
  await api.disconnect();
}

/** What was posted so far. */
const posts = (anchor) =>
  ethereum.client.getContractEvents({ address: anchor.address, abi: anchor.abi, eventName: 'Anchored', fromBlock: 0n });

const nameOf = (address) =>
  Object.keys(POSTERS).find((name) => anvilAccount(POSTERS[name]).address.toLowerCase() === address.toLowerCase()) ?? address;

const lastPoster = async (anchor) => nameOf((await posts(anchor)).at(-1).args.poster);

/** One lease in the native token, from order to close. */
async function runLease(api, node, say) {
  const { provider1, tenant1 } = people;
  await ensureProvider(api, provider1, 'Provider1', await serviceKey(node, 'Provider1'));
  const { order: id } = await order(api, tenant1, NATIVE, group({ maxPrice: 36_000n * LHD, deposit: 500n * LHD }));
  await say(`Tenant1 orders 2 × (2 cores, 4 GiB, 20 GiB) as order ${id}`);
  await orderIn(api, id, 'Open');
  await send(api, provider1, await bidCall(api, id, 24_000n * LHD));
  await inState(api, id, 'Active', 120);
  await say(`Provider1 has won: lease ${id} is active`);
  await eventually('the lease to be paid', async () => BigInt((await rpc(api, 'lease_accrued', id)) ?? 0) > 0n, 120);
  await sleep(3_000);
  const closed = await send(api, tenant1, api.tx.leases.close(id));
  const { totals } = await eventually('the account to close', async () => {
    const events = await (await api.at(closed.hash)).query.system.events();
    const found = events.map(({ event }) => event).find(({ method }) => method === 'AccountClosed');
    return found ? found.data : expectEvent(closed, 'escrow', 'AccountClosed');
  });
  await say(`Tenant1 closes lease ${id} in block ${closed.block}: ${Number(totals.get('paid').toBigInt()) / Number(LHD)} LHD to the provider`);
  const provider = `0x${Buffer.from(provider1.publicKey).toString('hex')}`;
  return { id, provider, closedAt: closed.block };
}

/** Waits until so many sets have handed over, each by a real change of session. */
async function handedOver(anchor, count, say) {
  const events = async () => (await ethereum.client.getContractEvents({
    address: anchor.address, abi: anchor.abi, eventName: 'HandedOver', fromBlock: 0n,
  })).map(({ args }) => args);
  // The first event is the deployment's.
  await eventually(`${count} hand-overs`, async () => (await events()).length > count, 120 + 90 * count);
  const ids = (await events()).map(({ currentId }) => currentId);
  await say(`validator sets have handed over on Ethereum: ${ids.join(' → ')}`);
  if (ANCHOR_SHORT) return;
  const changed = await eventually('a set with the new keys in office', async () => {
    const all = await events();
    const first = all.find(({ nextRoot }) => nextRoot !== all[0].nextRoot);
    return first && all.some(({ currentId }) => currentId >= first.nextId) && first;
  }, 420);
  await say(`set ${changed.nextId}, the first with Dave's new keys, is in office on Ethereum`);
}

/** Kills the node of one poster, a validator, for good. */
async function killPoster(say) {
  const key = `${ANCHOR_DIR}/bob.key`;
  const [pid] = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(`--anchor-key-file=${key}`);
    } catch {
      return false;
    }
  });
  check(pid, 'the poster runs');
  process.kill(Number(pid), 'SIGKILL');
  await say(`${bold("bob's node")}, a poster and validator, is killed`);
}

/** Ends anvil and starts it from what it has saved; the block that is anchored in it then. */
async function restartAnvil(anchor, say) {
  const facts = async () => JSON.stringify([
    await anchor.read('latestBlock'), await anchor.read('currentSet'), await anchor.read('nextSet'),
  ], (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  const pid = Number(readFileSync(join(ANCHOR_DIR, 'anvil.pid'), 'utf8'));
  const before = await facts();
  process.kill(pid, 'SIGTERM');
  await eventually('anvil to end', async () => {
    try {
      process.kill(pid, 0);
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].startsWith('Z');
    } catch {
      return true;
    }
  }, 30);
  const [binary, ...args] = JSON.parse(readFileSync(join(ANCHOR_DIR, 'anvil.json'), 'utf8'));
  const log = openSync(join(ANCHOR_DIR, 'anvil-again.log'), 'a');
  const child = spawn(binary, args, { stdio: ['ignore', log, log] });
  process.once('exit', () => child.kill('SIGKILL'));
  await eventually('anvil to answer', () => ethereum.client.getChainId().catch(() => null), 30);
  // A poster may have been faster than this question; it only ever goes forward.
  const after = await facts();
  const [latest] = JSON.parse(after);
  check(after === before || latest > JSON.parse(before)[0], 'anvil knows what it knew');
  await say(`anvil is ended and started again from its saved state: block ${latest} is anchored in it`);
  return latest;
}

async function prove({ api, node, anchor, consumer, lease, say }) {
  const at = await anchor.read('latestBlock');
  const proof = await eventually('the proof', () => rpc(node, 'lease_anchorProof', lease.id, at).catch(() => null));
  // As the node gave it, number by number.
  const args = [proof.statement, proof.path, proof.leaf, proof.leafProof, proof.anchoredBlock];
  check((await anchor.read('verifyLease', args)) === proof.saidAt, 'the statement verifies');
  const { data } = await ethereum.client.call({ to: anchor.address, data: proof.calldata });
  check(Number(data) === proof.saidAt, 'so does the call as it is');
  await say(`statement ${proof.statement.sequence} on lease ${lease.id} ${green('verifies on Ethereum')} under block ${at}`);

  const forged = { ...proof.statement, paid: `${BigInt(proof.statement.paid) + 1n}` };
  const refusal = await anchor.rejection('verifyLease', [forged, ...args.slice(1)]);
  check(refusal?.name === 'StatementNotInBlock', 'one unit more is refused');

  const url = LEASEHOLD_PROVIDER_WS;
  const said = execFileSync(LEASEHOLD_NODE, [
    'verify-lease', '--anchor-rpc', ANCHOR_RPC, '--anchor-contract', anchor.address, '--node-rpc', url, String(lease.id),
  ], { encoding: 'utf8' });
  check(said.startsWith('VERIFIED'), 'the command line says so as well');
  console.log(said.replace(/^/gm, '    '));

  const balance = () => ethereum.client.getBalance({ address: RECEIVER });
  const before = await balance();
  await consumer.send('pay', [0n, ...args]);
  check((await balance()) - before === PLEDGE, 'the pledge has come');
  check((await consumer.rejection('pay', [0n, ...args]))?.name === 'NothingPledged', 'it comes once');
  await say(`the consumer on Ethereum ${green(`pays ${ether(PLEDGE)}`)} to ${RECEIVER}`);
}

/** What posting has cost, and that none of it was wasted. */
async function report(anchor) {
  const all = await posts(anchor);
  let wasted = 0;
  for (const [name, index] of Object.entries(POSTERS)) {
    const { address } = anvilAccount(index);
    const mine = all.filter(({ args }) => args.poster.toLowerCase() === address.toLowerCase());
    const sent = await ethereum.client.getTransactionCount({ address });
    const receipts = await Promise.all(mine.map(({ transactionHash: hash }) =>
      ethereum.client.getTransactionReceipt({ hash }).catch(() => null)));
    const gas = receipts.filter(Boolean).reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
    wasted += sent - mine.length;
    console.log(`${name}: ${mine.length} blocks anchored with ${sent} transactions, ${gas} gas`);
  }
  console.log(`${wasted} transactions anchored nothing.`);
}

process.on('unhandledRejection', (error) => {
  console.error(red(error?.message ?? String(error)));
  process.exit(1);
});
try {
  await run();
  console.log(green('The lease is proven and paid for on Ethereum.'));
  process.exit(0);
} catch (error) {
  console.error(red(error.stack ?? error.message));
  process.exit(1);
}
