use crate::{
	mock::*, CloseCause, Deployments, Event, OrderState, Orders, Pallet, ReopenCause, MAX_EXCLUDED,
};
use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, tokens::Preservation},
};
use leasehold_primitives::{lease::DeclineReason, traits::OnLease, CloseReason};

#[test]
fn start_should_mark_the_order_as_leased() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		take_events();
		confirm(id);
		assert_eq!(stored(id).state, OrderState::Leased { provider: PROVIDER, price: 9_000 });
		assert_eq!(take_events(), vec![Event::OrderLeased { order: id, provider: PROVIDER }]);
	});
}

#[test]
fn decline_should_charge_the_tenant_and_reopen_without_the_provider() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		take_events();
		let (tenant, pot) = (free(TENANT), free(POT));
		decline(id);
		assert_eq!(free(TENANT), tenant - 50);
		// Both sides' parts.
		assert_eq!(free(POT), pot + 100);
		assert_eq!(free(PROVIDER), ENDOWMENT - 50);
		let order = stored(id);
		assert_eq!(order.state, OrderState::Open { ends: 41, regular: 41, latest: 53 });
		assert_eq!((order.rounds, order.excluded.to_vec()), (1, vec![PROVIDER]));
		assert_eq!(Pallet::<Test>::open_orders(), 1);
		assert_eq!(MockEscrow::deposit(id), Some(500));
		let cause = ReopenCause::NotConfirmed(DeclineReason::Declined { code: 3 });
		assert_eq!(
			take_events(),
			vec![
				Event::DeclinePenaltyTaken { order: id, tenant: TENANT, amount: 50 },
				Event::ProviderExcluded { order: id, provider: PROVIDER },
				Event::OrderReopened { order: id, cause, rounds: 1, ends: 41, latest: 53 },
			]
		);
		assert_ok!(bid(PROVIDER + 1, id, 10_000));
		advance_to(41);
		assert_eq!(MockLeases::terms(id).map(|terms| terms.provider), Some(PROVIDER + 1));
	});
}

#[test]
fn decline_should_skip_the_charge_when_the_tenant_has_nothing_to_spare() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		let rest = free(TENANT) - 50;
		assert_ok!(Balances::transfer(&TENANT, &OTHER, rest, Preservation::Preserve));
		take_events();
		decline(id);
		assert_eq!(free(TENANT), 50);
		assert_eq!(
			take_events()[0],
			Event::DeclinePenaltySkipped { order: id, tenant: TENANT, amount: 50 }
		);
		assert_eq!(stored(id).rounds, 1);
	});
}

#[test]
fn decline_should_cost_the_tenant_nothing_when_the_penalty_is_zero() {
	TestExt::new().params(|params| params.decline_penalty = 0).execute_with(|| {
		let id = awarded_order();
		let tenant = free(TENANT);
		take_events();
		decline(id);
		assert_eq!(free(TENANT), tenant);
		assert_eq!(take_events().len(), 2);
	});
}

#[test]
fn silence_should_reopen_the_order_at_no_cost_to_the_tenant() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		let tenant = free(TENANT);
		stay_silent(id);
		assert_eq!(free(TENANT), tenant);
		assert_eq!(free(PROVIDER), ENDOWMENT - 1_000);
		assert_eq!(stored(id).excluded.to_vec(), vec![PROVIDER]);
	});
}

#[test]
fn decline_should_close_the_order_when_its_rounds_are_used_up() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		for at in 1..=2 {
			stay_silent(id);
			assert_ok!(bid(PROVIDER + at, id, 9_000));
			advance_to(ends(id));
		}
		take_events();
		stay_silent(id);
		let (cause, at) = (CloseCause::Expired, System::block_number() + 1);
		assert_eq!(take_events().last(), Some(&Event::OrderClosing { order: id, cause, at }));
		check();
		advance(1);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(free(TENANT), ENDOWMENT - ORDER_FEE);
		assert_eq!((MockEscrow::count(), MockProviders::reservations()), (0, 0));
	});
}

#[test]
fn decline_should_close_the_order_when_it_cannot_exclude_more() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		Orders::<Test>::mutate(id, |order| {
			let order = order.as_mut().expect("it exists");
			for at in 0..u64::from(MAX_EXCLUDED) {
				order.excluded.try_push(500 + at).expect("there is room");
			}
		});
		stay_silent(id);
		advance(1);
		assert_eq!(Orders::<Test>::get(id), None);
	});
}

#[test]
fn end_should_close_the_group_and_with_the_last_the_deployment() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![request(), request()]));
		for id in [0, 1] {
			approve(id);
			assert_ok!(bid(PROVIDER, id, 9_000));
		}
		advance_to(21);
		confirm(0);
		take_events();
		end(0, CloseReason::InsufficientFunds);
		let deployment = Deployments::<Test>::get(0).expect("a group is left");
		assert_eq!(deployment.groups.to_vec(), vec![None, Some(1)]);
		let cause = CloseCause::LeaseEnded(CloseReason::InsufficientFunds);
		assert_eq!(
			take_events(),
			vec![Event::OrderClosed { order: 0, deployment: 0, group: 0, cause }]
		);
		// One that was never confirmed.
		end(1, CloseReason::Governance);
		assert_eq!(Deployments::<Test>::get(0), None);
		assert_eq!(
			take_events().last(),
			Some(&Event::DeploymentClosed { deployment: 0, tenant: TENANT })
		);
	});
}

#[test]
fn hooks_should_change_nothing_when_the_order_has_no_such_lease() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let awarded = order();
		assert_ok!(bid(PROVIDER, awarded, 9_000));
		approve(awarded);
		advance_to(21);
		let before: Vec<_> = [id, awarded].into_iter().map(stored).collect();
		for unknown in [id, 77] {
			Market::on_started(unknown);
			Market::on_declined(unknown, &PROVIDER, DeclineReason::Silent);
			Market::on_ended(unknown, CloseReason::Tenant);
		}
		// By one that did not win.
		Market::on_declined(awarded, &(PROVIDER + 1), DeclineReason::Silent);
		let after: Vec<_> = [id, awarded].into_iter().map(stored).collect();
		assert_eq!(before, after);
	});
}
