//! Quantities as deploy files write them, read exactly: no floating point anywhere.

use std::str::FromStr;

/// A decimal number that is not negative, such as `0.25`: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Decimal {
	mantissa: u128,
	scale: u32,
}

impl FromStr for Decimal {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let refuse = || format!("'{text}' is not a number such as 3 or 0.25");
		let (number, exponent) = match text.split_once(['e', 'E']) {
			Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| refuse())?),
			None => (text, 0),
		};
		let (whole, part) = number.split_once('.').unwrap_or((number, ""));
		let part = part.trim_end_matches('0');
		let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		if whole.is_empty() || !digits(whole) || !digits(part) {
			return Err(refuse());
		}
		let too_long = || format!("'{text}' has too many digits");
		if whole.len() + part.len() > 36 || exponent.unsigned_abs() > 30 {
			return Err(too_long());
		}
		let mut mantissa: u128 = format!("{whole}{part}").parse().map_err(|_| refuse())?;
		// Both are below 40, so the difference is exact.
		let scale = part.len() as i32 - exponent;
		if scale < 0 {
			mantissa = 10u128
				.checked_pow(scale.unsigned_abs())
				.and_then(|power| mantissa.checked_mul(power))
				.ok_or_else(too_long)?;
		}
		Ok(Self { mantissa, scale: scale.max(0).unsigned_abs() })
	}
}

impl Decimal {
	/// Whether it is nothing.
	pub fn is_zero(&self) -> bool {
		self.mantissa == 0
	}

	/// `self × factor / divisor`, rounded down, and whether that was exact; `None` on overflow or
	/// division by zero.
	pub fn times(&self, factor: u128, divisor: u128) -> Option<(u128, bool)> {
		let (mut up, mut down) = (self.mantissa, 10u128.checked_pow(self.scale)?);
		let (mut factor, mut divisor) = (factor, divisor);
		// Cut the fraction down before multiplying, so that only real overflows are overflows.
		for over in [&mut up, &mut factor] {
			for under in [&mut down, &mut divisor] {
				let common = gcd(*over, *under).max(1);
				*over /= common;
				*under /= common;
			}
		}
		let (up, down) = (up.checked_mul(factor)?, down.checked_mul(divisor)?);
		Some((up.checked_div(down)?, up.checked_rem(down)? == 0))
	}
}

/// The greatest common divisor; the other number if one is zero.
pub fn gcd(a: u128, b: u128) -> u128 {
	if b == 0 {
		a
	} else {
		gcd(b, a % b)
	}
}

/// A share of CPU in thousandths of a core: `2`, `0.5` or `250m`. A fraction of a thousandth is
/// rounded up.
pub fn millicores(text: &str) -> Result<u32, String> {
	let (number, factor) = match text.strip_suffix('m') {
		Some(number) => (number, 1),
		None => (text, 1_000),
	};
	let refuse = || format!("'{text}' is not a share of CPU such as 2, 0.5 or 250m");
	let number: Decimal = number.trim().parse().map_err(|_| refuse())?;
	let (value, exact) = number.times(factor, 1).ok_or_else(refuse)?;
	let value =
		u32::try_from(value).map_err(|_| format!("'{text}' is more CPU than any machine has"))?;
	match value.checked_add(u32::from(!exact)).unwrap_or(0) {
		0 => Err(format!("'{text}' is no CPU at all")),
		value => Ok(value),
	}
}

/// The suffixes of sizes, longest first where one ends in another.
const SUFFIXES: [(&str, u128); 13] = [
	("Ki", 1 << 10),
	("Mi", 1 << 20),
	("Gi", 1 << 30),
	("Ti", 1 << 40),
	("Pi", 1 << 50),
	("Ei", 1 << 60),
	("k", 1_000),
	("K", 1_000),
	("M", 1_000_000),
	("G", 1_000_000_000),
	("T", 1_000_000_000_000),
	("P", 1_000_000_000_000_000),
	("E", 1_000_000_000_000_000_000),
];

/// A size in MiB, rounded up to whole ones: `512Mi`, `1.5Gi`, `2G`, or bytes.
pub fn mebibytes(text: &str) -> Result<u64, String> {
	// `512MB` and `1GiB` are common slips that mean the same.
	let short = text.trim().strip_suffix('B').unwrap_or(text.trim());
	let (number, factor) = SUFFIXES
		.iter()
		.find_map(|(suffix, factor)| Some((short.strip_suffix(suffix)?, *factor)))
		.unwrap_or((short, 1));
	let refuse = || format!("'{text}' is not a size such as 512Mi, 1.5Gi or 2G");
	let number: Decimal = number.trim().parse().map_err(|_| refuse())?;
	let (value, exact) = number.times(factor, 1 << 20).ok_or_else(refuse)?;
	let value = u64::try_from(value).map_err(|_| refuse())?;
	match value.checked_add(u64::from(!exact)).unwrap_or(0) {
		0 => Err(format!("'{text}' is no space at all")),
		value => Ok(value),
	}
}

/// The units of lengths of time in seconds, longest first where one begins another.
const TIMES: [(&str, u64); 12] = [
	("months", 2_592_000),
	("month", 2_592_000),
	("mon", 2_592_000),
	("min", 60),
	("ms", 0),
	("sec", 1),
	("s", 1),
	("m", 60),
	("h", 3_600),
	("d", 86_400),
	("w", 604_800),
	("y", 31_536_000),
];

/// A length of time in milliseconds: `6.5s`, `90m`, `24h`, `7d`, `1mon` (30 days), `1y` (365 days).
pub fn milliseconds(text: &str) -> Result<u64, String> {
	let refuse =
		|| format!("'{text}' is not a length of time such as 30s, 90m, 24h, 7d, 1mon or 1y");
	let (number, factor) = TIMES
		.iter()
		.find_map(|(unit, seconds)| Some((text.trim().strip_suffix(unit)?, *seconds)))
		.ok_or_else(refuse)?;
	let number: Decimal = number.trim().parse().map_err(|_| refuse())?;
	let (value, _) = number.times(u128::from((factor * 1_000).max(1)), 1).ok_or_else(refuse)?;
	match u64::try_from(value).map_err(|_| refuse())? {
		0 => Err(refuse()),
		value => Ok(value),
	}
}

/// A port: 1 to 65535.
pub fn port(text: &str) -> Result<u16, String> {
	match text.parse::<u16>() {
		Ok(port) if port > 0 => Ok(port),
		_ => Err(format!("'{text}' is not a port from 1 to 65535")),
	}
}

/// A range of ports, both ends counted: `8443-8445`.
pub fn port_range(text: &str) -> Result<(u16, u16), String> {
	let (first, last) = text.split_once('-').unwrap_or((text, text));
	let (first, last) = (port(first.trim())?, port(last.trim())?);
	if first > last {
		return Err(format!("'{text}' ends before it begins"));
	}
	Ok((first, last))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn millicores_should_be_exact() {
		for (text, expected) in [
			("1", 1_000),
			("0.5", 500),
			("250m", 250),
			("0.0001", 1),
			("1.5", 1_500),
			("8.0", 8_000),
			("1e1", 10_000),
		] {
			assert_eq!(millicores(text), Ok(expected), "{text}");
		}
		for text in ["0", "0m", "-1", "one", "", "1.2.3", "99999999999", "1 core", "1e99"] {
			assert!(millicores(text).is_err(), "{text}");
		}
	}

	#[test]
	fn mebibytes_should_round_up() {
		for (text, expected) in [
			("512Mi", 512),
			("1Gi", 1_024),
			("1.5Gi", 1_536),
			("1G", 954),
			("1GB", 954),
			("1GiB", 1_024),
			("1k", 1),
			("1", 1),
			("1048576", 1),
			("1048577", 2),
			("2Ti", 2 << 20),
			("1Ei", 1 << 40),
			("0.5Ki", 1),
		] {
			assert_eq!(mebibytes(text), Ok(expected), "{text}");
		}
		for text in ["0", "0Gi", "Gi", "-1Gi", "1Xi", "1 Zi", "99999999999999999999999Ei"] {
			assert!(mebibytes(text).is_err(), "{text}");
		}
	}

	#[test]
	fn milliseconds_should_know_every_unit() {
		for (text, expected) in [
			("6.5s", 6_500),
			("6098ms", 6_098),
			("30min", 1_800_000),
			("90m", 5_400_000),
			("24h", 86_400_000),
			("1d", 86_400_000),
			("2w", 1_209_600_000),
			("1mon", 2_592_000_000),
			("1y", 31_536_000_000),
		] {
			assert_eq!(milliseconds(text), Ok(expected), "{text}");
		}
		for text in ["", "5", "0s", "-1s", "h", "1 fortnight"] {
			assert!(milliseconds(text).is_err(), "{text}");
		}
	}

	#[test]
	fn times_should_fail_only_when_the_result_does() {
		let large: Decimal = "100000000000000000000".parse().unwrap();
		assert_eq!(large.times(1 << 100, 1 << 100), Some((100_000_000_000_000_000_000, true)));
		assert_eq!("0.1".parse::<Decimal>().unwrap().times(3_600_000, 6_500), Some((55, false)));
		assert_eq!(large.times(u128::MAX, 1), None);
		assert_eq!("5".parse::<Decimal>().unwrap().times(1, 0), None);
	}

	#[test]
	fn ports_should_stay_within_their_range() {
		assert_eq!(port_range("8443-8445"), Ok((8443, 8445)));
		assert_eq!(port_range("80"), Ok((80, 80)));
		for text in ["0", "65536", "9-8", "a-b", "1-70000", ""] {
			assert!(port_range(text).is_err(), "{text}");
		}
	}
}
