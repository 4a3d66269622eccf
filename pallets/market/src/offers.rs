//! Offers of private networks: taken at once, with neither a vote nor an auction.

use crate::{
	Config, Deployment, Error, Event, GroupRequest, Order, OrderState, Orders, Pallet, WeightInfo,
};
use frame_support::{ensure, weights::Weight, BoundedVec};
use leasehold_primitives::{
	traits::{Approvals, Escrow, Leases, Offers, TakenOffer},
	Balance, GroupSpec, LeaseTerms, ManifestHash, OfferId,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// See [`Pallet::take_offer`].
	pub(crate) fn do_take_offer(
		tenant: T::AccountId,
		manifest: ManifestHash,
		offer: OfferId,
		provider: T::AccountId,
		replicas: u16,
		deposit: Balance,
	) -> DispatchResult {
		ensure!(tenant != provider, Error::<T>::OwnOrder);
		T::Approvals::ensure_not_denied(&tenant, &manifest)?;
		let deployment = Self::next_deployment_id()?;
		let id = Self::next_order_id()?;
		let taken = T::Offers::take(offer, &tenant, &provider, replicas, id)?;
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
		} = taken;
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
		T::WeightInfo::take_offer()
			.saturating_add(T::Offers::weight())
			.saturating_add(T::Leases::award_weight())
	}
}
