//! What governance sets: deny-lists and parameters.

use crate::*;
use frame_support::ensure;
use leasehold_primitives::ManifestHash;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn check_denials(who: &T::AccountId, manifest: &ManifestHash) -> DispatchResult {
		ensure!(!DeniedTenants::<T>::contains_key(who), Error::<T>::TenantIsDenied);
		ensure!(!DeniedManifests::<T>::contains_key(manifest), Error::<T>::ManifestIsDenied);
		Ok(())
	}

	pub(crate) fn do_deny_manifest(manifest: ManifestHash) -> DispatchResult {
		ensure!(!DeniedManifests::<T>::contains_key(manifest), Error::<T>::AlreadyExists);
		DeniedManifests::<T>::insert(manifest, ());
		Self::deposit_event(Event::ManifestDenied { manifest });
		Ok(())
	}

	pub(crate) fn do_allow_manifest(manifest: ManifestHash) -> DispatchResult {
		DeniedManifests::<T>::take(manifest).ok_or(Error::<T>::NotFound)?;
		Self::deposit_event(Event::ManifestAllowed { manifest });
		Ok(())
	}

	pub(crate) fn do_deny_tenant(who: T::AccountId) -> DispatchResult {
		ensure!(!DeniedTenants::<T>::contains_key(&who), Error::<T>::AlreadyExists);
		DeniedTenants::<T>::insert(&who, ());
		Self::deposit_event(Event::TenantDenied { who });
		Ok(())
	}

	pub(crate) fn do_allow_tenant(who: T::AccountId) -> DispatchResult {
		DeniedTenants::<T>::take(&who).ok_or(Error::<T>::NotFound)?;
		Self::deposit_event(Event::TenantAllowed { who });
		Ok(())
	}

	pub(crate) fn do_set_params(params: ApprovalParams) -> DispatchResult {
		ensure!(params.is_sane(), Error::<T>::InvalidParams);
		Params::<T>::put(params);
		Self::deposit_event(Event::ParamsSet { params });
		Ok(())
	}
}
