//! The market as providers and tenants look for things on it.

use crate::{AccountId, Market, Providers, Runtime};
use leasehold_primitives::{
	market_api::{OpenOrder, Page, ProviderOrder, TenantOrder},
	DeploymentId, LeaseId, LeaseState, OrderId,
};
use pallet_leasehold_market::OrderOf;
use pallet_leasehold_providers::{Error, Reservations};

/// The most orders in one answer that finds a place for each.
const MAX_PLACED: u32 = 64;

/// Orders on the market, newest first, with what keeps a provider from bidding on each.
pub fn open_orders(
	provider: &AccountId,
	before: Option<OrderId>,
	limit: u32,
) -> Page<OpenOrder<AccountId>, OrderId> {
	let Page { items, next } = Market::open_orders_below(before, limit.min(MAX_PLACED));
	let seen = items.into_iter().map(|(id, order)| open_order(provider, id, order));
	Page { items: seen.collect(), next }
}

fn open_order(provider: &AccountId, id: OrderId, order: OrderOf<Runtime>) -> OpenOrder<AccountId> {
	// A bid has its place already, which would be in its own way.
	let reserved = Reservations::<Runtime>::get(provider, id).map(|one| one.placement);
	let has_bid = reserved.is_some();
	let mut obstacle = Market::ensure_no_obstacle(id, &order, provider).err();
	let placement = match obstacle {
		None => reserved.or_else(|| Providers::find_placement(provider, &order.spec)),
		Some(_) => None,
	};
	if obstacle.is_none() && placement.is_none() {
		obstacle = Some(Error::<Runtime>::InsufficientCapacity.into());
	}
	OpenOrder {
		order: id,
		ends: order.due(),
		highest: Market::highest_bid(id),
		stage: order.state.stage(),
		tenant: order.tenant,
		asset: order.asset,
		spec: order.spec,
		has_bid,
		obstacle,
		placement,
	}
}

/// The orders of a tenant with their leases.
pub fn tenant_orders(
	tenant: &AccountId,
	after: Option<DeploymentId>,
	limit: u32,
) -> Page<TenantOrder, DeploymentId> {
	let mut page = Market::orders_of(tenant, after, limit);
	for item in page.items.iter_mut() {
		item.lease = lease_state(item.order);
	}
	page
}

/// The orders that a provider bids on or serves.
pub fn provider_orders(
	provider: &AccountId,
	after: Option<OrderId>,
	limit: u32,
) -> Page<ProviderOrder, OrderId> {
	let Page { items, next } = Providers::reserved_for(provider, after, limit);
	let seen = items.into_iter().map(|order| ProviderOrder { order, lease: lease_state(order) });
	Page { items: seen.collect(), next }
}

fn lease_state(id: LeaseId) -> Option<LeaseState> {
	pallet_leasehold_leases::Leases::<Runtime>::get(id).map(|lease| lease.state)
}
