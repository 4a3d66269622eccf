//! What falls due by itself: silence after an award, the end of a grace or a notice, the return
//! of the collateral, the lapse of a proposal.

use crate::*;
use frame_support::{defensive, weights::WeightMeter};
use leasehold_primitives::{
	lease::DeclineReason, traits::ServiceClocks, BlockNumber, CloseReason, LeaseId, LeaseState,
};
use sp_runtime::DispatchResult;

/// How many blocks later the agenda tries again what unexpectedly failed.
pub const RETRY_BLOCKS: BlockNumber = 100;

impl<T: Config> Pallet<T> {
	/// The block at which the lease's state ends by itself.
	fn state_until(lease: &LeaseOf<T>) -> Option<BlockNumber> {
		match lease.state {
			LeaseState::Awarded { until }
			| LeaseState::Grace { until }
			| LeaseState::Reclaiming { until } => Some(until),
			LeaseState::Active | LeaseState::Paused => None,
		}
	}

	/// Whether the lease has a collateral whose stay does not stand still.
	fn has_running_stay(lease: &LeaseOf<T>) -> bool {
		lease.is_started() && lease.collateral > 0 && lease.paused_at.is_none()
	}

	/// The first block at which anything of the lease falls due.
	pub(crate) fn next_due(lease: &LeaseOf<T>) -> Option<BlockNumber> {
		let collateral = Self::has_running_stay(lease).then_some(lease.collateral_until);
		let proposal = Proposals::<T>::get(lease.terms.id).map(|proposal| proposal.until);
		[Self::state_until(lease), collateral, proposal].into_iter().flatten().min()
	}

	/// Put the lease on the agenda of the block at which something falls due next, and off that
	/// of any other.
	pub(crate) fn reschedule(lease: &mut LeaseOf<T>) {
		Self::schedule_at(lease, Self::next_due(lease));
	}

	fn schedule_at(lease: &mut LeaseOf<T>, at: Option<BlockNumber>) {
		let id = lease.terms.id;
		if at.is_some() && at == lease.agenda {
			return;
		}
		if let Some(before) = lease.agenda.take() {
			AgendaOf::<T>::cancel(before, &id);
		}
		lease.agenda = at.map(|at| AgendaOf::<T>::schedule(at, &id));
	}

	/// Why a lease whose notice or grace has run out ends. `None` before.
	pub(crate) fn expiry(lease: &LeaseOf<T>) -> Option<CloseReason> {
		let now = Self::now();
		match (lease.state, lease.notice) {
			(LeaseState::Reclaiming { .. } | LeaseState::Grace { .. }, Some(notice))
				if now >= notice.until =>
			{
				Some(CloseReason::Provider { code: notice.code })
			},
			(LeaseState::Grace { until }, _) if now >= until => {
				Some(CloseReason::InsufficientFunds)
			},
			_ => None,
		}
	}

	/// Do what is due up to now, within this pallet's share of the block.
	pub(crate) fn work_agenda(meter: &mut WeightMeter) {
		let share = meter.remaining().min(T::MaxAgendaWeight::get());
		let mut own = WeightMeter::with_limit(share);
		AgendaOf::<T>::work(
			Self::now(),
			&mut own,
			T::WeightInfo::agenda_bucket(),
			Self::agenda_item_weight(),
			Self::look_at,
		);
		meter.consume(own.consumed());
	}

	/// The most that one lease on the agenda weighs, with its removal from there.
	pub(crate) fn agenda_item_weight() -> Weight {
		Self::leave_weight(T::WeightInfo::agenda_item())
			.saturating_add(T::WeightInfo::agenda_bucket())
	}

	/// Do what is due for one lease, which has just been taken off its agenda, and put it on the
	/// agenda again for what comes next.
	pub(crate) fn look_at(id: LeaseId) {
		let Some(mut lease) = Leases::<T>::get(id) else { return };
		lease.agenda = None;
		Leases::<T>::insert(id, &lease);
		if let Err(error) = Self::act(&mut lease) {
			// No lease can be in a state in which this happens. If one is, it stays as it is and
			// is looked at again.
			defensive!("work on the agenda failed", error);
			Self::deposit_event(Event::AgendaFailed { lease: id, error });
			Self::schedule_at(&mut lease, Some(Self::after(RETRY_BLOCKS)));
			Leases::<T>::insert(id, lease);
		}
	}

	fn act(lease: &mut LeaseOf<T>) -> DispatchResult {
		let (id, now) = (lease.terms.id, Self::now());
		if let LeaseState::Awarded { until } = lease.state {
			if now >= until {
				return Self::undo_award(id, DeclineReason::Silent);
			}
		}
		if let Some(reason) = Self::expiry(lease) {
			return Self::end(id, reason).map(|_| ());
		}
		if Proposals::<T>::get(id).is_some_and(|proposal| now >= proposal.until) {
			Proposals::<T>::remove(id);
			Self::deposit_event(Event::AmendmentWithdrawn { lease: id, expired: true });
		}
		if Self::has_running_stay(lease) && now >= lease.collateral_until {
			Self::end_stay(lease);
		}
		Self::store(lease.clone());
		Ok(())
	}

	/// The minimum stay is over: return the collateral, unless the provider has fallen silent. A
	/// silent provider may have left before, so its stay goes on until its leases may be closed
	/// for silence or it is back.
	fn end_stay(lease: &mut LeaseOf<T>) {
		if T::Providers::silent_for(&lease.terms.provider) == 0 {
			Self::settle_collateral(lease, CollateralTo::Provider);
		} else {
			let wait = Parameters::<T>::get().silence_blocks.saturating_add(1);
			lease.collateral_until = Self::after(wait);
			Self::deposit_event(Event::StayProlonged {
				lease: lease.terms.id,
				collateral_until: lease.collateral_until,
			});
		}
	}
}
