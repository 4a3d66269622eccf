//! What a transaction may cost.

use std::fmt;

/// Wei in one gwei.
pub const GWEI: u128 = 1_000_000_000;

/// The most that is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceiling {
	/// For a unit of gas in all, in wei.
	pub max: u128,
	/// Of that to the block's builder, in wei.
	pub priority: u128,
}

/// What a transaction offers for a unit of gas, in wei.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fees {
	/// In all.
	pub max: u128,
	/// Of that to the block's builder.
	pub priority: u128,
}

/// More would have to be paid than may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooHigh {
	/// What would have to be paid for a unit of gas, in wei.
	pub asked: u128,
	/// What may be.
	pub ceiling: u128,
}

impl fmt::Display for TooHigh {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let gwei = |wei: u128| wei as f64 / GWEI as f64;
		write!(
			f,
			"gas costs {:.2} gwei, more than the ceiling of {:.2}",
			gwei(self.asked),
			gwei(self.ceiling),
		)
	}
}

/// What to offer at a base fee: it, doubled as far as the ceiling lets, and the suggested part for
/// the builder, so that a few fuller blocks do not leave the transaction behind.
///
/// # Errors
/// If not even this block's base fee lies below the ceiling.
pub fn quote(base: u128, suggested: u128, ceiling: Ceiling) -> Result<Fees, TooHigh> {
	let priority = suggested.min(ceiling.priority);
	let asked = base.saturating_add(priority);
	if asked > ceiling.max {
		return Err(TooHigh { asked, ceiling: ceiling.max });
	}
	let max = asked.saturating_add(base).min(ceiling.max);
	Ok(Fees { max, priority })
}

/// What to offer in place of a transaction that is stuck: what `quoted` says, and an eighth more
/// than `before`, for nodes replace none for less than a tenth more.
///
/// # Errors
/// If that lies above the ceiling.
pub fn replacing(before: Fees, quoted: Fees, ceiling: Ceiling) -> Result<Fees, TooHigh> {
	let raised = |fee: u128| fee.saturating_add(fee / 8).saturating_add(1);
	let max = quoted.max.max(raised(before.max));
	if max > ceiling.max {
		return Err(TooHigh { asked: max, ceiling: ceiling.max });
	}
	// The builder's part must rise as well, even above its own ceiling; the sum stays below.
	let priority = quoted.priority.max(raised(before.priority)).min(max);
	Ok(Fees { max, priority })
}

/// The most gas that posting may take with a set of so many validators: twice what was measured.
/// An endpoint's estimate beyond that is not believed.
pub fn gas_bound(validators: u32) -> u64 {
	300_000 + 12_000 * u64::from(validators)
}

#[cfg(test)]
mod tests {
	use super::*;

	const CEILING: Ceiling = Ceiling { max: 50 * GWEI, priority: 2 * GWEI };

	#[test]
	fn offer_should_leave_room_for_a_rising_base_fee() {
		let fees = quote(10 * GWEI, GWEI, CEILING).expect("below");
		assert_eq!(fees, Fees { max: 21 * GWEI, priority: GWEI });
	}

	#[test]
	fn offer_should_stay_below_the_ceiling_when_the_base_fee_is_near_it() {
		let fees = quote(45 * GWEI, 9 * GWEI, CEILING).expect("below");
		assert_eq!(fees, Fees { max: 50 * GWEI, priority: 2 * GWEI });
	}

	#[test]
	fn offer_should_be_refused_when_the_base_fee_is_above_the_ceiling() {
		let refused = quote(49 * GWEI, 2 * GWEI, CEILING);
		assert_eq!(refused, Err(TooHigh { asked: 51 * GWEI, ceiling: 50 * GWEI }));
		assert!(quote(u128::MAX, u128::MAX, CEILING).is_err());
	}

	#[test]
	fn replacement_should_offer_more_of_both_when_a_transaction_is_stuck() {
		let before = Fees { max: 8 * GWEI, priority: 0 };
		let fees = replacing(before, Fees { max: 4 * GWEI, priority: 0 }, CEILING).expect("below");
		assert_eq!(fees, Fees { max: 9 * GWEI + 1, priority: 1 });
		let quoted = Fees { max: 30 * GWEI, priority: GWEI };
		assert_eq!(replacing(before, quoted, CEILING), Ok(quoted));
	}

	#[test]
	fn replacement_should_be_refused_when_it_would_break_the_ceiling() {
		let before = Fees { max: 45 * GWEI, priority: GWEI };
		assert!(replacing(before, before, CEILING).is_err());
	}

	#[test]
	fn bound_should_hold_what_the_contract_was_measured_to_take() {
		for (validators, measured) in [(4, 126_385), (10, 151_538), (50, 315_711), (100, 517_371)] {
			assert!(gas_bound(validators) > measured * 3 / 2);
			assert!(gas_bound(validators) < 2_000_000);
		}
	}
}
