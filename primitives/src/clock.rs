//! A provider's service clock: time that counts only while its heartbeats are fresh.

use crate::{BlockNumber, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How long a heartbeat stays fresh, in time and in blocks. Both describe the same span at the
/// target block time; they part when the chain stands still.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct Window {
	/// The most time that a silent provider's clock goes on for, in milliseconds.
	pub time: Moment,
	/// A heartbeat that lands this many blocks after the last, or fewer, is on time, however
	/// much time passed between them: a chain that stood still costs nobody.
	pub blocks: BlockNumber,
}

/// Service time accumulated by a provider, in milliseconds.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct ServiceClock {
	/// What the clock showed at the last heartbeat.
	pub value: Moment,
	/// The chain's time at the last heartbeat.
	pub last: Moment,
	/// The block of the last heartbeat.
	pub block: BlockNumber,
}

impl ServiceClock {
	/// A clock at zero whose first window starts now.
	pub fn started(now: Moment, block: BlockNumber) -> Self {
		Self { value: 0, last: now, block }
	}

	/// What the clock shows at `now`: the value at the last heartbeat and the time since, of
	/// which at most one window counts. A `now` before the last heartbeat counts as none.
	pub fn read(&self, now: Moment, window: Window) -> Moment {
		let since = now.saturating_sub(self.last).min(window.time);
		// 2^64 ms are 584 million years: the cap is never met.
		self.value.saturating_add(since)
	}

	/// Take a heartbeat at `now`. On time, all the time since the last one counts; late, one
	/// window does. Never sets the clock back.
	pub fn beat(&mut self, now: Moment, block: BlockNumber, window: Window) {
		let since = now.saturating_sub(self.last);
		let on_time = block.saturating_sub(self.block) <= window.blocks;
		let counted = if on_time { since } else { since.min(window.time) };
		self.value = self.value.saturating_add(counted);
		self.last = self.last.max(now);
		self.block = block;
	}

	/// Whether the clock still runs: the last heartbeat is within the window in blocks.
	pub fn is_fresh(&self, block: BlockNumber, window: Window) -> bool {
		block.saturating_sub(self.block) <= window.blocks
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const WINDOW: Window = Window { time: 900_000, blocks: 300 };

	#[test]
	fn clock_should_count_the_whole_time_when_heartbeats_are_on_time() {
		let mut clock = ServiceClock::started(1_000, 1);
		clock.beat(601_000, 201, WINDOW);
		assert_eq!(clock.value, 600_000);
		assert_eq!(clock.read(700_000, WINDOW), 699_000);
	}

	#[test]
	fn clock_should_count_one_window_when_the_provider_was_silent() {
		let mut clock = ServiceClock::started(0, 0);
		assert_eq!(clock.read(86_400_000, WINDOW), 900_000);
		clock.beat(86_400_000, 28_800, WINDOW);
		assert_eq!(clock.value, 900_000);
	}

	#[test]
	fn clock_should_count_a_halt_of_the_chain_in_full() {
		let mut clock = ServiceClock::started(0, 100);
		// An hour without blocks, then a heartbeat in the second block after it.
		clock.beat(3_600_000, 102, WINDOW);
		assert_eq!(clock.value, 3_600_000);
	}

	proptest! {
		#[test]
		fn clock_should_never_go_back_nor_outrun_time(
			steps in proptest::collection::vec((0u64..10_000_000, 0u32..1_000, any::<bool>()), 1..64),
		) {
			let (mut now, mut block) = (0u64, 0u32);
			let mut clock = ServiceClock::started(now, block);
			let mut shown = 0;
			for (time, blocks, beats) in steps {
				now += time;
				block += blocks;
				if beats {
					clock.beat(now, block, WINDOW);
				}
				let read = clock.read(now, WINDOW);
				prop_assert!(read >= shown);
				prop_assert!(read <= now);
				shown = read;
			}
		}
	}
}
