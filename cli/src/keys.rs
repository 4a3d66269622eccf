//! Whose account signs.

use clap::ValueEnum;
use leasehold_client::chain::{Account, Failure, Scheme};
use std::{fs, path::PathBuf};

/// Where the account's secret is.
#[derive(clap::Args)]
pub struct KeyArgs {
	/// Your account as polkadot.js exports it (an encrypted JSON file). The password is asked for,
	/// unless --password-file or LEASE_PASSWORD has it. Else what LEASE_KEYSTORE names.
	#[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["suri", "secret_file"])]
	keystore: Option<PathBuf>,
	/// The file with the keystore's password, on its first line.
	#[arg(long, global = true, value_name = "FILE")]
	password_file: Option<PathBuf>,
	/// Your account's secret: a phrase, a seed in hexadecimal after 0x, or a derivation such as
	/// //Alice. Others on this machine may see it: prefer --keystore, --secret-file or LEASE_SURI.
	#[arg(long, global = true, value_name = "SECRET", conflicts_with = "secret_file")]
	suri: Option<String>,
	/// A file with the same.
	#[arg(long, global = true, value_name = "FILE")]
	secret_file: Option<PathBuf>,
	/// What kind of key a secret makes. A keystore's is sr25519.
	#[arg(long, global = true, value_enum, default_value = "sr25519")]
	scheme: Kind,
}

/// [`Scheme`] for the command line.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
	Sr25519,
	Ed25519,
}

impl From<Kind> for Scheme {
	fn from(kind: Kind) -> Self {
		match kind {
			Kind::Sr25519 => Self::Sr25519,
			Kind::Ed25519 => Self::Ed25519,
		}
	}
}

impl KeyArgs {
	/// The account.
	pub fn account(&self) -> Result<Account, Failure> {
		let scheme = Scheme::from(self.scheme);
		if let Some(suri) = &self.suri {
			return Ok(Account::from_uri(suri, scheme)?);
		}
		if let Some(file) = &self.secret_file {
			let secret = fs::read_to_string(file)
				.map_err(|why| format!("the secret {} cannot be read: {why}", file.display()))?;
			return Ok(Account::from_uri(&secret, scheme)?);
		}
		if let Some(file) = &self.keystore {
			return self.unlock(file);
		}
		if let Ok(suri) = std::env::var("LEASE_SURI") {
			return Ok(Account::from_uri(&suri, scheme)?);
		}
		if let Some(file) = std::env::var_os("LEASE_KEYSTORE") {
			return self.unlock(&PathBuf::from(file));
		}
		Err("nobody is named who signs: say --keystore FILE, --secret-file FILE or --suri SECRET"
			.to_string()
			.into())
	}

	fn unlock(&self, file: &PathBuf) -> Result<Account, Failure> {
		let json = fs::read_to_string(file)
			.map_err(|why| format!("the keystore {} cannot be read: {why}", file.display()))?;
		let account = Account::from_keystore(&json, &self.password(file)?)
			.map_err(|why| format!("the keystore {} cannot be opened: {why}", file.display()))?;
		Ok(account)
	}

	fn password(&self, keystore: &std::path::Path) -> Result<String, Failure> {
		if let Some(file) = &self.password_file {
			let text = fs::read_to_string(file)
				.map_err(|why| format!("the password {} cannot be read: {why}", file.display()))?;
			return Ok(text.lines().next().unwrap_or_default().to_string());
		}
		if let Ok(password) = std::env::var("LEASE_PASSWORD") {
			return Ok(password);
		}
		let asked = rpassword::prompt_password(format!("Password of {}: ", keystore.display()));
		Ok(asked.map_err(|why| {
			format!("the password cannot be asked for here ({why}): say --password-file FILE")
		})?)
	}
}
