//! What must hold in every state.

use crate::{
	auction::DueAgenda, Bids, Config, Deployments, DeploymentsOf, Due, NextDeploymentId,
	NextOrderId, OpenOrders, OrderState, Orders, Pallet, Params, SealedBids,
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
	/// all once it is awarded. What is sealed is so in a sealed auction, until the reveals end. The
	/// count of open orders is right.
	fn check_orders() -> Result<(), TryRuntimeError> {
		let mut open = 0u32;
		for (id, order) in Orders::<T>::iter() {
			ensure!(id < NextOrderId::<T>::get(), "market: order beyond the counter");
			open += u32::from(order.is_on_the_market());
			let bids = Self::sorted_bids(id);
			let sealed = Self::sealed_bids(id);
			ensure!(bids.len() == order.bids as usize, "market: wrong count of bids");
			ensure!(sealed.len() == order.sealed as usize, "market: wrong count of sealed bids");
			ensure!(order.seats() <= MAX_BIDS, "market: too many bids");
			let best = order.best.as_ref().map(|best| best.price);
			let lowest = bids.first().map(|(_, bid)| bid.price);
			ensure!(best == lowest, "market: the best bid is not the lowest");
			let is_best = |provider, price| {
				Bids::<T>::get(id, provider).is_some_and(|bid| bid.price == price)
			};
			ensure!(
				order.best.as_ref().is_none_or(|best| is_best(&best.provider, best.price)),
				"market: the best bid does not stand"
			);
			for (provider, _) in &sealed {
				ensure!(
					*provider != order.tenant && !order.excluded.contains(provider),
					"market: a sealed bid by one who may not"
				);
				ensure!(!Bids::<T>::contains_key(id, provider), "market: two bids by one provider");
			}
			ensure!(
				order.auction.is_sealed() || sealed.is_empty(),
				"market: a sealed bid in an auction of another kind"
			);
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
				ensure!(order.seats() == 0, "market: bids on an awarded order");
			}
			match order.state {
				OrderState::Pending | OrderState::Open { .. } => ensure!(
					!order.auction.is_sealed() || bids.is_empty(),
					"market: a bid was revealed too early"
				),
				OrderState::Revealing { .. } => {
					ensure!(
						order.auction.is_sealed(),
						"market: reveals in an auction that is not sealed"
					)
				},
				OrderState::Choosing { ref picked, .. } => {
					ensure!(order.auction.is_choice(), "market: a choice in an auction without");
					ensure!(
						picked.as_ref().is_none_or(|one| Bids::<T>::contains_key(id, one)),
						"market: what was picked is not there"
					);
				},
				OrderState::Drawing { .. } => {
					ensure!(order.bids > 1 && order.sealed == 0, "market: nothing to draw between")
				},
				_ => {},
			}
			ensure!(order.rounds <= crate::MAX_ROUNDS, "market: too many rounds");
			ensure!(
				order.offer.is_none() || !order.is_on_the_market(),
				"market: an offer is up for auction"
			);
		}
		ensure!(open == OpenOrders::<T>::get(), "market: wrong count of open orders");
		let sealed = SealedBids::<T>::iter_keys().map(|(order_id, _)| order_id);
		for order_id in Bids::<T>::iter_keys().map(|(order_id, _)| order_id).chain(sealed) {
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
		let mut sums = BTreeMap::<_, (T::AccountId, Balance)>::new();
		let bids = Bids::<T>::iter().map(|(_, provider, bid)| (provider, bid.collateral));
		let sealed = SealedBids::<T>::iter().map(|(_, provider, bid)| (provider, bid.collateral));
		for (provider, collateral) in bids.chain(sealed) {
			let (_, sum) = sums.entry(codec::Encode::encode(&provider)).or_insert((provider, 0));
			*sum = sum.checked_add(collateral).ok_or("market: collateral overflows")?;
		}
		for (provider, sum) in sums.into_values() {
			ensure!(
				Self::collateral_of(&provider) == sum,
				"market: collateral on hold is not the sum of the bids'"
			);
		}
		Ok(())
	}
}
