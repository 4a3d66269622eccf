use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

#[test]
fn withdraw_should_keep_the_fee_and_tell_nobody() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		withdraw(0);
		System::assert_last_event(Event::Withdrawn { subject: order(0) }.into());
		assert_eq!(record(0).outcome, Some(Outcome::Withdrawn));
		assert_noop!(submit(0), Error::<Test>::AlreadyExists);
		next_block();
		assert_eq!(Approvals::pending_count(), 0);
		assert_eq!(Rewards::<Test>::get(account(1)), FEE);
		run_to(20);
		assert_eq!(verdicts(), vec![]);
	});
}

#[test]
fn withdraw_should_void_a_verdict_that_was_not_told_yet() {
	TestExt::new().validators(&[1]).execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		withdraw(0);
		run_to(20);
		assert_eq!(verdicts(), vec![]);
		assert_eq!(Rewards::<Test>::get(account(1)), FEE);
	});
}

#[test]
fn withdraw_should_do_nothing_when_the_subject_is_not_pending() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		withdraw(0);
		let events = System::events().len();
		withdraw(0);
		withdraw(1);
		assert_eq!(System::events().len(), events);
		assert_eq!(record(0).due, 2);
	});
}
