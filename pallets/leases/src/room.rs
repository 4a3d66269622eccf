//! What a batch of settlements may weigh.
//!
//! What one of them weighs shows only when it is done: as a rule a seventh of the most. Were the most
//! declared for each, a block would have to keep seven times the room that a batch takes. So a
//! batch declares the most for one of its leases, and what usual ones in any asset weigh for all; and it
//! goes on as long as there is room for the most that one more may weigh. What does not fit any
//! more, where many of a batch end in debts or in grace, is skipped, and may be named in another.

use crate::{settlement::SettledOf, *};
use core::marker::PhantomData;
use frame_support::ensure;
use sp_runtime::DispatchError;

/// What is left to a batch.
pub(crate) struct Room<T> {
	left: Weight,
	/// What each lease weighs beside its settlement.
	beside: Weight,
	_config: PhantomData<T>,
}

impl<T: Config> Room<T> {
	/// For the settlement of so many leases.
	pub(crate) fn of_settlements(leases: u32) -> Self {
		Self::new(leases, Weight::zero())
	}

	/// For a checkpoint of so many leases.
	pub(crate) fn of_checkpoint(leases: u32) -> Self {
		let each = |of: fn(u32) -> Weight| of(2).saturating_sub(of(1));
		let beside = each(T::WeightInfo::checkpoint_native)
			.saturating_sub(each(T::WeightInfo::settle_many_native));
		Self::new(leases, beside)
	}

	fn new(leases: u32, beside: Weight) -> Self {
		let mut room = Self { left: Weight::zero(), beside, _config: PhantomData };
		let usual = T::WeightInfo::settle_asset(1).saturating_add(T::Ledger::weight());
		let all = usual.saturating_add(beside).saturating_mul(leases.into());
		room.left = room.most().saturating_add(all);
		room
	}

	/// All of it, for what a call declares.
	pub(crate) fn weight(self) -> Weight {
		self.left
	}

	/// The most that one lease may weigh.
	fn most(&self) -> Weight {
		Pallet::<T>::settle_weight().saturating_add(self.beside)
	}

	/// Do `one` if there is room for it, whatever it may weigh, and count what it did weigh.
	///
	/// # Errors
	/// `NoRoom`, and those of `one`.
	pub(crate) fn take(
		&mut self,
		one: impl FnOnce() -> Result<SettledOf<T>, DispatchError>,
	) -> Result<SettledOf<T>, DispatchError> {
		ensure!(self.left.all_gte(self.most()), Error::<T>::NoRoom);
		let done = one();
		let weight = match &done {
			Ok(settled) => Pallet::<T>::settled_weight(&settled.done).saturating_add(self.beside),
			Err(_) => T::WeightInfo::skip(),
		};
		self.left = self.left.saturating_sub(weight);
		done
	}
}
