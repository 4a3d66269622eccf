//! What the ledger is told.

use crate::*;
use frame_support::traits::Time;
use leasehold_primitives::{
	statement::{asset_code, state_code},
	traits::{Escrow, EscrowTotals, Ledger},
	LeaseState, Statement,
};
use sp_core::H256;

impl<T: Config> Pallet<T> {
	/// Tell the ledger how `lease` stands now. Called after every change that matters to money
	/// or state, from the confirmation on; an award that comes to nothing never was a lease.
	pub(crate) fn note(lease: &mut LeaseOf<T>) {
		let totals = T::Escrow::totals(lease.terms.id).unwrap_or_default();
		Self::note_with(lease, totals);
	}

	/// As [`Self::note`], for who knows the sums of the lease's escrow account already.
	pub(crate) fn note_with(lease: &mut LeaseOf<T>, totals: EscrowTotals) {
		let state = lease.state;
		Self::note_as(lease, Some(&state), totals);
	}

	/// As [`Self::note`], for a lease that has ended with these totals.
	pub(crate) fn note_closed(lease: &mut LeaseOf<T>, totals: EscrowTotals) {
		Self::note_as(lease, None, totals);
	}

	fn note_as(lease: &mut LeaseOf<T>, state: Option<&LeaseState>, totals: EscrowTotals) {
		let now = Self::now();
		// The ledger keeps one statement a lease and block, the last: a number that was only
		// ever written in this block is used again, so that numbers have no gaps.
		if lease.sequence == 0 || lease.noted_at != now {
			// A lease changes less than 2^32 times.
			lease.sequence = lease.sequence.saturating_add(1);
			lease.noted_at = now;
		}
		T::Ledger::note(Statement {
			lease: lease.terms.id,
			tenant: H256(lease.terms.tenant.clone().into()),
			provider: H256(lease.terms.provider.clone().into()),
			asset: asset_code(&lease.terms.asset),
			price: lease.terms.price,
			paid: totals.paid,
			fees: totals.fees,
			refunded: totals.refunded,
			state: state_code(state),
			through: T::UnixTime::now(),
			served: lease.served,
			usage: lease.usage,
			sequence: lease.sequence,
		});
	}
}
