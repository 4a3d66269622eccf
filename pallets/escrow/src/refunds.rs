//! What calls have weighed, as far as that is less than they declare.

use crate::{accounts::Funded, *};
use frame_support::weights::Weight;
use leasehold_primitives::traits::{OnExhausted, Settlement};

impl<T: Config> Pallet<T> {
	/// The most that it weighs to put money into an account, `own` and both hooks.
	pub(crate) fn funding_weight(own: Weight) -> Weight {
		let hook = T::OnExhausted::weight();
		own.saturating_add(hook).saturating_add(hook)
	}

	/// What it has weighed, of at most `most`, where `alone` is its weight without the settlement
	/// before it.
	pub(crate) fn funded_weight(alone: Weight, most: Weight, done: &Funded) -> Weight {
		let settled = match &done.settled {
			Some(settled) if settled.exhausted => return most,
			Some(settled) => Self::settled_weight(settled),
			None => Weight::zero(),
		};
		let hook = if done.woken { T::OnExhausted::weight() } else { Weight::zero() };
		alone.saturating_add(settled).saturating_add(hook).min(most)
	}

	/// What a settlement that has not used up its account has weighed.
	fn settled_weight(done: &Settlement) -> Weight {
		match (done.owed, done.native) {
			(true, _) => T::WeightInfo::settle(done.payers),
			(false, true) => T::WeightInfo::settle_native(done.payers),
			(false, false) => T::WeightInfo::settle_asset(done.payers),
		}
	}
}
