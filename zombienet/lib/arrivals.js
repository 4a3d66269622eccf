// When each block reached a node, when it became its best, and when it became final there.
import { WsProvider } from '@polkadot/api';
import { until } from './connect.js';

/** Follows the node at `url` on a connection of its own, past polkadot.js: what that reads between
 * a block's announcement and its own would count as the chain's time. */
export class Arrivals {
  static async follow(url, registry) {
    const arrivals = new Arrivals(registry);
    arrivals.provider = new WsProvider(url, 500);
    await until(`a connection to ${url}`, () => arrivals.provider.isConnected, 60, 50);
    const follow = (name, act) => {
      const [first, ...rest] = name;
      return arrivals.provider.subscribe(
        `chain_${name}`, `chain_subscribe${first.toUpperCase()}${rest.join('')}s`, [],
        (_, header) => header && act(arrivals.note(header), Date.now()));
    };
    await follow('allHead', () => {});
    await follow('newHead', (hash, now) => arrivals.becameBest(hash, now));
    await follow('finalizedHead', (hash, now) => arrivals.becameFinal(hash, now));
    await until('a final block', () => arrivals.final, 120);
    return arrivals;
  }

  constructor(registry) {
    this.registry = registry;
    /** By hash: number, parent, and, in milliseconds, when it was best and when final. */
    this.blocks = new Map();
    /** Heights of the best block and the last final one. */
    this.best = 0;
    this.final = 0;
  }

  /** Keep a header; returns its hash, which the node does not tell. */
  note(header) {
    const hash = this.registry.createType('Header', header).hash.toHex();
    if (!this.blocks.has(hash)) {
      this.blocks.set(hash, { number: Number(header.number), parent: header.parentHash, best: null, final: null });
    }
    return hash;
  }

  /** The blocks from `hash` down to the first that has been `what` before. */
  *fresh(hash, what) {
    for (let block = this.blocks.get(hash); block && block[what] === null; block = this.blocks.get(block.parent)) {
      yield block;
    }
  }

  becameBest(hash, now) {
    // A block that takes its place from a sibling may bring its parents along.
    for (const block of this.fresh(hash, 'best')) block.best = now;
    this.best = this.blocks.get(hash).number;
    // What was best when we came has been so for we do not know how long.
    this.since ??= this.best + 1;
  }

  becameFinal(hash, now) {
    for (const block of this.fresh(hash, 'final')) {
      block.final = now;
      block.above = this.best - block.number;
    }
    this.final = this.blocks.get(hash).number;
  }

  /** When the block with `hash` became the best, in milliseconds. */
  at(hash) {
    return this.blocks.get(hash)?.best ?? null;
  }

  stop() {
    return this.provider.disconnect();
  }
}
