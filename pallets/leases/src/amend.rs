//! Changing what was agreed: the tenant proposes, the provider accepts by hash.

use crate::*;
use frame_support::ensure;
use leasehold_primitives::{
	traits::{Approvals, Escrow, OnLease, Providers},
	LeaseId, LeaseState, Placement, MAX_REPLICAS,
};
use sp_core::H256;
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// See [`Pallet::propose_amendment`].
	pub(crate) fn do_propose(
		tenant: &T::AccountId,
		id: LeaseId,
		amendment: Amendment,
	) -> DispatchResult {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(&lease.terms.tenant == tenant, Error::<T>::NotAuthorized);
		ensure!(lease.state == LeaseState::Active, Error::<T>::WrongState);
		ensure!(!Proposals::<T>::contains_key(id), Error::<T>::AlreadyExists);

		let Amendment { resources, replicas, price, manifest } = &amendment;
		ensure!(*price > 0, Error::<T>::ZeroPrice);
		ensure!((1..=MAX_REPLICAS).contains(replicas), Error::<T>::InvalidReplicas);
		ensure!(resources.is_well_formed(), Error::<T>::InvalidResources);
		T::Market::ensure_amendable(id, *replicas)?;
		resources.checked_mul(*replicas).ok_or(ArithmeticError::Overflow)?;
		let terms = &lease.terms;
		let changes = resources != &terms.resources
			|| *replicas != terms.replicas
			|| *price != terms.price
			|| *manifest != terms.manifest;
		ensure!(changes, Error::<T>::NothingChanged);
		T::Approvals::ensure_not_denied(tenant, manifest)?;

		let until = Self::after(Parameters::<T>::get().amendment_blocks);
		let hash = amendment.hash(id);
		Proposals::<T>::insert(id, Proposal { amendment: amendment.clone(), until });
		Self::deposit_event(Event::AmendmentProposed { lease: id, amendment, hash, until });
		Self::store(lease);
		Ok(())
	}

	/// See [`Pallet::accept_amendment`].
	pub(crate) fn do_accept(
		provider: &T::AccountId,
		id: LeaseId,
		hash: H256,
		placement: Option<&Placement>,
	) -> DispatchResult {
		let lease = Self::lease_of_provider(provider, id)?;
		ensure!(lease.state == LeaseState::Active, Error::<T>::WrongState);
		let proposal = Proposals::<T>::take(id).ok_or(Error::<T>::ProposalNotFound)?;
		ensure!(Self::now() < proposal.until, Error::<T>::Expired);
		let amendment = proposal.amendment;
		ensure!(amendment.hash(id) == hash, Error::<T>::ProposalMismatch);
		T::Approvals::ensure_not_denied(&lease.terms.tenant, &amendment.manifest)?;

		let replicas = match placement {
			Some(placement) => placement
				.iter()
				.try_fold(0u16, |sum, (_, replicas)| sum.checked_add(*replicas))
				.ok_or(ArithmeticError::Overflow)?,
			None => lease.terms.replicas,
		};
		ensure!(replicas == amendment.replicas, Error::<T>::InvalidPlacement);
		if placement.is_some() || amendment.resources != lease.terms.resources {
			T::Providers::resize(provider, id, &amendment.resources, placement)?;
		}
		if amendment.price != lease.terms.price {
			// Settles at the old price first; fails, and all of this with it, if that uses up
			// the account.
			T::Escrow::reprice(id, amendment.price)?;
		}
		let mut lease = Self::lease_of_provider(provider, id)?;
		ensure!(lease.state == LeaseState::Active, Error::<T>::WrongState);
		lease.terms.resources = amendment.resources;
		lease.terms.replicas = amendment.replicas;
		lease.terms.price = amendment.price;
		lease.terms.manifest = amendment.manifest;
		T::Market::on_amended(&lease.terms);
		Self::deposit_event(Event::LeaseAmended { lease: id, terms: lease.terms.clone(), hash });
		Self::note(&lease);
		Self::store(lease);
		Ok(())
	}

	/// See [`Pallet::cancel_amendment`].
	pub(crate) fn do_cancel(who: &T::AccountId, id: LeaseId) -> DispatchResult {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let parties = [&lease.terms.tenant, &lease.terms.provider];
		ensure!(parties.contains(&who), Error::<T>::NotAuthorized);
		Proposals::<T>::take(id).ok_or(Error::<T>::ProposalNotFound)?;
		Self::deposit_event(Event::AmendmentWithdrawn { lease: id, expired: false });
		Self::store(lease);
		Ok(())
	}
}
