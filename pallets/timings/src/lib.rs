//! # Timings
//!
//! How long an epoch lasts and how many sessions make an era, set once at genesis. One build of
//! the runtime then serves production, where epochs take hours, and tests, where they take a
//! minute. There are no calls: BABE cannot survive a change of its epoch length.
//!
//! The runtime hands [`EpochLength`] and [`SessionsPerEra`] to `pallet-babe` and
//! `pallet-staking`. Both fall back to a non-zero default where storage is empty, as it is when
//! the runtime's integrity tests and its metadata are evaluated.
//!
//! The pallet also counts how much of the running block calls without a fee have filled: votes,
//! heartbeats, settlements and checkpoints of off-chain workers share one quota.

#![cfg_attr(not(feature = "std"), no_std)]

mod quota;
mod try_state;
mod types;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{EpochLength, Longevity, SessionsInBond, SessionsPerEra};

/// Slots in an epoch unless genesis says otherwise: 4,800 slots of 3 s are four hours. Each
/// epoch hands BEEFY's signing over to a new set that every light client must follow, so shorter
/// ones cost gas on Ethereum, longer ones make new validators wait.
pub const DEFAULT_EPOCH_LENGTH: u64 = 4_800;

/// Sessions in an era unless genesis says otherwise: a day, with the default epoch.
pub const DEFAULT_SESSIONS_PER_ERA: u32 = 6;

/// The longest epoch that genesis may set, in slots: a week of 3 s slots.
pub const MAX_EPOCH_LENGTH: u64 = 201_600;

/// The most sessions an era may have.
pub const MAX_SESSIONS_PER_ERA: u32 = 1_000;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use core::marker::PhantomData;
	use frame_support::pallet_prelude::*;
	use leasehold_primitives::BlockNumber;
	use sp_runtime::traits::BlockNumberProvider;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The part of a block that all calls without a fee may fill together.
		#[pallet::constant]
		type FeelessShare: Get<Weight>;
		/// The chain's height.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;
	}

	/// The last block with calls without a fee, and what they filled of it. Overwritten by the
	/// next such block.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type FeelessUsed<T> = StorageValue<_, (BlockNumber, Weight)>;

	/// Default of [`SlotsPerEpoch`].
	#[pallet::type_value]
	pub fn DefaultSlots() -> u64 {
		DEFAULT_EPOCH_LENGTH
	}

	/// Default of [`SessionsInEra`].
	#[pallet::type_value]
	pub fn DefaultSessions() -> u32 {
		DEFAULT_SESSIONS_PER_ERA
	}

	/// How many slots an epoch, and with it a session, lasts. Never zero, at most
	/// [`MAX_EPOCH_LENGTH`].
	#[pallet::storage]
	pub type SlotsPerEpoch<T> = StorageValue<_, u64, ValueQuery, DefaultSlots>;

	/// How many sessions an era lasts. Never zero, at most [`MAX_SESSIONS_PER_ERA`].
	#[pallet::storage]
	pub type SessionsInEra<T> = StorageValue<_, u32, ValueQuery, DefaultSessions>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots in an epoch, from 1 to [`MAX_EPOCH_LENGTH`].
		pub epoch_length: u64,
		/// Sessions in an era, from 1 to [`MAX_SESSIONS_PER_ERA`].
		pub sessions_per_era: u32,
		/// Binds the configuration to a runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				epoch_length: DEFAULT_EPOCH_LENGTH,
				sessions_per_era: DEFAULT_SESSIONS_PER_ERA,
				_config: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				(1..=MAX_EPOCH_LENGTH).contains(&self.epoch_length),
				"timings.epochLength is {}, it must be from 1 to {MAX_EPOCH_LENGTH} slots",
				self.epoch_length,
			);
			assert!(
				(1..=MAX_SESSIONS_PER_ERA).contains(&self.sessions_per_era),
				"timings.sessionsPerEra is {}, it must be from 1 to {MAX_SESSIONS_PER_ERA}",
				self.sessions_per_era,
			);
			SlotsPerEpoch::<T>::put(self.epoch_length);
			SessionsInEra::<T>::put(self.sessions_per_era);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<frame_system::pallet_prelude::BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(
			_: frame_system::pallet_prelude::BlockNumberFor<T>,
		) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
