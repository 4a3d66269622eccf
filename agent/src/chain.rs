//! What the agent reads from the chain and does there.

pub mod amendments;
pub mod link;
pub mod live;
pub mod market;
pub mod registration;
pub mod registry;

use leasehold_client::account::AccountId;
use std::future::Future;

/// A lease of this provider, as the chain has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lease {
	/// Its number.
	pub id: u64,
	/// The place of its group in the deployment.
	pub group: usize,
	/// Who pays.
	pub tenant: AccountId,
	/// What has to run.
	pub manifest: [u8; 32],
	/// How many replicas.
	pub replicas: u16,
	/// What each has: CPU in thousandths of a core.
	pub cpu_millicores: u32,
	/// Memory in MiB.
	pub memory_mib: u64,
	/// Disk in MiB.
	pub disk_mib: u64,
	/// Where it is in its life.
	pub state: LeaseState,
}

/// All of a provider's leases at one moment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Leases {
	/// The final block at which they were read.
	pub block: u64,
	/// The leases.
	pub list: Vec<Lease>,
}

/// Where a lease is in its life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LeaseState {
	/// Won; to be confirmed once its workload answers.
	Awarded,
	/// Served and paid, also while a notice runs.
	Active,
	/// Paused by the agent, as its workload was unwell.
	Paused,
	/// Out of money: the workload stops, its volumes stay.
	Grace,
}

/// Why the chain could not be read or written.
#[derive(Clone, Debug)]
pub struct ChainError(pub String);

impl std::fmt::Display for ChainError {
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		f.write_str(&self.0)
	}
}

impl std::error::Error for ChainError {}

/// What the agent does on chain with a lease.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Act {
	/// The workload answers: the stream may start.
	Confirm,
	/// The workload is unwell: the stream stops.
	Pause,
	/// It is well again.
	Resume,
}

/// The chain, seen by one provider.
pub trait Chain: Send + Sync + 'static {
	/// The hash of its first block.
	fn genesis(&self) -> [u8; 32];
	/// The provider.
	fn provider(&self) -> AccountId;
	/// The provider's sr25519 signature of something that is no transaction.
	fn sign(&self, message: &[u8]) -> [u8; 64];
	/// All of the provider's leases at one moment. An error says nothing about leases: nothing may
	/// be torn down because of it.
	fn leases(&self) -> impl Future<Output = Result<Leases, ChainError>> + Send;
	/// Whether a lease that is not among them is over for this provider for good. One that was
	/// awarded in a block that is not final yet is not there either, and is not over.
	fn has_ended(&self, lease: u64) -> impl Future<Output = Result<bool, ChainError>> + Send;
	/// Do something with a lease; returns once it is in a block.
	fn act(&self, lease: u64, act: Act) -> impl Future<Output = Result<(), ChainError>> + Send;
}
