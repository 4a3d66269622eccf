//! The node's own chain, as the poster and the RPC ask it: commitments, sessions and proofs, all
//! from headers, justifications and the off-chain index, so that no old state is needed.

use super::{
	chain::{Chain, ChainError, Session, Signed},
	contract::{Commitment, MmrLeaf, ProvenLeaf, ValidatorSet},
	encoding,
};
use crate::service::{FullBackend, FullClient, Hash};
use alloy::{
	primitives::{Address, B256},
	signers::k256::ecdsa::VerifyingKey,
};
use codec::{Decode, DecodeAll, Encode};
use futures::StreamExt;
use leasehold_runtime::{opaque::Block, BlockNumber, Header, MILLISECS_PER_BLOCK};
use parking_lot::Mutex;
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_beefy::communication::notification::BeefyBestBlockStream;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_consensus_beefy::{
	ecdsa_crypto::{AuthorityId, Signature},
	known_payloads::MMR_ROOT_ID,
	mmr::find_mmr_root_digest,
	BeefyApi, ConsensusLog, ValidatorSet as Authorities, VersionedFinalityProof, BEEFY_ENGINE_ID,
};
use sp_core::offchain::{storage::OffchainDb, OffchainDbExt};
use sp_mmr_primitives::MmrApi;
use sp_runtime::{generic::OpaqueDigestItemId, traits::Header as _};
use std::{
	collections::BTreeMap,
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc,
	},
};

/// The off-chain storage of the node's database.
type Storage = <FullBackend as Backend<Block>>::OffchainStorage;

/// How many blocks back from the last final one the latest commitment is looked for when the node
/// starts. BEEFY tells of every later one itself.
const SEARCH: BlockNumber = 60_000;

/// Sessions of a stretch of finalised blocks.
#[derive(Default)]
struct Known {
	/// The stretch, both ends included; none while it is empty.
	stretch: Option<(BlockNumber, BlockNumber)>,
	/// The sessions that begin in it, by their first block.
	sessions: BTreeMap<BlockNumber, Arc<Session>>,
}

/// The node's own chain.
pub struct Ledger {
	client: Arc<FullClient>,
	offchain: OffchainDb<Storage>,
	/// The last block with a commitment, as far as BEEFY has told; zero before.
	latest: AtomicU32,
	known: Mutex<Known>,
}

impl Ledger {
	/// Ask this chain, with proofs from what this storage has indexed.
	pub fn new(client: Arc<FullClient>, storage: Storage) -> Self {
		Self {
			client,
			offchain: OffchainDb::new(storage),
			latest: AtomicU32::new(0),
			known: Mutex::default(),
		}
	}

	/// Take note of BEEFY's blocks as long as they come.
	pub async fn follow(self: Arc<Self>, blocks: BeefyBestBlockStream<Block>) {
		let mut blocks = blocks.subscribe(1_000);
		while let Some(hash) = blocks.next().await {
			match self.client.number(hash) {
				Ok(Some(number)) => {
					self.latest.fetch_max(number, Ordering::Relaxed);
				},
				Ok(None) => (),
				Err(error) => log::debug!(target: super::LOG, "cannot read block {hash}: {error}"),
			}
		}
	}

	/// The chain.
	pub fn client(&self) -> &Arc<FullClient> {
		&self.client
	}

	/// The off-chain database, to be registered for runtime calls.
	pub fn offchain(&self) -> OffchainDbExt {
		OffchainDbExt::new(self.offchain.clone())
	}

	/// Whether the node has the mountain range from its first leaf on. A node that synced by warp
	/// has not, and lacks the older statements too.
	pub fn is_indexed(&self) -> bool {
		let last = self.client.info().finalized_number;
		last == 0 || self.leaf(1, last).is_ok()
	}

	fn header(&self, number: BlockNumber) -> Result<(Hash, Header), ChainError> {
		let hash = self.client.hash(number).map_err(failed)?;
		let hash = hash.ok_or(ChainError::NoBlock(number))?;
		let header = self.client.header(hash).map_err(failed)?;
		Ok((hash, header.ok_or(ChainError::NoBlock(number))?))
	}

	/// The commitment of `block` if this node has one.
	fn commitment(&self, block: BlockNumber) -> Result<Option<Signed>, ChainError> {
		let Some(hash) = self.client.hash(block).map_err(failed)? else { return Ok(None) };
		let encoded = self
			.client
			.justifications(hash)
			.map_err(failed)?
			.and_then(|all| all.into_justification(BEEFY_ENGINE_ID));
		let Some(encoded) = encoded else { return Ok(None) };
		let proof = VersionedFinalityProof::<BlockNumber, Signature>::decode_all(&mut &encoded[..])
			.map_err(|error| ChainError::Failed(format!("block {block}'s commitment: {error}")))?;
		let VersionedFinalityProof::V1(signed) = proof;
		let root: Hash =
			signed.commitment.payload.get_decoded(&MMR_ROOT_ID).ok_or_else(|| {
				ChainError::Failed(format!("block {block}'s commitment has no root"))
			})?;
		let commitment = Commitment {
			mmrRoot: root.0.into(),
			blockNumber: signed.commitment.block_number,
			validatorSetId: signed.commitment.validator_set_id,
		};
		// The contract rebuilds what was signed from the root alone.
		if encoding::commitment_bytes(&commitment) != signed.commitment.encode() {
			let text = format!("block {block}'s commitment has more in it than the contract knows");
			return Err(ChainError::Failed(text));
		}
		let signatures = signed
			.signatures
			.iter()
			.map(|one| one.as_ref().and_then(|one| one.encode().try_into().ok()))
			.collect();
		Ok(Some(Signed { commitment, signatures }))
	}

	/// Learn of the session that begins with `number`, if one does.
	fn note(&self, known: &mut Known, number: BlockNumber) -> Result<(), ChainError> {
		let (hash, header) = self.header(number)?;
		let set = match (number, announced(&header)) {
			(_, Some(set)) => Some(set),
			// The first set stands in no header. Where its state is gone, nobody can post for it
			// from here, unless the next one has the same validators.
			(1, None) => match self.client.runtime_api().validator_set(hash) {
				Ok(Some(set)) => Some(set),
				_ => None,
			},
			_ => None,
		};
		let session = match set {
			Some(set) => session(&set, number),
			None if number == 1 => {
				let Some(next) = known.sessions.values().next().filter(|next| next.id == 1) else {
					return Ok(());
				};
				Session { id: 0, first: 1, ..(**next).clone() }
			},
			None => return Ok(()),
		};
		known.sessions.insert(number, Arc::new(session));
		Ok(())
	}

	/// Prove the leaf that `block` appended, in the range of block `at`.
	fn prove(&self, block: BlockNumber, at: BlockNumber) -> Result<ProvenLeaf, ChainError> {
		let best = self.client.info().best_hash;
		let mut api = self.client.runtime_api();
		api.register_extension(self.offchain());
		let (leaves, proof) = api
			.generate_proof(best, vec![block], Some(at))
			.map_err(|error| ChainError::Failed(format!("the runtime failed: {error}")))?
			.map_err(|_| ChainError::NotIndexed(block))?;
		let leaf = leaves.into_iter().next().ok_or(ChainError::NotIndexed(block))?;
		let (version, (number, hash), set, extra) =
			<(u8, (u32, Hash), (u64, u32, Hash), Hash)>::decode(&mut &leaf.0[..])
				.map_err(|error| ChainError::Failed(format!("block {block}'s leaf: {error}")))?;
		let leaf = MmrLeaf {
			version,
			parentNumber: number,
			parentHash: hash.0.into(),
			nextSet: ValidatorSet { id: set.0, length: set.1, root: set.2 .0.into() },
			extra: extra.0.into(),
		};
		Ok(ProvenLeaf { leaf, proof: proof.items.into_iter().map(|item| item.0.into()).collect() })
	}
}

impl Chain for Ledger {
	fn latest(&self) -> Result<Option<Arc<Signed>>, ChainError> {
		let last = match self.latest.load(Ordering::Relaxed) {
			0 => self.client.info().finalized_number,
			told => told,
		};
		// BEEFY tells of a block just before it writes the commitment.
		for block in (last.saturating_sub(SEARCH).max(1)..=last).rev() {
			if let Some(signed) = self.commitment(block)? {
				self.latest.fetch_max(block, Ordering::Relaxed);
				return Ok(Some(Arc::new(signed)));
			}
		}
		Ok(None)
	}

	fn signed(&self, block: u32) -> Result<Arc<Signed>, ChainError> {
		self.commitment(block)?.map(Arc::new).ok_or(ChainError::NoCommitment(block))
	}

	fn sessions(&self, from: u32, to: u32) -> Result<Vec<Arc<Session>>, ChainError> {
		let mut known = self.known.lock();
		let (mut low, mut high) = known.stretch.unwrap_or((to.saturating_add(1), to));
		while high < to {
			high += 1;
			self.note(&mut known, high)?;
			known.stretch = Some((low, high));
		}
		while low > 1 && known.sessions.range(..=from).next().is_none() {
			low -= 1;
			self.note(&mut known, low)?;
			known.stretch = Some((low, high));
		}
		let first = known.sessions.range(..=from).next_back().map_or(1, |(first, _)| *first);
		Ok(known.sessions.range(first..=to.max(first)).map(|(_, one)| one.clone()).collect())
	}

	fn leaf(&self, block: u32, at: u32) -> Result<ProvenLeaf, ChainError> {
		let proven = self.prove(block, at)?;
		let place = proven.leaf.parentNumber;
		let root =
			encoding::range_root(encoding::leaf_hash(&proven.leaf), place, at, &proven.proof);
		match self.root(at)? {
			Some(expected) if root == Some(expected) => Ok(proven),
			Some(_) => Err(ChainError::Inconsistent(block)),
			None => Err(ChainError::NoBlock(at)),
		}
	}

	fn root(&self, block: u32) -> Result<Option<B256>, ChainError> {
		if block > self.client.info().finalized_number {
			return Ok(None);
		}
		match self.header(block) {
			Ok((_, header)) => Ok(find_mmr_root_digest::<Block>(&header).map(|root| root.0.into())),
			Err(ChainError::NoBlock(_)) => Ok(None),
			Err(error) => Err(error),
		}
	}

	fn time(&self, block: u32) -> Result<Option<u64>, ChainError> {
		let header = match self.header(block) {
			Ok((_, header)) => header,
			Err(ChainError::NoBlock(_)) => return Ok(None),
			Err(error) => return Err(error),
		};
		if *header.number() == 0 {
			return Ok(None);
		}
		let slot = sc_consensus_babe::find_pre_digest::<Block>(&header).map_err(failed)?.slot();
		Ok(Some(slot.saturating_mul(MILLISECS_PER_BLOCK) / 1_000))
	}
}

/// The set that takes office with a block.
fn announced(header: &Header) -> Option<Authorities<AuthorityId>> {
	let id = OpaqueDigestItemId::Consensus(&BEEFY_ENGINE_ID);
	header.digest().convert_first(|log| match log.try_to::<ConsensusLog<AuthorityId>>(id) {
		Some(ConsensusLog::AuthoritiesChange(set)) => Some(set),
		_ => None,
	})
}

fn session(set: &Authorities<AuthorityId>, first: BlockNumber) -> Session {
	let addresses: Vec<_> = set.validators().iter().map(address).collect();
	let root = encoding::set_root(&addresses);
	Session { id: set.id(), first, addresses, root }
}

/// A validator's address on Ethereum; zero for a key that is not on the curve, as the chain has
/// it.
fn address(key: &AuthorityId) -> Address {
	let key = sp_core::ecdsa::Public::from(key.clone());
	VerifyingKey::from_sec1_bytes(key.as_ref())
		.map_or(Address::ZERO, |key| Address::from_public_key(&key))
}

fn failed(error: impl std::fmt::Display) -> ChainError {
	ChainError::Failed(error.to_string())
}
