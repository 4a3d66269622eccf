//! What blocks hold.

use crate::node::{Node, Record};
use codec::{Decode, Encode};
use frame_support::dispatch::{DispatchClass, PerDispatchClass};
use frame_support::weights::Weight;
use frame_system::Phase;
use leasehold_runtime::{
	configs::system::{MAXIMUM_BLOCK_WEIGHT, NORMAL_RATIO},
	Runtime, RuntimeError, RuntimeEvent,
};
use sp_runtime::DispatchError;
use std::{collections::BTreeSet, time::Duration};

/// A block, as far as it matters here.
pub struct Block {
	/// Its number.
	pub height: u32,
	/// Milliseconds since 1970.
	pub time: u64,
	/// Transactions of accounts that succeeded.
	pub good: u32,
	/// As [`Self::good`], but each that settles leases counts as many as it has paid for.
	pub operations: u32,
	/// Transactions of accounts that failed, with the first one's error.
	pub bad: u32,
	/// Why the first one failed.
	pub error: Option<String>,
	/// How much of what ordinary transactions may weigh they did, from 0 to 1.
	pub fill: f64,
	/// All events.
	pub events: Vec<Record>,
}

/// Reads the best chain, block by block.
pub struct Reader {
	node: Node,
	next: u32,
}

impl Reader {
	/// Begin after the best block.
	pub async fn from_now(node: &Node) -> Result<Self, String> {
		Ok(Self { node: node.clone(), next: node.height().await? + 1 })
	}

	/// Wait for the next block and read it.
	pub async fn next(&mut self) -> Result<Block, String> {
		while self.node.height().await? < self.next {
			tokio::time::sleep(Duration::from_millis(150)).await;
		}
		let block = read(&self.node, self.next).await?;
		self.next += 1;
		Ok(block)
	}
}

async fn read(node: &Node, height: u32) -> Result<Block, String> {
	let hash = node.hash(height).await?;
	let time = pallet_timestamp::Now::<Runtime>::hashed_key().to_vec();
	let time = node.read(time, Some(hash)).await?.unwrap_or_default();
	let weight = frame_system::BlockWeight::<Runtime>::hashed_key().to_vec();
	let weight: PerDispatchClass<Weight> = node.read(weight, Some(hash)).await?.unwrap_or_default();
	let most = (NORMAL_RATIO * MAXIMUM_BLOCK_WEIGHT).ref_time();
	let fill = weight.get(DispatchClass::Normal).ref_time() as f64 / most as f64;
	let events = node.events(hash).await?;
	let (good, bad, error) = count(&events);
	let operations = good + further_settlements(&events);
	Ok(Block { height, time, good, operations, bad, error, fill, events })
}

/// How many leases transactions have paid for beyond the first of each.
fn further_settlements(events: &[Record]) -> u32 {
	let (mut settled, mut by) = (0, BTreeSet::new());
	for record in events {
		let Phase::ApplyExtrinsic(at) = record.phase else { continue };
		if let RuntimeEvent::Leases(pallet_leasehold_leases::Event::LeaseSettled { .. }) =
			record.event
		{
			settled += 1;
			by.insert(at);
		}
	}
	settled - u32::try_from(by.len()).unwrap_or(settled)
}

/// Signed transactions that succeeded and failed. Those of off-chain workers pay no fee, and
/// inherents are mandatory: neither counts.
fn count(events: &[Record]) -> (u32, u32, Option<String>) {
	let paid: BTreeSet<u32> = events
		.iter()
		.filter_map(|record| match (&record.phase, &record.event) {
			(
				Phase::ApplyExtrinsic(at),
				RuntimeEvent::TransactionPayment(
					pallet_transaction_payment::Event::TransactionFeePaid { .. },
				),
			) => Some(*at),
			_ => None,
		})
		.collect();
	let (mut good, mut bad, mut first) = (0, 0, None);
	for record in events {
		let Phase::ApplyExtrinsic(at) = record.phase else { continue };
		if !paid.contains(&at) {
			continue;
		}
		match &record.event {
			RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. }) => good += 1,
			RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
				dispatch_error, ..
			}) => {
				bad += 1;
				first.get_or_insert_with(|| name(dispatch_error));
			},
			// Root's calls succeed outside and fail inside.
			RuntimeEvent::Sudo(pallet_sudo::Event::Sudid { sudo_result: Err(error) }) => {
				first.get_or_insert_with(|| format!("as root: {}", name(error)));
			},
			_ => {},
		}
	}
	(good, bad, first)
}

/// What a dispatch error is called: of a pallet's, the pallet and the error.
fn name(error: &DispatchError) -> String {
	let DispatchError::Module(module) = error else { return format!("{error:?}") };
	RuntimeError::decode(&mut &module.encode()[..])
		.map_or_else(|_| format!("{module:?}"), |error| format!("{error:?}"))
}
