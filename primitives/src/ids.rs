//! Identifiers and plain aliases.

use frame_support::traits::tokens::fungible::NativeOrWithId;

/// An amount in base units of an asset (LHD has 12 decimals).
pub type Balance = u128;

/// A block's height.
pub type BlockNumber = u32;

/// Unix time, or a span of it, in milliseconds.
pub type Moment = u64;

/// What a lease can be paid in: the native token or an asset of `pallet-assets`.
pub type AssetId = NativeOrWithId<u32>;

/// Names a deployment; counted up from zero.
pub type DeploymentId = u64;

/// Names an order, its escrow account and, once awarded, its lease: one number for the three,
/// because an order has at most one lease and a lease exactly one escrow account. Counted up
/// from zero and never used twice.
pub type OrderId = u64;

/// The escrow account of the order with the same number.
pub type EscrowId = OrderId;

/// The lease of the order with the same number.
pub type LeaseId = OrderId;

/// Names a private network; counted up from zero.
pub type NetworkId = u64;

/// Names an offer of a private network; counted up from zero over all networks.
pub type OfferId = u64;

/// A machine's place in its provider's list, below [`MAX_NODES`].
pub type NodeIndex = u16;

/// The hash of what a deployment runs. The manifest itself never comes on chain.
pub type ManifestHash = sp_core::H256;

/// Blocks an hour at the target block time of 3 s.
pub const BLOCKS_PER_HOUR: BlockNumber = 1_200;
/// Blocks a day at the target block time of 3 s.
pub const BLOCKS_PER_DAY: BlockNumber = 24 * BLOCKS_PER_HOUR;
/// Groups in a deployment.
pub const MAX_GROUPS: u32 = 8;
/// Replicas of a group.
pub const MAX_REPLICAS: u16 = 64;
/// Machines of a provider.
pub const MAX_NODES: u32 = 256;
/// Machines over which one bid may spread.
pub const MAX_PLACEMENTS: u32 = 8;
/// Auditors in each of the two lists of a group's requirements.
pub const MAX_ASKED: u32 = 4;
/// Entries of each list of regions or providers that a group wants or excludes.
pub const MAX_WISHES: u32 = 8;
/// Attributes that a provider declares or a group requires.
pub const MAX_ATTRIBUTES: u32 = 32;
/// Bytes of an attribute's key.
pub const MAX_KEY: u32 = 64;
/// Bytes of an attribute's value.
pub const MAX_VALUE: u32 = 128;
/// Bids on an order.
pub const MAX_BIDS: u32 = 64;
/// Bytes of a provider's endpoint.
pub const MAX_ENDPOINT: u32 = 256;
/// Places for depositors in an escrow account: the tenant's, those of its sponsors, and those of up
/// to [`MAX_OTHER_DEPOSITORS`] others.
pub const MAX_DEPOSITORS: u32 = 8;
/// Depositors of an escrow account besides the tenant and its sponsors: one place is always left
/// for a sponsor.
pub const MAX_OTHER_DEPOSITORS: u32 = 6;
/// Leases that one transaction may settle.
pub const MAX_SETTLE_BATCH: u32 = 64;
