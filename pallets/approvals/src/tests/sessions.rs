use crate::{mock::*, *};
use frame_support::pallet_prelude::{InvalidTransaction, TransactionSource::External};
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
		seated([0]);
		cast(1, &[vote(0, true)]);
		new_session(&[(1, 11), (2, 2), (3, 3), (4, 4)]);
		// The old key is out, the new one belongs to an account that has voted.
		let refused = |seed| authorize(seed, &message(seed, &[vote(0, true)]), External);
		assert_eq!(refused(1), Err(InvalidTransaction::BadSigner.into()));
		assert_eq!(refused(11), Err(InvalidTransaction::Stale.into()));
		seated([1]);
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
		seated([0]);
		cast(1, &[vote(0, true)]);
		new_session(&[(2, 2), (3, 3), (4, 4), (5, 5)]);
		cast(2, &[vote(0, true)]);
		cast(3, &[vote(0, true)]);
		// Its seat stays: two of four are no quorum.
		assert_eq!(record(0).tally, Tally { set_id: 1, electorate: 4, ayes: 2, nays: 0 });
		// Who came in its place is not on the committee.
		assert_eq!(
			authorize(5, &message(5, &[vote(0, true)]), External),
			Err(InvalidTransaction::BadSigner.into())
		);
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
		seated([0]);
		cast(1, &[vote(0, false)]);
		new_session(&[(2, 2), (3, 3), (4, 4)]);
		for seed in [2, 3, 4] {
			cast(seed, &[vote(0, true)]);
		}
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		assert_eq!([1, 2, 3, 4].map(|it| Rewards::<Test>::get(account(it))), [FEE / 4; 4]);
	});
}

#[test]
fn deadline_should_count_under_the_set_that_is_current_then() {
	TestExt::new().execute_with(|| {
		seated(0..2);
		for seed in [2, 3] {
			cast(seed, &[vote(0, true), vote(1, true)]);
		}
		new_session(&[(2, 2), (3, 3), (4, 4)]);
		cast(4, &[vote(1, false)]);
		new_session(&[(1, 1), (2, 2), (3, 3)]);
		cast(1, &[vote(0, true)]);
		assert_eq!(record(1).tally.set_id, 1);
		new_session(&[(1, 1), (2, 2), (3, 3), (4, 4)]);
		// The changes alone decide nothing.
		run_to(PAST);
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		next_block();
		assert_eq!(verdicts()[1], (order(1), Verdict::Rejected(RejectReason::Deadline)));
		System::assert_has_event(
			Event::VerdictReached {
				subject: order(1),
				verdict: Verdict::Rejected(RejectReason::Deadline),
				tally: Tally { set_id: 3, electorate: 4, ayes: 2, nays: 1 },
			}
			.into(),
		);
	});
}

#[test]
fn returning_key_should_start_its_nonces_anew_without_replays() {
	TestExt::new().execute_with(|| {
		seated([0]);
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
	seated([id]);
	cast(seed, &[vote(id, true)]);
}
