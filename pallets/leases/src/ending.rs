//! The end of a lease: where its money, its capacity and its collateral go, who is told, and what
//! becomes of it when its provider leaves.

use crate::*;
use frame_support::{ensure, storage::with_storage_layer};
use leasehold_primitives::{
	traits::{Closed, Escrow, LeaseOutcome, OnLease, Providers, Reputation, ServiceClocks},
	CloseReason, LeaseId, OrderId, BLOCKS_PER_HOUR,
};
use sp_runtime::DispatchError;

/// The least that an order is put up again with, in [`Escrow::comparable`] terms: the asset's
/// minimum deposit.
const LEAST_REST: u128 = 1_000;

/// What the end of a lease has done, as far as its weight depends on that.
pub(crate) struct Ended {
	/// How many depositors there were.
	pub depositors: u32,
	/// To how many machines and offers its capacity went back.
	pub given_back: u32,
	/// Whether they got back their rests and the provider its collateral, all in the native token.
	pub usual: bool,
}

impl<T: Config> Pallet<T> {
	/// End a lease: settle, give back the reservation and the collateral, return the deposits or,
	/// when the provider leaves a tenant that wished so, pass them on to a new order; tell the
	/// ledger, the registry and market, and forget the lease. All or nothing.
	pub(crate) fn end(id: LeaseId, reason: CloseReason) -> Result<Ended, DispatchError> {
		with_storage_layer(|| {
			let mut lease = Self::take(id)?;
			let provider = lease.terms.provider.clone();
			let given_back = T::Providers::release(&provider, id);
			if lease.is_started() {
				T::Providers::note_lease(&provider, false);
			}
			let (closed, order) = match Self::put_up_again(&lease, reason) {
				Some((closed, order)) => (closed, Some(order)),
				None => (T::Escrow::close(id)?, None),
			};
			let totals = closed.totals;
			if let Some(outcome) = Self::outcome(&lease, reason) {
				let weight = T::Escrow::comparable(&lease.terms.asset, totals.fees);
				let tenant = &lease.terms.tenant;
				T::Reputation::note_end(id, &provider, tenant, outcome, weight.unwrap_or_default());
			}
			let to = Self::collateral_to(&lease, reason);
			Self::settle_collateral(&mut lease, to);
			Self::note_closed(&lease, &closed);
			Self::deposit_event(Event::LeaseClosed { lease: id, reason, totals });
			match order {
				Some(order) => Self::deposit_event(Event::LeaseRelisted { lease: id, order }),
				None => T::Market::on_ended(id, reason),
			}
			let usual = closed.usual && to == CollateralTo::Provider;
			Ok(Ended { depositors: closed.depositors, given_back, usual })
		})
	}

	/// When the provider has left: let market put up the rest of the lease as a new order, and
	/// roll the escrow account over to it. `None`, and nothing has changed, if nobody wishes so or
	/// too little is left: the lease just ends.
	fn put_up_again(lease: &LeaseOf<T>, reason: CloseReason) -> Option<(Closed, OrderId)> {
		let leaves = matches!(reason, CloseReason::Provider { .. } | CloseReason::ProviderSilent);
		if !leaves || !lease.is_started() {
			return None;
		}
		let id = lease.terms.id;
		with_storage_layer(|| {
			// Should this use up the account, the hook finds the lease gone already.
			let rest = T::Escrow::settle(id)?.totals.held;
			let comparable = T::Escrow::comparable(&lease.terms.asset, rest);
			ensure!(comparable.is_none_or(|rest| rest >= LEAST_REST), DispatchError::Unavailable);
			let order = T::Market::relist(&lease.terms).ok_or(DispatchError::Unavailable)?;
			let closed = T::Escrow::roll_over(id, order)?;
			Ok::<_, DispatchError>((closed, order))
		})
		.ok()
	}

	/// How the provider kept to a lease that ends now for `reason`. `None` where that says
	/// nothing of it: before the confirmation, when governance ends the lease, or when the
	/// provider ends it for abuse after the minimum stay.
	pub(crate) fn outcome(lease: &LeaseOf<T>, reason: CloseReason) -> Option<LeaseOutcome> {
		if !lease.is_started() {
			return None;
		}
		match reason {
			CloseReason::Governance => None,
			CloseReason::ProviderSilent => Some(Self::silence_of(lease)),
			// Whoever ends the lease of a provider that is gone, it is gone.
			CloseReason::Tenant | CloseReason::Provider { .. } if Self::is_silent(lease) => {
				Some(Self::silence_of(lease))
			},
			_ if Self::leaves_early(lease, reason) => Some(LeaseOutcome::LeftEarly),
			CloseReason::Abuse { .. } => None,
			CloseReason::Tenant | CloseReason::Provider { .. } | CloseReason::InsufficientFunds => {
				Some(LeaseOutcome::Well)
			},
		}
	}

	fn silence_of(lease: &LeaseOf<T>) -> LeaseOutcome {
		let blocks = T::Providers::silent_for(&lease.terms.provider);
		LeaseOutcome::Silent { hours: blocks.div_ceil(BLOCKS_PER_HOUR) }
	}
}
