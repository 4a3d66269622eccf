//! What the registry is told of a lease's end.

use super::*;

fn outcomes() -> Vec<LeaseOutcome> {
	Ends::get().into_iter().map(|(_, outcome, _)| outcome).collect()
}

#[test]
fn registry_should_hear_well_when_the_lease_was_served_to_its_end() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(50_000);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		// Two percent of 50,000, in thousandths of a smallest deposit of 1,000.
		assert_eq!(Ends::take(), [(tenant(), LeaseOutcome::Well, 1_000)]);
		start(2);
		exhaust(2);
		advance(25);
		assert_eq!(outcomes(), [LeaseOutcome::Well]);
	});
}

#[test]
fn registry_should_hear_of_those_who_leave_early() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 3));
		advance(40);
		start(2);
		assert_ok!(mock::Leases::close_for_abuse(by(provider()), 2, 3));
		start(3);
		assert_ok!(mock::Leases::give_notice(by(provider()), 3, 3));
		assert_ok!(mock::Leases::close(by(tenant()), 3));
		assert_eq!(outcomes(), [LeaseOutcome::LeftEarly; 3]);
	});
}

#[test]
fn registry_should_hear_of_silence_whoever_ends_the_lease() {
	TestExt::new().execute_with(|| {
		start(1);
		start(2);
		start(3);
		Silence::insert(provider(), 50);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		Silence::insert(provider(), 51);
		assert_ok!(mock::Leases::close(by(tenant()), 2));
		Silence::insert(provider(), 2_400);
		assert_ok!(mock::Leases::close_silent(by(stranger()), 3));
		let silent = |hours| LeaseOutcome::Silent { hours };
		assert_eq!(outcomes(), [LeaseOutcome::Well, silent(1), silent(2)]);
	});
}

#[test]
fn registry_should_hear_nothing_of_ends_that_say_nothing_of_the_provider() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		start(2);
		assert_ok!(mock::Leases::close_by_governance(RuntimeOrigin::root(), 2));
		start(3);
		advance(100);
		assert_ok!(mock::Leases::close_for_abuse(by(provider()), 3, 1));
		award(4);
		assert_ok!(mock::Leases::decline(by(provider()), 4, 1));
		assert_eq!(outcomes(), []);
	});
}
