//! Weights of `pallet_leasehold_escrow`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 6 steps, 5 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_escrow` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_escrow::weights::WeightInfo for WeightInfo<T> {
	fn deposit() -> Weight {
		Weight::from_parts(915_380_000, 3_400)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	fn deposit_alone() -> Weight {
		Weight::from_parts(150_133_000, 2_198)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(103_804_000, 1_174)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn list_asset() -> Weight {
		Weight::from_parts(27_501_000, 487)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn delist_asset() -> Weight {
		Weight::from_parts(17_155_000, 198)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_fee_rate() -> Weight {
		Weight::from_parts(8_112_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn grant_allowance() -> Weight {
		Weight::from_parts(99_628_000, 765)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn draw() -> Weight {
		Weight::from_parts(830_644_000, 3_552)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	fn draw_alone() -> Weight {
		Weight::from_parts(133_207_000, 2_031)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn revoke_allowance() -> Weight {
		Weight::from_parts(20_510_000, 339)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_allowance() -> Weight {
		Weight::from_parts(86_618_000, 1_125)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn open() -> Weight {
		Weight::from_parts(96_263_000, 765)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn stream() -> Weight {
		Weight::from_parts(499_532_000, 3_920)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(25))
	}
	/// `d` from 1 to 8.
	fn settle(d: u32) -> Weight {
		Weight::from_parts(111_493_376, 1_482)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(86_030_578, 235).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(100_233_369, 772)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(66_824_631, 239).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(158_429_878, 1_482)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(49_849_122, 235).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(135_143_928, 1_428)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(72_756_384, 306).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn agenda_item(d: u32) -> Weight {
		Weight::from_parts(167_026_985, 1_495)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(86_304_403, 239).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(14_752_000, 168)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
