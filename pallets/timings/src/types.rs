//! The stored lengths, and what follows from them, as `Get`s for other pallets' configuration.

use crate::{Config, SessionsInEra, SlotsPerEpoch};
use core::marker::PhantomData;
use frame_support::traits::Get;

/// Slots in an epoch.
pub struct EpochLength<T>(PhantomData<T>);

impl<T: Config> Get<u64> for EpochLength<T> {
	fn get() -> u64 {
		SlotsPerEpoch::<T>::get()
	}
}

/// Sessions in an era.
pub struct SessionsPerEra<T>(PhantomData<T>);

impl<T: Config> Get<u32> for SessionsPerEra<T> {
	fn get() -> u32 {
		SessionsInEra::<T>::get()
	}
}

/// Sessions in a bonding period of `Bonding` eras: how far back a key's owner can be proven.
pub struct SessionsInBond<T, Bonding>(PhantomData<(T, Bonding)>);

impl<T: Config, Bonding: Get<u32>> Get<u64> for SessionsInBond<T, Bonding> {
	fn get() -> u64 {
		// Two numbers of 32 bits: their product always fits.
		u64::from(Bonding::get()) * u64::from(SessionsInEra::<T>::get())
	}
}

/// Slots in a bonding period of `Bonding` eras: how long a report of an equivocation stays valid.
pub struct Longevity<T, Bonding>(PhantomData<(T, Bonding)>);

impl<T: Config, Bonding: Get<u32>> Get<u64> for Longevity<T, Bonding> {
	fn get() -> u64 {
		SessionsInBond::<T, Bonding>::get().saturating_mul(SlotsPerEpoch::<T>::get())
	}
}
