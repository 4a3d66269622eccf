//! What the poster asks of its own chain.

use super::contract::{Commitment, ProvenLeaf};
use alloy::primitives::{Address, B256};
use std::{fmt, sync::Arc};

/// A session of the chain: while it lasts, one set of validators signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
	/// The set's id.
	pub id: u64,
	/// The session's first block. BEEFY must sign it, so every full node has its commitment.
	pub first: u32,
	/// The addresses of the set's validators, in order.
	pub addresses: Vec<Address>,
	/// The root over them.
	pub root: B256,
}

impl Session {
	/// How many validators it has, as the contract counts them.
	pub fn length(&self) -> u32 {
		u32::try_from(self.addresses.len()).unwrap_or(u32::MAX)
	}
}

/// A commitment and what was signed, in the order of the set's validators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
	/// What was signed.
	pub commitment: Commitment,
	/// The signatures as BEEFY gave them.
	pub signatures: Vec<Option<[u8; 65]>>,
}

/// Why the chain could not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainError {
	/// The database or the runtime failed.
	Failed(String),
	/// The block is not on this chain, or not final yet.
	NoBlock(u32),
	/// The block has no commitment with signatures in this node's database.
	NoCommitment(u32),
	/// This node never executed the block, so it lacks the mountain range's nodes.
	NotIndexed(u32),
	/// What the node has proven does not lead to the root that the block's header names.
	Inconsistent(u32),
}

impl fmt::Display for ChainError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Failed(what) => write!(f, "{what}"),
			Self::NoBlock(block) => write!(f, "this node has no final block {block}"),
			Self::NoCommitment(block) => {
				write!(f, "this node has no signed commitment of block {block}")
			},
			Self::NotIndexed(block) => write!(
				f,
				"this node cannot prove block {block}: it did not execute all blocks itself, as \
				 after a warp sync, or has not indexed them; ask a node that synced fully",
			),
			Self::Inconsistent(block) => write!(
				f,
				"the proof of block {block} does not lead to the root in its chain's header: the \
				 off-chain database is damaged",
			),
		}
	}
}

/// What the poster asks of its own chain.
pub trait Chain: Send + Sync {
	/// The latest commitment that BEEFY has signed; `None` before the first.
	///
	/// # Errors
	/// If the database cannot be read.
	fn latest(&self) -> Result<Option<Arc<Signed>>, ChainError>;

	/// The commitment of `block`.
	///
	/// # Errors
	/// If there is none, or the database cannot be read.
	fn signed(&self, block: u32) -> Result<Arc<Signed>, ChainError>;

	/// The sessions from that of block `from` to that of block `to`, oldest first.
	///
	/// # Errors
	/// If a block is missing or the database cannot be read.
	fn sessions(&self, from: u32, to: u32) -> Result<Vec<Arc<Session>>, ChainError>;

	/// The leaf that `block` appended, proven in the range of block `at`.
	///
	/// # Errors
	/// If the node cannot prove it.
	fn leaf(&self, block: u32, at: u32) -> Result<ProvenLeaf, ChainError>;

	/// The root of the range at `block`; `None` if this chain has no such finalised block.
	///
	/// # Errors
	/// If the database cannot be read.
	fn root(&self, block: u32) -> Result<Option<B256>, ChainError>;

	/// When `block` was made, in seconds of Unix time; `None` if there is no such block.
	///
	/// # Errors
	/// If the database cannot be read.
	fn time(&self, block: u32) -> Result<Option<u64>, ChainError>;
}
