//! Settling, one or many, and checkpoints.

use crate::{room::Room, *};
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo, Pays, PostDispatchInfo},
	ensure,
	storage::with_storage_layer,
};
use leasehold_primitives::{
	traits::{Escrow, ServiceClocks, Settlement},
	BlockNumber, LeaseId, Moment,
};
use sp_runtime::DispatchError;

/// A lease of a batch that was settled.
pub(crate) struct Settled<AccountId> {
	/// Who was paid.
	pub provider: AccountId,
	/// What was done.
	pub done: Settlement,
}

pub(crate) type SettledOf<T> = Settled<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Whether in block `at` the lease's period is over, and there is something to pay.
	pub(crate) fn is_settle_due(lease: &LeaseOf<T>, at: BlockNumber) -> bool {
		let id = lease.terms.id;
		lease.is_started()
			&& T::Escrow::journal(id).is_some_and(|one| Self::is_period_over(one.settled_at, at))
			&& T::Escrow::accrued(id).is_some_and(|accrued| accrued > 0)
	}

	/// Whether in block `at` a settlement, or a start, in block `settled_at` is a period ago.
	fn is_period_over(settled_at: BlockNumber, at: BlockNumber) -> bool {
		at >= settled_at.saturating_add(Parameters::<T>::get().settle_blocks)
	}

	/// Whether in block `at` the lease's last checkpoint is a period ago.
	pub(crate) fn is_checkpoint_due(lease: &LeaseOf<T>, at: BlockNumber) -> bool {
		let period = Parameters::<T>::get().checkpoint_blocks;
		lease.is_started() && at >= lease.checkpointed_at.saturating_add(period)
	}

	/// Have the escrow pay what `lease` has accrued. If that has brought the lease into its grace,
	/// `lease` is read anew: nothing else changes it.
	pub(crate) fn pay(lease: &mut LeaseOf<T>) -> Result<Settlement, DispatchError> {
		let done = T::Escrow::settle(lease.terms.id)?;
		Self::catch_up(lease, &done)?;
		Ok(done)
	}

	/// Read `lease` anew if what was paid has changed it.
	fn catch_up(lease: &mut LeaseOf<T>, done: &Settlement) -> DispatchResult {
		if done.exhausted {
			*lease = Leases::<T>::get(lease.terms.id).ok_or(Error::<T>::NotFound)?;
		}
		Ok(())
	}

	/// Tell what has just been paid for a lease, whose record does not change with that.
	fn tell_settled(lease: &LeaseOf<T>, done: &Settlement) {
		if done.paid > 0 {
			Self::note_with(lease, done.statement, done.totals);
		}
		Self::deposit_event(Event::LeaseSettled { lease: lease.terms.id, paid: done.paid });
	}

	/// See [`Pallet::settle`].
	pub(crate) fn do_settle(who: &T::AccountId, id: LeaseId) -> DispatchResultWithPostInfo {
		let mut lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(lease.is_started(), Error::<T>::WrongState);
		let done = Self::pay(&mut lease)?;
		Self::tell_settled(&lease, &done);
		// Nothing is due where nothing is to be paid.
		let due = done.paid > 0 && Self::is_period_over(done.since, Self::now());
		Ok(PostDispatchInfo {
			actual_weight: Some(Self::settled_by_weight(who, &lease.terms, &done)),
			pays_fee: if due { Pays::No } else { Pays::Yes },
		})
	}

	/// Settle `id` if it is due and, where `provider` is given, that provider's. In a storage layer
	/// that is rolled back on an error.
	fn settle_if_due(
		id: LeaseId,
		provider: Option<&T::AccountId>,
	) -> Result<SettledOf<T>, DispatchError> {
		let mut lease = Leases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(
			provider.is_none_or(|provider| provider == &lease.terms.provider),
			Error::<T>::NotAuthorized
		);
		ensure!(lease.is_started(), Error::<T>::NotDue);
		// The period first: to look at it touches no money.
		let now = Self::now();
		let done = T::Escrow::settle_if(id, |settled_at| Self::is_period_over(settled_at, now))?;
		let done = done.filter(|done| done.paid > 0).ok_or(Error::<T>::NotDue)?;
		Self::catch_up(&mut lease, &done)?;
		Self::tell_settled(&lease, &done);
		Ok(Settled { provider: lease.terms.provider, done })
	}

	/// Do `one` for each item; skip what fails, with an event. Returns what was done.
	pub(crate) fn each<Item: Copy, Done>(
		items: &[Item],
		lease_of: impl Fn(&Item) -> LeaseId,
		mut one: impl FnMut(Item) -> Result<Done, DispatchError>,
	) -> Vec<Done> {
		let mut done = Vec::new();
		for item in items {
			match with_storage_layer(|| one(*item)) {
				Ok(one) => done.push(one),
				Err(error) => {
					Self::deposit_event(Event::LeaseSkipped { lease: lease_of(item), error })
				},
			}
		}
		done
	}

	/// Settle those of `ids` that are due and, where `provider` is given, that provider's.
	/// Returns what was done.
	pub(crate) fn settle_batch(
		ids: &[LeaseId],
		provider: Option<&T::AccountId>,
	) -> Vec<SettledOf<T>> {
		let mut room = Room::<T>::of_settlements(Self::length(ids));
		Self::each(ids, |id| *id, |id| room.take(|| Self::settle_if_due(id, provider)))
	}

	/// See [`Pallet::settle_many`].
	pub(crate) fn do_settle_many(ids: &[LeaseId]) -> DispatchResultWithPostInfo {
		ensure!(!ids.is_empty(), Error::<T>::Empty);
		let done = Self::settle_batch(ids, None);
		let all_due = done.len() == ids.len();
		Ok(PostDispatchInfo {
			actual_weight: Some(Self::settled_many_weight(&done, Self::length(ids))),
			pays_fee: if all_due { Pays::No } else { Pays::Yes },
		})
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
	) -> Result<SettledOf<T>, DispatchError> {
		let id = entry.lease;
		let mut lease = Self::lease_of_provider(provider, id)?;
		ensure!(Self::is_checkpoint_due(&lease, Self::now()), Error::<T>::NotDue);
		ensure!(Self::may_have_served(&lease, entry.served), Error::<T>::ServedOutOfRange);

		let done = Self::pay(&mut lease)?;
		lease.checkpointed_at = Self::now();
		lease.served = entry.served;
		lease.usage = entry.usage;
		if done.paid > 0 {
			Self::note_with(&lease, done.statement, done.totals);
		} else {
			Self::note(&lease);
		}
		Self::put(&lease);
		Self::deposit_event(Event::LeaseCheckpointed {
			lease: id,
			served: entry.served,
			usage: entry.usage,
			paid: done.paid,
		});
		Ok(Settled { provider: provider.clone(), done })
	}
}
