//! Bidding on a real chain: each test starts a node of its own. Where there is none they say so and
//! are skipped; with LEASEHOLD_NEEDS_NODE set that is a failure.

mod node;

use node::{award, order, rules, see, settings, until, Node};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn agent_with_the_lower_floor_should_win_within_its_caps() {
	let Some(node) = Node::start("compete").await else { return };
	let tenant = node.link("//Tenant1").await;
	let (cheap, dear) =
		tokio::join!(node.provider("//Provider1", 4), node.provider("//Provider2", 16));
	let (_one, cheap_metrics) = node.engine(&cheap, settings(90, "per_tenant = { leases = 1 }"));
	let (_two, dear_metrics) = node.engine(&dear, settings(95, ""));

	let (first, block) = order(&tenant, "Open").await;
	// The first bid is in one of the two blocks after the one in which the order was seen.
	let bid = until("a bid", 30, || async {
		let seen = node::best(&tenant).await;
		let order =
			leasehold_agent::chain::market::order(&seen, first, cheap.account()).await.unwrap();
		order.and_then(|order| order.best).map(|_| seen.block_number())
	})
	.await;
	println!("MEASURED: ordered in block {block}, first bid in block {bid}");
	assert!(bid <= block + 2, "ordered in block {block}, first bid in block {bid}");

	let (winner, price) = award(&tenant, first).await;
	assert_eq!(winner, cheap.account());
	// It went no lower than it took to get below the other's floor.
	assert!(price >= 900 && rules(&tenant).await.below(price).unwrap() < 950, "won at {price}");
	println!(
		"MEASURED: won at {price} with {} and {} bids, {} and {} blocks after what they answer",
		cheap_metrics.bids.get(),
		dear_metrics.bids.get(),
		cheap_metrics.bid_blocks.get(),
		dear_metrics.bid_blocks.get(),
	);
	assert!(cheap_metrics.bids.get() >= 1 && dear_metrics.bids.get() >= 1);
	let bids = cheap_metrics.bids.get() + dear_metrics.bids.get();
	let blocks = cheap_metrics.bid_blocks.get() + dear_metrics.bid_blocks.get();
	assert!(blocks <= 2 * bids, "{bids} bids took {blocks} blocks");

	// The winner has one lease of this tenant, which is all that it may have.
	let (second, _) = order(&tenant, "Open").await;
	let (winner, price) = award(&tenant, second).await;
	assert_eq!((winner, price), (dear.account(), 1_000));
	// For another tenant it has room for one order more, as it has four cores.
	let other = node.link("//Tenant2").await;
	let (third, _) = order(&other, "Open").await;
	assert_eq!(award(&other, third).await.0, cheap.account());
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_should_go_on_after_restarts_of_its_own_and_of_the_node() {
	let Some(mut node) = Node::start("restart").await else { return };
	let tenant = node.link("//Tenant1").await;
	let provider = node.provider("//Provider1", 16).await;
	let me = provider.account();
	let (engine, _) = node.engine(&provider, settings(100, ""));
	let (first, _) = order(&tenant, "Open").await;
	until("the bid", 30, || async { see(&tenant, first, me).await?.own }).await;
	engine.abort();

	// One that starts anew sees its bid on chain, and sends no other.
	let again = node.link("//Provider1").await;
	let (_engine, metrics) = node.engine(&again, settings(100, ""));
	assert_eq!(award(&tenant, first).await, (me, 1_000));
	assert_eq!((metrics.bids.get(), metrics.failed_bids.get()), (0, 0));

	// The node goes away and comes back.
	node.kill();
	tokio::time::sleep(Duration::from_secs(4)).await;
	node.run().await;
	let tenant = node.link("//Tenant1").await;
	let (second, block) = order(&tenant, "Open").await;
	until("the bid after the node's return", 90, || async { see(&tenant, second, me).await?.own })
		.await;
	println!(
		"MEASURED: after the node's return, ordered in block {block}, {} bids",
		metrics.bids.get()
	);
	assert!(metrics.broken.get() >= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_bid_should_be_revealed_by_an_agent_that_was_killed() {
	let Some(node) = Node::start("sealed").await else { return };
	let tenant = node.link("//Tenant1").await;
	let has_sealed = node::best(&tenant)
		.await
		.metadata()
		.pallet_by_name("Market")
		.is_some_and(|market| market.call_variant_by_name("commit_bid").is_some());
	if !has_sealed {
		eprintln!("SKIPPED sealed: this node's chain has no sealed auctions");
		return;
	}
	let (one, two) =
		tokio::join!(node.provider("//Provider1", 16), node.provider("//Provider2", 16));
	let (engine, _) = node.engine(&one, settings(100, ""));
	let (_two, _) = node.engine(&two, settings(100, "in_all = { leases = 0 }"));
	let (id, _) = order(&tenant, "Sealed").await;
	until("the commitment", 30, || async { see(&tenant, id, one.account()).await?.sealed }).await;
	engine.abort();
	// All that is left of it is the chain and its directory.
	let again = node.link("//Provider1").await;
	let (_engine, metrics) = node.engine(&again, settings(100, ""));
	assert_eq!(award(&tenant, id).await, (one.account(), 1_000));
	assert_eq!(metrics.failed_bids.get(), 0);
}
