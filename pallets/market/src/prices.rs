//! What the market knows of prices, and what others ask it.

use crate::{
	AuctionKind, Config, OpenOrders, Orders, Pallet, Params, RecentAward, RecentAwards, MAX_RECENT,
};
use leasehold_primitives::{runtime_api::Quote, AssetId, Balance, GroupSpec, OrderId, Resources};
use sp_core::U256;

impl<T: Config> Pallet<T> {
	/// Remember the price of a confirmed award; the oldest makes room.
	pub(crate) fn note_award(asset: &AssetId, spec: &GroupSpec<T::AccountId>, price: Balance) {
		let Some(resources) = spec.total() else { return };
		RecentAwards::<T>::mutate(asset, |recent| {
			if recent.is_full() {
				recent.remove(0);
			}
			let award = RecentAward { resources, price, block: Self::now() };
			if recent.try_push(award).is_err() {
				frame_support::defensive!("there is room after one was removed");
			}
		});
	}

	/// What recent awards say a group would cost in `asset`, in base units per hour.
	///
	/// The measure is simple on purpose: an award with the same GPU models counts, scaled by CPU
	/// millicores, all replicas together. `eligible` stays zero: the caller knows the registry.
	pub fn quote(group: &GroupSpec<T::AccountId>, asset: &AssetId) -> Quote {
		let Some(wanted) = group.total() else { return Quote::default() };
		let (mut low, mut sum, mut samples) = (None, U256::zero(), 0u32);
		for award in RecentAwards::<T>::get(asset) {
			let Some(price) = scaled(&award, &wanted) else { continue };
			low = Some(low.map_or(price, |low: Balance| low.min(price)));
			// At most 16 numbers of 128 bits: the sum fits.
			sum += U256::from(price);
			samples += 1;
		}
		debug_assert!(samples <= MAX_RECENT);
		let average = sum.checked_div(samples.into()).and_then(|all| all.try_into().ok());
		Quote { price: low, recent_low: low, recent_average: average, samples, eligible: 0 }
	}

	/// How many orders wait for a verdict or have an auction that is not decided.
	pub fn open_orders() -> u32 {
		OpenOrders::<T>::get()
	}

	/// The highest price at which a bid on an order would be taken in the next block, in base units
	/// per hour; `None` if it takes no bids or none could undercut the best.
	pub fn highest_bid(id: OrderId) -> Option<Balance> {
		let order = Orders::<T>::get(id)?;
		Self::ensure_takes_bids(&order).ok()?;
		match order.best {
			Some(best) if order.auction == AuctionKind::Open => {
				Params::<T>::get().price_below(best.price)
			},
			_ => Some(order.spec.max_price),
		}
	}
}

/// What an award's price would be for `wanted`; `None` if the two do not compare.
fn scaled(award: &RecentAward, wanted: &Resources) -> Option<Balance> {
	let models = |resources: &Resources| {
		resources.gpus.iter().map(|gpu| gpu.model.clone()).collect::<alloc::vec::Vec<_>>()
	};
	if models(&award.resources) != models(wanted) {
		return None;
	}
	// Price and CPU have 128 and 32 bits: the product fits.
	let price = U256::from(award.price) * U256::from(wanted.cpu_millicores);
	price.checked_div(award.resources.cpu_millicores.into())?.try_into().ok()
}
