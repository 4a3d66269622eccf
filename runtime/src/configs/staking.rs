//! Nominated proof of stake: who may validate, what they earn, what they lose.
//!
//! `pallet-staking` is deprecated upstream in favour of staking on a system parachain, which a
//! chain of its own does not have.

use super::{
	consensus::MAX_VALIDATORS,
	governance::{EnsureGovernance, TreasuryAccount},
};
use crate::{
	AccountId, Balance, Balances, Runtime, RuntimeEvent, RuntimeHoldReason, Session, Staking,
	Timestamp, VoterList, LHD,
};
use frame_election_provider_support::{
	bounds::{ElectionBounds, ElectionBoundsBuilder},
	onchain, SequentialPhragmen, VoteWeight,
};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveTo, ConstBool, ConstU32, Nothing},
};
use pallet_leasehold_timings::SessionsPerEra;
use pallet_staking_reward_fn::compute_inflation;
use sp_runtime::{Perbill, Perquintill};

/// The most accounts that may stand as validators. More than are elected, and no more than an
/// election looks at, so that no candidate is overlooked.
pub const MAX_CANDIDATES: u32 = 200;

/// The most accounts that may nominate.
pub const MAX_NOMINATORS: u32 = 1_000;

/// Nominators that one page of a validator's exposure holds.
pub const EXPOSURE_PAGE: u32 = 64;

/// Validators that one nominator may back.
pub const MAX_NOMINATIONS: u32 = 16;

/// What a validator must have bonded, at genesis.
pub const MIN_VALIDATOR_BOND: Balance = 1_000 * LHD;

/// What a nominator must have bonded, at genesis.
pub const MIN_NOMINATOR_BOND: Balance = 10 * LHD;

parameter_types! {
	/// Eras for which stake stays bonded after it is withdrawn: four weeks, with eras of a day.
	/// A contract on Ethereum trusts no set of validators for longer.
	pub const BondingDuration: u32 = 28;
	/// Eras in which governance can cancel a slash.
	pub const SlashDeferDuration: u32 = 27;
	pub const BagThresholds: &'static [VoteWeight] = &BAGS;
	/// The election runs within one block: all candidates, and the voters with the most stake.
	pub Bounds: ElectionBounds = ElectionBoundsBuilder::default()
		.voters_count((MAX_NOMINATORS + MAX_CANDIDATES).into())
		.targets_count(MAX_CANDIDATES.into())
		.build();
}

/// Upper ends of the bags in which voters are roughly sorted by stake: 10 LHD, doubled from bag
/// to bag, and all above.
const BAGS: [VoteWeight; 21] = {
	let mut bags = [VoteWeight::MAX; 21];
	let mut at = 0;
	while at < 20 {
		bags[at] = (MIN_NOMINATOR_BOND as VoteWeight) << at;
		at += 1;
	}
	bags
};

/// The election of validators, on chain.
pub struct OnChainElection;

impl onchain::Config for OnChainElection {
	type Bounds = Bounds;
	type DataProvider = Staking;
	type MaxBackersPerWinner = ConstU32<{ MAX_NOMINATORS + MAX_CANDIDATES }>;
	type MaxWinnersPerPage = ConstU32<MAX_VALIDATORS>;
	type Solver = SequentialPhragmen<AccountId, Perbill>;
	type Sort = ConstBool<true>;
	type System = Runtime;
	type WeightInfo = frame_election_provider_support::weights::SubstrateWeight<Runtime>;
}

/// What an era pays to stakers, newly minted.
///
/// A year's inflation is 2 % without any stake and rises in proportion to the staked share of all
/// tokens, up to 8 % where half is staked. What it is above 2 % halves again with every further
/// 5 % staked. So stake is drawn towards one half, and the rest of the tokens stays free for
/// deposits. Nothing is minted for the treasury, which lives on fees and slashes.
pub struct Inflation;

impl Inflation {
	const MIN: Perquintill = Perquintill::from_percent(2);
	const MAX: Perquintill = Perquintill::from_percent(8);
	const IDEAL_STAKE: Perquintill = Perquintill::from_percent(50);
	const FALLOFF: Perquintill = Perquintill::from_percent(5);
	/// A year of 365.25 days in milliseconds.
	const YEAR: u64 = 31_557_600_000;
	/// An era counts for at most two days, however long the chain stood still, in milliseconds.
	const LONGEST_ERA: u64 = 172_800_000;
}

impl sp_staking::EraPayout<Balance> for Inflation {
	fn era_payout(staked: Balance, issuance: Balance, era_millis: u64) -> (Balance, Balance) {
		let stake = Perquintill::from_rational(staked, issuance);
		let range = Self::MAX - Self::MIN;
		let yearly = Self::MIN + range * compute_inflation(stake, Self::IDEAL_STAKE, Self::FALLOFF);
		let share = Perquintill::from_rational(era_millis.min(Self::LONGEST_ERA), Self::YEAR);
		(share * (yearly * issuance), 0)
	}
}

/// How many stakers benchmarks set up.
pub struct BenchmarkSizes;

impl pallet_staking::BenchmarkingConfig for BenchmarkSizes {
	type MaxNominators = ConstU32<MAX_NOMINATORS>;
	type MaxValidators = ConstU32<MAX_VALIDATORS>;
}

impl pallet_staking::Config for Runtime {
	type AdminOrigin = EnsureGovernance;
	type BenchmarkingConfig = BenchmarkSizes;
	type BondingDuration = BondingDuration;
	type Currency = Balances;
	type CurrencyBalance = Balance;
	type CurrencyToVote = sp_staking::currency_to_vote::U128CurrencyToVote;
	type ElectionProvider = onchain::OnChainExecution<OnChainElection>;
	type EraPayout = Inflation;
	type EventListeners = ();
	type Filter = Nothing;
	type GenesisElectionProvider = onchain::OnChainExecution<OnChainElection>;
	type HistoryDepth = ConstU32<84>;
	type MaxControllersInDeprecationBatch = ConstU32<100>;
	type MaxExposurePageSize = ConstU32<EXPOSURE_PAGE>;
	type MaxUnlockingChunks = ConstU32<32>;
	type MaxValidatorSet = ConstU32<MAX_VALIDATORS>;
	type NextNewSession = Session;
	type NominationsQuota = pallet_staking::FixedNominationsQuota<MAX_NOMINATIONS>;
	type OldCurrency = Balances;
	type Reward = ();
	type RewardRemainder = ResolveTo<TreasuryAccount, Balances>;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SessionInterface = Self;
	type SessionsPerEra = SessionsPerEra<Runtime>;
	type Slash = ResolveTo<TreasuryAccount, Balances>;
	type SlashDeferDuration = SlashDeferDuration;
	type TargetList = pallet_staking::UseValidatorsMap<Self>;
	type UnixTime = Timestamp;
	type VoterList = VoterList;
	type WeightInfo = pallet_staking::weights::SubstrateWeight<Runtime>;
}

impl pallet_bags_list::Config for Runtime {
	type BagThresholds = BagThresholds;
	type MaxAutoRebagPerBlock = ConstU32<10>;
	type RuntimeEvent = RuntimeEvent;
	type Score = VoteWeight;
	type ScoreProvider = Staking;
	type WeightInfo = pallet_bags_list::weights::SubstrateWeight<Runtime>;
}
