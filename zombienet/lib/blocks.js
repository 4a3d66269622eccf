// Following the chain block by block.
import { sleep } from './connect.js';
import { stays } from './settle.js';

// The first two bits of a transaction's first byte. General ones, of off-chain workers, have no
// signer; what authorises them stands in their call. polkadot.js shows them as unsigned.
const KINDS = ['bare', 'general', 'signed'];

/** A block in full: every transaction and event decoded. Throws if one does not decode. */
export async function readBlock(api, at) {
  const hash = typeof at === 'number' ? await api.rpc.chain.getBlockHash(at) : at;
  const [{ block }, inState] = await Promise.all([api.rpc.chain.getBlock(hash), api.at(hash)]);
  const records = await inState.query.system.events();
  const number = block.header.number.toNumber();
  const extrinsics = block.extrinsics.map((extrinsic, index) => {
    const { section, method, args } = extrinsic.method;
    const events = records
      .filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(index))
      .map(({ event }) => event);
    if (!extrinsic.method.toHuman()?.section) {
      throw new Error(`Transaction ${number}-${index} does not decode.`);
    }
    return {
      index,
      section,
      method,
      args,
      kind: KINDS[extrinsic.version >> 6],
      signer: extrinsic.isSigned ? extrinsic.signer.toString() : null,
      events,
      ok: events.some((event) => event.section === 'system' && event.method === 'ExtrinsicSuccess'),
    };
  });
  const events = records.map(({ phase, event }) => ({ phase, event }));
  return { number, hash: hash.toString(), parent: block.header.parentHash.toHex(), extrinsics, events };
}

/** Follows the best chain from `start` on and keeps every block, decoded. */
export class Watcher {
  constructor(api, start) {
    this.api = api;
    this.start = start;
    this.blocks = new Map();
    // Read, but not yet known to follow on the others: hash → block.
    this.read = new Map();
    this.listeners = new Set();
    this.error = null;
    this.stopped = false;
    this.running = this.run();
  }

  async run() {
    let tries = 0;
    while (!this.stopped) {
      try {
        await this.catchUp();
        tries = 0;
      } catch (error) {
        // Finality has cut off the fork that was being read, and the best chain is another by now;
        // or the node was too busy to answer.
        tries += 1;
        if (!/State already discarded|No response received/.test(error.message) || tries === 10) {
          this.error = error;
          return;
        }
      }
      await sleep(250);
    }
  }

  /** Read what is missing down from the best block, replacing what lost a fork. */
  async catchUp() {
    const header = await this.api.rpc.chain.getHeader();
    const fresh = [];
    let hash = header.hash.toHex();
    for (let number = header.number.toNumber(); number >= this.start; number -= 1) {
      if (this.blocks.get(number)?.hash === hash) break;
      const block = this.read.get(hash) ?? await readBlock(this.api, hash);
      this.read.set(hash, block);
      fresh.push(block);
      hash = block.parent;
    }
    for (const block of fresh.reverse()) {
      this.blocks.set(block.number, block);
      for (const listener of this.listeners) listener(block);
    }
    this.read.clear();
    this.best = header.number.toNumber();
  }

  /** All events so far on the best chain, oldest first, with their block's number. */
  events() {
    return [...this.blocks.values()]
      .filter(({ number }) => number <= this.best)
      .sort((a, b) => a.number - b.number)
      .flatMap(({ number, events }) => events.map((record) => ({ number, ...record })));
  }

  /** Wait for an event `section.method` for which `accept(data)` holds, in a block from `from`
   * on that stays. Returns the block's number and the event's data. */
  async event(section, method, accept = () => true, { seconds = 60, from = this.start } = {}) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      if (this.error) throw this.error;
      const hit = this.events().find(
        ({ number, event }) =>
          number >= from && event.section === section && event.method === method && accept(event.data),
      );
      const place = hit && { number: hit.number, hash: this.blocks.get(hit.number).hash };
      if (hit && (await stays(this.api, place))) return { block: hit.number, data: hit.event.data };
      if (Date.now() > end) {
        throw new Error(`Waited ${seconds} s in vain for the event ${section}.${method}.`);
      }
      await sleep(200);
    }
  }

  async stop() {
    this.stopped = true;
    await this.running;
    if (this.error) throw this.error;
    return this;
  }
}
