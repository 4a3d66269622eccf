//! Benchmarks: every call and hook, in a listed asset (dearer than the native token), at the most
//! depositors that an account may have; and what is usual beside the worst, for what calls give back.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{fungibles::Inspect, EnsureOrigin, Get};
use frame_system::RawOrigin;
use leasehold_primitives::{
	traits::{Escrow as _, Settlement},
	AssetId, Balance, EscrowId, Moment, MAX_DEPOSITORS, MAX_OTHER_DEPOSITORS,
};
use sp_runtime::traits::BlockNumberProvider;

/// What benchmarks need of a runtime.
pub trait BenchmarkHelper<AccountId> {
	/// An asset of `pallet-assets` that exists and that the fee pot can receive.
	fn asset(pot: &AccountId) -> AssetId;
	/// Give `who` that much of the native token and of `asset`.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);
	/// Let `who` be unable to receive `asset`.
	fn refuse(asset: &AssetId, who: &AccountId);
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

/// The signer of a call. Its account is read and written for any transaction, so that it is in what
/// all of them weigh, and not counted in the call.
fn signed_by<T: Config>(who: T::AccountId) -> RawOrigin<T::AccountId> {
	frame_benchmarking::whitelist_account!(who);
	RawOrigin::Signed(who)
}

fn listed<T: Config>() -> AssetId {
	list::<T>(T::BenchmarkHelper::asset(&Pallet::<T>::pot()))
}

fn list<T: Config>(asset: AssetId) -> AssetId {
	ListedAssets::<T>::insert(&asset, AssetTerms { min_deposit: 1 });
	asset
}

/// An allowance of `sponsor` for `tenant`. Returns its number.
fn allowance<T: Config>(
	asset: &AssetId,
	sponsor: T::AccountId,
	tenant: T::AccountId,
) -> Result<AllowanceId, BenchmarkError> {
	let total = deposit_of::<T>(asset);
	let expires = T::BlockNumberProvider::current_block_number().saturating_add(10);
	let terms = AllowanceTerms { total, per_day: total, ceiling: PRICE, expires };
	let id = NextAllowanceId::<T>::get();
	Pallet::<T>::do_grant(sponsor, tenant, asset.clone(), terms)?;
	Ok(id)
}

/// Account [`ID`] with `depositors` equal depositors and a running stream. What is beyond the
/// tenant and the others are sponsors.
fn running<T: Config>(depositors: u32) -> Result<(AssetId, T::AccountId, Balance), BenchmarkError> {
	running_in::<T>(listed::<T>(), depositors)
}

fn running_in<T: Config>(
	asset: AssetId,
	depositors: u32,
) -> Result<(AssetId, T::AccountId, Balance), BenchmarkError> {
	let deposit = deposit_of::<T>(&asset);
	let payee = rich::<T>("payee", 0, &asset);
	let tenant = rich::<T>("depositor", 0, &asset);
	Pallet::<T>::open(ID, &tenant, asset.clone(), deposit)?;
	for index in 1..depositors {
		let who = rich::<T>("depositor", index, &asset);
		if index <= MAX_OTHER_DEPOSITORS {
			Pallet::<T>::do_deposit(ID, &who, deposit)?;
		} else {
			let from = allowance::<T>(&asset, who, tenant.clone())?;
			Pallet::<T>::do_draw(&tenant, ID, from, deposit)?;
		}
	}
	Pallet::<T>::start(ID, &payee, PRICE)?;
	Ok((asset, payee, deposit))
}

/// Let the stream accrue into the last of `depositors` deposits, all but one unit, and the payee be
/// unable to receive it: the payments fail, and become owed.
fn accrue<T: Config>(payee: &T::AccountId, depositors: u32, deposit: Balance) {
	T::BenchmarkHelper::refuse(&listed::<T>(), payee);
	accrue_all_but_one::<T>(payee, depositors, deposit);
}

fn accrue_all_but_one<T: Config>(payee: &T::AccountId, depositors: u32, deposit: Balance) {
	let funds = deposit.saturating_mul(depositors.into());
	T::BenchmarkHelper::serve(payee, u64::try_from(funds.saturating_sub(1)).unwrap_or(u64::MAX));
}

/// Account [`ID`] in `asset`, of which a settlement will take from the last of `depositors`, and the
/// payee and the pot receive it.
fn payable<T: Config>(asset: AssetId, depositors: u32) -> Result<(), BenchmarkError> {
	T::BenchmarkHelper::fund(&asset, &Pallet::<T>::pot(), deposit_of::<T>(&asset));
	FeeRate::<T>::put(sp_runtime::Permill::from_percent(2));
	let (_, payee, amount) = running_in::<T>(asset, depositors)?;
	accrue_all_but_one::<T>(&payee, depositors, amount);
	Ok(())
}

fn assert_usual(done: Option<Settlement>, depositors: u32) {
	assert!(done.is_some_and(|done| done.is_usual() && done.payers == depositors));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let (_, payee, amount) = running::<T>(MAX_DEPOSITORS)?;
		accrue::<T>(&payee, MAX_DEPOSITORS, amount);
		let caller: T::AccountId = account("depositor", 1, 0);
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		_(origin, ID, amount);
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(amount + 1));
		Ok(())
	}

	#[benchmark]
	fn deposit_alone() -> Result<(), BenchmarkError> {
		let (asset, _, amount) = running::<T>(MAX_OTHER_DEPOSITORS)?;
		let caller = rich::<T>("newcomer", 0, &asset);
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		deposit(origin, ID, amount);
		let held = amount.saturating_mul((MAX_OTHER_DEPOSITORS + 1).into());
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(held));
		Ok(())
	}

	#[benchmark]
	fn claim_owed() -> Result<(), BenchmarkError> {
		let (asset, payee, amount) = running::<T>(1)?;
		let payer: T::AccountId = account("depositor", 0, 0);
		Pallet::<T>::owe(ID, &asset, &payer, &payee, amount)?;
		let before = T::Assets::balance(asset.clone(), &payee);
		#[extrinsic_call]
		_(RawOrigin::Signed(payer.clone()), payee.clone(), asset.clone(), payer.clone());
		assert_eq!(T::Assets::balance(asset, &payee), before + amount);
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
	fn grant_allowance() -> Result<(), BenchmarkError> {
		let asset = listed::<T>();
		let caller = rich::<T>("sponsor", 0, &asset);
		let total = deposit_of::<T>(&asset);
		let expires = T::BlockNumberProvider::current_block_number().saturating_add(10);
		let terms = AllowanceTerms { total, per_day: total, ceiling: PRICE, expires };
		let tenant: T::AccountId = account("tenant", 0, 0);
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		_(origin, tenant, asset, terms);
		assert_eq!(Allowances::<T>::get(0).map(|granted| granted.left), Some(total));
		Ok(())
	}

	#[benchmark]
	fn draw() -> Result<(), BenchmarkError> {
		let (asset, payee, amount) = running::<T>(MAX_DEPOSITORS - 1)?;
		accrue::<T>(&payee, MAX_DEPOSITORS - 1, amount);
		let caller: T::AccountId = account("depositor", 0, 0);
		let sponsor = rich::<T>("sponsor", 0, &asset);
		let from = allowance::<T>(&asset, sponsor, caller.clone())?;
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		_(origin, ID, from, amount);
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(amount + 1));
		Ok(())
	}

	#[benchmark]
	fn draw_alone() -> Result<(), BenchmarkError> {
		let (asset, _, amount) = running::<T>(MAX_DEPOSITORS - 1)?;
		let caller: T::AccountId = account("depositor", 0, 0);
		let sponsor = rich::<T>("sponsor", 0, &asset);
		let from = allowance::<T>(&asset, sponsor, caller.clone())?;
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		draw(origin, ID, from, amount);
		let held = amount.saturating_mul(MAX_DEPOSITORS.into());
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(held));
		Ok(())
	}

	#[benchmark]
	fn revoke_allowance() -> Result<(), BenchmarkError> {
		let asset = listed::<T>();
		let caller = rich::<T>("sponsor", 0, &asset);
		let id = allowance::<T>(&asset, caller.clone(), account("tenant", 0, 0))?;
		Allowances::<T>::mutate_extant(id, |granted| granted.terms.expires = u32::MAX);
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		_(origin, id);
		assert!(Allowances::<T>::get(id).is_some_and(|granted| granted.terms.expires < u32::MAX));
		Ok(())
	}

	#[benchmark]
	fn end_allowance() -> Result<(), BenchmarkError> {
		let asset = listed::<T>();
		let caller = rich::<T>("sponsor", 0, &asset);
		let id = allowance::<T>(&asset, caller.clone(), account("tenant", 0, 0))?;
		Allowances::<T>::mutate_extant(id, |granted| granted.terms.expires = 0);
		let origin = signed_by::<T>(caller);

		#[extrinsic_call]
		_(origin, id);
		assert!(!Allowances::<T>::contains_key(id));
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
		// A tenant and as many sponsors as there can be, none of whom pays the new price.
		let (asset, _, amount) = running::<T>(1)?;
		let tenant: T::AccountId = account("depositor", 0, 0);
		for index in 1..MAX_DEPOSITORS {
			let sponsor = rich::<T>("sponsor", index, &asset);
			let from = allowance::<T>(&asset, sponsor, tenant.clone())?;
			Pallet::<T>::do_draw(&tenant, ID, from, amount)?;
		}
		#[block]
		{
			Pallet::<T>::reprice(ID, PRICE + 1)?;
		}
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(amount));
		Ok(())
	}

	#[benchmark]
	fn settle(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		let (_, payee, amount) = running::<T>(d)?;
		accrue::<T>(&payee, d, amount);
		#[block]
		{
			Pallet::<T>::settle(ID)?;
		}
		assert_eq!(Pallet::<T>::totals(ID).map(|totals| totals.held), Some(1));
		Ok(())
	}

	#[benchmark]
	fn settle_native(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		payable::<T>(list::<T>(AssetId::Native), d)?;
		let done;
		#[block]
		{
			done = Pallet::<T>::settle(ID).ok();
		}
		assert_usual(done, d);
		Ok(())
	}

	#[benchmark]
	fn settle_asset(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		payable::<T>(listed::<T>(), d)?;
		let done;
		#[block]
		{
			done = Pallet::<T>::settle(ID).ok();
		}
		assert_usual(done, d);
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
	fn agenda_item(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		let (_, payee, amount) = running::<T>(d)?;
		accrue::<T>(&payee, d, amount);
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
		let now = Pallet::<T>::slot();
		AgendaCursor::<T>::put(now);
		let mut meter = frame_support::weights::WeightMeter::with_limit(T::MaxAgendaWeight::get());
		#[block]
		{
			Pallet::<T>::work_agenda(&mut meter);
		}
		assert_eq!(AgendaCursor::<T>::get(), now + 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::TestExt::new().build(), crate::mock::Test);
}
