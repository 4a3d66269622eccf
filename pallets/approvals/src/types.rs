//! What this pallet keeps and is told.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::ConstU32, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use leasehold_primitives::{
	crypto::approvals::AuthorityId,
	feeless,
	traits::{RejectReason, Subject, SubjectFacts, Verdict},
	Balance, BlockNumber,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Votes that one message carries at most.
pub const MAX_VOTES: u32 = 16;

/// The shortest deadline in blocks: a vote lands in the block after the one that submitted, at
/// the earliest.
pub const MIN_DEADLINE_BLOCKS: BlockNumber = 3;

/// The longest deadline: 30 days of 3 s blocks.
pub const MAX_DEADLINE_BLOCKS: BlockNumber = 864_000;

/// Names the vote call in what is signed.
pub const VOTE_KIND: &[u8; 4] = b"vote";

/// What a community tunes. Genesis sets it and governance changes it; subjects keep the terms
/// under which they were submitted.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApprovalParams {
	/// What submitting a subject costs, in base units of the native token. Above zero, for
	/// votes cost nothing else. Default: 0.1 LHD.
	pub order_fee: Balance,
	/// For how many blocks votes count, [`MIN_DEADLINE_BLOCKS`] to [`MAX_DEADLINE_BLOCKS`].
	/// Default: 600, half an hour.
	pub deadline_blocks: BlockNumber,
}

impl Default for ApprovalParams {
	fn default() -> Self {
		Self { order_fee: 100_000_000_000, deadline_blocks: 600 }
	}
}

impl ApprovalParams {
	/// Whether both are within their bounds.
	pub fn is_sane(&self) -> bool {
		self.order_fee > 0
			&& (MIN_DEADLINE_BLOCKS..=MAX_DEADLINE_BLOCKS).contains(&self.deadline_blocks)
	}
}

/// The current validators, in ascending order of accounts.
pub type AuthoritiesOf<T> = BoundedVec<
	(<T as frame_system::Config>::AccountId, AuthorityId),
	<T as Config>::MaxAuthorities,
>;

/// Who has voted and whether for it, in ascending order of accounts.
pub type VotersOf<T> =
	BoundedVec<(<T as frame_system::Config>::AccountId, bool), <T as Config>::MaxAuthorities>;

/// The votes on a subject that counted when the last of them was cast.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Tally {
	/// The set of validators that was current.
	pub set_id: u64,
	/// How many validators were in it.
	pub electorate: u32,
	/// Votes for the subject by members of that set.
	pub ayes: u32,
	/// Votes against it by members of that set.
	pub nays: u32,
}

impl Tally {
	/// Approved with more than two thirds for it, rejected when so many are against it that
	/// two thirds cannot be exceeded any more, open otherwise. An empty electorate decides
	/// nothing.
	pub fn verdict(&self) -> Option<Verdict> {
		let [all, ayes, nays] = [self.electorate, self.ayes, self.nays].map(u64::from);
		if all == 0 {
			None
		} else if ayes * 3 > all * 2 {
			Some(Verdict::Approved)
		} else if nays * 3 >= all {
			Some(Verdict::Rejected(RejectReason::Voted))
		} else {
			None
		}
	}
}

/// How a subject ended. What follows from it happens in the next block.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Outcome {
	/// It has its verdict.
	#[codec(index = 0)]
	Decided(Verdict),
	/// Whoever asked took it back.
	#[codec(index = 1)]
	Withdrawn,
}

/// A subject before the validators.
#[derive(
	CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct SubjectRecord<T: Config> {
	/// What validators are told of it.
	pub facts: SubjectFacts<T::AccountId>,
	/// The block that submitted it.
	pub submitted: BlockNumber,
	/// The first block in which a vote no longer counts.
	pub deadline: BlockNumber,
	/// The fee paid for it, held by the pallet's account until it is shared.
	pub fee: Balance,
	/// All votes in time.
	pub voters: VotersOf<T>,
	/// Those that counted at the last vote; at first, the electorate at submission.
	pub tally: Tally,
	/// `None` while votes count.
	pub outcome: Option<Outcome>,
	/// The block on whose agenda it stands: the deadline, or the next once it has an outcome.
	pub due: BlockNumber,
}

/// One vote.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Vote {
	/// On what.
	pub subject: Subject,
	/// Whether for it.
	pub approve: bool,
	/// Why: a code of [`crate::policy::Reason`], or one of the operator's own from 1,000 on.
	pub reason: u16,
}

/// What a validator signs.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct VoteBody {
	/// The set of validators as a member of which it votes. Messages of an earlier set are
	/// void, so a key that leaves the set and comes back starts its nonces anew.
	pub set_id: u64,
	/// At least one vote that counts, or the message is refused.
	pub votes: BoundedVec<Vote, ConstU32<MAX_VOTES>>,
}

/// A validator's message.
pub type VoteMessage = feeless::Message<AuthorityId, VoteBody>;

/// Why one vote of a message did not count.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum SkipCause {
	/// The subject is unknown, decided or withdrawn.
	#[codec(index = 0)]
	NotPending,
	/// The deadline is over.
	#[codec(index = 1)]
	TooLate,
	/// This validator has voted on it before.
	#[codec(index = 2)]
	AlreadyVoted,
}
