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

/** Each payment that was due of the leases in `events`: the block from which on it was, whether for
 * settlement or for a checkpoint, and the block that has it. `open` are those due at block `end`. */
export function payments(events, { settleBlocks, checkpointBlocks }, end) {
  const leases = new Map();
  const done = [];
  const dueOf = ({ settled, checkpointed }) => {
    const [settle, checkpoint] = [settled + settleBlocks, checkpointed + checkpointBlocks];
    return settle <= checkpoint ? { kind: 'settlement', due: settle } : { kind: 'checkpoint', due: checkpoint };
  };
  for (const { number, event: { section, method, data } } of events) {
    if (section !== 'leases' || !data.lease) continue;
    const id = data.lease.toNumber();
    const lease = leases.get(id);
    if (method === 'LeaseStarted') leases.set(id, { settled: number, checkpointed: number });
    else if (['LeaseClosed', 'GraceStarted', 'LeasePaused'].includes(method)) leases.delete(id);
    else if (lease && ['LeaseSettled', 'LeaseCheckpointed'].includes(method)) {
      const next = dueOf(lease);
      // One that somebody asked for before it was due is no answer to anything.
      if (number >= next.due) done.push({ lease: id, ...next, executed: number });
      lease.settled = number;
      if (method === 'LeaseCheckpointed') lease.checkpointed = number;
    }
  }
  const open = [...leases].map(([lease, state]) => ({ lease, ...dueOf(state) })).filter(({ due }) => due < end);
  return { done, open };
}
