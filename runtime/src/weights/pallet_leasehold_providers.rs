//! Weights of `pallet_leasehold_providers`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.175 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_providers` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_providers::weights::WeightInfo for WeightInfo<T> {
	/// `a` from 0 to 32.
	fn register(a: u32) -> Weight {
		Weight::from_parts(76_179_981, 712)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(1_641_991, 0).saturating_mul(a.into()))
	}
	/// `a` from 0 to 32.
	fn update(a: u32) -> Weight {
		Weight::from_parts(21_768_201, 6_936)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(1_354_645, 0).saturating_mul(a.into()))
	}
	/// `n` from 0 to 256.
	/// `t` from 0 to 64.
	fn deregister(n: u32, t: u32) -> Weight {
		Weight::from_parts(209_046_605, 7_994)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(3_465_463, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(1_462_052, 104).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(t.into()))
	}
	fn add_node() -> Weight {
		Weight::from_parts(87_011_817, 7_471)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn update_node() -> Weight {
		Weight::from_parts(65_723_254, 7_663)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_node() -> Weight {
		Weight::from_parts(70_490_363, 8_721)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_service_key() -> Weight {
		Weight::from_parts(63_347_904, 7_207)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn remove_service_key() -> Weight {
		Weight::from_parts(36_591_827, 7_097)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_draining() -> Weight {
		Weight::from_parts(24_612_681, 6_936)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_auditor() -> Weight {
		Weight::from_parts(55_383_893, 727)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_auditor() -> Weight {
		Weight::from_parts(12_420_372, 537)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `a` from 1 to 32.
	/// `l` from 0 to 64.
	fn attest(_a: u32, l: u32) -> Weight {
		Weight::from_parts(591_559_438, 11_980)
			.saturating_add(T::DbWeight::get().reads(58))
			.saturating_add(T::DbWeight::get().writes(29))
			.saturating_add(Weight::from_parts(12_708_311, 147).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(l.into()))
	}
	fn revoke() -> Weight {
		Weight::from_parts(38_471_466, 13_423)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(28_246_538, 845)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(40_416_315, 623)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn set_params() -> Weight {
		Weight::from_parts(10_774_459, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attest_machine() -> Weight {
		Weight::from_parts(28_526_257, 2_267)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn revoke_machine() -> Weight {
		Weight::from_parts(6_911_092, 693)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn note_end() -> Weight {
		Weight::from_parts(10_173_292, 2_533)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn create_network() -> Weight {
		Weight::from_parts(99_232_333, 968)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn admit_provider() -> Weight {
		Weight::from_parts(13_205_597, 484)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_provider() -> Weight {
		Weight::from_parts(11_738_953, 510)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn admit_tenant() -> Weight {
		Weight::from_parts(12_786_666, 377)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_tenant() -> Weight {
		Weight::from_parts(11_533_179, 471)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn publish_offer() -> Weight {
		Weight::from_parts(17_407_455, 377)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(39_843_128, 5_708)
			.saturating_add(T::DbWeight::get().reads(66))
			.saturating_add(T::DbWeight::get().writes(66))
	}
	fn supply_offer() -> Weight {
		Weight::from_parts(28_305_423, 7_592)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_offer() -> Weight {
		Weight::from_parts(555_884_779, 9_741)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn dissolve_network() -> Weight {
		Weight::from_parts(46_306_835, 1_002)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn apply_for_admission() -> Weight {
		Weight::from_parts(77_426_179, 7_498)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn void_admission() -> Weight {
		Weight::from_parts(20_796_653, 6_940)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(32_328_571, 607)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn announce_maintenance() -> Weight {
		Weight::from_parts(10_320_773, 576)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_maintenance() -> Weight {
		Weight::from_parts(6_720_304, 357)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_dispute() -> Weight {
		Weight::from_parts(45_240_830, 2_381)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn resolve_dispute() -> Weight {
		Weight::from_parts(73_837_276, 8_026)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn lapse_dispute() -> Weight {
		Weight::from_parts(34_603_482, 917)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn restore_bond() -> Weight {
		Weight::from_parts(52_221_098, 7_270)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_auditor_bond() -> Weight {
		Weight::from_parts(32_726_060, 602)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn forfeit_auditor_bond() -> Weight {
		Weight::from_parts(37_314_875, 833)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `s` from 0 to 8.
	fn check_requirements(s: u32) -> Weight {
		Weight::from_parts(60_501_859, 12_561)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(33_717_847, 1_450).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(s.into()))
	}
	/// `p` from 1 to 8.
	fn check_machines(p: u32) -> Weight {
		Weight::from_parts(16_170_969, 1_989)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(Weight::from_parts(8_156_059, 72).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(p.into()))
	}
}
