//! Governance stops the chain's business, and every way out stays open.

use crate::world::*;
use frame_support::{
	assert_noop, assert_ok,
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	traits::{Contains, GetCallMetadata},
};
use leasehold_primitives::{
	crypto::approvals::AuthoritySignature, traits::Escrow as _, LeaseState,
};
use leasehold_runtime::{
	configs::pause::{is_always_open, CallFilter, ExitsOnly, ALWAYS, EVERY},
	genesis_config_presets::{account, stash, HEARTBEAT, USD as DOLLAR},
	Escrow, Runtime, RuntimeCall, RuntimeOrigin, SafeMode, TxPause, DAYS, LHD, MILLISECS_PER_BLOCK,
};
use pallet_leasehold_approvals::Call as ApprovalCall;
use pallet_leasehold_escrow::Call as EscrowCall;
use pallet_leasehold_leases::Call as LeaseCall;
use pallet_leasehold_market::Call as MarketCall;
use pallet_leasehold_providers::Call as ProviderCall;
use sp_runtime::{traits::Hash as _, DispatchError};

fn two_thirds() -> RuntimeOrigin {
	pallet_collective::RawOrigin::Members(3, 4).into()
}

fn stop() {
	assert_ok!(call(two_thirds(), pallet_safe_mode::Call::force_enter {}));
	assert!(SafeMode::is_entered());
}

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

fn name(pallet: &str, call: &str) -> pallet_tx_pause::RuntimeCallNameOf<Runtime> {
	let bounded = |text: &str| text.as_bytes().to_vec().try_into().expect("short");
	(bounded(pallet), bounded(call))
}

#[test]
fn safe_mode_should_stop_new_business() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let open = order(&tenant, NATIVE, 10 * LHD, group(LHD, 1)).expect("before");
		decide(open, true).expect("before");
		go_on(2);
		stop();
		assert_eq!(order(&tenant, NATIVE, 10 * LHD, group(LHD, 1)), Err(filtered()));
		assert_noop!(bid(&provider, open, LHD, 0, 10), filtered());
		let transfer = pallet_balances::Call::transfer_keep_alive {
			dest: provider.clone().into(),
			value: LHD,
		};
		assert_noop!(call(signed(&tenant), transfer.clone()), filtered());
		// Not even in a batch, which itself is taken.
		let batch = pallet_utility::Call::batch_all { calls: vec![transfer.clone().into()] };
		assert_eq!(call(signed(&tenant), batch), Err(filtered()));
		// Until governance ends it.
		assert_ok!(call(two_thirds(), pallet_safe_mode::Call::force_exit {}));
		assert_ok!(call(signed(&tenant), transfer));
		assert_ok!(bid(&provider, open, LHD, 0, 10));
	});
}

#[test]
fn safe_mode_should_be_governances_alone_and_end_by_itself() {
	run(|| {
		for origin in [
			signed(&account("Alice")),
			pallet_collective::RawOrigin::Members(2, 4).into(),
			RuntimeOrigin::none(),
		] {
			assert_noop!(
				call(origin, pallet_safe_mode::Call::force_enter {}),
				DispatchError::BadOrigin
			);
		}
		let alone = call(signed(&account("Alice")), pallet_safe_mode::Call::enter {});
		assert_eq!(alone, Err(pallet_safe_mode::Error::<Runtime>::NotConfigured.into()));
		stop();
		let until = pallet_safe_mode::EnteredUntil::<Runtime>::get().expect("entered");
		assert_eq!(until, 1 + DAYS);
		assert_ok!(call(two_thirds(), pallet_safe_mode::Call::force_extend {}));
		assert_eq!(pallet_safe_mode::EnteredUntil::<Runtime>::get(), Some(1 + 2 * DAYS));
	});
}

#[test]
fn running_leases_should_be_served_settled_topped_up_and_closed_in_safe_mode() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, NATIVE, 1_000 * LHD, &provider, 3_600 * LHD);
		let short = leased(&tenant, NATIVE, 30 * LHD, &provider, 3_600 * LHD);
		stop();
		let before = free(&NATIVE, &provider);
		// With heartbeats, a lease that runs out and a top-up that revives it.
		go_on(12);
		assert_ok!(call(signed(&tenant), LeaseCall::settle { lease: id }));
		let settled = free(&NATIVE, &provider) - before;
		// 36 s and whatever had accrued before, and the 30 of the short lease, less 2 %.
		assert!(settled >= 66 * LHD * 98 / 100, "{settled}");
		let state =
			|id| pallet_leasehold_leases::Leases::<Runtime>::get(id).map(|lease| lease.state);
		assert!(matches!(state(short), Some(LeaseState::Grace { .. })));
		assert_ok!(call(signed(&tenant), EscrowCall::deposit { id: short, amount: 9 * LHD }));
		assert_eq!(state(short), Some(LeaseState::Active));
		assert_ok!(call(
			signed(&account("Bob")),
			LeaseCall::settle_many { leases: vec![id, short].try_into().expect("two") }
		));
		// The provider leaves one after its notice, the tenant the other.
		assert_ok!(call(signed(&provider), LeaseCall::pause { lease: id }));
		assert_ok!(call(signed(&provider), LeaseCall::resume { lease: id }));
		assert_ok!(call(signed(&provider), LeaseCall::give_notice { lease: id, code: 1 }));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: short }));
		assert_eq!(state(short), None);
		go_on(12);
		let _ = call(signed(&account("Bob")), LeaseCall::close_reclaimed { lease: id });
		assert_eq!(state(id), None);
		assert_eq!(on_hold(&NATIVE, &tenant), 0, "the rest is back");
	});
}

#[test]
fn orders_and_bids_should_be_taken_back_in_safe_mode() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let first = order(&tenant, USD, 10 * DOLLAR, group(DOLLAR, 1)).expect("before");
		let second = order(&tenant, USD, 10 * DOLLAR, group(DOLLAR, 1)).expect("before");
		bid(&provider, first, DOLLAR, 0, 10).expect("before");
		let held = on_hold(&NATIVE, &provider);
		stop();
		assert_ok!(call(signed(&provider), MarketCall::withdraw_bid { order: first }));
		assert!(on_hold(&NATIVE, &provider) < held);
		assert_ok!(call(signed(&tenant), MarketCall::close_order { order: first }));
		let deployment =
			pallet_leasehold_market::Orders::<Runtime>::get(second).expect("it waits").deployment;
		assert_ok!(call(signed(&tenant), MarketCall::close_deployment { id: deployment }));
		go_on(3);
		assert_eq!(on_hold(&USD, &tenant), 0);
	});
}

#[test]
fn winner_should_confirm_or_decline_in_safe_mode() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = awarded(&tenant, NATIVE, 100 * LHD, &provider, 36 * LHD);
		stop();
		assert_ok!(call(signed(&provider), LeaseCall::confirm { lease: id }));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
	});
}

#[test]
fn provider_should_leave_in_safe_mode() {
	run(|| {
		let provider = account("Provider1");
		register(&provider);
		let bond = on_hold(&NATIVE, &provider);
		assert!(bond > 0);
		stop();
		// A heartbeat is due so many blocks after the registration.
		for _ in 0..HEARTBEAT.spacing {
			next_block_after(MILLISECS_PER_BLOCK);
		}
		assert_ok!(heartbeat(&provider));
		assert_ok!(call(signed(&provider), ProviderCall::set_draining { draining: true }));
		for node in 0..2 {
			assert_ok!(call(signed(&provider), ProviderCall::remove_node { node }));
		}
		assert_ok!(call(signed(&provider), ProviderCall::deregister {}));
		assert_eq!(on_hold(&NATIVE, &provider), 0);
	});
}

#[test]
fn what_is_owed_should_be_claimed_in_safe_mode() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, USD, 1_000 * DOLLAR, &provider, 3_600 * DOLLAR);
		go_on(3);
		let issuer = account("Alice");
		let asset = leasehold_runtime::genesis_config_presets::TEST_USD;
		let freeze = pallet_assets::Call::freeze_asset { id: asset.into() };
		assert_ok!(call(signed(&issuer), freeze));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		let thaw = pallet_assets::Call::thaw_asset { id: asset.into() };
		assert_ok!(call(signed(&issuer), thaw));
		stop();
		let owed: Vec<_> = pallet_leasehold_escrow::Owed::<Runtime>::iter_keys().collect();
		assert!(!owed.is_empty());
		for (payee, asset, payer) in owed {
			let claim = EscrowCall::claim_owed { payee, asset, payer };
			assert_ok!(call(signed(&account("Bob")), claim));
		}
		assert_eq!(on_hold(&USD, &tenant), 0);
	});
}

#[test]
fn validators_should_vote_claim_and_leave_in_safe_mode() {
	run(|| {
		let (tenant, validator) = (account("Tenant1"), stash("Alice"));
		let id = order(&tenant, NATIVE, 10 * LHD, group(LHD, 1)).expect("before");
		go_on(2);
		stop();
		let (_, key) = pallet_leasehold_approvals::Authorities::<Runtime>::get()[0].clone();
		let vote = pallet_leasehold_approvals::Vote {
			subject: leasehold_primitives::traits::Subject::Order(id),
			approve: true,
			reason: 0,
		};
		// The pool checks the signature, as the pallet's own tests do.
		let message = pallet_leasehold_approvals::VoteMessage {
			signer: key,
			nonce: 0,
			block: leasehold_runtime::System::block_number(),
			body: pallet_leasehold_approvals::VoteBody {
				set_id: 0,
				votes: vec![vote].try_into().expect("one"),
			},
		};
		let signature = AuthoritySignature::try_from(&[0u8; 64][..]).expect("64 bytes");
		assert_ok!(call(
			frame_system::RawOrigin::Authorized.into(),
			ApprovalCall::vote { message, signature }
		));
		go_on(1);
		assert_ok!(call(signed(&validator), ApprovalCall::claim_rewards {}));
		// Fees in the pot are shared and claimed.
		assert_ok!(Escrow::charge(&tenant, 10 * LHD));
		go_on(20);
		assert_ok!(call(signed(&tenant), ApprovalCall::share_pot { asset: NATIVE }));
		assert_ok!(call(signed(&validator), ApprovalCall::claim_pot { asset: NATIVE }));
		assert_ok!(call(signed(&validator), pallet_staking::Call::chill {}));
		assert_ok!(call(signed(&validator), pallet_staking::Call::unbond { value: LHD }));
		let withdraw = pallet_staking::Call::withdraw_unbonded { num_slashing_spans: 0 };
		assert_ok!(call(signed(&validator), withdraw));
	});
}

#[test]
fn governance_should_act_as_root_in_safe_mode() {
	run(|| {
		stop();
		let mend: RuntimeCall =
			pallet_leasehold_approvals::Call::deny_tenant { who: account("Tenant1") }.into();
		let hash = sp_runtime::traits::HashingFor::<leasehold_runtime::Block>::hash_of(&mend);
		assert_ok!(call(two_thirds(), pallet_whitelist::Call::whitelist_call { call_hash: hash }));
		assert_ok!(call(
			pallet_collective::RawOrigin::Member(account("Bob")).into(),
			pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
				call: Box::new(mend)
			}
		));
		assert!(pallet_leasehold_approvals::DeniedTenants::<Runtime>::contains_key(account(
			"Tenant1"
		)));
	});
}

#[test]
fn pause_should_stop_a_call_but_no_way_out() {
	run(|| {
		let provider = account("Provider1");
		let pause = |pallet: &str, function: &str| {
			let full_name = name(pallet, function);
			call(two_thirds(), pallet_tx_pause::Call::pause { full_name })
		};
		let unpausable: DispatchError = pallet_tx_pause::Error::<Runtime>::Unpausable.into();
		let modules = RuntimeCall::get_module_names();
		let mut open = 0;
		for pallet in modules {
			for function in RuntimeCall::get_call_names(pallet) {
				let always = is_always_open(pallet, function);
				let expected = if always { Err(unpausable) } else { Ok(()) };
				assert_eq!(pause(pallet, function), expected, "{pallet}.{function}");
				open += u32::from(always);
			}
		}
		assert!(open > 80, "{open}");
		// Everything is paused that can be, and still providers and tenants get out, and
		// governance back in.
		let endpoint = b"https://provider.example".to_vec().try_into().expect("short");
		let enter = ProviderCall::register { endpoint, attributes: Default::default() };
		assert_noop!(call(signed(&provider), enter.clone()), filtered());
		let full_name = name("Providers", "register");
		assert_noop!(
			call(signed(&provider), pallet_tx_pause::Call::unpause { ident: full_name.clone() }),
			DispatchError::BadOrigin
		);
		assert_ok!(call(two_thirds(), pallet_tx_pause::Call::unpause { ident: full_name }));
		assert_ok!(call(signed(&provider), enter));
		assert_ok!(call(signed(&provider), ProviderCall::deregister {}));
		assert!(!TxPause::is_paused(&name("Providers", "deregister")));
	});
}

#[test]
fn ways_out_should_be_calls_that_exist() {
	let modules = RuntimeCall::get_module_names();
	for (pallet, functions) in ALWAYS {
		assert!(modules.contains(&pallet), "{pallet}");
		for function in functions.iter().filter(|function| **function != EVERY) {
			let exists = RuntimeCall::get_call_names(pallet).contains(function);
			assert!(exists, "{pallet}.{function}");
		}
	}
}

#[test]
fn time_should_be_set_whatever_is_stopped() {
	run(|| {
		stop();
		let set: RuntimeCall = pallet_timestamp::Call::set { now: START }.into();
		assert!(CallFilter::contains(&set));
		assert_eq!(set.get_call_metadata().pallet_name, "Timestamp");
	});
}

#[test]
fn failed_migration_should_leave_the_ways_out_open() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, NATIVE, 1_000 * LHD, &provider, 36 * LHD);
		assert_eq!(ExitsOnly::failed(Some(0)), FailedMigrationHandling::ForceUnstuck);
		assert!(SafeMode::is_entered());
		assert_eq!(order(&tenant, NATIVE, 10 * LHD, group(LHD, 1)), Err(filtered()));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		assert_eq!(on_hold(&NATIVE, &tenant), 0);
		// No block will end it but governance.
		assert_eq!(
			pallet_safe_mode::EnteredUntil::<Runtime>::get(),
			Some(leasehold_runtime::BlockNumber::MAX)
		);
		assert_eq!(ExitsOnly::failed(None), FailedMigrationHandling::ForceUnstuck);
		assert_ok!(call(two_thirds(), pallet_safe_mode::Call::force_exit {}));
		assert!(!SafeMode::is_entered());
	});
}
