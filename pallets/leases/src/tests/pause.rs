use super::*;

#[test]
fn pause_should_settle_and_stop_the_stream_until_it_is_resumed() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(1_000);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_eq!(lease(1).state, LeaseState::Paused);
		System::assert_last_event(Event::LeasePaused { lease: 1 }.into());
		assert_eq!(last_note().paid + last_note().fees, 1_000);
		tick(5_000);
		assert_eq!(Money::accrued(1), Some(0));
		assert_eq!(lease(1).service_time(Clocks::get(provider())), 1_000);
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_eq!(lease(1).state, LeaseState::Active);
		System::assert_last_event(
			Event::LeaseResumed { lease: 1, state: LeaseState::Active }.into(),
		);
		tick(10);
		assert_eq!(Money::accrued(1), Some(10));
		assert_eq!(lease(1).service_time(Clocks::get(provider())), 1_010);
	});
}

#[test]
fn pause_should_start_the_grace_when_its_settlement_uses_up_the_money() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(2 * LASTS);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_eq!(lease(1).state, LeaseState::Grace { until: 26 });
		assert_eq!(last_note().paid + last_note().fees, UNIT);
	});
}

#[test]
fn pause_should_fail_on_wrong_signers_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::pause(RuntimeOrigin::none(), 1), BadOrigin);
		assert_noop!(mock::Leases::pause(by(tenant()), 1), Error::<Test>::NotAuthorized);
		assert_noop!(mock::Leases::pause(by(provider()), 2), Error::<Test>::NotFound);
		assert_noop!(mock::Leases::pause(by(provider()), 1), Error::<Test>::WrongState);
		start(2);
		assert_ok!(mock::Leases::pause(by(provider()), 2));
		assert_noop!(mock::Leases::pause(by(provider()), 2), Error::<Test>::WrongState);
		start(3);
		exhaust(3);
		assert_noop!(mock::Leases::pause(by(provider()), 3), Error::<Test>::WrongState);
	});
}

#[test]
fn resume_should_fail_on_wrong_signers_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::resume(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(mock::Leases::resume(by(tenant()), 1), Error::<Test>::NotAuthorized);
		assert_noop!(mock::Leases::resume(by(provider()), 2), Error::<Test>::NotFound);
		assert_noop!(mock::Leases::resume(by(provider()), 1), Error::<Test>::WrongState);
		start(2);
		assert_noop!(mock::Leases::resume(by(provider()), 2), Error::<Test>::WrongState);
		exhaust(2);
		// Only money ends a grace.
		assert_noop!(mock::Leases::resume(by(provider()), 2), Error::<Test>::WrongState);
	});
}
