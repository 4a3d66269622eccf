//! Offers of private networks, from the registry over the market to the lease.

use crate::world::*;
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{traits::Subject, LeaseState};
use leasehold_runtime::{genesis_config_presets::account, Runtime, RuntimeOrigin, LHD};
use pallet_leasehold_leases::{Call as LeaseCall, Leases};
use pallet_leasehold_market::{NextOrderId, Orders};
use pallet_leasehold_providers::{Offers, Reservations};
use sp_runtime::DispatchError;

/// What is taken of the offer.
fn taken() -> u32 {
	Offers::<Runtime>::get(0).expect("it is published").taken
}

#[test]
fn taken_offer_should_be_active_when_its_provider_confirms() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		offer(&account("Auditor"), &provider);
		let spare = free(&NATIVE, &tenant);
		let id = NextOrderId::<Runtime>::get();
		assert_ok!(take_offer(&tenant, &provider, 2, 10 * LHD));
		check();
		assert_eq!(taken(), 2);
		// Nobody votes on it, and nobody is paid for that.
		let subjects = pallet_leasehold_approvals::Subjects::<Runtime>::contains_key;
		assert!(!subjects(Subject::Order(id)));
		assert_eq!(free(&NATIVE, &tenant), spare - 10 * LHD);
		assert_ok!(call(signed(&provider), LeaseCall::confirm { lease: id }));
		let lease = Leases::<Runtime>::get(id).expect("it is served");
		assert_eq!((lease.state, lease.terms.price), (LeaseState::Active, 2 * LHD));
		go_on(20);
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		// A minute at two LHD an hour.
		assert_eq!(free(&NATIVE, &tenant), spare - 2 * LHD * 60 / 3_600);
		assert_eq!((taken(), on_hold(&NATIVE, &tenant)), (0, 0));
	});
}

#[test]
fn taken_offer_should_close_without_an_auction_when_its_provider_does_not_confirm() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		offer(&account("Auditor"), &provider);
		let spare = free(&NATIVE, &tenant);
		let id = NextOrderId::<Runtime>::get();
		assert_ok!(take_offer(&tenant, &provider, 2, 10 * LHD));
		go_on(pallet_leasehold_leases::Parameters::<Runtime>::get().confirm_blocks + 2);
		assert!(!Orders::<Runtime>::contains_key(id) && !Leases::<Runtime>::contains_key(id));
		assert_eq!(Reservations::<Runtime>::iter().count(), 0);
		assert_eq!((taken(), free(&NATIVE, &tenant)), (0, spare));
	});
}

#[test]
fn offer_should_not_be_taken_by_whom_or_for_what_is_denied() {
	use pallet_leasehold_approvals::Call as ApprovalsCall;
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		offer(&account("Auditor"), &provider);
		let root = RuntimeOrigin::root;
		let who = tenant.clone();
		assert_ok!(call(root(), ApprovalsCall::deny_tenant { who }));
		let taking = || take_offer(&tenant, &provider, 1, 10 * LHD);
		let refused = taking().expect_err("the tenant is denied");
		assert!(matches!(refused, DispatchError::Module(_)));
		assert_noop!(taking(), refused);
		assert_eq!(taken(), 0);
	});
}
