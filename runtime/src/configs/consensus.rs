//! Who makes and finalises blocks: BABE, GRANDPA, sessions and their keys, offences.

use super::staking::BondingDuration;
use crate::{
	AccountId, Babe, Balances, BlockNumber, Hash, Historical, Offences, Runtime, RuntimeEvent,
	Session, SessionKeys, Staking, System, LHD, MILLISECS_PER_BLOCK,
};
use codec::Encode;
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, Randomness},
};
use pallet_leasehold_timings::{EpochLength, Longevity, SessionsInBond};
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_runtime::traits::{BlakeTwo256, ConvertInto, Hash as _, OpaqueKeys};

/// The most validators of a session. Contracts on Ethereum check each one's signature.
pub const MAX_VALIDATORS: u32 = 100;

/// The epoch configuration at genesis. About a quarter of the slots have a primary author, drawn
/// by VRF; the others fall to one validator in turn, who proves it by VRF as well, so that every
/// slot has a block and no author can choose the randomness.
pub const BABE_GENESIS_EPOCH_CONFIG: BabeEpochConfiguration =
	BabeEpochConfiguration { c: (1, 4), allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots };

parameter_types! {
	pub const MaxAuthorities: u32 = MAX_VALIDATORS;
	/// Nominators that count in the weight of a report about one validator.
	pub const MaxNominators: u32 = super::staking::EXPOSURE_PAGE;
}

/// How long a report of an equivocation is worth sending, in slots: as long as the offender's
/// stake is still bonded.
pub type ReportLongevity = Longevity<Runtime, BondingDuration>;

/// For how many sessions the map from authority set to session is kept.
pub type SetIdSessionEntries = SessionsInBond<Runtime, BondingDuration>;

/// Randomness of the current block and its parent, from the VRF outputs with which their authors
/// claimed the slots. An author can only publish the one output that its key has for a slot, or
/// leave the slot to whoever is next in line; that every slot has an output is what secondary
/// slots with VRF are for. `None` where one of the two has none.
///
/// What stays open: an author knows its own outputs from the start of an epoch. Whoever authors
/// both blocks can foresee the value, choose by it among its pairs of slots when to act, and
/// change it by leaving a slot out, at the cost of the block. With a share f of the slots that
/// is f² of all pairs. Nobody else can do either.
pub struct TwoBlocks;

impl Randomness<Option<Hash>, BlockNumber> for TwoBlocks {
	fn random(about: &[u8]) -> (Option<Hash>, BlockNumber) {
		let current = Babe::initialized()
			.flatten()
			.and_then(|digest| digest.vrf_signature().map(|vrf| vrf.pre_output.clone()));
		let value = Babe::author_vrf_randomness()
			.zip(current)
			.map(|(parent, current)| BlakeTwo256::hash_of(&(about, parent, current.encode())));
		// Benchmarks have no authors.
		#[cfg(feature = "runtime-benchmarks")]
		let value = value.or_else(|| Some(BlakeTwo256::hash(about)));
		// What was done up to here cannot have depended on it.
		(value, System::block_number().saturating_sub(2))
	}
}

impl pallet_babe::Config for Runtime {
	type DisabledValidators = Session;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type EpochDuration = EpochLength<Runtime>;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
	type ExpectedBlockTime = ConstU64<MILLISECS_PER_BLOCK>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = MaxNominators;
	type WeightInfo = ();
}

impl pallet_grandpa::Config for Runtime {
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = MaxNominators;
	type MaxSetIdSessionEntries = SetIdSessionEntries;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

impl pallet_authorship::Config for Runtime {
	type EventHandler = Staking;
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
}

impl pallet_session::Config for Runtime {
	type Currency = Balances;
	type DisablingStrategy = pallet_session::disabling::UpToLimitWithReEnablingDisablingStrategy;
	type KeyDeposit = ConstU128<LHD>;
	type Keys = SessionKeys;
	type NextSessionRotation = Babe;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Staking>;
	type ShouldEndSession = Babe;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

impl pallet_session::historical::Config for Runtime {
	type FullIdentification = ();
	type FullIdentificationOf = pallet_staking::UnitIdentificationOf<Self>;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_offences::Config for Runtime {
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = Staking;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
}
