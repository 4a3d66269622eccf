//! How the chain is governed: a council, its treasury, and the ways in which it acts.
//!
//! One way for all: two thirds of the council. Where a pallet asks for [`EnsureGovernance`], such
//! a motion acts at once. For what only root may do (an upgrade of the runtime, above all), a
//! motion of two thirds whitelists the hash of a call, whose bytes anybody may have noted in
//! `Preimage`; any member of the council then dispatches it as root through `Whitelist`. A
//! council was chosen over referenda because a young chain's tokens are few and concentrated:
//! votes by stake would give it to whoever holds most, votes by known people can be answered for.
//!
//! What governance stops in an emergency, and what it never can: see `pause`.
//!
//! `Sudo` stands in the runtime with its key set by the `development` preset alone.

use super::{
	money::NativeAndAssets,
	system::{RuntimeBlockWeights, NORMAL_RATIO},
};
use crate::{
	deposit, AccountId, AssetId, Balance, Balances, OriginCaller, Preimage, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, System, DAYS,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration,
		tokens::{pay::PayAssetFromAccount, UnityAssetBalanceConversion},
		ConstU32, EitherOf, EitherOfDiverse, EqualPrivilegeOnly, LinearStoragePrice,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureWithSuccess};
use pallet_collective::{EnsureMember, EnsureProportionAtLeast, Instance1, PrimeDefaultVote};
use sp_runtime::{traits::IdentityLookup, Perbill, Permill};

/// The council's place among collectives.
pub type CouncilInstance = Instance1;

/// Two thirds of the council.
pub type EnsureCouncil = EnsureProportionAtLeast<AccountId, CouncilInstance, 2, 3>;

/// Who decides on parameters, assets, auditors, deny-lists, slashes and spending: root, or two
/// thirds of the council.
pub type EnsureGovernance = EitherOfDiverse<EnsureRoot<AccountId>, EnsureCouncil>;

/// The treasury's account.
pub type TreasuryAccount = pallet_treasury::TreasuryAccountId<Runtime>;

/// The most members of the council.
pub const MAX_MEMBERS: u32 = 50;

parameter_types! {
	/// The most that one motion may execute.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
	/// The most that scheduled calls may execute in one block.
	pub MaxScheduledWeight: Weight = NORMAL_RATIO * RuntimeBlockWeights::get().max_block;
	pub const TreasuryPalletId: PalletId = PalletId(*b"lh/trsry");
	/// Governance spends without a limit of its own: the treasury's balance is one.
	pub const SpendLimit: Balance = Balance::MAX;
	pub const PreimageHold: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	pub const PreimageBaseDeposit: Balance = deposit(1, 64);
	pub const PreimageByteDeposit: Balance = deposit(0, 1) / 100;
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
	type Consideration = ();
	type DefaultVote = PrimeDefaultVote;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type MaxMembers = ConstU32<MAX_MEMBERS>;
	type MaxProposalWeight = MaxProposalWeight;
	type MaxProposals = ConstU32<100>;
	type MotionDuration = ConstU32<{ 3 * DAYS }>;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
}

impl pallet_whitelist::Config for Runtime {
	type BlockNumberProvider = System;
	type DeferredDispatchExpiration = ConstU32<{ 7 * DAYS }>;
	type DispatchWhitelistedOrigin =
		EitherOfDiverse<EnsureRoot<AccountId>, EnsureMember<AccountId, CouncilInstance>>;
	type Preimages = Preimage;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_whitelist::weights::SubstrateWeight<Runtime>;
	type WhitelistOrigin = EnsureGovernance;
}

impl pallet_treasury::Config for Runtime {
	type AssetKind = AssetId;
	// Only governance spends, and it has no limit: what an asset is worth never matters.
	type BalanceConverter = UnityAssetBalanceConversion;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::TreasuryArguments;
	type Beneficiary = AccountId;
	type BeneficiaryLookup = IdentityLookup<AccountId>;
	type BlockNumberProvider = System;
	// Nothing is burnt.
	type Burn = NoBurn;
	type BurnDestination = ();
	type Currency = Balances;
	type MaxApprovals = ConstU32<100>;
	type PalletId = TreasuryPalletId;
	type Paymaster = PayAssetFromAccount<NativeAndAssets, TreasuryAccount>;
	type PayoutPeriod = ConstU32<{ 30 * DAYS }>;
	type RejectOrigin = EnsureGovernance;
	type RuntimeEvent = RuntimeEvent;
	type SpendFunds = ();
	type SpendOrigin = EitherOf<
		EnsureRootWithSuccess<AccountId, SpendLimit>,
		EnsureWithSuccess<EnsureCouncil, AccountId, SpendLimit>,
	>;
	type SpendPeriod = ConstU32<{ 7 * DAYS }>;
	type WeightInfo = pallet_treasury::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	pub const NoBurn: Permill = Permill::zero();
}

impl pallet_preimage::Config for Runtime {
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHold,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
}

impl pallet_scheduler::Config for Runtime {
	type BlockNumberProvider = System;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type MaxScheduledPerBlock = ConstU32<50>;
	#[cfg(feature = "runtime-benchmarks")]
	type MaxScheduledPerBlock = ConstU32<512>;
	type MaximumWeight = MaxScheduledWeight;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type PalletsOrigin = OriginCaller;
	type Preimages = Preimage;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type ScheduleOrigin = EnsureGovernance;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
