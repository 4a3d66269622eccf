//! The invariants of escrow, checked over its whole state. For tests and `try-runtime`.

use crate::*;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{ensure, traits::fungibles::hold::Inspect as _};
use leasehold_primitives::{AssetId, Balance, MAX_OTHER_DEPOSITORS};
use sp_runtime::TryRuntimeError;

type Sums<T> = BTreeMap<(<T as frame_system::Config>::AccountId, Vec<u8>), (AssetId, Balance)>;

impl<T: Config> Pallet<T> {
	/// Check all invariants.
	///
	/// # Errors
	/// The first one that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_accounts()?;
		Self::check_deposits_on_hold()?;
		Self::check_owed_on_hold()?;
		Self::check_allowances()?;
		Self::check_agenda()
	}

	/// I-1: in each account deposits = paid + fees + returned + held (what is owed counts as paid;
	/// while an account is open, only sponsors get anything back). The tenant has the first place,
	/// and there are no more others than may be. A stream's funds cover exactly what it has paid
	/// and what is held. No sponsor pays above its ceiling.
	fn check_accounts() -> Result<(), TryRuntimeError> {
		for (_, account) in Accounts::<T>::iter() {
			let totals = account.totals().ok_or("an account's sums overflow")?;
			ensure!(
				totals.deposited == totals.paid + totals.fees + totals.refunded + totals.held,
				"I-1: deposits are not what was paid, returned and is held"
			);
			ensure!(
				account
					.depositors
					.first()
					.is_some_and(|one| one.who == account.tenant && one.sponsorship.is_none()),
				"the tenant is not the first depositor"
			);
			let own = account.depositors.iter().filter(|one| one.sponsorship.is_none()).count();
			ensure!(
				own <= 1 + MAX_OTHER_DEPOSITORS as usize,
				"an account has too many depositors besides its sponsors"
			);
			let Some(stream) = account.stream else { continue };
			if stream.state == StreamState::Running {
				ensure!(
					stream.funds == stream.paid + totals.held,
					"a running stream's funds are not what it has paid and what is held"
				);
			}
			for one in &account.depositors {
				let outgrown = one.sponsorship.is_some_and(|it| stream.price > it.ceiling);
				ensure!(one.held == 0 || !outgrown, "a sponsor pays above its ceiling");
			}
			ensure!(stream.fees <= stream.paid, "a stream's fees exceed its payments");
			ensure!(stream.paid <= stream.funds, "a stream has paid more than its funds");
			if stream.state == StreamState::Exhausted {
				ensure!(stream.paid == stream.funds, "an exhausted stream has funds left");
			}
		}
		Ok(())
	}

	/// I-2: each depositor's balance on hold for deposits is the sum of our records of it.
	fn check_deposits_on_hold() -> Result<(), TryRuntimeError> {
		let mut sums = Sums::<T>::new();
		for (_, account) in Accounts::<T>::iter() {
			for depositor in &account.depositors {
				let key = (depositor.who.clone(), account.asset.encode());
				sums.entry(key).or_insert((account.asset.clone(), 0)).1 += depositor.held;
			}
		}
		Self::check_holds(sums, HoldReason::Deposit)
	}

	/// I-2: each payer's balance on hold for what is owed is the sum of our records of it.
	fn check_owed_on_hold() -> Result<(), TryRuntimeError> {
		let mut sums = Sums::<T>::new();
		for ((_, asset, payer), amount) in Owed::<T>::iter() {
			ensure!(amount > 0, "an empty record of what is owed");
			sums.entry((payer, asset.encode())).or_insert((asset, 0)).1 += amount;
		}
		Self::check_holds(sums, HoldReason::Owed)
	}

	/// I-2: each sponsor's balance on hold for allowances is the sum of what is left of them. What
	/// is left and what stands in accounts is never more than was granted.
	fn check_allowances() -> Result<(), TryRuntimeError> {
		let mut out = BTreeMap::<AllowanceId, Balance>::new();
		for (_, account) in Accounts::<T>::iter() {
			for depositor in &account.depositors {
				let Some(Sponsorship { allowance, ceiling }) = depositor.sponsorship else {
					continue;
				};
				*out.entry(allowance).or_default() += depositor.held;
				let Some(granted) = Allowances::<T>::get(allowance) else { continue };
				ensure!(
					granted.sponsor == depositor.who
						&& granted.tenant == account.tenant
						&& granted.asset == account.asset
						&& granted.terms.ceiling == ceiling,
					"a sponsor's place is not on its allowance's terms"
				);
			}
		}
		let mut sums = Sums::<T>::new();
		for (id, allowance) in Allowances::<T>::iter() {
			let Allowance { sponsor, asset, terms, left, drawn, .. } = allowance;
			ensure!(id < NextAllowanceId::<T>::get(), "an allowance has a number not given yet");
			ensure!(
				left + out.get(&id).copied().unwrap_or_default() <= terms.total,
				"more of an allowance is there than was granted"
			);
			ensure!(drawn <= terms.per_day, "more was drawn in a day than may be");
			sums.entry((sponsor, asset.encode())).or_insert((asset, 0)).1 += left;
		}
		Self::check_holds(sums, HoldReason::Allowance)
	}

	fn check_holds(sums: Sums<T>, reason: HoldReason) -> Result<(), TryRuntimeError> {
		let reason = reason.into();
		for ((who, _), (asset, sum)) in sums {
			ensure!(
				T::Assets::balance_on_hold(asset, &reason, &who) == sum,
				"I-2: a balance on hold is not the sum of our records"
			);
		}
		Ok(())
	}

	/// Every running stream stands on the agenda where its record says, and nothing else does.
	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut scheduled = 0u32;
		for (id, account) in Accounts::<T>::iter() {
			let Some(stream) = account.stream else { continue };
			ensure!(
				stream.due.is_some() == (stream.state == StreamState::Running),
				"a stream that accrues must be on the agenda, and no other"
			);
			if let Some(at) = stream.due {
				ensure!(
					ExhaustionsOf::<T>::is_scheduled(at, &id),
					"a stream is not on the agenda where its record says"
				);
				scheduled += 1;
			}
		}
		ensure!(
			ExhaustionAgenda::<T>::iter_keys().count() == scheduled as usize,
			"the agenda names a stream that does not accrue"
		);
		Ok(())
	}
}
