//! Paying what has accrued, and what is owed.

use crate::*;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungibles::{
			hold::{Inspect as _, Mutate as _, Unbalanced as _},
			Inspect as _, Unbalanced as _,
		},
		tokens::{DepositConsequence, Precision, Provenance},
	},
};
use leasehold_primitives::{
	traits::{EscrowTotals, OnExhausted, ServiceClocks, Settlement},
	AssetId, Balance, BlockNumber, EscrowId, Moment,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// What the stream's payee's service clock shows now.
	pub(crate) fn clock_of(stream: &Stream<T::AccountId>) -> Moment {
		T::Clocks::clock(&stream.payee)
	}

	/// Pay what has accrued; tell [`Config::OnExhausted`] if that used up the account.
	pub(crate) fn do_settle(id: EscrowId) -> Result<Settlement, DispatchError> {
		let account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		Self::settle_account(id, account, false)
	}

	/// See [`leasehold_primitives::traits::Escrow::settle_if`].
	pub(crate) fn do_settle_if(
		id: EscrowId,
		due: impl FnOnce(BlockNumber) -> bool,
	) -> Result<Option<Settlement>, DispatchError> {
		let account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		if !due(account.journal.settled_at) {
			return Ok(None);
		}
		Self::settle_account(id, account, true).map(Some)
	}

	/// See [`leasehold_primitives::traits::Escrow::note`].
	pub(crate) fn do_note(id: EscrowId) -> Result<(u32, EscrowTotals), DispatchError> {
		Accounts::<T>::try_mutate(id, |account| {
			let account = account.as_mut().ok_or(Error::<T>::AccountNotFound)?;
			account.journal.note(Self::height());
			let totals = account.totals().ok_or(ArithmeticError::Overflow)?;
			Ok((account.journal.statements, totals))
		})
	}

	/// Pay what has accrued on `account`, and write it back if that has changed it. `stated`: for the
	/// account's user, who makes a statement if anything is paid.
	pub(crate) fn settle_account(
		id: EscrowId,
		mut account: Account<T::AccountId>,
		stated: bool,
	) -> Result<Settlement, DispatchError> {
		let mut done = Self::pay_accrued(id, &mut account)?;
		done.totals = account.totals().ok_or(ArithmeticError::Overflow)?;
		done.since = account.journal.settled_at;
		if stated && done.paid > 0 {
			let now = Self::height();
			account.journal.settled_at = now;
			account.journal.note(now);
		}
		done.statement = account.journal.statements;
		if done.paid > 0 || done.exhausted {
			Accounts::<T>::insert(id, account);
		}
		if done.exhausted {
			Self::deposit_event(Event::Exhausted { id });
			T::OnExhausted::on_exhausted(id);
		}
		Ok(done)
	}

	/// The payment itself, on a record that the caller writes back and whose sums it takes.
	pub(crate) fn pay_accrued(
		id: EscrowId,
		account: &mut Account<T::AccountId>,
	) -> Result<Settlement, DispatchError> {
		let native = account.asset == AssetId::Native;
		let alone = account.depositors.len() == 1;
		let mut done = Settlement { native, alone, ..Default::default() };
		let Some(mut stream) = account.stream.take() else {
			return Err(Error::<T>::StreamNotFound.into());
		};
		if stream.state != StreamState::Running {
			account.stream = Some(stream);
			return Ok(done);
		}
		let clock = Self::clock_of(&stream);
		let payment = stream.payment(clock).ok_or_else(|| {
			defensive!("a stream has paid more than it accrued");
			ArithmeticError::Underflow
		})?;
		let amount = payment.net.checked_add(payment.fee).ok_or(ArithmeticError::Overflow)?;
		if amount > 0 {
			(done.payers, done.owed) = Self::pay(id, account, &stream.payee, payment)?;
			done.paid = amount;
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
		done.exhausted = stream.is_depleted(clock);
		if done.exhausted {
			stream.state = StreamState::Exhausted;
			Self::unschedule_exhaustion(id, &mut stream);
		}
		account.stream = Some(stream);
		Ok(done)
	}

	/// Move a payment out of the deposits, first in first out: the payee's part before the fee.
	/// Returns from how many depositors, and whether any of it is owed now.
	fn pay(
		id: EscrowId,
		account: &mut Account<T::AccountId>,
		payee: &T::AccountId,
		payment: Payment,
	) -> Result<(u32, bool), DispatchError> {
		let pot = Self::pot();
		let Payment { mut net, mut fee } = payment;
		let (mut payers, mut owed) = (0u32, false);
		for depositor in account.depositors.iter_mut() {
			let to_payee = net.min(depositor.held);
			let to_pot = fee.min(depositor.held - to_payee);
			if to_payee > 0 || to_pot > 0 {
				let parts = [(payee, to_payee), (&pot, to_pot)];
				owed |= !Self::pay_from(id, &account.asset, &depositor.who, parts)?;
				// There are eight depositors at most.
				payers = payers.saturating_add(1);
			}
			// Each is a minimum with what it is taken from.
			depositor.held -= to_payee + to_pot;
			net -= to_payee;
			fee -= to_pot;
			if net == 0 && fee == 0 {
				return Ok((payers, owed));
			}
		}
		defensive!("a stream accrued more than its account holds");
		Err(ArithmeticError::Underflow.into())
	}

	/// Move the parts of a payment from `payer`'s deposit to their payees' free balances, or note
	/// them as owed. Returns whether all were received.
	fn pay_from(
		id: EscrowId,
		asset: &AssetId,
		payer: &T::AccountId,
		parts: [(&T::AccountId, Balance); 2],
	) -> Result<bool, DispatchError> {
		// Both at once, as a rule.
		if Self::transfer_held(HoldReason::Deposit, asset, payer, &parts).is_ok() {
			return Ok(true);
		}
		// If either fails, nothing has moved: one by one then, so that it stops no other.
		let alone = parts.iter().filter(|(_, amount)| *amount > 0).count() == 1;
		let mut received = true;
		for part in parts.into_iter().filter(|(_, amount)| *amount > 0) {
			let (payee, amount) = part;
			if alone || Self::transfer_held(HoldReason::Deposit, asset, payer, &[part]).is_err() {
				Self::owe(id, asset, payer, payee, amount)?;
				received = false;
			}
		}
		Ok(received)
	}

	/// Transfer from `payer`'s hold to the free balances of all these payees, or to none. It is what
	/// `transfer_on_hold` does for each, but the hold is reduced once for all of them. In a storage
	/// layer, for the hold is reduced before a credit fails.
	fn transfer_held(
		reason: HoldReason,
		asset: &AssetId,
		payer: &T::AccountId,
		parts: &[(&T::AccountId, Balance)],
	) -> DispatchResult {
		let parts = || parts.iter().filter(|(_, amount)| *amount > 0);
		let sum = parts().try_fold(0, |sum: Balance, (_, amount)| sum.checked_add(*amount));
		let sum = sum.ok_or(ArithmeticError::Overflow)?;
		let reason = reason.into();
		with_storage_layer(|| {
			let exact = Precision::Exact;
			let taken =
				T::Assets::decrease_balance_on_hold(asset.clone(), &reason, payer, sum, exact)?;
			ensure!(taken == sum, Error::<T>::CannotReceive);
			parts().try_for_each(|(payee, amount)| {
				// The amount exists already: it is not minted.
				let may = T::Assets::can_deposit(asset.clone(), payee, *amount, Provenance::Extant);
				ensure!(may == DepositConsequence::Success, Error::<T>::CannotReceive);
				let given = T::Assets::increase_balance(asset.clone(), payee, *amount, exact)?;
				ensure!(given == *amount, Error::<T>::CannotReceive);
				T::Assets::done_transfer_on_hold(asset.clone(), &reason, payer, payee, *amount);
				Ok(())
			})
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
		Self::transfer_held(HoldReason::Owed, &asset, &payer, &[(&payee, amount)])
			.map_err(|_| Error::<T>::CannotReceive)?;
		Self::deposit_event(Event::OwedClaimed { payer, payee, asset, amount });
		Ok(())
	}
}
