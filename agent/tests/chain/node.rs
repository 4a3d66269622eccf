//! A chain of one validator, and what tenants and providers do on it.

use leasehold_agent::{
	bidding::{
		decide::Rules,
		engine::Engine,
		order::Order,
		resources::{Resources, Storage},
		secrets::Secrets,
		settings::{BiddingConfig, Settings},
	},
	chain::{
		link::{call, Link, Until},
		market,
		registration::{self, Machine, Registered},
		registry::Kind,
	},
	logging,
	metrics::Metrics,
};
use leasehold_client::account::AccountId;
use std::{
	fs::{self, File},
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	str::FromStr,
	sync::Arc,
	time::{Duration, Instant},
};
use subxt::dynamic::Value;
use subxt_signer::{sr25519::Keypair, SecretUri};
use tokio::{sync::Mutex, task::JoinHandle};

/// One chain at a time: two would slow each other down.
static TURN: Mutex<()> = Mutex::const_new(());

/// A node of the test's own, stopped with it.
pub struct Node {
	binary: PathBuf,
	directory: PathBuf,
	port: u16,
	process: Option<Child>,
	_turn: tokio::sync::MutexGuard<'static, ()>,
}

fn free_port() -> u16 {
	TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn binary() -> Result<PathBuf, String> {
	let cache = std::env::var_os("LEASEHOLD_CACHE")
		.map(PathBuf::from)
		.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/leasehold")));
	let path = std::env::var_os("LEASEHOLD_NODE")
		.map(PathBuf::from)
		.or_else(|| cache.map(|cache| cache.join("target/release/leasehold-node")))
		.ok_or("neither LEASEHOLD_NODE nor HOME is set")?;
	match path.exists() {
		true => Ok(path),
		false => {
			Err(format!("there is no node at {}: ./scripts/build.sh makes it", path.display()))
		},
	}
}

impl Node {
	/// Start a chain, or say why the test is skipped. The node beats for //Provider1 and //Provider2.
	pub async fn start(name: &str) -> Option<Self> {
		let binary = match binary() {
			Ok(binary) => binary,
			Err(why) => {
				assert!(std::env::var_os("LEASEHOLD_NEEDS_NODE").is_none(), "{why}");
				eprintln!("SKIPPED {name}: {why}");
				return None;
			},
		};
		let turn = TURN.lock().await;
		logging::start(logging::Format::Text);
		let directory =
			std::env::temp_dir().join(format!("leasehold-{name}-{}", std::process::id()));
		fs::create_dir_all(&directory).unwrap();
		for provider in ["//Provider1", "//Provider2"] {
			let inserted = Command::new(&binary)
				.args(["key", "insert", "--chain", "dev", "--key-type", "lsrv"])
				.args(["--scheme", "sr25519", "--suri", &format!("{provider}//service")])
				.arg("--base-path")
				.arg(&directory)
				.output()
				.unwrap();
			assert!(inserted.status.success(), "{}", String::from_utf8_lossy(&inserted.stderr));
		}
		let made = Command::new(&binary)
			.args(["key", "generate-node-key", "--file"])
			.arg(directory.join("node.key"))
			.output()
			.unwrap();
		assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
		let mut node = Self { binary, directory, port: free_port(), process: None, _turn: turn };
		node.run().await;
		Some(node)
	}

	/// Start the process, and wait until it answers.
	pub async fn run(&mut self) {
		let log =
			File::options().create(true).append(true).open(self.directory.join("log")).unwrap();
		let child = Command::new(&self.binary)
			.args(["--chain", "dev", "--alice", "--validator", "--force-authoring"])
			.args(["--no-mdns", "--no-telemetry", "--rpc-methods", "unsafe"])
			.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{}", free_port())])
			.args(["--rpc-port", &self.port.to_string()])
			.args(["--prometheus-port", &free_port().to_string()])
			.arg("--node-key-file")
			.arg(self.directory.join("node.key"))
			.arg("--base-path")
			.arg(&self.directory)
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(log)
			.spawn()
			.unwrap();
		self.process = Some(child);
		let begun = Instant::now();
		while Link::connect(&self.url(), key("//Alice")).await.is_err() {
			let ended = self.process.as_mut().and_then(|process| process.try_wait().unwrap());
			assert_eq!(ended, None, "the node has stopped; see {}/log", self.directory.display());
			assert!(begun.elapsed() < Duration::from_secs(120), "the node does not answer");
			tokio::time::sleep(Duration::from_millis(500)).await;
		}
	}

	/// Kill the process at once.
	pub fn kill(&mut self) {
		if let Some(mut process) = self.process.take() {
			let _ = process.kill();
			let _ = process.wait();
		}
	}

	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.port)
	}

	/// A connection that the account at `uri` signs over.
	pub async fn link(&self, uri: &str) -> Arc<Link> {
		Arc::new(Link::connect(&self.url(), key(uri)).await.unwrap())
	}

	/// Register a provider with a machine of so many cores, the way `leasehold-agent register` does.
	pub async fn provider(&self, uri: &str, cores: u32) -> Arc<Link> {
		let link = self.link(uri).await;
		let machine = Machine {
			kind: Kind::Shared,
			architecture: "Amd64".into(),
			capacity: Resources {
				cpu_millicores: cores * 1_000,
				memory_mib: 64 << 10,
				storage: Storage {
					ephemeral_mib: 1 << 20,
					persistent_mib: 1 << 20,
					ram_mib: 1_024,
				},
				gpus: Vec::new(),
				ports: 100,
			},
			devices: vec![format!("host:{uri}").into_bytes()],
		};
		let there =
			Registered::read(&link.at_final().await.unwrap(), link.account()).await.unwrap();
		assert!(there.record.is_none() && there.nodes.is_empty());
		let attributes = [("region".to_string(), "eu/de/fsn".to_string())];
		let change = there.change(&machine).unwrap();
		for call in [
			registration::register("https://localhost:8443", &attributes),
			registration::apply(change, &machine),
			registration::service_key(&link, &key(&format!("{uri}//service"))),
		] {
			link.send(&call, Until::Included, "the provider cannot be registered").await.unwrap();
		}
		let at = best(&link).await;
		let there = Registered::read(&at, link.account()).await.unwrap();
		assert_eq!(there.change(&machine), None, "{:?} is not what was sent", there.nodes);
		let expected = there.rates.base + there.rates.of(&machine.capacity).unwrap();
		assert_eq!(there.record.unwrap().bond, expected, "the bond is what is shown beforehand");
		link
	}

	/// The engine of a provider, as it is after a start.
	pub fn engine(&self, link: &Arc<Link>, settings: Settings) -> (JoinHandle<()>, Arc<Metrics>) {
		let metrics = Arc::new(Metrics::default());
		let secrets = Secrets::open(&self.directory.join(link.account().to_string())).unwrap();
		let engine = Engine::new(link.clone(), settings, secrets, None, metrics.clone());
		(tokio::spawn(engine.run()), metrics)
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		self.kill();
		match std::thread::panicking() {
			true => eprintln!("the node's log is {}", self.directory.join("log").display()),
			false => drop(fs::remove_dir_all(&self.directory)),
		}
	}
}

/// The key pair at a derivation such as `//Alice`.
pub fn key(uri: &str) -> Keypair {
	Keypair::from_uri(&SecretUri::from_str(uri).unwrap()).unwrap()
}

/// Bids by a table that makes an order of two cores cost 1,000 base units, and goes down to so many
/// hundredths.
pub fn settings(floor_percent: u8, more: &str) -> Settings {
	let text = format!(
		r#"
		notice_blocks = 20
		grace_blocks = 20
		{more}
		[[table]]
		asset = "LHD"
		core = "0.0000000005"
		gib_memory = "0"
		gib_ephemeral = "0"
		gib_persistent = "0"
		floor_percent = {floor_percent}
	"#
	);
	let config: BiddingConfig = toml::from_str(&text).unwrap();
	config.settings().unwrap()
}

/// Order two cores; the order's number, and the block that it is in.
pub async fn order(tenant: &Link, auction: &str) -> (u64, u64) {
	let each = Resources {
		cpu_millicores: 2_000,
		memory_mib: 1_024,
		storage: Storage { ephemeral_mib: 1_024, ..Default::default() },
		gpus: Vec::new(),
		ports: 1,
	};
	order_of(tenant, auction, &each, [7; 32]).await
}

/// Order one replica; the order's number, and the block that it is in.
pub async fn order_of(
	tenant: &Link,
	auction: &str,
	each: &Resources,
	manifest: [u8; 32],
) -> (u64, u64) {
	let number = |number: u64| Value::u128(number.into());
	let none = || Value::unnamed_composite([]);
	let resources = Value::named_composite([
		("cpu_millicores", number(each.cpu_millicores.into())),
		("memory_mib", number(each.memory_mib)),
		(
			"storage",
			Value::named_composite([
				("ephemeral_mib", number(each.storage.ephemeral_mib)),
				("persistent_mib", number(each.storage.persistent_mib)),
				("ram_mib", number(each.storage.ram_mib)),
			]),
		),
		("gpus", none()),
		("ports", number(each.ports.into())),
	]);
	let requirements = Value::named_composite([
		("attributes", none()),
		("all_of", none()),
		("any_of", none()),
		("min_level", number(0)),
		("attested_machines", Value::bool(false)),
		("admitted", Value::bool(false)),
		("regions", Value::unnamed_composite([Value::from_bytes(b"eu/*")])),
		("excluded_regions", none()),
		("providers", none()),
		("excluded_providers", none()),
	]);
	let spec = Value::named_composite([
		("resources", resources),
		("replicas", number(1)),
		("requirements", requirements),
		("max_price", number(2_000)),
		("architecture", Value::unnamed_variant("None", [])),
		("distinct", Value::bool(false)),
	]);
	let group = Value::named_composite([
		("spec", spec),
		("deposit", Value::u128(1_000_000_000_000)),
		("buy_now", Value::unnamed_variant("None", [])),
		// What an older chain does not know of is passed over.
		("auction", Value::unnamed_variant(auction, [])),
		("scaling", Value::unnamed_variant("None", [])),
		("relist", Value::bool(false)),
		("min_notice", number(0)),
	]);
	let next = market::next_order(&best(tenant).await).await.unwrap();
	let call = call(
		"Market",
		"create_deployment",
		[
			("manifest", Value::from_bytes(manifest)),
			("asset", Value::unnamed_variant("Native", [])),
			("groups", Value::unnamed_composite([group])),
		],
	);
	let block = tenant.send(&call, Until::Included, "nothing can be ordered").await.unwrap();
	(next, block)
}

/// The chain at its best block.
pub async fn best(link: &Link) -> leasehold_agent::chain::link::At {
	let mut blocks = link.client().await.unwrap().stream_best_blocks().await.unwrap();
	let mut newest = blocks.next().await.unwrap().unwrap();
	// The stream begins with the last final block.
	while let Ok(Some(newer)) =
		tokio::time::timeout(Duration::from_millis(200), blocks.next()).await
	{
		newest = newer.unwrap();
	}
	newest.at().await.unwrap()
}

/// An order at the best block as `who` sees it.
pub async fn see(link: &Link, order: u64, who: AccountId) -> Option<Order> {
	market::order(&best(link).await, order, who).await.unwrap()
}

/// Wait until something is so.
pub async fn until<T, F: std::future::Future<Output = Option<T>>>(
	what: &str,
	seconds: u64,
	mut look: impl FnMut() -> F,
) -> T {
	let begun = Instant::now();
	loop {
		if let Some(found) = look().await {
			return found;
		}
		assert!(
			begun.elapsed() < Duration::from_secs(seconds),
			"waited for {what} for {seconds} s"
		);
		tokio::time::sleep(Duration::from_millis(400)).await;
	}
}

/// The winner and the price of an order, once it is awarded.
pub async fn award(link: &Link, order: u64) -> (AccountId, u128) {
	until("the award", 120, || async { market::award(&best(link).await, order).await.unwrap() })
		.await
}

/// The rules of the chain's auctions.
pub async fn rules(link: &Link) -> Rules {
	market::params(&best(link).await).await.unwrap().rules()
}
