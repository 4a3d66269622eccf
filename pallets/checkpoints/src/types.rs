//! What is kept for the running block and in the off-chain index.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use leasehold_primitives::{BlockNumber, LeaseId, Statement};
use scale_info::TypeInfo;
use sp_core::H256;

/// One leaf of a block's tree.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct LeafRecord {
	/// The lease that it speaks of.
	pub lease: LeaseId,
	/// The hash of the statement, see [`leasehold_primitives::statement`].
	pub leaf: H256,
}

/// What the off-chain index has under a leaf.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct IndexedStatement {
	/// What was said.
	pub statement: Statement,
	/// The height of the block that said it.
	pub block: BlockNumber,
	/// The statement's place in the tree of that block.
	pub position: u32,
}

/// What the off-chain index has under a root: the block's leaves in their order.
pub type IndexedLeaves = Vec<LeafRecord>;
