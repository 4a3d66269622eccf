//! Bidding and serving on a real chain. Where there is no node they say so and are skipped; with
//! LEASEHOLD_NEEDS_NODE set that is a failure.

#[path = "../common/mod.rs"]
mod common;
mod killed;
mod node;

use common::{file, Podman, IMAGE, SERVE};
use leasehold_agent::{
	bidding::resources::{Resources, Storage},
	chain::{
		link::{call, Until},
		live::Live,
		LeaseState,
	},
	runtime::Runtime,
};
use leasehold_client::{
	deploy::{self, Options},
	manifest,
};
use node::{award, engine, link, order, provider, rules, see, settings, shared, until, Wish};
use std::{
	io::{Read, Write},
	net::TcpStream,
	time::Duration,
};
use subxt::dynamic::Value;

#[tokio::test(flavor = "multi_thread")]
async fn agent_with_the_lower_floor_should_win_within_its_caps() {
	let Some(node) = shared() else { return };
	let tenant = link(node, "//Tenant1").await;
	let (cheap, dear) =
		tokio::join!(provider(node, "//Provider1", 4), provider(node, "//Provider2", 16));
	let (_one, cheap_metrics) = engine(node, &cheap, settings(90, "per_tenant = { leases = 1 }"));
	let (_two, dear_metrics) = engine(node, &dear, settings(95, ""));
	let wish = Wish::of(&[&cheap, &dear]);

	let (first, block) = order(&tenant, &wish).await;
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
	let (second, _) = order(&tenant, &wish).await;
	let (winner, price) = award(&tenant, second).await;
	assert_eq!((winner, price), (dear.account(), 1_000));
	// For another tenant it has room for one order more, as it has four cores.
	let other = link(node, "//Tenant2").await;
	let (third, _) = order(&other, &wish).await;
	assert_eq!(award(&other, third).await.0, cheap.account());
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_should_go_on_after_restarts_of_its_own_and_of_the_node() {
	let Some(mut node) = node::start("restart", &["//Provider1"]) else { return };
	let tenant = link(&node, "//Tenant1").await;
	let provider = provider(&node, "//Provider1", 16).await;
	let me = provider.account();
	let wish = Wish::of(&[&provider]);
	let (bids, _) = engine(&node, &provider, settings(100, ""));
	let (first, _) = order(&tenant, &wish).await;
	until("the bid", 30, || async { see(&tenant, first, me).await?.own }).await;
	bids.abort();

	// One that starts anew sees its bid on chain, and sends no other.
	let again = link(&node, "//Provider1").await;
	let (_bids, metrics) = engine(&node, &again, settings(100, ""));
	assert_eq!(award(&tenant, first).await, (me, 1_000));
	assert_eq!((metrics.bids.get(), metrics.failed_bids.get()), (0, 0));

	// The node goes away and comes back.
	node.kill();
	tokio::time::sleep(Duration::from_secs(4)).await;
	node.run();
	let tenant = link(&node, "//Tenant1").await;
	let (second, block) = order(&tenant, &wish).await;
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
	let Some(node) = shared() else { return };
	let tenant = link(node, "//Dave").await;
	let (one, two) = tokio::join!(provider(node, "//Alice", 16), provider(node, "//Bob", 16));
	let (bids, _) = engine(node, &one, settings(100, ""));
	let (_two, _) = engine(node, &two, settings(100, "in_all = { leases = 0 }"));
	let wish = Wish { auction: "Sealed", ..Wish::of(&[&one, &two]) };
	let (id, _) = order(&tenant, &wish).await;
	until("the commitment", 30, || async { see(&tenant, id, one.account()).await?.sealed }).await;
	bids.abort();
	// All that is left of it is the chain and its directory.
	let again = link(node, "//Alice").await;
	let (_bids, metrics) = engine(node, &again, settings(100, ""));
	assert_eq!(award(&tenant, id).await, (one.account(), 1_000));
	assert_eq!(metrics.failed_bids.get(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn order_should_become_a_page_that_is_served() {
	let Some(node) = shared() else { return };
	let Some(podman) = Podman::start("whole") else { return };
	let tenant = link(node, "//Eve").await;
	let provider = provider(node, "//Charlie", 16).await;
	let (_bids, _) = engine(node, &provider, settings(100, ""));
	let application =
		deploy::read(&file(IMAGE, SERVE, 1), &Options::default()).application.unwrap();
	let (manifest, uploads) = manifest::for_chain(&application);
	let each = Resources {
		cpu_millicores: 500,
		memory_mib: 48,
		storage: Storage { ephemeral_mib: 64, persistent_mib: 64, ram_mib: 16 },
		gpus: Vec::new(),
		ports: 1,
	};
	let (id, _) = order(&tenant, &Wish { each, manifest, ..Wish::of(&[&provider]) }).await;
	assert_eq!(award(&tenant, id).await.0, provider.account());

	// The award is in the best block, and not final for some blocks to come.
	let agent = podman.agent_on(Live(provider.clone())).await;
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
	assert!(agent.store.leases().unwrap().is_empty());
}
