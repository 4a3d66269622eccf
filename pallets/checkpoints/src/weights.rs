//! Weights, estimated from counted reads and writes until scripts/weights.sh has measured them.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// What a statement and a block's begin and end weigh.
pub trait WeightInfo {
	/// Hash a statement, keep its leaf and index it.
	fn note() -> Weight;
	/// Index the parent's root and an old block's hash.
	fn on_initialize() -> Weight;
	/// Write the root over `leaves` leaves and clear them.
	fn on_finalize(leaves: u32) -> Weight;
}

/// For the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn note() -> Weight {
		note(T::DbWeight::get())
	}
	fn on_initialize() -> Weight {
		on_initialize(T::DbWeight::get())
	}
	fn on_finalize(leaves: u32) -> Weight {
		on_finalize(T::DbWeight::get(), leaves)
	}
}

/// For tests.
impl WeightInfo for () {
	fn note() -> Weight {
		note(RocksDbWeight::get())
	}
	fn on_initialize() -> Weight {
		on_initialize(RocksDbWeight::get())
	}
	fn on_finalize(leaves: u32) -> Weight {
		on_finalize(RocksDbWeight::get(), leaves)
	}
}

// Reads `Positions`; writes it and `Leaves`; one keccak over 417 bytes, two entries of the off-chain
// index. `LeafCount` is read and written once a block.
fn note(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(15_000_000, 3_600).saturating_add(db.reads_writes(1, 2))
}

// Reads `Root` and a block hash; two entries of the off-chain index.
fn on_initialize(db: RuntimeDbWeight) -> Weight {
	Weight::from_parts(8_000_000, 3_600).saturating_add(db.reads(2))
}

// Takes `LeafCount`, writes `Root`; for each leaf takes `Leaves`, removes `Positions`, and at most
// one keccak over 65 bytes.
fn on_finalize(db: RuntimeDbWeight, leaves: u32) -> Weight {
	let each = Weight::from_parts(6_000_000, 2_600).saturating_add(db.reads_writes(1, 2));
	Weight::from_parts(6_000_000, 1_500)
		.saturating_add(db.reads_writes(1, 2))
		.saturating_add(each.saturating_mul(leaves.into()))
}
