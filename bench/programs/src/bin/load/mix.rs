//! A market's mix of transactions, signed ahead on subjects that were made before, so that it can
//! come at any rate.

use crate::{
	node::Node,
	phase::{self, Phase},
	table::Table,
	world::World,
};
use clap::Args;
use leasehold_bench::{
	calls,
	people::{self, BIDS, OPERATIONS, SENDERS, SETTLES, TENANTS},
};
use leasehold_primitives::{OrderId, MAX_SETTLE_BATCH};
use pallet_leasehold_market::AuctionKind;
use sp_runtime::OpaqueExtrinsic;

/// Leases that the settlements go to in turn: more than a block settles, so that each has accrued
/// something since the last time.
const POOL: u32 = 8_000;

/// Transactions under way at most when settlements come in batches: little more than a block holds, and
/// far fewer than there are between two of the same batch. Blocks do not keep the order in which
/// different accounts send, so that some wait for blocks while others overtake them.
const WINDOW: u32 = 900;

/// Orders a second before the mix: a validator votes on 128 in a block of three seconds, and the
/// chain refuses orders when 8,192 wait for their validators.
const ORDERS_A_SECOND: u32 = 40;

/// What to send.
#[derive(Args)]
pub struct Params {
	/// Transactions in all.
	#[arg(long, default_value_t = 150_000)]
	count: u32,
	/// So many a second; as many as the pool takes without this.
	#[arg(long)]
	rate: Option<u32>,
	/// Let the settlements come in batches of 64 leases, as providers' nodes send them.
	#[arg(long)]
	batches: bool,
	/// Transfers of the yardstick before.
	#[arg(long, default_value_t = 120_000)]
	transfers: u32,
}

/// Run the yardstick, make what is needed, and run the mix.
pub async fn run(node: Node, params: &Params, table: &mut Table) -> Result<(), String> {
	let mut world = World::new(node);
	// Auctions do not close while this runs.
	world.prepare(pallet_leasehold_market::MAX_AUCTION).await?;
	if params.batches {
		world.settle_always().await?;
	}
	let transfers = world.transfers(params.transfers);
	let yardstick = Phase::of("transfer_keep_alive", transfers);
	table.add(phase::run(&world.node, yardstick, |_| ()).await?);

	let lives = params.count.div_ceil(OPERATIONS);
	let creates = (0..lives)
		.map(|at| world.people.sign("tenant", at % TENANTS, calls::create(AuctionKind::Choice)))
		.collect();
	let mut orders: Vec<OrderId> = Vec::new();
	world
		.done_seeing("orders to bid on", creates, Some(ORDERS_A_SECOND), |event| {
			orders.extend(world.people.order(event));
		})
		.await?;
	let takes = world.takes(2 * lives + POOL);
	let mut awards = Vec::new();
	world
		.done_seeing("leases to confirm, to settle and to close", takes, None, |event| {
			awards.extend(world.people.award(event));
		})
		.await?;
	let (waiting, running) = awards.split_at(awards.len().min(lives as usize));
	let confirms = world.confirms(running);
	world.done("confirmations of those to settle and to close", confirms).await?;
	let (closing, settled) = running.split_at(running.len().min(lives as usize));

	let (mut all, mut owed) = (Vec::<OpaqueExtrinsic>::new(), 0u32);
	let mut targets = settled.iter().cycle();
	let batches = people::batches(settled);
	let mut due = (0u32..).zip(batches.iter().cycle());
	for (at, ((order, wait), close)) in (0u32..).zip(orders.iter().zip(waiting).zip(closing)) {
		all.push(world.people.sign("tenant", at % TENANTS, calls::create(AuctionKind::Choice)));
		for round in 0..BIDS {
			all.push(world.people.bid(*order, round));
		}
		all.push(world.people.confirm(wait));
		if params.batches {
			owed += SETTLES;
			let whole = owed / MAX_SETTLE_BATCH;
			owed %= MAX_SETTLE_BATCH;
			for (turn, batch) in due.by_ref().take(whole as usize) {
				all.push(world.people.sign("sender", turn % SENDERS, calls::settle_many(batch)));
			}
		} else {
			for lease in targets.by_ref().take(SETTLES as usize) {
				let provider = lease.provider;
				all.push(world.people.sign("provider", provider, calls::settle(lease.id)));
			}
		}
		all.push(world.people.sign("tenant", close.tenant, calls::close(close.id)));
	}
	let (name, window) = match params.batches {
		true => ("mix, settled in batches", Some(WINDOW)),
		false => ("mix of a market", None),
	};
	let phase = Phase { rate: params.rate, window, ..Phase::of(name, all) };
	let outcome = phase::run(&world.node, phase, |_| ()).await?;
	eprintln!(
		"    the pool took the mix in {:.1} s, {} times full",
		outcome.taken.as_secs_f64(),
		outcome.full
	);
	table.add(outcome);
	Ok(())
}
