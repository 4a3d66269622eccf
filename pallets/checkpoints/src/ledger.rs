//! Statements as they come, and what is made of them at the block's end.

use crate::{
	index, Config, IndexedStatement, LeafCount, LeafRecord, Leaves, Pallet, Positions, Root,
};
use alloc::vec::Vec;
use frame_support::{defensive, traits::Get, weights::Weight};
use leasehold_primitives::{statement, traits::Ledger, Statement};
use sp_core::H256;
use sp_runtime::traits::BlockNumberProvider;

use crate::WeightInfo;

/// How often a statement writes what [`Pallet::seal`] removes, as the weights count it: the leaf and
/// its position when it is noted, and again when it is sealed. The count of leaves is the block's.
const TRANSIENT_WRITES: u64 = 4;

impl<T: Config> Ledger for Pallet<T> {
	fn note(statement: Statement) {
		let lease = statement.lease;
		let leaf = statement.leaf();
		let position = match Positions::<T>::get(lease) {
			Some(position) => position,
			None => {
				let position = LeafCount::<T>::get();
				let Some(count) = position.checked_add(1) else {
					defensive!("a block cannot hold four thousand million statements");
					return;
				};
				LeafCount::<T>::put(count);
				Positions::<T>::insert(lease, position);
				position
			},
		};
		Leaves::<T>::insert(position, LeafRecord { lease, leaf });

		let block = T::BlockNumberProvider::current_block_number();
		index::set(&index::statement_key(&leaf), &IndexedStatement { statement, block, position });
		index::set(&index::lease_key(lease), &block);
	}

	fn weight() -> Weight {
		// Its own part, and what one more leaf adds to the block's end.
		let end = T::WeightInfo::on_finalize(1).saturating_sub(T::WeightInfo::on_finalize(0));
		// Both were measured as if what they write reached the database. It is gone by the block's
		// end and does not. What they read of it is the block's own, but the trie is walked as often
		// to where the leaf and its position would stand: that stays.
		T::WeightInfo::note()
			.saturating_add(end)
			.saturating_sub(T::DbWeight::get().writes(TRANSIENT_WRITES))
	}
}

impl<T: Config> Pallet<T> {
	/// The root of the last finished block's statements, for that block's MMR leaf.
	pub fn root() -> H256 {
		Root::<T>::get()
	}

	/// Write the root over this block's leaves and forget them.
	pub(crate) fn seal() {
		let count = LeafCount::<T>::take();
		let mut records = Vec::new();
		for position in 0..count {
			let Some(record) = Leaves::<T>::take(position) else {
				defensive!("there are as many leaves as were counted");
				continue;
			};
			Positions::<T>::remove(record.lease);
			records.push(record);
		}
		let leaves: Vec<H256> = records.iter().map(|record| record.leaf).collect();
		let root = statement::root(&leaves);
		if !records.is_empty() {
			index::set(&index::leaves_key(&root), &records);
		}
		Root::<T>::put(root);
	}
}
