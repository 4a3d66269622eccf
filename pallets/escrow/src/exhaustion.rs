//! The agenda: at what block a stream is to be looked at for exhaustion, and the looking.

use crate::*;
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::{
	traits::{OnExhausted, ServiceClocks},
	BlockNumber, EscrowId,
};
use sp_runtime::traits::BlockNumberProvider;

/// The farthest block on the agenda, from now: a stream that lasts longer is looked at then and
/// put on again. A year of 3 s blocks.
pub const HORIZON: BlockNumber = 10_512_000;

/// When the payee is silent its clock stands still, and looking every block would be work for
/// nothing: look again after so many blocks at the soonest (a minute of 3 s blocks).
pub const LOOK_AGAIN: BlockNumber = 20;

impl<T: Config> Pallet<T> {
	/// Put the stream's exhaustion on the agenda, in place of where it stood.
	pub(crate) fn schedule_exhaustion(id: EscrowId, stream: &mut Stream<T::AccountId>) {
		Self::unschedule_exhaustion(id, stream);
		let clock = Self::clock_of(stream);
		// A stream that outlasts any clock is still looked at, at the horizon.
		let lasts = stream.lasts_for(clock).unwrap_or(u64::MAX);
		let blocks = lasts.div_ceil(T::SlotDuration::get().max(1)).min(HORIZON.into());
		let mut blocks = BlockNumber::try_from(blocks).unwrap_or(HORIZON).max(1);
		if !T::Clocks::is_running(&stream.payee) {
			blocks = blocks.max(LOOK_AGAIN);
		}
		let now = T::BlockNumberProvider::current_block_number();
		// Past the last block number there is nothing to schedule for.
		if let Some(at) = now.checked_add(blocks) {
			stream.due = Some(ExhaustionsOf::<T>::schedule(at, &id));
		}
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
		T::WeightInfo::agenda_item().saturating_add(T::OnExhausted::weight())
	}

	/// Settle the streams that are due, within the agenda's share of the block.
	pub(crate) fn work_agenda(meter: &mut WeightMeter) {
		let share = meter.remaining().min(T::MaxAgendaWeight::get());
		let mut own = WeightMeter::with_limit(share);
		ExhaustionsOf::<T>::work(
			T::BlockNumberProvider::current_block_number(),
			&mut own,
			T::WeightInfo::agenda_bucket(),
			Self::agenda_item_weight(),
			Self::look_at,
		);
		meter.consume(own.consumed());
	}

	/// Settle a stream that may have run out; put it on the agenda again if it has not: its
	/// payee's clock was slower than time.
	pub(crate) fn look_at(id: EscrowId) {
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
	}
}
