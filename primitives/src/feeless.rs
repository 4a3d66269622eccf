//! What off-chain workers sign when a call pays no fee: the chain, the signer, a nonce, a block and
//! the body, so that a message can be neither replayed, nor carried to another chain, nor forged.
//!
//! A node offers a transaction to each of its neighbours once, and a neighbour that has not taken
//! the newest block in yet, or stands on another branch, may refuse it; then nothing but another
//! transaction says the same again. So a message names the block by whose state it was made, its
//! sender makes it anew on every block until it has landed, and in a pool the newer takes the place
//! of the older: its priority rises with its block.

use crate::BlockNumber;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::Weight;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionValidityError, ValidTransaction,
};

/// How far ahead of the chain a nonce may be while its predecessors are still in the pool.
pub const MAX_NONCES_AHEAD: u64 = 4;

/// How many blocks may lie between the block that a message names and the one that takes it: a
/// minute and a half for those that come late, and for nodes that are behind.
pub const MAX_DRIFT: BlockNumber = 32;

/// The priority in the pool of a message of block 0, above a transaction's without a tip. Each block
/// adds one.
const PRIORITY: u64 = 1 << 20;

/// How long a worker waits before it sends what is valid from the newest block on, in milliseconds:
/// until pools have taken that block in, its own node's and its neighbours'. Refusals were seen up
/// to 36 ms after a block's import where six nodes share two cores; beside a compiler 300 ms were too
/// few. What is sent within the first second is in time for the next block.
const POOLS_NEED_MS: u64 = 800;

/// Let the pools take in the block that this worker runs on. To be called off chain.
pub fn await_pools() {
	let now = sp_io::offchain::timestamp();
	sp_io::offchain::sleep_until(now.add(sp_core::offchain::Duration::from_millis(POOLS_NEED_MS)));
}

/// A body with who signs it and the signer's counter for calls of this kind.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Message<Key, Body> {
	/// The public key that signs.
	pub signer: Key,
	/// How many messages of this kind the chain has accepted from this key before.
	pub nonce: u64,
	/// The number of the block by whose state it is made, at most [`MAX_DRIFT`] from the block that
	/// takes it.
	pub block: BlockNumber,
	/// What is said.
	pub body: Body,
}

impl<Key: Encode, Body: Encode> Message<Key, Body> {
	/// The bytes to sign: blake2-256 over `kind`, the genesis hash and the message in SCALE.
	/// `kind` names the call, so that no message of one call passes for another's.
	pub fn to_sign(&self, kind: &[u8; 4], genesis: H256) -> [u8; 32] {
		sp_io::hashing::blake2_256(&(b"leasehold", kind, genesis, self).encode())
	}
}

/// Whether block `now` may still, or already, take a message of `block`.
pub fn is_current(block: BlockNumber, now: BlockNumber) -> bool {
	now.abs_diff(block) <= MAX_DRIFT
}

/// How the pool is to treat a message whose signature will be checked: one message per signer, kind
/// and nonce, the newest that there is, in the order of nonces. `expected` is the nonce that the
/// chain takes next, `now` the block that is being made.
///
/// # Errors
/// `Stale` for a nonce below `expected` or a block more than [`MAX_DRIFT`] before `now`, `Future`
/// for a nonce more than [`MAX_NONCES_AHEAD`] above `expected` or a block too far after `now`.
pub fn ordering<Key: Encode, Body>(
	kind: &[u8; 4],
	message: &Message<Key, Body>,
	expected: u64,
	now: BlockNumber,
) -> Result<ValidTransaction, TransactionValidityError> {
	let Message { signer, nonce, block, .. } = message;
	let ahead = nonce.checked_sub(expected).ok_or(InvalidTransaction::Stale)?;
	if !is_current(*block, now) {
		let late = *block < now;
		let refusal = if late { InvalidTransaction::Stale } else { InvalidTransaction::Future };
		return Err(refusal.into());
	}
	if ahead > MAX_NONCES_AHEAD {
		return Err(InvalidTransaction::Future.into());
	}
	let last = block.saturating_add(MAX_DRIFT);
	let mut builder = ValidTransaction::with_tag_prefix("leasehold")
		.priority(PRIORITY.saturating_add((*block).into()))
		.longevity(last.saturating_sub(now).into())
		.propagate(true)
		.and_provides((kind, signer, nonce));
	if ahead > 0 {
		builder = builder.and_requires((kind, signer, nonce - 1));
	}
	builder.build()
}

/// The share of a block that all fee-free calls together may fill.
pub trait Quota {
	/// Whether `weight` more would still fit into this block's share.
	fn has_room(weight: Weight) -> bool;
	/// Count `weight` towards this block's share.
	fn consume(weight: Weight);
}

/// No limit, for mocks.
impl Quota for () {
	fn has_room(_: Weight) -> bool {
		true
	}
	fn consume(_: Weight) {}
}

#[cfg(test)]
mod tests {
	use super::*;

	const KIND: &[u8; 4] = b"test";

	fn message(nonce: u64, block: BlockNumber) -> Message<u8, ()> {
		Message { signer: 1, nonce, block, body: () }
	}
	fn valid(nonce: u64, block: BlockNumber) -> ValidTransaction {
		ordering(KIND, &message(nonce, block), 5, 100).expect("is valid")
	}
	fn refusal(nonce: u64, block: BlockNumber) -> TransactionValidityError {
		ordering(KIND, &message(nonce, block), 5, 100).expect_err("is refused")
	}

	#[test]
	fn newer_message_should_take_the_place_of_an_older_one() {
		let (older, newer) = (valid(5, 99), valid(5, 100));
		assert_eq!(older.provides, newer.provides);
		assert!(older.priority < newer.priority);
		assert_ne!(newer.provides, valid(6, 100).provides);
		assert_eq!(newer.provides, valid(6, 100).requires);
	}

	#[test]
	fn message_should_leave_the_pool_with_the_last_block_that_takes_it() {
		assert_eq!(valid(5, 100).longevity, u64::from(MAX_DRIFT));
		assert_eq!(valid(5, 100 - MAX_DRIFT).longevity, 0);
		assert_eq!(refusal(5, 100 - MAX_DRIFT - 1), InvalidTransaction::Stale.into());
		assert_eq!(valid(5, 100 + MAX_DRIFT).longevity, 2 * u64::from(MAX_DRIFT));
		assert_eq!(refusal(5, 100 + MAX_DRIFT + 1), InvalidTransaction::Future.into());
		assert_eq!(refusal(5, u32::MAX), InvalidTransaction::Future.into());
	}

	#[test]
	fn message_should_follow_the_nonce() {
		assert_eq!(refusal(4, 100), InvalidTransaction::Stale.into());
		assert_eq!(valid(5, 100).requires, Vec::<Vec<u8>>::new());
		assert_eq!(valid(5 + MAX_NONCES_AHEAD, 100).requires.len(), 1);
		assert_eq!(refusal(6 + MAX_NONCES_AHEAD, 100), InvalidTransaction::Future.into());
		assert_eq!(refusal(u64::MAX, 100), InvalidTransaction::Future.into());
	}
}
