// What the contracts cost, by the receipts of real transactions, on a chain ten years old with a
// thousand statements in the block that is proven. Prints tables for the README.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { commitmentHash, leafHash, quorum, setProof, toSigners, Validators } from '../js/beefy.js';
import { Chance } from '../js/bytes.js';
import { Contract, startEthereum } from './support/ethereum.js';
import { syntheticProof, syntheticProofs } from '../js/mmr.js';
import { randomStatement, statementLeaf, statementPath, statementRoot } from '../js/statement.js';
import { MAXIMUM_AGE } from './support/world.js';

const SIZES = [4, 10, 50, 100];
/** Ten years of blocks of three seconds. */
const HEIGHT = 105_120_000;
const STATEMENTS = 1000;
const LIMITS = { submit: 2_000_000n, verifyLease: 120_000n };

let ethereum;
before(async () => {
  ethereum = await startEthereum();
});
after(() => ethereum.stop());

const thousands = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
function printTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => (typeof cell === 'bigint' || typeof cell === 'number' ? thousands(cell) : cell)).join(' | ')} |`;
  console.log(['', line(head), `|${head.map(() => '---:').join('|')}|`, ...rows.map(line), ''].join('\n'));
}

/** Deploys and does everything once; the gas of each. */
async function measure(length) {
  const chance = new Chance(length);
  const sets = [1, 2, 3].map((id) => new Validators(id, length));
  const anchor = await Contract.deploy(ethereum, 'LeaseAnchor', [sets[0].set, sets[1].set, HEIGHT - 10, MAXIMUM_AGE]);

  const signed = async (validators, blockNumber, mmrRoot) => {
    const commitment = { mmrRoot, blockNumber, validatorSetId: validators.id };
    return [commitment, toSigners(await validators.signByQuorum(commitment, chance), validators.addresses)];
  };
  const leafOf = (parentNumber, nextSet, extra) => ({ version: 0, parentNumber, parentHash: chance.word(), nextSet, extra });

  const statements = Array.from({ length: STATEMENTS }, () => randomStatement(chance));
  const leaves = statements.map(statementLeaf);
  const proven = leafOf(12_345_678, sets[1].set, statementRoot(leaves));
  const proof = syntheticProof(chance, leafHash(proven), proven.parentNumber, HEIGHT);
  const submit = await anchor.send('submit', await signed(sets[0], HEIGHT, proof.root));
  const args = [statements[700], statementPath(leaves, 700), proven, proof.items, HEIGHT];
  const verifyLease = await anchor.send('verifyLease', args);

  const next = leafOf(HEIGHT, sets[2].set, chance.word());
  const nextProof = syntheticProof(chance, leafHash(next), HEIGHT, HEIGHT + 1);
  const [commitment, signers] = await signed(sets[1], HEIGHT + 1, nextProof.root);
  const handOver = await anchor.send('submitHandOver', [commitment, signers, { leaf: next, proof: nextProof.items }]);

  // A day later: two leaves of the day before and of this one, under one root.
  const era = sets[2].as(9);
  const day = HEIGHT + 28_800;
  const office = leafOf(day - 5_000, era.set, chance.word());
  const following = leafOf(day - 1, sets[0].as(10).set, chance.word());
  const proofs = syntheticProofs(chance, [office, following].map(leafHash), [office, following].map((leaf) => leaf.parentNumber), day);
  const [laterCommitment, laterSigners] = await signed(era, day, proofs.root);
  const later = await anchor.send('submitLaterHandOver', [
    laterCommitment,
    laterSigners,
    { leaf: office, proof: proofs.items[0] },
    { leaf: following, proof: proofs.items[1] },
  ]);

  return { laterHandOver: later.gasUsed, deploy: anchor.deployGas, submit: submit.gasUsed, handOver: handOver.gasUsed, verifyLease: verifyLease.gasUsed };
}

test('gas should stay under the limits when sets have 4, 10, 50 and 100 validators', async () => {
  const rows = [];
  for (const length of SIZES) {
    const gas = await measure(length);
    rows.push([length, quorum(length), gas.deploy, gas.submit, gas.handOver, gas.laterHandOver, gas.verifyLease]);
    assert.ok(gas.submit < LIMITS.submit, `submit costs ${gas.submit}`);
    assert.ok(gas.handOver < LIMITS.submit, `submitHandOver costs ${gas.handOver}`);
    assert.ok(gas.laterHandOver < LIMITS.submit, `submitLaterHandOver costs ${gas.laterHandOver}`);
    assert.ok(gas.verifyLease < LIMITS.verifyLease, `verifyLease costs ${gas.verifyLease}`);
  }
  printTable(['validators', 'signatures', 'deploy', 'submit', 'submitHandOver', 'submitLaterHandOver', 'verifyLease'], rows);
});

test('rebuilt tree should cost the least of the ways to show membership', async () => {
  const membership = await Contract.deploy(ethereum, 'Membership');
  const chance = new Chance(77);
  const rows = [];
  for (const length of SIZES) {
    const validators = new Validators(1, length);
    const commitment = { mmrRoot: chance.word(), blockNumber: HEIGHT, validatorSetId: 1n };
    const signatures = await validators.signByQuorum(commitment, chance);
    const digest = commitmentHash(commitment);
    const { root } = validators.set;
    const signers = toSigners(signatures, validators.addresses);
    const indices = signatures.flatMap((signature, at) => (signature ? [at] : []));
    const list = indices.map((index) => ({ index, proof: setProof(validators.addresses, index) }));
    const cost = async (name, args) => (await membership.send(name, args)).gasUsed;
    const rebuilt = await cost('rebuilt', [digest, signers, length, root]);
    const named = await cost('named', [digest, indices, signers.signatures, validators.addresses, root]);
    const proven = await cost('proven', [digest, list, signers.signatures, BigInt(length), root]);
    rows.push([length, rebuilt, named, proven]);
    if (length >= 10) assert.ok(rebuilt < named && rebuilt < proven, `${rebuilt}, ${named}, ${proven} at ${length}`);
  }
  printTable(['validators', 'rebuilt tree', 'all addresses named', 'a proof for each signature'], rows);
});
