//! Providers' records, their service keys and their bond.

use crate::{
	endpoint, Attributes, Clocks, Config, Endpoint, Error, Event, HoldReason, KeyRecord,
	Maintenances, Nodes, Pallet, Parameters, ProviderRecord, Providers, RecentEndings, ServiceKeys,
	Usages, WeightInfo,
};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResultWithPostInfo,
	ensure,
	traits::{fungible::MutateHold, tokens::Precision},
};
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	Balance,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::H256;
use sp_runtime::{
	traits::{BlockNumberProvider, Zero},
	ArithmeticError, DispatchResult,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		provider: T::AccountId,
		endpoint: Endpoint,
		attributes: Attributes,
	) -> DispatchResult {
		ensure!(!Providers::<T>::contains_key(&provider), Error::<T>::AlreadyExists);
		ensure!(endpoint::is_valid(&endpoint), Error::<T>::InvalidEndpoint);
		Self::ensure_valid(&attributes)?;
		let bond = Parameters::<T>::get().bond.base;
		let mut record = ProviderRecord {
			endpoint: endpoint.clone(),
			attributes: attributes.clone(),
			draining: false,
			base_bond: bond,
			bond: 0,
			shortfall: 0,
			nodes: Default::default(),
			keys: Default::default(),
			attestations: 0,
			registered: T::BlockNumberProvider::current_block_number(),
			admitted: None,
			applied: None,
		};
		Self::set_bond(&provider, &mut record, bond)?;
		Providers::<T>::insert(&provider, record);
		Usages::<T>::insert(&provider, crate::Usage::default());
		Self::start_clock(&provider);
		Self::deposit_event(Event::Registered { provider, endpoint, attributes, bond });
		Ok(())
	}

	pub(crate) fn do_update(
		provider: T::AccountId,
		endpoint: Option<Endpoint>,
		attributes: Option<Attributes>,
	) -> DispatchResult {
		ensure!(endpoint.is_some() || attributes.is_some(), Error::<T>::NothingToChange);
		let (endpoint, attributes) = Self::mutate(&provider, |record| {
			if let Some(endpoint) = endpoint {
				ensure!(endpoint::is_valid(&endpoint), Error::<T>::InvalidEndpoint);
				record.endpoint = endpoint;
			}
			if let Some(attributes) = attributes {
				Self::ensure_valid(&attributes)?;
				record.attributes = attributes;
			}
			Ok((record.endpoint.clone(), record.attributes.clone()))
		})?;
		Self::deposit_event(Event::Updated { provider, endpoint, attributes });
		Ok(())
	}

	pub(crate) fn do_deregister(provider: T::AccountId) -> DispatchResultWithPostInfo {
		let mut record = Providers::<T>::get(&provider).ok_or(Error::<T>::NotFound)?;
		let usage = Usages::<T>::get(&provider);
		ensure!(usage.leases.is_zero(), Error::<T>::LeasesRunning);
		ensure!(usage.reservations.is_zero(), Error::<T>::CapacityReserved);
		ensure!(usage.disputes.is_zero(), Error::<T>::DisputesOpen);
		ensure!(!Self::is_disputable(&provider), Error::<T>::DisputesPossible);
		let bond = record.bond;
		Self::set_bond(&provider, &mut record, 0)?;
		for node in record.nodes.iter() {
			Nodes::<T>::remove(&provider, node);
			Self::void_machine(&provider, node);
		}
		for key in &record.keys {
			ServiceKeys::<T>::remove(key);
		}
		Self::remove_attestations(&provider);
		Self::withdraw_admission(&record);
		Clocks::<T>::remove(&provider);
		Maintenances::<T>::remove(&provider);
		RecentEndings::<T>::remove(&provider);
		Usages::<T>::remove(&provider);
		Providers::<T>::remove(&provider);
		Self::deposit_event(Event::Deregistered { provider, bond });
		Ok(Some(T::WeightInfo::deregister(record.nodes.len(), record.attestations)).into())
	}

	pub(crate) fn do_set_draining(provider: T::AccountId, draining: bool) -> DispatchResult {
		Self::mutate(&provider, |record| {
			ensure!(record.draining != draining, Error::<T>::NothingToChange);
			record.draining = draining;
			Ok(())
		})?;
		Self::deposit_event(Event::DrainingSet { provider, draining });
		Ok(())
	}

	pub(crate) fn do_set_service_key(
		provider: T::AccountId,
		key: ServiceKey,
		proof: ServiceSignature,
	) -> DispatchResult {
		Self::mutate(&provider, |record| {
			ensure!(!ServiceKeys::<T>::contains_key(&key), Error::<T>::KeyExists);
			record.keys.try_push(key.clone()).map_err(|_| Error::<T>::TooManyKeys)?;
			ensure!(key.verify(&Self::possession(&provider), &proof), Error::<T>::InvalidProof);
			Ok(())
		})?;
		let since = T::BlockNumberProvider::current_block_number();
		let serves = KeyRecord { provider: provider.clone(), since, nonce: 0 };
		ServiceKeys::<T>::insert(&key, serves);
		Self::deposit_event(Event::ServiceKeySet { provider, key });
		Ok(())
	}

	pub(crate) fn do_remove_service_key(provider: T::AccountId, key: ServiceKey) -> DispatchResult {
		Self::mutate(&provider, |record| {
			let at = record.keys.iter().position(|have| have == &key);
			record.keys.remove(at.ok_or(Error::<T>::KeyNotFound)?);
			Ok(())
		})?;
		ServiceKeys::<T>::remove(&key);
		Self::deposit_event(Event::ServiceKeyRemoved { provider, key });
		Ok(())
	}

	/// What a service key signs to prove that its owner agrees to serve `provider`: blake2-256
	/// over `leasehold`, `prov`, the genesis hash and the account.
	pub fn possession(provider: &T::AccountId) -> [u8; 32] {
		sp_io::hashing::blake2_256(&(b"leasehold", b"prov", Self::genesis(), provider).encode())
	}

	/// The chain that messages are signed for.
	pub(crate) fn genesis() -> H256 {
		frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		)
	}

	/// Change a provider's record.
	pub(crate) fn mutate<R>(
		provider: &T::AccountId,
		change: impl FnOnce(&mut ProviderRecord) -> Result<R, sp_runtime::DispatchError>,
	) -> Result<R, sp_runtime::DispatchError> {
		Providers::<T>::try_mutate(provider, |slot| {
			change(slot.as_mut().ok_or(Error::<T>::NotFound)?)
		})
	}

	/// Bring the bond on hold, and its record, to `bond`.
	pub(crate) fn set_bond(
		provider: &T::AccountId,
		record: &mut ProviderRecord,
		bond: Balance,
	) -> DispatchResult {
		if let Some(more) = bond.checked_sub(record.bond) {
			Self::hold_free(HoldReason::Bond, provider, more)?;
		} else {
			let less = record.bond.checked_sub(bond).ok_or(ArithmeticError::Underflow)?;
			T::Currency::release(&HoldReason::Bond.into(), provider, less, Precision::Exact)?;
		}
		record.bond = bond;
		Ok(())
	}

	/// Whether attributes are well-formed and no key comes twice.
	fn ensure_valid(attributes: &Attributes) -> DispatchResult {
		for (at, attribute) in attributes.iter().enumerate() {
			ensure!(attribute.is_well_formed(), Error::<T>::InvalidAttribute);
			let is_new = attributes.iter().take(at).all(|other| other.key != attribute.key);
			ensure!(is_new, Error::<T>::DuplicateAttribute);
		}
		Ok(())
	}
}
