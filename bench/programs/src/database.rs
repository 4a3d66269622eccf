//! A chain in a ParityDB database on disk, with the wasm runtime on top.

use leasehold_runtime::{apis::RuntimeApi, opaque::Block};
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_executor::WasmExecutor;
use sc_service::{client::ClientConfig, new_client, GenesisBlockBuilder};
use sp_storage::Storage;
use std::{path::Path, sync::Arc};

/// Runs the wasm runtime.
pub type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
/// Blocks and state, with the runtime on top.
pub type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;

/// Open the database in `folder`; if there is none, make one with `genesis`. `cache` is the most bytes
/// of trie nodes and values that are kept in memory.
///
/// # Errors
/// If the database cannot be opened, or the genesis is not a runtime's.
pub fn open(
	folder: &Path,
	genesis: Storage,
	executor: Executor,
	cache: Option<usize>,
	config: ClientConfig<Block>,
) -> Result<(Arc<Client>, Arc<Backend<Block>>), String> {
	let settings = DatabaseSettings {
		trie_cache_maximum_size: cache,
		state_pruning: Some(PruningMode::blocks_pruning(256)),
		source: DatabaseSource::ParityDb { path: folder.to_owned() },
		blocks_pruning: BlocksPruning::KeepAll,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	};
	let backend = Arc::new(
		Backend::<Block>::new(settings, 4_096).map_err(|e| format!("{}: {e}", folder.display()))?,
	);
	let genesis =
		GenesisBlockBuilder::new_with_storage(genesis, true, backend.clone(), executor.clone())
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
		config,
	)
	.map_err(|e| e.to_string())?;
	Ok((Arc::new(client), backend))
}
