//! Leases, quotes and counts.

use crate::{AccountId, Escrow, Market, Providers};
use alloc::vec::Vec;
use leasehold_primitives::{
	runtime_api::{Counts, Quote},
	traits::Escrow as _,
	AssetId, Balance, GroupSpec, LeaseId, OrderId,
};

/// The most providers in one answer.
const MAX_PROVIDERS: u32 = 256;

/// Accrued and not paid yet; `None` if the lease has ended or never was.
pub fn accrued(id: LeaseId) -> Option<Balance> {
	pallet_leasehold_leases::Leases::<crate::Runtime>::contains_key(id)
		.then(|| Escrow::accrued(id).unwrap_or_default())
}

/// What a group would cost, from recent awards, with how many providers could serve it now.
pub fn quote(group: &GroupSpec<AccountId>, asset: &AssetId) -> Quote {
	let eligible = Providers::eligible_providers(group, None, MAX_PROVIDERS);
	Quote {
		// At most `MAX_PROVIDERS`.
		eligible: u32::try_from(eligible.len()).unwrap_or(MAX_PROVIDERS),
		..Market::quote(group, asset)
	}
}

/// Providers that could bid on an order now.
pub fn eligible_providers(id: OrderId, after: Option<AccountId>) -> Vec<AccountId> {
	let Some(order) = pallet_leasehold_market::Orders::<crate::Runtime>::get(id) else {
		return Vec::new();
	};
	Providers::eligible_providers(&order.spec, after, MAX_PROVIDERS)
}

/// Counts for dashboards.
pub fn counts() -> Counts {
	Counts {
		open_orders: Market::open_orders(),
		leases: pallet_leasehold_leases::Leases::<crate::Runtime>::count(),
		providers: pallet_leasehold_providers::Providers::<crate::Runtime>::count(),
		settled_native: pallet_leasehold_escrow::TotalSettled::<crate::Runtime>::get(
			AssetId::Native,
		),
	}
}
