//! A chain of one validator.

use super::{folder, free_port, Guarded};
use std::{
	fs,
	net::TcpStream,
	path::{Path, PathBuf},
	process::Command,
	time::{Duration, Instant},
};

/// A node of the test's own.
pub struct Node {
	/// Its WebSocket address.
	pub url: String,
	folder: PathBuf,
	binary: PathBuf,
	port: u16,
	process: Option<Guarded>,
}

/// Ends the node at once, as a machine does that loses its power.
const SCRIPT: &str = r#"
"$LEASEHOLD_NODE" --chain "$FOLDER/dev.json" --alice --validator --force-authoring --base-path "$FOLDER/node" \
  --no-mdns --no-telemetry --no-prometheus --node-key "$(printf %064d 1)" --rpc-port "$PORT" \
  --rpc-methods unsafe --approval-policy "$FOLDER/policy.toml" --listen-addr /ip4/127.0.0.1/tcp/0 \
  >>"$FOLDER/log" 2>&1 </dev/null &
node=$!
until_the_end
kill -KILL $node
wait $node
cd /
[ -e "$FOLDER/stays" ] || rm -rf "$FOLDER"
"#;

/// The node's binary: `$LEASEHOLD_NODE`, or what scripts/build.sh has made.
fn binary() -> Result<PathBuf, String> {
	let path = std::env::var_os("LEASEHOLD_NODE").map(PathBuf::from).or_else(|| {
		let cache = std::env::var_os("LEASEHOLD_CACHE").map(PathBuf::from);
		let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/leasehold"));
		Some(cache.or_else(home)?.join("target/release/leasehold-node"))
	});
	match path {
		Some(path) if path.is_file() => Ok(path),
		Some(path) => {
			Err(format!("there is no node at {}: ./scripts/build.sh makes it", path.display()))
		},
		None => Err("neither LEASEHOLD_NODE nor HOME is set".into()),
	}
}

/// What the node says when it is not to run.
fn say(binary: &Path, arguments: &[&str]) -> Vec<u8> {
	let output = Command::new(binary).args(arguments).output().unwrap();
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	output.stdout
}

impl Node {
	/// Start a chain, or say why the test is skipped.
	///
	/// # Parameters
	/// - `services`: secrets of the providers for whose service the node stands.
	/// - `policy`: what its validator votes by.
	pub fn start(name: &str, services: &[&str], policy: &str) -> Option<Self> {
		let binary = match binary() {
			Ok(binary) => binary,
			Err(why) => {
				assert!(std::env::var_os("LEASEHOLD_NEEDS_NODE").is_none(), "{why}");
				println!("SKIPPED {name}: {why}");
				return None;
			},
		};
		let folder = folder(name);
		fs::write(folder.join("policy.toml"), policy).unwrap();
		// Building the genesis runs the runtime and takes a while; once is enough for all starts.
		let spec = folder.join("dev.json");
		let said = say(&binary, &["export-chain-spec", "--chain", "dev", "--raw"]);
		fs::write(&spec, said).unwrap();
		let (spec, place) = (spec.display().to_string(), folder.join("node").display().to_string());
		for secret in services {
			let from = ["key", "insert", "--chain", &spec, "--base-path", &place];
			let key = ["--key-type", "lsrv", "--scheme", "sr25519", "--suri", secret];
			say(&binary, &[&from[..], &key].concat());
		}
		let port = free_port();
		let url = format!("ws://127.0.0.1:{port}");
		let mut node = Self { url, folder, binary, port, process: None };
		node.run();
		Some(node)
	}

	/// Start the process, and wait until it answers.
	pub fn run(&mut self) {
		let _ = fs::remove_file(self.folder.join("stays"));
		let (binary, port) = (self.binary.display().to_string(), self.port.to_string());
		let variables = [("LEASEHOLD_NODE", binary.as_str()), ("PORT", port.as_str())];
		self.process = Some(Guarded::start(SCRIPT, &self.folder, &variables));
		let limit = Instant::now() + Duration::from_secs(180);
		while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
			assert!(Instant::now() < limit, "the node does not answer: {}", self.log());
			std::thread::sleep(Duration::from_millis(200));
		}
	}

	/// Kill the process; what it has written stays.
	pub fn kill(&mut self) {
		fs::write(self.folder.join("stays"), "").unwrap();
		self.process = None;
	}

	/// A folder that goes with the chain.
	pub fn folder(&self) -> &Path {
		&self.folder
	}

	/// The end of its log.
	fn log(&self) -> String {
		let text = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
		let lines: Vec<_> = text.lines().rev().take(20).collect();
		lines.into_iter().rev().collect::<Vec<_>>().join("\n")
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		if std::thread::panicking() {
			self.kill();
			eprintln!("the node's log is {}", self.folder.join("log").display());
		}
	}
}
