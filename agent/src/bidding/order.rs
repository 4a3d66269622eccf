//! An order and what stands on it, as the chain has it.

use super::resources::{Placement, Resources};
use leasehold_client::account::AccountId;
use scale_decode::DecodeAsType;
use serde::Serialize;

/// What an order is paid in.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Asset {
	/// LHD.
	Native,
	/// An asset that governance has listed.
	WithId(u32),
}

/// How an order finds its provider.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Auction {
	/// Everybody sees all bids; each undercuts the best.
	Open,
	/// Commitments first, then prices.
	Sealed,
	/// The tenant picks; nobody undercuts.
	Choice,
	/// One that this agent does not know.
	Unknown,
}

/// Something that a provider says of itself, or must.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
pub struct Attribute {
	/// The name.
	pub key: Vec<u8>,
	/// The value; in a requirement a trailing `*` stands for any ending.
	pub value: Vec<u8>,
}

/// What the provider must be.
#[derive(Clone, Debug, DecodeAsType, Default, Eq, PartialEq)]
pub struct Requirements {
	/// Each must be met.
	pub attributes: Vec<Attribute>,
	/// Each must attest to them.
	pub all_of: Vec<[u8; 32]>,
	/// One must attest to them, unless empty.
	pub any_of: Vec<[u8; 32]>,
	/// The least level of an attestation.
	pub min_level: u8,
	/// Whether machines must be attested to as well.
	pub attested_machines: bool,
	/// Whether the provider must be in the audited tier.
	pub admitted: bool,
	/// It must be in one of these, unless empty.
	pub regions: Vec<Vec<u8>>,
	/// It must be in none of these.
	pub excluded_regions: Vec<Vec<u8>>,
	/// Only these, unless empty.
	pub providers: Vec<[u8; 32]>,
	/// None of these.
	pub excluded_providers: Vec<[u8; 32]>,
}

/// Where an order is in its life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
	/// Waits for the validators and takes bids.
	Pending,
	/// Takes bids in blocks below this one.
	Open {
		/// The block at which it closes.
		ends: u32,
	},
	/// Takes no more sealed bids; those that stand are revealed in blocks below this one.
	Revealing {
		/// The block at which it closes.
		ends: u32,
	},
	/// Takes no more.
	Over,
}

/// An order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Order {
	/// Its number.
	pub id: u64,
	/// The deployment that it belongs to.
	pub deployment: u64,
	/// The place in it.
	pub group: u8,
	/// Who pays.
	pub tenant: AccountId,
	/// In what.
	pub asset: Asset,
	/// What a replica needs.
	pub each: Resources,
	/// How many replicas.
	pub replicas: u16,
	/// What the provider must be.
	pub requirements: Requirements,
	/// The most that all may cost, in base units per hour.
	pub max_price: u128,
	/// The architecture wanted, as the chain names it.
	pub architecture: Option<String>,
	/// Whether each replica must be on a machine of its own.
	pub distinct: bool,
	/// A bid at or below this ends the auction.
	pub buy_now: Option<u128>,
	/// How the provider is found.
	pub auction: Auction,
	/// Where it is in its life.
	pub stage: Stage,
	/// The lowest bid that stands.
	pub best: Option<(AccountId, u128)>,
	/// How often it was put up again.
	pub rounds: u8,
	/// Who may not bid on it again.
	pub excluded: Vec<AccountId>,
	/// The shortest notice that the tenant takes, in blocks.
	pub min_notice: u32,
	/// This provider's own bid.
	pub own: Option<Own>,
	/// This provider's own bid, while it is sealed.
	pub sealed: Option<Sealed>,
}

impl Order {
	/// Where this provider's bid would run its replicas, if it has one.
	pub fn placement(&self) -> Option<&Placement> {
		let open = self.own.as_ref().map(|own| &own.placement);
		open.or(self.sealed.as_ref().map(|sealed| &sealed.placement))
	}
}

/// This provider's own bid on an order, as long as nobody knows its price.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
pub struct Sealed {
	/// What the chain was told of it.
	pub commitment: [u8; 32],
	/// Where the replicas would run.
	pub placement: Placement,
}

/// This provider's own bid on an order.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
pub struct Own {
	/// Base units per hour for the group.
	pub price: u128,
	/// Where the replicas would run.
	pub placement: Placement,
	/// Whether it pushed another out of a full book, so that it cannot be withdrawn for free.
	pub displaced: bool,
}
