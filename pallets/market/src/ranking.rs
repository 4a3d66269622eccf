//! Which bid is better: the lower price; of equal ones, that of the better reputation; of those,
//! what a draw says. Never a place in a block or in storage.

use crate::{Bid, Bids, Config, Pallet, MAX_AWARD_TRIES};
use alloc::vec::Vec;
use codec::Encode;
use core::cmp::{Ordering, Reverse};
use frame_support::traits::Randomness;
use leasehold_primitives::{traits::Reputation, Balance, OrderId};
use sp_core::H256;
use sp_io::hashing::blake2_256;

/// What the draw's randomness is asked for with.
const SUBJECT: &[u8] = b"leasehold/market/draw";

/// Bids with their providers, the best first.
pub(crate) type Ranking<AccountId> = Vec<(AccountId, Bid)>;

/// Where a bid stands among others: the least is the best.
type Rank = (Balance, Reverse<u32>, [u8; 32]);

impl<T: Config> Pallet<T> {
	/// The bids on an order, the best first. Those that tie in price and reputation stand in an
	/// order that says nothing, but is the same on every node.
	pub(crate) fn sorted_bids(id: OrderId) -> Ranking<T::AccountId> {
		Self::ranked(id, &[])
	}

	/// As [`Self::sorted_bids`], where the draw has decided between those that tie.
	pub(crate) fn drawn_ranking(id: OrderId) -> Ranking<T::AccountId> {
		Self::ranked(id, Self::draw().as_bytes())
	}

	fn ranked(id: OrderId, seed: &[u8]) -> Ranking<T::AccountId> {
		let mut bids: Vec<_> = Bids::<T>::iter_prefix(id).collect();
		bids.sort_by_key(|(_, bid)| bid.price);
		// Only those at one price need be known for anything.
		for tied in bids.chunk_by_mut(|(_, one), (_, other)| one.price == other.price) {
			if tied.len() > 1 {
				tied.sort_by_cached_key(|(provider, bid)| {
					Self::rank(id, provider, bid.price, seed)
				});
			}
		}
		bids
	}

	/// Whether a bid of `provider` at `price` would be better than another's.
	pub(crate) fn outranks(
		id: OrderId,
		(provider, price): (&T::AccountId, Balance),
		(other, other_price): (&T::AccountId, Balance),
	) -> bool {
		match price.cmp(&other_price) {
			Ordering::Equal => {
				Self::rank(id, provider, price, &[]) < Self::rank(id, other, other_price, &[])
			},
			order => order.is_lt(),
		}
	}

	pub(crate) fn rank(id: OrderId, provider: &T::AccountId, price: Balance, seed: &[u8]) -> Rank {
		let lot = (seed, id, provider).using_encoded(blake2_256);
		(price, Reverse(T::Reputation::score(provider)), lot)
	}

	/// Whether a draw has to say which of the bids that may come to be tried is the better.
	pub(crate) fn needs_draw(ranking: &[(T::AccountId, Bid)]) -> bool {
		let tried = usize::try_from(MAX_AWARD_TRIES).unwrap_or(usize::MAX);
		ranking.windows(2).take(tried).any(|pair| match pair {
			[(one, better), (other, worse)] => {
				better.price == worse.price
					&& T::Reputation::score(one) == T::Reputation::score(other)
			},
			_ => false,
		})
	}

	/// How many of these bids had to be told apart by more than their prices.
	pub(crate) fn tied(ranking: &[(T::AccountId, Bid)]) -> u32 {
		let groups = ranking.chunk_by(|(_, one), (_, other)| one.price == other.price);
		let tied: usize = groups.map(<[_]>::len).filter(|len| *len > 1).sum();
		// At most all bids on an order.
		u32::try_from(tied).unwrap_or(u32::MAX)
	}

	/// What the author of the last block has drawn, after the last bid by a block at least. Where
	/// it has drawn nothing, the block's hash.
	fn draw() -> H256 {
		let (drawn, _) = T::Randomness::random(SUBJECT);
		let parent = frame_system::Pallet::<T>::parent_hash();
		H256(drawn.unwrap_or(parent).using_encoded(blake2_256))
	}
}
