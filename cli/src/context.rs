//! What all commands share: where the node is, who signs, how things are said.

use crate::{keys::KeyArgs, output::Report};
use leasehold_client::chain::{Account, Call, Chain, Failure, Receipt, Step};
use serde_json::json;

/// Options of all commands.
#[derive(clap::Args)]
pub struct Globals {
	/// Print JSON on standard output, for programs; progress is JSON too, an object a line on
	/// standard error.
	#[arg(long, global = true)]
	pub json: bool,
	/// A node's WebSocket address; else what LEASE_URL says, else ws://127.0.0.1:9944.
	#[arg(long, global = true, value_name = "URL")]
	url: Option<String>,
	/// Go on as soon as a transaction is in a block, before the block is final. Quicker by some
	/// seconds; a block that is not final may still be replaced.
	#[arg(long, global = true)]
	best: bool,
	#[command(flatten)]
	pub key: KeyArgs,
}

/// The node that is asked unless another is named.
const LOCAL: &str = "ws://127.0.0.1:9944";

/// What all commands share, at work.
pub struct Context {
	url: String,
	finality: bool,
	/// Says what goes on.
	pub report: Report,
	key: KeyArgs,
}

impl Context {
	/// From the options.
	pub fn new(globals: Globals) -> Self {
		let url = globals.url.or_else(|| std::env::var("LEASE_URL").ok());
		Self {
			url: url.unwrap_or_else(|| LOCAL.into()),
			finality: !globals.best,
			report: Report::new(globals.json),
			key: globals.key,
		}
	}

	/// Whether results are JSON.
	pub fn json(&self) -> bool {
		self.report.json
	}

	/// Connect to the node.
	pub async fn chain(&self) -> Result<Chain, Failure> {
		if !is_private(&self.url) {
			self.report.warn(&format!(
				"{} is not encrypted: others on the way can read what you ask and change what you are told; use wss://",
				self.url
			));
		}
		Chain::connect(&self.url).await
	}

	/// Who signs.
	pub fn account(&self) -> Result<Account, Failure> {
		self.key.account()
	}

	/// Send a call and say where it is.
	pub async fn send(
		&self,
		chain: &Chain,
		account: &Account,
		call: &Call,
	) -> Result<Receipt, Failure> {
		let what = &call.what;
		chain
			.send(account, call, self.finality, |step| match step {
				Step::Sent => {
					self.report.step(
						None,
						"sent",
						&format!("{what} is sent; waits for a block"),
						json!({}),
					);
				},
				Step::InBlock(block) => {
					let then = if self.finality { "; waits for finality" } else { "" };
					self.report.step(
						Some(block),
						"inBlock",
						&format!("{what} is in the block{then}"),
						json!({}),
					);
				},
				Step::Retracted => {
					self.report.step(
						None,
						"retracted",
						"another block took its place; waits for the next",
						json!({}),
					);
				},
				Step::Final(block) => {
					self.report.step(Some(block), "final", &format!("{what} is final"), json!({}));
				},
			})
			.await
	}
}

/// Whether what is said to this address stays between here and there.
fn is_private(url: &str) -> bool {
	let Some(rest) = url.strip_prefix("ws://") else { return true };
	let authority = rest.split(['/', '?']).next().unwrap_or_default();
	let host = match authority.strip_prefix('[') {
		Some(rest) => rest.split(']').next().unwrap_or_default(),
		None => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
	};
	host == "localhost"
		|| host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn is_private_should_be_encrypted_or_this_machine() {
		for url in
			["wss://node.example", "ws://127.0.0.1:9944", "ws://localhost", "ws://[::1]:9944/x"]
		{
			assert!(is_private(url), "{url}");
		}
		for url in ["ws://node.example:9944", "ws://10.0.0.1", "ws://127.0.0.1.example"] {
			assert!(!is_private(url), "{url}");
		}
	}
}
