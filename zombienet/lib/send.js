// Sending transactions and reading what came of them.
import { sleep } from './connect.js';

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

/** Sign `call` with `signer`, send it, and wait until a block holds it.
 *
 * Returns the block's number and hash, the transaction's place in it, its events, and the fee.
 * Throws `Refused` if the pool will not have it or the runtime ends it with an error. */
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

function sendOnce(api, signer, call, { seconds = 60, ...options } = {}) {
  const what = `${call.method.section}.${call.method.method}`;
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
    call
      .signAndSend(signer, { nonce: -1, ...options }, async (result) => {
        const { status, dispatchError, events } = result;
        if (status.isInvalid || status.isDropped || status.isUsurped) {
          done(reject, new Refused(status.type, `${what}: the pool calls it ${status.type}.`));
        } else if (status.isInBlock) {
          if (dispatchError) {
            const { name, docs } = explain(api, dispatchError);
            done(reject, new Refused(name, `${what}: ${name}${docs && `: ${docs}`}`));
            return;
          }
          try {
            const hash = status.asInBlock.toHex();
            const header = await api.rpc.chain.getHeader(hash);
            const paid = find(events, 'transactionPayment', 'TransactionFeePaid');
            done(resolve, {
              block: header.number.toNumber(),
              hash,
              index: result.txIndex,
              events,
              fee: paid ? paid.actualFee.toBigInt() : 0n,
            });
          } catch (error) {
            done(reject, error);
          }
        }
      })
      .then((stop) => { unsubscribe = stop; })
      .catch((error) => {
        done(reject, new Refused(error.message, `${what}: ${error.message}`));
      });
  });
}

/** As `send`, for a signer that other programs use too: again, if one of them was faster with the
 * same nonce. */
export async function sendShared(api, signer, call) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(api, signer, call);
    } catch (error) {
      const outrun = error instanceof Refused && /1014|outdated|Usurped/.test(error.reason);
      if (!outrun || tries === 20) throw error;
      // Uneven, so that two do not meet again and again.
      await sleep(1_000 + Math.random() * 3_000);
    }
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
