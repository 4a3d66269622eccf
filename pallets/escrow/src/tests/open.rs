use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::LockableCurrency};
use leasehold_primitives::traits::Escrow as _;

#[test]
fn open_should_hold_the_deposit_in_the_tenants_own_account() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			assert_ok!(Escrow::open(0, &TENANT, asset.clone(), 500));
			assert_eq!(on_hold(&asset, HoldReason::Deposit, TENANT), 500);
			assert_eq!(free(&asset, TENANT), ENDOWMENT - 500);
			assert_eq!(
				last_event(),
				Event::AccountOpened { id: 0, tenant: TENANT, asset: asset.clone(), deposit: 500 }
			);
			let totals = Escrow::totals(0).expect("it is open");
			assert_eq!((totals.deposited, totals.held), (500, 500));
		});
	}
}

#[test]
fn open_should_refuse_when_the_number_is_taken() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 500));
		assert_noop!(Escrow::open(0, &FRIEND, USD, 500), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn open_should_refuse_when_the_asset_is_not_listed() {
	TestExt::new().execute_with(|| {
		assert_noop!(Escrow::open(0, &TENANT, OTHER, 500), Error::<Test>::AssetNotListed);
	});
}

#[test]
fn open_should_refuse_when_the_deposit_is_zero_or_below_the_minimum() {
	TestExt::new().execute_with(|| {
		assert_noop!(Escrow::open(0, &TENANT, NATIVE, 0), Error::<Test>::ZeroAmount);
		assert_noop!(
			Escrow::open(0, &TENANT, NATIVE, MIN_DEPOSIT - 1),
			Error::<Test>::DepositTooLow
		);
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, MIN_DEPOSIT));
	});
}

#[test]
fn open_should_refuse_when_the_tenant_cannot_spare_the_deposit() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			let too_much = ENDOWMENT - ED + 1;
			assert_noop!(
				Escrow::open(0, &TENANT, asset.clone(), too_much),
				Error::<Test>::InsufficientBalance
			);
			assert_noop!(
				Escrow::open(0, &TENANT, asset.clone(), u128::MAX),
				Error::<Test>::InsufficientBalance
			);
			assert_ok!(Escrow::open(0, &TENANT, asset.clone(), too_much - 1));
		});
	}
}

#[test]
fn open_should_not_reach_through_locks_when_the_tenant_has_locked_its_balance() {
	TestExt::new().execute_with(|| {
		Balances::set_lock(
			*b"testlock",
			&TENANT,
			ENDOWMENT - 400,
			frame_support::traits::WithdrawReasons::all(),
		);
		assert_noop!(Escrow::open(0, &TENANT, NATIVE, 401), Error::<Test>::InsufficientBalance);
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 400));
	});
}
