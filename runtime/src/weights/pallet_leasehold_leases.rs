//! Weights of `pallet_leasehold_leases`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 6 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_leases` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_leases::weights::WeightInfo for WeightInfo<T> {
	fn award() -> Weight {
		Weight::from_parts(108_601_000, 352)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn confirm() -> Weight {
		Weight::from_parts(116_183_000, 2_050)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn decline() -> Weight {
		Weight::from_parts(304_181_000, 4_091)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn settle() -> Weight {
		Weight::from_parts(853_287_000, 4_081)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(167_393_006, 1_629)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(66_426_998, 240).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(174_353_302, 2_340)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(Weight::from_parts(68_544_849, 232).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many(n: u32) -> Weight {
		Weight::from_parts(9_895_849_616, 2_163)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(974_186_184, 2_306).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_native(n: u32) -> Weight {
		Weight::from_parts(186_317_920, 1_117)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(259_121_970, 789).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_scattered(n: u32) -> Weight {
		Weight::from_parts(1_859_516_257, 862)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(223_075_093, 992).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(6).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(37_536_000, 1_985)
			.saturating_add(T::DbWeight::get().reads(5))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(565_534_204, 5_490)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(24))
			.saturating_add(Weight::from_parts(74_488_398, 306).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	fn give_notice() -> Weight {
		Weight::from_parts(69_954_000, 1_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_reclaimed() -> Weight {
		Weight::from_parts(1_004_732_000, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn close_for_abuse() -> Weight {
		Weight::from_parts(923_912_000, 8_112)
			.saturating_add(T::DbWeight::get().reads(51))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn pause() -> Weight {
		Weight::from_parts(912_495_000, 4_070)
			.saturating_add(T::DbWeight::get().reads(34))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	fn resume() -> Weight {
		Weight::from_parts(83_424_000, 2_084)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn close_silent() -> Weight {
		Weight::from_parts(1_144_319_000, 8_075)
			.saturating_add(T::DbWeight::get().reads(49))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	/// `n` from 1 to 16.
	fn confirm_by_node(n: u32) -> Weight {
		Weight::from_parts(186_716_932, 1_136)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(135_142_236, 998).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint(n: u32) -> Weight {
		Weight::from_parts(5_359_997_967, 2_246)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(1_023_858_883, 2_306).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint_native(n: u32) -> Weight {
		Weight::from_parts(1_025_263_968, 1_200)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(258_090_438, 789).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn authorize_message(n: u32) -> Weight {
		Weight::from_parts(137_586_390, 1_323)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(Weight::from_parts(517_985, 11).saturating_mul(n.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(19_319_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close_by_governance() -> Weight {
		Weight::from_parts(715_643_000, 7_551)
			.saturating_add(T::DbWeight::get().reads(47))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	fn propose_amendment() -> Weight {
		Weight::from_parts(63_674_000, 1_240)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn accept_amendment() -> Weight {
		Weight::from_parts(1_150_548_000, 9_003)
			.saturating_add(T::DbWeight::get().reads(55))
			.saturating_add(T::DbWeight::get().writes(52))
	}
	fn cancel_amendment() -> Weight {
		Weight::from_parts(37_817_000, 611)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_exhausted() -> Weight {
		Weight::from_parts(49_393_000, 2_082)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_funded() -> Weight {
		Weight::from_parts(64_676_000, 2_121)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(16_044_000, 106)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn agenda_item() -> Weight {
		Weight::from_parts(806_137_000, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(48))
	}
}
