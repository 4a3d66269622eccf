//! Each kind of transaction by itself, at full blocks, in the order of a lease's life.

use crate::{
	awards,
	node::Node,
	phase::{self, Outcome, Phase},
	table::Table,
	world::World,
};
use clap::Args;
use leasehold_bench::{
	calls,
	people::{self, Known, BIDS, SENDERS, TENANTS},
};
use leasehold_primitives::{LeaseId, OrderId};
use pallet_leasehold_market::AuctionKind;
use sp_runtime::OpaqueExtrinsic;

/// What to send.
#[derive(Args)]
pub struct Params {
	/// Transfers of the yardstick.
	#[arg(long, default_value_t = 120_000)]
	transfers: u32,
	/// Leases that are taken from an offer, and go through all that a lease goes through.
	#[arg(long, default_value_t = 24_000)]
	leases: u32,
	/// Settlements, each of another lease as long as there are some.
	#[arg(long, default_value_t = 80_000)]
	settles: u32,
	/// Settlements of 64 leases each.
	#[arg(long, default_value_t = 1_600)]
	batches: u32,
	/// Orders that are bid on eight times: no more than may wait for the validators at once.
	#[arg(long, default_value_t = 4_000)]
	orders: u32,
	/// Orders that are awarded by the agenda.
	#[arg(long, default_value_t = 3_000)]
	awards: u32,
}

/// Bids on each order: twice a market's, so that their blocks are full for a minute.
const BIDS_EACH: u32 = 2 * BIDS;

/// Run all phases.
pub async fn run(node: Node, params: &Params, table: &mut Table) -> Result<(), String> {
	let mut world = World::new(node);
	// Auctions do not close while this runs.
	world.prepare(pallet_leasehold_market::MAX_AUCTION).await?;
	world.settle_always().await?;
	let transfers = world.transfers(params.transfers);
	table.add(measure(&world, "transfer_keep_alive", transfers).await?);

	// Validators approve them while all that follows is sent. With the tenant's choice, bids need not
	// undercut each other: blocks do not keep the order in which different accounts send.
	let creates = (0..params.orders)
		.map(|at| world.people.sign("tenant", at % TENANTS, calls::create(AuctionKind::Choice)))
		.collect();
	let mut orders: Vec<OrderId> = Vec::new();
	let created = phase::run(&world.node, Phase::of("create_deployment", creates), |event| {
		orders.extend(world.people.order(event));
	})
	.await?;
	table.add(created);

	let takes = world.takes(params.leases);
	let mut leases = Vec::new();
	let taken = phase::run(&world.node, Phase::of("take_offer", takes), |event| {
		leases.extend(world.people.award(event))
	})
	.await?;
	table.add(taken);
	let confirms = world.confirms(&leases);
	table.add(measure(&world, "confirm", confirms).await?);
	table.add(settle(&mut world, &leases, params.settles).await?);
	table.add(settle_many(&mut world, &leases, params.batches).await?);
	let deposits = by_tenants(&mut world, &leases, calls::deposit);
	table.add(measure(&world, "deposit (top-up)", deposits).await?);

	let bids = bids(&mut world, &orders);
	table.add(measure(&world, "bid", bids).await?);
	let closes = by_tenants(&mut world, &leases, calls::close);
	table.add(measure(&world, "close", closes).await?);
	table.add(awards::run(&mut world, params.awards).await?);
	Ok(())
}

async fn measure(
	world: &World,
	name: &str,
	extrinsics: Vec<OpaqueExtrinsic>,
) -> Result<Outcome, String> {
	phase::run(&world.node, Phase::of(name, extrinsics), |_| ()).await
}

async fn settle(world: &mut World, leases: &[Known], count: u32) -> Result<Outcome, String> {
	let all = (0..count)
		.zip(leases.iter().cycle())
		.map(|(at, lease)| world.people.sign("sender", at % SENDERS, calls::settle(lease.id)))
		.collect();
	measure(world, "settle", all).await
}

async fn settle_many(world: &mut World, leases: &[Known], count: u32) -> Result<Outcome, String> {
	let batches = people::batches(leases);
	let all = (0..count)
		.zip(batches.iter().cycle())
		.map(|(at, part)| world.people.sign("sender", at % SENDERS, calls::settle_many(part)))
		.collect();
	// Blocks do not keep the order in which different accounts send: a batch comes round only when
	// the same leases' last one is in a block, or there would be nothing to pay.
	let window = u32::try_from(batches.len() * 3 / 4).ok().filter(|some| *some > 0);
	let phase = Phase { window, ..Phase::of("settle_many, per lease", all) };
	phase::run(&world.node, phase, |_| ()).await
}

fn by_tenants(
	world: &mut World,
	leases: &[Known],
	call: impl Fn(LeaseId) -> leasehold_runtime::RuntimeCall,
) -> Vec<OpaqueExtrinsic> {
	leases.iter().map(|lease| world.people.sign("tenant", lease.tenant, call(lease.id))).collect()
}

/// All bids: the first on every order, then the second, and so on.
fn bids(world: &mut World, orders: &[OrderId]) -> Vec<OpaqueExtrinsic> {
	(0..BIDS_EACH)
		.flat_map(|round| orders.iter().map(move |order| (round, *order)))
		.map(|(round, order)| world.people.bid(order, round))
		.collect()
}
