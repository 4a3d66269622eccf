// What posters have paid, from the anchor's events.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { costs } from '../costs.js';
import { anvilAccount, connectAnvil } from '../js/layer1.js';
import { Contract, startEthereum } from './support/ethereum.js';
import { World } from './support/world.js';

describe('costs of posters', () => {
  let ethereum;
  before(async () => (ethereum = await startEthereum()));
  after(() => ethereum?.stop());

  test('costs should be those of the receipts when two have posted', async () => {
    const world = await World.create(ethereum, { startHeight: 3 });
    const { anchor } = world;
    const other = connectAnvil(ethereum.url, anvilAccount(1));
    const others = new Contract(other, anchor, anchor.address);
    const receipts = [];
    for (const by of [anchor, others, anchor]) {
      world.chain.blocks(2, world.sets[1].set);
      receipts.push(await by.send('submit', await world.submission()));
    }
    const posters = await costs({ client: ethereum.client, address: anchor.address });
    const wei = (...list) => list.reduce((sum, one) => sum + one.gasUsed * one.effectiveGasPrice, 0n);
    const [mine, theirs] = [posters.get(ethereum.account.address), posters.get(other.account.address)];
    assert.equal(posters.size, 2);
    assert.deepEqual(mine.posts.map(({ anchored }) => anchored), [5, 9]);
    assert.deepEqual(theirs.posts.map(({ hash }) => hash), [receipts[1].transactionHash]);
    assert.equal(mine.wei, wei(receipts[0], receipts[2]));
    assert.equal(theirs.gas, receipts[1].gasUsed);
    const toBlock = receipts[0].blockNumber;
    assert.equal((await costs({ client: ethereum.client, address: anchor.address, toBlock })).size, 1);
  });
});
