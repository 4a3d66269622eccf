//! Opening accounts, depositing, closing with refunds, and the list of assets.

use crate::*;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::Mutate as _,
		fungibles::{hold::Mutate as _, Inspect as _},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use leasehold_primitives::{
	traits::{Closed, Escrow, EscrowTotals, Journal, OnExhausted, Settlement},
	AssetId, Balance, BlockNumber, EscrowId, MAX_DEPOSITORS, MAX_OTHER_DEPOSITORS,
};
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding, ArithmeticError, DispatchError,
	DispatchResult, Rounding,
};

/// What putting money into an account has come to, besides.
pub(crate) struct Funded {
	/// The settlement before it, if there is a stream.
	pub settled: Option<Settlement>,
	/// Whether the account was exhausted, and [`OnExhausted::on_funded`] has been called.
	pub woken: bool,
}

impl<T: Config> Pallet<T> {
	/// Open account `id` with the tenant's first deposit.
	pub(crate) fn do_open(
		id: EscrowId,
		tenant: &T::AccountId,
		asset: AssetId,
		deposit: Balance,
	) -> DispatchResult {
		ensure!(!Accounts::<T>::contains_key(id), Error::<T>::AlreadyExists);
		let terms = ListedAssets::<T>::get(&asset).ok_or(Error::<T>::AssetNotListed)?;
		ensure!(deposit > 0, Error::<T>::ZeroAmount);
		ensure!(deposit >= terms.min_deposit, Error::<T>::DepositTooLow);
		Self::hold(HoldReason::Deposit, &asset, tenant, deposit)?;

		let mut account = Account::empty(tenant.clone(), asset.clone());
		Self::take_place(&mut account, tenant, deposit, None)?;
		Accounts::<T>::insert(id, account);
		Self::deposit_event(Event::AccountOpened { id, tenant: tenant.clone(), asset, deposit });
		Ok(())
	}

	/// See [`Pallet::deposit`].
	pub(crate) fn do_deposit(
		id: EscrowId,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<Funded, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		Self::add_funds(id, |account| {
			Self::add_to_place(account, who, amount, None)?;
			Self::hold(HoldReason::Deposit, &account.asset, who, amount)?;
			Self::deposit_event(Event::Deposited { id, who: who.clone(), amount });
			Ok(amount)
		})
	}

	/// Settle, let `add` put money into the account and return how much, and let a stream that
	/// runs go on with it.
	pub(crate) fn add_funds(
		id: EscrowId,
		add: impl FnOnce(&mut Account<T::AccountId>) -> Result<Balance, DispatchError>,
	) -> Result<Funded, DispatchError> {
		// What has accrued so far belongs to the old funds, and so does running out of them:
		// settling first makes a late agenda change no amount.
		let mut account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		let mut settled = None;
		if account.stream.is_some() {
			settled = Some(Self::do_settle(id)?);
			account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		}
		let amount = add(&mut account)?;

		let mut woken = false;
		if let Some(stream) = account.stream.as_mut() {
			match stream.state {
				StreamState::Running => {
					stream.funds =
						stream.funds.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
					Self::schedule_exhaustion(id, stream);
				},
				// A paused stream counts its funds when it resumes.
				StreamState::Paused => {},
				StreamState::Exhausted => woken = true,
			}
		}
		Accounts::<T>::insert(id, account);
		if woken {
			T::OnExhausted::on_funded(id);
		}
		Ok(Funded { settled, woken })
	}

	/// Count `amount` as a deposit of `who`, in the place that it has or in a new one.
	pub(crate) fn add_to_place(
		account: &mut Account<T::AccountId>,
		who: &T::AccountId,
		amount: Balance,
		sponsorship: Option<Sponsorship>,
	) -> DispatchResult {
		let place = account
			.depositors
			.iter_mut()
			.find(|one| &one.who == who && one.sponsorship == sponsorship);
		if let Some(place) = place {
			place.deposited =
				place.deposited.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			place.held = place.held.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			return Self::ensure_sums(account);
		}
		// A minimum for newcomers, so that the places cannot be squatted for nothing. An asset
		// that was delisted meanwhile has none.
		let terms = ListedAssets::<T>::get(&account.asset).unwrap_or_default();
		ensure!(amount >= terms.min_deposit, Error::<T>::DepositTooLow);
		Self::take_place(account, who, amount, sponsorship)
	}

	/// Give `who` the next place, with a deposit of `amount`.
	fn take_place(
		account: &mut Account<T::AccountId>,
		who: &T::AccountId,
		amount: Balance,
		sponsorship: Option<Sponsorship>,
	) -> DispatchResult {
		if sponsorship.is_none() {
			// The tenant's place counts among these.
			let own = account.depositors.iter().filter(|one| one.sponsorship.is_none()).count();
			ensure!(own <= MAX_OTHER_DEPOSITORS as usize, Error::<T>::TooManyDepositors);
		}
		account
			.depositors
			.try_push(Depositor { who: who.clone(), deposited: amount, held: amount, sponsorship })
			.map_err(|_| Error::<T>::TooManyDepositors)?;
		Self::ensure_sums(account)
	}

	/// Whether all that was ever deposited adds up, so that no later settlement or close can fail
	/// for a sum. What is paid and deposited again counts twice, so issuance does not rule it out.
	fn ensure_sums(account: &Account<T::AccountId>) -> DispatchResult {
		ensure!(account.deposited().is_some(), ArithmeticError::Overflow);
		Ok(())
	}

	/// Settle, return everything that is left, and forget the account.
	pub(crate) fn do_close(id: EscrowId) -> Result<Closed, DispatchError> {
		let mut account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		let mut closed = Self::wind_down(id, &mut account)?;
		for depositor in &account.depositors {
			closed.usual &= Self::return_rest(id, &account.asset, depositor)?;
		}
		Accounts::<T>::remove(id);
		Self::deposit_event(Event::AccountClosed { id, totals: closed.totals });
		Ok(closed)
	}

	/// Pay what has accrued and stop the stream for good, on a record that the caller removes, and
	/// whose rests, counted as refunded, it passes on.
	pub(crate) fn wind_down(
		id: EscrowId,
		account: &mut Account<T::AccountId>,
	) -> Result<Closed, DispatchError> {
		let mut usual = account.asset == AssetId::Native;
		if account.stream.is_some() {
			usual &= !Self::pay_accrued(id, account)?.owed;
		}
		if let Some(stream) = account.stream.as_mut() {
			Self::unschedule_exhaustion(id, stream);
		}
		let mut totals = account.totals().ok_or(ArithmeticError::Overflow)?;
		totals.refunded =
			totals.refunded.checked_add(totals.held).ok_or(ArithmeticError::Overflow)?;
		totals.held = 0;
		account.journal.note(Self::height());
		let depositors = u32::try_from(account.depositors.len()).unwrap_or(MAX_DEPOSITORS);
		Ok(Closed { totals, statement: account.journal.statements, depositors, usual })
	}

	/// See [`Pallet::list_asset`].
	pub(crate) fn do_list_asset(asset: AssetId, terms: AssetTerms) -> DispatchResult {
		let minimum = T::Assets::minimum_balance(asset.clone());
		ensure!(terms.min_deposit >= minimum.max(1), Error::<T>::DepositTooLow);
		ensure!(
			T::Assets::asset_exists(asset.clone())
				&& T::Assets::balance(asset.clone(), &Self::pot()) >= minimum,
			Error::<T>::PotNotFunded
		);
		ListedAssets::<T>::insert(&asset, terms);
		Self::deposit_event(Event::AssetListed { asset, terms });
		Ok(())
	}

	/// Hold `amount` of `who`'s free balance, at most what it can spare. The check is ours: `hold`
	/// itself would reach through locks and below what keeps the account alive.
	pub(crate) fn hold(
		reason: HoldReason,
		asset: &AssetId,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let spare = T::Assets::reducible_balance(
			asset.clone(),
			who,
			Preservation::Preserve,
			Fortitude::Polite,
		);
		ensure!(amount <= spare, Error::<T>::InsufficientBalance);
		T::Assets::hold(asset.clone(), &reason.into(), who, amount)
	}

	/// Return what is left of one deposit: a sponsor's to its allowance while that lives, others to
	/// the depositor. Returns whether nothing is left to do, as it is with most: it is owed neither
	/// to the depositor, nor was it a sponsor's.
	pub(crate) fn return_rest(
		id: EscrowId,
		asset: &AssetId,
		depositor: &Depositor<T::AccountId>,
	) -> Result<bool, DispatchError> {
		let Depositor { who, held, sponsorship, .. } = depositor;
		if *held == 0 {
			return Ok(true);
		}
		if let Some(sponsorship) = sponsorship {
			if Self::restore(id, sponsorship.allowance, *held)? {
				return Ok(false);
			}
		}
		let received = Self::refund(id, asset, who, *held)?;
		Ok(received && sponsorship.is_none())
	}

	/// Return `amount` to `who`, or note it as owed where it cannot be received now. Returns whether
	/// it was received.
	fn refund(
		id: EscrowId,
		asset: &AssetId,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<bool, DispatchError> {
		if Self::release(HoldReason::Deposit, asset, who, amount).is_err() {
			Self::owe(id, asset, who, who, amount)?;
			return Ok(false);
		}
		Self::deposit_event(Event::Refunded { id, who: who.clone(), amount });
		Ok(true)
	}

	/// Make `amount` on hold free again, whole or not at all: as in [`Self::transfer_held`] the hold is
	/// reduced before the credit fails.
	pub(crate) fn release(
		reason: HoldReason,
		asset: &AssetId,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		with_storage_layer(|| {
			let released =
				T::Assets::release(asset.clone(), &reason.into(), who, amount, Precision::Exact)?;
			ensure!(released == amount, Error::<T>::CannotReceive);
			Ok(())
		})
	}

	/// The fee pot's income outside streams.
	pub(crate) fn do_charge(who: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		T::Currency::transfer(who, &Self::pot(), amount, Preservation::Preserve)
			.map_err(|_| Error::<T>::InsufficientBalance)?;
		Self::deposit_event(Event::Charged { who: who.clone(), amount });
		Ok(())
	}
}

impl<T: Config> Escrow<T::AccountId> for Pallet<T> {
	fn is_listed(asset: &AssetId) -> bool {
		ListedAssets::<T>::contains_key(asset)
	}

	fn open(
		id: EscrowId,
		tenant: &T::AccountId,
		asset: AssetId,
		deposit: Balance,
	) -> DispatchResult {
		Self::do_open(id, tenant, asset, deposit)
	}

	fn start(id: EscrowId, payee: &T::AccountId, price: Balance) -> DispatchResult {
		with_storage_layer(|| Self::do_start(id, payee, price))
	}

	fn reprice(id: EscrowId, price: Balance) -> DispatchResult {
		with_storage_layer(|| Self::do_reprice(id, price))
	}

	fn pause(id: EscrowId) -> DispatchResult {
		Self::do_pause(id)
	}

	fn resume(id: EscrowId) -> DispatchResult {
		Self::do_resume(id)
	}

	fn settle(id: EscrowId) -> Result<Settlement, DispatchError> {
		let account = Accounts::<T>::get(id).ok_or(Error::<T>::AccountNotFound)?;
		Self::settle_account(id, account, true)
	}

	fn settle_if(
		id: EscrowId,
		due: impl FnOnce(BlockNumber) -> bool,
	) -> Result<Option<Settlement>, DispatchError> {
		Self::do_settle_if(id, due)
	}

	fn note(id: EscrowId) -> Result<(u32, EscrowTotals), DispatchError> {
		Self::do_note(id)
	}

	fn journal(id: EscrowId) -> Option<Journal> {
		Accounts::<T>::get(id).map(|account| account.journal)
	}

	fn close(id: EscrowId) -> Result<Closed, DispatchError> {
		Self::do_close(id)
	}

	fn totals(id: EscrowId) -> Option<EscrowTotals> {
		let totals = Accounts::<T>::get(id)?.totals();
		if totals.is_none() {
			defensive!("an account's sums exceed what can be issued");
		}
		totals
	}

	fn accrued(id: EscrowId) -> Option<Balance> {
		let stream = Accounts::<T>::get(id)?.stream?;
		stream.accrued(Self::clock_of(&stream)).checked_sub(stream.paid)
	}

	fn lasts_for(id: EscrowId) -> Option<leasehold_primitives::Moment> {
		let stream = Accounts::<T>::get(id)?.stream?;
		stream.lasts_for(Self::clock_of(&stream))
	}

	fn deposit(id: EscrowId, who: &T::AccountId, amount: Balance) -> DispatchResult {
		with_storage_layer(|| Self::do_deposit(id, who, amount)).map(|_| ())
	}

	fn price(id: EscrowId) -> Option<Balance> {
		Accounts::<T>::get(id)?.stream.map(|stream| stream.price)
	}

	fn roll_over(from: EscrowId, to: EscrowId) -> Result<Closed, DispatchError> {
		with_storage_layer(|| Self::do_roll_over(from, to))
	}

	fn comparable(asset: &AssetId, amount: Balance) -> Option<u128> {
		let minimum = ListedAssets::<T>::get(asset)?.min_deposit;
		multiply_by_rational_with_rounding(amount, 1_000, minimum.max(1), Rounding::Down)
	}

	fn charge(who: &T::AccountId, amount: Balance) -> DispatchResult {
		Self::do_charge(who, amount)
	}

	fn fee_pot() -> T::AccountId {
		Self::pot()
	}
}
