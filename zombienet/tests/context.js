// What every test file starts with: connections to the validator's and the provider's node, whose
// addresses stand in LEASEHOLD_WS and LEASEHOLD_PROVIDER_WS.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { connect } from '../lib/connect.js';
import { Refused, send } from '../lib/send.js';

export const OURS = ['providers', 'market', 'approvals', 'escrow', 'leases', 'checkpoints', 'timings'];

export function context() {
  const url = process.env.LEASEHOLD_WS;
  const ctx = {};
  before(async () => {
    assert.ok(url, 'set LEASEHOLD_WS, and LEASEHOLD_PROVIDER_WS if it is another node');
    ctx.api = await connect(url);
    ctx.node = await connect(process.env.LEASEHOLD_PROVIDER_WS ?? url);
  });
  after(async () => {
    await Promise.all([ctx.api?.disconnect(), ctx.node?.disconnect()]);
  });
  return ctx;
}

/** Send calls of one signer at once and check that each is refused with the error named first. */
export async function refusals(api, signer, cases) {
  const first = (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
  const outcomes = await Promise.all(cases.map(([, call], at) =>
    send(api, signer, call, { nonce: first + at }).then(() => 'done', (error) => {
      if (error instanceof Refused) return error.reason;
      throw error;
    })));
  const describe = ([name, call], outcome) => `${call.method.section}.${call.method.method}: ${outcome ?? name}`;
  assert.deepEqual(
    cases.map((one, at) => describe(one, outcomes[at])),
    cases.map((one) => describe(one)),
  );
}

/** The fields of a decoded struct, enum or event as plain values: numbers as BigInt or string. */
export function plain(value) {
  if (value === null || value === undefined) return null;
  if (typeof value.isNone === 'boolean' && value.isNone) return null;
  if (typeof value.unwrap === 'function' && value.isSome) return plain(value.unwrap());
  if (typeof value.toBigInt === 'function') return value.toBigInt();
  return value.toHuman?.() ?? value;
}
