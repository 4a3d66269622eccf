//! Auctions in which the tenant picks: `pick_bid`, and how they close.

use crate::{
	mock::*, AuctionKind, Bids, Error, Event, OrderState, Orders, ReopenCause, MAX_EXCLUDED,
};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{Balance, OrderId, MAX_BIDS};
use sp_runtime::traits::BadOrigin;

fn choice() -> OrderId {
	open_order_of(AuctionKind::Choice)
}

/// An order with bids at 9,000, 8,000 and 7,000 between which the tenant chooses.
fn choosing() -> OrderId {
	let id = choice();
	for (at, price) in [(0, 9_000), (1, 8_000), (2, 7_000)] {
		assert_ok!(bid(PROVIDER + at, id, price));
	}
	advance(params().auction_blocks);
	id
}

fn winner(id: OrderId) -> Option<(AccountId, Balance)> {
	MockLeases::terms(id).map(|terms| (terms.provider, terms.price))
}

#[test]
fn bids_should_be_taken_at_any_price_up_to_the_maximum() {
	TestExt::new().execute_with(|| {
		let id = choice();
		assert_ok!(bid(PROVIDER, id, 1));
		advance(1);
		assert_ok!(bid(PROVIDER + 1, id, spec().max_price));
		assert_ok!(bid(PROVIDER + 2, id, 1));
		assert_noop!(bid(PROVIDER + 3, id, spec().max_price + 1), Error::<Test>::InvalidPrice);
		assert_noop!(bid(PROVIDER + 3, id, 0), Error::<Test>::InvalidPrice);
		assert_eq!(crate::Pallet::<Test>::highest_bid(id), Some(spec().max_price));
		let order = stored(id);
		assert_eq!((order.bids, order.best.map(|best| best.price)), (3, Some(1)));
		// A late bid does not move the end.
		advance_to(20);
		assert_ok!(bid(PROVIDER + 3, id, 5));
		assert_eq!(ends(id), 21);
	});
}

#[test]
fn bids_should_only_get_better() {
	TestExt::new().execute_with(|| {
		let id = choice();
		let offer =
			|price, notice, grace| bid_with(PROVIDER, id, price, place(&[(1, 2)]), notice, grace);
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_noop!(offer(9_001, 10, 20), Error::<Test>::PriceNotLowEnough);
		// What the tenant saw is the least that it gets.
		assert_noop!(offer(8_000, 9, 20), Error::<Test>::InvalidNotice);
		assert_noop!(offer(8_000, 10, 19), Error::<Test>::InvalidGrace);
		// On better terms at the same price.
		assert_ok!(offer(9_000, 100, 200));
		assert_ok!(offer(8_999, 100, 200));
		assert_eq!(stored(id).bids, 1);
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
	});
}

#[test]
fn full_book_should_keep_the_best_bids() {
	TestExt::new().execute_with(|| {
		let id = choice();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000 - Balance::from(at)));
		}
		let newcomer = PROVIDER + u64::from(MAX_BIDS);
		assert_noop!(bid(newcomer, id, 9_001), Error::<Test>::BookFull);
		assert_ok!(bid(newcomer, id, 8_999));
		assert_eq!(Bids::<Test>::get(id, PROVIDER), None);
		assert_eq!(free(PROVIDER), ENDOWMENT);
		assert_eq!(MockProviders::reserved(PROVIDER, id), None);
		assert_eq!(stored(id).bids, MAX_BIDS);
		// Who displaced another does not leave for nothing; all others do, even the lowest.
		let pot = free(POT);
		assert_ok!(withdraw(PROVIDER + 63, id));
		assert_eq!((free(PROVIDER + 63), free(POT)), (ENDOWMENT, pot));
		assert_ok!(withdraw(newcomer, id));
		assert_eq!((free(newcomer), free(POT)), (ENDOWMENT - 1_000, pot + 1_000));
	});
}

#[test]
fn pick_bid_should_award_what_the_tenant_picks_in_the_next_block() {
	TestExt::new().execute_with(|| {
		let id = choosing();
		assert_eq!(stored(id).state, OrderState::Choosing { ends: 31, picked: None });
		assert_eq!(take_events().last(), Some(&Event::ChoiceBegun { order: id, ends: 31 }));
		let provider = PROVIDER;
		assert_ok!(pick(id, provider));
		assert_eq!(take_events(), vec![Event::BidPicked { order: id, provider, at: 22 }]);
		check();
		assert_noop!(pick(id, PROVIDER + 1), Error::<Test>::AlreadyPicked);
		advance(1);
		assert_eq!(winner(id), Some((PROVIDER, 9_000)));
		assert_eq!((free(PROVIDER + 1), free(PROVIDER + 2)), (ENDOWMENT, ENDOWMENT));
		assert_eq!(MockProviders::reservations(), 1);
		assert_noop!(pick(id, PROVIDER + 1), Error::<Test>::AlreadyAwarded);
	});
}

#[test]
fn pick_bid_should_end_the_bidding_when_it_comes_early() {
	TestExt::new().execute_with(|| {
		let id = choice();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		assert_ok!(pick(id, PROVIDER));
		assert_noop!(bid(PROVIDER + 2, id, 1), Error::<Test>::AuctionEnded);
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::AuctionEnded);
		advance(1);
		assert_eq!(winner(id), Some((PROVIDER, 9_000)));
	});
}

#[test]
fn lowest_bid_should_win_when_the_tenant_does_not_pick() {
	TestExt::new().execute_with(|| {
		let id = choosing();
		advance_to(30);
		assert_eq!(winner(id), None);
		advance_to(31);
		assert_eq!(winner(id), Some((PROVIDER + 2, 7_000)));
	});
}

#[test]
fn tenant_should_choose_again_when_what_it_picked_cannot_be_awarded() {
	TestExt::new().execute_with(|| {
		let id = choosing();
		let picked = PROVIDER + 2;
		MockLeases::fail_for(picked);
		advance_to(25);
		assert_ok!(pick(id, picked));
		let pot = free(POT);
		advance(1);
		assert_eq!((free(picked), free(POT)), (ENDOWMENT - 1_000, pot + 1_000));
		let order = stored(id);
		assert_eq!(order.state, OrderState::Choosing { ends: 36, picked: None });
		assert_eq!(order.excluded.to_vec(), vec![picked]);
		assert_eq!((order.bids, order.best.map(|best| best.price)), (2, Some(8_000)));
		assert_noop!(pick(id, picked), Error::<Test>::BidNotFound);
		assert_ok!(pick(id, PROVIDER));
		advance(1);
		assert_eq!(winner(id), Some((PROVIDER, 9_000)));
	});
}

#[test]
fn order_should_be_put_up_again_when_the_only_bid_cannot_be_awarded() {
	TestExt::new().execute_with(|| {
		let id = choice();
		assert_ok!(bid(PROVIDER, id, 9_000));
		MockLeases::fail_for(PROVIDER);
		assert_ok!(pick(id, PROVIDER));
		take_events();
		advance(1);
		let cause = ReopenCause::AwardFailed;
		assert_eq!(
			take_events().last(),
			Some(&Event::OrderReopened { order: id, cause, rounds: 1, ends: 22, latest: 22 })
		);
	});
}

#[test]
fn order_should_close_when_it_cannot_exclude_the_one_that_was_picked() {
	TestExt::new().execute_with(|| {
		let id = choosing();
		Orders::<Test>::mutate(id, |order| {
			let order = order.as_mut().expect("it exists");
			for at in 0..u64::from(MAX_EXCLUDED) {
				order.excluded.try_push(500 + at).expect("there is room");
			}
		});
		MockLeases::fail_for(PROVIDER);
		assert_ok!(pick(id, PROVIDER));
		advance(2);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!((free(PROVIDER + 1), free(PROVIDER + 2)), (ENDOWMENT, ENDOWMENT));
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
	});
}

#[test]
fn order_should_be_put_up_again_when_there_is_nothing_to_choose() {
	TestExt::new().execute_with(|| {
		let id = choice();
		take_events();
		advance_to(21);
		let cause = ReopenCause::NoBids;
		assert_eq!(
			take_events(),
			vec![Event::OrderReopened { order: id, cause, rounds: 1, ends: 41, latest: 41 }]
		);
	});
}

#[test]
fn pick_bid_should_fail_when_there_is_nothing_to_pick() {
	TestExt::new().execute_with(|| {
		assert_noop!(pick(0, PROVIDER), Error::<Test>::OrderNotFound);
		assert_ok!(create(vec![crate::GroupRequest { auction: AuctionKind::Choice, ..request() }]));
		assert_ok!(bid(PROVIDER, 0, 9_000));
		// Award only after the verdict.
		assert_noop!(pick(0, PROVIDER), Error::<Test>::TooEarly);
		approve(0);
		assert_noop!(pick(0, PROVIDER + 1), Error::<Test>::BidNotFound);
		assert_noop!(
			Market::pick_bid(RuntimeOrigin::signed(OTHER), 0, PROVIDER),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(Market::pick_bid(RuntimeOrigin::none(), 0, PROVIDER), BadOrigin);
		for kind in [AuctionKind::Open, AuctionKind::Sealed] {
			let other = open_order_of(kind);
			assert_noop!(pick(other, PROVIDER), Error::<Test>::WrongAuction);
		}
	});
}

#[test]
fn pick_bid_should_fail_when_it_is_too_late() {
	TestExt::new().execute_with(|| {
		let id = choosing();
		System::set_block_number(31);
		assert_noop!(pick(id, PROVIDER), Error::<Test>::AuctionEnded);
		System::set_block_number(30);
		assert_ok!(Market::close_order(RuntimeOrigin::signed(TENANT), id));
		assert_noop!(pick(id, PROVIDER), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn pick_bid_should_fail_when_the_draw_is_due() {
	TestExt::new().execute_with(|| {
		let id = choice();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 9_000));
		advance_to(31);
		assert_eq!(stored(id).state, OrderState::Drawing { at: 32 });
		assert_noop!(pick(id, PROVIDER), Error::<Test>::AuctionEnded);
	});
}
