//! The records of leases and what governance sets for them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use leasehold_primitives::{
	Balance, BlockNumber, LeaseState, LeaseTerms, ManifestHash, Moment, Resources,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;
use sp_io::hashing::blake2_256;

/// The longest that any period may be set to, in blocks: 30 days of 3 s.
pub const MAX_PERIOD: BlockNumber = 864_000;

/// What a community tunes. Lengths are in blocks of 3 s.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Params {
	/// How long a provider has to confirm an award. Default 200 (10 minutes).
	pub confirm_blocks: BlockNumber,
	/// How long after a settlement the next one is due, and then free of fee. Default 1,200 (an
	/// hour).
	pub settle_blocks: BlockNumber,
	/// How long after a checkpoint the next one is due. Default 1,200 (an hour).
	pub checkpoint_blocks: BlockNumber,
	/// How long a provider's collateral stays on hold after it confirmed. May be zero. Copied
	/// into a lease when it starts. Default 28,800 (a day).
	pub min_stay_blocks: BlockNumber,
	/// How long beyond its heartbeat window a provider may be silent before anyone may close its
	/// leases. Default 1,200 (an hour).
	pub silence_blocks: BlockNumber,
	/// How long a proposed amendment waits for the provider. Default 28,800 (a day).
	pub amendment_blocks: BlockNumber,
}

impl Default for Params {
	fn default() -> Self {
		Self {
			confirm_blocks: 200,
			settle_blocks: 1_200,
			checkpoint_blocks: 1_200,
			min_stay_blocks: 28_800,
			silence_blocks: 1_200,
			amendment_blocks: 28_800,
		}
	}
}

impl Params {
	/// Whether every period is from one block to [`MAX_PERIOD`]; the minimum stay may be zero.
	pub fn is_sound(&self) -> bool {
		let periods = [
			self.confirm_blocks,
			self.settle_blocks,
			self.checkpoint_blocks,
			self.silence_blocks,
			self.amendment_blocks,
		];
		periods.iter().all(|period| (1..=MAX_PERIOD).contains(period))
			&& self.min_stay_blocks <= MAX_PERIOD
	}
}

/// A provider's word that it ends a lease.
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
pub struct Notice {
	/// The block at which the lease ends.
	pub until: BlockNumber,
	/// Why, in the provider's own numbering.
	pub code: u16,
	/// Whether that end lies before the end of the minimum stay.
	pub early: bool,
}

/// A lease from its award to its end.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Lease<AccountId> {
	/// What was agreed, as last amended.
	pub terms: LeaseTerms<AccountId>,
	/// Where it is in its life.
	pub state: LeaseState,
	/// What is still on hold of the provider's collateral, in native base units.
	pub collateral: Balance,
	/// The block of the confirmation; zero before.
	pub started: BlockNumber,
	/// The block up to which the provider must stay to get its collateral back; zero before the
	/// confirmation.
	pub collateral_until: BlockNumber,
	/// The block of the provider's pause, if it has paused the lease: the minimum stay stands
	/// still since.
	pub paused_at: Option<BlockNumber>,
	/// Blocks of pause that as many of service had not made up for at the last pause or
	/// resumption.
	pub pause_debt: BlockNumber,
	/// The block of the last resumption; zero before the first.
	pub resumed_at: BlockNumber,
	/// The provider's notice, once given. It outlives a spell of grace.
	pub notice: Option<Notice>,
	/// What the provider's service clock showed at the start, moved on by every span in which
	/// the stream stood still.
	pub clock_base: Moment,
	/// What the clock showed when the stream was stopped, by a pause or for want of money, if it
	/// stands still now.
	pub stopped: Option<Moment>,
	/// Service time that the provider vouched for in its last checkpoint, in milliseconds.
	pub served: Moment,
	/// Hash of the provider's own record of use up to its last checkpoint; zero before.
	pub usage: H256,
	/// The block of the last checkpoint, or of the start.
	pub checkpointed_at: BlockNumber,
	/// The block on whose agenda the lease stands, if anything falls due by itself.
	pub agenda: Option<BlockNumber>,
}

impl<AccountId> Lease<AccountId> {
	/// A lease that waits for its provider's confirmation until block `until`.
	pub fn awarded(terms: LeaseTerms<AccountId>, until: BlockNumber) -> Self {
		Self {
			collateral: terms.collateral,
			terms,
			state: LeaseState::Awarded { until },
			started: 0,
			collateral_until: 0,
			paused_at: None,
			pause_debt: 0,
			resumed_at: 0,
			notice: None,
			clock_base: 0,
			stopped: None,
			served: 0,
			usage: H256::zero(),
			checkpointed_at: 0,
			agenda: None,
		}
	}

	/// Whether the provider has confirmed, so that the lease has a stream.
	pub fn is_started(&self) -> bool {
		!matches!(self.state, LeaseState::Awarded { .. })
	}

	/// Whether the provider has stopped the stream.
	pub fn is_paused(&self) -> bool {
		self.stopped.is_some() && !matches!(self.state, LeaseState::Grace { .. })
	}

	/// How long the lease has been served when the provider's clock shows `clock`, in
	/// milliseconds: the clock's advance while the stream ran. The most that a checkpoint may
	/// say.
	pub fn service_time(&self, clock: Moment) -> Moment {
		// Clocks never go back, so neither difference is ever negative.
		self.stopped.unwrap_or(clock).saturating_sub(self.clock_base)
	}

	/// The stream stands still from `clock` on. No effect if it does already.
	pub fn stop_clock(&mut self, clock: Moment) {
		self.stopped.get_or_insert(clock);
	}

	/// The stream runs again from `clock` on: what lies between counts as not served.
	pub fn start_clock(&mut self, clock: Moment) {
		if let Some(stopped) = self.stopped.take() {
			let idle = clock.saturating_sub(stopped);
			self.clock_base = self.clock_base.saturating_add(idle);
		}
	}
}

/// New terms that the tenant proposes. All four are said even where they stay as they are.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Amendment {
	/// What each replica is to have.
	pub resources: Resources,
	/// How many replicas.
	pub replicas: u16,
	/// Base units per hour for the whole group, above zero.
	pub price: Balance,
	/// What the provider is to serve.
	pub manifest: ManifestHash,
}

impl Amendment {
	/// What the provider's acceptance names: blake2-256 over the lease's number and these terms
	/// in SCALE.
	pub fn hash(&self, lease: leasehold_primitives::LeaseId) -> H256 {
		blake2_256(&(lease, self).encode()).into()
	}
}

/// An amendment that waits for the provider.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Proposal {
	/// What is proposed.
	pub amendment: Amendment,
	/// The block at which it lapses.
	pub until: BlockNumber,
}

/// One lease in a provider's checkpoint.
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
pub struct CheckpointEntry {
	/// Which lease.
	pub lease: leasehold_primitives::LeaseId,
	/// Service time since the start, in milliseconds: never less than the last time, at most
	/// what the provider's clock has counted while the stream ran.
	pub served: Moment,
	/// Hash of the provider's own record of use so far.
	pub usage: H256,
}

/// Where a provider's collateral went.
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
pub enum CollateralTo {
	/// Back to the provider.
	#[codec(index = 0)]
	Provider,
	/// To the tenant, whose provider left early.
	#[codec(index = 1)]
	Tenant,
	/// To the fee pot: a forfeit, or what a tenant could not receive.
	#[codec(index = 2)]
	FeePot,
}
