//! The way to an award: orders that are approved all at once and bid on four times, so that more
//! auctions end than a block decides.

use crate::{
	chain::{Block, Reader},
	phase::Outcome,
	world::World,
};
use leasehold_bench::{
	calls,
	people::{BIDS, TENANTS},
};
use leasehold_primitives::{BlockNumber, OrderId};
use pallet_leasehold_market::AuctionKind;
use std::time::Instant;

/// How long auctions take bids, in blocks: long enough for all bids, one round after the other.
const AUCTION: BlockNumber = 40;
/// Orders that one transaction of root's approves.
const APPROVED_AT_ONCE: usize = 100;
/// Blocks without an award after which no more are waited for.
const PATIENCE: u32 = 2 * AUCTION;

/// Create `count` orders and have them awarded. A block counts as full that has at least nearly as
/// many awards as the one with the most.
pub async fn run(world: &mut World, count: u32) -> Result<Outcome, String> {
	world.auctions_of(AUCTION).await?;
	let creates = (0..count)
		.map(|at| world.people.sign("tenant", at % TENANTS, calls::create(AuctionKind::Open)))
		.collect();
	let mut orders: Vec<OrderId> = Vec::new();
	world
		.done_seeing("orders to award", creates, None, |event| {
			orders.extend(world.people.order(event));
		})
		.await?;

	let mut reader = Reader::from_now(&world.node).await?;
	let approvals = orders.chunks(APPROVED_AT_ONCE).map(calls::approve_orders).collect();
	world.as_alice("their approval", approvals).await?;
	for round in 0..BIDS {
		// A bid must be lower than those of earlier blocks: one round after the other.
		let bids = orders.iter().map(|order| world.people.bid(*order, round)).collect();
		world.done(&format!("bid {} on each", round + 1), bids).await?;
	}

	let started = Instant::now();
	let (mut blocks, mut awarded, mut quiet) = (Vec::<Block>::new(), 0u32, 0u32);
	while awarded < count && quiet < PATIENCE {
		let mut block = reader.next().await?;
		let awards = block.events.drain(..).filter(|one| world.people.award(&one.event).is_some());
		block.good = u32::try_from(awards.count()).unwrap_or(u32::MAX);
		block.operations = block.good;
		quiet = if block.good == 0 { quiet + 1 } else { 0 };
		awarded += block.good;
		if awarded > 0 {
			blocks.push(block);
		}
	}
	let most = blocks.iter().map(|block| block.good).max().unwrap_or(0).max(1);
	for block in &mut blocks {
		block.fill = f64::from(block.good) / f64::from(most);
	}
	Ok(Outcome {
		name: "award, of four bids".into(),
		sent: count,
		blocks,
		failed: 0,
		again: 0,
		lost: count.saturating_sub(awarded),
		taken: started.elapsed(),
		full: 0,
	})
}
