//! `lease manifest`: the hash that goes on chain, and what a provider is sent.

use crate::file::FileArgs;
use leasehold_client::{account::to_hex, manifest};
use serde_json::json;
use std::process::ExitCode;

/// What is read, and what is printed of it.
#[derive(clap::Args)]
pub struct Args {
	#[command(flatten)]
	file: FileArgs,
	/// Print what the provider of this group is sent (its place, from 0) instead of the hash.
	#[arg(long)]
	group: Option<usize>,
}

/// Print it.
pub fn run(args: &Args, as_json: bool) -> Result<ExitCode, String> {
	let application = args.file.application()?;
	let (hash, uploads) = manifest::for_chain(&application);
	let hash = format!("0x{}", to_hex(&hash));
	match args.group {
		Some(group) => {
			let upload = uploads.get(group).ok_or_else(|| {
				format!(
					"there is no group {group}: the file makes {}, counted from 0",
					uploads.len()
				)
			})?;
			println!("{}", json!(upload));
		},
		None if as_json => println!("{}", json!({ "hash": hash, "uploads": uploads })),
		None => println!("{hash}"),
	}
	Ok(ExitCode::SUCCESS)
}
