//! Weights of `pallet_leasehold_market`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 10 steps, 8 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_market` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_market::weights::WeightInfo for WeightInfo<T> {
	/// `g` from 1 to 8.
	fn create_deployment(g: u32) -> Weight {
		Weight::from_parts(202_219_193, 1_426)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(228_031_401, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(g.into()))
	}
	/// `g` from 1 to 8.
	fn close_deployment(g: u32) -> Weight {
		Weight::from_parts(920_986_816, 2_222)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(443_118_148, 2_609).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(26).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(26).saturating_mul(g.into()))
	}
	/// `m` from 1 to 8.
	fn bid(m: u32) -> Weight {
		Weight::from_parts(260_000_000, 7_100)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(19_000_000, 640).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn displace() -> Weight {
		Weight::from_parts(1_540_000_000, 14_500)
			.saturating_add(T::DbWeight::get().reads(141))
			.saturating_add(T::DbWeight::get().writes(13))
	}
	fn move_end() -> Weight {
		Weight::from_parts(24_000_000, 140)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `b` from 0 to 64.
	fn withdraw_bid(b: u32) -> Weight {
		Weight::from_parts(590_238_818, 5_526)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(15))
			.saturating_add(Weight::from_parts(18_753_718, 157).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(b.into()))
	}
	fn close_order() -> Weight {
		Weight::from_parts(546_742_000, 4_814)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(33))
	}
	/// `m` from 1 to 8.
	fn commit_bid(m: u32) -> Weight {
		Weight::from_parts(250_000_000, 7_100)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(19_000_000, 640).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn reveal_bid() -> Weight {
		Weight::from_parts(75_041_000, 706)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn pick_bid() -> Weight {
		Weight::from_parts(63_194_000, 678)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `g` from 1 to 8.
	fn deposit_to_deployment(g: u32) -> Weight {
		Weight::from_parts(397_475_456, 2_199)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(Weight::from_parts(635_160_068, 1_879).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(15).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(17).saturating_mul(g.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(8_382_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `b` from 0 to 64.
	fn close_auction(b: u32) -> Weight {
		Weight::from_parts(1_225_879_731, 3_576)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(241_355_781, 908).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(14).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn next_part() -> Weight {
		Weight::from_parts(92_000_000, 1_100)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn award_bid() -> Weight {
		Weight::from_parts(420_000_000, 1_600)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	/// `b` from 1 to 64.
	fn rank_bids(b: u32) -> Weight {
		Weight::from_parts(16_000_000, 60)
			.saturating_add(Weight::from_parts(10_500_000, 95).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `b` from 1 to 64.
	fn compare_bids(b: u32) -> Weight {
		Weight::from_parts(2_000_000, 0)
			.saturating_add(Weight::from_parts(15_000_000, 62).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `m` from 1 to 8.
	fn release_bid(m: u32) -> Weight {
		Weight::from_parts(92_000_000, 620)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(16_000_000, 110).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	/// `b` from 1 to 64.
	fn forfeit_sealed(b: u32) -> Weight {
		Weight::from_parts(573_777_704, 3_831)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(227_988_239, 901).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	/// `b` from 0 to 64.
	fn wind_up(b: u32) -> Weight {
		Weight::from_parts(1_057_034_280, 7_171)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(30))
			.saturating_add(Weight::from_parts(247_699_992, 928).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(14).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn due_bucket() -> Weight {
		Weight::from_parts(12_589_000, 137)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(31_346_000, 550)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(389_218_000, 10_823)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn on_lease() -> Weight {
		Weight::from_parts(119_167_000, 959)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn relist() -> Weight {
		Weight::from_parts(79_008_000, 920)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
