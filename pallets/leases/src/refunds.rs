//! What calls have weighed, as far as that is less than they declare: they declare the most that a
//! lease can make of them, and give back what it did not.

use crate::{ending::Ended, room::Room, settlement::SettledOf, *};
use alloc::collections::BTreeSet;
use leasehold_primitives::{
	traits::{Reputation, Settlement},
	LeaseTerms, MAX_DEPOSITORS,
};

impl<T: Config> Pallet<T> {
	/// The most that a settlement may weigh.
	pub(crate) fn settle_weight() -> Weight {
		Self::noting(T::WeightInfo::settle(), 1)
	}

	/// What a settlement has weighed, by itself: that of a usual one goes by who paid, in what; any
	/// other counts as the worst.
	pub(crate) fn settled_weight(done: &Settlement) -> Weight {
		let most = Self::settle_weight();
		if !done.is_usual() {
			return most;
		}
		let own = if done.native {
			T::WeightInfo::settle_native(done.payers)
		} else {
			T::WeightInfo::settle_asset(done.payers)
		};
		own.saturating_add(T::Ledger::weight()).min(most)
	}

	/// What a settlement that `who` has signed has weighed. The signer's account is read and written for
	/// any transaction, so that a payment in the native token to or from it touches one account less.
	pub(crate) fn settled_by_weight(
		who: &T::AccountId,
		terms: &LeaseTerms<T::AccountId>,
		done: &Settlement,
	) -> Weight {
		let weight = Self::settled_weight(done);
		let own = who == &terms.provider || (done.alone && who == &terms.tenant);
		if own && done.native && done.is_usual() {
			weight.saturating_sub(T::DbWeight::get().reads_writes(1, 1))
		} else {
			weight
		}
	}

	/// What the end of a lease has weighed, of at most `most`: less what it takes to return the
	/// rests of depositors that were not there and, where all was in the native token, less what
	/// another asset and more machines take, and the registry, whose part was measured with it.
	pub(crate) fn ended_weight(most: Weight, done: &Ended) -> Weight {
		let depositors = done.depositors.min(MAX_DEPOSITORS);
		let own = if done.usual {
			T::WeightInfo::close_native(depositors, done.given_back)
		} else {
			T::WeightInfo::close(depositors)
		};
		let registry = if done.usual { T::Reputation::weight() } else { Weight::zero() };
		most.saturating_sub(T::WeightInfo::close(MAX_DEPOSITORS).saturating_sub(own))
			.saturating_sub(registry)
	}

	/// The most that a batch of `all` leases can weigh.
	pub(crate) fn settle_many_weight(all: u32) -> Weight {
		let most = Self::noting(T::WeightInfo::settle_many(all), all);
		Self::batch_base().saturating_add(Room::<T>::of_settlements(all).weight()).min(most)
	}

	/// The most that a checkpoint of `all` leases can weigh.
	pub(crate) fn checkpoint_weight(all: u32) -> Weight {
		let most = Self::noting(T::WeightInfo::checkpoint(all), all);
		Self::batch_base().saturating_add(Room::<T>::of_checkpoint(all).weight()).min(most)
	}

	/// What a batch weighs without its leases.
	fn batch_base() -> Weight {
		T::WeightInfo::settle_many_native(0).max(T::WeightInfo::checkpoint_native(0))
	}

	/// What a batch of `all` leases has weighed, of which these were settled and the others skipped.
	pub(crate) fn settled_many_weight(settled: &[SettledOf<T>], all: u32) -> Weight {
		Self::batch_weight(settled, all, T::WeightInfo::settle_many_native)
			.min(Self::settle_many_weight(all))
	}

	/// As [`Self::settled_many_weight`], by a provider's message.
	pub(crate) fn settled_by_node_weight(settled: &[SettledOf<T>], all: u32) -> Weight {
		Self::batch_weight(settled, all, T::WeightInfo::checkpoint_native)
			.min(Self::settle_many_weight(all))
	}

	/// As [`Self::settled_many_weight`], of a checkpoint.
	pub(crate) fn checkpointed_weight(settled: &[SettledOf<T>], all: u32) -> Weight {
		Self::batch_weight(settled, all, T::WeightInfo::checkpoint_native)
			.min(Self::checkpoint_weight(all))
	}

	/// Usual settlements in the native token share what is the batch's: `of_one` says what that and
	/// so many leases of one provider weigh, each paid by one depositor. Any further provider, any
	/// further payer and any other settlement comes on top. A tenant that pays for several of them counts
	/// for each, though its account and its holds reach the database once: blocks full of batches
	/// that are charged less take longer than they weigh, on a machine that computes slower than the
	/// reference.
	fn batch_weight(settled: &[SettledOf<T>], all: u32, of_one: fn(u32) -> Weight) -> Weight {
		let mut providers = BTreeSet::new();
		let mut usual = 0u32;
		let mut others = Weight::zero();
		for one in settled {
			if one.done.is_usual() && one.done.native {
				// Batches are bounded far below 2^32.
				usual = usual.saturating_add(1);
				providers.insert(&one.provider);
				let payers = T::WeightInfo::settle_native(one.done.payers.max(1));
				let further = payers.saturating_sub(T::WeightInfo::settle_native(1));
				others = others.saturating_add(further).saturating_add(T::Ledger::weight());
			} else {
				others = others.saturating_add(Self::settled_weight(&one.done));
			}
		}
		let further = u32::try_from(providers.len()).unwrap_or(usual).saturating_sub(1);
		if further > 0 {
			others = others.saturating_add(T::WeightInfo::settle_many_scattered(further));
		}
		let skipped = all.saturating_sub(Self::length(settled));
		Self::with_skipped(of_one(usual.saturating_sub(further)).saturating_add(others), skipped)
	}
}
