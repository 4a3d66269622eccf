use super::*;

fn settle(id: u64) -> (Balance, Pays) {
	let before = Purses::get(id).expect("has an account").held();
	let info = mock::Leases::settle(by(stranger()), id).expect("can be settled");
	(before - Purses::get(id).expect("has an account").held(), info.pays_fee)
}

#[test]
fn settle_should_be_free_only_when_it_is_due_and_pays() {
	TestExt::new().execute_with(|| {
		start(1);
		// Nothing has accrued, nothing is due.
		assert_eq!(settle(1), (0, Pays::Yes));
		advance(19);
		// A block early: paid, but not for free.
		assert_eq!(settle(1), (57_000, Pays::Yes));
		System::assert_last_event(Event::LeaseSettled { lease: 1, paid: 57_000 }.into());
		assert_eq!(settled_at(1), 20);
		advance(20);
		assert_eq!(settle(1), (60_000, Pays::No));
		// Due again by the block, but the clock stands still.
		Silence::insert(provider(), 1);
		advance(20);
		assert_eq!(settle(1), (0, Pays::Yes));
	});
}

#[test]
fn settle_should_start_the_grace_when_the_money_is_used_up() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(LASTS - 1);
		assert_eq!(settle(1).0, UNIT - 1);
		assert_eq!(lease(1).state, LeaseState::Active);
		tick(5);
		assert_eq!(settle(1).0, 1);
		let record = lease(1);
		assert_eq!(record.state, LeaseState::Grace { until: 26 });
		// Written by the settlement on top of what the exhaustion wrote.
		assert_eq!(settled_at(1), 1);
		assert_eq!(record.stopped, Some(LASTS + 4));
		System::assert_has_event(Event::GraceStarted { lease: 1, until: 26 }.into());
		// Idempotent afterwards.
		assert_eq!(settle(1).0, 0);
	});
}

#[test]
fn settle_should_fail_on_unknown_and_awarded_leases() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::settle(RuntimeOrigin::none(), 1), BadOrigin);
		assert_noop!(mock::Leases::settle(by(stranger()), 1), Error::<Test>::WrongState);
		assert_noop!(mock::Leases::settle(by(stranger()), 2), Error::<Test>::NotFound);
	});
}
