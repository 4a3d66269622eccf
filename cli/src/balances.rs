//! What an account can spend.

use crate::{context::Context, output::amount};
use leasehold_client::{
	account::AccountId,
	chain::{records, Currency, Failure, State, Value},
	model::Asset,
};
use serde_json::{json, Value as Json};
use std::{process::ExitCode, str::FromStr};

/// What is free of the native token, the least that an account keeps taken off.
pub async fn native(state: &State, who: &AccountId) -> Result<u128, Failure> {
	let Some(found) = state.get::<records::Balances>(&[json!(who)]).await? else { return Ok(0) };
	let least = state.constant("Balances", "ExistentialDeposit");
	let least =
		least.as_ref().and_then(Json::as_str).and_then(|text| text.parse().ok()).unwrap_or(0);
	let data = found.data;
	// What is on hold counts towards what is frozen.
	let kept = data.frozen.saturating_sub(data.reserved).max(least);
	Ok(data.free.saturating_sub(kept))
}

/// The same of any asset.
pub async fn free(state: &State, who: &AccountId, asset: Asset) -> Result<u128, Failure> {
	let Asset::WithId(id) = asset else { return native(state, who).await };
	let balance = state.get::<records::AssetBalance>(&[json!(id), json!(who)]).await?;
	let details = state.get::<records::AssetDetails>(&[json!(id)]).await?;
	let least = details.map_or(0, |details| details.min_balance);
	Ok(balance.map_or(0, |balance| balance.balance.saturating_sub(least)))
}

/// `lease balance`.
#[derive(clap::Args)]
pub struct Args {
	/// Whose; your own unless said.
	#[arg(value_parser = AccountId::from_str)]
	account: Option<AccountId>,
}

/// What an account has: free and on hold of the native token, free of each asset that leases are
/// paid in.
pub async fn run(args: &Args, context: &Context) -> Result<ExitCode, Failure> {
	let who = match args.account {
		Some(who) => who,
		None => context.account()?.id(),
	};
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let lhd = Currency::native();
	let held = state.get::<records::Balances>(&[json!(who)]).await?;
	let held = held.map_or(0, |found| found.data.reserved);
	let free_of_native = native(&state, &who).await?;
	let mut assets = Vec::new();
	let mut lines = vec![
		format!("{who}"),
		format!("  {} free, {} on hold", lhd.show(free_of_native), lhd.show(held)),
	];
	for (keys, _) in state.all_values::<Value>("Escrow", "ListedAssets", &[]).await? {
		let id = keys.first().and_then(|asset| asset.get("WithId")?.as_u64());
		let Some(id) = id.and_then(|id| u32::try_from(id).ok()) else { continue };
		let currency = chain.currency(&state, Asset::WithId(id)).await?;
		let units = free(&state, &who, Asset::WithId(id)).await?;
		lines.push(format!("  {} free", currency.show(units)));
		assets.push(json!({ "id": id, "free": amount(units, &currency) }));
	}
	let json = json!({
		"account": who,
		"block": state.number(),
		"free": amount(free_of_native, &lhd),
		"held": amount(held, &lhd),
		"assets": assets,
	});
	context.report.result(&json, || lines.join("\n"));
	Ok(ExitCode::SUCCESS)
}
