//! Auditors: listed by governance, with a bond that outlasts their listing.

use crate::{
	AuditorRecord, Auditors, Config, Error, Event, HoldReason, Pallet, Parameters, RetiredAuditor,
	RetiredAuditors, MAX_AUDITORS,
};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision},
};
use leasehold_primitives::Balance;
use sp_runtime::{traits::BlockNumberProvider, ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_auditor(auditor: T::AccountId) -> DispatchResult {
		ensure!(!Auditors::<T>::contains_key(&auditor), Error::<T>::AuditorExists);
		ensure!(!RetiredAuditors::<T>::contains_key(&auditor), Error::<T>::AuditorRetiring);
		ensure!(Auditors::<T>::count() < MAX_AUDITORS, Error::<T>::TooManyAuditors);
		let bond = Parameters::<T>::get().auditor_bond;
		if bond > 0 {
			Self::hold_free(HoldReason::Auditor, &auditor, bond)?;
		}
		let since = T::BlockNumberProvider::current_block_number();
		Auditors::<T>::insert(&auditor, AuditorRecord { since, bond });
		Self::deposit_event(Event::AuditorAdded { auditor, bond });
		Ok(())
	}

	/// Whether what `auditor` attests to counts.
	pub(crate) fn is_listed(auditor: &T::AccountId) -> bool {
		Auditors::<T>::contains_key(auditor)
	}

	pub(crate) fn do_remove_auditor(auditor: T::AccountId) -> DispatchResult {
		let AuditorRecord { bond, .. } =
			Auditors::<T>::take(&auditor).ok_or(Error::<T>::NotAuditor)?;
		let now = T::BlockNumberProvider::current_block_number();
		let stay = Parameters::<T>::get().auditor_stay;
		let until = now.checked_add(stay).ok_or(ArithmeticError::Overflow)?;
		if bond > 0 {
			RetiredAuditors::<T>::insert(&auditor, RetiredAuditor { bond, until });
		}
		Self::deposit_event(Event::AuditorRemoved { auditor, bond, until });
		Ok(())
	}

	pub(crate) fn do_withdraw_auditor_bond(auditor: T::AccountId) -> DispatchResult {
		let RetiredAuditor { bond, until } =
			RetiredAuditors::<T>::take(&auditor).ok_or(Error::<T>::NotRetired)?;
		let now = T::BlockNumberProvider::current_block_number();
		ensure!(until <= now, Error::<T>::TooSoon);
		T::Currency::release(&HoldReason::Auditor.into(), &auditor, bond, Precision::Exact)?;
		Self::deposit_event(Event::AuditorBondReturned { auditor, bond });
		Ok(())
	}

	pub(crate) fn do_forfeit_auditor_bond(
		auditor: T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let rest = |bond: Balance| {
			bond.checked_sub(amount).filter(|_| amount > 0).ok_or(Error::<T>::AwardTooHigh)
		};
		let left = if let Some(mut record) = Auditors::<T>::get(&auditor) {
			record.bond = rest(record.bond)?;
			Auditors::<T>::insert(&auditor, record);
			record.bond
		} else {
			let mut record = RetiredAuditors::<T>::get(&auditor).ok_or(Error::<T>::NotAuditor)?;
			record.bond = rest(record.bond)?;
			if record.bond > 0 {
				RetiredAuditors::<T>::insert(&auditor, record);
			} else {
				RetiredAuditors::<T>::remove(&auditor);
			}
			record.bond
		};
		Self::forfeit(HoldReason::Auditor, &auditor, amount)?;
		Self::deposit_event(Event::AuditorBondForfeited { auditor, amount, left });
		Ok(())
	}
}
