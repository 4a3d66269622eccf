// What every test file starts with: connections to the validator's and the provider's node, whose
// addresses stand in LEASEHOLD_WS and LEASEHOLD_PROVIDER_WS.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { connect } from '../lib/connect.js';
import { Refused, send } from '../lib/send.js';
import { leave } from '../lib/settle.js';

export const OURS = ['providers', 'market', 'approvals', 'escrow', 'leases', 'checkpoints', 'timings'];

/** The connections, as `api` and `node`; `setUp(ctx)` runs once they stand, and what it returns at
 * the end. */
export function context(setUp = () => null) {
  const url = process.env.LEASEHOLD_WS;
  const ctx = {};
  let tearDown;
  before(async () => {
    assert.ok(url, 'set LEASEHOLD_WS, and LEASEHOLD_PROVIDER_WS if it is another node');
    ctx.api = await connect(url);
    ctx.node = await connect(process.env.LEASEHOLD_PROVIDER_WS ?? url);
    tearDown = await setUp(ctx);
  });
  after(async () => {
    await tearDown?.();
    await Promise.all([ctx.api?.disconnect(), ctx.node?.disconnect(), leave()]);
  });
  return ctx;
}

/** Send calls of one signer at once and check that each is refused with the error named first;
 * then those of `others`, which are not to be refused. Returns the results of these. */
export async function refusals(api, signer, cases, others = []) {
  const first = (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
  const calls = [...cases.map(([, call]) => call), ...others];
  const outcomes = await Promise.allSettled(
    calls.map((call, at) => send(api, signer, call, { nonce: first + at })),
  );
  const name = ({ status, value, reason }) => {
    if (status === 'fulfilled') return value.block ? 'done' : '';
    if (reason instanceof Refused) return reason.reason;
    throw reason;
  };
  const describe = (call, outcome) => `${call.method.section}.${call.method.method}: ${outcome}`;
  assert.deepEqual(
    calls.map((call, at) => describe(call, name(outcomes[at]))),
    calls.map((call, at) => describe(call, cases[at]?.[0] ?? 'done')),
  );
  return outcomes.slice(cases.length).map(({ value }) => value);
}
