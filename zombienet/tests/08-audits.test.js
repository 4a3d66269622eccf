import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, until } from '../lib/connect.js';
import { stranger } from '../lib/keys.js';
import { REGION, attributes, fund, govern, machine, registration, resources } from '../lib/lease.js';
import { expectEvent, send, sendAll } from '../lib/send.js';
import { untilStays } from '../lib/settle.js';
import { context, refusals } from './context.js';

const EVIDENCE = `0x${'e1'.repeat(32)}`;
const [provider, outsider, auditor] = [stranger(), stranger(), stranger()];

const ctx = context(async ({ api }) => {
  await fund(api, [provider, outsider, auditor]);
  await sendAll(api, provider, registration(api, 'audited'));
});

const held = async (who) => (await ctx.api.query.system.account(who.address)).data.reserved.toBigInt();

test('auditor should attest to what is declared, and revoke', async () => {
  const { api } = ctx;
  await govern(api, api.tx.providers.addAuditor(auditor.address));
  assert.ok((await api.query.providers.auditors(auditor.address)).isSome);
  const { attest, revoke } = api.tx.providers;
  const soon = (await head(api)).number + 1_000;
  await refusals(api, auditor, [
    ['providers.EmptyAttestation', attest(provider.address, [], 1, EVIDENCE, soon)],
    ['providers.InvalidExpiry', attest(provider.address, REGION, 1, EVIDENCE, 1)],
    ['providers.InvalidExpiry', attest(provider.address, REGION, 1, EVIDENCE, 4_000_000_000)],
    ['providers.NotFound', attest(outsider.address, REGION, 1, EVIDENCE, soon)],
    ['providers.NotDeclared', attest(provider.address, attributes({ region: 'us' }), 1, EVIDENCE, soon)],
    ['providers.AttestationNotFound', revoke(provider.address)],
  ]);
  const attested = expectEvent(await send(api, auditor, attest(provider.address, REGION, 1, EVIDENCE, soon)), 'providers', 'Attested');
  assert.equal(attested.expires.toNumber(), soon);
  const stored = (await api.query.providers.attestations(provider.address, auditor.address)).unwrap();
  assert.equal(stored.attributes.length, REGION.length);
  const revoked = await send(api, auditor, revoke(provider.address));
  assert.ok(expectEvent(revoked, 'providers', 'AttestationRemoved'));
  await govern(api, api.tx.providers.removeAuditor(auditor.address));
  await refusals(api, auditor, [['providers.NotAuditor', attest(provider.address, REGION, 1, EVIDENCE, soon)]]);
});

test('machine should be attested to with its devices, until it changes', async () => {
  const { api } = ctx;
  const devices = ['gpu-00', 'gpu-01'];
  const { updateNode, addAuditor, removeAuditor, attestMachine, revokeMachine } = api.tx.providers;
  await send(api, provider, updateNode(0, machine(resources(16, 64, 1000), devices)));
  const inspector = stranger();
  await fund(api, [inspector]);
  await govern(api, addAuditor(inspector.address));
  const bond = (await api.query.providers.auditors(inspector.address)).unwrap().bond.toBigInt();
  assert.equal(await held(inspector), bond);
  const soon = (await head(api)).number + 1_000;
  const attest = (list) => attestMachine(provider.address, 0, list, 3, EVIDENCE, soon);
  await refusals(api, inspector, [
    ['providers.DevicesDiffer', attest(['gpu-00'])],
    ['providers.AttestationNotFound', revokeMachine(provider.address, 0)],
  ]);
  const said = expectEvent(await send(api, inspector, attest(devices)), 'providers', 'MachineAttested');
  assert.deepEqual(said.devices.map((one) => one.toUtf8()), devices);
  assert.equal((await api.query.providers.machineAudits(provider.address, 0)).length, 1);
  const changed = await send(api, provider, updateNode(0, machine(resources(16, 64, 1000), devices)));
  assert.equal(expectEvent(changed, 'providers', 'MachineAttestationsVoided').node.toNumber(), 0);
  assert.equal((await api.query.providers.machineAudits(provider.address, 0)).length, 0);
  await govern(api, removeAuditor(inspector.address));
  await refusals(api, inspector, [['providers.TooSoon', api.tx.providers.withdrawAuditorBond()]]);
  const { until: stays } = (await api.query.providers.retiredAuditors(inspector.address)).unwrap();
  await until('the auditor\'s bond to be free', async () => (await head(api)).number >= stays.toNumber());
  const back = expectEvent(await send(api, inspector, api.tx.providers.withdrawAuditorBond()), 'providers', 'AuditorBondReturned');
  assert.equal(back.bond.toBigInt(), bond);
  assert.equal(await held(inspector), 0n);
});

test('network should admit, offer and return its bond once it is empty', async () => {
  const { api } = ctx;
  const operator = stranger();
  await fund(api, [operator]);
  const { providers } = api.tx;
  const created = expectEvent(await send(api, operator, providers.createNetwork(EVIDENCE, true)), 'providers', 'NetworkCreated');
  const network = created.network.toBigInt();
  assert.equal(await held(operator), created.bond.toBigInt());
  const state = async () => (await api.query.providers.networks(network)).unwrap().state;
  await untilStays(api, 'the validators to approve the network', async () => (await state()).isApproved);
  const terms = {
    resources: resources(1, 1, 1), architecture: 'Amd64', price: 1_000, asset: 'Native', collateral: 0, notice: 1_200, grace: 0,
  };
  await refusals(api, provider, [
    ['providers.NotAuthorized', providers.admitProvider(network, provider.address)],
    ['providers.NotAuthorized', providers.publishOffer(network, terms, 3)],
  ]);
  const [admitted, , published] = await sendAll(api, operator, [
    providers.admitProvider(network, provider.address),
    providers.admitTenant(network, outsider.address),
    providers.publishOffer(network, terms, 3),
  ]);
  assert.equal(expectEvent(admitted, 'providers', 'ProviderAdmitted').provider.toString(), provider.address);
  const offer = expectEvent(published, 'providers', 'OfferPublished').offer.toBigInt();
  await refusals(api, provider, [['providers.NodeNotFound', providers.supplyOffer(offer, [99])]]);
  const supplied = await send(api, provider, providers.supplyOffer(offer, [0]));
  assert.deepEqual(expectEvent(supplied, 'providers', 'OfferSupplied').nodes.map((one) => one.toNumber()), [0]);
  await refusals(api, operator, [
    ['providers.NetworkInUse', providers.dissolveNetwork(network)],
    ['providers.InvalidOffer', providers.publishOffer(network, { ...terms, price: 0 }, 3)],
    ['providers.AlreadyAdmitted', providers.admitTenant(network, outsider.address)],
  ]);
  await send(api, provider, providers.expelProvider(network, provider.address));
  const [, , dissolved] = await sendAll(api, operator, [
    providers.withdrawOffer(offer), providers.expelTenant(network, outsider.address), providers.dissolveNetwork(network),
  ]);
  assert.equal(expectEvent(dissolved, 'providers', 'NetworkDissolved').bond.toBigInt(), created.bond.toBigInt());
  assert.equal(await held(operator), 0n);
  assert.equal((await api.query.providers.supplies.entries(offer)).length, 0);
});

test('provider should be admitted to the audited tier, and governance end it', async () => {
  const { api } = ctx;
  const { applyForAdmission, voidAdmission } = api.tx.providers;
  await send(api, provider, applyForAdmission(EVIDENCE));
  await refusals(api, provider, [['providers.AlreadyApplied', applyForAdmission(EVIDENCE)]]);
  const record = async () => (await api.query.providers.providers(provider.address)).unwrap();
  await untilStays(api, 'the validators to admit the provider', async () => (await record()).admitted.isSome);
  await refusals(api, provider, [['providers.AlreadyAdmitted', applyForAdmission(EVIDENCE)]]);
  await govern(api, voidAdmission(provider.address));
  assert.ok((await record()).admitted.isNone);
});

test('provider that was audited should be able to leave', async () => {
  const { api } = ctx;
  const left = expectEvent(await send(api, provider, api.tx.providers.deregister()), 'providers', 'Deregistered');
  assert.ok(left.bond.toBigInt() > 0n);
  assert.equal(await held(provider), 0n);
});
