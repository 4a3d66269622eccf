// Votes from outside, second votes, replayed votes and heartbeats: the runtime refuses them all, and
// none gets into a block, whichever pool it is offered to.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Watcher, readBlock } from '../lib/blocks.js';
import { head, until } from '../lib/connect.js';
import { key, stranger } from '../lib/keys.js';
import { order } from '../lib/lease.js';
import { TUSD } from '../lib/money.js';
import { Network } from '../lib/network.js';
import { alive, blocksPass, finish, newTenant, provide, saw, wish } from '../lib/scenario.js';
import { signed, submit } from '../lib/service.js';
import { untilStays } from '../lib/settle.js';
import { refused, voteOf } from '../lib/votes.js';

let network, api, watcher, tenant, subject;

before(async () => {
  // Charlie's operator wants no order at all, and Dave's node is down: two for it, one against it,
  // and nothing is decided.
  network = await Network.start('four', {
    without: ['provider2'], later: ['dave'],
    prepare: ({ dir, validators }) => {
      const policy = join(dir, 'policy.toml');
      writeFileSync(policy, '[maximum]\ncpu_millicores = 1\n');
      validators.find(({ name }) => name === 'charlie').args.push('--approval-policy', policy);
    },
  });
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
  await provide(api, network.api('provider1'));
  subject = { Order: (await order(api, tenant, TUSD, wish())).order };
});

after(async () => {
  await finish(watcher, network);
});

const record = async () => (await api.query.approvals.subjects(subject)).unwrapOr(null);

const vote = (pair, options) => voteOf(api, pair, subject, options);
const refusedByAll = (...what) => refused([api, network.api('bob')], ...what);

test('subject should wait while its votes decide nothing', async () => {
  await until('three votes', async () => (await record())?.voters.length === 3, 60);
  const { ayes, nays, electorate } = (await record()).tally;
  assert.deepEqual([ayes, nays, electorate].map(Number), [2, 1, 4]);
  assert.ok((await record()).outcome.isNone);
});

test('votes from outside, second votes and forged ones should be refused', async () => {
  const [alice, bob, dave, eve] = ['Alice', 'Bob', 'Dave', 'Eve'].map((name) => key(`//${name}`));
  await refusedByAll('BadSigner', vote(eve), 'a vote of nobody\'s in the set');
  await refusedByAll('BadSigner', vote(stranger()), 'a vote of a stranger');
  await refusedByAll('Stale', vote(alice, { approve: false }), 'a second vote, against');
  await refusedByAll('Stale', vote(bob), 'a second vote, for');
  await refusedByAll('BadProof', vote(eve, { signer: dave }), 'a vote in Dave\'s name by another');
  await refusedByAll('Future', vote(dave, { setId: 7 }), 'a vote of another set');
  await refusedByAll('Future', vote(dave, { nonce: 40 }), 'a vote far ahead of its nonce');
  await blocksPass(api, 3);
  const { ayes, nays } = (await record()).tally;
  assert.deepEqual([ayes, nays].map(Number), [2, 1], 'none of them counted');
  saw('seven forged, foreign, second or misplaced votes: refused, none counted');
});

test('vote of a member should count once and not again', async () => {
  // The same means as above, now in order: so it was not their form for which they were refused.
  const call = await vote(key('//Dave'));
  await submit(api, call);
  const { data } = await watcher.event('approvals', 'VerdictReached', (event) => event.subject.asOrder.eqn(subject.Order));
  assert.ok(data.verdict.isApproved);
  assert.deepEqual([data.tally.ayes, data.tally.nays].map(Number), [3, 1]);
  await refusedByAll('Stale', call, 'the same again');
  saw('the third vote for it, sent by the same means, was taken and decided; sent again, it was refused');
});

test('heartbeat that a block has taken should be refused when it comes again', async () => {
  const { block } = await watcher.event('providers', 'HeartbeatReceived', () => true, { seconds: 120 });
  const { extrinsics } = await readBlock(api, block);
  const { args } = extrinsics.find(({ method }) => method === 'heartbeat');
  const replay = api.tx.providers.heartbeat(...args);
  await refusedByAll('Stale', replay, 'at once');
  const { spacing } = (await api.query.providers.parameters()).heartbeat;
  // After this block the next heartbeat may come.
  const due = block + spacing.toNumber() - 1;
  await untilStays(api, 'the next heartbeat to be due', async () => (await head(api)).number >= due, 120);
  const hash = (await api.rpc.chain.getBlockHash(due)).toHex();
  await refusedByAll('Stale', replay, 'when the next is due', hash);
  // Nor does another's signature pass.
  const [message] = args;
  const next = { ...message.toJSON(), nonce: message.nonce.toNumber() + 1 };
  const forged = signed(api, api.tx.providers.heartbeat, 'beat', next, stranger());
  await refusedByAll('BadProof', forged, 'signed by another', hash);
  await blocksPass(api, 3);
  const beats = watcher.events().filter(({ event }) => event.method === 'HeartbeatReceived').map(({ event }) => event.data.nonce.toNumber());
  assert.deepEqual(beats, [...new Set(beats)], 'each nonce once');
  saw('a replayed heartbeat: refused at once and when the next was due');
});
