//! Weights of `pallet_leasehold_leases`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 6 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.228 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_leases` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_leases::weights::WeightInfo for WeightInfo<T> {
	fn award() -> Weight {
		Weight::from_parts(50_793_689, 352)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn confirm() -> Weight {
		Weight::from_parts(56_187_615, 2_050)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn decline() -> Weight {
		Weight::from_parts(139_111_310, 4_091)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn settle() -> Weight {
		Weight::from_parts(379_564_187, 4_081)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(83_283_905, 1_195)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(30_211_111, 240).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(82_528_764, 2_340)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(Weight::from_parts(18_315_494, 232).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many(n: u32) -> Weight {
		Weight::from_parts(1_971_236_919, 2_163)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(389_841_994, 2_306).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_native(n: u32) -> Weight {
		Weight::from_parts(377_303_912, 698)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(86_942_957, 765).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_scattered(n: u32) -> Weight {
		Weight::from_parts(1_350_672_240, 452)
			.saturating_add(Weight::from_parts(83_426_714, 968).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(12_631_163, 1_985)
			.saturating_add(T::DbWeight::get().reads(5))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(150_418_284, 5_490)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(24))
			.saturating_add(Weight::from_parts(13_591_010, 306).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn close_native(d: u32) -> Weight {
		Weight::from_parts(150_418_284, 5_490)
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().writes(17))
			.saturating_add(Weight::from_parts(13_591_010, 306).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	fn give_notice() -> Weight {
		Weight::from_parts(20_897_155, 1_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_reclaimed() -> Weight {
		Weight::from_parts(355_496_430, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn close_for_abuse() -> Weight {
		Weight::from_parts(356_958_218, 8_112)
			.saturating_add(T::DbWeight::get().reads(51))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn pause() -> Weight {
		Weight::from_parts(334_077_533, 4_070)
			.saturating_add(T::DbWeight::get().reads(34))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	fn resume() -> Weight {
		Weight::from_parts(35_368_349, 2_084)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn close_silent() -> Weight {
		Weight::from_parts(361_049_926, 8_075)
			.saturating_add(T::DbWeight::get().reads(49))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	/// `n` from 1 to 16.
	fn confirm_by_node(n: u32) -> Weight {
		Weight::from_parts(43_594_295, 1_136)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(45_883_165, 998).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint(n: u32) -> Weight {
		Weight::from_parts(2_028_229_254, 2_246)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(373_983_481, 2_306).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint_native(n: u32) -> Weight {
		Weight::from_parts(86_024_939, 781)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(75_208_833, 765).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn authorize_message(n: u32) -> Weight {
		Weight::from_parts(54_753_794, 1_323)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(Weight::from_parts(223_126, 11).saturating_mul(n.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(7_341_248, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close_by_governance() -> Weight {
		Weight::from_parts(337_775_547, 7_551)
			.saturating_add(T::DbWeight::get().reads(47))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	fn propose_amendment() -> Weight {
		Weight::from_parts(29_481_630, 1_240)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn accept_amendment() -> Weight {
		Weight::from_parts(547_619_336, 9_003)
			.saturating_add(T::DbWeight::get().reads(55))
			.saturating_add(T::DbWeight::get().writes(52))
	}
	fn cancel_amendment() -> Weight {
		Weight::from_parts(11_907_817, 611)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_exhausted() -> Weight {
		Weight::from_parts(29_991_819, 2_082)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_funded() -> Weight {
		Weight::from_parts(32_809_315, 2_121)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(6_831_924, 106)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn agenda_item() -> Weight {
		Weight::from_parts(556_532_370, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(48))
	}
}
