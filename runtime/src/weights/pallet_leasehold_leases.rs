//! Weights of `pallet_leasehold_leases`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 10 steps, 8 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_leases` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_leases::weights::WeightInfo for WeightInfo<T> {
	fn award() -> Weight {
		Weight::from_parts(239_195_000, 352)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn confirm() -> Weight {
		Weight::from_parts(299_816_000, 2_050)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn decline() -> Weight {
		Weight::from_parts(519_993_000, 4_091)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn settle() -> Weight {
		Weight::from_parts(1_096_879_000, 4_081)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(150_000_000, 2_200)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(75_000_000, 150).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(190_000_000, 2_500)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(110_000_000, 234).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many(n: u32) -> Weight {
		Weight::from_parts(5_227_664_632, 2_197)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(965_318_787, 2_305).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_native(n: u32) -> Weight {
		Weight::from_parts(80_000_000, 1_500)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(145_000_000, 900).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_scattered(n: u32) -> Weight {
		Weight::from_parts(80_000_000, 1_500)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(165_000_000, 1200).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(24_176_000, 487)
			.saturating_add(T::DbWeight::get().reads(2))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(333_066_000, 5_538)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(24))
			.saturating_add(Weight::from_parts(74_200_000, 300).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	fn give_notice() -> Weight {
		Weight::from_parts(178_786_000, 1_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_reclaimed() -> Weight {
		Weight::from_parts(1_133_844_000, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn close_for_abuse() -> Weight {
		Weight::from_parts(902_370_000, 8_112)
			.saturating_add(T::DbWeight::get().reads(51))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn pause() -> Weight {
		Weight::from_parts(869_722_000, 4_070)
			.saturating_add(T::DbWeight::get().reads(34))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	fn resume() -> Weight {
		Weight::from_parts(240_137_000, 2_084)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn close_silent() -> Weight {
		Weight::from_parts(1_071_561_000, 8_075)
			.saturating_add(T::DbWeight::get().reads(49))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	/// `n` from 1 to 16.
	fn confirm_by_node(n: u32) -> Weight {
		Weight::from_parts(264_078_812, 1_148)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(95_223_698, 997).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint(n: u32) -> Weight {
		Weight::from_parts(5_800_461_460, 2_280)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(953_071_260, 2_305).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint_native(n: u32) -> Weight {
		Weight::from_parts(95_000_000, 1_700)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(150_000_000, 900).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn authorize_message(n: u32) -> Weight {
		Weight::from_parts(194_477_560, 1_323)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(Weight::from_parts(752_555, 11).saturating_mul(n.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(9_615_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close_by_governance() -> Weight {
		Weight::from_parts(1_061_246_000, 7_551)
			.saturating_add(T::DbWeight::get().reads(47))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	fn propose_amendment() -> Weight {
		Weight::from_parts(73_299_000, 1_240)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn accept_amendment() -> Weight {
		Weight::from_parts(1_248_524_000, 9_003)
			.saturating_add(T::DbWeight::get().reads(55))
			.saturating_add(T::DbWeight::get().writes(52))
	}
	fn cancel_amendment() -> Weight {
		Weight::from_parts(74_320_000, 611)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_exhausted() -> Weight {
		Weight::from_parts(186_837_000, 2_082)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_funded() -> Weight {
		Weight::from_parts(107_389_000, 2_121)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(12_669_000, 106)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn agenda_item() -> Weight {
		Weight::from_parts(985_474_000, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(48))
	}
}
