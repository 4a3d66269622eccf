//! Passing what is left of one account on to another: the deposits stay on hold where they are.

use crate::*;
use frame_support::{defensive, ensure};
use leasehold_primitives::{traits::Closed, EscrowId};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Settle and end account `from`; every depositor's rest becomes its deposit in the new
	/// account `to`. The tenant keeps the first place even with nothing left; others with nothing
	/// left go. No balance moves: the holds are the same before and after.
	pub(crate) fn do_roll_over(from: EscrowId, to: EscrowId) -> Result<Closed, DispatchError> {
		ensure!(!Accounts::<T>::contains_key(to), Error::<T>::AlreadyExists);
		let mut account = Accounts::<T>::get(from).ok_or(Error::<T>::AccountNotFound)?;
		let closed = Self::wind_down(from, &mut account)?;
		ensure!(account.depositors.iter().any(|one| one.held > 0), Error::<T>::NoFunds);

		let mut next = Account::empty(account.tenant, account.asset);
		for (place, Depositor { who, held, sponsorship, .. }) in
			account.depositors.into_iter().enumerate()
		{
			if held == 0 && place > 0 {
				continue;
			}
			let depositor = Depositor { who, deposited: held, held, sponsorship };
			next.depositors.try_push(depositor).map_err(|_| {
				defensive!("fewer depositors than before do not fit");
				Error::<T>::TooManyDepositors
			})?;
		}
		Accounts::<T>::remove(from);
		Accounts::<T>::insert(to, next);
		Self::deposit_event(Event::AccountRolledOver { from, to, totals: closed.totals });
		Ok(Closed { usual: false, ..closed })
	}
}
