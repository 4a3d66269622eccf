// Sending transactions and reading what came of them.
import { head, sleep, until } from './connect.js';
import { lock } from './lock.js';
import { stays } from './settle.js';

/** A call that was refused, by the pool or by the runtime. */
export class Refused extends Error {
  /** `name` is `pallet.Error` of the runtime's error, or what the pool said. */
  constructor(name, message) {
    super(message);
    this.name = 'Refused';
    this.reason = name;
  }
}

/** What a dispatch error is called, and what its documentation says to do. */
export function explain(api, error) {
  if (error.isModule) {
    const { section, name, docs } = api.registry.findMetaError(error.asModule);
    return { name: `${section}.${name}`, docs: docs.join(' ').trim() };
  }
  const inner = error.isToken || error.isArithmetic ? `.${error.value.type}` : '';
  return { name: `${error.type}${inner}`, docs: '' };
}

/** Sign `call` with `signer`, send it, and wait until a block that stays holds it.
 *
 * Returns the block's number and hash, the transaction's place in it, its events, and the fee.
 * Throws `Refused` if the pool will not have it or the runtime ends it with an error. Of the
 * options, `seconds` is the longest wait, `onBlock` is called once any block has it. */
export async function send(api, signer, call, options = {}) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sendOnce(api, signer, call, options);
    } catch (error) {
      // The pool looked at a block of a fork that finality has just cut off. It did not take the
      // transaction; at the next block it will.
      const cutOff = error instanceof Refused && /State already discarded/.test(error.reason);
      if (!cutOff || tries === 5) throw error;
      await sleep(3_000);
    }
  }
}

async function sendOnce(api, signer, call, { seconds = 60, onBlock = () => {}, ...options } = {}) {
  const what = `${call.method.section}.${call.method.method}`;
  const { number: from } = await head(api);
  const signed = await call.signAsync(signer, { nonce: -1, ...options });
  const hash = signed.hash.toHex();
  let place = await firstBlock(api, signed, what, { from, seconds, onBlock });
  // A block that lost its place gives its transactions back to the pool. Another takes them, with
  // other events perhaps; the pool does not say so.
  while (!(await stays(api, place))) {
    place = await until(`${what} in a block that stays`, () => search(api, hash, place.number - 4), seconds);
  }
  return outcome(api, hash, place, what);
}

/** Send what is `signed`; the number and hash of the first block that holds it. */
function firstBlock(api, signed, what, { from, seconds, onBlock }) {
  return new Promise((resolve, reject) => {
    let unsubscribe = () => {};
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`${what} was in no block after ${seconds} s.`));
    }, seconds * 1000);
    const done = (settle, value) => {
      clearTimeout(timer);
      unsubscribe();
      settle(value);
    };
    signed
      .send(async ({ status }) => {
        try {
          if (status.isInvalid || status.isDropped || status.isUsurped) {
            // It is, if a block of another node has it already.
            const found = await search(api, signed.hash.toHex(), from);
            if (found) done(resolve, found);
            else done(reject, new Refused(status.type, `${what}: the pool calls it ${status.type}.`));
            return;
          }
          if (status.isInBlock) {
            onBlock();
            const hash = status.asInBlock.toHex();
            const header = await api.rpc.chain.getHeader(hash);
            done(resolve, { number: header.number.toNumber(), hash });
          }
        } catch (error) {
          done(reject, error);
        }
      })
      .then((stop) => { unsubscribe = stop; })
      .catch((error) => {
        done(reject, new Refused(error.message, `${what}: ${error.message}`));
      });
  });
}

/** The block of the best chain, from number `from` on, that holds the transaction; or null. */
async function search(api, transaction, from) {
  const best = await head(api);
  for (let number = best.number, { hash } = best; number >= Math.max(from, 1); number -= 1) {
    const { block } = await api.rpc.chain.getBlock(hash);
    if (block.extrinsics.some((one) => one.hash.toHex() === transaction)) return { number, hash };
    hash = block.header.parentHash.toHex();
  }
  return null;
}

/** What came of a transaction in the block at `place`. */
async function outcome(api, transaction, { number, hash }, what) {
  const [{ block }, records] = await Promise.all([
    api.rpc.chain.getBlock(hash), api.at(hash).then((at) => at.query.system.events()),
  ]);
  const index = block.extrinsics.findIndex((one) => one.hash.toHex() === transaction);
  const events = records.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(index));
  const failed = find(events, 'system', 'ExtrinsicFailed');
  if (failed) {
    const { name, docs } = explain(api, failed.dispatchError);
    throw new Refused(name, `${what}: ${name}${docs && `: ${docs}`}`);
  }
  const paid = find(events, 'transactionPayment', 'TransactionFeePaid');
  return { block: number, hash, index, events, fee: paid ? paid.actualFee.toBigInt() : 0n };
}

/** As `send`, for a signer that other programs use too: one after the other takes the next nonce,
 * which the node counts reliably from blocks only. */
export async function sendShared(api, signer, call) {
  const release = await lock(`${api.genesisHash.toHex().slice(2, 18)}-${signer.address}`);
  try {
    return await send(api, signer, call, { onBlock: release });
  } finally {
    release();
  }
}

/** Send several calls of one signer at once, in their order; usually one block takes them all. */
export async function sendAll(api, signer, calls) {
  const first = (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
  return Promise.all(calls.map((call, at) => send(api, signer, call, { nonce: first + at })));
}

/** The name of the error with which `call` is refused; throws if it is not. */
export async function refusal(api, signer, call) {
  try {
    await send(api, signer, call);
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
  throw new Error(`${call.method.section}.${call.method.method} was not refused.`);
}

/** The fields of the first event `section.method`, by name; undefined if there is none. */
export const find = (events, section, method) => findAll(events, section, method)[0];

/** The fields of each event `section.method`, by name. */
export const findAll = (events, section, method) =>
  events
    .map((record) => record.event ?? record)
    .filter((event) => event.section === section && event.method === method)
    .map((event) => event.data);

/** As `find`, but throws if the event is not there. */
export function expectEvent(result, section, method) {
  const data = find(result.events, section, method);
  if (!data) {
    const seen = result.events.map(({ event }) => `${event.section}.${event.method}`).join(', ');
    throw new Error(`There is no event ${section}.${method} among: ${seen}.`);
  }
  return data;
}
