//! Windows in which a provider has announced that it may be silent.

use crate::{Config, Error, Event, Maintenances, Pallet, Parameters, Providers};
use frame_support::ensure;
use leasehold_primitives::BlockNumber;
use sp_runtime::{traits::BlockNumberProvider, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_announce_maintenance(
		provider: T::AccountId,
		from: BlockNumber,
		until: BlockNumber,
	) -> DispatchResult {
		ensure!(Providers::<T>::contains_key(&provider), Error::<T>::NotFound);
		let now = T::BlockNumberProvider::current_block_number();
		let rules = Parameters::<T>::get().maintenance;
		Maintenances::<T>::try_mutate(&provider, |record| {
			if let Some((_, ends)) = record.window {
				ensure!(ends <= now, Error::<T>::MaintenanceAnnounced);
				record.before = ends;
			}
			let length = until.checked_sub(from).ok_or(Error::<T>::InvalidMaintenance)?;
			let is_after = |start: BlockNumber, blocks: BlockNumber| {
				start.checked_add(blocks).is_some_and(|earliest| from >= earliest)
			};
			let is_valid = (1..=rules.longest).contains(&length)
				&& is_after(now, rules.lead)
				&& (record.before == 0 || is_after(record.before, rules.gap));
			ensure!(is_valid, Error::<T>::InvalidMaintenance);
			record.window = Some((from, until));
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::MaintenanceAnnounced { provider, from, until });
		Ok(())
	}

	/// Take an announced window back, or end one that has begun.
	pub(crate) fn do_end_maintenance(provider: T::AccountId) -> DispatchResult {
		let now = T::BlockNumberProvider::current_block_number();
		Maintenances::<T>::try_mutate(&provider, |record| {
			let (from, until) = record.window.ok_or(Error::<T>::NothingToChange)?;
			ensure!(now < until, Error::<T>::NothingToChange);
			record.window = (from < now).then_some((from, now));
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::MaintenanceEnded { provider, at: now });
		Ok(())
	}
}
