//! What the market does as the leases of its orders come and go.

use crate::{
	CloseCause, Config, Event, OrderOf, OrderState, Orders, Pallet, Params, ReopenCause, WeightInfo,
};
use frame_support::{storage::with_storage_layer, weights::Weight};
use leasehold_primitives::{
	lease::DeclineReason,
	traits::{Escrow, OnLease},
	CloseReason, LeaseId, LeaseTerms, OrderId,
};

impl<T: Config> OnLease<T::AccountId> for Pallet<T> {
	/// The order is served, and its price known to quotes. No effect on an order that was not
	/// awarded.
	fn on_started(id: LeaseId) {
		let Some(mut order) = Orders::<T>::get(id) else { return };
		let OrderState::Awarded { provider, price } = order.state else { return };
		Self::note_award(&order.asset, &order.spec, price);
		order.state = OrderState::Leased { provider: provider.clone(), price };
		Orders::<T>::insert(id, order);
		Self::deposit_event(Event::OrderLeased { order: id, provider });
	}

	/// Put the order up again without `provider`. The provider's own loss is taken by the leases
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
		let room = Self::exclude(id, &mut order, provider);
		Self::relist(id, order, ReopenCause::NotConfirmed(reason), room);
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

	fn relist(_: &LeaseTerms<T::AccountId>) -> Option<OrderId> {
		None
	}

	fn weight() -> Weight {
		T::WeightInfo::on_lease()
	}
}

impl<T: Config> Pallet<T> {
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
