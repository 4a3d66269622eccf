//! The agent's configuration file.

use crate::runtime::egress::Range;
use serde::Deserialize;
use std::{
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
	/// out of reach; without it, nothing is.
	pub networks: Option<String>,
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
		Ok(config)
	}
}

impl EngineConfig {
	/// The range of the containers' networks.
	pub fn range(&self) -> Result<Option<Range>, String> {
		let range = self.networks.as_deref().map(Range::parse).transpose();
		range.map_err(|why| format!("engine.networks: {why}"))
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
	fn config_should_be_refused_with_the_reason() {
		for (from, to, says) in [
			("look_seconds = 6", "look_seconds = 0", "must be from 1 to 60"),
			("look_seconds = 6", "look_second = 6", "unknown field"),
			("# key =", "key =", "come together"),
			("address = \"0.0.0.0\"", "address = \"everywhere\"", "is not an IP address"),
			("[engine]", "[engines]", "unknown field"),
			("10.213.0.0/16", "8.8.0.0/16", "not a private range"),
		] {
			assert_eq!(EXAMPLE.matches(from).count(), 1, "{from}");
			let why = Config::parse(&EXAMPLE.replace(from, to)).unwrap_err();
			assert!(why.contains(says), "'{why}' does not say '{says}'");
		}
	}
}
