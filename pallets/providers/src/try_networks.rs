//! What must hold in every state of networks, offers, admissions, reputation, disputes and
//! auditors' bonds.

use crate::{
	Admissions, Auditors, Config, Disputes, Guests, HoldReason, Maintenances, Members,
	NetworkState, Networks, NextAdmissionId, NextNetworkId, NextOfferId, Offers, Pallet, Providers,
	Reservations, RetiredAuditors, Standings, Supplies, Usages, LEASE, MAX_DISPUTES, MAX_GUESTS,
	MAX_MEMBERS, MAX_OFFERS, MAX_SEVERITY, MAX_SUPPLIES, MEMORY,
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

	/// Disputes are counted, are of registered providers, and tenants have their deposits on
	/// hold; what is remembered of ended leases and maintenance is of registered providers.
	pub(crate) fn check_disputes() -> Result<(), TryRuntimeError> {
		let mut deposits: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
		let mut counts: BTreeMap<T::AccountId, u32> = BTreeMap::new();
		for (provider, _, dispute) in Disputes::<T>::iter() {
			let sum = deposits.entry(dispute.tenant).or_default();
			*sum = sum.checked_add(dispute.deposit).ok_or("providers: deposits overflow")?;
			let count = counts.entry(provider).or_default();
			*count = count.checked_add(1).ok_or("providers: disputes overflow")?;
		}
		for (tenant, deposit) in deposits {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Dispute.into(), &tenant) == deposit,
				"providers: a dispute's deposit is not what is on hold"
			);
		}
		for (provider, usage) in Usages::<T>::iter() {
			ensure!(
				counts.remove(&provider).unwrap_or_default() == usage.disputes
					&& usage.disputes <= MAX_DISPUTES,
				"providers: disputes miscounted or too many"
			);
		}
		ensure!(counts.is_empty(), "providers: a dispute with no registered provider");
		ensure!(
			Maintenances::<T>::iter_keys().all(|one| Providers::<T>::contains_key(&one)),
			"providers: maintenance of no registered provider"
		);
		Ok(())
	}

	/// Auditors have their bonds on hold, and none is listed and struck off at once.
	pub(crate) fn check_auditors() -> Result<(), TryRuntimeError> {
		let listed = Auditors::<T>::iter().map(|(who, record)| (who, record.bond));
		let retired = RetiredAuditors::<T>::iter().map(|(who, record)| (who, record.bond));
		for (auditor, bond) in listed.chain(retired) {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Auditor.into(), &auditor) == bond,
				"providers: an auditor's bond is not what is on hold"
			);
		}
		ensure!(
			RetiredAuditors::<T>::iter()
				.all(|(who, record)| record.bond > 0 && !Auditors::<T>::contains_key(&who)),
			"providers: an auditor listed and struck off, or struck off without a bond"
		);
		Ok(())
	}
}
