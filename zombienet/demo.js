// One lease's whole life, and another paid in the native token beside it, on a running chain:
//   node demo.js [VALIDATOR_WS [PROVIDER_WS]]
// or the two in LEASEHOLD_WS and LEASEHOLD_PROVIDER_WS. The provider's node needs the service key
// of //Provider1 and --auto-confirm. Ends with status 0 if everything happened and adds up.
import { connect, head, rpc, sleep, until } from './lib/connect.js';
import { key, people, serviceKey } from './lib/keys.js';
import { expectEvent, find, send, sendAll } from './lib/send.js';
import { Watcher } from './lib/blocks.js';
import { Flows, LHD, NATIVE, TUSD, USD, books, palletAccount, snapshot, table } from './lib/money.js';
import { Steps, amount, bold, dim, green, red } from './lib/format.js';
import { canFork, stays, untilStays } from './lib/settle.js';
import { leaf, verify } from './lib/statement.js';
import {
  MACHINES, REGION, attributes, bidCall, govern, group, leaseOf, manifest, registration, resources,
  serviceKeyCall,
} from './lib/lease.js';

const MOST_SECONDS_TO_ACTIVE = 60;

const urls = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const validatorUrl = urls[0] ?? process.env.LEASEHOLD_WS ?? 'ws://127.0.0.1:9944';
const providerUrl = urls[1] ?? process.env.LEASEHOLD_PROVIDER_WS ?? validatorUrl;

const money = (asset, value) => `${amount(value, asset.decimals)} ${asset.symbol}`;
const { provider1, provider2, tenant1, auditor } = people;
const failures = [];

/** A provider that is registered already, from an earlier run, only lacks what is missing. */
async function register(api, provider, name, service) {
  if ((await api.query.providers.providers(provider.address)).isSome) return null;
  const calls = registration(api, name);
  if (service) calls.push(serviceKeyCall(api, service, provider));
  const results = await sendAll(api, provider, calls);
  return results.at(-1);
}

async function run() {
  const api = await connect(validatorUrl);
  const node = await connect(providerUrl);
  if (!api.genesisHash.eq(node.genesisHash)) {
    throw new Error(`${validatorUrl} and ${providerUrl} are nodes of different chains.`);
  }
  await until('the first block', async () => (await head(api)).number > 0);
  const start = await settledHead(api);
  const started = Number(process.env.LEASEHOLD_STARTED ?? 0) || (await birth(api, start));
  const steps = new Steps(started);
  const before = await snapshot(api, start.hash);
  const watcher = new Watcher(api, start.number + 1);
  const chain = (await api.rpc.system.chain()).toString();
  steps.line(start.number, `${chain}, ${api.runtimeVersion.specName} ${api.runtimeVersion.specVersion}`);

  await providers({ api, node, steps });
  const beat = heartbeat({ steps, watcher });
  const orders = await deploy({ api, steps });
  await auction({ api, steps, watcher, orders });
  await confirmed({ api, steps, watcher, orders });
  const toActive = steps.elapsed();

  await Promise.all([beat, service({ api, node, steps, watcher, orders })]);
  await topUp({ api, steps, orders });
  await close({ api, node, steps, watcher, orders });
  await rewards({ api, steps });

  // What follows from the last transactions, such as shared fees, comes in later blocks.
  const last = (await head(api)).number + 2;
  await until('two more blocks', async () => (await head(api)).number >= last);
  const end = await settledHead(api);
  await until('the watcher', () => watcher.error || watcher.blocks.get(end.number)?.hash === end.hash);
  await watcher.stop();
  settleBooks({ api, before, after: await snapshot(api, end.hash), watcher, end });
  report(watcher, end);

  console.log();
  // Where several validators make blocks, each step waits until they agree on its block.
  const quick = toActive <= MOST_SECONDS_TO_ACTIVE || (await canFork(api));
  if (!quick) failures.push(`The leases were active after ${toActive.toFixed(1)} s, later than ${MOST_SECONDS_TO_ACTIVE} s.`);
  console.log(`From the chain's start to active leases: ${toActive.toFixed(1)} s.`);
  await Promise.all([api.disconnect(), node.disconnect()]);
}

/** The best block, once it is certain to stay. */
async function settledHead(api) {
  for (;;) {
    const best = await head(api);
    if (await stays(api, best)) return best;
  }
}

/** When the chain's first block was made, if it is a young one; else now. */
async function birth(api, { number }) {
  if (number > 100) return Date.now();
  const first = await api.at(await api.rpc.chain.getBlockHash(1));
  return (await first.query.timestamp.now()).toNumber();
}

async function providers({ api, node, steps }) {
  const service = await serviceKey(node, 'Provider1');
  const [one, two, listed] = await Promise.all([
    register(api, provider1, 'Provider1', service),
    register(api, provider2, 'Provider2', null),
    api.query.providers.auditors(auditor.address),
  ]);
  for (const [name, result] of [['Provider1', one], ['Provider2', two]]) {
    const pair = name === 'Provider1' ? provider1 : provider2;
    const record = (await api.query.providers.providers(pair.address)).unwrap();
    steps.line(result?.block, `${bold(name)} has registered ${MACHINES.length} machines, ` +
      `bond ${money(NATIVE, record.bond.toBigInt())}${result ? '' : ' (in an earlier run)'}`);
  }
  if (listed.isNone) await govern(api, api.tx.providers.addAuditor(auditor.address));
  const expires = (await head(api)).number + 28_800;
  const attested = await sendAll(api, auditor, [provider1, provider2].map((provider) =>
    api.tx.providers.attest(provider.address, REGION, 1, manifest(), expires)));
  steps.line(attested[0].block, `${bold('Auditor')} attests to both: ` +
    REGION.map(({ key, value }) => `${key}=${value}`).join(', '));
}

async function deploy({ api, steps }) {
  const common = {
    each: resources(2, 8, 40),
    replicas: 2,
    required: attributes({ region: 'eu/*' }),
    anyOf: [auditor.address],
  };
  const wishes = [
    { asset: TUSD, group: group({ ...common, maxPrice: 36n * USD, deposit: 5n * USD }) },
    { asset: NATIVE, group: group({ ...common, maxPrice: 36n * LHD, deposit: 5n * LHD }) },
  ];
  const results = await sendAll(api, tenant1, wishes.map((wish) =>
    api.tx.market.createDeployment(manifest(), wish.asset.id, [wish.group])));
  return results.map((result, at) => {
    const created = expectEvent(result, 'market', 'OrderCreated');
    const submitted = find(result.events, 'approvals', 'Submitted');
    const { asset, group: { deposit } } = wishes[at];
    const id = created.order.toNumber();
    steps.line(result.block, `${bold('Tenant1')} orders 2 × (2 cores, 8 GiB, 40 GiB) as order ${id}, ` +
      `deposits ${money(asset, deposit)}, pays the order fee ${money(NATIVE, submitted.fee.toBigInt())}`);
    return { id, asset, deployment: created.deployment.toNumber(), deposit };
  });
}

async function auction({ api, steps, watcher, orders }) {
  const unit = ({ asset }) => (asset === TUSD ? USD : LHD);
  const bid = async (name, provider, price) => {
    const calls = await Promise.all(orders.map((order) => bidCall(api, order.id, price * unit(order))));
    const results = await sendAll(api, provider, calls);
    results.forEach((result, at) => steps.line(result.block,
      `${bold(name)} bids ${money(orders[at].asset, price * unit(orders[at]))} an hour for order ${orders[at].id}`));
  };
  const verdicts = orders.map(async ({ id }) => {
    const { block, data } = await watcher.event('approvals', 'VerdictReached',
      ({ subject }) => subject.isOrder && subject.asOrder.eqn(id));
    const { ayes, electorate } = data.tally;
    steps.line(block, `${bold('validators')}: order ${id} ${data.verdict.type.toLowerCase()}, ` +
      `${ayes} of ${electorate} for it`);
  });
  await bid('Provider2', provider2, 30n);
  await bid('Provider1', provider1, 24n);
  await Promise.all(verdicts);
  await Promise.all(orders.map(async (order) => {
    const { block, data } = await watcher.event('market', 'OrderAwarded', (data) => data.order.eqn(order.id), { seconds: 120 });
    const winner = data.provider.toString() === provider1.address ? 'Provider1' : 'Provider2';
    order.price = data.price.toBigInt();
    steps.line(block, `auction closed: order ${order.id} goes to ${bold(winner)} for ${money(order.asset, order.price)} an hour`);
  }));
}

async function confirmed({ api, steps, watcher, orders }) {
  await Promise.all(orders.map(async ({ id }) => {
    const started = watcher.event('leases', 'LeaseStarted', ({ lease }) => lease.eqn(id), { seconds: 90 });
    // A node without --auto-confirm leaves it to its operator.
    const mine = async () => {
      await sleep(20_000);
      if ((await leaseOf(api, id))?.state.isAwarded) await send(api, provider1, api.tx.leases.confirm(id));
      return started;
    };
    const { block } = await Promise.race([started, mine()]);
    const how = watcher.blocks.get(block).extrinsics.some(({ method }) => method === 'confirmByNode')
      ? "Provider1's node confirms by itself" : 'Provider1 confirms';
    steps.line(block, `${bold(how)}: lease ${id} is ${green('active')}`);
  }));
}

async function heartbeat({ steps, watcher }) {
  const { block, data } = await watcher.event('providers', 'HeartbeatReceived', () => true, { seconds: 180 });
  steps.line(block, `Provider1's node sends a heartbeat: its service clock shows ${data.clock} ms`);
}

async function service({ api, node, steps, watcher, orders }) {
  const settled = orders.map(({ id, asset }) =>
    watcher.event('escrow', 'Settled', (data) => data.id.eqn(id), { seconds: 180 }).then(({ block, data }) =>
      steps.line(block, `Provider1's node settles lease ${id}: ${money(asset, data.net.toBigInt())} to the provider, fee ${money(asset, data.fee.toBigInt())}`)));
  const checkpoints = orders.map(({ id }) =>
    watcher.event('leases', 'LeaseCheckpointed', ({ lease }) => lease.eqn(id), { seconds: 180 }).then(({ block, data }) =>
      steps.line(block, `Provider1's node posts a checkpoint of lease ${id}: served ${data.served} ms`)));
  await Promise.all([...settled, ...checkpoints]);
  await nextBlock(api);

  for (const { id, asset } of orders) {
    const accrued = BigInt((await rpc(api, 'lease_accrued', id)) ?? 0);
    const lasts = Number(await rpc(api, 'lease_depletion', id));
    steps.line((await head(api)).number, `lease ${id} has accrued ${money(asset, accrued)} unpaid; ` +
      `its deposit lasts until ${new Date(lasts).toISOString()}`);
  }
  await prove({ node, steps, id: orders[0].id });
}

/** Ask the provider's node for the proof of the lease's last statement, and check it. */
async function prove({ node, steps, id }) {
  const proof = await rpc(node, 'lease_statementProof', id);
  const holds = verify(proof.root, proof.statement, proof.index, proof.count, proof.siblings);
  if (!holds) failures.push(`The proof of lease ${id}'s statement does not hold.`);
  const hash = Buffer.from(leaf(proof.statement)).toString('hex').slice(0, 12);
  steps.line(proof.block, `statement ${proof.statement.sequence} on lease ${id} (leaf 0x${hash}…) ` +
    `${holds ? green('is proven') : red('is NOT proven')} under the block's root`);
  return proof;
}

async function topUp({ api, steps, orders }) {
  const results = await sendAll(api, tenant1, orders.map(({ id, deposit }) => api.tx.escrow.deposit(id, deposit / 2n)));
  results.forEach((result, at) => {
    const { id, asset, deposit } = orders[at];
    steps.line(result.block, `${bold('Tenant1')} tops lease ${id} up by ${money(asset, deposit / 2n)}`);
  });
}

async function close({ api, node, steps, watcher, orders }) {
  const [first, second] = orders;
  const results = await sendAll(api, tenant1, [
    api.tx.leases.close(first.id),
    api.tx.market.closeDeployment(second.deployment),
  ]);
  for (const [at, { id, asset, deposit }] of orders.entries()) {
    const { data } = await watcher.event('escrow', 'AccountClosed', (data) => data.id.eqn(id));
    const totals = Object.fromEntries([...data.totals.entries()].map(([name, value]) => [name, value.toBigInt()]));
    steps.line(results[at].block, `${bold('Tenant1')} closes lease ${id}: ${money(asset, totals.paid)} to the provider, ` +
      `${money(asset, totals.fees)} fees, ${money(asset, totals.refunded)} back`);
    const deposited = deposit + deposit / 2n;
    if (totals.deposited !== deposited || totals.paid + totals.fees + totals.refunded !== deposited || totals.held !== 0n) {
      failures.push(`Lease ${id}: paid, fees and refunds are not what was deposited.`);
    }
  }
  // The statement of a lease that has left storage.
  const proof = await until('the closed lease in the ledger', async () => {
    const proof = await rpc(node, 'lease_statementProof', first.id).catch(() => null);
    return proof && proof.statement.state === 255 ? proof : null;
  });
  if (!verify(proof.root, proof.statement, proof.index, proof.count, proof.siblings)) {
    failures.push(`The proof of lease ${first.id}'s last statement does not hold.`);
  }
  steps.line(proof.block, `lease ${first.id} has left storage; its last statement ${green('is proven')}`);
}

/** The validators claim what their votes have earned. */
async function rewards({ api, steps }) {
  const validators = (await api.query.session.validators()).map((who) => who.toString());
  await Promise.all(['Alice', 'Bob', 'Charlie', 'Dave'].map(async (name) => {
    const stash = key(`//${name}//stash`);
    if (!validators.includes(stash.address)) return;
    // The fee of a closed order is shared in the block after its verdict.
    const earned = await untilStays(api, `${name}'s reward`, async () => {
      const value = (await api.query.approvals.rewards(stash.address)).toBigInt();
      return value > 0n && value;
    });
    const result = await send(api, stash, api.tx.approvals.claimRewards());
    steps.line(result.block, `${bold(`validator ${name}`)} claims ${money(NATIVE, earned)} for its votes`);
  }));
}

/** Wait for another block than the best. */
async function nextBlock(api) {
  const { number } = await head(api);
  await until('another block', async () => (await head(api)).number > number);
}

function settleBooks({ api, before, after, watcher, end }) {
  const flows = new Flows(api);
  for (const block of [...watcher.blocks.values()].sort((a, b) => a.number - b.number)) {
    if (block.number <= end.number) flows.take(block);
  }
  const names = new Map([
    [tenant1.address, 'Tenant1'],
    [provider1.address, 'Provider1'],
    [provider2.address, 'Provider2'],
    [auditor.address, 'Auditor'],
    [palletAccount(api, 'treasury'), 'treasury'],
    [palletAccount(api, 'escrow'), 'fee pot'],
    [palletAccount(api, 'approvals'), 'order fees'],
    ...['Alice', 'Bob', 'Charlie', 'Dave'].map((name) => [key(`//${name}//stash`).address, `validator ${name}`]),
  ]);
  for (const asset of [TUSD, NATIVE]) {
    const result = books(asset, before, after, flows, names);
    failures.push(...result.errors);
    console.log(`\n${bold(`Everyone's balance in ${asset.symbol}, what is on hold included`)}`);
    for (const line of table(result)) console.log(line);
  }
  console.log(failures.length ? '' : green('\nIt adds up to the last unit.'));
}

function report(watcher, end) {
  const blocks = [...watcher.blocks.values()].filter(({ number }) => number <= end.number);
  const count = (kind) => blocks.flatMap(({ extrinsics }) => extrinsics).filter((one) => one.kind === kind).length;
  console.log(dim(`${blocks.length} blocks decoded: ${count('signed')} signed transactions, ` +
    `${count('general')} of off-chain workers, ${count('bare')} inherents.`));
}

// polkadot.js speaks up about what it does not know; none of it concerns the reader.
process.on('unhandledRejection', (error) => {
  console.error(red(error?.message ?? String(error)));
  process.exit(1);
});
try {
  await run();
} catch (error) {
  failures.push(error.message);
}
for (const failure of failures) console.error(red(failure));
process.exit(failures.length ? 1 : 0);
