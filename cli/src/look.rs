//! `lease ls`, `show`, `bids` and `quote`: what there is and what it costs.

use crate::{
	agent::{fingerprint, Agent, Trust},
	context::Context,
	file::FileArgs,
	orders::Whole,
	output::{amount, span, table},
};
use leasehold_client::{
	account::AccountId,
	chain::{records, Failure, Kind},
	order::Order,
};
use serde_json::{json, Value as Json};
use std::{process::ExitCode, str::FromStr};

/// `lease ls`.
#[derive(clap::Args)]
pub struct ListArgs {
	/// Whose; your own unless said.
	#[arg(long, value_name = "ADDRESS", value_parser = AccountId::from_str)]
	tenant: Option<AccountId>,
	/// Everybody's.
	#[arg(long, conflicts_with = "tenant")]
	all: bool,
}

/// Orders and leases.
pub async fn list(args: &ListArgs, context: &Context) -> Result<ExitCode, Failure> {
	let tenant = match (args.all, args.tenant) {
		(true, _) => None,
		(false, Some(tenant)) => Some(tenant),
		(false, None) => Some(context.account()?.id()),
	};
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let mut found: Vec<u64> = match tenant {
		Some(tenant) => {
			let items = state.ask_pages("MarketApi", "tenant_orders", &[json!(tenant)]).await?;
			items.iter().filter_map(|item| item.get("order")?.as_u64()).collect()
		},
		None => {
			let all = state.all::<records::Order>(&[]).await?;
			all.iter().filter_map(|(keys, _)| keys.first()?.as_u64()).collect()
		},
	};
	found.sort();
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for id in found {
		let whole = Whole::read(&chain, &state, id).await?;
		let Some(order) = &whole.order else { continue };
		let price = whole.lease.as_ref().map(|lease| lease.terms.price);
		let price = price.or(order.best.as_ref().map(|best| best.price));
		let provider =
			whole.lease.as_ref().map(|lease| AccountId(lease.terms.provider).to_string());
		rows.push(vec![
			id.to_string(),
			order.deployment.to_string(),
			order.group.to_string(),
			whole.state(),
			order.spec.replicas.to_string(),
			price.map_or("-".into(), |price| format!("{}/h", whole.currency.show(price))),
			whole.currency.show(whole.held()),
			provider.clone().unwrap_or_else(|| "-".into()),
		]);
		list.push(json!({
			"id": id,
			"deployment": order.deployment,
			"group": order.group,
			"tenant": AccountId(order.tenant),
			"state": whole.state(),
			"replicas": order.spec.replicas,
			"price": price.map(|price| amount(price, &whole.currency)),
			"held": amount(whole.held(), &whole.currency),
			"provider": provider,
		}));
	}
	context.report.result(&json!({ "block": state.number(), "orders": list }), || {
		if rows.is_empty() {
			return "no orders and no leases".into();
		}
		table(
			&["ID", "DEPLOYMENT", "GROUP", "STATE", "REPLICAS", "PRICE", "HELD", "PROVIDER"],
			&rows,
		)
	});
	Ok(ExitCode::SUCCESS)
}

/// `lease show`.
#[derive(clap::Args)]
pub struct ShowArgs {
	/// The lease, by its order's number.
	id: u64,
	/// Ask the provider's agent, too, what runs.
	#[arg(long)]
	agent: bool,
	/// The blake2_256 of the only certificate that the agent may show, in hexadecimal.
	#[arg(long, value_name = "HASH", value_parser = fingerprint)]
	certificate: Option<[u8; 32]>,
}

/// One order or lease, and its money.
pub async fn show(args: &ShowArgs, context: &Context) -> Result<ExitCode, Failure> {
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let whole = Whole::read(&chain, &state, args.id).await?;
	if whole.is_gone() {
		return Err(gone(args.id));
	}
	let key = [json!(args.id)];
	let view = match whole.lease {
		Some(_) => state.ask("LeaseApi", "lease", &key).await?,
		None => Json::Null,
	};
	let proposal = state.json("Leases", "Proposals", &key).await?;
	let runs = if args.agent {
		let account = context.account()?;
		let trust = args.certificate.map(Trust::Certificate);
		Some(
			Agent::of_lease(&chain, &state, &account, args.id, trust.as_ref())
				.await?
				.status()
				.await?,
		)
	} else {
		None
	};
	let json = json!({
		"id": args.id,
		"block": state.number(),
		"state": whole.state(),
		"order": state.json("Market", "Orders", &key).await?,
		"lease": state.json("Leases", "Leases", &key).await?,
		"escrow": state.json("Escrow", "Accounts", &key).await?,
		"view": view,
		"proposal": proposal,
		"held": amount(whole.held(), &whole.currency),
		"agent": runs,
	});
	context.report.result(&json, || describe(&whole, &view, &proposal, runs.as_ref()));
	Ok(ExitCode::SUCCESS)
}

/// No order, no lease, no money.
pub fn gone(id: u64) -> Failure {
	Failure::new(
		Kind::Refused,
		format!("there is no order or lease {id}: it has ended, or never was; what was left of its deposit is free again"),
	)
}

fn number(json: &Json, path: &[&str]) -> Option<u128> {
	let found = path.iter().try_fold(json, |json, name| json.get(name))?;
	match found {
		Json::String(text) => text.parse().ok(),
		other => other.as_u64().map(u128::from),
	}
}

fn describe(whole: &Whole, view: &Json, proposal: &Json, runs: Option<&Json>) -> String {
	let currency = &whole.currency;
	let what = if whole.lease.is_some() { "lease" } else { "order" };
	let mut lines = vec![format!("{what} {} {}", whole.id, whole.sentence())];
	if let Some(order) = &whole.order {
		lines.push(format!(
			"  group {} of deployment {}, {} replicas, at most {} an hour",
			order.group,
			order.deployment,
			order.spec.replicas,
			currency.show(order.spec.max_price)
		));
		if let (Some(best), None) = (&order.best, &whole.lease) {
			lines.push(format!(
				"  best bid: {} an hour by {}",
				currency.show(best.price),
				AccountId(best.provider)
			));
		}
	}
	if let Some(lease) = &whole.lease {
		lines.push(format!(
			"  provider {} at {} an hour; {} blocks of notice, {} of grace",
			AccountId(lease.terms.provider),
			currency.show(lease.terms.price),
			lease.terms.notice,
			lease.terms.grace
		));
		lines.push(format!(
			"  manifest 0x{}",
			leasehold_client::account::to_hex(&lease.terms.manifest)
		));
	}
	if let Some(escrow) = &whole.escrow {
		lines.push(format!(
			"  deposited {}, on hold {}, paid {}, fees {}",
			currency.show(escrow.deposited()),
			currency.show(escrow.held()),
			currency.show(escrow.paid),
			currency.show(escrow.fees)
		));
	}
	if let Some(accrued) = number(view, &["accrued"]) {
		let lasts = number(view, &["lasts_for"]);
		let lasts = lasts.map_or("nothing accrues".into(), |lasts| {
			format!("the money lasts for {} of service", span(lasts))
		});
		lines.push(format!("  accrued and not paid yet {}; {lasts}", currency.show(accrued)));
	}
	if let Some(until) = number(proposal, &["until"]) {
		lines.push(format!("  new terms wait for the provider until block {until}"));
	}
	let containers = runs.and_then(|runs| runs.get("containers")?.as_array());
	for container in containers.into_iter().flatten() {
		let name = container.get("container").and_then(Json::as_str).unwrap_or("?");
		let ports = crate::remote::ports(container.get("ports"));
		let condition = container.get("condition").map_or("".into(), Json::to_string);
		lines.push(format!("  container {name}: {condition}{ports}"));
	}
	lines.join("\n")
}

/// `lease bids`.
#[derive(clap::Args)]
pub struct BidsArgs {
	/// The order.
	order: u64,
}

/// The bids on an order, cheapest first.
pub async fn bids(args: &BidsArgs, context: &Context) -> Result<ExitCode, Failure> {
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let whole = Whole::read(&chain, &state, args.order).await?;
	if whole.is_gone() {
		return Err(gone(args.order));
	}
	let mut found = Vec::new();
	for (keys, bid) in state.all::<records::Bid>(&[json!(args.order)]).await? {
		let provider = keys.get(1).and_then(Json::as_str).unwrap_or("?").to_string();
		found.push((provider, bid));
	}
	found.sort_by_key(|(_, bid)| bid.price);
	let rows: Vec<_> = found
		.iter()
		.map(|(provider, bid)| {
			vec![
				format!("{}/h", whole.currency.show(bid.price)),
				provider.clone(),
				bid.notice.to_string(),
				bid.grace.to_string(),
				bid.placement
					.iter()
					.map(|(node, replicas)| format!("{node}:{replicas}"))
					.collect::<Vec<_>>()
					.join(" "),
			]
		})
		.collect();
	let list: Vec<_> = found
		.iter()
		.map(|(provider, bid)| {
			json!({
				"provider": provider,
				"price": amount(bid.price, &whole.currency),
				"notice": bid.notice,
				"grace": bid.grace,
				"collateral": bid.collateral.to_string(),
				"placement": bid.placement,
			})
		})
		.collect();
	let json = json!({ "order": args.order, "state": whole.state(), "block": state.number(), "bids": list });
	context.report.result(&json, || {
		if rows.is_empty() {
			return format!("order {} {}", args.order, whole.sentence());
		}
		table(&["PRICE", "PROVIDER", "NOTICE", "GRACE", "PLACEMENT"], &rows)
	});
	Ok(ExitCode::SUCCESS)
}

/// `lease quote`.
#[derive(clap::Args)]
pub struct QuoteArgs {
	#[command(flatten)]
	file: FileArgs,
}

/// What a file's groups would cost, by recent awards.
pub async fn quote(args: &QuoteArgs, context: &Context) -> Result<ExitCode, Failure> {
	let application = args.file.application()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let currency = chain.currency(&state, application.asset).await?;
	let order = Order::from(&application);
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for (group, request) in application.groups.iter().zip(&order.groups) {
		let quote =
			state.ask("LeaseApi", "quote", &[json!(request.spec), json!(order.asset)]).await?;
		let price = |name| {
			number(&quote, &[name])
				.map_or("-".to_string(), |price| format!("{}/h", currency.show(price)))
		};
		let plain = |name| number(&quote, &[name]).unwrap_or(0).to_string();
		rows.push(vec![
			group.name.clone(),
			price("price"),
			price("recent_low"),
			price("recent_average"),
			plain("samples"),
			plain("eligible"),
			format!("{}/h", currency.show(request.spec.max_price)),
			currency.show(request.deposit),
		]);
		list.push(json!({
			"group": group.name,
			"quote": quote,
			"max": amount(request.spec.max_price, &currency),
			"deposit": amount(request.deposit, &currency),
		}));
	}
	let json = json!({ "block": state.number(), "currency": currency, "groups": list });
	context.report.result(&json, || {
		table(
			&["GROUP", "PRICE", "LOWEST", "AVERAGE", "AWARDS", "PROVIDERS", "MOST", "DEPOSIT"],
			&rows,
		)
	});
	Ok(ExitCode::SUCCESS)
}
