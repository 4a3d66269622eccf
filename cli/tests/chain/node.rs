//! The node that all these tests share.

use std::{
	fs,
	net::TcpListener,
	path::PathBuf,
	process::{Child, ChildStdin, Command, Stdio},
	sync::OnceLock,
	time::{Duration, Instant},
};

/// A running node. It ends with this process: a shell beside it waits for the end of its input.
pub struct Node {
	/// Its WebSocket address.
	pub url: String,
	_shell: Child,
	_input: ChildStdin,
}

/// Whoever votes against //Eve's orders.
const POLICY: &str = "denied_tenants = [\"5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw\"]\n";

/// Ends the node when this process ends, and removes its folder.
const SHELL: &str = r#"
"$LEASEHOLD_NODE" --chain dev --alice --validator --force-authoring --base-path "$FOLDER/node" \
  --no-mdns --no-telemetry --no-prometheus --node-key "$(printf %064d 1)" --rpc-port "$PORT" --rpc-methods unsafe \
  --approval-policy "$FOLDER/policy.toml" --listen-addr /ip4/127.0.0.1/tcp/0 \
  >"$FOLDER/log" 2>&1 </dev/null &
node=$!
cat >/dev/null
kill $node
wait $node
rm -rf "$FOLDER"
"#;

fn binary() -> Result<PathBuf, String> {
	let path = std::env::var_os("LEASEHOLD_NODE").map(PathBuf::from).or_else(|| {
		let cache = std::env::var_os("LEASEHOLD_CACHE").map(PathBuf::from);
		let cache = cache
			.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/leasehold")));
		Some(cache?.join("target/release/leasehold-node"))
	});
	match path {
		Some(path) if path.is_file() => Ok(path),
		Some(path) => Err(format!("there is no node at {}", path.display())),
		None => Err("nothing says where a node is".into()),
	}
}

fn start() -> Result<Node, String> {
	let binary = binary()?;
	let folder = std::env::temp_dir().join(format!("lease-chain-{}", std::process::id()));
	fs::create_dir_all(&folder).map_err(|why| why.to_string())?;
	fs::write(folder.join("policy.toml"), POLICY).map_err(|why| why.to_string())?;
	for secret in ["//Provider1//service", "//Provider2//service"] {
		let key = Command::new(&binary)
			.args(["key", "insert", "--chain", "dev", "--key-type", "lsrv", "--scheme", "sr25519"])
			.args(["--suri", secret, "--base-path"])
			.arg(folder.join("node"))
			.output()
			.map_err(|why| why.to_string())?;
		assert!(key.status.success(), "{}", String::from_utf8_lossy(&key.stderr));
	}
	let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
	let mut shell = Command::new("sh")
		.args(["-c", SHELL])
		.env("LEASEHOLD_NODE", &binary)
		.env("FOLDER", &folder)
		.env("PORT", port.to_string())
		.stdin(Stdio::piped())
		.spawn()
		.map_err(|why| why.to_string())?;
	let input = shell.stdin.take().ok_or("the shell has no input")?;
	let node = Node { url: format!("ws://127.0.0.1:{port}"), _shell: shell, _input: input };
	let limit = Instant::now() + Duration::from_secs(120);
	while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
		assert!(
			Instant::now() < limit,
			"{}",
			fs::read_to_string(folder.join("log")).unwrap_or_default()
		);
		std::thread::sleep(Duration::from_millis(200));
	}
	provider(&node);
	Ok(node)
}

/// //Provider1 registers by the commands that are tested, and its node's heartbeats begin.
fn provider(node: &Node) {
	use super::done;
	let who = "//Provider1";
	done(
		node,
		who,
		"provider register --endpoint https://127.0.0.1:1 --attribute region=eu/de/fsn",
	);
	let added = done(node, who, "provider node add --cpu 64 --memory 256Gi --disk 4Ti --ports 64");
	assert_eq!(added["node"], 0);
	done(node, who, "provider service-key add //Provider1//service");
	let limit = Instant::now() + Duration::from_secs(120);
	// A bid is taken once the first heartbeat has come.
	while done(node, who, "provider show")["clock"]["clock"]["value"].as_u64() == Some(0) {
		assert!(Instant::now() < limit, "no heartbeat has come");
		std::thread::sleep(Duration::from_secs(1));
	}
}

/// The node, or nothing after having said why.
pub fn node() -> Option<&'static Node> {
	static NODE: OnceLock<Result<Node, String>> = OnceLock::new();
	match NODE.get_or_init(start) {
		Ok(node) => Some(node),
		Err(why) => {
			assert!(std::env::var_os("LEASEHOLD_NEEDS_NODE").is_none(), "{why}");
			println!("SKIPPED: the command line on a real chain: {why}");
			None
		},
	}
}
