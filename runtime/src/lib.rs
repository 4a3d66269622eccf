//! The runtime of Leasehold, a chain on which people rent compute from each other.
//!
//! [`configs`] holds every pallet's configuration, one file a subject; `apis` what the runtime
//! answers to its node; [`genesis_config_presets`] the chains that can be started by name.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

extern crate alloc;

// `WASM_BINARY`, this runtime compiled to wasm.
#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis_config_presets;
mod views;
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
use pallet_session::historical as pallet_session_historical;
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

pub use leasehold_primitives::{AssetId, Balance, BlockNumber, Moment};

/// A signature of an account.
pub type Signature = MultiSignature;
/// An account: the 32 bytes that its public key is known by.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// A 32-byte hash.
pub type Hash = sp_core::H256;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What a transaction passes through before and after its call.
///
/// `AuthorizeCall` comes first: it gives the calls of off-chain workers their origin, and the
/// extensions after it let a call with that origin pass without nonce or fee.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction as it travels.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What the signer of a transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Runs blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Types for the node, which does not look into transactions.
pub mod opaque {
	/// A block whose transactions are bytes.
	pub type Block = sp_runtime::generic::Block<super::Header, sp_runtime::OpaqueExtrinsic>;
}

impl_opaque_keys! {
	/// A validator's keys for one session.
	pub struct SessionKeys {
		/// Authors blocks.
		pub babe: Babe,
		/// Finalises them.
		pub grandpa: Grandpa,
		/// Signs the validator's network addresses.
		pub authority_discovery: AuthorityDiscovery,
		/// Signs what light clients on Ethereum check.
		pub beefy: Beefy,
		/// Votes on approvals.
		pub approvals: Approvals,
	}
}

/// The version of this runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("leasehold"),
	impl_name: Cow::Borrowed("leasehold"),
	authoring_version: 1,
	// Raise it with every change of what the runtime does.
	spec_version: 100,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	// Raise it whenever a signed transaction would mean something else than before: calls
	// renumbered or their parameters or the extensions changed.
	transaction_version: 1,
	system_version: 1,
};

/// The target time between blocks and the length of a slot, in milliseconds. A chain cannot
/// change it once started.
pub const MILLISECS_PER_BLOCK: Moment = 3_000;
/// Blocks in a minute.
pub const MINUTES: BlockNumber = 60_000 / MILLISECS_PER_BLOCK as BlockNumber;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// Base units of one LHD, the native token, which has 12 decimals.
pub const LHD: Balance = 1_000_000_000_000;
/// A thousandth of an LHD.
pub const MILLI_LHD: Balance = LHD / 1_000;
/// A millionth of an LHD.
pub const MICRO_LHD: Balance = LHD / 1_000_000;

/// What an account must hold to exist.
pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLI_LHD;

/// The prefix of addresses in their text form.
pub const SS58_PREFIX: u16 = 42;

/// The deposit for an entry of `items` storage items and `bytes` bytes.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	items as Balance * 100 * MILLI_LHD + bytes as Balance * MILLI_LHD
}

#[frame_support::runtime]
mod runtime {
	use super::*;

	/// The runtime: its pallets, in the order in which their hooks run and genesis is built.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	// Before all that count in epochs and sessions.
	#[runtime::pallet_index(1)]
	pub type Timings = pallet_leasehold_timings;
	#[runtime::pallet_index(2)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(3)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(4)]
	pub type Timestamp = pallet_timestamp;
	// Before Session, so that a block's author is noted in the session it was made in.
	#[runtime::pallet_index(5)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(13)]
	pub type AssetsHolder = pallet_assets_holder;

	#[runtime::pallet_index(20)]
	pub type Staking = pallet_staking;
	#[runtime::pallet_index(21)]
	pub type VoterList = pallet_bags_list;
	#[runtime::pallet_index(22)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(23)]
	pub type Historical = pallet_session_historical;
	#[runtime::pallet_index(24)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(25)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(26)]
	pub type AuthorityDiscovery = pallet_authority_discovery;

	// After Session, so that a leaf names the set that follows in its own block.
	#[runtime::pallet_index(30)]
	pub type Beefy = pallet_beefy;
	#[runtime::pallet_index(31)]
	pub type Mmr = pallet_mmr;
	#[runtime::pallet_index(32)]
	pub type BeefyMmr = pallet_beefy_mmr;

	#[runtime::pallet_index(40)]
	pub type Treasury = pallet_treasury;
	#[runtime::pallet_index(41)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(42)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(43)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(44)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(45)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(46)]
	pub type Sudo = pallet_sudo;
	#[runtime::pallet_index(47)]
	pub type Whitelist = pallet_whitelist;
	#[runtime::pallet_index(48)]
	pub type MultiBlockMigrations = pallet_migrations;
	#[runtime::pallet_index(49)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(50)]
	pub type TxPause = pallet_tx_pause;

	// 60 and up: Leasehold's own.
	#[runtime::pallet_index(60)]
	pub type Providers = pallet_leasehold_providers;
	#[runtime::pallet_index(61)]
	pub type Approvals = pallet_leasehold_approvals;
	#[runtime::pallet_index(62)]
	pub type Escrow = pallet_leasehold_escrow;
	#[runtime::pallet_index(63)]
	pub type Market = pallet_leasehold_market;
	#[runtime::pallet_index(64)]
	pub type Leases = pallet_leasehold_leases;
	// The last of all, so that statements made while other pallets finish a block are in.
	#[runtime::pallet_index(99)]
	pub type Checkpoints = pallet_leasehold_checkpoints;
}
