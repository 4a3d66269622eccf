//! What tenants and providers do on a chain of one validator.

use super::common::support::{node::Node, SEED};
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
		link::{call, At, Link, Until},
		market,
		registration::{self, Machine, Registered},
		registry::Kind,
	},
	logging,
	metrics::Metrics,
};
use leasehold_client::account::AccountId;
use std::{
	str::FromStr,
	sync::{Arc, OnceLock},
	time::{Duration, Instant},
};
use subxt::dynamic::Value;
use subxt_signer::{sr25519::Keypair, SecretUri};
use tokio::task::JoinHandle;

/// A chain whose node stands for the service of these providers, or nothing after having said why.
pub fn start(name: &str, providers: &[&str]) -> Option<Node> {
	logging::start(logging::Format::Text);
	let services: Vec<_> = providers.iter().map(|who| format!("{who}//service")).collect();
	let services: Vec<_> = services.iter().map(String::as_str).collect();
	Node::start(name, &services, "")
}

/// The chain of all tests that do not stop it. Each has providers and tenants of its own.
pub fn shared() -> Option<&'static Node> {
	static NODE: OnceLock<Option<Node>> = OnceLock::new();
	let providers = ["//Provider1", "//Provider2", "//Alice", "//Bob", "//Charlie", "//Ferdie"];
	NODE.get_or_init(|| start("bids", &providers)).as_ref()
}

/// A connection that the account at `uri` signs over.
pub async fn link(node: &Node, uri: &str) -> Arc<Link> {
	Arc::new(Link::connect(&node.url, key(uri)).await.unwrap())
}

/// Register a provider with a machine of so many cores, the way `leasehold-agent register` does.
pub async fn provider(node: &Node, uri: &str, cores: u32) -> Arc<Link> {
	let link = link(node, uri).await;
	let machine = Machine {
		kind: Kind::Shared,
		architecture: "Amd64".into(),
		capacity: Resources {
			cpu_millicores: cores * 1_000,
			memory_mib: 64 << 10,
			storage: Storage { ephemeral_mib: 1 << 20, persistent_mib: 1 << 20, ram_mib: 1_024 },
			gpus: Vec::new(),
			ports: 100,
		},
		devices: vec![format!("host:{uri}").into_bytes()],
	};
	let there = Registered::read(&link.at_final().await.unwrap(), link.account()).await.unwrap();
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
pub fn engine(node: &Node, link: &Arc<Link>, settings: Settings) -> (JoinHandle<()>, Arc<Metrics>) {
	let metrics = Arc::new(Metrics::default());
	let secrets = Secrets::open(&node.folder().join(link.account().to_string())).unwrap();
	let engine = Engine::new(link.clone(), settings, secrets, None, metrics.clone());
	(tokio::spawn(engine.run()), metrics)
}

/// The key pair at a derivation such as `//Alice`.
pub fn key(uri: &str) -> Keypair {
	Keypair::from_uri(&SecretUri::from_str(&format!("{SEED}{uri}")).unwrap()).unwrap()
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

/// What is ordered: one replica.
pub struct Wish {
	/// How its bids are taken.
	pub auction: &'static str,
	/// What it has.
	pub each: Resources,
	/// What it runs.
	pub manifest: [u8; 32],
	/// Who may serve it.
	pub providers: Vec<AccountId>,
}

impl Wish {
	/// Two cores in an open auction.
	pub fn of(providers: &[&Arc<Link>]) -> Self {
		Self {
			auction: "Open",
			each: Resources {
				cpu_millicores: 2_000,
				memory_mib: 1_024,
				storage: Storage { ephemeral_mib: 1_024, ..Default::default() },
				gpus: Vec::new(),
				ports: 1,
			},
			manifest: [7; 32],
			providers: providers.iter().map(|link| link.account()).collect(),
		}
	}
}

/// Order something; the order's number, and the block that it is in.
pub async fn order(tenant: &Link, wish: &Wish) -> (u64, u64) {
	let Wish { auction, each, manifest, providers } = wish;
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
	let accounts = providers.iter().map(|who| Value::from_bytes(who.0));
	let accounts = Value::unnamed_composite(accounts);
	let requirements = Value::named_composite([
		("attributes", none()),
		("all_of", none()),
		("any_of", none()),
		("min_level", number(0)),
		("attested_machines", Value::bool(false)),
		("admitted", Value::bool(false)),
		("regions", Value::unnamed_composite([Value::from_bytes(b"eu/*")])),
		("excluded_regions", none()),
		("providers", accounts),
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
		("auction", Value::unnamed_variant(*auction, [])),
		("scaling", Value::unnamed_variant("None", [])),
		("relist", Value::bool(false)),
		("min_notice", number(0)),
	]);
	let mut id = market::next_order(&best(tenant).await).await.unwrap();
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
	// Others order at the same time.
	let at = best(tenant).await;
	while market::order(&at, id, tenant.account()).await.unwrap().unwrap().tenant
		!= tenant.account()
	{
		id += 1;
	}
	(id, block)
}

/// The chain at its best block.
pub async fn best(link: &Link) -> At {
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
