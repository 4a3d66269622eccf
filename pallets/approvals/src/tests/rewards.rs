use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{
	traits::{RejectReason, Verdict},
	Balance,
};
use sp_runtime::{DispatchError, TokenError};

fn reward(seed: u8) -> Balance {
	Rewards::<Test>::get(account(seed))
}

fn pot() -> Balance {
	Balances::free_balance(FeePot::get())
}

#[test]
fn fee_should_be_shared_alike_for_either_verdict() {
	TestExt::new().fee(10_001).execute_with(|| {
		seated([0]);
		for (seed, approve) in [(1, true), (2, false), (3, true), (4, true)] {
			cast(seed, &[vote(0, approve)]);
		}
		assert_eq!(record(0).outcome, Some(Outcome::Decided(Verdict::Approved)));
		next_block();
		assert_eq!([1, 2, 3, 4].map(reward), [2_500; 4]);
		assert_eq!(pot(), ED + 1);
		System::assert_has_event(
			Event::FeeShared { subject: order(0), voters: 4, share: 2_500, to_pot: 1 }.into(),
		);
		System::assert_has_event(Event::PotPaid { amount: 1 }.into());

		seated([1]);
		cast(3, &[vote(1, false)]);
		cast(4, &[vote(1, false)]);
		next_block();
		assert_eq!([1, 2, 3, 4].map(reward), [2_500, 2_500, 7_500, 7_500]);
		assert_eq!(pot(), ED + 2);
	});
}

#[test]
fn deadline_should_reject_and_pay_those_who_voted() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		run_to(PAST);
		cast(2, &[vote(0, true)]);
		assert_eq!(verdicts(), vec![]);
		next_block();
		let verdict = Verdict::Rejected(RejectReason::Deadline);
		assert_eq!(verdicts(), vec![(order(0), verdict)]);
		let tally = Tally { set_id: 0, electorate: 4, ayes: 2, nays: 0 };
		System::assert_has_event(
			Event::VerdictReached { subject: order(0), verdict, tally }.into(),
		);
		assert_eq!([1, 2, 3].map(reward), [FEE / 2, FEE / 2, 0]);
		assert_eq!(pot(), ED);
	});
}

#[test]
fn deadline_should_give_the_pot_the_fee_when_nobody_voted() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		run_to(PAST + 1);
		assert_eq!(verdicts(), vec![(order(0), Verdict::Rejected(RejectReason::Deadline))]);
		assert_eq!(pot(), ED + FEE);
		assert_eq!(held(), ED);
	});
}

#[test]
fn fee_should_go_to_the_pot_when_too_small_to_share() {
	TestExt::new().fee(2).execute_with(|| {
		seated([0]);
		for seed in [1, 2, 3] {
			cast(seed, &[vote(0, true)]);
		}
		next_block();
		assert_eq!([1, 2, 3].map(reward), [0; 3]);
		assert_eq!(pot(), ED + 2);
	});
}

#[test]
fn pot_should_get_what_it_is_owed_once_it_can_receive_it() {
	TestExt::new().pot(0).fee(ED - 1).execute_with(|| {
		assert_ok!(submit(0));
		run_to(PAST + 1);
		assert_eq!(OwedToPot::<Test>::get(), ED - 1);
		assert_eq!(pot(), 0);
		assert_eq!(verdicts().len(), 1);
		assert_ok!(submit(1));
		run_to(2 * PAST + 2);
		assert_eq!(OwedToPot::<Test>::get(), 0);
		assert_eq!(pot(), 2 * ED - 2);
	});
}

#[test]
fn claim_rewards_should_pay_what_votes_have_earned() {
	TestExt::new().validators(&[1]).execute_with(|| {
		seated(0..2);
		cast(1, &[vote(0, true), vote(1, true)]);
		next_block();
		// Also after it has left.
		new_session(&[(2, 2)]);
		assert_ok!(Approvals::claim_rewards(RuntimeOrigin::signed(account(1))));
		assert_eq!(Balances::free_balance(account(1)), 2 * FEE);
		assert_eq!(held(), ED);
		System::assert_last_event(
			Event::RewardsClaimed { validator: account(1), amount: 2 * FEE }.into(),
		);
		assert_noop!(
			Approvals::claim_rewards(RuntimeOrigin::signed(account(1))),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn claim_rewards_should_fail_when_there_is_nothing_or_no_account_for_it() {
	TestExt::new().validators(&[1]).fee(ED - 1).execute_with(|| {
		assert_noop!(Approvals::claim_rewards(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(
			Approvals::claim_rewards(RuntimeOrigin::signed(account(1))),
			Error::<Test>::NothingToClaim
		);
		seated([0]);
		cast(1, &[vote(0, true)]);
		next_block();
		assert_noop!(
			Approvals::claim_rewards(RuntimeOrigin::signed(account(1))),
			TokenError::BelowMinimum
		);
		assert_eq!(reward(1), ED - 1);
	});
}
