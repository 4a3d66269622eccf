//! Whatever happens in whatever order, all money and capacity return to whom they belong.

use crate::{
	mock::*, AuctionKind, Bids, Deployments, Due, OpenOrders, OrderState, Orders, Params,
	SealedBids,
};
use leasehold_primitives::{
	traits::{RejectReason, Verdict},
	Balance, CloseReason, ManifestHash, OrderId,
};
use proptest::prelude::*;

const PROVIDERS: u64 = 5;

#[derive(Clone, Debug)]
enum Step {
	Create {
		groups: usize,
		auction: AuctionKind,
		buy_now: bool,
		relist: bool,
	},
	Bid {
		provider: u64,
		order: usize,
		cut: Balance,
		machine: u16,
		split: bool,
	},
	/// Commit to [`secret`], or reveal it.
	Commit {
		provider: u64,
		order: usize,
		machine: u16,
	},
	Reveal {
		provider: u64,
		order: usize,
	},
	Pick {
		provider: u64,
		order: usize,
	},
	Withdraw {
		provider: u64,
		order: usize,
	},
	Verdict {
		order: usize,
		approve: bool,
	},
	/// Confirm, decline or stay silent, as far as the order is awarded.
	Answer {
		order: usize,
		how: u8,
	},
	EndLease {
		order: usize,
		by_provider: bool,
	},
	Amend {
		order: usize,
		price: Balance,
		manifest: u8,
	},
	TopUp {
		order: usize,
		amount: Balance,
	},
	CloseOrder {
		order: usize,
	},
	CloseDeployment {
		at: usize,
	},
	Unfit {
		provider: u64,
	},
	Collateral {
		amount: Balance,
	},
	Advance {
		blocks: u32,
		drawn: u8,
	},
}

fn step() -> impl Strategy<Value = Step> {
	let provider = || 0..PROVIDERS;
	let order = || 0..6usize;
	let kind =
		prop::sample::select(vec![AuctionKind::Open, AuctionKind::Sealed, AuctionKind::Choice]);
	prop_oneof![
		2 => (1..4usize, kind, any::<bool>(), any::<bool>()).prop_map(
			|(groups, auction, buy_now, relist)| Step::Create { groups, auction, buy_now, relist }
		),
		10 => (provider(), order(), 0..8u16)
			.prop_map(|(provider, order, machine)| Step::Commit { provider, order, machine }),
		8 => (provider(), order()).prop_map(|(provider, order)| Step::Reveal { provider, order }),
		3 => (provider(), order()).prop_map(|(provider, order)| Step::Pick { provider, order }),
		12 => (provider(), order(), 0..3_000u128, 0..8u16, any::<bool>()).prop_map(
			|(provider, order, cut, machine, split)| Step::Bid {
				provider, order, cut, machine, split,
			}
		),
		3 => (provider(), order()).prop_map(|(provider, order)| Step::Withdraw { provider, order }),
		6 => (order(), prop::bool::weighted(0.8))
			.prop_map(|(order, approve)| Step::Verdict { order, approve }),
		5 => (order(), 0..3u8).prop_map(|(order, how)| Step::Answer { order, how }),
		2 => (order(), any::<bool>())
			.prop_map(|(order, by_provider)| Step::EndLease { order, by_provider }),
		1 => (order(), 1..20_000u128, 1..3u8)
			.prop_map(|(order, price, manifest)| Step::Amend { order, price, manifest }),
		1 => (order(), 1..2_000u128).prop_map(|(order, amount)| Step::TopUp { order, amount }),
		1 => order().prop_map(|order| Step::CloseOrder { order }),
		1 => (0..3usize).prop_map(|at| Step::CloseDeployment { at }),
		1 => provider().prop_map(|provider| Step::Unfit { provider }),
		1 => (100..2_000u128).prop_map(|amount| Step::Collateral { amount }),
		6 => (1..15u32, any::<u8>()).prop_map(|(blocks, drawn)| Step::Advance { blocks, drawn }),
	]
}

/// One of the orders there are, by its place in the order of numbers.
fn nth(at: usize) -> Option<OrderId> {
	let mut ids: Vec<_> = Orders::<Test>::iter_keys().collect();
	ids.sort_unstable();
	if ids.is_empty() {
		return None;
	}
	Some(ids[at % ids.len()])
}

/// What a provider's sealed bid on an order is. Many tie.
fn secret(provider: AccountId, order: OrderId) -> Balance {
	4_000 + Balance::from((provider + order) % 3) * 1_000
}

fn perform(step: Step) {
	let origin = RuntimeOrigin::signed(TENANT);
	match step {
		Step::Create { groups, auction, buy_now, relist } => {
			let buy_now = (buy_now && auction == AuctionKind::Open).then_some(2_000);
			let request = crate::GroupRequest { buy_now, auction, relist, ..request() };
			let _ = create(vec![request; groups]);
		},
		Step::Commit { provider, order, machine } => {
			let Some(id) = nth(order) else { return };
			let who = PROVIDER + provider;
			let _ = commit_on(who, id, secret(who, id), place(&[(machine, 2)]));
		},
		Step::Reveal { provider, order } => {
			let Some(id) = nth(order) else { return };
			let who = PROVIDER + provider;
			let _ = reveal(who, id, secret(who, id));
		},
		Step::Pick { provider, order } => {
			if let Some(id) = nth(order) {
				let _ = pick(id, PROVIDER + provider);
			}
		},
		Step::Bid { provider, order, cut, machine, split } => {
			let Some(id) = nth(order) else { return };
			let Some(highest) = Market::highest_bid(id) else { return };
			let next = (machine + 1) % 8;
			let placement = match split {
				true => place(&[(machine.min(next), 1), (machine.max(next), 1)]),
				false => place(&[(machine, 2)]),
			};
			let price = highest.saturating_sub(cut).max(1);
			let _ = bid_with(PROVIDER + provider, id, price, placement, 10, 20);
		},
		Step::Withdraw { provider, order } => {
			if let Some(id) = nth(order) {
				let _ = withdraw(PROVIDER + provider, id);
			}
		},
		Step::Verdict { order, approve } => {
			let Some(id) = nth(order).filter(|id| stored(*id).state == OrderState::Pending) else {
				return;
			};
			verdict(
				id,
				match approve {
					true => Verdict::Approved,
					false => Verdict::Rejected(RejectReason::Deadline),
				},
			);
		},
		Step::Answer { order, how } => {
			let Some(id) = nth(order) else { return };
			let OrderState::Awarded { .. } = stored(id).state else { return };
			match how {
				0 => {
					confirm(id);
					MockEscrow::set_stream(id, 1_000, 0);
				},
				1 => decline(id),
				_ => stay_silent(id),
			}
		},
		Step::EndLease { order, by_provider } => {
			let Some(id) = nth(order) else { return };
			if let OrderState::Leased { .. } = stored(id).state {
				match by_provider {
					true => {
						leave(id, CloseReason::Provider { code: 1 });
					},
					false => end(id, CloseReason::Tenant),
				}
			}
		},
		Step::Amend { order, price, manifest } => {
			let Some(id) = nth(order) else { return };
			if let OrderState::Leased { .. } = stored(id).state {
				amend(id, |terms| {
					terms.price = price;
					terms.manifest = ManifestHash::repeat_byte(manifest);
				});
			}
		},
		Step::TopUp { order, amount } => {
			let Some(id) = nth(order) else { return };
			let deployment = stored(id).deployment;
			let _ = Market::deposit_to_deployment(origin, deployment, amount);
		},
		Step::CloseOrder { order } => {
			if let Some(id) = nth(order) {
				let _ = Market::close_order(origin, id);
			}
		},
		Step::CloseDeployment { at } => {
			let mut ids: Vec<_> = Deployments::<Test>::iter_keys().collect();
			ids.sort_unstable();
			if let Some(id) = ids.get(at) {
				// It may be closing by itself.
				let _ = Market::close_deployment(origin, *id);
			}
		},
		Step::Unfit { provider } => MockLeases::fail_for(PROVIDER + provider),
		Step::Collateral { amount } => {
			Params::<Test>::mutate(|params| params.collateral = amount);
		},
		Step::Advance { blocks, drawn } => {
			for _ in 0..blocks {
				draw(drawn);
				advance(1);
			}
		},
	}
}

/// I-2, I-5 and I-6 across this pallet and the stand-ins.
fn check_all(endowed: Balance) {
	check();
	assert_eq!(issuance(), endowed, "money is neither made nor lost");
	let mut reservations = 0;
	for provider in (0..PROVIDERS).map(|at| PROVIDER + at) {
		let mut held: Balance = 0;
		for (id, bidder, bid) in Bids::<Test>::iter().filter(|(_, who, _)| *who == provider) {
			held += bid.collateral;
			reservations += 1;
			assert_eq!(MockProviders::reserved(bidder, id), Some(bid.placement));
		}
		for (id, _, bid) in SealedBids::<Test>::iter().filter(|(_, who, _)| *who == provider) {
			held += bid.collateral;
			reservations += 1;
			assert_eq!(MockProviders::reserved(provider, id), Some(bid.placement));
		}
		assert_eq!(Market::collateral_of(&provider), held);
	}
	for (id, order) in Orders::<Test>::iter() {
		let served = match order.state {
			OrderState::Awarded { provider, .. } | OrderState::Leased { provider, .. } => {
				reservations += 1;
				assert!(MockProviders::reserved(provider, id).is_some());
				true
			},
			_ => false,
		};
		assert_eq!(MockLeases::terms(id).is_some(), served);
		assert!(MockEscrow::deposit(id).is_some_and(|held| held >= request().deposit));
		let pending = order.state == OrderState::Pending;
		assert_eq!(MockApprovals::pending(id).is_some(), pending);
	}
	assert_eq!(MockProviders::reservations(), reservations);
	assert_eq!(MockEscrow::count(), Orders::<Test>::iter().count());
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn market_should_return_everything_whatever_happens(
		steps in prop::collection::vec(step(), 1..120),
	) {
		TestExt::new().execute_with(|| {
			let endowed = issuance();
			for step in steps {
				perform(step);
				check_all(endowed);
			}
			// I-7: every close in every state returns everything.
			for id in Deployments::<Test>::iter_keys().collect::<Vec<_>>() {
				let origin = RuntimeOrigin::signed(TENANT);
				let _ = Market::close_deployment(origin, id);
			}
			advance(1);
			assert_eq!(Orders::<Test>::iter().count(), 0);
			assert_eq!(Bids::<Test>::iter().count(), 0);
			assert_eq!(SealedBids::<Test>::iter().count(), 0);
			assert_eq!(Due::<Test>::iter().count(), 0);
			assert_eq!(OpenOrders::<Test>::get(), 0);
			assert_eq!((MockEscrow::count(), MockLeases::count()), (0, 0));
			assert_eq!(MockProviders::reservations(), 0);
			assert_eq!((free(VAULT), free(LEASE_VAULT)), (ED, ED));
			// All that was lost is in the pot.
			let people = [TENANT, OTHER].into_iter().chain((0..100).map(|at| PROVIDER + at));
			let lost: Balance = people.map(|who| ENDOWMENT - free(who)).sum();
			assert_eq!(free(POT), ED + lost);
		});
	}
}
