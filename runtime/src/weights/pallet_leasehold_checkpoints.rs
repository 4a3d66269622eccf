//! Weights of `pallet_leasehold_checkpoints`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.533 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_checkpoints` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_checkpoints::weights::WeightInfo for WeightInfo<T> {
	fn note() -> Weight {
		Weight::from_parts(9_476_190, 43)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_initialize() -> Weight {
		Weight::from_parts(6_911_172, 72)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	/// `n` from 0 to 1000.
	fn on_finalize(n: u32) -> Weight {
		Weight::from_parts(1_207_832, 64)
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(3_051_696, 59).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(n.into()))
	}
}
