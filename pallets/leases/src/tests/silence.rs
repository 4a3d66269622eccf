use super::*;

#[test]
fn close_silent_should_be_open_to_anyone_after_a_long_silence() {
	TestExt::new().execute_with(|| {
		start(1);
		Silence::insert(provider(), 50);
		assert_noop!(mock::Leases::close_silent(by(stranger()), 1), Error::<Test>::NotSilent);
		Silence::insert(provider(), 51);
		assert_ok!(mock::Leases::close_silent(by(stranger()), 1));
		assert!(is_gone(1));
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::ProviderSilent)));
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
	});
}

#[test]
fn close_should_cost_the_collateral_as_well_when_the_provider_is_silent() {
	for (blocks, lost) in [(50, 0), (51, COLLATERAL)] {
		TestExt::new().execute_with(|| {
			start(1);
			Silence::insert(provider(), blocks);
			assert_ok!(mock::Leases::close(by(tenant()), 1));
			assert_eq!(free(&tenant()), UNIT + lost);
			assert_eq!(free(&provider()), UNIT - lost);
		});
	}
}

#[test]
fn close_silent_should_end_a_lease_in_whatever_state_it_was_left() {
	let states: [fn(); 3] = [
		|| {
			assert_ok!(mock::Leases::pause(by(provider()), 1));
		},
		|| {
			assert_ok!(mock::Leases::give_notice(by(provider()), 1, 1));
		},
		|| exhaust(1),
	];
	for reach in states {
		TestExt::new().execute_with(|| {
			start(1);
			reach();
			Silence::insert(provider(), 51);
			assert_ok!(mock::Leases::close_silent(by(stranger()), 1));
			assert!(is_gone(1));
			assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::ProviderSilent)));
			assert_eq!(free(&tenant()), UNIT + COLLATERAL);
		});
	}
}

#[test]
fn close_silent_should_fail_on_wrong_origins_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		Silence::insert(provider(), u32::MAX);
		assert_noop!(mock::Leases::close_silent(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(mock::Leases::close_silent(by(stranger()), 2), Error::<Test>::NotFound);
		assert_noop!(mock::Leases::close_silent(by(stranger()), 1), Error::<Test>::WrongState);
	});
}
