//! Accounts of the chain: 32 bytes, written as SS58 addresses.

use blake2::{Blake2b512, Digest};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// The prefix that addresses are written with here; any is read.
const PREFIX: u8 = 42;

/// The public key of an account, whether sr25519 or ed25519.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd, codec::Encode, codec::Decode)]
pub struct AccountId(pub [u8; 32]);

/// The checksum of an SS58 address is the beginning of this hash.
fn checksum(bytes: &[u8]) -> [u8; 64] {
	Blake2b512::new().chain_update(b"SS58PRE").chain_update(bytes).finalize().into()
}

impl FromStr for AccountId {
	type Err = String;

	/// Read an SS58 address of any prefix, or `0x` and 64 hexadecimal digits.
	fn from_str(text: &str) -> Result<Self, String> {
		let refuse = || format!("'{text}' is not an account of this chain (an SS58 address)");
		if let Some(digits) = text.strip_prefix("0x") {
			return from_hex(digits).map(Self).ok_or_else(refuse);
		}
		let bytes = bs58::decode(text).into_vec().map_err(|_| refuse())?;
		let prefix = match bytes.first() {
			Some(0..=63) => 1,
			Some(64..=127) => 2,
			_ => return Err(refuse()),
		};
		if bytes.len() != prefix + 34 {
			return Err(refuse());
		}
		let (body, check) = bytes.split_at(prefix + 32);
		if checksum(body)[..2] != *check {
			return Err(format!("'{text}' has a typing error: its checksum is wrong"));
		}
		<[u8; 32]>::try_from(&body[prefix..]).map(Self).map_err(|_| refuse())
	}
}

impl fmt::Display for AccountId {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		let mut bytes = vec![PREFIX];
		bytes.extend(self.0);
		let check = checksum(&bytes);
		bytes.extend(&check[..2]);
		f.write_str(&bs58::encode(bytes).into_string())
	}
}

impl fmt::Debug for AccountId {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

impl Serialize for AccountId {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for AccountId {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

/// Hexadecimal digits of exactly `N` bytes.
pub fn from_hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
	if digits.len() != 2 * N || !digits.is_ascii() {
		return None;
	}
	let mut bytes = [0; N];
	for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
		if !pair.iter().all(u8::is_ascii_hexdigit) {
			return None;
		}
		*byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
	}
	Some(bytes)
}

/// Bytes as hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The well-known development account.
	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	const ALICE_HEX: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

	#[test]
	fn account_should_be_the_same_in_every_spelling() {
		let alice: AccountId = ALICE.parse().unwrap();
		assert_eq!(ALICE_HEX.parse(), Ok(alice));
		assert_eq!(alice.to_string(), ALICE);
		// Alice again, under Polkadot's prefix 0 and a prefix of two bytes.
		assert_eq!("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5".parse(), Ok(alice));
	}

	#[test]
	fn account_should_be_refused_when_it_is_not_one() {
		assert!(ALICE.replace("Fz9", "Fz8").parse::<AccountId>().unwrap_err().contains("checksum"));
		for text in ["", "akash1365yvmc4s7awdyj3n2sav7xfx76adc6dnmlx63", "0x12", "0x", "5Grw"] {
			assert!(text.parse::<AccountId>().is_err(), "{text}");
		}
	}
}
