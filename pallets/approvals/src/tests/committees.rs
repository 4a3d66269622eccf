//! Who is on a committee, when it is drawn and drawn again, and whose votes count.

use crate::{
	committee::{shuffle, Draw},
	mock::*,
	*,
};
use frame_support::{
	assert_ok,
	pallet_prelude::{InvalidTransaction, TransactionSource::External, UnknownTransaction},
};
use leasehold_primitives::{
	runtime_api::Duty,
	traits::{RejectReason, Verdict},
};
use sp_core::H256;
use sp_runtime::AccountId32;
use std::collections::{BTreeMap, BTreeSet};

const EIGHT: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// Eight validators, of whom four are on a committee.
fn drawn() -> TestExt {
	TestExt::new().validators(&EIGHT).committee(4)
}

fn members(id: u64) -> Vec<AccountId32> {
	record(id).committee.into_inner()
}

/// The seeds of those who are on the committee of `id`, and of those who are not.
fn seats(id: u64) -> (Vec<u8>, Vec<u8>) {
	let committee = members(id);
	EIGHT.into_iter().partition(|seed| committee.contains(&account(*seed)))
}

#[test]
fn committee_should_be_all_validators_when_the_set_is_small() {
	drawn().validators(&[3, 1, 2, 4]).execute_with(|| {
		SEED.set(None);
		seated([0]);
		assert_eq!(members(0), [1, 2, 3, 4].map(account).to_vec());
		System::assert_last_event(
			Event::CommitteeDrawn {
				subject: order(0),
				draw: 1,
				set_id: 0,
				members: [1, 2, 3, 4].map(account).to_vec(),
				deadline: 3 + DEADLINE,
			}
			.into(),
		);
	});
}

#[test]
fn committee_should_be_drawn_two_blocks_after_the_submission() {
	drawn().execute_with(|| {
		assert_ok!(submit(0));
		next_block();
		assert_eq!((record(0).draws, members(0)), (0, vec![]));
		let early = authorize(1, &message(1, &[vote(0, true)]), External);
		assert_eq!(early, Err(UnknownTransaction::CannotLookup.into()));
		next_block();
		let record = record(0);
		assert_eq!((record.draws, record.committee.len()), (1, 4));
		assert_eq!(record.tally, Tally { set_id: 0, electorate: 4, ayes: 0, nays: 0 });
		assert_eq!((record.deadline, record.due), (3 + DEADLINE, 3 + DEADLINE));
	});
}

#[test]
fn committee_should_follow_the_randomness_of_its_blocks_and_nothing_the_asker_chooses() {
	let committee = |seed: u64, id: u64, start: u32| {
		drawn().build().execute_with(|| {
			run_to(start);
			assert_ok!(submit(id));
			next_block();
			// What the chain had seen when it was submitted does not matter.
			SEED.set(Some(seed));
			next_block();
			members(id)
		})
	};
	assert_eq!(committee(1, 0, 1), committee(1, 0, 1));
	assert_eq!(committee(1, 0, 1), committee(1, 77, 1), "the number does not matter");
	let differing = (2..12).filter(|seed| committee(*seed, 0, 1) != committee(1, 0, 1)).count();
	assert!(differing >= 8, "{differing}");
	assert!((2..12).any(|start| committee(1, 0, start) != committee(1, 0, 1)));
}

#[test]
fn committees_should_come_to_all_validators_alike() {
	drawn().execute_with(|| {
		let mut seats = BTreeMap::<AccountId32, u32>::new();
		for seed in 0..400 {
			SEED.set(Some(seed));
			let Draw::Drawn(committee) = Approvals::draw(&Approvals::electorate(), &blank(&[]))
			else {
				panic!("it is drawn");
			};
			for member in committee {
				*seats.entry(member).or_default() += 1;
			}
		}
		// 200 expected, with a standard deviation of 10.
		assert_eq!(seats.len(), 8);
		assert!(seats.values().all(|seats| (150..250).contains(seats)), "{seats:?}");
	});
}

/// A record whose first committee was of these accounts.
fn blank(committee: &[u8]) -> SubjectRecord<Test> {
	let members: Vec<_> = committee.iter().map(|seed| account(*seed)).collect();
	SubjectRecord {
		facts: facts(TENANT),
		submitted: 1,
		window: DEADLINE,
		deadline: 1 + PAST,
		fee: FEE,
		draws: u8::from(!committee.is_empty()),
		committee: members.try_into().expect("few"),
		voters: Default::default(),
		tally: Default::default(),
		outcome: None,
		due: 3,
	}
}

#[test]
fn shuffle_should_keep_the_items_and_reach_every_order() {
	let mut orders = BTreeSet::new();
	for seed in 0..100 {
		let mut items = [1, 2, 3];
		shuffle(&mut items, H256::repeat_byte(seed), 0);
		let mut sorted = items;
		sorted.sort();
		assert_eq!(sorted, [1, 2, 3]);
		orders.insert(items);
	}
	assert_eq!(orders.len(), 6);
}

#[test]
fn vote_should_be_refused_when_from_outside_the_committee() {
	drawn().execute_with(|| {
		seated([0]);
		let (inside, outside) = seats(0);
		let refused = authorize(outside[0], &message(outside[0], &[vote(0, true)]), External);
		assert_eq!(refused, Err(InvalidTransaction::BadSigner.into()));
		// Along with a vote that counts, it is skipped.
		cast(inside[0], &[vote(0, true)]);
		new_session(&EIGHT.map(|seed| (seed, seed))[..4]);
		seated([1]);
		let stranger = (1..=4).find(|seed| outside.contains(seed)).expect("one of the four");
		cast(stranger, &[vote(0, false), vote(1, true)]);
		System::assert_has_event(
			Event::VoteSkipped {
				subject: order(0),
				validator: account(stranger),
				cause: SkipCause::NotOnCommittee,
			}
			.into(),
		);
		assert_eq!(record(0).voters.len(), 1);
	});
}

#[test]
fn quorum_should_be_one_of_the_committee() {
	drawn().execute_with(|| {
		seated([0]);
		let (inside, _) = seats(0);
		for seed in &inside[..2] {
			cast(*seed, &[vote(0, true)]);
		}
		assert_eq!(record(0).outcome, None);
		cast(inside[2], &[vote(0, true)]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		assert_eq!(Rewards::<Test>::get(account(inside[0])), FEE / 3);
	});
}

#[test]
fn deadline_should_draw_a_fresh_committee_once_and_then_reject() {
	drawn().execute_with(|| {
		seated([0]);
		let (first, others) = seats(0);
		cast(first[0], &[vote(0, true)]);
		run_to(3 + DEADLINE);
		let (second, _) = seats(0);
		assert_eq!(second, others, "who was on the first is the last to be drawn again");
		assert_eq!((record(0).draws, record(0).deadline), (2, 3 + 2 * DEADLINE));
		assert_eq!(record(0).tally, Tally { set_id: 0, electorate: 4, ayes: 0, nays: 0 });
		assert_eq!(verdicts(), vec![]);
		// The first committee's time is over.
		let late = authorize(first[1], &message(first[1], &[vote(0, true)]), External);
		assert_eq!(late, Err(InvalidTransaction::BadSigner.into()));
		for seed in &second[..2] {
			cast(*seed, &[vote(0, true)]);
		}
		run_to(3 + 2 * DEADLINE);
		assert_eq!(verdicts(), vec![(order(0), Verdict::Rejected(RejectReason::Deadline))]);
		// All who voted in time are paid, on either committee.
		let paid = EIGHT.into_iter().filter(|seed| Rewards::<Test>::get(account(*seed)) > 0);
		assert_eq!(paid.count(), 3);
		assert_eq!(Rewards::<Test>::get(account(first[0])), FEE / 3);
	});
}

#[test]
fn second_committee_should_decide() {
	drawn().execute_with(|| {
		seated([0]);
		run_to(3 + DEADLINE);
		for seed in &seats(0).0[..3] {
			cast(*seed, &[vote(0, true)]);
		}
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
	});
}

#[test]
fn second_committee_should_keep_the_votes_of_members_drawn_again() {
	drawn().validators(&[1, 2, 3, 4, 5]).execute_with(|| {
		seated([0]);
		let (first, _) = seats(0);
		for seed in &first[..2] {
			cast(*seed, &[vote(0, true)]);
		}
		run_to(3 + DEADLINE);
		let (second, _) = seats(0);
		let again: Vec<_> = first[..2].iter().filter(|seed| second.contains(seed)).collect();
		assert!(!again.is_empty(), "three of the first four are on it");
		assert_eq!(record(0).tally.ayes as usize, again.len());
		let twice = authorize(*again[0], &message(*again[0], &[vote(0, true)]), External);
		assert_eq!(twice, Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn second_committee_should_be_drawn_of_a_small_set_only_when_it_has_changed() {
	let told = |members: &[(u8, u8)]| {
		drawn().validators(&[1, 2, 3, 4]).build().execute_with(|| {
			seated([0]);
			new_session(members);
			run_to(3 + DEADLINE);
			Approvals::do_try_state().expect("the invariants hold");
			verdicts().len()
		})
	};
	assert_eq!(told(&[(1, 1), (2, 2), (3, 3), (4, 14)]), 1, "the same accounts");
	assert_eq!(told(&[(1, 1), (2, 2), (3, 3), (5, 5)]), 0);
}

#[test]
fn second_committee_may_be_decided_by_the_votes_that_are_there() {
	drawn().validators(&[1, 2, 3, 4]).execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		cast(2, &[vote(0, true)]);
		new_session(&[(1, 1), (2, 2)]);
		// Two of four while they are a committee of four, two of two once it is drawn anew.
		run_to(2 + DEADLINE);
		assert_eq!(verdicts(), vec![]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
	});
}

#[test]
fn draw_should_wait_for_randomness_until_the_deadline_and_then_reject() {
	drawn().execute_with(|| {
		SEED.set(None);
		assert_ok!(submit(0));
		assert_ok!(submit(1));
		run_to(6);
		assert_eq!((record(0).draws, record(0).due), (0, 7));
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(1), true));
		run_to(PAST);
		assert_eq!(verdicts(), vec![(order(1), Verdict::Approved)]);
		next_block();
		assert_eq!(verdicts()[1], (order(0), Verdict::Rejected(RejectReason::Deadline)));
	});
}

#[test]
fn draw_should_happen_once_there_is_randomness() {
	drawn().execute_with(|| {
		SEED.set(None);
		assert_ok!(submit(0));
		run_to(6);
		SEED.set(Some(3));
		next_block();
		assert_eq!((record(0).draws, record(0).deadline), (1, 7 + DEADLINE));
	});
}

#[test]
fn draw_should_wait_when_there_is_no_validator() {
	drawn().execute_with(|| {
		new_session(&[]);
		assert_ok!(submit(0));
		run_to(6);
		assert_eq!(record(0).draws, 0);
		new_session(&[(1, 1)]);
		next_block();
		cast(1, &[vote(0, true)]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
	});
}

#[test]
fn committee_size_should_bind_what_is_not_drawn_yet() {
	drawn().execute_with(|| {
		assert_ok!(submit(0));
		let params = ApprovalParams { committee_size: 6, ..Params::<Test>::get() };
		assert_ok!(Approvals::set_params(RuntimeOrigin::root(), params));
		run_to(3);
		assert_eq!(members(0).len(), 6);
	});
}

#[test]
fn redraw_should_reject_when_there_is_no_randomness() {
	drawn().execute_with(|| {
		seated([0]);
		SEED.set(None);
		run_to(3 + DEADLINE);
		assert_eq!(verdicts(), vec![(order(0), Verdict::Rejected(RejectReason::Deadline))]);
	});
}

#[test]
fn duties_should_name_the_seats_of_ones_keys_and_what_they_voted() {
	drawn().execute_with(|| {
		seated([0]);
		let (inside, outside) = seats(0);
		assert_ok!(submit(1));
		cast(inside[0], &[vote(0, false)]);
		let duties = Approvals::duties_of(&[key(outside[0]), key(inside[0]), key(inside[1])]);
		let expected = [(inside[0], Some(false)), (inside[1], None)].map(|(seed, vote)| Duty {
			subject: order(0),
			validator: account(seed),
			drawn: 3,
			deadline: 3 + DEADLINE,
			vote,
			open: true,
		});
		assert_eq!(duties, expected.to_vec());
		assert_eq!(Approvals::duties_of(&[key(99)]), vec![]);
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(0), true));
		// Shown for one block more, so that the vote that decides is seen.
		assert!(!Approvals::duties_of(&[key(inside[1])])[0].open);
		next_block();
		assert_eq!(Approvals::duties_of(&[key(inside[1])]), vec![]);
	});
}
