//! What must hold in every state.

use crate::{
	auction::DueAgenda, Bids, Config, Deployments, DeploymentsOf, Due, NextDeploymentId,
	NextOrderId, OpenOrders, OrderState, Orders, Pallet, Params,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use leasehold_primitives::{Balance, MAX_BIDS};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check this pallet's invariants.
	///
	/// # Errors
	/// Names the first that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(Params::<T>::get().is_sane(), "market: parameters out of bounds");
		Self::check_deployments()?;
		Self::check_orders()?;
		Self::check_agenda()?;
		Self::check_collateral()
	}

	/// A deployment has a group left, is listed under its tenant, and lists exactly the orders that
	/// belong to it.
	fn check_deployments() -> Result<(), TryRuntimeError> {
		let mut listed = 0usize;
		for (id, deployment) in Deployments::<T>::iter() {
			ensure!(id < NextDeploymentId::<T>::get(), "market: deployment beyond the counter");
			ensure!(
				deployment.groups.iter().any(Option::is_some),
				"market: a deployment without groups"
			);
			ensure!(
				DeploymentsOf::<T>::contains_key(&deployment.tenant, id),
				"market: a deployment is not listed under its tenant"
			);
			for (at, order_id) in deployment.groups.iter().enumerate() {
				let Some(order_id) = order_id else { continue };
				let order = Orders::<T>::get(order_id)
					.ok_or("market: a deployment lists an order that does not exist")?;
				ensure!(
					order.deployment == id
						&& usize::from(order.group) == at
						&& order.tenant == deployment.tenant
						&& order.asset == deployment.asset,
					"market: an order does not match its deployment"
				);
				listed += 1;
			}
		}
		ensure!(Orders::<T>::iter().count() == listed, "market: an order without deployment");
		ensure!(
			DeploymentsOf::<T>::iter().count() == Deployments::<T>::iter().count(),
			"market: a deployment is listed that does not exist"
		);
		Ok(())
	}

	/// An order's book is what its record says: so many bids, at most [`MAX_BIDS`], the lowest
	/// being the best, none above the maximum price or by the tenant or one excluded, and none at
	/// all once it is awarded. The count of open orders is right.
	fn check_orders() -> Result<(), TryRuntimeError> {
		let mut open = 0u32;
		for (id, order) in Orders::<T>::iter() {
			ensure!(id < NextOrderId::<T>::get(), "market: order beyond the counter");
			open += u32::from(order.is_on_the_market());
			let bids = Self::sorted_bids(id);
			ensure!(bids.len() == order.bids as usize, "market: wrong count of bids");
			ensure!(order.bids <= MAX_BIDS, "market: too many bids");
			let best = order.best.as_ref().map(|best| (&best.provider, best.price));
			let lowest = bids.first().map(|(provider, bid)| (provider, bid.price));
			ensure!(best == lowest, "market: the best bid is not the lowest");
			for (provider, bid) in &bids {
				ensure!(
					bid.price > 0 && bid.price <= order.spec.max_price,
					"market: a bid's price is out of bounds"
				);
				ensure!(
					*provider != order.tenant && !order.excluded.contains(provider),
					"market: a bid by one who may not"
				);
			}
			if let OrderState::Awarded { .. } | OrderState::Leased { .. } = order.state {
				ensure!(bids.is_empty(), "market: bids on an awarded order");
			}
			ensure!(order.rounds <= crate::MAX_ROUNDS, "market: too many rounds");
		}
		ensure!(open == OpenOrders::<T>::get(), "market: wrong count of open orders");
		for order_id in Bids::<T>::iter_keys().map(|(order_id, _)| order_id) {
			ensure!(Orders::<T>::contains_key(order_id), "market: a bid without order");
		}
		Ok(())
	}

	/// Every open or closing order stands on the agenda, once, and nothing else does.
	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut due = 0usize;
		for (id, order) in Orders::<T>::iter() {
			if let Some(at) = order.due() {
				ensure!(DueAgenda::<T>::is_scheduled(at, &id), "market: an order never ends");
				due += 1;
			}
			if let OrderState::Open { ends, regular, latest } = order.state {
				ensure!(ends <= regular && regular <= latest, "market: ends in disorder");
			}
		}
		ensure!(Due::<T>::iter().count() == due, "market: an order too many on the agenda");
		Ok(())
	}

	/// I-2: what is on hold for a provider's bids is the sum of their collateral.
	fn check_collateral() -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<_, Balance>::new();
		for (_, provider, bid) in Bids::<T>::iter() {
			let sum = sums.entry(codec::Encode::encode(&provider)).or_default();
			*sum = sum.checked_add(bid.collateral).ok_or("market: collateral overflows")?;
		}
		for (_, provider, _) in Bids::<T>::iter() {
			let sum = sums.get(&codec::Encode::encode(&provider)).copied().unwrap_or_default();
			ensure!(
				Self::collateral_of(&provider) == sum,
				"market: collateral on hold is not the sum of the bids'"
			);
		}
		Ok(())
	}
}
