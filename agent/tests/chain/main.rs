//! Bidding on a real chain: each test starts a node of its own. Where there is none they say so and
//! are skipped; with LEASEHOLD_NEEDS_NODE set that is a failure.

#[path = "../common/mod.rs"]
mod common;
mod node;

use common::{file, Podman, IMAGE, SERVE};
use leasehold_agent::{
	agent::Agent,
	bidding::resources::{Resources, Storage},
	chain::{
		link::{call, Until},
		live::Live,
		LeaseState,
	},
	runtime::Runtime,
	store::Store,
};
use leasehold_client::{
	deploy::{self, Options},
	manifest,
	replay::Replays,
};
use node::{award, order, order_of, rules, see, settings, until, Node};
use std::{
	io::{Read, Write},
	net::TcpStream,
	time::Duration,
};
use subxt::dynamic::Value;

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

#[tokio::test(flavor = "multi_thread")]
async fn order_should_become_a_page_that_is_served() {
	let Some(podman) = Podman::start("whole") else { return };
	let Some(node) = Node::start("whole").await else { return };
	let tenant = node.link("//Tenant1").await;
	let provider = node.provider("//Provider1", 16).await;
	let (_bids, _) = node.engine(&provider, settings(100, ""));
	let application =
		deploy::read(&file(IMAGE, SERVE, 1), &Options::default()).application.unwrap();
	let (hash, uploads) = manifest::for_chain(&application);
	let each = Resources {
		cpu_millicores: 500,
		memory_mib: 48,
		storage: Storage { ephemeral_mib: 64, persistent_mib: 64, ram_mib: 16 },
		gpus: Vec::new(),
		ports: 1,
	};
	let (id, _) = order_of(&tenant, "Open", &each, hash).await;
	assert_eq!(award(&tenant, id).await.0, provider.account());

	let directory =
		std::env::temp_dir().join(format!("leasehold-whole-agent-{}", std::process::id()));
	let store = Store::open(&directory).unwrap();
	let replays = Replays::open(&directory.join("tokens"), 0).unwrap();
	let chain = Live(provider.clone());
	let agent = Agent::new(chain, podman.engine().await, store, replays, Default::default());
	// What the tenant sends over HTTPS; see the server's own test for that.
	agent.store.keep(id, &uploads[0]).unwrap();
	let is = |state| {
		let agent = &agent;
		move || async move {
			agent.look().await.unwrap();
			let leases = agent.leases.read().await.clone().unwrap_or_default();
			leases.iter().any(|lease| lease.id == id && lease.state == state).then_some(())
		}
	};
	until("the lease to be active", 120, is(LeaseState::Active)).await;
	let found = agent.runtime.list().await.unwrap();
	let mut stream = TcpStream::connect(("127.0.0.1", found[0].ports[0].1)).unwrap();
	stream.write_all(b"GET /index.html HTTP/1.0\r\n\r\n").unwrap();
	let mut page = String::new();
	stream.read_to_string(&mut page).unwrap();
	assert!(page.contains("a page that is served"), "{page}");

	// The tenant closes: nothing is left.
	let close = call("Leases", "close", [("lease", Value::u128(id.into()))]);
	tenant.send(&close, Until::Final, "the lease cannot be closed").await.unwrap();
	agent.look().await.unwrap();
	assert!(agent.runtime.list().await.unwrap().is_empty());
	assert!(agent.runtime.leftovers().await.unwrap().is_empty());
	std::fs::remove_dir_all(directory).unwrap();
}
