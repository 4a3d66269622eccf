//! The life of an auction of whatever kind: its beginning, its close, the award, and putting an
//! order up again. Also the agenda it ends under. What is particular to a kind stands in `open`,
//! `sealed` and `choice`.
//!
//! Every auction takes bids in `Open`. Then an open one is decided; a sealed one takes reveals in
//! `Revealing` first; the tenant of a choice picks in `Choosing`. To decide is to award the best
//! bid, after a draw in `Drawing` if several are the best.

use crate::{
	AccountIdOf, AuctionKind, Bid, Bids, CloseCause, Config, Decided, Due, DueCursor, Event,
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
	BlockNumber, LeaseTerms, OrderId,
};
use sp_runtime::DispatchResult;

/// Orders that something is due for.
pub(crate) type DueAgenda<T> = Agenda<Due<T>, DueCursor<T>, OrderId>;

/// After how many blocks an order is tried again whose deposit could not be returned.
const RETRY_BLOCKS: BlockNumber = 100;

/// What came of trying to award a bid.
pub(crate) enum Attempt {
	/// The order is the leases pallet's now.
	Awarded,
	/// The bid is gone; `room` says whether the order could remember its provider.
	Failed {
		/// Whether it could.
		room: bool,
	},
}

impl<T: Config> Pallet<T> {
	/// The next block. (A chain does not reach the last number there is.)
	pub(crate) fn next_block() -> BlockNumber {
		Self::now().saturating_add(1)
	}

	/// Take the order off the agenda where it stands, and put it on that of block `at`, or of the
	/// first that can be. Returns the block. The record is the caller's to store.
	pub(crate) fn reschedule(id: OrderId, order: &OrderOf<T>, at: BlockNumber) -> BlockNumber {
		if let Some(old) = order.due() {
			DueAgenda::<T>::cancel(old, &id);
		}
		DueAgenda::<T>::schedule(at, &id)
	}

	/// Begin an auction and put its close on the agenda. The record is the caller's to store.
	/// Returns the block at which it closes and the one beyond which it is not extended.
	pub(crate) fn start_auction(
		id: OrderId,
		order: &mut OrderOf<T>,
		params: &MarketParams,
	) -> (BlockNumber, BlockNumber) {
		let regular = Self::now().saturating_add(params.auction_blocks);
		let ceiling = match order.auction {
			AuctionKind::Open => params.extension_ceiling_blocks,
			// Nobody has to answer a late bid there.
			AuctionKind::Sealed | AuctionKind::Choice => 0,
		};
		let latest = regular.saturating_add(ceiling);
		// Bids placed while the order was pending may meet the buy-now price already.
		let ends = Self::reschedule(id, order, Self::end_of_bids(order, regular));
		order.state = OrderState::Open { ends, regular, latest };
		(ends, latest)
	}

	/// Work off what is due, within this pallet's share of what `meter` has left.
	pub(crate) fn work_off_due(meter: &mut WeightMeter) {
		let mut share = WeightMeter::with_limit(T::MaxAgendaWeight::get().min(meter.remaining()));
		DueAgenda::<T>::work_estimated(
			Self::now(),
			&mut share,
			T::WeightInfo::due_bucket(),
			Self::most_for,
			Self::work_off,
		);
		meter.consume(share.consumed());
	}

	/// Do what is due for an order. Returns what it weighed.
	pub(crate) fn work_off(id: OrderId) -> Weight {
		let Some(order) = Orders::<T>::get(id) else {
			defensive!("an order on the agenda does not exist");
			return T::WeightInfo::due_bucket();
		};
		if let OrderState::Closing { cause, .. } = order.state {
			return Self::finish_closing(id, order, cause);
		}
		if order.is_on_the_market()
			&& T::Approvals::ensure_not_denied(&order.tenant, &order.manifest).is_err()
		{
			Self::begin_closing(id, order, CloseCause::Denied);
			return T::WeightInfo::next_part();
		}
		match order.state.clone() {
			OrderState::Open { .. } => match order.auction {
				AuctionKind::Open => Self::decide(id, order),
				AuctionKind::Sealed => Self::begin_reveals(id, order),
				AuctionKind::Choice => Self::begin_choice(id, order),
			},
			OrderState::Revealing { .. } => Self::end_reveals(id, order),
			OrderState::Choosing { picked: Some(picked), .. } => {
				Self::award_picked(id, order, picked)
			},
			OrderState::Choosing { picked: None, .. } => Self::decide(id, order),
			OrderState::Drawing { .. } => {
				let ranking = Self::drawn_ranking(id);
				Self::award_best(id, order, ranking)
			},
			_ => {
				defensive!("an order on the agenda is in a state without an end");
				T::WeightInfo::due_bucket()
			},
		}
	}

	/// Award the best bid, in the next block if it takes a draw to tell which that is. Returns
	/// what it weighed.
	pub(crate) fn decide(id: OrderId, mut order: OrderOf<T>) -> Weight {
		let ranking = Self::sorted_bids(id);
		if !Self::needs_draw(&ranking) {
			return Self::award_best(id, order, ranking);
		}
		// The last bid was in the block before this one at the latest. What the next block is told
		// to draw from, this block's author determines: after the last bid.
		let at = Self::reschedule(id, &order, Self::next_block());
		order.state = OrderState::Drawing { at };
		let tied = Self::tied(&ranking);
		let done = Decided { ranked: order.bids, tied, ..Default::default() };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::DrawDue { order: id, at });
		Self::decided_weight(&done)
	}

	/// Award the first bid of a ranking that can be, return all others, and put the order up
	/// again if there is none. Returns what it weighed.
	fn award_best(
		id: OrderId,
		mut order: OrderOf<T>,
		ranking: crate::ranking::Ranking<T::AccountId>,
	) -> Weight {
		let tied = Self::tied(&ranking);
		let mut done = Decided { ranked: order.bids, tied, ..Default::default() };
		let mut remembered = true;
		let mut bids = ranking.into_iter();
		while !done.awarded && done.failed < MAX_AWARD_TRIES {
			let Some((provider, bid)) = bids.next() else { break };
			match Self::try_award(id, &mut order, &provider, &bid) {
				Attempt::Awarded => done.awarded = true,
				Attempt::Failed { room } => {
					done.failed = done.failed.defensive_saturating_add(1);
					remembered &= room;
				},
			}
		}
		match Self::release_bids(id, bids) {
			Ok(weight) => done.released = weight,
			Err(_) => {
				defensive!("a bid's collateral is not on hold");
			},
		}
		if !done.awarded {
			let cause = match done.failed {
				0 => ReopenCause::NoBids,
				_ => ReopenCause::AwardFailed,
			};
			Self::reopen(id, order, cause, remembered);
		}
		Self::decided_weight(&done)
	}

	/// Award a bid, or take its collateral and let its provider bid no more on the order. The
	/// record of an order that was not awarded is the caller's to store.
	pub(crate) fn try_award(
		id: OrderId,
		order: &mut OrderOf<T>,
		provider: &T::AccountId,
		bid: &Bid,
	) -> Attempt {
		let Err(error) = Self::award(id, order, provider, bid) else {
			return Attempt::Awarded;
		};
		Self::deposit_event(Event::AwardFailed {
			order: id,
			provider: provider.clone(),
			price: bid.price,
			error,
		});
		let room = Self::exclude(id, order, provider);
		if Self::forfeit_bid(id, provider, bid).is_err() {
			defensive!("a bid's collateral is not on hold");
		}
		order.bids = order.bids.defensive_saturating_sub(1);
		Attempt::Failed { room }
	}

	/// Hand the order to the leases pallet with `bid`'s terms, or change nothing.
	fn award(
		id: OrderId,
		order: &OrderOf<T>,
		provider: &T::AccountId,
		bid: &Bid,
	) -> DispatchResult {
		with_storage_layer(|| {
			let state = OrderState::Awarded { provider: provider.clone(), price: bid.price };
			let mut awarded = OrderOf::<T> { state, ..order.clone() };
			awarded.clear_book();
			Orders::<T>::insert(id, awarded);
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
				manifest: order.manifest,
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

	/// Put up again an order whose bids are gone, or close it if it has been often enough, or if
	/// there was no `room` to exclude one that failed it.
	pub(crate) fn reopen(id: OrderId, mut order: OrderOf<T>, cause: ReopenCause, room: bool) {
		order.clear_book();
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
	/// bids and deposit. Cheap, whatever there is to give back.
	pub(crate) fn begin_closing(id: OrderId, order: OrderOf<T>, cause: CloseCause) {
		if order.is_on_the_market() {
			OpenOrders::<T>::mutate(|open| *open = open.defensive_saturating_sub(1));
		}
		Self::close_at(id, order, cause, Self::next_block());
	}

	fn close_at(id: OrderId, mut order: OrderOf<T>, cause: CloseCause, at: BlockNumber) {
		let at = Self::reschedule(id, &order, at);
		order.state = OrderState::Closing { at, cause };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::OrderClosing { order: id, cause, at });
	}

	/// Give back what an order on the agenda holds, or try again later.
	fn finish_closing(id: OrderId, order: OrderOf<T>, cause: CloseCause) -> Weight {
		let most = T::WeightInfo::wind_up(order.seats());
		match with_storage_layer(|| Self::wind_up(id, order.clone(), cause)) {
			Ok(released) => T::WeightInfo::wind_up(0).saturating_add(released).min(most),
			Err(error) => {
				log::error!(target: "leasehold::market", "order {id} cannot close: {error:?}");
				Self::close_at(id, order, cause, Self::now().saturating_add(RETRY_BLOCKS));
				most
			},
		}
	}
}
