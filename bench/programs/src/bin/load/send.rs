//! Handing transactions to the pool, as fast as it takes them or at a rate.

use crate::node::{Node, Refusal};
use futures::{stream, StreamExt};
use sp_runtime::OpaqueExtrinsic;
use std::{
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc,
	},
	time::{Duration, Instant},
};

/// Transactions in one request.
const BATCH: usize = 100;
/// Requests under way at once: enough to keep the node busy, few enough that an account's
/// transactions, which are further apart than this, arrive in order.
const IN_FLIGHT: usize = 4;
/// How long a pool may stay full.
const PATIENCE: Duration = Duration::from_secs(300);

/// How fast to send; as fast as the pool takes it without any of these.
#[derive(Clone, Default)]
pub struct Pace {
	/// So many a second.
	pub rate: Option<u32>,
	/// At most so many that no block has included.
	pub window: Option<u32>,
	/// How many blocks have included.
	pub landed: Arc<AtomicU32>,
}

impl Pace {
	/// Wait until so many more than `before` as one request has may be on their way.
	async fn await_turn(&self, started: Instant, before: u32) {
		if let Some(rate) = self.rate {
			let due = Duration::from_secs_f64(f64::from(before) / f64::from(rate.max(1)));
			tokio::time::sleep_until((started + due).into()).await;
		}
		let Some(window) = self.window else { return };
		let most = window.saturating_sub(BATCH as u32);
		while before.saturating_sub(self.landed.load(Ordering::Relaxed)) > most {
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
	}
}

/// What came of sending.
#[derive(Clone, Debug, Default)]
pub struct Sent {
	/// Taken by the pool.
	pub taken: u32,
	/// Refused for other reasons than a full pool.
	pub refused: u32,
	/// The first such reason.
	pub reason: Option<String>,
	/// How often the pool was full.
	pub full: u32,
	/// How long it took.
	pub took: Duration,
}

impl Sent {
	/// Count another part.
	pub fn add(&mut self, other: Self) {
		self.taken += other.taken;
		self.refused += other.refused;
		self.full += other.full;
		self.reason = self.reason.take().or(other.reason);
	}
}

/// Send everything in order, at a pace.
pub async fn all(
	node: &Node,
	extrinsics: Vec<OpaqueExtrinsic>,
	pace: &Pace,
) -> Result<Sent, String> {
	let started = Instant::now();
	let mut sent = Sent::default();
	let mut left = extrinsics;
	let mut parts = Vec::new();
	while !left.is_empty() {
		let rest = left.split_off(left.len().min(BATCH));
		parts.push(std::mem::replace(&mut left, rest));
	}
	let mut parts = stream::iter((0u32..).zip(parts))
		.map(|(number, part)| {
			let node = node.clone();
			async move {
				pace.await_turn(started, number * BATCH as u32).await;
				part_of(&node, part).await
			}
		})
		.buffered(IN_FLIGHT);
	while let Some(part) = parts.next().await {
		sent.add(part?);
	}
	sent.took = started.elapsed();
	Ok(sent)
}

/// Send a few; what finds the pool full is tried again.
async fn part_of(node: &Node, mut left: Vec<OpaqueExtrinsic>) -> Result<Sent, String> {
	let started = Instant::now();
	let mut sent = Sent::default();
	while !left.is_empty() {
		let answers = node.submit(&left).await?;
		let mut again = Vec::new();
		for (extrinsic, answer) in left.into_iter().zip(answers) {
			match answer {
				Ok(()) => sent.taken += 1,
				Err(Refusal::Full) => {
					sent.full += 1;
					again.push(extrinsic);
				},
				Err(Refusal::Other(reason)) => {
					sent.refused += 1;
					sent.reason.get_or_insert(reason);
				},
			}
		}
		left = again;
		if !left.is_empty() {
			if started.elapsed() > PATIENCE {
				return Err(format!("the pool has been full for {PATIENCE:?}"));
			}
			tokio::time::sleep(Duration::from_millis(500)).await;
		}
	}
	Ok(sent)
}
