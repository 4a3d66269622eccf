use crate::{
	mock::*, weights::WeightInfo, Bids, CloseCause, Event, OrderState, Orders, Pallet, Params,
	ReopenCause, MAX_AWARD_TRIES, MAX_EXCLUDED,
};
use frame_support::{
	assert_ok,
	traits::{Hooks, LockableCurrency, WithdrawReasons},
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::{AssetId, Balance, LeaseTerms, MAX_BIDS};
use sp_runtime::DispatchError;

#[test]
fn auction_should_award_the_lowest_bid_and_return_all_others() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for (at, price) in [(2, 9_000), (0, 8_000), (1, 7_000)] {
			assert_ok!(bid(PROVIDER + at, id, price));
		}
		advance_to(20);
		take_events();
		advance_to(21);
		let winner = PROVIDER + 1;
		let state = OrderState::Awarded { provider: winner, price: 7_000 };
		let order = stored(id);
		assert_eq!((order.state, order.best, order.bids), (state, None, 0));
		assert_eq!(Pallet::<Test>::open_orders(), 0);
		assert_eq!(
			MockLeases::terms(id),
			Some(LeaseTerms {
				id,
				deployment: 0,
				group: 0,
				tenant: TENANT,
				provider: winner,
				asset: AssetId::Native,
				price: 7_000,
				resources: spec().resources,
				replicas: 2,
				manifest: manifest(),
				collateral: 1_000,
				notice: 10,
				grace: 20,
			})
		);
		assert_eq!(Pallet::<Test>::collateral_of(&winner), 0);
		assert_eq!(free(winner), ENDOWMENT - 1_000);
		assert_eq!(MockProviders::reserved(winner, id), Some(place(&[(0, 2)])));
		for loser in [PROVIDER, PROVIDER + 2] {
			assert_eq!(free(loser), ENDOWMENT);
			assert_eq!(MockProviders::reserved(loser, id), None);
		}
		assert_eq!(Bids::<Test>::iter().count(), 0);
		let released =
			|provider, price| Event::BidReleased { order: id, provider, price, collateral: 1_000 };
		assert_eq!(
			take_events(),
			vec![
				Event::OrderAwarded {
					order: id,
					deployment: 0,
					group: 0,
					tenant: TENANT,
					provider: winner,
					asset: AssetId::Native,
					price: 7_000,
					collateral: 1_000,
				},
				released(PROVIDER, 8_000),
				released(PROVIDER + 2, 9_000),
			]
		);
	});
}

#[test]
fn auction_should_be_held_again_up_to_the_bound_when_nobody_bids() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for round in 1..=2u8 {
			advance_to(ends(id) - 1);
			take_events();
			advance(1);
			let now = System::block_number();
			assert_eq!(stored(id).rounds, round);
			let cause = ReopenCause::NoBids;
			let (ends, latest) = (now + 20, now + 32);
			assert_eq!(
				take_events(),
				vec![Event::OrderReopened { order: id, cause, rounds: round, ends, latest }]
			);
		}
		advance_to(ends(id));
		let cause = CloseCause::Expired;
		let at = System::block_number() + 1;
		assert_eq!(take_events(), vec![Event::OrderClosing { order: id, cause, at }]);
		advance(1);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
		assert!(take_events().contains(&Event::OrderClosed {
			order: id,
			deployment: 0,
			group: 0,
			cause
		}));
	});
}

#[test]
fn auction_should_take_bids_again_after_a_round_without() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		advance_to(22);
		assert_ok!(bid(PROVIDER, id, 9_000));
		advance_to(41);
		assert!(MockLeases::terms(id).is_some());
	});
}

#[test]
fn auction_should_take_the_next_bid_when_the_lowest_cannot_be_awarded() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		assert_ok!(bid(PROVIDER + 2, id, 7_000));
		MockLeases::fail_for(PROVIDER + 2);
		advance_to(20);
		let pot = free(POT);
		take_events();
		advance_to(21);
		let terms = MockLeases::terms(id).expect("the next bid won");
		assert_eq!((terms.provider, terms.price), (PROVIDER + 1, 8_000));
		assert_eq!(free(PROVIDER + 2), ENDOWMENT - 1_000);
		assert_eq!(free(POT), pot + 1_000);
		assert_eq!(free(PROVIDER), ENDOWMENT);
		assert_eq!(MockProviders::reserved(PROVIDER + 2, id), None);
		assert_eq!(stored(id).excluded.to_vec(), vec![PROVIDER + 2]);
		let events = take_events();
		assert_eq!(
			events[0],
			Event::AwardFailed {
				order: id,
				provider: PROVIDER + 2,
				price: 7_000,
				// The words of an `Other` do not survive encoding.
				error: DispatchError::Other(""),
			}
		);
		assert!(events.contains(&Event::BidForfeited {
			order: id,
			provider: PROVIDER + 2,
			price: 7_000,
			collateral: 1_000,
		}));
	});
}

#[test]
fn auction_should_forfeit_the_bid_of_one_that_locked_its_money_away() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		Balances::set_lock(*b"staking_", &PROVIDER, ENDOWMENT, WithdrawReasons::all());
		let pot = free(POT);
		advance_to(21);
		assert_eq!(MockLeases::terms(id), None);
		assert_eq!(free(POT), pot + 1_000);
		assert_eq!(stored(id).rounds, 1);
	});
}

#[test]
fn auction_should_be_held_again_when_no_bid_that_is_tried_can_be_awarded() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let tries = u64::from(MAX_AWARD_TRIES);
		let mut price = 10_000;
		for at in 0..=tries {
			price = price * 8 / 10;
			assert_ok!(bid(PROVIDER + at, id, price));
			MockLeases::fail_for(PROVIDER + at);
		}
		advance_to(20);
		take_events();
		advance_to(21);
		// The highest was not tried, and has everything back.
		assert_eq!(free(PROVIDER), ENDOWMENT);
		for at in 1..=tries {
			assert_eq!(free(PROVIDER + at), ENDOWMENT - 1_000);
		}
		let order = stored(id);
		assert_eq!((order.rounds, order.bids, order.best), (1, 0, None));
		assert_eq!(order.excluded.len(), MAX_AWARD_TRIES as usize);
		assert_eq!(
			take_events().last(),
			Some(&Event::OrderReopened {
				order: id,
				cause: ReopenCause::AwardFailed,
				rounds: 1,
				ends: 41,
				latest: 53,
			})
		);
	});
}

#[test]
fn auction_should_close_the_order_when_it_cannot_exclude_more() {
	TestExt::new().params(|params| params.max_rounds = 16).execute_with(|| {
		let id = open_order();
		Orders::<Test>::mutate(id, |order| {
			let order = order.as_mut().expect("it exists");
			for at in 0..u64::from(MAX_EXCLUDED) {
				order.excluded.try_push(500 + at).expect("there is room");
			}
		});
		assert_ok!(bid(PROVIDER, id, 9_000));
		MockLeases::fail_for(PROVIDER);
		advance_to(22);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
	});
}

#[test]
fn auction_should_award_nobody_when_the_tenant_was_denied_meanwhile() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		MockApprovals::deny(TENANT);
		take_events();
		advance_to(21);
		let cause = CloseCause::Denied;
		assert_eq!(take_events(), vec![Event::OrderClosing { order: id, cause, at: 22 }]);
		advance_to(22);
		assert_eq!((free(PROVIDER), free(TENANT)), (ENDOWMENT, ENDOWMENT - ORDER_FEE));
		assert_eq!((MockLeases::count(), MockEscrow::count()), (0, 0));
	});
}

#[test]
fn award_should_hold_what_the_bid_held_when_the_parameter_has_changed() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		Params::<Test>::mutate(|params| params.collateral = 5_000);
		advance_to(21);
		assert_eq!(MockLeases::terms(id).map(|terms| terms.collateral), Some(1_000));
	});
}

#[test]
fn agenda_should_carry_over_what_does_not_fit() {
	TestExt::new().execute_with(|| {
		for at in 0..12u64 {
			let id = open_order();
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		advance_to(20);
		let one = <()>::award_bid() + <()>::rank_bids(1);
		// Room for the buckets, for three closes, and for each at its worst before it.
		let room = <()>::due_bucket() * 30 + one * 2 + Market::most_for(&0);
		System::set_block_number(21);
		let mut awarded = 0;
		for block in 21..=24u32 {
			System::set_block_number(block);
			let mut meter = WeightMeter::with_limit(room);
			Market::on_poll(block, &mut meter);
			check();
			assert!(meter.consumed().all_lte(room));
			assert!(MockLeases::count() > awarded, "every block gets on");
			awarded = MockLeases::count();
			if block == 21 {
				assert!((3..12).contains(&awarded), "{awarded} fitted");
			}
		}
		assert_eq!(awarded, 12);
	});
}

#[test]
fn agenda_should_do_nothing_when_the_block_is_full() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		for room in [Weight::zero(), Market::most_for(&id)] {
			System::set_block_number(System::block_number() + 30);
			Market::on_poll(System::block_number(), &mut WeightMeter::with_limit(room));
			assert_eq!(MockLeases::count(), 0);
		}
		advance(1);
		assert_eq!(MockLeases::count(), 1);
	});
}

#[test]
fn agenda_should_stay_within_its_share_when_there_is_more_room() {
	TestExt::new().execute_with(|| {
		for at in 0..4u64 {
			let id = open_order();
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		let share = <()>::due_bucket() * 22 + Market::most_for(&0);
		AgendaWeight::set(share);
		System::set_block_number(21);
		let mut meter = WeightMeter::new();
		Market::on_poll(21, &mut meter);
		assert!(meter.consumed().all_lte(share));
		assert_eq!(MockLeases::count(), 1);
		advance_to(24);
		assert_eq!(MockLeases::count(), 4);
	});
}

#[test]
fn agenda_should_close_the_largest_auction_within_its_declared_weight() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = open_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000 - Balance::from(at)));
		}
		for at in 61..64 {
			MockLeases::fail_for(PROVIDER + at);
		}
		System::set_block_number(21);
		let room = <()>::due_bucket() * 22 + Market::due_item_weight();
		Market::on_poll(21, &mut WeightMeter::with_limit(room));
		assert_eq!(MockLeases::terms(id).map(|terms| terms.provider), Some(PROVIDER + 60));
		assert_eq!(MockProviders::reservations(), 1);
	});
}
