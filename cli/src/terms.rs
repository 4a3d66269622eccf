//! `lease accept`, `update` and `scale`: agreeing on terms with providers.

use crate::{
	agent::{fingerprint, Agent, Trust},
	context::Context,
	file::FileArgs,
	look::gone,
	orders::{left_behind, tell, Whole, PALLETS},
	output::{amount, span},
};
use leasehold_client::{
	account::{to_hex, AccountId},
	chain::{records, Account, Call, Chain, Failure, Kind},
	manifest::{self, Upload},
	order::{GroupRequest, Order},
	units,
};
use serde_json::{json, Value as Json};
use std::{process::ExitCode, str::FromStr, time::Duration};

/// `lease accept`.
#[derive(clap::Args)]
pub struct AcceptArgs {
	/// The order, whose auction leaves the choice to you.
	order: u64,
	/// The provider whose bid you take; see 'lease bids'.
	#[arg(value_parser = AccountId::from_str)]
	provider: AccountId,
}

/// Take a bid in an auction that leaves the choice to the tenant.
pub async fn accept(args: &AcceptArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	if !state.has_call("Market", "pick_bid") {
		return Err(Failure::new(
			Kind::Node,
			"this chain has no auctions that leave the choice to the tenant: the lowest bid wins",
		));
	}
	let whole = Whole::read(&chain, &state, args.order).await?;
	if whole.order.is_none() {
		return Err(gone(args.order));
	}
	let bid = state.get::<records::Bid>(&[json!(args.order), json!(args.provider)]).await?;
	let Some(bid) = bid else {
		return Err(Failure::new(
			Kind::Refused,
			format!(
				"{} has no bid on order {}: see 'lease bids {}'",
				args.provider, args.order, args.order
			),
		));
	};
	let call = Call::new(
		"Market",
		"pick_bid",
		json!({ "order": args.order, "provider": args.provider }),
		"your choice",
	);
	let receipt = match context.send(&chain, &account, &call).await {
		Ok(receipt) => receipt,
		Err(why) => return Err(why.leaving(left_behind(&chain, &[args.order]).await)),
	};
	let json = json!({
		"order": args.order,
		"provider": args.provider,
		"price": amount(bid.price, &whole.currency),
		"block": receipt.block,
	});
	context.report.result(&json, || {
		format!(
			"order {} goes to {} at {} an hour, once it confirms",
			args.order,
			args.provider,
			whole.currency.show(bid.price)
		)
	});
	Ok(ExitCode::SUCCESS)
}

/// What new terms are proposed with.
#[derive(clap::Args)]
struct Proposing {
	/// What you pay an hour from then on.
	#[arg(long, value_name = "AMOUNT")]
	price: Option<String>,
	/// Only propose; do not wait for the provider.
	#[arg(long)]
	detach: bool,
	/// How long to wait for the provider. The proposal stays after that.
	#[arg(long, value_name = "TIME", default_value = "15min", value_parser = units::milliseconds)]
	timeout: u64,
	/// The blake2_256 of the only certificate that the agent may show, in hexadecimal.
	#[arg(long, value_name = "HASH", value_parser = fingerprint)]
	certificate: Option<[u8; 32]>,
}

/// `lease update`.
#[derive(clap::Args)]
pub struct UpdateArgs {
	/// The lease.
	lease: u64,
	#[command(flatten)]
	file: FileArgs,
	#[command(flatten)]
	with: Proposing,
}

/// `lease scale`.
#[derive(clap::Args)]
pub struct ScaleArgs {
	/// The lease.
	lease: u64,
	/// How many replicas from then on. The price changes in proportion, unless --price says it.
	#[arg(value_parser = clap::value_parser!(u16).range(1..=64))]
	replicas: u16,
	#[command(flatten)]
	with: Proposing,
}

/// What a lease is to be from now on.
struct New {
	resources: Json,
	replicas: u16,
	price: u128,
	manifest: String,
	upload: Option<Upload>,
}

/// Propose what a file says: manifest, resources and replicas.
pub async fn update(args: &UpdateArgs, context: &Context) -> Result<ExitCode, Failure> {
	let application = args.file.application()?;
	let (account, chain, whole, lease, _) = agreed(context, args.lease).await?;
	let (hash, uploads) = manifest::for_chain(&application);
	let place = usize::from(lease.terms.group);
	let order = Order::from(&application);
	let (Some(request), Some(upload)) = (order.groups.get(place), uploads.into_iter().nth(place))
	else {
		return Err(format!(
			"lease {} is group {place}, and the file makes {} groups, counted from 0",
			args.lease,
			order.groups.len()
		)
		.into());
	};
	let GroupRequest { spec, .. } = request;
	let new = New {
		resources: json!(spec.resources),
		replicas: spec.replicas,
		price: price(&args.with, &whole)?.unwrap_or(lease.terms.price),
		manifest: format!("0x{}", to_hex(&hash)),
		upload: Some(upload),
	};
	propose(context, chain, &account, args.lease, &whole, new, &args.with).await
}

/// Propose another number of replicas.
pub async fn scale(args: &ScaleArgs, context: &Context) -> Result<ExitCode, Failure> {
	let (account, chain, whole, lease, now) = agreed(context, args.lease).await?;
	let before = lease.terms.replicas.max(1);
	let stated = price(&args.with, &whole)?;
	let proportional = || {
		lease
			.terms
			.price
			.checked_mul(args.replicas.into())
			.map(|all| all.div_ceil(before.into()))
			.ok_or_else(|| "the price is more than the chain can count".to_string())
	};
	let new = New {
		resources: now.pointer("/terms/resources").cloned().unwrap_or_default(),
		replicas: args.replicas,
		price: match stated {
			Some(price) => price,
			None => proportional()?,
		},
		manifest: format!("0x{}", to_hex(&lease.terms.manifest)),
		upload: None,
	};
	propose(context, chain, &account, args.lease, &whole, new, &args.with).await
}

fn price(with: &Proposing, whole: &Whole) -> Result<Option<u128>, Failure> {
	Ok(with.price.as_deref().map(|text| whole.currency.parse(text)).transpose()?)
}

/// The lease as it stands, which must be the caller's.
async fn agreed(
	context: &Context,
	id: u64,
) -> Result<(Account, Chain, Whole, records::Lease, Json), Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let whole = Whole::read(&chain, &state, id).await?;
	let Some(lease) = whole.lease.clone() else {
		return Err(if whole.is_gone() {
			gone(id)
		} else {
			Failure::new(
				Kind::Refused,
				format!("order {id} is no lease yet: it {}", whole.sentence()),
			)
		});
	};
	if lease.terms.tenant != account.id().0 {
		return Err(Failure::new(
			Kind::Refused,
			format!("lease {id} is {}'s, not {}'s", AccountId(lease.terms.tenant), account.id()),
		));
	}
	let now = state.json("Leases", "Leases", &[json!(id)]).await?;
	Ok((account, chain, whole, lease, now))
}

async fn propose(
	context: &Context,
	mut chain: Chain,
	account: &Account,
	lease: u64,
	whole: &Whole,
	new: New,
	with: &Proposing,
) -> Result<ExitCode, Failure> {
	let call = Call::new(
		"Leases",
		"propose_amendment",
		json!({
			"lease": lease,
			"amendment": {
				"resources": new.resources,
				"replicas": new.replicas,
				"price": new.price.to_string(),
				"manifest": new.manifest,
			},
		}),
		"the proposal",
	);
	let receipt = context.send(&chain, account, &call).await.map_err(|why| {
		why.leaving([format!("lease {lease} as it was: its terms have not changed")])
	})?;
	let proposed = receipt.event("Leases", "AmendmentProposed");
	let hash = proposed.and_then(|event| event.text("hash")).unwrap_or("?").to_string();
	let until = proposed.and_then(|event| event.number("until")).unwrap_or(0);
	context.report.step(
		Some(receipt.block),
		"proposed",
		&format!(
			"{} replicas at {} an hour are proposed; the provider may accept until block {until}",
			new.replicas,
			whole.currency.show(new.price)
		),
		json!({ "lease": lease, "hash": hash }),
	);
	let json = |state: &str, block: u64| {
		json!({
			"lease": lease,
			"state": state,
			"block": block,
			"hash": hash,
			"replicas": new.replicas,
			"price": amount(new.price, &whole.currency),
			"manifest": new.manifest,
		})
	};
	if with.detach {
		context.report.result(&json("proposed", receipt.block), || format!("proposed as {hash}"));
		return Ok(ExitCode::SUCCESS);
	}
	let left = || {
		[format!(
			"the proposal stands until block {until}; lease {lease} goes on as it was, and takes the new terms if its provider accepts. Take it back with: lease cancel {lease}"
		)]
	};
	let limit = Duration::from_millis(with.timeout);
	let waiting = accepted(context, &mut chain, lease, whole, receipt.block);
	let waited = tokio::select! {
		waited = tokio::time::timeout(limit, waiting) => waited.unwrap_or_else(|_| {
			Err(Failure::new(
				Kind::Unserved,
				format!("the provider has not accepted within {}", span(u128::from(with.timeout))),
			)
			.leaving(left()))
		}),
		_ = tokio::signal::ctrl_c() => {
			Err(Failure::new(Kind::Unserved, "you stopped waiting").leaving(left()))
		},
	};
	let block = waited?;
	if let Some(upload) = &new.upload {
		send_manifest(context, &chain, account, lease, upload, with.certificate.map(Trust::Certificate))
			.await
			.map_err(|why| {
				why.leaving([format!(
					"lease {lease} has its new terms, but its provider lacks the new manifest: send it with: lease manifest FILE --send {lease}"
				)])
			})?;
	}
	context.report.result(&json("amended", block), || {
		format!(
			"lease {lease} has {} replicas at {} an hour since block {block}",
			new.replicas,
			whole.currency.show(new.price)
		)
	});
	Ok(ExitCode::SUCCESS)
}

/// Wait until the provider has accepted. The block in which it has.
async fn accepted(
	context: &Context,
	chain: &mut Chain,
	lease: u64,
	whole: &Whole,
	from: u64,
) -> Result<u64, Failure> {
	let mut next = from.saturating_add(1);
	loop {
		let state = chain.wait_for_block(next).await?;
		for event in state.events(&PALLETS).await? {
			let Some((_, name, text)) = tell(&event, &[lease], &whole.currency) else { continue };
			context.report.step(Some(next), name, &text, json!({ "lease": lease }));
			match name {
				"amended" => return Ok(next),
				"withdrawn" => {
					return Err(Failure::new(
						Kind::Unserved,
						"the provider has refused the proposal",
					)
					.leaving([format!("lease {lease} goes on as it was")]));
				},
				"ended" | "closed" => {
					let left = left_behind(chain, &[lease]).await;
					return Err(Failure::new(Kind::Unserved, format!("lease {lease} has ended"))
						.leaving(left));
				},
				_ => {},
			}
		}
		next = next.saturating_add(1);
	}
}

/// How often a manifest is sent to an agent that has not seen the chain's last word yet.
const ATTEMPTS: u32 = 10;

/// Send a manifest, and give the agent a while to see what it is for.
pub async fn send_manifest(
	context: &Context,
	chain: &Chain,
	account: &Account,
	lease: u64,
	upload: &Upload,
	trust: Option<Trust>,
) -> Result<(), Failure> {
	let mut attempt = 1;
	loop {
		let state = chain.best().await?;
		let agent = Agent::of_lease(chain, &state, account, lease, trust.as_ref()).await?;
		match agent.upload(upload).await {
			Ok(()) => {
				let text = format!("the manifest is with the agent at {}", agent.place());
				context.report.step(
					Some(state.number()),
					"manifest",
					&text,
					json!({ "lease": lease }),
				);
				return Ok(());
			},
			Err(refused) if attempt >= ATTEMPTS => return Err(refused.failure),
			Err(_) => {
				attempt += 1;
				tokio::time::sleep(Duration::from_secs(2)).await;
			},
		}
	}
}

/// `lease cancel`.
#[derive(clap::Args)]
pub struct CancelArgs {
	/// The lease.
	lease: u64,
}

/// Take a proposal back, or refuse it as the provider.
pub async fn cancel(args: &CancelArgs, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let call = Call::new(
		"Leases",
		"cancel_amendment",
		json!({ "lease": args.lease }),
		"taking the proposal back",
	);
	let receipt = context.send(&chain, &account, &call).await?;
	context.report.result(&json!({ "lease": args.lease, "block": receipt.block }), || {
		format!("the proposal for lease {} is off; it goes on as it was", args.lease)
	});
	Ok(ExitCode::SUCCESS)
}
