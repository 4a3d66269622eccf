//! The benchmarks of the runtime's pallets, for `scripts/weights.sh`.

use crate::{configs::shared::benchmarks::shared_keys, *};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{
	extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
};
use leasehold_primitives::{EscrowId, LeaseId, MAX_DEPOSITORS, MAX_OTHER_DEPOSITORS};
use pallet_leasehold_escrow::benchmarking::BenchmarkHelper as _;
use pallet_leasehold_leases::benchmarking::Payers;

frame_benchmarking::define_benchmarks!(
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_assets, Assets]
	[pallet_bags_list, VoterList]
	[pallet_balances, Balances]
	[pallet_beefy_mmr, BeefyMmr]
	[pallet_collective, Council]
	[pallet_migrations, MultiBlockMigrations]
	[pallet_mmr, Mmr]
	[pallet_multisig, Multisig]
	[pallet_preimage, Preimage]
	[pallet_proxy, Proxy]
	[pallet_safe_mode, SafeMode]
	[pallet_scheduler, Scheduler]
	[pallet_staking, Staking]
	[pallet_sudo, Sudo]
	[pallet_timestamp, Timestamp]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_treasury, Treasury]
	[pallet_tx_pause, TxPause]
	[pallet_utility, Utility]
	[pallet_whitelist, Whitelist]
	[pallet_leasehold_approvals, Approvals]
	[pallet_leasehold_checkpoints, Checkpoints]
	[pallet_leasehold_escrow, Escrow]
	[pallet_leasehold_leases, Leases]
	[pallet_leasehold_market, Market]
	[pallet_leasehold_providers, Providers]
);

impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

/// The list of benchmarks and of the storage they may touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Run one.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	whitelist.extend(shared_keys().map(Into::into));
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Assets and beneficiaries for the treasury's benchmarks.
pub struct TreasuryArguments;

impl pallet_treasury::ArgumentsFactory<AssetId, AccountId> for TreasuryArguments {
	fn create_asset_kind(seed: u32) -> AssetId {
		if seed % 2 == 0 {
			AssetId::Native
		} else {
			AssetId::WithId(seed)
		}
	}

	fn create_beneficiary(seed: [u8; 32]) -> AccountId {
		AccountId::new(seed)
	}
}

/// Assets, money and service time for the benchmarks of escrow.
pub struct EscrowArguments;

impl pallet_leasehold_escrow::benchmarking::BenchmarkHelper<AccountId> for EscrowArguments {
	fn asset(pot: &AccountId) -> AssetId {
		use frame_support::traits::fungibles::{Create, Inspect, Mutate};
		const ID: u32 = 4_711;
		if !Assets::asset_exists(ID) {
			let _ = <Assets as Create<AccountId>>::create(ID, pot.clone(), true, 1);
		}
		let _ = <Assets as Mutate<AccountId>>::mint_into(ID, pot, 1_000);
		AssetId::WithId(ID)
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		use frame_support::traits::{fungible, fungibles};
		let native = amount.saturating_add(1_000 * LHD);
		let _ = <Balances as fungible::Mutate<AccountId>>::mint_into(who, native);
		if let AssetId::WithId(id) = asset {
			let _ = <Assets as fungibles::Mutate<AccountId>>::mint_into(*id, who, amount);
		}
	}

	fn refuse(asset: &AssetId, who: &AccountId) {
		if let AssetId::WithId(id) = asset {
			let blocked = Assets::block(
				RuntimeOrigin::signed(Escrow::pot()),
				codec::Compact(*id),
				who.clone().into(),
			);
			debug_assert!(blocked.is_ok(), "{blocked:?}");
		}
	}

	fn serve(payee: &AccountId, ms: Moment) {
		pallet_leasehold_providers::Clocks::<Runtime>::mutate(payee, |record| {
			let record = record.get_or_insert_with(|| pallet_leasehold_providers::ClockRecord {
				clock: Default::default(),
				rules: Default::default(),
			});
			record.clock.value = record.clock.value.saturating_add(ms);
		});
	}
}

/// Money, service time and blocks for the benchmarks of market and leases.
pub struct LeasesArguments;

impl LeasesArguments {
	/// One unit of service costs at most this much an hour in the benchmarks.
	const CEILING: Balance = Balance::MAX / 2;

	/// Do not count what is the ledger's: the statements, whose weight is added where weights are
	/// declared.
	fn leave_out_statements(id: EscrowId) {
		use pallet_leasehold_checkpoints::{Leaves, Positions};
		let leaves =
			(0..leasehold_primitives::MAX_SETTLE_BATCH).map(Leaves::<Runtime>::hashed_key_for);
		for key in leaves.chain([Positions::<Runtime>::hashed_key_for(id)]) {
			frame_benchmarking::benchmarking::add_to_whitelist(key.into());
		}
	}

	/// The dearest kind of asset, listed.
	fn asset() -> AssetId {
		Self::list(EscrowArguments::asset(&Escrow::pot()))
	}

	fn list(asset: AssetId) -> AssetId {
		use pallet_leasehold_escrow::{AssetTerms, ListedAssets};
		ListedAssets::<Runtime>::insert(&asset, AssetTerms { min_deposit: 1 });
		asset
	}

	/// Fill an account of `tenant` up with depositors of its own, to as many as there may be, each
	/// with `amount`: what a batch of leases touches must not be shared between them.
	fn crowd(id: EscrowId, tenant: &AccountId, asset: &AssetId, amount: Balance) {
		Self::crowd_of(MAX_DEPOSITORS, id, tenant, asset, amount);
	}

	/// As [`Self::crowd`], to so many, the tenant among them: others first, then a sponsor.
	fn crowd_of(
		depositors: u32,
		id: EscrowId,
		tenant: &AccountId,
		asset: &AssetId,
		amount: Balance,
	) {
		let others = depositors.saturating_sub(1);
		for index in 0..others.min(MAX_OTHER_DEPOSITORS) {
			let who: AccountId = frame_benchmarking::account("depositor", index, id as u32);
			EscrowArguments::fund(asset, &who, amount.saturating_mul(1_000));
			let deposited = <Escrow as leasehold_primitives::traits::Escrow<AccountId>>::deposit(
				id, &who, amount,
			);
			debug_assert!(deposited.is_ok(), "{deposited:?}");
		}
		if others > MAX_OTHER_DEPOSITORS {
			Self::sponsor(id, tenant, asset, amount);
		}
	}

	/// A deposit of a sponsor, by an allowance for `tenant`.
	fn sponsor(id: EscrowId, tenant: &AccountId, asset: &AssetId, amount: Balance) {
		let sponsor: AccountId = frame_benchmarking::account("sponsor", 0, id as u32);
		EscrowArguments::fund(asset, &sponsor, amount.saturating_mul(1_000));
		let allowance = pallet_leasehold_escrow::NextAllowanceId::<Runtime>::get();
		let terms = pallet_leasehold_escrow::AllowanceTerms {
			total: amount,
			per_day: amount,
			ceiling: Self::CEILING,
			expires: System::block_number().saturating_add(1_000),
		};
		let origin = RuntimeOrigin::signed(sponsor);
		let granted = Escrow::grant_allowance(origin, tenant.clone(), asset.clone(), terms);
		debug_assert!(granted.is_ok(), "{granted:?}");
		let drawn = Escrow::draw(RuntimeOrigin::signed(tenant.clone()), id, allowance, amount);
		debug_assert!(drawn.is_ok(), "{drawn:?}");
	}
}

impl pallet_leasehold_leases::benchmarking::BenchmarkHelper<AccountId> for LeasesArguments {
	fn open(id: EscrowId, tenant: &AccountId, deposit: Balance, payers: Payers) -> AssetId {
		Self::leave_out_statements(id);
		let asset = if payers.native {
			EscrowArguments::fund(&AssetId::Native, &Escrow::pot(), deposit);
			Self::list(AssetId::Native)
		} else {
			Self::asset()
		};
		EscrowArguments::fund(&asset, tenant, deposit.saturating_mul(1_000));
		let opened = <Escrow as leasehold_primitives::traits::Escrow<AccountId>>::open(
			id,
			tenant,
			asset.clone(),
			deposit,
		);
		debug_assert!(opened.is_ok(), "{opened:?}");
		Self::crowd_of(payers.depositors, id, tenant, &asset, deposit);
		asset
	}

	fn serve(provider: &AccountId, ms: Moment) {
		EscrowArguments::serve(provider, ms);
	}

	fn refuse(provider: &AccountId) {
		let asset = Self::asset();
		// There must be an account to block.
		EscrowArguments::fund(&asset, provider, 1);
		EscrowArguments::refuse(&asset, provider);
	}

	fn order(id: LeaseId, tenant: &AccountId, provider: &AccountId) {
		pallet_leasehold_market::leased::<Runtime>(id, tenant, provider);
	}

	fn silence(provider: &AccountId) {
		pallet_leasehold_providers::Clocks::<Runtime>::remove(provider);
	}

	fn set_block(block: BlockNumber) {
		System::set_block_number(block);
	}
}

impl pallet_leasehold_market::BenchmarkHelper<AccountId> for LeasesArguments {
	fn asset() -> AssetId {
		LeasesArguments::asset()
	}

	fn native() -> AssetId {
		LeasesArguments::list(AssetId::Native)
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		EscrowArguments::fund(asset, who, amount);
	}

	fn crowd(id: EscrowId, tenant: &AccountId, asset: &AssetId, amount: Balance) {
		LeasesArguments::crowd(id, tenant, asset, amount);
	}

	fn serve(provider: &AccountId, ms: Moment) {
		EscrowArguments::serve(provider, ms);
	}
}
