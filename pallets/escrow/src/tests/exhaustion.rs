use crate::{mock::*, *};
use frame_support::{assert_ok, weights::Weight};
use leasehold_primitives::traits::Escrow as _;

#[test]
fn agenda_should_settle_in_the_block_in_which_the_money_runs_out() {
	TestExt::new().execute_with(|| {
		// Ten blocks and a millisecond of service.
		open_stream(0, NATIVE, 30_001);
		run_to(11);
		assert_eq!(Heard::get(), vec![]);
		run_to(12);
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
		assert_eq!(Escrow::totals(0).expect("open").held, 0);
	});
}

#[test]
fn agenda_should_look_again_when_the_clock_was_slower_than_time() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 30_000);
		run_to(5);
		// Blocks without service, then service again.
		for _ in 0..20 {
			next_block();
		}
		assert_eq!(Heard::get(), vec![]);
		let left = Escrow::lasts_for(0).expect("it runs") / 3_000;
		let now = System::block_number();
		run_to(now + left as u32 + 2);
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
	});
}

#[test]
fn agenda_should_not_look_every_block_when_the_provider_is_silent() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 3_000);
		SilentProviders::set(vec![PROVIDER]);
		next_block();
		let due = Accounts::<Test>::get(0).expect("open").stream.expect("started").due;
		assert_eq!(due, Some(System::block_number() + exhaustion::LOOK_AGAIN));
	});
}

#[test]
fn agenda_should_follow_time_when_blocks_are_missed() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 30_000);
		// Two of three blocks are missed: after four blocks, not ten, the money has run out.
		for block in 1..=4u64 {
			serve(PROVIDER, 9_000);
			TimeIs::set(Some(3_000 + 9_000 * block));
			next_block();
			let heard = Heard::get().len();
			assert_eq!(heard, usize::from(block == 4), "after {block} blocks");
		}
	});
}

#[test]
fn agenda_should_look_soon_when_a_clock_may_be_set_ahead_after_a_halt() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_800_000);
		// The chain stands still for an hour; the clock goes on for its window, and the rest comes
		// with the next heartbeat, a block later.
		TimeIs::set(Some(3_603_000));
		serve(PROVIDER, 900_000);
		BehindProviders::set(vec![PROVIDER]);
		next_block();
		assert_eq!(Heard::get(), vec![]);
		serve(PROVIDER, 2_700_000);
		BehindProviders::set(vec![]);
		for block in 1..=2 {
			TimeIs::set(Some(3_603_000 + 3_000 * block));
			serve(PROVIDER, 3_000);
			next_block();
		}
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
		assert_eq!(Escrow::totals(0).expect("open").held, 0);
	});
}

#[test]
fn agenda_should_catch_up_over_blocks_when_the_chain_stood_still_for_long() {
	TestExt::new().execute_with(|| {
		next_block();
		open_stream(0, NATIVE, 30_000);
		let room = Escrow::agenda_item_weight().saturating_mul(2);
		AgendaWeight::set(room);
		// A day of slots.
		let later = 86_400_000;
		serve(PROVIDER, later);
		TimeIs::set(Some(later));
		open_stream(1, NATIVE, 30_000);
		let mut blocks = 0;
		while AgendaCursor::<Test>::get() <= Escrow::slot() {
			next_block();
			blocks += 1;
			assert!(blocks < 10_000, "it never catches up");
		}
		assert!(blocks > 1);
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
		serve(PROVIDER, 30_000);
		TimeIs::set(Some(later + 30_000));
		next_block();
		assert_eq!(Heard::get(), vec![("exhausted", 0), ("exhausted", 1)]);
	});
}

#[test]
fn agenda_should_carry_over_what_does_not_fit_and_change_no_amount() {
	TestExt::new().execute_with(|| {
		for id in 0..50 {
			open_stream(id, NATIVE, 2_990);
		}
		// Room for about four of the worst streams a block, and for some more of these.
		let item = Escrow::agenda_item_weight();
		let room = item
			.saturating_mul(4)
			.saturating_add(Weight::from_parts(item.ref_time() / 2, item.proof_size() / 2));
		AgendaWeight::set(room);
		serve(PROVIDER, 3_000);
		next_block();
		let first = Heard::get().len();
		assert!((4..25).contains(&first), "{first} streams were looked at");
		for _ in 0..20 {
			serve(PROVIDER, 3_000);
			next_block();
		}
		assert_eq!(Heard::get().len(), 50);
		for id in 0..50 {
			let totals = Escrow::totals(id).expect("open");
			assert_eq!((totals.paid, totals.fees, totals.held), (2_931, 59, 0));
		}
	});
}

#[test]
fn agenda_should_do_nothing_when_there_is_no_weight_left() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 3_000);
		serve(PROVIDER, 3_000);
		AgendaWeight::set(Weight::zero());
		next_block();
		assert_eq!(Heard::get(), vec![]);
		AgendaWeight::set(Weight::from_parts(500_000_000_000, 5_000_000));
		next_block();
		assert_eq!(Heard::get(), vec![("exhausted", 0)]);
	});
}

#[test]
fn agenda_should_hold_streams_that_outlast_the_horizon() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, NATIVE, 1_000));
		assert_ok!(Escrow::start(0, &PROVIDER, 1));
		let due = Accounts::<Test>::get(0).expect("open").stream.expect("started").due;
		// A thousand hours at one unit an hour.
		assert_eq!(due, Some(1 + 1_200_000));
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(TENANT), 0, 500_000_000));
		let due = Accounts::<Test>::get(0).expect("open").stream.expect("started").due;
		assert_eq!(due, Some(1 + exhaustion::HORIZON));
	});
}
