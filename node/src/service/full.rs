//! A whole node: network, RPC, off-chain workers, and on validators authoring and voting.

use super::{
	new_partial, prepare, Block, Hash, Options, Partial, BEEFY_MIN_BLOCK_DELTA,
	JUSTIFICATION_PERIOD,
};
use crate::{anchor, duties, metrics, policy, provider, rpc};
use futures::{FutureExt, StreamExt};
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_babe::SlotProportion;
use sc_consensus_beefy as beefy;
use sc_consensus_grandpa as grandpa;
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_network::{event::Event, NetworkBackend};
use sc_network_sync::WarpSyncConfig;
use sc_service::{error::Error, Configuration, KeystoreContainer, TaskManager};
use sc_telemetry::Telemetry;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use std::{path::Path, sync::Arc, time::Duration};

/// Start a node. Returns the manager of its tasks; the node runs as long as that lives.
///
/// # Errors
/// If a part of the configuration cannot be had, or a provider's node has no service key, or the
/// approval policy or the poster's key cannot be read.
pub fn new_full<N: NetworkBackend<Block, Hash>>(
	config: Configuration,
	options: Options,
) -> Result<TaskManager, Error> {
	let mut config = prepare(config);
	// What an operator may have forgotten comes before anything is opened or started.
	if options.leasehold.provider {
		config.offchain_worker.enabled = true;
		let keystore = KeystoreContainer::new(&config.keystore)?.keystore();
		provider::ensure_service_key(&keystore, &options.hint).map_err(Error::Other)?;
	}
	if let Some(path) = &options.leasehold.approval_policy {
		policy::read(path).map_err(Error::Other)?;
	}
	let poster = anchor::Config::new(&options.anchor).map_err(Error::Other)?;

	let Partial {
		client,
		backend,
		mut task_manager,
		keystore,
		select_chain,
		import_queue,
		pool,
		consensus,
		links,
		mut telemetry,
	} = new_partial(&config)?;
	let keystore = keystore.keystore();
	let mut offchain_db = backend
		.offchain_storage()
		.ok_or_else(|| Error::Other("the database has no off-chain storage".into()))?;
	match &options.leasehold.approval_policy {
		Some(path) => {
			let watcher = policy::watch(path, offchain_db).map_err(Error::Other)?;
			task_manager.keep_alive(watcher);
		},
		None => policy::store(&mut offchain_db, None),
	}
	let mut worker_db = backend
		.offchain_storage()
		.ok_or_else(|| Error::Other("the database has no off-chain storage".into()))?;
	provider::store_auto_confirm(&mut worker_db, options.leasehold.auto_confirm);

	let role = config.role;
	let is_authority = role.is_authority();
	let force_authoring = config.force_authoring;
	let name = config.network.node_name.clone();
	let enable_grandpa = !config.disable_grandpa;
	let enable_offchain_worker = config.offchain_worker.enabled;
	let registry = config.prometheus_registry().cloned();
	let database_path = config.database.path().map(Path::to_path_buf);
	let authority_discovery_config = sc_authority_discovery::WorkerConfig {
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		persisted_cache_directory: config.network.net_config_path.clone(),
		..Default::default()
	};
	let genesis_hash = client
		.block_hash(0)?
		.ok_or_else(|| Error::Other("the database has no genesis block".into()))?;

	if let Some(registry) = &registry {
		task_manager.spawn_handle().spawn(
			"leasehold-metrics",
			None,
			metrics::follow(client.clone(), registry)?,
		);
	}
	if is_authority {
		task_manager.spawn_handle().spawn(
			"leasehold-duties",
			None,
			duties::follow(client.clone(), keystore.clone(), registry.as_ref())?,
		);
	}
	let commitments = backend
		.offchain_storage()
		.ok_or_else(|| Error::Other("the database has no off-chain storage".into()))?;
	let ledger = Arc::new(anchor::Ledger::new(client.clone(), commitments));
	task_manager.spawn_handle().spawn(
		"anchor-commitments",
		Some("anchor"),
		ledger.clone().follow(links.beefy.best_block.clone()),
	);
	let metrics = N::register_notification_metrics(registry.as_ref());
	let mut net_config = sc_network::config::FullNetworkConfiguration::<_, _, N>::new(
		&config.network,
		registry.clone(),
	);
	let peer_store = net_config.peer_store_handle();

	let grandpa_name = grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_protocol, grandpa_notifications) = grandpa::grandpa_peers_set_config::<_, N>(
		grandpa_name.clone(),
		metrics.clone(),
		Arc::clone(&peer_store),
	);
	net_config.add_notification_protocol(grandpa_protocol);

	let fork_id = config.chain_spec.fork_id();
	let beefy_name = beefy::gossip_protocol_name(genesis_hash, fork_id);
	let (beefy_protocol, beefy_notifications) = beefy::communication::beefy_peers_set_config::<_, N>(
		beefy_name.clone(),
		metrics.clone(),
		peer_store,
	);
	let (beefy_requests, beefy_request_protocol) =
		beefy::communication::request_response::BeefyJustifsRequestHandler::new::<_, N>(
			genesis_hash,
			fork_id,
			client.clone(),
			registry.clone(),
		);
	net_config.add_notification_protocol(beefy_protocol);
	net_config.add_request_response_protocol(beefy_request_protocol);

	let warp_sync = Arc::new(grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		consensus.grandpa.shared_authority_set().clone(),
		Vec::new(),
	));
	let (network, system_rpc_tx, tx_handler_controller, sync, _bitswap) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let voter_state = links.grandpa.voter_state.clone();
	let rpc_builder = {
		let client = client.clone();
		let backend = backend.clone();
		let pool = pool.clone();
		let select_chain = select_chain.clone();
		let chain_spec = config.chain_spec.cloned_box();
		let keystore = keystore.clone();
		let ledger = ledger.clone();
		move |executor: sc_rpc::SubscriptionTaskExecutor| {
			let deps = rpc::Deps {
				client: client.clone(),
				backend: backend.clone(),
				pool: pool.clone(),
				select_chain: select_chain.clone(),
				chain_spec: chain_spec.cloned_box(),
				keystore: keystore.clone(),
				babe: links.babe.clone(),
				grandpa: links.grandpa.clone(),
				beefy: links.beefy.clone(),
				ledger: ledger.clone(),
			};
			rpc::create(deps, executor).map_err(Into::into)
		}
	};
	let _rpc_handlers = sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		client: client.clone(),
		backend: backend.clone(),
		task_manager: &mut task_manager,
		keystore: keystore.clone(),
		transaction_pool: pool.clone(),
		rpc_builder: Box::new(rpc_builder),
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	let telemetry_handle = || telemetry.as_ref().map(Telemetry::handle);

	// After the network, which sets up TLS for the whole process.
	if let Some(poster) = poster {
		let metrics = anchor::Metrics::new(registry.as_ref())?;
		let poster = anchor::Poster::new(ledger, poster, metrics).map_err(Error::Other)?;
		// It reads the database at length after a long silence, and nobody waits for it.
		task_manager.spawn_handle().spawn_blocking("anchor-poster", Some("anchor"), poster.run());
	}

	if enable_offchain_worker {
		let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			keystore: Some(keystore.clone()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
			network_provider: Arc::new(network.clone()),
			is_validator: is_authority,
			enable_http_requests: true,
			custom_extensions: |_| Vec::new(),
		})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	if is_authority {
		let proposer = sc_basic_authorship::ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			pool.clone(),
			registry.as_ref(),
			telemetry_handle(),
		);
		let slot_duration = consensus.babe.config().slot_duration();
		let babe = sc_consensus_babe::start_babe(sc_consensus_babe::BabeParams {
			keystore: keystore.clone(),
			client: client.clone(),
			select_chain,
			env: proposer,
			block_import: consensus.block_import,
			sync_oracle: sync.clone(),
			justification_sync_link: sync.clone(),
			create_inherent_data_providers: move |_, ()| async move {
				let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
				let slot = sp_consensus_babe::inherents::InherentDataProvider::
					from_timestamp_and_slot_duration(*timestamp, slot_duration);
				Ok((slot, timestamp))
			},
			force_authoring,
			backoff_authoring_blocks: Some(BackoffAuthoringOnFinalizedHeadLagging::default()),
			babe_link: consensus.babe,
			// Half of 3 s is the weight limit of a block.
			block_proposal_slot_portion: SlotProportion::new(0.5),
			max_block_proposal_slot_portion: None,
			telemetry: telemetry_handle(),
		})?;
		task_manager.spawn_essential_handle().spawn_blocking(
			"babe-proposer",
			Some("block-authoring"),
			babe,
		);

		let dht_events =
			network.event_stream("authority-discovery").filter_map(|event| async move {
				match event {
					Event::Dht(event) => Some(event),
					_ => None,
				}
			});
		let (discovery, _service) = sc_authority_discovery::new_worker_and_service_with_config(
			authority_discovery_config,
			client.clone(),
			Arc::new(network.clone()),
			Box::pin(dht_events),
			sc_authority_discovery::Role::PublishAndDiscover(keystore.clone()),
			registry.clone(),
			task_manager.spawn_handle(),
		);
		task_manager.spawn_handle().spawn(
			"authority-discovery-worker",
			Some("networking"),
			discovery.run(),
		);
	}

	// Only validators vote, and only voters need the keys.
	let voting_keystore = is_authority.then(|| keystore.clone());

	let beefy_gadget =
		beefy::start_beefy_gadget::<_, _, _, _, _, _, _, BeefyId>(beefy::BeefyParams {
			client: client.clone(),
			backend: backend.clone(),
			payload_provider: sp_consensus_beefy::mmr::MmrRootProvider::new(client.clone()),
			runtime: client.clone(),
			key_store: voting_keystore.clone(),
			network_params: beefy::BeefyNetworkParams {
				network: Arc::new(network.clone()),
				sync: sync.clone(),
				notification_service: beefy_notifications,
				gossip_protocol_name: beefy_name,
				justifications_protocol_name: beefy_requests.protocol_name(),
				_phantom: Default::default(),
			},
			min_block_delta: BEEFY_MIN_BLOCK_DELTA,
			prometheus_registry: registry.clone(),
			links: consensus.beefy,
			on_demand_justifications_handler: beefy_requests,
			is_authority,
		});
	task_manager.spawn_essential_handle().spawn_blocking("beefy-gadget", None, beefy_gadget);
	task_manager.spawn_essential_handle().spawn_blocking(
		"mmr-gadget",
		None,
		mmr_gadget::MmrGadget::start(client, backend, sp_mmr_primitives::INDEXING_PREFIX.to_vec()),
	);

	if enable_grandpa {
		let voter = grandpa::run_grandpa_voter(grandpa::GrandpaParams {
			config: grandpa::Config {
				gossip_duration: Duration::from_millis(333),
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(name),
				keystore: voting_keystore,
				telemetry: telemetry_handle(),
				protocol_name: grandpa_name,
			},
			link: consensus.grandpa,
			network,
			sync: Arc::new(sync),
			notification_service: grandpa_notifications,
			voting_rule: grandpa::VotingRulesBuilder::default().build(),
			prometheus_registry: registry,
			shared_voter_state: voter_state,
			telemetry: telemetry_handle(),
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(pool),
		})?;
		task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	}

	if let Some(path) = database_path {
		sc_storage_monitor::StorageMonitorService::try_spawn(
			options.storage_monitor,
			path,
			&task_manager.spawn_essential_handle(),
		)
		.map_err(|error| Error::Application(error.into()))?;
	}
	Ok(task_manager)
}
