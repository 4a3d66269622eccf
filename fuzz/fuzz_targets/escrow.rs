//! SCALE bytes as a sequence of calls on escrow, compared with the slow model after each.
//!
//! The pallet's own mock and model are included by path. They call the pallet `crate`, so this
//! crate's root shows everything that the pallet does.

#![no_main]

use codec::Decode;
use pallet_leasehold_escrow::*;
use sequences::Op;

#[allow(dead_code)]
#[path = "../../pallets/escrow/src/mock.rs"]
mod mock;
#[allow(dead_code)]
#[path = "../../pallets/escrow/src/tests/sequences/mod.rs"]
mod sequences;

/// Longer inputs only take longer.
const LONGEST: usize = 200;

/// The operations that the bytes spell; a byte that begins none is passed over.
fn decode(mut bytes: &[u8]) -> Vec<Op> {
	let mut ops = Vec::new();
	while !bytes.is_empty() && ops.len() < LONGEST {
		let mut rest = bytes;
		match Op::decode(&mut rest) {
			Ok(op) => {
				ops.push(op);
				bytes = rest;
			},
			Err(_) => bytes = &bytes[1..],
		}
	}
	ops
}

#[cfg(feature = "libfuzzer-sys")]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	sequences::run(&decode(bytes));
});

/// What libFuzzer calls with each input. A panic ends the process here, for it cannot leave a
/// function of C; libFuzzer keeps the input.
///
/// # Safety
/// There are `length` bytes at `bytes`.
#[cfg(not(feature = "libfuzzer-sys"))]
#[no_mangle]
pub unsafe extern "C" fn LLVMFuzzerTestOneInput(bytes: *const u8, length: usize) -> i32 {
	let bytes = match length {
		0 => &[],
		_ => core::slice::from_raw_parts(bytes, length),
	};
	sequences::run(&decode(bytes));
	0
}
