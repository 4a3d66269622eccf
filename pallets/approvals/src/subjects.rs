//! A subject's life: submitted, decided or withdrawn, concluded.
//!
//! A vote, governance or the asker only set a subject's outcome. What follows from it (sharing
//! the fee, telling the asker) is done by the agenda in the next block, so that the weight of a
//! vote has nothing to do with what a verdict sets in motion.

use crate::*;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::{
	agenda::Agenda,
	traits::{Approvals, OnVerdict, RejectReason, Subject, SubjectFacts, Verdict},
	BlockNumber, ManifestHash,
};
use sp_runtime::{traits::BlockNumberProvider, ArithmeticError, DispatchResult};

/// Subjects by the block in which they are due.
pub(crate) type Dues<T> = Agenda<pallet::Due<T>, pallet::Cursor<T>, Subject>;

impl<T: Config> Pallet<T> {
	/// How many subjects wait for a verdict or for what follows from it.
	pub fn pending_count() -> u32 {
		Subjects::<T>::count()
	}

	pub(crate) fn now() -> BlockNumber {
		T::BlockNumberProvider::current_block_number()
	}

	fn do_submit(subject: Subject, facts: SubjectFacts<T::AccountId>) -> DispatchResult {
		Self::check_denials(&facts.who, &facts.manifest)?;
		ensure!(!Subjects::<T>::contains_key(subject), Error::<T>::AlreadyExists);
		ensure!(Subjects::<T>::count() < T::MaxPending::get(), Error::<T>::TooManyPending);

		let ApprovalParams { order_fee: fee, deadline_blocks } = Params::<T>::get();
		let submitted = Self::now();
		let deadline = submitted.checked_add(deadline_blocks).ok_or(ArithmeticError::Overflow)?;
		Self::charge_fee(&facts.who, fee)?;

		let voters = VotersOf::<T>::default();
		let tally = Self::tally(&Self::electorate(), &voters);
		let due = Dues::<T>::schedule(deadline, &subject);
		Self::deposit_event(Event::Submitted {
			subject,
			who: facts.who.clone(),
			manifest: facts.manifest,
			fee,
			deadline,
			set_id: tally.set_id,
			electorate: tally.electorate,
		});
		let record =
			SubjectRecord { facts, submitted, deadline, fee, voters, tally, outcome: None, due };
		Subjects::<T>::insert(subject, record);
		Ok(())
	}

	/// Governance's recorded decision on a pending subject.
	pub(crate) fn do_decide(subject: Subject, approve: bool) -> DispatchResult {
		let mut record = Subjects::<T>::get(subject).ok_or(Error::<T>::NotFound)?;
		ensure!(record.outcome.is_none(), Error::<T>::NotPending);
		let verdict = match approve {
			true => Verdict::Approved,
			false => Verdict::Rejected(RejectReason::Governance),
		};
		Self::deposit_event(Event::DecidedByGovernance { subject, approve });
		Self::seal(subject, &mut record, Outcome::Decided(verdict));
		Subjects::<T>::insert(subject, record);
		Ok(())
	}

	/// Set the outcome of `record`, which the caller stores, and put it on the next agenda.
	pub(crate) fn seal(subject: Subject, record: &mut SubjectRecord<T>, outcome: Outcome) {
		if let Outcome::Decided(verdict) = outcome {
			Self::deposit_event(Event::VerdictReached { subject, verdict, tally: record.tally });
		}
		record.outcome = Some(outcome);
		Dues::<T>::cancel(record.due, &subject);
		record.due = Dues::<T>::schedule(Self::now(), &subject);
	}

	/// Conclude a subject that is due: by its outcome, or else because its deadline has come.
	/// A last count covers a set of validators that has changed since the last vote.
	pub(crate) fn conclude(subject: Subject) {
		let Some(mut record) = Subjects::<T>::take(subject) else {
			defensive!("what is on the agenda exists");
			return;
		};
		let outcome = record.outcome.unwrap_or_else(|| {
			record.tally = Self::tally(&Self::electorate(), &record.voters);
			let verdict =
				record.tally.verdict().unwrap_or(Verdict::Rejected(RejectReason::Deadline));
			Self::deposit_event(Event::VerdictReached { subject, verdict, tally: record.tally });
			Outcome::Decided(verdict)
		});
		Self::share_fee(subject, &record);
		if let Outcome::Decided(verdict) = outcome {
			T::OnVerdict::on_verdict(subject, verdict);
		}
	}

	/// What concluding one subject may weigh.
	pub(crate) fn conclude_weight() -> Weight {
		T::WeightInfo::conclude(T::MaxAuthorities::get()).saturating_add(T::OnVerdict::weight())
	}

	/// Conclude what is due, within the pallet's share of the block.
	pub(crate) fn work(meter: &mut WeightMeter) {
		let mut share = WeightMeter::with_limit(T::MaxAgendaWeight::get().min(meter.remaining()));
		Dues::<T>::work(
			Self::now(),
			&mut share,
			T::WeightInfo::agenda_bucket(),
			Self::conclude_weight(),
			Self::conclude,
		);
		meter.consume(share.consumed());
	}
}

impl<T: Config> Approvals<T::AccountId> for Pallet<T> {
	fn submit(subject: Subject, facts: SubjectFacts<T::AccountId>) -> DispatchResult {
		with_storage_layer(|| Self::do_submit(subject, facts))
	}

	/// The fee goes to those who have voted and to the pot, as after a verdict.
	fn withdraw(subject: Subject) {
		let Some(mut record) = Subjects::<T>::get(subject) else { return };
		if record.outcome == Some(Outcome::Withdrawn) {
			return;
		}
		// A verdict that the asker has not been told yet is void.
		Self::deposit_event(Event::Withdrawn { subject });
		Self::seal(subject, &mut record, Outcome::Withdrawn);
		Subjects::<T>::insert(subject, record);
	}

	fn ensure_not_denied(who: &T::AccountId, manifest: &ManifestHash) -> DispatchResult {
		Self::check_denials(who, manifest)
	}
}
