//! What the market does as the leases of its orders come and go.

use crate::{
	CloseCause, Config, Deployments, Error, Event, OpenOrders, OrderOf, OrderState, Orders, Pallet,
	Params, ReopenCause, WeightInfo,
};
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use leasehold_primitives::{
	lease::DeclineReason,
	traits::{Approvals, Escrow, OnLease, Subject, SubjectFacts},
	CloseReason, LeaseId, LeaseTerms, ManifestHash, OrderId, Resources,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> OnLease<T::AccountId> for Pallet<T> {
	/// The order is served, and its price known to quotes, unless a private network set it. No
	/// effect on an order that was not awarded.
	fn on_started(id: LeaseId) {
		let Some(mut order) = Orders::<T>::get(id) else { return };
		let OrderState::Awarded { provider, price } = order.state else { return };
		if order.offer.is_none() {
			Self::note_award(&order.asset, &order.spec, price);
		}
		order.state = OrderState::Leased { provider: provider.clone(), price };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::OrderLeased { order: id, provider });
	}

	/// Put the order up again without `provider`, or close it if it takes an offer, which is for no
	/// other and has no approval of its own. The provider's own loss is taken by the leases
	/// pallet; the tenant's, where there is one, here. No effect on an order that was not awarded
	/// to this provider.
	fn on_declined(id: LeaseId, provider: &T::AccountId, reason: DeclineReason) {
		let Some(mut order) = Orders::<T>::get(id) else { return };
		match &order.state {
			OrderState::Awarded { provider: winner, .. } if winner == provider => {},
			_ => return,
		}
		if let DeclineReason::Declined { .. } = reason {
			Self::charge_tenant(id, &order);
		}
		if order.offer.is_some() {
			return Self::begin_closing(id, order, CloseCause::NotConfirmed(reason));
		}
		let room = Self::exclude(id, &mut order, provider);
		Self::reopen(id, order, ReopenCause::NotConfirmed(reason), room);
	}

	/// Close the order's group. No effect on an order that has no lease.
	fn on_ended(id: LeaseId, reason: CloseReason) {
		let Some(order) = Orders::<T>::get(id) else { return };
		match order.state {
			OrderState::Awarded { .. } | OrderState::Leased { .. } => {},
			_ => return,
		}
		Self::forget(id, &order, CloseCause::LeaseEnded(reason));
	}

	fn ensure_amendable(id: LeaseId, replicas: u16) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		let allowed = order.scaling.is_none_or(|bounds| bounds.allows(replicas))
			&& u32::from(replicas) <= Self::most_replicas(order.spec.distinct);
		ensure!(allowed, Error::<T>::BeyondScaling);
		Ok(())
	}

	/// The order knows the new price. What it asks for stays what validators were asked about. No
	/// effect on an order that is not leased.
	fn on_amended(terms: &LeaseTerms<T::AccountId>) {
		let Some(mut order) = Orders::<T>::get(terms.id) else { return };
		let OrderState::Leased { price, .. } = &mut order.state else { return };
		*price = terms.price;
		Orders::<T>::insert(terms.id, order);
	}

	fn relist(terms: &LeaseTerms<T::AccountId>) -> Option<OrderId> {
		let order = Orders::<T>::get(terms.id)?;
		match &order.state {
			OrderState::Leased { provider, .. } if *provider == terms.provider => {},
			_ => return None,
		}
		let may = order.relist && order.rounds < Params::<T>::get().max_rounds;
		if !may || T::Approvals::ensure_not_denied(&order.tenant, &terms.manifest).is_err() {
			return None;
		}
		with_storage_layer(|| Self::succeed(order, terms)).ok()
	}

	fn weight() -> Weight {
		T::WeightInfo::on_lease().max(T::WeightInfo::relist())
	}

	fn started_weight() -> Weight {
		T::WeightInfo::on_started()
	}

	fn ended_weight() -> Weight {
		T::WeightInfo::on_ended()
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the validators' approval of `order` covers what its lease was last agreed to be: the
	/// same manifest, and no more of anything, all replicas together.
	fn covers(order: &OrderOf<T>, manifest: ManifestHash, need: &Resources) -> bool {
		let within = |approved: Resources| approved.checked_sub(need).is_some();
		order.manifest == manifest && order.spec.total().is_some_and(within)
	}

	/// Put what a provider leaves up again under a new number, in the same group, and forget the
	/// order that it was leased under. It is open at once as far as the old one's approval reaches
	/// (I-8), else before the validators, for a further order fee.
	fn succeed(
		mut order: OrderOf<T>,
		terms: &LeaseTerms<T::AccountId>,
	) -> Result<OrderId, DispatchError> {
		let id = Self::next_order_id()?;
		let open = OpenOrders::<T>::get().checked_add(1).ok_or(ArithmeticError::Overflow)?;
		OpenOrders::<T>::put(open);
		let need = terms.resources.checked_mul(terms.replicas).ok_or(ArithmeticError::Overflow)?;
		let covered = Self::covers(&order, terms.manifest, &need);
		order.spec.resources = terms.resources.clone();
		order.spec.replicas = terms.replicas;
		order.manifest = terms.manifest;
		// What the tenant has paid, it may be asked for again.
		order.spec.max_price = order.spec.max_price.max(terms.price);
		order.rounds = order.rounds.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		order.clear_book();
		ensure!(Self::exclude(id, &mut order, &terms.provider), DispatchError::Exhausted);
		Deployments::<T>::try_mutate(order.deployment, |deployment| {
			let groups = deployment.as_mut().map(|one| &mut one.groups);
			let slot = groups.and_then(|groups| groups.get_mut(usize::from(order.group)));
			*slot.ok_or(DispatchError::Corruption)? = Some(id);
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::OrderRelisted {
			order: id,
			predecessor: terms.id,
			deployment: order.deployment,
			group: order.group,
			manifest: order.manifest,
			spec: order.spec.clone(),
			rounds: order.rounds,
		});
		if covered {
			let (ends, latest) = Self::start_auction(id, &mut order, &Params::<T>::get());
			Self::deposit_event(Event::OrderOpened { order: id, ends, latest });
		} else {
			order.state = OrderState::Pending;
			let (who, manifest) = (order.tenant.clone(), order.manifest);
			let facts = SubjectFacts { who, manifest, resources: need };
			T::Approvals::submit(Subject::Order(id), facts)?;
		}
		Orders::<T>::remove(terms.id);
		Orders::<T>::insert(id, order);
		Ok(id)
	}

	/// Take from the tenant what a declined award costs both sides, so that asking for what
	/// nobody can accept is not free. One that has nothing to spare is let off: its order fee and
	/// its rounds are bounded.
	fn charge_tenant(id: OrderId, order: &OrderOf<T>) {
		let amount = Params::<T>::get().decline_penalty;
		if amount == 0 {
			return;
		}
		let tenant = order.tenant.clone();
		let event = match with_storage_layer(|| T::Escrow::charge(&tenant, amount)) {
			Ok(()) => Event::DeclinePenaltyTaken { order: id, tenant, amount },
			Err(_) => Event::DeclinePenaltySkipped { order: id, tenant, amount },
		};
		Self::deposit_event(event);
	}
}
