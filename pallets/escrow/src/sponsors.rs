//! Sponsors' allowances: money that a sponsor keeps on hold for a tenant's deployments.
//!
//! The whole of an allowance goes on hold when it is granted, so that a tenant can rely on it: no
//! lock, vote or payment of the sponsor's, and no other tenant of the same sponsor, can make a
//! draw fail. A draw only changes the reason of the hold, and so does giving back what was not
//! spent: both work on a frozen asset too.
//!
//! A sponsor never pays above its ceiling. Nothing can be drawn into an account whose stream is
//! dearer; when a stream starts or goes on at a price above it, the sponsor's place is emptied
//! first. That is better than to refuse the price: a start that fails would cost the provider its
//! collateral, for a sponsor's terms.

use crate::{accounts::Funded, *};
use frame_support::{ensure, traits::Get};
use leasehold_primitives::{AssetId, Balance, BlockNumber, EscrowId, BLOCKS_PER_DAY};
use sp_runtime::{traits::BlockNumberProvider, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn height() -> BlockNumber {
		T::BlockNumberProvider::current_block_number()
	}

	/// See [`Pallet::grant_allowance`].
	pub(crate) fn do_grant(
		sponsor: T::AccountId,
		tenant: T::AccountId,
		asset: AssetId,
		terms: AllowanceTerms,
	) -> DispatchResult {
		let now = Self::height();
		let listed = ListedAssets::<T>::get(&asset).ok_or(Error::<T>::AssetNotListed)?;
		ensure!(terms.per_day > 0 && terms.ceiling > 0, Error::<T>::ZeroAmount);
		ensure!(terms.total >= listed.min_deposit, Error::<T>::DepositTooLow);
		ensure!(terms.expires > now, Error::<T>::AllowanceExpired);
		Self::hold(HoldReason::Allowance, &asset, &sponsor, terms.total)?;

		let id = NextAllowanceId::<T>::get();
		NextAllowanceId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		let allowance = Allowance {
			sponsor,
			tenant,
			asset,
			terms,
			left: terms.total,
			granted: now,
			day: 0,
			drawn: 0,
		};
		Allowances::<T>::insert(id, &allowance);
		let Allowance { sponsor, tenant, asset, .. } = allowance;
		Self::deposit_event(Event::AllowanceGranted {
			allowance: id,
			sponsor,
			tenant,
			asset,
			terms,
		});
		Ok(())
	}

	/// See [`Pallet::draw`].
	pub(crate) fn do_draw(
		who: &T::AccountId,
		id: EscrowId,
		allowance: AllowanceId,
		amount: Balance,
	) -> Result<Funded, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		Self::add_funds(id, |account| {
			Allowances::<T>::try_mutate(allowance, |granted| {
				let granted = granted.as_mut().ok_or(Error::<T>::AllowanceNotFound)?;
				ensure!(
					&granted.tenant == who && &account.tenant == who,
					Error::<T>::NotAuthorized
				);
				ensure!(granted.asset == account.asset, Error::<T>::AssetMismatch);
				let ceiling = granted.terms.ceiling;
				let dear = account.stream.as_ref().is_some_and(|stream| stream.price > ceiling);
				ensure!(!dear, Error::<T>::AboveCeiling);
				Self::take_from(granted, amount)?;

				let sponsorship = Some(Sponsorship { allowance, ceiling });
				let sponsor = granted.sponsor.clone();
				Self::add_to_place(account, &sponsor, amount, sponsorship)?;
				Self::change_reason(
					&account.asset,
					&sponsor,
					HoldReason::Allowance,
					HoldReason::Deposit,
					amount,
				)?;
				Self::deposit_event(Event::AllowanceDrawn { allowance, id, sponsor, amount });
				Ok(amount)
			})
		})
	}

	/// Count `amount` as drawn now.
	fn take_from(allowance: &mut Allowance<T::AccountId>, amount: Balance) -> DispatchResult {
		let now = Self::height();
		ensure!(now < allowance.terms.expires, Error::<T>::AllowanceExpired);
		allowance.left = allowance.left.checked_sub(amount).ok_or(Error::<T>::AllowanceExceeded)?;
		// Heights only grow, so the grant is not ahead; a day is no zero.
		let day = now.saturating_sub(allowance.granted) / BLOCKS_PER_DAY;
		if day != allowance.day {
			allowance.day = day;
			allowance.drawn = 0;
		}
		let drawn = allowance.drawn.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		ensure!(drawn <= allowance.terms.per_day, Error::<T>::DailyLimitExceeded);
		allowance.drawn = drawn;
		Ok(())
	}

	/// Give `amount` of a deposit back to the allowance that it was drawn from, if that lives.
	/// Returns whether it does.
	pub(crate) fn restore(
		id: EscrowId,
		allowance: AllowanceId,
		amount: Balance,
	) -> Result<bool, DispatchError> {
		let now = Self::height();
		Allowances::<T>::try_mutate_exists(allowance, |granted| {
			let Some(granted) = granted.as_mut().filter(|one| now < one.terms.expires) else {
				return Ok(false);
			};
			granted.left = granted.left.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			Self::change_reason(
				&granted.asset,
				&granted.sponsor,
				HoldReason::Deposit,
				HoldReason::Allowance,
				amount,
			)?;
			Self::deposit_event(Event::AllowanceRestored {
				allowance,
				id,
				sponsor: granted.sponsor.clone(),
				amount,
			});
			Ok(true)
		})
	}

	/// Empty the places of those sponsors whose ceiling is below `price`.
	pub(crate) fn leave_above(
		id: EscrowId,
		account: &mut Account<T::AccountId>,
		price: Balance,
	) -> DispatchResult {
		for depositor in account.depositors.iter_mut() {
			let outgrown = depositor.sponsorship.is_some_and(|it| price > it.ceiling);
			if outgrown && depositor.held > 0 {
				Self::return_rest(id, &account.asset, depositor)?;
				account.refunded = account
					.refunded
					.checked_add(depositor.held)
					.ok_or(ArithmeticError::Overflow)?;
				depositor.held = 0;
			}
		}
		Ok(())
	}

	/// See [`Pallet::revoke_allowance`].
	pub(crate) fn do_revoke(who: &T::AccountId, id: AllowanceId) -> DispatchResult {
		Allowances::<T>::try_mutate(id, |granted| {
			let granted = granted.as_mut().ok_or(Error::<T>::AllowanceNotFound)?;
			ensure!(&granted.sponsor == who, Error::<T>::NotAuthorized);
			let until = Self::height()
				.checked_add(T::RevocationNotice::get())
				.ok_or(ArithmeticError::Overflow)?;
			ensure!(until < granted.terms.expires, Error::<T>::AlreadyEnding);
			granted.terms.expires = until;
			Self::deposit_event(Event::AllowanceRevoked { allowance: id, expires: until });
			Ok(())
		})
	}

	/// See [`Pallet::end_allowance`].
	pub(crate) fn do_end(id: AllowanceId) -> DispatchResult {
		let granted = Allowances::<T>::take(id).ok_or(Error::<T>::AllowanceNotFound)?;
		ensure!(Self::height() >= granted.terms.expires, Error::<T>::NotExpired);
		let Allowance { sponsor, asset, left, .. } = granted;
		if left > 0 {
			Self::release(HoldReason::Allowance, &asset, &sponsor, left)
				.map_err(|_| Error::<T>::CannotReceive)?;
		}
		Self::deposit_event(Event::AllowanceEnded { allowance: id, sponsor, released: left });
		Ok(())
	}
}
