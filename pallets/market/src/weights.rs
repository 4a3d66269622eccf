//! What the market's calls and hooks weigh.
//!
//! Estimated from the database reads and writes of each path at its worst, the other pallets'
//! part included, until `scripts/weights.sh` has measured them. What the leases pallet does is
//! not in here but for the awards of [`WeightInfo::award_bid`] and [`WeightInfo::take_offer`]: it
//! states its own weights.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weights of calls and hooks.
pub trait WeightInfo {
	/// With `g` groups.
	fn create_deployment(g: u32) -> Weight;
	/// As `create_deployment`, in the native token.
	fn create_deployment_native(g: u32) -> Weight;
	/// With `g` groups that have orders; leases add their own.
	fn close_deployment(g: u32) -> Weight;
	/// A bid on an order that requires nothing, for which capacity is taken or given back on `m`
	/// machines.
	fn bid(m: u32) -> Weight;
	/// Returning the worst of the most bids that there may be on an order, to make room.
	fn displace() -> Weight;
	/// Moving the end of an auction.
	fn move_end() -> Weight;
	/// With `b` other bids to look at.
	fn withdraw_bid(b: u32) -> Weight;
	/// Taking an order back.
	fn close_order() -> Weight;
	/// A sealed bid on an order that requires nothing, for which capacity is taken or given back on
	/// `m` machines.
	fn commit_bid(m: u32) -> Weight;
	/// Revealing the last sealed bid.
	fn reveal_bid() -> Weight;
	/// Picking a bid.
	fn pick_bid() -> Weight;
	/// Setting the parameters.
	fn set_params() -> Weight;
	/// Depositing to `g` leases.
	fn deposit_to_deployment(g: u32) -> Weight;
	/// The close of an auction with `b` bids on 8 machines each; tries to award add their own.
	fn close_auction(b: u32) -> Weight;
	/// Putting an order without bids up again under the agenda, or letting its auction go on to its
	/// next part.
	fn next_part() -> Weight;
	/// The award of an order's only bid under the agenda, what leases do included.
	fn award_bid() -> Weight;
	/// Reading `b` bids and ranking them by their prices.
	fn rank_bids(b: u32) -> Weight;
	/// Telling `b` bids at one price apart.
	fn compare_bids(b: u32) -> Weight;
	/// Returning a bid on `m` machines.
	fn release_bid(m: u32) -> Weight;
	/// Taking the collateral of `b` sealed bids under the agenda.
	fn forfeit_sealed(b: u32) -> Weight;
	/// Giving back the deposit and `b` bids of an order under the agenda.
	fn wind_up(b: u32) -> Weight;
	/// Looking at one block of the agenda.
	fn due_bucket() -> Weight;
	/// Taking a verdict.
	fn on_verdict() -> Weight;
	/// Taking an offer, the award included; the registry adds its own.
	fn take_offer() -> Weight;
	/// As `take_offer`, where the offer is paid for in the native token.
	fn take_offer_native() -> Weight;
	/// `OnLease::on_started`.
	fn on_started() -> Weight;
	/// `OnLease::on_ended`.
	fn on_ended() -> Weight;
	/// Taking the news of a lease.
	fn on_lease() -> Weight;
	/// Putting up again what a provider leaves, without its money.
	fn relist() -> Weight;
}

/// A path's cost: computation in microseconds, database reads, database writes.
#[derive(Clone, Copy)]
struct Cost(u64, u64, u64);

/// Hold, release or transfer of the native token: the account and its holds.
const MONEY: Cost = Cost(15, 2, 2);
/// Taking or giving back capacity on a machine.
const MACHINE: Cost = Cost(3, 1, 1);
/// What reserving or releasing does beside the machines: the reservation, the provider's use.
const RESERVATION: Cost = Cost(5, 2, 2);
/// Removing a bid, but for its machines.
const REMOVAL: Cost = Cost(25, 1, 1).and(MONEY).and(RESERVATION);
/// Removing a bid on 8 machines with all that belongs to it.
const RELEASE: Cost = REMOVAL.and(MACHINE.times(8));
/// What awarding a bid does in the leases pallet: the lease, the provider's list, the agenda, the
/// statement, a hold.
const AWARD: Cost = Cost(60, 5, 5).and(MONEY);
/// What a provider is known for.
const REPUTATION: Cost = Cost(3, 1, 0);
/// Opening an escrow account: the record, the asset's listing, counters, a hold.
const ESCROW_OPEN: Cost = Cost(10, 2, 2).and(ESCROW_OPEN_NATIVE);
const ESCROW_OPEN_NATIVE: Cost = Cost(20, 3, 1).and(MONEY);
/// Closing one with 8 depositors: each one's hold, the record, the agenda.
const ESCROW_CLOSE: Cost = Cost(60, 6, 5).and(MONEY.times(9));
/// Putting an order before the validators: deny-lists, the record, counters, the fee.
const SUBMIT: Cost = Cost(30, 8, 5).and(MONEY.times(2));
/// An order leaves: its record, its deployment's, the tenant's list, the count, the agenda, its
/// approval.
const FORGET: Cost = Cost(25, 4, 7);
/// The length of the largest order's record with 32 required attributes, and of a bid's.
const ORDER_BYTES: u64 = 9_000;
const BID_BYTES: u64 = 6_000;

impl Cost {
	const fn and(self, other: Cost) -> Cost {
		Cost(self.0 + other.0, self.1 + other.1, self.2 + other.2)
	}

	const fn times(self, times: u64) -> Cost {
		Cost(self.0 * times, self.1 * times, self.2 * times)
	}

	fn weight<Db: Get<frame_support::weights::RuntimeDbWeight>>(self, proof: u64) -> Weight {
		let computation = Weight::from_parts(self.0.saturating_mul(1_000_000), proof);
		computation.saturating_add(Db::get().reads_writes(self.1, self.2))
	}
}

macro_rules! weights {
	($(#[$doc:meta])* impl $(<$t:ident: $bound:path>)? for $name:ty, $db:ty) => {
		$(#[$doc])*
		impl $(<$t: $bound>)? WeightInfo for $name {
			fn create_deployment(g: u32) -> Weight {
				let order = Cost(40, 2, 1).and(ESCROW_OPEN).and(SUBMIT);
				Cost(40, 4, 5).and(order.times(g.into())).weight::<$db>(ORDER_BYTES * u64::from(g))
			}
			fn create_deployment_native(g: u32) -> Weight {
				let order = Cost(40, 2, 1).and(ESCROW_OPEN_NATIVE).and(SUBMIT);
				Cost(40, 4, 5).and(order.times(g.into())).weight::<$db>(ORDER_BYTES * u64::from(g))
			}
			fn close_deployment(g: u32) -> Weight {
				let order = Cost(20, 1, 0).and(ESCROW_CLOSE).and(FORGET);
				Cost(20, 1, 1)
					.and(order.times(g.into()))
					.weight::<$db>(ORDER_BYTES * u64::from(g))
			}
			fn bid(m: u32) -> Weight {
				// Order, parameters, provider with its clock, bid.
				Cost(80, 5, 2)
					.and(MONEY)
					.and(RESERVATION)
					.and(MACHINE.times(m.into()))
					.weight::<$db>(ORDER_BYTES * 3)
			}
			fn displace() -> Weight {
				Cost(200, 130, 0).and(RELEASE).weight::<$db>(BID_BYTES * 64)
			}
			fn move_end() -> Weight {
				// Both ends on the agenda with its cursor.
				Cost(10, 1, 2).weight::<$db>(0)
			}
			fn withdraw_bid(b: u32) -> Weight {
				Cost(60, 5, 4)
					.and(RELEASE)
					.and(MONEY)
					.and(Cost(4, 2, 0).times(b.into()))
					.weight::<$db>(ORDER_BYTES + BID_BYTES * (u64::from(b) + 1))
			}
			fn close_order() -> Weight {
				Cost(30, 2, 0).weight::<$db>(0).saturating_add(Self::wind_up(0))
			}
			fn commit_bid(m: u32) -> Weight {
				Self::bid(m)
			}
			fn reveal_bid() -> Weight {
				// Order, both records of the bid, parameters, both ends on the agenda.
				Cost(60, 5, 5).weight::<$db>(ORDER_BYTES + BID_BYTES)
			}
			fn pick_bid() -> Weight {
				Cost(40, 3, 3).weight::<$db>(ORDER_BYTES + BID_BYTES)
			}
			fn set_params() -> Weight {
				Cost(10, 0, 1).weight::<$db>(0)
			}
			fn deposit_to_deployment(g: u32) -> Weight {
				// Each settles, at worst with 8 depositors, and wakes a lease that had run out.
				let lease = ESCROW_CLOSE.and(Cost(60, 8, 6));
				Cost(300, 2, 0).and(lease.times(g.into())).weight::<$db>(ORDER_BYTES * u64::from(g))
			}
			fn close_auction(b: u32) -> Weight {
				// A bid that cannot be awarded costs a transfer to the pot more than one that is
				// released, and so few of them are tried that 8 cover them.
				Cost(80, 10, 8)
					.and(MONEY.times(8))
					.and(RELEASE.and(REPUTATION).times(b.into()))
					.weight::<$db>(ORDER_BYTES * 2 + BID_BYTES * 2 * (u64::from(b) + 1))
			}
			fn next_part() -> Weight {
				// Order, deny-lists, parameters, both ends on the agenda with its cursor, the count.
				Cost(40, 7, 4).weight::<$db>(ORDER_BYTES)
			}
			fn award_bid() -> Weight {
				// The same, and the bid.
				Cost(60, 8, 5).and(MONEY).and(AWARD).weight::<$db>(ORDER_BYTES + BID_BYTES)
			}
			fn rank_bids(b: u32) -> Weight {
				Cost(4, 1, 0).times(b.into()).weight::<$db>(BID_BYTES * u64::from(b))
			}
			fn compare_bids(b: u32) -> Weight {
				REPUTATION.times(b.into()).weight::<$db>(0)
			}
			fn release_bid(m: u32) -> Weight {
				REMOVAL.and(MACHINE.times(m.into())).weight::<$db>(BID_BYTES)
			}
			fn forfeit_sealed(b: u32) -> Weight {
				// The pot's account beside the provider's.
				RELEASE.and(MONEY).times(b.into()).weight::<$db>(BID_BYTES * u64::from(b))
			}
			fn wind_up(b: u32) -> Weight {
				Cost(20, 1, 1)
					.and(ESCROW_CLOSE)
					.and(FORGET)
					.and(RELEASE.and(REPUTATION).times(b.into()))
					.weight::<$db>(ORDER_BYTES + BID_BYTES * 2 * u64::from(b))
			}
			fn due_bucket() -> Weight {
				Cost(5, 2, 2).weight::<$db>(0)
			}
			fn on_verdict() -> Weight {
				Cost(40, 4, 3).weight::<$db>(ORDER_BYTES)
			}
			fn take_offer() -> Weight {
				// Counters, deny-lists, order, deployment and the tenant's list.
				Cost(60, 5, 5).and(ESCROW_OPEN).and(AWARD).weight::<$db>(ORDER_BYTES)
			}
			fn take_offer_native() -> Weight {
				Cost(60, 5, 5)
					.and(ESCROW_OPEN_NATIVE)
					.and(AWARD)
					.weight::<$db>(ORDER_BYTES)
			}
			fn on_started() -> Weight {
				// Order and the going price.
				Cost(20, 2, 2).weight::<$db>(ORDER_BYTES)
			}
			fn on_ended() -> Weight {
				// Order, deployment and the tenant's list.
				Cost(20, 2, 3).weight::<$db>(ORDER_BYTES)
			}
			fn on_lease() -> Weight {
				// Putting a lease up again that was amended beyond its order's approval.
				Cost(70, 12, 11).and(MONEY.times(2)).and(SUBMIT).weight::<$db>(ORDER_BYTES * 2)
			}
			fn relist() -> Weight {
				Cost(70, 8, 9).weight::<$db>(ORDER_BYTES * 2)
			}
		}
	};
}

/// The estimates with a runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

weights!(impl<T: frame_system::Config> for SubstrateWeight<T>, T::DbWeight);
weights!(impl for (), RocksDbWeight);
