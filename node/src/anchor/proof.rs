//! From a statement to everything that the contract wants, as JSON that a web3 client sends
//! unchanged: fields are named as in the contract's ABI, numbers beyond 32 bits are decimal
//! strings, bytes are 0x-hex.

use super::{
	chain::{Chain, ChainError, Session, Signed},
	contract::{LeaseAnchor, MmrLeaf, ProvenLeaf, Signers, Statement, StatementPath, ValidatorSet},
	encoding, signatures,
};
use alloy::{
	primitives::{Address, Bytes, B256, U256},
	sol_types::SolCall,
};
use leasehold_primitives::{runtime_api::StatementProof, statement::Statement as Said};
use serde::Serialize;
use std::fmt;

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofError {
	/// BEEFY has signed nothing yet.
	NothingSigned,
	/// The block to prove it under does not come after the one that said it.
	TooEarly {
		/// The block that said it.
		said: u32,
		/// The block to prove it under.
		at: u32,
	},
	/// The node cannot prove it.
	Chain(ChainError),
	/// The leaf carries another root than the statement's proof leads to.
	Inconsistent(u32),
}

impl From<ChainError> for ProofError {
	fn from(error: ChainError) -> Self {
		Self::Chain(error)
	}
}

impl fmt::Display for ProofError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NothingSigned => write!(f, "BEEFY has signed no block yet"),
			Self::TooEarly { said, at } => write!(
				f,
				"the statement was made in block {said}; it can be proven under a later block, \
				 and this is {at}",
			),
			Self::Chain(error) => write!(f, "{error}"),
			Self::Inconsistent(block) => write!(
				f,
				"the index has other statements of block {block} than the chain: it is damaged",
			),
		}
	}
}

/// A statement and its proof.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaseProof {
	/// The first argument of `verifyLease`.
	pub statement: StatementJson,
	/// The same as `abi.encode` lays it out, thirteen words.
	pub encoded: Bytes,
	/// Its leaf in its block's tree.
	pub statement_leaf: B256,
	/// The block that said it.
	pub said_at: u32,
	/// The second argument.
	pub path: PathJson,
	/// The third.
	pub leaf: LeafJson,
	/// The same in SCALE, as it is hashed.
	pub leaf_encoded: Bytes,
	/// The fourth.
	pub leaf_proof: Vec<B256>,
	/// The fifth: the block whose root it is proven under. It must be anchored.
	pub anchored_block: u32,
	/// The root of the range at that block.
	pub mmr_root: B256,
	/// `verifyLease` with all five, to be called as it is.
	pub calldata: Bytes,
	/// What anchors the block; null where this node has no signatures on it.
	pub commitment: Option<CommitmentJson>,
}

/// A statement.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct StatementJson {
	pub lease: String,
	pub tenant: B256,
	pub provider: B256,
	pub asset: String,
	pub price: String,
	pub paid: String,
	pub fees: String,
	pub refunded: String,
	pub state: u8,
	pub through: String,
	pub served: String,
	pub usage: B256,
	pub sequence: u32,
}

/// The way from a statement to its block's root.
#[derive(Clone, Debug, Serialize)]
pub struct PathJson {
	/// Bit i is set if the node below sibling i is the right one.
	pub sides: U256,
	/// The siblings, bottom first.
	pub siblings: Vec<B256>,
}

/// A set of validators.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct SetJson {
	pub id: String,
	pub length: u32,
	pub root: B256,
}

/// A leaf of the mountain range.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct LeafJson {
	pub version: u8,
	pub parent_number: u32,
	pub parent_hash: B256,
	pub next_set: SetJson,
	pub extra: B256,
}

/// A leaf and its proof.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ProvenLeafJson {
	pub leaf: LeafJson,
	pub proof: Vec<B256>,
}

/// What was signed, and by whom.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommitmentJson {
	/// What was signed, the first argument of `submit`.
	pub commitment: CommittedJson,
	/// The same in SCALE.
	pub encoded: Bytes,
	/// Its hash, which is signed.
	pub hash: B256,
	/// The set that signs.
	pub set: SetJson,
	/// The addresses of its validators, in order.
	pub validators: Vec<Address>,
	/// Their signatures as BEEFY gave them, null for those who did not sign.
	pub signatures: Vec<Option<Bytes>>,
	/// The second argument of `submit`: a quorum in the one form that the contract takes. Null
	/// where too few signatures can be checked on Ethereum.
	pub signers: Option<SignersJson>,
	/// The third argument of `submitHandOver`: the leaf that names the next set.
	pub next: ProvenLeafJson,
	/// `submit` with its arguments, for when the contract has the set in office.
	pub submit: Option<Bytes>,
	/// `submitHandOver` with its arguments, for when the contract has the set before in office.
	pub submit_hand_over: Option<Bytes>,
}

/// What BEEFY's validators sign.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct CommittedJson {
	pub mmr_root: B256,
	pub block_number: u32,
	pub validator_set_id: String,
}

/// Who signed, as the contract takes it.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct SignersJson {
	pub bits: Vec<U256>,
	pub signatures: Bytes,
	pub absent: Vec<Address>,
}

impl LeaseProof {
	/// Prove a statement under the root of block `at`, or of the last that BEEFY has signed.
	///
	/// # Errors
	/// Says why it cannot be proven.
	pub fn new(
		chain: &impl Chain,
		proof: StatementProof,
		at: Option<u32>,
	) -> Result<Self, ProofError> {
		let at = match at {
			Some(at) => at,
			None => chain.latest()?.ok_or(ProofError::NothingSigned)?.commitment.blockNumber,
		};
		let said = proof.block;
		if at <= said {
			return Err(ProofError::TooEarly { said, at });
		}
		let mmr_root = chain.root(at)?.ok_or(ChainError::NoBlock(at))?;
		// The block after the one that said it carries its root.
		let ProvenLeaf { leaf, proof: leaf_proof } = chain.leaf(said.saturating_add(1), at)?;
		if leaf.extra.0 != proof.root.0 || leaf.parentNumber != said {
			return Err(ProofError::Inconsistent(said));
		}
		let encoded = proof.statement.abi_encode().into();
		let statement_leaf = proof.statement.leaf().0.into();
		let statement = Statement::from(&proof.statement);
		let path = StatementPath {
			sides: encoding::sides(proof.index, proof.count),
			siblings: proof.siblings.iter().map(|sibling| sibling.0.into()).collect(),
		};
		let calldata = LeaseAnchor::verifyLeaseCall {
			statement,
			path: path.clone(),
			leaf: leaf.clone(),
			leafProof: leaf_proof.clone(),
			anchoredBlock: at,
		}
		.abi_encode()
		.into();
		let commitment = match chain.signed(at) {
			Ok(signed) => Some(CommitmentJson::new(chain, &signed)?),
			Err(ChainError::NoCommitment(_)) => None,
			Err(error) => return Err(error.into()),
		};
		Ok(Self {
			statement: (&proof.statement).into(),
			encoded,
			statement_leaf,
			said_at: said,
			path: PathJson { sides: path.sides, siblings: path.siblings },
			leaf_encoded: encoding::leaf_bytes(&leaf).into(),
			leaf: leaf.into(),
			leaf_proof,
			anchored_block: at,
			mmr_root,
			calldata,
			commitment,
		})
	}
}

impl CommitmentJson {
	fn new(chain: &impl Chain, signed: &Signed) -> Result<Self, ChainError> {
		let commitment = signed.commitment.clone();
		let (block, id) = (commitment.blockNumber, commitment.validatorSetId);
		let sessions = chain.sessions(block, block)?;
		let session = sessions
			.iter()
			.find(|session| session.id == id)
			.ok_or_else(|| ChainError::Failed(format!("set {id} is not known here")))?;
		let hash = encoding::commitment_hash(&commitment);
		let next = chain.leaf(block, block)?;
		let signers = signatures::signers(&hash, &signed.signatures, &session.addresses).ok();
		let submit = |signers: &Signers| {
			LeaseAnchor::submitCall { commitment: commitment.clone(), signers: signers.clone() }
				.abi_encode()
				.into()
		};
		let submit_hand_over = |signers: &Signers| {
			LeaseAnchor::submitHandOverCall {
				commitment: commitment.clone(),
				signers: signers.clone(),
				next: next.clone(),
			}
			.abi_encode()
			.into()
		};
		Ok(Self {
			encoded: encoding::commitment_bytes(&commitment).into(),
			hash,
			set: session.into(),
			validators: session.addresses.clone(),
			signatures: signed
				.signatures
				.iter()
				.map(|one| one.map(|bytes| Bytes::copy_from_slice(&bytes)))
				.collect(),
			submit: signers.as_ref().map(submit),
			submit_hand_over: signers.as_ref().map(submit_hand_over),
			signers: signers.map(Into::into),
			next: ProvenLeafJson { leaf: next.leaf.clone().into(), proof: next.proof.clone() },
			commitment: CommittedJson {
				mmr_root: commitment.mmrRoot,
				block_number: block,
				validator_set_id: id.to_string(),
			},
		})
	}
}

impl From<&Said> for Statement {
	fn from(said: &Said) -> Self {
		Self {
			lease: said.lease,
			tenant: said.tenant.0.into(),
			provider: said.provider.0.into(),
			asset: said.asset,
			price: said.price,
			paid: said.paid,
			fees: said.fees,
			refunded: said.refunded,
			state: said.state,
			through: said.through,
			served: said.served,
			usage: said.usage.0.into(),
			sequence: said.sequence,
		}
	}
}

impl From<&Said> for StatementJson {
	fn from(said: &Said) -> Self {
		Self {
			lease: said.lease.to_string(),
			tenant: said.tenant.0.into(),
			provider: said.provider.0.into(),
			asset: said.asset.to_string(),
			price: said.price.to_string(),
			paid: said.paid.to_string(),
			fees: said.fees.to_string(),
			refunded: said.refunded.to_string(),
			state: said.state,
			through: said.through.to_string(),
			served: said.served.to_string(),
			usage: said.usage.0.into(),
			sequence: said.sequence,
		}
	}
}

impl From<ValidatorSet> for SetJson {
	fn from(set: ValidatorSet) -> Self {
		Self { id: set.id.to_string(), length: set.length, root: set.root }
	}
}

impl From<&std::sync::Arc<Session>> for SetJson {
	fn from(session: &std::sync::Arc<Session>) -> Self {
		Self { id: session.id.to_string(), length: session.length(), root: session.root }
	}
}

impl From<MmrLeaf> for LeafJson {
	fn from(leaf: MmrLeaf) -> Self {
		Self {
			version: leaf.version,
			parent_number: leaf.parentNumber,
			parent_hash: leaf.parentHash,
			next_set: leaf.nextSet.into(),
			extra: leaf.extra,
		}
	}
}

impl From<Signers> for SignersJson {
	fn from(signers: Signers) -> Self {
		Self { bits: signers.bits, signatures: signers.signatures, absent: signers.absent }
	}
}
