//! Tenants' claims on the bond of a provider whose lease has ended.

use crate::{
	Config, Dispute, Disputes, Ending, Error, Event, HoldReason, Pallet, Parameters, RecentEndings,
	Usages, MAX_DISPUTES,
};
use frame_support::{
	defensive, ensure,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use leasehold_primitives::{Balance, BlockNumber, LeaseId};
use sp_core::H256;
use sp_runtime::{traits::BlockNumberProvider, ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Remember a lease that has ended, for as long as it can be disputed.
	pub(crate) fn remember_end(lease: LeaseId, provider: &T::AccountId, tenant: &T::AccountId) {
		let now = T::BlockNumberProvider::current_block_number();
		let window = Parameters::<T>::get().dispute.window;
		let Some(until) = now.checked_add(window).filter(|_| window > 0) else { return };
		RecentEndings::<T>::mutate(provider, |endings| {
			endings.retain(|one| now < one.until);
			if endings.is_full() {
				endings.remove(0);
			}
			if endings.try_push(Ending { lease, tenant: tenant.clone(), until }).is_err() {
				defensive!("there is room after the oldest has gone");
			}
		});
	}

	/// Whether a lease of the provider can still be disputed.
	pub(crate) fn is_disputable(provider: &T::AccountId) -> bool {
		let now = T::BlockNumberProvider::current_block_number();
		RecentEndings::<T>::get(provider).iter().any(|one| now < one.until)
	}

	pub(crate) fn do_open_dispute(
		tenant: T::AccountId,
		provider: T::AccountId,
		lease: LeaseId,
		evidence: H256,
	) -> DispatchResult {
		let now: BlockNumber = T::BlockNumberProvider::current_block_number();
		RecentEndings::<T>::try_mutate(&provider, |endings| {
			let at = endings
				.iter()
				.position(|one| one.lease == lease && one.tenant == tenant && now < one.until);
			endings.remove(at.ok_or(Error::<T>::NotDisputable)?);
			Ok::<_, Error<T>>(())
		})?;
		Usages::<T>::try_mutate_exists(&provider, |slot| {
			let usage = slot.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(usage.disputes < MAX_DISPUTES, Error::<T>::TooManyDisputes);
			usage.disputes = usage.disputes.checked_add(1).ok_or(Error::<T>::TooManyDisputes)?;
			Ok::<_, Error<T>>(())
		})?;
		let rules = Parameters::<T>::get().dispute;
		let (deposit, deadline) =
			(rules.deposit, now.checked_add(rules.deadline).ok_or(ArithmeticError::Overflow)?);
		Self::hold_free(HoldReason::Dispute, &tenant, deposit)?;
		let dispute = Dispute { tenant: tenant.clone(), deposit, evidence, deadline };
		Disputes::<T>::insert(&provider, lease, dispute);
		Self::deposit_event(Event::DisputeOpened {
			provider,
			lease,
			tenant,
			deposit,
			evidence,
			deadline,
		});
		Ok(())
	}

	/// Governance awards the tenant a part of the bond, or dismisses its claim.
	pub(crate) fn do_resolve_dispute(
		provider: T::AccountId,
		lease: LeaseId,
		award: Option<Balance>,
	) -> DispatchResult {
		let Dispute { tenant, deposit, .. } = Self::end_dispute(&provider, lease)?;
		let Some(amount) = award else {
			Self::forfeit(HoldReason::Dispute, &tenant, deposit)?;
			Self::deposit_event(Event::DisputeDismissed { provider, lease, tenant, deposit });
			return Ok(());
		};
		Self::return_deposit(&tenant, deposit)?;
		let most = Parameters::<T>::get().dispute.most;
		Self::mutate(&provider, |record| {
			ensure!(amount > 0 && amount <= most * record.bond, Error::<T>::AwardTooHigh);
			record.bond = record.bond.checked_sub(amount).ok_or(ArithmeticError::Underflow)?;
			record.shortfall =
				record.shortfall.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			Ok(())
		})?;
		T::Currency::transfer_on_hold(
			&HoldReason::Bond.into(),
			&provider,
			&tenant,
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		Self::deposit_event(Event::DisputeUpheld { provider, lease, tenant, deposit, amount });
		Ok(())
	}

	pub(crate) fn do_lapse_dispute(provider: T::AccountId, lease: LeaseId) -> DispatchResult {
		let now = T::BlockNumberProvider::current_block_number();
		let Dispute { tenant, deposit, deadline, .. } = Self::end_dispute(&provider, lease)?;
		ensure!(deadline <= now, Error::<T>::TooSoon);
		Self::return_deposit(&tenant, deposit)?;
		Self::deposit_event(Event::DisputeLapsed { provider, lease, tenant, deposit });
		Ok(())
	}

	pub(crate) fn do_restore_bond(provider: T::AccountId) -> DispatchResult {
		let (amount, bond) = Self::mutate(&provider, |record| {
			let amount = record.shortfall;
			ensure!(amount > 0, Error::<T>::NothingToChange);
			let bond = record.bond.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			Self::set_bond(&provider, record, bond)?;
			record.shortfall = 0;
			Ok((amount, bond))
		})?;
		Self::deposit_event(Event::BondRestored { provider, amount, bond });
		Ok(())
	}

	/// Move `amount` that `who` has on hold to the fee pot.
	pub(crate) fn forfeit(
		reason: HoldReason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		T::Currency::transfer_on_hold(
			&reason.into(),
			who,
			&T::FeePot::get(),
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		Ok(())
	}

	/// Take a dispute out of storage. The caller settles its deposit.
	fn end_dispute(
		provider: &T::AccountId,
		lease: LeaseId,
	) -> Result<Dispute<T::AccountId>, Error<T>> {
		let dispute = Disputes::<T>::take(provider, lease).ok_or(Error::<T>::DisputeNotFound)?;
		Usages::<T>::mutate(provider, |usage| match usage.disputes.checked_sub(1) {
			Some(left) => usage.disputes = left,
			None => {
				defensive!("a dispute that was not counted");
			},
		});
		Ok(dispute)
	}

	fn return_deposit(tenant: &T::AccountId, deposit: Balance) -> DispatchResult {
		T::Currency::release(&HoldReason::Dispute.into(), tenant, deposit, Precision::Exact)?;
		Ok(())
	}
}
