//! The invariants notice what breaks them.

use crate::{
	mock::*, Bids, Deployments, DeploymentsOf, Due, MarketParams, NextOrderId, OpenOrders, Orders,
	Params,
};
use frame_support::{assert_err, assert_ok, storage::with_transaction};
use sp_runtime::{DispatchError, TransactionOutcome};

/// Break something, see that it is noticed, and mend it.
fn noticed(expected: &'static str, tamper: impl FnOnce()) {
	let _ = with_transaction(|| {
		tamper();
		assert_err!(Market::do_try_state(), expected);
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
	});
}

#[test]
fn try_state_should_notice_each_broken_invariant() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		check();
		let order = |change: fn(&mut crate::OrderOf<Test>)| {
			Orders::<Test>::mutate(0, |order| change(order.as_mut().expect("it exists")));
		};
		noticed("market: parameters out of bounds", || {
			Params::<Test>::put(MarketParams { collateral: 0, ..params() });
		});
		noticed("market: order beyond the counter", || NextOrderId::<Test>::put(0));
		noticed("market: an order without deployment", || {
			Deployments::<Test>::remove(0);
		});
		noticed("market: a deployment lists an order that does not exist", || {
			Orders::<Test>::remove(0);
		});
		noticed("market: a deployment is not listed under its tenant", || {
			DeploymentsOf::<Test>::remove(TENANT, 0);
		});
		noticed("market: a deployment is listed that does not exist", || {
			DeploymentsOf::<Test>::insert(OTHER, 7, ());
		});
		noticed("market: a deployment without groups", || {
			Deployments::<Test>::mutate(0, |it| it.as_mut().unwrap().groups[0] = None);
		});
		noticed("market: an order does not match its deployment", || {
			order(|order| order.tenant = OTHER);
		});
		noticed("market: wrong count of bids", || order(|order| order.bids = 3));
		noticed("market: the best bid is not the lowest", || order(|order| order.best = None));
		noticed("market: a bid's price is out of bounds", || {
			order(|order| order.spec.max_price = 8_999);
		});
		noticed("market: a bid by one who may not", || {
			order(|order| order.excluded.try_push(PROVIDER).expect("there is room"));
		});
		noticed("market: wrong count of open orders", || OpenOrders::<Test>::put(2));
		noticed("market: a bid without order", || {
			let bid = Bids::<Test>::get(0, PROVIDER).expect("it stands");
			Bids::<Test>::insert(9, PROVIDER, bid);
		});
		noticed("market: an order never ends", || {
			Due::<Test>::remove(21, 0);
		});
		noticed("market: an order too many on the agenda", || Due::<Test>::insert(22, 0, ()));
		noticed("market: collateral on hold is not the sum of the bids'", || {
			assert_ok!(Market::release_collateral(&PROVIDER, 1));
		});
	});
}
