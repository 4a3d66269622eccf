use super::*;

#[test]
fn decline_should_cost_the_provider_the_penalty() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_ok!(mock::Leases::decline(by(provider()), 1, 42));
		assert!(is_gone(1));
		assert_eq!(free(&provider()), UNIT - 100);
		assert_eq!(free(&tenant()), UNIT);
		assert_eq!(on_hold(&provider()), 0);
		assert_eq!(free(&Money::fee_pot()), 10 + 100);
		let reason = DeclineReason::Declined { code: 42 };
		assert_eq!(told(), [Told::Declined(1, provider(), reason)]);
		System::assert_has_event(
			Event::LeaseDeclined { lease: 1, provider: provider(), reason }.into(),
		);
		let settled =
			|amount, to| Event::CollateralSettled { lease: 1, provider: provider(), amount, to };
		System::assert_has_event(settled(100, CollateralTo::FeePot).into());
		System::assert_has_event(settled(400, CollateralTo::Provider).into());
		assert_eq!(Running::get(provider()), 0);
		assert!(Noted::get().is_empty());
	});
}

#[test]
fn decline_should_take_no_more_than_the_collateral() {
	TestExt::new().execute_with(|| {
		let mut small = terms(1);
		small.collateral = 30;
		award_with(small, UNIT);
		assert_ok!(mock::Leases::decline(by(provider()), 1, 0));
		assert_eq!(free(&provider()), UNIT - 30);
		assert_eq!(free(&Money::fee_pot()), 10 + 30);
		assert_eq!(on_hold(&provider()), 0);
	});
}

#[test]
fn decline_should_fail_on_wrong_signers_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::decline(RuntimeOrigin::none(), 1, 0), BadOrigin);
		assert_noop!(mock::Leases::decline(by(tenant()), 1, 0), Error::<Test>::NotAuthorized);
		assert_noop!(mock::Leases::decline(by(provider()), 2, 0), Error::<Test>::NotFound);
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		assert_noop!(mock::Leases::decline(by(provider()), 1, 0), Error::<Test>::WrongState);
	});
}
