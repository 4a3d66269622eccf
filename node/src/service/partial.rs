//! What a node and the sub-commands that touch its database have in common.

use super::{
	Block, Consensus, CreateInherents, Executor, FullBackend, FullClient, FullSelectChain,
	RuntimeApi, TransactionPool, JUSTIFICATION_PERIOD,
};
use crate::rpc;
use sc_consensus::DefaultImportQueue;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_grandpa::{FinalityProofProvider, SharedVoterState};
use sc_service::{error::Error, Configuration, KeystoreContainer, TaskManager};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use std::sync::Arc;

/// A node without network and without tasks that vote or author.
pub struct Partial {
	/// The chain.
	pub client: Arc<FullClient>,
	/// Its database.
	pub backend: Arc<FullBackend>,
	/// Runs the node's tasks.
	pub task_manager: TaskManager,
	/// The node's keys.
	pub keystore: KeystoreContainer,
	/// Which fork is best.
	pub select_chain: FullSelectChain,
	/// Checks and imports what others send.
	pub import_queue: DefaultImportQueue<Block>,
	/// Transactions waiting.
	pub pool: Arc<TransactionPool>,
	/// What authoring and voting tasks build on.
	pub consensus: Consensus,
	/// What the RPC builds on.
	pub links: RpcLinks,
	/// The link to telemetry servers, if any.
	pub telemetry: Option<Telemetry>,
}

/// The parts of consensus that RPC methods show.
pub struct RpcLinks {
	/// BABE's worker.
	pub babe: BabeWorkerHandle<Block>,
	/// GRANDPA.
	pub grandpa: rpc::GrandpaDeps,
	/// BEEFY.
	pub beefy: rpc::BeefyDeps,
}

/// Open the database and put together what imports blocks.
///
/// # Errors
/// If the database, the keystore or the telemetry worker cannot be opened, or the genesis state
/// is not that of a chain of this kind.
pub fn new_partial(config: &Configuration) -> Result<Partial, Error> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;

	let executor: Executor = sc_service::new_wasm_executor(&config.executor);
	let (client, backend, keystore, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			Vec::new(),
		)?;
	let client = Arc::new(client);
	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let select_chain = sc_consensus::LongestChain::new(backend.clone());
	let pool = Arc::from(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (grandpa_import, grandpa) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		telemetry.as_ref().map(Telemetry::handle),
	)?;
	let justification_import = grandpa_import.clone();
	let (beefy_import, beefy, beefy_rpc) =
		sc_consensus_beefy::beefy_block_import_and_links::<_, _, _, _, BeefyId>(
			grandpa_import,
			backend.clone(),
			client.clone(),
			config.prometheus_registry().cloned(),
		);

	let babe_config = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let create_inherents: CreateInherents = Arc::new(move |_, ()| async move {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot =
			sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
				*timestamp,
				slot_duration,
			);
		Ok((slot, timestamp))
	});
	let (block_import, babe) = sc_consensus_babe::block_import(
		babe_config,
		beefy_import,
		client.clone(),
		create_inherents,
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(Arc::clone(&pool)),
	)?;
	let (import_queue, babe_worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: babe.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(justification_import)),
			client: client.clone(),
			slot_duration,
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: telemetry.as_ref().map(Telemetry::handle),
		})?;

	let authority_set = grandpa.shared_authority_set().clone();
	let links = RpcLinks {
		babe: babe_worker,
		grandpa: rpc::GrandpaDeps {
			voter_state: SharedVoterState::empty(),
			justifications: grandpa.justification_stream(),
			proofs: FinalityProofProvider::new_for_service(
				backend.clone(),
				Some(authority_set.clone()),
			),
			authority_set,
		},
		beefy: rpc::BeefyDeps {
			justifications: beefy_rpc.from_voter_justif_stream,
			best_block: beefy_rpc.from_voter_best_beefy_stream,
		},
	};

	Ok(Partial {
		client,
		backend,
		task_manager,
		keystore,
		select_chain,
		import_queue,
		pool,
		consensus: Consensus { block_import, babe, grandpa, beefy },
		links,
		telemetry,
	})
}
