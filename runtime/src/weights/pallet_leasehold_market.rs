//! Weights of `pallet_leasehold_market`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 6 steps, 10 repeats. Computation is the typical time at each point, with
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
		Weight::from_parts(82_714_079, 1_426)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(213_595_921, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(g.into()))
	}
	/// `g` from 1 to 8.
	fn close_deployment(g: u32) -> Weight {
		Weight::from_parts(77_328_738, 2_228)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(655_675_754, 2_608).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(26).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(26).saturating_mul(g.into()))
	}
	/// `m` from 1 to 8.
	fn bid(m: u32) -> Weight {
		Weight::from_parts(254_967_541, 10_266)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(30_479_153, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn displace() -> Weight {
		Weight::from_parts(1_018_212_000, 12_164)
			.saturating_add(T::DbWeight::get().reads(141))
			.saturating_add(T::DbWeight::get().writes(13))
	}
	fn move_end() -> Weight {
		Weight::from_parts(17_156_000, 319)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `b` from 0 to 64.
	fn withdraw_bid(b: u32) -> Weight {
		Weight::from_parts(300_656_646, 5_413)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(15))
			.saturating_add(Weight::from_parts(7_721_983, 164).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	fn close_order() -> Weight {
		Weight::from_parts(440_845_000, 4_814)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(33))
	}
	/// `m` from 1 to 8.
	fn commit_bid(m: u32) -> Weight {
		Weight::from_parts(254_577_544, 9_835)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(31_402_932, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn reveal_bid() -> Weight {
		Weight::from_parts(45_387_000, 706)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn pick_bid() -> Weight {
		Weight::from_parts(33_750_000, 678)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `g` from 1 to 8.
	fn deposit_to_deployment(g: u32) -> Weight {
		Weight::from_parts(685_289_392, 2_190)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(Weight::from_parts(499_519_076, 1_882).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(15).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(17).saturating_mul(g.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(15_553_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `b` from 0 to 64.
	fn close_auction(b: u32) -> Weight {
		Weight::from_parts(169_184_150, 3_339)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(213_704_034, 915).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn next_part() -> Weight {
		Weight::from_parts(74_882_000, 1_323)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn award_bid() -> Weight {
		Weight::from_parts(256_981_000, 1_858)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	/// `b` from 1 to 64.
	fn rank_bids(b: u32) -> Weight {
		Weight::from_parts(101_777_363, 996)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(Weight::from_parts(6_815_287, 102).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `b` from 1 to 64.
	fn compare_bids(b: u32) -> Weight {
		Weight::from_parts(135_622_296, 396)
			.saturating_add(Weight::from_parts(8_748_136, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `m` from 1 to 8.
	fn release_bid(m: u32) -> Weight {
		Weight::from_parts(128_184_107, 2_698)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(21_390_631, 81).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	/// `b` from 1 to 64.
	fn forfeit_sealed(b: u32) -> Weight {
		Weight::from_parts(289_625_666, 3_821)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(206_011_859, 901).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	/// `b` from 0 to 64.
	fn wind_up(b: u32) -> Weight {
		Weight::from_parts(817_161_416, 7_039)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(30))
			.saturating_add(Weight::from_parts(218_645_181, 936).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn due_bucket() -> Weight {
		Weight::from_parts(15_704_000, 137)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(22_263_000, 550)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(356_830_000, 10_823)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn on_lease() -> Weight {
		Weight::from_parts(97_845_000, 959)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn relist() -> Weight {
		Weight::from_parts(51_477_000, 920)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
