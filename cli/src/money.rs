//! `lease top-up`, `close` and `claim`: the money's ways in and out.

use crate::{
	context::Context,
	look::gone,
	orders::{left_behind, what_is_left, Whole},
	output::amount,
};
use leasehold_client::{
	account::AccountId,
	chain::{records, Account, Call, Chain, Currency, Event, Failure, Kind, Receipt, State},
	model::Asset,
};
use serde_json::{json, Value as Json};
use std::process::ExitCode;

/// `lease top-up`.
#[derive(clap::Args)]
pub struct TopUpArgs {
	/// The lease, or an order that is still open; with --deployment, the deployment.
	id: u64,
	/// How much, in the lease's asset: 2.5, or '2.5 LHD'.
	amount: String,
	/// Split it between the leases of a deployment, so that all last equally long.
	#[arg(long)]
	deployment: bool,
}

/// Put more money on hold for a lease. Anybody may, for anybody.
pub async fn top_up(args: &TopUpArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	if args.deployment {
		return top_up_all(args, context, &chain, &state, &account).await;
	}
	let before = Whole::read(&chain, &state, args.id).await?;
	let Some(escrow) = &before.escrow else { return Err(gone(args.id)) };
	let units = before.currency.parse(&args.amount)?;
	if units == 0 {
		return Err("a top-up of nothing changes nothing".to_string().into());
	}
	let free = crate::balances::free(&state, &account.id(), escrow.asset.into()).await?;
	if free < units {
		return Err(Failure::new(
			Kind::Refused,
			format!(
				"the account has {} that is free, less than {}: nothing was sent",
				before.currency.show(free),
				before.currency.show(units)
			),
		)
		.leaving([what_is_left(&before)]));
	}
	let call = Call::new(
		"Escrow",
		"deposit",
		json!({ "id": args.id, "amount": units.to_string() }),
		"the top-up",
	);
	let receipt = match context.send(&chain, &account, &call).await {
		Ok(receipt) => receipt,
		Err(why) => return Err(why.leaving(left_behind(&chain, &[args.id]).await)),
	};
	let after = Whole::read(&chain, &chain.block(receipt.block).await?, args.id).await?;
	let json = json!({
		"id": args.id,
		"block": receipt.block,
		"deposited": amount(units, &before.currency),
		"held": amount(after.held(), &before.currency),
		"state": after.state(),
	});
	context.report.result(&json, || {
		format!(
			"{} more are on hold for {}, {} in all; it {}",
			before.currency.show(units),
			args.id,
			before.currency.show(after.held()),
			after.sentence()
		)
	});
	Ok(ExitCode::SUCCESS)
}

/// The same for all leases of a deployment.
async fn top_up_all(
	args: &TopUpArgs,
	context: &Context,
	chain: &Chain,
	state: &State,
	account: &Account,
) -> Result<ExitCode, Failure> {
	if !state.has_call("Market", "deposit_to_deployment") {
		return Err(Failure::new(Kind::Node, "this chain takes top-ups lease by lease only"));
	}
	let found = deployment_of(state, args.id).await?;
	let currency = chain.currency(state, Asset::from(found.asset)).await?;
	let units = currency.parse(&args.amount)?;
	let call = Call::new(
		"Market",
		"deposit_to_deployment",
		json!({ "deployment": args.id, "amount": units.to_string() }),
		"the top-up",
	);
	let orders: Vec<u64> = found.groups.iter().flatten().copied().collect();
	let receipt = match context.send(chain, account, &call).await {
		Ok(receipt) => receipt,
		Err(why) => return Err(why.leaving(left_behind(chain, &orders).await)),
	};
	let parts = receipt.event("Market", "DeploymentFunded");
	let parts = parts.and_then(|event| event.fields.get("parts")).cloned().unwrap_or_default();
	let json = json!({
		"deployment": args.id,
		"block": receipt.block,
		"deposited": amount(units, &currency),
		"parts": parts,
	});
	context.report.result(&json, || {
		let each = parts.as_array().into_iter().flatten().map(|part| {
			let id = part.get(0).map_or("?".into(), Json::to_string);
			let units = part.get(1).and_then(Json::as_str).and_then(|text| text.parse().ok());
			format!("{} for {id}", currency.show(units.unwrap_or(0)))
		});
		format!(
			"{} more are on hold: {}",
			currency.show(units),
			each.collect::<Vec<_>>().join(", ")
		)
	});
	Ok(ExitCode::SUCCESS)
}

async fn deployment_of(state: &State, id: u64) -> Result<records::Deployment, Failure> {
	let found = state.get::<records::Deployment>(&[json!(id)]).await?;
	found.ok_or_else(|| {
		Failure::new(
			Kind::Refused,
			format!("there is no deployment {id}: it has ended, or never was"),
		)
	})
}

/// `lease close`.
#[derive(clap::Args)]
pub struct CloseArgs {
	/// Leases, or orders that are still open.
	#[arg(required_unless_present = "deployment")]
	ids: Vec<u64>,
	/// Every group of this deployment, in one transaction.
	#[arg(long, value_name = "NUMBER", conflicts_with = "ids")]
	deployment: Option<u64>,
}

/// End orders and leases; what is left of their deposits comes back.
pub async fn close(args: &CloseArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let mut chain = context.chain().await?;
	let mut list = Vec::new();
	let mut lines = Vec::new();
	if let Some(deployment) = args.deployment {
		let state = chain.best().await?;
		let found = deployment_of(&state, deployment).await?;
		own(&account, AccountId(found.tenant), "deployment", deployment)?;
		let currency = chain.currency(&state, Asset::from(found.asset)).await?;
		let call = Call::new("Market", "close_deployment", json!({ "id": deployment }), "closing");
		let orders: Vec<u64> = found.groups.iter().flatten().copied().collect();
		let receipt = match context.send(&chain, &account, &call).await {
			Ok(receipt) => receipt,
			Err(why) => return Err(why.leaving(left_behind(&chain, &orders).await)),
		};
		let events = until_closed(context, &mut chain, &orders, &receipt).await?;
		for id in orders {
			let (json, line) = outcome(&account, id, receipt.block, &events, &currency);
			list.push(json);
			lines.push(line);
		}
	}
	for (place, id) in args.ids.iter().enumerate() {
		let rest = args.ids.get(place..).unwrap_or_default();
		match close_one(context, &mut chain, &account, *id).await {
			Ok((json, line)) => {
				list.push(json);
				lines.push(line);
			},
			Err(why) => return Err(why.leaving(left_behind(&chain, rest).await)),
		}
	}
	context.report.result(&json!({ "closed": list }), || lines.join("\n"));
	Ok(ExitCode::SUCCESS)
}

fn own(account: &Account, tenant: AccountId, what: &str, id: u64) -> Result<(), Failure> {
	if account.id() == tenant {
		return Ok(());
	}
	Err(Failure::new(
		Kind::Refused,
		format!("{what} {id} is {tenant}'s, not {}'s: only its tenant may do this", account.id()),
	))
}

/// What the chain says of an order that has become a lease since it was looked at, or a lease that
/// has gone back to the market.
const MOVED_ON: [&str; 3] = ["Market.AlreadyAwarded", "Leases.NotFound", "Market.OrderNotFound"];

async fn close_one(
	context: &Context,
	chain: &mut Chain,
	account: &Account,
	id: u64,
) -> Result<(Json, String), Failure> {
	let mut again = true;
	loop {
		let state = chain.best().await?;
		let whole = Whole::read(chain, &state, id).await?;
		let Some(tenant) = whole.tenant() else { return Err(gone(id)) };
		let what = if whole.lease.is_some() { "lease" } else { "order" };
		own(account, tenant, what, id)?;
		let call = match whole.lease {
			Some(_) => {
				Call::new("Leases", "close", json!({ "lease": id }), format!("closing lease {id}"))
			},
			None => Call::new(
				"Market",
				"close_order",
				json!({ "order": id }),
				format!("closing order {id}"),
			),
		};
		match context.send(chain, account, &call).await {
			Ok(receipt) => {
				let events = until_closed(context, chain, &[id], &receipt).await?;
				return Ok(outcome(account, id, receipt.block, &events, &whole.currency));
			},
			Err(why)
				if again && why.error.as_deref().is_some_and(|name| MOVED_ON.contains(&name)) =>
			{
				again = false;
			},
			Err(why) => return Err(why),
		}
	}
}

/// How many blocks the chain may take to return what an order holds.
const RETURNS: u64 = 40;

/// All that happened from a transaction on until these orders are closed: the chain may return
/// bids and deposits some blocks later.
async fn until_closed(
	context: &Context,
	chain: &mut Chain,
	ids: &[u64],
	receipt: &Receipt,
) -> Result<Vec<Event>, Failure> {
	let mut events = receipt.events.clone();
	let is_closed = |events: &[Event], id: u64| {
		events.iter().any(|event| {
			event.is("Market", "OrderClosed") && event.number("order") == Some(id.into())
		})
	};
	let mut next = receipt.block;
	while !ids.iter().all(|id| is_closed(&events, *id)) && next < receipt.block + RETURNS {
		if next == receipt.block {
			context.report.step(
				Some(next),
				"closing",
				"closing; what is on hold comes back in the next blocks",
				json!({}),
			);
		}
		next += 1;
		events.extend(chain.wait_for_block(next).await?.events(&["Market", "Escrow"]).await?);
	}
	Ok(events)
}

/// What was paid and what came back, by the events.
fn outcome(
	account: &Account,
	id: u64,
	block: u64,
	events: &[Event],
	currency: &Currency,
) -> (Json, String) {
	let about = |event: &&Event| event.number("id") == Some(id.into());
	let all = |name: &'static str| {
		events.iter().filter(move |event| event.is("Escrow", name)).filter(about)
	};
	let sum = |name, field: &str, to: Option<&str>| {
		all(name)
			.filter(|event| to.is_none_or(|to| event.text("who") == Some(to)))
			.filter_map(|event| event.number(field))
			.fold(0u128, u128::saturating_add)
	};
	let me = account.id().to_string();
	let refunded = sum("Refunded", "amount", Some(&me));
	let (paid, fees) = (sum("Settled", "net", None), sum("Settled", "fee", None));
	let owed = all("PaymentOwed").count();
	// What its account has taken in and given out in its whole life, in base units.
	let totals = all("AccountClosed").find_map(|event| event.fields.get("totals").cloned());
	let json = json!({
		"id": id,
		"block": block,
		"refunded": amount(refunded, currency),
		"settled": amount(paid.saturating_add(fees), currency),
		"owed": owed,
		"totals": totals,
	});
	let mut line = format!(
		"{id} is closed in block {block}: {} are free again; {} were settled at last",
		currency.show(refunded),
		currency.show(paid.saturating_add(fees))
	);
	if owed > 0 {
		line += "; something could not be received: it waits for 'lease claim'";
	}
	(json, line)
}

/// `lease claim`.
#[derive(clap::Args)]
pub struct ClaimArgs {}

/// Pay out everything that is owed to this account.
pub async fn claim(_: &ClaimArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let (mut list, mut lines) = (Vec::new(), Vec::new());
	for (asset, payer, units) in owed(&state, &account.id()).await? {
		let call = Call::new(
			"Escrow",
			"claim_owed",
			json!({ "payee": account.id(), "asset": asset, "payer": payer }),
			"the claim",
		);
		let currency = match asset.get("WithId").and_then(Json::as_u64) {
			Some(id) => {
				chain.currency(&state, Asset::WithId(u32::try_from(id).unwrap_or(u32::MAX))).await?
			},
			None => Currency::native(),
		};
		let receipt = context.send(&chain, &account, &call).await?;
		lines.push(format!("{} were owed by {payer}, and are paid", currency.show(units)));
		list.push(
			json!({ "payer": payer, "amount": amount(units, &currency), "block": receipt.block }),
		);
	}
	if lines.is_empty() {
		lines.push("nothing is owed to this account".into());
	}
	context.report.result(&json!({ "claimed": list }), || lines.join("\n"));
	Ok(ExitCode::SUCCESS)
}

async fn owed(state: &State, who: &AccountId) -> Result<Vec<(Json, String, u128)>, Failure> {
	let found = state.all_values::<u128>("Escrow", "Owed", &[json!(who)]).await?;
	Ok(found
		.into_iter()
		.filter_map(|(keys, units)| {
			Some((keys.get(1)?.clone(), keys.get(2)?.as_str()?.to_string(), units))
		})
		.collect())
}
