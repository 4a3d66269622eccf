use crate::{
	mock::*, weights::WeightInfo, AuctionKind, CloseCause, Deployments, Error, Event, OrderState,
	Orders, Pallet,
};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use leasehold_primitives::MAX_BIDS;
use sp_runtime::{traits::BadOrigin, DispatchError, DispatchResult};

fn close(who: AccountId, id: u64) -> DispatchResult {
	Market::close_order(RuntimeOrigin::signed(who), id)
}

#[test]
fn close_order_should_return_bids_and_deposit_in_the_next_block_when_there_are_bids() {
	TestExt::new().execute_with(|| {
		let id = order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		take_events();
		assert_ok!(close(TENANT, id));
		let cause = CloseCause::Tenant;
		assert_eq!(take_events(), vec![Event::OrderClosing { order: id, cause, at: 2 }]);
		assert_eq!(MockApprovals::pending(id), None);
		assert_eq!(Pallet::<Test>::open_orders(), 0);
		check();
		advance(1);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
		for provider in [PROVIDER, PROVIDER + 1] {
			assert_eq!(free(provider), ENDOWMENT);
			assert_eq!(MockProviders::reserved(provider, id), None);
		}
		assert_eq!(MockEscrow::deposit(id), None);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(Deployments::<Test>::get(0), None);
		let released = |provider, price| Event::BidReleased {
			order: id,
			provider,
			price,
			collateral: params().collateral,
		};
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
fn close_order_should_return_the_deposit_at_once_when_there_are_no_bids() {
	TestExt::new().execute_with(|| {
		for id in [order(), open_order()] {
			assert_ok!(close(TENANT, id));
			assert_eq!(Orders::<Test>::get(id), None);
			assert_eq!(MockApprovals::pending(id), None);
			assert_eq!(MockEscrow::deposit(id), None);
		}
		assert_eq!(Pallet::<Test>::open_orders(), 0);
		assert_eq!(free(TENANT), ENDOWMENT - 2 * ORDER_FEE);
	});
}

#[test]
fn close_order_should_return_everything_in_every_part_of_an_auction() {
	let kinds = [AuctionKind::Open, AuctionKind::Sealed, AuctionKind::Choice];
	for (kind, wait) in kinds.into_iter().flat_map(|kind| [(kind, 0), (kind, 20), (kind, 23)]) {
		TestExt::new().execute_with(|| {
			let id = open_order_of(kind);
			for provider in [PROVIDER, PROVIDER + 1] {
				match kind {
					AuctionKind::Sealed => {
						assert_ok!(commit(provider, id, 9_000));
					},
					_ => {
						assert_ok!(bid(provider, id, 9_000));
					},
				}
			}
			advance(wait);
			if matches!(stored(id).state, OrderState::Awarded { .. }) {
				return;
			}
			if let OrderState::Revealing { .. } = stored(id).state {
				assert_ok!(reveal(PROVIDER, id, 9_000));
			}
			assert_ok!(close(TENANT, id));
			check();
			advance(1);
			assert_eq!(Orders::<Test>::get(id), None);
			assert_eq!((free(PROVIDER), free(PROVIDER + 1)), (ENDOWMENT, ENDOWMENT));
			assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
			assert_eq!(MockProviders::reservations(), 0);
		});
	}
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
		advance(1);
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
		let id = open_order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(close(TENANT, id));
		assert_noop!(close(TENANT, id), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn close_order_should_fail_whole_when_the_deposit_cannot_return() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		MockEscrow::set_stuck(true);
		assert_noop!(close(TENANT, id), DispatchError::Other("stuck"));
	});
}

#[test]
fn close_order_should_be_cheap_whatever_there_is_to_return() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let call = RuntimeCall::Market(crate::Call::close_order { order: id });
		let declared = call.get_dispatch_info().call_weight;
		assert!((declared * 10).all_lt(<()>::wind_up(MAX_BIDS)));
	});
}
