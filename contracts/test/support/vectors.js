// The statements that Solidity, JavaScript and Rust must encode alike: a thousand, from a seed.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Chance } from '../../js/bytes.js';
import { FIELDS, randomStatement } from '../../js/statement.js';

const FILE = fileURLToPath(new URL('../vectors/statements.json', import.meta.url));
const SEED = 20260;
export const COUNT = 1000;

export function vectorStatements() {
  const chance = new Chance(SEED);
  return Array.from({ length: COUNT }, () => randomStatement(chance));
}

/** As the file has them: a row of the fields in order, numbers as decimal text, and the leaf. */
export const toRow = (statement, leaf) => [
  ...FIELDS.map(([name, type]) => (type === 'bytes32' ? statement[name] : String(statement[name]))),
  leaf,
];

export const readVectors = () => JSON.parse(readFileSync(FILE, 'utf8'));

export function writeVectors(rows) {
  const head = {
    what: 'Statements and their leaves, made by the contracts; `npm run vectors` writes this file.',
    fields: [...FIELDS.map(([name]) => name), 'leaf'],
  };
  const start = JSON.stringify(head, null, 1).slice(0, -2);
  writeFileSync(FILE, `${start},\n "rows": [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n}\n`);
}

/** The leaves of statements as the contracts hash them, a hundred in a call. */
export async function contractLeaves(harness, statements) {
  const leaves = [];
  for (let first = 0; first < statements.length; first += 100) {
    leaves.push(...(await harness.read('leaves', [statements.slice(first, first + 100)])));
  }
  return leaves;
}
