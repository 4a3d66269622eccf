//! Offers of private networks: taken at once, with neither a vote nor an auction.

use crate::{
	Config, Deployment, Error, Event, GroupRequest, Order, OrderState, Orders, Pallet, WeightInfo,
};
use frame_support::{ensure, weights::Weight, BoundedVec};
use leasehold_primitives::{
	traits::{Approvals, Escrow, Leases, Offers, TakenOffer},
	AssetId, Balance, GroupSpec, LeaseTerms, ManifestHash, OfferId, OrderId, MAX_PLACEMENTS,
};
use sp_runtime::{DispatchError, DispatchResult};

/// What a tenant takes of an offer.
pub(crate) struct Taking<AccountId> {
	pub tenant: AccountId,
	pub manifest: ManifestHash,
	pub offer: OfferId,
	pub provider: AccountId,
	pub replicas: u16,
	/// Base units of the offer's asset.
	pub deposit: Balance,
}

impl<T: Config> Pallet<T> {
	/// See [`Pallet::take_offer`]. Returns what it weighed.
	pub(crate) fn do_take_offer(taking: Taking<T::AccountId>) -> Result<Weight, DispatchError> {
		let Taking { tenant, manifest, offer, provider, replicas, .. } = &taking;
		ensure!(tenant != provider, Error::<T>::OwnOrder);
		T::Approvals::ensure_not_denied(tenant, manifest)?;
		let id = Self::next_order_id()?;
		let taken = T::Offers::take(*offer, tenant, provider, *replicas, id)?;
		let weight = Self::taken_weight(&taken);
		Self::order_taken(id, taking, taken)?;
		Ok(weight)
	}

	/// Make an order of what was taken, with a deployment of its own, and award it.
	pub(crate) fn order_taken(
		id: OrderId,
		taking: Taking<T::AccountId>,
		taken: TakenOffer,
	) -> DispatchResult {
		let Taking { tenant, manifest, offer, provider, replicas, deposit } = taking;
		let TakenOffer {
			network,
			resources,
			architecture,
			price,
			asset,
			collateral,
			notice,
			grace,
			placement,
			..
		} = taken;
		let deployment = Self::next_deployment_id()?;
		T::Escrow::open(id, &tenant, asset.clone(), deposit)?;
		let spec = GroupSpec { architecture, ..GroupSpec::new(resources.clone(), replicas, price) };
		let request = GroupRequest::new(spec.clone(), deposit);
		let asked = Order::new(deployment, 0, tenant.clone(), asset.clone(), manifest, request);
		let state = OrderState::Awarded { provider: provider.clone(), price };
		Orders::<T>::insert(id, Order { min_notice: notice, offer: Some(offer), state, ..asked });
		let groups = BoundedVec::truncate_from([Some(id)].into());
		Self::record_deployment(
			deployment,
			Deployment { tenant: tenant.clone(), manifest, asset: asset.clone(), groups },
		);
		Self::deposit_event(Event::OfferOrdered {
			order: id,
			deployment,
			offer,
			network,
			tenant: tenant.clone(),
			provider: provider.clone(),
			manifest,
			asset: asset.clone(),
			spec,
			price,
			collateral,
			placement,
			deposit,
		});
		T::Leases::award(LeaseTerms {
			id,
			deployment,
			group: 0,
			tenant,
			provider,
			asset,
			price,
			resources,
			replicas,
			manifest,
			collateral,
			notice,
			grace,
		})
	}

	/// The most that taking an offer may weigh.
	pub(crate) fn take_offer_weight() -> Weight {
		T::WeightInfo::take_offer().saturating_add(T::Offers::weight(MAX_PLACEMENTS))
	}

	/// What taking this has weighed.
	fn taken_weight(taken: &TakenOffer) -> Weight {
		let own = match taken.asset {
			AssetId::Native => T::WeightInfo::take_offer_native(),
			AssetId::WithId(_) => T::WeightInfo::take_offer(),
		};
		own.saturating_add(T::Offers::weight(taken.looked_at)).min(Self::take_offer_weight())
	}
}
