use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{traits::Escrow as _, MAX_DEPOSITORS, MAX_OTHER_DEPOSITORS};
use sp_runtime::DispatchError;

fn deposit(who: AccountId, id: u64, amount: u128) -> sp_runtime::DispatchResult {
	let deposited = Escrow::deposit(RuntimeOrigin::signed(who), id, amount);
	deposited.map(|_| ()).map_err(|failed| failed.error)
}

#[test]
fn deposit_should_add_to_the_callers_part_and_put_off_exhaustion() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 9_000);
		assert_eq!(Escrow::lasts_for(0), Some(9_000));
		assert_ok!(deposit(TENANT, 0, 50));
		assert_eq!(last_event(), Event::Deposited { id: 0, who: TENANT, amount: 50 });
		assert_eq!(Escrow::lasts_for(0), Some(9_050));
		assert_ok!(deposit(FRIEND, 0, 100));
		assert_eq!(Escrow::lasts_for(0), Some(9_150));
		assert_eq!(on_hold(&USD, HoldReason::Deposit, TENANT), 9_050);
		assert_eq!(on_hold(&USD, HoldReason::Deposit, FRIEND), 100);
	});
}

#[test]
fn deposit_should_settle_what_accrued_before_it() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 9_000);
		serve(PROVIDER, 1_000);
		assert_ok!(deposit(TENANT, 0, 50));
		assert_eq!(Escrow::accrued(0), Some(0));
		assert_eq!(Escrow::totals(0).expect("open").held, 8_050);
	});
}

#[test]
fn deposit_should_not_pay_for_the_time_since_exhaustion_when_the_agenda_is_late() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		// Nobody looked for ten seconds: the stream has been out of money for nine of them.
		serve(PROVIDER, 10_000);
		assert_ok!(deposit(TENANT, 0, 500));
		assert_eq!(Heard::get(), vec![("exhausted", 0), ("funded", 0)]);
		let totals = Escrow::totals(0).expect("open");
		assert_eq!((totals.paid + totals.fees, totals.held), (1_000, 500));
		serve(PROVIDER, 200);
		assert_eq!(Escrow::accrued(0), Some(200));
	});
}

#[test]
fn deposit_should_leave_the_stream_stopped_when_the_listener_does_not_resume_it() {
	TestExt::new().execute_with(|| {
		ResumeWhenFunded::set(false);
		open_stream(0, NATIVE, 1_000);
		serve(PROVIDER, 1_000);
		assert_ok!(deposit(TENANT, 0, 500));
		serve(PROVIDER, 1_000);
		assert_eq!(settle(0), Ok(0));
		assert_eq!(Escrow::totals(0).expect("open").held, 500);
	});
}

#[test]
fn deposit_should_refuse_when_there_is_no_such_account() {
	TestExt::new().execute_with(|| {
		assert_noop!(deposit(TENANT, 7, 500), Error::<Test>::AccountNotFound);
	});
}

#[test]
fn deposit_should_refuse_zero_and_newcomers_below_the_minimum() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_noop!(deposit(TENANT, 0, 0), Error::<Test>::ZeroAmount);
		assert_noop!(deposit(FRIEND, 0, MIN_DEPOSIT - 1), Error::<Test>::DepositTooLow);
		assert_ok!(deposit(FRIEND, 0, MIN_DEPOSIT));
		assert_ok!(deposit(FRIEND, 0, 1));
	});
}

#[test]
fn deposit_should_refuse_when_the_caller_cannot_spare_it() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_noop!(deposit(FRIEND, 0, ENDOWMENT), Error::<Test>::InsufficientBalance);
		assert_noop!(deposit(NEWCOMER, 0, 500), Error::<Test>::InsufficientBalance);
		let most = u128::MAX - 1_000;
		assert_noop!(deposit(FRIEND, 0, most), Error::<Test>::InsufficientBalance);
		for who in [FRIEND, TENANT] {
			assert_noop!(deposit(who, 0, most + 1), sp_runtime::ArithmeticError::Overflow);
		}
	});
}

#[test]
fn deposit_should_refuse_one_depositor_more_than_there_are_places() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		for who in 2..2 + u64::from(MAX_OTHER_DEPOSITORS) {
			assert_ok!(deposit(who, 0, 100));
		}
		assert_noop!(deposit(8, 0, 100), Error::<Test>::TooManyDepositors);
		// A place is left for a sponsor, and for its money alone.
		assert_ok!(draw(0, grant(SPONSOR, NATIVE, 1_000), 100));
		assert_noop!(deposit(SPONSOR, 0, 100), Error::<Test>::TooManyDepositors);
		let depositors = Accounts::<Test>::get(0).expect("open").depositors;
		assert_eq!(depositors.len(), MAX_DEPOSITORS as usize);
	});
}

#[test]
fn deposit_should_refuse_an_unsigned_origin() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_noop!(Escrow::deposit(RuntimeOrigin::none(), 0, 100), DispatchError::BadOrigin);
	});
}
