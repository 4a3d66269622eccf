//! What must hold in every state.

use crate::{Config, LeafCount, Leaves, Pallet, Positions};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check this pallet's invariants. What is kept for the running block agrees:
	/// - the leaves stand at 0, 1, 2, … up to the count;
	/// - each leaf's lease points back at it, and nothing else points anywhere.
	///
	/// # Errors
	/// Names the first invariant that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let count = LeafCount::<T>::get();
		for position in 0..count {
			let record =
				Leaves::<T>::get(position).ok_or("checkpoints: a counted leaf is missing")?;
			ensure!(
				Positions::<T>::get(record.lease) == Some(position),
				"checkpoints: a leaf's lease does not point at it"
			);
		}
		let holds = |found: usize| usize::try_from(count).is_ok_and(|count| count == found);
		ensure!(holds(Leaves::<T>::iter_keys().count()), "checkpoints: a leaf is not counted");
		ensure!(
			holds(Positions::<T>::iter_keys().count()),
			"checkpoints: a lease points at no leaf"
		);
		Ok(())
	}
}
