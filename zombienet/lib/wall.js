// A wall between two groups of nodes, of packet filter rules on loopback. Needs root.
import { execFileSync } from 'node:child_process';

/** The group as which nodes run that are to be told from others. */
export const GROUP = 60_321;

export class Wall {
  /** Between the nodes that run as `GROUP` and those that do not. */
  constructor(inside, outside) {
    const reject = (own, { p2p }) => ['OUTPUT', '-o', 'lo', '-p', 'tcp', '--dport', `${p2p}`,
      '-m', 'owner', ...own, '--gid-owner', `${GROUP}`, '-j', 'REJECT', '--reject-with', 'tcp-reset'];
    this.rules = [
      ...inside.map((node) => reject(['!'], node)),
      ...outside.map((node) => reject([], node)),
    ];
    this.stands = false;
    process.once('exit', () => this.lower());
  }

  /** End all connections between the groups and let none through. */
  raise() {
    this.stands = true;
    for (const rule of this.rules) execFileSync('iptables', ['-w', '-I', ...rule]);
  }

  /** Let them find each other again. */
  lower() {
    if (!this.stands) return;
    this.stands = false;
    for (const rule of this.rules) execFileSync('iptables', ['-w', '-D', ...rule]);
  }
}
