//! What sealed bids say, kept on disk from before their commitment is sent until their order is
//! off the market: without it a bid could not be revealed, and its collateral would be lost.

use leasehold_client::{
	account::{from_hex, to_hex, AccountId},
	canonical::blake2_256,
};
use serde::{Deserialize, Serialize};
use std::{
	fs::{self, DirBuilder, File, OpenOptions},
	io::{self, Read, Write},
	os::unix::fs::{DirBuilderExt, OpenOptionsExt},
	path::{Path, PathBuf},
};

/// What one sealed bid says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Secret {
	/// Base units per hour.
	#[serde(with = "text")]
	pub price: u128,
	/// Blocks of notice.
	pub notice: u32,
	/// Blocks of grace.
	pub grace: u32,
	/// 32 bytes that nobody can guess, in hexadecimal.
	salt: String,
}

mod text {
	use serde::{de::Error, Deserialize, Deserializer, Serializer};

	pub fn serialize<S: Serializer>(number: &u128, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(number)
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(Error::custom)
	}
}

impl Secret {
	/// A bid that nobody has made yet.
	pub fn new(price: u128, notice: u32, grace: u32) -> io::Result<Self> {
		let mut salt = [0; 32];
		File::open("/dev/urandom")?.read_exact(&mut salt)?;
		Ok(Self { price, notice, grace, salt: to_hex(&salt) })
	}

	/// The salt; `None` if the file was changed by hand.
	pub fn salt(&self) -> Option<[u8; 32]> {
		from_hex(&self.salt)
	}

	/// What the chain is told of it at first: blake2-256 of price, notice, grace, salt, bidder and
	/// order in SCALE.
	pub fn commitment(&self, bidder: AccountId, order: u64) -> Option<[u8; 32]> {
		let mut bytes = self.price.to_le_bytes().to_vec();
		bytes.extend(self.notice.to_le_bytes());
		bytes.extend(self.grace.to_le_bytes());
		bytes.extend(self.salt()?);
		bytes.extend(bidder.0);
		bytes.extend(order.to_le_bytes());
		Some(blake2_256(&bytes))
	}
}

/// A directory of them, a file for each order.
pub struct Secrets(PathBuf);

impl Secrets {
	/// Open the directory, making it if need be.
	pub fn open(directory: &Path) -> io::Result<Self> {
		let bids = directory.join("bids");
		DirBuilder::new().recursive(true).mode(0o700).create(&bids)?;
		Ok(Self(bids))
	}

	fn path(&self, order: u64) -> PathBuf {
		self.0.join(format!("{order}.json"))
	}

	/// What was kept for an order, oldest first.
	pub fn of(&self, order: u64) -> io::Result<Vec<Secret>> {
		match fs::read(self.path(order)) {
			Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
			Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
			Err(why) => Err(why),
		}
	}

	/// Keep one more. When this returns it is on the disk, whatever happens next.
	pub fn keep(&self, order: u64, secret: &Secret) -> io::Result<()> {
		let mut all = self.of(order)?;
		all.push(secret.clone());
		let beside = self.0.join(format!("{order}.new"));
		let mut options = OpenOptions::new();
		let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
		file.write_all(&serde_json::to_vec(&all)?)?;
		file.sync_all()?;
		fs::rename(beside, self.path(order))?;
		// The name too.
		File::open(&self.0)?.sync_all()
	}

	/// The orders for which something is kept.
	pub fn orders(&self) -> io::Result<Vec<u64>> {
		let mut orders = Vec::new();
		for entry in fs::read_dir(&self.0)? {
			let name = entry?.file_name();
			let number =
				name.to_str().and_then(|name| name.strip_suffix(".json")?.parse::<u64>().ok());
			orders.extend(number);
		}
		Ok(orders)
	}

	/// Forget what was kept for an order.
	pub fn forget(&self, order: u64) -> io::Result<()> {
		match fs::remove_file(self.path(order)) {
			Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
			other => other,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn secret_should_be_there_after_a_restart() {
		let directory = std::env::temp_dir().join(format!("leasehold-bids-{}", std::process::id()));
		let secrets = Secrets::open(&directory).unwrap();
		assert_eq!(secrets.of(7).unwrap(), []);
		let (one, two) = (Secret::new(u128::MAX, 5, 6), Secret::new(8, 9, 10));
		let (one, two) = (one.unwrap(), two.unwrap());
		secrets.keep(7, &one).unwrap();
		secrets.keep(7, &two).unwrap();
		// What a killed agent had begun to write is not taken for a bid.
		fs::write(directory.join("bids/9.new"), "[{").unwrap();
		let again = Secrets::open(&directory).unwrap();
		assert_eq!(again.of(7).unwrap(), [one.clone(), two.clone()]);
		assert_eq!(again.orders().unwrap(), [7]);
		let me = AccountId([1; 32]);
		assert_ne!(one.commitment(me, 7), two.commitment(me, 7));
		assert_ne!(one.commitment(me, 7), one.commitment(me, 8));
		again.forget(7).unwrap();
		again.forget(7).unwrap();
		assert!(again.orders().unwrap().is_empty());
		fs::remove_dir_all(directory).unwrap();
	}

	#[test]
	fn commitment_should_be_the_chains() {
		let secret = Secret { price: 1_000, notice: 20, grace: 30, salt: to_hex(&[7; 32]) };
		let mut bytes = vec![0xe8, 3];
		bytes.extend([0; 14]);
		bytes.extend([20, 0, 0, 0, 30, 0, 0, 0]);
		bytes.extend([7; 32]);
		bytes.extend([1; 32]);
		bytes.extend([5, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(secret.commitment(AccountId([1; 32]), 5), Some(blake2_256(&bytes)));
		assert_eq!(
			Secret { salt: "nonsense".into(), ..secret }.commitment(AccountId([1; 32]), 5),
			None
		);
	}
}
