//! What must hold in every state.

use crate::*;
use frame_support::{ensure, traits::fungible::hold::Inspect as _};
use leasehold_primitives::{traits::Escrow, Balance, LeaseState};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check this pallet's invariants. Reads all of its storage: for tests and `try-runtime`.
	///
	/// # Errors
	/// Names the first invariant that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_records()?;
		Self::try_collateral()?;
		Self::try_index()?;
		Self::try_agenda()?;
		Self::try_proposals()
	}

	/// I-6: each lease stands under its own number, has an escrow account, and its record does
	/// not contradict itself. The parameters are sound.
	fn try_records() -> Result<(), TryRuntimeError> {
		ensure!(Parameters::<T>::get().is_sound(), "leases: parameters are not sound");
		for (id, lease) in Leases::<T>::iter() {
			ensure!(lease.terms.id == id, "leases: a lease stands under another's number");
			let journal =
				T::Escrow::journal(id).ok_or("leases: a lease without an escrow account")?;
			ensure!(
				lease.collateral == 0 || lease.collateral == lease.terms.collateral,
				"leases: a part of a collateral is gone"
			);
			let sound = match lease.state {
				LeaseState::Awarded { .. } => {
					lease.collateral == lease.terms.collateral
						&& lease.notice.is_none()
						&& lease.stopped.is_none()
						&& journal.statements == 0
				},
				LeaseState::Active => lease.notice.is_none() && lease.stopped.is_none(),
				LeaseState::Paused => lease.notice.is_none() && lease.stopped.is_some(),
				LeaseState::Grace { until } => {
					lease.stopped.is_some()
						&& lease.notice.is_none_or(|notice| until <= notice.until)
				},
				LeaseState::Reclaiming { until } => {
					lease.notice.is_some_and(|notice| notice.until == until)
				},
			};
			ensure!(
				lease.paused_at.is_some() == lease.is_paused(),
				"leases: the stay of a lease and its stream disagree on a pause"
			);
			ensure!(
				lease.pause_debt == 0 || lease.resumed_at > 0,
				"leases: pauses of a lease that was never resumed add up"
			);
			ensure!(sound, "leases: a record contradicts its state");
			ensure!(
				lease.is_started() == (journal.statements > 0),
				"leases: statements and the start disagree"
			);
		}
		Ok(())
	}

	/// I-2: what a provider has on hold for its leases is the sum of their records.
	fn try_collateral() -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<T::AccountId, Balance>::new();
		for lease in Leases::<T>::iter_values() {
			let sum = sums.entry(lease.terms.provider).or_default();
			*sum = sum
				.checked_add(lease.collateral)
				.ok_or("leases: the collaterals of a provider overflow")?;
		}
		for (provider, sum) in sums {
			let held = T::Currency::balance_on_hold(&HoldReason::LeaseCollateral.into(), &provider);
			ensure!(held == sum, "leases: collateral on hold and on record differ");
		}
		Ok(())
	}

	/// The leases of a provider are exactly those that name it.
	fn try_index() -> Result<(), TryRuntimeError> {
		let mut count = 0u32;
		for (provider, id, ()) in ProviderLeases::<T>::iter() {
			let lease = Leases::<T>::get(id).ok_or("leases: the index names no lease")?;
			ensure!(lease.terms.provider == provider, "leases: the index names another's lease");
			count = count.saturating_add(1);
		}
		ensure!(count == Leases::<T>::count(), "leases: a lease is missing in the index");
		Ok(())
	}

	/// A lease stands on the agenda exactly once if anything of it falls due by itself, no later
	/// than that; nothing else stands there.
	fn try_agenda() -> Result<(), TryRuntimeError> {
		let mut scheduled = 0u32;
		for lease in Leases::<T>::iter_values() {
			let due = Self::next_due(&lease);
			ensure!(due.is_some() == lease.agenda.is_some(), "leases: the agenda misses a lease");
			if let Some(at) = lease.agenda {
				let id = lease.terms.id;
				ensure!(AgendaOf::<T>::is_scheduled(at, &id), "leases: an agenda's block is wrong");
				scheduled = scheduled.saturating_add(1);
			}
		}
		let standing = Agendas::<T>::iter().count();
		ensure!(u32::try_from(standing) == Ok(scheduled), "leases: the agenda has stale items");
		Ok(())
	}

	/// A proposal belongs to a lease that has started.
	fn try_proposals() -> Result<(), TryRuntimeError> {
		for id in Proposals::<T>::iter_keys() {
			ensure!(
				Leases::<T>::get(id).is_some_and(|lease| lease.is_started()),
				"leases: a proposal without a started lease"
			);
		}
		Ok(())
	}
}
