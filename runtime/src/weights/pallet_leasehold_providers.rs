//! Weights of `pallet_leasehold_providers`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 8 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! 2.100 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_providers` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_providers::weights::WeightInfo for WeightInfo<T> {
	/// `a` from 0 to 32.
	fn register(a: u32) -> Weight {
		Weight::from_parts(65_749_855, 712)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(1_538_010, 0).saturating_mul(a.into()))
	}
	/// `a` from 0 to 32.
	fn update(a: u32) -> Weight {
		Weight::from_parts(20_749_523, 6_936)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(1_346_409, 0).saturating_mul(a.into()))
	}
	/// `n` from 0 to 256.
	/// `t` from 0 to 64.
	fn deregister(n: u32, t: u32) -> Weight {
		Weight::from_parts(240_469_524, 7_926)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(3_748_079, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(693_076, 105).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(t.into()))
	}
	fn add_node() -> Weight {
		Weight::from_parts(87_243_809, 7_471)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn update_node() -> Weight {
		Weight::from_parts(109_915_714, 7_663)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_node() -> Weight {
		Weight::from_parts(86_432_857, 8_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_service_key() -> Weight {
		Weight::from_parts(85_665_238, 7_259)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn remove_service_key() -> Weight {
		Weight::from_parts(60_713_809, 7_097)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_draining() -> Weight {
		Weight::from_parts(21_808_571, 6_936)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_auditor() -> Weight {
		Weight::from_parts(49_640_476, 727)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_auditor() -> Weight {
		Weight::from_parts(13_224_285, 537)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `a` from 1 to 32.
	/// `l` from 0 to 64.
	fn attest(_a: u32, l: u32) -> Weight {
		Weight::from_parts(632_925_184, 10_167)
			.saturating_add(T::DbWeight::get().reads(38))
			.saturating_add(T::DbWeight::get().writes(19))
			.saturating_add(Weight::from_parts(17_521_265, 164).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(l.into()))
	}
	fn revoke() -> Weight {
		Weight::from_parts(48_715_238, 13_423)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(26_510_952, 845)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(55_844_761, 623)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn set_params() -> Weight {
		Weight::from_parts(14_750_476, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attest_machine() -> Weight {
		Weight::from_parts(40_379_047, 2_267)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn revoke_machine() -> Weight {
		Weight::from_parts(12_117_619, 693)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn note_end() -> Weight {
		Weight::from_parts(14_382_857, 2_533)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn create_network() -> Weight {
		Weight::from_parts(134_532_857, 968)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn admit_provider() -> Weight {
		Weight::from_parts(12_938_095, 484)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_provider() -> Weight {
		Weight::from_parts(10_873_333, 510)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn admit_tenant() -> Weight {
		Weight::from_parts(13_220_000, 377)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_tenant() -> Weight {
		Weight::from_parts(12_632_857, 471)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn publish_offer() -> Weight {
		Weight::from_parts(21_341_428, 377)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(27_860_476, 5_708)
			.saturating_add(T::DbWeight::get().reads(66))
			.saturating_add(T::DbWeight::get().writes(66))
	}
	fn supply_offer() -> Weight {
		Weight::from_parts(27_016_190, 7_592)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(607_807_142, 9_741)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn dissolve_network() -> Weight {
		Weight::from_parts(46_192_380, 1_002)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn apply_for_admission() -> Weight {
		Weight::from_parts(83_743_333, 7_498)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn void_admission() -> Weight {
		Weight::from_parts(31_017_619, 6_940)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(44_842_857, 607)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn announce_maintenance() -> Weight {
		Weight::from_parts(9_623_809, 576)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_maintenance() -> Weight {
		Weight::from_parts(6_495_238, 357)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_dispute() -> Weight {
		Weight::from_parts(46_597_619, 2_381)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn resolve_dispute() -> Weight {
		Weight::from_parts(76_360_952, 8_026)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn lapse_dispute() -> Weight {
		Weight::from_parts(36_259_047, 917)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn restore_bond() -> Weight {
		Weight::from_parts(56_994_285, 7_270)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_auditor_bond() -> Weight {
		Weight::from_parts(33_773_809, 602)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn forfeit_auditor_bond() -> Weight {
		Weight::from_parts(38_609_523, 833)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `s` from 0 to 8.
	fn check_requirements(s: u32) -> Weight {
		Weight::from_parts(161_187_386, 12_608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(39_714_820, 1_403).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(s.into()))
	}
	/// `p` from 1 to 8.
	fn check_machines(p: u32) -> Weight {
		Weight::from_parts(20_721_885, 1_989)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(Weight::from_parts(9_127_077, 72).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(p.into()))
	}
}
