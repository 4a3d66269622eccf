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
	Balance, BlockNumber, BLOCKS_PER_DAY,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

/// Votes that one message carries at most.
pub const MAX_VOTES: u32 = 32;

/// The most members of a committee.
pub const MAX_COMMITTEE: u32 = 50;

/// The fewest members of a committee, unless the whole set is smaller: with four, three must
/// agree.
pub const MIN_COMMITTEE: u32 = 4;

/// Votes that a subject can get: by the members of its first committee and of its second.
pub const MAX_VOTERS: u32 = 2 * MAX_COMMITTEE;

/// How many committees a subject gets at most.
pub const MAX_DRAWS: u8 = 2;

/// How many blocks after the one that submitted it a subject's first committee is drawn.
pub const DRAW_DELAY: BlockNumber = 2;

/// The shortest deadline in blocks: a vote lands in the block after the one that drew the
/// committee, at the earliest.
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
	/// For how many blocks after its draw a committee's votes count, [`MIN_DEADLINE_BLOCKS`] to
	/// [`MAX_DEADLINE_BLOCKS`]. Default: 600, half an hour.
	pub deadline_blocks: BlockNumber,
	/// Validators on a committee, [`MIN_COMMITTEE`] to [`MAX_COMMITTEE`]; all of them while the
	/// set is no larger. Unlike the other two it also binds subjects whose committee is not
	/// drawn yet. Default: 15, of which 11 must agree.
	pub committee_size: u32,
}

impl Default for ApprovalParams {
	fn default() -> Self {
		Self { order_fee: 100_000_000_000, deadline_blocks: 600, committee_size: 15 }
	}
}

impl ApprovalParams {
	/// Whether all are within their bounds.
	pub fn is_sane(&self) -> bool {
		self.order_fee > 0
			&& (MIN_DEADLINE_BLOCKS..=MAX_DEADLINE_BLOCKS).contains(&self.deadline_blocks)
			&& (MIN_COMMITTEE..=MAX_COMMITTEE).contains(&self.committee_size)
	}
}

/// The shortest period of the fee pot in blocks.
pub const MIN_PERIOD_BLOCKS: BlockNumber = 10;

/// The longest: 30 days of 3 s blocks.
pub const MAX_PERIOD_BLOCKS: BlockNumber = 864_000;

/// Validators that can earn points in one period of the fee pot: twice as many as a set has, for
/// the set may change meanwhile.
pub const MAX_EARNERS: u32 = 200;

/// How the fee pot is shared. Genesis sets it and governance changes it.
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
pub struct PotParams {
	/// How many blocks a period lasts, [`MIN_PERIOD_BLOCKS`] to [`MAX_PERIOD_BLOCKS`]; the
	/// running one included. Default: 28,800, a day.
	pub period_blocks: BlockNumber,
	/// The treasury's part; the rest is the validators'. Default: a half.
	pub treasury_share: Permill,
}

impl Default for PotParams {
	fn default() -> Self {
		Self { period_blocks: BLOCKS_PER_DAY, treasury_share: Permill::from_percent(50) }
	}
}

impl PotParams {
	/// Whether both are within their bounds.
	pub fn is_sane(&self) -> bool {
		(MIN_PERIOD_BLOCKS..=MAX_PERIOD_BLOCKS).contains(&self.period_blocks)
	}
}

/// A time in which votes earn points.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Period<Points> {
	/// Counted up from 1, the first; 0 is none.
	pub index: u32,
	/// The block it began with.
	pub since: BlockNumber,
	/// Who has how many points, in ascending order of accounts.
	pub points: Points,
}

impl<Points: Default> Default for Period<Points> {
	/// The one before the first, without points.
	fn default() -> Self {
		Self { index: 0, since: 0, points: Points::default() }
	}
}

/// A period with the points of accounts.
pub type PeriodOf<T> =
	Period<BoundedVec<(<T as frame_system::Config>::AccountId, u32), ConstU32<MAX_EARNERS>>>;

/// The current validators, in ascending order of accounts.
pub type AuthoritiesOf<T> = BoundedVec<
	(<T as frame_system::Config>::AccountId, AuthorityId),
	<T as Config>::MaxAuthorities,
>;

/// Who has voted and whether for it, in ascending order of accounts.
pub type VotersOf<T> =
	BoundedVec<(<T as frame_system::Config>::AccountId, bool), ConstU32<MAX_VOTERS>>;

/// The members of a committee, in ascending order of accounts.
pub type CommitteeOf<T> =
	BoundedVec<<T as frame_system::Config>::AccountId, ConstU32<MAX_COMMITTEE>>;

/// The votes of a subject's committee that counted when the last of them was cast.
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
	/// How many seats the committee has, those of members that have left the set included.
	pub electorate: u32,
	/// Votes for the subject by members who were in that set.
	pub ayes: u32,
	/// Votes against it by members who were in that set.
	pub nays: u32,
}

impl Tally {
	/// Approved with more than two thirds for it, rejected when so many are against it that
	/// two thirds cannot be exceeded any more, open otherwise. An empty committee decides
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
	/// For how many blocks a committee's votes count.
	pub window: BlockNumber,
	/// The first block in which a vote no longer counts. Until the committee is drawn: the one
	/// that will be if it is drawn in time.
	pub deadline: BlockNumber,
	/// The fee paid for it, held by the pallet's account until it is shared.
	pub fee: Balance,
	/// How many committees were drawn for it, up to [`MAX_DRAWS`].
	pub draws: u8,
	/// The last of them: who may vote.
	pub committee: CommitteeOf<T>,
	/// All votes in time, those of the first committee included.
	pub voters: VotersOf<T>,
	/// The committee's votes that counted when the last was cast.
	pub tally: Tally,
	/// `None` while votes count or a committee is to be drawn.
	pub outcome: Option<Outcome>,
	/// The block on whose agenda it stands: of the draw, of the deadline, or the next once it
	/// has an outcome.
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
	/// Why: a code of [`crate::policy::Reason`], or one of the operator's own from
	/// [`crate::policy::OWN_REASONS`] on.
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
	/// This validator is not on its committee, or there is none yet.
	#[codec(index = 3)]
	NotOnCommittee,
}
