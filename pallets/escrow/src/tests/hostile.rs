//! Assets whose owners, accounts whose holders, and holders who are not friendly: nobody else is
//! ever blocked, what cannot be delivered is owed and can be claimed, and nothing is burnt.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::Mutate as _, fungibles::Inspect, tokens::Preservation, LockableCurrency,
		WithdrawReasons,
	},
};
use leasehold_primitives::{traits::Escrow as _, AssetId, Balance};

fn issuance(asset: &AssetId) -> Balance {
	<Test as Config>::Assets::total_issuance(asset.clone())
}

fn owed(payee: AccountId, asset: &AssetId, payer: AccountId) -> Option<Balance> {
	Owed::<Test>::get((payee, asset, payer))
}

fn claim(payee: AccountId, asset: &AssetId, payer: AccountId) -> sp_runtime::DispatchResult {
	Escrow::claim_owed(RuntimeOrigin::signed(FRIEND), payee, asset.clone(), payer)
}

fn issuer() -> RuntimeOrigin {
	RuntimeOrigin::signed(ISSUER)
}

/// Move everything that `who` can part with to the issuer.
fn drain(asset: u32, who: AccountId) {
	let all = <Assets as Inspect<_>>::balance(asset, &who);
	assert_ok!(<Assets as frame_support::traits::fungibles::Mutate<_>>::transfer(
		asset,
		&who,
		&ISSUER,
		all,
		Preservation::Expendable
	));
}

#[test]
fn agenda_should_settle_the_others_when_an_asset_is_frozen() {
	TestExt::new().execute_with(|| {
		let issued = issuance(&USD);
		open_stream(0, USD, 2_990);
		open_stream(1, NATIVE, 2_990);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 2_990));
		assert_ok!(Assets::freeze_asset(issuer(), 1));
		run_to(4);
		assert_eq!(Heard::get().len(), 2);
		assert_eq!(free(&NATIVE, PROVIDER), ENDOWMENT + 2_931);
		assert_eq!(owed(PROVIDER, &USD, TENANT), Some(2_990));
		assert_eq!(owed(PROVIDER, &USD, FRIEND), Some(2_871));
		assert_eq!(owed(Escrow::pot(), &USD, FRIEND), Some(119));
		assert_eq!(issuance(&USD), issued);

		assert_noop!(claim(PROVIDER, &USD, TENANT), Error::<Test>::CannotReceive);
		assert_ok!(Assets::thaw_asset(issuer(), 1));
		for (payee, payer) in [(PROVIDER, TENANT), (PROVIDER, FRIEND), (Escrow::pot(), FRIEND)] {
			assert_ok!(claim(payee, &USD, payer));
		}
		assert_eq!(free(&USD, PROVIDER), ENDOWMENT + 5_861);
		assert_eq!(issuance(&USD), issued);
	});
}

#[test]
fn deposits_should_be_refused_and_settlements_go_on_when_the_asset_is_frozen() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Assets::freeze_asset(issuer(), 1));
		assert_noop!(
			Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 500),
			Error::<Test>::InsufficientBalance
		);
		assert_noop!(Escrow::open(1, &FRIEND, USD, 500), Error::<Test>::InsufficientBalance);
		serve(PROVIDER, 400);
		assert_eq!(settle(0), Ok(400));
		assert_ok!(Escrow::reprice(0, 2 * UNIT_PRICE));
		assert_ok!(Escrow::pause(0));
		assert_ok!(Escrow::resume(0));
	});
}

#[test]
fn close_should_refund_the_others_when_one_depositor_is_blocked() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 500));
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(3), 0, 500));
		assert_ok!(Assets::block(issuer(), 1, FRIEND));
		assert_ok!(Escrow::close(0));
		assert_eq!(free(&USD, TENANT), ENDOWMENT);
		assert_eq!(free(&USD, 3), ENDOWMENT);
		assert_eq!(owed(FRIEND, &USD, FRIEND), Some(500));
		assert_ok!(Assets::thaw(issuer(), 1, FRIEND));
		assert_ok!(claim(FRIEND, &USD, FRIEND));
		assert_eq!(free(&USD, FRIEND), ENDOWMENT);
	});
}

#[test]
fn settle_should_pay_out_of_a_frozen_or_blocked_depositors_hold() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Assets::freeze(issuer(), 1, TENANT));
		serve(PROVIDER, 300);
		assert_eq!(settle(0), Ok(300));
		assert_ok!(Assets::block(issuer(), 1, TENANT));
		serve(PROVIDER, 300);
		assert_eq!(settle(0), Ok(300));
		assert_eq!(free(&USD, PROVIDER), ENDOWMENT + 588);
	});
}

#[test]
fn fees_should_be_owed_when_the_pot_is_blocked() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Assets::block(issuer(), 1, Escrow::pot()));
		serve(PROVIDER, 1_000);
		assert_eq!(settle(0), Ok(1_000));
		assert_eq!(free(&USD, PROVIDER), ENDOWMENT + 980);
		assert_eq!(owed(Escrow::pot(), &USD, TENANT), Some(20));
		assert_ok!(Assets::thaw(issuer(), 1, Escrow::pot()));
		assert_ok!(claim(Escrow::pot(), &USD, TENANT));
		assert_eq!(free(&USD, Escrow::pot()), ED + 20);
	});
}

#[test]
fn payments_should_be_owed_when_the_payees_account_was_reaped_and_they_are_dust() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		drain(1, PROVIDER);
		assert!(!pallet_assets::Account::<Test>::contains_key(1, PROVIDER));
		serve(PROVIDER, ED as u64 - 1);
		assert_eq!(settle(0), Ok(ED - 1));
		assert_eq!(owed(PROVIDER, &USD, TENANT), Some(ED - 1));
		assert_noop!(claim(PROVIDER, &USD, TENANT), Error::<Test>::CannotReceive);
		// More of it makes the account anew, and then the dust can be claimed.
		serve(PROVIDER, 2 * ED as u64);
		assert_ok!(Escrow::settle(0));
		assert_eq!(free(&USD, PROVIDER), 2 * ED);
		assert_ok!(claim(PROVIDER, &USD, TENANT));
		assert_eq!(free(&USD, PROVIDER), 3 * ED - 1);
	});
}

#[test]
fn depositors_should_not_be_reaped_while_anything_is_on_hold() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		open_stream(1, NATIVE, 1_000);
		let issued = (issuance(&USD), issuance(&NATIVE));
		let spend_all = <Assets as frame_support::traits::fungibles::Mutate<_>>::transfer(
			1,
			&TENANT,
			&ISSUER,
			ENDOWMENT - 1_000,
			Preservation::Expendable,
		);
		assert!(spend_all.is_err());
		assert_ok!(Assets::transfer_all(RuntimeOrigin::signed(TENANT), 1, ISSUER, false));
		assert_ok!(Balances::transfer_all(RuntimeOrigin::signed(TENANT), ISSUER, false));
		assert_eq!((free(&USD, TENANT), free(&NATIVE, TENANT)), (ED, ED));
		// The asset's owner can burn what is free, and no more.
		assert!(Assets::burn(issuer(), 1, TENANT, ED).is_err() || free(&USD, TENANT) == ED);
		serve(PROVIDER, 600);
		assert_ok!(Escrow::close(0));
		assert_ok!(Escrow::close(1));
		assert_eq!((free(&USD, TENANT), free(&NATIVE, TENANT)), (ED + 400, ED + 400));
		assert_eq!((issuance(&USD), issuance(&NATIVE)), issued);
	});
}

#[test]
fn payee_of_an_insufficient_asset_should_be_owed_until_it_has_a_native_account() {
	TestExt::new().execute_with(|| {
		let asset = AssetId::WithId(4);
		assert_ok!(Assets::force_create(RuntimeOrigin::root(), 4, ISSUER, false, 1));
		for who in [TENANT, Escrow::pot()] {
			assert_ok!(<Assets as frame_support::traits::fungibles::Mutate<_>>::mint_into(
				4, &who, 10_000
			));
		}
		let terms = AssetTerms { min_deposit: 1 };
		assert_ok!(Escrow::list_asset(RuntimeOrigin::root(), asset.clone(), terms));
		assert_ok!(Escrow::open(0, &TENANT, asset.clone(), 1_000));
		assert_ok!(Escrow::start(0, &NEWCOMER, UNIT_PRICE));
		serve(NEWCOMER, 500);
		assert_eq!(settle(0), Ok(500));
		assert_eq!(owed(NEWCOMER, &asset, TENANT), Some(490));
		assert_noop!(claim(NEWCOMER, &asset, TENANT), Error::<Test>::CannotReceive);
		assert_ok!(Balances::mint_into(&NEWCOMER, ED));
		assert_ok!(claim(NEWCOMER, &asset, TENANT));
		assert_eq!(free(&asset, NEWCOMER), 490);
	});
}

#[test]
fn asset_should_not_be_destroyed_while_any_of_it_is_on_hold() {
	TestExt::new().execute_with(|| {
		let in_use = pallet_assets::Error::<Test>::ContainsHolds;
		open_stream(0, USD, 1_000);
		assert_noop!(Assets::start_destroy(issuer(), 1), in_use);
		// Owed is on hold, too.
		assert_ok!(Assets::block(issuer(), 1, PROVIDER));
		serve(PROVIDER, 1_000);
		assert_ok!(Escrow::close(0));
		assert_noop!(
			Assets::start_destroy(issuer(), 1),
			pallet_assets::Error::<Test>::ContainsHolds
		);
		assert_ok!(Assets::thaw(issuer(), 1, PROVIDER));
		assert_ok!(claim(PROVIDER, &USD, TENANT));
		// So is an allowance.
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_noop!(
			Assets::start_destroy(issuer(), 1),
			pallet_assets::Error::<Test>::ContainsHolds
		);
		System::set_block_number(2_000);
		assert_ok!(Escrow::end_allowance(RuntimeOrigin::signed(SPONSOR), allowance));
		assert_ok!(Assets::start_destroy(issuer(), 1));
	});
}

#[test]
fn account_without_money_should_outlive_its_asset_and_close() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		open_stream(1, NATIVE, 1_000);
		serve(PROVIDER, 900);
		assert_ok!(Escrow::settle(0));
		// Something runs in the very asset while its end begins.
		assert!(Assets::start_destroy(issuer(), 1).is_err());
		serve(PROVIDER, 100);
		assert_ok!(Escrow::settle(0));
		assert_ok!(Assets::start_destroy(issuer(), 1));
		while pallet_assets::Account::<Test>::iter_prefix(1).next().is_some() {
			assert_ok!(Assets::destroy_accounts(issuer(), 1));
		}
		assert_ok!(Assets::destroy_approvals(issuer(), 1));
		assert_ok!(Assets::finish_destroy(issuer(), 1));

		assert_noop!(
			Escrow::deposit(RuntimeOrigin::signed(TENANT), 0, 500),
			Error::<Test>::InsufficientBalance
		);
		assert_eq!(settle(0), Ok(0));
		assert_noop!(Escrow::resume(0), Error::<Test>::NoFunds);
		let totals = Escrow::close(0).expect("it closes").totals;
		assert_eq!((totals.paid, totals.fees, totals.refunded), (980, 20, 0));
		assert_ok!(Escrow::close(1));
	});
}

#[test]
fn settle_should_owe_what_would_overflow_an_assets_supply_check() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		// `pallet-assets` checks a credit as if it were newly issued.
		let rest = u128::MAX - issuance(&USD);
		assert_ok!(Assets::mint(issuer(), 1, ISSUER, rest));
		serve(PROVIDER, 500);
		assert_eq!(settle(0), Ok(500));
		assert_eq!(owed(PROVIDER, &USD, TENANT), Some(490));
		assert_eq!(issuance(&USD), u128::MAX);
		assert_ok!(Assets::burn(issuer(), 1, ISSUER, 10_000));
		assert_ok!(claim(PROVIDER, &USD, TENANT));
	});
}

#[test]
fn depositors_should_pay_and_be_refunded_when_all_of_them_have_locked_all_they_have() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let allowance = grant(SPONSOR, NATIVE, 1_000);
		assert_ok!(draw(0, allowance, 1_000));
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 1_000));
		for who in [TENANT, FRIEND, SPONSOR] {
			Balances::set_lock(*b"democrac", &who, u128::MAX, WithdrawReasons::all());
			Balances::set_lock(*b"staking_", &who, ENDOWMENT, WithdrawReasons::all());
		}
		serve(PROVIDER, 2_500);
		assert_eq!(settle(0), Ok(2_500));
		assert_eq!(free(&NATIVE, PROVIDER), ENDOWMENT + 2_450);
		// A lock holds back what is not deposited yet.
		assert_noop!(
			Escrow::deposit(RuntimeOrigin::signed(TENANT), 0, 1),
			Error::<Test>::InsufficientBalance
		);
		assert_ok!(Escrow::close(0));
		assert_eq!(free(&NATIVE, FRIEND), ENDOWMENT - 500);
		assert_eq!(Owed::<Test>::iter().count(), 0);
	});
}

#[test]
fn settle_should_owe_most_of_what_there_can_be_of_an_asset() {
	TestExt::new().execute_with(|| {
		let rest = u128::MAX - issuance(&USD);
		assert_ok!(Assets::mint(issuer(), 1, TENANT, rest));
		open_stream(0, USD, rest);
		assert_ok!(Assets::block(issuer(), 1, PROVIDER));
		assert_ok!(Escrow::reprice(0, u128::MAX));
		serve(PROVIDER, 1);
		let paid = u128::MAX / 3_600_000;
		assert_eq!(settle(0), Ok(paid));
		serve(PROVIDER, 10_000_000);
		assert_eq!(settle(0), Ok(rest - paid));
		let fee = rest / 50;
		assert_eq!(owed(PROVIDER, &USD, TENANT), Some(rest - fee));
		assert_eq!(on_hold(&USD, HoldReason::Owed, TENANT), rest);
		assert_eq!(TotalSettled::<Test>::get(&USD), rest);
		// Statistics that can say no more stop nothing.
		TotalSettled::<Test>::insert(&NATIVE, u128::MAX - 10);
		open_stream(1, NATIVE, 1_000);
		serve(PROVIDER, 500);
		assert_eq!(settle(1), Ok(500));
		assert_eq!(TotalSettled::<Test>::get(&NATIVE), u128::MAX);
	});
}

#[test]
fn deposit_should_refuse_what_would_not_add_up() {
	TestExt::new().execute_with(|| {
		let half = u128::MAX / 2;
		assert_ok!(Assets::mint(issuer(), 1, TENANT, half));
		open_stream(0, USD, half);
		assert_ok!(Escrow::reprice(0, u128::MAX));
		serve(PROVIDER, 3_600_000);
		// Of a supply of half of what there can be, all is delivered, and deposited again.
		assert_eq!(settle(0), Ok(half));
		ResumeWhenFunded::set(false);
		let again = RuntimeOrigin::signed(PROVIDER);
		let most = free(&USD, PROVIDER) - ED;
		assert_ok!(Escrow::deposit(again.clone(), 0, most));
		let friend = RuntimeOrigin::signed(FRIEND);
		assert_noop!(
			Escrow::deposit(friend.clone(), 0, u128::MAX - half - most + 1),
			sp_runtime::ArithmeticError::Overflow
		);
		assert_ok!(Escrow::deposit(friend, 0, 1_000));
		assert_ok!(Escrow::close(0));
	});
}
