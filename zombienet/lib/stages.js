// How long what happens on a chain takes, from its blocks and from when they came to a node.

/** The value below or at which `part` of `sorted` lies. */
const quantile = (sorted, part) => sorted[Math.max(Math.ceil(sorted.length * part) - 1, 0)] ?? null;

const summary = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), most: quantile(sorted, 1) };
};

/** Samples of one thing, each in milliseconds and in blocks. `goal` is the most blocks at p95. */
export class Measure {
  constructor(what, goal = null) {
    Object.assign(this, { what, goal, ms: [], blocks: [] });
  }

  add(ms, blocks) {
    this.ms.push(ms);
    this.blocks.push(blocks);
  }

  result() {
    const { what, goal, ms, blocks } = this;
    const spread = {};
    for (const count of blocks.toSorted((a, b) => a - b)) spread[count] = (spread[count] ?? 0) + 1;
    const result = { what, samples: ms.length, ms: summary(ms), blocks: summary(blocks), spread };
    return goal === null ? result : { ...result, goal, met: ms.length > 0 && result.blocks.p95 <= goal };
  }
}

/** What the chain says of each order that `sent` knows by its tenant, in block numbers. */
export function lives(events, sent) {
  const byOrder = new Map();
  const of = (id) => byOrder.get(id.toNumber());
  for (const { number, event: { section, method, data } } of events) {
    const name = `${section}.${method}`;
    if (name === 'market.OrderCreated' || name === 'market.OfferOrdered') {
      const life = sent.get(data.tenant.toString());
      if (!life) continue;
      // Those of an earlier reading of a chain that has changed since do not count.
      for (const stage of ['opened', 'ends', 'awarded', 'started']) delete life[stage];
      Object.assign(life, { order: data.order.toNumber(), created: number, rounds: 0 });
      if (method === 'OfferOrdered') life.awarded = number;
      byOrder.set(life.order, life);
    }
    const life = (data.order && of(data.order)) ?? (section === 'leases' && data.lease && of(data.lease));
    if (!life) continue;
    if (name === 'market.OrderOpened') Object.assign(life, { opened: number, ends: data.ends.toNumber() });
    if (name === 'market.AuctionEndMoved') life.ends = data.ends.toNumber();
    if (name === 'market.OrderReopened') life.rounds += 1;
    if (name === 'market.OrderAwarded') life.awarded = number;
    if (name === 'leases.LeaseStarted') life.started = number;
  }
  return [...sent.values()];
}

/** What was due of the leases in `events`, settlements and checkpoints: the block from which on it
 * was, and the block that has it. `open` is what was due before block `end` and not done. A
 * settlement that was made on its day by a checkpoint due before it answers nothing and is left out. */
export function duties(events, { settleBlocks, checkpointBlocks }, end) {
  const leases = new Map();
  const done = [];
  const dues = ({ settled, checkpointed }) =>
    ({ settlement: settled + settleBlocks, checkpoint: checkpointed + checkpointBlocks });
  for (const { number: executed, event: { section, method, data } } of events) {
    if (section !== 'leases' || !data.lease) continue;
    const id = data.lease.toNumber();
    const lease = leases.get(id);
    if (method === 'LeaseStarted') leases.set(id, { settled: executed, checkpointed: executed });
    else if (['LeaseClosed', 'GraceStarted', 'LeasePaused'].includes(method)) leases.delete(id);
    else if (lease && ['LeaseSettled', 'LeaseCheckpointed'].includes(method)) {
      const { settlement, checkpoint } = dues(lease);
      const note = (what, due) => executed >= due && done.push({ lease: id, what, due, executed });
      const byTheWay = method === 'LeaseCheckpointed' && checkpoint < settlement && executed === settlement;
      if (!byTheWay) note('settlement', settlement);
      lease.settled = executed;
      if (method === 'LeaseCheckpointed') {
        note('checkpoint', checkpoint);
        lease.checkpointed = executed;
      }
    }
  }
  const open = [...leases].flatMap(([lease, state]) => Object.entries(dues(state))
    .map(([what, due]) => ({ lease, what, due })).filter(({ due }) => due < end));
  return { done, open };
}
