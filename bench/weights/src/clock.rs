//! The clock of benchmarks: processor time of the thread, so that other programs on the machine
//! that make it wait do not count.

// A runtime's half of the interface is not used here.
#![allow(dead_code)]

use sp_runtime_interface::{pass_by::AllocateAndReturnPointer, runtime_interface};

/// Takes the place of the function of that name that the runtime imports.
#[runtime_interface]
pub trait Benchmarking {
	/// Nanoseconds, as little-endian bytes.
	fn current_time() -> AllocateAndReturnPointer<[u8; 16], 16> {
		thread_time().to_le_bytes()
	}
}

#[allow(unsafe_code)]
fn thread_time() -> u128 {
	let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
	// SAFETY: the call writes one `timespec`, which is ours.
	let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
	assert_eq!(failed, 0, "the system has no clock of a thread's processor time");
	let (seconds, nanos) = (time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs());
	u128::from(seconds) * 1_000_000_000 + u128::from(nanos)
}
