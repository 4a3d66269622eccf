//! A chain that makes blocks when told and signs them as BEEFY does, with keys of our own.

use crate::anchor::{
	chain::{Chain, ChainError, Session, Signed},
	contract::{Commitment, MmrLeaf, ProvenLeaf, ValidatorSet},
	encoding::{commitment_hash, leaf_hash, pair, set_root},
};
use alloy::{
	primitives::{keccak256, B256},
	signers::{local::PrivateKeySigner, SignerSync},
};
use parking_lot::Mutex;
use std::sync::Arc;

/// Blocks in a session; the first session is block 1 to 10.
pub const SESSION: u32 = 10;

/// Validators in a set.
const LENGTH: u8 = 4;

/// When block 0 was made, in seconds of Unix time.
const START: u64 = 1_700_000_000;

pub struct Toy {
	sessions: Vec<Arc<Session>>,
	keys: Vec<Vec<PrivateKeySigner>>,
	blocks: Mutex<Vec<MmrLeaf>>,
}

impl Toy {
	/// A chain without blocks whose sessions have the validators that the letters stand for.
	pub fn new(letters: &str) -> Self {
		let keys: Vec<Vec<_>> = letters
			.chars()
			.map(|letter| {
				(0..LENGTH)
					.map(|at| {
						let secret = keccak256(format!("validator {letter} {at}"));
						PrivateKeySigner::from_bytes(&secret).expect("in range")
					})
					.collect()
			})
			.collect();
		let sessions = keys
			.iter()
			.zip(0u32..)
			.map(|(keys, at)| {
				let addresses: Vec<_> = keys.iter().map(PrivateKeySigner::address).collect();
				let (id, first) = (u64::from(at), 1 + at * SESSION);
				Arc::new(Session { id, first, root: set_root(&addresses), addresses })
			})
			.collect();
		Self { sessions, keys, blocks: Mutex::default() }
	}

	/// Make blocks up to `block`.
	pub fn advance(&self, block: u32) {
		while self.height() < block {
			self.append(B256::ZERO);
		}
	}

	/// Make the next block, whose leaf carries `extra`.
	pub fn append(&self, extra: B256) {
		let number = self.height() + 1;
		let (_, next_set) = self.sets(number);
		self.blocks.lock().push(MmrLeaf {
			version: 0,
			parentNumber: number - 1,
			parentHash: keccak256(format!("block {}", number - 1)),
			nextSet: next_set,
			extra,
		});
	}

	pub fn height(&self) -> u32 {
		self.blocks.lock().len() as u32
	}

	/// The set in office at a block, and the next.
	pub fn sets(&self, block: u32) -> (ValidatorSet, ValidatorSet) {
		let id = block.saturating_sub(1) / SESSION;
		let set = |id: u32| {
			// The last validators stay for good.
			let session = self.sessions.get(id as usize).or(self.sessions.last()).expect("one");
			ValidatorSet { id: id.into(), length: session.length(), root: session.root }
		};
		(set(id), set(id + 1))
	}

	fn node(&self, first: u32, size: u32) -> B256 {
		if size == 1 {
			return leaf_hash(&self.blocks.lock()[first as usize]);
		}
		let half = size / 2;
		pair(&self.node(first, half), &self.node(first + half, half))
	}

	/// First leaf and size of each tree of a range, the largest first.
	fn trees(count: u32) -> Vec<(u32, u32)> {
		let sizes = (0..32).rev().map(|bit| count & (1 << bit)).filter(|size| *size > 0);
		sizes
			.scan(0, |next, size| {
				let first = *next;
				*next += size;
				Some((first, size))
			})
			.collect()
	}

	fn bag(&self, trees: &[(u32, u32)]) -> Option<B256> {
		trees
			.iter()
			.rev()
			.map(|(first, size)| self.node(*first, *size))
			.reduce(|folded, peak| pair(&folded, &peak))
	}
}

impl Chain for Toy {
	fn latest(&self) -> Result<Option<Arc<Signed>>, ChainError> {
		match self.height() {
			0 => Ok(None),
			height => self.signed(height).map(Some),
		}
	}

	/// As on a real node: of old blocks only the first of each session, and some others.
	fn signed(&self, block: u32) -> Result<Arc<Signed>, ChainError> {
		let is_first = (block - 1).is_multiple_of(SESSION);
		if !is_first && block != self.height() && !block.is_multiple_of(4) {
			return Err(ChainError::NoCommitment(block));
		}
		let root = self.root(block)?.ok_or(ChainError::NoBlock(block))?;
		let id = (block - 1) / SESSION;
		let commitment =
			Commitment { mmrRoot: root, blockNumber: block, validatorSetId: id.into() };
		let digest = commitment_hash(&commitment);
		let keys = &self.keys[id as usize];
		let mut signatures: Vec<_> = keys
			.iter()
			.map(|key| Some(key.sign_hash_sync(&digest).expect("signs").as_rsy()))
			.collect();
		// Who has not signed differs from block to block.
		signatures[block as usize % keys.len()] = None;
		Ok(Arc::new(Signed { commitment, signatures }))
	}

	fn sessions(&self, from: u32, to: u32) -> Result<Vec<Arc<Session>>, ChainError> {
		let of = |block: u32| (block.saturating_sub(1) / SESSION) as usize;
		let all = self.sessions.get(of(from)..=of(to));
		all.map(<[_]>::to_vec).ok_or(ChainError::NoBlock(to))
	}

	fn leaf(&self, block: u32, at: u32) -> Result<ProvenLeaf, ChainError> {
		if block == 0 || block > at || at > self.height() {
			return Err(ChainError::NoBlock(at));
		}
		let trees = Self::trees(at);
		let index = block - 1;
		let mine = trees.iter().position(|(first, size)| index < first + size).expect("in range");
		let (first, size) = trees[mine];
		let mut proof: Vec<_> =
			trees[..mine].iter().map(|(first, size)| self.node(*first, *size)).collect();
		let mut width = 1;
		while width < size {
			let sibling = ((index - first) / width) ^ 1;
			proof.push(self.node(first + sibling * width, width));
			width *= 2;
		}
		proof.extend(self.bag(&trees[mine + 1..]));
		Ok(ProvenLeaf { leaf: self.blocks.lock()[index as usize].clone(), proof })
	}

	fn root(&self, block: u32) -> Result<Option<B256>, ChainError> {
		if block > self.height() {
			return Ok(None);
		}
		Ok(self.bag(&Self::trees(block)))
	}

	fn time(&self, block: u32) -> Result<Option<u64>, ChainError> {
		Ok((block <= self.height()).then_some(START + 3 * u64::from(block)))
	}
}

#[test]
fn range_root_should_hold_for_every_leaf_of_every_small_range() {
	use crate::anchor::encoding::range_root;
	let chain = Toy::new("a");
	chain.advance(40);
	for at in 1..=40 {
		let root = chain.root(at).expect("known");
		for block in 1..=at {
			let ProvenLeaf { leaf, proof } = chain.leaf(block, at).expect("proven");
			let hash = leaf_hash(&leaf);
			assert_eq!(range_root(hash, block - 1, at, &proof), root, "{block} of {at}");
			assert_ne!(range_root(hash, block % at, at, &proof), root.filter(|_| at > 1));
		}
	}
}
