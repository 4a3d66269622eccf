//! The provider's leases by a node's RPC. Types are read by the names in the node's own metadata,
//! so that the agent outlives upgrades that only add fields.

use super::{
	link::{call, failed, At, Link, Until, READ},
	market, Act, Chain, ChainError, Lease, LeaseState, Leases,
};
use leasehold_client::account::AccountId;
use scale_decode::DecodeAsType;
use std::sync::Arc;
use subxt::dynamic::{self, Value};

/// A node's chain, as the provider that signs over the link sees it.
pub struct Live(pub Arc<Link>);

/// The fields of the chain's `Lease` that matter here.
#[derive(DecodeAsType)]
struct ChainLease {
	terms: Terms,
	state: State,
}

#[derive(DecodeAsType)]
struct Terms {
	id: u64,
	group: u8,
	tenant: [u8; 32],
	resources: Resources,
	replicas: u16,
	manifest: [u8; 32],
}

#[derive(DecodeAsType)]
enum State {
	Awarded {},
	Active,
	Paused,
	Grace {},
	Reclaiming {},
}

#[derive(DecodeAsType)]
struct Resources {
	cpu_millicores: u32,
	memory_mib: u64,
	storage: Storage,
}

#[derive(DecodeAsType)]
struct Storage {
	ephemeral_mib: u64,
	persistent_mib: u64,
	ram_mib: u64,
}

/// The leases of a provider at a block.
pub async fn leases(at: &At, provider: AccountId) -> Result<Vec<Lease>, ChainError> {
	let failed = failed("the leases cannot be read");
	let own = dynamic::storage::<([u8; 32], u64), ()>("Leases", "ProviderLeases");
	let lease_of = || dynamic::storage::<(u64,), ChainLease>("Leases", "Leases");
	let mut entries = at.storage().iter(own, (provider.0,)).await.map_err(|why| failed(&why))?;
	let mut leases = Vec::new();
	while let Some(entry) = entries.next().await {
		let entry = entry.map_err(|why| failed(&why))?;
		let key = entry.key().map_err(|why| failed(&why))?;
		let (_, id) = key.decode().map_err(|why| failed(&why))?;
		let found = at.storage().try_fetch(lease_of(), (id,)).await.map_err(|why| failed(&why))?;
		if let Some(found) = found {
			leases.push(lease(found.decode().map_err(|why| failed(&why))?));
		}
	}
	Ok(leases)
}

fn lease(ChainLease { terms, state }: ChainLease) -> Lease {
	let Resources { cpu_millicores, memory_mib, storage } = terms.resources;
	Lease {
		id: terms.id,
		group: terms.group.into(),
		tenant: AccountId(terms.tenant),
		manifest: terms.manifest,
		replicas: terms.replicas,
		cpu_millicores,
		// A manifest that asked for more than can be counted would fit no lease.
		memory_mib: memory_mib.saturating_add(storage.ram_mib),
		disk_mib: storage.ephemeral_mib.saturating_add(storage.persistent_mib),
		state: match state {
			State::Awarded {} => LeaseState::Awarded,
			State::Active | State::Reclaiming {} => LeaseState::Active,
			State::Paused => LeaseState::Paused,
			State::Grace {} => LeaseState::Grace,
		},
	}
}

impl Chain for Live {
	fn genesis(&self) -> [u8; 32] {
		self.0.genesis()
	}

	fn provider(&self) -> AccountId {
		self.0.account()
	}

	fn sign(&self, message: &[u8]) -> [u8; 64] {
		self.0.sign(message)
	}

	async fn leases(&self) -> Result<Leases, ChainError> {
		let read = async {
			let at = self.0.at_final().await?;
			Ok(Leases { block: at.block_number(), list: leases(&at, self.provider()).await? })
		};
		self.0.within(READ, read).await
	}

	async fn has_ended(&self, lease: u64) -> Result<bool, ChainError> {
		let read = async {
			let at = self.0.at_final().await?;
			Ok(!market::may_be_leased(&at, lease, self.provider()).await?)
		};
		self.0.within(READ, read).await
	}

	async fn act(&self, lease: u64, act: Act) -> Result<(), ChainError> {
		let (name, what) = match act {
			Act::Confirm => ("confirm", "confirmed"),
			Act::Pause => ("pause", "paused"),
			Act::Resume => ("resume", "resumed"),
		};
		let call = call("Leases", name, [("lease", Value::u128(lease.into()))]);
		let what = format!("lease {lease} cannot be {what}");
		let sent = self.0.send(&call, Until::Final, &what).await;
		sent.map(|_| ()).map_err(ChainError::from)
	}
}
