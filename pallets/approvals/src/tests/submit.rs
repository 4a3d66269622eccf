use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{traits::SubjectFacts, Balance};
use sp_runtime::{ArithmeticError, TokenError};

fn submit_as(who: u8) -> sp_runtime::DispatchResult {
	<Approvals as leasehold_primitives::traits::Approvals<_>>::submit(order(0), facts(who))
}

#[test]
fn submit_should_take_the_fee_and_wait_for_votes() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(7));
		assert_eq!(Balances::free_balance(account(TENANT)), RICH - FEE);
		assert_eq!(held(), ED + FEE);
		assert_eq!(
			record(7),
			SubjectRecord {
				facts: facts(TENANT),
				submitted: 1,
				window: DEADLINE,
				deadline: 1 + PAST,
				fee: FEE,
				draws: 0,
				committee: Default::default(),
				voters: Default::default(),
				tally: Tally::default(),
				outcome: None,
				due: 1 + DRAW_DELAY,
			}
		);
		assert_eq!(Approvals::pending_count(), 1);
		System::assert_last_event(
			Event::Submitted {
				subject: order(7),
				who: account(TENANT),
				manifest: facts(TENANT).manifest,
				fee: FEE,
				deadline: 1 + PAST,
				set_id: 0,
				electorate: 4,
			}
			.into(),
		);
	});
}

#[test]
fn submit_should_succeed_when_the_first_fee_is_below_the_existential_deposit() {
	TestExt::new().fee(1).execute_with(|| {
		assert_ok!(submit(0));
		assert_eq!(held(), ED + 1);
	});
}

#[test]
fn submit_should_fail_when_the_subject_is_pending() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		assert_noop!(submit(0), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn submit_should_fail_when_too_many_are_pending() {
	TestExt::new().execute_with(|| {
		for id in 0..MAX_PENDING.into() {
			assert_ok!(submit(id));
		}
		assert_noop!(submit(MAX_PENDING.into()), Error::<Test>::TooManyPending);
		// A verdict makes room.
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(0), true));
		next_block();
		assert_ok!(submit(MAX_PENDING.into()));
	});
}

#[test]
fn submit_should_fail_when_the_payer_cannot_spare_the_fee() {
	TestExt::new().execute_with(|| {
		assert_noop!(submit_as(51), TokenError::FundsUnavailable);
		// It must not take the account's existential deposit.
		let short: Balance = FEE + ED - 1;
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account(51), short));
		assert_noop!(submit_as(51), TokenError::NotExpendable);
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account(51), short + 1));
		assert_ok!(submit_as(51));
	});
}

#[test]
fn submit_should_fail_when_the_tenant_or_manifest_is_denied() {
	TestExt::new().execute_with(|| {
		let SubjectFacts { who, manifest, .. } = facts(TENANT);
		assert_ok!(Approvals::deny_manifest(RuntimeOrigin::root(), manifest));
		assert_noop!(submit(0), Error::<Test>::ManifestIsDenied);
		assert_ok!(Approvals::deny_tenant(RuntimeOrigin::root(), who));
		assert_noop!(submit(0), Error::<Test>::TenantIsDenied);
	});
}

#[test]
fn submit_should_fail_when_the_deadline_is_beyond_the_last_block() {
	TestExt::new().execute_with(|| {
		System::set_block_number(u32::MAX - PAST + 1);
		assert_noop!(submit(0), ArithmeticError::Overflow);
	});
}
