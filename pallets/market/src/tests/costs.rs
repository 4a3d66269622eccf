//! Calls and the agenda weigh what they did.

use crate::{
	mock::*, weights::WeightInfo, AuctionKind, Call, GroupRequest, OrderState, MAX_AWARD_TRIES,
};
use frame_support::{
	assert_ok,
	dispatch::GetDispatchInfo,
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::{
	traits::{Leases, Offers, Providers},
	AssetId, Attribute, Balance, GroupSpec, NodeIndex, OrderId, Requirements, MAX_BIDS,
	MAX_PLACEMENTS,
};

type Weights = ();

/// A bid with both replicas on these machines; returns what it weighed.
fn weighed(provider: AccountId, order: OrderId, price: Balance, on: &[(NodeIndex, u16)]) -> Weight {
	let placement = place(on);
	call(provider, Call::bid { order, price, placement, notice: 10, grace: 20 }).expect("it stands")
}

fn declared() -> Weight {
	let placement = place(&[(0, 2)]);
	let call = Call::<Test>::bid { order: 0, price: 1, placement, notice: 10, grace: 20 };
	call.get_dispatch_info().call_weight
}

/// An open order that requires something.
fn demanding(requirements: Requirements<AccountId>) -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	let spec = GroupSpec { requirements, ..spec() };
	assert_ok!(create(vec![GroupRequest { spec, ..request() }]));
	approve(id);
	id
}

/// What the agenda consumes in a block, but for looking at blocks.
fn agenda_weight(block: u32) -> Weight {
	System::set_block_number(block);
	let buckets = block + 1 - crate::DueCursor::<Test>::get();
	let mut meter = WeightMeter::new();
	Market::on_poll(block, &mut meter);
	check();
	meter.consumed() - Weights::due_bucket() * u64::from(buckets)
}

#[test]
fn create_deployment_should_give_back_weight_when_it_is_in_the_native_token() {
	TestExt::new().execute_with(|| {
		let groups = vec![request(), request()].try_into().expect("two");
		let create = Call::<Test>::create_deployment {
			manifest: manifest(),
			asset: AssetId::Native,
			groups,
		};
		let declared = create.get_dispatch_info().call_weight;
		let weight = call(TENANT, create).expect("it is created");
		assert_eq!(weight, Weights::create_deployment_native(2));
		assert!(weight.ref_time() < declared.ref_time());
		assert_eq!(Market::created_weight(&AssetId::WithId(1), 2), declared);
	});
}

#[test]
fn take_offer_should_weigh_the_machines_that_it_looks_at() {
	TestExt::new().execute_with(|| {
		let take = Call::<Test>::take_offer {
			manifest: manifest(),
			offer: OFFER,
			provider: PROVIDER,
			replicas: 3,
			deposit: 500,
		};
		let offer = <MockProviders as Offers<AccountId>>::weight;
		let declared = take.get_dispatch_info().call_weight;
		assert_eq!(declared, Weights::take_offer() + offer(MAX_PLACEMENTS));
		let weight = call(TENANT, take).expect("it is taken");
		assert_eq!(weight, Weights::take_offer_native() + offer(1));
	});
}

#[test]
fn bid_should_give_back_weight_when_nothing_is_required() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let weight = weighed(PROVIDER, id, 9_000, &[(0, 2)]);
		assert_eq!(weight, Weights::bid(1));
		assert!(weight.all_lt(declared().div(3)), "{weight} of {}", declared());
		// On two machines, the first time.
		assert_eq!(weighed(PROVIDER + 1, id, 8_000, &[(0, 1), (1, 1)]), Weights::bid(2));
	});
}

#[test]
fn bid_should_weigh_the_machines_that_change_when_it_replaces_another() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_eq!(weighed(PROVIDER, id, 8_000, &[(0, 2)]), Weights::bid(0));
		assert_eq!(weighed(PROVIDER, id, 7_000, &[(1, 1), (2, 1)]), Weights::bid(3));
	});
}

#[test]
fn bid_should_weigh_what_is_required() {
	TestExt::new().execute_with(|| {
		let key = b"gpu".to_vec().try_into().expect("it is short");
		let attribute = Attribute { key, value: Default::default() };
		let attributes = vec![attribute].try_into().expect("it is one");
		let id = demanding(Requirements { attributes, ..Default::default() });
		let bare = weighed(PROVIDER, id, 9_000, &[(0, 2)]);
		assert_eq!(bare, Weights::bid(1) + checks_weight(0, 1));

		let any_of = vec![OTHER, TENANT].try_into().expect("they are two");
		let id = demanding(Requirements { any_of, ..Default::default() });
		let attested = weighed(PROVIDER, id, 9_000, &[(0, 1), (1, 1)]);
		assert_eq!(attested, Weights::bid(2) + checks_weight(2, 2));
	});
}

#[test]
fn bid_should_weigh_more_when_it_displaces_another() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = open_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		let newcomer = PROVIDER + u64::from(MAX_BIDS);
		let weight = weighed(newcomer, id, 8_000, &[(0, 2)]);
		assert_eq!(weight, Weights::bid(1) + Weights::displace());
	});
}

#[test]
fn bid_should_weigh_more_when_the_end_moves() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		advance_to(20);
		let weight = weighed(PROVIDER, id, 9_000, &[(0, 2)]);
		assert_eq!(weight, Weights::bid(1) + Weights::move_end());
	});
}

#[test]
fn declared_weight_of_a_bid_should_cover_the_worst() {
	let machines = MAX_PLACEMENTS;
	let checks = MockProviders::max_requirements_weight() + Weights::move_end();
	let displacing = Weights::bid(machines) + Weights::displace() + checks;
	assert!(displacing.all_lte(declared()));
	assert!((Weights::bid(2 * machines) + checks).all_lte(declared()));
}

#[test]
fn commit_bid_should_give_back_weight_when_nothing_is_required() {
	TestExt::new().execute_with(|| {
		let order = open_order_of(AuctionKind::Sealed);
		let commit = |on: &[(NodeIndex, u16)]| {
			let (commitment, placement) = (Default::default(), place(on));
			call(PROVIDER, Call::commit_bid { order, commitment, placement }).expect("it stands")
		};
		assert_eq!(commit(&[(0, 2)]), Weights::commit_bid(1));
		assert_eq!(commit(&[(0, 2)]), Weights::commit_bid(0));
		assert_eq!(commit(&[(1, 1), (2, 1)]), Weights::commit_bid(3));
	});
}

#[test]
fn withdraw_bid_should_give_back_weight_when_it_is_on_few_machines() {
	TestExt::new().execute_with(|| {
		let order = open_order();
		assert_ok!(bid(PROVIDER, order, 9_000));
		assert_ok!(bid(PROVIDER + 1, order, 8_000));
		let weight = call(PROVIDER, Call::withdraw_bid { order }).expect("it goes");
		let unused = Weights::release_bid(MAX_PLACEMENTS) - Weights::release_bid(1);
		assert_eq!(weight, Weights::withdraw_bid(0) - unused);
	});
}

#[test]
fn close_of_an_auction_should_weigh_the_bids_it_gives_back() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for at in 0..4u32 {
			let price = 10_000 * 8u128.pow(at) / 10u128.pow(at);
			assert_ok!(bid(PROVIDER + u64::from(at), id, price));
		}
		let usual = agenda_weight(21);
		assert!(matches!(stored(id).state, OrderState::Awarded { .. }));
		let losers = Weights::release_bid(1) * 3;
		assert_eq!(usual, Weights::award_bid() + Weights::rank_bids(4) + losers);
		let most = Weights::close_auction(4) + MockLeases::award_weight();
		assert!(usual.ref_time() < most.ref_time() / 2, "{usual} of {most}");
	});
}

#[test]
fn close_of_an_auction_should_weigh_little_when_there_are_no_bids() {
	TestExt::new().execute_with(|| {
		open_order();
		assert_eq!(agenda_weight(21), Weights::next_part() + Weights::rank_bids(0));
	});
}

#[test]
fn close_of_an_auction_should_weigh_what_could_not_be_awarded() {
	TestExt::new().params(|params| params.min_step = Default::default()).execute_with(|| {
		let id = open_order();
		for at in 0..6u64 {
			assert_ok!(bid(PROVIDER + at, id, 9_000 - Balance::from(at)));
			MockLeases::fail_for(PROVIDER + at);
		}
		let weight = agenda_weight(21);
		let tries = MAX_AWARD_TRIES;
		let failed = Weights::forfeit_sealed(tries) + MockLeases::award_weight() * u64::from(tries);
		let rest = Weights::rank_bids(6) + Weights::release_bid(1) * 2;
		assert_eq!(weight, Weights::next_part() + failed + rest);
		assert_eq!(stored(id).rounds, 1);
	});
}

#[test]
fn draw_should_weigh_the_bids_it_reads() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 9_000));
		let ranked = Weights::rank_bids(2) + Weights::compare_bids(2);
		assert_eq!(agenda_weight(21), Weights::next_part() + ranked);
		let decided = Weights::award_bid() + ranked + Weights::release_bid(1);
		assert_eq!(agenda_weight(22), decided);
	});
}

#[test]
fn pick_should_weigh_the_bids_it_gives_back() {
	TestExt::new().execute_with(|| {
		let id = open_order_of(AuctionKind::Choice);
		for at in 0..3u64 {
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		assert_ok!(pick(id, PROVIDER + 1));
		let block = System::block_number() + 1;
		let ranked = Weights::rank_bids(3) + Weights::compare_bids(3);
		let decided = Weights::award_bid() + ranked + Weights::release_bid(1) * 2;
		assert_eq!(agenda_weight(block), decided);
	});
}

#[test]
fn wind_up_should_weigh_the_bids_it_gives_back() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for at in 0..3u64 {
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		assert_ok!(Market::close_order(RuntimeOrigin::signed(TENANT), id));
		let block = System::block_number() + 1;
		let weight = agenda_weight(block);
		assert_eq!(weight, Weights::wind_up(0) + Weights::release_bid(1) * 3);
		assert!(weight.all_lte(Weights::wind_up(3)));
	});
}

#[test]
fn agenda_should_keep_no_more_room_free_than_an_order_may_take() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		let most =
			Weights::close_auction(1) + MockLeases::award_weight() * u64::from(MAX_AWARD_TRIES);
		assert_eq!(Market::most_for(&id), most);
		assert!(most.all_lt(Market::due_item_weight() / 3));
		System::set_block_number(21);
		let room = Weights::due_bucket() * 22 + most;
		let mut meter = WeightMeter::with_limit(room);
		Market::on_poll(21, &mut meter);
		assert!(meter.consumed().all_lte(room));
		assert_eq!(MockLeases::count(), 1);
	});
}
