//! Weights of `pallet_leasehold_market`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.048 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_market` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_market::weights::WeightInfo for WeightInfo<T> {
	/// `g` from 1 to 8.
	fn create_deployment(g: u32) -> Weight {
		Weight::from_parts(25_669_244, 730)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(107_098_293, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(g.into()))
	}
	/// `g` from 1 to 8.
	fn create_deployment_native(g: u32) -> Weight {
		Weight::from_parts(20_787_000, 249)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(111_700_965, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(g.into()))
	}
	/// `g` from 1 to 8.
	fn close_deployment(g: u32) -> Weight {
		Weight::from_parts(16_954_478, 1_492)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(204_042_462, 2_599).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(26).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(26).saturating_mul(g.into()))
	}
	/// `m` from 1 to 8.
	fn bid(m: u32) -> Weight {
		Weight::from_parts(77_509_112, 9_364)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(8_695_411, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn displace() -> Weight {
		Weight::from_parts(456_835_449, 11_468)
			.saturating_add(T::DbWeight::get().reads(141))
			.saturating_add(T::DbWeight::get().writes(13))
	}
	fn move_end() -> Weight {
		Weight::from_parts(7_726_508, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `b` from 0 to 64.
	fn withdraw_bid(b: u32) -> Weight {
		Weight::from_parts(118_945_809, 4_778)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(Weight::from_parts(3_199_722, 156).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	fn close_order() -> Weight {
		Weight::from_parts(205_687_735, 4_074)
			.saturating_add(T::DbWeight::get().reads(32))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	/// `m` from 1 to 8.
	fn commit_bid(m: u32) -> Weight {
		Weight::from_parts(76_170_936, 8_955)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(9_006_720, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn reveal_bid() -> Weight {
		Weight::from_parts(21_923_076, 322)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn pick_bid() -> Weight {
		Weight::from_parts(15_246_919, 322)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `g` from 1 to 8.
	fn deposit_to_deployment(g: u32) -> Weight {
		Weight::from_parts(10_907_758, 1_287)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(225_231_462, 1_868).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(15).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(17).saturating_mul(g.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(11_321_884, 0)
	}
	/// `b` from 0 to 64.
	fn close_auction(b: u32) -> Weight {
		Weight::from_parts(25_575_607, 2_584)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(96_656_298, 896).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn next_part() -> Weight {
		Weight::from_parts(25_545_860, 736)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn award_bid() -> Weight {
		Weight::from_parts(106_626_163, 1_233)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	/// `b` from 1 to 64.
	fn rank_bids(b: u32) -> Weight {
		Weight::from_parts(19_315_240, 727)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(Weight::from_parts(2_935_835, 101).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `b` from 1 to 64.
	fn compare_bids(b: u32) -> Weight {
		Weight::from_parts(10_105_896, 0)
			.saturating_add(Weight::from_parts(3_566_969, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `m` from 1 to 8.
	fn release_bid(m: u32) -> Weight {
		Weight::from_parts(38_524_082, 2_303)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(6_502_545, 81).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	/// `b` from 1 to 64.
	fn forfeit_sealed(b: u32) -> Weight {
		Weight::from_parts(112_372_804, 2_610)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(94_504_057, 900).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	/// `b` from 0 to 64.
	fn wind_up(b: u32) -> Weight {
		Weight::from_parts(200_881_809, 6_330)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(30))
			.saturating_add(Weight::from_parts(99_537_927, 914).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn due_bucket() -> Weight {
		Weight::from_parts(6_954_933, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(9_328_767, 227)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(134_686_703, 988)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(13))
	}
	fn take_offer_native() -> Weight {
		Weight::from_parts(81_749_807, 419)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn on_started() -> Weight {
		Weight::from_parts(12_267_281, 227)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_ended() -> Weight {
		Weight::from_parts(13_375_410, 313)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn on_lease() -> Weight {
		Weight::from_parts(42_676_019, 472)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn relist() -> Weight {
		Weight::from_parts(23_951_888, 358)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
