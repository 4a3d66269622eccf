//! Random calls, right and wrong, over several leases: whatever happens, the invariants hold,
//! and once everything is closed nothing of it is left.

use super::*;
use proptest::prelude::*;

const LEASES: u64 = 8;

#[derive(Clone, Debug)]
enum Step {
	Award(u64, u8),
	Confirm(u64),
	Decline(u64),
	Settle(u64),
	SettleMany,
	Close(u64),
	Notice(u64),
	CloseReclaimed(u64),
	Abuse(u64),
	Pause(u64),
	Resume(u64),
	CloseSilent(u64),
	Governance(u64),
	Propose(u64, u128),
	Accept(u64),
	Cancel(u64),
	Deposit(u64, u128),
	Checkpoint(u64, u64),
	Wish(bool),
	Silence(u8, u32),
	Tick(u8, u64),
	Blocks(u32),
	Late(u32),
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let id = 1..=LEASES;
	let who = prop_oneof![Just(2u8), Just(4u8)];
	prop_oneof![
		3 => (id.clone(), who.clone()).prop_map(|(id, who)| Award(id, who)),
		3 => id.clone().prop_map(Confirm),
		1 => id.clone().prop_map(Decline),
		3 => id.clone().prop_map(Settle),
		1 => Just(SettleMany),
		1 => id.clone().prop_map(Close),
		1 => id.clone().prop_map(Notice),
		1 => id.clone().prop_map(CloseReclaimed),
		1 => id.clone().prop_map(Abuse),
		2 => id.clone().prop_map(Pause),
		2 => id.clone().prop_map(Resume),
		1 => id.clone().prop_map(CloseSilent),
		1 => id.clone().prop_map(Governance),
		1 => (id.clone(), 1..10u128).prop_map(|(id, times)| Propose(id, times)),
		1 => id.clone().prop_map(Accept),
		1 => id.clone().prop_map(Cancel),
		2 => (id.clone(), 0..LASTS).prop_map(|(id, served)| Checkpoint(id, served)),
		2 => (id, 1..UNIT).prop_map(|(id, amount)| Deposit(id, amount)),
		1 => any::<bool>().prop_map(Wish),
		1 => (who.clone(), prop_oneof![Just(0u32), 1..80u32]).prop_map(|(who, n)| Silence(who, n)),
		2 => (who, 0..LASTS).prop_map(|(who, span)| Tick(who, span)),
		3 => (1..60u32).prop_map(Blocks),
		1 => (1..60u32).prop_map(Late),
	]
}

/// As an extrinsic: all or nothing.
fn call<R, E: Into<DispatchError>>(act: impl FnOnce() -> Result<R, E>) {
	let _ = frame_support::storage::with_storage_layer(|| {
		act().map(|_| ()).map_err(|error| -> DispatchError { error.into() })
	});
}

fn provider_of(id: u64) -> AccountId {
	crate::Leases::<Test>::get(id).map_or(provider(), |lease| lease.terms.provider)
}

fn perform(step: &Step) {
	use mock::Leases as L;
	let signed = |id: &u64| by(provider_of(*id));
	match step {
		Step::Award(id, who) => {
			// Market awards an order whose account is open, and never gives a number again.
			let ended = Noted::get().iter().any(|note| note.lease == *id && note.state == 255);
			if !crate::Leases::<Test>::contains_key(id) && !Purses::contains_key(id) && !ended {
				let mut terms = terms(*id);
				terms.provider = account(*who);
				terms.grace = (*id as u32 - 1) * 10;
				award_with(terms, UNIT);
			}
		},
		Step::Confirm(id) => call(|| L::confirm(signed(id), *id)),
		Step::Decline(id) => call(|| L::decline(signed(id), *id, 1)),
		Step::Settle(id) => call(|| L::settle(by(stranger()), *id).map_err(|failed| failed.error)),
		Step::SettleMany => {
			let ids = (0..=LEASES).collect::<Vec<_>>().try_into().expect("few");
			call(|| L::settle_many(by(stranger()), ids).map_err(|failed| failed.error))
		},
		Step::Close(id) => call(|| L::close(by(tenant()), *id)),
		Step::Notice(id) => call(|| L::give_notice(signed(id), *id, 2)),
		Step::CloseReclaimed(id) => call(|| L::close_reclaimed(by(stranger()), *id)),
		Step::Abuse(id) => call(|| L::close_for_abuse(signed(id), *id, 3)),
		Step::Pause(id) => call(|| L::pause(signed(id), *id)),
		Step::Resume(id) => call(|| L::resume(signed(id), *id)),
		Step::CloseSilent(id) => call(|| L::close_silent(by(stranger()), *id)),
		Step::Governance(id) => call(|| L::close_by_governance(RuntimeOrigin::root(), *id)),
		Step::Propose(id, times) => call(|| {
			let now = crate::Leases::<Test>::get(id).map_or(terms(*id), |lease| lease.terms);
			let amendment = Amendment {
				resources: now.resources,
				replicas: now.replicas,
				price: PRICE * times,
				manifest: now.manifest,
			};
			L::propose_amendment(by(tenant()), *id, amendment)
		}),
		Step::Accept(id) => call(|| {
			let hash = Proposals::<Test>::get(id)
				.map_or(H256::zero(), |proposal| proposal.amendment.hash(*id));
			L::accept_amendment(signed(id), *id, hash, None)
		}),
		Step::Cancel(id) => call(|| L::cancel_amendment(by(tenant()), *id)),
		Step::Checkpoint(lease, served) => call(|| {
			let entry = CheckpointEntry { lease: *lease, served: *served, usage: H256::zero() };
			L::checkpoint_one(&provider_of(*lease), entry)
		}),
		Step::Deposit(id, amount) => {
			if Purses::contains_key(id) {
				Money::deposit(*id, *amount);
			}
		},
		// Tenants wish from now on, or no longer, that their leases are put up again.
		Step::Wish(true) => RelistAs::put(1_000 + told().len() as u64),
		Step::Wish(false) => RelistAs::kill(),
		Step::Silence(who, blocks) => Silence::insert(account(*who), blocks),
		Step::Tick(who, span) => Clocks::mutate(account(*who), |clock| *clock += span),
		Step::Blocks(count) => advance(*count),
		Step::Late(count) => skip_agenda(*count),
	}
}

/// What the pallet's own checks cannot see: the mocks agree with the records.
fn agree() {
	for (id, lease) in crate::Leases::<Test>::iter() {
		let purse = Purses::get(id).expect("I-6: a lease has an account");
		// I-6: exactly one stream from the confirmation on, running when the record says so.
		let flow = purse.stream;
		assert_eq!(flow.is_some(), lease.is_started());
		if let Some(flow) = flow {
			assert_eq!(flow.running, lease.stopped.is_none(), "{lease:?}");
			assert_eq!(flow.exhausted, matches!(lease.state, LeaseState::Grace { .. }));
			assert_eq!(flow.price, lease.terms.price);
		}
		assert!(lease.served <= lease.service_time(Clocks::get(&lease.terms.provider)));
		assert!(Reserved::contains_key((&lease.terms.provider, id)));
	}
	assert_eq!(Reserved::iter_keys().count() as u32, crate::Leases::<Test>::count());
	for number in [2, 4] {
		let started = crate::Leases::<Test>::iter_values()
			.filter(|lease| lease.is_started() && lease.terms.provider == account(number));
		assert_eq!(Running::get(account(number)), started.count() as u32);
		let collateral: Balance = crate::Leases::<Test>::iter_values()
			.filter(|lease| lease.terms.provider == account(number))
			.map(|lease| lease.collateral)
			.sum();
		assert_eq!(on_hold(&account(number)), collateral);
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

	#[test]
	fn leases_should_keep_all_invariants_and_leave_nothing(
		steps in proptest::collection::vec(step(), 1..120),
	) {
		TestExt::new().execute_with(|| {
			let issuance = Balances::total_issuance();
			for step in &steps {
				perform(step);
				mock::Leases::do_try_state()
					.unwrap_or_else(|error| panic!("after {step:?}: {error:?}"));
				agree();
			}
			// I-7: every lease can be closed, and then nothing is left.
			for id in crate::Leases::<Test>::iter_keys().collect::<Vec<_>>() {
				assert_ok!(mock::Leases::close(by(tenant()), id));
			}
			assert_eq!(crate::Leases::<Test>::count(), 0);
			assert_eq!(ProviderLeases::<Test>::iter().count(), 0);
			assert_eq!(Agendas::<Test>::iter().count(), 0);
			assert_eq!(Proposals::<Test>::iter().count(), 0);
			agree();
			// No money was made or burnt, and none is stuck.
			assert_eq!(Balances::total_issuance(), issuance);
			let sum: Balance = (1..=9).chain([99]).map(|number| free(&account(number))).sum();
			assert_eq!(sum, issuance);
			// What a lease that was put up again had left is what its order has now.
			for one in told() {
				if let Told::Relisted(old, new) = one {
					let notes = Noted::get();
					let last = notes.iter().rev().find(|note| note.lease == old && note.state == 255);
					let rest = last.expect("its last statement").refunded;
					assert_eq!(Money::totals(new).map(|new| new.deposited), Some(rest));
				}
			}
			// What the last statement of each closed lease says adds up.
			for note in Noted::get().iter().filter(|note| note.state == 255) {
				assert!(note.paid + note.fees + note.refunded >= UNIT);
			}
		});
	}
}
