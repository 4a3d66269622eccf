//! Paying what has accrued, and what is owed.

use crate::*;
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{
		fungibles::hold::{Inspect as _, Mutate as _, Unbalanced as _},
		tokens::{Fortitude, Precision, Restriction},
	},
};
use leasehold_primitives::{
	traits::{OnExhausted, ServiceClocks},
	AssetId, Balance, EscrowId, Moment,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// What the stream's payee's service clock shows now.
	pub(crate) fn clock_of(stream: &Stream<T::AccountId>) -> Moment {
		T::Clocks::clock(&stream.payee)
	}

	/// Pay what has accrued; tell [`Config::OnExhausted`] if that used up the account. Returns
	/// what was paid, fee included.
	pub(crate) fn do_settle(id: EscrowId) -> Result<Balance, DispatchError> {
		let mut account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		let (amount, exhausted) = Self::pay_accrued(id, &mut account)?;
		if amount > 0 || exhausted {
			Accounts::<T>::insert(id, account);
		}
		if exhausted {
			Self::deposit_event(Event::Exhausted { id });
			T::OnExhausted::on_exhausted(id);
		}
		Ok(amount)
	}

	/// The payment itself, on a record that the caller writes back. Returns what was paid, and
	/// whether the stream has just run out of funds.
	pub(crate) fn pay_accrued(
		id: EscrowId,
		account: &mut Account<T::AccountId>,
	) -> Result<(Balance, bool), DispatchError> {
		let Some(mut stream) = account.stream.take() else {
			return Err(Error::<T>::StreamNotFound.into());
		};
		if stream.state != StreamState::Running {
			account.stream = Some(stream);
			return Ok((0, false));
		}
		let clock = Self::clock_of(&stream);
		let payment = stream.payment(clock).ok_or_else(|| {
			defensive!("a stream has paid more than it accrued");
			ArithmeticError::Underflow
		})?;
		let amount = payment.net.checked_add(payment.fee).ok_or(ArithmeticError::Overflow)?;
		if amount > 0 {
			Self::pay(id, account, &stream.payee, payment)?;
			stream.paid = stream.paid.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			stream.fees = stream.fees.checked_add(payment.fee).ok_or(ArithmeticError::Overflow)?;
			account.paid =
				account.paid.checked_add(payment.net).ok_or(ArithmeticError::Overflow)?;
			account.fees =
				account.fees.checked_add(payment.fee).ok_or(ArithmeticError::Overflow)?;
			// A statistic stops no payment: it stays at the most that it can say.
			TotalSettled::<T>::mutate(&account.asset, |total| {
				*total = total.saturating_add(amount);
			});
			Self::deposit_event(Event::Settled {
				id,
				payee: stream.payee.clone(),
				net: payment.net,
				fee: payment.fee,
				clock,
			});
		}
		let exhausted = stream.is_depleted(clock);
		if exhausted {
			stream.state = StreamState::Exhausted;
			Self::unschedule_exhaustion(id, &mut stream);
		}
		account.stream = Some(stream);
		Ok((amount, exhausted))
	}

	/// Move a payment out of the deposits, first in first out: the payee's part before the fee.
	fn pay(
		id: EscrowId,
		account: &mut Account<T::AccountId>,
		payee: &T::AccountId,
		payment: Payment,
	) -> DispatchResult {
		let pot = Self::pot();
		let Payment { mut net, mut fee } = payment;
		for depositor in account.depositors.iter_mut() {
			let to_payee = net.min(depositor.held);
			let to_pot = fee.min(depositor.held - to_payee);
			if to_payee > 0 {
				Self::transfer(id, &account.asset, &depositor.who, payee, to_payee)?;
			}
			if to_pot > 0 {
				Self::transfer(id, &account.asset, &depositor.who, &pot, to_pot)?;
			}
			// Each is a minimum with what it is taken from.
			depositor.held -= to_payee + to_pot;
			net -= to_payee;
			fee -= to_pot;
			if net == 0 && fee == 0 {
				return Ok(());
			}
		}
		defensive!("a stream accrued more than its account holds");
		Err(ArithmeticError::Underflow.into())
	}

	/// Move `amount` from `payer`'s deposit to `payee`'s free balance, or note it as owed.
	fn transfer(
		id: EscrowId,
		asset: &AssetId,
		payer: &T::AccountId,
		payee: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		match Self::try_transfer(HoldReason::Deposit, asset, payer, payee, amount) {
			Ok(()) => Ok(()),
			Err(_) => Self::owe(id, asset, payer, payee, amount),
		}
	}

	/// A transfer from hold to free, whole or not at all: the storage layer matters, because on a
	/// frozen asset the hold is reduced before the credit fails.
	fn try_transfer(
		reason: HoldReason,
		asset: &AssetId,
		payer: &T::AccountId,
		payee: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		with_storage_layer(|| {
			let moved = T::Assets::transfer_on_hold(
				asset.clone(),
				&reason.into(),
				payer,
				payee,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)?;
			frame_support::ensure!(moved == amount, Error::<T>::CannotReceive);
			Ok(())
		})
	}

	/// Hold `amount`, above zero, of `who`'s balance that is on hold for one reason for another. No
	/// balance moves, so neither a frozen asset nor a blocked account nor a lock can stop this. A
	/// unit stays on hold for the old reason until the last step, so that at no instant the
	/// account is without holds, and the sum of all its holds never rises by more than that unit:
	/// of an asset of which there is almost as much as can be, more would be too much.
	pub(crate) fn change_reason(
		asset: &AssetId,
		who: &T::AccountId,
		from: HoldReason,
		to: HoldReason,
		amount: Balance,
	) -> DispatchResult {
		let (from, to) = (from.into(), to.into());
		let less = T::Assets::balance_on_hold(asset.clone(), &from, who)
			.checked_sub(amount)
			.ok_or(ArithmeticError::Underflow)?;
		let more = T::Assets::balance_on_hold(asset.clone(), &to, who)
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		with_storage_layer(|| {
			let last = less.checked_add(1).ok_or(ArithmeticError::Overflow)?;
			T::Assets::set_balance_on_hold(asset.clone(), &from, who, last)?;
			T::Assets::set_balance_on_hold(asset.clone(), &to, who, more)?;
			T::Assets::set_balance_on_hold(asset.clone(), &from, who, less)
		})
	}

	/// Keep `amount` of `payer`'s deposit on hold for `payee` to claim.
	pub(crate) fn owe(
		id: EscrowId,
		asset: &AssetId,
		payer: &T::AccountId,
		payee: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Self::change_reason(asset, payer, HoldReason::Deposit, HoldReason::Owed, amount)?;
		Owed::<T>::try_mutate((payee, asset, payer), |owed| {
			let sum = owed.unwrap_or_default().checked_add(amount);
			*owed = Some(sum.ok_or(ArithmeticError::Overflow)?);
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::PaymentOwed {
			id,
			payer: payer.clone(),
			payee: payee.clone(),
			asset: asset.clone(),
			amount,
		});
		Ok(())
	}

	/// See [`Pallet::claim_owed`].
	pub(crate) fn do_claim_owed(
		payee: T::AccountId,
		asset: AssetId,
		payer: T::AccountId,
	) -> DispatchResult {
		let amount = Owed::<T>::take((&payee, &asset, &payer)).ok_or(Error::<T>::NothingOwed)?;
		Self::try_transfer(HoldReason::Owed, &asset, &payer, &payee, amount)
			.map_err(|_| Error::<T>::CannotReceive)?;
		Self::deposit_event(Event::OwedClaimed { payer, payee, asset, amount });
		Ok(())
	}
}
