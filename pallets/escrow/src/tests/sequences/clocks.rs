//! The providers' service clocks twice: as the chain has them, and worked out anew from all
//! heartbeats each time.

use leasehold_primitives::{
	clock::{ServiceClock, Window},
	BlockNumber, Moment,
};

pub const WINDOW: Window = Window { time: 900_000, blocks: 300 };

/// One provider's.
pub struct Clock {
	real: ServiceClock,
	beats: Vec<(Moment, BlockNumber)>,
}

impl Clock {
	pub fn started(now: Moment, block: BlockNumber) -> Self {
		Self { real: ServiceClock::started(now, block), beats: vec![(now, block)] }
	}

	pub fn beat(&mut self, now: Moment, block: BlockNumber) {
		self.real.beat(now, block, WINDOW);
		self.beats.push((now, block));
	}

	/// What the chain's clock shows.
	pub fn real(&self, now: Moment) -> Moment {
		self.real.read(now, WINDOW)
	}

	pub fn is_fresh(&self, block: BlockNumber) -> bool {
		self.real.is_fresh(block, WINDOW)
	}

	/// Whether the next heartbeat may set the chain's clock ahead.
	pub fn is_behind(&self, now: Moment, block: BlockNumber) -> bool {
		self.is_fresh(block) && now - self.real.last > WINDOW.time
	}

	/// What it should show: between two heartbeats all the time if the second came in time, else
	/// one window; since the last one, at most one window.
	pub fn expected(&self, now: Moment) -> Moment {
		let between = self.beats.windows(2).map(|pair| {
			let ((time, block), (next_time, next_block)) = (pair[0], pair[1]);
			match next_block - block <= WINDOW.blocks {
				true => next_time - time,
				false => (next_time - time).min(WINDOW.time),
			}
		});
		let (last, _) = *self.beats.last().expect("it was started");
		between.sum::<Moment>() + (now - last).min(WINDOW.time)
	}
}
