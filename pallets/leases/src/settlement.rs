//! Settling, one or many, and checkpoints.

use crate::*;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo},
	ensure,
	storage::with_storage_layer,
};
use leasehold_primitives::{
	traits::{Escrow, ServiceClocks},
	Balance, LeaseId, Moment,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Whether the lease's period is over and there is something to pay.
	pub(crate) fn is_settle_due(lease: &LeaseOf<T>) -> bool {
		let period = Parameters::<T>::get().settle_blocks;
		lease.is_started()
			&& Self::now() >= lease.settled_at.saturating_add(period)
			&& T::Escrow::accrued(lease.terms.id).is_some_and(|accrued| accrued > 0)
	}

	/// Whether the lease's last checkpoint is a period ago.
	pub(crate) fn is_checkpoint_due(lease: &LeaseOf<T>) -> bool {
		let period = Parameters::<T>::get().checkpoint_blocks;
		lease.is_started() && Self::now() >= lease.checkpointed_at.saturating_add(period)
	}

	/// Settle a lease, due or not. Returns what was paid.
	fn settle_lease(id: LeaseId) -> Result<Balance, DispatchError> {
		// This may bring the lease into its grace, so nothing that was read before counts after.
		let paid = T::Escrow::settle(id)?;
		let mut lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		lease.settled_at = Self::now();
		if paid > 0 {
			Self::note(&mut lease);
		}
		Self::store(lease);
		Self::deposit_event(Event::LeaseSettled { lease: id, paid });
		Ok(paid)
	}

	/// See [`Pallet::settle`].
	pub(crate) fn do_settle(id: LeaseId) -> DispatchResultWithPostInfo {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(lease.is_started(), Error::<T>::WrongState);
		// Nothing is due where nothing is to be paid.
		let due = Self::is_settle_due(&lease);
		Self::settle_lease(id)?;
		Ok(if due { Pays::No } else { Pays::Yes }.into())
	}

	/// Settle `id` if it is due and, where `provider` is given, that provider's.
	fn settle_if_due(id: LeaseId, provider: Option<&T::AccountId>) -> DispatchResult {
		let lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(
			provider.is_none_or(|provider| provider == &lease.terms.provider),
			Error::<T>::NotAuthorized
		);
		ensure!(Self::is_settle_due(&lease), Error::<T>::NotDue);
		Self::settle_lease(id).map(|_| ())
	}

	/// Do `one` for each item; skip what fails, with an event. Returns how many were done.
	pub(crate) fn each<Item: Copy>(
		items: &[Item],
		lease_of: impl Fn(&Item) -> LeaseId,
		one: impl Fn(Item) -> DispatchResult,
	) -> u32 {
		let mut done = 0u32;
		for item in items {
			match with_storage_layer(|| one(*item)) {
				// Batches are bounded far below 2^32.
				Ok(()) => done = done.saturating_add(1),
				Err(error) => {
					Self::deposit_event(Event::LeaseSkipped { lease: lease_of(item), error })
				},
			}
		}
		done
	}

	/// Settle those of `ids` that are due and, where `provider` is given, that provider's.
	/// Returns how many.
	pub(crate) fn settle_batch(ids: &[LeaseId], provider: Option<&T::AccountId>) -> u32 {
		Self::each(ids, |id| *id, |id| Self::settle_if_due(id, provider))
	}

	/// See [`Pallet::settle_many`].
	pub(crate) fn do_settle_many(ids: &[LeaseId]) -> DispatchResultWithPostInfo {
		ensure!(!ids.is_empty(), Error::<T>::Empty);
		let done = Self::settle_batch(ids, None);
		let all = Self::length(ids);
		Ok(PostDispatchInfo {
			actual_weight: Some(Self::settle_many_weight(done, all)),
			pays_fee: if done == all { Pays::No } else { Pays::Yes },
		})
	}

	/// The weight of a batch of which `done` were settled and the rest only looked at.
	pub(crate) fn settle_many_weight(done: u32, all: u32) -> Weight {
		let skipped = all.saturating_sub(done);
		Self::noting(T::WeightInfo::settle_many(done), done)
			.saturating_add(T::WeightInfo::skip().saturating_mul(skipped.into()))
	}

	/// The length of a bounded list.
	pub(crate) fn length<Item>(items: &[Item]) -> u32 {
		u32::try_from(items.len()).unwrap_or(u32::MAX)
	}

	/// Whether a checkpoint may say that the lease was served so long: no less than the last one
	/// said, and no more than the provider's clock has counted.
	pub(crate) fn may_have_served(lease: &LeaseOf<T>, served: Moment) -> bool {
		let most = lease.service_time(T::Providers::clock(&lease.terms.provider));
		(lease.served..=most).contains(&served)
	}

	/// Record what a provider says of one of its leases, and settle it.
	pub(crate) fn checkpoint_one(
		provider: &T::AccountId,
		entry: CheckpointEntry,
	) -> DispatchResult {
		let id = entry.lease;
		let lease = Self::lease_of_provider(provider, id)?;
		ensure!(Self::is_checkpoint_due(&lease), Error::<T>::NotDue);
		ensure!(Self::may_have_served(&lease, entry.served), Error::<T>::ServedOutOfRange);

		let paid = T::Escrow::settle(id)?;
		let mut lease = Self::lease_of_provider(provider, id)?;
		let now = Self::now();
		lease.settled_at = now;
		lease.checkpointed_at = now;
		lease.served = entry.served;
		lease.usage = entry.usage;
		Self::note(&mut lease);
		Self::store(lease);
		Self::deposit_event(Event::LeaseCheckpointed {
			lease: id,
			served: entry.served,
			usage: entry.usage,
			paid,
		});
		Ok(())
	}
}
