//! Benchmarks: every call and hook, in a listed asset (dearer than the native token), at the most
//! depositors that an account may have.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::fungibles::Inspect;
use frame_system::RawOrigin;
use leasehold_primitives::{
	traits::Escrow as _, AssetId, Balance, EscrowId, Moment, MAX_DEPOSITORS,
};
use sp_runtime::traits::BlockNumberProvider;

/// What benchmarks need of a runtime.
pub trait BenchmarkHelper<AccountId> {
	/// An asset of `pallet-assets` that exists and that the fee pot can receive.
	fn asset(pot: &AccountId) -> AssetId;
	/// Give `who` that much of the native token and of `asset`.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);
	/// Let the service clock of `payee` show `ms` more.
	fn serve(payee: &AccountId, ms: Moment);
}

/// One base unit a millisecond.
const PRICE: Balance = 3_600_000;
const ID: EscrowId = 7;

fn deposit_of<T: Config>(asset: &AssetId) -> Balance {
	T::Assets::minimum_balance(asset.clone()).max(1_000).saturating_mul(1_000)
}

fn rich<T: Config>(name: &'static str, index: u32, asset: &AssetId) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	T::BenchmarkHelper::fund(asset, &who, deposit_of::<T>(asset).saturating_mul(1_000));
	who
}

fn listed<T: Config>() -> AssetId {
	let asset = T::BenchmarkHelper::asset(&Pallet::<T>::pot());
	ListedAssets::<T>::insert(&asset, AssetTerms { min_deposit: 1 });
	asset
}

/// Account [`ID`] with `depositors` equal depositors and a running stream.
fn running<T: Config>(depositors: u32) -> Result<(AssetId, T::AccountId, Balance), BenchmarkError> {
	let asset = listed::<T>();
	let deposit = deposit_of::<T>(&asset);
	let payee = rich::<T>("payee", 0, &asset);
	let tenant = rich::<T>("depositor", 0, &asset);
	Pallet::<T>::open(ID, &tenant, asset.clone(), deposit)?;
	for index in 1..depositors {
		let who = rich::<T>("depositor", index, &asset);
		Pallet::<T>::do_deposit(ID, &who, deposit)?;
	}
	Pallet::<T>::start(ID, &payee, PRICE)?;
	Ok((asset, payee, deposit))
}

/// Let the stream accrue into the last of `depositors` deposits, all but one unit.
fn accrue<T: Config>(payee: &T::AccountId, depositors: u32, deposit: Balance) {
	let funds = deposit.saturating_mul(depositors.into());
	T::BenchmarkHelper::serve(payee, u64::try_from(funds.saturating_sub(1)).unwrap_or(u64::MAX));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let (asset, payee, deposit) = running::<T>(MAX_DEPOSITORS - 1)?;
		accrue::<T>(&payee, MAX_DEPOSITORS - 1, deposit);
		let caller = rich::<T>("caller", 0, &asset);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), ID, deposit);
		assert_eq!(Accounts::<T>::get(ID).map(|account| account.depositors.len()), Some(8));
		Ok(())
	}

	#[benchmark]
	fn claim_owed() -> Result<(), BenchmarkError> {
		let (asset, payee, deposit) = running::<T>(1)?;
		let payer: T::AccountId = account("depositor", 0, 0);
		Pallet::<T>::owe(ID, &asset, &payer, &payee, deposit)?;
		let before = T::Assets::balance(asset.clone(), &payee);
		#[extrinsic_call]
		_(RawOrigin::Signed(payer.clone()), payee.clone(), asset.clone(), payer.clone());
		assert_eq!(T::Assets::balance(asset, &payee), before + deposit);
		Ok(())
	}

	#[benchmark]
	fn list_asset() -> Result<(), BenchmarkError> {
		let asset = T::BenchmarkHelper::asset(&Pallet::<T>::pot());
		let terms = AssetTerms { min_deposit: deposit_of::<T>(&asset) };
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), terms);
		assert_eq!(ListedAssets::<T>::get(asset), Some(terms));
		Ok(())
	}

	#[benchmark]
	fn delist_asset() -> Result<(), BenchmarkError> {
		let asset = listed::<T>();
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone());
		assert!(!ListedAssets::<T>::contains_key(asset));
		Ok(())
	}

	#[benchmark]
	fn set_fee_rate() -> Result<(), BenchmarkError> {
		let rate = sp_runtime::Permill::from_percent(3);
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, rate);
		assert_eq!(FeeRate::<T>::get(), rate);
		Ok(())
	}

	#[benchmark]
	fn open() -> Result<(), BenchmarkError> {
		let asset = listed::<T>();
		let tenant = rich::<T>("tenant", 0, &asset);
		#[block]
		{
			Pallet::<T>::open(ID, &tenant, asset.clone(), deposit_of::<T>(&asset))?;
		}
		assert!(Accounts::<T>::contains_key(ID));
		Ok(())
	}

	#[benchmark]
	fn stream() -> Result<(), BenchmarkError> {
		running::<T>(MAX_DEPOSITORS)?;
		Pallet::<T>::pause(ID)?;
		#[block]
		{
			Pallet::<T>::resume(ID)?;
		}
		assert!(Pallet::<T>::lasts_for(ID).is_some());
		Ok(())
	}

	#[benchmark]
	fn settle(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		let (_, payee, deposit) = running::<T>(d)?;
		accrue::<T>(&payee, d, deposit);
		#[block]
		{
			Pallet::<T>::settle(ID)?;
		}
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(1));
		Ok(())
	}

	#[benchmark]
	fn close(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		// One unit accrued from the first: every depositor has something to get back.
		let (_, payee, _) = running::<T>(d)?;
		T::BenchmarkHelper::serve(&payee, 1);
		#[block]
		{
			Pallet::<T>::close(ID)?;
		}
		assert!(!Accounts::<T>::contains_key(ID));
		Ok(())
	}

	#[benchmark]
	fn agenda_item() -> Result<(), BenchmarkError> {
		let (_, payee, deposit) = running::<T>(MAX_DEPOSITORS)?;
		accrue::<T>(&payee, MAX_DEPOSITORS, deposit);
		#[block]
		{
			let due: Vec<_> = ExhaustionAgenda::<T>::iter_keys().take(1).collect();
			for (at, id) in due {
				ExhaustionsOf::<T>::cancel(at, &id);
				Pallet::<T>::look_at(id);
			}
		}
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(1));
		Ok(())
	}

	#[benchmark]
	fn agenda_bucket() {
		let now = T::BlockNumberProvider::current_block_number();
		AgendaCursor::<T>::put(now);
		let mut meter = frame_support::weights::WeightMeter::with_limit(T::MaxAgendaWeight::get());
		#[block]
		{
			Pallet::<T>::work_agenda(&mut meter);
		}
		assert_eq!(AgendaCursor::<T>::get(), now + 1);
	}
}
