//! The market as it is read through the runtime's APIs.

use crate::world::*;
use frame_support::assert_ok;
use leasehold_primitives::{
	market_api::{runtime_decl_for_market_api::MarketApiV1 as Api, OpenOrder, OrderStage},
	runtime_api::runtime_decl_for_lease_api::LeaseApiV1,
	LeaseState, OrderId, Requirements,
};
use leasehold_runtime::{
	genesis_config_presets::{account, USD as DOLLAR},
	AccountId, Block, Market, Runtime, LHD,
};
use pallet_leasehold_leases::Call as LeaseCall;
use pallet_leasehold_market::Error as MarketError;
use pallet_leasehold_providers::{Call as ProviderCall, Error as ProviderError};
use sp_runtime::DispatchError;

type All = (Vec<OpenOrder<AccountId>>, Option<OrderId>);

fn open_orders(provider: &AccountId, before: Option<OrderId>, limit: u32) -> All {
	let page = <Runtime as Api<Block, AccountId>>::open_orders(provider.clone(), before, limit);
	(page.items, page.next)
}

fn obstacle(provider: &AccountId, id: OrderId) -> Option<DispatchError> {
	let (items, _) = open_orders(provider, Some(id + 1), 1);
	assert_eq!(items[0].order, id);
	assert_eq!(items[0].placement.is_some(), items[0].obstacle.is_none());
	items[0].obstacle
}

#[test]
fn open_orders_should_say_what_keeps_a_provider_from_each() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		register(&tenant);
		let plain = order(&tenant, NATIVE, LHD, group(LHD, 1)).unwrap();
		let mut spec = group(LHD, 1);
		spec.requirements = Requirements { min_level: 1, admitted: true, ..Default::default() };
		let audited = order(&tenant, NATIVE, LHD, spec).unwrap();
		let mut spec = group(LHD, 1);
		spec.resources.cpu_millicores = 16_001;
		let huge = order(&tenant, NATIVE, LHD, spec).unwrap();
		let (items, next) = open_orders(&provider, None, 10);
		let ids: Vec<_> = items.iter().map(|item| item.order).collect();
		assert_eq!((ids, next), (vec![huge, audited, plain], None));
		assert_eq!(items[2].stage, OrderStage::Pending);
		assert_eq!((items[2].highest, items[2].ends, items[2].has_bid), (Some(LHD), None, false));

		assert_eq!(obstacle(&provider, plain), None);
		assert_eq!(
			obstacle(&provider, audited),
			Some(ProviderError::<Runtime>::NotAdmitted.into())
		);
		assert_eq!(
			obstacle(&provider, huge),
			Some(ProviderError::<Runtime>::InsufficientCapacity.into())
		);
		assert_eq!(obstacle(&tenant, plain), Some(MarketError::<Runtime>::OwnOrder.into()));
		let stranger = account("Bob");
		assert_eq!(obstacle(&stranger, plain), Some(ProviderError::<Runtime>::NotFound.into()));
		assert_ok!(call(signed(&provider), ProviderCall::set_draining { draining: true }));
		assert_eq!(obstacle(&provider, plain), Some(ProviderError::<Runtime>::Draining.into()));
		assert_ok!(call(signed(&provider), ProviderCall::set_draining { draining: false }));

		// What it names is a place where the bid is taken.
		let (items, _) = open_orders(&provider, Some(plain + 1), 1);
		let machine = items[0].placement.clone().expect("there is room")[0].0;
		assert_ok!(bid(&provider, plain, LHD, machine, 10));
		let (items, _) = open_orders(&provider, Some(plain + 1), 1);
		assert!(items[0].has_bid && items[0].obstacle.is_none());
		assert!(items[0].highest.is_some_and(|highest| highest < LHD));
		assert_ok!(decide(plain, true));
		go_on(1);
		let (items, _) = open_orders(&provider, Some(plain + 1), 1);
		assert_eq!(items[0].stage, OrderStage::Open);
		assert!(items[0].ends.is_some());
	});
}

#[test]
fn open_orders_should_come_in_pages() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		for _ in 0..5 {
			order(&tenant, NATIVE, LHD, group(LHD, 1)).unwrap();
		}
		let (mut seen, mut before) = (Vec::new(), None);
		loop {
			let (items, next) = open_orders(&provider, before, 2);
			assert!(items.len() <= 2);
			seen.extend(items.into_iter().map(|item| item.order));
			before = next;
			if before.is_none() {
				break;
			}
		}
		assert_eq!(seen, vec![4, 3, 2, 1, 0]);
	});
}

#[test]
fn bids_should_be_seen_by_everybody() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = order(&tenant, NATIVE, LHD, group(LHD, 1)).unwrap();
		assert_ok!(bid(&provider, id, LHD / 2, 1, 7));
		let bids = <Runtime as Api<Block, AccountId>>::bids(id);
		assert_eq!(bids.len(), 1);
		assert_eq!((&bids[0].provider, bids[0].collateral), (&provider, LHD));
		let terms = bids[0].terms.expect("nothing is sealed");
		assert_eq!((terms.price, terms.notice, terms.grace), (LHD / 2, 10, 7));
	});
}

#[test]
fn tenants_and_providers_should_find_all_that_is_theirs() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let served = leased(&tenant, NATIVE, 10 * LHD, &provider, LHD);
		let won = awarded(&tenant, USD, 10 * DOLLAR, &provider, DOLLAR);
		let waiting = order(&tenant, NATIVE, LHD, group(LHD, 1)).unwrap();
		assert_ok!(bid(&provider, waiting, LHD, 0, 10));

		let page = <Runtime as Api<Block, AccountId>>::tenant_orders(tenant.clone(), None, 100);
		assert_eq!(page.next, None);
		let mut seen: Vec<_> =
			page.items.iter().map(|item| (item.order, item.stage, item.lease)).collect();
		seen.sort_by_key(|item| item.0);
		assert_eq!(seen.len(), 3);
		assert_eq!(seen[0], (served, OrderStage::Leased, Some(LeaseState::Active)));
		assert_eq!((seen[1].0, seen[1].1), (won, OrderStage::Awarded));
		assert!(matches!(seen[1].2, Some(LeaseState::Awarded { .. })));
		assert_eq!(seen[2], (waiting, OrderStage::Pending, None));

		let page = <Runtime as Api<Block, AccountId>>::provider_orders(provider.clone(), None, 100);
		let mut seen: Vec<_> =
			page.items.iter().map(|item| (item.order, item.lease.is_some())).collect();
		seen.sort_unstable();
		assert_eq!((seen, page.next), (vec![(served, true), (won, true), (waiting, false)], None));

		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: served }));
		let page = <Runtime as Api<Block, AccountId>>::tenant_orders(tenant, None, 100);
		assert!(page.items.iter().all(|item| item.order != served));
	});
}

#[test]
fn prices_and_capacity_should_follow_the_market() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let free = || {
			let page =
				<Runtime as Api<Block, AccountId>>::free_capacity(b"region".to_vec(), None, 64);
			assert_eq!((page.items.len(), page.next), (1, None));
			page.items.into_iter().next().expect("one group")
		};
		assert_eq!((free().machines, free().cpu_millicores), (2, 32_000));
		assert_eq!(<Runtime as Api<Block, AccountId>>::recent_prices(NATIVE), vec![]);
		let id = leased(&tenant, NATIVE, 10 * LHD, &provider, LHD / 4);
		assert_eq!(free().cpu_millicores, 31_000);
		let prices = <Runtime as Api<Block, AccountId>>::recent_prices(NATIVE);
		assert_eq!((prices.len(), prices[0].samples, prices[0].latest), (1, 1, LHD / 4));
		// What a group costs is drawn from the same.
		let quote = <Runtime as LeaseApiV1<Block, AccountId>>::quote(group(LHD, 2), NATIVE);
		assert_eq!((quote.price, quote.eligible), (Some(LHD / 2), 1));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		assert_eq!(free().cpu_millicores, 32_000);
		assert_eq!(Market::open_orders(), 0);
	});
}
