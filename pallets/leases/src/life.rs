//! From the award to the end.

use crate::{ending::Ended, *};
use frame_support::{
	ensure,
	storage::{unhashed, with_storage_layer},
};
use leasehold_primitives::{
	lease::DeclineReason,
	traits::{
		Escrow, Leases as LeasesTrait, LeasesOf, OnExhausted, OnLease, Providers, ServiceClocks,
	},
	BlockNumber, CloseReason, LeaseId, LeaseState, LeaseTerms, MAX_DEPOSITORS,
};
use sp_runtime::{traits::BlockNumberProvider, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The current block.
	pub(crate) fn now() -> BlockNumber {
		T::BlockNumberProvider::current_block_number()
	}

	/// The block `blocks` after this one. A deadline beyond the last block number, in four
	/// hundred years, never comes.
	pub(crate) fn after(blocks: BlockNumber) -> BlockNumber {
		Self::now().saturating_add(blocks)
	}

	/// Read a lease of which `provider` is the provider.
	///
	/// # Errors
	/// `NotFound`, `NotAuthorized`.
	pub(crate) fn lease_of_provider(
		provider: &T::AccountId,
		id: LeaseId,
	) -> Result<LeaseOf<T>, Error<T>> {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(&lease.terms.provider == provider, Error::<T>::NotAuthorized);
		Ok(lease)
	}

	/// Write a lease back, on the agenda of the next block at which anything falls due.
	pub(crate) fn store(mut lease: LeaseOf<T>) {
		Self::reschedule(&mut lease);
		Leases::<T>::insert(lease.terms.id, lease);
	}

	/// Write a lease back of which nothing falls due at another block than before. Only for one that
	/// is in storage: the map's own way would look for it once more, to count it.
	pub(crate) fn put(lease: &LeaseOf<T>) {
		unhashed::put(&Leases::<T>::hashed_key_for(lease.terms.id), lease);
	}

	/// See [`leasehold_primitives::traits::Leases::award`].
	pub(crate) fn do_award(terms: LeaseTerms<T::AccountId>) -> DispatchResult {
		ensure!(!Leases::<T>::contains_key(terms.id), Error::<T>::AlreadyExists);
		Self::hold_collateral(&terms.provider, terms.collateral)?;
		let until = Self::after(Parameters::<T>::get().confirm_blocks);
		ProviderLeases::<T>::insert(&terms.provider, terms.id, ());
		Self::deposit_event(Event::LeaseAwarded { terms: terms.clone(), until });
		Self::store(Lease::awarded(terms, until));
		Ok(())
	}

	/// See [`Pallet::confirm`].
	pub(crate) fn do_confirm(provider: &T::AccountId, id: LeaseId) -> DispatchResult {
		let mut lease = Self::lease_of_provider(provider, id)?;
		let LeaseState::Awarded { until } = lease.state else {
			return Err(Error::<T>::WrongState.into());
		};
		let now = Self::now();
		ensure!(now < until, Error::<T>::Expired);
		T::Escrow::start(id, provider, lease.terms.price)?;
		T::Providers::note_lease(provider, true);

		lease.state = LeaseState::Active;
		lease.started = now;
		lease.checkpointed_at = now;
		lease.collateral_until = Self::after(Parameters::<T>::get().min_stay_blocks);
		lease.clock_base = T::Providers::clock(provider);
		Self::deposit_event(Event::LeaseStarted {
			lease: id,
			provider: provider.clone(),
			clock: lease.clock_base,
			collateral_until: lease.collateral_until,
		});
		Self::note(&lease);
		Self::store(lease);
		T::Market::on_started(id);
		Ok(())
	}

	/// See [`Pallet::decline`].
	pub(crate) fn do_decline(provider: &T::AccountId, id: LeaseId, code: u16) -> DispatchResult {
		let lease = Self::lease_of_provider(provider, id)?;
		ensure!(!lease.is_started(), Error::<T>::WrongState);
		Self::undo_award(id, DeclineReason::Declined { code })
	}

	/// Forget an award that does not become a lease.
	pub(crate) fn undo_award(id: LeaseId, reason: DeclineReason) -> DispatchResult {
		with_storage_layer(|| {
			let mut lease = Self::take(id)?;
			match reason {
				DeclineReason::Declined { .. } => Self::charge_decline(&mut lease),
				DeclineReason::Silent => {
					Self::settle_collateral(&mut lease, CollateralTo::FeePot);
				},
			}
			let provider = lease.terms.provider;
			T::Providers::release(&provider, id);
			Self::deposit_event(Event::LeaseDeclined {
				lease: id,
				provider: provider.clone(),
				reason,
			});
			// Last, when nothing of the lease is left: the order may be awarded again at once.
			T::Market::on_declined(id, &provider, reason);
			Ok(())
		})
	}

	/// The provider loses the penalty to the fee pot and gets the rest back. The tenant's part is
	/// market's to take.
	fn charge_decline(lease: &mut LeaseOf<T>) {
		let penalty = T::DeclinePenalty::get().min(lease.collateral);
		// At most the collateral, by the minimum.
		lease.collateral = lease.collateral.saturating_sub(penalty);
		Self::move_collateral(lease, penalty, CollateralTo::FeePot);
		Self::settle_collateral(lease, CollateralTo::Provider);
	}

	/// Take a lease out of storage with everything that hangs on it here.
	pub(crate) fn take(id: LeaseId) -> Result<LeaseOf<T>, Error<T>> {
		let mut lease = Leases::<T>::take(id).ok_or(Error::<T>::NotFound)?;
		ProviderLeases::<T>::remove(&lease.terms.provider, id);
		// To look is cheaper than to remove what, as a rule, is not there.
		if Proposals::<T>::contains_key(id) {
			Proposals::<T>::remove(id);
		}
		if let Some(at) = lease.agenda.take() {
			AgendaOf::<T>::cancel(at, &id);
		}
		Ok(lease)
	}

	/// See [`Pallet::close`].
	pub(crate) fn do_close(tenant: &T::AccountId, id: LeaseId) -> Result<Ended, DispatchError> {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(&lease.terms.tenant == tenant, Error::<T>::NotAuthorized);
		Self::end(id, CloseReason::Tenant)
	}
}

impl<T: Config> LeasesTrait<T::AccountId> for Pallet<T> {
	fn award(terms: LeaseTerms<T::AccountId>) -> DispatchResult {
		with_storage_layer(|| Self::do_award(terms))
	}

	fn close(id: LeaseId) -> DispatchResult {
		Self::end(id, CloseReason::Tenant).map(|_| ())
	}

	fn award_weight() -> Weight {
		T::WeightInfo::award()
	}

	fn close_weight() -> Weight {
		Self::end_weight(T::WeightInfo::close(MAX_DEPOSITORS))
	}

	fn deposit_weight() -> Weight {
		let hook = <Self as OnExhausted>::weight();
		hook.saturating_add(hook)
	}
}

impl<T: Config> LeasesOf<T::AccountId> for Pallet<T> {
	fn leases_of(provider: &T::AccountId, limit: u32) -> Vec<LeaseId> {
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		ProviderLeases::<T>::iter_key_prefix(provider).take(limit).collect()
	}
}
