//! Sealed auctions: bidders commit, then reveal.
//!
//! What is public of a sealed bid is who bids and on which machines, for those are reserved; what
//! it offers, nobody can read in calls, events or storage before it is revealed. A seat costs the
//! collateral until the close, and all of it if the bid is not revealed.

use crate::{
	BestBid, Bid, Bids, Config, Error, Event, OrderOf, OrderState, Orders, Pallet, Params, Placed,
	ReopenCause, SealedBid, SealedBids, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{defensive, ensure, traits::DefensiveSaturating, weights::Weight};
use leasehold_primitives::{Balance, BlockNumber, OrderId, Placement, MAX_BIDS};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Commit to a bid. Returns what that took.
	pub(crate) fn do_commit_bid(
		provider: T::AccountId,
		id: OrderId,
		commitment: H256,
		placement: Placement,
	) -> Result<Placed, DispatchError> {
		let mut order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		ensure!(order.auction.is_sealed(), Error::<T>::WrongAuction);
		Self::ensure_may_bid(&order, &provider, &placement)?;

		let earlier = SealedBids::<T>::get(id, &provider);
		// What is promised may change as long as nothing is revealed.
		if earlier.is_none() {
			ensure!(order.seats() < MAX_BIDS, Error::<T>::BookFull);
			order.sealed = order.sealed.defensive_saturating_add(1);
			order.crowded |= order.seats() >= MAX_BIDS;
			Orders::<T>::insert(id, &order);
		}
		let held = earlier.as_ref().map(|bid| (&bid.placement, bid.collateral));
		let params = Params::<T>::get();
		let machines = Self::back_bid(id, &order, &provider, &placement, held, params.collateral)?;
		let requirements = Self::requirements_weight(&order, &placement);
		let (collateral, min_notice) = (params.collateral, params.min_notice);
		let bid = SealedBid { commitment, placement: placement.clone(), collateral, min_notice };
		SealedBids::<T>::insert(id, &provider, bid);
		let replaces = earlier.is_some();
		Self::deposit_event(Event::BidCommitted {
			order: id,
			provider,
			commitment,
			placement,
			collateral,
			replaces,
		});
		Ok(Placed { first: !replaces, machines, requirements, displaced: false, moved: false })
	}

	/// Say what a sealed bid is.
	pub(crate) fn do_reveal_bid(
		provider: T::AccountId,
		id: OrderId,
		price: Balance,
		notice: BlockNumber,
		grace: BlockNumber,
		salt: [u8; 32],
	) -> DispatchResult {
		let mut order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		ensure!(order.auction.is_sealed(), Error::<T>::WrongAuction);
		Self::ensure_on_the_market(&order)?;
		let ends = match order.state {
			OrderState::Revealing { ends } => ends,
			OrderState::Drawing { .. } => return Err(Error::<T>::AuctionEnded.into()),
			_ => return Err(Error::<T>::TooEarly.into()),
		};
		ensure!(Self::now() < ends, Error::<T>::AuctionEnded);
		let sealed = SealedBids::<T>::get(id, &provider).ok_or(Error::<T>::BidNotFound)?;
		let told = crate::commitment(price, notice, grace, &salt, &provider, id);
		ensure!(told == sealed.commitment, Error::<T>::CommitmentMismatch);
		Self::ensure_terms(&order, sealed.min_notice, price, notice, grace)?;

		SealedBids::<T>::remove(id, &provider);
		let SealedBid { placement, collateral, .. } = sealed;
		let bid = Bid { price, placement, notice, grace, collateral, displaced: false };
		Bids::<T>::insert(id, &provider, bid);
		order.sealed = order.sealed.defensive_saturating_sub(1);
		order.bids = order.bids.defensive_saturating_add(1);
		if order.best.as_ref().is_none_or(|best| price < best.price) {
			order.set_best(Self::now(), Some(BestBid { provider: provider.clone(), price }));
		}
		Self::deposit_event(Event::BidRevealed { order: id, provider, price, notice, grace });
		if order.sealed == 0 {
			// Nobody is left to wait for.
			let ends = Self::reschedule(id, &order, Self::next_block());
			order.state = OrderState::Revealing { ends };
			Self::deposit_event(Event::AuctionEndMoved { order: id, ends });
		}
		Orders::<T>::insert(id, order);
		Ok(())
	}

	/// Take a sealed bid back. It is free, unless its seat may have kept others out. Returns where
	/// it was placed.
	pub(crate) fn withdraw_sealed(
		provider: &T::AccountId,
		id: OrderId,
		order: &mut OrderOf<T>,
	) -> Result<Placement, DispatchError> {
		let bid = SealedBids::<T>::get(id, provider).ok_or(Error::<T>::BidNotFound)?;
		match order.crowded {
			true => Self::forfeit_sealed(id, provider, &bid)?,
			false => Self::release_sealed(id, provider, &bid)?,
		}
		order.sealed = order.sealed.defensive_saturating_sub(1);
		Ok(bid.placement)
	}

	/// No more sealed bids: those that stand may be revealed from now on.
	pub(crate) fn begin_reveals(id: OrderId, mut order: OrderOf<T>) -> Weight {
		if order.sealed == 0 {
			Self::reopen(id, order, ReopenCause::NoBids, true);
			return T::WeightInfo::next_part();
		}
		let at = Self::now().saturating_add(Params::<T>::get().reveal_blocks);
		let ends = Self::reschedule(id, &order, at);
		order.state = OrderState::Revealing { ends };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::RevealsBegun { order: id, ends });
		T::WeightInfo::next_part()
	}

	/// Take the collateral of what was not revealed, and decide between what was.
	pub(crate) fn end_reveals(id: OrderId, mut order: OrderOf<T>) -> Weight {
		for (provider, bid) in Self::sealed_bids(id) {
			if Self::forfeit_sealed(id, &provider, &bid).is_err() {
				defensive!("a sealed bid's collateral is not on hold");
			}
		}
		let forfeited = core::mem::take(&mut order.sealed);
		let weight = Self::forfeits_weight(forfeited);
		if order.bids == 0 {
			Self::reopen(id, order, ReopenCause::NoneRevealed, true);
			return weight.saturating_add(T::WeightInfo::next_part());
		}
		weight.saturating_add(Self::decide(id, order))
	}

	/// The bids of an order that are not revealed.
	pub(crate) fn sealed_bids(id: OrderId) -> Vec<(T::AccountId, SealedBid)> {
		SealedBids::<T>::iter_prefix(id).collect()
	}

	/// Return the collateral and capacity of a sealed bid and remove it. The order's record is
	/// the caller's to change.
	pub(crate) fn release_sealed(
		id: OrderId,
		provider: &T::AccountId,
		bid: &SealedBid,
	) -> DispatchResult {
		Self::free_bid(id, provider, bid.collateral)?;
		SealedBids::<T>::remove(id, provider);
		let (provider, collateral) = (provider.clone(), bid.collateral);
		Self::deposit_event(Event::SealedBidReleased { order: id, provider, collateral });
		Ok(())
	}

	/// Pay the collateral of a sealed bid to the fee pot, return its capacity and remove it, as
	/// [`Self::forfeit_bid`] does.
	fn forfeit_sealed(id: OrderId, provider: &T::AccountId, bid: &SealedBid) -> DispatchResult {
		if !Self::take_collateral(id, provider, bid.collateral) {
			return Self::release_sealed(id, provider, bid);
		}
		SealedBids::<T>::remove(id, provider);
		let (provider, collateral) = (provider.clone(), bid.collateral);
		Self::deposit_event(Event::SealedBidForfeited { order: id, provider, collateral });
		Ok(())
	}
}
