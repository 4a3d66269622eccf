//! An order's and a lease's life in sentences, and what is left behind of it.

use leasehold_client::{
	account::AccountId,
	chain::{records, Chain, Currency, Event, Failure, State},
};
use serde_json::{json, Value as Json};

/// The pallets whose events tell an order's life.
pub const PALLETS: [&str; 3] = ["Approvals", "Market", "Leases"];

/// Where an order, its lease and its money are at one block.
pub struct Whole {
	/// Its number.
	pub id: u64,
	/// The order, unless it is gone.
	pub order: Option<records::Order>,
	/// The lease, if there is one.
	pub lease: Option<records::Lease>,
	/// The money.
	pub escrow: Option<records::Escrow>,
	/// How amounts of its asset are written.
	pub currency: Currency,
}

impl Whole {
	/// Read it.
	pub async fn read(chain: &Chain, state: &State, id: u64) -> Result<Self, Failure> {
		let order = state.get::<records::Order>(&[json!(id)]).await?;
		let lease = state.get::<records::Lease>(&[json!(id)]).await?;
		let escrow = state.get::<records::Escrow>(&[json!(id)]).await?;
		let asset = order
			.as_ref()
			.map(|order| order.asset)
			.or(lease.as_ref().map(|lease| lease.terms.asset))
			.or(escrow.as_ref().map(|escrow| escrow.asset));
		let currency = match asset {
			Some(asset) => chain.currency(state, asset.into()).await?,
			None => Currency::native(),
		};
		Ok(Self { id, order, lease, escrow, currency })
	}

	/// Whether nothing of it is left.
	pub fn is_gone(&self) -> bool {
		self.order.is_none() && self.lease.is_none() && self.escrow.is_none()
	}

	/// Its tenant.
	pub fn tenant(&self) -> Option<AccountId> {
		let id = self
			.order
			.as_ref()
			.map(|order| order.tenant)
			.or(self.lease.as_ref().map(|lease| lease.terms.tenant))
			.or(self.escrow.as_ref().map(|escrow| escrow.tenant));
		id.map(AccountId)
	}

	/// What is on hold for it.
	pub fn held(&self) -> u128 {
		self.escrow.as_ref().map_or(0, records::Escrow::held)
	}

	/// Where it is, in a word.
	pub fn state(&self) -> String {
		match (&self.lease, &self.order) {
			(Some(lease), _) => records::name(&lease.state).to_lowercase(),
			(None, Some(order)) => records::name(&order.state).to_lowercase(),
			(None, None) => "closed".into(),
		}
	}

	/// Where it is, in a sentence without its subject.
	pub fn sentence(&self) -> String {
		if let Some(lease) = &self.lease {
			let provider = AccountId(lease.terms.provider);
			let until = records::number(&lease.state, "until");
			let until = until.map_or("?".into(), |until| until.to_string());
			return match records::name(&lease.state) {
				"Awarded" => {
					format!("is awarded to {provider}, which may confirm until block {until}")
				},
				"Active" => format!("is served by {provider} and paid"),
				"Paused" => format!("is paused by {provider}, and costs nothing meanwhile"),
				"Grace" => {
					format!("has run out of money and ends at block {until} unless it is topped up")
				},
				"Reclaiming" => format!("ends at block {until}: {provider} has given notice"),
				other => format!("is {other}"),
			};
		}
		let Some(order) = &self.order else { return "is closed".into() };
		let until =
			|name| records::number(&order.state, name).map_or("?".into(), |at| at.to_string());
		match records::name(&order.state) {
			"Pending" => "waits for the validators' verdict".into(),
			"Open" => {
				format!("takes bids until block {}; {} so far", until("ends"), count(order.bids, "bid"))
			},
			"Revealing" => format!("has its sealed bids revealed until block {}", until("ends")),
			"Choosing" => format!(
				"waits for your choice until block {}, then the lowest bid wins: lease bids {id}; lease accept {id} PROVIDER",
				until("ends"),
				id = self.id
			),
			"Drawing" => format!("has bids that tie; the draw is at block {}", until("at")),
			"Closing" => "closes in the next block, and its deposit goes back".into(),
			other => format!("is {}", other.to_lowercase()),
		}
	}
}

/// `1 bid`, `2 bids`.
pub fn count(number: u32, what: &str) -> String {
	if number == 1 {
		format!("1 {what}")
	} else {
		format!("{number} {what}s")
	}
}

/// What is left of orders, and how their money is got back, a sentence for each.
pub async fn left_behind(chain: &Chain, orders: &[u64]) -> Vec<String> {
	let mut lines = Vec::new();
	let Ok(state) = chain.best().await else {
		let list = orders.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
		return vec![format!(
			"the node does not say what became of order {list}: look with 'lease show' and close with 'lease close' what you no longer want"
		)];
	};
	for id in orders {
		match Whole::read(chain, &state, *id).await {
			Ok(whole) => lines.push(what_is_left(&whole)),
			Err(why) => lines.push(format!("order {id}: {why}; look with 'lease show {id}'")),
		}
	}
	lines
}

/// The same for one order.
pub fn what_is_left(whole: &Whole) -> String {
	let id = whole.id;
	if whole.is_gone() {
		return format!(
			"nothing of order {id}: it is closed, and what was left of its deposit is free again"
		);
	}
	let what = if whole.lease.is_some() { "lease" } else { "order" };
	let held = whole.held();
	let is_closing =
		whole.order.as_ref().is_some_and(|order| records::name(&order.state) == "Closing");
	if is_closing {
		return format!(
			"{what} {id} {}; {} are on hold until then, nothing is to be done",
			whole.sentence(),
			whole.currency.show(held)
		);
	}
	format!(
		"{what} {id} {}; {} are on hold for it, and come back with: lease close {id}",
		whole.sentence(),
		whole.currency.show(held)
	)
}

/// The order that an event is about.
fn subject(event: &Event) -> Option<u64> {
	let number = match event.pallet.as_str() {
		"Approvals" => event.fields.get("subject")?.get("Order")?.as_u64().map(u128::from),
		"Market" => event.number("order"),
		"Leases" => event.number("lease"),
		_ => None,
	};
	u64::try_from(number?).ok()
}

/// An enum's value in JSON, as words: `LeaseEnded (InsufficientFunds)`.
fn words(json: Option<&Json>) -> String {
	match json {
		Some(Json::String(name)) => name.clone(),
		Some(Json::Object(object)) => {
			let parts = object.iter().map(|(name, held)| match held {
				Json::Object(_) | Json::String(_) => format!("{name} ({})", words(Some(held))),
				held => format!("{name} {held}"),
			});
			parts.collect::<Vec<_>>().join(", ")
		},
		Some(other) => other.to_string(),
		None => "?".into(),
	}
}

/// What an event says of one of these orders: its number, a name for programs, a sentence.
pub fn tell(
	event: &Event,
	orders: &[u64],
	currency: &Currency,
) -> Option<(u64, &'static str, String)> {
	let id = subject(event).filter(|id| orders.contains(id))?;
	let price = || event.number("price").map_or("?".into(), |price| currency.show(price));
	let provider = || event.text("provider").unwrap_or("?").to_string();
	let number = |field: &str| event.number(field).map_or("?".into(), |number| number.to_string());
	let because = |field: &str| words(event.fields.get(field));
	let (name, text) = match (event.pallet.as_str(), event.name.as_str()) {
		("Approvals", "VerdictReached") => {
			("verdict", format!("the validators' verdict: {}", because("verdict")))
		},
		("Market", "OrderOpened") => {
			("open", format!("the auction is open until block {}", number("ends")))
		},
		("Market", "OrderReopened") => (
			"reopened",
			format!("put up again ({}), until block {}", because("cause"), number("ends")),
		),
		("Market", "BidPlaced") => ("bid", format!("{} bids {} an hour", provider(), price())),
		("Market", "BidCommitted") => ("sealed", format!("{} has a sealed bid", provider())),
		("Market", "RevealsBegun") => {
			("reveals", format!("sealed bids are revealed until block {}", number("ends")))
		},
		("Market", "BidRevealed") => ("bid", format!("{} has bid {} an hour", provider(), price())),
		("Market", "ChoiceBegun") => (
			"choice",
			format!(
				"the choice is yours until block {}: lease bids {id}; lease accept {id} PROVIDER",
				number("ends")
			),
		),
		("Market", "BidPicked") => ("picked", format!("you have picked {}", provider())),
		("Market", "DrawDue") => {
			("draw", format!("the lowest bids tie; the draw is at block {}", number("at")))
		},
		("Market", "BidForfeited") => {
			("forfeited", format!("{} has lost its bid's collateral", provider()))
		},
		("Market", "OrderAwarded") => (
			"awarded",
			format!("awarded to {} at {} an hour; waits for its confirmation", provider(), price()),
		),
		("Market", "OrderClosing") => {
			("closing", format!("takes no more bids: {}", because("cause")))
		},
		("Market", "OrderClosed") => ("closed", format!("closed: {}", because("cause"))),
		("Leases", "LeaseStarted") => {
			("active", format!("{} has confirmed; it is paid from now on", provider()))
		},
		("Leases", "LeaseDeclined") => {
			("declined", format!("{} does not serve it: {}", provider(), because("reason")))
		},
		("Leases", "LeaseClosed") => {
			("ended", format!("the lease has ended: {}", because("reason")))
		},
		("Leases", "LeasePaused") => ("paused", "the provider has paused it".into()),
		("Leases", "LeaseResumed") => ("resumed", "the provider has resumed it".into()),
		("Leases", "GraceStarted") => {
			("grace", format!("out of money; ends at block {}", number("until")))
		},
		("Leases", "NoticeGiven") => {
			("notice", format!("the provider leaves at block {}", number("until")))
		},
		("Leases", "LeaseAmended") => ("amended", "the provider has accepted the new terms".into()),
		("Leases", "AmendmentWithdrawn") => {
			("withdrawn", "the proposal is off: refused, taken back, or lapsed".into())
		},
		_ => return None,
	};
	Some((id, name, format!("order {id}: {text}")))
}

#[cfg(test)]
mod tests {
	use super::*;
	use leasehold_client::model::Asset;

	fn event(pallet: &str, name: &str, fields: Json) -> Event {
		Event { pallet: pallet.into(), name: name.into(), fields }
	}

	#[test]
	fn tell_should_know_whose_event_it_is() {
		let usd = Currency { asset: Asset::WithId(1), symbol: "tUSD".into(), decimals: 6 };
		let bid = event(
			"Market",
			"BidPlaced",
			json!({ "order": 7, "provider": "5Grw", "price": "2500000" }),
		);
		let told = tell(&bid, &[7], &usd).unwrap();
		assert_eq!(told, (7, "bid", "order 7: 5Grw bids 2.5 tUSD an hour".into()));
		assert!(tell(&bid, &[8], &usd).is_none());
		let verdict = event(
			"Approvals",
			"VerdictReached",
			json!({ "subject": { "Order": 7 }, "verdict": { "Rejected": "Voted" } }),
		);
		assert_eq!(
			tell(&verdict, &[7], &usd).unwrap().2,
			"order 7: the validators' verdict: Rejected (Voted)"
		);
		let network = event("Approvals", "VerdictReached", json!({ "subject": { "Network": 7 } }));
		assert!(tell(&network, &[7], &usd).is_none());
		let closed = event(
			"Market",
			"OrderClosed",
			json!({ "order": 7, "cause": { "LeaseEnded": { "Provider": { "code": 3 } } } }),
		);
		assert_eq!(
			tell(&closed, &[7], &usd).unwrap().2,
			"order 7: closed: LeaseEnded (Provider (code 3))"
		);
	}

	#[test]
	fn what_is_left_should_say_how_to_get_it_back() {
		let currency = Currency::native();
		let gone =
			Whole { id: 7, order: None, lease: None, escrow: None, currency: currency.clone() };
		assert!(what_is_left(&gone).starts_with("nothing of order 7"));
		let escrow = records::Escrow {
			tenant: [1; 32],
			asset: records::Asset::Native,
			depositors: vec![records::Depositor {
				who: [1; 32],
				deposited: 5,
				held: 1_500_000_000_000,
			}],
			paid: 0,
			fees: 0,
		};
		let order = |state| records::Order {
			deployment: 1,
			group: 0,
			tenant: [1; 32],
			asset: records::Asset::Native,
			spec: records::Spec { replicas: 1, max_price: 1 },
			state,
			best: None,
			bids: 2,
			rounds: 0,
		};
		use leasehold_client::chain::Value;
		let whole = |state| Whole {
			id: 7,
			order: Some(order(state)),
			lease: None,
			escrow: Some(escrow.clone()),
			currency: currency.clone(),
		};
		let open = whole(Value::named_variant("Open", [("ends", Value::u128(9))]));
		assert_eq!(
			what_is_left(&open),
			"order 7 takes bids until block 9; 2 bids so far; 1.5 LHD are on hold for it, and come back with: lease close 7"
		);
		let closing = whole(Value::named_variant("Closing", [("at", Value::u128(9))]));
		assert!(what_is_left(&closing).ends_with("nothing is to be done"));
	}
}
