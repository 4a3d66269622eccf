use crate::{
	mock::*, AuctionKind, Bid, Bids, Error, Event, MarketParams, OrderState, Pallet, Params,
	WeightInfo, MAX_GRACE, MAX_NOTICE,
};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::Pays,
	traits::{LockIdentifier, LockableCurrency, WithdrawReasons},
};
use leasehold_primitives::{Balance, MAX_BIDS};
use sp_runtime::{traits::BadOrigin, DispatchError};

const LOCK: LockIdentifier = *b"staking_";

#[test]
fn bid_should_hold_collateral_and_reserve_capacity_while_the_order_is_pending() {
	TestExt::new().execute_with(|| {
		let id = order();
		take_events();
		assert_ok!(bid(PROVIDER, id, 10_000));
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
		assert_eq!(Pallet::<Test>::collateral_of(&PROVIDER), 1_000);
		assert_eq!(MockProviders::reserved(PROVIDER, id), Some(place(&[(0, 2)])));
		assert_eq!(
			Bids::<Test>::get(id, PROVIDER),
			Some(Bid {
				price: 10_000,
				placement: place(&[(0, 2)]),
				notice: 10,
				grace: 20,
				collateral: 1_000,
				displaced: false,
			})
		);
		let best = stored(id).best.expect("the bid leads");
		assert_eq!((best.provider, best.price, stored(id).bids), (PROVIDER, 10_000, 1));
		assert_eq!(
			take_events(),
			vec![Event::BidPlaced {
				order: id,
				provider: PROVIDER,
				price: 10_000,
				placement: place(&[(0, 2)]),
				notice: 10,
				grace: 20,
				collateral: 1_000,
				replaces: None,
			}]
		);
	});
}

#[test]
fn bid_should_undercut_the_best_by_the_minimum_step() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_999));
		// A tenth of 9,999, rounded up, is 1,000.
		assert_eq!(Pallet::<Test>::highest_bid(id), Some(8_999));
		advance(1);
		for price in [9_999, 10_000, 9_000] {
			assert_noop!(bid(PROVIDER + 1, id, price), Error::<Test>::PriceNotLowEnough);
		}
		assert_ok!(bid(PROVIDER + 1, id, 8_999));
		assert_eq!(stored(id).bids, 2);
	});
}

#[test]
fn bid_should_undercut_by_one_unit_at_least() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 2));
		advance(1);
		assert_noop!(bid(PROVIDER + 1, id, 2), Error::<Test>::PriceNotLowEnough);
		assert_ok!(bid(PROVIDER + 1, id, 1));
		assert_eq!(Pallet::<Test>::highest_bid(id), None);
		advance(1);
		assert_noop!(bid(PROVIDER, id, 1), Error::<Test>::PriceNotLowEnough);
	});
}

#[test]
fn bid_should_be_measured_by_the_best_of_earlier_blocks() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		// A place in the block gives no advantage, however close the prices are.
		for (at, price) in [(1, 9_000), (2, 9_999), (3, 8_999)] {
			assert_ok!(bid(PROVIDER + at, id, price));
		}
		// But nobody goes up, or stays where it is.
		for price in [8_999, 9_000] {
			assert_noop!(bid(PROVIDER + 3, id, price), Error::<Test>::PriceNotLowEnough);
		}
		assert_eq!(stored(id).best.map(|best| best.price), Some(8_999));
		advance(1);
		assert_noop!(bid(PROVIDER + 4, id, 8_100), Error::<Test>::PriceNotLowEnough);
		// What leaves in this block is still what bids of this block are measured by.
		assert_ok!(withdraw(PROVIDER + 3, id));
		assert_noop!(bid(PROVIDER + 4, id, 8_100), Error::<Test>::PriceNotLowEnough);
		advance(1);
		assert_ok!(bid(PROVIDER + 4, id, 8_100));
	});
}

#[test]
fn bid_should_pay_a_fee_unless_it_is_the_first() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let pays = |provider, price| {
			let origin = RuntimeOrigin::signed(provider);
			Market::bid(origin, id, price, place(&[(0, 2)]), 10, 20).map(|info| info.pays_fee)
		};
		assert_eq!(pays(PROVIDER, 9_000), Ok(Pays::No));
		assert_eq!(pays(PROVIDER + 1, 8_000), Ok(Pays::No));
		assert_eq!(pays(PROVIDER, 7_000), Ok(Pays::Yes));
		let refused = pays(PROVIDER + 2, 0).expect_err("the price is too low");
		assert_eq!(refused.post_info.pays_fee, Pays::Yes);
	});
}

#[test]
fn bid_should_weigh_no_more_than_a_look_when_it_is_refused() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let weight = |order, price| {
			let origin = RuntimeOrigin::signed(PROVIDER);
			let refused = Market::bid(origin, order, price, place(&[(0, 2)]), 10, 20);
			refused.expect_err("is refused").post_info.actual_weight
		};
		assert_eq!(weight(id, 0), Some(<() as WeightInfo>::bid(1)));
		assert_eq!(weight(id + 1, 9_000), Some(<() as WeightInfo>::bid(0)));
		// From there on it may have done anything: five bids fill a machine.
		for _ in 0..5 {
			let id = open_order();
			assert_ok!(bid(PROVIDER, id, 9_000));
		}
		assert_eq!(weight(id, 9_000), None);
	});
}

#[test]
fn bid_should_be_refused_when_the_book_is_full_and_it_is_the_worst() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		// All in one block, at one price.
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		let (newcomer, another) = (PROVIDER + 70, PROVIDER + 71);
		assert_noop!(bid(newcomer, id, 9_001), Error::<Test>::BookFull);
		MockProviders::set_score(newcomer, 400_000);
		assert_noop!(bid(newcomer, id, 9_000), Error::<Test>::BookFull);
		MockProviders::set_score(another, 600_000);
		assert_ok!(bid(another, id, 9_000));
		assert_eq!(stored(id).bids, MAX_BIDS);
		assert_eq!(Bids::<Test>::iter_prefix(id).count(), MAX_BIDS as usize);
	});
}

#[test]
fn bid_should_fail_when_the_auction_is_sealed() {
	TestExt::new().execute_with(|| {
		let id = open_order_of(AuctionKind::Sealed);
		assert_noop!(bid(PROVIDER, id, 9_000), Error::<Test>::WrongAuction);
	});
}

#[test]
fn bid_should_replace_the_own_one_when_it_leads() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		advance(1);
		take_events();
		// Still by the step.
		assert_noop!(bid(PROVIDER, id, 8_101), Error::<Test>::PriceNotLowEnough);
		assert_ok!(bid_with(PROVIDER, id, 8_100, place(&[(1, 1), (2, 1)]), 11, 0));
		assert_eq!(stored(id).bids, 1);
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
		assert_eq!(MockProviders::reserved(PROVIDER, id), Some(place(&[(1, 1), (2, 1)])));
		let stored = Bids::<Test>::get(id, PROVIDER).expect("the bid stands");
		assert_eq!((stored.price, stored.notice, stored.grace), (8_100, 11, 0));
		let replaces = take_events().into_iter().find_map(|event| match event {
			Event::BidPlaced { replaces, .. } => replaces,
			_ => None,
		});
		assert_eq!(replaces, Some(9_000));
	});
}

#[test]
fn bid_should_undercut_the_best_when_it_replaces_one_that_does_not_lead() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 5_000));
		advance(1);
		assert_noop!(bid(PROVIDER, id, 6_000), Error::<Test>::PriceNotLowEnough);
		assert_ok!(bid(PROVIDER, id, 4_500));
		assert_eq!(stored(id).bids, 2);
		assert_eq!(stored(id).best.map(|best| best.provider), Some(PROVIDER));
	});
}

#[test]
fn bid_should_adjust_the_collateral_when_it_replaces_one_from_before_a_change() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		for (collateral, price) in [(1_500, 8_000), (200, 7_000)] {
			Params::<Test>::put(MarketParams { collateral, ..params() });
			assert_ok!(bid(PROVIDER, id, price));
			assert_eq!(Pallet::<Test>::collateral_of(&PROVIDER), collateral);
			assert_eq!(free(PROVIDER), ENDOWMENT - collateral);
		}
	});
}

#[test]
fn bid_should_displace_the_highest_when_the_book_is_full() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = open_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000 - Balance::from(at)));
		}
		take_events();
		let newcomer = PROVIDER + u64::from(MAX_BIDS);
		// A replacement needs no room.
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		assert_eq!(stored(id).bids, MAX_BIDS);
		assert_ok!(bid(newcomer, id, 7_000));
		assert_eq!(stored(id).bids, MAX_BIDS);
		assert_eq!(Bids::<Test>::iter_prefix(id).count(), MAX_BIDS as usize);
		assert_eq!(free(PROVIDER), ENDOWMENT);
		assert_eq!(Bids::<Test>::get(id, PROVIDER), None);
		assert_eq!(MockProviders::reserved(PROVIDER, id), None);
		assert!(Bids::<Test>::get(id, newcomer).expect("it stands").displaced);
		assert!(take_events().contains(&Event::BidReleased {
			order: id,
			provider: PROVIDER,
			price: 9_000,
			collateral: 1_000,
		}));
		// The displaced one may come back, and displaces the highest in turn.
		assert_ok!(bid(PROVIDER, id, 6_000));
		assert_eq!(Bids::<Test>::get(id, PROVIDER + 2), None);
	});
}

#[test]
fn bid_should_extend_the_auction_up_to_the_ceiling_when_it_is_late() {
	TestExt::new().execute_with(|| {
		// Opened in block 1: closes at 21, at 33 at the latest; a bid keeps it open for 5.
		let id = open_order();
		advance_to(16);
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_eq!(ends(id), 21);
		advance_to(17);
		take_events();
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		assert_eq!(ends(id), 22);
		assert!(take_events().contains(&Event::AuctionEndMoved { order: id, ends: 22 }));
		let mut price = 8_000;
		for block in [21, 25, 29, 32] {
			advance_to(block);
			price = price * 9 / 10;
			assert_ok!(bid(PROVIDER, id, price));
			assert_eq!(ends(id), (block + 5).min(33));
		}
		advance_to(33);
		let state = OrderState::Awarded { provider: PROVIDER, price };
		assert_eq!(stored(id).state, state);
	});
}

#[test]
fn bid_should_end_the_auction_at_the_next_block_when_it_meets_the_buy_now_price() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![crate::GroupRequest { buy_now: Some(5_000), ..request() }]));
		approve(0);
		assert_ok!(bid(PROVIDER, 0, 5_001));
		assert_eq!(ends(0), 21);
		advance_to(3);
		assert_ok!(bid(PROVIDER + 1, 0, 4_000));
		assert_eq!(ends(0), 4);
		// In the same block, others may still do better.
		assert_ok!(bid(PROVIDER + 2, 0, 3_600));
		assert_eq!(ends(0), 4);
		advance_to(4);
		let state = OrderState::Awarded { provider: PROVIDER + 2, price: 3_600 };
		assert_eq!(stored(0).state, state);
	});
}

#[test]
fn bid_should_fail_when_the_origin_is_not_signed() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let placed = Market::bid(origin, id, 1, place(&[(0, 2)]), 10, 20);
			assert_noop!(placed, BadOrigin);
		}
	});
}

#[test]
fn bid_should_fail_when_there_is_no_such_order() {
	TestExt::new().execute_with(|| {
		assert_noop!(bid(PROVIDER, 0, 1), Error::<Test>::OrderNotFound);
	});
}

#[test]
fn bid_should_fail_when_the_price_is_out_of_bounds() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for price in [0, spec().max_price + 1, Balance::MAX] {
			assert_noop!(bid(PROVIDER, id, price), Error::<Test>::InvalidPrice);
		}
		assert_ok!(bid(PROVIDER, id, spec().max_price));
	});
}

#[test]
fn bid_should_fail_when_notice_or_grace_is_out_of_bounds() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let terms = |notice, grace| bid_with(PROVIDER, id, 9_000, place(&[(0, 2)]), notice, grace);
		for notice in [0, params().min_notice - 1, MAX_NOTICE + 1, u32::MAX] {
			assert_noop!(terms(notice, 0), Error::<Test>::InvalidNotice);
		}
		for grace in [MAX_GRACE + 1, u32::MAX] {
			assert_noop!(terms(10, grace), Error::<Test>::InvalidGrace);
		}
		assert_ok!(terms(MAX_NOTICE, MAX_GRACE));
	});
}

#[test]
fn bid_should_fail_when_the_placement_is_malformed() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let wrong: [&[(u16, u16)]; 7] = [
			&[],
			&[(0, 1)],
			&[(0, 3)],
			&[(0, 2), (1, 0)],
			&[(1, 1), (0, 1)],
			&[(0, 1), (0, 1)],
			// 65,538 replicas, 2 if they wrapped.
			&[(0, u16::MAX), (1, 3)],
		];
		for placement in wrong {
			assert_noop!(
				bid_with(PROVIDER, id, 9_000, place(placement), 10, 20),
				Error::<Test>::InvalidPlacement
			);
		}
		let unknown = place(&[(8, 2)]);
		assert_noop!(
			bid_with(PROVIDER, id, 9_000, unknown, 10, 20),
			DispatchError::Other("no machine")
		);
	});
}

#[test]
fn bid_should_fail_when_the_provider_is_not_eligible() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_noop!(bid(OTHER, id, 9_000), DispatchError::Other("not a provider"));
		MockProviders::bar(PROVIDER);
		assert_noop!(bid(PROVIDER, id, 9_000), DispatchError::Other("barred"));
	});
}

#[test]
fn bid_should_fail_when_the_tenant_bids_on_its_own_order() {
	TestExt::new().execute_with(|| {
		let groups = vec![request()].try_into().expect("one group");
		let origin = RuntimeOrigin::signed(PROVIDER);
		let asset = leasehold_primitives::AssetId::Native;
		assert_ok!(Market::create_deployment(origin, manifest(), asset, groups));
		assert_noop!(bid(PROVIDER, 0, 9_000), Error::<Test>::OwnOrder);
	});
}

#[test]
fn bid_should_fail_when_the_machines_have_no_room() {
	TestExt::new().execute_with(|| {
		for _ in 0..5 {
			let id = open_order();
			assert_ok!(bid(PROVIDER, id, 9_000));
		}
		// Five bids of two cores fill a machine of ten.
		let id = open_order();
		assert_noop!(bid(PROVIDER, id, 9_000), DispatchError::Other("no room"));
		assert_ok!(bid_with(PROVIDER, id, 9_000, place(&[(1, 2)]), 10, 20));
		assert_noop!(bid(PROVIDER, id, 8_000), DispatchError::Other("no room"));
	});
}

#[test]
fn bid_should_fail_when_the_provider_cannot_spare_the_collateral() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		Params::<Test>::mutate(|params| params.collateral = ENDOWMENT - ED + 1);
		assert_noop!(bid(PROVIDER, id, 9_000), Error::<Test>::InsufficientCollateral);
		Params::<Test>::mutate(|params| params.collateral = ENDOWMENT - ED);
		assert_ok!(bid(PROVIDER, id, 9_000));
	});
}

#[test]
fn bid_should_fail_when_what_the_provider_has_is_locked() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		Balances::set_lock(LOCK, &PROVIDER, ENDOWMENT - 999, WithdrawReasons::all());
		assert_noop!(bid(PROVIDER, id, 9_000), Error::<Test>::InsufficientCollateral);
		Balances::set_lock(LOCK, &PROVIDER, ENDOWMENT - 1_000, WithdrawReasons::all());
		assert_ok!(bid(PROVIDER, id, 9_000));
	});
}

#[test]
fn bid_should_fail_when_the_provider_failed_the_order_before() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		decline(id);
		assert_noop!(bid(PROVIDER, id, 1), Error::<Test>::Excluded);
		assert_ok!(bid(PROVIDER + 1, id, 10_000));
	});
}

#[test]
fn bid_should_fail_when_the_order_takes_none_any_more() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		assert_noop!(bid(PROVIDER + 1, id, 1), Error::<Test>::AlreadyAwarded);
		confirm(id);
		assert_noop!(bid(PROVIDER + 1, id, 1), Error::<Test>::AlreadyAwarded);
		let rejected = order();
		reject(rejected);
		assert_noop!(bid(PROVIDER + 1, rejected, 1), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn bid_should_fail_when_the_auction_has_ended_but_its_close_was_carried_over() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		System::set_block_number(21);
		assert_noop!(bid(PROVIDER + 1, id, 8_000), Error::<Test>::AuctionEnded);
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::AuctionEnded);
		advance_to(22);
		assert!(MockLeases::terms(id).is_some());
	});
}
