//! Leases from the provider's side.

use super::{one, placed};
use crate::{
	context::Context,
	look::gone,
	orders::Whole,
	output::{amount, table},
};
use leasehold_client::{
	account::AccountId,
	chain::{records, Call, Currency, Failure, Kind},
};
use serde_json::{json, Value as Json};
use std::process::ExitCode;

/// Which lease.
#[derive(clap::Args)]
pub struct LeaseArgs {
	/// The lease.
	lease: u64,
}

/// Which lease, and why.
#[derive(clap::Args)]
pub struct CodeArgs {
	/// The lease.
	lease: u64,
	/// Why, in your own numbering; it stands in the chain's events.
	#[arg(long, default_value_t = 0)]
	code: u16,
}

/// Nothing to say.
#[derive(clap::Args)]
pub struct ListArgs {}

/// List the caller's leases as a provider.
pub async fn list(_: &ListArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let found = state.all_values::<()>("Leases", "ProviderLeases", &[json!(account.id())]).await?;
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for id in found.iter().filter_map(|(keys, ())| keys.get(1)?.as_u64()) {
		let whole = Whole::read(&chain, &state, id).await?;
		let Some(lease) = &whole.lease else { continue };
		rows.push(vec![
			id.to_string(),
			whole.state(),
			format!("{}/h", whole.currency.show(lease.terms.price)),
			whole.currency.show(whole.held()),
			Currency::native().show(lease.collateral),
			AccountId(lease.terms.tenant).to_string(),
		]);
		list.push(json!({
			"lease": id,
			"state": whole.state(),
			"price": amount(lease.terms.price, &whole.currency),
			"held": amount(whole.held(), &whole.currency),
			"collateral": amount(lease.collateral, &Currency::native()),
			"tenant": AccountId(lease.terms.tenant),
		}));
	}
	context.report.result(&json!({ "block": state.number(), "leases": list }), || {
		if rows.is_empty() {
			return "no leases".into();
		}
		table(&["LEASE", "STATE", "PRICE", "HELD", "COLLATERAL", "TENANT"], &rows)
	});
	Ok(ExitCode::SUCCESS)
}

async fn act(
	context: &Context,
	name: &'static str,
	lease: u64,
	code: Option<u16>,
	what: &str,
	done: &str,
) -> Result<ExitCode, Failure> {
	let args = match code {
		Some(code) => json!({ "lease": lease, "code": code }),
		None => json!({ "lease": lease }),
	};
	let call = Call::new("Leases", name, args, what);
	one(context, call, &[lease], |receipt| {
		let until = receipt.event("Leases", "NoticeGiven").and_then(|event| event.number("until"));
		let until = until.map_or(String::new(), |until| format!(" at block {until}"));
		let gone = receipt.event("Leases", "CollateralSettled");
		let gone = gone.map(|event| event.fields.clone());
		let line = match &gone {
			Some(fields) => {
				let units =
					fields.get("amount").and_then(Json::as_str).and_then(|text| text.parse().ok());
				format!(
					"; collateral of {} to: {}",
					units.map_or("?".into(), |units| Currency::native().show(units)),
					fields.get("to").and_then(Json::as_str).unwrap_or("?")
				)
			},
			None => String::new(),
		};
		(
			json!({ "lease": lease, "collateral": gone }),
			format!("lease {lease} {done}{until}{line}"),
		)
	})
	.await
}

/// Confirm.
pub async fn confirm(args: &LeaseArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(
		context,
		"confirm",
		args.lease,
		None,
		"the confirmation",
		"is confirmed, and paid from now on",
	)
	.await
}

/// Decline.
pub async fn decline(args: &CodeArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(context, "decline", args.lease, Some(args.code), "declining", "is declined").await
}

/// Give notice.
pub async fn notice(args: &CodeArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(context, "give_notice", args.lease, Some(args.code), "the notice", "ends").await
}

/// End at once.
pub async fn abuse(args: &CodeArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(
		context,
		"close_for_abuse",
		args.lease,
		Some(args.code),
		"closing for abuse",
		"is closed for abuse",
	)
	.await
}

/// Pause.
pub async fn pause(args: &LeaseArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(context, "pause", args.lease, None, "the pause", "is paused, and not paid meanwhile").await
}

/// Resume.
pub async fn resume(args: &LeaseArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(context, "resume", args.lease, None, "resuming", "is paid again").await
}

/// Refuse new terms.
pub async fn refuse_terms(args: &LeaseArgs, context: &Context) -> Result<ExitCode, Failure> {
	act(context, "cancel_amendment", args.lease, None, "the refusal", "goes on as it was").await
}

/// Which leases.
#[derive(clap::Args)]
pub struct SettleArgs {
	/// The leases.
	#[arg(required = true)]
	leases: Vec<u64>,
}

/// Settle each.
pub async fn settle(args: &SettleArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let (mut list, mut lines) = (Vec::new(), Vec::new());
	for id in &args.leases {
		let whole = Whole::read(&chain, &chain.best().await?, *id).await?;
		if whole.is_gone() {
			return Err(gone(*id));
		}
		let call =
			Call::new("Leases", "settle", json!({ "lease": id }), format!("settling lease {id}"));
		let receipt = context.send(&chain, &account, &call).await?;
		let paid = receipt.event("Leases", "LeaseSettled").and_then(|event| event.number("paid"));
		let paid = paid.unwrap_or(0);
		lines.push(format!("lease {id}: {} paid", whole.currency.show(paid)));
		list.push(json!({
			"lease": id,
			"paid": amount(paid, &whole.currency),
			"block": receipt.block,
			"fee": receipt.fee.to_string(),
		}));
	}
	context.report.result(&json!({ "settled": list }), || lines.join("\n"));
	Ok(ExitCode::SUCCESS)
}

/// Which proposal.
#[derive(clap::Args)]
pub struct AcceptArgs {
	/// The lease.
	lease: u64,
	/// How many replicas run on which of your machines from then on, such as 0:2; needed when
	/// their number changes.
	#[arg(long = "place", value_name = "NODE:REPLICAS", value_parser = placed)]
	places: Vec<(u16, u16)>,
	/// Accept only this proposal, by its hash; the one that stands unless said.
	#[arg(long, value_name = "HASH")]
	hash: Option<String>,
}

/// Accept the terms that stand.
pub async fn accept_terms(args: &AcceptArgs, context: &Context) -> Result<ExitCode, Failure> {
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let none = || {
		Failure::new(Kind::Refused, format!("no new terms are proposed for lease {}", args.lease))
	};
	let proposal = state.json("Leases", "Proposals", &[json!(args.lease)]).await?;
	let amendment = proposal.get("amendment").ok_or_else(none)?;
	let hash = match &args.hash {
		Some(hash) => hash.clone(),
		None => state.amendment_hash(args.lease).await?.ok_or_else(none)?,
	};
	let replicas = amendment.get("replicas").and_then(Json::as_u64);
	let lease =
		state.get::<records::Lease>(&[json!(args.lease)]).await?.ok_or_else(|| gone(args.lease))?;
	let mut placement = args.places.clone();
	placement.sort_unstable();
	let changes = replicas != Some(lease.terms.replicas.into());
	if changes && placement.is_empty() {
		return Err(format!(
			"the proposal wants {} replicas: say where they run, such as --place 0:{}",
			replicas.unwrap_or(0),
			replicas.unwrap_or(0)
		)
		.into());
	}
	let placement = if placement.is_empty() { Json::Null } else { json!(placement) };
	let call = Call::new(
		"Leases",
		"accept_amendment",
		json!({ "lease": args.lease, "hash": hash, "placement": placement }),
		"the acceptance",
	);
	one(context, call, &[args.lease], |receipt| {
		(
			json!({ "lease": args.lease, "hash": hash }),
			format!("lease {} has its new terms since block {}", args.lease, receipt.block),
		)
	})
	.await
}
