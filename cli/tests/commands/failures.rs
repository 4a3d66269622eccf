//! What is said, and left behind, when something fails.

use super::{balance, command, done, file, lease, left, node::node, outcome, units, Going};

#[test]
fn deploy_should_send_nothing_when_the_account_cannot_pay() {
	let Some(node) = node() else { return };
	let web = file("01-sdl-web.yaml");
	let (code, result) = lease(node, "//Nobody", &format!("deploy {web}"));
	assert_eq!(code, 4, "{result:#}");
	let error = result["error"].as_str().unwrap();
	assert!(error.contains("has 0 LHD that is free: nothing was sent"), "{error}");
	let (code, result) = lease(node, "//Ferdie", &format!("deploy {web} --deposit 0.000001"));
	assert_eq!(code, 2, "{result:#}");
	assert!(result["error"].as_str().unwrap().contains("below the least, 0.1 LHD"), "{result:#}");
	let (code, result) =
		lease(node, "//Ferdie", &format!("deploy {web} --deposit 0.0000000000001"));
	assert_eq!(code, 2);
	assert!(result["error"].as_str().unwrap().contains("13 decimals; LHD has 12"), "{result:#}");
	let planned = done(node, "//Ferdie", &format!("deploy {web} --dry-run"));
	assert!(units(&planned["deposits"]) > 0 && units(&planned["transactionFee"]) > 0);
}

#[test]
fn deploy_should_say_what_is_held_when_nobody_serves_in_time() {
	let Some(node) = node() else { return };
	let who = "//Ferdie";
	let before = balance(node, who);
	let web = file("01-sdl-web.yaml");
	let mut deploy = Going::start(node, who, &format!("deploy {web} --deposit 5 --timeout 9s"));
	let order = deploy.until("ordered")["order"].as_u64().unwrap();
	let (code, result) = deploy.end();
	assert_eq!((code, result["kind"].as_str()), (5, Some("unserved")), "{result:#}");
	let text = left(&result);
	assert!(
		text.contains(&format!(
			"5 LHD are on hold for it, and come back with: lease close {order}"
		)),
		"{text}"
	);
	assert_eq!(balance(node, who).1, before.1 + 5_000_000_000_000);
	let closed = done(node, who, &format!("close {order}"));
	assert_eq!(units(&closed["closed"][0]["refunded"]), 5_000_000_000_000, "{closed:#}");
	assert_eq!(balance(node, who).1, before.1);
}

#[test]
fn deploy_should_say_that_the_deposit_is_back_when_validators_reject() {
	let Some(node) = node() else { return };
	// The node's policy votes against this tenant.
	let who = "//Eve";
	let before = balance(node, who);
	let (code, result) =
		lease(node, who, &format!("deploy {} --deposit 5", file("01-sdl-web.yaml")));
	assert_eq!(code, 5, "{result:#}");
	assert!(
		result["error"].as_str().unwrap().contains("closed without being served"),
		"{result:#}"
	);
	assert!(left(&result).contains("what was left of its deposit is free again"), "{result:#}");
	assert_eq!(balance(node, who).1, before.1);
}

#[test]
fn deploy_should_go_on_when_a_provider_declines() {
	let Some(node) = node() else { return };
	let who = "//Dave";
	let words =
		format!("deploy {} --no-manifest --deposit 5 --timeout 90s", file("01-sdl-web.yaml"));
	let mut deploy = Going::start(node, who, &words);
	let order = deploy.until("ordered")["order"].as_u64().unwrap();
	deploy.until("open");
	done(node, "//Provider1", &format!("provider bid {order} 0.5 --best"));
	deploy.until("awarded");
	done(node, "//Provider1", &format!("provider decline {order} --code 3 --best"));
	deploy.until("reopened");
	let (code, again) = lease(node, "//Provider1", &format!("provider bid {order} 0.4"));
	assert_eq!((code, again["code"].as_str()), (4, Some("Market.Excluded")), "{again:#}");
	assert!(left(&again).contains("nothing on hold for it"), "{again:#}");
	let closed = done(node, who, &format!("close {order}"));
	assert_eq!(units(&closed["closed"][0]["refunded"]), 5_000_000_000_000);
	let (code, result) = deploy.end();
	assert_eq!(code, 5, "{result:#}");
	assert!(left(&result).contains(&format!("nothing of order {order}")), "{result:#}");
}

#[test]
fn deploy_should_say_that_the_lease_is_paid_when_the_agent_does_not_answer() {
	let Some(node) = node() else { return };
	let who = "//Bob//stash";
	let web = file("01-sdl-web.yaml");
	let mut deploy = Going::start(node, who, &format!("deploy {web} --deposit 5"));
	let order = deploy.until("ordered")["order"].as_u64().unwrap();
	deploy.until("open");
	done(node, "//Provider1", &format!("provider bid {order} 0.5 --best"));
	let waits = deploy.until("manifestWaits");
	assert!(
		waits["text"].as_str().unwrap().contains("https://127.0.0.1:1 cannot be reached"),
		"{waits}"
	);
	done(node, "//Provider1", &format!("provider confirm {order} --best"));
	let (code, result) = deploy.end();
	assert_eq!((code, result["kind"].as_str()), (6, Some("agent")), "{result:#}");
	let text = left(&result);
	assert!(
		text.contains("is served by") && text.contains(&format!("lease close {order}")),
		"{text}"
	);
	assert!(text.contains(&format!("--send {order}")), "{text}");
	for words in ["logs", "status", "shell"] {
		let (code, result) = lease(node, who, &format!("{words} {order}"));
		assert_eq!((code, result["kind"].as_str()), (6, Some("agent")), "{words}: {result:#}");
	}
	let (code, result) = lease(node, "//Bob", &format!("logs {order}"));
	assert_eq!(code, 4, "{result:#}");
	assert!(result["error"].as_str().unwrap().contains("only its tenant is let in"), "{result:#}");
	done(node, who, &format!("close {order}"));
}

#[test]
fn bid_should_say_why_it_was_refused_and_what_stands() {
	let Some(node) = node() else { return };
	let who = "//Charlie//stash";
	let detached =
		done(node, who, &format!("deploy {} --deposit 5 --detach --best", file("01-sdl-web.yaml")));
	let order = detached["groups"][0]["order"].as_u64().unwrap();
	let (code, result) = lease(node, "//Provider1", &format!("provider bid {order} 1000 --best"));
	assert_eq!((code, result["code"].as_str()), (4, Some("Market.InvalidPrice")), "{result:#}");
	// In the words of the chain's own metadata.
	assert!(
		result["error"].as_str().unwrap().contains("at most the order's maximum"),
		"{result:#}"
	);
	let (code, result) = lease(node, "//Alice//stash", &format!("provider bid {order} 0.4 --best"));
	assert_eq!((code, result["code"].as_str()), (4, Some("Providers.NotFound")), "{result:#}");
	done(node, "//Provider1", &format!("provider bid {order} 0.5 --best"));
	let (_, result) = lease(node, "//Provider1", &format!("provider bid {order} 0.4999 --best"));
	assert!(left(&result).contains("your earlier bid of 0.5 LHD an hour"), "{result:#}");
	let (code, result) = lease(node, who, &format!("top-up {order} 99999999999"));
	assert_eq!(code, 4);
	assert!(left(&result).contains("5 LHD are on hold for it"), "{result:#}");
	let (code, result) = lease(node, who, "top-up 999999 1");
	assert_eq!(code, 4, "{result:#}");
	done(node, who, &format!("close {order}"));
}

#[test]
fn node_should_be_named_when_it_cannot_be_reached() {
	let output = std::process::Command::new(env!("CARGO_BIN_EXE_lease"))
		.args(["--json", "--url", "ws://127.0.0.1:1", "ls", "--all"])
		.output()
		.unwrap();
	let (code, result) = outcome(&output);
	assert_eq!((code, result["kind"].as_str()), (3, Some("node")));
	assert!(
		result["error"]
			.as_str()
			.unwrap()
			.starts_with("the node at ws://127.0.0.1:1 cannot be reached"),
		"{result:#}"
	);
}

#[test]
fn account_should_be_asked_for_when_nobody_signs() {
	let Some(node) = node() else { return };
	let mut silent = std::process::Command::new(env!("CARGO_BIN_EXE_lease"));
	silent
		.args(["--json", "--url", &node.url, "claim"])
		.env_remove("LEASE_SURI")
		.env_remove("LEASE_KEYSTORE");
	let (code, result) = outcome(&silent.output().unwrap());
	assert_eq!(code, 2);
	assert!(result["error"].as_str().unwrap().contains("say --keystore FILE"), "{result:#}");
	let keystore = format!("{}/../client/tests/keystore.json", env!("CARGO_MANIFEST_DIR"));
	let mut with_file = std::process::Command::new(env!("CARGO_BIN_EXE_lease"));
	with_file
		.args(["--json", "--url", &node.url, "--keystore", &keystore, "balance"])
		.env("LEASE_PASSWORD", "leasehold");
	let (code, by_file) = outcome(&with_file.output().unwrap());
	assert_eq!(code, 0, "{by_file:#}");
	assert_eq!(by_file["account"], done(node, "//Tenant1", "balance")["account"]);
	let (code, by_ed25519) =
		outcome(&command(node, "//Tenant1", "balance --scheme ed25519").output().unwrap());
	assert_eq!(code, 0);
	assert_ne!(by_ed25519["account"], by_file["account"]);
}
