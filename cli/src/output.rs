//! How results and failures are printed.

use leasehold_client::model::Asset;
use serde_json::json;
use std::{fs, io::Read};

/// Say why a command came to nothing, on standard error; as JSON on standard output if asked to.
pub fn failure(message: &str, as_json: bool) {
	if as_json {
		println!("{}", json!({ "error": message }));
	} else {
		eprintln!("error: {message}");
	}
}

/// A file's text, or what comes on standard input for `-`.
pub fn read_file(path: &str) -> Result<String, String> {
	if path == "-" {
		let mut text = String::new();
		let read = std::io::stdin().read_to_string(&mut text);
		return read.map(|_| text).map_err(|why| format!("standard input cannot be read: {why}"));
	}
	fs::read_to_string(path).map_err(|why| format!("the file '{path}' cannot be read: {why}"))
}

/// An amount of base units as people write it.
pub fn money(amount: u128, asset: Asset) -> String {
	match asset {
		Asset::WithId(id) => format!("{amount} base units of asset {id}"),
		Asset::Native => {
			let (whole, part) = (amount / LHD, amount % LHD);
			let part = format!("{part:012}");
			match part.trim_end_matches('0') {
				"" => format!("{whole} LHD"),
				part => format!("{whole}.{part} LHD"),
			}
		},
	}
}

/// Base units of one LHD.
const LHD: u128 = 1_000_000_000_000;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn money_should_lose_no_digit() {
		assert_eq!(money(0, Asset::Native), "0 LHD");
		assert_eq!(money(1, Asset::Native), "0.000000000001 LHD");
		assert_eq!(money(1_500_000_000_000, Asset::Native), "1.5 LHD");
		assert_eq!(money(20 * LHD, Asset::Native), "20 LHD");
		assert_eq!(money(7, Asset::WithId(1)), "7 base units of asset 1");
	}
}
