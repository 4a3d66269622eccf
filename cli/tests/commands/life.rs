//! A lease from its deploy file to its end.

use super::{balance, done, file, lease, left, node::node, units, Going};

#[test]
fn deploy_should_see_a_lease_through_from_order_to_close() {
	let Some(node) = node() else { return };
	let who = "//Tenant1";
	let before = balance(node, who);
	let web = file("01-sdl-web.yaml");
	let mut deploy = Going::start(node, who, &format!("deploy {web} --no-manifest --deposit 5"));
	let order = deploy.until("ordered")["order"].as_u64().unwrap();
	deploy.until("open");
	let wanted = done(node, "//Provider1", "provider orders --eligible");
	assert!(wanted["orders"].as_array().unwrap().iter().any(|one| one["id"] == order));
	let bid = done(node, "//Provider1", &format!("provider bid {order} 0.5"));
	assert_eq!(bid["price"]["amount"], "0.5");
	deploy.until("bid");
	let listed = done(node, who, &format!("bids {order}"));
	assert_eq!(listed["bids"][0]["price"]["units"], "500000000000");
	deploy.until("awarded");
	done(node, "//Provider1", &format!("provider confirm {order}"));
	deploy.until("active");
	let (code, result) = deploy.end();
	assert_eq!(code, 0, "{result:#}");
	assert_eq!(result["groups"][0]["state"], "active");
	assert_eq!(result["groups"][0]["price"]["amount"], "0.5");

	let listed = done(node, who, "ls");
	let own = listed["orders"].as_array().unwrap().iter().find(|one| one["id"] == order).unwrap();
	assert_eq!(own["state"], "active");
	let served = done(node, "//Provider1", "provider ls");
	assert!(served["leases"].as_array().unwrap().iter().any(|one| one["lease"] == order));

	let topped = done(node, who, &format!("top-up {order} 2.5LHD"));
	assert_eq!(units(&topped["deposited"]), 2_500_000_000_000);
	let shown = done(node, who, &format!("show {order}"));
	assert_eq!(shown["state"], "active");
	assert_eq!(shown["escrow"]["depositors"][0]["deposited"], "7500000000000");
	assert!(shown["view"]["lasts_for"].as_u64().unwrap() > 3_600_000, "{shown:#}");

	let (code, refused) = lease(node, "//Tenant2", &format!("close {order}"));
	assert_eq!(code, 4);
	assert!(refused["error"].as_str().unwrap().contains("only its tenant may do this"));
	let closed = done(node, who, &format!("close {order}"));
	let back = units(&closed["closed"][0]["refunded"]);
	assert!(back > 7_000_000_000_000 && back <= 7_500_000_000_000, "{closed:#}");
	let after = balance(node, who);
	assert_eq!(after.1, before.1, "nothing stays on hold");
	// What was paid is a few seconds' service, and the fees.
	assert!(before.0 - after.0 < 1_000_000_000_000, "{before:?} {after:?}");
	let (code, gone) = lease(node, who, &format!("show {order}"));
	assert_eq!((code, gone["kind"].as_str()), (4, Some("refused")));
	assert_eq!(left(&gone), "[]");
}

#[test]
fn provider_should_pause_settle_and_leave_by_hand() {
	let Some(node) = node() else { return };
	let order = super::terms::serve(node, "//Tenant2", "0.4");
	let provider = "//Provider1";
	done(node, provider, &format!("provider pause {order}"));
	assert_eq!(done(node, "//Tenant2", &format!("show {order}"))["state"], "paused");
	let (code, twice) = lease(node, provider, &format!("provider pause {order}"));
	assert_eq!((code, twice["code"].as_str()), (4, Some("Leases.WrongState")));
	assert!(left(&twice).contains("is paused by"), "{twice:#}");
	done(node, provider, &format!("provider resume {order}"));
	let settled = done(node, provider, &format!("provider settle {order}"));
	assert!(units(&settled["settled"][0]["paid"]) > 0, "{settled:#}");
	done(node, provider, &format!("provider notice {order} --code 7"));
	assert_eq!(done(node, "//Tenant2", &format!("show {order}"))["state"], "reclaiming");
	done(node, "//Tenant2", &format!("close {order}"));
}
