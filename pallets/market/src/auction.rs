//! Auctions: their end, the award, and putting an order up again. Also the agenda they end under.

use crate::{
	types, AccountIdOf, Bid, Bids, CloseCause, Config, Deployments, Due, DueCursor, Event,
	MarketParams, OpenOrders, OrderOf, OrderState, Orders, Pallet, Params, ReopenCause, WeightInfo,
	MAX_AWARD_TRIES,
};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{DefensiveSaturating, Get},
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::{
	agenda::Agenda,
	traits::{Approvals, Leases},
	BlockNumber, LeaseTerms, ManifestHash, OrderId, MAX_BIDS,
};
use sp_runtime::DispatchResult;

/// Orders that something is due for.
pub(crate) type DueAgenda<T> = Agenda<Due<T>, DueCursor<T>, OrderId>;

/// After how many blocks an order is tried again whose deposit could not be returned.
const RETRY_BLOCKS: BlockNumber = 100;

impl<T: Config> Pallet<T> {
	/// The next block. (A chain does not reach the last number there is.)
	fn next_block() -> BlockNumber {
		Self::now().saturating_add(1)
	}

	/// Begin an auction and put its close on the agenda. The record is the caller's to store.
	/// Returns the block at which it closes and the one beyond which it is not extended.
	pub(crate) fn start_auction(
		id: OrderId,
		order: &mut OrderOf<T>,
		params: &MarketParams,
	) -> (BlockNumber, BlockNumber) {
		let regular = Self::now().saturating_add(params.auction_blocks);
		let latest = regular.saturating_add(params.extension_ceiling_blocks);
		// Bids placed while the order was pending may meet the buy-now price already.
		let at = if order.is_bought() { Self::next_block() } else { regular };
		let ends = DueAgenda::<T>::schedule(at, &id);
		order.state = OrderState::Open { ends, regular, latest };
		(ends, latest)
	}

	/// Move the end of an open auction after its best bid has changed: out, so that others have
	/// time to answer a late change; in, when the buy-now price is met; and back, when it no
	/// longer is. The record is the caller's to store.
	pub(crate) fn adjust_end(id: OrderId, order: &mut OrderOf<T>, params: &MarketParams) {
		let OrderState::Open { ends, regular, latest } = order.state else { return };
		let extended = Self::now().saturating_add(params.extension_blocks).min(latest);
		let regular = regular.max(extended);
		let at = if order.is_bought() { Self::next_block() } else { regular };
		let mut moved = ends;
		if at != ends {
			DueAgenda::<T>::cancel(ends, &id);
			moved = DueAgenda::<T>::schedule(at, &id);
			Self::deposit_event(Event::AuctionEndMoved { order: id, ends: moved });
		}
		order.state = OrderState::Open { ends: moved, regular, latest };
	}

	/// Work off what is due, within this pallet's share of what `meter` has left.
	pub(crate) fn work_off_due(meter: &mut WeightMeter) {
		let mut share = WeightMeter::with_limit(T::MaxAgendaWeight::get().min(meter.remaining()));
		DueAgenda::<T>::work_measured(
			Self::now(),
			&mut share,
			T::WeightInfo::due_bucket(),
			Self::due_item_weight(),
			Self::work_off,
		);
		meter.consume(share.consumed());
	}

	/// The most that one order on the agenda may weigh.
	pub(crate) fn due_item_weight() -> Weight {
		let close = Self::close_auction_weight(MAX_BIDS, MAX_AWARD_TRIES);
		close.max(T::WeightInfo::wind_up(MAX_BIDS))
	}

	fn close_auction_weight(bids: u32, tries: u32) -> Weight {
		let awards = T::Leases::award_weight().saturating_mul(tries.into());
		T::WeightInfo::close_auction(bids).saturating_add(awards)
	}

	/// Do what is due for an order. Returns what it weighed.
	pub(crate) fn work_off(id: OrderId) -> Weight {
		let Some(order) = Orders::<T>::get(id) else {
			defensive!("an order on the agenda does not exist");
			return T::WeightInfo::due_bucket();
		};
		match order.state {
			OrderState::Open { .. } => Self::close_auction(id, order),
			OrderState::Closing { cause, .. } => {
				let bids = order.bids;
				let closed = with_storage_layer(|| Self::wind_up(id, order.clone(), cause));
				if let Err(error) = closed {
					log::error!(target: "leasehold::market", "order {id} cannot close: {error:?}");
					Self::close_at(id, order, cause, Self::now().saturating_add(RETRY_BLOCKS));
				}
				T::WeightInfo::wind_up(bids)
			},
			_ => {
				defensive!("an order on the agenda is in a state without an end");
				T::WeightInfo::due_bucket()
			},
		}
	}

	/// Award the lowest bid that still can be, return all others, and put the order up again if
	/// there is none. Returns what it weighed.
	fn close_auction(id: OrderId, mut order: OrderOf<T>) -> Weight {
		let Some(deployment) = Deployments::<T>::get(order.deployment) else {
			defensive!("an order belongs to a deployment that does not exist");
			return T::WeightInfo::due_bucket();
		};
		if T::Approvals::ensure_not_denied(&order.tenant, &deployment.manifest).is_err() {
			Self::begin_closing(id, order, CloseCause::Denied);
			return Self::close_auction_weight(0, 0);
		}
		let bids = Self::sorted_bids(id);
		let count = order.bids;
		let (mut tries, mut awarded, mut room) = (0u32, false, true);
		order.best = None;
		order.bids = 0;
		for (provider, bid) in bids {
			let gone = if awarded || tries >= MAX_AWARD_TRIES {
				Self::release_bid(id, &provider, &bid)
			} else {
				tries = tries.defensive_saturating_add(1);
				match Self::award(id, &order, deployment.manifest, &provider, &bid) {
					Ok(()) => {
						awarded = true;
						Ok(())
					},
					Err(error) => {
						Self::deposit_event(Event::AwardFailed {
							order: id,
							provider: provider.clone(),
							price: bid.price,
							error,
						});
						room &= Self::exclude(id, &mut order, &provider);
						Self::forfeit_bid(id, &provider, &bid)
					},
				}
			};
			if gone.is_err() {
				defensive!("a bid's collateral is not on hold");
			}
		}
		if !awarded {
			let cause = if tries == 0 { ReopenCause::NoBids } else { ReopenCause::AwardFailed };
			Self::relist(id, order, cause, room);
		}
		Self::close_auction_weight(count, tries)
	}

	/// Hand the order to the leases pallet with `bid`'s terms, or change nothing.
	fn award(
		id: OrderId,
		order: &OrderOf<T>,
		manifest: ManifestHash,
		provider: &T::AccountId,
		bid: &Bid,
	) -> DispatchResult {
		with_storage_layer(|| {
			let state = OrderState::Awarded { provider: provider.clone(), price: bid.price };
			Orders::<T>::insert(id, OrderOf::<T> { state, ..order.clone() });
			OpenOrders::<T>::mutate(|open| *open = open.defensive_saturating_sub(1));
			Self::release_collateral(provider, bid.collateral)?;
			Bids::<T>::remove(id, provider);
			Self::deposit_event(Event::OrderAwarded {
				order: id,
				deployment: order.deployment,
				group: order.group,
				tenant: order.tenant.clone(),
				provider: provider.clone(),
				asset: order.asset.clone(),
				price: bid.price,
				collateral: bid.collateral,
			});
			T::Leases::award(LeaseTerms {
				id,
				deployment: order.deployment,
				group: order.group,
				tenant: order.tenant.clone(),
				provider: provider.clone(),
				asset: order.asset.clone(),
				price: bid.price,
				resources: order.spec.resources.clone(),
				replicas: order.spec.replicas,
				manifest,
				collateral: bid.collateral,
				notice: bid.notice,
				grace: bid.grace,
			})
		})
	}

	/// Let `provider` bid no more on the order. Returns whether there was room to remember it. The
	/// record is the caller's to store.
	pub(crate) fn exclude(id: OrderId, order: &mut OrderOf<T>, provider: &AccountIdOf<T>) -> bool {
		let room = order.excluded.try_push(provider.clone()).is_ok();
		if room {
			let provider = provider.clone();
			Self::deposit_event(Event::ProviderExcluded { order: id, provider });
		}
		room
	}

	/// Put up again an order that has no bids, or close it if it has been often enough, or if
	/// there was no `room` to exclude one that failed it.
	pub(crate) fn relist(id: OrderId, mut order: OrderOf<T>, cause: ReopenCause, room: bool) {
		let params = Params::<T>::get();
		if !room || order.rounds >= params.max_rounds {
			return Self::begin_closing(id, order, CloseCause::Expired);
		}
		if !order.is_on_the_market() {
			OpenOrders::<T>::mutate(|open| *open = open.defensive_saturating_add(1));
		}
		order.rounds = order.rounds.defensive_saturating_add(1);
		let (ends, latest) = Self::start_auction(id, &mut order, &params);
		let rounds = order.rounds;
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::OrderReopened { order: id, cause, rounds, ends, latest });
	}

	/// Take an order without a lease off the market; the agenda of the next block gives back its
	/// bids and deposit. Cheap, for the hooks that other pallets call.
	pub(crate) fn begin_closing(id: OrderId, order: OrderOf<T>, cause: CloseCause) {
		if order.is_on_the_market() {
			OpenOrders::<T>::mutate(|open| *open = open.defensive_saturating_sub(1));
		}
		if let Some(at) = order.due() {
			DueAgenda::<T>::cancel(at, &id);
		}
		Self::close_at(id, order, cause, Self::next_block());
	}

	fn close_at(id: OrderId, mut order: OrderOf<T>, cause: CloseCause, at: BlockNumber) {
		let at = DueAgenda::<T>::schedule(at, &id);
		order.state = types::OrderState::Closing { at, cause };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::OrderClosing { order: id, cause, at });
	}
}
