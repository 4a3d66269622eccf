//! Random sequences of everything that tenants, providers, validators and time can do. After
//! every step all invariants hold, nothing is minted or burnt, and closing everything at the end
//! returns everything (I-7).
//!
//! `PROPTEST_CASES` sets how many sequences there are; a failing one is printed.

use crate::world::*;
use leasehold_primitives::{LeaseState, ManifestHash, OrderId};
use leasehold_runtime::{
	genesis_config_presets::{account, TEST_USD, USD as DOLLAR},
	AccountId, Runtime, LHD, MILLISECS_PER_BLOCK,
};
use pallet_leasehold_leases::{Amendment, Call as LeaseCall, LeaseOf, Leases};
use pallet_leasehold_market::{
	AuctionKind, Bids, Call as MarketCall, GroupRequest, NextOrderId, OrderOf, OrderState,
	SealedBids,
};
use pallet_leasehold_providers::Call as ProvidersCall;
use proptest::prelude::*;
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	/// Everything up to a lease, by an auction of any kind; with a `rival` at the same price, up to
	/// the draw between them.
	Lease {
		party: Party,
		units: u128,
		cents: u128,
		rival: bool,
	},
	Order {
		party: Party,
		units: u128,
		replicas: u16,
	},
	TakeOffer {
		tenant: usize,
		replicas: u16,
		units: u128,
	},
	CloseDeployment {
		tenant: usize,
		id: u64,
	},
	CloseOrder {
		tenant: usize,
		id: OrderId,
	},
	Bid {
		provider: usize,
		id: OrderId,
		cents: u128,
		machine: u16,
		grace: u32,
	},
	Commit {
		provider: usize,
		id: OrderId,
		machine: u16,
	},
	Reveal {
		provider: usize,
		id: OrderId,
		lie: bool,
	},
	Pick {
		provider: usize,
		id: OrderId,
	},
	Withdraw {
		provider: usize,
		id: OrderId,
	},
	Decide {
		id: OrderId,
		approve: bool,
	},
	Confirm {
		provider: usize,
		id: OrderId,
	},
	Decline {
		provider: usize,
		id: OrderId,
	},
	Settle {
		id: OrderId,
	},
	SettleMany {
		first: OrderId,
	},
	TopUp {
		who: usize,
		id: OrderId,
		units: u128,
	},
	Close {
		tenant: usize,
		id: OrderId,
	},
	/// The provider of a lease gives notice, and may wait for its end.
	Notice {
		provider: usize,
		id: OrderId,
		wait: bool,
	},
	Reclaim {
		id: OrderId,
	},
	Abuse {
		provider: usize,
		id: OrderId,
	},
	Pause {
		provider: usize,
		id: OrderId,
	},
	Resume {
		provider: usize,
		id: OrderId,
	},
	Silent {
		id: OrderId,
	},
	Amend {
		id: OrderId,
		cents: u128,
		cpu: u32,
		manifest: u8,
	},
	Freeze {
		frozen: bool,
	},
	Block {
		provider: usize,
		blocked: bool,
	},
	Blocks {
		count: u32,
	},
	Outage {
		blocks: u32,
		ms: u64,
	},
}

/// Who rents from whom, and how they find each other.
#[derive(Clone, Debug)]
struct Party {
	tenant: usize,
	provider: usize,
	usd: bool,
	auction: AuctionKind,
	relist: bool,
}

fn party() -> impl Strategy<Value = Party> {
	(0usize..6, 0usize..5, any::<bool>(), auction(), any::<bool>()).prop_map(
		|(tenant, provider, usd, auction, relist)| Party { tenant, provider, usd, auction, relist },
	)
}

fn auction() -> impl Strategy<Value = AuctionKind> {
	prop::sample::select(vec![AuctionKind::Open, AuctionKind::Sealed, AuctionKind::Choice])
}

impl Step {
	/// The order or lease that the step is about.
	fn order_mut(&mut self) -> Option<&mut OrderId> {
		match self {
			Self::CloseOrder { id, .. }
			| Self::Bid { id, .. }
			| Self::Commit { id, .. }
			| Self::Reveal { id, .. }
			| Self::Pick { id, .. }
			| Self::Withdraw { id, .. }
			| Self::Decide { id, .. }
			| Self::Confirm { id, .. }
			| Self::Decline { id, .. }
			| Self::Settle { id }
			| Self::TopUp { id, .. }
			| Self::Close { id, .. }
			| Self::Notice { id, .. }
			| Self::Reclaim { id }
			| Self::Abuse { id, .. }
			| Self::Pause { id, .. }
			| Self::Resume { id, .. }
			| Self::Silent { id }
			| Self::Amend { id, .. } => Some(id),
			_ => None,
		}
	}
}

fn step() -> impl Strategy<Value = Step> {
	let (t, p, id) = (0usize..6, 0usize..5, 0u64..8);
	let cents = 1u128..400_000;
	prop_oneof![
		4 => (party(), 1u128..50, cents.clone(), prop::bool::weighted(0.2)).prop_map(
			|(party, units, cents, rival)| Step::Lease { party, units, cents, rival }
		),
		6 => (party(), 0u128..50, 1u16..4)
			.prop_map(|(party, units, replicas)| Step::Order { party, units, replicas }),
		1 => (t.clone(), 1u16..4, 0u128..50)
			.prop_map(|(tenant, replicas, units)| Step::TakeOffer { tenant, replicas, units }),
		1 => (t.clone(), id.clone()).prop_map(|(tenant, id)| Step::CloseDeployment { tenant, id }),
		1 => (t.clone(), id.clone()).prop_map(|(tenant, id)| Step::CloseOrder { tenant, id }),
		8 => (p.clone(), id.clone(), cents.clone(), 0u16..3, 0u32..30).prop_map(
			|(provider, id, cents, machine, grace)| Step::Bid { provider, id, cents, machine, grace }
		),
		6 => (p.clone(), id.clone(), 0u16..3)
			.prop_map(|(provider, id, machine)| Step::Commit { provider, id, machine }),
		8 => (p.clone(), id.clone(), prop::bool::weighted(0.1))
			.prop_map(|(provider, id, lie)| Step::Reveal { provider, id, lie }),
		3 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Pick { provider, id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Withdraw { provider, id }),
		5 => (id.clone(), prop::bool::weighted(0.85))
			.prop_map(|(id, approve)| Step::Decide { id, approve }),
		8 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Confirm { provider, id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Decline { provider, id }),
		2 => id.clone().prop_map(|id| Step::Settle { id }),
		1 => id.clone().prop_map(|first| Step::SettleMany { first }),
		3 => (0usize..11, id.clone(), 0u128..20)
			.prop_map(|(who, id, units)| Step::TopUp { who, id, units }),
		1 => (t, id.clone()).prop_map(|(tenant, id)| Step::Close { tenant, id }),
		3 => (p.clone(), id.clone(), any::<bool>())
			.prop_map(|(provider, id, wait)| Step::Notice { provider, id, wait }),
		1 => id.clone().prop_map(|id| Step::Reclaim { id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Abuse { provider, id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Pause { provider, id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Resume { provider, id }),
		1 => id.clone().prop_map(|id| Step::Silent { id }),
		2 => (id, cents, 1u32..4_000, 7u8..9).prop_map(
			|(id, cents, cpu, manifest)| Step::Amend { id, cents, cpu, manifest }
		),
		1 => any::<bool>().prop_map(|frozen| Step::Freeze { frozen }),
		1 => (p, any::<bool>()).prop_map(|(provider, blocked)| Step::Block { provider, blocked }),
		6 => (1u32..12).prop_map(|count| Step::Blocks { count }),
		1 => (1u32..40, 0u64..100_000_000).prop_map(|(blocks, ms)| Step::Outage { blocks, ms }),
	]
}

/// An order that exists, by a drawn number, so that most steps meet one; the last number stays
/// as it is, so that unknown ones occur too.
fn pick(drawn: OrderId) -> OrderId {
	let mut ids: Vec<_> = pallet_leasehold_market::Orders::<Runtime>::iter_keys().collect();
	ids.sort_unstable();
	match (drawn, ids.len()) {
		(7, _) | (_, 0) => drawn,
		(_, count) => ids[drawn as usize % count],
	}
}

/// As [`pick`], of the orders of which `holds` is true, if there are any.
fn pick_where(drawn: OrderId, holds: impl Fn(OrderId, &OrderOf<Runtime>) -> bool) -> OrderId {
	let mut ids: Vec<_> = pallet_leasehold_market::Orders::<Runtime>::iter()
		.filter_map(|(id, order)| holds(id, &order).then_some(id))
		.collect();
	ids.sort_unstable();
	ids.get(drawn as usize % ids.len().max(1)).copied().unwrap_or(drawn)
}

/// One of those who have a bid on an order, if anybody has.
fn bidder(bids: impl Iterator<Item = AccountId>, drawn: usize) -> AccountId {
	let mut bids: Vec<_> = bids.collect();
	bids.sort_unstable();
	bids.get(drawn % bids.len().max(1)).cloned().unwrap_or_else(|| providers()[drawn].clone())
}

/// What a provider's sealed bid on an order is. Many tie.
fn secret(provider: &AccountId, id: OrderId) -> u128 {
	let first: &[u8] = provider.as_ref();
	price(id, 100 * (1 + (u128::from(first[0]) + u128::from(id)) % 3))
}

/// The provider or tenant of a lease where it has one, so that many steps succeed; else the one
/// that the step drew, so that wrong callers occur too.
fn provider_of(id: OrderId, drawn: usize) -> AccountId {
	Leases::<Runtime>::get(id)
		.map_or_else(|| providers()[drawn].clone(), |lease| lease.terms.provider)
}

fn tenant_of(id: OrderId, drawn: usize) -> AccountId {
	pallet_leasehold_market::Orders::<Runtime>::get(id)
		.map_or_else(|| tenants()[drawn].clone(), |order| order.tenant)
}

fn price(id: OrderId, cents: u128) -> u128 {
	let native = pallet_leasehold_market::Orders::<Runtime>::get(id)
		.is_some_and(|order| order.asset == NATIVE);
	if native {
		cents * LHD / 100
	} else {
		cents * DOLLAR / 100
	}
}

fn freeze(frozen: bool) -> leasehold_runtime::RuntimeCall {
	let id = TEST_USD.into();
	if frozen {
		pallet_assets::Call::freeze_asset { id }.into()
	} else {
		pallet_assets::Call::thaw_asset { id }.into()
	}
}

/// Order something.
fn place(party: &Party, units: u128, replicas: u16) -> Result<OrderId, DispatchError> {
	let (asset, unit) = if party.usd { (USD, DOLLAR) } else { (NATIVE, LHD) };
	let new = GroupRequest::new(group(4_000 * unit, replicas), units * unit);
	let (auction, relist) = (party.auction, party.relist);
	request(&tenants()[party.tenant], asset, GroupRequest { auction, relist, ..new })
}

/// Let `bidders` bid for an order at one price, and one of them get and confirm it.
fn lease_by(
	auction: AuctionKind,
	id: OrderId,
	price: u128,
	bidders: &[AccountId],
) -> sp_runtime::DispatchResult {
	for who in bidders {
		match auction {
			AuctionKind::Sealed => commit(who, id, price, 0)?,
			AuctionKind::Open | AuctionKind::Choice => bid(who, id, price, 0, 10)?,
		}
	}
	decide(id, true)?;
	match auction {
		AuctionKind::Open => {},
		AuctionKind::Sealed => {
			until(id, |state| matches!(state, OrderState::Revealing { .. }));
			for who in bidders {
				reveal(who, id, price)?;
			}
			if bidders.len() > 1 {
				until(id, |state| !matches!(state, OrderState::Revealing { .. }));
				return Ok(());
			}
		},
		AuctionKind::Choice => {
			until(id, |state| matches!(state, OrderState::Open { .. }));
			let provider = bidders[0].clone();
			call(signed(&tenant_of(id, 0)), MarketCall::pick_bid { order: id, provider })?;
		},
	}
	until(id, |state| matches!(state, OrderState::Awarded { .. }));
	call(signed(&provider_of(id, 0)), LeaseCall::confirm { lease: id })
}

/// Go on until the order is in a state, for some blocks at most.
fn until(id: OrderId, reached: impl Fn(&OrderState<AccountId>) -> bool) {
	for _ in 0..20 {
		let order = pallet_leasehold_market::Orders::<Runtime>::get(id);
		if order.is_none_or(|order| reached(&order.state)) {
			return;
		}
		go_on(1);
	}
}

fn apply(mut step: Step) -> sp_runtime::DispatchResult {
	if let Some(id) = step.order_mut() {
		*id = pick(*id);
	}
	match step {
		Step::Lease { party, units, cents, rival } => {
			let id = place(&party, units, 1)?;
			let price = price(id, cents);
			let mut bidders = vec![providers()[party.provider].clone()];
			if rival {
				bidders.push(providers()[(party.provider + 1) % 5].clone());
			}
			lease_by(party.auction, id, price, &bidders)
		},
		Step::Order { party, units, replicas } => place(&party, units, replicas).map(|_| ()),
		Step::TakeOffer { tenant, replicas, units } => {
			take_offer(&tenants()[tenant], &providers()[0], replicas, units * LHD)
		},
		Step::CloseDeployment { tenant, id } => {
			let order = pallet_leasehold_market::Orders::<Runtime>::get(pick(id));
			let id = order.map_or(id, |order| order.deployment);
			let deployment = pallet_leasehold_market::Deployments::<Runtime>::get(id);
			let who = deployment.map_or_else(|| tenants()[tenant].clone(), |one| one.tenant);
			call(signed(&who), MarketCall::close_deployment { id })
		},
		Step::CloseOrder { tenant, id } => {
			call(signed(&tenant_of(id, tenant)), MarketCall::close_order { order: id })
		},
		Step::Bid { provider, id, cents, machine, grace } => {
			bid(&providers()[provider], id, price(id, cents), machine, grace)
		},
		Step::Commit { provider, id, machine } => {
			let id = pick_where(id, |_, order| {
				let takes = matches!(order.state, OrderState::Pending | OrderState::Open { .. });
				takes && order.auction.is_sealed()
			});
			let who = &providers()[provider];
			commit(who, id, secret(who, id), machine)
		},
		Step::Reveal { provider, id, lie } => {
			let id = pick_where(id, |_, order| {
				let near =
					matches!(order.state, OrderState::Open { .. } | OrderState::Revealing { .. });
				near && order.sealed > 0
			});
			until(id, |state| !matches!(state, OrderState::Open { .. }));
			let who = bidder(SealedBids::<Runtime>::iter_key_prefix(id), provider);
			reveal(&who, id, secret(&who, id) + u128::from(lie))
		},
		Step::Pick { provider, id } => {
			let id = pick_where(id, |_, order| {
				let late = matches!(order.state, OrderState::Choosing { picked: None, .. });
				let open = matches!(order.state, OrderState::Open { .. });
				order.auction.is_choice() && order.bids > 0 && (late || open)
			});
			let provider = bidder(Bids::<Runtime>::iter_key_prefix(id), provider);
			call(signed(&tenant_of(id, 0)), MarketCall::pick_bid { order: id, provider })
		},
		Step::Withdraw { provider, id } => {
			let id = pick_where(id, |_, order| order.seats() > 0);
			let sealed = SealedBids::<Runtime>::iter_key_prefix(id);
			let who = bidder(Bids::<Runtime>::iter_key_prefix(id).chain(sealed), provider);
			call(signed(&who), MarketCall::withdraw_bid { order: id })
		},
		Step::Decide { id, approve } => decide(id, approve),
		Step::Confirm { provider, id } => {
			call(signed(&provider_of(id, provider)), LeaseCall::confirm { lease: id })
		},
		Step::Decline { provider, id } => {
			call(signed(&provider_of(id, provider)), LeaseCall::decline { lease: id, code: 1 })
		},
		Step::Settle { id } => call(signed(&account("Auditor")), LeaseCall::settle { lease: id }),
		Step::SettleMany { first } => call(
			signed(&account("Auditor")),
			LeaseCall::settle_many {
				leases: (first..first + 5).collect::<Vec<_>>().try_into().expect("five"),
			},
		),
		Step::TopUp { who, id, units } => {
			let everyone = [tenants(), providers()].concat();
			let amount = price(id, units * 100);
			call(signed(&everyone[who]), pallet_leasehold_escrow::Call::deposit { id, amount })
		},
		Step::Close { tenant, id } => {
			call(signed(&tenant_of(id, tenant)), LeaseCall::close { lease: id })
		},
		Step::Notice { provider, id, wait } => {
			let runs = |lease: &LeaseOf<Runtime>| lease.state == LeaseState::Active;
			let id =
				pick_where(id, |id, _| Leases::<Runtime>::get(id).is_some_and(|one| runs(&one)));
			// Rather one that validators must be asked about again.
			let id = pick_where(id, |id, order| {
				let amended =
					|one: LeaseOf<Runtime>| runs(&one) && one.terms.manifest != order.manifest;
				order.relist && Leases::<Runtime>::get(id).is_some_and(amended)
			});
			let who = signed(&provider_of(id, provider));
			call(who, LeaseCall::give_notice { lease: id, code: 2 })?;
			let end =
				Leases::<Runtime>::get(id).and_then(|lease| lease.notice).map(|one| one.until);
			if let (true, Some(end)) = (wait, end) {
				go_on(end.saturating_sub(leasehold_runtime::System::block_number()) + 1);
			}
			Ok(())
		},
		Step::Reclaim { id } => {
			call(signed(&account("Auditor")), LeaseCall::close_reclaimed { lease: id })
		},
		Step::Abuse { provider, id } => call(
			signed(&provider_of(id, provider)),
			LeaseCall::close_for_abuse { lease: id, code: 9 },
		),
		Step::Pause { provider, id } => {
			call(signed(&provider_of(id, provider)), LeaseCall::pause { lease: id })
		},
		Step::Resume { provider, id } => {
			let paused = |lease: LeaseOf<Runtime>| lease.state == LeaseState::Paused;
			let id = pick_where(id, |id, _| Leases::<Runtime>::get(id).is_some_and(paused));
			call(signed(&provider_of(id, provider)), LeaseCall::resume { lease: id })
		},
		Step::Silent { id } => {
			let silence = pallet_leasehold_leases::Parameters::<Runtime>::get().silence_blocks;
			// More than that, and one for the heartbeat in the block before.
			for _ in 0..silence + 2 {
				next_block_after(MILLISECS_PER_BLOCK);
			}
			let id = pick_where(id, |id, _| {
				Leases::<Runtime>::get(id).is_some_and(|lease| lease.state == LeaseState::Active)
			});
			call(signed(&account("Auditor")), LeaseCall::close_silent { lease: id })
		},
		Step::Amend { id, cents, cpu, manifest } => {
			let id = pick_where(id, |id, _| {
				Leases::<Runtime>::get(id).is_some_and(|lease| lease.state == LeaseState::Active)
			});
			let lease = Leases::<Runtime>::get(id).ok_or("there is no lease to amend")?;
			let mut resources = lease.terms.resources.clone();
			resources.cpu_millicores = cpu;
			let amendment = Amendment {
				resources,
				replicas: lease.terms.replicas,
				// Every other one at the same price: the money lasts.
				price: if cents % 2 == 0 { lease.terms.price } else { price(id, cents) },
				manifest: ManifestHash::repeat_byte(manifest),
			};
			let hash = amendment.hash(id);
			call(
				signed(&lease.terms.tenant),
				LeaseCall::propose_amendment { lease: id, amendment },
			)?;
			call(
				signed(&lease.terms.provider),
				LeaseCall::accept_amendment { lease: id, hash, placement: None },
			)
		},
		Step::Freeze { frozen } => call(signed(&account("Alice")), freeze(frozen)),
		Step::Block { provider, blocked } => {
			let who = providers()[provider].clone();
			let (id, issuer) = (TEST_USD.into(), signed(&account("Alice")));
			if blocked {
				call(issuer, pallet_assets::Call::block { id, who: who.into() })
			} else {
				call(issuer, pallet_assets::Call::thaw { id, who: who.into() })
			}
		},
		Step::Blocks { count } => {
			go_on(count);
			Ok(())
		},
		Step::Outage { blocks, ms } => {
			for _ in 0..blocks {
				next_block_after(ms / u64::from(blocks));
			}
			Ok(())
		},
	}
}

/// Everybody is registered, and a network offers what the first provider has.
fn settle_down() {
	for provider in providers() {
		register(&provider);
	}
	offer(&account("Auditor"), &providers()[0]);
}

/// Close whatever there is, let what is owed be claimed, and see that all is back.
fn close_everything() {
	let _ = call(signed(&account("Alice")), freeze(false));
	for who in providers() {
		let _ = call(
			signed(&account("Alice")),
			pallet_assets::Call::thaw { id: TEST_USD.into(), who: who.into() },
		);
	}
	for (id, deployment) in
		pallet_leasehold_market::Deployments::<Runtime>::iter().collect::<Vec<_>>()
	{
		// One that is closing by itself may be gone by now.
		let _ = call(signed(&deployment.tenant), MarketCall::close_deployment { id });
	}
	go_on(3);
	for ((payee, asset, payer), _) in
		pallet_leasehold_escrow::Owed::<Runtime>::iter().collect::<Vec<_>>()
	{
		call(
			signed(&account("Auditor")),
			pallet_leasehold_escrow::Call::claim_owed { payee, asset, payer },
		)
		.expect("nothing stands in the way of what is owed any more");
	}
	assert_eq!(pallet_leasehold_escrow::Accounts::<Runtime>::iter().count(), 0);
	assert_eq!(pallet_leasehold_market::Orders::<Runtime>::iter().count(), 0);
	assert_eq!(pallet_leasehold_market::Bids::<Runtime>::iter().count(), 0);
	assert_eq!(Leases::<Runtime>::iter().count(), 0);
	assert_eq!(pallet_leasehold_providers::Reservations::<Runtime>::iter().count(), 0);
	assert_eq!(pallet_leasehold_approvals::Subjects::<Runtime>::iter().count(), 0);
	for who in tenants() {
		assert_eq!(on_hold(&USD, &who), 0);
		assert_eq!(on_hold(&NATIVE, &who), 0);
	}
	let operator = signed(&account("Auditor"));
	for end in [
		ProvidersCall::expel_provider { network: 0, provider: providers()[0].clone() },
		ProvidersCall::withdraw_offer { offer: 0 },
		ProvidersCall::dissolve_network { network: 0 },
	] {
		call(operator.clone(), end).expect("nothing of the offer is taken any more");
	}
	// Until no tenant can open a dispute any more.
	let params = pallet_leasehold_providers::Parameters::<Runtime>::get();
	go_on(params.dispute.window);
	for who in providers() {
		assert_eq!(on_hold(&USD, &who), 0);
		call(signed(&who), ProvidersCall::deregister {}).expect("a provider without leases may go");
		// One of them is an auditor as well.
		let auditor = pallet_leasehold_providers::Auditors::<Runtime>::get(&who);
		assert_eq!(on_hold(&NATIVE, &who), auditor.map_or(0, |auditor| auditor.bond));
	}
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24),
		failure_persistence: None,
		max_shrink_iters: 200,
		..ProptestConfig::default()
	})]

	#[test]
	fn market_should_conserve_money_and_capacity_whatever_people_do(
		steps in proptest::collection::vec(step(), 20..120),
	) {
		run(|| {
			settle_down();
			for step in steps {
				let _ = apply(step);
				check();
			}
			close_everything();
		});
	}
}

/// The random sequences are worth something only if all that people can do succeeds in them.
#[test]
fn random_steps_should_reach_what_is_worth_testing() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut done = BTreeMap::<String, u32>::new();
	for _ in 0..24 {
		let steps = proptest::collection::vec(step(), 120)
			.new_tree(&mut runner)
			.expect("it generates")
			.current();
		run(|| {
			settle_down();
			for step in steps {
				let orders = matches!(
					step,
					Step::Lease { .. } | Step::Order { .. } | Step::TakeOffer { .. }
				);
				let name = format!("{step:?}");
				let name = name.split(' ').next().expect("it has a name");
				let before = NextOrderId::<Runtime>::get();
				if apply(step).is_ok() {
					*done.entry(name.into()).or_default() += 1;
				}
				// An order that nobody made is a lease that was put up again.
				if !orders && NextOrderId::<Runtime>::get() > before {
					*done.entry("Relisted".into()).or_default() += 1;
				}
				for order in pallet_leasehold_market::Orders::<Runtime>::iter_values() {
					let place = match order.state {
						OrderState::Leased { .. } => "Leased",
						OrderState::Drawing { .. } => "Drawing",
						OrderState::Pending if order.rounds > 0 => {
							*done.entry("VotedOnAgain".into()).or_default() += 1;
							continue;
						},
						_ => continue,
					};
					let kind = match order.offer {
						Some(_) => "Offer".into(),
						None => format!("{:?}", order.auction),
					};
					*done.entry(format!("{place}{kind}")).or_default() += 1;
				}
			}
		});
	}
	// Not `Reclaim`: the agenda is there first.
	let missing: Vec<_> = [
		"Lease",
		"Order",
		"TakeOffer",
		"CloseDeployment",
		"CloseOrder",
		"Bid",
		"Commit",
		"Reveal",
		"Pick",
		"Withdraw",
		"Decide",
		"Confirm",
		"Decline",
		"Settle",
		"SettleMany",
		"TopUp",
		"Close",
		"Notice",
		"Abuse",
		"Pause",
		"Resume",
		"Silent",
		"Amend",
		"Freeze",
		"Block",
		"Relisted",
		"LeasedOpen",
		"LeasedSealed",
		"LeasedChoice",
		"LeasedOffer",
		"DrawingSealed",
		"VotedOnAgain",
	]
	.into_iter()
	.filter(|name| !done.contains_key(*name))
	.collect();
	assert!(missing.is_empty(), "{missing:?} never happened, of {done:?}");
	assert!(done["Confirm"] + done["Lease"] >= 24, "{done:?}");
}
