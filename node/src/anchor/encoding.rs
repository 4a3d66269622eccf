//! What is signed, hashed and proven: the chain's side of the contract's libraries.

use super::contract::{Commitment, MmrLeaf};
use alloy::primitives::{keccak256, Address, B256, U256};

/// What a commitment's signers sign, in SCALE: a payload of one entry, the range's root, and the
/// two numbers.
pub fn commitment_bytes(commitment: &Commitment) -> Vec<u8> {
	let mut bytes = vec![1 << 2, b'm', b'h', 32 << 2];
	bytes.extend(commitment.mmrRoot);
	bytes.extend(commitment.blockNumber.to_le_bytes());
	bytes.extend(commitment.validatorSetId.to_le_bytes());
	bytes
}

/// The hash that is signed.
pub fn commitment_hash(commitment: &Commitment) -> B256 {
	keccak256(commitment_bytes(commitment))
}

/// A leaf of the mountain range, in SCALE.
pub fn leaf_bytes(leaf: &MmrLeaf) -> Vec<u8> {
	let mut bytes = vec![leaf.version];
	bytes.extend(leaf.parentNumber.to_le_bytes());
	bytes.extend(leaf.parentHash);
	bytes.extend(leaf.nextSet.id.to_le_bytes());
	bytes.extend(leaf.nextSet.length.to_le_bytes());
	bytes.extend(leaf.nextSet.root);
	bytes.extend(leaf.extra);
	bytes
}

/// A leaf's hash in the mountain range.
pub fn leaf_hash(leaf: &MmrLeaf) -> B256 {
	keccak256(leaf_bytes(leaf))
}

/// The hash of an inner node, in the mountain range and in a set's tree.
pub fn pair(left: &B256, right: &B256) -> B256 {
	let mut bytes = [0u8; 64];
	bytes[..32].copy_from_slice(left.as_slice());
	bytes[32..].copy_from_slice(right.as_slice());
	keccak256(bytes)
}

/// The root over a set's addresses, as the chain puts it into its leaves. An odd node at the end
/// of a row moves up unchanged; zero for none.
pub fn set_root(addresses: &[Address]) -> B256 {
	let mut row: Vec<B256> = addresses.iter().map(keccak256).collect();
	while row.len() > 1 {
		row = row
			.chunks(2)
			.map(|nodes| match nodes {
				[left, right] => pair(left, right),
				[single, ..] => *single,
				[] => B256::ZERO,
			})
			.collect();
	}
	row.first().copied().unwrap_or_default()
}

/// The root that a leaf and its proof lead to in a range of `count` leaves; `None` if the proof
/// has another form than place and count ask for. A proof holds the peaks to the left, the
/// siblings from the leaf up, and the peaks to the right folded into one.
pub fn range_root(leaf: B256, index: u32, count: u32, proof: &[B256]) -> Option<B256> {
	if index >= count {
		return None;
	}
	// The leaf's tree belongs to the highest bit in which place and count differ.
	let height = (index ^ count).ilog2();
	let left = (u64::from(count) >> (height + 1)).count_ones() as usize;
	let has_right = u64::from(count) & ((1 << height) - 1) != 0;
	if proof.len() != left + height as usize + usize::from(has_right) {
		return None;
	}
	let (peaks, rest) = proof.split_at(left);
	let (siblings, right) = rest.split_at(height as usize);
	let mut hash = leaf;
	for (level, sibling) in siblings.iter().enumerate() {
		hash = if (index >> level) & 1 == 0 { pair(&hash, sibling) } else { pair(sibling, &hash) };
	}
	if let [folded] = right {
		hash = pair(folded, &hash);
	}
	Some(peaks.iter().rev().fold(hash, |hash, peak| pair(&hash, peak)))
}

/// On which side of its sibling a statement's path runs, level by level: bit i is set if the node
/// below sibling i is the right one. From the leaf's place among `count`.
pub fn sides(index: u32, count: u32) -> U256 {
	let (mut at, mut width, mut level, mut sides) = (index, count, 0, 0u64);
	while width > 1 {
		if at ^ 1 < width {
			sides |= u64::from(at & 1) << level;
			level += 1;
		}
		at /= 2;
		width = width.div_ceil(2);
	}
	U256::from(sides)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::anchor::contract::ValidatorSet;

	#[test]
	fn commitment_should_be_encoded_as_beefy_does() {
		use codec::Encode;
		use sp_consensus_beefy::{known_payloads::MMR_ROOT_ID, Commitment as Theirs, Payload};
		let ours = Commitment {
			mmrRoot: B256::repeat_byte(7),
			blockNumber: 1_234_567,
			validatorSetId: u64::MAX - 3,
		};
		let theirs = Theirs {
			payload: Payload::from_single_entry(MMR_ROOT_ID, vec![7; 32]),
			block_number: ours.blockNumber,
			validator_set_id: ours.validatorSetId,
		};
		assert_eq!(commitment_bytes(&ours), theirs.encode());
	}

	#[test]
	fn leaf_should_be_encoded_as_the_chain_does() {
		use codec::Encode;
		use sp_consensus_beefy::mmr::{BeefyAuthoritySet, MmrLeaf as Theirs, MmrLeafVersion};
		use sp_core::H256;
		let ours = MmrLeaf {
			version: 0x21,
			parentNumber: 77,
			parentHash: B256::repeat_byte(1),
			nextSet: ValidatorSet { id: 9, length: 4, root: B256::repeat_byte(2) },
			extra: B256::repeat_byte(3),
		};
		let theirs = Theirs {
			version: MmrLeafVersion::new(1, 1),
			parent_number_and_hash: (77u32, H256::repeat_byte(1)),
			beefy_next_authority_set: BeefyAuthoritySet {
				id: 9,
				len: 4,
				keyset_commitment: H256::repeat_byte(2),
			},
			leaf_extra: H256::repeat_byte(3),
		};
		assert_eq!(leaf_bytes(&ours), theirs.encode());
	}

	#[test]
	fn sides_should_lead_to_the_statements_root_when_paths_come_from_the_chains_own_tree() {
		use leasehold_primitives::statement;
		use sp_core::H256;
		let node = |left: B256, right: B256| {
			let mut bytes = [1u8; 65];
			bytes[1..33].copy_from_slice(left.as_slice());
			bytes[33..].copy_from_slice(right.as_slice());
			keccak256(bytes)
		};
		for count in 1..=33u32 {
			let leaves: Vec<_> = (0..count).map(|at| H256::from_low_u64_be(at.into())).collect();
			for index in 0..count {
				let siblings = statement::proof(&leaves, index).expect("the leaf exists");
				let sides = sides(index, count);
				let mut hash = B256::from(leaves[index as usize].0);
				for (level, sibling) in siblings.iter().enumerate() {
					let sibling = B256::from(sibling.0);
					hash = if sides.bit(level) { node(sibling, hash) } else { node(hash, sibling) };
				}
				assert_eq!(hash.0, statement::root(&leaves).0, "leaf {index} of {count}");
				assert!(sides.bit_len() <= siblings.len());
			}
		}
	}

	#[test]
	fn range_root_should_be_none_when_the_proof_has_another_form() {
		let leaf = B256::repeat_byte(1);
		assert_eq!(range_root(leaf, 0, 1, &[]), Some(leaf));
		assert_eq!(range_root(leaf, 1, 1, &[]), None);
		assert_eq!(range_root(leaf, 0, 1, &[leaf]), None);
		assert_eq!(range_root(leaf, 0, 2, &[]), None);
		assert_eq!(range_root(leaf, 0, 0, &[]), None);
	}
}
