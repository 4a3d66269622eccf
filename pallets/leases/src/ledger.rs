//! What the ledger is told.

use crate::*;
use frame_support::{defensive, traits::Time};
use leasehold_primitives::{
	statement::{asset_code, state_code},
	traits::{Closed, Escrow, EscrowTotals, Ledger},
	LeaseState, Statement,
};
use sp_core::H256;

impl<T: Config> Pallet<T> {
	/// Tell the ledger how `lease` stands now. Called after every change that matters to money
	/// or state, from the confirmation on; an award that comes to nothing never was a lease.
	pub(crate) fn note(lease: &LeaseOf<T>) {
		let Ok((number, totals)) = T::Escrow::note(lease.terms.id) else {
			defensive!("a lease without an escrow account");
			return;
		};
		Self::note_with(lease, number, totals);
	}

	/// As [`Self::note`], for who knows the statement's number and the sums of the lease's escrow
	/// account already.
	pub(crate) fn note_with(lease: &LeaseOf<T>, number: u32, totals: EscrowTotals) {
		Self::note_as(lease, Some(&lease.state), number, totals);
	}

	/// As [`Self::note`], for a lease that has ended like that.
	pub(crate) fn note_closed(lease: &LeaseOf<T>, closed: &Closed) {
		Self::note_as(lease, None, closed.statement, closed.totals);
	}

	fn note_as(
		lease: &LeaseOf<T>,
		state: Option<&LeaseState>,
		sequence: u32,
		totals: EscrowTotals,
	) {
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
			sequence,
		});
	}
}
