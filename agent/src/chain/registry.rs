//! What the chain knows of the provider and its machines, by a node's RPC.

use super::{
	link::{failed, At},
	market::Architecture,
	ChainError,
};
use crate::bidding::{
	eligible::{Attestation, Standing},
	order::Attribute,
	resources::{Machine, Resources},
};
use leasehold_client::account::AccountId;
use scale_decode::DecodeAsType;
use std::{collections::BTreeSet, fmt::Display};
use subxt::dynamic;

/// A provider as it describes itself.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Record {
	/// Where its agent is reached.
	pub endpoint: Vec<u8>,
	/// What it declares.
	pub attributes: Vec<Attribute>,
	/// Whether it takes no new bids.
	pub draining: bool,
	/// The bond on hold, in base units of LHD.
	pub bond: u128,
	/// What is missing of it.
	pub shortfall: u128,
	/// When validators admitted it to the audited tier.
	pub admitted: Option<u32>,
}

/// How a machine is let.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
pub enum Kind {
	/// To many leases.
	Shared,
	/// To one at a time.
	Dedicated,
}

#[derive(DecodeAsType)]
struct ChainNode {
	kind: Kind,
	architecture: Architecture,
	devices: Vec<Vec<u8>>,
	capacity: Resources,
	reserved: Resources,
	uses: u32,
}

/// A machine on chain.
#[derive(Clone, Debug)]
pub struct Node {
	/// Its place in the provider's list.
	pub index: u16,
	/// How it is let.
	pub kind: Kind,
	/// Its architecture, as the chain names it.
	pub architecture: String,
	/// By which it is known.
	pub devices: Vec<Vec<u8>>,
	/// What it has.
	pub capacity: Resources,
	/// What is promised of it.
	pub reserved: Resources,
	/// To how many orders.
	pub uses: u32,
	/// Who attests to it, at which level, until which block.
	pub audits: Vec<([u8; 32], u8, u32)>,
}

impl Node {
	/// What is left of it for more.
	pub fn machine(&self) -> Machine {
		let free = match (self.kind, self.uses) {
			(Kind::Dedicated, 1..) => None,
			// What is reserved was taken of just these kinds of GPU.
			_ => self.capacity.without(&self.reserved),
		};
		Machine {
			index: self.index,
			architecture: self.architecture.clone(),
			free: free.unwrap_or_default(),
			dedicated: self.kind == Kind::Dedicated,
		}
	}
}

fn cannot(why: &dyn Display) -> ChainError {
	failed("the registry of providers cannot be read")(why)
}

/// A provider's record; `None` if it is not registered.
pub async fn record(at: &At, provider: AccountId) -> Result<Option<Record>, ChainError> {
	let address = dynamic::storage::<([u8; 32],), Record>("Providers", "Providers");
	let found = at.storage().try_fetch(address, (provider.0,)).await.map_err(|why| cannot(&why))?;
	found.map(|found| found.decode()).transpose().map_err(|why| cannot(&why))
}

/// A provider's machines, in the order of their numbers.
pub async fn nodes(at: &At, provider: AccountId) -> Result<Vec<Node>, ChainError> {
	let address = dynamic::storage::<([u8; 32], u16), ChainNode>("Providers", "Nodes");
	let mut entries =
		at.storage().iter(address, (provider.0,)).await.map_err(|why| cannot(&why))?;
	let mut nodes = Vec::new();
	while let Some(entry) = entries.next().await {
		let entry = entry.map_err(|why| cannot(&why))?;
		let key = entry.key().map_err(|why| cannot(&why))?;
		let (_, index) = key.decode().map_err(|why| cannot(&why))?;
		let ChainNode { kind, architecture, devices, capacity, reserved, uses } =
			entry.value().decode().map_err(|why| cannot(&why))?;
		let architecture = architecture.name();
		let audits = audits(at, provider, index).await?;
		nodes.push(Node { index, kind, architecture, devices, capacity, reserved, uses, audits });
	}
	nodes.sort_by_key(|node| node.index);
	Ok(nodes)
}

async fn audits(
	at: &At,
	provider: AccountId,
	node: u16,
) -> Result<Vec<([u8; 32], u8, u32)>, ChainError> {
	#[derive(DecodeAsType)]
	struct Audit {
		auditor: [u8; 32],
		level: u8,
		expires: u32,
	}
	let address = dynamic::storage::<([u8; 32], u16), Vec<Audit>>("Providers", "MachineAudits");
	let found =
		at.storage().try_fetch(address, (provider.0, node)).await.map_err(|why| cannot(&why))?;
	let found = found.map(|found| found.decode()).transpose().map_err(|why| cannot(&why))?;
	let audits = found.unwrap_or_default().into_iter();
	Ok(audits.map(|one| (one.auditor, one.level, one.expires)).collect())
}

/// What the chain knows of a provider; `None` if it is not registered.
pub async fn standing(at: &At, provider: AccountId) -> Result<Option<Standing>, ChainError> {
	#[derive(DecodeAsType)]
	struct ClockRecord {
		clock: Clock,
		rules: Beats,
	}
	#[derive(DecodeAsType)]
	struct Clock {
		block: u32,
	}
	#[derive(DecodeAsType)]
	struct Beats {
		window: Window,
	}
	#[derive(DecodeAsType)]
	struct Window {
		blocks: u32,
	}
	let Some(record) = record(at, provider).await? else { return Ok(None) };
	let address = dynamic::storage::<([u8; 32],), ClockRecord>("Providers", "Clocks");
	let clock = at.storage().try_fetch(address, (provider.0,)).await.map_err(|why| cannot(&why))?;
	let clock = clock.map(|clock| clock.decode()).transpose().map_err(|why| cannot(&why))?;
	let next = u32::try_from(at.block_number()).unwrap_or(u32::MAX).saturating_add(1);
	let beats = clock.is_some_and(|ClockRecord { clock, rules }| {
		next.saturating_sub(clock.block) <= rules.window.blocks
	});
	Ok(Some(Standing {
		attributes: record.attributes,
		draining: record.draining,
		short: record.shortfall > 0,
		admitted: record.admitted.is_some(),
		beats,
		attestations: attestations(at, provider).await?,
	}))
}

/// What auditors that are listed say of a provider.
async fn attestations(at: &At, provider: AccountId) -> Result<Vec<Attestation>, ChainError> {
	#[derive(DecodeAsType)]
	struct ChainAttestation {
		attributes: Vec<Attribute>,
		level: u8,
		expires: u32,
	}
	let address =
		dynamic::storage::<([u8; 32], [u8; 32]), ChainAttestation>("Providers", "Attestations");
	let mut entries =
		at.storage().iter(address, (provider.0,)).await.map_err(|why| cannot(&why))?;
	let mut all = Vec::new();
	while let Some(entry) = entries.next().await {
		let entry = entry.map_err(|why| cannot(&why))?;
		let key = entry.key().map_err(|why| cannot(&why))?;
		let (_, auditor) = key.decode().map_err(|why| cannot(&why))?;
		let ChainAttestation { attributes, level, expires } =
			entry.value().decode().map_err(|why| cannot(&why))?;
		all.push(Attestation { auditor, attributes, level, expires });
	}
	let mut listed = BTreeSet::new();
	for one in &all {
		let address = dynamic::storage::<([u8; 32],), ()>("Providers", "Auditors");
		let found = at.storage().try_fetch(address, (one.auditor,)).await;
		if found.map_err(|why| cannot(&why))?.is_some() {
			listed.insert(one.auditor);
		}
	}
	all.retain(|one| listed.contains(&one.auditor));
	Ok(all)
}
