//! The share of a block that all calls without a fee may fill together.

use crate::{Config, FeelessUsed, Pallet};
use frame_support::{traits::Get, weights::Weight};
use leasehold_primitives::feeless::Quota;
use sp_runtime::traits::BlockNumberProvider;

impl<T: Config> Pallet<T> {
	/// What calls without a fee have used of this block so far.
	pub fn feeless_used() -> Weight {
		let now = T::BlockNumberProvider::current_block_number();
		// A value from an earlier block says nothing of this one: nothing needs to clear it.
		FeelessUsed::<T>::get()
			.filter(|(block, _)| *block == now)
			.map_or_else(Weight::zero, |(_, used)| used)
	}
}

impl<T: Config> Quota for Pallet<T> {
	fn has_room(weight: Weight) -> bool {
		Self::feeless_used()
			.checked_add(&weight)
			.is_some_and(|sum| sum.all_lte(T::FeelessShare::get()))
	}

	fn consume(weight: Weight) {
		let now = T::BlockNumberProvider::current_block_number();
		// The block's own limit lies far below where this would saturate.
		FeelessUsed::<T>::put((now, Self::feeless_used().saturating_add(weight)));
	}
}
