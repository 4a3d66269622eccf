// One of four validators is killed and restarted during an auction and a settlement.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { assertPaidByTheRules, settlements } from '../lib/clock.js';
import { head, until } from '../lib/connect.js';
import { assertAgreement, finalised, finalityGoesOn } from '../lib/finality.js';
import { allInState, inState } from '../lib/lease.js';
import { Network } from '../lib/network.js';
import { alive, assertNothingLost, auctionOf, finish, leaseFrom, newTenant, provide, saw } from '../lib/scenario.js';
import { sendAll } from '../lib/send.js';

let network, api, watcher, tenant, provider, served, auctioned, killed;

before(async () => {
  network = await Network.start('four', { without: ['provider2'] });
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  tenant = await newTenant(api);
  provider = await provide(api, network.api('provider1'));
  served = (await leaseFrom(api, provider, tenant)).id;
});

after(async () => {
  await finish(watcher, network);
});

test('chain should go on and finalise without the killed validator', async () => {
  auctioned = await auctionOf(api, provider, tenant);
  await network.node('dave').kill();
  killed = await head(api);
  assert.ok((await api.query.market.orders(auctioned)).unwrap().state.isOpen, 'the auction runs when the validator dies');
  const seconds = await finalityGoesOn(api, 8);
  saw(`killed at block ${killed.number}; 8 more blocks final ${seconds.toFixed(0)} s later`);
});

test('auction should end and the lease be settled meanwhile', async () => {
  await inState(api, auctioned, 'Active', 180);
  await until('a settlement by the provider\'s node', () =>
    settlements(watcher, served).some(({ number, kind }) => number > killed.number && kind === 'general'), 180);
});

test('killed validator should catch up and make blocks again', async () => {
  const { number: down } = await head(api);
  const started = Date.now();
  const dave = await network.node('dave').start();
  await until('the restarted node to have the chain', async () => (await finalised(dave)).number > down, 180);
  saw(`restarted at block ${down}; caught up ${((Date.now() - started) / 1000).toFixed(0)} s later`);
  const stash = (await api.query.session.validators()).map(String);
  const authors = new Set();
  await until('all four validators to make blocks', async () => {
    const { number } = await head(api);
    for (let at = number; at > down; at -= 1) {
      const header = await api.derive.chain.getHeader(await api.rpc.chain.getBlockHash(at));
      authors.add(header.author?.toString());
    }
    return stash.every((one) => authors.has(one));
  }, 240, 2_000);
});

test('no money should be lost and every node agree', async () => {
  await allInState(api, [served, auctioned], 'Active');
  const closed = await sendAll(api, tenant, [served, auctioned].map((id) => api.tx.leases.close(id)));
  const { block, hash } = closed.at(-1);
  await watcher.event('escrow', 'AccountClosed', ({ id }) => id.eqn(auctioned));
  for (const id of [served, auctioned]) {
    const { payments, net } = await assertPaidByTheRules(watcher, id);
    saw(`lease ${id}: ${payments} payments, ${net} units to the provider, as the rules say`);
  }
  await assertNothingLost(api, hash);
  await assertAgreement(network.apis(), block);
});
