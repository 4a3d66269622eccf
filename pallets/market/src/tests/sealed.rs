//! Sealed auctions: `commit_bid`, `reveal_bid`, and how they close.

use crate::{
	commitment, mock::*, weights::WeightInfo, AuctionKind, Bid, Bids, Error, Event, OrderState,
	Orders, Params, ReopenCause, SealedBid, SealedBids,
};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::Pays,
	traits::{Hooks, LockableCurrency, WithdrawReasons},
	weights::WeightMeter,
};
use leasehold_primitives::{Balance, OrderId, MAX_BIDS};
use sp_core::H256;
use sp_runtime::{traits::BadOrigin, DispatchError};

fn sealed_order() -> OrderId {
	open_order_of(AuctionKind::Sealed)
}

/// A sealed order with commitments at these prices by the providers from the first on, taking
/// reveals.
fn revealing_order(prices: &[Balance]) -> OrderId {
	let id = sealed_order();
	for (at, price) in (0u64..).zip(prices) {
		assert_ok!(commit(PROVIDER + at, id, *price));
	}
	advance(params().auction_blocks);
	id
}

#[test]
fn commit_bid_should_hold_collateral_and_reserve_capacity() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![crate::GroupRequest { auction: AuctionKind::Sealed, ..request() }]));
		take_events();
		// The order may still wait for its verdict.
		assert_ok!(commit(PROVIDER, 0, 9_000));
		let commitment = commitment(9_000, 10, 20, &SALT, &PROVIDER, 0);
		let placement = place(&[(0, 2)]);
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
		assert_eq!(MockProviders::reserved(PROVIDER, 0), Some(placement.clone()));
		assert_eq!(
			SealedBids::<Test>::get(0, PROVIDER),
			Some(SealedBid {
				commitment,
				placement: placement.clone(),
				collateral: 1_000,
				min_notice: 4
			})
		);
		let order = stored(0);
		assert_eq!((order.sealed, order.bids, order.best), (1, 0, None));
		assert_eq!(
			take_events(),
			vec![Event::BidCommitted {
				order: 0,
				provider: PROVIDER,
				commitment,
				placement,
				collateral: 1_000,
				replaces: false,
			}]
		);
	});
}

#[test]
fn commit_bid_should_replace_the_own_one() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		assert_ok!(commit(PROVIDER, id, 9_000));
		Params::<Test>::mutate(|params| params.collateral = 1_500);
		assert_ok!(commit_on(PROVIDER, id, 9_500, place(&[(1, 1), (2, 1)])));
		assert_eq!(stored(id).sealed, 1);
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_500);
		assert_eq!(MockProviders::reserved(PROVIDER, id), Some(place(&[(1, 1), (2, 1)])));
		advance_to(21);
		assert_noop!(reveal(PROVIDER, id, 9_000), Error::<Test>::CommitmentMismatch);
		assert_ok!(reveal(PROVIDER, id, 9_500));
	});
}

#[test]
fn commit_bid_should_take_exactly_as_many_as_there_are_seats() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(commit(PROVIDER + at, id, 9_000));
		}
		let late = PROVIDER + u64::from(MAX_BIDS);
		// However low: nobody can know.
		assert_noop!(commit(late, id, 1), Error::<Test>::BookFull);
		// A replacement needs no seat.
		assert_ok!(commit(PROVIDER, id, 8_000));
		assert_eq!(stored(id).sealed, MAX_BIDS);
		assert_ok!(withdraw(PROVIDER, id));
		assert_ok!(commit(late, id, 7_000));
		assert_noop!(commit(PROVIDER, id, 1), Error::<Test>::BookFull);
	});
}

#[test]
fn commit_bid_should_fail_when_a_bid_would() {
	TestExt::new().execute_with(|| {
		assert_noop!(commit(PROVIDER, 0, 9_000), Error::<Test>::OrderNotFound);
		let (id, open, choice) = (sealed_order(), open_order(), open_order_of(AuctionKind::Choice));
		for other in [open, choice] {
			assert_noop!(commit(PROVIDER, other, 9_000), Error::<Test>::WrongAuction);
		}
		assert_noop!(commit(OTHER, id, 9_000), DispatchError::Other("not a provider"));
		assert_noop!(
			commit_on(PROVIDER, id, 9_000, place(&[(0, 1)])),
			Error::<Test>::InvalidPlacement
		);
		assert_noop!(
			commit_on(PROVIDER, id, 9_000, place(&[(9, 2)])),
			DispatchError::Other("no machine")
		);
		Params::<Test>::mutate(|params| params.collateral = ENDOWMENT);
		assert_noop!(commit(PROVIDER, id, 9_000), Error::<Test>::InsufficientCollateral);
		Params::<Test>::mutate(|params| params.collateral = 1_000);
		let groups = vec![crate::GroupRequest { auction: AuctionKind::Sealed, ..request() }];
		let own = crate::NextOrderId::<Test>::get();
		assert_ok!(Market::create_deployment(
			RuntimeOrigin::signed(PROVIDER),
			manifest(),
			leasehold_primitives::AssetId::Native,
			groups.try_into().expect("one group"),
		));
		assert_noop!(commit(PROVIDER, own, 9_000), Error::<Test>::OwnOrder);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let committed = Market::commit_bid(origin, id, H256::zero(), place(&[(0, 2)]));
			assert_noop!(committed, BadOrigin);
		}
		assert_ok!(commit(PROVIDER, id, 9_000));
		advance_to(21);
		assert_noop!(commit(PROVIDER + 1, id, 9_000), Error::<Test>::AuctionEnded);
	});
}

#[test]
fn commit_and_reveal_should_cost_no_fee_unless_a_bid_is_changed() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		let hash = commitment(9_000, 10, 20, &SALT, &PROVIDER, id);
		let pays = || {
			let origin = RuntimeOrigin::signed(PROVIDER);
			Market::commit_bid(origin, id, hash, place(&[(0, 2)])).map(|info| info.pays_fee)
		};
		assert_eq!(pays(), Ok(Pays::No));
		assert_eq!(pays(), Ok(Pays::Yes));
		advance_to(21);
		let origin = RuntimeOrigin::signed(PROVIDER);
		let told = |price| Market::reveal_bid(origin.clone(), id, price, 10, 20, SALT);
		assert_eq!(told(8_000).map_err(|error| error.post_info.pays_fee), Err(Pays::Yes));
		assert_eq!(told(9_000).map(|info| info.pays_fee), Ok(Pays::No));
	});
}

#[test]
fn price_should_show_nowhere_when_it_is_not_revealed() {
	TestExt::new().execute_with(|| {
		// A price whose encoding stands nowhere else.
		let price: Balance = 0x1d7b;
		let id = sealed_order();
		let quiet = stored(id);
		assert_ok!(commit(PROVIDER, id, price));
		let shows = |bytes: &[u8]| bytes.windows(16).any(|part| part == price.encode());
		let call = crate::Call::<Test>::commit_bid {
			order: id,
			commitment: commitment(price, 10, 20, &SALT, &PROVIDER, id),
			placement: place(&[(0, 2)]),
		};
		assert!(!shows(&call.encode()));
		let storage_shows = || {
			let mut key = Vec::new();
			while let Some(next) = sp_io::storage::next_key(&key) {
				let value = sp_io::storage::get(&next).expect("the key exists");
				if shows(&value) {
					return true;
				}
				key = next;
			}
			false
		};
		// The events stand in storage, too.
		assert!(!storage_shows());
		assert_eq!(crate::Pallet::<Test>::highest_bid(id), Some(spec().max_price));
		let order = stored(id);
		assert_eq!((order.best, order.earlier, order.bids), (quiet.best, quiet.earlier, 0));
		advance_to(21);
		assert!(!storage_shows());
		assert_ok!(reveal(PROVIDER, id, price));
		assert!(storage_shows());
	});
}

#[test]
fn commitment_should_bind_everything_it_is_made_of() {
	sp_io::TestExternalities::default().execute_with(|| {
		let base = commitment(9_000, 10, 20, &SALT, &PROVIDER, 3);
		let others = [
			commitment(9_001, 10, 20, &SALT, &PROVIDER, 3),
			commitment(9_000, 11, 20, &SALT, &PROVIDER, 3),
			commitment(9_000, 10, 21, &SALT, &PROVIDER, 3),
			commitment(9_000, 10, 20, &[8; 32], &PROVIDER, 3),
			commitment(9_000, 10, 20, &SALT, &(PROVIDER + 1), 3),
			commitment(9_000, 10, 20, &SALT, &PROVIDER, 4),
		];
		assert!(others.iter().all(|other| *other != base));
		let bytes = (9_000u128, 10u32, 20u32, SALT, PROVIDER, 3u64).encode();
		assert_eq!(base.0, sp_io::hashing::blake2_256(&bytes));
	});
}

#[test]
fn reveal_bid_should_make_the_bid_one_that_everybody_sees() {
	TestExt::new().execute_with(|| {
		let id = revealing_order(&[9_000, 8_000]);
		assert_eq!(stored(id).state, OrderState::Revealing { ends: 29 });
		assert_eq!(take_events().last(), Some(&Event::RevealsBegun { order: id, ends: 29 }));
		assert_ok!(reveal(PROVIDER, id, 9_000));
		assert_eq!(SealedBids::<Test>::get(id, PROVIDER), None);
		assert_eq!(
			Bids::<Test>::get(id, PROVIDER),
			Some(Bid {
				price: 9_000,
				placement: place(&[(0, 2)]),
				notice: 10,
				grace: 20,
				collateral: 1_000,
				displaced: false,
			})
		);
		let order = stored(id);
		assert_eq!((order.sealed, order.bids), (1, 1));
		assert_eq!(order.best.map(|best| best.price), Some(9_000));
		let (provider, price) = (PROVIDER, 9_000);
		assert_eq!(
			take_events(),
			vec![Event::BidRevealed { order: id, provider, price, notice: 10, grace: 20 }]
		);
		assert_ok!(reveal(PROVIDER + 1, id, 8_000));
		assert_eq!(stored(id).best.map(|best| best.price), Some(8_000));
		// Nobody is left to wait for.
		assert_eq!(take_events().last(), Some(&Event::AuctionEndMoved { order: id, ends: 22 }));
		advance(1);
		assert_eq!(
			MockLeases::terms(id).map(|terms| (terms.provider, terms.price)),
			Some((PROVIDER + 1, 8_000))
		);
		assert_eq!(free(PROVIDER), ENDOWMENT);
	});
}

#[test]
fn reveal_bid_should_fail_when_it_is_too_early_or_too_late() {
	TestExt::new().execute_with(|| {
		assert_noop!(reveal(PROVIDER, 0, 9_000), Error::<Test>::OrderNotFound);
		let id = sealed_order();
		assert_ok!(commit(PROVIDER, id, 9_000));
		assert_ok!(commit(PROVIDER + 1, id, 9_000));
		assert_ok!(commit(PROVIDER + 2, id, 9_000));
		assert_noop!(reveal(PROVIDER, id, 9_000), Error::<Test>::TooEarly);
		// The bids' time is over, but the agenda has not got there yet.
		System::set_block_number(21);
		assert_noop!(reveal(PROVIDER, id, 9_000), Error::<Test>::TooEarly);
		System::set_block_number(20);
		advance_to(28);
		assert_ok!(reveal(PROVIDER, id, 9_000));
		assert_ok!(reveal(PROVIDER + 1, id, 9_000));
		System::set_block_number(29);
		assert_noop!(reveal(PROVIDER + 2, id, 9_000), Error::<Test>::AuctionEnded);
		System::set_block_number(28);
		advance_to(29);
		assert_eq!(stored(id).state, OrderState::Drawing { at: 30 });
		assert_noop!(reveal(PROVIDER + 2, id, 9_000), Error::<Test>::AuctionEnded);
		advance_to(30);
		assert_noop!(reveal(PROVIDER + 2, id, 9_000), Error::<Test>::AlreadyAwarded);
		let closing = sealed_order();
		assert_ok!(commit(PROVIDER + 5, closing, 9_000));
		assert_ok!(Market::close_order(RuntimeOrigin::signed(TENANT), closing));
		assert_noop!(reveal(PROVIDER + 5, closing, 9_000), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn reveal_bid_should_fail_when_it_is_not_what_was_committed_to() {
	TestExt::new().execute_with(|| {
		let id = revealing_order(&[9_000, 8_000]);
		let told = |who, price, notice, grace, salt| {
			Market::reveal_bid(RuntimeOrigin::signed(who), id, price, notice, grace, salt)
		};
		for wrong in [
			told(PROVIDER, 9_001, 10, 20, SALT),
			told(PROVIDER, 9_000, 11, 20, SALT),
			told(PROVIDER, 9_000, 10, 19, SALT),
			told(PROVIDER, 9_000, 10, 20, [0; 32]),
			// Another's, copied.
			told(PROVIDER, 8_000, 10, 20, SALT),
		] {
			assert_noop!(wrong, Error::<Test>::CommitmentMismatch);
		}
		assert_noop!(told(PROVIDER + 2, 9_000, 10, 20, SALT), Error::<Test>::BidNotFound);
		assert_ok!(reveal(PROVIDER, id, 9_000));
		assert_noop!(reveal(PROVIDER, id, 9_000), Error::<Test>::BidNotFound);
		assert_noop!(Market::reveal_bid(RuntimeOrigin::none(), id, 9_000, 10, 20, SALT), BadOrigin);
		let open = open_order();
		assert_noop!(reveal(PROVIDER, open, 9_000), Error::<Test>::WrongAuction);
	});
}

#[test]
fn reveal_bid_should_fail_when_what_was_committed_to_is_out_of_bounds() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		let max = spec().max_price;
		let wrong = [
			(0, 10, 20, Error::<Test>::InvalidPrice),
			(max + 1, 10, 20, Error::<Test>::InvalidPrice),
			(max, 3, 20, Error::<Test>::InvalidNotice),
			(max, crate::MAX_NOTICE + 1, 20, Error::<Test>::InvalidNotice),
			(max, 10, crate::MAX_GRACE + 1, Error::<Test>::InvalidGrace),
		];
		for (who, (price, notice, grace, _)) in (PROVIDER..).zip(&wrong) {
			let hash = commitment(*price, *notice, *grace, &SALT, &who, id);
			let origin = RuntimeOrigin::signed(who);
			assert_ok!(Market::commit_bid(origin, id, hash, place(&[(0, 2)])));
		}
		advance_to(21);
		for (who, (price, notice, grace, error)) in (PROVIDER..).zip(wrong) {
			let origin = RuntimeOrigin::signed(who);
			assert_noop!(Market::reveal_bid(origin, id, price, notice, grace, SALT), error);
		}
	});
}

#[test]
fn reveal_bid_should_hold_to_the_shortest_notice_of_when_the_bid_was_made() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		assert_ok!(commit(PROVIDER, id, 9_000));
		Params::<Test>::mutate(|params| params.min_notice = 1_000);
		advance_to(21);
		assert_ok!(reveal(PROVIDER, id, 9_000));
	});
}

#[test]
fn auction_should_forfeit_what_is_not_revealed() {
	TestExt::new().execute_with(|| {
		let id = revealing_order(&[9_000, 5_000, 8_000]);
		assert_ok!(reveal(PROVIDER, id, 9_000));
		assert_ok!(reveal(PROVIDER + 2, id, 8_000));
		let pot = free(POT);
		take_events();
		advance_to(29);
		let silent = PROVIDER + 1;
		assert_eq!((free(silent), free(POT)), (ENDOWMENT - 1_000, pot + 1_000));
		assert_eq!(MockProviders::reserved(silent, id), None);
		assert_eq!(MockLeases::terms(id).map(|terms| terms.provider), Some(PROVIDER + 2));
		assert_eq!(free(PROVIDER), ENDOWMENT);
		assert_eq!(
			take_events()[0],
			Event::SealedBidForfeited { order: id, provider: silent, collateral: 1_000 }
		);
	});
}

#[test]
fn auction_should_be_held_again_when_nothing_is_revealed_or_committed() {
	TestExt::new().execute_with(|| {
		let id = revealing_order(&[9_000]);
		take_events();
		advance_to(29);
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
		let cause = ReopenCause::NoneRevealed;
		let (ends, latest) = (49, 49);
		assert_eq!(
			take_events().last(),
			Some(&Event::OrderReopened { order: id, cause, rounds: 1, ends, latest })
		);
		// The next round is sealed again, and open to the one that was silent.
		assert_ok!(commit(PROVIDER, id, 9_000));
		assert_ok!(withdraw(PROVIDER, id));
		advance_to(49);
		let cause = ReopenCause::NoBids;
		let (ends, latest) = (69, 69);
		assert_eq!(
			take_events().last(),
			Some(&Event::OrderReopened { order: id, cause, rounds: 2, ends, latest })
		);
		advance_to(70);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
	});
}

#[test]
fn auction_should_take_the_next_revealed_bid_when_the_lowest_cannot_be_awarded() {
	TestExt::new().execute_with(|| {
		let id = revealing_order(&[9_000, 8_000]);
		Balances::set_lock(*b"staking_", &(PROVIDER + 1), ENDOWMENT, WithdrawReasons::all());
		assert_ok!(reveal(PROVIDER, id, 9_000));
		// What is locked is on hold all the same.
		assert_ok!(reveal(PROVIDER + 1, id, 8_000));
		advance(1);
		assert_eq!(MockLeases::terms(id).map(|terms| terms.provider), Some(PROVIDER));
	});
}

#[test]
fn order_should_return_sealed_bids_when_it_is_rejected_or_denied() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![crate::GroupRequest { auction: AuctionKind::Sealed, ..request() }]));
		assert_ok!(commit(PROVIDER, 0, 9_000));
		reject(0);
		take_events();
		advance(1);
		let provider = PROVIDER;
		let released = Event::SealedBidReleased { order: 0, provider, collateral: 1_000 };
		assert!(take_events().contains(&released));
		let id = sealed_order();
		assert_ok!(commit(PROVIDER, id, 9_000));
		assert_ok!(commit(PROVIDER + 1, id, 9_000));
		advance_to(ends(id));
		assert_ok!(reveal(PROVIDER, id, 9_000));
		MockApprovals::deny(TENANT);
		advance_to(ends(id));
		advance(1);
		assert_eq!(Orders::<Test>::get(id), None);
		// Nobody loses anything by what governance does.
		assert_eq!((free(PROVIDER), free(PROVIDER + 1)), (ENDOWMENT, ENDOWMENT));
		assert_eq!(MockProviders::reservations(), 0);
	});
}

#[test]
fn withdraw_bid_should_release_a_sealed_bid_when_there_were_seats_left() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		assert_ok!(commit(PROVIDER, id, 9_000));
		take_events();
		assert_ok!(withdraw(PROVIDER, id));
		assert_eq!(free(PROVIDER), ENDOWMENT);
		assert_eq!(MockProviders::reserved(PROVIDER, id), None);
		assert_eq!(stored(id).sealed, 0);
		let provider = PROVIDER;
		assert_eq!(
			take_events(),
			vec![Event::SealedBidReleased { order: id, provider, collateral: 1_000 }]
		);
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::BidNotFound);
		assert_ok!(commit(PROVIDER, id, 9_000));
		advance_to(21);
		assert_noop!(withdraw(PROVIDER, id), Error::<Test>::AuctionEnded);
	});
}

#[test]
fn withdraw_bid_should_forfeit_a_sealed_bid_when_all_seats_were_taken() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(commit(PROVIDER + at, id, 9_000));
		}
		take_events();
		// The second one does not get off because the first has left.
		for provider in [PROVIDER, PROVIDER + 1] {
			assert_ok!(withdraw(provider, id));
			assert_eq!(free(provider), ENDOWMENT - 1_000);
			assert_eq!(
				take_events(),
				vec![Event::SealedBidForfeited { order: id, provider, collateral: 1_000 }]
			);
		}
		assert_eq!(free(POT), ED + ORDER_FEE + 2_000);
	});
}

#[test]
fn agenda_should_close_a_full_auction_that_nobody_reveals_within_its_declared_weight() {
	TestExt::new().execute_with(|| {
		let id = sealed_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(commit(PROVIDER + at, id, 9_000));
		}
		advance_to(28);
		System::set_block_number(29);
		let room = <()>::due_bucket() * 30 + Market::due_item_weight();
		let mut meter = WeightMeter::with_limit(room.min(AgendaWeight::get()));
		Market::on_poll(29, &mut meter);
		assert!(meter.consumed().all_lte(room));
		assert_eq!(stored(id).rounds, 1);
		assert_eq!(free(POT), ED + ORDER_FEE + 1_000 * Balance::from(MAX_BIDS));
		assert_eq!(MockProviders::reservations(), 0);
	});
}
