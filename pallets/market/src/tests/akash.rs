//! What the field notes say another market refuses, refused here in every kind of auction that it
//! applies to.

use crate::{mock::*, AuctionKind, Error, GroupRequest};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{BlockNumber, BLOCKS_PER_HOUR};
use sp_runtime::DispatchError;

const SEEN: [AuctionKind; 2] = [AuctionKind::Open, AuctionKind::Choice];

#[test]
fn bids_should_be_refused_where_they_are_elsewhere() {
	for kind in SEEN {
		TestExt::new().execute_with(|| {
			assert_noop!(bid(PROVIDER, 0, 9_000), Error::<Test>::OrderNotFound);
			let id = open_order_of(kind);
			// Without a price, and above the order's.
			for price in [0, spec().max_price + 1] {
				assert_noop!(bid(PROVIDER, id, price), Error::<Test>::InvalidPrice);
			}
			// By one that is no provider, or lacks what is required.
			assert_noop!(bid(OTHER, id, 9_000), DispatchError::Other("not a provider"));
			let mut wish = GroupRequest { auction: kind, ..request() };
			wish.spec.requirements.all_of.try_push(OTHER).expect("there is room");
			let attested = crate::NextOrderId::<Test>::get();
			assert_ok!(create(vec![wish]));
			assert_noop!(bid(PROVIDER, attested, 9_000), DispatchError::Other("not attested"));
			// A second one by the same provider takes the place of the first, and has to be better.
			assert_ok!(bid(PROVIDER, id, 9_000));
			assert_noop!(bid(PROVIDER, id, 9_001), Error::<Test>::PriceNotLowEnough);
			assert_ok!(bid(PROVIDER, id, 8_000));
			assert_eq!(stored(id).bids, 1);
			// On a closed order.
			assert_ok!(Market::close_order(RuntimeOrigin::signed(TENANT), id));
			assert_noop!(bid(PROVIDER + 1, id, 7_000), Error::<Test>::AlreadyClosing);
			advance(1);
			assert_noop!(bid(PROVIDER + 1, id, 7_000), Error::<Test>::OrderNotFound);
		});
	}
}

#[test]
fn sealed_bids_should_be_refused_where_they_are_elsewhere() {
	TestExt::new().execute_with(|| {
		assert_noop!(commit(PROVIDER, 0, 9_000), Error::<Test>::OrderNotFound);
		let id = open_order_of(AuctionKind::Sealed);
		assert_noop!(commit(OTHER, id, 9_000), DispatchError::Other("not a provider"));
		// What is wrong with a price shows when it is revealed.
		for (who, price) in [(PROVIDER, 0), (PROVIDER + 1, spec().max_price + 1)] {
			assert_ok!(commit(who, id, price));
		}
		advance_to(ends(id));
		for (who, price) in [(PROVIDER, 0), (PROVIDER + 1, spec().max_price + 1)] {
			assert_noop!(reveal(who, id, price), Error::<Test>::InvalidPrice);
		}
		advance_to(ends(id));
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
	});
}

#[test]
fn bids_should_offer_the_notice_that_the_order_demands() {
	const DAY: BlockNumber = 24 * BLOCKS_PER_HOUR;
	for auction in SEEN {
		TestExt::new().execute_with(|| {
			let id = crate::NextOrderId::<Test>::get();
			assert_ok!(create(vec![GroupRequest { auction, min_notice: DAY, ..request() }]));
			for notice in [0, BLOCKS_PER_HOUR, DAY - 1] {
				assert_noop!(
					bid_with(PROVIDER, id, 9_000, place(&[(0, 2)]), notice, 20),
					Error::<Test>::InvalidNotice
				);
			}
			assert_ok!(bid_with(PROVIDER, id, 9_000, place(&[(0, 2)]), DAY, 20));
		});
	}
	TestExt::new().execute_with(|| {
		let auction = AuctionKind::Sealed;
		assert_ok!(create(vec![GroupRequest { auction, min_notice: DAY, ..request() }]));
		approve(0);
		assert_ok!(commit(PROVIDER, 0, 9_000));
		advance_to(ends(0));
		assert_noop!(reveal(PROVIDER, 0, 9_000), Error::<Test>::InvalidNotice);
	});
}

#[test]
fn second_close_should_be_refused_by_an_error_of_its_own() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		let close = || Market::close_deployment(RuntimeOrigin::signed(TENANT), 0);
		assert_ok!(close());
		assert_noop!(close(), Error::<Test>::AlreadyClosing);
		advance(1);
		assert_noop!(close(), Error::<Test>::DeploymentNotFound);
		assert_noop!(create(vec![]), Error::<Test>::NoGroups);
	});
}
