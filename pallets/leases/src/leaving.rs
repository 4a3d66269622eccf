//! Pausing, giving notice, and closing by those who are not the tenant.

use crate::{ending::Ended, *};
use frame_support::ensure;
use leasehold_primitives::{
	traits::{Escrow, ServiceClocks},
	CloseReason, LeaseId, LeaseState,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// See [`Pallet::pause`].
	pub(crate) fn do_pause(provider: &T::AccountId, id: LeaseId) -> DispatchResult {
		let mut lease = Self::lease_of_provider(provider, id)?;
		ensure!(Self::is_served(&lease), Error::<T>::WrongState);
		// This may use up the account, and the lease is in its grace then: its stream stands
		// still already, and what was settled stands.
		Self::pay(&mut lease)?;
		if !Self::is_served(&lease) {
			return Ok(());
		}
		T::Escrow::pause(id)?;
		lease.stop_clock(T::Providers::clock(provider));
		Self::halt_stay(&mut lease);
		if lease.state == LeaseState::Active {
			lease.state = LeaseState::Paused;
		}
		Self::deposit_event(Event::LeasePaused { lease: id });
		Self::note(&lease);
		Self::store(lease);
		Ok(())
	}

	/// See [`Pallet::resume`].
	pub(crate) fn do_resume(provider: &T::AccountId, id: LeaseId) -> DispatchResult {
		let mut lease = Self::lease_of_provider(provider, id)?;
		ensure!(lease.is_started() && lease.is_paused(), Error::<T>::WrongState);
		T::Escrow::resume(id)?;
		lease.start_clock(T::Providers::clock(provider));
		Self::resume_stay(&mut lease);
		if lease.state == LeaseState::Paused {
			lease.state = LeaseState::Active;
		}
		Self::deposit_event(Event::LeaseResumed { lease: id, state: lease.state });
		Self::note(&lease);
		Self::store(lease);
		Ok(())
	}

	/// Whether the lease is served and its stream runs.
	pub(crate) fn is_served(lease: &LeaseOf<T>) -> bool {
		let served = matches!(lease.state, LeaseState::Active | LeaseState::Reclaiming { .. });
		served && lease.stopped.is_none()
	}

	/// See [`Pallet::give_notice`].
	pub(crate) fn do_give_notice(
		provider: &T::AccountId,
		id: LeaseId,
		code: u16,
	) -> DispatchResult {
		let mut lease = Self::lease_of_provider(provider, id)?;
		ensure!(lease.notice.is_none(), Error::<T>::NoticeAlreadyGiven);
		ensure!(
			matches!(lease.state, LeaseState::Active | LeaseState::Paused),
			Error::<T>::WrongState
		);
		let until = Self::after(lease.terms.notice);
		let early = until < Self::stay_end(&lease);
		lease.notice = Some(Notice { until, code, early });
		lease.state = LeaseState::Reclaiming { until };
		Self::deposit_event(Event::NoticeGiven { lease: id, code, until, early });
		Self::note(&lease);
		Self::store(lease);
		Ok(())
	}

	/// See [`Pallet::close_reclaimed`].
	pub(crate) fn do_close_reclaimed(id: LeaseId) -> Result<Ended, DispatchError> {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let reason = match lease.state {
			LeaseState::Reclaiming { .. } | LeaseState::Grace { .. } => {
				Self::expiry(&lease).ok_or(Error::<T>::TooEarly)?
			},
			_ => return Err(Error::<T>::WrongState.into()),
		};
		Self::end(id, reason)
	}

	/// See [`Pallet::close_for_abuse`].
	pub(crate) fn do_close_for_abuse(
		provider: &T::AccountId,
		id: LeaseId,
		code: u16,
	) -> Result<Ended, DispatchError> {
		let lease = Self::lease_of_provider(provider, id)?;
		ensure!(lease.is_started(), Error::<T>::WrongState);
		Self::end(id, CloseReason::Abuse { code })
	}

	/// See [`Pallet::close_silent`].
	pub(crate) fn do_close_silent(id: LeaseId) -> Result<Ended, DispatchError> {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(lease.is_started(), Error::<T>::WrongState);
		ensure!(Self::is_silent(&lease), Error::<T>::NotSilent);
		Self::end(id, CloseReason::ProviderSilent)
	}
}
