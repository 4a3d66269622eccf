//! Proofs of statements, for the runtime API `LedgerApi`. They read the off-chain database, which
//! the caller registers (`api.register_extension(OffchainDbExt::new(..))`, as our RPC does);
//! without it, as in a plain `state_call`, the host ends the call with an error. Never called
//! while a block is executed.

use crate::{Config, IndexedLeaves, Pallet};
use alloc::vec::Vec;
use leasehold_primitives::{runtime_api::StatementProof, statement, BlockNumber, LeaseId};
use sp_core::H256;
use sp_runtime::traits::BlockNumberProvider;

/// How many blocks before and after an indexed height are searched on the winning chain.
pub const SEARCH: BlockNumber = 64;

impl<T: Config> Pallet<T> {
	/// The leaves of the block at whose state this is asked, in order. Empty if it made no
	/// statement, or if this node did not index it. A block without statements needs no look
	/// into the off-chain database.
	pub fn leaves() -> Vec<H256> {
		let root = Self::root();
		if root.is_zero() {
			return Vec::new();
		}
		let records = Self::indexed_leaves(&root).unwrap_or_default();
		records.iter().map(|record| record.leaf).collect()
	}

	/// The statement with this leaf and its proof under its block's root; `None` if this chain
	/// has none or this node did not execute its block.
	pub fn indexed(leaf: H256) -> Option<StatementProof> {
		let indexed = Self::indexed_under(&leaf)?;
		Self::search(indexed.block, |leaves| leaves.iter().position(|record| record.leaf == leaf))
	}

	/// The latest statement on a lease, be it closed or not, as [`Self::indexed`].
	pub fn latest(lease: LeaseId) -> Option<StatementProof> {
		let height = Self::indexed_height(lease)?;
		Self::search(height, |leaves| leaves.iter().position(|record| record.lease == lease))
	}

	/// What `find` finds in the highest block of this chain around `height`.
	fn search(
		height: BlockNumber,
		find: impl Fn(&IndexedLeaves) -> Option<usize>,
	) -> Option<StatementProof> {
		let head = T::BlockNumberProvider::current_block_number();
		let first = height.saturating_sub(SEARCH);
		let last = height.saturating_add(SEARCH).min(head);
		(first..=last).rev().find_map(|block| {
			let root = Self::indexed_root(block)?;
			let records = Self::indexed_leaves(&root)?;
			let at = find(&records)?;
			let leaf = records.get(at)?.leaf;
			let leaves: Vec<H256> = records.iter().map(|record| record.leaf).collect();
			let index = u32::try_from(at).ok()?;
			Some(StatementProof {
				statement: Self::indexed_under(&leaf)?.statement,
				block,
				root,
				index,
				count: u32::try_from(leaves.len()).ok()?,
				siblings: statement::proof(&leaves, index)?,
			})
		})
	}
}
