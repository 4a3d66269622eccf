//! `verify-lease`: check on Ethereum what the chain says of a lease.

use super::{
	contract::LeaseAnchor::{self, verifyLeaseCall},
	contract::Statement,
	encoding,
	layer1::{Endpoint, Error, Layer1, Revert},
};
use alloy::{
	eips::BlockId,
	primitives::{hex, Address, Bytes},
	sol_types::SolCall,
	transports::http::reqwest,
};
use leasehold_primitives::statement::STATE_CLOSED;
use serde_json::{json, Value};
use std::{fmt::Write, time::Duration};

/// How long the node's answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Check on Ethereum what the chain says of a lease.
///
/// Takes the statement and its proof from a node, which need not be trusted, and asks the anchor
/// whether they hold. Ends with status 0 only if they do. What it cannot tell is whether a newer
/// statement exists: only that of a closed lease is the last one.
#[derive(Clone, Debug, clap::Args)]
pub struct VerifyLeaseCmd {
	/// The lease.
	#[arg(value_name = "LEASE")]
	pub lease: u64,

	/// Ethereum's JSON-RPC endpoint (http or https). It is believed, so use one you trust.
	#[arg(long, value_name = "URL")]
	pub anchor_rpc: Endpoint,

	/// The anchor's address on Ethereum.
	#[arg(long, value_name = "ADDRESS")]
	pub anchor_contract: Address,

	/// The JSON-RPC of a node of this chain that synced fully (http, https, ws or wss).
	#[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9944", value_parser = node_url)]
	pub node_rpc: Endpoint,
}

/// The node's RPC answers requests on the port of its sockets as well.
fn node_url(text: &str) -> Result<Endpoint, String> {
	match text.split_once("://") {
		Some(("ws", rest)) => format!("http://{rest}").parse(),
		Some(("wss", rest)) => format!("https://{rest}").parse(),
		_ => text.parse(),
	}
}

impl VerifyLeaseCmd {
	/// Check, and print what was found.
	///
	/// # Errors
	/// Says why the lease could not be verified.
	pub fn run(&self) -> Result<(), String> {
		let runtime = tokio::runtime::Builder::new_current_thread()
			.enable_all()
			.build()
			.map_err(|error| format!("cannot start: {error}"))?;
		println!("{}", runtime.block_on(self.verify())?);
		Ok(())
	}

	async fn verify(&self) -> Result<String, String> {
		let layer1 = Layer1::new(self.anchor_rpc.clone(), self.anchor_contract)?;
		let latest = BlockId::latest();
		let head = layer1.read(LeaseAnchor::latestBlockCall {}, latest).await;
		let head = head.map_err(|error| error.to_string())?;
		let call = self.proof(head).await?;
		let statement = call.statement.clone();
		if statement.lease != self.lease {
			return Err(format!("the node answered for lease {}", statement.lease));
		}
		let path = encoding::leaf_hash(&call.leaf);
		let said = layer1.read(call.clone(), latest).await.map_err(|error| match error {
			Error::Reverted(Revert::Other(why)) => {
				format!("NOT VERIFIED: the anchor refuses the statement: {why}")
			},
			error => error.to_string(),
		})?;
		let is_final = match layer1.read(call, BlockId::finalized()).await {
			Ok(_) => "yes",
			Err(Error::Reverted(_)) => "not yet: wait until Ethereum's block is final",
			Err(_) => "the endpoint does not say",
		};
		Ok(describe(&statement, said, head, &layer1, is_final, &path.to_string()))
	}

	/// What to ask the anchor, from the node.
	async fn proof(&self, head: u32) -> Result<verifyLeaseCall, String> {
		let node = &self.node_rpc;
		let failed = |error: reqwest::Error| {
			let error = error.without_url();
			format!("the node at {node} does not answer: {error}")
		};
		let client = reqwest::Client::builder().timeout(PATIENCE).build().map_err(failed)?;
		// As text, for it may exceed what JSON numbers carry.
		let request = json!({
			"jsonrpc": "2.0",
			"id": 1,
			"method": "lease_anchorProof",
			"params": [self.lease.to_string(), head],
		});
		let answer = client
			.post(node.url().clone())
			.header("content-type", "application/json")
			.body(request.to_string())
			.send()
			.await
			.map_err(failed)?;
		let text = answer.text().await.map_err(failed)?;
		let answer: Value = serde_json::from_str(&text)
			.map_err(|_| format!("the node at {node} answers with something else than JSON"))?;
		if let Some(error) = answer.get("error") {
			let message = error.get("message").and_then(Value::as_str).unwrap_or("no reason");
			return Err(format!("the node at {node} has no proof: {message}"));
		}
		let result = answer.get("result").unwrap_or(&Value::Null);
		if result.is_null() {
			return Err(format!("the chain has said nothing of lease {}", self.lease));
		}
		let calldata = result.get("calldata").and_then(Value::as_str).unwrap_or_default();
		hex::decode(calldata)
			.ok()
			.and_then(|bytes| verifyLeaseCall::abi_decode_validate(&Bytes::from(bytes)).ok())
			.ok_or_else(|| format!("the node at {node} gave a proof that cannot be read"))
	}
}

/// What was verified, for people.
fn describe(
	statement: &Statement,
	said: u32,
	head: u32,
	layer1: &Layer1,
	is_final: &str,
	leaf: &str,
) -> String {
	let state = match statement.state {
		0 => "awarded",
		1 => "active",
		2 => "paused",
		3 => "in grace",
		4 => "being reclaimed",
		STATE_CLOSED => "closed",
		_ => "unknown",
	};
	let asset = match statement.asset.checked_sub(1) {
		None => "the native token".to_string(),
		Some(id) => format!("asset {id}"),
	};
	let mut text = String::new();
	let mut line = |name: &str, value: &dyn std::fmt::Display| {
		// Writing to a string does not fail.
		let _ = writeln!(text, "  {name:<15}{value}");
	};
	line("state", &format_args!("{state} (statement {})", statement.sequence));
	line("tenant", &statement.tenant);
	line("provider", &statement.provider);
	line("asset", &asset);
	line("price", &format_args!("{} base units an hour", statement.price));
	line("paid", &statement.paid);
	line("fees", &statement.fees);
	line("refunded", &statement.refunded);
	line("served", &format_args!("{} ms", statement.served));
	line("usage", &statement.usage);
	line("said at", &format_args!("block {said}, Unix time {} ms", statement.through));
	line("anchored under", &format_args!("block {head}, leaf {leaf}"));
	line("final", &is_final);
	let mut out = format!(
		"VERIFIED: lease {} by the anchor {} at {}\n",
		statement.lease,
		layer1.contract(),
		layer1.endpoint(),
	);
	out.push_str(text.trim_end());
	if statement.state != STATE_CLOSED {
		out.push_str("\nThe lease had not ended then; the chain may have said more since.");
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn node_should_be_asked_over_http_when_its_socket_is_named() {
		let shown = |text| node_url(text).map(|url| url.to_string());
		assert_eq!(shown("ws://127.0.0.1:9944"), Ok("http://127.0.0.1:9944".into()));
		assert_eq!(shown("wss://node.example"), Ok("https://node.example".into()));
		assert_eq!(shown("http://127.0.0.1:9944"), Ok("http://127.0.0.1:9944".into()));
		assert!(node_url("127.0.0.1:9944").is_err());
	}

	#[tokio::test]
	async fn check_should_say_what_does_not_answer() {
		let command = VerifyLeaseCmd {
			lease: 1,
			anchor_rpc: "http://127.0.0.1:9".parse().expect("an address"),
			anchor_contract: Address::ZERO,
			node_rpc: "http://127.0.0.1:9".parse().expect("an address"),
		};
		let error = command.verify().await.expect_err("nothing listens there");
		assert!(error.contains("Ethereum cannot be reached"), "{error}");
	}
}
