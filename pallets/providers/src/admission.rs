//! The audited tier, to which validators admit providers; and their verdicts.

use crate::{
	Admissions, Config, Error, Event, NextAdmissionId, Pallet, ProviderRecord, Providers,
	WeightInfo,
};
use frame_support::{ensure, weights::Weight};
use leasehold_primitives::{
	traits::{Approvals, OnVerdict, Subject, SubjectFacts, Verdict},
	Resources,
};
use sp_core::H256;
use sp_runtime::{traits::BlockNumberProvider, ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_apply(provider: T::AccountId, evidence: H256) -> DispatchResult {
		let id = NextAdmissionId::<T>::get();
		NextAdmissionId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		Self::mutate(&provider, |record| {
			ensure!(record.admitted.is_none(), Error::<T>::AlreadyAdmitted);
			ensure!(record.applied.is_none(), Error::<T>::AlreadyApplied);
			record.applied = Some(id);
			Ok(())
		})?;
		Admissions::<T>::insert(id, &provider);
		Self::deposit_event(Event::AdmissionRequested {
			admission: id,
			provider: provider.clone(),
			evidence,
		});
		let facts =
			SubjectFacts { who: provider, manifest: evidence, resources: Resources::default() };
		T::Approvals::submit(Subject::Admission(id), facts)
	}

	pub(crate) fn do_void_admission(provider: T::AccountId) -> DispatchResult {
		Self::mutate(&provider, |record| {
			record.admitted.take().ok_or(Error::<T>::NotAdmitted)?;
			Ok(())
		})?;
		Self::deposit_event(Event::AdmissionVoided { provider });
		Ok(())
	}

	/// Take back the wish of a provider that leaves.
	pub(crate) fn withdraw_admission(record: &ProviderRecord) {
		if let Some(id) = record.applied {
			T::Approvals::withdraw(Subject::Admission(id));
			Admissions::<T>::remove(id);
		}
	}

	/// Validators have decided about a wish. No effect on one that is gone.
	fn on_admission_verdict(id: u64, verdict: Verdict) {
		let Some(provider) = Admissions::<T>::take(id) else { return };
		Providers::<T>::mutate(&provider, |slot| {
			let Some(record) = slot else { return };
			record.applied = None;
			if verdict == Verdict::Approved {
				record.admitted = Some(T::BlockNumberProvider::current_block_number());
			}
		});
		Self::deposit_event(Event::AdmissionDecided { admission: id, provider, verdict });
	}
}

impl<T: Config> OnVerdict for Pallet<T> {
	fn on_verdict(subject: Subject, verdict: Verdict) {
		match subject {
			Subject::Network(id) => Self::on_network_verdict(id, verdict),
			Subject::Admission(id) => Self::on_admission_verdict(id, verdict),
			Subject::Order(_) => {},
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::on_verdict()
	}

	fn weight_of(subject: &Subject) -> Weight {
		match subject {
			Subject::Network(_) | Subject::Admission(_) => Self::weight(),
			Subject::Order(_) => Weight::zero(),
		}
	}
}
