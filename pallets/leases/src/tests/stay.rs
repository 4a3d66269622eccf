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

#[test]
fn stay_should_stand_still_while_the_provider_pauses() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(30);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		advance(200);
		assert_eq!(on_hold(&provider()), COLLATERAL);
		assert_eq!(lease(1).agenda, None);
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_eq!(lease(1).collateral_until, 301);
		System::assert_has_event(Event::StayProlonged { lease: 1, collateral_until: 301 }.into());
		advance(69);
		assert_eq!(on_hold(&provider()), COLLATERAL);
		next_block();
		assert_eq!(on_hold(&provider()), 0);
	});
}

#[test]
fn stay_should_not_be_kept_by_a_notice_that_runs_out_in_a_pause() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(70);
		// Forty blocks from now the stay would be over, were the lease served until then.
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		assert!(!lease(1).notice.is_some_and(|notice| notice.early));
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		advance(40);
		assert!(is_gone(1));
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
	});
}

/// The tenant closes lease 1 now, at which the provider loses its collateral to the fee pot, or
/// does not.
fn close_and_expect(lost: bool) {
	let pot = free(&Money::fee_pot());
	assert_ok!(mock::Leases::close(by(tenant()), 1));
	let gained = if lost { COLLATERAL } else { 0 };
	assert_eq!(free(&Money::fee_pot()), pot + gained);
	assert_eq!(free(&provider()), UNIT - gained);
	// Never to the tenant, whose workload may be what is not healthy.
	assert_eq!(free(&tenant()), UNIT);
	assert_eq!(on_hold(&provider()), 0);
}

/// The provider pauses lease 1 for so many blocks, and serves it for so many more.
fn pause_and_serve(paused: u32, served: u32) {
	assert_ok!(mock::Leases::pause(by(provider()), 1));
	advance(paused);
	assert_ok!(mock::Leases::resume(by(provider()), 1));
	advance(served);
}

#[test]
fn stay_should_cost_the_collateral_when_the_tenant_closes_after_a_long_pause() {
	for (blocks, lost) in [(50, false), (51, true)] {
		TestExt::new().execute_with(|| {
			start(1);
			assert_ok!(mock::Leases::pause(by(provider()), 1));
			advance(blocks);
			close_and_expect(lost);
		});
	}
}

#[test]
fn stay_should_cost_the_collateral_when_pauses_add_up() {
	for (last, lost) in [(6, false), (7, true)] {
		TestExt::new().execute_with(|| {
			start(1);
			pause_and_serve(30, 3);
			// 27 blocks are not made up for, 44 after this.
			pause_and_serve(20, 3);
			assert_ok!(mock::Leases::pause(by(provider()), 1));
			advance(last);
			close_and_expect(lost);
		});
	}
}

#[test]
fn stay_should_forgive_pauses_that_service_has_made_up_for() {
	TestExt::new().execute_with(|| {
		start(1);
		pause_and_serve(60, 9);
		assert_eq!(mock::Leases::pause_debt(&lease(1)), 51);
		next_block();
		assert_eq!(mock::Leases::pause_debt(&lease(1)), 50);
		// More service than pause counts for nothing later.
		advance(55);
		pause_and_serve(51, 0);
		assert_eq!(mock::Leases::pause_debt(&lease(1)), 51);
		close_and_expect(true);
	});
	TestExt::new().execute_with(|| {
		start(1);
		pause_and_serve(60, 10);
		close_and_expect(false);
	});
}

#[test]
fn stay_should_be_over_for_good_when_the_collateral_has_returned() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(100);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		advance(60);
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_eq!(lease(1).collateral_until, 101);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		assert!(!lease(1).notice.is_some_and(|notice| notice.early));
	});
}
