use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::Escrow as _;
use sp_runtime::{DispatchError, Permill};

const TERMS: AssetTerms = AssetTerms { min_deposit: 1_000 };

#[test]
fn list_asset_should_let_accounts_be_opened_in_it() {
	TestExt::new().execute_with(|| {
		assert!(!Escrow::is_listed(&OTHER));
		assert_ok!(Escrow::list_asset(RuntimeOrigin::root(), OTHER, TERMS));
		assert_eq!(last_event(), Event::AssetListed { asset: OTHER, terms: TERMS });
		assert_ok!(Escrow::open(0, &TENANT, OTHER, 1_000));
	});
}

#[test]
fn list_asset_should_refuse_when_the_pot_could_not_receive_fees() {
	TestExt::new().execute_with(|| {
		let pot = Escrow::pot();
		assert_ok!(Assets::burn(RuntimeOrigin::signed(ISSUER), 2, pot, ED));
		assert_noop!(
			Escrow::list_asset(RuntimeOrigin::root(), OTHER, TERMS),
			Error::<Test>::PotNotFunded
		);
		let missing = leasehold_primitives::AssetId::WithId(77);
		assert_noop!(
			Escrow::list_asset(RuntimeOrigin::root(), missing, TERMS),
			Error::<Test>::PotNotFunded
		);
	});
}

#[test]
fn list_asset_should_refuse_a_minimum_below_the_assets_own() {
	TestExt::new().execute_with(|| {
		let terms = AssetTerms { min_deposit: ED - 1 };
		assert_noop!(
			Escrow::list_asset(RuntimeOrigin::root(), OTHER, terms),
			Error::<Test>::DepositTooLow
		);
	});
}

#[test]
fn delist_asset_should_refuse_new_accounts_and_leave_open_ones_alone() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Escrow::delist_asset(RuntimeOrigin::root(), USD));
		assert_eq!(last_event(), Event::AssetDelisted { asset: USD });
		assert_noop!(Escrow::open(1, &TENANT, USD, 1_000), Error::<Test>::AssetNotListed);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 5));
		serve(PROVIDER, 100);
		assert_eq!(settle(0), Ok(100));
		assert_ok!(Escrow::close(0));
		assert_noop!(
			Escrow::delist_asset(RuntimeOrigin::root(), USD),
			Error::<Test>::AssetNotListed
		);
	});
}

#[test]
fn set_fee_rate_should_bind_new_streams_only() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let rate = Permill::from_percent(50);
		assert_ok!(Escrow::set_fee_rate(RuntimeOrigin::root(), rate));
		assert_eq!(last_event(), Event::FeeRateSet { rate });
		open_stream(1, NATIVE, 1_000);
		serve(PROVIDER, 100);
		assert_ok!(Escrow::settle(0));
		assert_ok!(Escrow::settle(1));
		assert_eq!(Escrow::totals(0).expect("open").fees, 2);
		assert_eq!(Escrow::totals(1).expect("open").fees, 50);
	});
}

#[test]
fn set_fee_rate_should_refuse_more_than_half() {
	TestExt::new().execute_with(|| {
		let rate = Permill::from_parts(500_001);
		assert_noop!(Escrow::set_fee_rate(RuntimeOrigin::root(), rate), Error::<Test>::FeeTooHigh);
	});
}

#[test]
fn governance_calls_should_refuse_other_origins() {
	TestExt::new().execute_with(|| {
		let signed = || RuntimeOrigin::signed(TENANT);
		assert_noop!(Escrow::list_asset(signed(), OTHER, TERMS), DispatchError::BadOrigin);
		assert_noop!(Escrow::delist_asset(signed(), USD), DispatchError::BadOrigin);
		assert_noop!(Escrow::set_fee_rate(signed(), Permill::zero()), DispatchError::BadOrigin);
	});
}

#[test]
fn charge_should_move_native_tokens_to_the_pot() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::charge(&TENANT, 70));
		assert_eq!(free(&NATIVE, Escrow::fee_pot()), ED + 70);
		assert_noop!(Escrow::charge(&TENANT, ENDOWMENT), Error::<Test>::InsufficientBalance);
		assert_ok!(Escrow::charge(&NEWCOMER, 0));
	});
}
