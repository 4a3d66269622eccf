//! What the command line accepts.

use crate::anchor::{AnchorParams, VerifyLeaseCmd};
use sc_cli::RunCmd;
use std::path::PathBuf;

/// The command line.
#[derive(Debug, clap::Parser)]
pub struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[clap(flatten)]
	pub run: RunCmd,

	#[clap(flatten)]
	pub leasehold: LeaseholdParams,

	#[clap(flatten)]
	pub anchor: AnchorParams,

	#[clap(flatten)]
	pub storage_monitor: sc_storage_monitor::StorageMonitorParams,
}

/// What a node of this chain knows beyond the usual.
///
/// Off-chain indexing is always on, whatever `--enable-offchain-indexing` says: the statements of
/// the lease ledger and the mountain range's nodes are found through it.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LeaseholdParams {
	/// Run as a provider's node: it sends heartbeats, settles leases and posts checkpoints.
	///
	/// Runs the off-chain worker on every block, whether the node validates or not, and needs the
	/// provider's service key (key type `lsrv`) in the keystore.
	#[arg(long)]
	pub provider: bool,

	/// Let the off-chain worker confirm every lease that the provider wins, at once.
	///
	/// For providers whose machines serve a manifest without further ado. Without it, confirm with
	/// `leases.confirm`, or let your own software do so once the workload runs.
	#[arg(long, requires = "provider")]
	pub auto_confirm: bool,

	/// A file with what this validator will not approve, in TOML.
	///
	/// Read again whenever it changes, without a restart. Keys, all optional: `denied_manifests`
	/// (0x-hex hashes), `denied_tenants` (addresses), and in a section `[maximum]` the most of one
	/// order, all replicas: `cpu_millicores`, `memory_mib`, `storage_mib`, `gpu_units`.
	#[arg(long, value_name = "FILE")]
	pub approval_policy: Option<PathBuf>,
}

/// Everything but running a node.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
	/// Key management utilities.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain specification to a file.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write a chain specification with a boot node (the older form of export-chain-spec).
	#[allow(deprecated)]
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Validate blocks.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Export blocks.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Export the state of a block into a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Import blocks.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove the whole chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Revert the chain to a previous state.
	Revert(sc_cli::RevertCmd),

	/// Check on Ethereum what the chain says of a lease.
	VerifyLease(VerifyLeaseCmd),

	/// Print meta information about the chain's database.
	ChainInfo(sc_cli::ChainInfoCmd),
}
