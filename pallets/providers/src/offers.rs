//! Offers of private networks: published, supplied, taken and given back.

use crate::{
	Config, Error, Event, Guests, MachineTerms, Members, NetworkState, Networks, NextOfferId,
	Nodes, Offer, OfferTerms, Offers, Pallet, Providers, Supplies, Supply, SupplyNodes, WeightInfo,
	MAX_GRACE, MAX_NOTICE, MAX_OFFERS, MAX_QUANTITY, MAX_SUPPLIES,
};
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure, storage::with_storage_layer, traits::DefensiveSaturating, weights::Weight,
};
use leasehold_primitives::{
	traits::{Offers as OffersTrait, TakenOffer},
	NetworkId, OfferId, OrderId, Placement, Requirements, MAX_REPLICAS,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_publish_offer(
		operator: T::AccountId,
		network: NetworkId,
		terms: OfferTerms,
		quantity: u32,
	) -> DispatchResult {
		ensure!(terms.resources.is_well_formed(), Error::<T>::InvalidResources);
		let is_valid = terms.price > 0
			&& (1..=MAX_NOTICE).contains(&terms.notice)
			&& terms.grace <= MAX_GRACE
			&& (1..=MAX_QUANTITY).contains(&quantity);
		ensure!(is_valid, Error::<T>::InvalidOffer);
		let id = NextOfferId::<T>::get();
		NextOfferId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		Self::change_network(&operator, network, |network| {
			ensure!(network.offers < MAX_OFFERS, Error::<T>::TooManyOffers);
			network.offers = network.offers.defensive_saturating_add(1);
			Ok(())
		})?;
		let offer =
			Offer { network, terms: terms.clone(), quantity, taken: 0, supplies: 0, open: true };
		Offers::<T>::insert(id, offer);
		Self::deposit_event(Event::OfferPublished { offer: id, network, terms, quantity });
		Ok(())
	}

	/// Close an offer, and remove it as soon as nothing of it is taken.
	pub(crate) fn do_withdraw_offer(operator: T::AccountId, id: OfferId) -> DispatchResult {
		let mut offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		if offer.taken > 0 {
			Self::change_network(&operator, offer.network, |_| Ok(()))?;
			ensure!(offer.open, Error::<T>::OfferInUse);
			offer.open = false;
			Offers::<T>::insert(id, offer);
			Self::deposit_event(Event::OfferClosed { offer: id });
			return Ok(());
		}
		Self::change_network(&operator, offer.network, |network| {
			network.offers = network.offers.defensive_saturating_sub(1);
			Ok(())
		})?;
		if Supplies::<T>::clear_prefix(id, MAX_SUPPLIES, None).maybe_cursor.is_some() {
			defensive!("an offer has at most MAX_SUPPLIES supplies");
		}
		Offers::<T>::remove(id);
		Self::deposit_event(Event::OfferRemoved { offer: id });
		Ok(())
	}

	/// Supply an offer from these machines from now on; from none: no longer.
	pub(crate) fn do_supply_offer(
		provider: T::AccountId,
		id: OfferId,
		nodes: SupplyNodes,
	) -> DispatchResult {
		let mut offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		let had = Supplies::<T>::contains_key(id, &provider);
		if nodes.is_empty() {
			ensure!(had, Error::<T>::NothingToChange);
			offer.supplies = offer.supplies.defensive_saturating_sub(1);
			Supplies::<T>::remove(id, &provider);
		} else {
			let record = Providers::<T>::get(&provider).ok_or(Error::<T>::NotFound)?;
			ensure!(Members::<T>::contains_key(offer.network, &provider), Error::<T>::NotMember);
			let ascends = nodes.windows(2).all(|pair| match pair {
				[a, b] => a < b,
				_ => true,
			});
			ensure!(ascends, Error::<T>::InvalidPlacement);
			ensure!(
				nodes.iter().all(|node| record.nodes.contains(*node)),
				Error::<T>::NodeNotFound
			);
			if !had {
				ensure!(offer.supplies < MAX_SUPPLIES, Error::<T>::TooManySupplies);
				offer.supplies = offer.supplies.defensive_saturating_add(1);
			}
			let supply = Supply { nodes: nodes.clone(), registered: record.registered };
			Supplies::<T>::insert(id, &provider, supply);
		}
		Offers::<T>::insert(id, offer);
		Self::deposit_event(Event::OfferSupplied { offer: id, provider, nodes });
		Ok(())
	}

	fn do_take(
		id: OfferId,
		tenant: &T::AccountId,
		provider: &T::AccountId,
		replicas: u16,
		order: OrderId,
	) -> Result<TakenOffer, DispatchError> {
		ensure!((1..=MAX_REPLICAS).contains(&replicas), Error::<T>::InvalidQuantity);
		let mut offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		ensure!(offer.open, Error::<T>::OfferIsClosed);
		let network = Networks::<T>::get(offer.network).ok_or(Error::<T>::NetworkNotFound)?;
		ensure!(network.state == NetworkState::Approved, Error::<T>::NetworkNotApproved);
		let is_guest = !network.restricted || Guests::<T>::contains_key(offer.network, tenant);
		ensure!(is_guest, Error::<T>::NotAdmittedToNetwork);
		ensure!(Members::<T>::contains_key(offer.network, provider), Error::<T>::NotMember);
		let taken = offer.taken.checked_add(replicas.into()).ok_or(ArithmeticError::Overflow)?;
		ensure!(taken <= offer.quantity, Error::<T>::InvalidQuantity);

		let record = Providers::<T>::get(provider).ok_or(Error::<T>::NotFound)?;
		Self::check_record(provider, &record, &Requirements::default())?;
		let supply = Supplies::<T>::get(id, provider)
			.filter(|supply| supply.registered == record.registered)
			.ok_or(Error::<T>::NotSupplied)?;
		let terms = offer.terms.clone();
		let (placement, looked_at) = Self::place_on(provider, &supply.nodes, &terms, replicas)
			.ok_or(Error::<T>::InsufficientCapacity)?;
		let machine_terms = MachineTerms { architecture: terms.architecture, ..Default::default() };
		let from = Some((id, replicas));
		Self::reserve_for(provider, order, &terms.resources, &placement, machine_terms, from)?;
		let price = terms.price.checked_mul(replicas.into()).ok_or(ArithmeticError::Overflow)?;
		offer.taken = taken;
		let network = offer.network;
		Offers::<T>::insert(id, offer);
		Self::deposit_event(Event::OfferTaken {
			offer: id,
			order,
			tenant: tenant.clone(),
			provider: provider.clone(),
			replicas,
		});
		let OfferTerms { resources, architecture, asset, collateral, notice, grace, .. } = terms;
		Ok(TakenOffer {
			network,
			resources,
			architecture,
			price,
			asset,
			collateral,
			notice,
			grace,
			placement,
			looked_at,
		})
	}

	/// Where `replicas` fit on the machines named, the first first, and how many machines it took to
	/// look at.
	fn place_on(
		provider: &T::AccountId,
		nodes: &SupplyNodes,
		terms: &OfferTerms,
		replicas: u16,
	) -> Option<(Placement, u32)> {
		let mut left = replicas;
		let mut placement = Vec::new();
		for (index, looked_at) in nodes.iter().zip(1u32..) {
			// One that is gone meanwhile has no room.
			let Some(node) = Nodes::<T>::get(provider, index) else { continue };
			if terms.architecture.is_some_and(|wanted| wanted != node.architecture) {
				continue;
			}
			let here = node.room(&terms.resources, left);
			if here > 0 {
				placement.push((*index, here));
				left = left.checked_sub(here)?;
			}
			if left == 0 {
				return Placement::try_from(placement).ok().map(|placement| (placement, looked_at));
			}
		}
		None
	}

	/// Give back what a reservation had taken of an offer.
	pub(crate) fn return_to_offer(id: OfferId, order: OrderId, replicas: u16) {
		Offers::<T>::mutate(id, |slot| {
			let left = slot.as_ref().and_then(|offer| offer.taken.checked_sub(replicas.into()));
			match (slot, left) {
				(Some(offer), Some(taken)) => offer.taken = taken,
				_ => {
					defensive!("an offer that does not know what was taken of it");
				},
			}
		});
		Self::deposit_event(Event::OfferReturned { offer: id, order, replicas });
	}
}

impl<T: Config> OffersTrait<T::AccountId> for Pallet<T> {
	fn take(
		offer: OfferId,
		tenant: &T::AccountId,
		provider: &T::AccountId,
		replicas: u16,
		order: OrderId,
	) -> Result<TakenOffer, DispatchError> {
		with_storage_layer(|| Self::do_take(offer, tenant, provider, replicas, order))
	}

	fn weight(machines: u32) -> Weight {
		T::WeightInfo::take_offer(machines)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn setup(
		tenant: &T::AccountId,
		provider: &T::AccountId,
		resources: &leasehold_primitives::Resources,
		asset: leasehold_primitives::AssetId,
	) -> OfferId {
		crate::benchmarking::setup_offer::<T>(tenant, provider, resources, asset)
	}
}
