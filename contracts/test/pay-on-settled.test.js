// The example consumer: pays when the chain says that the lease is closed and paid, else not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEther } from 'viem';
import { Contract, startEthereum } from './support/ethereum.js';
import { CLOSED } from '../js/statement.js';
import { World } from './support/world.js';

const PROVIDER = `0x${'b0'.repeat(32)}`;
const RECEIVER = '0x00000000000000000000000000000000000A11cE';
const AMOUNT = parseEther('2');

let ethereum;
before(async () => {
  ethereum = await startEthereum();
});
after(() => ethereum.stop());

/** A pledge for lease 7 and the proof of a statement on it, closed and paid unless changed. */
async function pledged({ receiver = RECEIVER, days = 30n, ...change } = {}) {
  const world = await World.create(ethereum);
  const consumer = await Contract.deploy(ethereum, 'PayOnSettled', [world.anchor.address]);
  const { timestamp } = await ethereum.client.getBlock();
  const deadline = timestamp + days * 86_400n;
  await consumer.send('pledge', [receiver, deadline, 7n, PROVIDER, 1_000n], AMOUNT);
  const settled = { lease: 7n, provider: PROVIDER, state: CLOSED, paid: 1_000n };
  const proven = await world.provenStatement({ change: { ...settled, ...change } });
  return { world, consumer, proven, deadline };
}

const balance = (address) => ethereum.client.getBalance({ address });

test('pledge should be paid when the lease is proven closed and its provider paid', async () => {
  const { consumer, proven } = await pledged();
  const before = await balance(RECEIVER);
  await consumer.send('pay', [0n, ...proven]);
  assert.equal((await balance(RECEIVER)) - before, AMOUNT);
  assert.equal(await balance(consumer.address), 0n);
});

test('pledge should be paid once when it is claimed twice', async () => {
  const { consumer, proven } = await pledged();
  await consumer.send('pledge', [RECEIVER, 0n, 8n, PROVIDER, 0n], AMOUNT);
  await consumer.send('pay', [0n, ...proven]);
  assert.deepEqual(await consumer.rejection('pay', [0n, ...proven]), { name: 'NothingPledged', values: [0n] });
  assert.equal(await balance(consumer.address), AMOUNT);
});

test('pledge should not be paid when the statement says something else', async () => {
  const other = `0x${'b1'.repeat(32)}`;
  for (const [change, error] of [
    [{ lease: 8n }, { name: 'WrongLease', values: [8n, 7n] }],
    [{ provider: other }, { name: 'WrongProvider', values: [other, PROVIDER] }],
    [{ state: 3 }, { name: 'NotClosed', values: [3] }],
    [{ paid: 999n }, { name: 'PaidTooLittle', values: [999n, 1_000n] }],
  ]) {
    const { consumer, proven } = await pledged(change);
    assert.deepEqual(await consumer.rejection('pay', [0n, ...proven]), error);
  }
});

test('pledge should not be paid when the statement is forged', async () => {
  const { consumer, proven } = await pledged({ paid: 999n });
  const [statement, ...rest] = proven;
  const { name } = await consumer.rejection('pay', [0n, { ...statement, paid: 1_000n }, ...rest]);
  assert.equal(name, 'StatementNotInBlock');
  assert.equal(await balance(consumer.address), AMOUNT);
});

test('pledge should go back to its payer when the deadline has passed, and not before', async () => {
  const { consumer, proven, deadline } = await pledged({ days: 1n });
  assert.equal((await consumer.rejection('takeBack', [0n])).name, 'BeforeDeadline');
  await ethereum.client.setNextBlockTimestamp({ timestamp: deadline });
  await ethereum.client.mine({ blocks: 1 });
  await consumer.send('takeBack', [0n]);
  assert.equal(await balance(consumer.address), 0n);
  assert.equal((await consumer.rejection('pay', [0n, ...proven])).name, 'NothingPledged');
});

test('pledge should stay when its receiver refuses the money', async () => {
  const harness = await Contract.deploy(ethereum, 'Harness');
  const { consumer, proven } = await pledged({ receiver: harness.address });
  assert.deepEqual(await consumer.rejection('pay', [0n, ...proven]), {
    name: 'SendingFailed',
    values: [harness.address, AMOUNT],
  });
  assert.equal(await balance(consumer.address), AMOUNT);
});

test('pledge should be refused when no money comes with it', async () => {
  const { consumer } = await pledged();
  assert.equal((await consumer.rejection('pledge', [RECEIVER, 0n, 7n, PROVIDER, 0n])).name, 'NothingSent');
});
