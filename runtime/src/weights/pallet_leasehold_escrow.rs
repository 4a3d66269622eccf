//! Weights of `pallet_leasehold_escrow`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 6 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_escrow` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_escrow::weights::WeightInfo for WeightInfo<T> {
	fn deposit() -> Weight {
		Weight::from_parts(786_968_000, 3_400)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	fn deposit_alone() -> Weight {
		Weight::from_parts(122_562_000, 2_198)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(69_634_000, 1_174)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn list_asset() -> Weight {
		Weight::from_parts(28_111_000, 487)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn delist_asset() -> Weight {
		Weight::from_parts(21_071_000, 198)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_fee_rate() -> Weight {
		Weight::from_parts(19_619_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn grant_allowance() -> Weight {
		Weight::from_parts(108_491_000, 765)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn draw() -> Weight {
		Weight::from_parts(780_558_000, 3_552)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	fn draw_alone() -> Weight {
		Weight::from_parts(143_884_000, 2_031)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn revoke_allowance() -> Weight {
		Weight::from_parts(25_588_000, 339)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_allowance() -> Weight {
		Weight::from_parts(68_833_000, 1_125)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn open() -> Weight {
		Weight::from_parts(132_196_000, 765)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn stream() -> Weight {
		Weight::from_parts(585_199_000, 3_920)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(25))
	}
	/// `d` from 1 to 8.
	fn settle(d: u32) -> Weight {
		Weight::from_parts(147_798_315, 1_482)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(83_612_337, 235).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(141_065_446, 772)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(78_033_259, 239).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(110_035_894, 1_482)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(56_004_351, 235).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(153_718_192, 1_428)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(59_883_976, 306).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn agenda_item(d: u32) -> Weight {
		Weight::from_parts(255_497_355, 1_495)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(96_363_529, 239).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(16_013_000, 168)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
