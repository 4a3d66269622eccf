//! Weights of escrow.
//!
//! Estimates from counted storage accesses, until `scripts/weights.sh` replaces them by
//! measurements. A transfer on hold of an asset reads and writes the asset, two asset accounts,
//! the holds and their sum: five of each at most, and as many again where it becomes owed.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};
use leasehold_primitives::MAX_DEPOSITORS;

/// What each call and hook weighs.
pub trait WeightInfo {
	/// [`crate::Pallet::deposit`], the settlement before it included, without the hook.
	fn deposit() -> Weight;
	/// A deposit for a new place, into an account of which nothing has accrued.
	fn deposit_alone() -> Weight;
	/// [`crate::Pallet::claim_owed`].
	fn claim_owed() -> Weight;
	/// [`crate::Pallet::list_asset`].
	fn list_asset() -> Weight;
	/// [`crate::Pallet::delist_asset`].
	fn delist_asset() -> Weight;
	/// [`crate::Pallet::set_fee_rate`].
	fn set_fee_rate() -> Weight;
	/// [`crate::Pallet::grant_allowance`].
	fn grant_allowance() -> Weight;
	/// [`crate::Pallet::draw`], the settlement before it included, without the hook.
	fn draw() -> Weight;
	/// A draw for a new place, into an account of which nothing has accrued.
	fn draw_alone() -> Weight;
	/// [`crate::Pallet::revoke_allowance`].
	fn revoke_allowance() -> Weight;
	/// [`crate::Pallet::end_allowance`].
	fn end_allowance() -> Weight;
	/// Opening an account, for those who call through the trait.
	fn open() -> Weight;
	/// Starting, repricing, pausing or resuming a stream, without the settlement before it, at
	/// most with every sponsor's place emptied.
	fn stream() -> Weight;
	/// A settlement that takes from `d` depositors, and must leave what it takes with them as owed.
	fn settle(d: u32) -> Weight;
	/// A settlement in the native token that takes from `d` depositors and is received.
	fn settle_native(d: u32) -> Weight;
	/// A settlement in another asset that takes from `d` depositors and is received.
	fn settle_asset(d: u32) -> Weight;
	/// Closing an account, with `d` depositors to refund, after a settlement.
	fn close(d: u32) -> Weight;
	/// Looking at one stream on the agenda, when its settlement takes from `d` depositors, without
	/// the hook.
	fn agenda_item(d: u32) -> Weight;
	/// Going on to the next block of the agenda.
	fn agenda_bucket() -> Weight;
}

fn estimate(db: frame_support::weights::RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	// About 5 µs of work and 1.5 kB of proof an access, beyond the database's own time.
	let accesses = reads.saturating_add(writes);
	Weight::from_parts(10_000_000, 2_000)
		.saturating_add(Weight::from_parts(2_500_000, 750).saturating_mul(accesses))
		.saturating_add(db.reads_writes(reads, writes))
}

macro_rules! estimates {
	($db:expr) => {
		fn deposit() -> Weight {
			Self::settle(MAX_DEPOSITORS).saturating_add(Self::deposit_alone())
		}
		fn deposit_alone() -> Weight {
			estimate($db, 10, 9)
		}
		fn claim_owed() -> Weight {
			estimate($db, 7, 7)
		}
		fn list_asset() -> Weight {
			estimate($db, 3, 1)
		}
		fn delist_asset() -> Weight {
			estimate($db, 1, 1)
		}
		fn set_fee_rate() -> Weight {
			estimate($db, 0, 1)
		}
		fn grant_allowance() -> Weight {
			estimate($db, 8, 7)
		}
		fn draw() -> Weight {
			Self::settle(MAX_DEPOSITORS).saturating_add(Self::draw_alone())
		}
		fn draw_alone() -> Weight {
			estimate($db, 9, 8)
		}
		fn revoke_allowance() -> Weight {
			estimate($db, 1, 1)
		}
		fn end_allowance() -> Weight {
			estimate($db, 6, 6)
		}
		fn open() -> Weight {
			estimate($db, 7, 6)
		}
		fn stream() -> Weight {
			estimate($db, 5, 3)
				.saturating_add(estimate($db, 7, 7).saturating_mul((MAX_DEPOSITORS - 1).into()))
		}
		fn settle(d: u32) -> Weight {
			estimate($db, 8, 7).saturating_add(estimate($db, 8, 8).saturating_mul(d.into()))
		}
		fn settle_native(d: u32) -> Weight {
			estimate($db, 6, 5).saturating_add(estimate($db, 2, 2).saturating_mul(d.into()))
		}
		fn settle_asset(d: u32) -> Weight {
			estimate($db, 8, 7).saturating_add(estimate($db, 4, 4).saturating_mul(d.into()))
		}
		fn close(d: u32) -> Weight {
			Self::settle(d).saturating_add(estimate($db, 7, 7).saturating_mul(d.into()))
		}
		fn agenda_item(d: u32) -> Weight {
			Self::settle(d).saturating_add(estimate($db, 5, 4))
		}
		fn agenda_bucket() -> Weight {
			estimate($db, 2, 1)
		}
	};
}

/// Weights on a chain with `T`'s database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	estimates!(T::DbWeight::get());
}

impl WeightInfo for () {
	estimates!(RocksDbWeight::get());
}
