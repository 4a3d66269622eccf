//! What is asked of the node, by JSON-RPC over HTTP, many requests in a call.

use codec::{Decode, Encode};
use leasehold_runtime::{Hash, RuntimeEvent, VERSION};
use serde_json::{json, Value};
use sp_core::bytes::{from_hex, to_hex};
use sp_runtime::OpaqueExtrinsic;
use std::time::Duration;

/// A connection to a node.
#[derive(Clone)]
pub struct Node {
	client: reqwest::Client,
	url: String,
	/// The hash of the chain's first block.
	pub genesis: Hash,
}

/// An event of a block.
pub type Record = frame_system::EventRecord<RuntimeEvent, Hash>;

/// Why the pool did not take a transaction.
#[derive(Clone, Debug)]
pub enum Refusal {
	/// It is full; later it may have room.
	Full,
	/// Something else.
	Other(String),
}

impl Node {
	/// Connect, and see that the node runs the runtime that this program was built with.
	pub async fn connect(url: &str) -> Result<Self, String> {
		// Without one, making a client panics; nothing here is encrypted.
		let _ = rustls::crypto::ring::default_provider().install_default();
		let client = reqwest::Client::builder()
			.timeout(Duration::from_secs(120))
			.build()
			.map_err(|e| e.to_string())?;
		let mut node = Self { client, url: url.to_owned(), genesis: Hash::zero() };
		let version = node.ask("state_getRuntimeVersion", json!([])).await?;
		let spec = version["specVersion"].as_u64();
		if spec != Some(VERSION.spec_version.into()) {
			return Err(format!(
				"the node at {url} runs version {spec:?} of the runtime and this program knows {}: build both again",
				VERSION.spec_version
			));
		}
		node.genesis = node.hash(0).await?;
		Ok(node)
	}

	/// Many calls of one method.
	async fn batch(&self, method: &str, params: Vec<Value>) -> Result<Vec<Value>, String> {
		let calls: Vec<_> = (0..)
			.zip(params)
			.map(|(id, params): (usize, Value)| {
				json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
			})
			.collect();
		let count = calls.len();
		let body = serde_json::to_vec(&calls).map_err(|e| e.to_string())?;
		let answer = self
			.client
			.post(&self.url)
			.header("content-type", "application/json")
			.body(body)
			.send()
			.await
			.map_err(|e| format!("{} does not answer {method}: {e}", self.url))?
			.bytes()
			.await
			.map_err(|e| format!("the answer to {method} broke off: {e}"))?;
		let answers: Vec<Value> = serde_json::from_slice(&answer).map_err(|e| {
			let start = String::from_utf8_lossy(&answer[..answer.len().min(200)]).into_owned();
			format!("the answer to {method} is not a list ({e}): {start}")
		})?;
		let mut sorted = vec![Value::Null; count];
		for answer in answers {
			if let Some(place) =
				answer["id"].as_u64().and_then(|id| sorted.get_mut(usize::try_from(id).ok()?))
			{
				*place = answer;
			}
		}
		Ok(sorted)
	}

	async fn ask(&self, method: &str, params: Value) -> Result<Value, String> {
		let mut answer = self.batch(method, vec![params]).await?.pop().unwrap_or_default();
		match answer.get("error") {
			Some(error) => Err(format!("{method}: {error}")),
			None => Ok(answer["result"].take()),
		}
	}

	/// Hand transactions to the pool.
	pub async fn submit(
		&self,
		extrinsics: &[OpaqueExtrinsic],
	) -> Result<Vec<Result<(), Refusal>>, String> {
		let params = extrinsics.iter().map(|extrinsic| json!([to_hex(&extrinsic.encode(), false)]));
		let answers = self.batch("author_submitExtrinsic", params.collect()).await?;
		Ok(answers.iter().map(taken).collect())
	}

	/// The hash of the best chain's block at a height.
	pub async fn hash(&self, height: u32) -> Result<Hash, String> {
		let found = self.ask("chain_getBlockHash", json!([height])).await?;
		serde_json::from_value(found).map_err(|e| format!("there is no block {height}: {e}"))
	}

	/// The best block's height.
	pub async fn height(&self) -> Result<u32, String> {
		let header = self.ask("chain_getHeader", json!([])).await?;
		let number = header["number"].as_str().unwrap_or_default().trim_start_matches("0x");
		u32::from_str_radix(number, 16).map_err(|e| format!("a header has no number: {e}"))
	}

	/// The value of a storage item in block `at`, or the best.
	pub async fn read<V: Decode>(
		&self,
		key: Vec<u8>,
		at: Option<Hash>,
	) -> Result<Option<V>, String> {
		let found = self.ask("state_getStorage", json!([to_hex(&key, false), at])).await?;
		let Some(hex) = found.as_str() else { return Ok(None) };
		let bytes = from_hex(hex).map_err(|e| format!("a storage value: {e}"))?;
		V::decode(&mut &bytes[..]).map(Some).map_err(|e| format!("a storage value: {e}"))
	}

	/// The events of a block. The pallet keeps their name to itself.
	pub async fn events(&self, at: Hash) -> Result<Vec<Record>, String> {
		let key = frame_support::storage::storage_prefix(b"System", b"Events").to_vec();
		Ok(self.read(key, Some(at)).await?.unwrap_or_default())
	}

	/// The next nonce of an account, what waits in the pool counted.
	pub async fn nonce(&self, who: &leasehold_runtime::AccountId) -> Result<u32, String> {
		let next = self.ask("system_accountNextIndex", json!([who])).await?;
		let next = next.as_u64().and_then(|next| u32::try_from(next).ok());
		next.ok_or_else(|| "an account has no next nonce".into())
	}
}

/// What the pool said of one transaction.
fn taken(answer: &Value) -> Result<(), Refusal> {
	let Some(error) = answer.get("error") else {
		return match answer.get("result") {
			Some(_) => Ok(()),
			None => Err(Refusal::Other("no answer".into())),
		};
	};
	// The codes of polkadot-sdk's author RPC: immediately dropped, and too low a priority while
	// it is full.
	match error["code"].as_i64() {
		Some(1016) => Err(Refusal::Full),
		_ => Err(Refusal::Other(error.to_string())),
	}
}
