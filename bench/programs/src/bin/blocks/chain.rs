//! The chain that blocks are made for.

use leasehold_runtime::{apis::RuntimeApi, opaque::Block};
use sc_chain_spec::GenericChainSpec;
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::LongestChain;
use sc_consensus_babe::{BabeBlockImport, BabeLink};
use sc_executor::{HeapAllocStrategy, WasmExecutor};
use sc_service::{client::ClientConfig, new_client, GenesisBlockBuilder};
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, RejectAllTxPool};
use sp_core::{sr25519, Pair};
use sp_inherents::CreateInherentDataProviders;
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystorePtr};
use sp_runtime::BuildStorage;
use std::{path::Path, sync::Arc};

/// Runs the wasm runtime.
pub type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
/// Blocks and state, with the runtime on top.
pub type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;

type Inherents =
	(sp_consensus_babe::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider);
type CreateInherents =
	Arc<dyn CreateInherentDataProviders<Block, (), InherentDataProviders = Inherents>>;
/// BABE's part of importing a block; finality does not matter here.
pub type Import = BabeBlockImport<
	Block,
	Client,
	Arc<Client>,
	CreateInherents,
	LongestChain<Backend<Block>, Block>,
>;

/// All of it.
pub struct Chain {
	pub client: Arc<Client>,
	pub import: Import,
	pub babe: BabeLink<Block>,
	/// Alice's session keys.
	pub keystore: KeystorePtr,
}

/// Start the chain of `spec` in a new database in `folder`.
pub fn open(spec: &Path, folder: &Path) -> Result<Chain, String> {
	let spec = GenericChainSpec::<sc_chain_spec::NoExtension>::from_json_file(spec.to_owned())
		.map_err(|e| format!("the specification cannot be read: {e}"))?;
	let storage = spec.build_storage().map_err(|e| format!("the genesis state: {e}"))?;
	let settings = DatabaseSettings {
		trie_cache_maximum_size: Some(64 * 1024 * 1024),
		state_pruning: Some(PruningMode::blocks_pruning(256)),
		source: DatabaseSource::ParityDb { path: folder.to_owned() },
		blocks_pruning: BlocksPruning::KeepAll,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	};
	let backend = Arc::new(
		Backend::<Block>::new(settings, 4_096).map_err(|e| format!("{}: {e}", folder.display()))?,
	);
	let heap = HeapAllocStrategy::Dynamic { maximum_pages: None };
	let executor = Executor::builder()
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.build();
	let genesis =
		GenesisBlockBuilder::new_with_storage(storage, true, backend.clone(), executor.clone())
			.map_err(|e| e.to_string())?;
	let client = new_client::<_, Block, RuntimeApi, _>(
		backend.clone(),
		executor.clone(),
		genesis,
		Default::default(),
		Default::default(),
		sc_client_api::execution_extensions::ExecutionExtensions::new(None, Arc::new(executor)),
		Box::new(sp_core::testing::TaskExecutor::new()),
		None,
		None,
		ClientConfig { offchain_indexing_api: true, ..Default::default() },
	)
	.map_err(|e| e.to_string())?;
	let client = Arc::new(client);

	let config = sc_consensus_babe::configuration(&*client).map_err(|e| e.to_string())?;
	let slot_duration = config.slot_duration();
	let inherents: CreateInherents = Arc::new(move |_, ()| async move {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot =
			sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
				*timestamp,
				slot_duration,
			);
		Ok((slot, timestamp))
	});
	let (import, babe) = sc_consensus_babe::block_import(
		config,
		client.clone(),
		client.clone(),
		inherents,
		LongestChain::new(backend),
		OffchainTransactionPoolFactory::new(RejectAllTxPool::default()),
	)
	.map_err(|e| e.to_string())?;
	Ok(Chain { client, import, babe, keystore: keystore()? })
}

/// Alice's keys for making blocks and for voting.
fn keystore() -> Result<KeystorePtr, String> {
	let keystore = MemoryKeystore::new();
	let public = sr25519::Pair::from_string(leasehold_bench::sign::ALICE, None)
		.map_err(|e| e.to_string())?
		.public();
	for kind in
		[sp_core::crypto::key_types::BABE, leasehold_primitives::crypto::approvals::KEY_TYPE]
	{
		keystore
			.insert(kind, leasehold_bench::sign::ALICE, public.as_ref())
			.map_err(|()| "the keystore does not take Alice's keys".to_owned())?;
	}
	Ok(keystore.into())
}
