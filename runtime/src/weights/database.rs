//! What ParityDB takes for a read and a write, measured by `scripts/weights.sh`.
//!
//! In a state with 100000 active leases, 84000 keys spread over all of it, 2000 to a block, each
//! for the first time since the node has started, with the trie cache that a node has by default.
//! Average of processor time, all threads' for writes: a read 15550 ns (9388 ns without the cache), a
//! write 90318 ns, the new root of the state and the database's commit included. Rounded up to
//! microseconds.

use frame_support::{
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_MICROS, RuntimeDbWeight},
};

parameter_types! {
	/// The weight of a read and of a write.
	pub const MeasuredDbWeight: RuntimeDbWeight = RuntimeDbWeight {
		read: 16 * WEIGHT_REF_TIME_PER_MICROS,
		write: 91 * WEIGHT_REF_TIME_PER_MICROS,
	};
}
