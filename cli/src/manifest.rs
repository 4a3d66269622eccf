//! `lease manifest`: the hash that goes on chain, what a provider is sent, and sending it.

use crate::{
	agent::{fingerprint, Trust},
	context::Context,
	file::FileArgs,
	look::gone,
	terms::send_manifest,
};
use leasehold_client::{
	account::to_hex,
	chain::{records, Failure, Kind},
	manifest,
};
use serde_json::json;
use std::process::ExitCode;

/// What is read, and what is done with it.
#[derive(clap::Args)]
pub struct Args {
	#[command(flatten)]
	file: FileArgs,
	/// Print what the provider of this group is sent (its place, from 0) instead of the hash.
	#[arg(long, conflicts_with = "send")]
	group: Option<usize>,
	/// Send the manifest of this lease's group to its provider's agent.
	#[arg(long, value_name = "LEASE")]
	send: Option<u64>,
	/// The blake2_256 of the only certificate that the agent may show, in hexadecimal.
	#[arg(long, value_name = "HASH", value_parser = fingerprint, requires = "send")]
	certificate: Option<[u8; 32]>,
}

/// Print it, or send it.
pub async fn run(args: &Args, context: &Context) -> Result<ExitCode, Failure> {
	let application = args.file.application()?;
	let (bytes, uploads) = manifest::for_chain(&application);
	let hash = format!("0x{}", to_hex(&bytes));
	let missing = |group| {
		format!("there is no group {group}: the file makes {}, counted from 0", uploads.len())
	};
	if let Some(lease) = args.send {
		let account = context.account()?;
		let chain = context.chain().await?;
		let state = chain.best().await?;
		let found =
			state.get::<records::Lease>(&[json!(lease)]).await?.ok_or_else(|| gone(lease))?;
		if found.terms.manifest != bytes {
			return Err(Failure::new(
				Kind::Refused,
				format!(
					"lease {lease} was made for the manifest 0x{}, and this file makes {hash}: propose it with 'lease update'",
					to_hex(&found.terms.manifest)
				),
			));
		}
		let group = usize::from(found.terms.group);
		let upload = uploads.get(group).ok_or_else(|| missing(group))?;
		let trust = args.certificate.map(Trust::Certificate);
		send_manifest(context, &chain, &account, lease, upload, trust).await?;
		context.report.result(&json!({ "lease": lease, "hash": hash, "sent": true }), || {
			format!("the manifest of lease {lease} is sent")
		});
		return Ok(ExitCode::SUCCESS);
	}
	match args.group {
		Some(group) => {
			let upload = uploads.get(group).ok_or_else(|| missing(group))?;
			println!("{}", json!(upload));
		},
		None if context.json() => println!("{}", json!({ "hash": hash, "uploads": uploads })),
		None => println!("{hash}"),
	}
	Ok(ExitCode::SUCCESS)
}
