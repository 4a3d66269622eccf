//! Weights of `pallet_leasehold_leases`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.581 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_leases` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_leases::weights::WeightInfo for WeightInfo<T> {
	fn award() -> Weight {
		Weight::from_parts(59_023_936, 352)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn confirm() -> Weight {
		Weight::from_parts(59_267_347, 2_050)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn decline() -> Weight {
		Weight::from_parts(168_506_638, 4_079)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn settle() -> Weight {
		Weight::from_parts(400_087_293, 4_081)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(83_893_565, 1_218)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(26_493_522, 238).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(61_473_808, 2_358)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(Weight::from_parts(23_292_968, 230).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many(n: u32) -> Weight {
		Weight::from_parts(260_473_959, 2_251)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(406_970_563, 2_305).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_native(n: u32) -> Weight {
		Weight::from_parts(67_564_431, 762)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(67_192_665, 764).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_scattered(n: u32) -> Weight {
		Weight::from_parts(51_114_319, 484)
			.saturating_add(Weight::from_parts(68_782_016, 968).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(11_313_008, 1_985)
			.saturating_add(T::DbWeight::get().reads(5))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(185_066_478, 5_501)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(24))
			.saturating_add(Weight::from_parts(20_488_505, 305).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	/// `m` from 1 to 8.
	fn close_native(d: u32, m: u32) -> Weight {
		Weight::from_parts(146_099_729, 3_731)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(Weight::from_parts(29_816_136, 263).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(14_622_408, 67).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn give_notice() -> Weight {
		Weight::from_parts(18_369_610, 1_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn close_reclaimed() -> Weight {
		Weight::from_parts(331_295_241, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn close_for_abuse() -> Weight {
		Weight::from_parts(532_537_722, 8_112)
			.saturating_add(T::DbWeight::get().reads(51))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	fn pause() -> Weight {
		Weight::from_parts(397_390_578, 4_070)
			.saturating_add(T::DbWeight::get().reads(34))
			.saturating_add(T::DbWeight::get().writes(32))
	}
	fn resume() -> Weight {
		Weight::from_parts(34_791_277, 2_084)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn close_silent() -> Weight {
		Weight::from_parts(367_962_792, 8_075)
			.saturating_add(T::DbWeight::get().reads(49))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	/// `n` from 1 to 16.
	fn confirm_by_node(n: u32) -> Weight {
		Weight::from_parts(59_878_534, 1_140)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(44_147_699, 998).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(5).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint(n: u32) -> Weight {
		Weight::from_parts(248_519_853, 2_334)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(448_242_100, 2_305).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(28).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(28).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint_native(n: u32) -> Weight {
		Weight::from_parts(129_703_030, 845)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(115_126_882, 764).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn authorize_message(n: u32) -> Weight {
		Weight::from_parts(50_807_285, 1_363)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(Weight::from_parts(260_920, 10).saturating_mul(n.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(7_044_334, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close_by_governance() -> Weight {
		Weight::from_parts(368_039_804, 7_551)
			.saturating_add(T::DbWeight::get().reads(47))
			.saturating_add(T::DbWeight::get().writes(47))
	}
	fn propose_amendment() -> Weight {
		Weight::from_parts(25_014_588, 1_228)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn accept_amendment() -> Weight {
		Weight::from_parts(566_856_841, 9_003)
			.saturating_add(T::DbWeight::get().reads(55))
			.saturating_add(T::DbWeight::get().writes(52))
	}
	fn cancel_amendment() -> Weight {
		Weight::from_parts(14_609_507, 599)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_exhausted() -> Weight {
		Weight::from_parts(19_720_056, 2_082)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn on_funded() -> Weight {
		Weight::from_parts(33_925_860, 2_121)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(5_681_067, 106)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn agenda_item() -> Weight {
		Weight::from_parts(430_360_465, 7_987)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(48))
	}
}
