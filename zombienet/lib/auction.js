// Sealed bids, as bidders make them.
import { randomBytes } from 'node:crypto';
import { blake2AsHex } from '@polkadot/util-crypto';
import { u8aToHex } from '@polkadot/util';

/** What a sealed bid commits to: blake2-256 over the SCALE encoding of all of it. */
export const commitment = (api, { price, notice, grace, salt, bidder, order }) =>
  blake2AsHex(
    api.registry
      .createType('(u128, u32, u32, [u8; 32], AccountId32, u64)', [price, notice, grace, salt, bidder, order])
      .toU8a(),
    256,
  );

/** A sealed bid with all replicas on the provider's first machine and the shortest notice: the call
 * that commits to it, and the one that reveals it. */
export async function sealedBid(api, order, bidder, price, { placement = [[0, 2]], grace = 20 } = {}) {
  const { minNotice } = await api.query.market.params();
  const notice = minNotice.toNumber();
  const salt = u8aToHex(randomBytes(32));
  const hash = commitment(api, { price, notice, grace, salt, bidder: bidder.address, order });
  return {
    commit: api.tx.market.commitBid(order, hash, placement),
    reveal: api.tx.market.revealBid(order, price, notice, grace, salt),
  };
}
