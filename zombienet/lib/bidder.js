// An off-chain bidder: its own connection and its own account, and nothing but what the chain says.
// It follows the best blocks and, on the orders of the tenants that it serves, undercuts whoever
// leads an open auction down to its floor, commits at its floor where bids are sealed and reveals
// when it may, makes one offer where the tenant chooses, and confirms what it wins.
import { sealedBid } from './auction.js';
import { connect } from './connect.js';
import { runProvider } from './lease.js';
import { Refused, send } from './send.js';

const GRACE = 20;

export class Bidder {
  /** Register `pair` as a provider through the node at `url`, and bid on the orders of `tenants`
   * from now on, at `floor` or more. */
  static async start(url, pair, name, { floor, tenants }) {
    const bidder = new Bidder(await connect(url), pair, floor, tenants);
    bidder.rest = await runProvider(bidder.api, pair, name);
    bidder.unsubscribe = await bidder.api.rpc.chain.subscribeNewHeads((header) => bidder.wake(header));
    bidder.running = bidder.run();
    return bidder;
  }

  constructor(api, pair, floor, tenants) {
    Object.assign(this, { api, pair, floor, tenants });
    /** What it did: the order, what, the price, and the block that holds it. */
    this.done = [];
    /** What the chain refused: another was quicker. */
    this.refused = [];
    /** What its sealed bids say, by order. */
    this.secrets = new Map();
    /** The block of what it did last: older ones say nothing new. */
    this.since = 0;
    this.stopped = false;
    this.wait();
  }

  wait() {
    this.news = new Promise((resolve) => {
      this.wake = (header) => {
        this.head = header ?? this.head;
        resolve();
      };
    });
  }

  async run() {
    for (;;) {
      await this.news;
      this.wait();
      if (this.stopped) return;
      if (this.head.number.toNumber() < this.since) continue;
      try {
        await this.act(this.head.hash);
      } catch (error) {
        // The block was on a fork that finality has cut off; the next head is on the other.
        if (!/State already discarded/.test(error.message)) throw error;
      }
    }
  }

  /** Do what the state at the end of block `hash` asks for, all of it at once. */
  async act(hash) {
    const at = await this.api.at(hash);
    const { items } = await at.call.marketApi.openOrders(this.pair.address, null, 64);
    const steps = [];
    for (const item of items.filter(({ tenant }) => this.tenants.includes(tenant.toString()))) {
      const order = (await at.query.market.orders(item.order)).unwrap();
      steps.push(order.auction.isSealed ? await this.seal(at, item) : await this.bid(at, item, order));
    }
    const { items: mine } = await at.call.marketApi.providerOrders(this.pair.address, null, 64);
    for (const { order, lease } of mine) {
      if (lease.isSome && lease.unwrap().isAwarded) {
        steps.push({ order: order.toNumber(), what: 'confirmed', call: this.api.tx.leases.confirm(order) });
      }
    }
    const first = (await this.api.rpc.system.accountNextIndex(this.pair.address)).toNumber();
    await Promise.all(steps.filter(Boolean).map((step, place) => this.take(step, first + place)));
  }

  /** A bid that everybody sees, if one is worth its while. */
  async bid(at, { order, stage, obstacle, highest, placement, hasBid }, { auction, best }) {
    if (obstacle.isSome || !(stage.isPending || stage.isOpen)) return null;
    const leads = best.isSome && best.unwrap().provider.eq(this.pair.address);
    const top = highest.unwrapOr(null)?.toBigInt() ?? 0n;
    if (leads || top < this.floor || (auction.isChoice && hasBid.isTrue)) return null;
    // Half the way down to the floor: the rest is for those who answer.
    const price = auction.isChoice ? this.floor : top - (top - this.floor) / 2n;
    const { minNotice } = await at.query.market.params();
    const call = this.api.tx.market.bid(order, price, placement.unwrap(), minNotice, GRACE);
    return { order: order.toNumber(), what: 'bid', price, call };
  }

  /** A bid that nobody sees until it is revealed, or its revelation. */
  async seal(at, { order, stage, obstacle, placement }) {
    const id = order.toNumber();
    const bid = await at.query.market.sealedBids(id, this.pair.address);
    if (stage.isRevealing && bid.isSome) {
      return { order: id, what: 'revealed', price: this.floor, call: this.secrets.get(id) };
    }
    if (stage.isRevealing || bid.isSome || obstacle.isSome) return null;
    const options = { placement: placement.unwrap(), grace: GRACE };
    const { commit, reveal } = await sealedBid(this.api, id, this.pair, this.floor, options);
    return { order: id, what: 'committed', call: commit, reveal };
  }

  /** Take a step, which another's in the same block may have made void. */
  async take({ order, what, price, call, reveal }, nonce) {
    try {
      const { block, hash } = await send(this.api, this.pair, call, { nonce });
      this.since = Math.max(this.since, block);
      this.done.push({ order, what, price, block, hash });
      if (reveal) this.secrets.set(order, reveal);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused.push({ order, what, price, reason: error.reason });
    }
  }

  /** What it did on an order. */
  on(order) {
    return this.done.filter((one) => one.order === order);
  }

  async stop() {
    this.stopped = true;
    this.unsubscribe();
    this.wake();
    await this.running;
    this.rest();
    await this.api.disconnect();
  }
}
