//! What settlements say that they have done, and what deposits and draws give back of the weight
//! that they declare.

use crate::{mock::*, *};
use frame_support::{
	assert_ok, dispatch::GetDispatchInfo, traits::UnfilteredDispatchable, weights::Weight,
};
use leasehold_primitives::{
	traits::{Escrow as _, OnExhausted, Settlement},
	EscrowId, MAX_DEPOSITORS,
};
use proptest::prelude::*;

type W = ();

/// What a call declares, and what it says to have weighed.
fn weighed(call: Call<Test>, who: AccountId) -> (Weight, Weight) {
	let call = RuntimeCall::from(call);
	let declared = call.get_dispatch_info().call_weight;
	let info = call.dispatch_bypass_filter(RuntimeOrigin::signed(who)).expect("it succeeds");
	(declared, info.actual_weight.expect("it says so"))
}

fn deposit(id: EscrowId, who: AccountId) -> (Weight, Weight) {
	weighed(Call::deposit { id, amount: 1_000 }, who)
}

fn settlement(id: EscrowId) -> Settlement {
	Escrow::settle(id).expect("it settles")
}

#[test]
fn settle_should_say_what_it_has_done() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let totals = |id| Escrow::totals(id).expect("it is open");
		let nothing = Settlement {
			alone: true,
			native: true,
			since: 1,
			totals: totals(0),
			..Default::default()
		};
		assert_eq!(settlement(0), nothing);
		serve(PROVIDER, 400);
		let done = settlement(0);
		let paid = Settlement { paid: 400, payers: 1, statement: 1, ..nothing };
		assert_eq!(done, Settlement { totals: totals(0), ..paid });
		assert!(done.is_usual());

		open_stream(1, USD, 1_000);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 1, 1_000));
		serve(PROVIDER, 1_500);
		let done = settlement(1);
		assert_eq!((done.paid, done.payers, done.native, done.owed), (1_500, 2, false, false));
		assert!(!done.alone);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, PROVIDER));
		serve(PROVIDER, 100);
		let done = settlement(1);
		assert_eq!((done.paid, done.payers, done.owed, done.exhausted), (100, 1, true, false));
		assert!(!done.is_usual());

		// By now the first has run out, too.
		let done = settlement(0);
		assert_eq!((done.paid, done.owed, done.exhausted), (600, false, true));
		assert!(!done.is_usual());
		assert_eq!(done.totals, totals(0));
	});
}

#[test]
fn settle_should_pay_the_payee_and_owe_the_pot_when_only_the_pot_is_blocked() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 1_000));
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, Escrow::pot()));
		serve(PROVIDER, 1_500);
		let done = settlement(0);
		assert_eq!((done.paid, done.payers, done.owed), (1_500, 2, true));
		assert_eq!(free(&USD, PROVIDER), ENDOWMENT + 1_470);
		assert_eq!(Owed::<Test>::get((Escrow::pot(), USD, FRIEND)), Some(30));
		assert_eq!(Owed::<Test>::iter().count(), 1);
	});
}

#[test]
fn deposit_should_give_back_what_its_settlement_did_not_take() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		let (declared, actual) = deposit(0, TENANT);
		assert_eq!(actual, W::deposit_alone());
		assert!(actual.all_lt(declared));

		assert_ok!(Escrow::start(0, &PROVIDER, UNIT_PRICE));
		serve(PROVIDER, 500);
		assert_eq!(deposit(0, FRIEND).1, W::deposit_alone() + W::settle_native(1));

		open_stream(1, USD, 1_000);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, PROVIDER));
		serve(PROVIDER, 500);
		assert_eq!(deposit(1, FRIEND).1, W::deposit_alone() + W::settle(1));
	});
}

#[test]
fn deposit_should_weigh_the_hooks_that_it_has_called() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		serve(PROVIDER, 1_000);
		// It runs out in the settlement, and goes on.
		let (declared, actual) = deposit(0, TENANT);
		assert_eq!(actual, declared);
		ResumeWhenFunded::set(false);
		serve(PROVIDER, 1_000);
		assert_ok!(Escrow::settle(0));
		let hook = <Listener as OnExhausted>::weight();
		assert_eq!(deposit(0, TENANT).1, W::deposit_alone() + W::settle_native(0) + hook);
	});
}

#[test]
fn draw_should_give_back_what_its_settlement_did_not_take() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		let allowance = grant(SPONSOR, USD, 1_000);
		serve(PROVIDER, 500);
		let call = Call::draw { id: 0, allowance, amount: 1_000 };
		let (declared, actual) = weighed(call, TENANT);
		assert_eq!(actual, W::draw_alone() + W::settle_asset(1));
		assert!(actual.all_lt(declared));
	});
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

	#[test]
	fn deposit_should_weigh_no_more_than_declared_whatever_it_settles(
		native in any::<bool>(),
		blocked in any::<bool>(),
		others in 0..MAX_DEPOSITORS - 1,
		span in 0..10_000u64,
	) {
		TestExt::new().execute_with(|| {
			open_stream(0, if native { NATIVE } else { USD }, 1_000);
			for who in 0..AccountId::from(others) {
				deposit(0, 3 + who);
			}
			if blocked {
				assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, PROVIDER));
			}
			serve(PROVIDER, span);
			let (declared, actual) = deposit(0, TENANT);
			assert!(actual.all_lte(declared), "{actual:?} of {declared:?}");
		});
	}
}
