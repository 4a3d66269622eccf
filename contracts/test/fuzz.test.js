// A bit flipped anywhere in what proves something never goes unnoticed. Seeded, so it repeats.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bigEndian, bytes, Chance, hex } from '../js/bytes.js';
import { startEthereum } from './support/ethereum.js';
import { World } from './support/world.js';

const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 3);

let ethereum;
before(async () => {
  ethereum = await startEthereum();
});
after(() => ethereum.stop());

/** How many bytes a value has in the ABI's own type, by the input that describes it. */
const widthOf = ({ type }, value) => {
  if (type === 'bytes') return bytes(value).length;
  if (type === 'address') return 20;
  return Number(type.match(/\d+$/)[0]) / (type.startsWith('bytes') ? 1 : 8);
};

/** Every single value inside arguments, with its path, its type and how to put another in. */
function* fields(inputs, args, path = []) {
  for (const [at, input] of inputs.entries()) {
    const key = Array.isArray(args) ? at : input.name;
    const value = args[key];
    const here = [...path, key];
    if (input.type.endsWith('[]')) {
      const element = { ...input, type: input.type.slice(0, -2) };
      yield* fields(value.map(() => element), value, here);
    } else if (input.type === 'tuple') {
      yield* fields(input.components, value, here);
    } else {
      yield { path: here, input, value };
    }
  }
}

/** The arguments with the value at `path` replaced; nothing else is touched. */
function replaced(args, [key, ...rest], value) {
  const copy = Array.isArray(args) ? [...args] : { ...args };
  copy[key] = rest.length === 0 ? value : replaced(args[key], rest, value);
  return copy;
}

/** A value with one bit of its encoding flipped. */
function flipped({ input, value }, bit) {
  const isNumber = input.type.startsWith('uint');
  const data = isNumber ? bigEndian(value, widthOf(input)) : Uint8Array.from(bytes(value));
  data[bit >> 3] ^= 128 >> (bit & 7);
  if (!isNumber) return hex(data);
  const number = BigInt(hex(data));
  return typeof value === 'number' ? Number(number) : number;
}

/** Flips `count` chance bits in each field, or all if there are fewer; counts what was refused. */
async function flipEverywhere({ contract, functionName, args, chance, count }) {
  const { inputs } = contract.abi.find(({ type, name }) => type === 'function' && name === functionName);
  const seen = new Set();
  let refused = 0;
  for (const field of fields(inputs, args)) {
    const bits = widthOf(field.input, field.value) * 8;
    const chosen = chance.shuffle(Array.from({ length: bits }, (_, bit) => bit)).slice(0, count);
    const results = await Promise.all(
      chosen.map((bit) => contract.rejection(functionName, replaced(args, field.path, flipped(field, bit)))),
    );
    for (const [at, result] of results.entries()) {
      assert.notEqual(result, null, `${functionName} accepted bit ${chosen[at]} of ${field.path.join('.')} flipped`);
      seen.add(result.name);
      refused++;
    }
  }
  return { seen, refused };
}

test('statement should never be proven when a bit of it or of its proof is flipped', async () => {
  const chance = new Chance(42);
  const seen = new Set();
  for (let round = 0; round < ROUNDS; round++) {
    const world = await World.create(ethereum, { seed: 100 + round, startHeight: chance.below(40) });
    const count = 1 + chance.below(12);
    const args = await world.provenStatement({ count, index: chance.below(count), later: chance.below(40) });
    assert.equal(await world.anchor.rejection('verifyLease', args), null);
    const result = await flipEverywhere({ contract: world.anchor, functionName: 'verifyLease', args, chance, count: 24 });
    assert.ok(result.refused > 300, `only ${result.refused} flips were tried`);
    result.seen.forEach((name) => seen.add(name));
  }
  assert.deepEqual([...seen].sort(), ['LeafNotInRange', 'NotAnchored', 'StatementNotInBlock', 'UnknownLeafVersion']);
});

test('submission should never be accepted when a bit of it is flipped', async () => {
  const chance = new Chance(43);
  for (let round = 0; round < ROUNDS; round++) {
    const world = await World.create(ethereum, { seed: 200 + round, length: 4 + chance.below(7) });
    world.chain.blocks(1 + chance.below(40), world.sets[1].set);
    const args = await world.submission();
    assert.equal(await world.anchor.rejection('submit', args), null);
    const result = await flipEverywhere({ contract: world.anchor, functionName: 'submit', args, chance, count: 200 });
    for (const name of ['WrongSet', 'SignersNotInSet', 'StaleCommitment', 'QuorumMissing', 'BitsBeyondSet']) {
      if (name === 'StaleCommitment' && args[0].blockNumber > 1) continue;
      assert.ok(result.seen.has(name), `no flip was refused as ${name}`);
    }
  }
});

test('hand-over should never be accepted when a bit of it is flipped', async () => {
  const chance = new Chance(44);
  for (let round = 0; round < ROUNDS; round++) {
    const world = await World.create(ethereum, { seed: 300 + round });
    world.chain.blocks(chance.below(40), world.sets[1].set);
    const args = await world.handOver();
    assert.equal(await world.anchor.rejection('submitHandOver', args), null);
    const result = await flipEverywhere({ contract: world.anchor, functionName: 'submitHandOver', args, chance, count: 64 });
    for (const name of ['WrongSet', 'SignersNotInSet', 'LeafNotInRange']) {
      assert.ok(result.seen.has(name), `no flip was refused as ${name}`);
    }
  }
});

test('later hand-over should never be accepted when a bit of it is flipped', async () => {
  const chance = new Chance(45);
  for (let round = 0; round < ROUNDS; round++) {
    const world = await World.create(ethereum, { seed: 400 + round });
    world.chain.blocks(chance.below(40), world.sets[1].set);
    const args = await world.laterHandOver({ id: 3 + chance.below(6) });
    assert.equal(await world.anchor.rejection('submitLaterHandOver', args), null);
    const result = await flipEverywhere({
      contract: world.anchor,
      functionName: 'submitLaterHandOver',
      args,
      chance,
      count: 64,
    });
    for (const name of ['SignersNotInSet', 'LeafNotInRange']) {
      assert.ok(result.seen.has(name), `no flip was refused as ${name}`);
    }
  }
});

test('statement should never be proven when two parts of its proof are swapped', async () => {
  const world = await World.create(ethereum, { seed: 9 });
  const args = await world.provenStatement({ count: 11, index: 6, later: 20 });
  const swap = (list, first, second) => {
    const copy = [...list];
    [copy[first], copy[second]] = [copy[second], copy[first]];
    return copy;
  };
  let tried = 0;
  for (const [place, list] of [[[1, 'siblings'], args[1].siblings], [[3], args[3]]]) {
    for (let first = 0; first < list.length; first++) {
      for (let second = first + 1; second < list.length; second++) {
        const changed = replaced(args, place, swap(list, first, second));
        assert.notEqual(await world.anchor.rejection('verifyLease', changed), null);
        tried++;
      }
    }
  }
  assert.ok(tried >= 10, `only ${tried} swaps were tried`);
});
