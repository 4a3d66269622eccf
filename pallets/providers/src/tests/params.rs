//! What governance tunes.

use super::*;
use leasehold_primitives::clock::Window;

#[test]
fn set_params_should_store_them() {
	TestExt::new().execute_with(|| {
		let params = Params::default();
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		assert_eq!(Parameters::<Test>::get(), params);
		assert_eq!(last_event(), Event::ParamsSet { params });
	});
}

#[test]
fn set_params_should_fail_when_not_governance() {
	TestExt::new().execute_with(|| {
		for origin in [by(ALICE), RuntimeOrigin::none()] {
			assert_noop!(Registry::set_params(origin, Params::default()), BadOrigin);
		}
	});
}

#[test]
fn set_params_should_fail_when_out_of_bounds() {
	TestExt::new().execute_with(|| {
		let rules = |time, blocks, spacing| Params {
			heartbeat: HeartbeatRules { window: Window { time, blocks }, spacing },
			..params()
		};
		let reputation = |unit, tenant_cap, window| Params {
			reputation: ReputationRules { unit, tenant_cap, window },
			..params()
		};
		for wrong in [
			Params { bond: BondRates { base: 0, ..RATES }, ..params() },
			Params { network_bond: 0, ..params() },
			Params {
				maintenance: MaintenanceRules { longest: 0, ..params().maintenance },
				..params()
			},
			Params { dispute: DisputeRules { deposit: 0, ..params().dispute }, ..params() },
			Params { dispute: DisputeRules { deadline: 0, ..params().dispute }, ..params() },
			reputation(0, 1_000_000, 1),
			reputation(1, 999_999, 1),
			reputation(1, 10_000_001, 1),
			reputation(1, 1_000_000, 0),
			rules(0, 60, 10),
			rules(MAX_WINDOW_TIME + 1, 60, 10),
			rules(1_000, MAX_WINDOW_BLOCKS + 1, 10),
			rules(1_000, 60, 0),
			rules(1_000, 60, 21),
			rules(1_000, 2, 1),
			rules(1_000, 0, 0),
		] {
			assert_noop!(
				Registry::set_params(RuntimeOrigin::root(), wrong),
				Error::<Test>::InvalidParams
			);
		}
		for right in [
			reputation(1, 1_000_000, 1),
			reputation(u128::MAX, 10_000_000, u32::MAX),
			rules(1, 3, 1),
			rules(1_000, 60, 20),
			rules(MAX_WINDOW_TIME, MAX_WINDOW_BLOCKS, 9_600),
			Params::default(),
		] {
			assert_ok!(Registry::set_params(RuntimeOrigin::root(), right));
		}
	});
}

#[test]
#[should_panic(expected = "outside their bounds")]
fn genesis_should_refuse_params_out_of_bounds() {
	use sp_runtime::BuildStorage;
	let params = Params { bond: BondRates { base: 0, ..RATES }, ..params() };
	let genesis = GenesisConfig::<Test> { params, auditors: vec![] };
	let _ = genesis.build_storage();
}

#[test]
#[should_panic(expected = "64 different accounts")]
fn genesis_should_refuse_an_auditor_listed_twice() {
	use sp_runtime::BuildStorage;
	let genesis = GenesisConfig::<Test> { params: Params::default(), auditors: vec![1, 1] };
	let _ = genesis.build_storage();
}
