//! Weights of `pallet_leasehold_checkpoints`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 10 steps, 8 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_checkpoints` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_checkpoints::weights::WeightInfo for WeightInfo<T> {
	fn note() -> Weight {
		Weight::from_parts(32_789_000, 218)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn on_initialize() -> Weight {
		Weight::from_parts(22_203_000, 224)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	/// `n` from 0 to 1000.
	fn on_finalize(n: u32) -> Weight {
		Weight::from_parts(2_848_017_000, 214)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(11_679_206, 59).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(n.into()))
	}
}
