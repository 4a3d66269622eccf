// Run all test files side by side, and at last the one that looks at every block. What fails is told
// again at the end; or, for scripts/network-test.sh, in the file named by LEASEHOLD_FAILURES.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const reporters = ['tap', join(here, '../lib/failures.js')].flatMap((reporter, at) => [
  `--test-reporter=${reporter}`,
  `--test-reporter-destination=${at ? process.env.LEASEHOLD_FAILURES ?? 'stderr' : 'stdout'}`,
]);
const files = readdirSync(here).filter((name) => name.endsWith('.test.js')).map((name) => relative('.', join(here, name)));
const last = files.filter((name) => name.endsWith('99-blocks.test.js'));

for (const some of [files.filter((name) => !last.includes(name)), last]) {
  const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=8', ...reporters, ...some], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
