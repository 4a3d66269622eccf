// A bidder that answers every order at once, with one price, and leaves the rest to its node.

const GRACE = 20;

// After so many blocks a bid that is not to be seen is sent again: a fork may have swallowed it.
const PATIENCE = 3;

export class QuickBidder {
  /** Bid for `pair` through the node behind `api` from now on, at `price(order)`. */
  static async start(api, pair, price) {
    const bidder = new QuickBidder(api, pair, price);
    bidder.notice = (await api.query.market.params()).minNotice;
    bidder.unsubscribe = await api.rpc.chain.subscribeNewHeads((header) => bidder.see(header));
    return bidder;
  }

  constructor(api, pair, price) {
    Object.assign(this, { api, pair, price });
    /** In which block it last bid on an order. */
    this.tried = new Map();
    this.nonce = null;
    this.work = Promise.resolve();
    /** What the node said against bids, the last one. */
    this.trouble = null;
  }

  see(header) {
    this.head = header;
    // One look at a time, at the latest block.
    this.work = this.work.then(() => this.head === header && this.look(header)).catch((error) => { this.trouble = error; });
  }

  async look({ number, hash }) {
    const at = await this.api.at(hash);
    const { items } = await at.call.marketApi.openOrders(this.pair.address, null, 64);
    for (const { order, stage, obstacle, highest, placement, hasBid } of items) {
      const id = order.toNumber();
      const price = this.price(id);
      const takes = (stage.isPending || stage.isOpen) && obstacle.isNone && placement.isSome && hasBid.isFalse;
      if (!takes || (highest.unwrapOr(null)?.toBigInt() ?? 0n) < price) continue;
      if (number.toNumber() < (this.tried.get(id) ?? -PATIENCE) + PATIENCE) continue;
      this.tried.set(id, number.toNumber());
      await this.send(this.api.tx.market.bid(order, price, placement.unwrap(), this.notice, GRACE));
    }
  }

  /** Send without waiting for a block. The transaction names no block, so that it is good on every fork. */
  async send(call) {
    this.nonce ??= (await this.api.rpc.system.accountNextIndex(this.pair.address)).toNumber();
    try {
      const signed = await call.signAsync(this.pair, { nonce: this.nonce, era: 0 });
      await this.api.rpc.author.submitExtrinsic(signed);
      this.nonce += 1;
    } catch (error) {
      this.nonce = null;
      throw error;
    }
  }

  async stop() {
    this.unsubscribe();
    await this.work;
  }
}
