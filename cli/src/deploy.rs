//! `lease deploy`: from a file to something that runs.

use crate::{
	agent::{fingerprint, Agent, Trust},
	blocks::{block_ms, blocks, Length},
	context::Context,
	file::FileArgs,
	orders::{count, left_behind, tell, Whole, PALLETS},
	output::{amount, span, table},
};
use clap::ValueEnum;
use hyper::StatusCode;
use leasehold_client::{
	account::{to_hex, AccountId},
	chain::{records, Account, Call, Chain, Currency, Failure, Kind, State},
	manifest::{self, Upload},
	model::{Application, Asset},
	order::{limits, Order},
	units,
};
use serde_json::{json, Value as Json};
use std::{
	process::ExitCode,
	time::{Duration, Instant},
};

/// What is ordered, and how long it is waited for.
#[derive(clap::Args)]
pub struct Args {
	#[command(flatten)]
	file: FileArgs,
	/// A price an hour at which the auction ends at once, for every group.
	#[arg(long, value_name = "AMOUNT")]
	buy_now: Option<String>,
	/// Deposit this much for every group, instead of what the file and --deposit-for make.
	#[arg(long, value_name = "AMOUNT")]
	deposit: Option<String>,
	/// How providers are found: open (each bid undercuts the best), sealed (nobody sees the bids
	/// until all stand), or choice (you pick one with 'lease accept').
	#[arg(long, value_enum)]
	auction: Option<Auction>,
	/// Put a lease up again by itself when its provider leaves or falls silent.
	#[arg(long)]
	relist: bool,
	/// Agree now that 'lease scale' stays between so many replicas, such as 1-8.
	#[arg(long, value_name = "MIN-MAX", value_parser = scaling)]
	scaling: Option<(u16, u16)>,
	/// Only take bids with at least this notice before the provider ends the lease: blocks, or a
	/// time such as 24h.
	#[arg(long, value_name = "TIME", value_parser = blocks)]
	min_notice: Option<Length>,
	/// Only order; do not wait for a provider, and send no manifest.
	#[arg(long)]
	detach: bool,
	/// Send no manifest: the provider gets it some other way.
	#[arg(long)]
	no_manifest: bool,
	/// How long to wait for providers. The order stays open after that.
	#[arg(long, value_name = "TIME", default_value = "15min", value_parser = units::milliseconds)]
	timeout: u64,
	/// The blake2_256 of the only certificate that an agent may show, in hexadecimal.
	#[arg(long, value_name = "HASH", value_parser = fingerprint)]
	certificate: Option<[u8; 32]>,
	/// Check and reckon everything, and order nothing.
	#[arg(long)]
	dry_run: bool,
}

/// How a provider is found.
#[derive(Clone, Copy, ValueEnum)]
enum Auction {
	Open,
	Sealed,
	Choice,
}

fn scaling(text: &str) -> Result<(u16, u16), String> {
	let refuse = || format!("'{text}' is not written like 1-8, from 1 to 64");
	let (min, max) = text.split_once('-').ok_or_else(refuse)?;
	let (min, max) = (min.parse().map_err(|_| refuse())?, max.parse().map_err(|_| refuse())?);
	if min == 0 || min > max || max > limits::REPLICAS {
		return Err(refuse());
	}
	Ok((min, max))
}

/// How long an agent whose lease is paid already is tried.
const LATE_MANIFEST: Duration = Duration::from_secs(30);
/// How far apart two attempts to send a manifest are.
const BETWEEN: Duration = Duration::from_secs(3);

/// One group on its way.
struct Group {
	name: String,
	order: u64,
	upload: Upload,
	delivery: Delivery,
	is_active: bool,
	active_since: Option<Instant>,
	last_try: Option<Instant>,
}

/// Where a group's manifest is.
#[derive(Clone, PartialEq)]
enum Delivery {
	/// Not sent, and why not.
	Waits(String),
	/// The agent of this provider has it.
	Done(AccountId),
	/// The agent does not want it.
	Refused(String),
	/// Not to be sent.
	Unwanted,
}

/// Do all of it.
pub async fn run(args: &Args, context: &Context) -> Result<ExitCode, Failure> {
	let application = match args.file.application() {
		Ok(application) => application,
		Err(why) => {
			// What is wrong with the file has been said line by line.
			crate::output::failure(&Failure::from(why), context.json());
			return Ok(ExitCode::from(crate::output::FILE_HAS_ERRORS));
		},
	};
	let account = context.account()?;
	let mut chain = context.chain().await?;
	let state = chain.best().await?;
	let currency = chain.currency(&state, application.asset).await?;
	let order = requests(args, &application, &currency)?;
	let (hash, uploads) = manifest::for_chain(&application);
	let call = Call::new(
		"Market",
		"create_deployment",
		json!({
			"manifest": format!("0x{}", to_hex(&hash)),
			"asset": order.asset,
			"groups": wishes(args, &state, &order),
		}),
		"the order",
	);
	let plan = Plan::read(&chain, &state, &account, &order, &currency, &call).await?;
	plan.tell(context, &application, &order, &currency);
	plan.afford(&currency)?;
	if args.dry_run {
		context.report.result(&plan.json(&currency), String::new);
		return Ok(ExitCode::SUCCESS);
	}

	let receipt = context.send(&chain, &account, &call).await?;
	let deployment = receipt.number("Market", "DeploymentCreated", "deployment")?;
	let orders: Vec<u64> = receipt
		.all("Market", "OrderCreated")
		.filter_map(|event| u64::try_from(event.number("order")?).ok())
		.collect();
	let named = application.groups.iter().zip(&orders).zip(uploads);
	let mut groups: Vec<Group> = named
		.map(|((group, order), upload)| Group {
			name: group.name.clone(),
			order: *order,
			upload,
			delivery: if args.no_manifest {
				Delivery::Unwanted
			} else {
				Delivery::Waits("its provider is not known yet".into())
			},
			is_active: false,
			active_since: None,
			last_try: None,
		})
		.collect();
	for group in &groups {
		context.report.step(
			Some(receipt.block),
			"ordered",
			&format!(
				"order {} (group {}) waits for the validators' verdict and takes bids",
				group.order, group.name
			),
			json!({ "order": group.order, "group": group.name, "deployment": deployment.to_string() }),
		);
	}
	if args.detach {
		return finish(context, &chain, deployment, &groups, &currency).await;
	}

	let trust = args.certificate.map(Trust::Certificate);
	let limit = Duration::from_millis(args.timeout);
	let waited = tokio::select! {
		waited = tokio::time::timeout(limit, follow(context, &mut chain, &account, &mut groups, &currency, trust.as_ref(), receipt.block)) => match waited {
			Ok(waited) => waited,
			Err(_) => Err(Failure::new(
				Kind::Unserved,
				format!("not everything is served after {}", span(u128::from(args.timeout))),
			)),
		},
		_ = tokio::signal::ctrl_c() => Err(Failure::new(Kind::Unserved, "you stopped waiting")),
	};
	if let Err(why) = waited {
		return Err(why.leaving(left_behind(&chain, &orders).await));
	}
	if let Some(group) = groups
		.iter()
		.find(|group| matches!(group.delivery, Delivery::Waits(_) | Delivery::Refused(_)))
	{
		let (Delivery::Waits(why) | Delivery::Refused(why)) = &group.delivery else {
			return finish(context, &chain, deployment, &groups, &currency).await;
		};
		let failure = Failure::new(
			Kind::Agent,
			format!("lease {} is paid, but its manifest is not delivered: {why}", group.order),
		);
		let mut left = left_behind(&chain, &orders).await;
		left.push(format!(
			"the manifest of lease {}: send it with: lease manifest {} --send {}",
			group.order, args.file.file, group.order
		));
		return Err(failure.leaving(left));
	}
	finish(context, &chain, deployment, &groups, &currency).await
}

/// The file's groups with what the command line says besides.
fn requests(args: &Args, application: &Application, currency: &Currency) -> Result<Order, Failure> {
	let mut order = Order::from(application);
	let buy_now = args.buy_now.as_deref().map(|text| currency.parse(text)).transpose()?;
	let deposit = args.deposit.as_deref().map(|text| currency.parse(text)).transpose()?;
	for group in &mut order.groups {
		group.buy_now = buy_now.map(|price| price.min(group.spec.max_price));
		if let Some(deposit) = deposit {
			group.deposit = deposit;
		}
	}
	Ok(order)
}

/// The groups as they are sent. What only newer chains know is said only if it is asked for.
fn wishes(args: &Args, state: &State, order: &Order) -> Json {
	let mut groups = json!(order.groups);
	for group in groups.as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut) {
		if let Some(auction) = args.auction {
			let name = match auction {
				Auction::Open => "Open",
				Auction::Sealed => "Sealed",
				Auction::Choice => "Choice",
			};
			group.insert("auction".into(), json!(name));
		}
		if args.relist {
			group.insert("relist".into(), json!(true));
		}
		if let Some((min, max)) = args.scaling {
			group.insert("scaling".into(), json!({ "min": min, "max": max }));
		}
		if let Some(notice) = args.min_notice {
			group.insert("min_notice".into(), json!(notice.in_blocks(block_ms(state))));
		}
	}
	groups
}

/// What the market says, and what all of it costs.
struct Plan {
	quotes: Vec<Json>,
	deposits: u128,
	order_fees: u128,
	fee: u128,
	least_deposit: u128,
	native: u128,
	asset: u128,
	least: Vec<u128>,
}

impl Plan {
	async fn read(
		chain: &Chain,
		state: &State,
		account: &Account,
		order: &Order,
		currency: &Currency,
		call: &Call,
	) -> Result<Self, Failure> {
		let terms = state.get::<records::AssetTerms>(&[json!(order.asset)]).await?;
		let terms = terms.ok_or_else(|| {
			Failure::new(
				Kind::Refused,
				format!("leases are not paid in {} on this chain", currency.symbol),
			)
		})?;
		let mut quotes = Vec::new();
		for group in &order.groups {
			quotes.push(
				state.ask("LeaseApi", "quote", &[json!(group.spec), json!(order.asset)]).await?,
			);
		}
		let fees = state.get::<records::ApprovalTerms>(&[]).await?;
		let each = fees.map_or(0, |terms| terms.order_fee);
		let overflow =
			|| Failure::from("the deposits are more than the chain can count".to_string());
		let deposits =
			order.groups.iter().try_fold(0u128, |sum, group| sum.checked_add(group.deposit));
		Ok(Self {
			quotes,
			deposits: deposits.ok_or_else(overflow)?,
			order_fees: each.saturating_mul(order.groups.len() as u128),
			fee: chain.fee(account, call).await?,
			least_deposit: terms.min_deposit,
			native: crate::balances::native(state, &account.id()).await?,
			asset: crate::balances::free(state, &account.id(), order.asset).await?,
			least: order.groups.iter().map(|group| group.deposit).collect(),
		})
	}

	/// Whether the account can pay for it. The chain has the last word.
	fn afford(&self, currency: &Currency) -> Result<(), Failure> {
		if let Some(deposit) = self.least.iter().find(|deposit| **deposit < self.least_deposit) {
			return Err(Failure::from(format!(
				"a deposit of {} is below the least, {}: say --deposit or a longer --deposit-for",
				currency.show(*deposit),
				currency.show(self.least_deposit)
			)));
		}
		let lhd = Currency::native();
		let native_costs = self.order_fees.saturating_add(self.fee);
		let is_native = currency.asset == Asset::Native;
		let native_needed =
			if is_native { native_costs.saturating_add(self.deposits) } else { native_costs };
		if self.native < native_needed {
			return Err(Failure::new(
				Kind::Refused,
				format!(
					"this takes {} ({}fees of {}), and the account has {} that is free: nothing was sent",
					lhd.show(native_needed),
					if is_native { format!("deposits of {}, ", lhd.show(self.deposits)) } else { String::new() },
					lhd.show(native_costs),
					lhd.show(self.native)
				),
			));
		}
		if !is_native && self.asset < self.deposits {
			return Err(Failure::new(
				Kind::Refused,
				format!(
					"the deposits take {}, and the account has {} that is free: nothing was sent",
					currency.show(self.deposits),
					currency.show(self.asset)
				),
			));
		}
		Ok(())
	}

	fn tell(
		&self,
		context: &Context,
		application: &Application,
		order: &Order,
		currency: &Currency,
	) {
		let groups = application.groups.iter().zip(&order.groups).zip(&self.quotes);
		for ((group, request), quote) in groups {
			let eligible = quote.get("eligible").and_then(Json::as_u64).unwrap_or(0);
			let price = quote
				.get("price")
				.and_then(Json::as_str)
				.and_then(|text| text.parse::<u128>().ok());
			let eligible = u32::try_from(eligible).unwrap_or(u32::MAX);
			let lately = price.map_or(String::new(), |price| {
				format!(", lately from {} an hour", currency.show(price))
			});
			context.report.step(
				None,
				"quote",
				&format!(
					"group {}: {} could serve it now{lately}; at most {} an hour, deposit {}",
					group.name,
					count(eligible, "provider"),
					currency.show(request.spec.max_price),
					currency.show(request.deposit)
				),
				json!({ "group": group.name, "quote": quote }),
			);
			if eligible == 0 {
				context.report.warn(&format!(
					"no provider that is registered now could serve group {}: the order waits for one",
					group.name
				));
			}
			if price.is_some_and(|price| price > request.spec.max_price) {
				context.report.warn(&format!(
					"group {} was lately let for more than the most that you pay",
					group.name
				));
			}
		}
		context.report.step(
			None,
			"costs",
			&format!(
				"on hold: {}; fees that do not come back: {} for the votes, about {} for the transaction",
				currency.show(self.deposits),
				Currency::native().show(self.order_fees),
				Currency::native().show(self.fee)
			),
			json!({}),
		);
	}

	fn json(&self, currency: &Currency) -> Json {
		json!({
			"deposits": amount(self.deposits, currency),
			"orderFees": amount(self.order_fees, &Currency::native()),
			"transactionFee": amount(self.fee, &Currency::native()),
			"quotes": self.quotes,
		})
	}
}

/// Follow the groups block by block until all are served, or one cannot be any more.
async fn follow(
	context: &Context,
	chain: &mut Chain,
	account: &Account,
	groups: &mut [Group],
	currency: &Currency,
	trust: Option<&Trust>,
	from: u64,
) -> Result<(), Failure> {
	let orders: Vec<u64> = groups.iter().map(|group| group.order).collect();
	let mut next = from.saturating_add(1);
	loop {
		let state = chain.wait_for_block(next).await?;
		for event in state.events(&PALLETS).await? {
			if let Some((order, name, text)) = tell(&event, &orders, currency) {
				context.report.step(Some(next), name, &text, json!({ "order": order }));
			}
		}
		for group in groups.iter_mut() {
			advance(context, chain, &state, account, group, trust).await?;
		}
		let is_over = |group: &Group| match group.delivery {
			Delivery::Waits(_) => {
				group.active_since.is_some_and(|since| since.elapsed() > LATE_MANIFEST)
			},
			_ => true,
		};
		if groups.iter().all(|group| group.is_active && is_over(group)) {
			return Ok(());
		}
		next = next.saturating_add(1);
	}
}

/// See where a group is, and send its manifest to whoever is to serve it.
async fn advance(
	context: &Context,
	chain: &Chain,
	state: &State,
	account: &Account,
	group: &mut Group,
	trust: Option<&Trust>,
) -> Result<(), Failure> {
	let Some(lease) = state.get::<records::Lease>(&[json!(group.order)]).await? else {
		if state.get::<records::Order>(&[json!(group.order)]).await?.is_none() {
			return Err(Failure::new(
				Kind::Unserved,
				format!(
					"order {} (group {}) is closed without being served",
					group.order, group.name
				),
			));
		}
		// A provider that has declined or fallen silent is not the one that serves.
		if let Delivery::Done(_) = group.delivery {
			group.delivery = Delivery::Waits("its next provider is not known yet".into());
		}
		group.is_active = false;
		return Ok(());
	};
	group.is_active = records::name(&lease.state) != "Awarded";
	if group.is_active {
		group.active_since.get_or_insert_with(Instant::now);
	}
	let provider = AccountId(lease.terms.provider);
	match &group.delivery {
		Delivery::Done(to) if *to == provider => return Ok(()),
		Delivery::Unwanted | Delivery::Refused(_) => return Ok(()),
		Delivery::Done(_) | Delivery::Waits(_) => {},
	}
	if group.last_try.is_some_and(|last| last.elapsed() < BETWEEN) {
		return Ok(());
	}
	group.last_try = Some(Instant::now());
	let sent = match Agent::of_provider(chain, state, account, group.order, provider, trust).await {
		Ok(agent) => agent.upload(&group.upload).await.map(|()| agent.place()),
		Err(failure) => Err(crate::agent::Refused { status: StatusCode::BAD_GATEWAY, failure }),
	};
	let now = match sent {
		Ok(place) => {
			context.report.step(
				Some(state.number()),
				"manifest",
				&format!("order {}: the manifest is with the agent at {place}", group.order),
				json!({ "order": group.order }),
			);
			Delivery::Done(provider)
		},
		Err(refused) if refused.status == StatusCode::UNPROCESSABLE_ENTITY => {
			Delivery::Refused(refused.failure.message)
		},
		Err(refused) => Delivery::Waits(refused.failure.message),
	};
	if let (Delivery::Waits(why) | Delivery::Refused(why), true) = (&now, now != group.delivery) {
		let text = format!("order {}: the manifest is not delivered: {why}", group.order);
		context.report.step(
			Some(state.number()),
			"manifestWaits",
			&text,
			json!({ "order": group.order }),
		);
	}
	group.delivery = now;
	Ok(())
}

/// Say what there is now.
async fn finish(
	context: &Context,
	chain: &Chain,
	deployment: u128,
	groups: &[Group],
	currency: &Currency,
) -> Result<ExitCode, Failure> {
	let state = chain.best().await?;
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for group in groups {
		let whole = Whole::read(chain, &state, group.order).await?;
		let lease = whole.lease.as_ref();
		let provider = lease.map(|lease| AccountId(lease.terms.provider).to_string());
		rows.push(vec![
			group.order.to_string(),
			group.name.clone(),
			whole.state(),
			lease.map_or("-".into(), |lease| format!("{}/h", currency.show(lease.terms.price))),
			currency.show(whole.held()),
			provider.clone().unwrap_or_else(|| "-".into()),
		]);
		list.push(json!({
			"order": group.order,
			"group": group.name,
			"state": whole.state(),
			"provider": provider,
			"price": lease.map(|lease| amount(lease.terms.price, currency)),
			"held": amount(whole.held(), currency),
			"manifest": matches!(group.delivery, Delivery::Done(_)),
		}));
	}
	let json =
		json!({ "deployment": deployment.to_string(), "block": state.number(), "groups": list });
	context.report.result(&json, || {
		format!(
			"deployment {deployment}\n{}",
			table(&["LEASE", "GROUP", "STATE", "PRICE", "HELD", "PROVIDER"], &rows)
		)
	});
	Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn scaling_should_be_a_range_of_replicas() {
		assert_eq!(scaling("1-8"), Ok((1, 8)));
		assert_eq!(scaling("3-3"), Ok((3, 3)));
		for text in ["", "3", "0-3", "4-3", "1-65", "a-b", "-1-3"] {
			assert!(scaling(text).is_err(), "{text}");
		}
	}
}
