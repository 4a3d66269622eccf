//! `leasehold-agent`: runs what is leased from a provider.

use clap::{Parser, Subcommand};
use leasehold_agent::{
	agent::{now, Agent},
	chain::{live::Live, Chain},
	config::{Config, EXAMPLE},
	inventory::Inventory,
	runtime::docker::{Engine, Limits},
	server::{self, Identity},
	store::Store,
};
use leasehold_client::replay::Replays;
use std::{
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
	process::ExitCode,
	str::FromStr,
	time::Duration,
};
use subxt_signer::{sr25519::Keypair, SecretUri};
use tokio::net::TcpListener;

/// Run what is leased from you.
#[derive(Parser)]
#[command(version, disable_help_subcommand = true)]
struct Cli {
	/// The configuration file.
	#[arg(long, global = true, default_value = "/etc/leasehold/agent.toml")]
	config: PathBuf,
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Write a commented configuration file, unless there is one.
	Init,
	/// Print what this machine has, as JSON.
	Inventory {
		/// Where the container engine keeps volumes.
		#[arg(long, default_value = "/var/lib/containers")]
		storage: PathBuf,
	},
	/// Run until stopped. May be killed at any moment.
	Run,
}

/// How long a node that does not answer is left alone.
const RETRY: Duration = Duration::from_secs(5);

/// Lines on standard error, with their level as journald reads it.
struct Log;

impl log::Log for Log {
	fn enabled(&self, metadata: &log::Metadata) -> bool {
		metadata.level() <= log::Level::Info && metadata.target().starts_with("leasehold")
	}

	fn log(&self, record: &log::Record) {
		if self.enabled(record.metadata()) {
			let level = match record.level() {
				log::Level::Error => 3,
				log::Level::Warn => 4,
				_ => 6,
			};
			eprintln!("<{level}>{}", record.args());
		}
	}

	fn flush(&self) {}
}

fn main() -> ExitCode {
	let cli = Cli::parse();
	let done = match cli.command {
		Command::Init => init(&cli.config),
		Command::Inventory { storage } => inventory(&storage),
		Command::Run => run(&cli.config),
	};
	match done {
		Ok(()) => ExitCode::SUCCESS,
		Err(why) => {
			eprintln!("error: {why}");
			ExitCode::FAILURE
		},
	}
}

fn init(path: &Path) -> Result<(), String> {
	let failed = |why| format!("{} cannot be written: {why}", path.display());
	if let Some(directory) = path.parent() {
		fs::create_dir_all(directory).map_err(failed)?;
	}
	let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
	file.and_then(|mut file| file.write_all(EXAMPLE.as_bytes())).map_err(failed)?;
	println!("{} is written: read it through, then start 'leasehold-agent run'", path.display());
	Ok(())
}

fn inventory(storage: &Path) -> Result<(), String> {
	let found = Inventory::read(Path::new("/"), storage)?;
	println!("{}", serde_json::to_string_pretty(&found).map_err(|why| why.to_string())?);
	Ok(())
}

fn run(path: &Path) -> Result<(), String> {
	let _ = log::set_logger(&Log).map(|()| log::set_max_level(log::LevelFilter::Info));
	let config = Config::read(path)?;
	let runtime = tokio::runtime::Runtime::new().map_err(|why| why.to_string())?;
	runtime.block_on(work(config))
}

fn secret(path: &Path) -> Result<Keypair, String> {
	let text = fs::read_to_string(path)
		.map_err(|why| format!("the secret {} cannot be read: {why}", path.display()))?;
	let refuse = || format!("{} has no secret: a phrase, a seed or a derivation", path.display());
	let uri = SecretUri::from_str(text.trim()).map_err(|_| refuse())?;
	Keypair::from_uri(&uri).map_err(|_| refuse())
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
	let signer = secret(&config.chain.secret_file)?;
	let chain = loop {
		match Live::connect(&config.chain.node, signer.clone()).await {
			Ok(chain) => break chain,
			// A node may start later than its agent, and often does.
			Err(why) => log::warn!("{why}; trying again"),
		}
		tokio::time::sleep(RETRY).await;
	};
	let limits = Limits {
		address: config.engine.address.clone(),
		open_files: config.engine.open_files,
		enforce: true,
		closed: config.engine.range()?,
	};
	let engine = Engine::connect(&config.engine.socket, &chain.provider().to_string(), limits)
		.await
		.map_err(|why| why.to_string())?;
	let listener = TcpListener::bind(&config.server.listen)
		.await
		.map_err(|why| format!("{} cannot be listened on: {why}", config.server.listen))?;
	let place = listener.local_addr().map_err(|why| why.to_string())?;
	log::info!("provider {} serves on https://{place}", chain.provider());
	log::info!("certificate {}", identity.fingerprint());
	let agent = Agent::new(chain, engine, store, replays);
	let every = Duration::from_secs(config.look_seconds);
	tokio::select! {
		_ = agent.clone().run(every) => Ok(()),
		_ = server::serve(listener, &identity, server::router(agent)) => Ok(()),
		stopped = tokio::signal::ctrl_c() => stopped.map_err(|why| why.to_string()),
	}
}
