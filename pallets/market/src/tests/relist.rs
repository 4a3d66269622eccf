//! Amended leases, and those whose providers leave.

use crate::{mock::*, Deployments, Error, Event, GroupRequest, OrderState, Orders, Scaling};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{
	traits::OnLease, CloseReason, LeaseTerms, ManifestHash, OrderId, Resources,
};

const LEFT: CloseReason = CloseReason::Provider { code: 1 };
const OTHER_MANIFEST: ManifestHash = ManifestHash::repeat_byte(9);

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
fn order_should_say_what_was_approved_whatever_is_agreed_since() {
	TestExt::new().execute_with(|| {
		let id = leased();
		let before = stored(id);
		amend(id, |terms| {
			terms.resources = Resources::new(500, 1, 1);
			(terms.replicas, terms.price, terms.manifest) = (5, 12_000, OTHER_MANIFEST);
		});
		let state = OrderState::Leased { provider: PROVIDER, price: 12_000 };
		assert_eq!(stored(id), crate::OrderOf::<Test> { state, ..before });
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
		amend(id, |terms| (terms.replicas, terms.price) = (1, 12_000));
		take_events();
		let new = leave(id, LEFT).expect("the tenant wished so");
		check();
		assert_eq!(Orders::<Test>::get(id), None);
		let order = stored(new);
		assert_eq!(order.state, OrderState::Open { ends: 41, regular: 41, latest: 53 });
		assert_eq!((order.rounds, order.excluded.to_vec()), (1, vec![PROVIDER]));
		// As last amended.
		assert_eq!((order.spec.replicas, order.spec.max_price), (1, 12_000));
		assert_eq!((order.deployment, order.group, order.manifest), (0, 0, manifest()));
		let deployment = Deployments::<Test>::get(0).expect("its group is open");
		assert_eq!(deployment.groups.to_vec(), vec![Some(new)]);
		assert_eq!(MockEscrow::deposit(new), Some(500));
		// No new vote, no new fee.
		assert_eq!(MockApprovals::pending(new), None);
		assert_eq!(free(TENANT), ENDOWMENT - 500 - ORDER_FEE);
		assert_eq!(
			take_events(),
			[
				Event::ProviderExcluded { order: new, provider: PROVIDER },
				Event::OrderRelisted {
					order: new,
					predecessor: id,
					deployment: 0,
					group: 0,
					manifest: manifest(),
					spec: order.spec,
					rounds: 1,
				},
				Event::OrderOpened { order: new, ends: 41, latest: 53 },
			]
		);
		assert_noop!(
			bid_with(PROVIDER, new, 9_000, place(&[(0, 1)]), 10, 20),
			Error::<Test>::Excluded
		);
		assert_ok!(bid_with(PROVIDER + 1, new, 11_000, place(&[(0, 1)]), 10, 20));
		advance_to(41);
		let terms = MockLeases::terms(new).expect("another serves it");
		assert_eq!((terms.provider, terms.replicas, terms.manifest), (PROVIDER + 1, 1, manifest()));
	});
}

#[test]
fn lease_should_be_voted_on_again_when_it_was_amended_beyond_its_approval() {
	let more = [
		(|terms| terms.manifest = OTHER_MANIFEST) as fn(&mut LeaseTerms<AccountId>),
		|terms| terms.replicas = 3,
		|terms| terms.resources.cpu_millicores += 1,
		|terms| terms.resources.ports = 1,
		// Fewer replicas, but more memory in all.
		|terms| (terms.replicas, terms.resources.memory_mib) = (1, 2 * 512 + 1),
	];
	for change in more {
		TestExt::new().execute_with(|| {
			let id = leased();
			amend(id, change);
			let terms = MockLeases::terms(id).expect("it is leased");
			take_events();
			let new = leave(id, LEFT).expect("the tenant wished so");
			check();
			let order = stored(new);
			assert_eq!(order.state, OrderState::Pending);
			assert_eq!((order.rounds, order.excluded.to_vec()), (1, vec![PROVIDER]));
			assert_eq!(crate::Pallet::<Test>::open_orders(), 1);
			let facts = MockApprovals::pending(new).expect("it is before the validators");
			assert_eq!((facts.who, facts.manifest), (TENANT, terms.manifest));
			assert_eq!(Some(facts.resources), terms.resources.checked_mul(terms.replicas));
			assert_eq!(free(TENANT), ENDOWMENT - 500 - 2 * ORDER_FEE);
			let opened = |event: &Event<Test>| matches!(event, Event::OrderOpened { .. });
			assert!(!take_events().iter().any(opened));

			// It takes bids meanwhile, and awards nothing before the verdict.
			let place = place(&[(0, terms.replicas)]);
			assert_ok!(bid_with(PROVIDER + 1, new, 8_000, place, 10, 20));
			advance(params().auction_blocks);
			assert_eq!(MockLeases::terms(new), None);
			approve(new);
			advance_to(ends(new));
			let awarded = MockLeases::terms(new).expect("another serves it");
			assert_eq!((awarded.manifest, awarded.replicas), (terms.manifest, terms.replicas));
			assert_eq!(awarded.resources, terms.resources);

			// What was voted on now needs no third vote.
			confirm(new);
			let third = leave(new, LEFT).expect("a round is left");
			assert!(matches!(stored(third).state, OrderState::Open { .. }));
			assert_eq!(MockApprovals::pending(third), None);
			assert_eq!(free(TENANT), ENDOWMENT - 500 - 2 * ORDER_FEE);
		});
	}
}

#[test]
fn lease_should_return_the_rest_when_validators_reject_what_it_was_amended_to() {
	TestExt::new().execute_with(|| {
		let id = leased();
		amend(id, |terms| terms.manifest = OTHER_MANIFEST);
		let new = leave(id, LEFT).expect("the tenant wished so");
		reject(new);
		advance(1);
		assert_eq!((Orders::<Test>::iter().count(), Deployments::<Test>::iter().count()), (0, 0));
		assert_eq!(free(TENANT), ENDOWMENT - 2 * ORDER_FEE);
	});
}

#[test]
fn lease_should_end_when_its_tenant_cannot_pay_for_the_vote_that_it_needs() {
	TestExt::new().execute_with(|| {
		let id = leased();
		amend(id, |terms| terms.manifest = OTHER_MANIFEST);
		let spare = free(TENANT) - ED - ORDER_FEE + 1;
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(TENANT), OTHER, spare));
		assert_eq!(leave(id, LEFT), None);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(crate::Pallet::<Test>::open_orders(), 0);
		assert_eq!(free(TENANT), ED + ORDER_FEE - 1 + 500);
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
