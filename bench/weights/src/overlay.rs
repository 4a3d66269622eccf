//! For times: what a benchmark has set up stays in the overlay, where a block's own changes are, and
//! is not written to the trie. Walking the trie is a part of what the database takes, and that is
//! `DbWeight`'s: measured by `leasehold-bench`, through a trie of a whole chain's size.

// A runtime's half of the interface is not used here.
#![allow(dead_code)]

use sp_runtime_interface::runtime_interface;

/// Takes the place of the function of that name that the runtime imports.
#[runtime_interface]
pub trait Benchmarking {
	/// Write nothing.
	fn commit_db() {}
}
