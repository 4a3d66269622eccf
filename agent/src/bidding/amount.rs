//! Amounts as people write them, and as the chain counts them: whole base units.

/// A decimal number of units of an asset with so many decimals, in base units; `None` unless it is
/// plain digits with at most so many after the point.
pub fn base_units(text: &str, decimals: u32) -> Option<u128> {
	let (whole, part) = text.split_once('.').unwrap_or((text, ""));
	let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || !is_digits(whole) || !is_digits(part) || text.ends_with('.') {
		return None;
	}
	let missing = decimals.checked_sub(u32::try_from(part.len()).ok()?)?;
	let part = if part.is_empty() { 0 } else { part.parse::<u128>().ok()? };
	let part = part.checked_mul(10u128.checked_pow(missing)?)?;
	whole.parse::<u128>().ok()?.checked_mul(10u128.checked_pow(decimals)?)?.checked_add(part)
}

/// Base units as a decimal number of units.
pub fn units(amount: u128, decimals: u32) -> String {
	let Some(one) = 10u128.checked_pow(decimals) else { return amount.to_string() };
	let part = format!("{:0width$}", amount % one, width = decimals as usize);
	match part.trim_end_matches('0') {
		"" => (amount / one).to_string(),
		part if decimals > 0 => format!("{}.{part}", amount / one),
		_ => amount.to_string(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amount_should_be_exact_or_refused() {
		assert_eq!(base_units("1", 12), Some(1_000_000_000_000));
		assert_eq!(base_units("0.000000000001", 12), Some(1));
		assert_eq!(base_units("12.5", 6), Some(12_500_000));
		assert_eq!(base_units("7", 0), Some(7));
		for text in ["", ".5", "1.", "-1", "1e3", "1,5", "0.0000000000001", "1.2.3", " 1"] {
			assert_eq!(base_units(text, 12), None, "{text}");
		}
		assert_eq!(base_units("999999999999999999999999999999", 12), None);
	}

	#[test]
	fn amount_should_be_written_as_it_is_read() {
		for (amount, decimals, text) in [
			(1, 12, "0.000000000001"),
			(12_500_000, 6, "12.5"),
			(3_000_000, 6, "3"),
			(7, 0, "7"),
			(0, 12, "0"),
		] {
			assert_eq!(units(amount, decimals), text);
			assert_eq!(base_units(text, decimals), Some(amount));
		}
	}
}
