use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{traits::Escrow as _, BLOCKS_PER_DAY, MAX_DEPOSITORS};
use sp_runtime::DispatchError;

fn left(allowance: AllowanceId) -> u128 {
	Allowances::<Test>::get(allowance).expect("it lives").left
}

#[test]
fn draw_should_turn_an_allowance_into_a_deposit_in_the_sponsors_own_account() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			open_stream(0, asset.clone(), 1_000);
			let allowance = grant(SPONSOR, asset.clone(), 5_000);
			assert_ok!(draw(0, allowance, 700));
			assert_eq!(
				last_event(),
				Event::AllowanceDrawn { allowance, id: 0, sponsor: SPONSOR, amount: 700 }
			);
			assert_eq!(on_hold(&asset, HoldReason::Allowance, SPONSOR), 4_300);
			assert_eq!(on_hold(&asset, HoldReason::Deposit, SPONSOR), 700);
			assert_eq!(left(allowance), 4_300);
			assert_eq!(Escrow::lasts_for(0), Some(1_700));

			// Spent after the tenant's own.
			serve(PROVIDER, 1_200);
			assert_eq!(settle(0), Ok(1_200));
			assert_eq!(on_hold(&asset, HoldReason::Deposit, TENANT), 0);
			assert_eq!(on_hold(&asset, HoldReason::Deposit, SPONSOR), 500);
			assert_eq!(free(&asset, PROVIDER), ENDOWMENT + 1_176);
		});
	}
}

#[test]
fn draw_should_add_to_the_sponsors_place_and_keep_its_own_deposit_apart() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_ok!(draw(0, allowance, 100));
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(SPONSOR), 0, 200));
		// No minimum for a place that is there.
		assert_ok!(draw(0, allowance, 1));
		let places = Accounts::<Test>::get(0).expect("open").depositors;
		let places = places.iter().map(|one| (one.who, one.held)).collect::<Vec<_>>();
		assert_eq!(places, [(TENANT, 1_000), (SPONSOR, 101), (SPONSOR, 200)]);
		assert_ok!(Escrow::close(0));
		assert_eq!(left(allowance), 1_000);
		assert_eq!(free(&USD, SPONSOR), ENDOWMENT - 1_000);
	});
}

#[test]
fn draw_should_fund_an_order_before_its_stream_and_resume_one_that_ran_out() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 100));
		let allowance = grant(SPONSOR, NATIVE, 1_000);
		assert_ok!(draw(0, allowance, 400));
		assert_ok!(Escrow::start(0, &PROVIDER, UNIT_PRICE));
		serve(PROVIDER, 9_000);
		assert_ok!(draw(0, allowance, 300));
		assert_eq!(Heard::get(), vec![("exhausted", 0), ("funded", 0)]);
		assert_eq!(Escrow::lasts_for(0), Some(300));
	});
}

#[test]
fn draw_should_not_need_the_sponsors_free_balance_when_it_is_locked_or_the_asset_frozen() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		open_stream(1, USD, 1_000);
		let (native, usd) = (grant(SPONSOR, NATIVE, 500), grant(SPONSOR, USD, 500));
		Balances::set_lock(*b"democrac", &SPONSOR, u128::MAX, WithdrawReasons::all());
		assert_ok!(draw(0, native, 500));
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), 1));
		assert_ok!(draw(1, usd, 500));
		// So does the way back.
		assert_ok!(Escrow::close(1));
		assert_eq!(left(usd), 500);
		assert_eq!(on_hold(&USD, HoldReason::Allowance, SPONSOR), 500);
	});
}

#[test]
fn draw_should_refuse_more_than_is_left() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_ok!(draw(0, allowance, 600));
		assert_noop!(draw(0, allowance, 401), Error::<Test>::AllowanceExceeded);
		assert_noop!(draw(0, allowance, u128::MAX), Error::<Test>::AllowanceExceeded);
		assert_ok!(draw(0, allowance, 400));
	});
}

#[test]
fn draw_should_refuse_more_than_a_days_part_and_count_days_from_the_grant() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		System::set_block_number(100);
		let expires = 100 + 3 * BLOCKS_PER_DAY;
		let terms = AllowanceTerms { per_day: 300, expires, ..allowance_terms(1_000) };
		assert_ok!(Escrow::grant_allowance(RuntimeOrigin::signed(SPONSOR), TENANT, USD, terms));
		assert_noop!(draw(0, 0, 301), Error::<Test>::DailyLimitExceeded);
		assert_ok!(draw(0, 0, 200));
		System::set_block_number(99 + BLOCKS_PER_DAY);
		assert_noop!(draw(0, 0, 101), Error::<Test>::DailyLimitExceeded);
		assert_ok!(draw(0, 0, 100));
		System::set_block_number(100 + BLOCKS_PER_DAY);
		assert_ok!(draw(0, 0, 300));
		System::set_block_number(100 + 2 * BLOCKS_PER_DAY);
		assert_noop!(draw(0, 0, 301), Error::<Test>::DailyLimitExceeded);
		assert_ok!(draw(0, 0, 300));
	});
}

#[test]
fn draw_should_refuse_from_the_block_of_expiry_on() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		let allowance = grant(SPONSOR, USD, 1_000);
		System::set_block_number(1_000);
		assert_ok!(draw(0, allowance, 100));
		System::set_block_number(1_001);
		assert_noop!(draw(0, allowance, 100), Error::<Test>::AllowanceExpired);
	});
}

#[test]
fn draw_should_refuse_strangers_and_accounts_of_other_tenants() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		assert_ok!(Escrow::open(1, &FRIEND, USD, 1_000));
		let allowance = grant(SPONSOR, USD, 1_000);
		for (who, id) in [(FRIEND, 0), (FRIEND, 1), (TENANT, 1), (SPONSOR, 0)] {
			assert_noop!(
				Escrow::draw(RuntimeOrigin::signed(who), id, allowance, 100),
				Error::<Test>::NotAuthorized
			);
		}
		assert_noop!(
			Escrow::draw(RuntimeOrigin::none(), 0, allowance, 100),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn draw_should_refuse_what_does_not_exist_or_fit() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_noop!(draw(0, 7, 100), Error::<Test>::AllowanceNotFound);
		assert_noop!(draw(7, allowance, 100), Error::<Test>::AccountNotFound);
		assert_noop!(draw(0, allowance, 100), Error::<Test>::AssetMismatch);
		let native = grant(SPONSOR, NATIVE, 1_000);
		assert_noop!(draw(0, native, 0), Error::<Test>::ZeroAmount);
		assert_noop!(draw(0, native, MIN_DEPOSIT - 1), Error::<Test>::DepositTooLow);
	});
}

#[test]
fn draw_should_refuse_one_sponsor_more_than_there_are_places() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		let allowances: Vec<_> =
			(0..MAX_DEPOSITORS).map(|_| grant(SPONSOR, NATIVE, 1_000)).collect();
		for allowance in &allowances[1..] {
			assert_ok!(draw(0, *allowance, 100));
		}
		assert_noop!(draw(0, allowances[0], 100), Error::<Test>::TooManyDepositors);
	});
}
