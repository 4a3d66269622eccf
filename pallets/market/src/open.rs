//! Open auctions: everybody sees all bids, and each must undercut the best.
//!
//! A bid is measured by the best of the blocks before its own. So bids of one block do not shut
//! each other out by their places in it: the best of them leads, and those that tie are told
//! apart when the auction closes.

use crate::{
	auction::DueAgenda, Bid, Config, Error, Event, MarketParams, OrderOf, OrderState, Pallet,
};
use frame_support::ensure;
use leasehold_primitives::{Balance, BlockNumber, OrderId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Whether `price` undercuts the best by the minimum step, and the provider's own bid at all.
	pub(crate) fn ensure_undercuts(
		order: &OrderOf<T>,
		params: &MarketParams,
		price: Balance,
		own: Option<&Bid>,
	) -> DispatchResult {
		if let Some(best) = order.price_before(Self::now()) {
			let highest = params.price_below(best).ok_or(Error::<T>::PriceNotLowEnough)?;
			ensure!(price <= highest, Error::<T>::PriceNotLowEnough);
		}
		ensure!(own.is_none_or(|own| price < own.price), Error::<T>::PriceNotLowEnough);
		Ok(())
	}

	/// Whether a bid at `price` leads, or did when the block began: others were kept away by it.
	pub(crate) fn leads(order: &OrderOf<T>, price: Balance) -> bool {
		let now = order.best.as_ref().map(|best| best.price);
		[now, order.price_before(Self::now())].into_iter().flatten().any(|best| price <= best)
	}

	/// The block at which bidding ends: the regular one, or the next if the buy-now price is met.
	pub(crate) fn end_of_bids(order: &OrderOf<T>, regular: BlockNumber) -> BlockNumber {
		match order.is_bought() {
			true => Self::next_block(),
			false => regular,
		}
	}

	/// Move the end of an open auction after its best bid has changed: out, so that others have
	/// time to answer a late change; in, when the buy-now price is met; and back, when it no
	/// longer is. The record is the caller's to store. Returns whether it has moved.
	pub(crate) fn adjust_end(id: OrderId, order: &mut OrderOf<T>, params: &MarketParams) -> bool {
		let OrderState::Open { ends, regular, latest } = order.state else { return false };
		let extended = Self::now().saturating_add(params.extension_blocks).min(latest);
		let regular = regular.max(extended);
		let at = Self::end_of_bids(order, regular);
		let mut moved = ends;
		if at != ends {
			DueAgenda::<T>::cancel(ends, &id);
			moved = DueAgenda::<T>::schedule(at, &id);
			Self::deposit_event(Event::AuctionEndMoved { order: id, ends: moved });
		}
		order.state = OrderState::Open { ends: moved, regular, latest };
		at != ends
	}
}
