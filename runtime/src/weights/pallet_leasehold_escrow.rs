//! Weights of `pallet_leasehold_escrow`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 3.213 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_escrow` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_escrow::weights::WeightInfo for WeightInfo<T> {
	fn deposit() -> Weight {
		Weight::from_parts(423_845_754, 2_860)
			.saturating_add(T::DbWeight::get().reads(31))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	fn deposit_alone() -> Weight {
		Weight::from_parts(58_850_874, 1_635)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(32_542_134, 943)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn list_asset() -> Weight {
		Weight::from_parts(13_807_536, 487)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn delist_asset() -> Weight {
		Weight::from_parts(9_796_973, 7)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_fee_rate() -> Weight {
		Weight::from_parts(8_784_012, 0)
	}
	fn grant_allowance() -> Weight {
		Weight::from_parts(45_964_517, 574)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn draw() -> Weight {
		Weight::from_parts(385_261_809, 2_923)
			.saturating_add(T::DbWeight::get().reads(31))
			.saturating_add(T::DbWeight::get().writes(30))
	}
	fn draw_alone() -> Weight {
		Weight::from_parts(55_247_503, 1_435)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn revoke_allowance() -> Weight {
		Weight::from_parts(11_900_816, 176)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_allowance() -> Weight {
		Weight::from_parts(32_285_714, 962)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn open() -> Weight {
		Weight::from_parts(41_629_112, 574)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn stream() -> Weight {
		Weight::from_parts(215_131_347, 3_413)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(24))
	}
	/// `d` from 1 to 8.
	fn settle(d: u32) -> Weight {
		Weight::from_parts(44_048_008, 998)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(41_276_805, 231).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(21_378_204, 532)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(24_374_156, 236).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(20_636_463, 998)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(17_508_555, 231).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(33_046_382, 889)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(21_021_534, 306).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn agenda_item(d: u32) -> Weight {
		Weight::from_parts(61_847_179, 1_002)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(35_177_595, 234).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(6_373_897, 0)
			.saturating_add(T::DbWeight::get().reads(1))
	}
}
