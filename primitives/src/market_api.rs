//! The runtime API by which the market is read: bounded and, where lists may be long, in pages.

use crate::{
	group::{AttributeValue, GroupSpec, Placement},
	ids::*,
	lease::LeaseState,
	resources::{GpuModel, GpuUnits, GpuVendor},
};
use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// The most items in a page, whatever is asked for.
pub const MAX_PAGE: u32 = 256;

/// A part of a list.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Page<Item, Cursor> {
	/// The items; may be few or none although there are more.
	pub items: Vec<Item>,
	/// What to ask for the next part with; `None` at the end of the list.
	pub next: Option<Cursor>,
}

impl<Item, Cursor> Default for Page<Item, Cursor> {
	fn default() -> Self {
		Self { items: Vec::new(), next: None }
	}
}

/// Where an order is in its life. Its record says more.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum OrderStage {
	/// Waits for the validators' verdict.
	#[codec(index = 0)]
	Pending,
	/// Takes bids.
	#[codec(index = 1)]
	Open,
	/// Won; the provider has yet to confirm.
	#[codec(index = 2)]
	Awarded,
	/// Served.
	#[codec(index = 3)]
	Leased,
	/// Takes no more bids; its deposit goes back.
	#[codec(index = 4)]
	Closing,
	/// Takes no more sealed bids; those that stand are revealed.
	#[codec(index = 5)]
	Revealing,
	/// Takes no more bids; its tenant picks one.
	#[codec(index = 6)]
	Choosing,
	/// The lowest bids tie, and lots are drawn.
	#[codec(index = 7)]
	Drawing,
}

/// An order on the market as one provider sees it.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct OpenOrder<AccountId> {
	/// Its number.
	pub order: OrderId,
	/// Who asks.
	pub tenant: AccountId,
	/// What is paid in.
	pub asset: AssetId,
	/// What is asked for.
	pub spec: GroupSpec<AccountId>,
	/// Where it is in its life.
	pub stage: OrderStage,
	/// The block at which that ends, if it is known.
	pub ends: Option<BlockNumber>,
	/// The highest price at which a bid would be taken now, in base units per hour; `None` if
	/// none would.
	pub highest: Option<Balance>,
	/// Whether the provider has a bid on it.
	pub has_bid: bool,
	/// The error that a bid of this provider would fail with now, whatever its terms; `None` if
	/// it may bid.
	pub obstacle: Option<DispatchError>,
	/// Machines on which the provider could put the replicas now, if it may bid.
	pub placement: Option<Placement>,
}

/// A bid on an order.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct BidView<AccountId> {
	/// Who bids.
	pub provider: AccountId,
	/// Native base units on hold for it.
	pub collateral: Balance,
	/// On which machines the replicas would run.
	pub placement: Placement,
	/// What it offers; `None` while it is sealed.
	pub terms: Option<BidTerms>,
}

/// What a bid offers.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct BidTerms {
	/// Base units of the order's asset per hour for the group.
	pub price: Balance,
	/// Blocks of notice before the provider ends the lease.
	pub notice: BlockNumber,
	/// Blocks for which it keeps the capacity after the money has run out.
	pub grace: BlockNumber,
}

/// Recent prices for one class of resources.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ClassPrices {
	/// The GPUs of the class, each vendor and model once, in ascending order. Empty: those without
	/// a GPU.
	pub gpus: Vec<(GpuVendor, GpuModel)>,
	/// How many awards the prices are drawn from.
	pub samples: u32,
	/// The lowest, in base units per hour for one unit: one GPU, or one core where the class has
	/// no GPU.
	pub low: Balance,
	/// The average.
	pub average: Balance,
	/// The highest.
	pub high: Balance,
	/// The latest.
	pub latest: Balance,
	/// The block in which that was confirmed.
	pub block: BlockNumber,
}

/// What providers have free that say the same of themselves.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, PartialEq, TypeInfo)]
pub struct FreeCapacity {
	/// The attribute's value; `None`: those that do not declare it.
	pub value: Option<AttributeValue>,
	/// How many providers.
	pub providers: u32,
	/// How many of their machines have anything free.
	pub machines: u32,
	/// CPU in thousandths of a core.
	pub cpu_millicores: u128,
	/// Memory in MiB.
	pub memory_mib: u128,
	/// Ephemeral storage in MiB.
	pub ephemeral_mib: u128,
	/// Persistent storage in MiB.
	pub persistent_mib: u128,
	/// Storage in memory, in MiB.
	pub ram_mib: u128,
	/// Public ports.
	pub ports: u128,
	/// GPUs, each kind once, in ascending order.
	pub gpus: Vec<FreeGpus>,
}

/// GPUs of one kind.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct FreeGpus {
	/// The kind; `units` is one.
	pub kind: GpuUnits,
	/// How many are free.
	pub units: u128,
}

/// An order of a tenant.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct TenantOrder {
	/// The deployment that it belongs to.
	pub deployment: DeploymentId,
	/// The group's place in the deployment.
	pub group: u8,
	/// Its number, also that of its escrow account and lease.
	pub order: OrderId,
	/// Where it is in its life.
	pub stage: OrderStage,
	/// The state of its lease, if it has one.
	pub lease: Option<LeaseState>,
}

/// An order for which a provider has capacity reserved.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ProviderOrder {
	/// Its number.
	pub order: OrderId,
	/// The state of the lease; `None` while the provider only bids.
	pub lease: Option<LeaseState>,
}

sp_api::decl_runtime_apis! {
	/// What people look for on the market. Limits are capped at [`MAX_PAGE`]; a page may hold
	/// fewer items than that and still not be the last.
	pub trait MarketApi<AccountId> where AccountId: Codec {
		/// Orders that wait for a verdict or have an auction that is not decided, newest first,
		/// with what keeps `provider` from bidding on each. Numbers below `before`, if given.
		fn open_orders(
			provider: AccountId,
			before: Option<OrderId>,
			limit: u32,
		) -> Page<OpenOrder<AccountId>, OrderId>;
		/// The bids on an order, at most twice 64, lowest price first and sealed ones last.
		fn bids(order: OrderId) -> Vec<BidView<AccountId>>;
		/// Prices of the latest awards in an asset, by class of resources.
		fn recent_prices(asset: AssetId) -> Vec<ClassPrices>;
		/// What providers that take bids have free, by what they declare under an attribute's key;
		/// of up to `limit` providers after `after` in the order of storage. Pages are to be added
		/// up.
		fn free_capacity(
			key: Vec<u8>,
			after: Option<AccountId>,
			limit: u32,
		) -> Page<FreeCapacity, AccountId>;
		/// The orders of a tenant and their leases, of up to `limit` deployments after `after` in
		/// the order of storage.
		fn tenant_orders(
			tenant: AccountId,
			after: Option<DeploymentId>,
			limit: u32,
		) -> Page<TenantOrder, DeploymentId>;
		/// The orders that a provider bids on or serves, up to `limit` of them after `after` in
		/// the order of storage.
		fn provider_orders(
			provider: AccountId,
			after: Option<OrderId>,
			limit: u32,
		) -> Page<ProviderOrder, OrderId>;
	}
}
