//! The off-chain worker of a validator's node: it assesses the subjects on whose committee it is
//! and votes.
//!
//! It asks for nothing but keys in the keystore. Until a message is in a block, the run on every
//! new block builds one with the same nonce that takes its place; of overlapping runs on blocks of
//! the same number the pool takes only the first's.

use crate::{
	policy::{assess, Denials},
	*,
};
use alloc::{string::String, vec::Vec};
use codec::DecodeAll;
use frame_support::BoundedVec;
use frame_system::offchain::{CreateAuthorizedTransaction, SubmitTransaction};
use leasehold_primitives::{
	crypto::approvals::AuthorityId,
	feeless,
	policy::{NodePolicy, ServicePolicy, POLICY_KEY},
	traits::{Subject, SubjectFacts},
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::offchain::StorageKind;
use sp_runtime::offchain::{
	storage_lock::{StorageLock, Time},
	Duration,
};

/// How many subjects a run assesses for each key: as many as its messages can vote on.
const MAX_ASSESSED: usize = 128;

/// Messages that one run sends for each key: the chain takes so many ahead of its nonce.
const MESSAGES_A_RUN: usize = 4;

/// How many of them a run puts to the operator's own service.
const MAX_ASKED: usize = 32;

/// Where the lock stands that lets one run at a time ask the operator's own service.
const SERVICE_LOCK: &[u8] = b"leasehold::approval-service";

/// Why nothing was sent for a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OffchainError {
	/// The keystore no longer has the key.
	SigningFailed,
	/// The pool did not take the message: it has one with this nonce, or the share of the block
	/// is used up.
	SubmissionFailed,
}

impl<T: Config> Pallet<T> {
	/// Vote with every key of this node that is in the current set.
	pub(crate) fn run_offchain() {
		let electorate = Self::electorate();
		let mine = AuthorityId::all();
		let mut mine = electorate.iter().filter(|(_, key)| mine.contains(key)).peekable();
		if mine.peek().is_none() {
			return;
		}
		let Some(policy) = Self::node_policy() else {
			log::error!(
				target: LOG_TARGET,
				"the node's approval policy cannot be read: abstaining from all votes",
			);
			return;
		};
		for (validator, key) in mine {
			match Self::vote_as(validator, key, &policy) {
				Ok(0) => {},
				Ok(sent) => {
					log::info!(target: LOG_TARGET, "{sent} votes sent for {validator:?}")
				},
				Err(OffchainError::SubmissionFailed) => {
					log::debug!(target: LOG_TARGET, "votes of {validator:?} are in the pool")
				},
				Err(error) => {
					log::warn!(target: LOG_TARGET, "no votes for {validator:?}: {error:?}")
				},
			}
		}
	}

	/// What the node has left for us; allows everything if it left nothing, `None` if it cannot
	/// be understood to the last byte: a check that fails must never approve.
	fn node_policy() -> Option<NodePolicy> {
		match sp_io::offchain::local_storage_get(StorageKind::PERSISTENT, POLICY_KEY) {
			None => Some(NodePolicy::default()),
			Some(bytes) => NodePolicy::decode_all(&mut &bytes[..]).ok(),
		}
	}

	/// The subjects on which `validator` is to vote, those with the nearest deadline first. All that are
	/// pending are looked at, at most `MaxPending`: in storage they stand in no order, and one that
	/// always came after the first [`MAX_ASSESSED`] would never be voted on while many are pending.
	fn duties(validator: &T::AccountId) -> Vec<(Subject, SubjectFacts<T::AccountId>)> {
		// A vote lands in the next block at the earliest.
		let lands = Self::now().saturating_add(1);
		let mut pending: Vec<_> = Subjects::<T>::iter()
			.filter(|(_, record)| {
				record.outcome.is_none() && record.check_vote(validator, lands).is_ok()
			})
			.map(|(subject, record)| (record.deadline, subject, record.facts))
			.collect();
		pending.sort_by_key(|(deadline, subject, _)| (*deadline, *subject));
		pending.truncate(MAX_ASSESSED);
		pending.into_iter().map(|(_, subject, facts)| (subject, facts)).collect()
	}

	/// The votes of `validator`. None on a subject that the operator's own service is to be
	/// asked about and gives no answer to.
	fn votes_of(validator: &T::AccountId, policy: &NodePolicy) -> Vec<Vote> {
		let mut votes = Vec::new();
		let mut open = Vec::new();
		for (subject, facts) in Self::duties(validator) {
			let denials = Denials {
				manifest: DeniedManifests::<T>::contains_key(facts.manifest),
				tenant: DeniedTenants::<T>::contains_key(&facts.who),
			};
			let reason = assess(&facts, denials, policy);
			if reason.approves() && policy.service.is_some() {
				if open.len() < MAX_ASKED {
					open.push((subject, service::question(&subject, &facts)));
				}
			} else {
				votes.push(Vote { subject, approve: reason.approves(), reason: reason.code() });
			}
		}
		if let Some(service) = &policy.service {
			votes.extend(Self::second_opinions(service, open));
		}
		votes
	}

	/// The votes of the operator's own service on those subjects that it answers.
	fn second_opinions(service: &ServicePolicy, open: Vec<(Subject, String)>) -> Vec<Vote> {
		if open.is_empty() {
			return Vec::new();
		}
		let patience = Duration::from_millis(u64::from(service.deadline_ms));
		let mut lock = StorageLock::<'_, Time>::with_deadline(SERVICE_LOCK, patience);
		let Ok(_guard) = lock.try_lock() else {
			log::debug!(target: LOG_TARGET, "the operator's service is being asked already");
			return Vec::new();
		};
		let (subjects, questions): (Vec<_>, Vec<_>) = open.into_iter().unzip();
		let answers = service::ask(service, &questions);
		subjects
			.into_iter()
			.zip(answers)
			.filter_map(|(subject, answer)| match answer {
				Ok((approve, reason)) => Some(Vote { subject, approve, reason }),
				Err(why) => {
					log::warn!(
						target: LOG_TARGET,
						"no answer on {subject:?} from the operator's service, abstaining: {why:?}",
					);
					None
				},
			})
			.collect()
	}

	/// Send the votes of one key, in as many messages as they need, at most [`MESSAGES_A_RUN`].
	/// Returns how many were sent.
	fn vote_as(
		validator: &T::AccountId,
		key: &AuthorityId,
		policy: &NodePolicy,
	) -> Result<usize, OffchainError> {
		let votes = Self::votes_of(validator, policy);
		if votes.is_empty() {
			return Ok(0);
		}
		feeless::await_pools();
		let nonces = Nonces::<T>::get(key)..;
		let batch = usize::try_from(MAX_VOTES).unwrap_or(1).max(1);
		let mut sent = 0usize;
		for (nonce, part) in nonces.zip(votes.chunks(batch).take(MESSAGES_A_RUN)) {
			Self::send(key, nonce, part)?;
			sent = sent.saturating_add(part.len());
		}
		Ok(sent)
	}

	/// Send one message.
	fn send(key: &AuthorityId, nonce: u64, votes: &[Vote]) -> Result<(), OffchainError> {
		let votes = BoundedVec::truncate_from(votes.to_vec());
		let body = VoteBody { set_id: SetId::<T>::get(), votes };
		let message = VoteMessage { signer: key.clone(), nonce, block: Self::now(), body };
		let signature = key
			.sign(&message.to_sign(VOTE_KIND, Self::genesis_hash()))
			.ok_or(OffchainError::SigningFailed)?;
		let call = Call::<T>::vote { message, signature };
		let transaction =
			<T as CreateAuthorizedTransaction<Call<T>>>::create_authorized_transaction(call.into());
		SubmitTransaction::<T, Call<T>>::submit_transaction(transaction)
			.map_err(|()| OffchainError::SubmissionFailed)
	}
}
