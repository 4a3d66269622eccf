// Compiles the contracts with solc-js into artifacts/, one JSON file a contract: its ABI and its
// code. What the tests alone need (test/harness) goes to artifacts/test/.
//
//   node build.js
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import solc from 'solc';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, 'artifacts');
const STAMP = join(OUT, 'fingerprint');

/** What the compiler is told. `cancun`, so that the code also runs where newer rules are not in. */
export const SETTINGS = {
  evmVersion: 'cancun',
  viaIR: true,
  optimizer: { enabled: true, runs: 10_000 },
  metadata: { bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
};

function sourcesUnder(folder) {
  return readdirSync(join(HERE, folder), { recursive: true })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}

function compilerInput() {
  const names = [...sourcesUnder('src'), ...sourcesUnder('test/harness')];
  const sources = Object.fromEntries(
    names.map((name) => [name, { content: readFileSync(join(HERE, name), 'utf8') }]),
  );
  return JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS });
}

/** What was compiled with what: equal for equal sources, settings and compiler. */
const fingerprint = (input) => createHash('sha256').update(solc.version()).update(input).digest('hex');

/** Compiles everything; throws with the compiler's messages, warnings included. */
export function build() {
  const input = compilerInput();
  const output = JSON.parse(solc.compile(input));
  const messages = (output.errors ?? []).filter((message) => message.severity !== 'info');
  if (messages.length > 0) {
    throw new Error(messages.map((message) => message.formattedMessage).join('\n'));
  }

  rmSync(OUT, { recursive: true, force: true });
  const written = [];
  for (const [source, contracts] of Object.entries(output.contracts)) {
    // Libraries are compiled into the contracts that use them, their errors into those' ABI.
    if (source.startsWith('src/lib/')) continue;
    const folder = source.startsWith('src/') ? OUT : join(OUT, 'test');
    mkdirSync(folder, { recursive: true });
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
      const artifact = {
        contractName: name,
        source,
        compiler: solc.version(),
        abi,
        bytecode: `0x${evm.bytecode.object}`,
        deployedBytecode: `0x${evm.deployedBytecode.object}`,
      };
      const file = join(folder, `${name}.json`);
      writeFileSync(file, `${JSON.stringify(artifact, null, 2)}\n`);
      written.push({ file: relative(HERE, file), bytes: evm.deployedBytecode.object.length / 2 });
    }
  }
  writeFileSync(STAMP, fingerprint(input));
  return written;
}

/** Compiles if the sources, the settings or the compiler differ from the last time. */
export function ensureBuilt() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint(compilerInput())) return;
  build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, bytes } of build()) console.log(`${file}  ${bytes} bytes of code`);
}
