//! What the chain says of one lease at one moment, as contracts on Ethereum read it.
//!
//! A statement is encoded as Solidity's `abi.encode` of its fields in order, each in a word of
//! 32 bytes. Its leaf is `keccak256(0x00 ‖ encoding)`, an inner node `keccak256(0x01 ‖ left ‖
//! right)`: the prefixes keep a node from passing for a leaf. An odd node at the end of a level
//! moves up unchanged. The root of no statements is zero.

use crate::{ids::*, lease::LeaseState};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_io::hashing::keccak_256;

/// The state code of a lease that has ended.
pub const STATE_CLOSED: u8 = 255;

/// Bytes of an encoded statement: thirteen words.
pub const ENCODED_LEN: usize = 13 * 32;

/// What the chain says of one lease.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Statement {
	/// `uint64` The lease.
	pub lease: LeaseId,
	/// `bytes32` The tenant's account.
	pub tenant: H256,
	/// `bytes32` The provider's account.
	pub provider: H256,
	/// `uint64` 0 for the native token, else the asset's id plus one.
	pub asset: u64,
	/// `uint128` Base units per hour.
	pub price: Balance,
	/// `uint128` Paid to the provider so far, what is owed to it included.
	pub paid: Balance,
	/// `uint128` Protocol fees so far.
	pub fees: Balance,
	/// `uint128` Returned to depositors so far.
	pub refunded: Balance,
	/// `uint8` See [`state_code`].
	pub state: u8,
	/// `uint64` Unix time in milliseconds of the block in which this was said.
	pub through: Moment,
	/// `uint64` Service time in milliseconds that the provider vouches for in its checkpoints.
	pub served: Moment,
	/// `bytes32` Hash of the provider's own record of use up to its last checkpoint; zero before.
	pub usage: H256,
	/// `uint32` Counts the statements on this lease, from 1.
	pub sequence: u32,
}

/// The number of a state in statements: 0 awarded, 1 active, 2 paused, 3 grace, 4 reclaiming,
/// 255 closed (`None`).
pub fn state_code(state: Option<&LeaseState>) -> u8 {
	match state {
		Some(LeaseState::Awarded { .. }) => 0,
		Some(LeaseState::Active) => 1,
		Some(LeaseState::Paused) => 2,
		Some(LeaseState::Grace { .. }) => 3,
		Some(LeaseState::Reclaiming { .. }) => 4,
		None => STATE_CLOSED,
	}
}

/// The number of an asset in statements: 0 for the native token, else its id plus one.
pub fn asset_code(asset: &AssetId) -> u64 {
	match asset {
		AssetId::Native => 0,
		AssetId::WithId(id) => u64::from(*id) + 1,
	}
}

impl Statement {
	/// The fields as Solidity's `abi.encode` lays them out.
	pub fn abi_encode(&self) -> Vec<u8> {
		fn number(value: u128) -> [u8; 32] {
			let mut word = [0u8; 32];
			word[16..].copy_from_slice(&value.to_be_bytes());
			word
		}
		[
			number(self.lease.into()),
			self.tenant.0,
			self.provider.0,
			number(self.asset.into()),
			number(self.price),
			number(self.paid),
			number(self.fees),
			number(self.refunded),
			number(self.state.into()),
			number(self.through.into()),
			number(self.served.into()),
			self.usage.0,
			number(self.sequence.into()),
		]
		.concat()
	}

	/// The statement's leaf in its block's tree.
	pub fn leaf(&self) -> H256 {
		let mut bytes = Vec::with_capacity(1 + ENCODED_LEN);
		bytes.push(0);
		bytes.extend(self.abi_encode());
		keccak_256(&bytes).into()
	}
}

fn node(left: &H256, right: &H256) -> H256 {
	let mut bytes = [1u8; 65];
	bytes[1..33].copy_from_slice(&left.0);
	bytes[33..].copy_from_slice(&right.0);
	keccak_256(&bytes).into()
}

fn level_up(level: &[H256]) -> Vec<H256> {
	level
		.chunks(2)
		.map(|pair| match pair {
			[left, right] => node(left, right),
			[single, ..] => *single,
			[] => H256::zero(),
		})
		.collect()
}

/// The root over `leaves` in their order; zero for none.
pub fn root(leaves: &[H256]) -> H256 {
	let mut level = leaves.to_vec();
	while level.len() > 1 {
		level = level_up(&level);
	}
	level.first().copied().unwrap_or_default()
}

/// The siblings from the leaf at `index` up to the root, bottom first; a level where the node
/// has no sibling adds nothing. `None` if there is no such leaf.
pub fn proof(leaves: &[H256], index: u32) -> Option<Vec<H256>> {
	let mut at = usize::try_from(index).ok()?;
	if at >= leaves.len() {
		return None;
	}
	let mut level = leaves.to_vec();
	let mut siblings = Vec::new();
	while level.len() > 1 {
		if let Some(sibling) = level.get(at ^ 1) {
			siblings.push(*sibling);
		}
		level = level_up(&level);
		at /= 2;
	}
	Some(siblings)
}

/// Whether `leaf` is number `index` of `count` leaves under `root`.
pub fn verify(root: H256, leaf: H256, index: u32, count: u32, siblings: &[H256]) -> bool {
	if index >= count {
		return false;
	}
	let (mut at, mut width, mut hash) = (index, count, leaf);
	let mut rest = siblings.iter();
	while width > 1 {
		if at ^ 1 < width {
			let Some(sibling) = rest.next() else { return false };
			hash = if at & 1 == 0 { node(&hash, sibling) } else { node(sibling, &hash) };
		}
		at /= 2;
		width = width.div_ceil(2);
	}
	rest.next().is_none() && hash == root
}

#[cfg(test)]
mod tests {
	use super::*;

	fn leaves(count: u8) -> Vec<H256> {
		(0..count).map(|at| H256::repeat_byte(at + 1)).collect()
	}

	#[test]
	fn proof_should_verify_for_every_leaf_of_every_small_tree() {
		for count in 1..=33u8 {
			let leaves = leaves(count);
			let root = root(&leaves);
			for index in 0..count {
				let leaf = leaves[usize::from(index)];
				let proof = proof(&leaves, index.into()).expect("the leaf exists");
				assert!(verify(root, leaf, index.into(), count.into(), &proof));
				let other = u32::from(index) ^ 1;
				assert!(!verify(root, leaf, other, count.into(), &proof));
				assert!(!verify(root, H256::zero(), index.into(), count.into(), &proof));
			}
		}
	}

	#[test]
	fn root_should_be_zero_when_there_are_no_leaves() {
		assert_eq!(root(&[]), H256::zero());
		assert_eq!(proof(&[], 0), None);
	}

	#[test]
	fn encoding_should_be_thirteen_words_with_numbers_at_their_ends() {
		let statement = Statement {
			lease: 7,
			tenant: H256::repeat_byte(0xaa),
			provider: H256::repeat_byte(0xbb),
			asset: 2,
			price: 3,
			paid: u128::MAX,
			fees: 5,
			refunded: 6,
			state: STATE_CLOSED,
			through: 8,
			served: 9,
			usage: H256::repeat_byte(0xcc),
			sequence: 10,
		};
		let bytes = statement.abi_encode();
		assert_eq!(bytes.len(), ENCODED_LEN);
		assert_eq!(bytes[31], 7);
		assert_eq!(bytes[5 * 32..6 * 32], [vec![0; 16], vec![0xff; 16]].concat());
		assert_eq!(bytes[8 * 32 + 31], 255);
		assert_eq!(bytes[12 * 32 + 31], 10);
	}
}
