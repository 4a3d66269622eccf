//! The provider's collateral: held with the award, returned after the minimum stay, lost by
//! those who leave earlier or pause for too long.

use crate::*;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
};
use leasehold_primitives::{
	traits::{Escrow, ServiceClocks},
	Balance, BlockNumber, CloseReason,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Put `amount` of the provider's free balance on hold.
	///
	/// # Errors
	/// `InsufficientBalance` if it cannot spare so much.
	pub(crate) fn hold_collateral(provider: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let spare =
			T::Currency::reducible_balance(provider, Preservation::Preserve, Fortitude::Polite);
		ensure!(amount <= spare, Error::<T>::InsufficientBalance);
		T::Currency::hold(&HoldReason::LeaseCollateral.into(), provider, amount)
	}

	/// The block up to which the provider must stay, as it looks now: while the lease is paused,
	/// the stay stands still.
	pub(crate) fn stay_end(lease: &LeaseOf<T>) -> BlockNumber {
		let paused = lease.paused_at.map_or(0, |at| Self::now().saturating_sub(at));
		lease.collateral_until.saturating_add(paused)
	}

	/// Blocks of pause that have not been made up for by as many of service: pausing again and
	/// again, each time for a little less than is borne with, adds up.
	pub(crate) fn pause_debt(lease: &LeaseOf<T>) -> BlockNumber {
		let now = Self::now();
		match lease.paused_at {
			Some(at) => lease.pause_debt.saturating_add(now.saturating_sub(at)),
			// Nothing is earned beyond what is made up for.
			None => lease.pause_debt.saturating_sub(now.saturating_sub(lease.resumed_at)),
		}
	}

	/// The stay stands still from now on.
	pub(crate) fn halt_stay(lease: &mut LeaseOf<T>) {
		lease.pause_debt = Self::pause_debt(lease);
		lease.paused_at = Some(Self::now());
	}

	/// The stay goes on after a pause, by so much longer.
	pub(crate) fn resume_stay(lease: &mut LeaseOf<T>) {
		let end = Self::stay_end(lease);
		lease.pause_debt = Self::pause_debt(lease);
		lease.paused_at = None;
		lease.resumed_at = Self::now();
		if lease.collateral > 0 && end > lease.collateral_until {
			lease.collateral_until = end;
			Self::deposit_event(Event::StayProlonged {
				lease: lease.terms.id,
				collateral_until: end,
			});
		}
	}

	/// Whether the provider has been silent for longer than it may be.
	pub(crate) fn is_silent(lease: &LeaseOf<T>) -> bool {
		let silent = T::Providers::silent_for(&lease.terms.provider);
		silent > Parameters::<T>::get().silence_blocks
	}

	/// To whom the collateral goes of a provider whose lease ends now for `reason`. It has not
	/// kept its minimum stay if it is silent for too long, gave notice for an earlier end, left at
	/// once, or has paused the lease for longer than it may be silent when the tenant closes.
	///
	/// The tenant gets it, but for what a tenant could provoke to earn it, by abuse or by a
	/// workload that is never healthy: that goes to the fee pot. The provider keeps its collateral
	/// if the tenant's money ran out or governance ended the lease.
	pub(crate) fn collateral_to(lease: &LeaseOf<T>, reason: CloseReason) -> CollateralTo {
		if !lease.is_started() {
			return CollateralTo::Provider;
		}
		let stays = Self::now() < Self::stay_end(lease);
		let announced = lease.notice.is_some_and(|notice| notice.early);
		let patience = Parameters::<T>::get().silence_blocks;
		match reason {
			CloseReason::ProviderSilent => CollateralTo::Tenant,
			CloseReason::Tenant if announced || Self::is_silent(lease) => CollateralTo::Tenant,
			CloseReason::Tenant if stays && Self::pause_debt(lease) > patience => {
				CollateralTo::FeePot
			},
			CloseReason::Provider { .. } if announced || stays => CollateralTo::Tenant,
			CloseReason::Abuse { .. } if stays => CollateralTo::FeePot,
			_ => CollateralTo::Provider,
		}
	}

	/// Whether a provider whose lease ends now for `reason` has not kept its minimum stay.
	pub(crate) fn leaves_early(lease: &LeaseOf<T>, reason: CloseReason) -> bool {
		Self::collateral_to(lease, reason) != CollateralTo::Provider
	}

	/// Move all that is left of the collateral to whom it belongs. What the tenant cannot receive
	/// goes to the fee pot; what the pot cannot receive goes back to the provider.
	pub(crate) fn settle_collateral(lease: &mut LeaseOf<T>, to: CollateralTo) {
		let amount = core::mem::take(&mut lease.collateral);
		Self::move_collateral(lease, amount, to);
	}

	/// Move `amount`, which the caller has taken off the record, as above.
	pub(crate) fn move_collateral(lease: &LeaseOf<T>, amount: Balance, to: CollateralTo) {
		if amount == 0 {
			return;
		}
		let provider = &lease.terms.provider;
		let ways: &[CollateralTo] = match to {
			CollateralTo::Tenant => {
				&[CollateralTo::Tenant, CollateralTo::FeePot, CollateralTo::Provider]
			},
			CollateralTo::FeePot => &[CollateralTo::FeePot, CollateralTo::Provider],
			CollateralTo::Provider => &[CollateralTo::Provider],
		};
		for way in ways {
			let moved = match way {
				CollateralTo::Tenant => {
					Self::transfer_collateral(provider, &lease.terms.tenant, amount)
				},
				CollateralTo::FeePot => {
					Self::transfer_collateral(provider, &T::Escrow::fee_pot(), amount)
				},
				CollateralTo::Provider => Self::release_collateral(provider, amount),
			};
			if moved.is_ok() {
				Self::deposit_event(Event::CollateralSettled {
					lease: lease.terms.id,
					provider: provider.clone(),
					amount,
					to: *way,
				});
				return;
			}
		}
		defensive!("a provider's collateral is not on hold");
	}

	fn release_collateral(provider: &T::AccountId, amount: Balance) -> DispatchResult {
		with_storage_layer(|| {
			let reason = HoldReason::LeaseCollateral.into();
			T::Currency::release(&reason, provider, amount, Precision::Exact).map(|_| ())
		})
	}

	/// The storage layer matters: a failed transfer may have shrunk the hold already.
	fn transfer_collateral(
		provider: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		with_storage_layer(|| {
			let moved = T::Currency::transfer_on_hold(
				&HoldReason::LeaseCollateral.into(),
				provider,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)?;
			ensure!(moved == amount, DispatchError::Unavailable);
			Ok(())
		})
	}
}
