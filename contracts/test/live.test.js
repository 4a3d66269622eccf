// The anchor against a running network: real commitments, real leaves, real statements.
//
//   LEASEHOLD_WS=ws://127.0.0.1:9944 node --test test/live.test.js
//
// LEASEHOLD_HANDOVERS  how many hand-overs to follow (2); each takes up to a session of the network,
//                      and after them two sessions pass without one
// LEASEHOLD_LEASES     the leases whose statements to prove, as "0,1,2" (all from 0 to 63 that have one)
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, describe, test } from 'node:test';
import { encodeLeaf, leafHash, malleate, normalise, quorum, toSigners } from '../js/beefy.js';
import { Chance, hex, keccak } from '../js/bytes.js';
import { Contract, startEthereum } from './support/ethereum.js';
import { Node } from '../js/node.js';
import { CLOSED, FIELDS, sidesOf, statementLeaf } from '../js/statement.js';
import { MAXIMUM_AGE } from './support/world.js';

const { LEASEHOLD_WS, LEASEHOLD_HANDOVERS = '2', LEASEHOLD_LEASES } = process.env;
const skip = LEASEHOLD_WS ? false : 'LEASEHOLD_WS is not set: give it the WebSocket of a node of a running network';

describe('anchor of a running network', { skip, timeout: 1_800_000 }, () => {
  let ethereum;
  let harness;
  let node;
  let anchor;
  let stream;
  let latest;

  /** The next justification that BEEFY makes. */
  const nextJustification = async () => (latest = (await stream.next()).value);

  /** A justification as the contract takes it. */
  const toSubmission = async ({ commitment, signatures }) => {
    const { id, addresses } = await node.validators(commitment.blockNumber);
    assert.equal(id, commitment.validatorSetId);
    return [commitment, toSigners(signatures.map(normalise), addresses)];
  };

  /** Brings the anchor to a justification's block, by a hand-over if its set is the next. */
  const follow = async (justification) => {
    const { blockNumber, validatorSetId } = justification.commitment;
    const submission = await toSubmission(justification);
    const current = await anchor.read('currentSet');
    if (validatorSetId === current.id) return anchor.send('submit', submission);
    const next = await provenLeaf(blockNumber, blockNumber);
    if (validatorSetId === current.id + 1n) return anchor.send('submitHandOver', [...submission, next]);
    const office = await provenLeaf(await lastBlockOfSet(validatorSetId - 1n, blockNumber), blockNumber);
    return anchor.send('submitLaterHandOver', [...submission, office, next]);
  };

  /** The leaf of a block and its proof in the range of block `at`, as the contract takes them. */
  const provenLeaf = async (block, at) => {
    const { leaf, items } = await node.leafProof(block, at);
    return { leaf, proof: items };
  };

  /** The last block, before `before`, in which a set was in office. */
  const lastBlockOfSet = async (id, before) => {
    let block = before;
    while ((await node.currentSet(block)).id > id) block--;
    return block;
  };

  /** The example consumer pays for a closed lease, and only once. */
  const payFor = async (args) => {
    const consumer = await Contract.deploy(ethereum, 'PayOnSettled', [anchor.address]);
    const receiver = '0x0000000000000000000000000000000000b0b000';
    const balance = () => ethereum.client.getBalance({ address: receiver });
    const before = await balance();
    const [{ lease, provider, paid }] = args;
    await consumer.send('pledge', [receiver, 0n, lease, provider, paid], 5n);
    await consumer.send('pay', [0n, ...args]);
    assert.equal((await balance()) - before, 5n);
    assert.equal((await consumer.rejection('pay', [0n, ...args])).name, 'NothingPledged');
  };

  before(async () => {
    ethereum = await startEthereum();
    harness = await Contract.deploy(ethereum, 'Harness');
    node = await Node.connect(LEASEHOLD_WS);
    stream = node.justifications();
    const { commitment } = await nextJustification();
    const sets = await Promise.all([node.currentSet(commitment.blockNumber), node.nextSet(commitment.blockNumber)]);
    anchor = await Contract.deploy(ethereum, 'LeaseAnchor', [...sets, commitment.blockNumber - 1, MAXIMUM_AGE]);
  });
  after(async () => {
    node?.close();
    await ethereum?.stop();
  });

  test('deployed anchor should know the sets of the network when deploy.js read them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leasehold-anchor-'));
    const file = join(folder, 'key');
    const run = promisify(execFile);
    const script = fileURLToPath(new URL('../deploy.js', import.meta.url));
    const args = [script, '--node', LEASEHOLD_WS, '--rpc', ethereum.url, '--key-file', file, '--maximum-age', '1000'];
    try {
      writeFileSync(file, hex(ethereum.account.getHdKey().privateKey), { mode: 0o644 });
      await assert.rejects(run(process.execPath, args), /may be used by others/);
      chmodSync(file, 0o600);
      const { address, blockNumber } = JSON.parse((await run(process.execPath, args)).stdout);
      const deployed = new Contract(ethereum, anchor, address);
      assert.deepEqual(await deployed.read('currentSet'), await node.currentSet(blockNumber));
      assert.deepEqual(await deployed.read('nextSet'), await node.nextSet(blockNumber));
      assert.equal(await deployed.read('latestBlock'), blockNumber);
      assert.equal(await deployed.read('maximumAge'), 1000n);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('real commitment should be accepted when it comes as BEEFY signed it, and refused when changed', async (t) => {
    const submission = await toSubmission(latest);
    const { commitment, signatures } = latest;
    const { length } = signatures;
    t.diagnostic(`block ${commitment.blockNumber}, set ${commitment.validatorSetId}: ${signatures.filter(Boolean).length} of ${length} signed`);

    const { addresses } = await node.validators(commitment.blockNumber);
    const signers = (list) => [commitment, toSigners(list, addresses)];
    const first = signatures.findIndex(Boolean);
    const malleated = signatures.map((one, at) => (at === first ? malleate(normalise(one)) : normalise(one)));
    assert.equal((await anchor.rejection('submit', signers(malleated))).name, 'MalleableSignature');
    let kept = 0;
    const short = signatures.map((one) => (one && ++kept < quorum(length) ? normalise(one) : null));
    assert.equal((await anchor.rejection('submit', signers(short))).name, 'QuorumMissing');
    const other = { ...commitment, blockNumber: commitment.blockNumber + 1 };
    assert.equal((await anchor.rejection('submit', [other, submission[1]])).name, 'SignersNotInSet');

    await anchor.send('submit', submission);
    assert.equal(await anchor.read('mmrRoots', [commitment.blockNumber]), commitment.mmrRoot);
    assert.equal((await anchor.rejection('submit', submission)).name, 'AlreadyAnchored');
  });

  test('real leaves should be proven under the signed root when the node makes their proofs', async (t) => {
    const { blockNumber: at, mmrRoot } = latest.commitment;
    const chance = new Chance(at);
    const blocks = new Set([1, at, ...Array.from({ length: 20 }, () => 1 + chance.below(at))]);
    for (const block of blocks) {
      const { leaf, encoded, index, count, items } = await node.leafProof(block, at);
      assert.deepEqual([leaf.parentNumber, index, count], [block - 1, block - 1, at]);
      assert.equal(leaf.parentHash, await node.hash(block - 1));
      assert.equal(hex(encodeLeaf(leaf)), encoded);
      assert.equal(await harness.read('leafHash', [leaf]), keccak(encoded));
      assert.deepEqual(await harness.read('mmrRoot', [leafHash(leaf), BigInt(index), BigInt(count), items]), [true, mmrRoot]);
    }
    t.diagnostic(`${blocks.size} leaves of ${at}`);
  });

  test('sets should hand over when the network changes its session', async (t) => {
    if (Number(LEASEHOLD_HANDOVERS) === 0) return t.skip('LEASEHOLD_HANDOVERS is 0');
    let done = 0;
    while (done < Number(LEASEHOLD_HANDOVERS)) {
      const before = await anchor.read('currentSet');
      await follow(await nextJustification());
      const current = await anchor.read('currentSet');
      const { blockNumber } = latest.commitment;
      assert.deepEqual(current, await node.currentSet(blockNumber));
      assert.deepEqual(await anchor.read('nextSet'), await node.nextSet(blockNumber));
      assert.equal(await anchor.read('latestBlock'), blockNumber);
      if (current.id === before.id) continue;
      done++;
      t.diagnostic(`block ${blockNumber}: set ${before.id} handed over to ${current.id}`);
    }
  });

  test('sets should hand over when the anchor slept through a session in which the validators stayed', async (t) => {
    const { id } = await anchor.read('currentSet');
    do await nextJustification();
    while (latest.commitment.validatorSetId < id + 2n);
    const receipt = await follow(latest);
    const { blockNumber } = latest.commitment;
    assert.deepEqual(await anchor.read('currentSet'), await node.currentSet(blockNumber));
    assert.deepEqual(await anchor.read('nextSet'), await node.nextSet(blockNumber));
    t.diagnostic(`block ${blockNumber}: from set ${id} to ${latest.commitment.validatorSetId} for ${receipt.gasUsed} gas`);
  });

  test('real statements should be proven when their block is anchored', async (t) => {
    const leases = LEASEHOLD_LEASES?.split(',').map(Number) ?? Array.from({ length: 64 }, (_, id) => id);
    const found = (await Promise.all(leases.map((lease) => node.statementProof(lease)))).filter(Boolean);
    if (LEASEHOLD_LEASES) assert.equal(found.length, leases.length, 'a lease that was named has no statement');
    if (found.length === 0) return t.skip('no lease of this network has a statement yet');

    while (latest.commitment.blockNumber <= Math.max(...found.map(({ block }) => block))) {
      await follow(await nextJustification());
    }
    const { blockNumber: at } = latest.commitment;
    for (const { statement: json, block, root, leaf: hash, index, count, siblings } of found) {
      const statement = Object.fromEntries(
        FIELDS.map(([name, type]) => {
          if (type === 'bytes32') return [name, json[name]];
          return [name, Number(type.slice(4)) <= 32 ? Number(json[name]) : BigInt(json[name])];
        }),
      );
      assert.equal(statementLeaf(statement), hash);
      const { leaf, items } = await node.leafProof(block + 1, at);
      assert.equal(leaf.extra, root);
      const args = [statement, { sides: sidesOf(index, count), siblings }, leaf, items, at];
      assert.equal(await anchor.read('verifyLease', args), block);
      const forged = { ...statement, paid: statement.paid + 1n };
      assert.equal((await anchor.rejection('verifyLease', [forged, ...args.slice(1)])).name, 'StatementNotInBlock');
      if (statement.state === CLOSED) await payFor(args);
      // What the node has put together, sent as it is.
      const whole = await node.request('lease_anchorProof', `${statement.lease}`, at);
      const { data } = await ethereum.client.call({ to: anchor.address, data: whole.calldata });
      assert.equal(Number(data), whole.saidAt);
      const parts = [whole.statement, whole.path, whole.leaf, whole.leafProof, whole.anchoredBlock];
      assert.equal(await anchor.read('verifyLease', parts), whole.saidAt);
      t.diagnostic(`lease ${statement.lease}: statement ${statement.sequence}, state ${statement.state}, of block ${block}`);
    }
  });
});
