//! What was done, as a weight: calls and the agenda are charged for that, and never for more than
//! was declared or kept free before.
//!
//! Most bids are on one machine, for orders that require nothing; the worst are on eight, for
//! orders that ask eight auditors about every one of 32 attributes.

use crate::{
	types::count, Config, OrderOf, OrderState, Orders, Pallet, WeightInfo, MAX_AWARD_TRIES,
};
use frame_support::weights::Weight;
use leasehold_primitives::{
	traits::{Leases, Providers},
	AssetId, OrderId, Placement, MAX_BIDS, MAX_PLACEMENTS,
};

/// What it took to place a bid, sealed or not.
pub(crate) struct Placed {
	/// Whether it is its provider's first on the order in this round.
	pub first: bool,
	/// On how many machines capacity was taken or given back.
	pub machines: u32,
	/// What checking the order's requirements weighed.
	pub requirements: Weight,
	/// Whether another bid had to make room.
	pub displaced: bool,
	/// Whether the auction's end has moved.
	pub moved: bool,
}

/// What it took to decide an auction.
#[derive(Default)]
pub(crate) struct Decided {
	/// How many bids were read.
	pub ranked: u32,
	/// How many of them had to be told apart by more than their prices.
	pub tied: u32,
	/// How many of them could not be awarded and were forfeited.
	pub failed: u32,
	/// Whether one was awarded.
	pub awarded: bool,
	/// What returning the others weighed.
	pub released: Weight,
}

impl<T: Config> Pallet<T> {
	/// What creating a deployment of so many groups weighed: less in the native token.
	pub(crate) fn created_weight(asset: &AssetId, groups: u32) -> Weight {
		let most = T::WeightInfo::create_deployment(groups);
		match asset {
			AssetId::Native => T::WeightInfo::create_deployment_native(groups).min(most),
			AssetId::WithId(_) => most,
		}
	}

	/// What placing a bid that everybody sees weighed.
	pub(crate) fn bid_weight(done: &Placed) -> Weight {
		let mut weight = T::WeightInfo::bid(done.machines).saturating_add(done.requirements);
		if done.displaced {
			weight = weight.saturating_add(T::WeightInfo::displace());
		}
		if done.moved {
			weight = weight.saturating_add(T::WeightInfo::move_end());
		}
		weight.min(Self::max_bid_weight())
	}

	/// What a bid has weighed that is refused before it changes anything: no more than one that is
	/// placed. `on` is the order and the machines, if there is such an order.
	pub(crate) fn refused_weight(on: Option<(&OrderOf<T>, &Placement)>) -> Weight {
		let (machines, requirements) = match on {
			Some((order, placement)) => {
				(count(placement), Self::requirements_weight(order, placement))
			},
			None => (0, Weight::zero()),
		};
		Self::bid_weight(&Placed {
			first: false,
			machines,
			requirements,
			displaced: false,
			moved: false,
		})
	}

	/// The most that placing one may weigh: it replaces one on as many other machines, or displaces
	/// another's.
	pub(crate) fn max_bid_weight() -> Weight {
		let displacing =
			T::WeightInfo::bid(MAX_PLACEMENTS).saturating_add(T::WeightInfo::displace());
		T::WeightInfo::bid(2 * MAX_PLACEMENTS)
			.max(displacing)
			.saturating_add(T::Providers::max_requirements_weight())
			.saturating_add(T::WeightInfo::move_end())
	}

	/// What placing a sealed bid weighed.
	pub(crate) fn commit_weight(done: &Placed) -> Weight {
		T::WeightInfo::commit_bid(done.machines)
			.saturating_add(done.requirements)
			.min(Self::max_commit_weight())
	}

	/// The most that placing one may weigh.
	pub(crate) fn max_commit_weight() -> Weight {
		T::WeightInfo::commit_bid(2 * MAX_PLACEMENTS)
			.saturating_add(T::Providers::max_requirements_weight())
	}

	/// What checking an order's requirements of a bid on these machines weighs.
	pub(crate) fn requirements_weight(order: &OrderOf<T>, placement: &Placement) -> Weight {
		T::Providers::requirements_weight(&order.spec.requirements, count(placement))
	}

	/// What returning a bid on these machines weighs.
	pub(crate) fn release_weight(placement: &Placement) -> Weight {
		T::WeightInfo::release_bid(count(placement))
	}

	/// What withdrawing a bid on these machines weighed, with so many others to look at.
	pub(crate) fn withdrawal_weight(looked_at: u32, placement: &Placement) -> Weight {
		// It is measured on as many as there may be.
		let unused = T::WeightInfo::release_bid(MAX_PLACEMENTS)
			.saturating_sub(Self::release_weight(placement));
		T::WeightInfo::withdraw_bid(looked_at).saturating_sub(unused)
	}

	/// What deciding an auction weighed.
	pub(crate) fn decided_weight(done: &Decided) -> Weight {
		let outcome = match done.awarded {
			// What leases do is in it.
			true => T::WeightInfo::award_bid(),
			false => T::WeightInfo::next_part(),
		};
		let failed = match done.failed {
			0 => Weight::zero(),
			failed => T::Leases::award_weight()
				.saturating_mul(failed.into())
				.saturating_add(Self::forfeits_weight(failed)),
		};
		outcome
			.saturating_add(T::WeightInfo::rank_bids(done.ranked))
			.saturating_add(T::WeightInfo::compare_bids(done.tied))
			.saturating_add(failed)
			.saturating_add(done.released)
	}

	/// The most that one order on the agenda may weigh.
	pub(crate) fn due_item_weight() -> Weight {
		// Whatever part of the seats was not revealed, it is one of these at the ends.
		let decided = Self::most_to_decide(MAX_BIDS, 0).max(Self::most_to_decide(0, MAX_BIDS));
		decided.max(T::WeightInfo::wind_up(MAX_BIDS))
	}

	/// The most that this order on the agenda may weigh: so many small ones can be worked off in a
	/// block, though one with all seats taken takes a good part of the agenda's share.
	pub(crate) fn most_for(id: &OrderId) -> Weight {
		let Some(order) = Orders::<T>::get(id) else { return Self::due_item_weight() };
		let most = match order.state {
			OrderState::Closing { .. } => T::WeightInfo::wind_up(order.seats()),
			_ => Self::most_to_decide(order.bids, order.sealed),
		};
		most.min(Self::due_item_weight())
	}

	fn most_to_decide(bids: u32, sealed: u32) -> Weight {
		Self::close_auction_weight(bids, MAX_AWARD_TRIES)
			.saturating_add(Self::forfeits_weight(sealed))
	}

	/// The most that the close of an auction with so many bids may weigh.
	pub(crate) fn close_auction_weight(bids: u32, tries: u32) -> Weight {
		let awards = T::Leases::award_weight().saturating_mul(tries.into());
		T::WeightInfo::close_auction(bids).saturating_add(awards)
	}

	/// What taking the collateral of so many bids weighs at most.
	pub(crate) fn forfeits_weight(bids: u32) -> Weight {
		match bids {
			0 => Weight::zero(),
			bids => T::WeightInfo::forfeit_sealed(bids),
		}
	}
}
