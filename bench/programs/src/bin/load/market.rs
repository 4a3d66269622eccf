//! A market that lives, at a rate.

use crate::{
	chain::Reader,
	node::Node,
	send::{self, Pace, Sent},
	world::World,
};
use clap::Args;
use leasehold_bench::{
	market::{Counts, Market},
	people::OPERATIONS,
};
use leasehold_runtime::MILLISECS_PER_BLOCK;
use serde_json::{json, Value};
use sp_runtime::OpaqueExtrinsic;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// What to send.
#[derive(Args)]
pub struct Params {
	/// Operations a second, once leases are in all parts of their lives.
	#[arg(long, default_value_t = 1_000)]
	rate: u32,
	/// For how many seconds orders are created.
	#[arg(long, default_value_t = 600)]
	seconds: u32,
	/// For how many blocks bids are taken: one bid is seen in a block before the next is sent.
	#[arg(long, default_value_t = 8)]
	auction: u32,
	/// Let the settlements come in batches, each of a provider's leases, as its node sends them.
	#[arg(long)]
	batches: bool,
}

/// Blocks without any of our transactions after which what is missing counts as lost.
const PATIENCE: u32 = 30;

/// Run the market. Returns the figures, and how many operations failed or were lost.
pub async fn run(node: Node, params: &Params) -> Result<(Value, u32), String> {
	let mut world = World::new(node);
	world.prepare(params.auction).await?;
	if params.batches {
		world.settle_always().await?;
	}
	let mut reader = Reader::from_now(&world.node).await?;
	let (queue, sender) = sender(world.node);
	let mut market = Market::new(world.people);
	if params.batches {
		market = market.in_batches();
	}

	let whole = u64::from(params.rate) * u64::from(params.seconds);
	let target = u32::try_from(whole / u64::from(OPERATIONS)).unwrap_or(u32::MAX);
	let started = Instant::now();
	let mut run = Run::default();
	let (mut quiet, mut shown) = (0u32, Instant::now());
	while market.counts.closed < target && quiet < PATIENCE {
		let block = reader.next().await?;
		run.failed += block.bad;
		quiet = if block.good == 0 { quiet + 1 } else { 0 };
		run.error = run.error.take().or(block.error);
		run.blocks.push((block.time, block.operations, block.fill));
		let mut out: Vec<_> =
			block.events.iter().filter_map(|record| market.follow(&record.event)).collect();
		let passed = started.elapsed().as_millis() as u64 + MILLISECS_PER_BLOCK;
		out.extend(market.orders((u64::from(params.rate) * passed / 1_000).min(whole)));
		run.sent += out.len() as u32;
		let (batches, leases) = market.batches();
		run.sent += leases;
		out.extend(batches);
		queue.send(out).map_err(|_| "nothing takes what is to be sent")?;
		if shown.elapsed() > Duration::from_secs(30) {
			shown = Instant::now();
			let counts = &market.counts;
			eprintln!(
				"    {:>4} s: {} orders, {} awards, {} leases closed; {} operations sent, {} in blocks",
				started.elapsed().as_secs(),
				counts.created,
				counts.awarded,
				counts.closed,
				run.sent,
				counts.operations(),
			);
		}
	}
	drop(queue);
	run.pool = sender.await.map_err(|e| e.to_string())??;
	Ok(run.report(params.rate, &market.counts))
}

type Sender = tokio::task::JoinHandle<Result<Sent, String>>;

/// A task that hands to the pool what it is given, in order.
fn sender(node: Node) -> (mpsc::UnboundedSender<Vec<OpaqueExtrinsic>>, Sender) {
	let (queue, mut waiting) = mpsc::unbounded_channel::<Vec<OpaqueExtrinsic>>();
	let task = tokio::spawn(async move {
		let mut all = Sent::default();
		while let Some(part) = waiting.recv().await {
			all.add(send::all(&node, part, &Pace::default()).await?);
		}
		Ok(all)
	});
	(queue, task)
}

/// What was seen in a run.
#[derive(Default)]
struct Run {
	/// Of each block its time, how many operations succeeded, and how full it was.
	blocks: Vec<(u64, u32, f64)>,
	sent: u32,
	failed: u32,
	/// The first failure.
	error: Option<String>,
	pool: Sent,
}

impl Run {
	/// Print and return the figures, and how many operations failed or were lost. The middle half
	/// of the run counts: leases are in all parts of their lives then.
	fn report(self, asked: u32, counts: &Counts) -> (Value, u32) {
		let quarter = self.blocks.len() / 4;
		let inside = &self.blocks[quarter..self.blocks.len() - quarter];
		let span = match (inside.first(), inside.last()) {
			(Some(first), Some(last)) => last.0.saturating_sub(first.0).max(1),
			_ => 1,
		};
		let included: u32 = inside.iter().skip(1).map(|block| block.1).sum();
		let rate = f64::from(included) * 1_000.0 / span as f64;
		let fill = inside.iter().map(|block| block.2).sum::<f64>() / inside.len().max(1) as f64;
		let refused = self.pool.refused;
		let done = counts.operations() + counts.skipped;
		let lost = self.sent.saturating_sub(done + self.failed + refused);
		println!(
			"market: {} orders, {} bids, {} awards, {} confirmed, {} settlements, {} closed",
			counts.created,
			counts.bids,
			counts.awarded,
			counts.confirmed,
			counts.settles,
			counts.closed
		);
		println!(
			"market: {rate:.0} operations a second over the middle {:.0} s, blocks {:.0} % full",
			span as f64 / 1_000.0,
			fill * 100.0,
		);
		println!(
			"market: {} sent, {} failed, {refused} refused, {lost} lost; the pool was full {} times",
			self.sent, self.failed, self.pool.full,
		);
		if let Some(reason) = self.error.as_ref().or(self.pool.reason.as_ref()) {
			println!("market: the first failure: {reason}");
		}
		let figures = json!({
			"what": "market",
			"rate": asked,
			"operationsPerSecond": rate,
			"overSeconds": span / 1_000,
			"fill": fill,
			"sent": self.sent,
			"orders": counts.created,
			"awards": counts.awarded,
			"settlements": counts.settles,
			"skipped": counts.skipped,
			"closed": counts.closed,
			"failed": self.failed,
			"refused": refused,
			"lost": lost,
			"perBlock": self.blocks.iter().map(|block| block.1).collect::<Vec<_>>(),
		});
		(figures, self.failed + refused + lost)
	}
}
