use super::*;

#[test]
fn collateral_should_return_at_the_end_of_the_stay_while_the_lease_goes_on() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(99);
		assert_eq!(on_hold(&provider()), COLLATERAL);
		next_block();
		assert_eq!(on_hold(&provider()), 0);
		assert_eq!(free(&provider()), UNIT);
		let record = lease(1);
		assert_eq!((record.state, record.collateral, record.agenda), (LeaseState::Active, 0, None));
		// Nothing is left to lose.
		assert_ok!(mock::Leases::close_for_abuse(by(provider()), 1, 1));
		assert_eq!(free(&tenant()), UNIT);
	});
}

#[test]
fn stay_should_go_on_while_the_provider_is_silent() {
	TestExt::new().execute_with(|| {
		start(1);
		Silence::insert(provider(), 20);
		advance(100);
		assert_eq!(on_hold(&provider()), COLLATERAL);
		assert_eq!(lease(1).collateral_until, 152);
		System::assert_last_event(Event::StayProlonged { lease: 1, collateral_until: 152 }.into());
		// It comes back.
		Silence::insert(provider(), 0);
		advance(51);
		assert_eq!(on_hold(&provider()), 0);
		assert_eq!(free(&provider()), UNIT);
	});
}

#[test]
fn stay_should_cost_the_collateral_when_the_silent_provider_does_not_return() {
	TestExt::new().execute_with(|| {
		start(1);
		Silence::insert(provider(), 20);
		advance(100);
		Silence::insert(provider(), 71);
		skip_agenda(60);
		assert_ok!(mock::Leases::close_silent(by(stranger()), 1));
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
	});
}

#[test]
fn stay_should_be_the_one_of_the_start_when_governance_changes_it() {
	TestExt::new().execute_with(|| {
		start(1);
		let params = Params { min_stay_blocks: 0, ..PARAMS };
		assert_ok!(mock::Leases::set_params(RuntimeOrigin::root(), params));
		start(2);
		next_block();
		assert_eq!(lease(1).collateral, COLLATERAL);
		assert_eq!(lease(2).collateral, 0);
	});
}
