//! Puts a node together.

mod full;
mod partial;

use crate::{anchor::AnchorParams, cli::LeaseholdParams};
use leasehold_runtime::{apis::RuntimeApi, opaque::Block};
use sc_consensus_babe::{BabeBlockImport, BabeLink};
use sc_consensus_beefy::{import::BeefyBlockImport, BeefyVoterLinks};
use sc_consensus_grandpa::{GrandpaBlockImport, LinkHalf};
use sc_service::Configuration;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use sp_inherents::CreateInherentDataProviders;
use std::sync::Arc;

pub use full::new_full;
pub use partial::{new_partial, Partial};

/// What the runtime can call of its host.
pub type HostFunctions = sp_io::SubstrateHostFunctions;

/// A block's hash.
pub type Hash = leasehold_runtime::Hash;
/// Runs the wasm runtime.
pub type Executor = sc_executor::WasmExecutor<HostFunctions>;
/// The chain: blocks, state and the runtime on top.
pub type FullClient = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The database below it.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// Prefers the longest chain.
pub type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
/// Transactions waiting to be included.
pub type TransactionPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;

/// What a block's author tells it: slot and time.
type Inherents =
	(sp_consensus_babe::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider);
/// Makes them, to be checked on import.
type CreateInherents =
	Arc<dyn CreateInherentDataProviders<Block, (), InherentDataProviders = Inherents>>;
/// GRANDPA's part of importing a block.
type GrandpaImport = GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
/// BEEFY's part, around it.
type BeefyImport = BeefyBlockImport<Block, FullBackend, FullClient, GrandpaImport, BeefyId>;
/// BABE's part, around both.
type BabeImport = BabeBlockImport<Block, FullClient, BeefyImport, CreateInherents, FullSelectChain>;

/// What ties the parts that import blocks to those that make and vote on them.
pub struct Consensus {
	/// The whole pipeline.
	pub block_import: BabeImport,
	/// BABE's epochs.
	pub babe: BabeLink<Block>,
	/// GRANDPA's authority set and commands.
	pub grandpa: LinkHalf<Block, FullClient, FullSelectChain>,
	/// BEEFY's justifications.
	pub beefy: BeefyVoterLinks<Block, BeefyId>,
}

/// What a node is told beyond its configuration.
pub struct Options {
	/// This chain's own flags.
	pub leasehold: LeaseholdParams,
	/// The poster's flags.
	pub anchor: AnchorParams,
	/// How to insert a service key into this node's keystore.
	pub hint: String,
	/// When to give up for want of disk space.
	pub storage_monitor: sc_storage_monitor::StorageMonitorParams,
}

/// GRANDPA keeps a justification at least every so many blocks.
const JUSTIFICATION_PERIOD: u32 = 512;

/// BEEFY signs at most every so many blocks, and so an anchor can follow a lease's close within
/// a dozen seconds and what GRANDPA needs. All validators must agree on it.
const BEEFY_MIN_BLOCK_DELTA: u32 = 4;

/// The configuration as this chain needs it: with off-chain indexing, whatever was asked for.
pub fn prepare(mut config: Configuration) -> Configuration {
	config.offchain_worker.indexing_enabled = true;
	config
}
