// Statements: the encoding that three programs share, and the tree over a block's statements.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chance } from '../js/bytes.js';
import { Contract, startEthereum } from './support/ethereum.js';
import { FIELDS, randomStatement, sidesOf, statementLeaf, statementPath, statementRoot } from '../js/statement.js';
import { contractLeaves, COUNT, readVectors, toRow, vectorStatements } from './support/vectors.js';

let ethereum;
let harness;
before(async () => {
  ethereum = await startEthereum();
  harness = await Contract.deploy(ethereum, 'Harness');
});
after(() => ethereum.stop());

test('leaf should be the same in Solidity and JavaScript for a thousand random statements', async () => {
  const statements = vectorStatements();
  const leaves = await contractLeaves(harness, statements);
  assert.equal(leaves.length, COUNT);
  assert.deepEqual(leaves, statements.map(statementLeaf));
  assert.equal(new Set(leaves).size, COUNT);
});

test('vector file should hold the leaves that the contracts make, for Rust to compare', async () => {
  const { fields, rows } = readVectors();
  const statements = vectorStatements();
  const leaves = await contractLeaves(harness, statements);
  assert.deepEqual(fields, [...FIELDS.map(([name]) => name), 'leaf']);
  assert.deepEqual(rows, statements.map((statement, at) => toRow(statement, leaves[at])));
});

test('random statements should reach zero and the greatest value in every number', () => {
  const statements = vectorStatements();
  for (const [name, type] of FIELDS) {
    if (type === 'bytes32') continue;
    const values = new Set(statements.map((statement) => BigInt(statement[name])));
    assert.ok(values.has(0n), `${name} is never zero`);
    assert.ok(values.has((1n << BigInt(type.slice(4))) - 1n), `${name} never reaches its greatest value`);
  }
});

test('leaf should change when any field changes', async () => {
  const chance = new Chance(3);
  const statement = randomStatement(chance);
  const changed = FIELDS.map(([name, type]) => ({
    ...statement,
    [name]: type === 'bytes32' ? chance.word() : BigInt(statement[name]) === 0n ? 1n : 0n,
  }));
  const leaves = await contractLeaves(harness, [statement, ...changed]);
  assert.equal(new Set(leaves).size, 1 + FIELDS.length);
});

test('path should lead to the root for every leaf of every small tree', async () => {
  const chance = new Chance(5);
  for (let count = 1; count <= 33; count++) {
    const leaves = Array.from({ length: count }, () => chance.word());
    const root = statementRoot(leaves);
    const results = await Promise.all(
      leaves.map((leaf, index) => {
        const path = statementPath(leaves, index);
        assert.equal(path.sides, sidesOf(index, count));
        return harness.read('statementRoot', [leaf, path]);
      }),
    );
    for (const result of results) assert.deepEqual(result, [true, root], `tree of ${count}`);
  }
});

test('path should be refused when it names a side beyond its last sibling', async () => {
  const chance = new Chance(6);
  const leaves = Array.from({ length: 6 }, () => chance.word());
  const path = statementPath(leaves, 4);
  for (const bit of [2n, 3n, 255n]) {
    const [ok] = await harness.read('statementRoot', [leaves[4], { ...path, sides: path.sides | 1n << bit }]);
    assert.equal(ok, false);
  }
});
