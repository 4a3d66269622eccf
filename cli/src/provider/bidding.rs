//! Bidding by hand.

use super::{one, placed, sealed::Sealed};
use crate::{
	blocks::{block_ms, blocks, Length},
	context::Context,
	look::gone,
	orders::Whole,
	output::{amount, table},
};
use leasehold_client::{
	account::{to_hex, AccountId},
	chain::{records, Call, Currency, Failure, Kind},
};
use serde_json::{json, Value as Json};
use std::{path::PathBuf, process::ExitCode};

/// Which orders.
#[derive(clap::Args)]
pub struct OrdersArgs {
	/// Only those that you could bid on.
	#[arg(long)]
	eligible: bool,
}

/// List the orders that take bids. All orders are read.
pub async fn orders(args: &OrdersArgs, context: &Context) -> Result<ExitCode, Failure> {
	let chain = context.chain().await?;
	let state = chain.best().await?;
	// Without a provider to look for, what keeps one from bidding is not looked at.
	let me = if args.eligible { context.account()?.id() } else { AccountId([0; 32]) };
	let items = state.ask_pages("MarketApi", "open_orders", &[json!(me)]).await?;
	let is_meant = |item: &&Json| {
		let stage = item.get("stage").and_then(Json::as_str);
		matches!(stage, Some("Pending" | "Open"))
			&& (!args.eligible || item.get("obstacle").is_none_or(Json::is_null))
	};
	let found = items.iter().filter(is_meant).filter_map(|item| item.get("order")?.as_u64());
	let mut found: Vec<_> = found.collect();
	found.sort();
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for id in found {
		let Some(order) = state.get::<records::Order>(&[json!(id)]).await? else { continue };
		let currency = chain.currency(&state, order.asset.into()).await?;
		let best = order.best.as_ref().map(|best| best.price);
		let whole = state.json("Market", "Orders", &[json!(id)]).await?;
		rows.push(vec![
			id.to_string(),
			records::name(&order.state).to_lowercase(),
			order.spec.replicas.to_string(),
			format!("{}/h", currency.show(order.spec.max_price)),
			best.map_or("-".into(), |best| format!("{}/h", currency.show(best))),
			order.bids.to_string(),
			records::number(&order.state, "ends").map_or("-".into(), |ends| ends.to_string()),
		]);
		list.push(json!({
			"id": id,
			"tenant": AccountId(order.tenant),
			"order": whole,
			"max": amount(order.spec.max_price, &currency),
			"best": best.map(|best| amount(best, &currency)),
		}));
	}
	context.report.result(&json!({ "block": state.number(), "orders": list }), || {
		if rows.is_empty() {
			return "no order takes bids".into();
		}
		table(&["ORDER", "STATE", "REPLICAS", "MOST", "BEST", "BIDS", "ENDS"], &rows)
	});
	Ok(ExitCode::SUCCESS)
}

/// A bid.
#[derive(clap::Args)]
pub struct BidArgs {
	/// The order.
	order: u64,
	/// What you want an hour for the whole group: 2.5, or '2.5 LHD'.
	price: String,
	/// How many replicas run on which of your machines, such as 0:2. May be said several times;
	/// all on machine 0 unless said.
	#[arg(long = "place", value_name = "NODE:REPLICAS", value_parser = placed)]
	places: Vec<(u16, u16)>,
	/// Your notice before you end the lease: blocks, or a time such as 1h. The chain's least
	/// unless said.
	#[arg(long, value_parser = blocks)]
	notice: Option<Length>,
	/// How long you keep the capacity after the money has run out: blocks, or a time.
	#[arg(long, value_parser = blocks, default_value = "1h")]
	grace: Length,
	/// Where the auction is sealed: keep what you bid in this file, which must not exist yet. With
	/// 'lease provider reveal FILE' you say it, once the order takes reveals.
	#[arg(long, value_name = "FILE")]
	sealed: Option<PathBuf>,
}

/// Bid.
pub async fn bid(args: &BidArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let whole = Whole::read(&chain, &state, args.order).await?;
	let Some(order) = &whole.order else { return Err(gone(args.order)) };
	let price = whole.currency.parse(&args.price)?;
	let mut placement = args.places.clone();
	if placement.is_empty() {
		placement.push((0, order.spec.replicas));
	}
	placement.sort_unstable();
	let block_ms = block_ms(&state);
	let terms = state.get::<records::MarketTerms>(&[]).await?;
	let notice = match (args.notice, &terms) {
		(Some(notice), _) => notice.in_blocks(block_ms),
		(None, Some(terms)) => terms.min_notice,
		// The chain's own default.
		(None, None) => 1_200,
	};
	let grace = args.grace.in_blocks(block_ms);
	let call = match &args.sealed {
		None => Call::new(
			"Market",
			"bid",
			json!({
				"order": args.order,
				"price": price.to_string(),
				"placement": placement,
				"notice": notice,
				"grace": grace,
			}),
			"the bid",
		),
		Some(path) => {
			if !state.has_call("Market", "commit_bid") {
				return Err(Failure::new(Kind::Node, "this chain has no sealed auctions"));
			}
			let sealed =
				Sealed {
					genesis: to_hex(&chain.genesis()),
					provider: account.id(),
					order: args.order,
					price: price.to_string(),
					notice,
					grace,
					salt: to_hex(&leasehold_client::token::random_bytes::<32>().ok_or_else(
						|| Failure::from("this machine has no randomness".to_string()),
					)?),
				};
			let commitment = sealed.commitment()?;
			// First the file: a bid that cannot be revealed loses its collateral.
			sealed.write(path)?;
			Call::new(
				"Market",
				"commit_bid",
				json!({ "order": args.order, "commitment": commitment, "placement": placement }),
				"the sealed bid",
			)
		},
	};
	let receipt = match context.send(&chain, &account, &call).await {
		Ok(receipt) => receipt,
		Err(why) => {
			if let (Some(path), Kind::Refused) = (&args.sealed, why.kind) {
				// Nothing stands that it could reveal.
				let _ = std::fs::remove_file(path);
			}
			let own = chain
				.best()
				.await?
				.get::<records::Bid>(&[json!(args.order), json!(account.id())])
				.await?;
			let left = match own {
				Some(bid) => format!(
					"your earlier bid of {} an hour on order {} stands",
					whole.currency.show(bid.price),
					args.order
				),
				None => {
					format!("no bid of yours on order {}, and nothing on hold for it", args.order)
				},
			};
			return Err(why.leaving([left]));
		},
	};
	let placed = receipt.event("Market", "BidPlaced").or(receipt.event("Market", "BidCommitted"));
	let held = placed.and_then(|event| event.number("collateral"));
	let lhd = Currency::native();
	let json = json!({
		"order": args.order,
		"price": amount(price, &whole.currency),
		"collateral": held.map(|held| amount(held, &lhd)),
		"block": receipt.block,
		"fee": receipt.fee.to_string(),
	});
	context.report.result(&json, || {
		format!(
			"your bid of {} an hour on order {} stands; {} are on hold as collateral",
			whole.currency.show(price),
			args.order,
			held.map_or("?".into(), |held| lhd.show(held))
		)
	});
	Ok(ExitCode::SUCCESS)
}

/// Which order.
#[derive(clap::Args)]
pub struct OrderArgs {
	/// The order.
	order: u64,
}

/// Take a bid back.
pub async fn withdraw(args: &OrderArgs, context: &Context) -> Result<ExitCode, Failure> {
	let call =
		Call::new("Market", "withdraw_bid", json!({ "order": args.order }), "taking the bid back");
	one(context, call, &[], |receipt| {
		let lost =
			receipt.event("Market", "BidForfeited").and_then(|event| event.number("collateral"));
		let lhd = Currency::native();
		let text = match lost {
			Some(lost) => {
				format!("your bid is gone, and {} of collateral with it: it led", lhd.show(lost))
			},
			None => "your bid is gone; its collateral is free again".into(),
		};
		(json!({ "order": args.order, "forfeited": lost.map(|lost| amount(lost, &lhd)) }), text)
	})
	.await
}
