//! The provider's collateral: held with the award, returned after the minimum stay, lost by
//! those who leave earlier.

use crate::*;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
};
use leasehold_primitives::{traits::Escrow, Balance, BlockNumber, CloseReason};
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

	/// The stay goes on after a pause, by so much longer.
	pub(crate) fn resume_stay(lease: &mut LeaseOf<T>) {
		let end = Self::stay_end(lease);
		lease.paused_at = None;
		if lease.collateral > 0 && end > lease.collateral_until {
			lease.collateral_until = end;
			Self::deposit_event(Event::StayProlonged {
				lease: lease.terms.id,
				collateral_until: end,
			});
		}
	}

	/// Whether a provider whose lease ends now for `reason` has not kept its minimum stay: it
	/// gave notice for an earlier end, or left at once, or fell silent, or had paused the lease
	/// for longer than it may be silent when the tenant closed. It keeps its collateral if the
	/// tenant's money ran out or governance ended the lease.
	pub(crate) fn leaves_early(lease: &LeaseOf<T>, reason: CloseReason) -> bool {
		let now = Self::now();
		let stays = now < Self::stay_end(lease);
		let announced = lease.notice.is_some_and(|notice| notice.early);
		let abandoned = || {
			let patience = Parameters::<T>::get().silence_blocks;
			lease.paused_at.is_some_and(|at| now.saturating_sub(at) > patience)
		};
		lease.is_started()
			&& match reason {
				CloseReason::ProviderSilent => true,
				CloseReason::Tenant => announced || stays && abandoned(),
				CloseReason::Provider { .. } => announced || stays,
				CloseReason::Abuse { .. } => stays,
				CloseReason::InsufficientFunds | CloseReason::Governance => false,
			}
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
