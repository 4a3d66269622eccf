// What a provider's node does, done from here: fee-free calls that a service key authorises.
import { compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';
import { head } from './connect.js';

/** `call` as a general transaction: no signer, the extensions at rest, the call authorises itself. */
export function general(api, call) {
  // Version 5, general; extensions of version 0; an immortal era, nonce 0, tip 0, no metadata hash.
  const body = u8aConcat([0x45, 0], [0, 0, 0, 0], call.method.toU8a());
  return u8aToHex(u8aConcat(compactToU8a(body.length), body));
}

/** What is signed: see primitives/feeless. `message` is in SCALE. */
const toSign = (api, kind, message) =>
  blake2AsU8a(u8aConcat(stringToU8a('leasehold'), stringToU8a(kind), api.genesisHash.toU8a(), message), 256);

/** The call `make(message, signature)` with `message` signed by `pair` under `kind`. */
export function signed(api, make, kind, message, pair) {
  const draft = make(message, new Uint8Array(64));
  return make(message, pair.sign(toSign(api, kind, draft.args[0].toU8a())));
}

/** The heartbeat's call that `service` owes next. */
export async function heartbeat(api, service) {
  const [record, { number }] = await Promise.all([
    api.query.providers.serviceKeys(service.publicKey), head(api),
  ]);
  const nonce = record.isSome ? record.unwrap().nonce : 0;
  return signed(api, api.tx.providers.heartbeat, 'beat',
    { signer: service.publicKey, nonce, block: number, body: null }, service);
}

/** Send a fee-free call; what the pool says against it is thrown. */
export const submit = (api, call) => api._rpcCore.provider.send('author_submitExtrinsic', [general(api, call)]);

const INVALID = ['Call', 'Payment', 'Future', 'Stale', 'BadProof', 'AncientBirthBlock', 'ExhaustsResources',
  'Custom', 'BadMandatory', 'MandatoryValidation', 'BadSigner', 'IndeterminateImplicit', 'UnknownOrigin'];

/** What the runtime says of a fee-free call at the state of block `hash`, of the best if left out:
 * `Valid`, or why it is not. The pool also takes what is valid on a fork that has lost its place but
 * not been cut off by finality, so its answer shows less. */
export async function validity(api, call, hash) {
  const at = hash ?? (await head(api)).hash;
  // From outside, which is the third source.
  const question = u8aToHex(u8aConcat([2], hexToU8a(general(api, call)), hexToU8a(at)));
  const [failed, unknown, reason] = hexToU8a(
    await api._rpcCore.provider.send('state_call', ['TaggedTransactionQueue_validate_transaction', question, at]));
  if (failed === 0) return 'Valid';
  return unknown ? 'Unknown' : INVALID[reason];
}

/** Send heartbeats of `service` until the returned function is called. */
export function keepAlive(api, service) {
  // Too soon is no harm: the next one comes.
  const beat = () => heartbeat(api, service).then((call) => submit(api, call)).catch(() => {});
  const timer = setInterval(beat, 6_000);
  return () => clearInterval(timer);
}
