//! Bids: who may place one, on what terms, and how it leaves the book.

use crate::{
	AuctionKind, BestBid, Bid, Bids, Config, Error, Event, HoldReason, OrderOf, OrderState, Orders,
	Pallet, Params, Placed, MAX_GRACE, MAX_NOTICE,
};
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, WithPostDispatchInfo},
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
		DefensiveSaturating,
	},
	weights::Weight,
};
use leasehold_primitives::{
	traits::{Escrow, Providers},
	Balance, BlockNumber, OrderId, Placement, MAX_BIDS,
};
use sp_runtime::{traits::BlockNumberProvider, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The current block.
	pub(crate) fn now() -> BlockNumber {
		T::BlockNumberProvider::current_block_number()
	}

	/// Place a bid that everybody sees. Returns what that took.
	pub(crate) fn do_bid(
		provider: T::AccountId,
		id: OrderId,
		price: Balance,
		placement: Placement,
		notice: BlockNumber,
		grace: BlockNumber,
	) -> Result<Placed, DispatchErrorWithPostInfo> {
		let params = Params::<T>::get();
		let order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound);
		let mut order = order.map_err(|why| why.with_weight(Self::refused_weight(None)))?;
		let earlier = Bids::<T>::get(id, &provider);
		let check = || -> DispatchResult {
			ensure!(!order.auction.is_sealed(), Error::<T>::WrongAuction);
			Self::ensure_may_bid(&order, &provider, &placement)?;
			Self::ensure_terms(&order, params.min_notice, price, notice, grace)?;
			match order.auction {
				AuctionKind::Choice => {
					Self::ensure_no_worse(earlier.as_ref(), price, notice, grace)
				},
				_ => Self::ensure_undercuts(&order, &params, price, earlier.as_ref()),
			}
		};
		// Bids that come too late are many, and have done no more than look.
		check().map_err(|why| why.with_weight(Self::refused_weight(Some((&order, &placement)))))?;

		let mut displaced = false;
		if earlier.is_none() {
			// The worst goes first: its machines may be the ones that the new bid needs.
			if order.bids >= MAX_BIDS {
				Self::displace_worst(id, &provider, price)?;
				displaced = true;
			} else {
				order.bids = order.bids.defensive_saturating_add(1);
			}
		}
		let held = earlier.as_ref().map(|bid| (&bid.placement, bid.collateral));
		let machines = Self::back_bid(id, &order, &provider, &placement, held, params.collateral)?;
		let requirements = Self::requirements_weight(&order, &placement);

		let bid = Bid {
			price,
			placement: placement.clone(),
			notice,
			grace,
			collateral: params.collateral,
			displaced: displaced || earlier.as_ref().is_some_and(|bid| bid.displaced),
		};
		Bids::<T>::insert(id, &provider, bid);
		if order.best.as_ref().is_none_or(|best| price < best.price) {
			order.set_best(Self::now(), Some(BestBid { provider: provider.clone(), price }));
		}
		let first = earlier.is_none();
		Self::deposit_event(Event::BidPlaced {
			order: id,
			provider,
			price,
			placement,
			notice,
			grace,
			collateral: params.collateral,
			replaces: earlier.map(|bid| bid.price),
		});
		let moved = order.auction == AuctionKind::Open && Self::adjust_end(id, &mut order, &params);
		Orders::<T>::insert(id, order);
		Ok(Placed { first, machines, requirements, displaced, moved })
	}

	/// Withdraw the provider's bid, sealed or not. Returns what it weighed.
	pub(crate) fn do_withdraw_bid(
		provider: T::AccountId,
		id: OrderId,
	) -> Result<Weight, DispatchError> {
		let mut order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		Self::ensure_takes_bids(&order)?;
		if order.auction.is_sealed() {
			let placement = Self::withdraw_sealed(&provider, id, &mut order)?;
			Orders::<T>::insert(id, order);
			return Ok(Self::withdrawal_weight(0, &placement));
		}
		let bid = Bids::<T>::get(id, &provider).ok_or(Error::<T>::BidNotFound)?;
		let leads = order.auction == AuctionKind::Open && Self::leads(&order, bid.price);
		if leads || bid.displaced {
			Self::forfeit_bid(id, &provider, &bid)?;
		} else {
			Self::release_bid(id, &provider, &bid)?;
		}
		order.bids = order.bids.defensive_saturating_sub(1);
		let mut looked_at = 0;
		if order.best.as_ref().is_some_and(|best| best.price == bid.price) {
			looked_at = order.bids;
			Self::find_best(id, &mut order);
			if order.auction == AuctionKind::Open {
				// Those whom the bid kept away get time to bid again.
				Self::adjust_end(id, &mut order, &Params::<T>::get());
			}
		}
		Orders::<T>::insert(id, order);
		Ok(Self::withdrawal_weight(looked_at, &bid.placement))
	}

	/// Look for the lowest bid that stands. The record is the caller's to store.
	pub(crate) fn find_best(id: OrderId, order: &mut OrderOf<T>) {
		let best = Self::sorted_bids(id)
			.into_iter()
			.next()
			.map(|(provider, bid)| BestBid { provider, price: bid.price });
		order.set_best(Self::now(), best);
	}

	/// Whether `provider` may bid on the order now, whatever it offers.
	pub(crate) fn ensure_welcome(order: &OrderOf<T>, provider: &T::AccountId) -> DispatchResult {
		Self::ensure_takes_bids(order)?;
		ensure!(*provider != order.tenant, Error::<T>::OwnOrder);
		ensure!(!order.excluded.contains(provider), Error::<T>::Excluded);
		T::Providers::ensure_eligible(provider, &order.spec.requirements)
	}

	/// As [`Self::ensure_welcome`], and whether it may be on these machines, if they have room.
	pub(crate) fn ensure_may_bid(
		order: &OrderOf<T>,
		provider: &T::AccountId,
		placement: &Placement,
	) -> DispatchResult {
		Self::ensure_welcome(order, provider)?;
		Self::ensure_placement(placement, order.spec.replicas)
	}

	/// Whether what a bid offers is within the bounds.
	pub(crate) fn ensure_terms(
		order: &OrderOf<T>,
		min_notice: BlockNumber,
		price: Balance,
		notice: BlockNumber,
		grace: BlockNumber,
	) -> DispatchResult {
		ensure!(price > 0 && price <= order.spec.max_price, Error::<T>::InvalidPrice);
		let min_notice = min_notice.max(order.min_notice);
		ensure!((min_notice..=MAX_NOTICE).contains(&notice), Error::<T>::InvalidNotice);
		ensure!(grace <= MAX_GRACE, Error::<T>::InvalidGrace);
		Ok(())
	}

	/// Reserve the machines of a bid and hold its collateral; `held` is what backs the bid that
	/// it replaces. Returns on how many machines capacity was taken or given back.
	pub(crate) fn back_bid(
		id: OrderId,
		order: &OrderOf<T>,
		provider: &T::AccountId,
		placement: &Placement,
		held: Option<(&Placement, Balance)>,
		collateral: Balance,
	) -> Result<u32, DispatchError> {
		let machines = match held {
			None => {
				T::Providers::reserve(provider, id, &order.spec, placement)?;
				crate::types::count(placement)
			},
			Some((earlier, _)) if earlier != placement => {
				T::Providers::resize(provider, id, &order.spec.resources, Some(placement))?;
				crate::types::count(placement).saturating_add(crate::types::count(earlier))
			},
			Some(_) => 0,
		};
		Self::change_collateral(provider, held.map_or(0, |(_, amount)| amount), collateral)?;
		Ok(machines)
	}

	/// # Errors
	/// Says what the order is, if its auction is decided or it is closing.
	pub(crate) fn ensure_on_the_market(order: &OrderOf<T>) -> DispatchResult {
		match order.state {
			OrderState::Awarded { .. } | OrderState::Leased { .. } => {
				Err(Error::<T>::AlreadyAwarded.into())
			},
			OrderState::Closing { .. } => Err(Error::<T>::AlreadyClosing.into()),
			OrderState::Pending
			| OrderState::Open { .. }
			| OrderState::Revealing { .. }
			| OrderState::Choosing { .. }
			| OrderState::Drawing { .. } => Ok(()),
		}
	}

	pub(crate) fn ensure_takes_bids(order: &OrderOf<T>) -> DispatchResult {
		Self::ensure_on_the_market(order)?;
		match order.state {
			OrderState::Pending => Ok(()),
			// An auction whose close was carried over has ended all the same.
			OrderState::Open { ends, .. } if Self::now() < ends => Ok(()),
			_ => Err(Error::<T>::AuctionEnded.into()),
		}
	}

	fn ensure_placement(placement: &Placement, replicas: u16) -> DispatchResult {
		let ascending = placement.windows(2).all(|pair| pair[0].0 < pair[1].0);
		let used = placement.iter().all(|(_, count)| *count > 0);
		let placed: u32 = placement.iter().map(|(_, count)| u32::from(*count)).sum();
		let all = placed == u32::from(replicas);
		ensure!(ascending && used && all, Error::<T>::InvalidPlacement);
		Ok(())
	}

	/// Bring what is on hold for a bid from `held` to `wanted`.
	fn change_collateral(
		provider: &T::AccountId,
		held: Balance,
		wanted: Balance,
	) -> DispatchResult {
		if let Some(more) = wanted.checked_sub(held).filter(|more| *more > 0) {
			// `hold` itself would also take what is locked.
			let spare =
				T::Currency::reducible_balance(provider, Preservation::Preserve, Fortitude::Polite);
			ensure!(more <= spare, Error::<T>::InsufficientCollateral);
			T::Currency::hold(&HoldReason::BidCollateral.into(), provider, more)?;
		} else if let Some(less) = held.checked_sub(wanted).filter(|less| *less > 0) {
			Self::release_collateral(provider, less)?;
		}
		Ok(())
	}

	pub(crate) fn release_collateral(provider: &T::AccountId, amount: Balance) -> DispatchResult {
		let reason = HoldReason::BidCollateral.into();
		T::Currency::release(&reason, provider, amount, Precision::Exact).map(|_| ())
	}

	/// Push the worst bid out of a full book for a better one by `provider`; it gets everything
	/// back. So the book keeps the best, in whatever order they came.
	pub(crate) fn displace_worst(
		id: OrderId,
		provider: &T::AccountId,
		price: Balance,
	) -> DispatchResult {
		let worst = Self::sorted_bids(id).pop();
		let (worst, bid) = worst.ok_or(Error::<T>::BidNotFound)?;
		let better = Self::outranks(id, (provider, price), (&worst, bid.price));
		ensure!(better, Error::<T>::BookFull);
		Self::release_bid(id, &worst, &bid)
	}

	/// Return the collateral and capacity of every bid on an order, sealed or not. Returns what it
	/// weighed.
	pub(crate) fn release_all(id: OrderId) -> Result<Weight, DispatchError> {
		let mut weight = Self::release_bids(id, Self::sorted_bids(id))?;
		for (provider, bid) in Self::sealed_bids(id) {
			Self::release_sealed(id, &provider, &bid)?;
			weight = weight.saturating_add(Self::release_weight(&bid.placement));
		}
		Ok(weight)
	}

	/// Return the collateral and capacity of these bids on an order. Returns what it weighed.
	pub(crate) fn release_bids(
		id: OrderId,
		bids: impl IntoIterator<Item = (T::AccountId, Bid)>,
	) -> Result<Weight, DispatchError> {
		let mut weight = Weight::zero();
		for (provider, bid) in bids {
			Self::release_bid(id, &provider, &bid)?;
			weight = weight.saturating_add(Self::release_weight(&bid.placement));
		}
		Ok(weight)
	}

	/// Return the collateral and capacity of one bid and remove it. The order's record is the
	/// caller's to change.
	pub(crate) fn release_bid(id: OrderId, provider: &T::AccountId, bid: &Bid) -> DispatchResult {
		Self::free_bid(id, provider, bid.collateral)?;
		Bids::<T>::remove(id, provider);
		Self::deposit_event(Event::BidReleased {
			order: id,
			provider: provider.clone(),
			price: bid.price,
			collateral: bid.collateral,
		});
		Ok(())
	}

	/// Return what backs a bid.
	pub(crate) fn free_bid(
		id: OrderId,
		provider: &T::AccountId,
		collateral: Balance,
	) -> DispatchResult {
		with_storage_layer(|| Self::release_collateral(provider, collateral))?;
		T::Providers::release(provider, id);
		Ok(())
	}

	/// Pay the collateral of one bid to the fee pot, return its capacity and remove it. The
	/// order's record is the caller's to change. A pot that cannot receive gets nothing, and the
	/// bid is released.
	pub(crate) fn forfeit_bid(id: OrderId, provider: &T::AccountId, bid: &Bid) -> DispatchResult {
		if !Self::take_collateral(id, provider, bid.collateral) {
			return Self::release_bid(id, provider, bid);
		}
		Bids::<T>::remove(id, provider);
		Self::deposit_event(Event::BidForfeited {
			order: id,
			provider: provider.clone(),
			price: bid.price,
			collateral: bid.collateral,
		});
		Ok(())
	}

	/// Pay a bid's collateral to the fee pot and return its capacity; if the pot cannot receive,
	/// do nothing. Returns whether it was paid.
	pub(crate) fn take_collateral(
		id: OrderId,
		provider: &T::AccountId,
		collateral: Balance,
	) -> bool {
		let paid = with_storage_layer(|| {
			T::Currency::transfer_on_hold(
				&HoldReason::BidCollateral.into(),
				provider,
				&T::Escrow::fee_pot(),
				collateral,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
		});
		if let Err(error) = paid {
			log::error!(target: "leasehold::market", "the fee pot cannot receive: {error:?}");
			return false;
		}
		T::Providers::release(provider, id);
		true
	}

	/// What is on hold for a provider's bids.
	pub fn collateral_of(provider: &T::AccountId) -> Balance {
		T::Currency::balance_on_hold(&HoldReason::BidCollateral.into(), provider)
	}
}
