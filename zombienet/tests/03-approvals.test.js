import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, until } from '../lib/connect.js';
import { people, stranger } from '../lib/keys.js';
import { fund, govern, group, manifest, order, orderIn } from '../lib/lease.js';
import { LHD, NATIVE, TUSD, palletAccount } from '../lib/money.js';
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
  const { orderFee, deadlineBlocks, committeeSize } = await api.query.approvals.params();
  assert.equal(submitted.fee.toBigInt(), orderFee.toBigInt());
  assert.equal(submitted.who.toString(), tenant.address);
  // The committee is drawn two blocks later, of all validators while there are few.
  assert.equal(submitted.deadline.toNumber(), result.block + 2 + deadlineBlocks.toNumber());
  const validators = (await api.query.session.validators()).map(String).sort();
  assert.equal(submitted.electorate.toNumber(), Math.min(validators.length, committeeSize.toNumber()));

  const state = await orderIn(api, id, 'Open').then(() => api.query.market.orders(id));
  assert.ok(state.unwrap().state.asOpen.ends.toNumber() > result.block);
  let drawn;
  for (let number = result.block + 1; !drawn && number < result.block + 20; number += 1) {
    const { events } = await readBlock(api, number);
    drawn = events.find(({ event: { section, method, data } }) => section === 'approvals' &&
      method === 'CommitteeDrawn' && isOrder(data.subject, id))?.event.data;
  }
  assert.equal(drawn.draw.toNumber(), 1);
  assert.deepEqual(drawn.members.map(String).sort(), validators);
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
  const { denyManifest, allowManifest, denyTenant, allowTenant, setParams, setPotParams, decide } = api.tx.approvals;
  await refusals(api, tenant, [
    ['BadOrigin', denyManifest(manifest())],
    ['BadOrigin', allowManifest(manifest())],
    ['BadOrigin', denyTenant(tenant.address)],
    ['BadOrigin', allowTenant(tenant.address)],
    ['BadOrigin', setParams({ orderFee: 1, deadlineBlocks: 10, committeeSize: 4 })],
    ['BadOrigin', decide(subject(0), true)],
    ['BadOrigin', setPotParams({ periodBlocks: 10, treasuryShare: 0 })],
    ['approvals.NothingToClaim', api.tx.approvals.claimRewards()],
    ['approvals.NothingToClaim', api.tx.approvals.claimPot('Native')],
    ['approvals.NotListed', api.tx.approvals.sharePot({ WithId: 77 })],
  ]);
});

test('vote should be refused without a validator\'s signature', async () => {
  const { api } = ctx;
  const message = { signer: tenant.publicKey, nonce: 0, block: (await head(api)).number, body: { setId: await api.query.approvals.setId(), votes: [] } };
  const call = api.tx.approvals.vote(message, new Uint8Array(64));
  await assert.rejects(call.send(), /Invalid|Unknown|1010|1011/);
  assert.equal(await refusal(api, tenant, call), 'BadOrigin');
});

test('approvals API should tell the seats of keys', async () => {
  const { api } = ctx;
  assert.equal((await api.call.approvalsApi.duties([tenant.publicKey])).length, 0);
  const { order: id } = await order(api, tenant, TUSD, group());
  const keys = (await api.query.approvals.authorities()).map(([, voter]) => voter);
  const seats = await until('seats on its committee', async () => {
    const mine = (await api.call.approvalsApi.duties(keys)).filter((one) => isOrder(one.subject, id));
    return mine.length > 0 && mine;
  });
  assert.equal(seats.length, keys.length);
  for (const { drawn, deadline } of seats) {
    const { deadlineBlocks } = await api.query.approvals.params();
    assert.equal(deadline.toNumber() - drawn.toNumber(), deadlineBlocks.toNumber());
  }
  await orderIn(api, id, 'Open');
  await send(api, tenant, api.tx.market.closeOrder(id));
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

test('fee pot should be shared between treasury and those who voted, and be claimed', async () => {
  const { api } = ctx;
  const { order: id, result } = await order(api, tenant, NATIVE, group({ maxPrice: 10n ** 13n, deposit: 10n ** 13n }));
  await orderIn(api, id, 'Open');
  await send(api, tenant, api.tx.market.closeOrder(id));
  const pot = palletAccount(api, 'escrow');
  await send(api, tenant, api.tx.balances.transferKeepAlive(pot, LHD));
  const { periodBlocks } = await api.query.approvals.potRules();
  const running = await api.query.approvals.runningPeriod();
  assert.ok(running.points.length > 0, 'votes earn points');
  const end = running.since.toNumber() + periodBlocks.toNumber();
  assert.ok(end > result.block - periodBlocks.toNumber());
  await until('the end of the period', async () => (await head(api)).number >= end, 150);

  const treasury = palletAccount(api, 'treasury');
  const free = async (at, who) => (await at.query.system.account(who)).data.free.toBigInt();
  const sharing = await send(api, tenant, api.tx.approvals.sharePot('Native'));
  const shared = expectEvent(sharing, 'approvals', 'PotShared');
  const [toTreasury, toValidators] = [shared.toTreasury.toBigInt(), shared.toValidators.toBigInt()];
  assert.ok(toTreasury > 0n && toValidators > 0n);
  // Others pay fees meanwhile, so compare the states before and after this one block.
  const [before, after] = await Promise.all([sharing.block - 1, sharing.block].map(async (number) =>
    api.at(await api.rpc.chain.getBlockHash(number))));
  const reserved = (await after.query.approvals.potReserved('Native')).toBigInt();
  assert.ok(reserved >= toValidators && reserved <= await free(after, pot), 'never more than is there');
  // The treasury also gets its part of transaction fees.
  assert.ok(await free(after, treasury) >= await free(before, treasury) + toTreasury);
  await refusals(api, tenant, [['approvals.AlreadyShared', api.tx.approvals.sharePot('Native')]]);

  const stashes = [people.alice, people.bob].map((one) => one.derive('//stash'));
  let claimed = 0;
  for (const stash of stashes) {
    const credited = (await api.query.approvals.potRewards(stash.address, 'Native')).toBigInt();
    if (credited === 0n) continue;
    const paid = expectEvent(await send(api, stash, api.tx.approvals.claimPot('Native')), 'approvals', 'PotClaimed');
    assert.equal(paid.amount.toBigInt(), credited);
    assert.equal(paid.validator.toString(), stash.address);
    claimed += 1;
  }
  assert.ok(claimed > 0);
});
