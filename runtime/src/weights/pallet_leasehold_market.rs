//! Weights of `pallet_leasehold_market`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 8 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! 2.069 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_market` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_market::weights::WeightInfo for WeightInfo<T> {
	/// `g` from 1 to 8.
	fn create_deployment(g: u32) -> Weight {
		Weight::from_parts(49_047_858, 1_426)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(110_692_672, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(g.into()))
	}
	/// `g` from 1 to 8.
	fn close_deployment(g: u32) -> Weight {
		Weight::from_parts(268_684_053, 2_222)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(252_659_855, 2_609).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(26).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(26).saturating_mul(g.into()))
	}
	/// `m` from 1 to 8.
	fn bid(m: u32) -> Weight {
		Weight::from_parts(127_715_958, 10_266)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(13_968_990, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn displace() -> Weight {
		Weight::from_parts(504_490_091, 12_164)
			.saturating_add(T::DbWeight::get().reads(141))
			.saturating_add(T::DbWeight::get().writes(13))
	}
	fn move_end() -> Weight {
		Weight::from_parts(7_526_824, 319)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `b` from 0 to 64.
	fn withdraw_bid(b: u32) -> Weight {
		Weight::from_parts(169_795_509, 6_115)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(15))
			.saturating_add(Weight::from_parts(3_114_065, 159).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	fn close_order() -> Weight {
		Weight::from_parts(382_384_726, 4_814)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(33))
	}
	/// `m` from 1 to 8.
	fn commit_bid(m: u32) -> Weight {
		Weight::from_parts(113_027_619, 9_835)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(10_217_789, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn reveal_bid() -> Weight {
		Weight::from_parts(25_330_111, 706)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn pick_bid() -> Weight {
		Weight::from_parts(16_317_544, 678)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `g` from 1 to 8.
	fn deposit_to_deployment(g: u32) -> Weight {
		Weight::from_parts(338_675_669, 2_199)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(Weight::from_parts(243_983_845, 1_879).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(15).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(17).saturating_mul(g.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(11_505_558, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `b` from 0 to 64.
	fn close_auction(b: u32) -> Weight {
		Weight::from_parts(492_564_624, 3_436)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(110_337_072, 911).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn next_part() -> Weight {
		Weight::from_parts(34_531_657, 1_323)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn award_bid() -> Weight {
		Weight::from_parts(151_365_393, 1_858)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	/// `b` from 1 to 64.
	fn rank_bids(b: u32) -> Weight {
		Weight::from_parts(59_062_408, 996)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(Weight::from_parts(3_205_568, 102).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `b` from 1 to 64.
	fn compare_bids(b: u32) -> Weight {
		Weight::from_parts(22_402_930, 396)
			.saturating_add(Weight::from_parts(3_778_926, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `m` from 1 to 8.
	fn release_bid(m: u32) -> Weight {
		Weight::from_parts(38_479_644, 2_698)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(6_379_179, 81).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	/// `b` from 1 to 64.
	fn forfeit_sealed(b: u32) -> Weight {
		Weight::from_parts(172_089_368, 3_833)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(93_220_427, 901).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	/// `b` from 0 to 64.
	fn wind_up(b: u32) -> Weight {
		Weight::from_parts(659_334_021, 7_141)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(30))
			.saturating_add(Weight::from_parts(118_579_216, 931).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn due_bucket() -> Weight {
		Weight::from_parts(9_540_840, 137)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(23_151_764, 550)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(227_331_561, 10_823)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn on_lease() -> Weight {
		Weight::from_parts(60_050_749, 959)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn relist() -> Weight {
		Weight::from_parts(26_516_191, 920)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
