// Writes test/vectors/statements.json anew, with the leaves that the contracts make.
import { Contract, startEthereum } from './ethereum.js';
import { contractLeaves, toRow, vectorStatements, writeVectors } from './vectors.js';

const ethereum = await startEthereum();
const harness = await Contract.deploy(ethereum, 'Harness');
const statements = vectorStatements();
const leaves = await contractLeaves(harness, statements);
writeVectors(statements.map((statement, at) => toRow(statement, leaves[at])));
await ethereum.stop();
