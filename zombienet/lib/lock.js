// One at a time, among all programs of this machine that drive the same chain.
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from './connect.js';

// Whoever holds a lock for longer has died, in milliseconds.
const LONGEST = 60_000;

/** Wait for the lock `name`; returns what gives it back, which may be called more than once. */
export async function lock(name) {
  const place = join(tmpdir(), `leasehold-lock-${name}`);
  for (;;) {
    try {
      mkdirSync(place);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const age = Date.now() - (statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LONGEST) rmSync(place, { recursive: true, force: true });
    await sleep(50 + Math.random() * 100);
  }
  let held = true;
  return () => {
    if (held) rmSync(place, { recursive: true, force: true });
    held = false;
  };
}
