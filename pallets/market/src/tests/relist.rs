//! Amended leases, and those whose providers leave.

use crate::{mock::*, Deployments, Error, Event, GroupRequest, OrderState, Orders, Scaling};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{traits::OnLease, CloseReason, ManifestHash, OrderId, Resources};

const LEFT: CloseReason = CloseReason::Provider { code: 1 };

/// An order of one group that is served by [`PROVIDER`] at 9,000, and put up again when that
/// leaves.
fn leased() -> OrderId {
	leased_as(GroupRequest { relist: true, ..request() })
}

fn leased_as(request: GroupRequest<AccountId>) -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	assert_ok!(create(vec![request]));
	approve(id);
	assert_ok!(bid(PROVIDER, id, 9_000));
	advance(params().auction_blocks);
	confirm(id);
	id
}

#[test]
fn order_should_say_what_was_agreed_last() {
	TestExt::new().execute_with(|| {
		let id = leased();
		let (resources, manifest) = (Resources::new(500, 1, 1), ManifestHash::repeat_byte(9));
		amend(id, |terms| {
			terms.resources = resources.clone();
			(terms.replicas, terms.price, terms.manifest) = (5, 12_000, manifest);
		});
		let order = stored(id);
		assert_eq!((order.spec.resources, order.spec.replicas), (resources, 5));
		assert_eq!(order.manifest, manifest);
		assert_eq!(order.state, OrderState::Leased { provider: PROVIDER, price: 12_000 });
		assert_eq!(order.spec.max_price, spec().max_price);
	});
}

#[test]
fn amendment_should_change_nothing_when_the_order_is_not_leased() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		let before = stored(id);
		amend(id, |terms| terms.price = 1);
		assert_eq!(stored(id), before);
		let mut terms = MockLeases::terms(id).expect("it is awarded");
		terms.id = 77;
		Market::on_amended(&terms);
		assert_eq!(Orders::<Test>::get(77), None);
	});
}

#[test]
fn amendment_should_stay_within_the_bounds_for_scaling() {
	TestExt::new().execute_with(|| {
		let id = leased_as(GroupRequest { scaling: Some(Scaling { min: 2, max: 4 }), ..request() });
		for replicas in [2, 4] {
			assert_ok!(Market::ensure_amendable(id, replicas));
		}
		for replicas in [1, 5] {
			assert_noop!(Market::ensure_amendable(id, replicas), Error::<Test>::BeyondScaling);
		}
		let free = leased();
		assert_ok!(Market::ensure_amendable(free, 64));
		let mut wish = request();
		wish.spec.distinct = true;
		let distinct = crate::NextOrderId::<Test>::get();
		assert_ok!(create(vec![wish]));
		assert_ok!(Market::ensure_amendable(distinct, 8));
		assert_noop!(Market::ensure_amendable(distinct, 9), Error::<Test>::BeyondScaling);
		assert_noop!(Market::ensure_amendable(77, 1), Error::<Test>::OrderNotFound);
	});
}

#[test]
fn lease_should_be_put_up_again_when_its_provider_leaves() {
	TestExt::new().execute_with(|| {
		let id = leased();
		let manifest = ManifestHash::repeat_byte(9);
		amend(id, |terms| {
			(terms.replicas, terms.price, terms.manifest) = (3, 12_000, manifest);
		});
		take_events();
		let new = leave(id, LEFT).expect("the tenant wished so");
		check();
		assert_eq!(Orders::<Test>::get(id), None);
		let order = stored(new);
		assert_eq!(order.state, OrderState::Open { ends: 41, regular: 41, latest: 53 });
		assert_eq!((order.rounds, order.excluded.to_vec()), (1, vec![PROVIDER]));
		// As last amended.
		assert_eq!((order.spec.replicas, order.spec.max_price), (3, 12_000));
		assert_eq!((order.deployment, order.group, order.manifest), (0, 0, manifest));
		let deployment = Deployments::<Test>::get(0).expect("its group is open");
		assert_eq!(deployment.groups.to_vec(), vec![Some(new)]);
		assert_eq!(MockEscrow::deposit(new), Some(500));
		// No new vote, no new fee.
		assert_eq!(MockApprovals::pending(new), None);
		assert_eq!(free(TENANT), ENDOWMENT - 500 - ORDER_FEE);
		let events = take_events();
		assert_eq!(events[0], Event::ProviderExcluded { order: new, provider: PROVIDER });
		assert_eq!(
			events[1],
			Event::OrderRelisted {
				order: new,
				predecessor: id,
				deployment: 0,
				group: 0,
				manifest,
				spec: order.spec,
				rounds: 1,
				ends: 41,
				latest: 53,
			}
		);
		assert_noop!(
			bid_with(PROVIDER, new, 9_000, place(&[(0, 3)]), 10, 20),
			Error::<Test>::Excluded
		);
		assert_ok!(bid_with(PROVIDER + 1, new, 11_000, place(&[(0, 3)]), 10, 20));
		advance_to(41);
		let terms = MockLeases::terms(new).expect("another serves it");
		assert_eq!((terms.provider, terms.replicas, terms.manifest), (PROVIDER + 1, 3, manifest));
	});
}

#[test]
fn lease_should_end_when_its_tenant_did_not_wish_it_again_or_rounds_are_used_up() {
	TestExt::new().params(|params| params.max_rounds = 1).execute_with(|| {
		let id = leased_as(request());
		assert_eq!(leave(id, LEFT), None);
		assert_eq!(Orders::<Test>::get(id), None);
		let id = leased();
		let second = leave(id, LEFT).expect("a round is left");
		assert_ok!(bid(PROVIDER + 1, second, 9_000));
		advance_to(ends(second));
		confirm(second);
		assert_eq!(leave(second, CloseReason::ProviderSilent), None);
		assert_eq!((Orders::<Test>::iter().count(), Deployments::<Test>::iter().count()), (0, 0));
		assert_eq!(free(TENANT), ENDOWMENT - 2 * ORDER_FEE);
	});
}

#[test]
fn lease_should_end_when_its_tenant_was_denied_meanwhile() {
	TestExt::new().execute_with(|| {
		let id = leased();
		MockApprovals::deny(TENANT);
		assert_eq!(leave(id, LEFT), None);
		assert_eq!(Orders::<Test>::get(id), None);
	});
}

#[test]
fn relist_should_change_nothing_when_the_order_is_not_leased_to_that_provider() {
	TestExt::new().execute_with(|| {
		let id = leased();
		let terms = MockLeases::terms(id).expect("it is leased");
		let before = stored(id);
		let mut other = terms.clone();
		other.provider = PROVIDER + 1;
		assert_eq!(Market::relist(&other), None);
		let mut unknown = terms;
		unknown.id = 77;
		assert_eq!(Market::relist(&unknown), None);
		assert_eq!(stored(id), before);
	});
}

#[test]
fn relist_should_change_nothing_when_nobody_more_can_be_excluded() {
	TestExt::new().execute_with(|| {
		let id = leased();
		Orders::<Test>::mutate(id, |order| {
			let order = order.as_mut().expect("it exists");
			for at in 0..u64::from(crate::MAX_EXCLUDED) {
				order.excluded.try_push(500 + at).expect("there is room");
			}
		});
		let terms = MockLeases::terms(id).expect("it is leased");
		let before = stored(id);
		assert_eq!(Market::relist(&terms), None);
		assert_eq!(stored(id), before);
		assert_eq!(crate::Pallet::<Test>::open_orders(), 0);
	});
}
