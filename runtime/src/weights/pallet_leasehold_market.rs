//! Weights of `pallet_leasehold_market`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.108 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_market` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_market::weights::WeightInfo for WeightInfo<T> {
	/// `g` from 1 to 8.
	fn create_deployment(g: u32) -> Weight {
		Weight::from_parts(33_351_116, 1_426)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(120_684_825, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(g.into()))
	}
	/// `g` from 1 to 8.
	fn close_deployment(g: u32) -> Weight {
		Weight::from_parts(167_613_825, 2_208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(150_879_456, 2_624).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(26).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(26).saturating_mul(g.into()))
	}
	/// `m` from 1 to 8.
	fn bid(m: u32) -> Weight {
		Weight::from_parts(88_746_287, 10_266)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(9_245_853, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn displace() -> Weight {
		Weight::from_parts(486_439_215, 12_164)
			.saturating_add(T::DbWeight::get().reads(141))
			.saturating_add(T::DbWeight::get().writes(13))
	}
	fn move_end() -> Weight {
		Weight::from_parts(7_409_790, 319)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `b` from 0 to 64.
	fn withdraw_bid(b: u32) -> Weight {
		Weight::from_parts(120_761_309, 5_997)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(15))
			.saturating_add(Weight::from_parts(4_223_448, 158).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	fn close_order() -> Weight {
		Weight::from_parts(220_198_766, 4_826)
			.saturating_add(T::DbWeight::get().reads(33))
			.saturating_add(T::DbWeight::get().writes(33))
	}
	/// `m` from 1 to 8.
	fn commit_bid(m: u32) -> Weight {
		Weight::from_parts(78_803_446, 9_835)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(10_232_782, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn reveal_bid() -> Weight {
		Weight::from_parts(21_015_850, 706)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn pick_bid() -> Weight {
		Weight::from_parts(15_003_375, 678)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `g` from 1 to 8.
	fn deposit_to_deployment(g: u32) -> Weight {
		Weight::from_parts(27_013_702, 2_199)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(Weight::from_parts(280_175_659, 1_891).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(15).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().writes(17).saturating_mul(g.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(7_865_591, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `b` from 0 to 64.
	fn close_auction(b: u32) -> Weight {
		Weight::from_parts(84_210_208, 3_581)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(97_735_099, 900).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn next_part() -> Weight {
		Weight::from_parts(23_533_241, 1_323)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn award_bid() -> Weight {
		Weight::from_parts(132_503_837, 1_858)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	/// `b` from 1 to 64.
	fn rank_bids(b: u32) -> Weight {
		Weight::from_parts(30_764_252, 1_027)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(Weight::from_parts(2_903_699, 101).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `b` from 1 to 64.
	fn compare_bids(b: u32) -> Weight {
		Weight::from_parts(4_549_387, 396)
			.saturating_add(Weight::from_parts(3_035_102, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(b.into()))
	}
	/// `m` from 1 to 8.
	fn release_bid(m: u32) -> Weight {
		Weight::from_parts(34_295_159, 2_698)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(6_638_160, 81).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	/// `b` from 1 to 64.
	fn forfeit_sealed(b: u32) -> Weight {
		Weight::from_parts(92_312_503, 3_834)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(83_666_553, 901).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	/// `b` from 0 to 64.
	fn wind_up(b: u32) -> Weight {
		Weight::from_parts(204_969_028, 7_300)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(30))
			.saturating_add(Weight::from_parts(99_947_418, 919).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(13).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().writes(13).saturating_mul(b.into()))
	}
	fn due_bucket() -> Weight {
		Weight::from_parts(7_209_830, 137)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(10_661_290, 550)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(164_632_672, 10_823)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn on_lease() -> Weight {
		Weight::from_parts(45_385_999, 959)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn relist() -> Weight {
		Weight::from_parts(23_386_374, 920)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
