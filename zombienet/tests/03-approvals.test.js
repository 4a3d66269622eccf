import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people, stranger } from '../lib/keys.js';
import { fund, govern, group, manifest, order, orderIn } from '../lib/lease.js';
import { NATIVE, TUSD, palletAccount } from '../lib/money.js';
import { expectEvent, find, refusal, send } from '../lib/send.js';
import { untilStays } from '../lib/settle.js';
import { readBlock } from '../lib/blocks.js';
import { context, refusals } from './context.js';

const tenant = stranger();
const ctx = context(({ api }) => fund(api, [tenant]));

const subject = (id) => ({ Order: id });
const isOrder = (one, id) => one.isOrder && one.asOrder.eqn(id);

test('order should take the fee and be approved by the validators\' nodes by themselves', async () => {
  const { api } = ctx;
  const { order: id, result } = await order(api, tenant, TUSD, group());
  const submitted = expectEvent(result, 'approvals', 'Submitted');
  const { orderFee, deadlineBlocks } = await api.query.approvals.params();
  assert.equal(submitted.fee.toBigInt(), orderFee.toBigInt());
  assert.equal(submitted.who.toString(), tenant.address);
  assert.equal(submitted.deadline.toNumber(), result.block + deadlineBlocks.toNumber());
  assert.equal(submitted.electorate.toNumber(), (await api.query.session.validators()).length);

  const state = await orderIn(api, id, 'Open').then(() => api.query.market.orders(id));
  assert.ok(state.unwrap().state.asOpen.ends.toNumber() > result.block);
  // Concluded: the subject is gone, its fee shared.
  assert.ok((await api.query.approvals.subjects(subject(id))).isNone);
  const voters = await api.query.approvals.rewards.entries();
  assert.ok(voters.some(([, earned]) => earned.toBigInt() > 0n));
  await send(api, tenant, api.tx.market.closeOrder(id));
});

test('votes should stand in blocks as general transactions that decode', async () => {
  const { api } = ctx;
  const { order: id, result } = await order(api, tenant, NATIVE, group({ maxPrice: 10n ** 13n, deposit: 10n ** 13n }));
  await orderIn(api, id, 'Open');
  const votes = [];
  for (let number = result.block; votes.length === 0 && number < result.block + 30; number += 1) {
    const block = await readBlock(api, number);
    votes.push(...block.extrinsics.filter(({ section, method, events }) =>
      section === 'approvals' && method === 'vote' &&
      events.some((event) => event.method === 'Voted' && isOrder(event.data.subject, id))));
  }
  assert.equal(votes[0].kind, 'general');
  const [message, signature] = votes[0].args;
  assert.equal(signature.length, 64);
  const cast = message.body.votes.find((vote) => isOrder(vote.subject, id));
  assert.ok(cast.approve.isTrue);
  const nonces = await api.query.approvals.nonces(message.signer);
  assert.ok(nonces.toBigInt() > message.nonce.toBigInt());
  const members = (await api.query.approvals.authorities()).map(([, voter]) => voter.toHex());
  assert.ok(members.includes(message.signer.toHex()));
  await send(api, tenant, api.tx.market.closeOrder(id));
});

test('denied manifest and denied tenant should not get an order', async () => {
  const { api } = ctx;
  const bad = manifest();
  const create = (hash) => api.tx.market.createDeployment(hash, TUSD.id, [group()]);
  await govern(api, api.tx.approvals.denyManifest(bad));
  assert.ok((await api.query.approvals.deniedManifests(bad)).isSome);
  await refusals(api, tenant, [['approvals.ManifestIsDenied', create(bad)]]);
  await govern(api, api.tx.approvals.allowManifest(bad));

  await govern(api, api.tx.approvals.denyTenant(tenant.address));
  assert.ok((await api.query.approvals.deniedTenants(tenant.address)).isSome);
  await refusals(api, tenant, [['approvals.TenantIsDenied', create(manifest())]]);
  await govern(api, api.tx.approvals.allowTenant(tenant.address));
  assert.ok((await api.query.approvals.deniedTenants(tenant.address)).isNone);
});

test('calls of governance should be refused to others', async () => {
  const { api } = ctx;
  const { denyManifest, allowManifest, denyTenant, allowTenant, setParams, decide } = api.tx.approvals;
  await refusals(api, tenant, [
    ['BadOrigin', denyManifest(manifest())],
    ['BadOrigin', allowManifest(manifest())],
    ['BadOrigin', denyTenant(tenant.address)],
    ['BadOrigin', allowTenant(tenant.address)],
    ['BadOrigin', setParams({ orderFee: 1, deadlineBlocks: 10 })],
    ['BadOrigin', decide(subject(0), true)],
    ['approvals.NothingToClaim', api.tx.approvals.claimRewards()],
  ]);
});

test('vote should be refused without a validator\'s signature', async () => {
  const { api } = ctx;
  const message = { signer: tenant.publicKey, nonce: 0, body: { setId: await api.query.approvals.setId(), votes: [] } };
  const call = api.tx.approvals.vote(message, new Uint8Array(64));
  await assert.rejects(call.send(), /Invalid|Unknown|1010|1011/);
  assert.equal(await refusal(api, tenant, call), 'BadOrigin');
});

test('rewards should be claimed by whoever voted', async () => {
  const { api } = ctx;
  const stash = (await api.query.session.validators())[0].toString();
  const pair = [people.alice, people.bob].flatMap((one) => [one, one.derive('//stash')]).find(({ address }) => address === stash);
  const earned = await untilStays(api, 'a reward', async () => {
    const value = (await api.query.approvals.rewards(stash)).toBigInt();
    return value > 0n && value;
  });
  const account = palletAccount(api, 'approvals');
  assert.ok((await api.query.system.account(account)).data.free.toBigInt() >= earned);
  const result = await send(api, pair, api.tx.approvals.claimRewards());
  const claimed = expectEvent(result, 'approvals', 'RewardsClaimed');
  assert.equal(claimed.validator.toString(), stash);
  assert.ok(claimed.amount.toBigInt() >= earned);
  const paid = find(result.events, 'balances', 'Transfer');
  assert.equal(paid.to.toString(), stash);
  assert.equal(paid.amount.toBigInt(), claimed.amount.toBigInt());
});
