//! # Checkpoints
//!
//! Statements of leases, and each block's root over them. There are no calls: whoever changes a
//! lease makes a statement through [`Ledger::note`](leasehold_primitives::traits::Ledger).
//!
//! ## From a statement to Ethereum
//! While block N runs, its statements' leaves gather in [`Leaves`], at most one for a lease.
//! [`Hooks::on_finalize`] alone turns them into [`Root`], every block, zero when there were none,
//! and clears them; the calls that made the statements have paid for it
//! ([`Ledger::weight`](leasehold_primitives::traits::Ledger::weight)). This pallet must stand
//! last in the runtime, so that statements made in other pallets' `on_finalize` are in.
//!
//! `pallet-mmr` appends its leaf in block N+1's `on_initialize`, before any transaction, and
//! takes the leaf's data at that moment (`T::LeafData::leaf_data()`, for `pallet-beefy-mmr` from
//! `BeefyDataProvider::extra_data()`). As nothing but `on_finalize` writes [`Root`], the leaf
//! that names block N as its parent carries block N's root wherever the two pallets stand in the
//! runtime, and it depends on ancestors only, as `pallet-mmr` demands. A BEEFY commitment to
//! N+1 or later proves it. The runtime hands out [`Pallet::root`].
//!
//! ## Off-chain index
//! Statements leave the state with their block, so proofs are built from the node's off-chain
//! database, filled while blocks are executed with `--enable-offchain-indexing true`. A node that
//! warp-synced has no entries for the blocks that it never executed. See [`index`] for the keys,
//! and why competing blocks of one height cannot spoil them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod index;
mod ledger;
#[cfg(test)]
mod mock;
mod proofs;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{IndexedLeaves, IndexedStatement, LeafRecord};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::BlockNumberFor;
	use leasehold_primitives::{BlockNumber, LeaseId};
	use sp_core::H256;
	use sp_runtime::traits::BlockNumberProvider;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What a statement and a block's end weigh.
		type WeightInfo: WeightInfo;
		/// The chain's height.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;
	}

	/// The running block's leaves by their place in its tree. Empty between blocks.
	#[pallet::storage]
	pub type Leaves<T: Config> = StorageMap<_, Twox64Concat, u32, LeafRecord>;

	/// Where a lease's leaf stands in the running block's tree. Empty between blocks.
	#[pallet::storage]
	pub type Positions<T: Config> = StorageMap<_, Twox64Concat, LeaseId, u32>;

	/// How many leaves the running block has so far.
	#[pallet::storage]
	pub type LeafCount<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The root over the statements of the last finished block; zero if it made none. Written by
	/// `on_finalize` alone.
	#[pallet::storage]
	pub type Root<T: Config> = StorageValue<_, H256, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::index_parent();
			T::WeightInfo::on_initialize().saturating_add(T::WeightInfo::on_finalize(0))
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::seal();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
