//! The native token, other assets, and what a transaction costs.

use super::governance::{EnsureGovernance, TreasuryAccount};
use crate::{
	deposit, AccountId, AssetId, Assets, AssetsHolder, Authorship, Balance, Balances, Runtime,
	RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason, System, EXISTENTIAL_DEPOSIT, LHD,
	MICRO_LHD, MILLI_LHD,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{Balanced, Credit, NativeFromLeft, UnionOf},
		tokens::imbalance::ResolveTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU8, Imbalance, OnUnbalanced,
		VariantCountOf,
	},
	weights::{
		constants::ExtrinsicBaseWeight, ConstantMultiplier, WeightToFeeCoefficient,
		WeightToFeeCoefficients, WeightToFeePolynomial,
	},
};
use frame_system::EnsureSigned;
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{traits::One, FixedPointNumber, Perbill, Perquintill};

/// Native token and assets as one, for transfers.
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

/// Native token and assets as one, for holds. Of assets only the holder pallet can hold.
pub type NativeAndAssetsHolds = UnionOf<Balances, AssetsHolder, NativeFromLeft, AssetId, AccountId>;

impl pallet_balances::Config for Runtime {
	type AccountStore = System;
	type Balance = Balance;
	type DoneSlashHandler = ();
	type DustRemoval = ResolveTo<TreasuryAccount, Balances>;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type ReserveIdentifier = [u8; 8];
	type RuntimeEvent = RuntimeEvent;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
}

impl pallet_assets::Config for Runtime {
	type ApprovalDeposit = ConstU128<{ 100 * MILLI_LHD }>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 16) }>;
	type AssetDeposit = ConstU128<{ 10 * LHD }>;
	type AssetId = u32;
	type AssetIdAllocator = ();
	type AssetIdParameter = codec::Compact<u32>;
	type Balance = Balance;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type CallbackHandle = ();
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type Currency = Balances;
	type Extra = ();
	type ForceOrigin = EnsureGovernance;
	type Freezer = ();
	type Holder = AssetsHolder;
	type MetadataDepositBase = ConstU128<{ deposit(1, 68) }>;
	type MetadataDepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type RemoveItemsLimit = ConstU32<1_000>;
	type ReserveData = ();
	type RuntimeEvent = RuntimeEvent;
	type StringLimit = ConstU32<50>;
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
}

impl pallet_assets_holder::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	/// How full blocks may be, of what ordinary transactions may fill, before fees rise.
	pub const TargetFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast fees follow: fivefold in a day of full blocks.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// Fees never fall below the price list that [`WeightToFee`] writes.
	pub MinimumMultiplier: Multiplier = Multiplier::one();
	/// Nor rise beyond ten thousand times of it.
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(10_000);
}

/// What execution costs: a thousandth of an LHD for each base weight of a transaction (about 0.1
/// ms), in proportion. So a transfer costs some thousandths, and to fill a block costs about ten
/// LHD, more with every block that stays full.
pub struct WeightToFee;

impl WeightToFeePolynomial for WeightToFee {
	type Balance = Balance;

	fn polynomial() -> WeightToFeeCoefficients<Balance> {
		let price = MILLI_LHD;
		let base = Balance::from(ExtrinsicBaseWeight::get().ref_time());
		core::iter::once(WeightToFeeCoefficient {
			coeff_frac: Perbill::from_rational(price % base, base),
			coeff_integer: price / base,
			degree: 1,
			negative: false,
		})
		.collect()
	}
}

/// Where fees go: four fifths to the treasury, a fifth to the block's author, tips to the author
/// alone, for they are paid to be preferred.
pub struct DealWithFees;

impl OnUnbalanced<Credit<AccountId, Balances>> for DealWithFees {
	fn on_unbalanceds(mut credits: impl Iterator<Item = Credit<AccountId, Balances>>) {
		let Some(fees) = credits.next() else { return };
		let (to_treasury, mut to_author) = fees.ration(80, 20);
		if let Some(tip) = credits.next() {
			to_author.subsume(tip);
		}
		ResolveTo::<TreasuryAccount, Balances>::on_unbalanced(to_treasury);
		let unpaid = match Authorship::author() {
			Some(author) => Balances::resolve(&author, to_author).err(),
			None => Some(to_author),
		};
		// An author that cannot take it, for want of an account, leaves it to the treasury.
		if let Some(unpaid) = unpaid {
			ResolveTo::<TreasuryAccount, Balances>::on_unbalanced(unpaid);
		}
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<MICRO_LHD>>;
	type OnChargeTransaction = FungibleAdapter<Balances, DealWithFees>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
	type WeightToFee = WeightToFee;
}
