// Accounts of the development phrase. Everybody knows them.
import { Keyring } from '@polkadot/api';
import { stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, cryptoWaitReady, encodeAddress } from '@polkadot/util-crypto';

await cryptoWaitReady();
const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });

/** The key pair at `path`, such as `//Tenant1`, named after it. */
export function key(path) {
  const pair = keyring.createFromUri(path, {});
  pair.setMeta({ name: path.replace(/^\/\//, '').replace(/\/\//g, '/') });
  return pair;
}

/** The session keys that a node started with `--name` has, as genesis takes them. */
export function sessionKeys(name) {
  const of = (type) => encodeAddress(keyring.createFromUri(`//${name}`, {}, type).publicKey, 42);
  const [babe, grandpa, beefy] = [of('sr25519'), of('ed25519'), of('ecdsa')];
  return { babe, grandpa, authority_discovery: babe, beefy, approvals: babe };
}

/** A pair that nobody has used before, with no money. */
export const stranger = () => key(`//Stranger${Date.now()}${Math.floor(Math.random() * 1e9)}`);

export const people = {
  alice: key('//Alice'),
  bob: key('//Bob'),
  provider1: key('//Provider1'),
  provider2: key('//Provider2'),
  tenant1: key('//Tenant1'),
  tenant2: key('//Tenant2'),
  auditor: key('//Auditor'),
};

/** The service keys that a provider's node may hold: our scripts insert the first, zombienet,
 * which derives keys from a node's name, the second. */
export const servicePaths = (provider) => [`//${provider}//service`, `//${provider}`];

/** The service key that the node behind `api` holds for `provider`, such as `Provider1`. */
export async function serviceKey(api, provider) {
  for (const path of servicePaths(provider)) {
    const pair = key(path);
    const held = await api.rpc.author.hasKey(u8aToHex(pair.publicKey), 'lsrv').catch(() => null);
    if (held === null) break;
    if (held.isTrue) return pair;
  }
  return key(servicePaths(provider)[0]);
}

/** The proof that whoever holds `service` lets `provider` use it on this chain. */
export function possession(api, service, provider) {
  const message = u8aConcat(
    stringToU8a('leaseholdprov'),
    api.genesisHash.toU8a(),
    provider.publicKey,
  );
  return u8aToHex(service.sign(blake2AsU8a(message, 256)));
}
