// Who has how much, what moved, and whether it adds up to the last unit.
import { stringToU8a } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';
import { findAll } from './send.js';
import { amount, change, columns } from './format.js';

export const LHD = 10n ** 12n;
export const USD = 10n ** 6n;

/** The native token. */
export const NATIVE = { key: 'native', id: 'Native', symbol: 'LHD', decimals: 12 };
/** The test asset of the presets. */
export const TUSD = { key: 'asset 1', id: { WithId: 1 }, number: 1, symbol: 'tUSD', decimals: 6 };

/** The account of a pallet, from the constant `palletId` that it exposes. */
export function palletAccount(api, pallet) {
  const bytes = new Uint8Array(32);
  bytes.set(stringToU8a('modl'));
  bytes.set(api.consts[pallet].palletId.toU8a(), 4);
  return encodeAddress(bytes, 42);
}

/** Which of the two an on-chain asset id is. */
export const assetOf = (id) => (id.isNative ? NATIVE : TUSD);

/** Everything that every account has at the block with `hash`, what is on hold included, and what
 * exists in all. */
export async function snapshot(api, hash) {
  const { query } = await api.at(hash);
  const balances = { [NATIVE.key]: new Map(), [TUSD.key]: new Map() };
  const add = (asset, who, value) => {
    const map = balances[asset.key];
    map.set(who, (map.get(who) ?? 0n) + value);
  };
  const [accounts, held, holding, issuance, details] = await Promise.all([
    query.system.account.entries(),
    query.assetsHolder.balancesOnHold.entries(TUSD.number),
    query.assets.account.entries(TUSD.number),
    query.balances.totalIssuance(),
    query.assets.asset(TUSD.number),
  ]);
  for (const [key, { data }] of accounts) {
    add(NATIVE, key.args[0].toString(), data.free.toBigInt() + data.reserved.toBigInt());
  }
  for (const [key, value] of holding) {
    if (value.isSome) add(TUSD, key.args[1].toString(), value.unwrap().balance.toBigInt());
  }
  for (const [key, value] of held) {
    add(TUSD, key.args[1].toString(), (value.unwrapOr?.(null) ?? value).toBigInt());
  }
  const issued = {
    [NATIVE.key]: issuance.toBigInt(),
    [TUSD.key]: details.unwrap().supply.toBigInt(),
  };
  return { balances, issued };
}

const CATEGORIES = ['rent', 'protocol fee', 'order fee', 'collateral', 'transaction fee', 'minted'];

const MINTS = {
  'balances.Deposit': 1n,
  'balances.Minted': 1n,
  'balances.Withdraw': -1n,
  'balances.Burned': -1n,
};

/** What the events of a span of blocks say about money. */
export class Flows {
  /** `api` tells the accounts in which fees gather. */
  constructor(api) {
    this.pot = palletAccount(api, 'escrow');
    this.approvals = palletAccount(api, 'approvals');
    this.treasury = palletAccount(api, 'treasury');
    // `asset key → account → category → amount`
    this.flows = { [NATIVE.key]: new Map(), [TUSD.key]: new Map() };
    this.escrows = new Map();
  }

  add(asset, who, category, value) {
    if (value === 0n) return;
    const accounts = this.flows[asset.key];
    if (!accounts.has(who)) accounts.set(who, new Map());
    const categories = accounts.get(who);
    categories.set(category, (categories.get(category) ?? 0n) + value);
  }

  move(asset, from, to, category, value) {
    this.add(asset, from, category, -value);
    this.add(asset, to, category, value);
  }

  of(asset, who, category) {
    const categories = this.flows[asset.key].get(who);
    if (!categories) return 0n;
    if (category) return categories.get(category) ?? 0n;
    return [...categories.values()].reduce((sum, value) => sum + value, 0n);
  }

  /** Take in a block that `readBlock` has read; blocks in their order. */
  take(block) {
    for (const { phase, event } of block.events) {
      HANDLERS[`${event.section}.${event.method}`]?.(this, event.data);
      // Outside of transactions: staking's eras mint for the treasury, and it may burn.
      const sign = phase.isApplyExtrinsic ? 0n : MINTS[`${event.section}.${event.method}`] ?? 0n;
      if (sign) this.add(NATIVE, event.data.who.toString(), 'minted', sign * event.data.amount.toBigInt());
    }
    for (const extrinsic of block.extrinsics) this.transactionFee(extrinsic);
  }

  /** What a transaction's fee moves: the payer is charged the most it may cost and gets back what
   * is too much; the rest goes to treasury and author. */
  transactionFee({ events }) {
    const [paid] = findAll(events, 'transactionPayment', 'TransactionFeePaid');
    if (!paid) return;
    for (const [method, sign] of [['Withdraw', -1n], ['Deposit', 1n]]) {
      for (const { who, amount: value } of findAll(events, 'balances', method)) {
        this.add(NATIVE, who.toString(), 'transaction fee', sign * value.toBigInt());
      }
    }
  }

  /** Take `value` of an escrow account's deposits, first in, first out, and give it to `to`. */
  spend(id, to, category, value) {
    const escrow = this.escrows.get(id.toString());
    let left = value;
    for (const depositor of escrow?.depositors ?? []) {
      const part = left < depositor.held ? left : depositor.held;
      depositor.held -= part;
      left -= part;
      this.move(escrow.asset, depositor.who, to, category, part);
    }
    if (left > 0n) throw new Error(`Escrow ${id} paid ${left} more than was deposited.`);
  }
}

const HANDLERS = {
  'escrow.AccountOpened': (flows, { id, tenant, asset, deposit }) =>
    flows.escrows.set(id.toString(), {
      asset: assetOf(asset),
      depositors: [{ who: tenant.toString(), held: deposit.toBigInt() }],
    }),
  'escrow.Deposited': (flows, { id, who, amount: value }) => {
    const { depositors } = flows.escrows.get(id.toString());
    const known = depositors.find((one) => one.who === who.toString());
    if (known) known.held += value.toBigInt();
    else depositors.push({ who: who.toString(), held: value.toBigInt() });
  },
  'escrow.Settled': (flows, { id, payee, net, fee }) => {
    flows.spend(id, payee.toString(), 'rent', net.toBigInt());
    flows.spend(id, flows.pot, 'protocol fee', fee.toBigInt());
  },
  // Nothing moves; those with nothing left are not in the new account, but for the tenant.
  'escrow.AccountRolledOver': (flows, { from, to }) => {
    const { asset, depositors } = flows.escrows.get(from.toString());
    const rests = depositors.filter(({ held }, place) => place === 0 || held > 0n);
    flows.escrows.set(to.toString(), { asset, depositors: rests.map((one) => ({ ...one })) });
  },
  // It stays on hold in the payer's own balance.
  'escrow.PaymentOwed': (flows, { payer, payee, asset, amount: value }) =>
    flows.move(assetOf(asset), payee.toString(), payer.toString(), 'rent', value.toBigInt()),
  'escrow.OwedClaimed': (flows, { payer, payee, asset, amount: value }) =>
    flows.move(assetOf(asset), payer.toString(), payee.toString(), 'rent', value.toBigInt()),
  'escrow.Charged': (flows, { who, amount: value }) =>
    flows.move(NATIVE, who.toString(), flows.pot, 'protocol fee', value.toBigInt()),
  'market.BidForfeited': (flows, { provider, collateral }) =>
    flows.move(NATIVE, provider.toString(), flows.pot, 'collateral', collateral.toBigInt()),
  'market.SealedBidForfeited': (flows, { provider, collateral }) =>
    flows.move(NATIVE, provider.toString(), flows.pot, 'collateral', collateral.toBigInt()),
  'leases.CollateralSettled': (flows, { lease, provider, amount: value, to }) => {
    if (to.isProvider) return;
    const tenant = () => flows.escrows.get(lease.toString()).depositors[0].who;
    const taker = to.isTenant ? tenant() : flows.pot;
    flows.move(NATIVE, provider.toString(), taker, 'collateral', value.toBigInt());
  },
  'approvals.Submitted': (flows, { who, fee }) =>
    flows.move(NATIVE, who.toString(), flows.approvals, 'order fee', fee.toBigInt()),
  'approvals.PotPaid': (flows, { amount: value }) =>
    flows.move(NATIVE, flows.approvals, flows.pot, 'order fee', value.toBigInt()),
  'approvals.RewardsClaimed': (flows, { validator, amount: value }) =>
    flows.move(NATIVE, flows.approvals, validator.toString(), 'order fee', value.toBigInt()),
  'approvals.PotShared': (flows, { asset, toTreasury }) =>
    flows.move(assetOf(asset), flows.pot, flows.treasury, 'protocol fee', toTreasury.toBigInt()),
  'approvals.PotClaimed': (flows, { validator, asset, amount: value }) =>
    flows.move(assetOf(asset), flows.pot, validator.toString(), 'protocol fee', value.toBigInt()),
};

/** The books of one asset between two snapshots: a row for each account whose balance changed,
 * called by `names` (address → name) where they know it. */
export function books(asset, before, after, flows, names) {
  const [from, to] = [before.balances[asset.key], after.balances[asset.key]];
  const changed = [...new Set([...from.keys(), ...to.keys()])].filter(
    (who) => (from.get(who) ?? 0n) !== (to.get(who) ?? 0n),
  );
  const order = [...names.keys()];
  const place = (who) => (names.has(who) ? order.indexOf(who) : order.length);
  const listed = changed.sort((a, b) => place(a) - place(b));
  const rows = listed.map((who) => {
    const start = from.get(who) ?? 0n;
    const end = to.get(who) ?? 0n;
    const moved = Object.fromEntries(CATEGORIES.map((one) => [one, flows.of(asset, who, one)]));
    return {
      name: names.get(who) ?? `${who.slice(0, 6)}…${who.slice(-4)}`,
      start,
      end,
      moved,
      unexplained: end - start - flows.of(asset, who),
    };
  });
  const sum = (pick) => rows.reduce((total, row) => total + pick(row), 0n);
  const everything = (map) => [...map.values()].reduce((total, value) => total + value, 0n);
  const errors = [];
  const check = (holds, text) => { if (!holds) errors.push(`${asset.symbol}: ${text}`); };
  for (const row of rows) {
    check(row.unexplained === 0n, `${row.name} has ${row.unexplained} units that no event explains`);
  }
  check(everything(from) === before.issued[asset.key], 'before, the balances are not all that exists');
  check(everything(to) === after.issued[asset.key], 'after, the balances are not all that exists');
  const minted = after.issued[asset.key] - before.issued[asset.key];
  check(sum((row) => row.end - row.start) === minted, 'the changes do not sum to what was minted');
  check(sum((row) => row.moved.minted) === minted, 'what was minted differs from what was credited');
  for (const category of CATEGORIES.filter((one) => one !== 'minted')) {
    const total = sum((row) => row.moved[category]);
    check(total === 0n, `what was paid and received as ${category} differs by ${total}`);
  }
  return { asset, rows, errors, sum };
}

/** The books as text. */
export function table({ asset, rows, sum }) {
  const used = CATEGORIES.filter((category) => rows.some((row) => row.moved[category] !== 0n));
  const money = (value) => amount(value, asset.decimals);
  const delta = (value) => change(value, asset.decimals);
  const line = (name, start, moved, end) =>
    [name, money(start), ...used.map((category) => delta(moved(category))), money(end)];
  return columns([
    [asset.symbol, 'before', ...used, 'after'],
    null,
    ...rows.map((row) => line(row.name, row.start, (category) => row.moved[category], row.end)),
    null,
    line('together', sum((row) => row.start), (category) => sum((row) => row.moved[category]), sum((row) => row.end)),
  ]);
}
