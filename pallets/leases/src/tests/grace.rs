use super::*;

#[test]
fn grace_should_end_the_lease_when_nobody_tops_up() {
	TestExt::new().execute_with(|| {
		start(1);
		exhaust(1);
		assert_eq!(lease(1).agenda, Some(26));
		advance(24);
		assert_eq!(lease(1).state, LeaseState::Grace { until: 26 });
		next_block();
		assert!(is_gone(1));
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::InsufficientFunds)));
		// Not the provider's fault, though within the stay.
		assert_eq!(free(&provider()), UNIT);
	});
}

#[test]
fn grace_should_end_with_the_next_agenda_when_the_bid_gave_none() {
	TestExt::new().execute_with(|| {
		let mut hasty = terms(1);
		hasty.grace = 0;
		award_with(hasty, UNIT);
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		advance(2);
		tick(LASTS);
		assert_ok!(mock::Leases::settle(by(stranger()), 1));
		assert_eq!(lease(1).state, LeaseState::Grace { until: 3 });
		// A top-up is too late already; it is returned at the close.
		Money::deposit(1, 5);
		assert_eq!(lease(1).state, LeaseState::Grace { until: 3 });
		next_block();
		assert!(is_gone(1));
		assert_eq!(last_note().refunded, 5);
	});
}

#[test]
fn top_up_should_resume_a_lease_in_grace() {
	TestExt::new().execute_with(|| {
		start(1);
		exhaust(1);
		advance(10);
		let before = lease(1).service_time(Clocks::get(provider()));
		Money::deposit(1, 500);
		let record = lease(1);
		assert_eq!(record.state, LeaseState::Active);
		// The agenda is for the stay again, and the time without money was not served.
		assert_eq!(record.agenda, Some(101));
		assert_eq!(record.service_time(Clocks::get(provider())), before);
		System::assert_last_event(
			Event::LeaseResumed { lease: 1, state: LeaseState::Active }.into(),
		);
		assert_eq!(last_note().state, 1);
		tick(499);
		assert_ok!(mock::Leases::settle(by(stranger()), 1));
		assert_eq!(lease(1).state, LeaseState::Active);
		tick(1);
		assert_ok!(mock::Leases::settle(by(stranger()), 1));
		assert_eq!(lease(1).state, LeaseState::Grace { until: 36 });
	});
}

#[test]
fn top_up_should_come_too_late_at_the_end_of_the_grace_even_if_the_agenda_is_late() {
	TestExt::new().execute_with(|| {
		start(1);
		exhaust(1);
		skip_agenda(25);
		Money::deposit(1, 500);
		assert_eq!(lease(1).state, LeaseState::Grace { until: 26 });
		next_block();
		assert!(is_gone(1));
		assert_eq!(last_note().refunded, 500);
	});
}

#[test]
fn exhaustion_should_not_lengthen_nor_forget_a_notice() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 6));
		advance(20);
		exhaust(1);
		// 25 blocks of grace would go beyond the notice's end at 41.
		assert_eq!(lease(1).state, LeaseState::Grace { until: 41 });
		Money::deposit(1, UNIT);
		assert_eq!(lease(1).state, LeaseState::Reclaiming { until: 41 });
		exhaust(1);
		advance(20);
		assert!(is_gone(1));
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::Provider { code: 6 })));
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
	});
}

#[test]
fn hooks_should_ignore_leases_that_they_do_not_concern() {
	TestExt::new().execute_with(|| {
		award(1);
		start(2);
		mock::Leases::on_exhausted(1);
		mock::Leases::on_exhausted(77);
		mock::Leases::on_funded(2);
		mock::Leases::on_funded(77);
		assert_eq!(lease(1).state, LeaseState::Awarded { until: 11 });
		assert_eq!(lease(2).state, LeaseState::Active);
		exhaust(2);
		let before = lease(2);
		next_block();
		mock::Leases::on_exhausted(2);
		// Funded, but the escrow has nothing to resume with.
		mock::Leases::on_funded(2);
		assert_eq!(lease(2), before);
		assert!(<mock::Leases as OnExhausted>::weight().ref_time() > 0);
	});
}
