//! Votes: which messages a block takes, and what they do.

use crate::*;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo},
	ensure,
	pallet_prelude::{
		InvalidTransaction, TransactionSource, TransactionValidityError,
		TransactionValidityWithRefund, UnknownTransaction,
	},
	weights::Weight,
};
use leasehold_primitives::{
	crypto::approvals::AuthoritySignature,
	feeless::{self, Quota},
	traits::Subject,
	BlockNumber,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::H256;
use sp_runtime::{traits::Zero, ArithmeticError};

impl<T: Config> Pallet<T> {
	/// The chain that messages are signed for.
	pub(crate) fn genesis_hash() -> H256 {
		frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		)
	}

	/// What a message of `votes` votes weighs with `electorate` validators, validation included.
	pub(crate) fn vote_weight(votes: u32, electorate: u32) -> Weight {
		T::WeightInfo::vote(votes, electorate)
			.saturating_add(T::WeightInfo::authorize_vote(votes, electorate))
	}

	/// Decide whether a message may enter the pool or a block. In this order: the set of
	/// validators, membership, the nonce, the share of the block, the signature, and at last
	/// that at least one of its votes would count, so that blocks fill with none that do not:
	/// `CannotLookup` if one is on a subject that is not known or has no committee, for a pool that
	/// has not taken in the block with the draw would else ban the message for half an hour;
	/// `BadSigner` if the validator is on none of the committees, else `Stale`.
	pub(crate) fn authorize_vote(
		source: TransactionSource,
		message: &VoteMessage,
		signature: &AuthoritySignature,
	) -> TransactionValidityWithRefund {
		let set_id = SetId::<T>::get();
		if message.body.set_id < set_id {
			return Err(InvalidTransaction::Stale.into());
		} else if message.body.set_id > set_id {
			return Err(InvalidTransaction::Future.into());
		}
		let electorate = Self::electorate();
		let validator = Self::validator_of(&electorate, &message.signer)
			.ok_or(TransactionValidityError::from(InvalidTransaction::BadSigner))?;
		let expected = Nonces::<T>::get(&message.signer);
		let now = Self::now();
		let valid = feeless::ordering(VOTE_KIND, message, expected, now)?;
		// In a block there is no waiting for an earlier message.
		if source == TransactionSource::InBlock && message.nonce != expected {
			return Err(InvalidTransaction::Future.into());
		}
		let votes = &message.body.votes;
		if !T::FeelessQuota::has_room(Self::vote_weight(
			count(votes.len()),
			count(electorate.len()),
		)) {
			return Err(InvalidTransaction::ExhaustsResources.into());
		}
		if !message.signer.verify(&message.to_sign(VOTE_KIND, Self::genesis_hash()), signature) {
			return Err(InvalidTransaction::BadProof.into());
		}
		let (mut outside, mut unknown) = (!votes.is_empty(), false);
		for vote in votes {
			match Self::may_cast(vote.subject, validator, now) {
				Ok(_) => return Ok((valid, Weight::zero())),
				Err(cause) => outside &= cause == SkipCause::NotOnCommittee,
			}
			unknown |= Subjects::<T>::get(vote.subject).is_none_or(|record| record.draws == 0);
		}
		ensure!(!unknown, UnknownTransaction::CannotLookup);
		match outside {
			true => Err(InvalidTransaction::BadSigner.into()),
			false => Err(InvalidTransaction::Stale.into()),
		}
	}

	/// The subject's record if a vote of `validator` on it counts at block `now`.
	pub(crate) fn may_cast(
		subject: Subject,
		validator: &T::AccountId,
		now: BlockNumber,
	) -> Result<SubjectRecord<T>, SkipCause> {
		let record = Subjects::<T>::get(subject)
			.filter(|record| record.outcome.is_none())
			.ok_or(SkipCause::NotPending)?;
		record.check_vote(validator, now)?;
		Ok(record)
	}

	pub(crate) fn do_vote(message: VoteMessage) -> DispatchResultWithPostInfo {
		let VoteMessage { signer, nonce, body, .. } = message;
		ensure!(body.set_id == SetId::<T>::get(), Error::<T>::WrongSet);
		let electorate = Self::electorate();
		let validator =
			Self::validator_of(&electorate, &signer).ok_or(Error::<T>::NotAuthorized)?;
		ensure!(nonce == Nonces::<T>::get(&signer), Error::<T>::WrongNonce);
		Nonces::<T>::insert(&signer, nonce.checked_add(1).ok_or(ArithmeticError::Overflow)?);

		let now = Self::now();
		let mut counted = 0u32;
		for vote in &body.votes {
			match Self::cast(vote, validator, &electorate, now) {
				// At most `MAX_VOTES`.
				Ok(()) => counted = counted.saturating_add(1),
				Err(cause) => Self::deposit_event(Event::VoteSkipped {
					subject: vote.subject,
					validator: validator.clone(),
					cause,
				}),
			}
		}
		Self::earn_points(validator, counted);

		let (votes, electorate) = (count(body.votes.len()), count(electorate.len()));
		T::FeelessQuota::consume(Self::vote_weight(votes, electorate));
		let actual_weight = Some(T::WeightInfo::vote(votes, electorate));
		Ok(PostDispatchInfo { actual_weight, pays_fee: Pays::No })
	}

	fn cast(
		vote: &Vote,
		validator: &T::AccountId,
		electorate: &AuthoritiesOf<T>,
		now: BlockNumber,
	) -> Result<(), SkipCause> {
		let subject = vote.subject;
		let mut record = Self::may_cast(subject, validator, now)?;
		let at = record.voters.partition_point(|(voter, _)| voter < validator);
		record
			.voters
			.try_insert(at, (validator.clone(), vote.approve))
			.map_err(|_| SkipCause::AlreadyVoted)?;
		record.tally = Self::tally(electorate, &record.committee, &record.voters);
		Self::deposit_event(Event::Voted {
			subject,
			validator: validator.clone(),
			approve: vote.approve,
			reason: vote.reason,
			tally: record.tally,
		});
		if let Some(verdict) = record.tally.verdict() {
			Self::seal(subject, &mut record, Outcome::Decided(verdict));
		}
		Subjects::<T>::insert(subject, record);
		Ok(())
	}
}

impl<T: Config> SubjectRecord<T> {
	/// Whether `validator` may still vote on this pending subject at block `now`.
	pub(crate) fn check_vote(
		&self,
		validator: &T::AccountId,
		now: BlockNumber,
	) -> Result<(), SkipCause> {
		if self.committee.binary_search(validator).is_err() {
			Err(SkipCause::NotOnCommittee)
		} else if now >= self.deadline {
			Err(SkipCause::TooLate)
		} else if self.voters.binary_search_by(|(voter, _)| voter.cmp(validator)).is_ok() {
			Err(SkipCause::AlreadyVoted)
		} else {
			Ok(())
		}
	}
}
