//! The arithmetic of paying by the millisecond at a price an hour. Pure functions in 256 bits:
//! no path overflows, nothing saturates but at a documented cap.

use crate::{Balance, Moment};
use sp_core::U256;
use sp_runtime::Permill;

/// Milliseconds in an hour, the unit of prices.
pub const MS_PER_HOUR: u64 = 3_600_000;

/// What a stream at `price` base units an hour has accrued after `elapsed` milliseconds of
/// service: `floor(price × elapsed / 3_600_000)`, at most `funds`.
pub fn accrued(price: Balance, elapsed: Moment, funds: Balance) -> Balance {
	let exact = U256::from(price) * U256::from(elapsed) / U256::from(MS_PER_HOUR);
	exact.min(U256::from(funds)).as_u128()
}

/// After how many milliseconds of service a stream at `price` has used up `funds`:
/// `ceil(funds × 3_600_000 / price)`. `None` where that never happens: the price is zero, or the
/// instant lies beyond what a clock can hold.
pub fn depletion(price: Balance, funds: Balance) -> Option<Moment> {
	if price == 0 {
		return None;
	}
	let price = U256::from(price);
	let exact = U256::from(funds) * U256::from(MS_PER_HOUR);
	let ceil = exact / price + U256::from(u8::from(!(exact % price).is_zero()));
	ceil.try_into().ok()
}

/// The fee due on everything that a stream has accrued so far: `floor(rate × total)`. Taking
/// the difference to what was taken before, instead of a floor per payment, leaves no gain in
/// settling in small steps.
pub fn fee(rate: Permill, total: Balance) -> Balance {
	let exact = U256::from(total) * U256::from(rate.deconstruct()) / U256::from(1_000_000u32);
	// A rate is at most one, so the fee is at most the total.
	exact.as_u128()
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn accrued_should_floor_and_cap_at_the_edges() {
		let cases = [
			// price, elapsed, funds, accrued
			(3_600_000, 1, 10, 1),
			(3_600_000, 11, 10, 10),
			(1, MS_PER_HOUR - 1, 1, 0),
			(1, MS_PER_HOUR, 1, 1),
			(1, MS_PER_HOUR * 9 / 10, 1, 0),
			(u128::MAX, u64::MAX, u128::MAX, u128::MAX),
			(u128::MAX, 0, u128::MAX, 0),
			(0, u64::MAX, 5, 0),
			(5, 3, 0, 0),
		];
		for (price, elapsed, funds, expected) in cases {
			assert_eq!(accrued(price, elapsed, funds), expected, "{price} {elapsed} {funds}");
		}
	}

	#[test]
	fn depletion_should_round_up_to_the_first_instant_that_uses_all() {
		assert_eq!(depletion(1, 1), Some(MS_PER_HOUR));
		assert_eq!(depletion(7, 1), Some(514_286));
		assert_eq!(depletion(u128::MAX, 1), Some(1));
		assert_eq!(depletion(1, 0), Some(0));
		assert_eq!(depletion(0, 1), None);
		assert_eq!(depletion(1, u128::MAX), None);
	}

	#[test]
	fn fee_should_never_exceed_the_total() {
		assert_eq!(fee(Permill::one(), u128::MAX), u128::MAX);
		assert_eq!(fee(Permill::zero(), u128::MAX), 0);
		assert_eq!(fee(Permill::from_percent(2), 149), 2);
	}

	proptest! {
		#[test]
		fn depletion_should_be_the_first_instant_at_which_all_is_accrued(
			price in 1u128.., funds in 0u128..,
		) {
			if let Some(at) = depletion(price, funds) {
				prop_assert_eq!(accrued(price, at, funds), funds);
				if at > 0 {
					prop_assert!(accrued(price, at - 1, u128::MAX) < funds);
				}
			}
		}

		#[test]
		fn accrued_should_never_fall_as_time_passes(
			price: u128, funds: u128, a: u64, b: u64,
		) {
			let (early, late) = (a.min(b), a.max(b));
			prop_assert!(accrued(price, early, funds) <= accrued(price, late, funds));
		}
	}
}
