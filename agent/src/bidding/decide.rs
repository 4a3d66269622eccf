//! What to do with an order: pure, so that every case can be tested.

use super::order::{Auction, Order, Stage};
use leasehold_client::account::AccountId;

/// What the provider wants for a group, in base units per hour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ask {
	/// What it asks first.
	pub price: u128,
	/// The least that it goes down to.
	pub floor: u128,
}

/// What the chain says of auctions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rules {
	/// By how many millionths a bid must undercut the best.
	pub min_step: u32,
}

impl Rules {
	/// The highest price that undercuts `best`; `None` if there is none above zero.
	pub fn below(&self, best: u128) -> Option<u128> {
		const WHOLE: u128 = 1_000_000;
		let rate = u128::from(self.min_step);
		// As the chain rounds: up.
		let step = (best / WHOLE)
			.checked_mul(rate)?
			.checked_add((best % WHOLE).checked_mul(rate)?.div_ceil(WHOLE))?
			.max(1);
		best.checked_sub(step).filter(|price| *price > 0)
	}
}

/// What to do now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
	/// Bid that much.
	Bid(u128),
	/// Bid that much, sealed.
	Commit(u128),
	/// Say what the sealed bid is.
	Reveal,
	/// Take the own bid back: it cannot win, and keeps capacity and collateral from others.
	Withdraw,
	/// Nothing.
	Rest(Why),
}

/// Why nothing is done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Why {
	/// It takes no bids, or none that could be in a block in time.
	Over,
	/// The own bid is the best, or stands where nobody undercuts.
	Leads,
	/// Others are, or the tenant's limit is, below the floor.
	BelowFloor,
	/// An auction of a kind that is not known here.
	Unknown,
}

/// What to do with an order, for a provider that wants `ask`, at block `now`.
pub fn decide(order: &Order, me: AccountId, ask: Ask, rules: &Rules, now: u32) -> Step {
	match order.stage {
		Stage::Over => return Step::Rest(Why::Over),
		Stage::Revealing { ends } if now.saturating_add(1) >= ends => return Step::Rest(Why::Over),
		Stage::Revealing { .. } => {
			return match order.sealed {
				Some(_) => Step::Reveal,
				None => Step::Rest(Why::Over),
			}
		},
		// A bid is in the next block at the earliest.
		Stage::Open { ends } if now.saturating_add(1) >= ends => return Step::Rest(Why::Over),
		_ => {},
	}
	match order.auction {
		Auction::Open => open(order, me, ask, rules),
		Auction::Choice if order.own.is_some() => Step::Rest(Why::Leads),
		Auction::Choice => once(order, ask, Step::Bid),
		Auction::Sealed if order.sealed.is_some() => Step::Rest(Why::Leads),
		Auction::Sealed => once(order, ask, Step::Commit),
		Auction::Unknown => Step::Rest(Why::Unknown),
	}
}

/// A price that is said once.
fn once(order: &Order, ask: Ask, step: impl Fn(u128) -> Step) -> Step {
	let price = ask.price.min(order.max_price);
	if price == 0 || price < ask.floor {
		return Step::Rest(Why::BelowFloor);
	}
	step(price)
}

fn open(order: &Order, me: AccountId, ask: Ask, rules: &Rules) -> Step {
	let lost = match &order.own {
		Some(own) if !own.displaced => Step::Withdraw,
		_ => Step::Rest(Why::BelowFloor),
	};
	let highest = match &order.best {
		Some((leader, _)) if *leader == me => return Step::Rest(Why::Leads),
		Some((_, best)) => rules.below(*best).map(|price| price.min(order.max_price)),
		None => Some(order.max_price),
	};
	let Some(highest) = highest else { return lost };
	let mut price = ask.price.min(highest);
	// A price that ends the auction at once is better than an auction.
	if let Some(enough) = order.buy_now.filter(|enough| *enough >= ask.floor) {
		price = price.min(enough);
	}
	if price == 0 || price < ask.floor {
		return lost;
	}
	Step::Bid(price)
}

#[cfg(test)]
pub(super) mod tests {
	use super::{
		super::order::{Asset, Own, Sealed},
		*,
	};

	const ME: AccountId = AccountId([1; 32]);
	const OTHER: AccountId = AccountId([2; 32]);
	const RULES: Rules = Rules { min_step: 10_000 };
	const ASK: Ask = Ask { price: 1_000, floor: 700 };

	/// An order of nothing much.
	pub fn order() -> Order {
		Order {
			id: 1,
			deployment: 1,
			group: 0,
			tenant: AccountId([9; 32]),
			asset: Asset::Native,
			each: Default::default(),
			replicas: 1,
			requirements: Default::default(),
			max_price: 5_000,
			architecture: None,
			distinct: false,
			buy_now: None,
			auction: Auction::Open,
			stage: Stage::Open { ends: 100 },
			best: None,
			rounds: 0,
			excluded: Vec::new(),
			min_notice: 0,
			own: None,
			sealed: None,
		}
	}

	fn own(price: u128) -> Option<Own> {
		Some(Own { price, placement: vec![(0, 1)], displaced: false })
	}

	fn says(order: &Order) -> Step {
		decide(order, ME, ASK, &RULES, 50)
	}

	#[test]
	fn first_bid_should_be_what_is_asked_within_the_tenants_limit() {
		assert_eq!(says(&order()), Step::Bid(1_000));
		assert_eq!(says(&Order { stage: Stage::Pending, ..order() }), Step::Bid(1_000));
		assert_eq!(says(&Order { max_price: 800, ..order() }), Step::Bid(800));
		assert_eq!(says(&Order { max_price: 699, ..order() }), Step::Rest(Why::BelowFloor));
	}

	#[test]
	fn best_bid_should_be_undercut_by_the_least_step_down_to_the_floor() {
		let best = |price| Order { best: Some((OTHER, price)), ..order() };
		assert_eq!(says(&best(3_000)), Step::Bid(1_000));
		assert_eq!(says(&best(1_000)), Step::Bid(990));
		// A hundredth of 901 is 9.01: the chain takes 10.
		assert_eq!(says(&best(901)), Step::Bid(891));
		assert_eq!(says(&best(708)), Step::Bid(700));
		assert_eq!(says(&best(707)), Step::Rest(Why::BelowFloor));
		assert_eq!(RULES.below(1), None);
		assert_eq!(Rules { min_step: 0 }.below(10), Some(9));
		let large = u128::MAX / 2;
		assert_eq!(RULES.below(large), Some(large - large.div_ceil(100)));
	}

	#[test]
	fn own_bid_should_stand_when_it_leads_and_go_when_it_cannot_win() {
		let leads = Order { best: Some((ME, 900)), own: own(900), ..order() };
		assert_eq!(says(&leads), Step::Rest(Why::Leads));
		let beaten = Order { best: Some((OTHER, 800)), own: own(900), ..order() };
		assert_eq!(says(&beaten), Step::Bid(792));
		let lost = Order { best: Some((OTHER, 650)), own: own(900), ..order() };
		assert_eq!(says(&lost), Step::Withdraw);
		let displaced = Own { displaced: true, ..own(900).unwrap() };
		let kept = Order { own: Some(displaced), ..lost };
		assert_eq!(says(&kept), Step::Rest(Why::BelowFloor), "it would be forfeited");
	}

	#[test]
	fn price_that_buys_at_once_should_be_taken_when_it_is_above_the_floor() {
		let buy_now = |price| Order { buy_now: Some(price), ..order() };
		assert_eq!(says(&buy_now(750)), Step::Bid(750));
		assert_eq!(says(&buy_now(600)), Step::Bid(1_000));
		assert_eq!(says(&buy_now(2_000)), Step::Bid(1_000));
	}

	#[test]
	fn nothing_should_be_sent_that_would_come_too_late() {
		let ends = |ends| Order { stage: Stage::Open { ends }, ..order() };
		assert_eq!(says(&ends(51)), Step::Rest(Why::Over));
		assert_eq!(says(&ends(52)), Step::Bid(1_000));
		assert_eq!(says(&Order { stage: Stage::Over, ..order() }), Step::Rest(Why::Over));
		assert_eq!(says(&Order { auction: Auction::Unknown, ..order() }), Step::Rest(Why::Unknown));
	}

	#[test]
	fn price_should_be_said_once_where_nobody_undercuts() {
		let choice = Order { auction: Auction::Choice, best: Some((OTHER, 10)), ..order() };
		assert_eq!(says(&choice), Step::Bid(1_000));
		assert_eq!(says(&Order { own: own(1_000), ..choice.clone() }), Step::Rest(Why::Leads));
		assert_eq!(says(&Order { max_price: 600, ..choice }), Step::Rest(Why::BelowFloor));
	}

	#[test]
	fn sealed_bid_should_be_committed_once_and_then_revealed() {
		let sealed = Order { auction: Auction::Sealed, ..order() };
		assert_eq!(says(&sealed), Step::Commit(1_000));
		let bid = Sealed { commitment: [0; 32], placement: vec![(0, 1)] };
		let committed = Order { sealed: Some(bid), ..sealed.clone() };
		assert_eq!(says(&committed), Step::Rest(Why::Leads));
		let revealing = |ends| Order { stage: Stage::Revealing { ends }, ..committed.clone() };
		assert_eq!(says(&revealing(52)), Step::Reveal);
		assert_eq!(says(&revealing(51)), Step::Rest(Why::Over), "it would come too late");
		let none = Order { sealed: None, ..revealing(60) };
		assert_eq!(says(&none), Step::Rest(Why::Over));
		assert_eq!(says(&Order { max_price: 600, ..sealed }), Step::Rest(Why::BelowFloor));
	}

	#[test]
	fn lower_floor_should_win_whoever_begins() {
		let higher = Ask { price: 1_100, floor: 760 };
		for begins in [0, 1] {
			let mut one = order();
			for turn in begins..100 {
				let (who, ask) = if turn % 2 == 0 { (ME, ASK) } else { (OTHER, higher) };
				if let Step::Bid(price) = decide(&one, who, ask, &RULES, 50) {
					one.best = Some((who, price));
				}
			}
			let (winner, price) = one.best.unwrap();
			assert_eq!(winner, ME);
			// Not lower than it takes.
			assert!(price >= 745 && RULES.below(price).unwrap() < 760, "{price}");
		}
	}
}
