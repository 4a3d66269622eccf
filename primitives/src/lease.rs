//! The states and terms of a lease.

use crate::{ids::*, resources::Resources};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What market hands over when it awards an order.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct LeaseTerms<AccountId> {
	/// The order, and so the lease and the escrow account.
	pub id: LeaseId,
	/// The deployment that the order's group belongs to.
	pub deployment: DeploymentId,
	/// The group's place in the deployment.
	pub group: u8,
	/// Who pays.
	pub tenant: AccountId,
	/// Who serves.
	pub provider: AccountId,
	/// What is paid in.
	pub asset: AssetId,
	/// Base units per hour for the whole group.
	pub price: Balance,
	/// What each replica has.
	pub resources: Resources,
	/// How many replicas.
	pub replicas: u16,
	/// What the provider must serve.
	pub manifest: ManifestHash,
	/// Native tokens that the provider keeps on hold against leaving early.
	pub collateral: Balance,
	/// How many blocks of notice the provider gives before it ends the lease.
	pub notice: BlockNumber,
	/// How many blocks the provider keeps the capacity after the money has run out.
	pub grace: BlockNumber,
}

/// Where a lease is in its life. A closed lease leaves storage, so there is no such state here;
/// in statements it is 255 (see [`crate::statement`]).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum LeaseState {
	/// Won by the provider, which has until this block to confirm that it serves the manifest.
	#[codec(index = 0)]
	Awarded { until: BlockNumber },
	/// Served and paid.
	#[codec(index = 1)]
	Active,
	/// Found unhealthy by the provider: not paid until it resumes.
	#[codec(index = 2)]
	Paused,
	/// Out of money. Ends at this block unless somebody tops up before.
	#[codec(index = 3)]
	Grace { until: BlockNumber },
	/// The provider has given notice. Served and paid until this block.
	#[codec(index = 4)]
	Reclaiming { until: BlockNumber },
}

/// Why a lease ended.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum CloseReason {
	/// The tenant closed it.
	#[codec(index = 0)]
	Tenant,
	/// The provider closed it after its notice; the code says why (provider-defined).
	#[codec(index = 1)]
	Provider { code: u16 },
	/// The provider closed it at once for abuse; the code says of which kind.
	#[codec(index = 2)]
	Abuse { code: u16 },
	/// The deposit ran out and nobody topped it up within the grace.
	#[codec(index = 3)]
	InsufficientFunds,
	/// The provider fell silent for longer than the chain waits.
	#[codec(index = 4)]
	ProviderSilent,
	/// Governance ended it.
	#[codec(index = 5)]
	Governance,
}

/// Why an award did not become a lease.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum DeclineReason {
	/// The provider said no; the code says why (provider-defined). Tenant and provider each lose
	/// the same small amount.
	#[codec(index = 0)]
	Declined { code: u16 },
	/// The provider let the deadline pass and forfeits its collateral.
	#[codec(index = 1)]
	Silent,
}
