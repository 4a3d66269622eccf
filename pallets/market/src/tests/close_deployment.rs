use crate::{mock::*, weights::WeightInfo, CloseCause, Deployments, Error, Event, Orders, Pallet};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
};
use leasehold_primitives::{traits::RejectReason, CloseReason, MAX_BIDS};
use sp_runtime::traits::BadOrigin;
use std::collections::{BTreeMap, BTreeSet};

fn close(who: AccountId, id: u64) -> DispatchResultWithPostInfo {
	Market::close_deployment(RuntimeOrigin::signed(who), id)
}

#[test]
fn close_deployment_should_close_groups_in_every_state() {
	TestExt::new().execute_with(|| {
		// 0 pending, 1 open, 2 awarded, 3 leased, 4 rejected, 5 closed.
		assert_ok!(create(vec![request(); 6]));
		for id in [2, 3] {
			approve(id);
			assert_ok!(bid_with(PROVIDER, id, 9_000, place(&[(id as u16, 2)]), 10, 20));
		}
		advance(params().auction_blocks);
		confirm(3);
		approve(1);
		assert_ok!(bid(PROVIDER, 0, 9_000));
		assert_ok!(bid_with(PROVIDER, 1, 9_000, place(&[(1, 2)]), 10, 20));
		assert_ok!(bid_with(PROVIDER, 4, 9_000, place(&[(4, 2)]), 10, 20));
		reject(4);
		assert_ok!(Market::close_order(RuntimeOrigin::signed(TENANT), 5));
		take_events();

		assert_ok!(close(TENANT, 0));
		assert_eq!(Pallet::<Test>::open_orders(), 0);
		assert_eq!(MockLeases::count(), 0);
		check();
		// What has bids goes with the next block.
		let left: BTreeSet<_> = Orders::<Test>::iter_keys().collect();
		assert_eq!(left, BTreeSet::from([0, 1, 4]));
		assert_noop!(close(TENANT, 0), Error::<Test>::AlreadyClosing);
		advance(1);
		assert_eq!(Deployments::<Test>::iter().count(), 0);
		assert_eq!(Orders::<Test>::iter().count(), 0);
		assert_eq!((MockEscrow::count(), MockLeases::count()), (0, 0));
		assert_eq!(MockProviders::reservations(), 0);
		assert_eq!(free(PROVIDER), ENDOWMENT);
		assert_eq!(free(TENANT), ENDOWMENT - 6 * ORDER_FEE);
		let closed: BTreeMap<_, _> = take_events()
			.into_iter()
			.filter_map(|event| match event {
				Event::OrderClosed { order, cause, .. } => Some((order, cause)),
				_ => None,
			})
			.collect();
		let ended = CloseCause::LeaseEnded(CloseReason::Tenant);
		assert_eq!(
			closed,
			BTreeMap::from([
				(0, CloseCause::Tenant),
				(1, CloseCause::Tenant),
				(2, ended),
				(3, ended),
				(4, CloseCause::Rejected(RejectReason::Voted)),
			])
		);
		// Nothing is left on the agenda.
		advance(params().auction_blocks + 1);
	});
}

#[test]
fn close_deployment_should_remove_a_leased_group_even_when_no_hook_is_called() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		MockLeases::be_lazy();
		assert_ok!(close(TENANT, 0));
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(Deployments::<Test>::get(0), None);
	});
}

#[test]
fn close_deployment_should_weigh_what_it_closes_itself() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(bid(PROVIDER + at, id, 9_000));
		}
		let declared =
			RuntimeCall::Market(crate::Call::close_deployment { id: 0 }).get_dispatch_info();
		let actual = close(TENANT, 0).expect("it closes").actual_weight;
		assert_eq!(actual, Some(<()>::close_deployment(1)));
		assert!(<()>::close_deployment(1).all_lt(declared.call_weight));
		// The bids are the agenda's.
		assert!(declared.call_weight.all_lt(<()>::wind_up(MAX_BIDS)));
		assert_eq!(stored(id).bids, MAX_BIDS);
		advance(1);
		assert_eq!(MockProviders::reservations(), 0);
	});
}

#[test]
fn close_deployment_should_fail_when_the_caller_is_not_the_tenant() {
	TestExt::new().execute_with(|| {
		order();
		assert_noop!(close(OTHER, 0), Error::<Test>::NotAuthorized);
		assert_noop!(Market::close_deployment(RuntimeOrigin::none(), 0), BadOrigin);
	});
}

#[test]
fn close_deployment_should_fail_when_there_is_none() {
	TestExt::new().execute_with(|| {
		assert_noop!(close(TENANT, 0), Error::<Test>::DeploymentNotFound);
		order();
		assert_ok!(close(TENANT, 0));
		assert_noop!(close(TENANT, 0), Error::<Test>::DeploymentNotFound);
	});
}
