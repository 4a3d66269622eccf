//! Sealed bids: what nobody may see yet lies in a file until it is revealed.

use super::one;
use crate::context::Context;
use leasehold_client::{
	account::{from_hex, to_hex, AccountId},
	canonical::blake2_256,
	chain::{Call, Failure, Kind},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf, process::ExitCode};

/// What a sealed bid is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
	/// The chain's genesis hash, in hexadecimal.
	pub genesis: String,
	/// Who bids.
	pub provider: AccountId,
	/// On which order.
	pub order: u64,
	/// Base units per hour.
	pub price: String,
	/// Blocks.
	pub notice: u32,
	/// Blocks.
	pub grace: u32,
	/// 32 bytes that nobody can guess, in hexadecimal.
	pub salt: String,
}

impl Sealed {
	/// What the chain is told of it at first.
	pub fn commitment(&self) -> Result<String, String> {
		let odd = || "the sealed bid is damaged".to_string();
		let price: u128 = self.price.parse().map_err(|_| odd())?;
		let salt: [u8; 32] = from_hex(&self.salt).ok_or_else(odd)?;
		let mut bytes = price.to_le_bytes().to_vec();
		bytes.extend(self.notice.to_le_bytes());
		bytes.extend(self.grace.to_le_bytes());
		bytes.extend(salt);
		bytes.extend(self.provider.0);
		bytes.extend(self.order.to_le_bytes());
		Ok(format!("0x{}", to_hex(&blake2_256(&bytes))))
	}

	/// Keep it, readable for its owner only. Another one is never overwritten.
	pub fn write(&self, path: &PathBuf) -> Result<(), Failure> {
		let failed = |why: std::io::Error| {
			Failure::from(format!("the sealed bid cannot be kept as {}: {why}", path.display()))
		};
		let mut file = fs::OpenOptions::new()
			.write(true)
			.create_new(true)
			.mode(0o600)
			.open(path)
			.map_err(failed)?;
		file.write_all(format!("{:#}\n", json!(self)).as_bytes()).map_err(failed)?;
		file.sync_all().map_err(failed)
	}
}

/// What was sealed.
#[derive(clap::Args)]
pub struct RevealArgs {
	/// The file that 'lease provider bid --sealed' has written.
	file: PathBuf,
}

/// Say what a sealed bid is. Costs no fee.
pub async fn reveal(args: &RevealArgs, context: &Context) -> Result<ExitCode, Failure> {
	let place = args.file.display();
	let text = fs::read_to_string(&args.file)
		.map_err(|why| format!("the sealed bid {place} cannot be read: {why}"))?;
	let sealed: Sealed = serde_json::from_str(&text).map_err(|why| {
		format!("{place} is no sealed bid as 'lease provider bid --sealed' writes it: {why}")
	})?;
	let account = context.account()?;
	if account.id() != sealed.provider {
		return Err(Failure::new(
			Kind::Refused,
			format!("{place} is {}'s bid, not {}'s", sealed.provider, account.id()),
		));
	}
	let chain = context.chain().await?;
	if to_hex(&chain.genesis()) != sealed.genesis {
		return Err(Failure::new(Kind::Node, format!("{place} was made for another chain")));
	}
	let call = Call::new(
		"Market",
		"reveal_bid",
		json!({
			"order": sealed.order,
			"price": sealed.price,
			"notice": sealed.notice,
			"grace": sealed.grace,
			"salt": format!("0x{}", sealed.salt),
		}),
		"revealing the bid",
	);
	one(context, call, &[], |receipt| {
		(
			json!({ "order": sealed.order, "price": sealed.price }),
			format!("your bid on order {} is revealed in block {}", sealed.order, receipt.block),
		)
	})
	.await
	.map_err(|why| {
		why.leaving([format!(
			"your sealed bid on order {} as it was: what is not revealed in time loses its collateral",
			sealed.order
		)])
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn commitment_should_bind_everything() {
		let sealed = Sealed {
			genesis: "00".repeat(32),
			provider: AccountId([1; 32]),
			order: 3,
			price: "9000".into(),
			notice: 10,
			grace: 20,
			salt: "07".repeat(32),
		};
		// As the chain's own `commitment` encodes it: u128, u32, u32, 32 bytes, 32 bytes, u64.
		use codec::Encode;
		let terms = (9_000u128, 10u32, 20u32, [7u8; 32], [1u8; 32], 3u64).encode();
		assert_eq!(sealed.commitment(), Ok(format!("0x{}", to_hex(&blake2_256(&terms)))));
		let others = [
			Sealed { order: 4, ..sealed.clone() },
			Sealed { price: "9001".into(), ..sealed.clone() },
			Sealed { notice: 11, ..sealed.clone() },
			Sealed { grace: 21, ..sealed.clone() },
			Sealed { salt: "08".repeat(32), ..sealed.clone() },
			Sealed { provider: AccountId([2; 32]), ..sealed.clone() },
		];
		for other in others {
			assert_ne!(other.commitment(), sealed.commitment(), "{other:?}");
		}
		assert!(Sealed { salt: "07".into(), ..sealed }.commitment().is_err());
	}

	#[test]
	fn write_should_never_overwrite() {
		use std::os::unix::fs::PermissionsExt;
		let path = std::env::temp_dir().join(format!("lease-sealed-{}", std::process::id()));
		let sealed = Sealed {
			genesis: "00".repeat(32),
			provider: AccountId([1; 32]),
			order: 3,
			price: "9000".into(),
			notice: 10,
			grace: 20,
			salt: "07".repeat(32),
		};
		sealed.write(&path).unwrap();
		let mode = fs::metadata(&path).unwrap().permissions().mode();
		let read: Sealed = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
		let again = sealed.write(&path);
		fs::remove_file(&path).unwrap();
		assert_eq!((read, mode & 0o777), (sealed, 0o600));
		assert!(again.unwrap_err().message.contains("cannot be kept"));
	}
}
