//! Whether a provider and its machines meet what an order requires.

use crate::{
	Attestations, Config, Error, MachineAudits, Nodes, Pallet, ProviderRecord, Providers,
	WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{ensure, weights::Weight};
use leasehold_primitives::{
	traits::ServiceClocks, Attribute, NodeIndex, Requirements, MAX_ASKED, MAX_PLACEMENTS, REGION,
};
use sp_runtime::traits::BlockNumberProvider;

impl<T: Config> Pallet<T> {
	/// Whether a provider may bid on an order with these requirements now.
	///
	/// # Errors
	/// The first condition that fails: `NotFound`, `Draining`, `BondShort`, `ProviderSilent`,
	/// `ProviderExcluded`, `RegionNotMet`, `AttributeNotMet`, `NotAdmitted`, `NotAttested`.
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
		ensure!(record.shortfall == 0, Error::<T>::BondShort);
		ensure!(Self::is_running(provider), Error::<T>::ProviderSilent);
		ensure!(requirements.allows(provider), Error::<T>::ProviderExcluded);
		let region = record.attributes.iter().find(|declared| declared.key[..] == *REGION);
		ensure!(
			requirements.is_region_met(region.map(|region| &region.value)),
			Error::<T>::RegionNotMet
		);
		// Keys are unique on the provider's side, so each requirement is met by one or none.
		let mut met = requirements
			.attributes
			.iter()
			.map(|required| record.attributes.iter().find(|declared| required.is_met_by(declared)))
			.collect::<Option<Vec<_>>>()
			.ok_or(Error::<T>::AttributeNotMet)?;
		if requirements.names_regions() {
			met.extend(region);
		}
		ensure!(!requirements.admitted || record.admitted.is_some(), Error::<T>::NotAdmitted);
		let attests =
			|auditor: &T::AccountId| Self::attests(auditor, provider, &met, requirements.min_level);
		let any_of = &requirements.any_of;
		ensure!(
			requirements.all_of.iter().all(attests)
				&& (any_of.is_empty() || any_of.iter().any(attests)),
			Error::<T>::NotAttested
		);
		Ok(())
	}

	/// Whether a listed auditor attests to all of `attributes` now, at `level` at least, or,
	/// where there are none, to anything at all.
	fn attests(
		auditor: &T::AccountId,
		provider: &T::AccountId,
		attributes: &[&Attribute],
		level: u8,
	) -> bool {
		let now = T::BlockNumberProvider::current_block_number();
		Self::is_listed(auditor)
			&& Attestations::<T>::get(provider, auditor).is_some_and(|attestation| {
				now < attestation.expires
					&& attestation.level >= level
					&& attributes.iter().all(|one| attestation.attributes.contains(one))
			})
	}

	/// Whether a machine is attested to as `requirements` want, which for most is not at all.
	pub(crate) fn is_machine_attested(
		provider: &T::AccountId,
		node: NodeIndex,
		requirements: &Requirements<T::AccountId>,
	) -> bool {
		if !requirements.attested_machines {
			return true;
		}
		let now = T::BlockNumberProvider::current_block_number();
		let audits = MachineAudits::<T>::get(provider, node);
		let counts = audits
			.iter()
			.filter(|one| now < one.expires && one.level >= requirements.min_level)
			.filter(|one| Self::is_listed(&one.auditor))
			.map(|one| &one.auditor)
			.collect::<Vec<_>>();
		let (all_of, any_of) = (&requirements.all_of, &requirements.any_of);
		!counts.is_empty()
			&& all_of.iter().all(|auditor| counts.contains(&auditor))
			&& (any_of.is_empty() || any_of.iter().any(|auditor| counts.contains(&auditor)))
			&& Nodes::<T>::contains_key(provider, node)
	}

	/// The most that checking `requirements` of a provider and `machines` of its machines may weigh,
	/// beyond a provider without any.
	pub(crate) fn check_weight(requirements: &Requirements<T::AccountId>, machines: u32) -> Weight {
		if requirements.ask_nothing() {
			return Weight::zero();
		}
		let attested = if requirements.attested_machines { machines } else { 0 };
		Self::checks_weight(requirements.auditors(), attested)
	}

	/// The most that [`Self::check_weight`] says of any requirements.
	pub(crate) fn max_check_weight() -> Weight {
		Self::checks_weight(2 * MAX_ASKED, MAX_PLACEMENTS)
	}

	fn checks_weight(auditors: u32, attested: u32) -> Weight {
		let machines = match attested {
			0 => Weight::zero(),
			machines => T::WeightInfo::check_machines(machines),
		};
		T::WeightInfo::check_requirements(auditors).saturating_add(machines)
	}
}
