//! A deposit to all leases of a deployment, split so that they last equally long.

use crate::{Config, Deployments, Error, Event, Pallet, WeightInfo};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, weights::Weight, BoundedVec};
use leasehold_primitives::{
	traits::{Escrow, Leases},
	Balance, DeploymentId, OrderId,
};
use sp_core::U256;
use sp_runtime::{ArithmeticError, DispatchError};

/// Milliseconds in the hour that prices are for.
const HOUR: u32 = 3_600_000;

/// What a lease has and uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stream {
	/// Base units that are not used up.
	pub funds: Balance,
	/// Base units per hour; above zero.
	pub price: Balance,
}

impl Stream {
	/// What it lacks to last for `span` milliseconds.
	fn lacks(&self, span: U256) -> Option<U256> {
		let used = U256::from(self.price).checked_mul(span)?;
		let (whole, rest) = used.div_mod(HOUR.into());
		let used = if rest.is_zero() { whole } else { whole.checked_add(U256::one())? };
		Some(used.saturating_sub(self.funds.into()))
	}

	/// For how many milliseconds it would last with `more`.
	fn lasts_with(&self, more: Balance) -> Option<U256> {
		let funds = U256::from(self.funds).checked_add(more.into())?;
		funds.checked_mul(HOUR.into())?.checked_div(self.price.into())
	}
}

/// Split `amount` so that the streams which last the shortest last equally long, to the
/// millisecond; those that last longer anyway get nothing. The parts add up to `amount`. `None` if
/// there is no stream, or one without a price.
pub(crate) fn split(streams: &[Stream], amount: Balance) -> Option<Vec<Balance>> {
	let total = |span: U256| {
		streams.iter().try_fold(U256::zero(), |sum, one| sum.checked_add(one.lacks(span)?))
	};
	// No stream can last longer than with all of it: less than two to the power of 151.
	let longest = streams.iter().map(|one| one.lasts_with(amount));
	let longest = longest.collect::<Option<Vec<_>>>()?.into_iter().min()?;
	// The longest span that is paid for: `low` always is, `high` never.
	let (mut low, mut high) = (U256::zero(), longest.checked_add(U256::one())?);
	while high.checked_sub(low)? > U256::one() {
		let middle = low.checked_add(high)? >> 1;
		match total(middle)? <= amount.into() {
			true => low = middle,
			false => high = middle,
		}
	}
	// What is left does not pay for another millisecond of all; it goes to the first.
	let mut rest = U256::from(amount).checked_sub(total(low)?)?;
	let mut parts = Vec::with_capacity(streams.len());
	for one in streams {
		let lacks = one.lacks(low)?;
		let extra = one.lacks(high)?.checked_sub(lacks)?.min(rest);
		rest = rest.checked_sub(extra)?;
		parts.push(Balance::try_from(lacks.checked_add(extra)?).ok()?);
	}
	rest.is_zero().then_some(parts)
}

impl<T: Config> Pallet<T> {
	/// Deposit to the leases of a deployment. Returns how many there are.
	pub(crate) fn do_deposit_to_deployment(
		who: T::AccountId,
		id: DeploymentId,
		amount: Balance,
	) -> Result<u32, DispatchError> {
		let deployment = Deployments::<T>::get(id).ok_or(Error::<T>::DeploymentNotFound)?;
		ensure!(amount > 0, Error::<T>::ZeroDeposit);
		let leases: Vec<_> = deployment
			.groups
			.into_iter()
			.flatten()
			.filter_map(|order| Some((order, Self::stream(order)?)))
			.collect();
		ensure!(!leases.is_empty(), Error::<T>::NoLeases);
		let streams: Vec<_> = leases.iter().map(|(_, stream)| *stream).collect();
		let parts = split(&streams, amount).ok_or(ArithmeticError::Overflow)?;
		let parts: Vec<(OrderId, Balance)> = leases
			.iter()
			.map(|(order, _)| *order)
			.zip(parts)
			.filter(|(_, part)| *part > 0)
			.collect();
		with_storage_layer(|| {
			parts.iter().try_for_each(|(order, part)| T::Escrow::deposit(*order, &who, *part))
		})?;
		let parts = BoundedVec::try_from(parts).map_err(|_| ArithmeticError::Overflow)?;
		Self::deposit_event(Event::DeploymentFunded { deployment: id, who, parts });
		Ok(u32::try_from(leases.len()).map_err(|_| ArithmeticError::Overflow)?)
	}

	/// What a deposit to a deployment with so many leases weighs at most.
	pub(crate) fn deposit_weight(leases: u32) -> Weight {
		T::WeightInfo::deposit_to_deployment(leases)
			.saturating_add(T::Leases::deposit_weight().saturating_mul(leases.into()))
	}

	/// What the lease of an order has and uses; `None` without a stream.
	fn stream(id: OrderId) -> Option<Stream> {
		let price = T::Escrow::price(id)?;
		let accrued = T::Escrow::accrued(id)?;
		let funds = T::Escrow::totals(id)?.held.checked_sub(accrued)?;
		Some(Stream { funds, price })
	}
}
