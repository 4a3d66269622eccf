//! What must hold in every state.

use crate::{Config, Pallet, SessionsInEra, SlotsPerEpoch, MAX_EPOCH_LENGTH, MAX_SESSIONS_PER_ERA};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check this pallet's invariants: both lengths lie within their bounds, so that nobody who
	/// divides by them or waits for them is stuck.
	///
	/// # Errors
	/// Names the first bound that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(
			(1..=MAX_EPOCH_LENGTH).contains(&SlotsPerEpoch::<T>::get()),
			"timings: slots per epoch out of bounds"
		);
		ensure!(
			(1..=MAX_SESSIONS_PER_ERA).contains(&SessionsInEra::<T>::get()),
			"timings: sessions in era out of bounds"
		);
		Ok(())
	}
}
