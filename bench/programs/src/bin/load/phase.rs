//! One kind of transaction, sent as fast as the node takes it, and counted in blocks.

use crate::{
	again,
	chain::{Block, Reader},
	node::Node,
	send::{self, Pace, Sent},
};
use leasehold_runtime::{RuntimeEvent, MILLISECS_PER_BLOCK};
use sp_runtime::OpaqueExtrinsic;
use std::{sync::atomic::Ordering, time::Duration};

/// Blocks without anything of ours after which what is missing counts as lost.
const PATIENCE: u32 = 20;
/// After how many such blocks what is missing is sent again.
const AGAIN: u32 = 6;
/// Blocks at least this full count as full.
const FULL: f64 = 0.8;

/// What is to be sent.
pub struct Phase {
	pub name: String,
	/// In an order in which no account's nonces go backwards.
	pub extrinsics: Vec<OpaqueExtrinsic>,
	/// See [`Pace`].
	pub rate: Option<u32>,
	/// See [`Pace`].
	pub window: Option<u32>,
}

impl Phase {
	/// As fast as the pool takes them.
	pub fn of(name: &str, extrinsics: Vec<OpaqueExtrinsic>) -> Self {
		Self { name: name.into(), extrinsics, rate: None, window: None }
	}
}

/// What came of it.
pub struct Outcome {
	pub name: String,
	pub sent: u32,
	/// From the block before the first with any to the last with any.
	pub blocks: Vec<Block>,
	pub failed: u32,
	/// How many had to be sent again, because the pool had lost them or what they followed.
	pub again: u32,
	/// Never seen in a block.
	pub lost: u32,
	/// How long the node took to take them all into its pool.
	pub taken: Duration,
	/// How often the pool was full.
	pub full: u32,
}

impl Outcome {
	/// The longest run of full blocks, as places in `blocks`; of all blocks but the ends, where
	/// there are no two full ones in a row. One block between full ones counts whatever it holds: the
	/// first of a session holds nothing.
	fn busiest(&self) -> std::ops::Range<usize> {
		let (mut best, mut start, mut end) = (0..0, 0, 0);
		for (at, _) in self.blocks.iter().enumerate().filter(|(_, block)| block.fill >= FULL) {
			if end == 0 || at > end + 1 {
				start = at;
			}
			end = at + 1;
			if end - start > best.len() {
				best = start..end;
			}
		}
		if best.len() > 1 {
			best
		} else {
			let first = usize::from(self.blocks.len() > 1);
			first..self.blocks.len().saturating_sub(1).max(first + 1).min(self.blocks.len())
		}
	}

	/// Operations a second while blocks were full, and for how many seconds that was.
	pub fn rate(&self) -> (f64, f64) {
		let range = self.busiest();
		let inside = &self.blocks[range.clone()];
		let count: u32 = inside.iter().map(|block| block.operations).sum();
		let from = range.start.checked_sub(1).and_then(|at| self.blocks.get(at));
		let (Some(from), Some(to)) = (from.or(inside.first()), inside.last()) else {
			return (0.0, 0.0);
		};
		let span = to.time.saturating_sub(from.time).max(MILLISECS_PER_BLOCK);
		let seconds = span as f64 / 1_000.0;
		(f64::from(count) / seconds, seconds)
	}

	/// How full those blocks were, on average.
	pub fn fill(&self) -> f64 {
		let inside = &self.blocks[self.busiest()];
		inside.iter().map(|block| block.fill).sum::<f64>() / inside.len().max(1) as f64
	}

	/// For the file of figures. Of each busiest block its number, so that it can be looked up in the
	/// node's log, how many operations it has, and how full it is.
	pub fn json(&self) -> serde_json::Value {
		let (rate, seconds) = self.rate();
		let busiest: Vec<_> = self.blocks[self.busiest()]
			.iter()
			.map(|block| (block.height, block.operations, block.fill))
			.collect();
		serde_json::json!({
			"what": self.name,
			"sent": self.sent,
			"operations": self.blocks.iter().map(|block| block.operations).sum::<u32>(),
			"perSecond": rate,
			"overSeconds": seconds,
			"fill": self.fill(),
			"busiest": busiest,
			"perBlock": self.blocks.iter().map(|block| block.good).collect::<Vec<_>>(),
			"failed": self.failed,
			"sentAgain": self.again,
			"lost": self.lost,
			"poolFull": self.full,
			"poolTookThemInMs": self.taken.as_millis() as u64,
		})
	}
}

/// Send a phase and wait until all of it is in blocks; `seen` is told of every event meanwhile.
pub async fn run(
	node: &Node,
	phase: Phase,
	mut seen: impl FnMut(&RuntimeEvent),
) -> Result<Outcome, String> {
	let sent = u32::try_from(phase.extrinsics.len()).unwrap_or(u32::MAX);
	eprintln!("    {}: {sent} transactions", phase.name);
	let mut reader = Reader::from_now(node).await?;
	let pace = Pace { rate: phase.rate, window: phase.window, ..Default::default() };
	let sender = {
		let (node, pace, all) = (node.clone(), pace.clone(), phase.extrinsics.clone());
		tokio::spawn(async move { send::all(&node, all, &pace).await })
	};
	let (mut blocks, mut good, mut failed, mut quiet) = (Vec::<Block>::new(), 0, 0, 0);
	let mut again = 0;
	let mut error = None;
	while good + failed < sent && quiet < PATIENCE {
		let mut block = reader.next().await?;
		// Only the last before the first of ours counts.
		if good + failed == 0 {
			blocks.clear();
		}
		good += block.good;
		failed += block.bad;
		pace.landed.store(good + failed, Ordering::Relaxed);
		quiet = if block.good + block.bad == 0 { quiet + 1 } else { 0 };
		if quiet % AGAIN == AGAIN - 1 && sender.is_finished() {
			let missing = again::missing(node, &phase.extrinsics).await?;
			again += u32::try_from(missing.len()).unwrap_or(u32::MAX);
			// What the pool still has it refuses.
			send::all(node, missing, &Pace::default()).await?;
		}
		error = error.or(block.error.take());
		block.events.drain(..).for_each(|record| seen(&record.event));
		blocks.push(block);
	}
	while blocks.last().is_some_and(|block| block.good == 0) {
		blocks.pop();
	}
	let taken = match sender.is_finished() {
		true => sender.await.map_err(|e| e.to_string())??,
		// It waits for what was lost.
		false => {
			sender.abort();
			Sent::default()
		},
	};
	if let Some(reason) = taken.reason {
		eprintln!(
			"    {}: the pool refused {}, the first with {reason}",
			phase.name, taken.refused
		);
	}
	if let Some(error) = error {
		eprintln!("    {}: {failed} failed, the first with {error}", phase.name);
	}
	Ok(Outcome {
		name: phase.name,
		sent,
		blocks,
		failed,
		again,
		lost: sent.saturating_sub(good + failed),
		taken: taken.took,
		full: taken.full,
	})
}
