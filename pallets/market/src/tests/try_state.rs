//! The invariants notice what breaks them.

use crate::{
	mock::*, AuctionKind, Bids, Deployments, DeploymentsOf, Due, MarketParams, NextOrderId,
	OpenOrders, OrderState, Orders, Params, SealedBids,
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
		noticed("market: the best bid does not stand", || {
			order(|order| order.best.as_mut().expect("there is one").provider = PROVIDER);
		});
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

#[test]
fn try_state_should_notice_what_is_wrong_with_sealed_bids_and_choices() {
	TestExt::new().execute_with(|| {
		let (sealed, choice) =
			(open_order_of(AuctionKind::Sealed), open_order_of(AuctionKind::Choice));
		assert_ok!(commit(PROVIDER, sealed, 9_000));
		assert_ok!(bid(PROVIDER, choice, 9_000));
		check();
		let order = |id, change: fn(&mut crate::OrderOf<Test>)| {
			Orders::<Test>::mutate(id, |order| change(order.as_mut().expect("it exists")));
		};
		noticed("market: wrong count of sealed bids", || order(0, |order| order.sealed = 2));
		noticed("market: a sealed bid by one who may not", || {
			order(0, |order| order.excluded.try_push(PROVIDER).expect("there is room"));
		});
		noticed("market: a sealed bid in an auction of another kind", || {
			order(0, |order| order.auction = AuctionKind::Open);
		});
		noticed("market: two bids by one provider", || {
			let bid = Bids::<Test>::get(1, PROVIDER).expect("it stands");
			Bids::<Test>::insert(0, PROVIDER, bid);
			let best = stored(1).best;
			Orders::<Test>::mutate(0, |order| {
				let order = order.as_mut().expect("it exists");
				(order.best, order.bids) = (best, 1);
			});
		});
		noticed("market: a bid was revealed too early", || {
			order(1, |order| order.auction = AuctionKind::Sealed);
		});
		noticed("market: a bid without order", || {
			let bid = SealedBids::<Test>::get(0, PROVIDER).expect("it stands");
			SealedBids::<Test>::insert(9, PROVIDER, bid);
		});
		noticed("market: reveals in an auction that is not sealed", || {
			order(1, |order| order.state = OrderState::Revealing { ends: 21 });
		});
		noticed("market: a choice in an auction without", || {
			order(0, |order| order.state = OrderState::Choosing { ends: 21, picked: None });
		});
		noticed("market: what was picked is not there", || {
			order(1, |order| order.state = OrderState::Choosing { ends: 21, picked: Some(7) });
		});
		noticed("market: nothing to draw between", || {
			order(1, |order| order.state = OrderState::Drawing { at: 21 });
		});
	});
}
