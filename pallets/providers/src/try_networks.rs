//! What must hold in every state of networks, offers, admissions and reputation.

use crate::{
	Admissions, Config, Guests, HoldReason, Members, NetworkState, Networks, NextAdmissionId,
	NextNetworkId, NextOfferId, Offers, Pallet, Providers, Reservations, Standings, Supplies,
	LEASE, MAX_GUESTS, MAX_MEMBERS, MAX_OFFERS, MAX_SEVERITY, MAX_SUPPLIES, MEMORY,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use leasehold_primitives::{Balance, OfferId};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Networks count what belongs to them, nothing belongs to one that is not there, a pending
	/// one is empty, and operators have their networks' bonds on hold.
	pub(crate) fn check_networks() -> Result<(), TryRuntimeError> {
		let mut bonds: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
		let next = NextNetworkId::<T>::get();
		for (id, network) in Networks::<T>::iter() {
			ensure!(id < next, "providers: a network with a number to come");
			let members = Members::<T>::iter_key_prefix(id).count();
			let guests = Guests::<T>::iter_key_prefix(id).count();
			let offers = Offers::<T>::iter_values().filter(|offer| offer.network == id).count();
			ensure!(
				network.members as usize == members
					&& network.guests as usize == guests
					&& network.offers as usize == offers,
				"providers: a network that miscounts what belongs to it"
			);
			ensure!(
				network.members <= MAX_MEMBERS
					&& network.guests <= MAX_GUESTS
					&& network.offers <= MAX_OFFERS,
				"providers: a network with more than it may have"
			);
			ensure!(
				network.state == NetworkState::Approved || members + guests + offers == 0,
				"providers: a network that is not approved and not empty"
			);
			let bond = bonds.entry(network.operator).or_default();
			*bond = bond.checked_add(network.bond).ok_or("providers: bonds overflow")?;
		}
		ensure!(
			Members::<T>::iter_keys().all(|(id, _)| Networks::<T>::contains_key(id))
				&& Guests::<T>::iter_keys().all(|(id, _)| Networks::<T>::contains_key(id))
				&& Offers::<T>::iter_values().all(|one| Networks::<T>::contains_key(one.network)),
			"providers: an entry of no network"
		);
		for (operator, bond) in bonds {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Network.into(), &operator) == bond,
				"providers: a network's bond is not what is on hold"
			);
		}
		Ok(())
	}

	/// What is taken of an offer is what reservations have of it, and at most its quantity.
	pub(crate) fn check_offers() -> Result<(), TryRuntimeError> {
		let mut taken: BTreeMap<OfferId, u32> = BTreeMap::new();
		for (offer, replicas) in Reservations::<T>::iter_values().filter_map(|one| one.offer) {
			let sum = taken.entry(offer).or_default();
			*sum = sum.checked_add(replicas.into()).ok_or("providers: replicas overflow")?;
		}
		let next = NextOfferId::<T>::get();
		for (id, offer) in Offers::<T>::iter() {
			ensure!(id < next, "providers: an offer with a number to come");
			ensure!(
				taken.remove(&id).unwrap_or_default() == offer.taken
					&& offer.taken <= offer.quantity,
				"providers: what is taken of an offer is not what reservations have of it"
			);
			ensure!(
				Supplies::<T>::iter_key_prefix(id).count() == offer.supplies as usize
					&& offer.supplies <= MAX_SUPPLIES,
				"providers: an offer's supplies miscounted or too many"
			);
		}
		ensure!(taken.is_empty(), "providers: a reservation of an offer that is not there");
		ensure!(
			Supplies::<T>::iter_keys().all(|(id, _)| Offers::<T>::contains_key(id)),
			"providers: a supply of an offer that is not there"
		);
		Ok(())
	}

	/// Wishes for admission and providers name each other; what providers are known for stays
	/// within what evidence can add up to.
	pub(crate) fn check_standing() -> Result<(), TryRuntimeError> {
		let wishes = Admissions::<T>::iter().collect::<Vec<_>>();
		ensure!(
			wishes.iter().all(|(id, provider)| {
				*id < NextAdmissionId::<T>::get()
					&& Providers::<T>::get(provider).is_some_and(|one| one.applied == Some(*id))
			}),
			"providers: a wish to be admitted of nobody"
		);
		ensure!(
			Providers::<T>::iter_values().filter(|one| one.applied.is_some()).count()
				== wishes.len(),
			"providers: a wish to be admitted that is not stored"
		);
		ensure!(
			Providers::<T>::iter_values()
				.all(|one| one.applied.is_none() || one.admitted.is_none()),
			"providers: a provider that is admitted and wishes to be"
		);
		ensure!(
			Standings::<T>::iter_values().all(|one| {
				one.good <= MEMORY * LEASE && one.bad <= MEMORY * LEASE * MAX_SEVERITY
			}),
			"providers: more evidence than is remembered"
		);
		Ok(())
	}
}
