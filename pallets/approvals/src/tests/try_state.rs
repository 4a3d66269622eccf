//! The invariants notice what breaks them.

use crate::{mock::*, *};
use frame_support::assert_ok;

/// Break something in a sound state and see which invariant notices.
fn broken(what: impl FnOnce()) -> String {
	TestExt::new().build().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		assert_ok!(Approvals::do_try_state());
		what();
		let error: &str = Approvals::do_try_state().expect_err("noticed").into();
		error.into()
	})
}

#[test]
fn try_state_should_fail_when_an_invariant_is_broken() {
	let change = |change: fn(&mut SubjectRecord<Test>)| {
		broken(move || Subjects::<Test>::mutate(order(0), |it| it.as_mut().map(change)).unwrap())
	};
	assert_eq!(
		broken(|| Rewards::<Test>::insert(account(1), 1)),
		"the account holds less than is owed"
	);
	assert_eq!(change(|it| it.fee += 1), "the account holds less than is owed");
	assert_eq!(broken(|| Rewards::<Test>::insert(account(1), 0)), "a reward of zero is kept");
	assert_eq!(change(|it| it.due += 1), "a subject is not scheduled");
	assert_eq!(broken(|| Due::<Test>::insert(9, order(1), ())), "the agenda has other items");
	assert_eq!(broken(|| Nonces::<Test>::insert(key(9), 1)), "a key outside the set has a nonce");
	assert_eq!(change(|it| it.tally.ayes += 1), "votes are miscounted");
	assert_eq!(
		change(|it| it.tally = Tally { set_id: 9, electorate: 4, ayes: 3, nays: 0 }),
		"a decided subject is pending"
	);
	let unsorted = |it: &mut SubjectRecord<Test>| {
		it.committee.swap_remove(0);
	};
	assert_eq!(change(unsorted), "a committee is unsorted");
	assert_eq!(change(|it| it.draws = 3), "too many committees were drawn");
	assert_eq!(change(|it| it.draws = 0), "a committee is miscounted");
	assert_eq!(
		change(|it| it.tally = Tally { set_id: 9, electorate: 5, ayes: 0, nays: 0 }),
		"the seats of a committee are miscounted"
	);
}
