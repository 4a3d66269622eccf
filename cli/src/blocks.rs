//! Lengths of time in blocks.

use leasehold_client::chain::State;
use serde_json::Value as Json;

/// Milliseconds between blocks, where the chain does not say them.
const BLOCK_MS: u64 = 3_000;

/// Milliseconds between the chain's blocks.
pub fn block_ms(state: &State) -> u64 {
	let said = state.constant("Babe", "ExpectedBlockTime");
	said.as_ref().and_then(Json::as_u64).unwrap_or(BLOCK_MS)
}

/// Blocks in a length of time, such as `1h`, or a plain number of blocks.
pub fn blocks(text: &str) -> Result<Length, String> {
	if let Ok(blocks) = text.parse::<u32>() {
		return Ok(Length::Blocks(blocks));
	}
	leasehold_client::units::milliseconds(text).map(Length::Milliseconds).map_err(|_| {
		format!(
			"'{text}' is neither a number of blocks nor a length of time such as 90m, 24h or 7d"
		)
	})
}

/// A length of time, however it was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Length {
	Blocks(u32),
	Milliseconds(u64),
}

impl Length {
	/// In blocks of this length, rounded up.
	pub fn in_blocks(self, block_ms: u64) -> u32 {
		match self {
			Self::Blocks(blocks) => blocks,
			Self::Milliseconds(time) => {
				u32::try_from(time.div_ceil(block_ms.max(1))).unwrap_or(u32::MAX)
			},
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn blocks_should_be_counted_or_reckoned() {
		assert_eq!(blocks("1200").unwrap().in_blocks(3_000), 1_200);
		assert_eq!(blocks("1h").unwrap().in_blocks(3_000), 1_200);
		assert_eq!(blocks("10s").unwrap().in_blocks(3_000), 4);
		for text in ["", "-1", "soon", "1.5", "h"] {
			assert!(blocks(text).is_err(), "{text}");
		}
	}
}
