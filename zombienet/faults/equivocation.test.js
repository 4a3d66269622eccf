// Two nodes validate with the same keys. The others report it, and the validator is slashed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { head, until } from '../lib/connect.js';
import { finalityGoesOn } from '../lib/finality.js';
import { key } from '../lib/keys.js';
import { Network } from '../lib/network.js';
import { alive, finish, saw } from '../lib/scenario.js';

// Eras of 15 s, so that a slash, which governance can cancel for 27 of them, falls within minutes.
const GENESIS = ['timings.epochLength=5', 'timings.sessionsPerEra=1'];

const stash = key('//Dave//stash');
let network, api, watcher, stake;

const bonded = async () => (await api.query.staking.ledger(stash.address)).unwrap().active.toBigInt();

before(async () => {
  network = await Network.start('four', { without: ['provider1', 'provider2'], genesis: GENESIS });
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  stake = await bonded();
});

after(async () => {
  await finish(watcher, network);
});

test('equivocation should be reported by other validators', async () => {
  await (await network.add('twin', { validator: true, like: 'dave' })).start();
  const { block, data } = await watcher.event('staking', 'SlashReported',
    ({ validator }) => validator.toString() === stash.address, { seconds: 240 });
  assert.ok(data.fraction.toNumber() > 0);
  const offences = watcher.events().filter(({ event }) => event.section === 'offences' && event.method === 'Offence');
  const kinds = [...new Set(offences.map(({ event }) => event.data.kind.toUtf8()))];
  assert.ok(kinds.some((kind) => /equivoc/.test(kind)), kinds.join());
  const unapplied = await api.query.staking.unappliedSlashes.entries();
  assert.ok(unapplied.length > 0, 'a slash waits for its era');
  saw(`reported in block ${block} as ${kinds.join(', ')}: ${data.fraction.toNumber() / 10_000_000} % of the stake`);
  await network.node('twin').kill();
});

test('validator should lose stake, and the chain go on', async () => {
  await until('the slash', async () => (await bonded()) < stake, 900, 2_000);
  const slashed = watcher.events().filter(({ event }) => event.section === 'staking' && event.method === 'Slashed' && event.data.staker.toString() === stash.address);
  const lost = slashed.reduce((sum, { event }) => sum + event.data.amount.toBigInt(), 0n);
  assert.equal(stake - (await bonded()), lost);
  saw(`${lost} of ${stake} units slashed in block ${slashed[0].number}`);
  for (const name of ['alice', 'bob', 'charlie']) {
    const other = (await api.query.staking.ledger(key(`//${name[0].toUpperCase()}${name.slice(1)}//stash`).address)).unwrap();
    assert.equal(other.active.toBigInt() >= stake, true, `${name} lost nothing`);
  }
  await finalityGoesOn(api, 3);
});
