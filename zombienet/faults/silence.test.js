// A provider's node is down across several periods, then back; another account settles meanwhile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Watcher } from '../lib/blocks.js';
import { assertPaidByTheRules, replay, settlements } from '../lib/clock.js';
import { head, until } from '../lib/connect.js';
import { stranger } from '../lib/keys.js';
import { fund } from '../lib/lease.js';
import { Network } from '../lib/network.js';
import { alive, assertNothingLost, blocksPass, finish, leaseFrom, newTenant, provide, saw } from '../lib/scenario.js';
import { find, send } from '../lib/send.js';

let network, api, watcher, tenant, provider, lease, outsider, down, window;

before(async () => {
  network = await Network.start('slice');
  api = network.api('alice');
  await alive(api);
  watcher = new Watcher(api, (await head(api)).number + 1);
  outsider = stranger();
  tenant = await newTenant(api);
  await fund(api, [outsider]);
  provider = await provide(api, network.api('provider1'));
  ({ id: lease } = await leaseFrom(api, provider, tenant));
  window = (await api.query.providers.parameters()).heartbeat.window;
  await until('a settlement by the node', () => settlements(watcher, lease).some(({ kind }) => kind === 'general'), 180);
});

after(async () => {
  await finish(watcher, network);
});

test('lease should accrue for one window at most while its provider\'s node is down', async () => {
  await network.node('provider1').kill();
  down = (await head(api)).number;
  const paid = [];
  const settle = async () => {
    const result = await send(api, outsider, api.tx.leases.settle(lease));
    const data = find(result.events, 'escrow', 'Settled');
    paid.push(data ? data.net.toBigInt() + data.fee.toBigInt() : 0n);
    return result;
  };
  await settle();
  await blocksPass(api, window.blocks.toNumber());
  await settle();
  // The window is over: there is nothing more to pay, however often one asks.
  await blocksPass(api, 6);
  const late = await settle();
  assert.ok(paid[0] > 0n && paid[1] > 0n, 'another account settled within the window');
  assert.equal(paid[2], 0n, 'and found nothing more after it');
  const clock = (await (await api.at(late.hash)).query.providers.clocks(provider.address)).unwrap().clock;
  assert.ok(late.block - clock.block.toNumber() > window.blocks.toNumber(), 'the clock is stale');
});

test('node that comes back should add one window to the clock and settle again', async () => {
  await network.node('provider1').start();
  const back = (await head(api)).number;
  await watcher.event('providers', 'HeartbeatReceived',
    (data) => data.provider.toString() === provider.address, { seconds: 120, from: back });
  await until('a settlement by the node', () =>
    settlements(watcher, lease).some(({ number, kind }) => number > back && kind === 'general'), 180);
  const { beats } = await replay(watcher, provider.address);
  const first = beats.find(({ number }) => number >= back);
  assert.ok(first.silent > window.blocks.toNumber());
  assert.equal(first.counted, window.time.toNumber());
  saw(`no heartbeat for ${first.silent} blocks, ${first.passed} ms; ${first.counted} ms of them counted`);
});

test('provider should have been paid what the rules say, and nothing twice', async () => {
  const closed = await send(api, tenant, api.tx.leases.close(lease));
  await watcher.event('escrow', 'AccountClosed', ({ id }) => id.eqn(lease));
  const { net, payments } = await assertPaidByTheRules(watcher, lease);
  const all = settlements(watcher, lease);
  const foreign = all.filter(({ signer }) => signer === outsider.address).length;
  assert.equal(foreign, 2);
  saw(`${payments} payments, ${foreign} of them asked for by another account while the node was down from block ${down} on: ${net} units to the provider, as the rules say`);
  await assertNothingLost(api, closed.hash);
});
