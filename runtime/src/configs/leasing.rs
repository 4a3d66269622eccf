//! The leasing pallets: who sees whom, and what part of a block each may take.
//!
//! Together the agendas take at most a quarter of a block, and calls without a fee a fifth (see
//! `system::FeelessShare`).

use super::{
	consensus::{MaxAuthorities, TwoBlocks},
	governance::EnsureGovernance,
	money::{NativeAndAssets, NativeAndAssetsHolds},
	system::RuntimeBlockWeights,
};
use crate::{
	weights, AccountId, Approvals, AssetId, Balances, BlockNumber, Checkpoints, Escrow, Leases,
	Market, Providers, Runtime, RuntimeHoldReason, System, Timestamp, Timings, Treasury, DAYS,
	MILLISECS_PER_BLOCK,
};
use frame_support::{
	parameter_types,
	traits::{ConstU64, Contains},
	weights::Weight,
	PalletId,
};
use sp_runtime::Perbill;

/// So many thousandths of a block.
fn share(thousandths: u32) -> Weight {
	Perbill::from_rational(thousandths, 1_000) * RuntimeBlockWeights::get().max_block
}

parameter_types! {
	/// Where fees and forfeits gather, until they are shared between treasury and validators.
	pub const FeePotId: PalletId = PalletId(*b"lh/feepo");
	/// Where order fees wait for a verdict, and voters' rewards for being claimed.
	pub const ApprovalsPotId: PalletId = PalletId(*b"lh/appro");
	/// The fee pot's account.
	pub FeePot: AccountId = Escrow::pot();
	/// The treasury's account, which gets its part of the fee pot.
	pub TreasuryPot: AccountId = Treasury::account_id();
	/// Orders that may wait for a verdict at once: more than a minute of 2,500 operations a second
	/// brings, and a ninth of what validators vote on, 128 a block, before an order's deadline.
	pub const MaxPending: u32 = 8_192;
	/// A day, in which a tenant can still draw from an allowance that its sponsor has revoked.
	pub const RevocationNotice: BlockNumber = DAYS;
	// What each gets of the quarter: market and approvals as much as a thousand operations a second
	// need, with an award and a verdict among every 31; the others what is late without harm.
	pub EscrowAgenda: Weight = share(30);
	pub MarketAgenda: Weight = share(150);
	pub LeasesAgenda: Weight = share(20);
	pub ApprovalsAgenda: Weight = share(50);
}

impl pallet_leasehold_providers::Config for Runtime {
	type Approvals = Approvals;
	type BlockNumberProvider = System;
	type Currency = Balances;
	type FeePot = FeePot;
	type FeelessQuota = Timings;
	type GovernanceOrigin = EnsureGovernance;
	type RuntimeHoldReason = RuntimeHoldReason;
	type UnixTime = Timestamp;
	type WeightInfo = weights::pallet_leasehold_providers::WeightInfo<Runtime>;
}

/// The assets that leases are paid in, and of which the fee pot is shared.
pub struct ListedAssets;

impl Contains<AssetId> for ListedAssets {
	fn contains(asset: &AssetId) -> bool {
		<Escrow as leasehold_primitives::traits::Escrow<AccountId>>::is_listed(asset)
	}
}

impl pallet_leasehold_approvals::Config for Runtime {
	type Assets = NativeAndAssets;
	type BlockNumberProvider = System;
	type Currency = Balances;
	type FeePot = FeePot;
	type FeelessQuota = Timings;
	type GovernanceOrigin = EnsureGovernance;
	type MaxAgendaWeight = ApprovalsAgenda;
	type MaxAuthorities = MaxAuthorities;
	type MaxPending = MaxPending;
	type OnVerdict = (Market, Providers);
	type PalletId = ApprovalsPotId;
	type PotAssets = ListedAssets;
	type Randomness = TwoBlocks;
	type Treasury = TreasuryPot;
	type WeightInfo = weights::pallet_leasehold_approvals::WeightInfo<Runtime>;
}

impl pallet_leasehold_escrow::Config for Runtime {
	type Assets = NativeAndAssetsHolds;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::EscrowArguments;
	type BlockNumberProvider = System;
	type Clocks = Providers;
	type Currency = Balances;
	type GovernanceOrigin = EnsureGovernance;
	type MaxAgendaWeight = EscrowAgenda;
	type OnExhausted = Leases;
	type PalletId = FeePotId;
	type RevocationNotice = RevocationNotice;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SlotDuration = ConstU64<MILLISECS_PER_BLOCK>;
	type UnixTime = Timestamp;
	type WeightInfo = weights::pallet_leasehold_escrow::WeightInfo<Runtime>;
}

impl pallet_leasehold_market::Config for Runtime {
	type Approvals = Approvals;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::LeasesArguments;
	type BlockNumberProvider = System;
	type Currency = Balances;
	type Escrow = Escrow;
	type GovernanceOrigin = EnsureGovernance;
	type Leases = Leases;
	type MaxAgendaWeight = MarketAgenda;
	type Offers = Providers;
	type Providers = Providers;
	type Randomness = pallet_babe::ParentBlockRandomness<Runtime>;
	type Reputation = Providers;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = weights::pallet_leasehold_market::WeightInfo<Runtime>;
}

impl pallet_leasehold_leases::Config for Runtime {
	type Approvals = Approvals;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::LeasesArguments;
	type BlockNumberProvider = System;
	type Currency = Balances;
	type DeclinePenalty = pallet_leasehold_market::DeclinePenalty<Runtime>;
	type Escrow = Escrow;
	type FeelessQuota = Timings;
	type GovernanceOrigin = EnsureGovernance;
	type Ledger = Checkpoints;
	type Market = Market;
	type MaxAgendaWeight = LeasesAgenda;
	type Providers = Providers;
	type Reputation = Providers;
	type RuntimeHoldReason = RuntimeHoldReason;
	type UnixTime = Timestamp;
	type WeightInfo = weights::pallet_leasehold_leases::WeightInfo<Runtime>;
}

impl pallet_leasehold_checkpoints::Config for Runtime {
	type BlockNumberProvider = System;
	type WeightInfo = weights::pallet_leasehold_checkpoints::WeightInfo<Runtime>;
}
