// Two leases, one at each provider, from order to last unit, with all that the providers' nodes do
// by themselves; and every node agrees on it. Run by life.zndsl: the nodes' addresses stand in
// LEASEHOLD_NODES, as JSON.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from './lib/blocks.js';
import { assertPaidByTheRules, settlements } from './lib/clock.js';
import { connect, head, rpc, until } from './lib/connect.js';
import { assertAgreement } from './lib/finality.js';
import { people } from './lib/keys.js';
import { allInState, bidCall, manifest } from './lib/lease.js';
import { Flows, LHD, NATIVE, TUSD, USD, books, snapshot } from './lib/money.js';
import { alive, provide, saw, wish } from './lib/scenario.js';
import { expectEvent, send, sendAll } from './lib/send.js';
import { leave, stays } from './lib/settle.js';
import { verify } from './lib/statement.js';

const urls = JSON.parse(process.env.LEASEHOLD_NODES ?? '{}');
const nodes = {};
const leases = {};
const tenant = people.tenant1;
let api, watcher, start;

before(async () => {
  assert.equal(Object.keys(urls).length, 6, 'six nodes');
  await Promise.all(Object.entries(urls).map(async ([name, url]) => { nodes[name] = await connect(url); }));
  api = nodes.alice;
  await alive(api);
  start = await head(api);
  watcher = new Watcher(api, start.number + 1);
});

after(async () => {
  await watcher?.stop();
  await Promise.all([...Object.values(nodes).map((node) => node.disconnect()), leave()]);
});

test('leases should start at both providers, each where it bid less', async () => {
  const [one, two] = await Promise.all([
    provide(api, nodes.provider1, 'Provider1'), provide(api, nodes.provider2, 'Provider2'),
  ]);
  const create = (asset, most) => api.tx.market.createDeployment(manifest(), asset.id, [wish({ price: most, buyNow: null, deposit: most / 2n })]);
  const created = await sendAll(api, tenant, [create(TUSD, 40n * USD), create(NATIVE, 40n * LHD)]);
  const [dollars, native] = created.map((result) => expectEvent(result, 'market', 'OrderCreated').order.toNumber());
  Object.assign(leases, { dollars, native });
  const bids = (...prices) => Promise.all(prices.map(([id, price]) => bidCall(api, id, price, { placement: [[0, 1]] })));
  await sendAll(api, two, await bids([dollars, 30n * USD], [native, 24n * LHD]));
  await sendAll(api, one, await bids([dollars, 24n * USD]));
  await allInState(api, [dollars, native], 'Active', 180);
  const providerOf = async (id) => (await api.query.leases.leases(id)).unwrap().terms.provider.toString();
  assert.equal(await providerOf(dollars), people.provider1.address);
  assert.equal(await providerOf(native), people.provider2.address);
});

test('nodes should confirm, send heartbeats, settle and post checkpoints by themselves', async () => {
  for (const id of Object.values(leases)) {
    const isOurs = ({ lease }) => lease.eqn(id);
    await watcher.event('leases', 'LeaseCheckpointed', isOurs, { seconds: 180 });
    await until(`two payments of lease ${id}`, () => settlements(watcher, id).length >= 2, 180);
  }
  for (const { address } of [people.provider1, people.provider2]) {
    await watcher.event('providers', 'HeartbeatReceived', ({ provider }) => provider.toString() === address, { seconds: 120 });
  }
});

test('closing should pay to the last unit what accrued, and the books add up', async () => {
  const { dollars, native } = leases;
  const closed = await sendAll(api, tenant, [dollars, native].map((id) => api.tx.leases.close(id)));
  const last = closed.at(-1).block + 2;
  await until('two more blocks', async () => (await head(api)).number >= last);
  let end;
  do end = await head(api); while (!(await stays(api, end)));
  await until('the watcher', () => watcher.error || watcher.blocks.get(end.number)?.hash === end.hash);
  for (const id of [dollars, native]) {
    const { net, payments, started, closed: at } = await assertPaidByTheRules(watcher, id);
    const byNodes = settlements(watcher, id).filter(({ kind }) => kind === 'general').length;
    assert.ok(byNodes >= 2, `lease ${id} was settled by its provider's node`);
    saw(`lease ${id}: ${payments} payments, ${byNodes} by its node, in blocks ${started} to ${at}: ${net} units to the provider`);
  }
  const flows = new Flows(api);
  for (const block of [...watcher.blocks.values()].sort((a, b) => a.number - b.number)) {
    if (block.number <= end.number) flows.take(block);
  }
  const [earlier, later] = [await snapshot(api, start.hash), await snapshot(api, end.hash)];
  for (const asset of [TUSD, NATIVE]) assert.deepEqual(books(asset, earlier, later, flows, new Map()).errors, []);
});

test('proofs of closed leases should hold on every node', async () => {
  for (const node of Object.values(nodes)) {
    for (const id of Object.values(leases)) {
      const { root, statement, index, count, siblings } = await until(`the last statement on lease ${id}`, async () => {
        const proof = await rpc(node, 'lease_statementProof', id);
        return proof?.statement.state === 255 && proof;
      });
      assert.ok(verify(root, statement, index, count, siblings));
    }
  }
});

test('every node should agree on every state root', async () => {
  const { number } = await head(api);
  await assertAgreement(Object.values(nodes), number);
  saw(`${Object.keys(nodes).length} nodes agree on the state roots of blocks 0 to ${number}`);
});
