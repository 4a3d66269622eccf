//! The deploy file and what it does not say, for all commands that read one.

use crate::output::read_file;
use leasehold_client::{
	account::AccountId,
	deploy::{self, Options, Outcome, Rate},
	model::{Application, Asset},
	units,
};

/// What the file does not say.
#[derive(clap::Args)]
pub struct FileArgs {
	/// The deploy file; - for standard input.
	pub file: String,
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

impl FileArgs {
	/// Read the file.
	pub fn read(&self) -> Result<Outcome, String> {
		Ok(deploy::read(&read_file(&self.file)?, &self.options()))
	}

	/// Read the file, which must be right; its warnings go to standard error.
	pub fn application(&self) -> Result<Application, String> {
		let outcome = self.read()?;
		for found in &outcome.diagnostics {
			eprintln!("{}: {found}", self.file);
		}
		outcome
			.application
			.ok_or_else(|| format!("{} has errors; nothing can be made of it like this", self.file))
	}

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
