//! Bids at one price: reputation decides, then what is drawn after the close; never a place in a
//! block.

use crate::{mock::*, weights::WeightInfo, AuctionKind, Event, OrderState};
use frame_support::{assert_ok, traits::Hooks, weights::WeightMeter};
use leasehold_primitives::{Balance, OrderId, MAX_BIDS};
use proptest::prelude::*;
use std::collections::BTreeSet;

const KINDS: [AuctionKind; 3] = [AuctionKind::Open, AuctionKind::Sealed, AuctionKind::Choice];

/// Where everybody bids at the same price, until just before the close.
fn tied(kind: AuctionKind, bidders: &[AccountId]) -> OrderId {
	let id = open_order_of(kind);
	place_all(kind, id, &bidders.iter().map(|who| (*who, 9_000)).collect::<Vec<_>>());
	advance_to(ends(id) - 1);
	id
}

/// Bid, and reveal where the auction is sealed. Refusals are part of it.
fn place_all(kind: AuctionKind, id: OrderId, bids: &[(AccountId, Balance)]) {
	for (who, price) in bids {
		let _ = match kind {
			AuctionKind::Sealed => commit(*who, id, *price),
			_ => bid(*who, id, *price),
		};
	}
	match kind {
		AuctionKind::Open => {},
		AuctionKind::Choice => advance_to(ends(id)),
		AuctionKind::Sealed => {
			advance_to(ends(id));
			for (who, price) in bids {
				let _ = reveal(*who, id, *price);
			}
		},
	}
}

fn winner(id: OrderId) -> Option<AccountId> {
	MockLeases::terms(id).map(|terms| terms.provider)
}

#[test]
fn reputation_should_decide_when_prices_tie() {
	for kind in KINDS {
		TestExt::new().execute_with(|| {
			MockProviders::set_score(PROVIDER, 400_000);
			MockProviders::set_score(PROVIDER + 1, 600_000);
			let id = tied(kind, &[PROVIDER, PROVIDER + 1, PROVIDER + 2]);
			take_events();
			advance(1);
			assert_eq!(winner(id), Some(PROVIDER + 1));
		});
	}
}

#[test]
fn draw_should_decide_a_block_after_the_close_when_reputation_ties_too() {
	for kind in KINDS {
		TestExt::new().execute_with(|| {
			let bidders = [PROVIDER, PROVIDER + 1, PROVIDER + 2];
			let id = tied(kind, &bidders);
			take_events();
			advance(1);
			let at = System::block_number() + 1;
			assert_eq!(stored(id).state, OrderState::Drawing { at });
			assert_eq!(take_events(), vec![Event::DrawDue { order: id, at }]);
			assert_eq!(crate::Pallet::<Test>::open_orders(), 1);
			draw(1);
			advance(1);
			let winner = winner(id).expect("somebody won");
			for loser in bidders.into_iter().filter(|who| *who != winner) {
				assert_eq!(free(loser), ENDOWMENT);
			}
			assert_eq!(MockProviders::reservations(), 1);
		});
	}
}

#[test]
fn draw_should_give_everybody_a_chance() {
	let mut winners = BTreeSet::new();
	for drawn in 0..64 {
		TestExt::new().execute_with(|| {
			let id = tied(AuctionKind::Open, &[PROVIDER, PROVIDER + 1, PROVIDER + 2]);
			advance(1);
			draw(drawn);
			advance(1);
			winners.insert(winner(id).expect("somebody won"));
		});
	}
	assert_eq!(winners, BTreeSet::from([PROVIDER, PROVIDER + 1, PROVIDER + 2]));
}

#[test]
fn draw_should_not_depend_on_what_was_drawn_before_the_close() {
	let winners: BTreeSet<_> = (0..16)
		.map(|drawn| {
			let mut won = None;
			TestExt::new().execute_with(|| {
				let id = tied(AuctionKind::Open, &[PROVIDER, PROVIDER + 1, PROVIDER + 2]);
				// In the last block that took bids.
				draw(drawn);
				advance(1);
				draw(9);
				advance(1);
				won = winner(id);
			});
			won
		})
		.collect();
	assert_eq!(winners.len(), 1);
}

#[test]
fn draw_should_use_the_blocks_hash_when_nothing_was_drawn() {
	let mut winners = BTreeSet::new();
	for seed in 0..64u8 {
		TestExt::new().execute_with(|| {
			let id = tied(AuctionKind::Open, &[PROVIDER, PROVIDER + 1]);
			advance(1);
			System::set_block_number(System::block_number() + 1);
			System::set_parent_hash(sp_core::H256::repeat_byte(seed));
			Market::on_poll(System::block_number(), &mut WeightMeter::new());
			winners.insert(winner(id).expect("somebody won"));
		});
	}
	assert_eq!(winners.len(), 2);
}

#[test]
fn draw_should_go_on_to_the_next_when_the_drawn_one_cannot_be_awarded() {
	TestExt::new().execute_with(|| {
		let id = tied(AuctionKind::Open, &[PROVIDER, PROVIDER + 1]);
		MockLeases::fail_for(PROVIDER);
		advance(2);
		assert_eq!(winner(id), Some(PROVIDER + 1));
	});
}

#[test]
fn nothing_should_be_drawn_when_only_bids_that_are_not_tried_tie() {
	TestExt::new().execute_with(|| {
		let id = open_order_of(AuctionKind::Choice);
		for (at, price) in [(0, 1_000), (1, 1_001), (2, 1_002), (3, 1_003), (4, 1_004), (5, 1_005)]
		{
			assert_ok!(bid(PROVIDER + at, id, price));
		}
		assert_ok!(bid(PROVIDER + 6, id, 1_005));
		advance_to(31);
		assert_eq!(winner(id), Some(PROVIDER));
	});
}

#[test]
fn agenda_should_close_many_auctions_of_all_kinds_within_its_share() {
	TestExt::new().execute_with(|| {
		let mut ids = Vec::new();
		for at in 0..30u64 {
			let kind = KINDS[usize::try_from(at % 3).expect("it is small")];
			let id = open_order_of(kind);
			ids.push(id);
			for who in [PROVIDER + at, PROVIDER + 30 + at] {
				match kind {
					AuctionKind::Sealed => {
						assert_ok!(commit(who, id, 9_000));
					},
					_ => {
						assert_ok!(bid(who, id, 9_000));
					},
				}
			}
		}
		// A few at a time.
		let small = <()>::close_auction(2) * 2;
		let share = <()>::due_bucket() * 8 + Market::due_item_weight() + small;
		AgendaWeight::set(share);
		let mut most = 0;
		for block in 2..=120u32 {
			System::set_block_number(block);
			let before = MockLeases::count();
			let mut meter = WeightMeter::new();
			Market::on_poll(block, &mut meter);
			assert!(meter.consumed().all_lte(share));
			check();
			most = most.max(MockLeases::count() - before);
			for id in &ids {
				if let OrderState::Revealing { ends } = stored(*id).state {
					if block < ends {
						for at in [*id, *id + 30] {
							let _ = reveal(PROVIDER + at, *id, 9_000);
						}
					}
				}
			}
		}
		assert_eq!(MockLeases::count(), 30, "all are worked off");
		assert!(most < 30, "not in one block: {most}");
		assert_eq!(MockProviders::reservations(), 30);
	});
}

/// What happens in one block, in some order.
fn block() -> impl Strategy<Value = Vec<(AccountId, Balance)>> {
	prop::collection::vec((0..12u64, 1..8u128), 1..14).prop_map(|bids| {
		// One bid each: the order of one account's extrinsics is fixed by its nonce.
		let mut seen = BTreeSet::new();
		bids.into_iter()
			.filter(|(who, _)| seen.insert(*who))
			.map(|(who, price)| (PROVIDER + who, price * 1_000))
			.collect()
	})
}

/// Run an auction of these blocks, each in the order that `turn` says. Returns who won at what
/// price, and who stands in the book at the end of each block.
fn run(
	kind: AuctionKind,
	blocks: &[Vec<(AccountId, Balance)>],
	crowd: bool,
	turn: usize,
) -> (Option<(AccountId, Balance)>, Vec<BTreeSet<AccountId>>) {
	let mut result = (None, Vec::new());
	TestExt::new().execute_with(|| {
		for at in 0..12u64 {
			MockProviders::set_score(
				PROVIDER + at,
				500_000 + u32::try_from(at % 3).expect("small"),
			);
		}
		let id = open_order_of(kind);
		if crowd && kind != AuctionKind::Sealed {
			// Fill the book but for three seats.
			for at in 0..u64::from(MAX_BIDS) - 3 {
				assert_ok!(bid(PROVIDER + 20 + at, id, 10_000));
			}
			advance(1);
		}
		for bids in blocks {
			let mut bids = bids.clone();
			let by = turn % bids.len();
			bids.rotate_left(by);
			if turn % 2 == 1 {
				bids.reverse();
			}
			for (who, price) in &bids {
				let _ = match kind {
					AuctionKind::Sealed => commit(*who, id, *price),
					_ => bid(*who, id, *price),
				};
			}
			let book = crate::Bids::<Test>::iter_prefix(id).map(|(who, _)| who);
			result.1.push(book.collect());
			advance(1);
		}
		if kind == AuctionKind::Sealed {
			advance_to(ends(id));
			let mut told: Vec<_> = blocks.concat();
			let by = turn % told.len();
			told.rotate_left(by);
			for (who, price) in told {
				let _ = reveal(who, id, price);
			}
		}
		for drawn in 0..60 {
			draw(drawn);
			advance(1);
			if let Some(terms) = MockLeases::terms(id) {
				result.0 = Some((terms.provider, terms.price));
				break;
			}
		}
	});
	result
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(12))]

	#[test]
	fn winner_should_be_the_same_in_whatever_order_a_blocks_extrinsics_are(
		blocks in prop::collection::vec(block(), 1..4),
		kind in prop::sample::select(KINDS.to_vec()),
		crowd in any::<bool>(),
		turns in prop::collection::vec(1..20usize, 2),
	) {
		let expected = run(kind, &blocks, crowd, 0);
		prop_assert!(expected.0.is_some());
		for turn in turns {
			prop_assert_eq!(&run(kind, &blocks, crowd, turn), &expected);
		}
	}
}
