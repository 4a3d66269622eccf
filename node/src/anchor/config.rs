//! How the poster is set up.

use super::{
	fees::{Ceiling, GWEI},
	key::Key,
	layer1::Endpoint,
};
use alloy::primitives::Address;
use std::{path::PathBuf, time::Duration};

/// Posting to the anchor on Ethereum.
///
/// Any synced node may post; nothing but gas is needed, and several may share the work. See
/// docs/anchoring.md.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct AnchorParams {
	/// Post to the anchor on Ethereum, through this JSON-RPC endpoint (http or https).
	///
	/// The address is kept out of the logs but for its host, as it may hold an access key.
	#[arg(long, value_name = "URL", requires = "anchor_contract", requires = "anchor_key_file")]
	pub anchor_rpc: Option<Endpoint>,

	/// The anchor's address on Ethereum.
	#[arg(long, value_name = "ADDRESS", requires = "anchor_rpc")]
	pub anchor_contract: Option<Address>,

	/// A file with the private key that pays for posting: 64 hex digits, mode 600.
	#[arg(long, value_name = "FILE", requires = "anchor_rpc")]
	pub anchor_key_file: Option<PathBuf>,

	/// The id that Ethereum must have. Left out, the endpoint's first answer holds until the
	/// node ends.
	#[arg(long, value_name = "ID", requires = "anchor_rpc")]
	pub anchor_chain_id: Option<u64>,

	/// Post when the anchor is behind by so many seconds.
	///
	/// From half of that on, the poster uses the moment at which the validators are about to
	/// change: it then pays one transaction for each change instead of two.
	#[arg(long, value_name = "SECONDS", default_value_t = 86_400, requires = "anchor_rpc")]
	pub anchor_period: u64,

	/// The most to pay for a unit of gas, in gwei. While gas costs more, the poster waits.
	#[arg(long, value_name = "GWEI", default_value_t = 50.0, value_parser = gwei, requires = "anchor_rpc")]
	pub anchor_max_fee: f64,

	/// The most to pay of that to the block's builder, in gwei.
	#[arg(long, value_name = "GWEI", default_value_t = 2.0, value_parser = gwei, requires = "anchor_rpc")]
	pub anchor_max_priority_fee: f64,

	/// Replace a transaction that is not in a block after so many seconds by one that pays more.
	#[arg(long, value_name = "SECONDS", default_value_t = 180, requires = "anchor_rpc")]
	pub anchor_replace_after: u64,

	/// Wait for one's turn up to so many seconds once posting is due, by chance, and look whether
	/// another poster was first. Zero for a poster that is alone.
	#[arg(long, value_name = "SECONDS", default_value_t = 300, requires = "anchor_rpc")]
	pub anchor_turns: u64,

	/// Look at Ethereum every so many seconds; five times as seldom while nothing is to be done.
	#[arg(long, value_name = "SECONDS", default_value_t = 12, value_parser = clap::value_parser!(u64).range(1..=3_600), requires = "anchor_rpc")]
	pub anchor_poll: u64,
}

fn gwei(text: &str) -> Result<f64, String> {
	match text.parse::<f64>() {
		Ok(value) if value > 0.0 && value <= 1e6 => Ok(value),
		_ => Err("must be a number above zero, at most a million".into()),
	}
}

/// A gwei amount within `gwei`'s range as wei.
fn wei(gwei: f64) -> u128 {
	(gwei * GWEI as f64).round() as u128
}

/// A poster that can start.
#[derive(Clone, Debug)]
pub struct Config {
	/// Where Ethereum answers.
	pub endpoint: Endpoint,
	/// The anchor.
	pub contract: Address,
	/// Who pays.
	pub key: Key,
	/// Which Ethereum it must be.
	pub chain_id: Option<u64>,
	/// How old the anchor may get.
	pub period: Duration,
	/// What posting may cost.
	pub ceiling: Ceiling,
	/// When a transaction is stuck.
	pub replace_after: Duration,
	/// How long turns take.
	pub turns: Duration,
	/// How often to look.
	pub poll: Duration,
}

impl Config {
	/// The poster that was asked for; `None` if none was.
	///
	/// # Errors
	/// If the key cannot be read.
	pub fn new(params: &AnchorParams) -> Result<Option<Self>, String> {
		let (Some(endpoint), Some(contract), Some(file)) =
			(&params.anchor_rpc, params.anchor_contract, &params.anchor_key_file)
		else {
			return Ok(None);
		};
		Ok(Some(Self {
			endpoint: endpoint.clone(),
			contract,
			key: Key::read(file)?,
			chain_id: params.anchor_chain_id,
			period: Duration::from_secs(params.anchor_period),
			ceiling: Ceiling {
				max: wei(params.anchor_max_fee),
				priority: wei(params.anchor_max_priority_fee),
			},
			replace_after: Duration::from_secs(params.anchor_replace_after),
			turns: Duration::from_secs(params.anchor_turns),
			poll: Duration::from_secs(params.anchor_poll),
		}))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;

	#[derive(Debug, Parser)]
	struct Line {
		#[clap(flatten)]
		anchor: AnchorParams,
	}

	const CONTRACT: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

	fn line(arguments: &[&str]) -> Result<AnchorParams, clap::Error> {
		Line::try_parse_from([&["node"], arguments].concat()).map(|line| line.anchor)
	}

	#[test]
	fn poster_should_be_off_when_nothing_is_said_of_it() {
		let params = line(&[]).expect("parses");
		assert!(Config::new(&params).expect("no key is needed").is_none());
	}

	#[test]
	fn poster_should_ask_for_endpoint_contract_and_key_together() {
		let rpc = ["--anchor-rpc", "http://127.0.0.1:8545"];
		let contract = ["--anchor-contract", CONTRACT];
		let key = ["--anchor-key-file", "/nonexistent/key"];
		assert!(line(&rpc).is_err());
		assert!(line(&[rpc, contract].concat()).is_err());
		assert!(line(&[contract, key].concat()).is_err());
		assert!(line(&["--anchor-period", "60"]).is_err());
		let params = line(&[rpc, contract, key].concat()).expect("complete");
		let refused = Config::new(&params).expect_err("there is no such file");
		assert!(refused.contains("/nonexistent/key"), "{refused}");
	}

	#[test]
	fn poster_should_refuse_what_makes_no_sense() {
		let with = |more: &[&str]| {
			let base = [
				"--anchor-rpc",
				"http://127.0.0.1:8545",
				"--anchor-contract",
				CONTRACT,
				"--anchor-key-file",
				"key",
			];
			line(&[&base[..], more].concat())
		};
		assert!(with(&["--anchor-max-fee", "0.5"]).is_ok());
		for more in [
			["--anchor-max-fee", "0"],
			["--anchor-max-fee", "-1"],
			["--anchor-max-fee", "NaN"],
			["--anchor-poll", "0"],
			["--anchor-contract", "0x12"],
			["--anchor-rpc", "ftp://127.0.0.1"],
			["--anchor-rpc", "here"],
		] {
			assert!(with(&more).is_err(), "{more:?}");
		}
		assert_eq!(wei(0.5), GWEI / 2);
	}
}
