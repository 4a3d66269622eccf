//! Starting, repricing, pausing and resuming streams.

use crate::*;
use frame_support::ensure;
use leasehold_primitives::{Balance, EscrowId};
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_start(id: EscrowId, payee: &T::AccountId, price: Balance) -> DispatchResult {
		ensure!(price > 0, Error::<T>::ZeroAmount);
		let fee_rate = FeeRate::<T>::get();
		Self::mutate_account(id, |account| {
			ensure!(account.stream.is_none(), Error::<T>::StreamAlreadyStarted);
			Self::leave_above(id, account, price)?;
			let funds = account.held().ok_or(ArithmeticError::Overflow)?;
			let mut stream = Stream {
				payee: payee.clone(),
				price,
				fee_rate,
				anchor: 0,
				funds: 0,
				paid: 0,
				fees: 0,
				state: StreamState::Running,
				due: None,
			};
			Self::anchor(id, &mut stream, funds);
			Self::deposit_event(Event::StreamStarted {
				id,
				payee: payee.clone(),
				price,
				fee_rate,
				anchor: stream.anchor,
			});
			account.stream = Some(stream);
			account.journal.settled_at = Self::height();
			Ok(())
		})
	}

	pub(crate) fn do_reprice(id: EscrowId, price: Balance) -> DispatchResult {
		ensure!(price > 0, Error::<T>::ZeroAmount);
		Self::do_settle(id)?;
		Self::mutate_account(id, |account| {
			let running = |stream: &Stream<_>| stream.state == StreamState::Running;
			ensure!(account.stream.as_ref().is_some_and(running), Error::<T>::StreamNotRunning);
			Self::leave_above(id, account, price)?;
			let funds = account.held().ok_or(ArithmeticError::Overflow)?;
			ensure!(funds > 0, Error::<T>::NoFunds);
			let stream = account.stream.as_mut().ok_or(Error::<T>::StreamNotFound)?;
			stream.price = price;
			Self::anchor(id, stream, funds);
			Self::deposit_event(Event::StreamRepriced { id, price, anchor: stream.anchor });
			Ok(())
		})
	}

	pub(crate) fn do_pause(id: EscrowId) -> DispatchResult {
		Self::do_settle(id)?;
		Self::mutate_account(id, |account| {
			let stream = account.stream.as_mut().ok_or(Error::<T>::StreamNotFound)?;
			ensure!(stream.state == StreamState::Running, Error::<T>::StreamNotRunning);
			stream.state = StreamState::Paused;
			Self::unschedule_exhaustion(id, stream);
			Self::deposit_event(Event::StreamPaused { id });
			Ok(())
		})
	}

	pub(crate) fn do_resume(id: EscrowId) -> DispatchResult {
		Self::mutate_account(id, |account| {
			let funds = account.held().ok_or(ArithmeticError::Overflow)?;
			let stream = account.stream.as_mut().ok_or(Error::<T>::StreamNotFound)?;
			ensure!(stream.state != StreamState::Running, Error::<T>::StreamRunning);
			ensure!(funds > 0, Error::<T>::NoFunds);
			stream.state = StreamState::Running;
			Self::anchor(id, stream, funds);
			Self::deposit_event(Event::StreamResumed { id, anchor: stream.anchor });
			Ok(())
		})
	}

	/// Begin to count anew from now with `funds`. What had accrued below one unit is dropped.
	fn anchor(id: EscrowId, stream: &mut Stream<T::AccountId>, funds: Balance) {
		stream.anchor = Self::clock_of(stream);
		stream.funds = funds;
		stream.paid = 0;
		stream.fees = 0;
		Self::schedule_exhaustion(id, stream);
	}

	fn mutate_account(
		id: EscrowId,
		change: impl FnOnce(&mut Account<T::AccountId>) -> DispatchResult,
	) -> DispatchResult {
		Accounts::<T>::try_mutate(id, |account| -> DispatchResult {
			change(account.as_mut().ok_or(Error::<T>::AccountNotFound)?)
		})
	}
}
