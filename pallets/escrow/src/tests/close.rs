use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::{Escrow as _, EscrowTotals};

#[test]
fn close_should_settle_and_return_to_each_depositor_its_own_rest() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			open_stream(0, asset.clone(), 1_000);
			assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 700));
			serve(PROVIDER, 1_200);
			let totals =
				EscrowTotals { deposited: 1_700, paid: 1_176, fees: 24, refunded: 500, held: 0 };
			assert_eq!(Escrow::close(0).map(|closed| closed.totals), Ok(totals));
			assert_eq!(last_event(), Event::AccountClosed { id: 0, totals });
			assert!(events().contains(&Event::Refunded { id: 0, who: FRIEND, amount: 500 }));
			assert_eq!(free(&asset, TENANT), ENDOWMENT - 1_000);
			assert_eq!(free(&asset, FRIEND), ENDOWMENT - 200);
			assert_eq!(on_hold(&asset, HoldReason::Deposit, TENANT), 0);
			assert_eq!(on_hold(&asset, HoldReason::Deposit, FRIEND), 0);
			assert!(Accounts::<Test>::get(0).is_none());
			assert_eq!(ExhaustionAgenda::<Test>::iter().count(), 0);
		});
	}
}

#[test]
fn close_should_return_everything_when_no_stream_ever_started() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		assert_ok!(Escrow::close(0));
		assert_eq!(free(&USD, TENANT), ENDOWMENT);
	});
}

#[test]
fn close_should_pay_all_and_call_no_hook_when_the_money_is_used_up() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		serve(PROVIDER, 9_999);
		let totals = Escrow::close(0).expect("it closes").totals;
		assert_eq!((totals.paid, totals.fees, totals.refunded), (980, 20, 0));
		assert_eq!(Heard::get(), vec![]);
	});
}

#[test]
fn close_should_refuse_when_the_account_is_gone() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		assert_ok!(Escrow::close(0));
		assert_noop!(Escrow::close(0), Error::<Test>::AccountNotFound);
	});
}

#[test]
fn close_should_pay_when_the_tenant_has_locked_its_balance_after_the_deposit() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		Balances::set_lock(*b"democrac", &TENANT, u128::MAX, WithdrawReasons::all());
		serve(PROVIDER, 400);
		assert_eq!(settle(0), Ok(400));
		assert_ok!(Escrow::close(0));
		assert_eq!(free(&NATIVE, TENANT), ENDOWMENT - 400);
	});
}

#[test]
fn close_should_say_how_many_depositors_there_were_and_whether_all_was_received() {
	for (asset, usual) in [(NATIVE, true), (USD, false)] {
		TestExt::new().execute_with(|| {
			open_stream(0, asset.clone(), 1_000);
			assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 700));
			serve(PROVIDER, 300);
			let closed = Escrow::close(0).expect("open");
			assert_eq!((closed.depositors, closed.usual), (2, usual));
		});
	}
}

#[test]
fn close_should_not_be_a_usual_one_when_a_sponsor_gets_its_part_back() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_ok!(draw(0, grant(SPONSOR, NATIVE, 1_000), 100));
		let closed = Escrow::close(0).expect("open");
		assert_eq!((closed.depositors, closed.usual), (2, false));
	});
}

#[test]
fn close_should_not_be_a_usual_one_when_its_last_payment_is_owed() {
	TestExt::new().execute_with(|| {
		// Nobody: an account that is not there cannot receive less than the existential deposit.
		let payee = 77;
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		assert_ok!(Escrow::start(0, &payee, UNIT_PRICE));
		serve(payee, 1);
		assert!(!Escrow::close(0).expect("open").usual);
		assert_eq!(Owed::<Test>::get((payee, NATIVE, TENANT)), Some(1));
	});
}
