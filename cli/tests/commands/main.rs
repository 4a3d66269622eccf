//! The binary against a real chain: one node that validates and serves //Provider1.
//!
//! The node is `$LEASEHOLD_NODE`, or the one that scripts/build.sh has built. Without one, tests
//! say SKIPPED, and fail if LEASEHOLD_NEEDS_NODE is set.

mod agent;
mod failures;
mod life;
mod node;
#[path = "../../../client/tests/support/mod.rs"]
mod support;
mod terms;

use serde_json::Value as Json;
use std::{
	collections::BTreeMap,
	io::{BufRead, BufReader, Read},
	process::{Child, Command, Output, Stdio},
	sync::{mpsc, Arc, Mutex, PoisonError},
	time::{Duration, Instant},
};
use support::{node::Node, SEED};

/// The binary with these words, on the test's node, saying JSON.
fn command(node: &Node, who: &str, words: &str) -> Command {
	let mut command = Command::new(env!("CARGO_BIN_EXE_lease"));
	command
		.args(["--json", "--url", &node.url, "--suri", &format!("{SEED}{who}")])
		.args(words.split_whitespace())
		.env_remove("LEASE_SURI")
		.env_remove("LEASE_KEYSTORE")
		.stdin(Stdio::null())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped());
	command
}

/// Its exit status and what it says on standard output.
fn outcome(output: &Output) -> (i32, Json) {
	let out = String::from_utf8_lossy(&output.stdout);
	let json = serde_json::from_str(&out)
		.unwrap_or_else(|why| panic!("{why}: {out}\n{}", String::from_utf8_lossy(&output.stderr)));
	(output.status.code().unwrap_or(-1), json)
}

/// Run a command to its end, alone among those of `who`: tests run side by side, and two commands of one
/// account at once would sign for the same nonce.
fn ended(node: &Node, who: &str, words: &str) -> Output {
	static TURNS: Mutex<BTreeMap<String, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());
	let turn = {
		let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
		turns.entry(who.to_owned()).or_default().clone()
	};
	// A test that failed meanwhile keeps nobody else away.
	let _alone = turn.lock().unwrap_or_else(PoisonError::into_inner);
	command(node, who, words).output().unwrap()
}

fn lease(node: &Node, who: &str, words: &str) -> (i32, Json) {
	outcome(&ended(node, who, words))
}

/// The same, where it must succeed.
fn done(node: &Node, who: &str, words: &str) -> Json {
	let output = ended(node, who, words);
	let (code, json) = outcome(&output);
	assert_eq!(code, 0, "lease {words}: {json:#}\n{}", String::from_utf8_lossy(&output.stderr));
	json
}

/// A command that goes on, with the steps that it tells of.
struct Going {
	child: Child,
	steps: mpsc::Receiver<Json>,
}

impl Going {
	fn start(node: &Node, who: &str, words: &str) -> Self {
		let mut child = command(node, who, words).spawn().unwrap();
		let errors = BufReader::new(child.stderr.take().unwrap());
		let (tell, steps) = mpsc::channel();
		std::thread::spawn(move || {
			for line in errors.lines().map_while(Result::ok) {
				eprintln!("  {line}");
				if let Ok(json) = serde_json::from_str(&line) {
					let _ = tell.send(json);
				}
			}
		});
		Self { child, steps }
	}

	/// Wait until it tells of this step.
	fn until(&mut self, name: &str) -> Json {
		let limit = Instant::now() + Duration::from_secs(120);
		loop {
			let left = limit.saturating_duration_since(Instant::now());
			match self.steps.recv_timeout(left) {
				Ok(step) if step["step"] == name => return step,
				Ok(_) => {},
				Err(why) => panic!("no step '{name}': {why}; {:?}", self.child.try_wait()),
			}
		}
	}

	/// Wait until it ends.
	fn end(mut self) -> (i32, Json) {
		let mut out = String::new();
		self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
		let code = self.child.wait().unwrap().code().unwrap_or(-1);
		(code, serde_json::from_str(&out).unwrap_or_else(|why| panic!("{why}: {out}")))
	}
}

impl Drop for Going {
	fn drop(&mut self) {
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

/// A deploy file of the client's tests.
fn file(name: &str) -> String {
	format!("{}/../client/tests/deploy/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Base units in an amount.
fn units(json: &Json) -> u128 {
	json["units"].as_str().unwrap_or_else(|| panic!("no amount: {json}")).parse().unwrap()
}

/// The sentences of what is left behind.
fn left(json: &Json) -> String {
	json["left"].to_string()
}

/// What is free and what is on hold of an account's LHD.
fn balance(node: &Node, who: &str) -> (u128, u128) {
	let json = done(node, who, "balance");
	(units(&json["free"]), units(&json["held"]))
}
