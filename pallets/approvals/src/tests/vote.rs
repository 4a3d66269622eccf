use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{GetDispatchInfo, Pays},
	pallet_prelude::{InvalidTransaction, TransactionSource, UnknownTransaction},
	traits::Authorize,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	feeless::MAX_NONCES_AHEAD,
	traits::{OnVerdict, RejectReason, Verdict},
};
use sp_core::{Pair, H256};
use sp_runtime::{traits::Applyable, traits::Checkable, DispatchError};
use TransactionSource::{External, InBlock, Local};

/// What `source` says to `message` signed by `seed`, right or wrong.
fn refusal(seed: u8, message: &VoteMessage, source: TransactionSource) -> InvalidTransaction {
	match authorize(seed, message, source) {
		Err(frame_support::pallet_prelude::TransactionValidityError::Invalid(why)) => why,
		other => panic!("not refused: {other:?}"),
	}
}

fn dispatch(seed: u8, message: VoteMessage) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let signature = sign(seed, &message);
	Approvals::vote(RawOrigin::Authorized.into(), message, signature)
}

#[test]
fn vote_should_be_counted_with_its_event() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(2, &[vote(0, false)]);
		let tally = Tally { set_id: 0, electorate: 4, ayes: 0, nays: 1 };
		assert_eq!(record(0).tally, tally);
		assert_eq!(record(0).voters.to_vec(), vec![(account(2), false)]);
		System::assert_last_event(
			Event::Voted {
				subject: order(0),
				validator: account(2),
				approve: false,
				reason: 3,
				tally,
			}
			.into(),
		);
		assert_eq!(Nonces::<Test>::get(key(2)), 1);
		// Kept in the order of accounts, whatever the order of votes.
		cast(1, &[vote(0, true)]);
		assert_eq!(record(0).voters.to_vec(), vec![(account(1), true), (account(2), false)]);
	});
}

#[test]
fn vote_should_approve_when_more_than_two_thirds_are_for_it() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		cast(2, &[vote(0, true)]);
		assert_eq!(record(0).outcome, None);
		cast(4, &[vote(0, true)]);
		let tally = Tally { set_id: 0, electorate: 4, ayes: 3, nays: 0 };
		assert_eq!(record(0).outcome, Some(Outcome::Decided(Verdict::Approved)));
		System::assert_last_event(
			Event::VerdictReached { subject: order(0), verdict: Verdict::Approved, tally }.into(),
		);
		// The asker is told in the next block, not within the vote's weight.
		assert_eq!(verdicts(), vec![]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		assert_eq!(Approvals::pending_count(), 0);
		run_to(20);
		assert_eq!(verdicts().len(), 1);
	});
}

#[test]
fn vote_should_reject_when_two_thirds_cannot_be_exceeded_any_more() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, false)]);
		assert_eq!(record(0).outcome, None);
		cast(2, &[vote(0, false)]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Rejected(RejectReason::Voted))]);
	});
}

#[test]
fn vote_should_decide_alone_when_there_is_one_validator() {
	TestExt::new().validators(&[1]).execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
	});
}

#[test]
fn vote_should_carry_many_and_skip_those_that_do_not_count() {
	TestExt::new().execute_with(|| {
		seated(0..2);
		cast(1, &[vote(0, true)]);
		System::reset_events();
		cast(1, &[vote(0, false), vote(9, true), vote(1, true), vote(1, false)]);
		let skips: Vec<_> = System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::Approvals(Event::VoteSkipped { subject, validator, cause }) => {
					assert_eq!(validator, account(1));
					Some((subject, cause))
				},
				_ => None,
			})
			.collect();
		let again = SkipCause::AlreadyVoted;
		assert_eq!(
			skips,
			vec![(order(0), again), (order(9), SkipCause::NotPending), (order(1), again)]
		);
		// The first vote stands, and nobody pays for a second one.
		assert_eq!(record(0).voters.to_vec(), vec![(account(1), true)]);
		assert_eq!(record(1).voters.to_vec(), vec![(account(1), true)]);
	});
}

#[test]
fn vote_should_be_skipped_when_the_subject_is_decided_or_withdrawn() {
	TestExt::new().execute_with(|| {
		seated(0..3);
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(0), true));
		withdraw(1);
		cast(1, &[vote(0, false), vote(1, true), vote(2, true)]);
		assert!(record(0).voters.is_empty());
		assert!(record(1).voters.is_empty());
		assert_eq!(record(2).voters.len(), 1);
	});
}

#[test]
fn vote_should_be_skipped_when_the_deadline_is_over_but_not_worked_off() {
	TestExt::new().execute_with(|| {
		seated([0]);
		seated([1]);
		run_to(PAST);
		System::set_block_number(PAST + 1);
		assert_eq!(refusal(1, &message(1, &[vote(0, true)]), External), InvalidTransaction::Stale);
		cast(1, &[vote(0, true), vote(1, true)]);
		assert!(record(0).voters.is_empty());
		System::assert_has_event(
			Event::VoteSkipped {
				subject: order(0),
				validator: account(1),
				cause: SkipCause::TooLate,
			}
			.into(),
		);
	});
}

#[test]
fn vote_should_be_accepted_from_everywhere_and_name_what_it_provides() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let message = message(1, &[vote(0, true)]);
		let mut provided = Vec::new();
		for source in [External, Local, InBlock] {
			let (valid, _) = authorize(1, &message, source).expect("accepted");
			assert!(valid.propagate);
			assert!(valid.longevity < 100);
			assert!(valid.requires.is_empty());
			provided.push(valid.provides);
		}
		assert_eq!(provided[0].len(), 1);
		assert!(provided.windows(2).all(|pair| pair[0] == pair[1]));
	});
}

#[test]
fn vote_should_pass_the_whole_pipeline_without_a_fee() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let message = message(1, &[vote(0, true)]);
		let call = call(message.clone(), sign(1, &message));
		let info = call.get_dispatch_info();
		assert_eq!(info.pays_fee, Pays::No);
		let extrinsic =
			Extrinsic::new_transaction(call, (frame_system::AuthorizeCall::<Test>::new(),));
		let checked = extrinsic
			.check(&frame_system::ChainContext::<Test>::default())
			.expect("it needs no signature");
		let post = checked.apply::<Test>(&info, 200).expect("valid").expect("dispatched");
		assert_eq!(post.pays_fee, Pays::No);
		let weighed = post.actual_weight.expect("refunds");
		assert!(weighed.all_lte(info.call_weight) && weighed.any_lt(info.call_weight));
		assert_eq!(record(0).voters.len(), 1);
		assert_eq!(
			CONSUMED.with_borrow(|weight| *weight),
			Approvals::vote_weight(1, 4),
			"the share of the block counts what the vote weighed"
		);
	});
}

#[test]
fn vote_should_be_refused_when_the_key_is_no_validators() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let message = message(9, &[vote(0, true)]);
		assert_eq!(refusal(9, &message, External), InvalidTransaction::BadSigner);
		assert_noop!(dispatch(9, message), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn vote_should_be_refused_when_replayed() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let first = message(1, &[vote(0, true)]);
		cast(1, &[vote(0, true)]);
		seated([1]);
		assert_eq!(refusal(1, &first, InBlock), InvalidTransaction::Stale);
		assert_noop!(dispatch(1, first), Error::<Test>::WrongNonce);
	});
}

#[test]
fn vote_should_wait_in_the_pool_when_its_nonce_is_ahead() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let mut ahead = message(1, &[vote(0, true)]);
		ahead.nonce = MAX_NONCES_AHEAD;
		let (valid, _) = authorize(1, &ahead, External).expect("waits for its predecessors");
		assert_eq!(valid.requires.len(), 1);
		// A block does not take it before its turn.
		assert_eq!(refusal(1, &ahead, InBlock), InvalidTransaction::Future);
		assert_noop!(dispatch(1, ahead.clone()), Error::<Test>::WrongNonce);
		ahead.nonce += 1;
		assert_eq!(refusal(1, &ahead, External), InvalidTransaction::Future);
	});
}

#[test]
fn vote_should_be_refused_when_signed_for_another_genesis() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let message = message(1, &[vote(0, true)]);
		for (kind, genesis) in [(VOTE_KIND, H256::repeat_byte(1)), (b"beat", System::block_hash(0))]
		{
			let signature = pair(1).sign(&message.to_sign(kind, genesis));
			let result = call(message.clone(), signature).authorize(External);
			assert_eq!(result, Some(Err(InvalidTransaction::BadProof.into())));
		}
	});
}

#[test]
fn vote_should_be_refused_when_signed_by_another_or_altered() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let message = message(1, &[vote(0, true)]);
		assert_eq!(refusal(2, &message, External), InvalidTransaction::BadProof);
		let mut altered = message.clone();
		altered.body.votes[0].approve = false;
		let result = call(altered, sign(1, &message)).authorize(External);
		assert_eq!(result, Some(Err(InvalidTransaction::BadProof.into())));
	});
}

#[test]
fn vote_should_be_refused_when_none_would_count() {
	TestExt::new().execute_with(|| {
		seated([0]);
		assert_eq!(refusal(1, &message(1, &[]), External), InvalidTransaction::Stale);
		// A subject that is not known may be one that only newer blocks know.
		let unknown = authorize(1, &message(1, &[vote(5, true)]), External);
		assert_eq!(unknown, Err(UnknownTransaction::CannotLookup.into()));
		cast(1, &[vote(0, true)]);
		// The same vote or the other one, once more.
		for approve in [true, false] {
			assert_eq!(
				refusal(1, &message(1, &[vote(0, approve)]), External),
				InvalidTransaction::Stale
			);
		}
	});
}

#[test]
fn vote_should_be_refused_when_the_share_of_the_block_is_full() {
	TestExt::new().execute_with(|| {
		seated([0]);
		ROOM.set(false);
		assert_eq!(
			refusal(1, &message(1, &[vote(0, true)]), InBlock),
			InvalidTransaction::ExhaustsResources
		);
	});
}

#[test]
fn vote_should_be_refused_when_the_origin_is_not_authorised() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let message = message(1, &[vote(0, true)]);
		let signature = sign(1, &message);
		for origin in
			[RuntimeOrigin::none(), RuntimeOrigin::root(), RuntimeOrigin::signed(account(1))]
		{
			assert_noop!(
				Approvals::vote(origin, message.clone(), signature.clone()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn vote_should_fail_when_the_nonce_is_used_up() {
	TestExt::new().execute_with(|| {
		seated([0]);
		Nonces::<Test>::insert(key(1), u64::MAX);
		assert_noop!(
			dispatch(1, message(1, &[vote(0, true)])),
			sp_runtime::ArithmeticError::Overflow
		);
	});
}

#[test]
fn vote_should_be_refused_when_for_another_set() {
	TestExt::new().execute_with(|| {
		seated([0]);
		let old = message(1, &[vote(0, true)]);
		new_session(&[(1, 1), (2, 2), (3, 3)]);
		assert_eq!(refusal(1, &old, External), InvalidTransaction::Stale);
		assert_noop!(dispatch(1, old), Error::<Test>::WrongSet);
		let mut next = message(1, &[vote(0, true)]);
		next.body.set_id += 1;
		assert_eq!(refusal(1, &next, External), InvalidTransaction::Future);
	});
}

#[test]
fn vote_should_not_decode_when_it_carries_too_many() {
	TestExt::new().execute_with(|| {
		use codec::{Decode, Encode};
		let most = vec![vote(0, true); MAX_VOTES as usize];
		let body = VoteBody { set_id: 0, votes: most.clone().try_into().expect("as many as fit") };
		assert_eq!(VoteBody::decode(&mut &body.encode()[..]).expect("decodes"), body);
		let more = (0u64, [most, vec![vote(0, true)]].concat()).encode();
		assert!(VoteBody::decode(&mut &more[..]).is_err());
	});
}

#[test]
fn verdict_should_wait_when_the_agenda_has_no_room() {
	TestExt::new().execute_with(|| {
		let one = <() as WeightInfo>::agenda_bucket() + Approvals::attend_weight();
		MaxAgendaWeight::set(one + <() as WeightInfo>::agenda_bucket());
		for id in 0..3 {
			assert_ok!(submit(id));
			assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(id), true));
		}
		for told in 1..=3 {
			next_block();
			assert_eq!(verdicts().len(), told, "one a block");
		}
	});
}

#[test]
fn verdict_should_weigh_the_votes_there_were() {
	let weighed = |fee| {
		TestExt::new().fee(fee).execute_with(|| {
			seated([0]);
			for seed in 1..=3 {
				cast(seed, &[vote(0, true)]);
			}
			let block = System::block_number() + 1;
			System::set_block_number(block);
			let mut meter = frame_support::weights::WeightMeter::new();
			Approvals::work(&mut meter);
			assert_eq!(verdicts().len(), 1);
			assert!(meter.consumed().all_lt(Approvals::conclude_weight()));
			meter.consumed() - <() as WeightInfo>::agenda_bucket()
		})
	};
	let three = <() as WeightInfo>::conclude(3) + <Told as OnVerdict>::weight();
	assert_eq!(weighed(300), three);
	// The pot gets what does not divide.
	assert_eq!(weighed(301), three + <() as WeightInfo>::pay_pot());
}
