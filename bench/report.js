// The table at the end of a run of scripts/bench.sh, and its figures as JSON.
//   node report.js FOLDER WEIGHTS OUT
const fs = require('fs')
const os = require('os')
const path = require('path')

const [folder, weights, out] = process.argv.slice(2)
const read = (name) => {
  const file = path.join(folder, `${name}.json`)
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined
}
const found = Object.fromEntries(
  ['throughput', 'mix', 'batches', 'burst', 'market', 'footprint', 'import', 'idle', 'latency']
    .map((name) => [name, read(name)])
    .filter(([, figures]) => figures !== undefined),
)

const row = (...cells) => console.log(cells.map((cell, at) => (at === 0 ? String(cell).padEnd(34) : String(cell).padStart(12))).join(''))
const fixed = (value, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '-')
const verdict = (is) => (is ? 'met' : 'MISSED')

/// Least and most reads and writes of a call, by its measured weights: `settle` has a worst case and
/// usual ones, whose names begin alike.
const accesses = (pallet, name) => {
  const file = path.join(weights, `pallet_leasehold_${pallet}.rs`)
  if (!fs.existsSync(file)) return ''
  const body = fs.readFileSync(file, 'utf8').split('\tfn ').find((text) => text.startsWith(`${name}(`))
  if (!body) return ''
  const sum = (kind) => [...body.matchAll(new RegExp(`${kind}\\((\\d+)\\)`, 'g'))].reduce((all, [, count]) => all + Number(count), 0)
  return `${sum('reads')} / ${sum('writes')}`
}
const counted = {
  take_offer: ['market', 'take_offer_native'],
  confirm: ['leases', 'confirm'],
  settle: ['leases', 'settle_native'],
  'settle_many, per lease': ['leases', 'settle_many_native'],
  'deposit (top-up)': ['escrow', 'deposit'],
  create_deployment: ['market', 'create_deployment_native'],
  bid: ['market', 'bid'],
  close: ['leases', 'close_native'],
  'award, of four bids': ['market', 'award_bid'],
}
const goals = { settle: 0.5, 'settle_many, per lease': 2, 'mix of a market': 0.6 }

/// How long the proposer took for each block, by its number, in milliseconds.
const proposing = (part) => {
  const file = path.join(folder, `${part}.log`)
  if (!fs.existsSync(file)) return new Map()
  const lines = fs.readFileSync(file, 'utf8').matchAll(/Prepared block for proposing at (\d+) \((\d+) ms\)/g)
  return new Map([...lines].map(([, height, ms]) => [Number(height), Number(ms)]))
}

const phases = (part) => {
  const rows = found[part]
  const took = proposing(part)
  for (const one of rows) {
    const known = one.busiest.filter(([height, items]) => took.has(height) && items > 0)
    const sum = (of) => known.reduce((all, block) => all + of(block), 0)
    one.msEach = sum(([height]) => took.get(height)) / sum(([, items]) => items)
  }
  const [yardstick] = rows
  row(part, 'a second', 'ratio', 'goal', '', 'ms each', 'time ratio', 'over s', 'reads/writes')
  for (const one of rows) {
    const ratio = one.perSecond / yardstick.perSecond
    const goal = goals[one.what]
    row(one.what, fixed(one.perSecond, 0), fixed(ratio), goal ?? '', goal ? verdict(ratio >= goal) : '',
      fixed(one.msEach), fixed(yardstick.msEach / one.msEach), fixed(one.overSeconds, 0),
      counted[one.what] ? accesses(...counted[one.what]) : '')
  }
  console.log()
}

console.log(`${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${new Date().toISOString().slice(0, 10)}\n`)
if (found.throughput) phases('throughput')
if (found.mix) phases('mix')
if (found.batches) phases('batches')
if (found.burst) {
  const burst = found.burst.at(-1)
  row('burst', 'sent', 'took s', 'pool full', 'failed', 'sent again', 'lost')
  row('2,500 a second for a minute', burst.sent, fixed(burst.poolTookThemInMs / 1000, 1), burst.poolFull, burst.failed, burst.sentAgain, burst.lost)
  console.log()
}
if (found.market) {
  const market = found.market
  row('market', 'op a second', 'fill', 'sent', 'failed', 'lost')
  row(`asked for ${market.rate} over ${market.overSeconds} s`, fixed(market.operationsPerSecond, 0), fixed(market.fill), market.sent, market.failed + market.refused, market.lost)
  console.log()
}
if (found.footprint) {
  const { restKb, peakKb, databaseBefore, databaseAfter, runtimeBytes } = found.footprint
  row('footprint', '')
  row('memory at rest, MiB', fixed(restKb / 1024, 0))
  row('memory at most, MiB', fixed(peakKb / 1024, 0))
  row('compressed runtime, KiB', fixed(runtimeBytes / 1024, 0))
  if (found.market) {
    const each = (databaseAfter - databaseBefore) / Math.max(1, found.market.orders)
    row('database, bytes a lease lived', fixed(each, 0))
  }
  console.log()
}
if (found.import) {
  const { blocks, ms, operationsEach } = found.import
  row('import', 'blocks', 'a second', 'op a block')
  row('executed again', blocks, fixed((blocks * 1000) / ms, 1), operationsEach)
  console.log()
}
if (found.idle) {
  console.log('states of many leases: see above, and the file')
}
if (found.latency) {
  console.log('latency: see above, and the file')
}
fs.writeFileSync(out, `${JSON.stringify({ cpus: os.cpus().length, model: os.cpus()[0]?.model, ...found }, null, 2)}\n`)
