//! An anvil on a free port of this machine, and what the tests do to it.

use super::{Key, Layer1, Toy};
use crate::anchor::layer1::Endpoint;
use alloy::{
	primitives::{hex, Address, Bytes, B256, U256},
	sol_types::SolValue,
};
use serde_json::{json, Value};
use std::{
	fs,
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	sync::OnceLock,
	time::Duration,
};

/// Secrets of the first accounts of every anvil; they are no secrets.
const SECRETS: [&str; 3] = [
	"ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
	"59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
	"5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
];

/// How often anvil is started until it has its port: others may take a free one before it does.
const PORTS_TRIED: u32 = 10;

/// A running anvil. It ends with the test.
pub struct Anvil {
	process: Child,
	port: u16,
	rpc: Layer1,
}

impl Drop for Anvil {
	fn drop(&mut self) {
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

fn contracts() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts")
}

fn binary() -> Option<PathBuf> {
	let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" };
	let path = contracts().join(format!("node_modules/@foundry-rs/anvil-linux-{arch}/bin/anvil"));
	path.exists().then_some(path)
}

/// The anchor's code, compiled once.
fn bytecode() -> Option<&'static Bytes> {
	static CODE: OnceLock<Option<Bytes>> = OnceLock::new();
	CODE.get_or_init(|| {
		let script = "import { ensureBuilt } from './build.js'; ensureBuilt();";
		let built = Command::new("node")
			.args(["--input-type=module", "-e", script])
			.current_dir(contracts())
			.stdout(Stdio::null())
			.status();
		if !built.is_ok_and(|status| status.success()) {
			return None;
		}
		let text = fs::read_to_string(contracts().join("artifacts/LeaseAnchor.json")).ok()?;
		let artifact: Value = serde_json::from_str(&text).ok()?;
		hex::decode(artifact.get("bytecode")?.as_str()?).ok().map(Bytes::from)
	})
	.as_ref()
}

fn endpoint(port: u16) -> Endpoint {
	format!("http://127.0.0.1:{port}").parse().expect("an address")
}

fn spawn(binary: &Path, port: u16) -> Child {
	Command::new(binary)
		.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--chain-id", "31337"])
		.args(["--silent", "--order", "fees"])
		.stdout(Stdio::null())
		.stderr(Stdio::null())
		.spawn()
		.expect("anvil starts")
}

impl Anvil {
	/// Start one that mines each transaction at once; `None` if it is not installed.
	pub async fn start() -> Option<Self> {
		let (Some(binary), Some(_)) = (binary(), bytecode()) else {
			eprintln!("SKIPPED: anvil or solc is missing, run npm ci in contracts/");
			return None;
		};
		for _ in 0..PORTS_TRIED {
			let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr();
			let port = free.expect("bound").port();
			let rpc = Layer1::new(endpoint(port), Address::ZERO).expect("HTTP");
			let mut anvil = Self { process: spawn(&binary, port), port, rpc };
			if anvil.answers().await {
				return Some(anvil);
			}
		}
		panic!("anvil ended at once on each of {PORTS_TRIED} ports");
	}

	/// Wait until it answers; `false` if it has ended, as it does when its port has been taken since.
	async fn answers(&mut self) -> bool {
		for _ in 0..300 {
			if self.process.try_wait().expect("is our child").is_some() {
				return false;
			}
			if self.rpc.chain_id().await.is_ok() {
				return true;
			}
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
		panic!("anvil does not answer on port {}", self.port);
	}

	/// End it.
	pub fn stop(&mut self) {
		self.process.kill().expect("ends");
		self.process.wait().expect("has ended");
	}

	/// Start it anew on its port, from nothing.
	pub async fn restart(&mut self) {
		for _ in 0..PORTS_TRIED {
			self.process = spawn(&binary().expect("it was there"), self.port);
			if self.answers().await {
				return;
			}
			tokio::time::sleep(Duration::from_secs(1)).await;
		}
		panic!("anvil ends at once on port {}", self.port);
	}

	pub fn endpoint(&self) -> Endpoint {
		endpoint(self.port)
	}

	/// The key of one of its accounts, through a file as the node reads it.
	pub fn key(&self, account: u8) -> Key {
		use std::os::unix::fs::PermissionsExt;
		let name = format!("leasehold-anvil-{}-{}-{account}", std::process::id(), self.port);
		let path = std::env::temp_dir().join(name);
		fs::write(&path, SECRETS[usize::from(account)]).expect("writes");
		fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("sets the mode");
		let key = Key::read(&path).expect("a key");
		fs::remove_file(&path).expect("removes");
		key
	}

	pub async fn ask(&self, method: &'static str, params: Value) -> Value {
		self.rpc.ask(method, params).await
	}

	/// Deploy the anchor of `chain`, which then starts from `block`.
	pub async fn deploy(&self, chain: &Toy, block: u32, maximum_age: u64) -> Address {
		let (current, next) = chain.sets(block);
		let arguments = (current, next, block, maximum_age).abi_encode_params();
		let code = [bytecode().expect("compiled"), &arguments[..]].concat();
		let from = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
		let call = json!([{ "from": from, "data": hex::encode_prefixed(code) }]);
		let hash = self.ask("eth_sendTransaction", call).await;
		let receipt = self.mined(&hash).await;
		assert_eq!(receipt["status"], "0x1", "{receipt}");
		receipt["contractAddress"].as_str().expect("an address").parse().expect("an address")
	}

	/// The receipt of a transaction, which is mined a moment after it was sent.
	pub async fn mined(&self, hash: &Value) -> Value {
		for _ in 0..200 {
			let receipt = self.ask("eth_getTransactionReceipt", json!([hash])).await;
			if !receipt.is_null() {
				return receipt;
			}
			tokio::time::sleep(Duration::from_millis(50)).await;
		}
		panic!("{hash} is in no block");
	}

	/// Mine only when told, or each transaction at once.
	pub async fn automine(&self, on: bool) {
		self.ask("evm_setAutomine", json!([on])).await;
	}

	pub async fn mine(&self) {
		self.ask("evm_mine", json!([])).await;
	}

	/// What the next block's base fee is, in wei.
	pub async fn base_fee(&self, wei: u128) {
		self.ask("anvil_setNextBlockBaseFeePerGas", json!([format!("{wei:#x}")])).await;
	}

	pub async fn balance(&self, who: Address, wei: u128) {
		self.ask("anvil_setBalance", json!([who, format!("{wei:#x}")])).await;
	}

	/// How many transactions of an account are in blocks.
	pub async fn nonce(&self, who: Address) -> u64 {
		let answer = self.ask("eth_getTransactionCount", json!([who, "latest"])).await;
		u64::from_str_radix(&answer.as_str().expect("hex")[2..], 16).expect("a number")
	}

	/// The transactions of an account that wait, with what each offers at most in wei.
	pub async fn waiting(&self, who: Address) -> Vec<(B256, Bytes, u128)> {
		let pool = self.ask("txpool_content", json!([])).await;
		let Some(of) = pool["pending"].as_object() else { return Vec::new() };
		of.iter()
			.filter(|(from, _)| from.parse::<Address>().is_ok_and(|from| from == who))
			.flat_map(|(_, by_nonce)| by_nonce.as_object().into_iter().flat_map(|all| all.values()))
			.map(|one| {
				let text = |name: &str| one[name].as_str().unwrap_or_default().to_string();
				let max: U256 = text("maxFeePerGas").parse().expect("a number");
				(
					text("hash").parse().expect("a hash"),
					text("input").parse().expect("bytes"),
					max.to::<u128>(),
				)
			})
			.collect()
	}

	/// Let an account that no poster has send a call, paying as much as asked for.
	pub async fn send_as_other(
		&self,
		to: Address,
		data: &Bytes,
		max: u128,
		priority: u128,
	) -> Value {
		let from = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
		let call = json!([{
			"from": from,
			"to": to,
			"data": data,
			"gas": "0x100000",
			"maxFeePerGas": format!("{max:#x}"),
			"maxPriorityFeePerGas": format!("{priority:#x}"),
		}]);
		self.ask("eth_sendTransaction", call).await
	}
}
