//! The market as it is read, for the runtime's API. Never called by a transaction.

use crate::{
	AccountIdOf, Bids, Config, Deployments, DeploymentsOf, Error, NextOrderId, OrderOf, OrderState,
	Orders, Pallet, Params, RecentAward, RecentAwards, SealedBids,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{
		fungible::Inspect,
		tokens::{Fortitude, Preservation},
	},
};
use leasehold_primitives::{
	market_api::{BidTerms, BidView, ClassPrices, OrderStage, Page, TenantOrder, MAX_PAGE},
	AssetId, Balance, DeploymentId, GpuModel, GpuVendor, OrderId, MAX_BIDS,
};
use sp_core::U256;
use sp_runtime::DispatchResult;

/// How many numbers of orders one search looks at.
pub const MAX_EXAMINED: u32 = 1_024;

impl<AccountId> OrderState<AccountId> {
	/// The state without what only its record tells.
	pub fn stage(&self) -> OrderStage {
		match self {
			Self::Pending => OrderStage::Pending,
			Self::Open { .. } => OrderStage::Open,
			Self::Awarded { .. } => OrderStage::Awarded,
			Self::Leased { .. } => OrderStage::Leased,
			Self::Closing { .. } => OrderStage::Closing,
			Self::Revealing { .. } => OrderStage::Revealing,
			Self::Choosing { .. } => OrderStage::Choosing,
			Self::Drawing { .. } => OrderStage::Drawing,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Orders that wait for a verdict or have an auction that is not decided, newest first, with
	/// numbers below `before` if given: at most `limit`, of at most [`MAX_EXAMINED`] numbers
	/// looked at.
	pub fn open_orders_below(
		before: Option<OrderId>,
		limit: u32,
	) -> Page<(OrderId, OrderOf<T>), OrderId> {
		let next = NextOrderId::<T>::get();
		let mut below = before.unwrap_or(next).min(next);
		let (mut items, limit) = (Vec::new(), Self::page_length(limit));
		for _ in 0..MAX_EXAMINED {
			if items.len() >= limit {
				break;
			}
			let Some(id) = below.checked_sub(1) else { break };
			below = id;
			if let Some(order) = Orders::<T>::get(id).filter(|order| order.is_on_the_market()) {
				items.push((id, order));
			}
		}
		Page { items, next: (below > 0).then_some(below) }
	}

	/// Whether anything but price, terms and machines stands in the way of a bid by `provider`.
	///
	/// # Errors
	/// What the bid would fail with.
	pub fn ensure_no_obstacle(
		id: OrderId,
		order: &OrderOf<T>,
		provider: &AccountIdOf<T>,
	) -> DispatchResult {
		Self::ensure_welcome(order, provider)?;
		let sealed = SealedBids::<T>::get(id, provider).map(|bid| bid.collateral);
		let held = sealed.or(Bids::<T>::get(id, provider).map(|bid| bid.collateral));
		let is_shut = order.auction.is_sealed() && held.is_none() && order.seats() >= MAX_BIDS;
		ensure!(!is_shut, Error::<T>::BookFull);
		let spare =
			T::Currency::reducible_balance(provider, Preservation::Preserve, Fortitude::Polite);
		let more = Params::<T>::get().collateral.saturating_sub(held.unwrap_or_default());
		ensure!(more <= spare, Error::<T>::InsufficientCollateral);
		Ok(())
	}

	/// The bids on an order, lowest price first, then those that are sealed.
	pub fn bids_on(id: OrderId) -> Vec<BidView<AccountIdOf<T>>> {
		let bids = Self::sorted_bids(id).into_iter().map(|(provider, bid)| BidView {
			provider,
			collateral: bid.collateral,
			placement: bid.placement,
			terms: Some(BidTerms { price: bid.price, notice: bid.notice, grace: bid.grace }),
		});
		let sealed = Self::sealed_bids(id).into_iter().map(|(provider, bid)| BidView {
			provider,
			collateral: bid.collateral,
			placement: bid.placement,
			terms: None,
		});
		bids.chain(sealed).collect()
	}

	/// The orders of a tenant, of up to `limit` deployments after `after` in the order of storage.
	/// The leases are the caller's to add.
	pub fn orders_of(
		tenant: &AccountIdOf<T>,
		after: Option<DeploymentId>,
		limit: u32,
	) -> Page<TenantOrder, DeploymentId> {
		let mut ids = match after {
			Some(after) => DeploymentsOf::<T>::iter_key_prefix_from(
				tenant,
				DeploymentsOf::<T>::hashed_key_for(tenant, after),
			),
			None => DeploymentsOf::<T>::iter_key_prefix(tenant),
		};
		let (mut items, mut last) = (Vec::new(), None);
		for deployment in ids.by_ref().take(Self::page_length(limit)) {
			last = Some(deployment);
			let groups = Deployments::<T>::get(deployment).map(|one| one.groups);
			for (order, group) in groups.into_iter().flatten().zip(0u8..) {
				let Some((order, record)) = order.and_then(|id| Some((id, Orders::<T>::get(id)?)))
				else {
					continue;
				};
				let stage = record.state.stage();
				items.push(TenantOrder { deployment, group, order, stage, lease: None });
			}
		}
		Page { items, next: ids.next().and(last) }
	}

	/// Prices of the latest awards in `asset`, by the GPUs that they have: for one GPU, or for one
	/// core where there is none.
	pub fn recent_prices(asset: &AssetId) -> Vec<ClassPrices> {
		let mut classes = BTreeMap::<_, Vec<(Balance, RecentAward)>>::new();
		for award in RecentAwards::<T>::get(asset) {
			if let Some((class, price)) = unit_price(&award) {
				classes.entry(class).or_default().push((price, award));
			}
		}
		let told = classes.into_iter().filter_map(|(gpus, prices)| {
			let all = || prices.iter().map(|(price, _)| *price);
			let (latest, award) = prices.last()?;
			let samples = u32::try_from(prices.len()).ok()?;
			// A few numbers of 128 bits: the sum fits.
			let sum = all().fold(U256::zero(), |sum, price| sum.saturating_add(price.into()));
			Some(ClassPrices {
				gpus,
				samples,
				low: all().min()?,
				average: sum.checked_div(samples.into())?.try_into().ok()?,
				high: all().max()?,
				latest: *latest,
				block: award.block,
			})
		});
		told.collect()
	}

	fn page_length(limit: u32) -> usize {
		usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1)
	}
}

/// The class of what was awarded, and its price per hour for one GPU or one core; `None` if that
/// is more than can be said.
fn unit_price(award: &RecentAward) -> Option<(Vec<(GpuVendor, GpuModel)>, Balance)> {
	let resources = &award.resources;
	// In the order of the list, in which kinds of one model stand side by side.
	let mut class: Vec<_> =
		resources.gpus.iter().map(|gpu| (gpu.vendor.clone(), gpu.model.clone())).collect();
	class.dedup();
	let gpus: u64 = resources.gpus.iter().map(|gpu| u64::from(gpu.units)).sum();
	let (units, per) = match gpus {
		0 => (u64::from(resources.cpu_millicores), 1_000u64),
		gpus => (gpus, 1),
	};
	let price = U256::from(award.price).checked_mul(per.into())?.checked_div(units.into())?;
	Some((class, price.try_into().ok()?))
}
