//! New terms for leases that run.

use super::{done, file, lease, left, node::node, support::node::Node, units, Going};

/// A lease that is served, at this price.
pub fn serve(node: &Node, tenant: &str, price: &str) -> u64 {
	let words = format!("deploy {} --no-manifest --deposit 5", file("01-sdl-web.yaml"));
	let mut deploy = Going::start(node, tenant, &words);
	let order = deploy.until("ordered")["order"].as_u64().unwrap();
	deploy.until("open");
	done(node, "//Provider1", &format!("provider bid {order} {price} --best"));
	deploy.until("awarded");
	done(node, "//Provider1", &format!("provider confirm {order} --best"));
	let (code, result) = deploy.end();
	assert_eq!(code, 0, "{result:#}");
	order
}

#[test]
fn scale_should_wait_for_the_providers_acceptance() {
	let Some(node) = node() else { return };
	let who = "//Bob";
	let order = serve(node, who, "0.3");
	let mut scale = Going::start(node, who, &format!("scale {order} 2"));
	scale.until("proposed");
	let (code, refused) = lease(node, "//Provider1", &format!("provider accept-terms {order}"));
	assert_eq!(code, 2, "{refused:#}");
	done(node, "//Provider1", &format!("provider accept-terms {order} --place 0:2"));
	let (code, result) = scale.end();
	assert_eq!(code, 0, "{result:#}");
	// Twice the replicas at twice the price.
	assert_eq!((result["replicas"].as_u64(), units(&result["price"])), (Some(2), 600_000_000_000));
	let shown = done(node, who, &format!("show {order}"));
	assert_eq!(shown["lease"]["terms"]["replicas"], 2);
	done(node, who, &format!("close {order}"));
}

#[test]
fn update_should_say_that_the_lease_goes_on_when_the_provider_refuses() {
	let Some(node) = node() else { return };
	let who = "//Charlie";
	let order = serve(node, who, "0.3");
	let words = format!("update {order} {} --price 0.25", file("28-sdl-large.yaml"));
	let mut update = Going::start(node, who, &words);
	update.until("proposed");
	done(node, "//Provider1", &format!("provider refuse-terms {order}"));
	let (code, result) = update.end();
	assert_eq!((code, result["kind"].as_str()), (5, Some("unserved")), "{result:#}");
	assert!(left(&result).contains("goes on as it was"), "{result:#}");
	// Nobody accepts in time, and the proposal is taken back.
	let (code, result) = lease(node, who, &format!("scale {order} 3 --timeout 4s"));
	assert_eq!(code, 5, "{result:#}");
	assert!(left(&result).contains(&format!("lease cancel {order}")), "{result:#}");
	done(node, who, &format!("cancel {order}"));
	done(node, who, &format!("close {order}"));
}
