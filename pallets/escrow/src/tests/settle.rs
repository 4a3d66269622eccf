use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::Escrow as _;
use sp_runtime::Permill;

#[test]
fn settle_should_pay_the_provider_and_the_fee_pot_to_the_unit() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			open_stream(0, asset.clone(), 10_000);
			serve(PROVIDER, 1_049);
			assert_eq!(settle(0), Ok(1_049));
			// 2 % of 1,049 is 20.98, of which the floor is the protocol's.
			assert_eq!(
				last_event(),
				Event::Settled { id: 0, payee: PROVIDER, net: 1_029, fee: 20, clock: 1_049 }
			);
			assert_eq!(free(&asset, PROVIDER), ENDOWMENT + 1_029);
			assert_eq!(free(&asset, Escrow::pot()), ED + 20);
			assert_eq!(on_hold(&asset, HoldReason::Deposit, TENANT), 8_951);
			assert_eq!(TotalSettled::<Test>::get(&asset), 1_049);
		});
	}
}

#[test]
fn settle_should_change_nothing_when_it_is_repeated() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 10_000);
		serve(PROVIDER, 777);
		assert_eq!(settle(0), Ok(777));
		let state = Accounts::<Test>::get(0);
		assert_eq!(settle(0), Ok(0));
		assert_eq!(Accounts::<Test>::get(0), state);
	});
}

#[test]
fn settle_should_come_to_the_same_total_when_done_often_or_once() {
	// A price and a fee rate that leave a fraction at every step.
	let run = |steps: &[u64]| {
		let mut result = (0, 0);
		TestExt::new().fee_rate(Permill::from_parts(33_333)).execute_with(|| {
			assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000_000));
			assert_ok!(Escrow::start(0, &PROVIDER, 7_654_321));
			for step in steps {
				serve(PROVIDER, *step);
				assert_ok!(Escrow::settle(0));
			}
			let totals = Escrow::totals(0).expect("open");
			result = (totals.paid, totals.fees);
		});
		result
	};
	assert_eq!(run(&[1; 1_000]), run(&[1_000]));
	assert_eq!(run(&[3, 990, 7]), run(&[1_000]));
}

#[test]
fn settle_should_spend_deposits_first_in_first_out() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 1_000));
		serve(PROVIDER, 995);
		assert_eq!(settle(0), Ok(995));
		assert_eq!(on_hold(&NATIVE, HoldReason::Deposit, TENANT), 5);
		assert_eq!(on_hold(&NATIVE, HoldReason::Deposit, FRIEND), 1_000);
		serve(PROVIDER, 100);
		assert_eq!(settle(0), Ok(100));
		assert_eq!(on_hold(&NATIVE, HoldReason::Deposit, TENANT), 0);
		assert_eq!(on_hold(&NATIVE, HoldReason::Deposit, FRIEND), 905);
	});
}

#[test]
fn settle_should_tell_the_listener_once_when_the_money_is_used_up() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		serve(PROVIDER, 5_000);
		assert_eq!(settle(0), Ok(1_000));
		assert_eq!(last_event(), Event::Exhausted { id: 0 });
		assert_eq!(settle(0), Ok(0));
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
	});
}

#[test]
fn settle_should_refuse_when_there_is_no_account_or_no_stream() {
	TestExt::new().execute_with(|| {
		assert_noop!(Escrow::settle(0), Error::<Test>::AccountNotFound);
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		assert_noop!(Escrow::settle(0), Error::<Test>::StreamNotFound);
	});
}
