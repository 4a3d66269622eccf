//! The chain by a node's RPC. Types are read by the names in the node's own metadata, so that the
//! agent outlives upgrades that only add fields.

use super::{Act, Chain, ChainError, Lease, LeaseState};
use leasehold_client::account::AccountId;
use scale_decode::DecodeAsType;
use std::{fmt::Display, future::Future, time::Duration};
use subxt::{
	dynamic::{self, Value},
	OnlineClient, SubstrateConfig,
};
use subxt_signer::sr25519::Keypair;
use tokio::sync::RwLock;

/// How long a look at the chain may take.
const READ: Duration = Duration::from_secs(30);
/// How long it may take until something is final.
const WRITE: Duration = Duration::from_secs(120);

/// A connection that is made anew when it breaks.
pub struct Live {
	url: String,
	genesis: [u8; 32],
	signer: Keypair,
	client: RwLock<Option<OnlineClient<SubstrateConfig>>>,
}

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

fn failed(what: impl Display) -> impl Fn(&dyn Display) -> ChainError {
	move |why| ChainError(format!("{what}: {why}"))
}

async fn connect(url: &str) -> Result<OnlineClient<SubstrateConfig>, ChainError> {
	let connected = OnlineClient::<SubstrateConfig>::from_insecure_url(url).await;
	connected.map_err(|why| failed(format!("the node at {url} does not answer"))(&why))
}

impl Live {
	/// Connect to a node. Its chain is remembered: another one behind the same address is refused
	/// later.
	pub async fn connect(url: &str, signer: Keypair) -> Result<Self, ChainError> {
		let client = connect(url).await?;
		let genesis = client.genesis_hash().0;
		Ok(Self { url: url.into(), genesis, signer, client: RwLock::new(Some(client)) })
	}

	async fn client(&self) -> Result<OnlineClient<SubstrateConfig>, ChainError> {
		if let Some(client) = self.client.read().await.clone() {
			return Ok(client);
		}
		let client = connect(&self.url).await?;
		if client.genesis_hash().0 != self.genesis {
			return Err(ChainError(format!("the node at {} is on another chain now", self.url)));
		}
		*self.client.write().await = Some(client.clone());
		Ok(client)
	}

	async fn read(&self) -> Result<Vec<Lease>, ChainError> {
		let failed = failed("the leases cannot be read");
		let at = self.client().await?.at_current_block().await.map_err(|why| failed(&why))?;
		let own = dynamic::storage::<([u8; 32], u64), ()>("Leases", "ProviderLeases");
		let lease_of = || dynamic::storage::<(u64,), ChainLease>("Leases", "Leases");
		let provider = (self.signer.public_key().0,);
		let mut entries = at.storage().iter(own, provider).await.map_err(|why| failed(&why))?;
		let mut leases = Vec::new();
		while let Some(entry) = entries.next().await {
			let entry = entry.map_err(|why| failed(&why))?;
			let key = entry.key().map_err(|why| failed(&why))?;
			let (_, id) = key.decode().map_err(|why| failed(&why))?;
			let found =
				at.storage().try_fetch(lease_of(), (id,)).await.map_err(|why| failed(&why))?;
			if let Some(found) = found {
				leases.push(lease(found.decode().map_err(|why| failed(&why))?));
			}
		}
		Ok(leases)
	}

	async fn send(&self, lease: u64, act: Act) -> Result<(), ChainError> {
		let (call, what) = match act {
			Act::Confirm => ("confirm", "confirmed"),
			Act::Pause => ("pause", "paused"),
			Act::Resume => ("resume", "resumed"),
		};
		let failed = failed(format!("lease {lease} cannot be {what}"));
		let call = dynamic::transaction("Leases", call, vec![Value::u128(lease.into())]);
		let client = self.client().await?;
		let mut transactions = client.tx().await.map_err(|why| failed(&why))?;
		let sent = transactions.sign_and_submit_then_watch_default(&call, &self.signer).await;
		let progress = sent.map_err(|why| failed(&why))?;
		progress.wait_for_finalized_success().await.map_err(|why| failed(&why))?;
		Ok(())
	}

	/// One exchange with the node, no longer than that. After a failure the next one connects
	/// anew.
	async fn within<T>(
		&self,
		limit: Duration,
		exchange: impl Future<Output = Result<T, ChainError>> + Send,
	) -> Result<T, ChainError> {
		let result = tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| {
			Err(ChainError(format!(
				"the node at {} took longer than {} s",
				self.url,
				limit.as_secs()
			)))
		});
		if result.is_err() {
			*self.client.write().await = None;
		}
		result
	}
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
		self.genesis
	}

	fn provider(&self) -> AccountId {
		AccountId(self.signer.public_key().0)
	}

	async fn leases(&self) -> Result<Vec<Lease>, ChainError> {
		self.within(READ, self.read()).await
	}

	async fn act(&self, lease: u64, act: Act) -> Result<(), ChainError> {
		self.within(WRITE, self.send(lease, act)).await
	}
}
