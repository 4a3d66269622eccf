// Service clocks and rent worked out again from blocks, by the rules and not by the chain's code.
import assert from 'node:assert/strict';
import { findAll } from './send.js';

const HOUR = 3_600_000n;

/** The chain's time in a block, in milliseconds. */
export const momentOf = (block) =>
  Number(block.extrinsics.find((one) => one.section === 'timestamp' && one.method === 'set').args[0].toBigInt());

/** What `provider`'s service clock shows in each block that `watcher` has: number → milliseconds.
 * Begins at the state of the block before the watcher's first. */
export async function replay(watcher, provider) {
  const { api, start, best } = watcher;
  const before = await api.at(await api.rpc.chain.getBlockHash(start - 1));
  const record = await before.query.providers.clocks(provider);
  const rules = (await before.query.providers.parameters()).heartbeat.window;
  const window = { time: rules.time.toNumber(), blocks: rules.blocks.toNumber() };
  let clock = null;
  if (record.isSome) {
    const { value, last, block } = record.unwrap().clock;
    clock = { value: value.toNumber(), last: last.toNumber(), block: block.toNumber() };
  }
  const shown = new Map();
  const beats = [];
  for (let number = start; number <= best; number += 1) {
    const block = watcher.blocks.get(number);
    const now = momentOf(block);
    const ours = (name) => block.events.some(({ event }) =>
      event.section === 'providers' && event.method === name && event.data.provider.toString() === provider);
    if (ours('Registered')) clock = { value: 0, last: now, block: number };
    if (clock && ours('HeartbeatReceived')) {
      const onTime = number - clock.block <= window.blocks;
      const counted = onTime ? now - clock.last : Math.min(now - clock.last, window.time);
      beats.push({ number, silent: number - clock.block, passed: now - clock.last, counted });
      clock = { value: clock.value + counted, last: now, block: number };
    }
    if (clock) shown.set(number, clock.value + Math.min(now - clock.last, window.time));
  }
  return { shown, beats };
}

/** Check a closed lease to the last unit: at each payment its stream had accrued by the rules just
 * what was paid until then, and at the end everything deposited is paid, taken or refunded.
 * For leases of one price that were neither paused nor topped up. Returns the totals. */
export async function assertPaidByTheRules(watcher, lease) {
  const events = watcher.events().map(({ number, event }) => ({ number, section: event.section, method: event.method, data: event.data }));
  const ours = (section, method, name = 'id') =>
    events.filter((one) => one.section === section && one.method === method && one.data[name].eqn(lease));
  const [started] = ours('escrow', 'StreamStarted');
  const [closed] = ours('escrow', 'AccountClosed');
  assert.ok(started && closed, `lease ${lease} has started and ended`);
  const provider = started.data.payee.toString();
  const { shown } = await replay(watcher, provider);
  const price = started.data.price.toBigInt();
  const rate = started.data.feeRate.toBigInt();
  const anchor = started.data.anchor.toBigInt();
  const { totals } = closed.data;
  const deposited = totals.deposited.toBigInt();
  assert.equal(Number(anchor), shown.get(started.number), 'the stream starts at what the clock shows');

  const accruedAt = (clock) => {
    const accrued = (price * (BigInt(clock) - anchor)) / HOUR;
    return accrued < deposited ? accrued : deposited;
  };
  let [net, fees] = [0n, 0n];
  const payments = ours('escrow', 'Settled');
  for (const { number, data } of payments) {
    net += data.net.toBigInt();
    fees += data.fee.toBigInt();
    assert.equal(data.clock.toNumber(), shown.get(number), `the clock in block ${number}`);
    assert.equal(net + fees, accruedAt(data.clock.toNumber()), `paid up to block ${number}`);
    assert.equal(fees, ((net + fees) * rate) / 1_000_000n, `fees up to block ${number}`);
  }
  assert.equal(net + fees, accruedAt(shown.get(closed.number)), 'paid at the end');
  assert.equal(totals.paid.toBigInt(), net);
  assert.equal(totals.fees.toBigInt(), fees);
  assert.equal(net + fees + totals.refunded.toBigInt(), deposited);
  assert.equal(totals.held.toBigInt(), 0n);
  return { net, fees, refunded: totals.refunded.toBigInt(), payments: payments.length, started: started.number, closed: closed.number };
}

/** The transactions in the watcher's blocks that settled this lease: who sent each, a node or an
 * account, and in which block. */
export function settlements(watcher, lease) {
  return [...watcher.blocks.values()].sort((a, b) => a.number - b.number).flatMap(({ number, extrinsics }) =>
    extrinsics.filter(({ events }) =>
      findAll(events, 'escrow', 'Settled').some(({ id }) => id.eqn(lease))).map(({ method, kind, signer }) => ({ number, method, kind, signer })));
}
