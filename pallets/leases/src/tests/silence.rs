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
fn close_silent_should_fail_on_wrong_origins_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		Silence::insert(provider(), u32::MAX);
		assert_noop!(mock::Leases::close_silent(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(mock::Leases::close_silent(by(stranger()), 2), Error::<Test>::NotFound);
		assert_noop!(mock::Leases::close_silent(by(stranger()), 1), Error::<Test>::WrongState);
	});
}
