//! The protocol's fee pot, shared between the treasury and the validators who vote.
//!
//! Fees of streams, forfeits and what order fees leave gather in one account, [`Config::FeePot`],
//! in several assets. Every vote that counts, for or against, earns its validator a point in the
//! running period. Once a period has ended anybody may share what the pot then holds of an asset:
//! the treasury's part moves at once, the rest is credited in proportion to the points of the
//! last period that has ended, and stays in the pot until it is claimed. So what is paid out can
//! never exceed what came in. What does not divide stays for the next time.
//!
//! A period ends with the first vote or sharing after its length, so a time in which nothing
//! happens ends none. An asset is shared once a period at most; what nobody shares for several
//! periods goes by the last one's points, and all to the treasury if nobody has any.

use crate::*;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude::Polite, Preservation::Preserve},
		Contains, DefensiveOption, DefensiveSaturating, Get,
	},
};
use leasehold_primitives::{AssetId, Balance};
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding, ArithmeticError, DispatchError,
	DispatchResult, Rounding,
};

impl<T: Config> Pallet<T> {
	/// The running period and the last one, as they are now: if the length of the running one is
	/// over, it is the last one from here on. Whoever goes on with them stores them.
	fn periods() -> (PeriodOf<T>, PeriodOf<T>) {
		let (running, last) = (RunningPeriod::<T>::get(), LastPeriod::<T>::get());
		let length = PotRules::<T>::get().period_blocks;
		let elapsed = Self::now().saturating_sub(running.since);
		let Some(periods) = elapsed.checked_div(length).filter(|periods| *periods > 0) else {
			return (running, last);
		};
		let next = Period {
			index: running.index.defensive_saturating_add(1),
			// At most now.
			since: running.since.defensive_saturating_add(periods.saturating_mul(length)),
			points: Default::default(),
		};
		(next, running)
	}

	fn store_periods(running: PeriodOf<T>, last: PeriodOf<T>) {
		RunningPeriod::<T>::put(running);
		if last.index > LastPeriod::<T>::get().index {
			LastPeriod::<T>::put(last);
		}
	}

	/// Give `validator` a point for each of `votes` votes that counted.
	pub(crate) fn earn_points(validator: &T::AccountId, votes: u32) {
		if votes == 0 {
			return;
		}
		let (mut running, last) = Self::periods();
		match running.points.binary_search_by(|(who, _)| who.cmp(validator)) {
			Ok(at) => {
				if let Some((_, points)) = running.points.get_mut(at) {
					*points = points.defensive_saturating_add(votes);
				}
			},
			Err(at) => {
				if running.points.try_insert(at, (validator.clone(), votes)).is_err() {
					log::warn!(
						target: LOG_TARGET,
						"{validator:?} earns no points: {MAX_EARNERS} others have in this period",
					);
				}
			},
		}
		Self::store_periods(running, last);
	}

	/// What of the pot's `asset` is neither credited to a validator nor needed to keep its
	/// account.
	fn to_share(asset: &AssetId) -> Balance {
		T::Assets::reducible_balance(asset.clone(), &T::FeePot::get(), Preserve, Polite)
			.saturating_sub(PotReserved::<T>::get(asset))
	}

	/// Share what the pot holds of `asset` by the points of the last period. Returns among how
	/// many validators.
	pub(crate) fn do_share_pot(asset: AssetId) -> Result<u32, DispatchError> {
		ensure!(T::PotAssets::contains(&asset), Error::<T>::NotListed);
		let (running, last) = Self::periods();
		ensure!(last.index > SharedUpTo::<T>::get(&asset), Error::<T>::AlreadyShared);
		let pool = Self::to_share(&asset);
		ensure!(pool > 0, Error::<T>::NothingToShare);

		let points = last.points.iter().map(|(_, points)| u128::from(*points)).sum::<u128>();
		let for_treasury = match points {
			0 => pool,
			_ => PotRules::<T>::get().treasury_share.mul_floor(pool),
		};
		let for_validators = pool.checked_sub(for_treasury).ok_or(ArithmeticError::Underflow)?;
		let mut credited: Balance = 0;
		for (validator, own) in &last.points {
			let share = multiply_by_rational_with_rounding(
				for_validators,
				(*own).into(),
				points,
				Rounding::Down,
			)
			.ok_or(ArithmeticError::Overflow)?;
			if share > 0 {
				credited = credited.checked_add(share).ok_or(ArithmeticError::Overflow)?;
				PotRewards::<T>::try_mutate(validator, &asset, |owed| {
					*owed = owed.checked_add(share).ok_or(ArithmeticError::Overflow)?;
					Ok::<_, DispatchError>(())
				})?;
			}
		}
		if credited > 0 {
			PotReserved::<T>::try_mutate(&asset, |reserved| {
				*reserved = reserved.checked_add(credited).ok_or(ArithmeticError::Overflow)?;
				Ok::<_, DispatchError>(())
			})?;
		}
		SharedUpTo::<T>::insert(&asset, last.index);
		let to_treasury = Self::pay_treasury(&asset, for_treasury);
		let (period, voters) = (last.index, count(last.points.len()));
		Self::store_periods(running, last);
		Self::deposit_event(Event::PotShared {
			asset,
			period,
			voters,
			to_validators: credited,
			to_treasury,
		});
		Ok(voters)
	}

	/// Move `amount` from the pot to the treasury. Returns how much was: nothing where the
	/// treasury cannot receive it, when it stays in the pot for the next time.
	fn pay_treasury(asset: &AssetId, amount: Balance) -> Balance {
		if amount == 0 {
			return 0;
		}
		let paid = with_storage_layer(|| {
			let (pot, treasury) = (T::FeePot::get(), T::Treasury::get());
			T::Assets::transfer(asset.clone(), &pot, &treasury, amount, Preserve)
		});
		match paid {
			Ok(_) => amount,
			Err::<_, DispatchError>(_) => 0,
		}
	}

	/// Pay `who` what sharings of the pot have credited to it in `asset`.
	pub(crate) fn do_claim_pot(who: T::AccountId, asset: AssetId) -> DispatchResult {
		let amount = PotRewards::<T>::take(&who, &asset);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		let reserved = PotReserved::<T>::get(&asset);
		let rest = reserved
			.checked_sub(amount)
			.defensive_ok_or(DispatchError::Arithmetic(ArithmeticError::Underflow))?;
		match rest {
			0 => PotReserved::<T>::remove(&asset),
			_ => PotReserved::<T>::insert(&asset, rest),
		}
		T::Assets::transfer(asset.clone(), &T::FeePot::get(), &who, amount, Preserve)?;
		Self::deposit_event(Event::PotClaimed { validator: who, asset, amount });
		Ok(())
	}

	pub(crate) fn do_set_pot_params(params: PotParams) -> DispatchResult {
		ensure!(params.is_sane(), Error::<T>::InvalidParams);
		PotRules::<T>::put(params);
		Self::deposit_event(Event::PotParamsSet { params });
		Ok(())
	}
}
