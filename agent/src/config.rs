//! The agent's configuration file.

use crate::{
	bidding::settings::{BiddingConfig, Settings},
	logging::Format,
	runtime::egress::Range,
};
use serde::Deserialize;
use std::{
	collections::BTreeMap,
	fs,
	path::{Path, PathBuf},
};

/// What `leasehold-agent init` writes.
pub const EXAMPLE: &str = include_str!("../agent.toml");

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
	/// Where the agent keeps what it must not forget.
	pub directory: PathBuf,
	/// How many seconds lie between two looks at chain and containers.
	pub look_seconds: u64,
	/// The chain.
	pub chain: ChainConfig,
	/// What tenants reach.
	pub server: ServerConfig,
	/// What runs containers.
	pub engine: EngineConfig,
	/// How to bid; without it, the operator bids by hand.
	pub bidding: Option<BiddingConfig>,
	/// Where Prometheus asks for numbers; without it, nowhere.
	pub metrics: Option<MetricsConfig>,
	/// What the chain is told of the provider.
	pub provider: Option<ProviderConfig>,
	/// What of this machine is let.
	#[serde(default)]
	pub machine: MachineConfig,
	/// How the log looks.
	#[serde(default)]
	pub log: LogConfig,
}

/// What the chain is told of the provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderConfig {
	/// Where this agent is reached: `https://host[:port]`.
	pub endpoint: String,
	/// What the provider says of itself.
	#[serde(default)]
	pub attributes: BTreeMap<String, String>,
}

/// What of this machine is let.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MachineConfig {
	/// Where the engine keeps volumes: the disk that is let.
	pub storage: PathBuf,
	/// Whether `run` brings the machine onto the chain when it differs from what stands there.
	pub announce: bool,
	/// Whether it is let to one lease at a time.
	pub dedicated: bool,
	/// Hundredths of its CPU.
	pub cpu_percent: u8,
	/// Hundredths of its memory, volumes in memory counted.
	pub memory_percent: u8,
	/// Hundredths of its disk.
	pub disk_percent: u8,
	/// Of these, hundredths for volumes that stay.
	pub persistent_percent: u8,
	/// MiB of its memory for volumes.
	pub ram_mib: u64,
	/// Ports that the public reaches.
	pub ports: u32,
	/// Whether its GPUs are let.
	pub gpus: bool,
}

impl Default for MachineConfig {
	fn default() -> Self {
		Self {
			storage: "/var/lib/containers".into(),
			announce: false,
			dedicated: false,
			cpu_percent: 100,
			memory_percent: 85,
			disk_percent: 80,
			persistent_percent: 50,
			ram_mib: 0,
			ports: 100,
			gpus: true,
		}
	}
}

/// How the log looks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
	/// `text` or `json`.
	#[serde(default)]
	pub format: Format,
}

/// The chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainConfig {
	/// A node's WebSocket address.
	pub node: String,
	/// A file with the provider's secret: a phrase, a seed or a derivation.
	pub secret_file: PathBuf,
}

/// What tenants reach.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
	/// Address and port.
	pub listen: String,
	/// The name in the certificate that the agent makes for itself.
	pub host: String,
	/// A certificate to use instead.
	pub certificate: Option<PathBuf>,
	/// Its key.
	pub key: Option<PathBuf>,
}

/// What runs containers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngineConfig {
	/// podman's or Docker's socket.
	pub socket: String,
	/// The address on which tenants' ports are opened.
	pub address: String,
	/// How many files a container's process may have open.
	pub open_files: i64,
	/// A private range of 16 bits for the containers' networks, from which private addresses are
	/// out of reach; with `open`, nothing is.
	#[serde(default = "closed")]
	pub networks: String,
}

/// What leaves the containers' networks as the engine makes them.
const OPEN: &str = "open";

/// The range of the containers' networks unless another is stated.
fn closed() -> String {
	"10.213.0.0/16".into()
}

/// Where Prometheus asks for numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsConfig {
	/// Address and port, without TLS: for the machine itself or a network of the operator's.
	pub listen: String,
}

impl Config {
	/// Read a file.
	pub fn read(path: &Path) -> Result<Self, String> {
		let text = fs::read_to_string(path).map_err(|why| {
			format!(
				"the configuration {} cannot be read: {why}; 'leasehold-agent init' writes one",
				path.display()
			)
		})?;
		Self::parse(&text).map_err(|why| format!("the configuration {}: {why}", path.display()))
	}

	fn parse(text: &str) -> Result<Self, String> {
		let config: Self = toml::from_str(text).map_err(|why| why.to_string())?;
		if !(1..=60).contains(&config.look_seconds) {
			return Err(format!(
				"look_seconds is {}, it must be from 1 to 60",
				config.look_seconds
			));
		}
		if config.server.certificate.is_some() != config.server.key.is_some() {
			return Err("certificate and key come together: state both or neither".into());
		}
		if config.engine.address.parse::<std::net::IpAddr>().is_err() {
			return Err(format!("engine.address '{}' is not an IP address", config.engine.address));
		}
		config.engine.range()?;
		config.bidding()?;
		let machine = &config.machine;
		let parts = [
			("cpu_percent", machine.cpu_percent),
			("memory_percent", machine.memory_percent),
			("disk_percent", machine.disk_percent),
			("persistent_percent", machine.persistent_percent),
		];
		for (name, part) in parts {
			if part > 100 {
				return Err(format!("machine.{name} is {part}, it must be at most 100"));
			}
		}
		Ok(config)
	}

	/// How to bid.
	pub fn bidding(&self) -> Result<Option<Settings>, String> {
		let settings = self.bidding.as_ref().map(BiddingConfig::settings).transpose();
		settings.map_err(|why| format!("bidding: {why}"))
	}
}

impl EngineConfig {
	/// The range of the containers' networks.
	pub fn range(&self) -> Result<Option<Range>, String> {
		if self.networks == OPEN {
			return Ok(None);
		}
		Range::parse(&self.networks).map(Some).map_err(|why| format!("engine.networks: {why}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn config_should_be_what_init_writes() {
		let config = Config::parse(EXAMPLE).unwrap();
		assert_eq!(config.look_seconds, 6);
		assert_eq!(config.server.certificate, None);
	}

	#[test]
	fn private_addresses_should_be_out_of_reach_unless_networks_are_open() {
		let range = |text: &str| Config::parse(text).unwrap().engine.range().unwrap();
		let line = "\nnetworks = \"10.213.0.0/16\"\n";
		assert_eq!(EXAMPLE.matches(line).count(), 1);
		assert!(range(&EXAMPLE.replace(line, "\n")).is_some());
		assert!(range(&EXAMPLE.replace(line, "\nnetworks = \"open\"\n")).is_none());
	}

	/// The example with the lines of bidding in force.
	fn bids() -> String {
		let (rest, bidding) = EXAMPLE.split_once("# [bidding]").unwrap();
		let line = |line: &str| {
			let code = line.strip_prefix("# ").filter(|code| {
				let name = code.split(' ').next().unwrap_or_default();
				code.starts_with('[')
					|| (code.contains(" = ")
						&& name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_'))
			});
			code.unwrap_or(line).to_string() + "\n"
		};
		let bidding: String = bidding.lines().map(line).collect();
		// Tables, not the script.
		let bidding = bidding.replace("\nscript", "\n# script");
		format!("{rest}[bidding]{bidding}")
	}

	#[test]
	fn config_should_bid_when_the_section_is_there() {
		let config = Config::parse(&bids()).unwrap();
		let settings = config.bidding().unwrap().unwrap();
		assert_eq!((settings.notice, settings.per_tenant.cores), (1_200, Some(16)));
		assert!(Config::parse(EXAMPLE).unwrap().bidding().unwrap().is_none());
	}

	#[test]
	fn bidding_should_be_refused_with_the_reason() {
		for (from, to, says) in [
			("\n# script =", "\nscript =", "state one of them"),
			("core = \"0.01\"", "core = \"dear\"", "the table of LHD: core 'dear'"),
			("notice_blocks = 1200", "notice_blocks = 900000", "above 864000"),
			("grace_blocks = 1200", "grace_blocks = 900000", "above 403200"),
			("cores = 16", "core = 16", "unknown field"),
		] {
			let text = bids();
			assert_eq!(text.matches(from).count(), 1, "{from}");
			let why = Config::parse(&text.replace(from, to)).unwrap_err();
			assert!(why.contains(says), "'{why}' does not say '{says}'");
		}
		let (rest, _) =
			bids().split_once("[[bidding.table]]").map(|(rest, _)| (rest.to_string(), ())).unwrap();
		assert!(Config::parse(&rest).unwrap_err().contains("there are no prices"));
	}

	#[test]
	fn config_should_be_refused_with_the_reason() {
		for (from, to, says) in [
			("look_seconds = 6", "look_seconds = 0", "must be from 1 to 60"),
			("look_seconds = 6", "look_second = 6", "unknown field"),
			("# key =", "key =", "come together"),
			("address = \"0.0.0.0\"", "address = \"everywhere\"", "is not an IP address"),
			("[engine]", "[engines]", "unknown field"),
			("10.213.0.0/16", "8.8.0.0/16", "not a private range"),
			("cpu_percent = 100", "cpu_percent = 101", "at most 100"),
			("format = \"text\"", "format = \"xml\"", "unknown variant"),
		] {
			assert_eq!(EXAMPLE.matches(from).count(), 1, "{from}");
			let why = Config::parse(&EXAMPLE.replace(from, to)).unwrap_err();
			assert!(why.contains(says), "'{why}' does not say '{says}'");
		}
	}
}
