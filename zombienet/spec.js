// Print a raw specification of the local chain with the validators named on the command line, and
// with other values at genesis where a network wants them:
//   node spec.js Alice Bob timings.epochLength=10 market.params.auctionBlocks=8
// Eve and Ferdie, who have accounts but do not validate there, can be named too.
// The node is $LEASEHOLD_NODE, or leasehold-node in PATH.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { key, sessionKeys } from './lib/keys.js';

const node = process.env.LEASEHOLD_NODE || 'leasehold-node';
const options = { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] };
const run = (...args) => execFileSync(node, args, options);

// Zombienet adds flags of its own.
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = words.filter((word) => !word.includes('='));
if (names.length === 0) {
  console.error('Name the validators: node spec.js Alice Bob');
  process.exit(1);
}
/** Let just these people validate, each with the stake that the chain's own validators have. */
function staff(genesis, people) {
  const endowed = new Set(genesis.balances.balances.map(([who]) => who));
  const [[, , stake]] = genesis.staking.stakers;
  const stashes = people.map((name) => key(`//${name}//stash`).address);
  const poor = people.filter((_, at) => !endowed.has(stashes[at]));
  if (poor.length) throw new Error(`The local chain knows no stash of ${poor.join(', ')}.`);
  genesis.session.keys = stashes.map((stash, at) => [stash, stash, sessionKeys(people[at])]);
  genesis.staking.stakers = stashes.map((stash) => [stash, stash, stake, 'Validator']);
  genesis.staking.validatorCount = Math.max(genesis.staking.validatorCount, people.length);
}

/** Set the value at a dotted path that genesis has already. */
function change(genesis, word) {
  const [path, value] = word.split('=');
  const steps = path.split('.');
  const last = steps.pop();
  const place = steps.reduce((at, step) => at?.[step], genesis);
  if (place?.[last] === undefined) throw new Error(`Genesis has no ${path}.`);
  place[last] = JSON.parse(value);
}

const dir = mkdtempSync(join(tmpdir(), 'leasehold-spec-'));
try {
  const spec = JSON.parse(run('export-chain-spec', '--chain', 'local'));
  const { config, patch } = spec.genesis.runtimeGenesis;
  const genesis = patch ?? config;
  staff(genesis, names);
  for (const word of words.filter((one) => one.includes('='))) change(genesis, word);
  const plain = join(dir, 'plain.json');
  writeFileSync(plain, JSON.stringify(spec));
  process.stdout.write(run('export-chain-spec', '--chain', plain, '--raw'));
} finally {
  rmSync(dir, { recursive: true });
}
