use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::{Escrow as EscrowTrait, EscrowTotals};

fn deposit(id: u64, who: AccountId, amount: u128) {
	assert_ok!(<Escrow as EscrowTrait<AccountId>>::deposit(id, &who, amount));
}

#[test]
fn roll_over_should_pass_the_rests_on_without_moving_them() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			open_stream(0, asset.clone(), 1_000);
			deposit(0, FRIEND, 500);
			deposit(0, 3, 200);
			// The tenant's thousand is spent, and a hundred of the friend's.
			serve(PROVIDER, 1_100);
			let totals = Escrow::roll_over(0, 7).expect("there is a rest").totals;
			assert_eq!(
				totals,
				EscrowTotals { deposited: 1_700, paid: 1_078, fees: 22, refunded: 600, held: 0 }
			);
			assert_eq!(last_event(), Event::AccountRolledOver { from: 0, to: 7, totals });
			assert!(!Accounts::<Test>::contains_key(0));
			assert_eq!(ExhaustionAgenda::<Test>::iter().count(), 0);

			let next = Accounts::<Test>::get(7).expect("the new account");
			let rests = next.depositors.iter().map(|one| (one.who, one.deposited, one.held));
			assert_eq!(
				rests.collect::<Vec<_>>(),
				[(TENANT, 0, 0), (FRIEND, 400, 400), (3, 200, 200)]
			);
			assert_eq!((next.stream, next.asset), (None, asset.clone()));
			for (who, held) in [(TENANT, 0), (FRIEND, 400), (3, 200)] {
				assert_eq!(on_hold(&asset, HoldReason::Deposit, who), held);
			}
			assert_eq!(free(&asset, FRIEND), ENDOWMENT - 500);
			assert!(Heard::get().is_empty());

			// The new account serves another stream as any does.
			assert_ok!(Escrow::start(7, &3, UNIT_PRICE));
			serve(3, 450);
			assert_eq!(settle(7), Ok(450));
			let totals = Escrow::close(7).expect("open").totals;
			assert_eq!((totals.deposited, totals.refunded), (600, 150));
		});
	}
}

#[test]
fn roll_over_should_drop_those_with_nothing_left() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 100);
		deposit(0, FRIEND, 100);
		deposit(0, 3, 100);
		serve(PROVIDER, 250);
		assert_ok!(Escrow::roll_over(0, 1));
		let next = Accounts::<Test>::get(1).expect("the new account");
		let rests = next.depositors.iter().map(|one| (one.who, one.held)).collect::<Vec<_>>();
		assert_eq!(rests, [(TENANT, 0), (3, 50)]);
	});
}

#[test]
fn roll_over_should_work_in_a_frozen_asset() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), 1));
		serve(PROVIDER, 100);
		let totals = Escrow::roll_over(0, 1).expect("nothing of the rest has to move").totals;
		assert_eq!((totals.paid, totals.refunded), (98, 900));
		assert_eq!(Owed::<Test>::get((PROVIDER, USD, TENANT)), Some(98));
		assert_eq!(on_hold(&USD, HoldReason::Deposit, TENANT), 900);
	});
}

#[test]
fn roll_over_should_refuse_when_an_account_is_missing_or_taken_or_empty() {
	TestExt::new().execute_with(|| {
		assert_noop!(Escrow::roll_over(0, 1), Error::<Test>::AccountNotFound);
		open_stream(0, NATIVE, 1_000);
		open_stream(1, NATIVE, 1_000);
		assert_noop!(Escrow::roll_over(0, 1), Error::<Test>::AlreadyExists);
		serve(PROVIDER, 1_000);
		assert_noop!(Escrow::roll_over(0, 2), Error::<Test>::NoFunds);
	});
}

#[test]
fn comparable_should_count_in_thousandths_of_the_smallest_deposit() {
	TestExt::new().execute_with(|| {
		assert_eq!(Escrow::comparable(&USD, MIN_DEPOSIT), Some(1_000));
		assert_eq!(Escrow::comparable(&USD, 1), Some(10));
		assert_eq!(Escrow::comparable(&USD, u128::MAX), None);
		assert_ok!(Escrow::list_asset(
			RuntimeOrigin::root(),
			USD,
			AssetTerms { min_deposit: 3_000 }
		));
		assert_eq!(Escrow::comparable(&USD, 299), Some(99));
		assert_eq!(Escrow::comparable(&OTHER, 1), None);
	});
}

#[test]
fn price_should_be_that_of_the_stream() {
	TestExt::new().execute_with(|| {
		assert_eq!(Escrow::price(0), None);
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		assert_eq!(Escrow::price(0), None);
		assert_ok!(Escrow::start(0, &PROVIDER, UNIT_PRICE));
		assert_eq!(Escrow::price(0), Some(UNIT_PRICE));
	});
}
