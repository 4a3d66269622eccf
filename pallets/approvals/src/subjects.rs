//! A subject's life: submitted, given a committee, decided or withdrawn, concluded.
//!
//! A vote, governance or the asker only set a subject's outcome. What follows from it (sharing
//! the fee, telling the asker) is done by the agenda in the next block, so that the weight of a
//! vote has nothing to do with what a verdict sets in motion.

use crate::{committee::Draw, *};
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{DefensiveSaturating, Get},
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

		let ApprovalParams { order_fee: fee, deadline_blocks: window, committee_size } =
			Params::<T>::get();
		let submitted = Self::now();
		let draw = submitted.checked_add(DRAW_DELAY).ok_or(ArithmeticError::Overflow)?;
		let deadline = draw.checked_add(window).ok_or(ArithmeticError::Overflow)?;
		Self::charge_fee(&facts.who, fee)?;

		let set_id = SetId::<T>::get();
		let validators = count(Authorities::<T>::decode_len().unwrap_or_default());
		let due = Dues::<T>::schedule(draw, &subject);
		Self::deposit_event(Event::Submitted {
			subject,
			who: facts.who.clone(),
			manifest: facts.manifest,
			fee,
			deadline,
			set_id,
			electorate: validators.min(committee_size),
		});
		let record = SubjectRecord {
			facts,
			submitted,
			window,
			deadline,
			fee,
			draws: 0,
			committee: Default::default(),
			voters: Default::default(),
			tally: Tally { set_id, ..Default::default() },
			outcome: None,
			due,
		};
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

	/// Do what is due with a subject: draw its first committee; at the deadline, count once more
	/// (for the set may have changed since the last vote), then draw a second committee or
	/// reject; conclude what has an outcome. Returns what it weighed.
	pub(crate) fn attend(subject: Subject) -> Weight {
		let Some(mut record) = Subjects::<T>::get(subject) else {
			defensive!("what is on the agenda exists");
			return T::WeightInfo::agenda_bucket();
		};
		let mut counted = Weight::zero();
		let outcome = match record.outcome {
			Some(outcome) => outcome,
			None => {
				let electorate = Self::electorate();
				counted = T::WeightInfo::draw(count(electorate.len()));
				let Some(verdict) = Self::progress(subject, &mut record, &electorate) else {
					Subjects::<T>::insert(subject, record);
					return counted;
				};
				let tally = record.tally;
				Self::deposit_event(Event::VerdictReached { subject, verdict, tally });
				Outcome::Decided(verdict)
			},
		};
		counted.saturating_add(Self::conclude(subject, record, outcome))
	}

	/// The verdict on a subject that is due and has none yet; `None` if votes are to be waited
	/// for, when `record`, which the caller stores, is on the agenda again.
	fn progress(
		subject: Subject,
		record: &mut SubjectRecord<T>,
		electorate: &AuthoritiesOf<T>,
	) -> Option<Verdict> {
		if record.draws > 0 {
			record.tally = Self::tally(electorate, &record.committee, &record.voters);
			if let Some(verdict) = record.tally.verdict() {
				return Some(verdict);
			}
		}
		let now = Self::now();
		let late = Verdict::Rejected(RejectReason::Deadline);
		match Self::draw(electorate, record) {
			Draw::Drawn(committee) => {
				let Some(deadline) = now.checked_add(record.window) else { return Some(late) };
				record.draws = record.draws.defensive_saturating_add(1);
				record.deadline = deadline;
				record.tally = Self::tally(electorate, &committee, &record.voters);
				record.committee = committee;
				Self::deposit_event(Event::CommitteeDrawn {
					subject,
					draw: record.draws,
					set_id: record.tally.set_id,
					members: record.committee.to_vec(),
					deadline,
				});
				// Votes of members drawn again may decide at once.
				let verdict = record.tally.verdict();
				if verdict.is_none() {
					record.due = Dues::<T>::schedule(deadline, &subject);
				}
				verdict
			},
			// Nothing to draw it from yet: again in the next block, up to the deadline that a
			// draw in time would have had.
			Draw::Wait if now < record.deadline => {
				record.due = Dues::<T>::schedule(now, &subject);
				None
			},
			Draw::Wait | Draw::Exhausted => Some(late),
		}
	}

	/// Share the fee of a subject, forget it and tell the asker. Returns what it weighed.
	pub(crate) fn conclude(subject: Subject, record: SubjectRecord<T>, outcome: Outcome) -> Weight {
		let mut weight = T::WeightInfo::conclude(count(record.voters.len()));
		Subjects::<T>::remove(subject);
		if Self::share_fee(subject, &record) {
			weight = weight.saturating_add(T::WeightInfo::pay_pot());
		}
		if let Outcome::Decided(verdict) = outcome {
			T::OnVerdict::on_verdict(subject, verdict);
			weight = weight.saturating_add(T::OnVerdict::weight_of(&subject));
		}
		weight
	}

	/// The most that drawing one committee may weigh.
	pub(crate) fn draw_weight() -> Weight {
		T::WeightInfo::draw(T::MaxAuthorities::get())
	}

	/// The most that attending to one subject may weigh: votes are counted once more, and no
	/// committee is left to draw.
	pub(crate) fn attend_weight() -> Weight {
		Self::conclude_weight().saturating_add(Self::draw_weight())
	}

	/// The most that concluding one subject may weigh.
	pub(crate) fn conclude_weight() -> Weight {
		T::WeightInfo::conclude(MAX_VOTERS)
			.saturating_add(T::WeightInfo::pay_pot())
			.saturating_add(T::OnVerdict::weight())
	}

	/// Attend to what is due, within the pallet's share of the block.
	pub(crate) fn work(meter: &mut WeightMeter) {
		let mut share = WeightMeter::with_limit(T::MaxAgendaWeight::get().min(meter.remaining()));
		Dues::<T>::work_measured(
			Self::now(),
			&mut share,
			T::WeightInfo::agenda_bucket(),
			Self::attend_weight(),
			Self::attend,
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
