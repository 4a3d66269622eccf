//! `lease provider`: what a provider does by hand.

mod bidding;
mod machines;
mod registration;
mod sealed;
mod serving;

use crate::{context::Context, orders::left_behind};
use clap::Subcommand;
use leasehold_client::chain::{Call, Failure, Receipt};
use serde_json::{json, Value as Json};
use std::process::ExitCode;

/// What a provider does by hand.
#[derive(Subcommand)]
pub enum Command {
	/// Become a provider: a bond is held.
	Register(registration::RegisterArgs),
	/// Change endpoint or attributes.
	Set(registration::SetArgs),
	/// Show a provider: its record, machines, clock and standing.
	Show(registration::ShowArgs),
	/// Machines.
	#[command(subcommand)]
	Node(machines::Command),
	/// Service keys: with them your node sends heartbeats and settles.
	#[command(subcommand)]
	ServiceKey(registration::KeyCommand),
	/// List the orders that take bids.
	Orders(bidding::OrdersArgs),
	/// Bid on an order. Collateral is held and capacity reserved.
	Bid(bidding::BidArgs),
	/// Reveal a sealed bid.
	Reveal(sealed::RevealArgs),
	/// Take a bid back. If it leads, its collateral is lost.
	Withdraw(bidding::OrderArgs),
	/// List your leases.
	Ls(serving::ListArgs),
	/// Confirm an award: you serve it from now on, and are paid.
	Confirm(serving::LeaseArgs),
	/// Decline an award. Costs you and the tenant the same small amount.
	Decline(serving::CodeArgs),
	/// Pay out what leases have accrued. Anybody may.
	Settle(serving::SettleArgs),
	/// Give notice of the end of a lease.
	Notice(serving::CodeArgs),
	/// End a lease at once because of abuse.
	Abuse(serving::CodeArgs),
	/// Pause a lease whose workload is not well: it is not paid meanwhile.
	Pause(serving::LeaseArgs),
	/// Resume a paused lease.
	Resume(serving::LeaseArgs),
	/// Accept the new terms that a tenant proposes.
	AcceptTerms(serving::AcceptArgs),
	/// Refuse them.
	RefuseTerms(serving::LeaseArgs),
	/// Take no new bids, or take them again.
	Drain(registration::DrainArgs),
	/// Leave; the bond comes back. Refused while leases run or can be disputed.
	Deregister(registration::DeregisterArgs),
	/// Pay out everything that is owed to this account.
	Claim(crate::money::ClaimArgs),
}

/// Do it.
pub async fn run(command: &Command, context: &Context) -> Result<ExitCode, Failure> {
	match command {
		Command::Register(args) => registration::register(args, context).await,
		Command::Set(args) => registration::set(args, context).await,
		Command::Show(args) => registration::show(args, context).await,
		Command::Node(command) => machines::run(command, context).await,
		Command::ServiceKey(command) => registration::service_key(command, context).await,
		Command::Orders(args) => bidding::orders(args, context).await,
		Command::Bid(args) => bidding::bid(args, context).await,
		Command::Reveal(args) => sealed::reveal(args, context).await,
		Command::Withdraw(args) => bidding::withdraw(args, context).await,
		Command::Ls(args) => serving::list(args, context).await,
		Command::Confirm(args) => serving::confirm(args, context).await,
		Command::Decline(args) => serving::decline(args, context).await,
		Command::Settle(args) => serving::settle(args, context).await,
		Command::Notice(args) => serving::notice(args, context).await,
		Command::Abuse(args) => serving::abuse(args, context).await,
		Command::Pause(args) => serving::pause(args, context).await,
		Command::Resume(args) => serving::resume(args, context).await,
		Command::AcceptTerms(args) => serving::accept_terms(args, context).await,
		Command::RefuseTerms(args) => serving::refuse_terms(args, context).await,
		Command::Drain(args) => registration::drain(args, context).await,
		Command::Deregister(args) => registration::deregister(args, context).await,
		Command::Claim(args) => crate::money::claim(args, context).await,
	}
}

/// Send one call and say what came of it. `orders` are what is left behind if it fails.
async fn one(
	context: &Context,
	call: Call,
	orders: &[u64],
	done: impl FnOnce(&Receipt) -> (Json, String),
) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let chain = context.chain().await?;
	let receipt = match context.send(&chain, &account, &call).await {
		Ok(receipt) => receipt,
		Err(why) if orders.is_empty() => return Err(why),
		Err(why) => return Err(why.leaving(left_behind(&chain, orders).await)),
	};
	let (mut json, text) = done(&receipt);
	if let Some(object) = json.as_object_mut() {
		object.insert("block".into(), json!(receipt.block));
		object.insert("fee".into(), json!(receipt.fee.to_string()));
	}
	context.report.result(&json, || text);
	Ok(ExitCode::SUCCESS)
}

/// Replicas on a machine: `0:2`.
fn placed(text: &str) -> Result<(u16, u16), String> {
	let refuse = || format!("'{text}' is not a machine and its replicas, such as 0:2");
	let (node, replicas) = text.split_once(':').ok_or_else(refuse)?;
	Ok((node.parse().map_err(|_| refuse())?, replicas.parse().map_err(|_| refuse())?))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn placed_should_be_a_pair() {
		assert_eq!(placed("3:2"), Ok((3, 2)));
		for text in ["", "3", "3:", ":2", "a:1", "70000:1", "1:2:3"] {
			assert!(placed(text).is_err(), "{text}");
		}
	}
}
