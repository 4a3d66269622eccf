//! Orders and bids by a node's RPC.

use super::{
	link::{call, failed, At, Call},
	ChainError,
};
use crate::bidding::{
	decide::Rules,
	order::{Asset, Auction, Order, Own, Requirements, Sealed, Stage},
	resources::{Placement, Resources},
	secrets::Secret,
};
use leasehold_client::account::AccountId;
use scale_decode::DecodeAsType;
use std::{collections::BTreeSet, fmt::Display};
use subxt::dynamic::{self, At as _, Value};
use subxt::ext::scale_value::ValueDef;

#[derive(DecodeAsType)]
struct ChainOrder {
	deployment: u64,
	group: u8,
	tenant: [u8; 32],
	asset: Asset,
	spec: Spec,
	buy_now: Option<u128>,
	// As they are named on chain: kinds that are not known yet are passed over one by one.
	auction: Value,
	state: Value,
	best: Option<Best>,
	rounds: u8,
	excluded: Vec<[u8; 32]>,
}

#[derive(DecodeAsType)]
struct Spec {
	resources: Resources,
	replicas: u16,
	requirements: Requirements,
	max_price: u128,
	architecture: Option<Architecture>,
	distinct: bool,
}

#[derive(DecodeAsType)]
pub(super) enum Architecture {
	Amd64,
	Arm64,
	Riscv64,
}

impl Architecture {
	pub(super) fn name(&self) -> String {
		match self {
			Self::Amd64 => "Amd64",
			Self::Arm64 => "Arm64",
			Self::Riscv64 => "Riscv64",
		}
		.into()
	}
}

#[derive(DecodeAsType)]
struct Best {
	provider: [u8; 32],
	price: u128,
}

/// What governance has set for auctions and bids.
#[derive(DecodeAsType)]
pub struct Params {
	min_step: u32,
	/// The shortest notice that a bid may offer, in blocks.
	pub min_notice: u32,
	/// What is on hold for a bid, in base units of LHD.
	pub collateral: u128,
}

impl Params {
	/// What is decided by.
	pub fn rules(&self) -> Rules {
		Rules { min_step: self.min_step }
	}
}

fn cannot(why: &dyn Display) -> ChainError {
	failed("the market cannot be read")(why)
}

fn variant(value: &Value) -> &str {
	match &value.value {
		ValueDef::Variant(variant) => &variant.name,
		_ => "",
	}
}

/// What governance has set.
pub async fn params(at: &At) -> Result<Params, ChainError> {
	let address = dynamic::storage::<(), Params>("Market", "Params");
	let found = at.storage().fetch(address, ()).await.map_err(|why| cannot(&why))?;
	found.decode().map_err(|why| cannot(&why))
}

/// The notice that the tenant demands; chains that know of none demand none.
fn least_notice(order: &Value) -> u32 {
	let notice = order.at("min_notice").and_then(|notice| notice.as_u128());
	notice.and_then(|notice| u32::try_from(notice).ok()).unwrap_or(0)
}

/// Whether an order in this state may have something to do.
fn is_open(state: &Value) -> bool {
	matches!(variant(state), "Pending" | "Open" | "Revealing")
}

fn read(id: u64, order: ChainOrder, own: Option<Own>, sealed: Option<Sealed>) -> Order {
	let Spec { resources, replicas, requirements, max_price, architecture, distinct } = order.spec;
	let ends = order.state.at("ends").and_then(|ends| ends.as_u128());
	let ends = ends.and_then(|ends| u32::try_from(ends).ok());
	let stage = match (variant(&order.state), ends) {
		("Pending", _) => Stage::Pending,
		("Open", Some(ends)) => Stage::Open { ends },
		("Revealing", Some(ends)) => Stage::Revealing { ends },
		_ => Stage::Over,
	};
	Order {
		id,
		deployment: order.deployment,
		group: order.group,
		tenant: AccountId(order.tenant),
		asset: order.asset,
		each: resources,
		replicas,
		requirements,
		max_price,
		architecture: architecture.map(|one| one.name()),
		distinct,
		buy_now: order.buy_now,
		auction: match variant(&order.auction) {
			"Open" => Auction::Open,
			"Choice" => Auction::Choice,
			"Sealed" => Auction::Sealed,
			_ => Auction::Unknown,
		},
		stage,
		best: order.best.map(|best| (AccountId(best.provider), best.price)),
		rounds: order.rounds,
		excluded: order.excluded.into_iter().map(AccountId).collect(),
		min_notice: 0,
		own,
		sealed,
	}
}

/// An order and the provider's own bid on it; `None` if it is gone.
pub async fn order(at: &At, id: u64, me: AccountId) -> Result<Option<Order>, ChainError> {
	let address = dynamic::storage::<(u64,), ChainOrder>("Market", "Orders");
	let found = at.storage().try_fetch(address, (id,)).await.map_err(|why| cannot(&why))?;
	let Some(found) = found else { return Ok(None) };
	let min_notice = least_notice(&found.decode_as::<Value>().map_err(|why| cannot(&why))?);
	let found = match found.decode() {
		Ok(found) => found,
		Err(why) => {
			log::warn!("order {id} is of a kind that this agent cannot read: {why}");
			return Ok(None);
		},
	};
	let address = dynamic::storage::<(u64, [u8; 32]), Own>("Market", "Bids");
	let own = at.storage().try_fetch(address, (id, me.0)).await.map_err(|why| cannot(&why))?;
	let own = own.map(|own| own.decode()).transpose().map_err(|why| cannot(&why))?;
	let mut sealed = None;
	if variant(&found.auction) == "Sealed" {
		let address = dynamic::storage::<(u64, [u8; 32]), Sealed>("Market", "SealedBids");
		let found =
			at.storage().try_fetch(address, (id, me.0)).await.map_err(|why| cannot(&why))?;
		sealed = found.map(|one| one.decode()).transpose().map_err(|why| cannot(&why))?;
	}
	Ok(Some(Order { min_notice, ..read(id, found, own, sealed) }))
}

/// Who has won an order and at what price; `None` until it is awarded.
pub async fn award(at: &At, id: u64) -> Result<Option<(AccountId, u128)>, ChainError> {
	#[derive(DecodeAsType)]
	struct Lease {
		terms: Terms,
	}
	#[derive(DecodeAsType)]
	struct Terms {
		provider: [u8; 32],
		price: u128,
	}
	let address = dynamic::storage::<(u64,), Lease>("Leases", "Leases");
	let found = at.storage().try_fetch(address, (id,)).await.map_err(|why| cannot(&why))?;
	let found = found.map(|found| found.decode()).transpose().map_err(|why| cannot(&why))?;
	Ok(found.map(|Lease { terms }| (AccountId(terms.provider), terms.price)))
}

/// Whether a provider serves an order, or may still come to: the order is not there yet, is on the
/// market, or is this provider's.
pub async fn may_be_leased(at: &At, id: u64, provider: AccountId) -> Result<bool, ChainError> {
	#[derive(DecodeAsType)]
	struct Order {
		state: State,
		excluded: Vec<[u8; 32]>,
	}
	#[derive(DecodeAsType)]
	enum State {
		Pending,
		Open {},
		Revealing {},
		Choosing {},
		Drawing {},
		Awarded { provider: [u8; 32] },
		Leased { provider: [u8; 32] },
		Closing {},
	}
	if id >= next_order(at).await? {
		return Ok(true);
	}
	let address = dynamic::storage::<(u64,), Order>("Market", "Orders");
	let found = at.storage().try_fetch(address, (id,)).await.map_err(|why| cannot(&why))?;
	let found = found.map(|found| found.decode()).transpose().map_err(|why| cannot(&why))?;
	let Some(Order { state, excluded }) = found else { return Ok(false) };
	Ok(match state {
		State::Awarded { provider: of } | State::Leased { provider: of } => of == provider.0,
		State::Closing {} => false,
		State::Pending
		| State::Open {}
		| State::Revealing {}
		| State::Choosing {}
		| State::Drawing {} => !excluded.contains(&provider.0),
	})
}

/// The number of the next order.
pub async fn next_order(at: &At) -> Result<u64, ChainError> {
	let address = dynamic::storage::<(), u64>("Market", "NextOrderId");
	let found = at.storage().fetch(address, ()).await.map_err(|why| cannot(&why))?;
	found.decode().map_err(|why| cannot(&why))
}

/// The numbers of all orders that take bids.
pub async fn open_orders(at: &At) -> Result<BTreeSet<u64>, ChainError> {
	let address = dynamic::storage::<(u64,), ChainOrder>("Market", "Orders");
	let mut entries = at.storage().iter(address, ()).await.map_err(|why| cannot(&why))?;
	let mut open = BTreeSet::new();
	while let Some(entry) = entries.next().await {
		let entry = entry.map_err(|why| cannot(&why))?;
		let key = entry.key().map_err(|why| cannot(&why))?;
		let (id,) = key.decode().map_err(|why| cannot(&why))?;
		if entry.value().decode().is_ok_and(|order| is_open(&order.state)) {
			open.insert(id);
		}
	}
	Ok(open)
}

/// What a block has changed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Touched {
	/// Orders.
	pub orders: BTreeSet<u64>,
	/// Leases for which a change was proposed.
	pub proposals: BTreeSet<u64>,
}

/// What a block has changed.
pub async fn touched(at: &At) -> Result<Touched, ChainError> {
	#[derive(DecodeAsType)]
	struct OfOrder {
		order: u64,
	}
	#[derive(DecodeAsType)]
	struct OfLease {
		lease: u64,
	}
	let events = at.events().fetch().await.map_err(|why| cannot(&why))?;
	let mut touched = Touched::default();
	for event in events.iter() {
		let event = event.map_err(|why| cannot(&why))?;
		match (event.pallet_name(), event.event_name()) {
			("Leases", "AmendmentProposed") => {
				let found = event.decode_fields_unchecked_as::<OfLease>();
				touched.proposals.extend(found.map(|one| one.lease).ok());
			},
			// Those of deployments and parameters name no order.
			("Market", _) => {
				let found = event.decode_fields_unchecked_as::<OfOrder>();
				touched.orders.extend(found.map(|one| one.order).ok());
			},
			_ => {},
		}
	}
	Ok(touched)
}

/// Where replicas run, as the chain takes it.
pub fn placement(placement: &Placement) -> Value {
	Value::unnamed_composite(placement.iter().map(|(index, count)| {
		Value::unnamed_composite([Value::u128((*index).into()), Value::u128((*count).into())])
	}))
}

/// The call that bids.
pub fn bid(id: u64, price: u128, on: &Placement, notice: u32, grace: u32) -> Call {
	call(
		"Market",
		"bid",
		[
			("order", Value::u128(id.into())),
			("price", Value::u128(price)),
			("placement", placement(on)),
			("notice", Value::u128(notice.into())),
			("grace", Value::u128(grace.into())),
		],
	)
}

/// The call that bids without saying what.
pub fn commit(id: u64, commitment: [u8; 32], on: &Placement) -> Call {
	let commitment = Value::from_bytes(commitment);
	let on = placement(on);
	let id = Value::u128(id.into());
	call("Market", "commit_bid", [("order", id), ("commitment", commitment), ("placement", on)])
}

/// The call that says what was bid.
pub fn reveal(id: u64, bid: &Secret, salt: [u8; 32]) -> Call {
	call(
		"Market",
		"reveal_bid",
		[
			("order", Value::u128(id.into())),
			("price", Value::u128(bid.price)),
			("notice", Value::u128(bid.notice.into())),
			("grace", Value::u128(bid.grace.into())),
			("salt", Value::from_bytes(salt)),
		],
	)
}

/// The call that takes a bid back.
pub fn withdraw(id: u64) -> Call {
	call("Market", "withdraw_bid", [("order", Value::u128(id.into()))])
}
