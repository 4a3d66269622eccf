//! How long something takes: by the clock on the wall, and in processor time, which other programs
//! on the machine do not lengthen.

use std::time::Instant;

/// Nanoseconds.
#[derive(Clone, Copy, Default)]
pub struct Time {
	pub wall: u64,
	pub processor: u64,
}

/// Started when it was made.
pub struct Clock {
	wall: Instant,
	processor: u64,
	of: libc::clockid_t,
}

impl Clock {
	/// Counts what this thread does.
	pub fn of_thread() -> Self {
		Self::start(libc::CLOCK_THREAD_CPUTIME_ID)
	}

	/// Counts what all threads do.
	pub fn of_process() -> Self {
		Self::start(libc::CLOCK_PROCESS_CPUTIME_ID)
	}

	fn start(of: libc::clockid_t) -> Self {
		Self { wall: Instant::now(), processor: processor_time(of), of }
	}

	/// Since the start.
	pub fn read(&self) -> Time {
		let processor = processor_time(self.of).saturating_sub(self.processor);
		let wall = u64::try_from(self.wall.elapsed().as_nanos()).unwrap_or(u64::MAX);
		Time { wall, processor }
	}
}

#[allow(unsafe_code)]
fn processor_time(of: libc::clockid_t) -> u64 {
	let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
	// SAFETY: the call writes one `timespec`, which is ours.
	let failed = unsafe { libc::clock_gettime(of, &mut time) };
	assert_eq!(failed, 0, "the system has no clock of processor time");
	time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
}
