//! What off-chain workers sign when a call pays no fee: the chain, the signer, a nonce and the
//! body, so that a message can be neither replayed, nor carried to another chain, nor forged.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::Weight;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionValidityError, ValidTransaction,
};

/// How far ahead of the chain a nonce may be while its predecessors are still in the pool.
pub const MAX_NONCES_AHEAD: u64 = 4;

/// For how many blocks a fee-free transaction stays in the pool. A node offers it to each neighbour
/// once, and a neighbour that has not taken the newest block in yet refuses it: only when it has left
/// its own node's pool can its sender say it anew, in a new signature.
pub const LONGEVITY: u64 = 8;

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

/// How the pool is to treat a message whose signature has been checked: one message per signer,
/// kind and nonce, in the order of nonces.
///
/// # Errors
/// `Stale` below `expected`, `Future` more than [`MAX_NONCES_AHEAD`] above it.
pub fn ordering<Key: Encode>(
	kind: &[u8; 4],
	signer: &Key,
	nonce: u64,
	expected: u64,
) -> Result<ValidTransaction, TransactionValidityError> {
	if nonce < expected {
		return Err(InvalidTransaction::Stale.into());
	}
	if nonce - expected > MAX_NONCES_AHEAD {
		return Err(InvalidTransaction::Future.into());
	}
	let mut builder = ValidTransaction::with_tag_prefix("leasehold")
		.priority(1 << 20)
		.longevity(LONGEVITY)
		.propagate(true)
		.and_provides((kind, signer, nonce));
	if nonce > expected {
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
