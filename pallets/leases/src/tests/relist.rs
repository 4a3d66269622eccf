//! What becomes of a lease whose provider leaves.

use super::*;

/// The provider has given notice that has run out, with the minimum stay kept.
fn leave(id: u64) {
	advance(100);
	assert_ok!(mock::Leases::give_notice(by(provider()), id, 3));
	advance(40);
	assert!(is_gone(id));
}

#[test]
fn end_should_roll_the_account_over_when_market_puts_the_lease_up_again() {
	TestExt::new().execute_with(|| {
		start(1);
		RelistAs::put(9);
		leave(1);
		// Served until the notice's end: 140 blocks of three seconds at a unit a millisecond.
		let (paid, rest) = (420_000, UNIT - 420_000);
		let totals = EscrowTotals {
			deposited: UNIT,
			paid: paid - paid / 50,
			fees: paid / 50,
			refunded: rest,
			held: 0,
		};
		System::assert_has_event(
			Event::LeaseClosed { lease: 1, reason: CloseReason::Provider { code: 3 }, totals }
				.into(),
		);
		System::assert_last_event(Event::LeaseRelisted { lease: 1, order: 9 }.into());
		// The old lease's last statement accounts for every unit of its account.
		let note = last_note();
		assert_eq!((note.lease, note.state), (1, 255));
		assert_eq!((note.paid, note.fees, note.refunded), (totals.paid, totals.fees, rest));
		// What was left stands in the new account, and nowhere else.
		assert_eq!(Money::totals(1), None);
		assert_eq!(Money::totals(9).map(|new| (new.deposited, new.held)), Some((rest, rest)));
		assert_eq!(told().last(), Some(&Told::Relisted(1, 9)));
		assert!(!told().iter().any(|one| matches!(one, Told::Ended(..))));
		assert_eq!(Ends::get(), [(tenant(), LeaseOutcome::Well, totals.fees)]);
		assert_eq!((on_hold(&provider()), free(&provider())), (0, UNIT));
	});
}

#[test]
fn end_should_return_the_rest_when_market_does_not_put_the_lease_up_again() {
	TestExt::new().execute_with(|| {
		start(1);
		leave(1);
		let note = last_note();
		assert_eq!(note.paid + note.fees + note.refunded, UNIT);
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::Provider { code: 3 })));
		assert_eq!(Purses::iter().count(), 0);
	});
}

#[test]
fn relisted_lease_should_be_served_by_another_from_the_same_money() {
	TestExt::new().execute_with(|| {
		start(1);
		RelistAs::put(9);
		leave(1);
		let mut terms = terms(9);
		terms.provider = account(4);
		Reserved::insert((account(4), 9), &terms.resources);
		assert_ok!(<mock::Leases as leasehold_primitives::traits::Leases<_>>::award(terms));
		assert_ok!(mock::Leases::confirm(by(account(4)), 9));
		Clocks::mutate(account(4), |clock| *clock += LASTS);
		assert_ok!(mock::Leases::settle(by(stranger()), 9));
		let note = last_note();
		assert_eq!((note.lease, note.paid + note.fees), (9, UNIT - 420_000));
	});
}

#[test]
fn close_silent_should_put_the_lease_up_again() {
	TestExt::new().execute_with(|| {
		start(1);
		RelistAs::put(9);
		tick(100_000);
		Silence::insert(provider(), 1_201);
		assert_ok!(mock::Leases::close_silent(by(stranger()), 1));
		assert!(is_gone(1));
		assert_eq!(told().last(), Some(&Told::Relisted(1, 9)));
		assert_eq!(Money::totals(9).map(|new| new.held), Some(UNIT - 100_000));
		assert_eq!(Ends::get(), [(tenant(), LeaseOutcome::Silent { hours: 2 }, 2_000)]);
		assert_eq!(free(&tenant()), UNIT + COLLATERAL);
	});
}

#[test]
fn end_should_not_put_up_again_what_the_provider_did_not_leave() {
	for end in [
		(|| mock::Leases::close(by(tenant()), 1)) as fn() -> _,
		|| mock::Leases::close_for_abuse(by(provider()), 1, 1),
		|| mock::Leases::close_by_governance(RuntimeOrigin::root(), 1),
	] {
		TestExt::new().execute_with(|| {
			start(1);
			RelistAs::put(9);
			assert_ok!(end());
			assert!(matches!(told().last(), Some(Told::Ended(1, _))));
			assert_eq!(Purses::iter().count(), 0);
		});
	}
}

#[test]
fn end_should_return_the_rest_when_it_is_too_little_for_an_order() {
	for (rest, relisted) in [(MIN_DEPOSIT - 1, false), (MIN_DEPOSIT, true)] {
		TestExt::new().execute_with(|| {
			award_with(terms(1), 120_000 + rest);
			assert_ok!(mock::Leases::confirm(by(provider()), 1));
			RelistAs::put(9);
			assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
			advance(40);
			assert!(is_gone(1));
			assert_eq!(last_note().refunded, rest);
			assert_eq!(matches!(told().last(), Some(Told::Relisted(1, 9))), relisted);
			assert_eq!(Money::totals(9).is_some(), relisted);
		});
	}
}

#[test]
fn end_should_return_the_rest_when_the_account_cannot_be_rolled_over() {
	TestExt::new().execute_with(|| {
		start(1);
		// The number is taken: what market did for the new order is undone.
		Money::deposit(9, 77);
		RelistAs::put(9);
		leave(1);
		assert_eq!(told().last(), Some(&Told::Ended(1, CloseReason::Provider { code: 3 })));
		assert!(!told().contains(&Told::Relisted(1, 9)));
		assert_eq!(last_note().refunded, UNIT - 420_000);
		assert_eq!(Money::totals(9).map(|other| other.held), Some(77));
	});
}
