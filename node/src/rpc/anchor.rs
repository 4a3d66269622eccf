//! `lease_anchor*`: from a lease to everything that the anchor on Ethereum wants of it.

use super::lease::{failed, invalid};
use crate::anchor::{ChainError, LeaseProof, Ledger, ProofError};
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::error::{ErrorObject, ErrorObjectOwned},
};
use leasehold_primitives::runtime_api::{LedgerApi as _, StatementProof};
use leasehold_runtime::Hash;
use serde::Deserialize;
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// This node did not execute the blocks that it would have to prove.
const NOT_INDEXED: i32 = -32_010;
/// The statement is younger than the block to prove it under: wait and ask again.
const TOO_EARLY: i32 = -32_011;
/// The block to prove it under is not known or not final here.
const NO_BLOCK: i32 = -32_012;

/// The methods.
#[rpc(server)]
pub trait Anchor {
	/// The latest statement on a lease with its path, the leaf that carries its root, the leaf's
	/// proof under the root of block `at` (of the last that BEEFY has signed if left out; for an
	/// anchor, its `latestBlock()`), and what anchors that block. Null if there is no statement.
	///
	/// The number is a JSON number or, beyond 2^53, a decimal string.
	#[method(name = "lease_anchorProof", blocking)]
	fn proof(&self, lease: Number, at: Option<u32>) -> RpcResult<Option<LeaseProof>>;

	/// The same for the statement with this leaf hash.
	#[method(name = "lease_anchorProofByLeaf", blocking)]
	fn proof_by_leaf(&self, leaf: Hash, at: Option<u32>) -> RpcResult<Option<LeaseProof>>;
}

/// A number, which JSON may carry as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
	/// As a number.
	Plain(u64),
	/// As decimal text.
	Text(String),
}

impl TryFrom<Number> for u64 {
	type Error = ErrorObjectOwned;

	fn try_from(number: Number) -> Result<Self, Self::Error> {
		match number {
			Number::Plain(number) => Ok(number),
			Number::Text(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
				text.parse().map_err(|_| invalid("not the number of a lease"))
			},
			Number::Text(_) => Err(invalid("not the number of a lease")),
		}
	}
}

/// Answers the methods.
pub struct Anchor {
	ledger: Arc<Ledger>,
}

impl Anchor {
	/// Answer from this chain.
	pub fn new(ledger: Arc<Ledger>) -> Self {
		Self { ledger }
	}

	fn prove(
		&self,
		at: Option<u32>,
		ask: impl FnOnce(
			&<crate::service::FullClient as ProvideRuntimeApi<leasehold_runtime::opaque::Block>>::Api,
			Hash,
		) -> Result<Option<StatementProof>, ApiError>,
	) -> RpcResult<Option<LeaseProof>> {
		let client = self.ledger.client();
		let mut api = client.runtime_api();
		api.register_extension(self.ledger.offchain());
		let found = ask(&api, client.info().best_hash).map_err(failed)?;
		drop(api);
		let Some(found) = found else {
			if self.ledger.is_indexed() {
				return Ok(None);
			}
			return Err(refused(ChainError::NotIndexed(1).into()));
		};
		LeaseProof::new(&*self.ledger, found, at).map(Some).map_err(refused)
	}
}

impl AnchorServer for Anchor {
	fn proof(&self, lease: Number, at: Option<u32>) -> RpcResult<Option<LeaseProof>> {
		let lease = lease.try_into()?;
		self.prove(at, |api, best| api.latest_statement(best, lease))
	}

	fn proof_by_leaf(&self, leaf: Hash, at: Option<u32>) -> RpcResult<Option<LeaseProof>> {
		self.prove(at, |api, best| api.indexed_statement(best, leaf))
	}
}

fn refused(error: ProofError) -> ErrorObjectOwned {
	let code = match &error {
		ProofError::Chain(ChainError::NotIndexed(_)) => NOT_INDEXED,
		ProofError::TooEarly { .. } | ProofError::NothingSigned => TOO_EARLY,
		ProofError::Chain(ChainError::NoBlock(_)) => NO_BLOCK,
		_ => jsonrpsee::types::error::INTERNAL_ERROR_CODE,
	};
	ErrorObject::owned(code, error.to_string(), None::<()>)
}
