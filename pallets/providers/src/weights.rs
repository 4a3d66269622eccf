//! What calls weigh.
//!
//! Careful estimates from the reads and writes that each call makes at its worst, the event
//! included, until `scripts/weights.sh` generates this file from the benchmarks.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// The length of a list in a call, for its weight.
pub(crate) fn count<T>(list: &[T]) -> u32 {
	u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// What each call weighs.
pub trait WeightInfo {
	/// `a` attributes.
	fn register(a: u32) -> Weight;
	/// `a` attributes.
	fn update(a: u32) -> Weight;
	/// `n` machines and `t` attestations removed.
	fn deregister(n: u32, t: u32) -> Weight;
	fn add_node() -> Weight;
	fn update_node() -> Weight;
	fn remove_node() -> Weight;
	fn set_service_key() -> Weight;
	fn remove_service_key() -> Weight;
	fn set_draining() -> Weight;
	fn add_auditor() -> Weight;
	fn remove_auditor() -> Weight;
	/// `a` attributes, `l` earlier attestations looked through and cleared away.
	fn attest(a: u32, l: u32) -> Weight;
	fn revoke() -> Weight;
	fn heartbeat() -> Weight;
	fn authorize_heartbeat() -> Weight;
	fn set_params() -> Weight;
	fn attest_machine() -> Weight;
	fn revoke_machine() -> Weight;
	fn note_end() -> Weight;
	fn create_network() -> Weight;
	fn admit_provider() -> Weight;
	fn expel_provider() -> Weight;
	fn admit_tenant() -> Weight;
	fn expel_tenant() -> Weight;
	fn publish_offer() -> Weight;
	fn withdraw_offer() -> Weight;
	fn supply_offer() -> Weight;
	/// Taking of an offer, with a look at `m` machines.
	fn take_offer(m: u32) -> Weight;
	fn dissolve_network() -> Weight;
	fn apply_for_admission() -> Weight;
	fn void_admission() -> Weight;
	fn on_verdict() -> Weight;
	fn announce_maintenance() -> Weight;
	fn end_maintenance() -> Weight;
	fn open_dispute() -> Weight;
	fn resolve_dispute() -> Weight;
	fn lapse_dispute() -> Weight;
	fn restore_bond() -> Weight;
	fn withdraw_auditor_bond() -> Weight;
	fn forfeit_auditor_bond() -> Weight;
	/// Checking the longest requirements that ask `s` auditors.
	fn check_requirements(s: u32) -> Weight;
	/// Checking that `p` machines are attested to, each by as many auditors as may be.
	fn check_machines(p: u32) -> Weight;
}

/// Weights with the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register(a: u32) -> Weight {
		Weight::from_parts(40_000_000, 9_500)
			.saturating_add(T::DbWeight::get().reads_writes(7, 7))
			.saturating_add(Weight::from_parts(400_000, 0).saturating_mul(a.into()))
	}
	fn update(a: u32) -> Weight {
		Weight::from_parts(25_000_000, 9_500)
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
			.saturating_add(Weight::from_parts(400_000, 0).saturating_mul(a.into()))
	}
	fn deregister(n: u32, t: u32) -> Weight {
		Weight::from_parts(60_000_000, 30_300)
			.saturating_add(T::DbWeight::get().reads_writes(12, 13))
			.saturating_add(Weight::from_parts(600_000, 2_600).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(0, 1).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(1_200_000, 9_000).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(t.into()))
	}
	fn add_node() -> Weight {
		Weight::from_parts(35_000_000, 12_300).saturating_add(T::DbWeight::get().reads_writes(6, 6))
	}
	fn update_node() -> Weight {
		Weight::from_parts(35_000_000, 12_300).saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}
	fn remove_node() -> Weight {
		Weight::from_parts(35_000_000, 12_300).saturating_add(T::DbWeight::get().reads_writes(6, 6))
	}
	fn set_service_key() -> Weight {
		Weight::from_parts(80_000_000, 12_100).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	fn remove_service_key() -> Weight {
		Weight::from_parts(20_000_000, 12_100).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	fn set_draining() -> Weight {
		Weight::from_parts(18_000_000, 9_500).saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	fn add_auditor() -> Weight {
		Weight::from_parts(15_000_000, 2_600).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	fn remove_auditor() -> Weight {
		Weight::from_parts(15_000_000, 2_600).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	fn attest(a: u32, l: u32) -> Weight {
		Weight::from_parts(35_000_000, 21_500)
			.saturating_add(T::DbWeight::get().reads_writes(5, 4))
			.saturating_add(Weight::from_parts(900_000, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(8_000_000, 9_000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(l.into()))
	}
	fn revoke() -> Weight {
		Weight::from_parts(30_000_000, 18_500).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(25_000_000, 5_200).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(75_000_000, 5_200).saturating_add(T::DbWeight::get().reads_writes(5, 0))
	}
	fn set_params() -> Weight {
		Weight::from_parts(12_000_000, 1_600).saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	fn attest_machine() -> Weight {
		Weight::from_parts(30_000_000, 16_000).saturating_add(T::DbWeight::get().reads_writes(7, 2))
	}
	fn revoke_machine() -> Weight {
		Weight::from_parts(18_000_000, 5_000).saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	fn note_end() -> Weight {
		Weight::from_parts(25_000_000, 5_500).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn create_network() -> Weight {
		Weight::from_parts(45_000_000, 6500).saturating_add(T::DbWeight::get().reads_writes(9, 9))
	}
	fn admit_provider() -> Weight {
		Weight::from_parts(22_000_000, 12500).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	fn expel_provider() -> Weight {
		Weight::from_parts(20_000_000, 6200).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	fn admit_tenant() -> Weight {
		Weight::from_parts(20_000_000, 6200).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	fn expel_tenant() -> Weight {
		Weight::from_parts(20_000_000, 6200).saturating_add(T::DbWeight::get().reads_writes(2, 3))
	}
	fn publish_offer() -> Weight {
		Weight::from_parts(25_000_000, 6200).saturating_add(T::DbWeight::get().reads_writes(3, 4))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(60_000_000, 180000)
			.saturating_add(T::DbWeight::get().reads_writes(70, 68))
	}
	fn supply_offer() -> Weight {
		Weight::from_parts(25_000_000, 15500).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn take_offer(m: u32) -> Weight {
		let machine = Weight::from_parts(30_000_000, 3000)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1));
		Weight::from_parts(70_000_000, 36000)
			.saturating_add(T::DbWeight::get().reads_writes(16, 6))
			.saturating_add(machine.saturating_mul(m.into()))
	}
	fn dissolve_network() -> Weight {
		Weight::from_parts(40_000_000, 9000).saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
	fn apply_for_admission() -> Weight {
		Weight::from_parts(40_000_000, 12500).saturating_add(T::DbWeight::get().reads_writes(7, 8))
	}
	fn void_admission() -> Weight {
		Weight::from_parts(20_000_000, 9500).saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(35_000_000, 15500).saturating_add(T::DbWeight::get().reads_writes(4, 5))
	}
	fn announce_maintenance() -> Weight {
		Weight::from_parts(20_000_000, 9600).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	fn end_maintenance() -> Weight {
		Weight::from_parts(15_000_000, 2600).saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	fn open_dispute() -> Weight {
		Weight::from_parts(35_000_000, 10500).saturating_add(T::DbWeight::get().reads_writes(6, 6))
	}
	fn resolve_dispute() -> Weight {
		Weight::from_parts(60_000_000, 24000).saturating_add(T::DbWeight::get().reads_writes(9, 8))
	}
	fn lapse_dispute() -> Weight {
		Weight::from_parts(35_000_000, 11500).saturating_add(T::DbWeight::get().reads_writes(4, 5))
	}
	fn restore_bond() -> Weight {
		Weight::from_parts(35_000_000, 12300).saturating_add(T::DbWeight::get().reads_writes(3, 4))
	}
	fn withdraw_auditor_bond() -> Weight {
		Weight::from_parts(35_000_000, 9000).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	fn forfeit_auditor_bond() -> Weight {
		Weight::from_parts(45_000_000, 14000).saturating_add(T::DbWeight::get().reads_writes(6, 6))
	}
	fn check_requirements(s: u32) -> Weight {
		let auditor =
			Weight::from_parts(60_000_000, 6500).saturating_add(T::DbWeight::get().reads(2));
		Weight::from_parts(80_000_000, 16000)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(auditor.saturating_mul(s.into()))
	}
	fn check_machines(p: u32) -> Weight {
		let machine =
			Weight::from_parts(30_000_000, 1500).saturating_add(T::DbWeight::get().reads(2));
		Weight::from_parts(5_000_000, 1000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(machine.saturating_mul(p.into()))
	}
}

/// Weights with ParityDB, for mocks.
impl WeightInfo for () {
	fn register(a: u32) -> Weight {
		Weight::from_parts(40_000_000, 9_500)
			.saturating_add(ParityDbWeight::get().reads_writes(7, 7))
			.saturating_add(Weight::from_parts(400_000, 0).saturating_mul(a.into()))
	}
	fn update(a: u32) -> Weight {
		Weight::from_parts(25_000_000, 9_500)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 2))
			.saturating_add(Weight::from_parts(400_000, 0).saturating_mul(a.into()))
	}
	fn deregister(n: u32, t: u32) -> Weight {
		Weight::from_parts(60_000_000, 30_300)
			.saturating_add(ParityDbWeight::get().reads_writes(12, 13))
			.saturating_add(Weight::from_parts(600_000, 2_600).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(0, 1).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(1_200_000, 9_000).saturating_mul(t.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(1, 1).saturating_mul(t.into()))
	}
	fn add_node() -> Weight {
		Weight::from_parts(35_000_000, 12_300)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 6))
	}
	fn update_node() -> Weight {
		Weight::from_parts(35_000_000, 12_300)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 5))
	}
	fn remove_node() -> Weight {
		Weight::from_parts(35_000_000, 12_300)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 6))
	}
	fn set_service_key() -> Weight {
		Weight::from_parts(80_000_000, 12_100)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn remove_service_key() -> Weight {
		Weight::from_parts(20_000_000, 12_100)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 3))
	}
	fn set_draining() -> Weight {
		Weight::from_parts(18_000_000, 9_500)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 2))
	}
	fn add_auditor() -> Weight {
		Weight::from_parts(15_000_000, 2_600)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 3))
	}
	fn remove_auditor() -> Weight {
		Weight::from_parts(15_000_000, 2_600)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 3))
	}
	fn attest(a: u32, l: u32) -> Weight {
		Weight::from_parts(35_000_000, 21_500)
			.saturating_add(ParityDbWeight::get().reads_writes(5, 4))
			.saturating_add(Weight::from_parts(900_000, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(8_000_000, 9_000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(2, 1).saturating_mul(l.into()))
	}
	fn revoke() -> Weight {
		Weight::from_parts(30_000_000, 18_500)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(25_000_000, 5_200)
			.saturating_add(ParityDbWeight::get().reads_writes(5, 5))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(75_000_000, 5_200)
			.saturating_add(ParityDbWeight::get().reads_writes(5, 0))
	}
	fn set_params() -> Weight {
		Weight::from_parts(12_000_000, 1_600)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 2))
	}
	fn attest_machine() -> Weight {
		Weight::from_parts(30_000_000, 16_000)
			.saturating_add(ParityDbWeight::get().reads_writes(7, 2))
	}
	fn revoke_machine() -> Weight {
		Weight::from_parts(18_000_000, 5_000)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 2))
	}
	fn note_end() -> Weight {
		Weight::from_parts(25_000_000, 5_500)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}
	fn create_network() -> Weight {
		Weight::from_parts(45_000_000, 6500)
			.saturating_add(ParityDbWeight::get().reads_writes(9, 9))
	}
	fn admit_provider() -> Weight {
		Weight::from_parts(22_000_000, 12500)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn expel_provider() -> Weight {
		Weight::from_parts(20_000_000, 6200)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 3))
	}
	fn admit_tenant() -> Weight {
		Weight::from_parts(20_000_000, 6200)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 3))
	}
	fn expel_tenant() -> Weight {
		Weight::from_parts(20_000_000, 6200)
			.saturating_add(ParityDbWeight::get().reads_writes(2, 3))
	}
	fn publish_offer() -> Weight {
		Weight::from_parts(25_000_000, 6200)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 4))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(60_000_000, 180000)
			.saturating_add(ParityDbWeight::get().reads_writes(70, 68))
	}
	fn supply_offer() -> Weight {
		Weight::from_parts(25_000_000, 15500)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}
	fn take_offer(m: u32) -> Weight {
		let machine = Weight::from_parts(30_000_000, 3000)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 1));
		Weight::from_parts(70_000_000, 36000)
			.saturating_add(ParityDbWeight::get().reads_writes(16, 6))
			.saturating_add(machine.saturating_mul(m.into()))
	}
	fn dissolve_network() -> Weight {
		Weight::from_parts(40_000_000, 9000)
			.saturating_add(ParityDbWeight::get().reads_writes(5, 6))
	}
	fn apply_for_admission() -> Weight {
		Weight::from_parts(40_000_000, 12500)
			.saturating_add(ParityDbWeight::get().reads_writes(7, 8))
	}
	fn void_admission() -> Weight {
		Weight::from_parts(20_000_000, 9500)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 2))
	}
	fn on_verdict() -> Weight {
		Weight::from_parts(35_000_000, 15500)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 5))
	}
	fn announce_maintenance() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 2))
	}
	fn end_maintenance() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(ParityDbWeight::get().reads_writes(1, 2))
	}
	fn open_dispute() -> Weight {
		Weight::from_parts(35_000_000, 10500)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 6))
	}
	fn resolve_dispute() -> Weight {
		Weight::from_parts(60_000_000, 24000)
			.saturating_add(ParityDbWeight::get().reads_writes(9, 8))
	}
	fn lapse_dispute() -> Weight {
		Weight::from_parts(35_000_000, 11500)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 5))
	}
	fn restore_bond() -> Weight {
		Weight::from_parts(35_000_000, 12300)
			.saturating_add(ParityDbWeight::get().reads_writes(3, 4))
	}
	fn withdraw_auditor_bond() -> Weight {
		Weight::from_parts(35_000_000, 9000)
			.saturating_add(ParityDbWeight::get().reads_writes(4, 4))
	}
	fn forfeit_auditor_bond() -> Weight {
		Weight::from_parts(45_000_000, 14000)
			.saturating_add(ParityDbWeight::get().reads_writes(6, 6))
	}
	fn check_requirements(s: u32) -> Weight {
		let auditor =
			Weight::from_parts(60_000_000, 6500).saturating_add(ParityDbWeight::get().reads(2));
		Weight::from_parts(80_000_000, 16000)
			.saturating_add(ParityDbWeight::get().reads(2))
			.saturating_add(auditor.saturating_mul(s.into()))
	}
	fn check_machines(p: u32) -> Weight {
		let machine =
			Weight::from_parts(30_000_000, 1500).saturating_add(ParityDbWeight::get().reads(2));
		Weight::from_parts(5_000_000, 1000)
			.saturating_add(ParityDbWeight::get().reads(8))
			.saturating_add(machine.saturating_mul(p.into()))
	}
}
