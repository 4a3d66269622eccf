//! Amounts as people write them, to the last base unit.

use crate::model::Asset;
use serde::Serialize;

/// What amounts are in.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Currency {
	/// Which asset.
	pub asset: Asset,
	/// How it is written, such as `LHD`.
	pub symbol: String,
	/// How many decimals one unit has.
	pub decimals: u8,
}

/// The longest amount that is read, in digits: what 128 bits hold.
const MAX_DIGITS: usize = 39;

impl Currency {
	/// The native token.
	pub fn native() -> Self {
		Self { asset: Asset::Native, symbol: "LHD".into(), decimals: 12 }
	}

	/// Read an amount, such as `2.5`, `2.5 tUSD` or `2500000u` (base units). More decimals than
	/// the currency has are refused, not rounded.
	pub fn parse(&self, text: &str) -> Result<u128, String> {
		let text = text.trim();
		let bare = match strip_suffix(text, &self.symbol) {
			Some(bare) => bare.trim_end(),
			None => text,
		};
		let refuse = || {
			format!(
				"'{text}' is not an amount of {symbol} such as 2.5 or '2.5 {symbol}', or 25u in base units",
				symbol = self.symbol
			)
		};
		let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		if let Some(units) = bare.strip_suffix('u') {
			if units.is_empty() || !digits(units) {
				return Err(refuse());
			}
			return units.parse().map_err(|_| self.too_much(text));
		}
		let (whole, part) = match bare.split_once('.') {
			Some((_, "")) => return Err(refuse()),
			Some(parts) => parts,
			None => (bare, ""),
		};
		if whole.is_empty() || !digits(whole) || !digits(part) {
			return Err(refuse());
		}
		let part = part.trim_end_matches('0');
		if part.len() > usize::from(self.decimals) {
			return Err(format!(
				"'{text}' has {} decimals; {} has {}",
				part.len(),
				self.symbol,
				self.decimals
			));
		}
		let width = usize::from(self.decimals);
		let text_of_units = format!("{whole}{part:0<width$}");
		let significant = text_of_units.trim_start_matches('0');
		if significant.len() > MAX_DIGITS {
			return Err(self.too_much(text));
		}
		match significant {
			"" => Ok(0),
			significant => significant.parse().map_err(|_| self.too_much(text)),
		}
	}

	fn too_much(&self, text: &str) -> String {
		format!("'{text}' is more {} than there can be", self.symbol)
	}

	/// The same for people, with every digit that counts.
	pub fn show(&self, units: u128) -> String {
		format!("{} {}", self.number(units), self.symbol)
	}

	/// The same without the symbol.
	pub fn number(&self, units: u128) -> String {
		let width = usize::from(self.decimals);
		let digits = format!("{units:0>width$}", width = width + 1);
		let (whole, part) = digits.split_at(digits.len() - width);
		match part.trim_end_matches('0') {
			"" => whole.to_string(),
			part => format!("{whole}.{part}"),
		}
	}
}

/// `text` without `suffix`, in whatever case it is written.
fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
	let at = text.len().checked_sub(suffix.len())?;
	let (bare, end) = (text.get(..at)?, text.get(at..)?);
	(!suffix.is_empty() && end.eq_ignore_ascii_case(suffix)).then_some(bare)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn usd() -> Currency {
		Currency { asset: Asset::WithId(1), symbol: "tUSD".into(), decimals: 6 }
	}

	#[test]
	fn parse_should_be_exact() {
		for (text, units) in [
			("0", 0),
			("1", 1_000_000),
			("2.5", 2_500_000),
			("2.50000000", 2_500_000),
			("0.000001", 1),
			(" 3 tUSD ", 3_000_000),
			("3tusd", 3_000_000),
			("25u", 25),
			("007", 7_000_000),
		] {
			assert_eq!(usd().parse(text), Ok(units), "{text}");
		}
		assert_eq!(Currency::native().parse("1.5 LHD"), Ok(1_500_000_000_000));
		assert_eq!(
			Currency::native().parse("340282366920938463463374607431768211455u"),
			Ok(u128::MAX)
		);
	}

	#[test]
	fn parse_should_refuse_when_a_digit_would_be_lost() {
		let why = usd().parse("1.0000001").unwrap_err();
		assert_eq!(why, "'1.0000001' has 7 decimals; tUSD has 6");
		assert!(Currency::native().parse("0.0000000000001").is_err());
		for text in
			["340282366920938463463374607431769", "9999999999999999999999999999999999999999999"]
		{
			assert!(
				usd().parse(text).unwrap_err().contains("more tUSD than there can be"),
				"{text}"
			);
		}
	}

	#[test]
	fn parse_should_refuse_when_it_is_no_amount_of_the_currency() {
		for text in [
			"", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1 LHD", "u", "1.5u", "tUSD", "١",
			"1_000",
		] {
			assert!(usd().parse(text).is_err(), "{text}");
		}
	}

	#[test]
	fn show_should_lose_no_digit() {
		assert_eq!(usd().show(0), "0 tUSD");
		assert_eq!(usd().show(1), "0.000001 tUSD");
		assert_eq!(usd().show(2_500_000), "2.5 tUSD");
		assert_eq!(
			Currency::native().show(u128::MAX),
			"340282366920938463463374607.431768211455 LHD"
		);
		let whole = Currency { asset: Asset::WithId(9), symbol: "X".into(), decimals: 0 };
		assert_eq!((whole.show(12), whole.parse("12")), ("12 X".into(), Ok(12)));
		assert!(whole.parse("1.5").is_err());
	}

	proptest! {
		#[test]
		fn parse_should_undo_show(units: u128, decimals in 0u8..=30) {
			let one = Currency { asset: Asset::Native, symbol: "LHD".into(), decimals };
			prop_assert_eq!(one.parse(&one.show(units)), Ok(units));
		}
	}
}
