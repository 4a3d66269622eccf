//! The off-chain index: what it holds and under which keys.
//!
//! | key                                  | value                                   | written |
//! |--------------------------------------|-----------------------------------------|---------|
//! | `leasehold/statement/` leaf          | [`IndexedStatement`]                    | as the statement is made |
//! | `leasehold/lease/` lease             | height of the latest statement on it    | as the statement is made |
//! | `leasehold/leaves/` root             | [`IndexedLeaves`]                       | at the block's end, if any |
//! | `leasehold/root/` block hash         | that block's root                       | by its child, if not zero |
//! | `leasehold/hash/` height             | the hash of the block of that height    | `BlockHashCount` blocks later |
//!
//! After the slash follow the SCALE bytes of what is named: 32 of a hash, 8 of a lease and 4 of a
//! height, both little-endian. The entries outlive forks: whoever executes competing blocks of
//! one height writes the entries of both, in any order. Statements, leaves and roots stand under
//! the hash of what they say, so none replaces another. A height found under a leaf or a lease may
//! be that of a block which lost, so it is only where a search along the winning chain starts,
//! and that chain is told by block hashes: of the state for recent blocks, of the last table row
//! for older ones, which no fork reaches any more.

use crate::{Config, IndexedLeaves, IndexedStatement, Pallet, Root};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use leasehold_primitives::{BlockNumber, LeaseId};
use sp_core::{offchain::StorageKind, H256};
use sp_runtime::traits::{BlockNumberProvider, Get};

/// Where the statement with `leaf` stands.
pub fn statement_key(leaf: &H256) -> Vec<u8> {
	key(b"leasehold/statement/", leaf)
}

/// Where the height of the latest statement on `lease` stands.
pub fn lease_key(lease: LeaseId) -> Vec<u8> {
	key(b"leasehold/lease/", &lease)
}

/// Where the leaves under `root` stand.
pub fn leaves_key(root: &H256) -> Vec<u8> {
	key(b"leasehold/leaves/", root)
}

/// Where the root of the block with `hash` stands.
pub fn root_key<Hash: Encode>(hash: &Hash) -> Vec<u8> {
	key(b"leasehold/root/", hash)
}

/// Where the hash of the block at `height` stands.
pub fn hash_key(height: BlockNumber) -> Vec<u8> {
	key(b"leasehold/hash/", &height)
}

fn key(kind: &[u8], name: &impl Encode) -> Vec<u8> {
	let mut key = kind.to_vec();
	name.encode_to(&mut key);
	key
}

/// Put `value` into the off-chain database of nodes that index.
pub(crate) fn set(key: &[u8], value: &impl Encode) {
	sp_io::offchain_index::set(key, &value.encode());
}

/// Read from the off-chain database. Only where it is registered: see [`crate::Pallet::latest`].
fn get<V: Decode>(key: &[u8]) -> Option<V> {
	let bytes = sp_io::offchain::local_storage_get(StorageKind::PERSISTENT, key)?;
	V::decode(&mut &bytes[..]).ok()
}

impl<T: Config> Pallet<T> {
	/// Index what became certain with this block: its parent's root, and the hash of the block
	/// that the state is about to forget.
	pub(crate) fn index_parent() {
		let root = Root::<T>::get();
		if !root.is_zero() {
			set(&root_key(&frame_system::Pallet::<T>::parent_hash()), &root);
		}
		let kept: Option<BlockNumber> = T::BlockHashCount::get().try_into().ok();
		let settled =
			kept.and_then(|kept| T::BlockNumberProvider::current_block_number().checked_sub(kept));
		if let Some(height) = settled {
			let hash = frame_system::Pallet::<T>::block_hash(
				frame_system::pallet_prelude::BlockNumberFor::<T>::from(height),
			);
			set(&hash_key(height), &hash);
		}
	}

	/// The root of the block at `height` of this chain; `None` for a block without statements, or
	/// one that this node did not execute.
	pub(crate) fn indexed_root(height: BlockNumber) -> Option<H256> {
		if height >= T::BlockNumberProvider::current_block_number() {
			return Some(Root::<T>::get()).filter(|root| !root.is_zero());
		}
		let recent = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::from(height),
		);
		let hash = if recent == T::Hash::default() { get(&hash_key(height))? } else { recent };
		get(&root_key(&hash))
	}

	pub(crate) fn indexed_leaves(root: &H256) -> Option<IndexedLeaves> {
		get(&leaves_key(root))
	}

	pub(crate) fn indexed_under(leaf: &H256) -> Option<IndexedStatement> {
		get(&statement_key(leaf))
	}

	pub(crate) fn indexed_height(lease: LeaseId) -> Option<BlockNumber> {
		get(&lease_key(lease))
	}
}
