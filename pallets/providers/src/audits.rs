//! What auditors attest to of providers.

use crate::{
	weights, Attestation, Attestations, Attributes, Config, Error, Event, Pallet, ProviderRecord,
	WeightInfo, MAX_ATTESTATION_BLOCKS, MAX_AUDITORS,
};
use alloc::vec::Vec;
use frame_support::{defensive, dispatch::DispatchResultWithPostInfo, ensure};
use leasehold_primitives::BlockNumber;
use sp_core::H256;
use sp_runtime::{traits::BlockNumberProvider, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_attest(
		auditor: T::AccountId,
		provider: T::AccountId,
		attributes: Attributes,
		level: u8,
		evidence: H256,
		expires: BlockNumber,
	) -> DispatchResultWithPostInfo {
		ensure!(Self::is_listed(&auditor), Error::<T>::NotAuditor);
		ensure!(!attributes.is_empty(), Error::<T>::EmptyAttestation);
		let now = Self::ensure_expiry(expires)?;
		let examined = Self::mutate(&provider, |record| {
			for (at, attribute) in attributes.iter().enumerate() {
				ensure!(record.attributes.contains(attribute), Error::<T>::NotDeclared);
				let is_new = !attributes.iter().take(at).any(|other| other == attribute);
				ensure!(is_new, Error::<T>::DuplicateAttribute);
			}
			if Attestations::<T>::contains_key(&provider, &auditor) {
				return Ok(0);
			}
			let examined = if record.attestations < MAX_AUDITORS { 0 } else { record.attestations };
			if examined > 0 {
				// At most so many auditors are listed, this one among them: clearing away what
				// no longer counts always makes room.
				Self::clear_attestations(&provider, record, now);
				ensure!(record.attestations < MAX_AUDITORS, Error::<T>::TooManyAuditors);
			}
			record.attestations = record.attestations.saturating_add(1);
			Ok(examined)
		})?;
		let weight = T::WeightInfo::attest(weights::count(&attributes), examined);
		let attestation = Attestation { attributes: attributes.clone(), level, evidence, expires };
		Attestations::<T>::insert(&provider, &auditor, attestation);
		Self::deposit_event(Event::Attested {
			auditor,
			provider,
			attributes,
			level,
			evidence,
			expires,
		});
		Ok(Some(weight).into())
	}

	pub(crate) fn do_revoke(auditor: T::AccountId, provider: T::AccountId) -> DispatchResult {
		Attestations::<T>::take(&provider, &auditor).ok_or(Error::<T>::AttestationNotFound)?;
		Self::mutate(&provider, |record| {
			Self::note_removed(record);
			Ok(())
		})?;
		Self::deposit_event(Event::AttestationRemoved { auditor, provider });
		Ok(())
	}

	/// Whether `expires` lies ahead, and not too far; the present block.
	pub(crate) fn ensure_expiry(expires: BlockNumber) -> Result<BlockNumber, Error<T>> {
		let now = T::BlockNumberProvider::current_block_number();
		let ahead = expires.checked_sub(now).ok_or(Error::<T>::InvalidExpiry)?;
		ensure!((1..=MAX_ATTESTATION_BLOCKS).contains(&ahead), Error::<T>::InvalidExpiry);
		Ok(now)
	}

	/// Remove every attestation of a provider that leaves, at most [`MAX_AUDITORS`].
	pub(crate) fn remove_attestations(provider: &T::AccountId) {
		let removed = Attestations::<T>::clear_prefix(provider, MAX_AUDITORS, None);
		if removed.maybe_cursor.is_some() {
			defensive!("a provider has at most MAX_AUDITORS attestations");
		}
	}

	/// Remove the attestations of a provider that have expired or whose auditor is not listed.
	/// There are [`MAX_AUDITORS`] at most.
	fn clear_attestations(provider: &T::AccountId, record: &mut ProviderRecord, now: BlockNumber) {
		let dead = Attestations::<T>::iter_prefix(provider)
			.filter(|(auditor, attestation)| {
				attestation.expires <= now || !Self::is_listed(auditor)
			})
			.map(|(auditor, _)| auditor)
			.collect::<Vec<_>>();
		for auditor in dead {
			Attestations::<T>::remove(provider, &auditor);
			Self::note_removed(record);
			Self::deposit_event(Event::AttestationRemoved { auditor, provider: provider.clone() });
		}
	}

	/// Count one attestation less.
	fn note_removed(record: &mut ProviderRecord) {
		match record.attestations.checked_sub(1) {
			Some(left) => record.attestations = left,
			None => {
				defensive!("an attestation that was not counted");
			},
		}
	}
}
