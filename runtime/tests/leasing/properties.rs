//! Random sequences of everything that tenants, providers, validators and time can do. After
//! every step all invariants hold, nothing is minted or burnt, and closing everything at the end
//! returns everything (I-7).
//!
//! `PROPTEST_CASES` sets how many sequences there are; a failing one is printed.

use crate::world::*;
use leasehold_primitives::OrderId;
use leasehold_runtime::{
	genesis_config_presets::{account, TEST_USD, USD as DOLLAR},
	AccountId, Runtime, LHD,
};
use pallet_leasehold_leases::{Amendment, Call as LeaseCall};
use pallet_leasehold_market::Call as MarketCall;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
	Lease { tenant: usize, provider: usize, usd: bool, units: u128, cents: u128 },
	Order { tenant: usize, usd: bool, units: u128, replicas: u16 },
	CloseDeployment { tenant: usize, id: u64 },
	CloseOrder { tenant: usize, id: OrderId },
	Bid { provider: usize, id: OrderId, cents: u128, machine: u16, grace: u32 },
	Withdraw { provider: usize, id: OrderId },
	Decide { id: OrderId, approve: bool },
	Confirm { provider: usize, id: OrderId },
	Decline { provider: usize, id: OrderId },
	Settle { id: OrderId },
	SettleMany { first: OrderId },
	TopUp { who: usize, id: OrderId, units: u128 },
	Close { tenant: usize, id: OrderId },
	Notice { provider: usize, id: OrderId },
	Reclaim { id: OrderId },
	Abuse { provider: usize, id: OrderId },
	Pause { provider: usize, id: OrderId },
	Resume { provider: usize, id: OrderId },
	Silent { id: OrderId },
	Amend { id: OrderId, cents: u128, cpu: u32 },
	Freeze { frozen: bool },
	Block { provider: usize, blocked: bool },
	Blocks { count: u32 },
	Outage { blocks: u32, ms: u64 },
}

impl Step {
	/// The order or lease that the step is about.
	fn order_mut(&mut self) -> Option<&mut OrderId> {
		match self {
			Self::CloseOrder { id, .. }
			| Self::Bid { id, .. }
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
		3 => (t.clone(), p.clone(), any::<bool>(), 1u128..50, cents.clone()).prop_map(
			|(tenant, provider, usd, units, cents)| Step::Lease {
				tenant, provider, usd, units, cents,
			}
		),
		4 => (t.clone(), any::<bool>(), 0u128..50, 1u16..4)
			.prop_map(|(tenant, usd, units, replicas)| Step::Order { tenant, usd, units, replicas }),
		1 => (t.clone(), id.clone()).prop_map(|(tenant, id)| Step::CloseDeployment { tenant, id }),
		1 => (t.clone(), id.clone()).prop_map(|(tenant, id)| Step::CloseOrder { tenant, id }),
		8 => (p.clone(), id.clone(), cents.clone(), 0u16..3, 0u32..30).prop_map(
			|(provider, id, cents, machine, grace)| Step::Bid { provider, id, cents, machine, grace }
		),
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
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Notice { provider, id }),
		1 => id.clone().prop_map(|id| Step::Reclaim { id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Abuse { provider, id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Pause { provider, id }),
		1 => (p.clone(), id.clone()).prop_map(|(provider, id)| Step::Resume { provider, id }),
		1 => id.clone().prop_map(|id| Step::Silent { id }),
		1 => (id, cents, 1u32..20_000).prop_map(|(id, cents, cpu)| Step::Amend { id, cents, cpu }),
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

/// The provider or tenant of a lease where it has one, so that many steps succeed; else the one
/// that the step drew, so that wrong callers occur too.
fn provider_of(id: OrderId, drawn: usize) -> AccountId {
	pallet_leasehold_leases::Leases::<Runtime>::get(id)
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

fn apply(mut step: Step) -> sp_runtime::DispatchResult {
	if let Some(id) = step.order_mut() {
		*id = pick(*id);
	}
	match step {
		Step::Lease { tenant, provider, usd, units, cents } => {
			let (asset, unit) = if usd { (USD, DOLLAR) } else { (NATIVE, LHD) };
			let spec = group(4_000 * unit, 1);
			let id = order(&tenants()[tenant], asset, units * unit, spec)?;
			bid(&providers()[provider], id, cents * unit / 100, 0, 10)?;
			decide(id, true)?;
			go_on(8);
			call(signed(&provider_of(id, provider)), LeaseCall::confirm { lease: id })
		},
		Step::Order { tenant, usd, units, replicas } => {
			let (asset, unit) = if usd { (USD, DOLLAR) } else { (NATIVE, LHD) };
			order(&tenants()[tenant], asset, units * unit, group(4_000 * unit, replicas))
				.map(|_| ())
		},
		Step::CloseDeployment { tenant, id } => {
			call(signed(&tenants()[tenant]), MarketCall::close_deployment { id })
		},
		Step::CloseOrder { tenant, id } => {
			call(signed(&tenant_of(id, tenant)), MarketCall::close_order { order: id })
		},
		Step::Bid { provider, id, cents, machine, grace } => {
			bid(&providers()[provider], id, price(id, cents), machine, grace)
		},
		Step::Withdraw { provider, id } => {
			call(signed(&providers()[provider]), MarketCall::withdraw_bid { order: id })
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
		Step::Notice { provider, id } => {
			call(signed(&provider_of(id, provider)), LeaseCall::give_notice { lease: id, code: 2 })
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
			call(signed(&provider_of(id, provider)), LeaseCall::resume { lease: id })
		},
		Step::Silent { id } => {
			call(signed(&account("Auditor")), LeaseCall::close_silent { lease: id })
		},
		Step::Amend { id, cents, cpu } => {
			let Some(lease) = pallet_leasehold_leases::Leases::<Runtime>::get(id) else {
				return Ok(());
			};
			let mut resources = lease.terms.resources.clone();
			resources.cpu_millicores = cpu;
			let amendment = Amendment {
				resources,
				replicas: lease.terms.replicas,
				price: price(id, cents),
				manifest: lease.terms.manifest,
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
	assert_eq!(pallet_leasehold_leases::Leases::<Runtime>::iter().count(), 0);
	assert_eq!(pallet_leasehold_providers::Reservations::<Runtime>::iter().count(), 0);
	assert_eq!(pallet_leasehold_approvals::Subjects::<Runtime>::iter().count(), 0);
	for who in tenants() {
		assert_eq!(on_hold(&USD, &who), 0);
		assert_eq!(on_hold(&NATIVE, &who), 0);
	}
	// Until no tenant can open a dispute any more.
	let params = pallet_leasehold_providers::Parameters::<Runtime>::get();
	go_on(params.dispute.window);
	for who in providers() {
		assert_eq!(on_hold(&USD, &who), 0);
		call(signed(&who), pallet_leasehold_providers::Call::deregister {})
			.expect("a provider without leases may go");
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
			for provider in providers() {
				register(&provider);
			}
			for step in steps {
				let _ = apply(step);
				check();
			}
			close_everything();
		});
	}
}

/// The random sequences are worth something only if most of what people can do occurs in them.
#[test]
fn random_steps_should_reach_active_leases_often() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let (mut confirmed, mut closed) = (0, 0);
	for _ in 0..12 {
		let steps = proptest::collection::vec(step(), 120)
			.new_tree(&mut runner)
			.expect("it generates")
			.current();
		run(|| {
			for provider in providers() {
				register(&provider);
			}
			for step in steps {
				let confirms = matches!(step, Step::Confirm { .. } | Step::Lease { .. });
				let closes = matches!(
					step,
					Step::Close { .. } | Step::CloseDeployment { .. } | Step::Abuse { .. }
				);
				if apply(step).is_ok() {
					confirmed += u32::from(confirms);
					closed += u32::from(closes);
				}
			}
		});
	}
	assert!(confirmed >= 12, "only {confirmed} leases started in 12 sequences");
	assert!(closed >= 3, "only {closed} were closed by hand");
}
