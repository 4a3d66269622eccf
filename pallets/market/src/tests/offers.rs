//! Offers of private networks: taken without a vote and an auction, and never put up for one.

use crate::{
	mock::*, AuctionKind, CloseCause, Deployments, DeploymentsOf, Error, Event, OpenOrders,
	OrderState, Orders, RecentAwards,
};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{
	lease::DeclineReason, Architecture, AssetId, GroupSpec, LeaseTerms, ManifestHash, OfferId,
	OrderId,
};
use sp_runtime::{DispatchError, DispatchResult};

const DEPOSIT: u128 = 500;

fn take_of(
	offer: OfferId,
	provider: AccountId,
	manifest: ManifestHash,
	deposit: u128,
) -> DispatchResult {
	let tenant = RuntimeOrigin::signed(TENANT);
	Market::take_offer(tenant, manifest, offer, provider, 3, deposit)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

/// Three replicas of [`OFFER`] at [`PROVIDER`]; returns the order.
fn taken() -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	assert_ok!(take_of(OFFER, PROVIDER, manifest(), DEPOSIT));
	id
}

#[test]
fn take_offer_should_award_at_once_without_a_vote_or_a_fee() {
	TestExt::new().execute_with(|| {
		let id = taken();
		check();
		assert_eq!(MockApprovals::pending(id), None);
		assert_eq!(OpenOrders::<Test>::get(), 0);
		assert_eq!(MockEscrow::deposit(id), Some(DEPOSIT));
		assert_eq!(free(TENANT), ENDOWMENT - DEPOSIT);
		assert_eq!(free(PROVIDER), ENDOWMENT - OFFER_COLLATERAL);
		let price = 3 * OFFER_PRICE;
		assert_eq!(
			MockLeases::terms(id),
			Some(LeaseTerms {
				id,
				deployment: 0,
				group: 0,
				tenant: TENANT,
				provider: PROVIDER,
				asset: AssetId::Native,
				price,
				resources: spec().resources,
				replicas: 3,
				manifest: manifest(),
				collateral: OFFER_COLLATERAL,
				notice: 12,
				grace: 34,
			})
		);
		let order = stored(id);
		assert_eq!(order.state, OrderState::Awarded { provider: PROVIDER, price });
		assert_eq!(
			(order.offer, order.auction, order.relist),
			(Some(OFFER), AuctionKind::Open, false)
		);
		assert_eq!(
			Deployments::<Test>::get(0).map(|one| one.groups.to_vec()),
			Some(vec![Some(id)])
		);
		assert!(DeploymentsOf::<Test>::contains_key(TENANT, 0));
		let architecture = Some(Architecture::Arm64);
		assert_eq!(
			take_events(),
			[Event::OfferOrdered {
				order: id,
				deployment: 0,
				offer: OFFER,
				network: NETWORK,
				tenant: TENANT,
				provider: PROVIDER,
				manifest: manifest(),
				asset: AssetId::Native,
				spec: GroupSpec { architecture, ..GroupSpec::new(spec().resources, 3, price) },
				price,
				collateral: OFFER_COLLATERAL,
				placement: place(&[(0, 3)]),
				deposit: DEPOSIT,
			}]
		);
	});
}

#[test]
fn taken_offer_should_be_served_on_confirmation_and_return_everything_in_the_end() {
	TestExt::new().execute_with(|| {
		let id = taken();
		confirm(id);
		let state = OrderState::Leased { provider: PROVIDER, price: 3 * OFFER_PRICE };
		assert_eq!(stored(id).state, state);
		// What a private network asks is no price of the market.
		assert_eq!(RecentAwards::<Test>::iter().count(), 0);
		assert_ok!(Market::close_deployment(RuntimeOrigin::signed(TENANT), 0));
		assert_eq!((Orders::<Test>::iter().count(), Deployments::<Test>::iter().count()), (0, 0));
		assert_eq!((free(TENANT), free(PROVIDER)), (ENDOWMENT, ENDOWMENT));
		assert_eq!(MockProviders::reservations(), 0);
	});
}

#[test]
fn taken_offer_should_close_and_not_be_put_up_when_it_is_not_confirmed() {
	for (answer, reason, cost) in [
		(decline as fn(OrderId), DeclineReason::Declined { code: 3 }, params().decline_penalty),
		(stay_silent, DeclineReason::Silent, 0),
	] {
		TestExt::new().execute_with(|| {
			let id = taken();
			take_events();
			answer(id);
			check();
			let cause = CloseCause::NotConfirmed(reason);
			assert!(take_events().contains(&Event::OrderClosing { order: id, cause, at: 2 }));
			assert_noop!(bid(PROVIDER + 1, id, 900), Error::<Test>::AlreadyClosing);
			advance(1);
			assert_eq!(
				(Orders::<Test>::iter().count(), Deployments::<Test>::iter().count()),
				(0, 0)
			);
			assert_eq!((MockEscrow::count(), MockProviders::reservations()), (0, 0));
			assert_eq!(free(TENANT), ENDOWMENT - cost);
		});
	}
}

#[test]
fn taken_offer_should_end_when_its_provider_leaves() {
	TestExt::new().execute_with(|| {
		let id = taken();
		confirm(id);
		assert_eq!(leave(id, leasehold_primitives::CloseReason::Provider { code: 1 }), None);
		assert_eq!(Orders::<Test>::get(id), None);
		assert_eq!(free(TENANT), ENDOWMENT);
	});
}

#[test]
fn take_offer_should_change_nothing_when_it_is_refused() {
	TestExt::new().execute_with(|| {
		let refused = |offer, provider, manifest, deposit| {
			frame_support::storage::with_storage_layer(|| {
				take_of(offer, provider, manifest, deposit)
			})
		};
		let other = |message| Err(DispatchError::Other(message));
		let m = manifest();
		assert_eq!(refused(OFFER + 1, PROVIDER, m, DEPOSIT), other("no such offer"));
		assert_eq!(refused(OFFER, PROVIDER, DENIED, DEPOSIT), other("manifest denied"));
		assert_eq!(refused(OFFER, PROVIDER, m, MIN_DEPOSIT - 1), other("deposit too small"));
		assert_eq!(refused(OFFER, TENANT, m, DEPOSIT), Err(Error::<Test>::OwnOrder.into()));
		MockLeases::fail_for(PROVIDER);
		assert_eq!(refused(OFFER, PROVIDER, m, DEPOSIT), other("unfit"));
		MockApprovals::deny(TENANT);
		assert_eq!(refused(OFFER, PROVIDER + 1, m, DEPOSIT), other("tenant denied"));
		assert_eq!((Orders::<Test>::iter().count(), Deployments::<Test>::iter().count()), (0, 0));
		assert_eq!((free(TENANT), free(PROVIDER)), (ENDOWMENT, ENDOWMENT));
		assert_eq!(MockProviders::reservations(), 0);
	});
}
