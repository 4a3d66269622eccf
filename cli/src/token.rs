//! `lease token`: a token for one request to a provider's agent.

use clap::ValueEnum;
use leasehold_client::{
	account::{from_hex, AccountId},
	token::{Claims, Key, Scope},
	units,
};
use serde_json::json;
use std::{
	fs,
	path::PathBuf,
	process::ExitCode,
	str::FromStr,
	time::{SystemTime, UNIX_EPOCH},
};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// What the token says.
#[derive(clap::Args)]
pub struct Args {
	/// A file with your account's secret (sr25519): a phrase, a seed or a derivation such as //Alice.
	#[arg(long, value_name = "FILE")]
	secret_file: PathBuf,
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
pub fn run(args: &Args, as_json: bool) -> Result<ExitCode, String> {
	let file = args.secret_file.display();
	let secret = fs::read_to_string(&args.secret_file)
		.map_err(|why| format!("the secret {file} cannot be read: {why}"))?;
	let refuse = || format!("{file} has no secret: a phrase, a seed or a derivation");
	let uri = SecretUri::from_str(secret.trim()).map_err(|_| refuse())?;
	let pair = Keypair::from_uri(&uri).map_err(|_| refuse())?;
	let account = AccountId(pair.public_key().0);
	let key = Key::Elsewhere(account, Box::new(move |message| pair.sign(message).0));

	let now =
		SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| "the clock is before 1970")?;
	let scopes: Vec<_> = args.scopes.iter().copied().map(Scope::from).collect();
	let claims = Claims::new(
		&args.genesis,
		args.provider,
		args.lease,
		&scopes,
		now.as_secs(),
		args.life / 1_000,
	)
	.ok_or("this machine has no randomness")?;
	let token = key.issue(&claims);
	if as_json {
		println!("{}", json!({ "token": token, "issuer": account, "expires": claims.expires }));
	} else {
		println!("{token}");
	}
	Ok(ExitCode::SUCCESS)
}
