//! The agenda: when a stream is to be looked at for exhaustion, and the looking.
//!
//! A clock runs no faster than time, but for when it catches up after the chain has stood still.
//! So a stream is looked at in the slot in which it runs out if its clock runs on, and again if it
//! did not.

use crate::*;
use frame_support::{
	traits::{Get, Time},
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::{
	traits::{OnExhausted, ServiceClocks},
	EscrowId, Moment, MAX_DEPOSITORS,
};

/// The farthest slot on the agenda, from now: a stream that lasts longer is looked at then and put
/// on again. A year of slots of 3 s.
pub const HORIZON: Slot = 10_512_000;

/// When the payee is silent its clock stands still, and looking every block would be work for
/// nothing: look again after so many slots at the soonest (a minute).
pub const LOOK_AGAIN: Slot = 20;

/// While a payee's clock may yet be set ahead, look again after so many slots at the latest.
pub const LOOK_SOON: Slot = 2;

impl<T: Config> Pallet<T> {
	/// Put the stream's exhaustion on the agenda, in place of where it stood.
	pub(crate) fn schedule_exhaustion(id: EscrowId, stream: &mut Stream<T::AccountId>) {
		Self::unschedule_exhaustion(id, stream);
		let clock = Self::clock_of(stream);
		// A stream that outlasts any clock is still looked at, at the horizon.
		let lasts = stream.lasts_for(clock).unwrap_or(u64::MAX);
		let now = Self::slot();
		Self::begin(now);
		let mut at =
			Self::slot_after(lasts).clamp(now.saturating_add(1), now.saturating_add(HORIZON));
		if !T::Clocks::is_running(&stream.payee) {
			at = at.max(now.saturating_add(LOOK_AGAIN));
		} else if T::Clocks::is_behind(&stream.payee) {
			at = at.min(now.saturating_add(LOOK_SOON));
		}
		stream.due = Some(ExhaustionsOf::<T>::schedule(at, &id));
	}

	/// Begin the agenda when the chain begins: nothing has been due before `now`.
	fn begin(now: Slot) {
		if AgendaCursor::<T>::get() == 0 {
			AgendaCursor::<T>::put(now);
		}
	}

	/// The slot that has begun last.
	pub(crate) fn slot() -> Slot {
		let slots = T::UnixTime::now() / T::SlotDuration::get().max(1);
		// Slots of 3 s last until the year 2378.
		Slot::try_from(slots).unwrap_or(Slot::MAX)
	}

	/// The first slot that begins `ms` from now or later.
	fn slot_after(ms: Moment) -> Slot {
		// A stream that outlasts time is looked at at the horizon.
		let instant = T::UnixTime::now().saturating_add(ms);
		Slot::try_from(instant.div_ceil(T::SlotDuration::get().max(1))).unwrap_or(Slot::MAX)
	}

	/// Take the stream's exhaustion off the agenda.
	pub(crate) fn unschedule_exhaustion(id: EscrowId, stream: &mut Stream<T::AccountId>) {
		if let Some(at) = stream.due.take() {
			ExhaustionsOf::<T>::cancel(at, &id);
		}
	}

	/// The most that one item of the agenda weighs: a settlement from eight depositors and what
	/// [`Config::OnExhausted`] makes of it.
	pub(crate) fn agenda_item_weight() -> Weight {
		Self::looked_at_weight(MAX_DEPOSITORS)
	}

	/// What looking at a stream weighs when a settlement takes from `depositors`.
	fn looked_at_weight(depositors: u32) -> Weight {
		T::WeightInfo::agenda_item(depositors)
			.saturating_add(T::WeightInfo::agenda_bucket())
			.saturating_add(T::OnExhausted::weight())
	}

	/// Settle the streams that are due, within the agenda's share of the block.
	pub(crate) fn work_agenda(meter: &mut WeightMeter) {
		let now = Self::slot();
		Self::begin(now);
		let share = meter.remaining().min(T::MaxAgendaWeight::get());
		let mut own = WeightMeter::with_limit(share);
		ExhaustionsOf::<T>::work_measured(
			now,
			&mut own,
			T::WeightInfo::agenda_bucket(),
			Self::agenda_item_weight(),
			Self::look_at,
		);
		meter.consume(own.consumed());
	}

	/// Settle a stream that may have run out; put it on the agenda again if it has not: its
	/// payee's clock was slower than time. Returns what that weighed.
	pub(crate) fn look_at(id: EscrowId) -> Weight {
		let holding =
			|account: Account<_>| account.depositors.iter().filter(|one| one.held > 0).count();
		let depositors = Accounts::<T>::get(id).map_or(0, holding);
		let settled = frame_support::storage::with_storage_layer(|| Self::do_settle(id));
		if let Err(error) = settled {
			// Nothing that a payee or a payer does makes a settlement fail. Should it, the money
			// stays where it is, and anyone may settle or close by hand.
			frame_support::defensive!("settlement on the agenda failed", error);
		}
		Accounts::<T>::mutate_extant(id, |account| {
			if let Some(stream) = account.stream.as_mut() {
				if stream.state == StreamState::Running {
					Self::schedule_exhaustion(id, stream);
				}
			}
		});
		Self::looked_at_weight(u32::try_from(depositors).unwrap_or(MAX_DEPOSITORS))
	}
}
