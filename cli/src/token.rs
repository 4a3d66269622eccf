//! `lease token`: a token for one request to a provider's agent.

use crate::context::Context;
use clap::ValueEnum;
use leasehold_client::{
	account::{from_hex, AccountId},
	chain::Failure,
	token::{Claims, Scope},
	units,
};
use serde_json::json;
use std::{
	process::ExitCode,
	str::FromStr,
	time::{SystemTime, UNIX_EPOCH},
};

/// What the token says.
#[derive(clap::Args)]
pub struct Args {
	/// The chain's genesis hash, 64 hexadecimal digits.
	#[arg(long, value_name = "HASH", value_parser = genesis)]
	genesis: [u8; 32],
	/// The provider's account.
	#[arg(long, value_name = "ADDRESS", value_parser = AccountId::from_str)]
	provider: AccountId,
	/// The lease.
	#[arg(long, value_name = "NUMBER")]
	lease: u64,
	/// What it allows.
	#[arg(long = "scope", value_enum, required = true, value_delimiter = ',')]
	scopes: Vec<Allowed>,
	/// How long it lives, ten minutes at most.
	#[arg(long, value_name = "TIME", default_value = "60s", value_parser = units::milliseconds)]
	life: u64,
}

/// [`Scope`] for the command line.
#[derive(Clone, Copy, ValueEnum)]
enum Allowed {
	Manifest,
	Status,
	Logs,
	Shell,
	Metrics,
	Events,
}

impl From<Allowed> for Scope {
	fn from(allowed: Allowed) -> Self {
		match allowed {
			Allowed::Manifest => Self::Manifest,
			Allowed::Status => Self::Status,
			Allowed::Logs => Self::Logs,
			Allowed::Shell => Self::Shell,
			Allowed::Metrics => Self::Metrics,
			Allowed::Events => Self::Events,
		}
	}
}

fn genesis(text: &str) -> Result<[u8; 32], String> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	from_hex(digits).ok_or_else(|| format!("'{text}' is not 64 hexadecimal digits"))
}

/// Sign it and print it.
pub fn run(args: &Args, context: &Context) -> Result<ExitCode, Failure> {
	let account = context.account()?;
	let key = account.token_key();

	let now = SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.map_err(|_| "the clock is before 1970".to_string())?;
	let scopes: Vec<_> = args.scopes.iter().copied().map(Scope::from).collect();
	let claims = Claims::new(
		&args.genesis,
		args.provider,
		args.lease,
		&scopes,
		now.as_secs(),
		args.life / 1_000,
	)
	.ok_or_else(|| "this machine has no randomness".to_string())?;
	let token = key.issue(&claims);
	if context.json() {
		println!(
			"{}",
			json!({ "token": token, "issuer": account.id(), "expires": claims.expires })
		);
	} else {
		println!("{token}");
	}
	Ok(ExitCode::SUCCESS)
}
