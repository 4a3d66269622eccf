use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungible::Mutate};
use leasehold_primitives::traits::Escrow as _;
use sp_runtime::DispatchError;

fn claim(payee: AccountId, asset: AssetId, payer: AccountId) -> sp_runtime::DispatchResult {
	Escrow::claim_owed(RuntimeOrigin::signed(FRIEND), payee, asset, payer)
}
use leasehold_primitives::AssetId;

#[test]
fn settle_should_keep_the_payment_as_owed_when_the_provider_is_blocked() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, PROVIDER));
		serve(PROVIDER, 500);
		assert_eq!(settle(0), Ok(500));
		assert_eq!(Owed::<Test>::get((PROVIDER, USD, TENANT)), Some(490));
		assert_eq!(on_hold(&USD, HoldReason::Owed, TENANT), 490);
		assert_eq!(on_hold(&USD, HoldReason::Deposit, TENANT), 500);
		assert!(events().contains(&Event::PaymentOwed {
			id: 0,
			payer: TENANT,
			payee: PROVIDER,
			asset: USD,
			amount: 490
		}));
		// The fee pot was not blocked.
		assert_eq!(free(&USD, Escrow::pot()), ED + 10);

		assert_noop!(claim(PROVIDER, USD, TENANT), Error::<Test>::CannotReceive);
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), 1, PROVIDER));
		assert_ok!(claim(PROVIDER, USD, TENANT));
		assert_eq!(
			last_event(),
			Event::OwedClaimed { payer: TENANT, payee: PROVIDER, asset: USD, amount: 490 }
		);
		assert_eq!(free(&USD, PROVIDER), ENDOWMENT + 490);
		assert_noop!(claim(PROVIDER, USD, TENANT), Error::<Test>::NothingOwed);
	});
}

#[test]
fn settle_and_close_should_burn_nothing_when_the_asset_is_frozen() {
	TestExt::new().execute_with(|| {
		use frame_support::traits::fungibles::Inspect;
		let issuance = <Test as Config>::Assets::total_issuance(USD);
		open_stream(0, USD, 1_000);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 1_000));
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), 1));
		serve(PROVIDER, 500);
		assert_eq!(settle(0), Ok(500));
		let totals = Escrow::close(0).expect("a frozen asset blocks no close").totals;
		assert_eq!(totals.deposited, totals.paid + totals.fees + totals.refunded);
		assert_ok!(Assets::thaw_asset(RuntimeOrigin::signed(ISSUER), 1));
		for ((payee, asset, payer), _) in Owed::<Test>::iter().collect::<Vec<_>>() {
			assert_ok!(claim(payee, asset, payer));
		}
		assert_eq!(free(&USD, TENANT), ENDOWMENT - 500);
		assert_eq!(free(&USD, FRIEND), ENDOWMENT);
		assert_eq!(free(&USD, PROVIDER), ENDOWMENT + 490);
		assert_eq!(free(&USD, Escrow::pot()), ED + 10);
		assert_eq!(<Test as Config>::Assets::total_issuance(USD), issuance);
	});
}

#[test]
fn settle_should_keep_the_payment_as_owed_when_it_is_below_what_a_new_account_needs() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		assert_ok!(Escrow::start(0, &NEWCOMER, UNIT_PRICE));
		serve(NEWCOMER, ED as u64 - 1);
		assert_eq!(settle(0), Ok(ED - 1));
		assert_eq!(Owed::<Test>::get((NEWCOMER, NATIVE, TENANT)), Some(ED - 1));
		serve(NEWCOMER, ED as u64);
		assert_eq!(settle(0), Ok(ED));
		assert_eq!(free(&NATIVE, NEWCOMER), ED);
		assert_ok!(claim(NEWCOMER, NATIVE, TENANT));
		assert_eq!(free(&NATIVE, NEWCOMER), 2 * ED - 1);
	});
}

#[test]
fn owed_should_add_up_when_several_payments_fail() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		open_stream(1, USD, 1_000);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, PROVIDER));
		serve(PROVIDER, 100);
		assert_ok!(Escrow::settle(0));
		assert_ok!(Escrow::settle(1));
		assert_eq!(Owed::<Test>::get((PROVIDER, USD, TENANT)), Some(196));
	});
}

#[test]
fn owed_should_stay_on_hold_when_the_payer_spends_all_it_can() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_ok!(Escrow::pause(0));
		assert_ok!(Escrow::resume(0));
		serve(PROVIDER, 1_000);
		// Everything else leaves the tenant's account; the hold keeps its existential deposit.
		assert_ok!(<Balances as Mutate<_>>::transfer(
			&TENANT,
			&FRIEND,
			ENDOWMENT - 1_000 - ED,
			frame_support::traits::tokens::Preservation::Expendable
		));
		assert_eq!(settle(0), Ok(1_000));
		assert_eq!(free(&NATIVE, PROVIDER), ENDOWMENT + 980);
	});
}

#[test]
fn claim_owed_should_refuse_an_unsigned_origin_and_unknown_debts() {
	TestExt::new().execute_with(|| {
		assert_noop!(
			Escrow::claim_owed(RuntimeOrigin::none(), PROVIDER, USD, TENANT),
			DispatchError::BadOrigin
		);
		assert_noop!(claim(PROVIDER, USD, TENANT), Error::<Test>::NothingOwed);
	});
}
