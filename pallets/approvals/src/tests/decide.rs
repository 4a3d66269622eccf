use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::{RejectReason, Verdict};
use sp_runtime::DispatchError;

#[test]
fn decide_should_record_governances_verdict() {
	TestExt::new().execute_with(|| {
		seated(0..2);
		cast(1, &[vote(0, false)]);
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(0), true));
		System::assert_has_event(
			Event::DecidedByGovernance { subject: order(0), approve: true }.into(),
		);
		System::assert_last_event(
			Event::VerdictReached {
				subject: order(0),
				verdict: Verdict::Approved,
				tally: Tally { set_id: 0, electorate: 4, ayes: 0, nays: 1 },
			}
			.into(),
		);
		next_block();
		// The one who voted has earned the fee, though it voted otherwise.
		assert_eq!(Rewards::<Test>::get(account(1)), FEE);
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(1), false));
		next_block();
		assert_eq!(
			verdicts(),
			vec![
				(order(0), Verdict::Approved),
				(order(1), Verdict::Rejected(RejectReason::Governance)),
			]
		);
	});
}

#[test]
fn decide_should_fail_when_not_governance_or_nothing_is_pending() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		assert_noop!(
			Approvals::decide(RuntimeOrigin::signed(account(1)), order(0), true),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Approvals::decide(RuntimeOrigin::root(), order(1), true),
			Error::<Test>::NotFound
		);
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(0), true));
		assert_noop!(
			Approvals::decide(RuntimeOrigin::root(), order(0), false),
			Error::<Test>::NotPending
		);
		next_block();
		assert_noop!(
			Approvals::decide(RuntimeOrigin::root(), order(0), true),
			Error::<Test>::NotFound
		);
	});
}
