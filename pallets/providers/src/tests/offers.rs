//! Offers of private networks.

use super::{networks::approved, *};
use leasehold_primitives::{
	traits::{Offers as OffersTrait, TakenOffer},
	AssetId,
};

const CAROL: u64 = 60;

fn terms() -> OfferTerms {
	OfferTerms {
		resources: resources(1, 2, 3),
		architecture: None,
		price: 40,
		asset: AssetId::WithId(1),
		collateral: 9,
		notice: 1_200,
		grace: 600,
	}
}

fn nodes(list: &[u16]) -> SupplyNodes {
	list.to_vec().try_into().expect("few")
}

/// An offer of ten, supplied by Alice from her machine, which has room for eight.
fn offered(restricted: bool) {
	approved(restricted);
	assert_ok!(Registry::publish_offer(by(BOB), 0, terms(), 10));
	assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[0])));
}

fn take(order: u64, replicas: u16) -> Result<TakenOffer, sp_runtime::DispatchError> {
	<Registry as OffersTrait<u64>>::take(0, &CAROL, &ALICE, replicas, order)
}

fn offer() -> Offer {
	Offers::<Test>::get(0).expect("is there")
}

#[test]
fn take_should_reserve_and_count_down_and_release_give_both_back() {
	TestExt::new().execute_with(|| {
		offered(false);
		let taken = take(7, 3).expect("takes");
		let OfferTerms { resources: each, asset, collateral, notice, grace, .. } = terms();
		assert_eq!(
			taken,
			TakenOffer {
				network: 0,
				resources: each,
				architecture: None,
				price: 120,
				asset,
				collateral,
				notice,
				grace,
				placement: placement(&[(0, 3)]),
				looked_at: 1,
			}
		);
		assert_eq!(
			last_event(),
			Event::OfferTaken { offer: 0, order: 7, tenant: CAROL, provider: ALICE, replicas: 3 }
		);
		assert_eq!((offer().taken, Usages::<Test>::get(ALICE).reservations), (3, 1));
		let reserved = || Nodes::<Test>::get(ALICE, 0).expect("is there").reserved;
		assert_eq!(reserved(), resources(3, 6, 9));
		// The open market and the network draw on one inventory.
		assert_ok!(reserve(ALICE, 8, resources(4, 1, 1), &[(0, 1)]));
		assert_noop!(take(9, 2), Error::<Test>::InsufficientCapacity);
		assert_ok!(take(9, 1));
		assert_noop!(
			reserve(ALICE, 10, resources(1, 1, 1), &[(0, 1)]),
			Error::<Test>::InsufficientCapacity
		);
		// An amended lease keeps its part of the quantity.
		Registry::release(&ALICE, 8);
		assert_ok!(Registry::resize(&ALICE, 7, &resources(2, 2, 2), None));
		assert_eq!(offer().taken, 4);
		Registry::release(&ALICE, 7);
		assert_eq!(last_event(), Event::OfferReturned { offer: 0, order: 7, replicas: 3 });
		assert_eq!((offer().taken, reserved()), (1, resources(1, 2, 3)));
		Registry::release(&ALICE, 7);
		assert_eq!(offer().taken, 1);
	});
}

#[test]
fn take_should_spread_over_the_machines_named_and_no_others() {
	TestExt::new().execute_with(|| {
		offered(false);
		for _ in 0..2 {
			assert_ok!(Registry::add_node(
				by(ALICE),
				NodeKind::Shared,
				machine(resources(2, 9, 9))
			));
		}
		assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[1, 2])));
		assert_eq!(offer().supplies, 1);
		assert_noop!(take(1, 5), Error::<Test>::InsufficientCapacity);
		assert_eq!(take(1, 3).expect("takes").placement, placement(&[(1, 2), (2, 1)]));
		// One that is gone meanwhile, or of another architecture, counts for nothing.
		assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[0, 2])));
		assert_ok!(Registry::remove_node(by(ALICE), 0));
		assert_noop!(take(2, 2), Error::<Test>::InsufficientCapacity);
		let arm = OfferTerms { architecture: Some(Architecture::Arm64), ..terms() };
		assert_ok!(Registry::publish_offer(by(BOB), 0, arm, 10));
		assert_ok!(Registry::supply_offer(by(ALICE), 1, nodes(&[2])));
		assert_noop!(
			<Registry as OffersTrait<u64>>::take(1, &CAROL, &ALICE, 1, 3),
			Error::<Test>::InsufficientCapacity
		);
	});
}

#[test]
fn take_should_never_exceed_the_quantity() {
	TestExt::new().execute_with(|| {
		approved(false);
		assert_ok!(Registry::publish_offer(by(BOB), 0, terms(), 3));
		assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[0])));
		for wrong in [0, 4, 65, u16::MAX] {
			assert_noop!(take(1, wrong), Error::<Test>::InvalidQuantity);
		}
		assert_ok!(take(1, 2));
		assert_noop!(take(2, 2), Error::<Test>::InvalidQuantity);
		assert_ok!(take(2, 1));
		assert_noop!(take(3, 1), Error::<Test>::InvalidQuantity);
		Registry::release(&ALICE, 2);
		assert_ok!(take(3, 1));
		assert_noop!(take(3, 1), Error::<Test>::InvalidQuantity);
	});
}

#[test]
fn take_should_fail_for_those_who_are_not_admitted() {
	TestExt::new().execute_with(|| {
		offered(true);
		assert_noop!(take(1, 1), Error::<Test>::NotAdmittedToNetwork);
		assert_ok!(Registry::admit_tenant(by(BOB), 0, CAROL));
		assert_ok!(take(1, 1));
		assert_noop!(
			<Registry as OffersTrait<u64>>::take(0, &CAROL, &BOB, 1, 2),
			Error::<Test>::NotMember
		);
		assert_noop!(
			<Registry as OffersTrait<u64>>::take(9, &CAROL, &ALICE, 1, 2),
			Error::<Test>::OfferNotFound
		);
		// Expelled, neither takes nor supplies any more; what runs goes on.
		assert_ok!(Registry::expel_provider(by(BOB), 0, ALICE));
		assert_noop!(take(2, 1), Error::<Test>::NotMember);
		assert_eq!(offer().taken, 1);
		assert_ok!(Registry::admit_provider(by(BOB), 0, ALICE));
		assert_ok!(Registry::expel_tenant(by(BOB), 0, CAROL));
		assert_noop!(take(2, 1), Error::<Test>::NotAdmittedToNetwork);
	});
}

#[test]
fn take_should_fail_when_the_provider_takes_no_bids_or_does_not_supply() {
	TestExt::new().execute_with(|| {
		offered(false);
		assert_ok!(Registry::set_draining(by(ALICE), true));
		assert_noop!(take(1, 1), Error::<Test>::Draining);
		assert_ok!(Registry::set_draining(by(ALICE), false));
		assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[])));
		assert_noop!(take(1, 1), Error::<Test>::NotSupplied);
		assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[0])));
		assert_ok!(take(1, 1));
		assert_noop!(take(1, 1), Error::<Test>::ReservationExists);
		Registry::release(&ALICE, 1);
		// Who left and came back has other machines than it named before.
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_noop!(take(2, 1), Error::<Test>::NotFound);
		advance(1);
		register_with_node(ALICE, NodeKind::Shared);
		assert_noop!(take(2, 1), Error::<Test>::NotSupplied);
		assert_ok!(Registry::supply_offer(by(ALICE), 0, nodes(&[0])));
		assert_ok!(take(2, 1));
		Registry::release(&ALICE, 2);
		advance(61);
		assert_noop!(take(3, 1), Error::<Test>::ProviderSilent);
	});
}

#[test]
fn publish_offer_should_tell_its_terms() {
	TestExt::new().execute_with(|| {
		approved(false);
		assert_ok!(Registry::publish_offer(by(BOB), 0, terms(), 10));
		assert_eq!(
			last_event(),
			Event::OfferPublished { offer: 0, network: 0, terms: terms(), quantity: 10 }
		);
		assert_eq!(Networks::<Test>::get(0).expect("is there").offers, 1);
		assert_eq!(NextOfferId::<Test>::get(), 1);
	});
}

#[test]
fn publish_offer_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		approved(false);
		let publish =
			|who, network, terms, quantity| Registry::publish_offer(who, network, terms, quantity);
		assert_noop!(publish(RuntimeOrigin::root(), 0, terms(), 1), BadOrigin);
		assert_noop!(publish(by(ALICE), 0, terms(), 1), Error::<Test>::NotAuthorized);
		assert_noop!(publish(by(BOB), 1, terms(), 1), Error::<Test>::NetworkNotFound);
		let nothing = OfferTerms { resources: resources(0, 1, 1), ..terms() };
		assert_noop!(publish(by(BOB), 0, nothing, 1), Error::<Test>::InvalidResources);
		for wrong in [
			OfferTerms { price: 0, ..terms() },
			OfferTerms { notice: 0, ..terms() },
			OfferTerms { notice: MAX_NOTICE + 1, ..terms() },
			OfferTerms { grace: MAX_GRACE + 1, ..terms() },
		] {
			assert_noop!(publish(by(BOB), 0, wrong, 1), Error::<Test>::InvalidOffer);
		}
		for wrong in [0, MAX_QUANTITY + 1] {
			assert_noop!(publish(by(BOB), 0, terms(), wrong), Error::<Test>::InvalidOffer);
		}
		for _ in 0..MAX_OFFERS {
			assert_ok!(publish(by(BOB), 0, terms(), MAX_QUANTITY));
		}
		assert_noop!(publish(by(BOB), 0, terms(), 1), Error::<Test>::TooManyOffers);
	});
}

#[test]
fn supply_offer_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		approved(false);
		assert_ok!(Registry::publish_offer(by(BOB), 0, terms(), 10));
		let supply = |who, offer, list: &[u16]| Registry::supply_offer(who, offer, nodes(list));
		assert_noop!(supply(RuntimeOrigin::root(), 0, &[0]), BadOrigin);
		assert_noop!(supply(by(ALICE), 1, &[0]), Error::<Test>::OfferNotFound);
		assert_noop!(supply(by(ALICE), 0, &[]), Error::<Test>::NothingToChange);
		assert_noop!(supply(by(BOB), 0, &[0]), Error::<Test>::NotFound);
		register_with_node(BOB, NodeKind::Shared);
		assert_noop!(supply(by(BOB), 0, &[0]), Error::<Test>::NotMember);
		assert_noop!(supply(by(ALICE), 0, &[0, 0]), Error::<Test>::InvalidPlacement);
		assert_noop!(supply(by(ALICE), 0, &[0, 1]), Error::<Test>::NodeNotFound);
		Offers::<Test>::mutate(0, |slot| {
			slot.as_mut().expect("is there").supplies = MAX_SUPPLIES;
		});
		assert_noop!(supply(by(ALICE), 0, &[0]), Error::<Test>::TooManySupplies);
		Offers::<Test>::mutate(0, |slot| slot.as_mut().expect("is there").supplies = 0);
		assert_ok!(supply(by(ALICE), 0, &[0]));
		assert_eq!(
			last_event(),
			Event::OfferSupplied { offer: 0, provider: ALICE, nodes: nodes(&[0]) }
		);
		assert_ok!(supply(by(ALICE), 0, &[]));
		assert_eq!(offer().supplies, 0);
	});
}

#[test]
fn withdraw_offer_should_close_it_first_while_parts_are_taken() {
	TestExt::new().execute_with(|| {
		offered(false);
		assert_ok!(take(1, 2));
		let withdraw = |who| Registry::withdraw_offer(who, 0);
		assert_noop!(withdraw(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(withdraw(by(ALICE)), Error::<Test>::NotAuthorized);
		assert_ok!(withdraw(by(BOB)));
		assert_eq!(last_event(), Event::OfferClosed { offer: 0 });
		assert_noop!(take(2, 1), Error::<Test>::OfferIsClosed);
		assert_noop!(withdraw(by(BOB)), Error::<Test>::OfferInUse);
		assert_noop!(Registry::dissolve_network(by(BOB), 0), Error::<Test>::NetworkInUse);
		Registry::release(&ALICE, 1);
		assert_noop!(withdraw(by(ALICE)), Error::<Test>::NotAuthorized);
		assert_ok!(withdraw(by(BOB)));
		assert_eq!(last_event(), Event::OfferRemoved { offer: 0 });
		assert_noop!(withdraw(by(BOB)), Error::<Test>::OfferNotFound);
		assert_eq!(Supplies::<Test>::iter().count(), 0);
		assert_eq!(Networks::<Test>::get(0).expect("is there").offers, 0);
	});
}
