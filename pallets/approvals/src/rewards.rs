//! The order fee, from who asks to those who vote.
//!
//! The pallet's account holds the fees of pending subjects, what voters may claim and what could
//! not be moved to the fee pot yet. Genesis gives it the existential deposit, which never leaves
//! it, so that the first fee may be smaller than that.

use crate::*;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::Preservation::Preserve,
		Get,
	},
};
use leasehold_primitives::{traits::Subject, Balance};
use sp_runtime::{traits::AccountIdConversion, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that holds fees and rewards.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Give the pallet's account the existential deposit if it has less.
	pub(crate) fn endow() -> DispatchResult {
		let minimum = T::Currency::minimum_balance();
		let account = Self::account_id();
		if T::Currency::total_balance(&account) < minimum {
			T::Currency::mint_into(&account, minimum)?;
		}
		Ok(())
	}

	pub(crate) fn charge_fee(who: &T::AccountId, fee: Balance) -> DispatchResult {
		if fee > 0 {
			T::Currency::transfer(who, &Self::account_id(), fee, Preserve)?;
		}
		Ok(())
	}

	/// Share the fee of a subject that is no longer stored equally among those who voted; what
	/// does not divide, and all of it if nobody did, goes to the fee pot.
	/// Returns whether there was anything for the pot.
	pub(crate) fn share_fee(subject: Subject, record: &SubjectRecord<T>) -> bool {
		let voters = count(record.voters.len());
		let share = record.fee.checked_div(voters.into()).unwrap_or_default();
		let mut to_pot = record.fee;
		if share > 0 {
			for (voter, _) in &record.voters {
				let credited = Rewards::<T>::mutate(voter, |owed| match owed.checked_add(share) {
					Some(sum) => {
						*owed = sum;
						true
					},
					None => false,
				});
				match to_pot.checked_sub(share).filter(|_| credited) {
					Some(rest) => to_pot = rest,
					None => {
						defensive!("shares are parts of the fee, and all money fits");
					},
				}
			}
		}
		Self::deposit_event(Event::FeeShared { subject, voters, share, to_pot });
		Self::pay_pot(to_pot)
	}

	/// Move `amount` and what is left from before to the fee pot. Where the pot cannot receive
	/// it (a new account and less than the existential deposit), it waits for the next time.
	/// Returns whether there was anything to move.
	pub(crate) fn pay_pot(amount: Balance) -> bool {
		let owed = OwedToPot::<T>::get();
		let Some(due) = owed.checked_add(amount) else {
			defensive!("all money fits");
			return false;
		};
		if due == 0 {
			return false;
		}
		let paid = with_storage_layer(|| {
			T::Currency::transfer(&Self::account_id(), &T::FeePot::get(), due, Preserve)
		});
		match paid {
			Ok(_) => {
				OwedToPot::<T>::kill();
				Self::deposit_event(Event::PotPaid { amount: due });
			},
			Err::<_, DispatchError>(_) => OwedToPot::<T>::put(due),
		}
		true
	}

	/// Pay `who` what its votes have earned.
	pub(crate) fn do_claim_rewards(who: T::AccountId) -> DispatchResult {
		let amount = Rewards::<T>::take(&who);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		T::Currency::transfer(&Self::account_id(), &who, amount, Preserve)?;
		Self::deposit_event(Event::RewardsClaimed { validator: who, amount });
		Ok(())
	}

	/// What the pallet's account must hold besides the existential deposit: fees of subjects,
	/// rewards and what waits for the pot. Iterates over all of them.
	pub(crate) fn liabilities() -> Result<Balance, DispatchError> {
		let fees = Subjects::<T>::iter_values().map(|record| record.fee);
		let mut sum = OwedToPot::<T>::get();
		for part in fees.chain(Rewards::<T>::iter_values()) {
			sum = sum.checked_add(part).ok_or(ArithmeticError::Overflow)?;
		}
		Ok(sum)
	}
}
