//! Weights of `pallet_leasehold_providers`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 10 steps, 8 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_providers` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_providers::weights::WeightInfo for WeightInfo<T> {
	/// `a` from 0 to 32.
	fn register(a: u32) -> Weight {
		Weight::from_parts(124_312_008, 712)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(2_530_406, 0).saturating_mul(a.into()))
	}
	/// `a` from 0 to 32.
	fn update(a: u32) -> Weight {
		Weight::from_parts(51_712_916, 6_936)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(2_261_506, 0).saturating_mul(a.into()))
	}
	/// `n` from 0 to 256.
	/// `t` from 0 to 64.
	fn deregister(n: u32, t: u32) -> Weight {
		Weight::from_parts(341_474_717, 7_965)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(8_044_816, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(6_991_763, 105).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(t.into()))
	}
	fn add_node() -> Weight {
		Weight::from_parts(410_239_000, 7_471)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn update_node() -> Weight {
		Weight::from_parts(282_620_000, 7_663)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_node() -> Weight {
		Weight::from_parts(519_782_000, 8_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_service_key() -> Weight {
		Weight::from_parts(295_568_000, 7_207)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn remove_service_key() -> Weight {
		Weight::from_parts(165_436_000, 7_097)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_draining() -> Weight {
		Weight::from_parts(228_610_000, 6_936)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_auditor() -> Weight {
		Weight::from_parts(196_962_000, 727)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_auditor() -> Weight {
		Weight::from_parts(33_590_000, 537)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `a` from 1 to 32.
	/// `l` from 0 to 64.
	fn attest(_a: u32, l: u32) -> Weight {
		Weight::from_parts(1_726_627_288, 10_674)
			.saturating_add(T::DbWeight::get().reads(43))
			.saturating_add(T::DbWeight::get().writes(22))
			.saturating_add(Weight::from_parts(38_738_558, 159).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(l.into()))
	}
	fn revoke() -> Weight {
		Weight::from_parts(93_208_000, 13_423)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(87_941_000, 845)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(239_806_000, 627)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn set_params() -> Weight {
		Weight::from_parts(9_724_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attest_machine() -> Weight {
		Weight::from_parts(90_615_000, 2_267)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn revoke_machine() -> Weight {
		Weight::from_parts(228_609_000, 693)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn note_end() -> Weight {
		Weight::from_parts(39_969_000, 2_533)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn create_network() -> Weight {
		Weight::from_parts(258_514_000, 968)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn admit_provider() -> Weight {
		Weight::from_parts(36_374_000, 484)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_provider() -> Weight {
		Weight::from_parts(191_324_000, 510)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn admit_tenant() -> Weight {
		Weight::from_parts(92_417_000, 377)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_tenant() -> Weight {
		Weight::from_parts(179_046_000, 471)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn publish_offer() -> Weight {
		Weight::from_parts(190_192_000, 377)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(372_723_000, 5_708)
			.saturating_add(T::DbWeight::get().reads(66))
			.saturating_add(T::DbWeight::get().writes(66))
	}
	fn supply_offer() -> Weight {
		Weight::from_parts(355_418_000, 7_592)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(1_726_755_000, 9_741)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn dissolve_network() -> Weight {
		Weight::from_parts(155_691_000, 1_002)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn apply_for_admission() -> Weight {
		Weight::from_parts(300_376_000, 7_498)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn void_admission() -> Weight {
		Weight::from_parts(147_149_000, 6_940)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(118_536_000, 607)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn announce_maintenance() -> Weight {
		Weight::from_parts(117_044_000, 576)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_maintenance() -> Weight {
		Weight::from_parts(18_537_000, 357)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_dispute() -> Weight {
		Weight::from_parts(161_610_000, 2_381)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn resolve_dispute() -> Weight {
		Weight::from_parts(222_240_000, 8_026)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn lapse_dispute() -> Weight {
		Weight::from_parts(298_232_000, 917)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn restore_bond() -> Weight {
		Weight::from_parts(175_841_000, 7_270)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_auditor_bond() -> Weight {
		Weight::from_parts(75_872_000, 602)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn forfeit_auditor_bond() -> Weight {
		Weight::from_parts(92_177_000, 833)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `s` from 0 to 8.
	fn check_requirements(s: u32) -> Weight {
		Weight::from_parts(92_000_000, 6_400)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(61_000_000, 6_450).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(s.into()))
	}
	/// `p` from 1 to 8.
	fn check_machines(p: u32) -> Weight {
		Weight::from_parts(14_000_000, 600)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(Weight::from_parts(41_000_000, 1_100).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(p.into()))
	}
}
