//! Bids: who may place one, on what terms, and how it leaves the book.

use crate::{
	BestBid, Bid, Bids, Config, Error, Event, HoldReason, MarketParams, OrderOf, OrderState,
	Orders, Pallet, Params, MAX_GRACE, MAX_NOTICE,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
		DefensiveSaturating,
	},
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

	/// Place a bid. Returns whether another had to make room.
	pub(crate) fn do_bid(
		provider: T::AccountId,
		id: OrderId,
		price: Balance,
		placement: Placement,
		notice: BlockNumber,
		grace: BlockNumber,
	) -> Result<bool, DispatchError> {
		let mut order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		let params = Params::<T>::get();
		Self::ensure_takes_bids(&order)?;
		ensure!(provider != order.tenant, Error::<T>::OwnOrder);
		ensure!(!order.excluded.contains(&provider), Error::<T>::Excluded);
		Self::ensure_price(&order, &params, price)?;
		ensure!((params.min_notice..=MAX_NOTICE).contains(&notice), Error::<T>::InvalidNotice);
		ensure!(grace <= MAX_GRACE, Error::<T>::InvalidGrace);
		Self::ensure_placement(&placement, order.spec.replicas)?;
		T::Providers::ensure_eligible(&provider, &order.spec.requirements)?;

		let earlier = Bids::<T>::get(id, &provider);
		let mut displaced = false;
		match &earlier {
			None => {
				// The highest goes first: its machines may be the ones that the new bid needs.
				if order.bids >= MAX_BIDS {
					Self::displace_highest(id)?;
					displaced = true;
				} else {
					order.bids = order.bids.defensive_saturating_add(1);
				}
				T::Providers::reserve(&provider, id, &order.spec, &placement)?;
			},
			Some(earlier) if earlier.placement != placement => {
				let each = &order.spec.resources;
				T::Providers::resize(&provider, id, each, Some(&placement))?;
			},
			Some(_) => {},
		}
		let held = earlier.as_ref().map_or(0, |bid| bid.collateral);
		Self::change_collateral(&provider, held, params.collateral)?;

		let bid = Bid {
			price,
			placement: placement.clone(),
			notice,
			grace,
			collateral: params.collateral,
			displaced: displaced || earlier.as_ref().is_some_and(|bid| bid.displaced),
		};
		Bids::<T>::insert(id, &provider, bid);
		order.best = Some(BestBid { provider: provider.clone(), price });
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
		Self::adjust_end(id, &mut order, &params);
		Orders::<T>::insert(id, order);
		Ok(displaced)
	}

	/// Withdraw the provider's bid. Returns how many other bids had to be looked at.
	pub(crate) fn do_withdraw_bid(
		provider: T::AccountId,
		id: OrderId,
	) -> Result<u32, DispatchError> {
		let mut order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		Self::ensure_takes_bids(&order)?;
		let bid = Bids::<T>::get(id, &provider).ok_or(Error::<T>::BidNotFound)?;
		let led = order.best.as_ref().is_some_and(|best| best.provider == provider);
		if led || bid.displaced {
			Self::forfeit_bid(id, &provider, &bid)?;
		} else {
			Self::release_bid(id, &provider, &bid)?;
		}
		order.bids = order.bids.defensive_saturating_sub(1);
		let mut looked_at = 0;
		if led {
			looked_at = order.bids;
			order.best = Self::sorted_bids(id)
				.into_iter()
				.next()
				.map(|(provider, bid)| BestBid { provider, price: bid.price });
			// Those whom the bid kept away get time to bid again.
			Self::adjust_end(id, &mut order, &Params::<T>::get());
		}
		Orders::<T>::insert(id, order);
		Ok(looked_at)
	}

	/// # Errors
	/// Says what the order is instead of waiting for a verdict or open.
	pub(crate) fn ensure_on_the_market(order: &OrderOf<T>) -> DispatchResult {
		match order.state {
			OrderState::Pending | OrderState::Open { .. } => Ok(()),
			OrderState::Awarded { .. } | OrderState::Leased { .. } => {
				Err(Error::<T>::AlreadyAwarded.into())
			},
			OrderState::Closing { .. } => Err(Error::<T>::AlreadyClosing.into()),
		}
	}

	pub(crate) fn ensure_takes_bids(order: &OrderOf<T>) -> DispatchResult {
		Self::ensure_on_the_market(order)?;
		// An auction whose close was carried over has ended all the same.
		match order.state {
			OrderState::Open { ends, .. } => {
				ensure!(Self::now() < ends, Error::<T>::AuctionEnded);
				Ok(())
			},
			_ => Ok(()),
		}
	}

	fn ensure_price(order: &OrderOf<T>, params: &MarketParams, price: Balance) -> DispatchResult {
		ensure!(price > 0 && price <= order.spec.max_price, Error::<T>::InvalidPrice);
		if let Some(best) = &order.best {
			let highest = params.price_below(best.price).ok_or(Error::<T>::PriceNotLowEnough)?;
			ensure!(price <= highest, Error::<T>::PriceNotLowEnough);
		}
		Ok(())
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

	/// Push the highest bid out of a full book; it gets everything back.
	fn displace_highest(id: OrderId) -> DispatchResult {
		let highest = Self::sorted_bids(id).pop();
		let (provider, bid) = highest.ok_or(Error::<T>::BidNotFound)?;
		Self::release_bid(id, &provider, &bid)
	}

	/// The bids on an order, lowest price first. Prices do not tie in an open auction; should two
	/// ever be equal, a hash over order and provider decides, not a position in storage or block.
	pub(crate) fn sorted_bids(id: OrderId) -> Vec<(T::AccountId, Bid)> {
		let mut bids: Vec<_> = Bids::<T>::iter_prefix(id).collect();
		bids.sort_by(|(one, a), (other, b)| {
			let hash = |provider: &T::AccountId| {
				codec::Encode::using_encoded(&(id, provider), sp_io::hashing::blake2_256)
			};
			a.price.cmp(&b.price).then_with(|| hash(one).cmp(&hash(other)))
		});
		bids
	}

	/// Return the collateral and capacity of every bid on an order. Returns how many there were.
	pub(crate) fn release_all(id: OrderId) -> Result<u32, DispatchError> {
		let mut count = 0u32;
		for (provider, bid) in Self::sorted_bids(id) {
			Self::release_bid(id, &provider, &bid)?;
			count = count.defensive_saturating_add(1);
		}
		Ok(count)
	}

	/// Return the collateral and capacity of one bid and remove it. The order's record is the
	/// caller's to change.
	pub(crate) fn release_bid(id: OrderId, provider: &T::AccountId, bid: &Bid) -> DispatchResult {
		with_storage_layer(|| {
			Self::release_collateral(provider, bid.collateral)?;
			T::Providers::release(provider, id);
			Bids::<T>::remove(id, provider);
			Self::deposit_event(Event::BidReleased {
				order: id,
				provider: provider.clone(),
				price: bid.price,
				collateral: bid.collateral,
			});
			Ok(())
		})
	}

	/// Pay the collateral of one bid to the fee pot, return its capacity and remove it. The
	/// order's record is the caller's to change. A pot that cannot receive gets nothing, and the
	/// bid is released.
	pub(crate) fn forfeit_bid(id: OrderId, provider: &T::AccountId, bid: &Bid) -> DispatchResult {
		let paid = with_storage_layer(|| {
			T::Currency::transfer_on_hold(
				&HoldReason::BidCollateral.into(),
				provider,
				&T::Escrow::fee_pot(),
				bid.collateral,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
		});
		if let Err(error) = paid {
			log::error!(target: "leasehold::market", "the fee pot cannot receive: {error:?}");
			return Self::release_bid(id, provider, bid);
		}
		T::Providers::release(provider, id);
		Bids::<T>::remove(id, provider);
		Self::deposit_event(Event::BidForfeited {
			order: id,
			provider: provider.clone(),
			price: bid.price,
			collateral: bid.collateral,
		});
		Ok(())
	}

	/// What is on hold for a provider's bids.
	pub fn collateral_of(provider: &T::AccountId) -> Balance {
		T::Currency::balance_on_hold(&HoldReason::BidCollateral.into(), provider)
	}
}
