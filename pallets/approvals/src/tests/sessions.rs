use crate::{mock::*, *};
use frame_support::{
	assert_ok,
	pallet_prelude::{InvalidTransaction, TransactionSource::External},
};
use leasehold_primitives::traits::{RejectReason, Verdict};

#[test]
fn genesis_should_set_the_authorities_without_counting_a_change() {
	TestExt::new().validators(&[3, 1, 2]).execute_with(|| {
		let expected: Vec<_> = [1, 2, 3].map(|seed| (account(seed), key(seed))).to_vec();
		assert_eq!(Authorities::<Test>::get().to_vec(), expected);
		assert_eq!(SetId::<Test>::get(), 0);
		assert_eq!(held(), ED);
	});
}

#[test]
fn new_session_should_count_a_change_only_when_there_is_one() {
	TestExt::new().execute_with(|| {
		System::reset_events();
		new_session(&[(4, 4), (3, 3), (2, 2), (1, 1)]);
		assert_eq!(SetId::<Test>::get(), 0);
		assert!(System::events().is_empty());
		new_session(&[(1, 1), (2, 2), (3, 3), (4, 14)]);
		assert_eq!(SetId::<Test>::get(), 1);
		System::assert_last_event(Event::AuthoritiesChanged { set_id: 1, validators: 4 }.into());
	});
}

#[test]
fn new_session_should_cut_the_set_when_it_is_too_large() {
	TestExt::new().execute_with(|| {
		let members: Vec<_> = (1..=9).map(|seed| (seed, seed)).collect();
		new_session(&members);
		assert_eq!(Authorities::<Test>::get().len(), 8);
	});
}

#[test]
fn rotated_key_should_vote_but_not_twice() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		cast(1, &[vote(0, true)]);
		new_session(&[(1, 11), (2, 2), (3, 3), (4, 4)]);
		// The old key is out, the new one belongs to an account that has voted.
		let refused = |seed| authorize(seed, &message(seed, &[vote(0, true)]), External);
		assert_eq!(refused(1), Err(InvalidTransaction::BadSigner.into()));
		assert_eq!(refused(11), Err(InvalidTransaction::Stale.into()));
		assert_ok!(submit(1));
		cast(11, &[vote(1, true)]);
		assert_eq!(record(1).voters.to_vec(), vec![(account(1), true)]);
		// The vote cast under the old key counts on.
		cast(2, &[vote(0, true)]);
		assert_eq!(record(0).tally, Tally { set_id: 1, electorate: 4, ayes: 2, nays: 0 });
	});
}

#[test]
fn vote_should_not_count_while_its_validator_is_away() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		cast(1, &[vote(0, true)]);
		new_session(&[(2, 2), (3, 3), (4, 4), (5, 5)]);
		cast(2, &[vote(0, true)]);
		cast(3, &[vote(0, true)]);
		assert_eq!(record(0).tally, Tally { set_id: 1, electorate: 4, ayes: 2, nays: 0 });
		// Back again, it counts without being cast anew: three of four and the next vote.
		new_session(&[(1, 1), (2, 2), (3, 3), (4, 4)]);
		cast(4, &[vote(0, false)]);
		assert_eq!(record(0).tally, Tally { set_id: 2, electorate: 4, ayes: 3, nays: 1 });
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		assert_eq!(Rewards::<Test>::get(account(1)), FEE / 4);
	});
}

#[test]
fn leaver_should_be_paid_for_a_vote_in_time() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		cast(1, &[vote(0, false)]);
		new_session(&[(2, 2)]);
		cast(2, &[vote(0, true)]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		assert_eq!([1, 2].map(|it| Rewards::<Test>::get(account(it))), [FEE / 2; 2]);
	});
}

#[test]
fn deadline_should_count_under_the_set_that_is_current_then() {
	TestExt::new().execute_with(|| {
		for id in 0..3 {
			assert_ok!(submit(id));
		}
		for seed in [1, 2] {
			cast(seed, &[vote(0, true)]);
		}
		cast(3, &[vote(1, false)]);
		new_session(&[(1, 1), (2, 2)]);
		// The change alone decides nothing.
		run_to(DEADLINE);
		assert_eq!(verdicts(), vec![]);
		next_block();
		let mut told = verdicts();
		told.sort_by_key(|(subject, _)| *subject);
		let late = Verdict::Rejected(RejectReason::Deadline);
		assert_eq!(told, vec![(order(0), Verdict::Approved), (order(1), late), (order(2), late)]);
	});
}

#[test]
fn returning_key_should_start_its_nonces_anew_without_replays() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		let old = message(1, &[vote(0, true)]);
		cast(1, &[vote(0, true)]);
		cast_on_new_subject(2, 1);
		new_session(&[(2, 2), (3, 3)]);
		assert_eq!(Nonces::<Test>::get(key(1)), 0);
		assert_eq!(Nonces::<Test>::get(key(2)), 1, "who stays goes on counting");
		new_session(&[(1, 1), (2, 2), (3, 3), (4, 4)]);
		assert_eq!(old.nonce, Nonces::<Test>::get(key(1)));
		assert_eq!(authorize(1, &old, External), Err(InvalidTransaction::Stale.into()));
		cast_on_new_subject(1, 2);
		assert_eq!(Nonces::<Test>::get(key(1)), 1);
	});
}

fn cast_on_new_subject(seed: u8, id: u64) {
	assert_ok!(submit(id));
	cast(seed, &[vote(id, true)]);
}

#[test]
fn leavers_should_make_room_when_the_votes_are_full() {
	TestExt::new().validators(&[1]).execute_with(|| {
		assert_ok!(submit(0));
		// One after the other joins a large set, votes and leaves, with no quorum ever: ten
		// votes in all, where eight fit.
		for seed in 1..=10u8 {
			let others = [seed, 21, 22, 23].map(|it| (it, it));
			new_session(&others);
			cast(seed, &[vote(0, true)]);
			Approvals::do_try_state().expect("the invariants hold");
		}
		let voters: Vec<_> = record(0).voters.iter().map(|(who, _)| who.clone()).collect();
		assert_eq!(voters, vec![account(9), account(10)]);
		assert_eq!(record(0).tally, Tally { set_id: 10, electorate: 4, ayes: 1, nays: 0 });
		System::assert_has_event(
			Event::VoteDropped { subject: order(0), validator: account(8) }.into(),
		);
	});
}
