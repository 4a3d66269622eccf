use crate::{mock::*, Bids, Error, Event, Pallet};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Mutate, tokens::Preservation},
};
use leasehold_primitives::{Balance, MAX_BIDS};
use sp_runtime::traits::BadOrigin;

#[test]
fn withdraw_bid_should_release_everything_when_the_bid_does_not_lead() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		take_events();
		let pot = free(POT);
		assert_ok!(withdraw(PROVIDER, id));
		assert_eq!((free(PROVIDER), free(POT)), (ENDOWMENT, pot));
		assert_eq!(MockProviders::reserved(PROVIDER, id), None);
		assert_eq!(stored(id).bids, 1);
		assert_eq!(stored(id).best.map(|best| best.provider), Some(PROVIDER + 1));
		assert_eq!(
			take_events(),
			vec![Event::BidReleased {
				order: id,
				provider: PROVIDER,
				price: 9_000,
				collateral: 1_000
			}]
		);
	});
}

#[test]
fn withdraw_bid_should_forfeit_the_collateral_when_the_bid_leads() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		take_events();
		let pot = free(POT);
		assert_ok!(withdraw(PROVIDER + 1, id));
		assert_eq!((free(PROVIDER + 1), free(POT)), (ENDOWMENT - 1_000, pot + 1_000));
		assert_eq!(Pallet::<Test>::collateral_of(&(PROVIDER + 1)), 0);
		assert_eq!(MockProviders::reserved(PROVIDER + 1, id), None);
		let best = stored(id).best.expect("the other bid leads again");
		assert_eq!((best.provider, best.price), (PROVIDER, 9_000));
		assert_eq!(
			take_events(),
			vec![Event::BidForfeited {
				order: id,
				provider: PROVIDER + 1,
				price: 8_000,
				collateral: 1_000
			}]
		);
		assert_ok!(withdraw(PROVIDER, id));
		assert_eq!((stored(id).best, stored(id).bids), (None, 0));
	});
}

#[test]
fn withdraw_bid_should_forfeit_the_collateral_when_the_bid_displaced_another() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = order();
		for at in 0..=u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000 - Balance::from(at)));
		}
		let displacer = PROVIDER + u64::from(MAX_BIDS);
		assert_ok!(bid(PROVIDER + 1, id, 1_000));
		let pot = free(POT);
		assert_ok!(withdraw(displacer, id));
		assert_eq!((free(displacer), free(POT)), (ENDOWMENT - 1_000, pot + 1_000));
		assert_eq!(stored(id).bids, MAX_BIDS - 1);
	});
}

#[test]
fn withdraw_bid_should_keep_the_displacement_when_the_bid_was_replaced() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = order();
		for at in 0..=u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000 - Balance::from(at)));
		}
		let displacer = PROVIDER + u64::from(MAX_BIDS);
		assert_ok!(bid(displacer, id, 2_000));
		assert_ok!(bid(PROVIDER + 1, id, 1_000));
		let pot = free(POT);
		assert_ok!(withdraw(displacer, id));
		assert_eq!(free(POT), pot + 1_000);
	});
}

#[test]
fn withdraw_bid_should_release_the_collateral_when_the_fee_pot_cannot_receive() {
	let small = |params: &mut crate::MarketParams| {
		params.collateral = ED - 1;
		params.decline_penalty = 0;
	};
	TestExt::new().params(small).execute_with(|| {
		let id = order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		// An account that does not exist cannot receive less than the existential deposit.
		let all = free(POT);
		assert_ok!(Balances::transfer(&POT, &OTHER, all, Preservation::Expendable));
		assert_ok!(withdraw(PROVIDER, id));
		assert_eq!((free(PROVIDER), free(POT)), (ENDOWMENT, 0));
		assert_eq!(Bids::<Test>::get(id, PROVIDER), None);
		assert_eq!(MockProviders::reserved(PROVIDER, id), None);
	});
}

#[test]
fn withdraw_bid_should_extend_the_auction_when_the_leader_leaves_late() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 1_000));
		advance_to(20);
		take_events();
		assert_ok!(withdraw(PROVIDER + 1, id));
		assert_eq!(ends(id), 25);
		assert!(take_events().contains(&Event::AuctionEndMoved { order: id, ends: 25 }));
		advance(1);
		assert_ok!(bid(PROVIDER + 2, id, 8_000));
	});
}

#[test]
fn withdraw_bid_should_bring_the_end_back_when_the_buy_now_price_is_no_longer_met() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![crate::GroupRequest { buy_now: Some(5_000), ..request() }]));
		approve(0);
		assert_ok!(bid(PROVIDER, 0, 9_000));
		assert_ok!(bid(PROVIDER + 1, 0, 5_000));
		assert_eq!(ends(0), 2);
		assert_ok!(withdraw(PROVIDER + 1, 0));
		assert_eq!(ends(0), 21);
		advance_to(20);
		assert_eq!(MockLeases::terms(0), None);
		advance_to(21);
		assert_eq!(MockLeases::terms(0).map(|terms| terms.provider), Some(PROVIDER));
	});
}

#[test]
fn withdraw_bid_should_forfeit_the_collateral_when_the_bid_led_as_the_block_began() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		advance(1);
		// Whether it is outbid before or after it leaves makes no difference.
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		assert_ok!(withdraw(PROVIDER, id));
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
		assert_eq!(stored(id).best.map(|best| best.price), Some(8_000));
	});
}

#[test]
fn withdraw_bid_should_fail_when_there_is_nothing_to_withdraw() {
	TestExt::new().execute_with(|| {
		assert_noop!(withdraw(PROVIDER, 0), Error::<Test>::OrderNotFound);
		let id = open_order();
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::BidNotFound);
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(withdraw(PROVIDER, id));
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::BidNotFound);
		assert_noop!(Market::withdraw_bid(RuntimeOrigin::none(), id), BadOrigin);
	});
}

#[test]
fn withdraw_bid_should_fail_when_the_order_takes_no_bids_any_more() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::AlreadyAwarded);
		let rejected = order();
		assert_ok!(bid(PROVIDER, rejected, 9_000));
		reject(rejected);
		assert_noop!(withdraw(PROVIDER, rejected), Error::<Test>::AlreadyClosing);
	});
}
