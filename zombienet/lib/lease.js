// What providers, tenants and auditors send, with sensible values where a test does not care.
import { randomBytes } from 'node:crypto';
import { u8aToHex } from '@polkadot/util';
import { head, until } from './connect.js';
import { key, possession } from './keys.js';
import { LHD, USD } from './money.js';
import { expectEvent, explain, send, sendAll, sendShared } from './send.js';
import { keepAlive } from './service.js';
import { untilStays } from './settle.js';

const GIB = 1024;

/** Resources: cores, GiB of memory, GiB of ephemeral storage, and GPUs as `[model, units]`. */
export const resources = (cores, memory, storage, ...gpus) => ({
  cpuMillicores: Math.round(cores * 1000),
  memoryMib: memory * GIB,
  storage: { ephemeralMib: storage * GIB, persistentMib: 0, ramMib: 0 },
  gpus: gpus.map(([model, units]) => ({ vendor: 'nvidia', model, memoryMib: 80 * GIB, interface: 'Sxm', units })),
  ports: 0,
});

/** A machine of these resources, and the devices by which it is known. */
export const machine = (capacity, devices = []) => ({ architecture: 'Amd64', capacity, devices });

/** Attributes from an object of names and values. */
export const attributes = (object) =>
  Object.entries(object).map(([name, value]) => ({ key: name, value }));

export const REGION = attributes({ region: 'eu/de/fsn', tier: 'datacenter' });

/** A manifest's hash that nobody has used before. */
export const manifest = () => u8aToHex(randomBytes(32));

/** One group of a deployment. */
export const group = ({
  each = resources(2, 4, 20),
  replicas = 2,
  maxPrice = 10n * USD,
  deposit = 5n * USD,
  buyNow = null,
  auction = 'Open',
  scaling = null,
  relist = false,
  minNotice = 0,
  required = [],
  allOf = [],
  anyOf = [],
  requirements = {},
  architecture = null,
  distinct = false,
} = {}) => ({
  spec: {
    resources: each,
    replicas,
    requirements: { attributes: required, allOf, anyOf, ...requirements },
    maxPrice,
    architecture,
    distinct,
  },
  deposit,
  buyNow,
  auction,
  scaling,
  relist,
  minNotice,
});

/** The calls by which a provider registers with two machines: one shared, one dedicated. */
export const registration = (api, name, machines = MACHINES) => [
  api.tx.providers.register(`https://${name.toLowerCase()}.example:8443`, REGION),
  ...machines.map(([kind, capacity]) => api.tx.providers.addNode(kind, machine(capacity))),
];

export const MACHINES = [
  ['Shared', resources(16, 64, 1000)],
  ['Dedicated', resources(32, 128, 2000, ['h100', 2])],
];

/** The call by which `provider` lets `service` speak for it. */
export const serviceKeyCall = (api, service, provider) =>
  api.tx.providers.setServiceKey(service.publicKey, possession(api, service, provider));

/** Register `provider` and give it its machines, unless it is registered already. */
export async function ensureProvider(api, provider, name, service = null) {
  const record = await api.query.providers.providers(provider.address);
  const calls = record.isSome ? [] : registration(api, name);
  if (service) {
    const owner = await api.query.providers.serviceKeys(service.publicKey);
    if (owner.isNone) calls.push(serviceKeyCall(api, service, provider));
  }
  if (calls.length) await sendAll(api, provider, calls);
}

/** Register a provider that nobody runs a node for, and send its heartbeats from here. Returns
 * what stops them. */
export async function runProvider(api, provider, name) {
  const service = key(`//${name}${provider.address}`);
  await ensureProvider(api, provider, name, service);
  return keepAlive(api, service);
}

/** Wait until no lease that has ended by now can be disputed: its provider may leave then. */
export async function beyondDispute(api) {
  const { window } = (await api.query.providers.parameters()).dispute;
  const from = (await head(api)).number;
  await until('ended leases to be beyond dispute', async () => (await head(api)).number > from + window.toNumber());
}

/** Do `call` by the authority that governs the chain: sudo where there is one, else the council. */
export async function govern(api, call) {
  const root = api.query.sudo ? await api.query.sudo.key() : null;
  if (root?.isSome) {
    const result = await sendShared(api, key('//Alice'), api.tx.sudo.sudo(call));
    const { sudoResult } = expectEvent(result, 'sudo', 'Sudid');
    if (sudoResult.isErr) throw new Error(`Sudo's call failed: ${sudoResult.asErr}`);
    return result;
  }
  const members = ['//Alice', '//Bob', '//Charlie', '//Dave'].map((path) => key(path));
  const length = call.method.encodedLength + 4;
  const proposed = await sendShared(api, members[0], api.tx.council.propose(members.length, call, length));
  const { proposalIndex, proposalHash } = expectEvent(proposed, 'council', 'Proposed');
  await Promise.all(
    members.map((one) => sendShared(api, one, api.tx.council.vote(proposalHash, proposalIndex, true))),
  );
  const weight = { refTime: 10_000_000_000n, proofSize: 1_000_000n };
  const closed = await sendShared(
    api, members[0], api.tx.council.close(proposalHash, proposalIndex, weight, length),
  );
  const { result } = expectEvent(closed, 'council', 'Executed');
  if (result.isErr) throw new Error(`The council's call failed: ${explain(api, result.asErr).name}`);
  return closed;
}

/** Give fresh accounts money to start with, in one transaction of somebody who has it. */
export async function fund(api, pairs, { native = 2_000n * LHD, usd = 1_000n * USD } = {}) {
  const calls = pairs.flatMap(({ address }) => [
    api.tx.balances.transferKeepAlive(address, native),
    ...(usd ? [api.tx.assets.transferKeepAlive(1, address, usd)] : []),
  ]);
  const rich = ['Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'];
  const giver = key(`//${rich[Math.floor(Math.random() * rich.length)]}`);
  await sendShared(api, giver, api.tx.utility.batchAll(calls));
}

/** Create a deployment of one group; returns its number and its order's. */
export async function order(api, tenant, asset, one, hash = manifest()) {
  const result = await send(api, tenant, api.tx.market.createDeployment(hash, asset.id, [one]));
  const created = expectEvent(result, 'market', 'OrderCreated');
  return {
    deployment: created.deployment.toNumber(),
    order: created.order.toNumber(),
    manifest: hash,
    result,
  };
}

/** A bid's call with all replicas on the provider's first machine and the shortest notice. */
export async function bidCall(api, id, price, { placement = [[0, 2]], grace = 20 } = {}) {
  const { minNotice } = await api.query.market.params();
  return api.tx.market.bid(id, price, placement, minNotice, grace);
}

/** The lease with this number, or null. */
export const leaseOf = async (api, id) => (await api.query.leases.leases(id)).unwrapOr(null);

/** Wait until the lease is in `state`, such as `Active`, in a block that stays. */
export const inState = (api, id, state, seconds = 90) =>
  untilStays(api, `lease ${id} to be ${state}`, async () => (await leaseOf(api, id))?.state.type === state, seconds);

/** Wait until all of these leases are in `state`, in a block that stays. */
export const allInState = (api, ids, state, seconds = 90) =>
  untilStays(api, `leases ${ids.join(', ')} to be ${state}`, async () => {
    const leases = await Promise.all(ids.map((id) => leaseOf(api, id)));
    return leases.every((lease) => lease?.state.type === state);
  }, seconds);

/** Wait until the order is in `state`, such as `Open`, in a block that stays. */
export const orderIn = (api, id, state, seconds = 90) =>
  untilStays(api, `order ${id} to be ${state}`, async () =>
    (await api.query.market.orders(id)).unwrapOr(null)?.state.type === state, seconds);
