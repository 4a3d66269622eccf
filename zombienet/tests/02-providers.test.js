import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, until } from '../lib/connect.js';
import { key, possession, stranger } from '../lib/keys.js';
import { MACHINES, REGION, attributes, fund, machine, registration, resources } from '../lib/lease.js';
import { expectEvent, find, refusal, send, sendAll } from '../lib/send.js';
import { heartbeat, submit, validity } from '../lib/service.js';
import { untilStays } from '../lib/settle.js';
import { context, refusals } from './context.js';

const EVIDENCE = `0x${'e1'.repeat(32)}`;
const provider = stranger();
const outsider = stranger();
const service = key(`//Service${Date.now()}`);

const ctx = context(({ api }) => fund(api, [provider, outsider]));

const held = async (who) => {
  const { reserved } = (await ctx.api.query.system.account(who.address)).data;
  return reserved.toBigInt();
};

test('register and add_node should hold the bond and tell everything in their events', async () => {
  const { api } = ctx;
  const [registered, shared, dedicated] = await sendAll(api, provider, registration(api, 'fresh'));
  const { bond: base } = expectEvent(registered, 'providers', 'Registered');
  const event = expectEvent(registered, 'providers', 'Registered');
  assert.equal(event.provider.toString(), provider.address);
  assert.equal(event.endpoint.toUtf8(), 'https://fresh.example:8443');
  assert.deepEqual(event.attributes.map((one) => [one.key.toUtf8(), one.value.toUtf8()]),
    REGION.map((one) => [one.key, one.value]));
  const added = [shared, dedicated].map((result) => expectEvent(result, 'providers', 'NodeAdded'));
  assert.deepEqual(added.map(({ node }) => node.toNumber()), [0, 1]);
  assert.deepEqual(added.map(({ kind }) => kind.type), MACHINES.map(([kind]) => kind));
  assert.equal(added[1].machine.capacity.gpus[0].model.toUtf8(), 'h100');
  assert.ok(added[1].bond.toBigInt() > added[0].bond.toBigInt() && added[0].bond.toBigInt() > base.toBigInt());

  const record = (await api.query.providers.providers(provider.address)).unwrap();
  assert.equal(record.bond.toBigInt(), added[1].bond.toBigInt());
  assert.equal(await held(provider), record.bond.toBigInt());
  const node = (await api.query.providers.nodes(provider.address, 0)).unwrap();
  assert.equal(node.capacity.cpuMillicores.toNumber(), 16_000);
  assert.equal(node.reserved.cpuMillicores.toNumber(), 0);
  assert.ok((await api.query.providers.clocks(provider.address)).isSome);
});

test('calls on the registry should be refused with their own errors', async () => {
  const { api } = ctx;
  const { register, addNode, update, updateNode, removeNode, removeServiceKey, setDraining } = api.tx.providers;
  const endpoint = 'https://a.example';
  await refusals(api, provider, [
    ['providers.AlreadyExists', register(endpoint, [])],
    ['providers.InvalidResources', addNode('Shared', machine(resources(0, 1, 1)))],
    ['providers.NothingToChange', update(null, null)],
    ['providers.NodeNotFound', updateNode(200, machine(resources(1, 1, 1)))],
    ['providers.NodeNotFound', removeNode(200)],
    ['providers.KeyNotFound', removeServiceKey(service.publicKey)],
    ['providers.NothingToChange', setDraining(false)],
    ['providers.InvalidAttribute', update(null, attributes({ 'a b': 'c' }))],
    ['BadOrigin', api.tx.providers.addAuditor(provider.address)],
    ['providers.NotAuditor', api.tx.providers.attest(provider.address, REGION, 1, EVIDENCE, 1_000_000)],
  ]);
  await refusals(api, outsider, [
    ['providers.InvalidEndpoint', register('ftp://a.example', [])],
    ['providers.InvalidAttribute', register(endpoint, attributes({ '': 'x' }))],
    ['providers.DuplicateAttribute', register(endpoint, [...REGION, ...REGION])],
    ['providers.NotFound', addNode('Shared', machine(resources(1, 1, 1)))],
    ['providers.NotFound', update(endpoint, null)],
    ['providers.NotFound', setDraining(true)],
    ['providers.NotFound', api.tx.providers.deregister()],
  ]);
});

test('register should be refused when the bond cannot be held', async () => {
  const { api } = ctx;
  const poor = stranger();
  await fund(api, [poor], { native: 10n ** 12n, usd: 0n });
  await refusals(api, poor, [['providers.InsufficientFunds', api.tx.providers.register('https://a.example', [])]]);
});

test('service key should be set only with a proof of possession', async () => {
  const { api } = ctx;
  const { setServiceKey, removeServiceKey } = api.tx.providers;
  const wrong = possession(api, service, outsider);
  assert.equal(await refusal(api, provider, setServiceKey(service.publicKey, wrong)), 'providers.InvalidProof');
  const set = await send(api, provider, setServiceKey(service.publicKey, possession(api, service, provider)));
  assert.equal(expectEvent(set, 'providers', 'ServiceKeySet').provider.toString(), provider.address);
  const record = (await api.query.providers.serviceKeys(service.publicKey)).unwrap();
  assert.equal(record.provider.toString(), provider.address);
  assert.equal(record.nonce.toNumber(), 0);
  await refusals(api, provider, [
    ['providers.KeyExists', setServiceKey(service.publicKey, possession(api, service, provider))],
  ]);
  const removed = await send(api, provider, removeServiceKey(service.publicKey));
  assert.ok(expectEvent(removed, 'providers', 'ServiceKeyRemoved').key.toHex());
  assert.ok((await api.query.providers.serviceKeys(service.publicKey)).isNone);
});

test('maintenance should be announced ahead and taken back', async () => {
  const { api } = ctx;
  const { announceMaintenance, endMaintenance } = api.tx.providers;
  const { lead, longest } = (await api.query.providers.parameters()).maintenance;
  const from = (await head(api)).number + lead.toNumber() + 50;
  await refusals(api, provider, [
    ['providers.InvalidMaintenance', announceMaintenance(1, 2)],
    ['providers.InvalidMaintenance', announceMaintenance(from, from + longest.toNumber() + 1)],
    ['providers.NothingToChange', endMaintenance()],
  ]);
  const said = await send(api, provider, announceMaintenance(from, from + 10));
  assert.equal(expectEvent(said, 'providers', 'MaintenanceAnnounced').until.toNumber(), from + 10);
  await refusals(api, provider, [['providers.MaintenanceAnnounced', announceMaintenance(from + 500, from + 510)]]);
  expectEvent(await send(api, provider, endMaintenance()), 'providers', 'MaintenanceEnded');
});

test('machines should be updated and removed with their part of the bond', async () => {
  const { api } = ctx;
  const before = (await api.query.providers.providers(provider.address)).unwrap().bond.toBigInt();
  const [updated, removed] = await sendAll(api, provider, [
    api.tx.providers.updateNode(0, machine(resources(20, 64, 1000))),
    api.tx.providers.removeNode(1),
  ]);
  const more = expectEvent(updated, 'providers', 'NodeUpdated');
  assert.ok(more.bond.toBigInt() > before);
  assert.equal(more.machine.capacity.cpuMillicores.toNumber(), 20_000);
  const less = expectEvent(removed, 'providers', 'NodeRemoved').bond.toBigInt();
  assert.ok(less < more.bond.toBigInt());
  assert.equal(await held(provider), less);
});

test('heartbeat should advance the service clock without a fee', async () => {
  const { api } = ctx;
  await send(api, provider, api.tx.providers.setServiceKey(service.publicKey, possession(api, service, provider)));
  const { block } = (await api.query.providers.clocks(provider.address)).unwrap().clock;
  const { spacing } = (await api.query.providers.parameters()).heartbeat;
  await until('the next heartbeat to be due', async () => (await head(api)).number >= block.toNumber() + spacing.toNumber());
  const balance = async () => (await api.query.system.account(provider.address)).data.free.toBigInt();
  const before = await balance();
  const call = await heartbeat(api, service);
  await submit(api, call);
  const record = await untilStays(api, 'the heartbeat', async () => {
    const found = (await api.query.providers.serviceKeys(service.publicKey)).unwrap();
    return found.nonce.eqn(1) && found;
  });
  assert.equal(record.provider.toString(), provider.address);
  assert.equal(await balance(), before);
  const { clock } = (await api.query.providers.clocks(provider.address)).unwrap();
  assert.ok(clock.value.toBigInt() > 0n && clock.block.toNumber() > block.toNumber());
  // The same message again is stale, and so is the next one, which comes too soon.
  const landed = (await api.rpc.chain.getBlockHash(clock.block)).toHex();
  assert.equal(await validity(api, call, landed), 'Stale');
  assert.equal(await validity(api, await heartbeat(api, service), landed), 'Stale');
  await submit(api, call).catch(() => {});
  const from = (await head(api)).number;
  await until('another block', async () => (await head(api)).number > from);
  assert.ok((await api.query.providers.serviceKeys(service.publicKey)).unwrap().nonce.eqn(1));
});

test('heartbeat should be refused without the signature of a service key', async () => {
  const { api } = ctx;
  const nobody = stranger();
  await assert.rejects(submit(api, await heartbeat(api, nobody)), /1010/);
  const message = { signer: service.publicKey, nonce: 1, block: (await head(api)).number, body: null };
  await assert.rejects(submit(api, api.tx.providers.heartbeat(message, new Uint8Array(64))), /1010/);
  // Signed by an account it pays a fee and gets nowhere; bare it gets nowhere either.
  assert.equal(await refusal(api, provider, api.tx.providers.heartbeat(message, new Uint8Array(64))), 'BadOrigin');
  await assert.rejects(api.tx.providers.heartbeat(message, new Uint8Array(64)).send(), /101\d/);
});

test('draining and deregistering should return the bond', async () => {
  const { api } = ctx;
  const [drained, left] = await sendAll(api, provider, [
    api.tx.providers.setDraining(true), api.tx.providers.deregister(),
  ]);
  assert.ok(expectEvent(drained, 'providers', 'DrainingSet').draining.isTrue);
  assert.ok(expectEvent(left, 'providers', 'Deregistered').bond.toBigInt() > 0n);
  assert.equal(await held(provider), 0n);
  assert.ok((await api.query.providers.providers(provider.address)).isNone);
  assert.equal((await api.query.providers.nodes.entries(provider.address)).length, 0);
  assert.equal(find(left.events, 'system', 'ExtrinsicFailed'), undefined);
});
