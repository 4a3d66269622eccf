//! The benchmarks of the runtime's pallets, for `leasehold-node benchmark pallet`.

use crate::*;
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList, Benchmarking};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{
	extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
};

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

/// The list of benchmarks and of the storage they may touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Run one.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
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
