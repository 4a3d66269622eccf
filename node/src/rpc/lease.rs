//! `lease_*`: what people ask of leases, the market and the ledger.
//!
//! Amounts are decimal strings, for they exceed what JSON numbers carry; hashes, keys and encoded
//! bytes are 0x-hex, as web3 clients take them.

use crate::service::FullClient;
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::error::{ErrorObject, ErrorObjectOwned},
};
use leasehold_primitives::{
	group::{Attribute, Requirements},
	runtime_api::{Counts, LeaseApi as _, LeaseView, LedgerApi as _, Quote, StatementProof},
	Architecture, AssetId, Balance, GpuInterface, GpuUnits, GroupSpec, LeaseState, Moment, OrderId,
	Resources, Storage as StorageNeed,
};
use leasehold_runtime::{opaque::Block, AccountId, Hash};
use serde::{Deserialize, Serialize};
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::{
	offchain::{storage::OffchainDb, OffchainDbExt},
	Bytes,
};
use std::sync::Arc;

/// The off-chain storage of the node's database.
type Storage = <crate::service::FullBackend as sc_client_api::Backend<Block>>::OffchainStorage;

/// The methods.
#[rpc(server)]
pub trait Lease {
	/// A lease and its money at block `at` (the best if left out); null if it has ended or never
	/// was.
	#[method(name = "lease_lease")]
	fn lease(&self, id: u64, at: Option<Hash>) -> RpcResult<Option<LeaseJson>>;

	/// Accrued and not paid yet, in base units of the lease's asset.
	#[method(name = "lease_accrued")]
	fn accrued(&self, id: u64, at: Option<Hash>) -> RpcResult<Option<String>>;

	/// Unix time in milliseconds at which the lease's money is used up.
	#[method(name = "lease_depletion")]
	fn depletion(&self, id: u64, at: Option<Hash>) -> RpcResult<Option<u64>>;

	/// What a group would cost in an asset: null or left out for the native token, else its id.
	#[method(name = "lease_quote")]
	fn quote(&self, group: GroupJson, asset: Option<u32>, at: Option<Hash>)
		-> RpcResult<QuoteJson>;

	/// Providers that could bid on an order now, at most 256, from `after` on.
	#[method(name = "lease_eligibleProviders")]
	fn eligible_providers(
		&self,
		order: u64,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Vec<AccountId>>;

	/// How many orders, leases and providers there are.
	#[method(name = "lease_counts")]
	fn counts(&self, at: Option<Hash>) -> RpcResult<CountsJson>;

	/// The latest statement on a lease and its proof under its block's root; null if there is
	/// none. Of ended leases too. Only from nodes that executed the block: after a warp sync the
	/// older ones are not there.
	#[method(name = "lease_statementProof")]
	fn statement_proof(&self, lease: u64) -> RpcResult<Option<StatementProofJson>>;

	/// The statement with this leaf hash and its proof, as above.
	#[method(name = "lease_statementByLeaf")]
	fn statement_by_leaf(&self, leaf: Hash) -> RpcResult<Option<StatementProofJson>>;
}

/// A lease as JSON.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaseJson {
	id: u64,
	deployment: u64,
	group: u8,
	tenant: AccountId,
	provider: AccountId,
	asset: Option<u32>,
	price: String,
	resources: Resources,
	replicas: u16,
	manifest: Hash,
	collateral: String,
	notice: u32,
	grace: u32,
	state: &'static str,
	until: Option<u32>,
	deposited: String,
	paid: String,
	fees: String,
	held: String,
	accrued: String,
	lasts_for: Option<Moment>,
	depleted_at: Option<Moment>,
}

impl From<LeaseView<AccountId>> for LeaseJson {
	fn from(view: LeaseView<AccountId>) -> Self {
		let (state, until) = match view.state {
			LeaseState::Awarded { until } => ("awarded", Some(until)),
			LeaseState::Active => ("active", None),
			LeaseState::Paused => ("paused", None),
			LeaseState::Grace { until } => ("grace", Some(until)),
			LeaseState::Reclaiming { until } => ("reclaiming", Some(until)),
		};
		let terms = view.terms;
		Self {
			id: terms.id,
			deployment: terms.deployment,
			group: terms.group,
			tenant: terms.tenant,
			provider: terms.provider,
			asset: asset_json(&terms.asset),
			price: terms.price.to_string(),
			resources: terms.resources,
			replicas: terms.replicas,
			manifest: terms.manifest,
			collateral: terms.collateral.to_string(),
			notice: terms.notice,
			grace: terms.grace,
			state,
			until,
			deposited: view.totals.deposited.to_string(),
			paid: view.totals.paid.to_string(),
			fees: view.totals.fees.to_string(),
			held: view.totals.held.to_string(),
			accrued: view.accrued.to_string(),
			lasts_for: view.lasts_for,
			depleted_at: view.depleted_at,
		}
	}
}

/// Storage by class, as JSON. What is left out is zero.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StorageJson {
	ephemeral_mib: u64,
	#[serde(default)]
	persistent_mib: u64,
	#[serde(default)]
	ram_mib: u64,
}

/// GPUs of one kind, as JSON. Memory or interface left out: any.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GpuJson {
	vendor: String,
	model: String,
	#[serde(default)]
	memory_mib: Option<u32>,
	#[serde(default)]
	interface: Option<GpuInterface>,
	units: u16,
}

/// A group to be quoted, as JSON. What is left out is empty; `replicas` is one then.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupJson {
	cpu_millicores: u32,
	memory_mib: u64,
	storage: StorageJson,
	#[serde(default)]
	gpus: Vec<GpuJson>,
	#[serde(default)]
	ports: u32,
	#[serde(default)]
	architecture: Option<Architecture>,
	#[serde(default)]
	distinct: bool,
	#[serde(default)]
	replicas: Option<u16>,
	#[serde(default)]
	attributes: Vec<(String, String)>,
	#[serde(default)]
	all_of: Vec<AccountId>,
	#[serde(default)]
	any_of: Vec<AccountId>,
}

impl TryFrom<GroupJson> for GroupSpec<AccountId> {
	type Error = ErrorObjectOwned;

	fn try_from(group: GroupJson) -> Result<Self, Self::Error> {
		let StorageJson { ephemeral_mib, persistent_mib, ram_mib } = group.storage;
		let mut resources = Resources {
			cpu_millicores: group.cpu_millicores,
			memory_mib: group.memory_mib,
			storage: StorageNeed { ephemeral_mib, persistent_mib, ram_mib },
			gpus: Default::default(),
			ports: group.ports,
		};
		for GpuJson { vendor, model, memory_mib, interface, units } in group.gpus {
			let gpu = GpuUnits {
				vendor: bounded("a GPU's vendor", vendor.into_bytes())?,
				model: bounded("a GPU's model", model.into_bytes())?,
				memory_mib,
				interface,
				units,
			};
			resources.gpus.try_push(gpu).map_err(|_| invalid("more than four kinds of GPU"))?;
		}
		if !resources.is_well_formed() {
			return Err(invalid(
				"CPU, memory and ephemeral storage must be above zero and GPUs in ascending order",
			));
		}
		let attributes = group
			.attributes
			.into_iter()
			.map(|(key, value)| {
				Ok(Attribute {
					key: bounded("an attribute's key", key.into_bytes())?,
					value: bounded("an attribute's value", value.into_bytes())?,
				})
			})
			.collect::<Result<Vec<_>, ErrorObjectOwned>>()?;
		Ok(GroupSpec {
			resources,
			replicas: group.replicas.unwrap_or(1),
			requirements: Requirements {
				attributes: bounded("attributes", attributes)?,
				all_of: bounded("allOf", group.all_of)?,
				any_of: bounded("anyOf", group.any_of)?,
				..Default::default()
			},
			max_price: Balance::MAX,
			architecture: group.architecture,
			distinct: group.distinct,
		})
	}
}

/// A quote as JSON.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuoteJson {
	price: Option<String>,
	recent_low: Option<String>,
	recent_average: Option<String>,
	samples: u32,
	eligible: u32,
}

impl From<Quote> for QuoteJson {
	fn from(quote: Quote) -> Self {
		let text = |amount: Option<Balance>| amount.map(|amount| amount.to_string());
		Self {
			price: text(quote.price),
			recent_low: text(quote.recent_low),
			recent_average: text(quote.recent_average),
			samples: quote.samples,
			eligible: quote.eligible,
		}
	}
}

/// Counts as JSON.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CountsJson {
	open_orders: u32,
	leases: u32,
	providers: u32,
	settled_native: String,
}

impl From<Counts> for CountsJson {
	fn from(counts: Counts) -> Self {
		Self {
			open_orders: counts.open_orders,
			leases: counts.leases,
			providers: counts.providers,
			settled_native: counts.settled_native.to_string(),
		}
	}
}

/// A statement and its proof as JSON.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementProofJson {
	/// The block that said it. Its root is the extra data of the MMR leaf of the block after.
	block: u32,
	root: Hash,
	leaf: Hash,
	index: u32,
	count: u32,
	siblings: Vec<Hash>,
	/// The statement as Solidity's `abi.encode` lays it out.
	encoded: Bytes,
	statement: StatementJson,
}

/// A statement as JSON, its fields in the order of their encoding.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementJson {
	lease: u64,
	tenant: Hash,
	provider: Hash,
	asset: u64,
	price: String,
	paid: String,
	fees: String,
	refunded: String,
	state: u8,
	through: u64,
	served: u64,
	usage: Hash,
	sequence: u32,
}

impl From<StatementProof> for StatementProofJson {
	fn from(proof: StatementProof) -> Self {
		let statement = proof.statement;
		Self {
			block: proof.block,
			root: proof.root,
			leaf: statement.leaf(),
			index: proof.index,
			count: proof.count,
			siblings: proof.siblings,
			encoded: statement.abi_encode().into(),
			statement: StatementJson {
				lease: statement.lease,
				tenant: statement.tenant,
				provider: statement.provider,
				asset: statement.asset,
				price: statement.price.to_string(),
				paid: statement.paid.to_string(),
				fees: statement.fees.to_string(),
				refunded: statement.refunded.to_string(),
				state: statement.state,
				through: statement.through,
				served: statement.served,
				usage: statement.usage,
				sequence: statement.sequence,
			},
		}
	}
}

/// Answers the methods.
pub struct Lease {
	client: Arc<FullClient>,
	offchain: OffchainDb<Storage>,
}

impl Lease {
	/// Answer from this chain, with proofs from what this storage has indexed.
	pub fn new(client: Arc<FullClient>, storage: Storage) -> Self {
		Self { client, offchain: OffchainDb::new(storage) }
	}

	fn at(&self, at: Option<Hash>) -> Hash {
		at.unwrap_or_else(|| self.client.info().best_hash)
	}

	/// Ask the runtime at the best block, with the off-chain database at hand.
	fn ledger(
		&self,
		ask: impl FnOnce(
			&<FullClient as ProvideRuntimeApi<Block>>::Api,
			Hash,
		) -> Result<Option<StatementProof>, ApiError>,
	) -> RpcResult<Option<StatementProofJson>> {
		let mut api = self.client.runtime_api();
		api.register_extension(OffchainDbExt::new(self.offchain.clone()));
		Ok(ask(&api, self.at(None)).map_err(failed)?.map(Into::into))
	}
}

impl LeaseServer for Lease {
	fn lease(&self, id: u64, at: Option<Hash>) -> RpcResult<Option<LeaseJson>> {
		let view = self.client.runtime_api().lease(self.at(at), id).map_err(failed)?;
		Ok(view.map(Into::into))
	}

	fn accrued(&self, id: u64, at: Option<Hash>) -> RpcResult<Option<String>> {
		let amount = self.client.runtime_api().accrued(self.at(at), id).map_err(failed)?;
		Ok(amount.map(|amount| amount.to_string()))
	}

	fn depletion(&self, id: u64, at: Option<Hash>) -> RpcResult<Option<u64>> {
		self.client.runtime_api().depletion(self.at(at), id).map_err(failed)
	}

	fn quote(
		&self,
		group: GroupJson,
		asset: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<QuoteJson> {
		let asset = asset.map_or(AssetId::Native, AssetId::WithId);
		let group = group.try_into()?;
		let quote = self.client.runtime_api().quote(self.at(at), group, asset).map_err(failed)?;
		Ok(quote.into())
	}

	fn eligible_providers(
		&self,
		order: OrderId,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Vec<AccountId>> {
		let api = self.client.runtime_api();
		api.eligible_providers(self.at(at), order, after).map_err(failed)
	}

	fn counts(&self, at: Option<Hash>) -> RpcResult<CountsJson> {
		Ok(self.client.runtime_api().counts(self.at(at)).map_err(failed)?.into())
	}

	fn statement_proof(&self, lease: u64) -> RpcResult<Option<StatementProofJson>> {
		self.ledger(|api, at| api.latest_statement(at, lease))
	}

	fn statement_by_leaf(&self, leaf: Hash) -> RpcResult<Option<StatementProofJson>> {
		self.ledger(|api, at| api.indexed_statement(at, leaf))
	}
}

fn asset_json(asset: &AssetId) -> Option<u32> {
	match asset {
		AssetId::Native => None,
		AssetId::WithId(id) => Some(*id),
	}
}

fn bounded<T, B: TryFrom<Vec<T>>>(what: &str, items: Vec<T>) -> Result<B, ErrorObjectOwned> {
	let length = items.len();
	B::try_from(items).map_err(|_| invalid(&format!("{what}: {length} is too long")))
}

/// The caller's mistake.
pub(super) fn invalid(message: &str) -> ErrorObjectOwned {
	ErrorObject::owned(jsonrpsee::types::error::INVALID_PARAMS_CODE, message, None::<()>)
}

/// The runtime could not be asked: an unknown block, or one whose state is gone.
pub(super) fn failed(error: ApiError) -> ErrorObjectOwned {
	let message = format!("the runtime could not be asked: {error}");
	ErrorObject::owned(jsonrpsee::types::error::INTERNAL_ERROR_CODE, message, None::<()>)
}
