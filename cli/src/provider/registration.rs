//! A provider's account on chain: registering, what it says of itself, its keys.

use super::one;
use crate::{
	agent::{fingerprint, Endpoint, CERTIFICATE},
	context::Context,
	output::amount,
};
use clap::Subcommand;
use leasehold_client::{
	account::{to_hex, AccountId},
	canonical::blake2_256,
	chain::{records, Account, Call, Currency, Failure, Kind, Scheme},
};
use serde_json::{json, Map, Value as Json};
use std::{process::ExitCode, str::FromStr};

/// A name and a value.
fn attribute(text: &str) -> Result<(String, String), String> {
	match text.split_once('=') {
		Some((key, value)) if !key.is_empty() => Ok((key.into(), value.into())),
		_ => Err(format!("'{text}' is not written like region=eu/de/fsn")),
	}
}

fn endpoint(text: &str) -> Result<String, String> {
	text.parse::<Endpoint>().map(|_| text.trim_end_matches('/').to_string())
}

/// What a provider says of itself.
#[derive(clap::Args)]
pub struct RegisterArgs {
	/// Where your agent is reached: https://host[:port].
	#[arg(long, value_name = "URL", value_parser = endpoint)]
	endpoint: String,
	/// What you declare, such as region=eu/de/fsn. May be said several times.
	#[arg(long = "attribute", value_name = "KEY=VALUE", value_parser = attribute)]
	attributes: Vec<(String, String)>,
	/// The blake2_256 of your agent's own certificate, as its log says it: tenants then take no
	/// other.
	#[arg(long, value_name = "HASH", value_parser = fingerprint)]
	certificate: Option<[u8; 32]>,
}

fn listed(attributes: &[(String, String)], certificate: Option<&[u8; 32]>) -> Json {
	let mut list: Map<String, Json> =
		attributes.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
	if let Some(hash) = certificate {
		list.insert(CERTIFICATE.into(), json!(to_hex(hash)));
	}
	list.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect()
}

/// Register.
pub async fn register(args: &RegisterArgs, context: &Context) -> Result<ExitCode, Failure> {
	let call = Call::new(
		"Providers",
		"register",
		json!({
			"endpoint": args.endpoint,
			"attributes": listed(&args.attributes, args.certificate.as_ref()),
		}),
		"the registration",
	);
	one(context, call, &[], |receipt| {
		let bond = receipt.event("Providers", "Registered").and_then(|event| event.number("bond"));
		let lhd = Currency::native();
		(
			json!({ "bond": bond.map(|bond| amount(bond, &lhd)) }),
			format!(
				"registered in block {}; {} are on hold as bond. Next: lease provider node add",
				receipt.block,
				bond.map_or("?".into(), |bond| lhd.show(bond))
			),
		)
	})
	.await
}

/// What changes.
#[derive(clap::Args)]
pub struct SetArgs {
	/// Where your agent is reached from now on.
	#[arg(long, value_name = "URL", value_parser = endpoint)]
	endpoint: Option<String>,
	/// What you declare from now on. Others that you declared stay.
	#[arg(long = "attribute", value_name = "KEY=VALUE", value_parser = attribute)]
	attributes: Vec<(String, String)>,
	/// What you no longer declare.
	#[arg(long = "without", value_name = "KEY")]
	without: Vec<String>,
	/// The blake2_256 of your agent's certificate from now on.
	#[arg(long, value_name = "HASH", value_parser = fingerprint)]
	certificate: Option<[u8; 32]>,
}

/// Change endpoint or attributes.
pub async fn set(args: &SetArgs, context: &Context) -> Result<ExitCode, Failure> {
	let changes_attributes =
		!args.attributes.is_empty() || !args.without.is_empty() || args.certificate.is_some();
	if args.endpoint.is_none() && !changes_attributes {
		return Err("say what changes: --endpoint, --attribute, --without or --certificate"
			.to_string()
			.into());
	}
	let attributes = if changes_attributes {
		let chain = context.chain().await?;
		let record = mine(&chain.best().await?, &context.account()?).await?;
		let mut all: Vec<(String, String)> = record
			.attributes
			.iter()
			.map(|one| {
				let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
				(text(&one.key), text(&one.value))
			})
			.filter(|(key, _)| !args.without.contains(key))
			.collect();
		all.extend(args.attributes.iter().cloned());
		listed(&all, args.certificate.as_ref())
	} else {
		Json::Null
	};
	let call = Call::new(
		"Providers",
		"update",
		json!({ "endpoint": args.endpoint, "attributes": attributes }),
		"the change",
	);
	one(context, call, &[], |receipt| (json!({}), format!("changed in block {}", receipt.block)))
		.await
}

async fn mine(
	state: &leasehold_client::chain::State,
	account: &Account,
) -> Result<records::Provider, Failure> {
	let found = state.get::<records::Provider>(&[json!(account.id())]).await?;
	found.ok_or_else(|| {
		Failure::new(
			Kind::Refused,
			format!("{} is no provider: register it with 'lease provider register'", account.id()),
		)
	})
}

/// Whom to show.
#[derive(clap::Args)]
pub struct ShowArgs {
	/// The provider; yourself unless said.
	#[arg(value_parser = AccountId::from_str)]
	provider: Option<AccountId>,
}

/// Show all that the chain has of a provider.
pub async fn show(args: &ShowArgs, context: &Context) -> Result<ExitCode, Failure> {
	let who = match args.provider {
		Some(who) => who,
		None => context.account()?.id(),
	};
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let key = [json!(who)];
	let Some(record) = state.get::<records::Provider>(&key).await? else {
		return Err(Failure::new(Kind::Refused, format!("{who} is no provider")));
	};
	let mut nodes = Vec::new();
	for (keys, _) in
		state.all_values::<leasehold_client::chain::Value>("Providers", "Nodes", &key).await?
	{
		let Some(index) = keys.get(1) else { continue };
		let node = state.json("Providers", "Nodes", &[json!(who), index.clone()]).await?;
		nodes.push(json!({ "index": index, "node": node }));
	}
	let json = json!({
		"provider": who,
		"block": state.number(),
		"record": state.json("Providers", "Providers", &key).await?,
		"nodes": nodes,
		"usage": state.json("Providers", "Usages", &key).await?,
		"clock": state.json("Providers", "Clocks", &key).await?,
		"standing": state.json("Providers", "Standings", &key).await?,
	});
	context.report.result(&json, || {
		let mut lines = vec![
			format!("provider {who}"),
			format!("  endpoint {}", record.endpoint()),
			format!(
				"  bond {}{}",
				Currency::native().show(record.bond),
				if record.draining { ", takes no new bids" } else { "" }
			),
		];
		for one in &record.attributes {
			lines.push(format!(
				"  {} = {}",
				String::from_utf8_lossy(&one.key),
				String::from_utf8_lossy(&one.value)
			));
		}
		lines.extend(nodes.iter().map(super::machines::describe));
		lines.join("\n")
	});
	Ok(ExitCode::SUCCESS)
}

/// Service keys.
#[derive(Subcommand)]
pub enum KeyCommand {
	/// Let a key serve you. Its secret signs the proof that you hold it.
	Add(KeyAddArgs),
	/// Let a key no longer serve you.
	Remove(KeyRemoveArgs),
}

/// Whose secret.
#[derive(clap::Args)]
pub struct KeyAddArgs {
	/// The key's secret (sr25519), such as //Provider1//service: what your node was given with
	/// 'leasehold-node key insert --key-type lsrv'.
	#[arg(value_name = "SECRET", required_unless_present = "file")]
	secret: Option<String>,
	/// A file with the secret.
	#[arg(long, value_name = "FILE", conflicts_with = "secret")]
	file: Option<std::path::PathBuf>,
}

/// Which key.
#[derive(clap::Args)]
pub struct KeyRemoveArgs {
	/// The public key: an address, or 0x and 64 hexadecimal digits.
	#[arg(value_parser = AccountId::from_str)]
	key: AccountId,
}

/// What a service key signs to show that it is held: for this chain and this provider only.
fn possession(service: &Account, genesis: &[u8; 32], provider: &AccountId) -> [u8; 64] {
	let mut text = b"leaseholdprov".to_vec();
	text.extend(genesis);
	text.extend(provider.0);
	service.sign_bytes(&blake2_256(&text))
}

/// Add or remove one.
pub async fn service_key(command: &KeyCommand, context: &Context) -> Result<ExitCode, Failure> {
	let (call, text) = match command {
		KeyCommand::Add(args) => {
			let secret = match (&args.secret, &args.file) {
				(Some(secret), _) => secret.clone(),
				(None, Some(file)) => std::fs::read_to_string(file).map_err(|why| {
					format!("the secret {} cannot be read: {why}", file.display())
				})?,
				(None, None) => return Err("say the key's secret".to_string().into()),
			};
			let service = Account::from_uri(&secret, Scheme::Sr25519)?;
			let chain = context.chain().await?;
			let proof = possession(&service, &chain.genesis(), &context.account()?.id());
			(
				Call::new(
					"Providers",
					"set_service_key",
					json!({
						"key": format!("0x{}", to_hex(&service.id().0)),
						"proof": format!("0x{}", to_hex(&proof)),
					}),
					"setting the service key",
				),
				format!("{} serves you", service.id()),
			)
		},
		KeyCommand::Remove(args) => (
			Call::new(
				"Providers",
				"remove_service_key",
				json!({ "key": format!("0x{}", to_hex(&args.key.0)) }),
				"removing the service key",
			),
			format!("{} no longer serves you", args.key),
		),
	};
	one(context, call, &[], |receipt| (json!({}), format!("{text} since block {}", receipt.block)))
		.await
}

/// Whether to.
#[derive(clap::Args)]
pub struct DrainArgs {
	/// Take bids again.
	#[arg(long)]
	off: bool,
}

/// Take no new bids, or take them again.
pub async fn drain(args: &DrainArgs, context: &Context) -> Result<ExitCode, Failure> {
	let call =
		Call::new("Providers", "set_draining", json!({ "draining": !args.off }), "the change");
	let text = if args.off {
		"you take bids again"
	} else {
		"you take no new bids; bids made and leases go on"
	};
	one(context, call, &[], |_| (json!({ "draining": !args.off }), text.into())).await
}

/// Nothing to say.
#[derive(clap::Args)]
pub struct DeregisterArgs {}

/// Leave.
pub async fn deregister(_: &DeregisterArgs, context: &Context) -> Result<ExitCode, Failure> {
	let call = Call::new("Providers", "deregister", json!({}), "leaving");
	one(context, call, &[], |receipt| {
		let bond =
			receipt.event("Providers", "Deregistered").and_then(|event| event.number("bond"));
		let lhd = Currency::native();
		(
			json!({ "bond": bond.map(|bond| amount(bond, &lhd)) }),
			format!(
				"you are no provider any more; {} of bond are free again",
				bond.map_or("?".into(), |bond| lhd.show(bond))
			),
		)
	})
	.await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn attribute_should_be_split_at_the_first_sign() {
		assert_eq!(attribute("a=b=c"), Ok(("a".into(), "b=c".into())));
		assert_eq!(attribute("a="), Ok(("a".into(), String::new())));
		assert!(attribute("=b").is_err() && attribute("ab").is_err());
	}

	#[test]
	fn listed_should_have_each_key_once_and_the_certificate() {
		let attributes = [("a".to_string(), "1".to_string()), ("a".into(), "2".into())];
		let hash = [0xab; 32];
		assert_eq!(
			listed(&attributes, Some(&hash)),
			json!([{ "key": "a", "value": "2" }, { "key": CERTIFICATE, "value": "ab".repeat(32) }])
		);
	}
}
