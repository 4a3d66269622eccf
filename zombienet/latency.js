// How long things take on a network of four validators and two providers' nodes: orders, offers,
// settlements, finality.
//   node latency.js [--json FILE] [--orders N]
// The node is $LEASEHOLD_NODE, or leasehold-node in PATH. ../scripts/latency.sh finds it by itself.
import { accessSync, constants, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arrivals } from './lib/arrivals.js';
import { Watcher } from './lib/blocks.js';
import { head, sleep, until } from './lib/connect.js';
import { columns } from './lib/format.js';
import { people, serviceKey, stranger } from './lib/keys.js';
import { fund, manifest, registration, resources, serviceKeyCall } from './lib/lease.js';
import { TUSD, USD } from './lib/money.js';
import { Network } from './lib/network.js';
import { QuickBidder } from './lib/quick.js';
import { DEPOSIT, PRICE, alive, newTenant, wish } from './lib/scenario.js';
import { expectEvent, send, sendAll } from './lib/send.js';
import { untilStays } from './lib/settle.js';
import { Measure, duties, lives } from './lib/stages.js';

/** Between two orders, and between two takes of an offer, in milliseconds: no multiple of a block,
 * so that they come at every moment of one. */
const EVERY = 4_700;
/** An order that has got no further for so many blocks is stuck. */
const STUCK = 40;
/** Blocks that follow the last lease's start, so that it too is settled. */
const AFTER = 15;
/** The most blocks at p95 from a settlement's being due to its being done. */
const SETTLE_GOAL = 2;
/** What a machine of the providers has room for. */
const MOST_ORDERS = 400;

const MACHINE = ['Shared', resources(256, 1_024, 4_000)];
const SMALL = resources(0.5, 1, 1);

const started = Date.now();
const tell = (text) => console.error(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${text}`);

function usage(problem) {
  console.error(`error: ${problem}\nusage: latency.js [--json FILE] [--orders N]`);
  process.exit(2);
}

function options() {
  let values;
  try {
    ({ values } = parseArgs({ options: { json: { type: 'string' }, orders: { type: 'string', default: '40' } } }));
  } catch (error) {
    usage(error.message);
  }
  const orders = Number(values.orders);
  if (!Number.isInteger(orders) || orders < 1 || orders > MOST_ORDERS) {
    usage(`--orders takes a number from 1 to ${MOST_ORDERS}, not '${values.orders}'`);
  }
  const file = values.json && resolve(values.json);
  if (file) {
    try {
      // Better now than after the run.
      accessSync(dirname(file), constants.W_OK);
      if (existsSync(file) && !statSync(file).isFile()) throw new Error('it is no file');
    } catch (error) {
      usage(`${file} cannot be written (${error.message}); name a file in a folder that exists`);
    }
  }
  return { orders, file };
}

/** Register both providers with one large machine each, and wait for their nodes' heartbeats. */
async function register(network, api, watcher) {
  const names = ['Provider1', 'Provider2'];
  await Promise.all(names.map(async (name) => {
    const pair = people[name.toLowerCase()];
    const service = await serviceKey(network.api(name.toLowerCase()), name);
    await sendAll(api, pair, [...registration(api, name, [MACHINE]), serviceKeyCall(api, service, pair)]);
    await watcher.event('providers', 'HeartbeatReceived',
      ({ provider }) => provider.toString() === pair.address, { seconds: 180 });
  }));
  return names.map((name) => people[name.toLowerCase()]);
}

/** A private network, approved, with an offer that both providers supply. Returns the offer. */
async function publish(api, pairs, quantity) {
  const { providers } = api.tx;
  const operator = await newTenant(api);
  const made = await send(api, operator, providers.createNetwork(manifest(), false));
  const { network } = expectEvent(made, 'providers', 'NetworkCreated');
  await untilStays(api, 'the validators to approve the private network', async () =>
    (await api.query.providers.networks(network)).unwrap().state.isApproved, 180);
  const terms = {
    resources: SMALL, architecture: 'Amd64', price: PRICE, asset: TUSD.id, collateral: 1_000_000n, notice: 1_200, grace: 20,
  };
  const published = await sendAll(api, operator, [
    ...pairs.map(({ address }) => providers.admitProvider(network, address)),
    providers.publishOffer(network, terms, quantity),
  ]);
  const { offer } = expectEvent(published.at(-1), 'providers', 'OfferPublished');
  await Promise.all(pairs.map((pair) => send(api, pair, providers.supplyOffer(offer, [0]))));
  return offer;
}

/** Transactions of accounts that have money and have sent nothing yet, signed. */
async function signedBy(api, calls) {
  const signers = calls.map(() => stranger());
  for (let at = 0; at < signers.length; at += 40) await fund(api, signers.slice(at, at + 40));
  return Promise.all(calls.map(async (call, at) => ({
    who: signers[at].address,
    // Valid on every fork.
    signed: await call.signAsync(signers[at], { nonce: 0, era: 0 }),
  })));
}

/** Send one of `list` every `EVERY` milliseconds, beginning after `delay`, through one validator's
 * node after the other. Each is noted in `sent` by its sender. */
async function pace(sent, list, what, { delay, apis, arrivals }) {
  await sleep(delay);
  const begun = Date.now();
  for (const [at, { who, signed }] of list.entries()) {
    await sleep(begun + at * EVERY - Date.now());
    const life = { what, who, sent: Date.now(), best: arrivals.best };
    sent.set(who, life);
    apis[at % apis.length].rpc.author.submitExtrinsic(signed).catch((error) => { life.refused = error.message; });
  }
}

/** How far an order has got, for whoever wants to know what is stuck. */
function progress({ what, who, order, created, opened, awarded, refused }) {
  if (refused) return `${what} of ${who}: the node refused the transaction: ${refused}`;
  if (!created) return `${what} of ${who}: in no block, or failed in one`;
  if (awarded) return `${what} ${order}: awarded in block ${awarded}, but its provider's node has not confirmed`;
  if (opened) return `${what} ${order}: approved in block ${opened}, but not awarded`;
  return `${what} ${order}: in block ${created}, but not approved`;
}

/** Wait until all of what is sent, `count` in the end, has become a lease, or one has stood still for
 * too long. */
async function served(watcher, sent, count) {
  let told = 0;
  for (;;) {
    if (watcher.error) throw watcher.error;
    const all = lives(watcher.events(), sent);
    const waiting = all.filter((life) => !life.started);
    if (waiting.length === 0 && all.length === count) return;
    const still = waiting.filter(({ refused, best, created, ends, awarded }) =>
      refused || watcher.best - Math.max(best, created ?? 0, ends ?? 0, awarded ?? 0) > STUCK);
    if (still.length > 0) {
      throw new Error(`${still.length} of ${all.length} orders and takes did not become a lease:\n  ${still.map(progress).join('\n  ')}`);
    }
    if (Date.now() - told > 30_000) {
      told = Date.now();
      tell(`block ${watcher.best}: ${all.length - waiting.length} leases of ${all.length} orders and takes sent`);
    }
    await sleep(1_000);
  }
}

/** Turn what happened into measures. */
function measures({ watcher, arrivals, orders, takes, params, from, end }) {
  const seen = (number) => arrivals.at(watcher.blocks.get(number).hash);
  const passed = (measure, a, b) => measure.add(seen(b) - seen(a), b - a);
  const M = (what, goal) => new Measure(what, goal);
  const order = {
    sent: M('order sent → in a block'), approved: M('in a block → approved'),
    awarded: M(`approved → awarded (auction of ${params.auctionBlocks} blocks)`),
    late: M("auction's end → awarded"), active: M('awarded → active'),
    whole: M('order sent → active'), own: M('order sent → active, less the auction'),
  };
  const took = { sent: M('offer taken → awarded, in a block'), active: M('awarded → active'), whole: M('offer taken → active') };
  const settlement = M('settlement due → executed', SETTLE_GOAL);
  const checkpoint = M('checkpoint due → executed', SETTLE_GOAL);
  const finality = M('best block → finalised');
  const interval = M('block → next block');

  for (const { sent, best, created, opened, ends, awarded, started: active } of orders) {
    order.sent.add(seen(created) - sent, created - best);
    passed(order.approved, created, opened);
    passed(order.awarded, opened, awarded);
    passed(order.late, ends, awarded);
    passed(order.active, awarded, active);
    order.whole.add(seen(active) - sent, active - best);
    order.own.add(seen(active) - sent - (seen(ends) - seen(opened)), active - best - (ends - opened));
  }
  for (const { sent, best, created, started: active } of takes) {
    took.sent.add(seen(created) - sent, created - best);
    passed(took.active, created, active);
    took.whole.add(seen(active) - sent, active - best);
  }
  const events = watcher.events().filter(({ number }) => number <= end);
  const { done, open } = duties(events, params, end);
  for (const { what, due, executed } of done) passed(what === 'settlement' ? settlement : checkpoint, due, executed);
  for (let number = from; number <= end; number += 1) {
    const { best, final, above } = arrivals.blocks.get(watcher.blocks.get(number).hash);
    finality.add(final - best, above);
    if (number > from) passed(interval, number - 1, number);
  }
  const slow = done.filter(({ due, executed }) => executed - due > SETTLE_GOAL);
  return { groups: [Object.values(order), Object.values(took), [settlement, checkpoint], [finality, interval]], slow, open };
}

function table(groups) {
  const rows = [['', 'samples', 'p50 ms', 'p95 ms', 'p50 blocks', 'p95 blocks', 'goal (p95)']];
  for (const group of groups) {
    rows.push(null, ...group.map((measure) => {
      const { what, samples, ms, blocks, goal, met } = measure.result();
      const verdict = goal === undefined ? '' : `≤ ${goal} blocks: ${met ? 'met' : 'MISSED'}`;
      return [what, `${samples}`, ...[ms.p50, ms.p95, blocks.p50, blocks.p95].map((value) => `${value ?? '-'}`), verdict];
    }));
  }
  return columns(rows).join('\n');
}

/** Blocks from `from` to `end` that were the best for a while and lost their place. */
const lost = (arrivals, watcher, from, end) => [...arrivals.blocks].filter(([hash, { number, best }]) =>
  best !== null && number >= from && number <= end && watcher.blocks.get(number).hash !== hash).length;

async function measure(network, count) {
  const api = network.api('alice');
  await alive(api);
  await network.connected(3, 120);
  const watcher = new Watcher(api, (await head(api)).number + 1);
  const arrivals = await Arrivals.follow(network.node('alice').url, api.registry);
  const bidders = [];
  try {
    tell('the network makes blocks; registering providers, a private network and its offer');
    const pairs = await register(network, api, watcher);
    const offer = await publish(api, pairs, 2 * count);
    // Each provider is the cheaper one of every second order.
    for (const [place, pair] of pairs.entries()) {
      bidders.push(await QuickBidder.start(network.api(`provider${place + 1}`), pair, (id) => PRICE - (id % 2 === place ? 6n : 3n) * USD));
    }
    const { createDeployment, takeOffer } = api.tx.market;
    const numbers = [...Array(count).keys()];
    const wishes = numbers.map(() => createDeployment(manifest(), TUSD.id, [wish({ buyNow: null })]));
    const choices = numbers.map((at) => takeOffer(manifest(), offer, pairs[at % pairs.length].address, 1, DEPOSIT));
    const signed = await signedBy(api, [...wishes, ...choices]);

    const from = arrivals.best + 1;
    const load = [loadavg()[0]];
    const begun = Date.now();
    const apis = network.validators.map((node) => node.api);
    const sent = new Map();
    pace(sent, signed.slice(0, count), 'order', { delay: 0, apis, arrivals });
    pace(sent, signed.slice(count), 'take', { delay: EVERY / 2, apis, arrivals });
    tell(`sending ${count} orders and as many takes of an offer, one of each every ${EVERY / 1000} s`);
    const timer = setInterval(() => load.push(loadavg()[0]), 15_000);
    try {
      await served(watcher, sent, 2 * count).catch((error) => { throw withBids(error, bidders); });
      const to = watcher.best + AFTER;
      tell(`every one is a lease; following them to block ${to}`);
      await until(`block ${to} to be final`, () => arrivals.final >= to, 60 + AFTER * 10);
    } finally {
      clearInterval(timer);
    }
    const end = arrivals.final - 1;
    await until('the watcher', () => watcher.error || (watcher.best > end && [...watcher.blocks.values()].every(({ number, hash }) =>
      number < from || number > end || arrivals.blocks.get(hash)?.final)));
    if (watcher.error) throw watcher.error;
    const params = await parameters(api);
    // Once more, as forks may have changed what was read.
    const all = lives(watcher.events(), sent);
    const [made, taken] = ['order', 'take'].map((what) => all.filter((life) => life.what === what));
    const results = measures({ watcher, arrivals, orders: made, takes: taken, params, from, end });
    return { ...results, params, from, end, lost: lost(arrivals, watcher, from, end), load, seconds: (Date.now() - begun) / 1000 };
  } finally {
    await Promise.allSettled([...bidders.map((bidder) => bidder.stop()), watcher.stop(), arrivals.stop()]);
  }
}

/** What the bidders' nodes said may be why nobody bid. */
function withBids(error, bidders) {
  const said = bidders.map(({ trouble }) => trouble?.message).filter(Boolean);
  if (said.length) error.message += `\n  a bid was refused: ${said.join('; ')}`;
  return error;
}

async function parameters(api) {
  const [market, leases] = await Promise.all([api.query.market.params(), api.query.leases.parameters()]);
  return {
    auctionBlocks: market.auctionBlocks.toNumber(),
    settleBlocks: leases.settleBlocks.toNumber(),
    checkpointBlocks: leases.checkpointBlocks.toNumber(),
    slotMs: api.consts.babe.expectedBlockTime.toNumber(),
  };
}

function report(count, { groups, slow, open, params, from, end, lost: forks, load, seconds }, file) {
  const mean = load.reduce((sum, one) => sum + one, 0) / load.length;
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, load: { mean: Number(mean.toFixed(2)), most: Math.max(...load) } };
  console.log(table(groups));
  console.log(`\n4 validators, 2 providers' nodes, ${machine.cpus} cores, load ${machine.load.mean} (at most ${machine.load.most}); ` +
    `blocks ${from} to ${end} in ${seconds.toFixed(0)} s, ${forks} others lost to a sibling.`);
  console.log(`A slot is ${params.slotMs} ms. Settlements are due every ${params.settleBlocks} blocks, checkpoints every ${params.checkpointBlocks}. ` +
    'Times are of a client of one validator\'s node: from sending, or from a block\'s becoming the best there, to the next.');
  if (open.length) console.log(`Due and not yet done at the end: ${open.length}, the oldest since block ${Math.min(...open.map(({ due }) => due))}.`);
  if (!file) return;
  const measured = groups.flat().map((one) => one.result());
  const network = { validators: 4, providers: 2, from, end, lost: forks, seconds };
  writeFileSync(file, `${JSON.stringify({ machine, network, params, orders: count, measures: measured, slow, open }, null, 2)}\n`);
  tell(`written to ${file}`);
}

const { orders: count, file } = options();
let network;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { stopped = true; });
tell('starting four validators and the nodes of two providers');
try {
  network = await Network.start('four', {
    // The network ends its nodes by itself; what they wrote, nobody wants who has stopped us.
    prepare: ({ dir }) => process.once('exit', () => stopped && rmSync(dir, { recursive: true, force: true, maxRetries: 5 })),
  });
  report(count, await measure(network, count), file);
  await network.stop();
} catch (error) {
  console.error(`error: ${error.message}`);
  await network?.stop({ keep: true });
  process.exit(1);
}
process.exit(0);
