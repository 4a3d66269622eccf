// Five validators, of whom four judge each order: the committee is the one that the rules draw two
// blocks after the order, the fifth's vote is refused, and the members' votes decide.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { head, until } from '../lib/connect.js';
import { assertAgreement } from '../lib/finality.js';
import { Judge } from '../lib/judge.js';
import { key } from '../lib/keys.js';
import { order } from '../lib/lease.js';
import { TUSD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { alive, blocksPass, finish, newTenant, saw, wish } from '../lib/scenario.js';
import { submit } from '../lib/service.js';
import { drawAgain, refused, voteOf } from '../lib/votes.js';

const PEOPLE = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve'];
/** Whose stash an account is. */
const ownerOf = (who) => PEOPLE.find((name) => key(`//${name}//stash`).address === `${who}`);
const voter = (name) => key(`//${name}`);

let network, api, watcher, judge, tenant, subject, first, second, outsider;

before(async () => {
  judge = await Judge.start();
  network = await Network.start('five', { prepare: ({ dir, validators }) => judge.preside(dir, validators) });
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
});

after(async () => {
  judge?.stop();
  await finish(watcher, network);
});

/** Order, and wait for the first committee. */
async function judged() {
  const { order: id, result } = await order(api, tenant, TUSD, wish({ buyNow: null }));
  return { id, subject: { Order: id }, submitted: result.block, ...await drawn(id, 1) };
}

/** The committee of an order's draw number `draw`, once it stays: its block, and who is on it. */
async function drawn(id, draw) {
  const { block, data } = await watcher.event('approvals', 'CommitteeDrawn',
    (event) => event.subject.asOrder.eqn(id) && event.draw.eqn(draw), { seconds: 240 });
  return { block, members: data.members.map(String), deadline: data.deadline.toNumber() };
}

const votesOn = (id) => watcher.events()
  .filter(({ event }) => event.section === 'approvals' && ['Voted', 'VoteSkipped'].includes(event.method) && event.data.subject.asOrder.eqn(id))
  .map(({ event }) => ({ who: event.data.validator.toString(), counted: event.method === 'Voted' }));

const verdictOn = (id) => watcher.event('approvals', 'VerdictReached', (event) => event.subject.asOrder.eqn(id), { seconds: 120 });

test('committee should be the one that two blocks after the order draw', async () => {
  first = await judged();
  ({ subject } = first);
  assert.equal(first.block, first.submitted + 2);
  assert.equal(first.members.length, 4);
  assert.deepEqual(await drawAgain(api, { submitted: first.submitted, number: first.block }), first.members);
  [outsider] = PEOPLE.filter((name) => !first.members.map(ownerOf).includes(name));
  saw(`order of block ${first.submitted}: committee drawn in block ${first.block}, without ${outsider}, as worked out again from digest and state`);
});

test('vote from outside the committee should be refused', async () => {
  const keys = [voter(outsider).publicKey];
  assert.equal((await api.call.approvalsApi.duties(keys)).length, 0, 'its node has no seat');
  const nodes = [api, network.api('eve')];
  for (const approve of [true, false]) {
    await refused(nodes, 'BadSigner', voteOf(api, voter(outsider), subject, { approve }), `a vote of ${outsider}'s`);
  }
  // One of a member's, by the same means, is taken, and two in its name are not.
  const member = voter(ownerOf(first.members[0]));
  await submit(api, await voteOf(api, member, subject));
  await watcher.event('approvals', 'Voted', (event) => event.subject.asOrder.eqn(first.id));
  await refused(nodes, 'BadProof', voteOf(api, voter(outsider), subject, { signer: voter(ownerOf(first.members[1])) }), 'a vote in a member\'s name');
  await blocksPass(api, 2);
  assert.deepEqual(votesOn(first.id), [{ who: first.members[0], counted: true }]);
  assert.ok(judge.asked > 0, 'nodes on the committee asked their service, and abstained');
  saw(`${outsider}'s votes, for and against, were refused by the runtime and got into no block, a member's did`);
});

test('second committee should have the outsider on it, whose vote counts then', async () => {
  second = await drawn(first.id, 2);
  assert.equal(second.block, first.deadline);
  assert.deepEqual(
    await drawAgain(api, { submitted: first.submitted, number: second.block, before: first.members }), second.members);
  assert.ok(second.members.map(ownerOf).includes(outsider));
  const left = PEOPLE.find((name) => !second.members.map(ownerOf).includes(name));
  await refused([api, network.api('bob')], 'BadSigner', voteOf(api, voter(left), subject), `a vote of ${left}'s, who was on the first`);
  // The vote on the first committee counts on, if its member is on the second.
  const missing = second.members.includes(first.members[0]) ? 2 : 3;
  const others = second.members.filter((who) => who !== first.members[0]).map(ownerOf).filter((name) => name !== outsider);
  for (const name of [outsider, ...others].slice(0, missing)) await submit(api, await voteOf(api, voter(name), subject));
  const { data } = await verdictOn(first.id);
  assert.ok(data.verdict.isApproved);
  assert.deepEqual([data.tally.electorate, data.tally.ayes, data.tally.nays].map(Number), [4, 3, 0]);
  const who = votesOn(first.id).filter(({ counted }) => counted).map((one) => ownerOf(one.who));
  assert.ok(who.includes(outsider) && !who.includes(left));
  saw(`no verdict by block ${first.deadline}: second committee, without ${left}, with ${outsider}, whose vote counted; approved by 3 of 4`);
});

test('nodes should vote on what they are on the committee of, and on nothing else', async () => {
  judge.approve = true;
  const without = [];
  for (let round = 0; round < 3; round += 1) {
    const one = await judged();
    assert.equal(one.block, one.submitted + 2);
    assert.deepEqual(await drawAgain(api, { submitted: one.submitted, number: one.block }), one.members);
    const { data } = await verdictOn(one.id);
    assert.ok(data.verdict.isApproved);
    assert.deepEqual([data.tally.electorate, data.tally.nays].map(Number), [4, 0]);
    await blocksPass(api, 3);
    const votes = votesOn(one.id);
    assert.deepEqual(votes.filter(({ who }) => !one.members.includes(who)), []);
    assert.ok(votes.filter(({ counted }) => counted).length >= 3);
    without.push(PEOPLE.find((name) => !one.members.map(ownerOf).includes(name)));
  }
  saw(`three more orders, judged by the nodes themselves without ${without.join(', ')}: approved by members alone`);
  const { number } = await head(api);
  await assertAgreement(network.apis(), number, Math.max(number - 20, 0));
});
