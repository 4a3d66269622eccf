use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};

fn grant_on(asset: leasehold_primitives::AssetId, terms: AllowanceTerms) -> DispatchResult {
	Escrow::grant_allowance(RuntimeOrigin::signed(SPONSOR), TENANT, asset, terms)
}

#[test]
fn grant_allowance_should_hold_the_whole_of_it_in_the_sponsors_own_account() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			let terms = allowance_terms(1_000);
			assert_ok!(grant_on(asset.clone(), terms));
			assert_eq!(on_hold(&asset, HoldReason::Allowance, SPONSOR), 1_000);
			assert_eq!(free(&asset, SPONSOR), ENDOWMENT - 1_000);
			assert_eq!(
				last_event(),
				Event::AllowanceGranted {
					allowance: 0,
					sponsor: SPONSOR,
					tenant: TENANT,
					asset: asset.clone(),
					terms
				}
			);
			// Another to the same tenant is another.
			assert_eq!(grant(SPONSOR, asset.clone(), 500), 1);
			assert_eq!(on_hold(&asset, HoldReason::Allowance, SPONSOR), 1_500);
		});
	}
}

#[test]
fn grant_allowance_should_refuse_when_the_asset_is_not_listed() {
	TestExt::new().execute_with(|| {
		assert_noop!(grant_on(OTHER, allowance_terms(1_000)), Error::<Test>::AssetNotListed);
	});
}

#[test]
fn grant_allowance_should_refuse_terms_that_allow_nothing() {
	TestExt::new().execute_with(|| {
		let terms = allowance_terms(1_000);
		for zero in [AllowanceTerms { per_day: 0, ..terms }, AllowanceTerms { ceiling: 0, ..terms }]
		{
			assert_noop!(grant_on(USD, zero), Error::<Test>::ZeroAmount);
		}
		for total in [0, MIN_DEPOSIT - 1] {
			let low = AllowanceTerms { total, ..terms };
			assert_noop!(grant_on(USD, low), Error::<Test>::DepositTooLow);
		}
		let past = AllowanceTerms { expires: System::block_number(), ..terms };
		assert_noop!(grant_on(USD, past), Error::<Test>::AllowanceExpired);
	});
}

#[test]
fn grant_allowance_should_refuse_when_the_sponsor_cannot_spare_it() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	TestExt::new().execute_with(|| {
		let too_much = allowance_terms(ENDOWMENT - ED + 1);
		assert_noop!(grant_on(NATIVE, too_much), Error::<Test>::InsufficientBalance);
		assert_noop!(grant_on(USD, allowance_terms(u128::MAX)), Error::<Test>::InsufficientBalance);
		Balances::set_lock(*b"democrac", &SPONSOR, ENDOWMENT, WithdrawReasons::all());
		assert_noop!(grant_on(NATIVE, allowance_terms(100)), Error::<Test>::InsufficientBalance);
	});
}

#[test]
fn grant_allowance_should_refuse_an_unsigned_origin() {
	TestExt::new().execute_with(|| {
		assert_noop!(
			Escrow::grant_allowance(RuntimeOrigin::none(), TENANT, USD, allowance_terms(1_000)),
			DispatchError::BadOrigin
		);
	});
}
