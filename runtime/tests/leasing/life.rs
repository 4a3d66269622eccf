use crate::world::*;
use frame_support::assert_ok;
use leasehold_primitives::{traits::Escrow as _, LeaseState};
use leasehold_runtime::{
	genesis_config_presets::{account, TEST_USD, USD as DOLLAR},
	Checkpoints, Escrow, Runtime, RuntimeOrigin, LHD,
};
use pallet_leasehold_leases::{Call as LeaseCall, Leases as LeaseMap};
use sp_core::H256;

fn state(id: u64) -> Option<LeaseState> {
	LeaseMap::<Runtime>::get(id).map(|lease| lease.state)
}

#[test]
fn lease_should_pay_by_the_millisecond_and_return_the_rest() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		// 3,600 LHD an hour are one LHD a second.
		let id = leased(&tenant, NATIVE, 1_000 * LHD, &provider, 3_600 * LHD);
		let (before, pot) = (free(&NATIVE, &provider), free(&NATIVE, &Escrow::pot()));
		go_on(20);
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		// 60 s at one LHD a second, of which 2 % are the fee.
		let collateral = LHD;
		assert_eq!(free(&NATIVE, &provider) - before, 60 * LHD * 98 / 100 + collateral);
		assert_eq!(free(&NATIVE, &Escrow::pot()) - pot, 60 * LHD * 2 / 100);
		assert_eq!(on_hold(&NATIVE, &tenant), 0);
		assert!(state(id).is_none());
	});
}

#[test]
fn every_change_of_a_lease_should_be_in_its_blocks_root() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, USD, 100 * DOLLAR, &provider, 36 * DOLLAR);
		next_block_after(3_000);
		assert_ne!(Checkpoints::root(), H256::zero());
		next_block_after(3_000);
		assert_eq!(Checkpoints::root(), H256::zero(), "a block without changes has no statements");
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		next_block_after(3_000);
		assert_ne!(Checkpoints::root(), H256::zero());
	});
}

#[test]
fn lease_should_fall_into_grace_resume_by_a_top_up_and_end_without_one() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		// Ten seconds' worth.
		let id = leased(&tenant, NATIVE, 10 * LHD, &provider, 3_600 * LHD);
		go_on(5);
		assert!(matches!(state(id), Some(LeaseState::Grace { .. })));
		assert_eq!(Escrow::totals(id).unwrap().held, 0);
		assert_ok!(call(
			signed(&tenant),
			pallet_leasehold_escrow::Call::deposit { id, amount: 5 * LHD }
		));
		assert_eq!(state(id), Some(LeaseState::Active));
		go_on(3);
		assert!(matches!(state(id), Some(LeaseState::Grace { .. })));
		go_on(12);
		assert_eq!(state(id), None, "nobody topped up within the ten blocks of grace");
		assert_eq!(on_hold(&NATIVE, &tenant), 0);
	});
}

#[test]
fn outage_of_the_provider_should_cost_the_tenant_one_window_at_most() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, NATIVE, 10_000 * LHD, &provider, 3_600 * LHD);
		// Silent for ten minutes; the preset's window is a minute.
		for _ in 0..200 {
			next_block_after(3_000);
		}
		let accrued = Escrow::accrued(id).unwrap() + Escrow::totals(id).unwrap().paid;
		assert!(accrued <= 60 * LHD, "{accrued}");
		// The preset lets anybody close after 20 blocks of silence; the collateral is the tenant's
		// only within the minimum stay of 20 blocks.
		assert_ok!(call(signed(&account("Bob")), LeaseCall::close_silent { lease: id }));
		assert_eq!(on_hold(&NATIVE, &tenant), 0);
	});
}

#[test]
fn halt_of_the_chain_should_expire_nothing_and_accrue_in_full() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, NATIVE, 10_000 * LHD, &provider, 3_600 * LHD);
		go_on(10);
		// An hour without blocks.
		next_block_after(3_600_000);
		go_on(10);
		assert_eq!(state(id), Some(LeaseState::Active));
		assert_ok!(call(signed(&tenant), LeaseCall::settle { lease: id }));
		let totals = Escrow::totals(id).unwrap();
		assert_eq!(totals.paid + totals.fees, (30 + 3_600 + 30) * LHD);
	});
}

#[test]
fn provider_that_declines_should_lose_as_much_as_the_tenant_and_the_order_should_reopen() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = awarded(&tenant, NATIVE, 10 * LHD, &provider, 3_600 * LHD);
		let before = (free(&NATIVE, &tenant), free(&NATIVE, &provider) + LHD);
		let pot = free(&NATIVE, &Escrow::pot());
		assert_ok!(call(signed(&provider), LeaseCall::decline { lease: id, code: 3 }));
		let lost = (before.0 - free(&NATIVE, &tenant), before.1 - free(&NATIVE, &provider));
		assert_eq!(lost, (TENTH, TENTH));
		assert_eq!(free(&NATIVE, &Escrow::pot()) - pot, 2 * TENTH);
		assert!(pallet_leasehold_market::Orders::<Runtime>::get(id)
			.expect("it reopened")
			.is_on_the_market());
		assert!(bid(&provider, id, LHD, 0, 10).is_err(), "it may not bid again");
	});
}

#[test]
fn provider_that_stays_silent_should_forfeit_its_collateral_to_the_pot() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = awarded(&tenant, NATIVE, 10 * LHD, &provider, 3_600 * LHD);
		let pot = free(&NATIVE, &Escrow::pot());
		go_on(21);
		assert_eq!(state(id), None);
		assert_eq!(free(&NATIVE, &Escrow::pot()) - pot, LHD);
	});
}

#[test]
fn rejected_order_should_return_the_deposit_and_the_collateral() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let bonded = on_hold(&NATIVE, &provider);
		let id = order(&tenant, USD, 10 * DOLLAR, group(DOLLAR, 1)).unwrap();
		assert_ok!(bid(&provider, id, DOLLAR, 0, 10));
		assert_eq!(on_hold(&NATIVE, &provider), bonded + LHD);
		assert_ok!(decide(id, false));
		// The verdict is told in the next block, the order taken apart in the one after.
		go_on(2);
		assert_eq!(on_hold(&USD, &tenant), 0);
		assert_eq!(on_hold(&NATIVE, &provider), bonded);
		assert!(!pallet_leasehold_market::Orders::<Runtime>::contains_key(id));
	});
}

#[test]
fn order_that_nobody_judges_should_be_rejected_at_the_deadline() {
	run(|| {
		let tenant = account("Tenant1");
		let id = order(&tenant, USD, 10 * DOLLAR, group(DOLLAR, 1)).unwrap();
		go_on(44);
		assert!(!pallet_leasehold_market::Orders::<Runtime>::contains_key(id));
		assert_eq!(on_hold(&USD, &tenant), 0);
	});
}

#[test]
fn order_of_a_denied_tenant_should_be_refused_with_its_reason() {
	run(|| {
		let tenant = account("Tenant1");
		assert_ok!(call(
			RuntimeOrigin::root(),
			pallet_leasehold_approvals::Call::deny_tenant { who: tenant.clone() }
		));
		let refused = order(&tenant, USD, 10 * DOLLAR, group(DOLLAR, 1));
		let expected: sp_runtime::DispatchError =
			pallet_leasehold_approvals::Error::<Runtime>::TenantIsDenied.into();
		assert_eq!(refused, Err(expected));
		assert_eq!(on_hold(&USD, &tenant), 0);
	});
}

#[test]
fn frozen_asset_should_block_no_close_and_burn_nothing() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, USD, 100 * DOLLAR, &provider, 3_600 * DOLLAR);
		go_on(5);
		let all = free(&USD, &tenant)
			+ on_hold(&USD, &tenant)
			+ free(&USD, &provider)
			+ free(&USD, &Escrow::pot());
		let issuer = account("Alice");
		assert_ok!(call(
			signed(&issuer),
			pallet_assets::Call::freeze_asset { id: TEST_USD.into() }
		));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		assert_eq!(state(id), None);
		assert_ok!(call(signed(&issuer), pallet_assets::Call::thaw_asset { id: TEST_USD.into() }));
		for ((payee, asset, payer), _) in
			pallet_leasehold_escrow::Owed::<Runtime>::iter().collect::<Vec<_>>()
		{
			assert_ok!(call(
				signed(&issuer),
				pallet_leasehold_escrow::Call::claim_owed { payee, asset, payer }
			));
		}
		assert_eq!(on_hold(&USD, &tenant), 0);
		let now = free(&USD, &tenant) + free(&USD, &provider) + free(&USD, &Escrow::pot());
		assert_eq!(now, all);
	});
}
