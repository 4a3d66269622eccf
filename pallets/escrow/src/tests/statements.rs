//! How an account counts the statements that its user makes.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{
	traits::{Escrow as _, Journal},
	BlockNumber,
};

/// Go to a block in which no time has passed.
fn at(block: BlockNumber) {
	System::set_block_number(block);
}

fn journal() -> Journal {
	Escrow::journal(0).expect("open")
}

#[test]
fn settle_should_number_one_statement_a_block_and_keep_when_it_paid() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_eq!(journal(), Journal { settled_at: 1, statements: 0, noted_at: 0 });
		at(5);
		serve(PROVIDER, 100);
		assert_eq!(Escrow::settle(0).map(|done| (done.since, done.statement)), Ok((1, 1)));
		serve(PROVIDER, 100);
		assert_eq!(Escrow::settle(0).map(|done| (done.since, done.statement)), Ok((5, 1)));
		at(6);
		serve(PROVIDER, 100);
		assert_eq!(Escrow::settle(0).map(|done| (done.since, done.statement)), Ok((5, 2)));
		assert_eq!(journal(), Journal { settled_at: 6, statements: 2, noted_at: 6 });
	});
}

#[test]
fn settle_should_make_no_statement_when_nothing_has_accrued() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		at(5);
		let before = journal();
		assert_ok!(Escrow::settle(0));
		assert_eq!(journal(), before);
	});
}

#[test]
fn settle_if_should_pay_only_when_the_last_settlement_is_old_enough() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		at(5);
		serve(PROVIDER, 100);
		assert_noop!(Escrow::settle_if(7, |_| true), Error::<Test>::AccountNotFound);
		assert_eq!(Escrow::settle_if(0, |since| since < 1), Ok(None));
		assert_eq!(Escrow::accrued(0), Some(100));
		let done = Escrow::settle_if(0, |since| since == 1).expect("open").expect("due");
		assert_eq!((done.paid, done.statement), (100, 1));
	});
}

#[test]
fn payments_that_nobody_asked_for_should_make_no_statement() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let before = journal();
		at(5);
		serve(PROVIDER, 100);
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 500));
		serve(PROVIDER, 100);
		assert_ok!(Escrow::pause(0));
		assert_eq!(Escrow::totals(0).map(|totals| totals.paid + totals.fees), Some(200));
		assert_eq!(journal(), before);
	});
}

#[test]
fn note_should_number_what_else_is_stated_and_go_on_after_a_payment() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		let number = || Escrow::note(0).expect("open").0;
		assert_eq!((number(), number()), (1, 1));
		at(5);
		serve(PROVIDER, 100);
		assert_ok!(Escrow::settle(0));
		assert_eq!(number(), 2);
		at(6);
		assert_eq!(number(), 3);
		assert_eq!(journal().settled_at, 5);
		assert_noop!(Escrow::note(7), Error::<Test>::AccountNotFound);
	});
}

#[test]
fn close_should_number_the_last_statement() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_ok!(Escrow::note(0));
		at(5);
		serve(PROVIDER, 100);
		assert_eq!(Escrow::close(0).map(|closed| closed.statement), Ok(2));
	});
}

#[test]
fn roll_over_should_count_anew_for_the_next_lease() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_ok!(Escrow::note(0));
		at(5);
		assert_eq!(Escrow::roll_over(0, 1).map(|closed| closed.statement), Ok(2));
		assert_eq!(Escrow::journal(1), Some(Journal::default()));
	});
}
