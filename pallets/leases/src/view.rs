//! What the runtime APIs ask.

use crate::*;
use frame_support::traits::Time;
use leasehold_primitives::{runtime_api::LeaseView, traits::Escrow, LeaseId, Moment};

impl<T: Config> Pallet<T> {
	/// A lease and its money now; `None` if it has ended or never was.
	pub fn lease_view(id: LeaseId) -> Option<LeaseView<T::AccountId>> {
		let lease = Leases::<T>::get(id)?;
		Some(LeaseView {
			terms: lease.terms,
			state: lease.state,
			totals: T::Escrow::totals(id)?,
			accrued: T::Escrow::accrued(id).unwrap_or_default(),
			lasts_for: T::Escrow::lasts_for(id),
			depleted_at: Self::depletion(id),
		})
	}

	/// Unix time in milliseconds at which the lease's money is used up if the provider serves
	/// on; `None` without a running stream.
	pub fn depletion(id: LeaseId) -> Option<Moment> {
		T::UnixTime::now().checked_add(T::Escrow::lasts_for(id)?)
	}
}
