use crate::{mock::*, CloseCause, Deployments, Event, OrderState, Orders, Pallet};
use frame_support::assert_ok;
use leasehold_primitives::traits::{OnVerdict, RejectReason, Subject, Verdict};

#[test]
fn approval_should_open_the_order_with_its_bids() {
	TestExt::new().execute_with(|| {
		let id = order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		advance_to(5);
		take_events();
		approve(id);
		assert_eq!(stored(id).state, OrderState::Open { ends: 25, regular: 25, latest: 37 });
		assert_eq!(stored(id).bids, 1);
		assert_eq!(Pallet::<Test>::open_orders(), 1);
		let opened = Event::OrderOpened { order: id, ends: 25, latest: 37 };
		assert_eq!(take_events(), vec![opened]);
		advance_to(24);
		assert_eq!(MockLeases::terms(id), None);
		advance_to(25);
		assert_eq!(MockLeases::terms(id).map(|terms| terms.provider), Some(PROVIDER));
	});
}

#[test]
fn approval_should_end_the_auction_at_once_when_a_bid_meets_the_buy_now_price() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![crate::GroupRequest { buy_now: Some(5_000), ..request() }]));
		assert_ok!(bid(PROVIDER, 0, 5_000));
		approve(0);
		assert_eq!(ends(0), 2);
		advance_to(2);
		assert_eq!(MockLeases::terms(0).map(|terms| terms.price), Some(5_000));
	});
}

#[test]
fn rejection_should_return_bids_and_deposit_in_the_next_block() {
	TestExt::new().execute_with(|| {
		let id = order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		assert_ok!(bid(PROVIDER + 1, id, 8_000));
		take_events();
		reject(id);
		assert_eq!(Pallet::<Test>::open_orders(), 0);
		let cause = CloseCause::Rejected(RejectReason::Voted);
		assert_eq!(take_events(), vec![Event::OrderClosing { order: id, cause, at: 2 }]);
		check();
		advance(1);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
		assert_eq!((free(PROVIDER), free(PROVIDER + 1)), (ENDOWMENT, ENDOWMENT));
		assert_eq!((MockEscrow::count(), MockProviders::reservations()), (0, 0));
		assert_eq!((Orders::<Test>::get(id), Deployments::<Test>::get(0)), (None, None));
		let events = take_events();
		assert!(events.contains(&Event::OrderClosed { order: id, deployment: 0, group: 0, cause }));
		assert_eq!(events.last(), Some(&Event::DeploymentClosed { deployment: 0, tenant: TENANT }));
	});
}

#[test]
fn rejection_should_leave_the_deployment_when_other_groups_are_left() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![request(), request()]));
		verdict(0, Verdict::Rejected(RejectReason::Deadline));
		advance(1);
		let deployment = Deployments::<Test>::get(0).expect("a group is left");
		assert_eq!(deployment.groups.to_vec(), vec![None, Some(1)]);
	});
}

#[test]
fn rejection_should_be_tried_again_when_the_deposit_cannot_return() {
	TestExt::new().execute_with(|| {
		let id = order();
		assert_ok!(bid(PROVIDER, id, 9_000));
		reject(id);
		MockEscrow::set_stuck(true);
		advance(1);
		assert_eq!(MockEscrow::deposit(id), Some(request().deposit));
		assert_eq!(stored(id).bids, 1);
		MockEscrow::set_stuck(false);
		advance_to(ends(id));
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
		assert_eq!(free(PROVIDER), ENDOWMENT);
	});
}

#[test]
fn verdict_should_change_nothing_when_the_order_does_not_wait_for_one() {
	TestExt::new().execute_with(|| {
		Market::on_verdict(Subject::Order(7), Verdict::Approved);
		let id = open_order();
		let before = stored(id);
		Market::on_verdict(Subject::Order(id), Verdict::Rejected(RejectReason::Voted));
		Market::on_verdict(Subject::Order(id), Verdict::Approved);
		assert_eq!(stored(id), before);
	});
}
