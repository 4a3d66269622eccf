use super::*;

#[test]
fn close_for_abuse_should_end_at_once_and_cost_the_collateral_within_the_stay() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(99);
		assert_ok!(mock::Leases::close_for_abuse(by(provider()), 1, 7));
		assert!(is_gone(1));
		// Not to the tenant, who could provoke it.
		assert_eq!(free(&tenant()), UNIT);
		assert_eq!(free(&provider()), UNIT - COLLATERAL);
		assert_eq!(free(&Money::fee_pot()), 10 + COLLATERAL);
		System::assert_has_event(
			Event::CollateralSettled {
				lease: 1,
				provider: provider(),
				amount: COLLATERAL,
				to: CollateralTo::FeePot,
			}
			.into(),
		);
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::Abuse { code: 7 })));
	});
}

#[test]
fn close_for_abuse_should_cost_nothing_after_the_stay() {
	TestExt::new().execute_with(|| {
		start(1);
		skip_agenda(100);
		assert_ok!(mock::Leases::close_for_abuse(by(provider()), 1, 7));
		assert_eq!(free(&provider()), UNIT);
		assert_eq!(free(&tenant()), UNIT);
	});
}

#[test]
fn close_for_abuse_should_fail_on_wrong_signers_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		let abuse = mock::Leases::close_for_abuse;
		assert_noop!(abuse(RuntimeOrigin::root(), 1, 0), BadOrigin);
		assert_noop!(abuse(by(tenant()), 1, 0), Error::<Test>::NotAuthorized);
		assert_noop!(abuse(by(provider()), 2, 0), Error::<Test>::NotFound);
		assert_noop!(abuse(by(provider()), 1, 0), Error::<Test>::WrongState);
	});
}
