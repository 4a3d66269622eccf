//! `lease validate`: what order a deploy file makes, with no chain at hand.

use crate::output::{money, read_file};
use leasehold_client::{
	account::AccountId,
	deploy::{self, Options, Rate},
	diagnostic::Level,
	model::{Application, Asset, Group},
	order::Order,
	units,
};
use serde_json::json;
use std::process::ExitCode;

/// What the file does not say.
#[derive(clap::Args)]
pub struct Args {
	/// The deploy file; - for standard input.
	file: String,
	/// Time between the blocks that the file's prices per block were made for.
	#[arg(long, value_name = "TIME", default_value = "6.5s", value_parser = units::milliseconds)]
	block_time: u64,
	/// How long the deposit is to last, unless the file states a duration.
	#[arg(long, value_name = "TIME", default_value = "24h", value_parser = units::milliseconds)]
	deposit_for: u64,
	/// What one unit of a denomination is here: uakt=native:1000000, or usdc=1:1 for asset 1.
	#[arg(long = "rate", value_name = "DENOM=ASSET:UNITS", value_parser = rate)]
	rates: Vec<(String, Rate)>,
	/// Which account here stands for one of another chain: akash1…=5Grw…, or =none to leave it out.
	#[arg(long = "account", value_name = "NAME=ADDRESS", value_parser = account)]
	accounts: Vec<(String, Option<AccountId>)>,
}

impl Args {
	/// The same for the reader.
	fn options(&self) -> Options {
		let mut options = Options {
			block_ms: self.block_time,
			deposit_ms: self.deposit_for,
			..Options::default()
		};
		options.rates.extend(self.rates.iter().cloned());
		options.accounts.extend(self.accounts.iter().cloned());
		options
	}
}

fn rate(text: &str) -> Result<(String, Rate), String> {
	let refuse = || format!("'{text}' is not written like uakt=native:1000000 or usdc=1:1");
	let (denom, worth) = text.rsplit_once('=').ok_or_else(refuse)?;
	let (asset, units) = worth.split_once(':').ok_or_else(refuse)?;
	let asset = match asset {
		"native" | "LHD" => Asset::Native,
		number => Asset::WithId(number.parse().map_err(|_| refuse())?),
	};
	match units.parse() {
		Ok(base_units) if base_units > 0 && !denom.is_empty() => {
			Ok((denom.into(), Rate { asset, base_units, stated: true }))
		},
		_ => Err(refuse()),
	}
}

fn account(text: &str) -> Result<(String, Option<AccountId>), String> {
	match text.rsplit_once('=') {
		Some((name, "none")) if !name.is_empty() => Ok((name.into(), None)),
		Some((name, address)) if !name.is_empty() => Ok((name.into(), Some(address.parse()?))),
		_ => Err(format!("'{text}' is not written like akash1…=5Grw… or akash1…=none")),
	}
}

/// Read the file and print what it makes. Fails with code 1 if the file has errors.
pub fn run(args: &Args, as_json: bool) -> Result<ExitCode, String> {
	let outcome = deploy::read(&read_file(&args.file)?, &args.options());
	let code = ExitCode::from(u8::from(outcome.application.is_none()));
	if as_json {
		let groups = outcome.application.as_ref().map(|application| {
			let order = Order::from(application);
			let groups = application.groups.iter().zip(order.groups);
			json!({
				"format": application.format,
				"name": application.name,
				"asset": order.asset,
				"groups": groups
					.map(|(group, order)| json!({ "name": group.name, "members": group.members, "order": order }))
					.collect::<Vec<_>>(),
			})
		});
		println!(
			"{:#}",
			json!({
				"valid": outcome.application.is_some(),
				"diagnostics": outcome.diagnostics,
				"deployment": groups,
			})
		);
		return Ok(code);
	}
	for found in &outcome.diagnostics {
		eprintln!("{}: {found}", args.file);
	}
	match &outcome.application {
		Some(application) => describe(application),
		None => {
			let count =
				outcome.diagnostics.iter().filter(|found| found.level == Level::Error).count();
			let errors = if count == 1 { "1 error".into() } else { format!("{count} errors") };
			eprintln!("{}: {errors}; nothing can be ordered from it like this", args.file);
		},
	}
	Ok(code)
}

fn describe(application: &Application) {
	for group in &application.groups {
		println!("group {}: {}", group.name, contents(group));
		let needs = &group.resources;
		let mut each = format!(
			"{} millicores, {} MiB of memory, {} MiB of disk",
			needs.cpu_millicores,
			needs.all_memory_mib().unwrap_or(u64::MAX),
			needs.disk_mib().unwrap_or(u64::MAX)
		);
		for gpu in &needs.gpus {
			each += &format!(", {} × {}", gpu.units, gpu.model.as_deref().unwrap_or(&gpu.vendor));
		}
		println!("  each replica: {each}");
		println!(
			"  at most {} an hour, deposit {}",
			money(group.max_price, application.asset),
			money(group.deposit, application.asset)
		);
	}
}

fn contents(group: &Group) -> String {
	let members = group.members.iter().map(|member| match member.instances {
		1 => member.service.clone(),
		many => format!("{many} × {}", member.service),
	});
	let members = members.collect::<Vec<_>>().join(" + ");
	match group.replicas {
		1 => members,
		replicas => format!("{replicas} replicas of {members}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn rate_should_name_asset_and_units() {
		let (denom, worth) = rate("ibc/12=34=native:7").unwrap();
		assert_eq!(
			(denom.as_str(), worth.asset, worth.base_units),
			("ibc/12=34", Asset::Native, 7)
		);
		assert_eq!(rate("usdc=1:10").unwrap().1.asset, Asset::WithId(1));
		for text in ["", "usdc", "usdc=1", "usdc=x:1", "usdc=1:0", "=1:1", "usdc=1:-1"] {
			assert!(rate(text).is_err(), "{text}");
		}
	}

	#[test]
	fn account_should_be_ours_or_none() {
		assert_eq!(account("akash1x=none"), Ok(("akash1x".into(), None)));
		assert!(account("akash1x=5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
			.unwrap()
			.1
			.is_some());
		for text in ["", "akash1x", "=none", "akash1x=akash1y"] {
			assert!(account(text).is_err(), "{text}");
		}
	}
}
