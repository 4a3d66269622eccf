//! Weights of `pallet_leasehold_providers`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.107 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_providers` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_providers::weights::WeightInfo for WeightInfo<T> {
	/// `a` from 0 to 32.
	fn register(a: u32) -> Weight {
		Weight::from_parts(49_235_495, 228)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(1_397_618, 0).saturating_mul(a.into()))
	}
	/// `a` from 0 to 32.
	fn update(a: u32) -> Weight {
		Weight::from_parts(17_927_870, 6_662)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(1_179_916, 0).saturating_mul(a.into()))
	}
	/// `n` from 0 to 256.
	/// `t` from 0 to 64.
	fn deregister(n: u32, t: u32) -> Weight {
		Weight::from_parts(81_022_133, 7_599)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(Weight::from_parts(3_513_738, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(901_245, 104).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(t.into()))
	}
	fn add_node() -> Weight {
		Weight::from_parts(62_838_383, 6_963)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn update_node() -> Weight {
		Weight::from_parts(80_759_165, 7_155)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_node() -> Weight {
		Weight::from_parts(60_373_978, 8_447)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_service_key() -> Weight {
		Weight::from_parts(48_259_566, 6_867)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn remove_service_key() -> Weight {
		Weight::from_parts(30_681_329, 6_790)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_draining() -> Weight {
		Weight::from_parts(20_964_792, 6_662)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_auditor() -> Weight {
		Weight::from_parts(47_983_980, 285)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_auditor() -> Weight {
		Weight::from_parts(13_159_434, 95)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `a` from 1 to 32.
	/// `l` from 0 to 64.
	fn attest(_a: u32, l: u32) -> Weight {
		Weight::from_parts(672_438_144, 11_607)
			.saturating_add(T::DbWeight::get().reads(58))
			.saturating_add(T::DbWeight::get().writes(29))
			.saturating_add(Weight::from_parts(14_175_441, 146).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(l.into()))
	}
	fn revoke() -> Weight {
		Weight::from_parts(31_013_056, 13_060)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(23_805_218, 266)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(34_226_690, 316)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn set_params() -> Weight {
		Weight::from_parts(8_670_664, 0)
	}
	fn attest_machine() -> Weight {
		Weight::from_parts(21_404_140, 1_925)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn revoke_machine() -> Weight {
		Weight::from_parts(9_078_304, 351)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn note_end() -> Weight {
		Weight::from_parts(10_298_237, 2_058)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn create_network() -> Weight {
		Weight::from_parts(88_414_385, 313)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn admit_provider() -> Weight {
		Weight::from_parts(13_312_114, 177)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_provider() -> Weight {
		Weight::from_parts(11_073_684, 170)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn admit_tenant() -> Weight {
		Weight::from_parts(13_280_979, 109)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expel_tenant() -> Weight {
		Weight::from_parts(12_909_875, 170)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn publish_offer() -> Weight {
		Weight::from_parts(16_113_326, 109)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(27_168_786, 5_335)
			.saturating_add(T::DbWeight::get().reads(66))
			.saturating_add(T::DbWeight::get().writes(66))
	}
	fn supply_offer() -> Weight {
		Weight::from_parts(31_955_730, 7_219)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `m` from 1 to 8.
	fn take_offer(m: u32) -> Weight {
		Weight::from_parts(94_634_573, 8_989)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(60_265_084, 48).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn dissolve_network() -> Weight {
		Weight::from_parts(49_938_212, 516)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn apply_for_admission() -> Weight {
		Weight::from_parts(59_625_151, 6_992)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn void_admission() -> Weight {
		Weight::from_parts(26_527_047, 6_666)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(28_154_541, 339)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn announce_maintenance() -> Weight {
		Weight::from_parts(9_393_568, 68)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_maintenance() -> Weight {
		Weight::from_parts(6_691_104, 50)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_dispute() -> Weight {
		Weight::from_parts(47_468_273, 1_840)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn resolve_dispute() -> Weight {
		Weight::from_parts(80_247_402, 7_452)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn lapse_dispute() -> Weight {
		Weight::from_parts(35_331_054, 577)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn restore_bond() -> Weight {
		Weight::from_parts(49_498_894, 6_963)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_auditor_bond() -> Weight {
		Weight::from_parts(32_150_156, 382)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn forfeit_auditor_bond() -> Weight {
		Weight::from_parts(38_927_168, 438)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `s` from 0 to 8.
	fn check_requirements(s: u32) -> Weight {
		Weight::from_parts(64_218_005, 12_152)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(32_989_696, 1_451).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(s.into()))
	}
	/// `p` from 1 to 8.
	fn check_machines(p: u32) -> Weight {
		Weight::from_parts(3_659_228, 1_582)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(Weight::from_parts(7_292_579, 72).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(p.into()))
	}
}
