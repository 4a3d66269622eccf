//! What must always hold.

use crate::{subjects::Dues, *};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{
		fungible::Inspect,
		fungibles::Inspect as _,
		tokens::{Fortitude::Polite, Preservation::Preserve},
		Get,
	},
};
use leasehold_primitives::{AssetId, Balance};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check every invariant of this pallet. Reads all of its storage.
	///
	/// # Errors
	/// The first invariant that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_money()?;
		Self::check_agenda()?;
		Self::check_electorate()?;
		Self::check_votes()?;
		Self::check_pot()?;
		Self::check_params()
	}

	/// The pallet's account holds the existential deposit, all fees not shared yet, all rewards
	/// not claimed yet and what waits for the pot. No reward is zero.
	fn check_money() -> Result<(), TryRuntimeError> {
		let owed = Self::liabilities()?
			.checked_add(T::Currency::minimum_balance())
			.ok_or("what is owed exceeds all money")?;
		let held = T::Currency::total_balance(&Self::account_id());
		ensure!(held >= owed, "the account holds less than is owed");
		ensure!(Rewards::<T>::iter_values().all(|reward| reward > 0), "a reward of zero is kept");
		Ok(())
	}

	/// Every subject is on the agenda of the block its record names, and nothing else is. There
	/// are no more subjects than may be pending.
	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut subjects = 0usize;
		for (subject, record) in Subjects::<T>::iter() {
			ensure!(Dues::<T>::is_scheduled(record.due, &subject), "a subject is not scheduled");
			ensure!(record.due >= Cursor::<T>::get(), "a subject is scheduled in the past");
			subjects += 1;
		}
		ensure!(pallet::Due::<T>::iter_keys().count() == subjects, "the agenda has other items");
		ensure!(Subjects::<T>::count() == count(subjects), "subjects are miscounted");
		ensure!(count(subjects) <= T::MaxPending::get(), "too many subjects are pending");
		Ok(())
	}

	/// The set ascends by account, no key is in it twice, and only its keys have nonces.
	fn check_electorate() -> Result<(), TryRuntimeError> {
		let set = Authorities::<T>::get();
		ensure!(set.windows(2).all(|pair| pair[0].0 < pair[1].0), "the set is out of order");
		let keys: BTreeSet<_> = set.iter().map(|(_, key)| key).collect();
		ensure!(keys.len() == set.len(), "a key is in the set twice");
		ensure!(
			Nonces::<T>::iter_keys().all(|key| keys.contains(&key)),
			"a key outside the set has a nonce"
		);
		Ok(())
	}

	/// The voters and the committee of each subject ascend by account; there is a committee once
	/// one was drawn, and it has as many seats as the tally says. A tally made under the current
	/// set is what a new count gives; where it decides, the subject has an outcome.
	fn check_votes() -> Result<(), TryRuntimeError> {
		let set = Self::electorate();
		for record in Subjects::<T>::iter_values() {
			let voters = &record.voters;
			ensure!(voters.windows(2).all(|pair| pair[0].0 < pair[1].0), "votes are out of order");
			let committee = &record.committee;
			ensure!(committee.windows(2).all(|pair| pair[0] < pair[1]), "a committee is unsorted");
			ensure!(record.draws <= MAX_DRAWS, "too many committees were drawn");
			ensure!((record.draws > 0) != committee.is_empty(), "a committee is miscounted");
			if record.draws > 0 && record.tally.set_id == SetId::<T>::get() {
				ensure!(
					record.tally == Self::tally(&set, committee, voters),
					"votes are miscounted"
				);
			}
			if record.outcome.is_none() {
				ensure!(
					record.tally.electorate == count(committee.len()),
					"the seats of a committee are miscounted"
				);
				ensure!(record.tally.verdict().is_none(), "a decided subject is pending");
			}
		}
		Ok(())
	}

	/// What is reserved of the pot in an asset is the sum of the rewards in it, none of which is
	/// zero, and the pot holds it. Points ascend by account, and the last period came before
	/// the running one.
	fn check_pot() -> Result<(), TryRuntimeError> {
		let mut rewards = BTreeMap::<AssetId, Balance>::new();
		for (_, asset, reward) in PotRewards::<T>::iter() {
			ensure!(reward > 0, "a reward of zero is kept");
			let sum = rewards.entry(asset).or_default();
			*sum = sum.checked_add(reward).ok_or("rewards exceed all money")?;
		}
		let reserved: BTreeMap<_, _> =
			PotReserved::<T>::iter().filter(|(_, amount)| *amount > 0).collect();
		ensure!(rewards == reserved, "the reserve of the pot is not the sum of the rewards");
		for (asset, amount) in reserved {
			let held = T::Assets::reducible_balance(asset, &T::FeePot::get(), Preserve, Polite);
			ensure!(held >= amount, "the pot holds less than is credited");
		}
		let (running, last) = (RunningPeriod::<T>::get(), LastPeriod::<T>::get());
		for period in [&running, &last] {
			let points = &period.points;
			ensure!(points.windows(2).all(|pair| pair[0].0 < pair[1].0), "points are unsorted");
			ensure!(points.iter().all(|(_, points)| *points > 0), "no points are kept");
		}
		ensure!(running.since <= Self::now(), "the running period lies ahead");
		ensure!(
			running.index > last.index || running == PeriodOf::<T>::default(),
			"the last period is not over"
		);
		ensure!(
			SharedUpTo::<T>::iter_values().all(|index| index <= last.index),
			"a period was shared before its end"
		);
		Ok(())
	}

	/// The parameters are within their bounds.
	fn check_params() -> Result<(), TryRuntimeError> {
		ensure!(PotRules::<T>::get().is_sane(), "a parameter is out of bounds");
		ensure!(Params::<T>::get().is_sane(), "a parameter is out of bounds");
		Ok(())
	}
}
