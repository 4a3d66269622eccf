//! A sponsor never pays towards a price above its ceiling.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::{Escrow as _, EscrowTotals};

#[test]
fn draw_should_refuse_when_the_stream_is_dearer_than_the_ceiling() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		assert_ok!(Escrow::start(0, &PROVIDER, UNIT_PRICE + 1));
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_noop!(draw(0, allowance, 100), Error::<Test>::AboveCeiling);
	});
}

#[test]
fn start_should_empty_a_sponsors_place_when_the_price_is_above_its_ceiling() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_ok!(draw(0, allowance, 600));
		assert_ok!(Escrow::start(0, &PROVIDER, UNIT_PRICE + 1));
		assert!(events().contains(&Event::AllowanceRestored {
			allowance,
			id: 0,
			sponsor: SPONSOR,
			amount: 600
		}));
		assert_eq!(on_hold(&USD, HoldReason::Deposit, SPONSOR), 0);
		assert_eq!(on_hold(&USD, HoldReason::Allowance, SPONSOR), 1_000);
		let totals = Escrow::totals(0).expect("open");
		assert_eq!((totals.deposited, totals.refunded, totals.held), (1_600, 600, 1_000));
		// The tenant's own money is all that the stream has.
		serve(PROVIDER, 10_000);
		assert_eq!(settle(0), Ok(1_000));
	});
}

#[test]
fn start_should_run_out_at_once_when_only_outgrown_sponsors_had_money_there() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 100));
		assert_ok!(draw(0, grant(SPONSOR, USD, 1_000), 600));
		assert_ok!(Escrow::start(0, &PROVIDER, UNIT_PRICE));
		serve(PROVIDER, 100);
		assert_ok!(Escrow::roll_over(0, 1));
		assert_ok!(Escrow::start(1, &PROVIDER, 2 * UNIT_PRICE));
		next_block();
		assert_eq!(Heard::get(), vec![("exhausted", 1)]);
		let totals = Escrow::close(1).expect("open").totals;
		let expected = EscrowTotals { deposited: 600, refunded: 600, ..Default::default() };
		assert_eq!(totals, expected);
	});
}

#[test]
fn reprice_should_charge_sponsors_at_the_old_price_and_return_the_rest_when_it_rises() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let allowance = grant(SPONSOR, NATIVE, 1_000);
		assert_ok!(draw(0, allowance, 600));
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 500));
		serve(PROVIDER, 1_100);
		assert_ok!(Escrow::reprice(0, 2 * UNIT_PRICE));
		assert_eq!(Allowances::<Test>::get(allowance).expect("it lives").left, 900);
		assert_eq!(on_hold(&NATIVE, HoldReason::Deposit, SPONSOR), 0);
		assert_eq!(Escrow::lasts_for(0), Some(250));
		assert_noop!(draw(0, allowance, 100), Error::<Test>::AboveCeiling);
		// Cheap enough again.
		assert_ok!(Escrow::reprice(0, UNIT_PRICE));
		assert_ok!(draw(0, allowance, 100));
		assert_eq!(Escrow::lasts_for(0), Some(600));
	});
}

#[test]
fn reprice_should_refuse_when_it_would_leave_nothing_in_the_account() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 100);
		assert_ok!(draw(0, grant(SPONSOR, NATIVE, 1_000), 600));
		serve(PROVIDER, 100);
		assert_ok!(Escrow::settle(0));
		assert_noop!(Escrow::reprice(0, 2 * UNIT_PRICE), Error::<Test>::NoFunds);
		assert_eq!(Escrow::lasts_for(0), Some(600));
	});
}

#[test]
fn roll_over_should_keep_what_binds_a_sponsors_place() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let allowance = grant(SPONSOR, NATIVE, 1_000);
		assert_ok!(draw(0, allowance, 600));
		assert_ok!(Escrow::roll_over(0, 1));
		let place = Accounts::<Test>::get(1).expect("open").depositors[1].clone();
		assert_eq!(place.sponsorship, Some(Sponsorship { allowance, ceiling: UNIT_PRICE }));
		assert_ok!(Escrow::close(1));
		assert_eq!(Allowances::<Test>::get(allowance).expect("it lives").left, 1_000);
	});
}
