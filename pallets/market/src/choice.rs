//! Auctions in which the tenant picks.

use crate::{
	auction::Attempt, Bid, Bids, CloseCause, Config, Decided, Error, Event, OrderOf, OrderState,
	Orders, Pallet, Params, ReopenCause, WeightInfo,
};
use frame_support::{defensive, ensure, weights::Weight};
use leasehold_primitives::{Balance, BlockNumber, OrderId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Whether what is offered is in nothing worse than the provider's own bid, which the tenant
	/// may be picking in this very block. What others bid does not matter.
	pub(crate) fn ensure_no_worse(
		own: Option<&Bid>,
		price: Balance,
		notice: BlockNumber,
		grace: BlockNumber,
	) -> DispatchResult {
		let Some(own) = own else { return Ok(()) };
		ensure!(price <= own.price, Error::<T>::PriceNotLowEnough);
		ensure!(notice >= own.notice, Error::<T>::InvalidNotice);
		ensure!(grace >= own.grace, Error::<T>::InvalidGrace);
		Ok(())
	}

	/// Pick a bid. It is awarded in the next block, and nobody bids any more.
	pub(crate) fn do_pick_bid(
		who: T::AccountId,
		id: OrderId,
		provider: T::AccountId,
	) -> DispatchResult {
		let mut order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		ensure!(order.tenant == who, Error::<T>::NotAuthorized);
		ensure!(order.auction.is_choice(), Error::<T>::WrongAuction);
		Self::ensure_on_the_market(&order)?;
		let ends = match &order.state {
			OrderState::Open { ends, .. } => *ends,
			OrderState::Choosing { ends, picked } => {
				ensure!(picked.is_none(), Error::<T>::AlreadyPicked);
				*ends
			},
			OrderState::Pending => return Err(Error::<T>::TooEarly.into()),
			_ => return Err(Error::<T>::AuctionEnded.into()),
		};
		ensure!(Self::now() < ends, Error::<T>::AuctionEnded);
		ensure!(Bids::<T>::contains_key(id, &provider), Error::<T>::BidNotFound);
		let at = Self::reschedule(id, &order, Self::next_block());
		order.state = OrderState::Choosing { ends: at, picked: Some(provider.clone()) };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::BidPicked { order: id, provider, at });
		Ok(())
	}

	/// No more bids: the tenant has some time to pick one of those that stand.
	pub(crate) fn begin_choice(id: OrderId, order: OrderOf<T>) -> Weight {
		if order.bids == 0 {
			Self::reopen(id, order, ReopenCause::NoBids, true);
		} else {
			let at = Self::now().saturating_add(Params::<T>::get().choice_blocks);
			Self::choose_until(id, order, at);
		}
		T::WeightInfo::next_part()
	}

	/// Let the tenant choose in blocks below `at`.
	fn choose_until(id: OrderId, mut order: OrderOf<T>, at: BlockNumber) {
		let ends = Self::reschedule(id, &order, at);
		order.state = OrderState::Choosing { ends, picked: None };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::ChoiceBegun { order: id, ends });
	}

	/// Award the bid that was picked. If that cannot be, it is gone, and the tenant may choose
	/// again: there is one bid less each time.
	pub(crate) fn award_picked(
		id: OrderId,
		mut order: OrderOf<T>,
		provider: T::AccountId,
	) -> Weight {
		let Some(bid) = Bids::<T>::get(id, &provider) else {
			defensive!("a bid that was picked is not there");
			return Self::decide(id, order);
		};
		// All are read to be returned, or for the best of those that are left.
		let read = order.bids;
		let mut done = Decided { ranked: read, tied: read, ..Default::default() };
		match Self::try_award(id, &mut order, &provider, &bid) {
			Attempt::Awarded => {
				done.awarded = true;
				match Self::release_all(id) {
					Ok(weight) => done.released = weight,
					Err(_) => {
						defensive!("a bid's collateral is not on hold");
					},
				}
			},
			Attempt::Failed { room: false } => {
				done.failed = 1;
				Self::begin_closing(id, order, CloseCause::Expired);
			},
			Attempt::Failed { .. } if order.bids == 0 => {
				done.failed = 1;
				Self::reopen(id, order, ReopenCause::AwardFailed, true);
			},
			Attempt::Failed { .. } => {
				done.failed = 1;
				Self::find_best(id, &mut order);
				let at = Self::now().saturating_add(Params::<T>::get().choice_blocks);
				Self::choose_until(id, order, at);
			},
		}
		Self::decided_weight(&done)
	}
}
