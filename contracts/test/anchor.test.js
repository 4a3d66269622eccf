// LeaseAnchor: what it accepts, and every reason to refuse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEventLogs, zeroAddress } from 'viem';
import {
  addressOf,
  commitmentHash,
  encodeLeaf,
  leafHash,
  malleate,
  normalise,
  quorum,
  setRoot,
  toSigners,
  Validators,
} from '../js/beefy.js';
import { bytes, concat, hex } from '../js/bytes.js';
import { artifact, Contract, rejectionOf, startEthereum } from './support/ethereum.js';
import { MAXIMUM_AGE, World } from './support/world.js';

const ZERO = `0x${'00'.repeat(32)}`;

let ethereum;
let harness;
before(async () => {
  ethereum = await startEthereum();
  harness = await Contract.deploy(ethereum, 'Harness');
});
after(() => ethereum.stop());

/** A world whose chain has ten blocks that the anchor has not seen. */
async function worldWithBlocks(options) {
  const world = await World.create(ethereum, options);
  world.chain.blocks(10, world.sets[1].set);
  return world;
}

const events = (contract, receipt) =>
  parseEventLogs({ abi: contract.abi, logs: receipt.logs }).map(({ eventName, args }) => [eventName, args]);

// --- Encodings -----------------------------------------------------------------------------------

test('commitment should hash as SCALE when its numbers have many bytes', async () => {
  const commitment = { mmrRoot: `0x${'ab'.repeat(32)}`, blockNumber: 0x01020304, validatorSetId: 0x1112131415161718n };
  assert.equal(await harness.read('commitmentHash', [commitment]), commitmentHash(commitment));
});

test('leaf should hash as SCALE when its numbers have many bytes', async () => {
  const leaf = {
    version: 0x1f,
    parentNumber: 0xa1b2c3d4,
    parentHash: `0x${'01'.repeat(32)}`,
    nextSet: { id: 0xf1f2f3f4f5f6f7f8n, length: 0x0a0b0c0d, root: `0x${'02'.repeat(32)}` },
    extra: `0x${'03'.repeat(32)}`,
  };
  assert.equal(encodeLeaf(leaf).length, 113);
  assert.equal(await harness.read('leafHash', [leaf]), leafHash(leaf));
});

test('set root should agree with binary-merkle-tree when given the data of its tests', () => {
  const letters = (text) => [...text].map((letter) => hex(new TextEncoder().encode(letter)));
  assert.equal(setRoot(letters('abc')), '0xaff1208e69c9e8be9b584b07ebac4e48a1ee9d15ce3afe20b77a4d29e4175aa3');
  assert.equal(setRoot(letters('abcdefghij')), '0xfb3b3be94be9e983ba5e094c9c51a7d96a4fa2e5d8e891df00ca89ba05bb1239');
});

test('set root should agree with pallet-beefy-mmr when given the keys of its tests', () => {
  const key = (id) => hex(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? id : 0)));
  const keyed = (...ids) => setRoot(ids.map((id) => addressOf(key(id))));
  assert.equal(keyed(1, 2), '0x8db0d5104b090776e5812e995875ba50ff47886f4ba9b6a221596443f01cb258');
  assert.equal(keyed(3, 4), '0xd4eb50bacc74545046503f26b678fb8e71031a1b5fb6659576eab17521c64d34');
});

test('quorum should be more than two thirds as BEEFY counts it for every length', async () => {
  for (const [length, needed] of [[1, 1], [2, 2], [3, 3], [4, 3], [10, 7], [50, 34], [100, 67], [300, 201]]) {
    assert.equal(await harness.read('quorum', [BigInt(length)]), BigInt(needed));
    assert.equal(quorum(length), needed);
  }
});

test('signers should rebuild the root of the set when sets have any length up to 20, or more than 256', async () => {
  const digest = `0x${'5a'.repeat(32)}`;
  for (const length of [...Array.from({ length: 20 }, (_, at) => at + 1), 256, 257, 300]) {
    const validators = new Validators(1, length);
    const signatures = await Promise.all(
      validators.keys.map((_, at) => (at < length - quorum(length) ? null : validators.signature(at, digest))),
    );
    const rebuilt = await harness.read('signersRoot', [digest, toSigners(signatures, validators.addresses), length]);
    assert.equal(rebuilt, validators.set.root, `set of ${length}`);
  }
});

// --- The start -----------------------------------------------------------------------------------

test('anchor should tell both sets when it is new', async () => {
  const { anchor, sets } = await World.create(ethereum, { length: 4, nextLength: 7, startHeight: 3 });
  assert.deepEqual(await anchor.read('currentSet'), sets[0].set);
  assert.deepEqual(await anchor.read('nextSet'), sets[1].set);
  assert.equal(await anchor.read('latestBlock'), 3);
  assert.equal(await anchor.read('maximumAge'), MAXIMUM_AGE);
});

test('anchor should refuse to start when a set is empty, ids do not follow or no age is given', async () => {
  const set = (id, length) => ({ id: BigInt(id), length, root: ZERO });
  const { abi, bytecode } = artifact('LeaseAnchor');
  const start = (...args) => rejectionOf(ethereum.client.deployContract({ abi, bytecode, args }), abi);
  assert.deepEqual(await start(set(4, 0), set(5, 1), 0, 1n), { name: 'EmptySet', values: [4n] });
  assert.deepEqual(await start(set(4, 1), set(5, 0), 0, 1n), { name: 'EmptySet', values: [5n] });
  assert.deepEqual(await start(set(4, 1), set(6, 1), 0, 1n), { name: 'WrongNextSet', values: [6n, 5n] });
  assert.deepEqual(await start(set(4, 1), set(5, 1), 0, 0n), { name: 'NoMaximumAge', values: [] });
});

test('anchor should have no function that only somebody may call, and take no money', async () => {
  const { anchor } = await World.create(ethereum);
  const writing = anchor.abi.filter((item) => item.type === 'function' && !['view', 'pure'].includes(item.stateMutability));
  assert.deepEqual(writing.map(({ name }) => name).sort(), ['submit', 'submitHandOver', 'submitLaterHandOver']);
  assert.equal(anchor.abi.some((item) => item.stateMutability === 'payable' || ['receive', 'fallback'].includes(item.type)), false);
  await assert.rejects(ethereum.client.sendTransaction({ to: anchor.address, value: 1n }));
});

// --- Commitments ---------------------------------------------------------------------------------

test('submission should store the root when a quorum of the set in office signed', async () => {
  const world = await worldWithBlocks();
  const [commitment, signers] = await world.submission();
  const receipt = await world.anchor.send('submit', [commitment, signers]);
  assert.equal(await world.anchor.read('mmrRoots', [10]), commitment.mmrRoot);
  assert.equal(await world.anchor.read('latestBlock'), 10);
  const poster = ethereum.account.address;
  assert.deepEqual(events(world.anchor, receipt), [
    ['Anchored', { blockNumber: 10, mmrRoot: commitment.mmrRoot, validatorSetId: 1n, poster }],
  ]);
});

test('submission should be accepted when all sign, and again when later blocks follow', async () => {
  const world = await worldWithBlocks({ length: 7 });
  const commitment = world.chain.commitment(1);
  const signers = toSigners(await world.sets[0].sign(commitment), world.sets[0].addresses);
  assert.deepEqual(signers.absent, []);
  await world.anchor.send('submit', [commitment, signers]);
  world.chain.blocks(1, world.sets[1].set);
  await world.anchor.send('submit', await world.submission());
  assert.equal(await world.anchor.read('latestBlock'), 11);
  assert.equal(await world.anchor.read('mmrRoots', [10]), commitment.mmrRoot);
});

test('submission should be refused when it is replayed', async () => {
  const world = await worldWithBlocks();
  const submission = await world.submission();
  await world.anchor.send('submit', submission);
  assert.deepEqual(await world.anchor.rejection('submit', submission), { name: 'AlreadyAnchored', values: [10] });
});

test('submission should be refused when its block lies before the last anchored one', async () => {
  const world = await worldWithBlocks();
  await world.anchor.send('submit', await world.submission());
  const older = await world.submission(world.sets[0], 9);
  assert.deepEqual(await world.anchor.rejection('submit', older), { name: 'StaleCommitment', values: [9, 10] });
});

test('submission should be refused when its block is the one that the anchor started from', async () => {
  const world = await World.create(ethereum, { startHeight: 5 });
  assert.deepEqual(await world.anchor.rejection('submit', await world.submission()), {
    name: 'StaleCommitment',
    values: [5, 5],
  });
});

test('submission should be refused when one signature of the quorum is missing', async () => {
  for (const length of [1, 3, 4, 10, 100]) {
    const world = await worldWithBlocks({ length });
    const commitment = world.chain.commitment(1);
    const few = Array.from({ length: quorum(length) - 1 }, (_, at) => at);
    const signers = toSigners(await world.sets[0].sign(commitment, few), world.sets[0].addresses);
    assert.deepEqual(await world.anchor.rejection('submit', [commitment, signers]), {
      name: 'QuorumMissing',
      values: [BigInt(quorum(length) - 1), BigInt(quorum(length))],
    });
  }
});

test('submission should be refused when one signature stands in for two validators', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  const [first, second] = await world.sets[0].sign(commitment);
  const signers = toSigners([first, second, second, null], world.sets[0].addresses);
  const { name, values } = await world.anchor.rejection('submit', [commitment, signers]);
  assert.equal(name, 'SignersNotInSet');
  assert.equal(values[1], world.sets[0].set.root);
});

test('submission should be refused when two signatures are swapped', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  const [first, second, third] = await world.sets[0].sign(commitment);
  const signers = toSigners([second, first, third, null], world.sets[0].addresses);
  assert.equal((await world.anchor.rejection('submit', [commitment, signers])).name, 'SignersNotInSet');
});

test('submission should be refused when a signer is not of the set', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  const strangers = new Validators(1, 4, 'strangers');
  for (const signing of [[0], [0, 1, 2]]) {
    const [own, foreign] = [await world.sets[0].sign(commitment), await strangers.sign(commitment)];
    const mixed = own.map((signature, at) => (at === 3 ? null : signing.includes(at) ? foreign[at] : signature));
    const signers = toSigners(mixed, world.sets[0].addresses);
    assert.equal((await world.anchor.rejection('submit', [commitment, signers])).name, 'SignersNotInSet');
  }
});

test('submission should be refused when another set of the same length signed under the id of the one in office', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  const signers = toSigners(await world.sets[1].sign(commitment), world.sets[1].addresses);
  assert.deepEqual(await world.anchor.rejection('submit', [commitment, signers]), {
    name: 'SignersNotInSet',
    values: [world.sets[1].set.root, world.sets[0].set.root],
  });
});

test('submission should be refused when it names a set before or after the one in office', async () => {
  const world = await worldWithBlocks();
  for (const id of [0n, 2n, 3n]) {
    const commitment = world.chain.commitment(id);
    const signers = toSigners(await world.sets[0].sign(commitment), world.sets[0].addresses);
    assert.deepEqual(await world.anchor.rejection('submit', [commitment, signers]), {
      name: 'WrongSet',
      values: [id, 1n],
    });
  }
});

test('submission should be refused when anything but what was signed is claimed', async () => {
  const world = await worldWithBlocks();
  const [commitment, signers] = await world.submission();
  for (const change of [{ mmrRoot: ZERO.replace('00', '01') }, { blockNumber: 11 }]) {
    const { name } = await world.anchor.rejection('submit', [{ ...commitment, ...change }, signers]);
    assert.equal(name, 'SignersNotInSet');
  }
});

test('submission should be refused when a signature is malleated', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  const signatures = await world.sets[0].sign(commitment);
  const changed = malleate(signatures[2]);
  signatures[2] = changed;
  const signers = toSigners(signatures, world.sets[0].addresses);
  assert.deepEqual(await world.anchor.rejection('submit', [commitment, signers]), {
    name: 'MalleableSignature',
    values: [2n, hex(bytes(changed).slice(32, 64))],
  });
});

test('submission should be refused when a recovery id is neither 0 nor 1', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  for (const id of [2, 3, 27, 28, 255]) {
    const signatures = await world.sets[0].sign(commitment);
    signatures[1] = hex(concat([bytes(signatures[1]).slice(0, 64), Uint8Array.of(id)]));
    const signers = toSigners(signatures, world.sets[0].addresses);
    assert.deepEqual(await world.anchor.rejection('submit', [commitment, signers]), {
      name: 'BadRecoveryId',
      values: [1n, id],
    });
  }
});

test('submission should be refused when no key can have made a signature, even if the set holds address zero', async () => {
  const world = await World.create(ethereum);
  const validators = world.sets[0];
  const addresses = [...validators.addresses.slice(0, 3), zeroAddress];
  const anchor = await Contract.deploy(ethereum, 'LeaseAnchor', [
    { ...validators.set, root: setRoot(addresses) },
    world.sets[1].set,
    0,
    MAXIMUM_AGE,
  ]);
  world.chain.blocks(10, world.sets[1].set);
  const commitment = world.chain.commitment(1);
  const signatures = await validators.sign(commitment, [0, 1]);
  signatures[3] = hex(new Uint8Array(65));
  assert.deepEqual(await anchor.rejection('submit', [commitment, toSigners(signatures, addresses)]), {
    name: 'UnrecoverableSignature',
    values: [3n],
  });
});

test('submission should be refused when the lists do not fit the bit field', async () => {
  const world = await worldWithBlocks();
  const [commitment, signers] = await world.submission();
  const reject = (change) => world.anchor.rejection('submit', [commitment, { ...signers, ...change }]);
  const short = signers.signatures.slice(0, -2);
  assert.deepEqual(await reject({ signatures: short }), { name: 'SignaturesLength', values: [194n, 195n] });
  assert.deepEqual(await reject({ signatures: `${signers.signatures}00` }), { name: 'SignaturesLength', values: [196n, 195n] });
  assert.deepEqual(await reject({ absent: [] }), { name: 'AbsentLength', values: [0n, 1n] });
  assert.deepEqual(await reject({ absent: [zeroAddress, zeroAddress] }), { name: 'AbsentLength', values: [2n, 1n] });
  assert.deepEqual(await reject({ bits: [] }), { name: 'BitsLength', values: [0n, 1n] });
  assert.deepEqual(await reject({ bits: [...signers.bits, 0n] }), { name: 'BitsLength', values: [2n, 1n] });
  const beyond = signers.bits[0] | 16n;
  assert.deepEqual(await reject({ bits: [beyond] }), { name: 'BitsBeyondSet', values: [beyond, 4] });
});

test('signature should be accepted when a poster has put it into the one form from any that BEEFY takes', async () => {
  const world = await worldWithBlocks();
  const commitment = world.chain.commitment(1);
  const signatures = await world.sets[0].sign(commitment);
  const withId = (signature, change) => hex(concat([bytes(signature).slice(0, 64), Uint8Array.of(change(bytes(signature)[64]))]));
  const odd = [malleate(signatures[0]), withId(signatures[1], (id) => id + 27), withId(malleate(signatures[2]), (id) => id + 27), null];
  assert.deepEqual(odd.map(normalise), [...signatures.slice(0, 3), null]);
  await world.anchor.send('submit', [commitment, toSigners(odd.map(normalise), world.sets[0].addresses)]);
});

// --- Hand-over -----------------------------------------------------------------------------------

test('hand-over should put the next set into office when that set proves who follows it', async () => {
  const world = await World.create(ethereum, { nextLength: 6 });
  world.chain.blocks(20, world.sets[1].set);
  const handOver = await world.handOver();
  const receipt = await world.anchor.send('submitHandOver', handOver);
  assert.deepEqual(await world.anchor.read('currentSet'), world.sets[1].set);
  assert.deepEqual(await world.anchor.read('nextSet'), world.sets[2].set);
  assert.equal(await world.anchor.read('mmrRoots', [21]), handOver[0].mmrRoot);
  const { length, root } = world.sets[2].set;
  assert.deepEqual(events(world.anchor, receipt), [
    ['Anchored', { blockNumber: 21, mmrRoot: handOver[0].mmrRoot, validatorSetId: 2n, poster: ethereum.account.address }],
    ['HandedOver', { currentId: 2n, nextId: 3n, nextLength: length, nextRoot: root }],
  ]);
});

test('hand-over should go on from set to set when each proves the next', async () => {
  const world = await World.create(ethereum);
  const sets = Array.from({ length: 8 }, (_, at) => new Validators(at + 1, 4));
  for (let at = 1; at < 7; at++) {
    world.chain.blocks(1 + world.chance.below(9), sets[at].set);
    await world.anchor.send('submitHandOver', await world.handOver(sets[at], sets[at + 1].set));
    world.chain.blocks(1 + world.chance.below(9), sets[at + 1].set);
    await world.anchor.send('submit', await world.submission(sets[at]));
  }
  assert.deepEqual(await world.anchor.read('currentSet'), sets[6].set);
  assert.deepEqual(await world.anchor.read('nextSet'), sets[7].set);
});

test('hand-over should end the power of the set before', async () => {
  const world = await World.create(ethereum);
  await world.anchor.send('submitHandOver', await world.handOver());
  world.chain.blocks(1, world.sets[2].set);
  assert.deepEqual(await world.anchor.rejection('submit', await world.submission(world.sets[0])), {
    name: 'WrongSet',
    values: [1n, 2n],
  });
});

test('hand-over should be refused when the set in office, or one not yet known, signed it', async () => {
  const world = await World.create(ethereum);
  for (const [validators, id] of [[world.sets[0], 1n], [world.sets[2], 3n]]) {
    const handOver = await world.handOver(validators);
    assert.deepEqual(await world.anchor.rejection('submitHandOver', handOver), { name: 'WrongSet', values: [id, 2n] });
  }
});

test('hand-over should be refused when the leaf names no set, the set in office or one too far', async () => {
  const world = await World.create(ethereum);
  for (const [next, error] of [
    [world.sets[1].set, { name: 'WrongNextSet', values: [2n, 3n] }],
    [{ ...world.sets[2].set, id: 4n }, { name: 'WrongNextSet', values: [4n, 3n] }],
    [{ ...world.sets[2].set, length: 0 }, { name: 'EmptySet', values: [3n] }],
  ]) {
    const handOver = await world.handOver(world.sets[1], next);
    assert.deepEqual(await world.anchor.rejection('submitHandOver', handOver), error);
  }
});

test('hand-over should be refused when the leaf is not in the range that was signed', async () => {
  const world = await World.create(ethereum);
  world.chain.blocks(13, world.sets[1].set);
  const [commitment, signers, { leaf, proof }] = await world.handOver();
  const forged = { ...leaf, nextSet: new Validators(3, 4, 'forged').set };
  assert.deepEqual(await world.anchor.rejection('submitHandOver', [commitment, signers, { leaf: forged, proof }]), {
    name: 'LeafNotInRange',
    values: [leafHash(forged), 14],
  });
  const { name } = await world.anchor.rejection('submitHandOver', [commitment, signers, { leaf, proof: proof.slice(1) }]);
  assert.equal(name, 'LeafNotInRange');
});

test('hand-over should be refused when too few of the next set signed', async () => {
  const world = await World.create(ethereum);
  const [commitment, , next] = await world.handOver();
  const signers = toSigners(await world.sets[1].sign(commitment, [0, 3]), world.sets[1].addresses);
  assert.deepEqual(await world.anchor.rejection('submitHandOver', [commitment, signers, next]), {
    name: 'QuorumMissing',
    values: [2n, 3n],
  });
});

test('hand-over should be refused when it is replayed', async () => {
  const world = await World.create(ethereum);
  const handOver = await world.handOver();
  await world.anchor.send('submitHandOver', handOver);
  assert.deepEqual(await world.anchor.rejection('submitHandOver', handOver), { name: 'AlreadyAnchored', values: [1] });
});

test('hand-over should be refused when its leaf has a format of another major version', async () => {
  const world = await World.create(ethereum);
  const [commitment, signers, { leaf, proof }] = await world.handOver();
  const other = { ...leaf, version: 0x20 };
  assert.deepEqual(await world.anchor.rejection('submitHandOver', [commitment, signers, { leaf: other, proof }]), {
    name: 'UnknownLeafVersion',
    values: [0x20],
  });
});

test('later hand-over should skip sessions when the validators stayed the same', async () => {
  const world = await World.create(ethereum);
  const next = new Validators(10, 6, 'a new era');
  const args = await world.laterHandOver({ id: 9, next: next.set });
  const receipt = await world.anchor.send('submitLaterHandOver', args);
  assert.deepEqual(await world.anchor.read('currentSet'), world.sets[1].as(9).set);
  assert.deepEqual(await world.anchor.read('nextSet'), next.set);
  assert.equal(await world.anchor.read('mmrRoots', [12]), args[0].mmrRoot);
  assert.deepEqual(events(world.anchor, receipt).map(([name]) => name), ['Anchored', 'HandedOver']);

  const after = next.as(15);
  await world.anchor.send('submitLaterHandOver', await world.laterHandOver({ id: 15, validators: next }));
  assert.deepEqual(await world.anchor.read('currentSet'), after.set);
  assert.deepEqual(await world.anchor.rejection('submitLaterHandOver', args), { name: 'AlreadyAnchored', values: [12] });
});

test('later hand-over should be refused when its set is not after the next one', async () => {
  const world = await World.create(ethereum);
  for (const id of [0, 1, 2]) {
    assert.deepEqual(await world.anchor.rejection('submitLaterHandOver', await world.laterHandOver({ id })), {
      name: 'SetNotLater',
      values: [BigInt(id), 2n],
    });
  }
});

test('later hand-over should be refused when the validators are not shown to be in office', async () => {
  const world = await World.create(ethereum);
  const others = new Validators(4, 4, 'others');
  const reject = async (options) => world.anchor.rejection('submitLaterHandOver', await world.laterHandOver(options));
  assert.deepEqual(await reject({ office: others.set }), {
    name: 'ValidatorsChanged',
    values: [others.set.root, world.sets[1].set.root],
  });
  assert.deepEqual(await reject({ office: { ...world.sets[1].as(4).set, length: 5 } }), {
    name: 'ValidatorsChanged',
    values: [world.sets[1].set.root, world.sets[1].set.root],
  });
  assert.deepEqual(await reject({ office: world.sets[1].as(3).set }), { name: 'WrongNextSet', values: [3n, 4n] });
});

test('later hand-over should be refused when others than the known next validators signed it', async () => {
  const world = await World.create(ethereum);
  for (const validators of [world.sets[0], new Validators(4, 4, 'others')]) {
    const args = await world.laterHandOver({ validators });
    assert.deepEqual(await world.anchor.rejection('submitLaterHandOver', args), {
      name: 'SignersNotInSet',
      values: [validators.set.root, world.sets[1].set.root],
    });
  }
});

test('later hand-over should be refused when its set is followed by none, itself or one too far', async () => {
  const world = await World.create(ethereum);
  for (const [next, error] of [
    [world.sets[1].as(4).set, { name: 'WrongNextSet', values: [4n, 5n] }],
    [world.sets[1].as(6).set, { name: 'WrongNextSet', values: [6n, 5n] }],
    [{ ...world.sets[1].as(5).set, length: 0 }, { name: 'EmptySet', values: [5n] }],
  ]) {
    const args = await world.laterHandOver({ next });
    assert.deepEqual(await world.anchor.rejection('submitLaterHandOver', args), error);
  }
});

test('later hand-over should be refused when too few signed or a leaf is not in the range', async () => {
  const world = await World.create(ethereum);
  const [commitment, signers, office, next] = await world.laterHandOver();
  const reject = (...args) => world.anchor.rejection('submitLaterHandOver', [commitment, ...args]);
  const few = toSigners(await world.sets[1].sign(commitment, [1, 2]), world.sets[1].addresses);
  assert.deepEqual(await reject(few, office, next), { name: 'QuorumMissing', values: [2n, 3n] });
  assert.equal((await reject(signers, { ...office, proof: next.proof }, next)).name, 'LeafNotInRange');
  assert.equal((await reject(signers, office, { ...next, proof: office.proof })).name, 'LeafNotInRange');
});

// --- Age -----------------------------------------------------------------------------------------

test('anchor should accept nothing more when the maximum age is exceeded, and still prove what it had', async () => {
  const world = await World.create(ethereum);
  const proven = await world.provenStatement();
  const until = await world.anchor.read('acceptsUntil');
  world.chain.blocks(2, world.sets[1].set);
  const late = await world.submission();
  const lateHandOver = await world.handOver();
  const laterHandOver = await world.laterHandOver();
  const snapshot = await ethereum.client.snapshot();
  await ethereum.client.setNextBlockTimestamp({ timestamp: until + 1n });
  await ethereum.client.mine({ blocks: 1 });
  const { timestamp } = await ethereum.client.getBlock();
  const age = timestamp - (until - MAXIMUM_AGE);
  assert.ok(age > MAXIMUM_AGE);
  assert.deepEqual(await world.anchor.rejection('submit', late), { name: 'SetTooOld', values: [age, MAXIMUM_AGE] });
  assert.equal((await world.anchor.rejection('submitHandOver', lateHandOver)).name, 'SetTooOld');
  assert.equal((await world.anchor.rejection('submitLaterHandOver', laterHandOver)).name, 'SetTooOld');
  assert.equal(await world.anchor.read('verifyLease', proven), world.saidAt);
  await ethereum.client.revert({ id: snapshot });
});

test('anchor should accept a submission in the last second of the maximum age, and count anew from it', async () => {
  const world = await worldWithBlocks();
  const submission = await world.submission();
  const until = await world.anchor.read('acceptsUntil');
  const { abi, address } = world.anchor;
  await ethereum.client.setNextBlockTimestamp({ timestamp: until });
  const hash = await ethereum.client.writeContract({ abi, address, functionName: 'submit', args: submission, gas: 1_000_000n });
  const receipt = await ethereum.client.waitForTransactionReceipt({ hash });
  assert.equal(receipt.status, 'success');
  assert.equal(await world.anchor.read('acceptsUntil'), until + MAXIMUM_AGE);
});

// --- Statements ----------------------------------------------------------------------------------

test('statement should be proven when its leaf stands under an anchored root', async () => {
  const world = await World.create(ethereum);
  for (const [count, index, later] of [[1, 0, 0], [2, 1, 1], [5, 4, 2], [33, 32, 7], [100, 63, 30]]) {
    const proven = await world.provenStatement({ count, index, later });
    assert.equal(await world.anchor.read('verifyLease', proven), world.saidAt);
  }
});

test('statement should be proven under a later root when that is anchored too', async () => {
  const world = await World.create(ethereum);
  const [statement, path] = await world.provenStatement();
  const saidAt = world.saidAt;
  world.chain.blocks(100, world.sets[1].set);
  await world.anchor.send('submit', await world.submission());
  const { leaf, proof } = world.chain.leafWithProof(saidAt);
  assert.equal(await world.anchor.read('verifyLease', [statement, path, leaf, proof, world.chain.height]), saidAt);
});

test('statement should be refused when the block is not anchored', async () => {
  const world = await World.create(ethereum);
  const proven = await world.provenStatement();
  const block = proven.at(-1);
  for (const other of [0, block - 1, block + 1]) {
    assert.deepEqual(await world.anchor.rejection('verifyLease', [...proven.slice(0, 4), other]), {
      name: 'NotAnchored',
      values: [other],
    });
  }
});

test('statement should be refused when its root stands in a leaf of another block', async () => {
  const world = await World.create(ethereum);
  const proven = await world.provenStatement();
  const { leaf, proof } = world.chain.leafWithProof(world.saidAt - 1);
  const { name, values } = await world.anchor.rejection('verifyLease', [...proven.slice(0, 2), leaf, proof, proven[4]]);
  assert.deepEqual([name, values[1]], ['StatementNotInBlock', ZERO]);
});

test('statement should be refused when it is an inner node passed for a leaf, or its path is cut', async () => {
  const world = await World.create(ethereum);
  const [statement, path, ...rest] = await world.provenStatement({ count: 8, index: 5 });
  for (const changed of [
    { sides: path.sides >> 1n, siblings: path.siblings.slice(1) },
    { sides: 1n, siblings: path.siblings.slice(0, -1) },
    { sides: path.sides, siblings: [...path.siblings, ZERO] },
    { sides: 0n, siblings: [] },
    { sides: path.sides | (1n << 200n), siblings: path.siblings },
  ]) {
    const { name } = await world.anchor.rejection('verifyLease', [statement, changed, ...rest]);
    assert.equal(name, 'StatementNotInBlock');
  }
});
