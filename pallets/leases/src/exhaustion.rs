//! What a lease does when its money runs out or comes back.

use crate::*;
use frame_support::storage::with_storage_layer;
use leasehold_primitives::{
	traits::{Escrow, Ledger, OnExhausted, ServiceClocks},
	EscrowId, LeaseState,
};

impl<T: Config> OnExhausted for Pallet<T> {
	/// Served leases go into their grace, which ends with a notice that was given before. Called
	/// by the escrow in the midst of settlements that this pallet asks for: callers read the
	/// lease anew afterwards.
	fn on_exhausted(id: EscrowId) {
		let Some(mut lease) = Leases::<T>::get(id) else { return };
		if !lease.is_started() || matches!(lease.state, LeaseState::Grace { .. }) {
			return;
		}
		let grace = Self::after(lease.terms.grace);
		let until = lease.notice.map_or(grace, |notice| grace.min(notice.until));
		lease.stop_clock(T::Providers::clock(&lease.terms.provider));
		lease.state = LeaseState::Grace { until };
		Self::deposit_event(Event::GraceStarted { lease: id, until });
		Self::note(&lease);
		Self::store(lease);
	}

	/// A top-up before the end of the grace resumes the lease; notice that was given before its
	/// grace stays given. A later top-up goes back to its depositor when the agenda closes the
	/// lease.
	fn on_funded(id: EscrowId) {
		let Some(mut lease) = Leases::<T>::get(id) else { return };
		let LeaseState::Grace { until } = lease.state else { return };
		if Self::now() >= until || with_storage_layer(|| T::Escrow::resume(id)).is_err() {
			return;
		}
		lease.start_clock(T::Providers::clock(&lease.terms.provider));
		lease.state = match lease.notice {
			Some(notice) => LeaseState::Reclaiming { until: notice.until },
			None => LeaseState::Active,
		};
		Self::deposit_event(Event::LeaseResumed { lease: id, state: lease.state });
		Self::note(&lease);
		Self::store(lease);
	}

	fn weight() -> Weight {
		T::WeightInfo::on_exhausted()
			.max(T::WeightInfo::on_funded())
			.saturating_add(T::Ledger::weight())
	}
}
