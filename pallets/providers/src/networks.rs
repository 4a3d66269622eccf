//! Private networks: bonded by an operator, approved once, with providers and tenants of its own.

use crate::{
	Config, Error, Event, Guests, HoldReason, Members, Network, NetworkState, Networks,
	NextNetworkId, Pallet, Parameters, Providers, MAX_GUESTS, MAX_MEMBERS,
};
use frame_support::{
	defensive, ensure,
	traits::{
		fungible::{Inspect, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
		DefensiveSaturating,
	},
};
use leasehold_primitives::{
	traits::{Approvals, Subject, SubjectFacts, Verdict},
	Balance, NetworkId, Resources,
};
use sp_core::H256;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_network(
		operator: T::AccountId,
		terms: H256,
		restricted: bool,
	) -> DispatchResult {
		let id = NextNetworkId::<T>::get();
		NextNetworkId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		let bond = Parameters::<T>::get().network_bond;
		Self::hold_free(HoldReason::Network, &operator, bond)?;
		let network = Network {
			operator: operator.clone(),
			terms,
			bond,
			state: NetworkState::Pending,
			restricted,
			members: 0,
			guests: 0,
			offers: 0,
		};
		Networks::<T>::insert(id, network);
		Self::deposit_event(Event::NetworkCreated {
			network: id,
			operator: operator.clone(),
			terms,
			restricted,
			bond,
		});
		let facts =
			SubjectFacts { who: operator, manifest: terms, resources: Resources::default() };
		T::Approvals::submit(Subject::Network(id), facts)
	}

	/// Validators have decided about a network. No effect on one that does not wait for it.
	pub(crate) fn on_network_verdict(id: NetworkId, verdict: Verdict) {
		let Some(mut network) = Networks::<T>::get(id) else { return };
		if network.state != NetworkState::Pending {
			return;
		}
		match verdict {
			Verdict::Approved => {
				network.state = NetworkState::Approved;
				Networks::<T>::insert(id, network);
				Self::deposit_event(Event::NetworkApproved { network: id });
			},
			Verdict::Rejected(reason) => {
				if Self::return_bond(&network).is_err() {
					defensive!("a network's bond that is not on hold");
				}
				Networks::<T>::remove(id);
				let bond = network.bond;
				Self::deposit_event(Event::NetworkRejected { network: id, reason, bond });
			},
		}
	}

	pub(crate) fn do_dissolve_network(operator: T::AccountId, id: NetworkId) -> DispatchResult {
		let network = Networks::<T>::get(id).ok_or(Error::<T>::NetworkNotFound)?;
		ensure!(network.operator == operator, Error::<T>::NotAuthorized);
		let is_empty = network.offers == 0 && network.members == 0 && network.guests == 0;
		ensure!(is_empty, Error::<T>::NetworkInUse);
		if network.state == NetworkState::Pending {
			T::Approvals::withdraw(Subject::Network(id));
		}
		Self::return_bond(&network)?;
		Networks::<T>::remove(id);
		Self::deposit_event(Event::NetworkDissolved { network: id, bond: network.bond });
		Ok(())
	}

	pub(crate) fn do_admit_provider(
		operator: T::AccountId,
		id: NetworkId,
		provider: T::AccountId,
	) -> DispatchResult {
		ensure!(Providers::<T>::contains_key(&provider), Error::<T>::NotFound);
		Self::change_network(&operator, id, |network| {
			ensure!(!Members::<T>::contains_key(id, &provider), Error::<T>::AlreadyAdmitted);
			ensure!(network.members < MAX_MEMBERS, Error::<T>::TooManyMembers);
			network.members = network.members.defensive_saturating_add(1);
			Ok(())
		})?;
		Members::<T>::insert(id, &provider, ());
		Self::deposit_event(Event::ProviderAdmitted { network: id, provider });
		Ok(())
	}

	pub(crate) fn do_expel_provider(
		who: T::AccountId,
		id: NetworkId,
		provider: T::AccountId,
	) -> DispatchResult {
		let mut network = Networks::<T>::get(id).ok_or(Error::<T>::NetworkNotFound)?;
		ensure!(who == network.operator || who == provider, Error::<T>::NotAuthorized);
		Members::<T>::take(id, &provider).ok_or(Error::<T>::NotMember)?;
		network.members = network.members.defensive_saturating_sub(1);
		Networks::<T>::insert(id, network);
		Self::deposit_event(Event::ProviderExpelled { network: id, provider });
		Ok(())
	}

	pub(crate) fn do_admit_tenant(
		operator: T::AccountId,
		id: NetworkId,
		tenant: T::AccountId,
	) -> DispatchResult {
		Self::change_network(&operator, id, |network| {
			ensure!(!Guests::<T>::contains_key(id, &tenant), Error::<T>::AlreadyAdmitted);
			ensure!(network.guests < MAX_GUESTS, Error::<T>::TooManyMembers);
			network.guests = network.guests.defensive_saturating_add(1);
			Ok(())
		})?;
		Guests::<T>::insert(id, &tenant, ());
		Self::deposit_event(Event::TenantAdmitted { network: id, tenant });
		Ok(())
	}

	pub(crate) fn do_expel_tenant(
		who: T::AccountId,
		id: NetworkId,
		tenant: T::AccountId,
	) -> DispatchResult {
		let mut network = Networks::<T>::get(id).ok_or(Error::<T>::NetworkNotFound)?;
		ensure!(who == network.operator || who == tenant, Error::<T>::NotAuthorized);
		Guests::<T>::take(id, &tenant).ok_or(Error::<T>::NotMember)?;
		network.guests = network.guests.defensive_saturating_sub(1);
		Networks::<T>::insert(id, network);
		Self::deposit_event(Event::TenantExpelled { network: id, tenant });
		Ok(())
	}

	/// Change an approved network of `operator`.
	pub(crate) fn change_network(
		operator: &T::AccountId,
		id: NetworkId,
		change: impl FnOnce(&mut Network<T::AccountId>) -> DispatchResult,
	) -> DispatchResult {
		Networks::<T>::try_mutate(id, |slot| {
			let network = slot.as_mut().ok_or(Error::<T>::NetworkNotFound)?;
			ensure!(&network.operator == operator, Error::<T>::NotAuthorized);
			ensure!(network.state == NetworkState::Approved, Error::<T>::NetworkNotApproved);
			change(network)
		})
	}

	/// Hold `amount` of what `who` can spare.
	pub(crate) fn hold_free(
		reason: HoldReason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		// A hold reaches below locks by itself; what is locked is not free to be held.
		let free = T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
		ensure!(amount <= free, Error::<T>::InsufficientFunds);
		T::Currency::hold(&reason.into(), who, amount)
	}

	/// Release an operator's bond.
	fn return_bond(network: &Network<T::AccountId>) -> Result<Balance, DispatchError> {
		let reason = HoldReason::Network.into();
		T::Currency::release(&reason, &network.operator, network.bond, Precision::Exact)
	}
}
