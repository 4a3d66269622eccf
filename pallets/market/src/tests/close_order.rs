use crate::{mock::*, CloseCause, Deployments, Error, Event, Orders, Pallet};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use sp_runtime::traits::BadOrigin;

fn close(who: AccountId, id: u64) -> DispatchResultWithPostInfo {
	Market::close_order(RuntimeOrigin::signed(who), id)
}

#[test]
fn close_order_should_return_bids_and_deposit_when_it_is_pending() {
	TestExt::new().execute_with(|| {
		let id = order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		take_events();
		assert_ok!(close(TENANT, id));
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
		for provider in [PROVIDER, PROVIDER + 1] {
			assert_eq!(free(provider), ENDOWMENT);
			assert_eq!(MockProviders::reserved(provider, id), None);
		}
		assert_eq!(MockApprovals::pending(id), None);
		assert_eq!(MockEscrow::deposit(id), None);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(Deployments::<Test>::get(0), None);
		assert_eq!(Pallet::<Test>::open_orders(), 0);
		let released = |provider, price| Event::BidReleased {
			order: id,
			provider,
			price,
			collateral: params().collateral,
		};
		let cause = CloseCause::Tenant;
		assert_eq!(
			take_events(),
			vec![
				released(PROVIDER + 1, 8_000),
				released(PROVIDER, 9_000),
				Event::OrderClosed { order: id, deployment: 0, group: 0, cause },
				Event::DeploymentClosed { deployment: 0, tenant: TENANT },
			]
		);
	});
}

#[test]
fn close_order_should_leave_the_other_groups_alone() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![request(), request()]));
		approve(1);
		assert_ok!(bid(PROVIDER, 1, 9_000));
		assert_ok!(close(TENANT, 0));
		let deployment = Deployments::<Test>::get(0).expect("a group is left");
		assert_eq!(deployment.groups.to_vec(), vec![None, Some(1)]);
		assert_eq!(stored(1).bids, 1);
		assert_ok!(close(TENANT, 1));
		assert_eq!(Deployments::<Test>::get(0), None);
		// The auction's end is off the agenda.
		advance(params().auction_blocks + 1);
	});
}

#[test]
fn close_order_should_fail_when_the_caller_is_not_the_tenant() {
	TestExt::new().execute_with(|| {
		let id = order();
		assert_noop!(close(OTHER, id), Error::<Test>::NotAuthorized);
		assert_noop!(Market::close_order(RuntimeOrigin::none(), id), BadOrigin);
		assert_noop!(Market::close_order(RuntimeOrigin::root(), id), BadOrigin);
	});
}

#[test]
fn close_order_should_fail_when_there_is_no_such_order() {
	TestExt::new().execute_with(|| {
		assert_noop!(close(TENANT, 0), Error::<Test>::OrderNotFound);
		let id = order();
		assert_ok!(close(TENANT, id));
		assert_noop!(close(TENANT, id), Error::<Test>::OrderNotFound);
	});
}

#[test]
fn close_order_should_fail_when_it_is_awarded_or_leased() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		assert_noop!(close(TENANT, id), Error::<Test>::AlreadyAwarded);
		confirm(id);
		assert_noop!(close(TENANT, id), Error::<Test>::AlreadyAwarded);
	});
}

#[test]
fn close_order_should_fail_when_it_is_closing() {
	TestExt::new().execute_with(|| {
		let id = order();
		reject(id);
		assert_noop!(close(TENANT, id), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn close_order_should_fail_whole_when_the_deposit_cannot_return() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		MockEscrow::set_stuck(true);
		frame_support::assert_noop!(close(TENANT, id), sp_runtime::DispatchError::Other("stuck"));
	});
}
