//! Auditors, what they attest to, and whether a provider meets what an order requires.

use crate::{
	weights, Attestation, Attestations, Attributes, AuditorRecord, Auditors, Config, Error, Event,
	Pallet, ProviderRecord, Providers, WeightInfo, MAX_ATTESTATION_BLOCKS, MAX_AUDITORS,
};
use alloc::vec::Vec;
use frame_support::{defensive, dispatch::DispatchResultWithPostInfo, ensure};
use leasehold_primitives::{traits::ServiceClocks, Attribute, BlockNumber, Requirements};
use sp_runtime::{traits::BlockNumberProvider, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_auditor(auditor: T::AccountId) -> DispatchResult {
		ensure!(!Auditors::<T>::contains_key(&auditor), Error::<T>::AuditorExists);
		ensure!(Auditors::<T>::count() < MAX_AUDITORS, Error::<T>::TooManyAuditors);
		let since = T::BlockNumberProvider::current_block_number();
		Auditors::<T>::insert(&auditor, AuditorRecord { since });
		Self::deposit_event(Event::AuditorAdded { auditor });
		Ok(())
	}

	pub(crate) fn do_remove_auditor(auditor: T::AccountId) -> DispatchResult {
		Auditors::<T>::take(&auditor).ok_or(Error::<T>::NotAuditor)?;
		Self::deposit_event(Event::AuditorRemoved { auditor });
		Ok(())
	}

	pub(crate) fn do_attest(
		auditor: T::AccountId,
		provider: T::AccountId,
		attributes: Attributes,
		expires: BlockNumber,
	) -> DispatchResultWithPostInfo {
		ensure!(Auditors::<T>::contains_key(&auditor), Error::<T>::NotAuditor);
		ensure!(!attributes.is_empty(), Error::<T>::EmptyAttestation);
		let now = T::BlockNumberProvider::current_block_number();
		let ahead = expires.checked_sub(now).ok_or(Error::<T>::InvalidExpiry)?;
		ensure!((1..=MAX_ATTESTATION_BLOCKS).contains(&ahead), Error::<T>::InvalidExpiry);
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
		let attestation = Attestation { attributes: attributes.clone(), expires };
		Attestations::<T>::insert(&provider, &auditor, attestation);
		Self::deposit_event(Event::Attested { auditor, provider, attributes, expires });
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

	/// Whether a provider may bid on an order with these requirements now.
	///
	/// # Errors
	/// The first condition that fails: `NotFound`, `Draining`, `ProviderSilent`,
	/// `AttributeNotMet`, `NotAttested`.
	pub fn check_eligible(
		provider: &T::AccountId,
		requirements: &Requirements<T::AccountId>,
	) -> Result<(), Error<T>> {
		let record = Providers::<T>::get(provider).ok_or(Error::<T>::NotFound)?;
		Self::check_record(provider, &record, requirements)
	}

	/// As [`Self::check_eligible`], of a record at hand.
	pub(crate) fn check_record(
		provider: &T::AccountId,
		record: &ProviderRecord,
		requirements: &Requirements<T::AccountId>,
	) -> Result<(), Error<T>> {
		ensure!(!record.draining, Error::<T>::Draining);
		ensure!(Self::is_running(provider), Error::<T>::ProviderSilent);
		// Keys are unique on the provider's side, so each requirement is met by one or none.
		let met = requirements
			.attributes
			.iter()
			.map(|required| record.attributes.iter().find(|declared| required.is_met_by(declared)))
			.collect::<Option<Vec<_>>>()
			.ok_or(Error::<T>::AttributeNotMet)?;
		let attests = |auditor: &T::AccountId| Self::attests(auditor, provider, &met);
		let any_of = &requirements.any_of;
		ensure!(
			requirements.all_of.iter().all(attests)
				&& (any_of.is_empty() || any_of.iter().any(attests)),
			Error::<T>::NotAttested
		);
		Ok(())
	}

	/// Whether a listed auditor attests to all of `attributes` now, or, where there are none, to
	/// anything at all.
	fn attests(auditor: &T::AccountId, provider: &T::AccountId, attributes: &[&Attribute]) -> bool {
		let now = T::BlockNumberProvider::current_block_number();
		Auditors::<T>::contains_key(auditor)
			&& Attestations::<T>::get(provider, auditor).is_some_and(|attestation| {
				now < attestation.expires
					&& attributes.iter().all(|one| attestation.attributes.contains(one))
			})
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
				attestation.expires <= now || !Auditors::<T>::contains_key(auditor)
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
