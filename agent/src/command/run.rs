//! `leasehold-agent run`.

use super::{block_on, secret};
use leasehold_agent::{
	agent::{now, Agent},
	bidding::{engine::Engine as Bids, secrets::Secrets},
	chain::{
		link::{Link, Until},
		live::Live,
		registration::{self, Registered},
	},
	config::Config,
	inventory::Inventory,
	logging,
	metrics::Metrics,
	offer,
	runtime::docker::{Engine, Limits},
	server::{self, Identity},
	store::Store,
};
use leasehold_client::replay::Replays;
use std::{path::Path, sync::Arc, time::Duration};
use tokio::net::TcpListener;

/// How long a node that does not answer is left alone at first, and at most.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Run until stopped.
pub fn run(path: &Path) -> Result<(), String> {
	let config = Config::read(path)?;
	logging::start(config.log.format);
	block_on(work(config))
}

async fn listen(address: &str) -> Result<TcpListener, String> {
	let bound = TcpListener::bind(address).await;
	bound.map_err(|why| format!("{address} cannot be listened on: {why}"))
}

async fn connect(config: &Config) -> Result<Arc<Link>, String> {
	let signer = secret(&config.chain.secret_file)?;
	let mut pause = RETRY.0;
	loop {
		match Link::connect(&config.chain.node, signer.clone()).await {
			Ok(link) => return Ok(Arc::new(link)),
			// A node may start later than its agent, and often does.
			Err(why) => log::warn!("{why}; trying again in {} s", pause.as_secs()),
		}
		tokio::time::sleep(pause).await;
		pause = (pause * 2).min(RETRY.1);
	}
}

/// Bring the machine on chain as it is. What fails is logged: leases are served all the same.
async fn announce(config: Config, link: Arc<Link>) {
	let done = async {
		let machine = offer::machine(&config)?;
		let at = link.at_final().await.map_err(|why| why.to_string())?;
		let there = Registered::read(&at, link.account()).await.map_err(|why| why.to_string())?;
		if there.record.is_none() {
			return Err("the provider is not registered: 'leasehold-agent register'".to_string());
		}
		let Some(change) = there.change(&machine) else { return Ok(()) };
		let call = registration::apply(change, &machine);
		let sent =
			link.send(&call, Until::Included, "the machine cannot be brought on chain").await;
		let block = sent.map_err(|why| why.to_string())?;
		log::info!(
			"the machine is on chain since block {block}, with {}",
			offer::sentence(&machine)
		);
		Ok(())
	};
	if let Err(why) = done.await {
		log::warn!("{why}");
	}
}

async fn work(config: Config) -> Result<(), String> {
	let store = Store::open(&config.directory)
		.map_err(|why| format!("{} cannot be used: {why}", config.directory.display()))?;
	let replays = Replays::open(&config.directory.join("tokens"), now())
		.map_err(|why| format!("the used tokens cannot be read: {why}"))?;
	let identity = match (&config.server.certificate, &config.server.key) {
		(Some(certificate), Some(key)) => Identity::read(certificate, key)?,
		_ => Identity::own(&config.directory, &config.server.host)?,
	};
	let listener = listen(&config.server.listen).await?;
	let place = listener.local_addr().map_err(|why| why.to_string())?;
	let numbers = match &config.metrics {
		Some(metrics) => Some(listen(&metrics.listen).await?),
		None => None,
	};
	let link = connect(&config).await?;
	let limits = Limits {
		address: config.engine.address.clone(),
		open_files: config.engine.open_files,
		enforce: true,
		closed: config.engine.range()?,
		gpus: Inventory::read(Path::new("/"), &config.machine.storage)?.gpus,
	};
	let engine = Engine::connect(&config.engine.socket, &link.account().to_string(), limits)
		.await
		.map_err(|why| why.to_string())?;
	log::info!("provider {} serves on https://{place}", link.account());
	log::info!("certificate {}", identity.fingerprint());
	let metrics = Arc::new(Metrics::default());
	let bids = match config.bidding()? {
		Some(settings) => {
			let secrets = Secrets::open(&config.directory)
				.map_err(|why| format!("sealed bids cannot be kept: {why}"))?;
			let host = offer::host().map_err(|why| log::warn!("{why}")).ok();
			Some(Bids::new(link.clone(), settings, secrets, host, metrics.clone()))
		},
		None => None,
	};
	let agent = Agent::new(Live(link.clone()), engine, store, replays, metrics.clone());
	let every = Duration::from_secs(config.look_seconds);
	if config.machine.announce {
		tokio::spawn(announce(config, link));
	}
	let bidding = async {
		match bids {
			Some(bids) => bids.run().await,
			None => std::future::pending().await,
		}
	};
	let counting = async {
		match numbers {
			Some(listener) => server::serve_metrics(listener, metrics).await,
			None => std::future::pending().await,
		}
	};
	tokio::select! {
		_ = agent.clone().run(every) => Ok(()),
		_ = bidding => Ok(()),
		_ = counting => Ok(()),
		_ = server::serve(listener, &identity, server::router(agent)) => Ok(()),
		stopped = tokio::signal::ctrl_c() => stopped.map_err(|why| why.to_string()),
	}
}
