//! The node that all these tests share.

use super::{done, support::node::Node};
use std::{
	sync::OnceLock,
	time::{Duration, Instant},
};

/// Whoever votes against //Eve's orders.
const POLICY: &str = "denied_tenants = [\"5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw\"]\n";

/// //Provider1 registers by the commands that are tested, and its node's heartbeats begin.
fn provider(node: &Node) {
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
	static NODE: OnceLock<Option<Node>> = OnceLock::new();
	let start = || {
		let services = ["//Provider1//service", "//Provider2//service"];
		let node = Node::start("lease", &services, POLICY)?;
		provider(&node);
		Some(node)
	};
	NODE.get_or_init(start).as_ref()
}
