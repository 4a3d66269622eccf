use super::*;

#[test]
fn give_notice_should_end_the_lease_at_its_block() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(60);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		assert_eq!(lease(1).state, LeaseState::Reclaiming { until: 101 });
		System::assert_last_event(
			Event::NoticeGiven { lease: 1, code: 3, until: 101, early: false }.into(),
		);
		advance(39);
		// Served and paid until the end.
		assert_ok!(mock::Leases::settle(by(stranger()), 1));
		assert_eq!(last_note().state, 4);
		next_block();
		assert!(is_gone(1));
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::Provider { code: 3 })));
		assert_eq!(free(&provider()), UNIT);
		let note = last_note();
		assert_eq!((note.state, note.paid + note.fees), (255, 300_000));
	});
}

#[test]
fn give_notice_should_cost_the_collateral_when_it_ends_the_stay_early() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(59);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		System::assert_last_event(
			Event::NoticeGiven { lease: 1, code: 3, until: 100, early: true }.into(),
		);
		advance(40);
		assert!(is_gone(1));
		assert_eq!(free(&provider()), UNIT - COLLATERAL);
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
		assert_eq!(on_hold(&provider()), 0);
	});
}

#[test]
fn early_notice_should_cost_the_collateral_when_the_tenant_closes_first() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
		assert_eq!(on_hold(&provider()), 0);
	});
}

#[test]
fn early_notice_should_pay_the_fee_pot_when_the_tenant_cannot_receive() {
	TestExt::new().execute_with(|| {
		let mut poor = terms(1);
		// Less than the existential deposit, to an account that does not exist.
		(poor.tenant, poor.collateral) = (account(50), 5);
		award_with(poor, UNIT);
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		advance(40);
		assert!(is_gone(1));
		assert_eq!(free(&Money::fee_pot()), 15);
		assert_eq!(free(&account(50)), 0);
		System::assert_has_event(
			Event::CollateralSettled {
				lease: 1,
				provider: provider(),
				amount: 5,
				to: CollateralTo::FeePot,
			}
			.into(),
		);
	});
}

#[test]
fn give_notice_should_fail_on_wrong_signers_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::give_notice(RuntimeOrigin::none(), 1, 0), BadOrigin);
		assert_noop!(mock::Leases::give_notice(by(tenant()), 1, 0), Error::<Test>::NotAuthorized);
		assert_noop!(mock::Leases::give_notice(by(provider()), 2, 0), Error::<Test>::NotFound);
		assert_noop!(mock::Leases::give_notice(by(provider()), 1, 0), Error::<Test>::WrongState);
		start(2);
		assert_ok!(mock::Leases::give_notice(by(provider()), 2, 0));
		assert_noop!(
			mock::Leases::give_notice(by(provider()), 2, 0),
			Error::<Test>::NoticeAlreadyGiven
		);
		start(3);
		exhaust(3);
		assert_noop!(mock::Leases::give_notice(by(provider()), 3, 0), Error::<Test>::WrongState);
	});
}

#[test]
fn paused_lease_should_stay_unpaid_through_its_notice() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 0));
		assert_eq!(lease(1).state, LeaseState::Reclaiming { until: 41 });
		advance(10);
		assert_eq!(Money::accrued(1), Some(0));
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_eq!(lease(1).state, LeaseState::Reclaiming { until: 41 });
		next_block();
		assert_eq!(Money::accrued(1), Some(3_000));
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_eq!(lease(1).state, LeaseState::Reclaiming { until: 41 });
		advance(29);
		assert!(is_gone(1));
		let note = last_note();
		assert_eq!(note.paid + note.fees, 3_000);
	});
}

#[test]
fn close_reclaimed_should_be_open_to_anyone_after_the_deadline() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_noop!(mock::Leases::close_reclaimed(by(stranger()), 1), Error::<Test>::WrongState);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 9));
		skip_agenda(39);
		assert_noop!(mock::Leases::close_reclaimed(by(stranger()), 1), Error::<Test>::TooEarly);
		assert_noop!(mock::Leases::close_reclaimed(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(mock::Leases::close_reclaimed(by(stranger()), 2), Error::<Test>::NotFound);
		skip_agenda(1);
		assert_ok!(mock::Leases::close_reclaimed(by(stranger()), 1));
		assert!(is_gone(1));
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::Provider { code: 9 })));
	});
}

#[test]
fn close_reclaimed_should_end_a_grace_that_has_run_out() {
	TestExt::new().execute_with(|| {
		start(1);
		exhaust(1);
		skip_agenda(24);
		assert_noop!(mock::Leases::close_reclaimed(by(stranger()), 1), Error::<Test>::TooEarly);
		skip_agenda(1);
		assert_ok!(mock::Leases::close_reclaimed(by(stranger()), 1));
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::InsufficientFunds)));
	});
}
