//! Settlement by tables: what the field notes carry over to one stream an account, and the edges.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungibles::Mutate};
use leasehold_primitives::{
	accrual::MS_PER_HOUR, traits::Escrow as _, AssetId, MAX_DEPOSITORS, MAX_OTHER_DEPOSITORS,
};
use sp_runtime::Permill;

const HOUR: u64 = MS_PER_HOUR;

/// An asset of which a single unit can be deposited.
const FINE: AssetId = AssetId::WithId(4);

fn list_fine(holders: &[AccountId]) {
	assert_ok!(Assets::force_create(RuntimeOrigin::root(), 4, ISSUER, true, 1));
	for who in holders.iter().chain([&PROVIDER, &Escrow::pot()]) {
		assert_ok!(Assets::mint_into(4, who, 1_000));
	}
	let terms = AssetTerms { min_deposit: 1 };
	assert_ok!(Escrow::list_asset(RuntimeOrigin::root(), FINE, terms));
}

fn state(id: u64) -> StreamState {
	Accounts::<Test>::get(id).and_then(|account| account.stream).expect("it has a stream").state
}

/// Price, funds, service time in ms → left, credited (no fee). Where the notes have two streams on
/// an account, ours has one of their sum.
#[test]
fn settle_should_follow_the_vectors() {
	let cases: [(u128, u128, u64, u128, u128); 13] = [
		// The notes' 1, 2, 4, 5 and 6, their unit of time an hour.
		(3, 100, 5 * HOUR, 85, 15),
		(20, 100, 5 * HOUR, 0, 100),
		(20, 200, 5 * HOUR, 100, 100),
		(20, 200, 6 * HOUR, 80, 120),
		(20, 200, 10 * HOUR, 0, 200),
		// No time.
		(UNIT_PRICE, 100, 0, 100, 0),
		(u128::MAX, 500_000_000, 0, 500_000_000, 0),
		// The smallest price: nothing before the hour is full, even if nearly.
		(1, 100, HOUR * 9 / 10, 100, 0),
		(1, 100, HOUR - 1, 100, 0),
		(1, 100, HOUR, 99, 1),
		// The largest price uses up anything in the first millisecond.
		(u128::MAX, 500_000_000, 1, 0, 500_000_000),
		// More time than any lease sees, and than any clock.
		(1, 100, u64::MAX / 2, 0, 100),
		(u128::MAX, 500_000_000, u64::MAX, 0, 500_000_000),
	];
	for asset in [NATIVE, USD] {
		for (price, funds, elapsed, left, credited) in cases {
			TestExt::new().fee_rate(Permill::zero()).execute_with(|| {
				assert_ok!(Escrow::open(0, &TENANT, asset.clone(), funds));
				assert_ok!(Escrow::start(0, &PROVIDER, price));
				serve(PROVIDER, elapsed);
				assert_eq!(settle(0), Ok(credited), "{price} {funds} {elapsed}");
				assert_eq!(Escrow::totals(0).expect("open").held, left);
				assert_eq!(free(&asset, PROVIDER), ENDOWMENT + credited);
				// Used up to the last unit is exhausted, not overdrawn.
				let exhausted = state(0) == StreamState::Exhausted;
				assert_eq!(exhausted, left == 0);
				assert_eq!(settle(0), Ok(0));
			});
		}
	}
}

#[test]
fn settle_should_exhaust_one_unit_at_the_full_hour_when_it_was_settled_before() {
	TestExt::new().execute_with(|| {
		list_fine(&[TENANT]);
		assert_ok!(Escrow::open(0, &TENANT, FINE, 1));
		assert_ok!(Escrow::start(0, &PROVIDER, 1));
		assert_eq!(Escrow::lasts_for(0), Some(HOUR));
		serve(PROVIDER, HOUR * 9 / 10);
		assert_eq!(settle(0), Ok(0));
		// The settlement has moved no anchor.
		assert_eq!(Escrow::lasts_for(0), Some(HOUR / 10));
		serve(PROVIDER, HOUR / 10 - 1);
		assert_eq!(settle(0), Ok(0));
		assert_eq!(state(0), StreamState::Running);
		serve(PROVIDER, 1);
		assert_eq!(settle(0), Ok(1));
		assert_eq!(state(0), StreamState::Exhausted);
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
		// Two per cent of one unit is nothing: all of it is the payee's.
		assert_eq!(free(&FINE, PROVIDER), 1_001);
	});
}

#[test]
fn settle_should_take_one_unit_from_each_of_eight_depositors_in_turn() {
	TestExt::new().fee_rate(Permill::zero()).execute_with(|| {
		let payers: Vec<AccountId> = (1..=u64::from(MAX_DEPOSITORS)).collect();
		list_fine(&payers);
		assert_ok!(Escrow::open(0, &TENANT, FINE, 1));
		for who in &payers[1..=MAX_OTHER_DEPOSITORS as usize] {
			assert_ok!(Escrow::deposit(RuntimeOrigin::signed(*who), 0, 1));
		}
		assert_ok!(draw(0, grant(payers[7], FINE, 1), 1));
		assert_ok!(Escrow::start(0, &PROVIDER, 1));
		assert_eq!(Escrow::lasts_for(0), Some(8 * HOUR));
		for spent in 1..=payers.len() {
			serve(PROVIDER, HOUR);
			assert_eq!(settle(0), Ok(1));
			for (place, who) in payers.iter().enumerate() {
				let held = u128::from(place >= spent);
				assert_eq!(on_hold(&FINE, HoldReason::Deposit, *who), held);
			}
		}
		assert_eq!(state(0), StreamState::Exhausted);
		let totals = Escrow::close(0).expect("open").totals;
		assert_eq!((totals.deposited, totals.paid, totals.refunded), (8, 8, 0));
	});
}

#[test]
fn settle_should_pay_nothing_however_much_time_passes_when_the_clock_stands_still() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		SilentProviders::set(vec![PROVIDER]);
		for _ in 0..100 {
			next_block();
			assert_eq!(settle(0), Ok(0));
		}
		let totals = Escrow::close(0).expect("open").totals;
		assert_eq!((totals.paid, totals.fees, totals.refunded), (0, 0, 1_000));
	});
}
