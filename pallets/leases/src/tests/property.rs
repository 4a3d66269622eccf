//! Random calls, right and wrong, over several leases: whatever happens, the invariants hold,
//! and once everything is closed nothing of it is left.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// As many leases as there are at most at a time.
const LEASES: u32 = 8;

/// Orders that were put up again have numbers from here on.
const RELISTED: u64 = 1_000;

/// Drawn bytes above this mean something whether it fits or not.
const SELDOM: u8 = 230;

/// What happens. Leases are drawn as bytes and turned into ones that fit, as a rule.
#[derive(Clone, Debug)]
enum Step {
	Award(u8),
	Confirm(u8),
	Decline(u8),
	Settle(u8),
	SettleMany,
	Close(u8),
	Notice(u8),
	CloseReclaimed(u8),
	Abuse(u8),
	Pause(u8),
	Resume(u8),
	CloseSilent(u8),
	Governance(u8),
	Propose(u8, u128),
	Accept(u8),
	Cancel(u8),
	Deposit(u8, u128),
	Checkpoint(u8, u64),
	Wish(bool),
	Silence(u8, u32),
	Tick(u8, u64),
	Blocks(u32),
	Late(u32),
}

/// Every kind of step that is somebody's call.
const CALLS: [&str; 18] = [
	"Award",
	"Confirm",
	"Decline",
	"Settle",
	"SettleMany",
	"Close",
	"Notice",
	"CloseReclaimed",
	"Abuse",
	"Pause",
	"Resume",
	"CloseSilent",
	"Governance",
	"Propose",
	"Accept",
	"Cancel",
	"Deposit",
	"Checkpoint",
];

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let id = any::<u8>;
	let who = prop_oneof![Just(2u8), Just(4u8)];
	prop_oneof![
		5 => id().prop_map(Award),
		7 => id().prop_map(Confirm),
		1 => id().prop_map(Decline),
		2 => id().prop_map(Settle),
		1 => Just(SettleMany),
		1 => id().prop_map(Close),
		2 => id().prop_map(Notice),
		2 => id().prop_map(CloseReclaimed),
		1 => id().prop_map(Abuse),
		3 => id().prop_map(Pause),
		3 => id().prop_map(Resume),
		3 => id().prop_map(CloseSilent),
		1 => id().prop_map(Governance),
		3 => (id(), 1..10u128).prop_map(|(id, times)| Propose(id, times)),
		3 => id().prop_map(Accept),
		1 => id().prop_map(Cancel),
		3 => (id(), 0..LASTS).prop_map(|(id, served)| Checkpoint(id, served)),
		3 => (id(), 1..UNIT).prop_map(|(id, amount)| Deposit(id, amount)),
		1 => any::<bool>().prop_map(Wish),
		2 => (who.clone(), prop_oneof![Just(0u32), 1..80u32])
			.prop_map(|(who, blocks)| Silence(who, blocks)),
		2 => (who.clone(), 0..LASTS / 10).prop_map(|(who, span)| Tick(who, span)),
		2 => (who, 0..LASTS).prop_map(|(who, span)| Tick(who, span)),
		6 => (1..8u32).prop_map(Blocks),
		1 => (1..60u32).prop_map(Blocks),
		1 => (1..60u32).prop_map(Late),
	]
}

/// A few leases, and then anything.
fn steps(longest: usize) -> impl Strategy<Value = Vec<Step>> {
	let leases = proptest::collection::vec(any::<u8>(), 0..5);
	(leases, proptest::collection::vec(step(), 1..longest)).prop_map(|(leases, others)| {
		let leases = leases.into_iter().flat_map(|id| [Step::Award(id), Step::Confirm(id)]);
		leases.chain(others).collect()
	})
}

/// As an extrinsic: all or nothing. Whether it succeeded.
fn call<R, E: Into<DispatchError>>(act: impl FnOnce() -> Result<R, E>) -> bool {
	frame_support::storage::with_storage_layer(|| {
		act().map(|_| ()).map_err(|error| -> DispatchError { error.into() })
	})
	.is_ok()
}

fn provider_of(id: u64) -> AccountId {
	crate::Leases::<Test>::get(id).map_or(provider(), |lease| lease.terms.provider)
}

/// All leases by number.
fn leases() -> BTreeMap<u64, LeaseOf<Test>> {
	crate::Leases::<Test>::iter().collect()
}

/// The lease that is meant: as a rule one that there is, and that fits if any does.
fn meant(which: u8, fits: impl Fn(&LeaseOf<Test>) -> bool) -> u64 {
	let there = leases();
	let fitting: Vec<_> = there.iter().filter(|(_, lease)| fits(lease)).collect();
	let all: Vec<_> = there.iter().collect();
	match (fitting.is_empty(), all.is_empty()) {
		(false, _) if which <= SELDOM => *fitting[usize::from(which) % fitting.len()].0,
		(_, false) if which < u8::MAX => *all[usize::from(which) % all.len()].0,
		_ => u64::from(which),
	}
}

/// Market awards an order whose account is open, to a provider that can spare the collateral,
/// and never gives a number again.
fn award_next(which: u8) -> bool {
	if crate::Leases::<Test>::count() >= LEASES {
		return false;
	}
	let given = leases().into_keys().chain(Noted::get().into_iter().map(|note| note.lease));
	let given = given.chain(Purses::iter_keys().filter(|id| *id < RELISTED));
	let id = 1 + given.max().unwrap_or_default();
	let mut terms = terms(id);
	terms.provider = account([2, 4][usize::from(which % 2)]);
	terms.grace = u32::from(which / 32) * 10;
	award_with(terms, UNIT);
	true
}

/// Do it. Whether that was possible.
fn perform(step: &Step) -> bool {
	use mock::Leases as L;
	let started = |lease: &LeaseOf<Test>| lease.is_started();
	let awarded = |lease: &LeaseOf<Test>| !lease.is_started();
	let active = |lease: &LeaseOf<Test>| lease.state == LeaseState::Active;
	let proposed = |lease: &LeaseOf<Test>| Proposals::<Test>::contains_key(lease.terms.id);
	let signed = |id: u64| by(provider_of(id));
	match *step {
		Step::Award(which) => award_next(which),
		Step::Confirm(which) => {
			let id = meant(which, awarded);
			call(|| L::confirm(signed(id), id))
		},
		Step::Decline(which) => {
			let id = meant(which, awarded);
			call(|| L::decline(signed(id), id, 1))
		},
		Step::Settle(which) => {
			let id = meant(which, started);
			call(|| L::settle(by(stranger()), id).map_err(|failed| failed.error))
		},
		Step::SettleMany => {
			let ids: Vec<_> = leases().into_keys().chain([0]).collect();
			let ids = ids.try_into().expect("few");
			call(|| L::settle_many(by(stranger()), ids).map_err(|failed| failed.error))
		},
		Step::Close(which) => {
			let id = meant(which, |_| true);
			call(|| L::close(by(tenant()), id).map_err(|failed| failed.error))
		},
		Step::Notice(which) => {
			let id = meant(which, active);
			call(|| L::give_notice(signed(id), id, 2))
		},
		Step::CloseReclaimed(which) => {
			let ends = |lease: &LeaseOf<Test>| match lease.state {
				LeaseState::Reclaiming { until } | LeaseState::Grace { until } => Some(until),
				_ => None,
			};
			let id = meant(which, |lease| ends(lease).is_some());
			// Every other time at its end, before the agenda gets there.
			let until = leases().get(&id).and_then(ends).filter(|_| which % 2 == 0);
			if let Some(until) = until {
				skip_agenda(until.saturating_sub(System::block_number()));
			}
			call(|| L::close_reclaimed(by(stranger()), id).map_err(|failed| failed.error))
		},
		Step::Abuse(which) => {
			let id = meant(which, active);
			call(|| L::close_for_abuse(signed(id), id, 3).map_err(|failed| failed.error))
		},
		Step::Pause(which) => {
			let id = meant(which, active);
			call(|| L::pause(signed(id), id))
		},
		Step::Resume(which) => {
			let id = meant(which, |lease| lease.state == LeaseState::Paused);
			call(|| L::resume(signed(id), id))
		},
		Step::CloseSilent(which) => {
			let silent =
				|lease: &LeaseOf<Test>| Silence::get(&lease.terms.provider) > PARAMS.silence_blocks;
			let id = meant(which, silent);
			call(|| L::close_silent(by(stranger()), id).map_err(|failed| failed.error))
		},
		Step::Governance(which) => {
			let id = meant(which, |_| true);
			call(|| {
				L::close_by_governance(RuntimeOrigin::root(), id).map_err(|failed| failed.error)
			})
		},
		Step::Propose(which, times) => {
			let id = meant(which, active);
			let now = leases().remove(&id).map_or(terms(id), |lease| lease.terms);
			let amendment = Amendment {
				resources: now.resources,
				replicas: now.replicas,
				price: PRICE * times,
				manifest: now.manifest,
			};
			call(|| L::propose_amendment(by(tenant()), id, amendment))
		},
		Step::Accept(which) => {
			let id = meant(which, proposed);
			let hash = Proposals::<Test>::get(id)
				.map_or(H256::zero(), |proposal| proposal.amendment.hash(id));
			call(|| L::accept_amendment(signed(id), id, hash, None))
		},
		Step::Cancel(which) => {
			let id = meant(which, proposed);
			call(|| L::cancel_amendment(by(tenant()), id))
		},
		Step::Checkpoint(which, served) => {
			let id = meant(which, |lease| started(lease) && L::is_checkpoint_due(lease, L::now()));
			// As a rule what it may say.
			let served = leases().get(&id).filter(|_| which <= SELDOM).map_or(served, |lease| {
				let most = lease.service_time(Clocks::get(&lease.terms.provider));
				lease.served + served % (most - lease.served + 1)
			});
			let entry = CheckpointEntry { lease: id, served, usage: H256::zero() };
			call(|| L::checkpoint_one(&provider_of(id), entry))
		},
		Step::Deposit(which, amount) => {
			let id = meant(which, started);
			let open = Purses::contains_key(id);
			if open {
				Money::deposit(id, amount);
			}
			open
		},
		_ => {
			befall(step);
			true
		},
	}
}

/// What is nobody's call.
fn befall(step: &Step) {
	match step {
		// Tenants wish from now on, or no longer, that their leases are put up again.
		Step::Wish(true) => RelistAs::put(RELISTED + told().len() as u64),
		Step::Wish(false) => RelistAs::kill(),
		Step::Silence(who, blocks) => Silence::insert(account(*who), blocks),
		Step::Tick(who, span) => Clocks::mutate(account(*who), |clock| *clock += span),
		Step::Blocks(count) => advance(*count),
		Step::Late(count) => skip_agenda(*count),
		call => panic!("{call:?} is somebody's call"),
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
	#![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

	#[test]
	fn leases_should_keep_all_invariants_and_leave_nothing(
		steps in steps(120),
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

/// The random sequences are worth something only if every call succeeds in them, and leases run
/// out of money, go on and are put up again.
#[test]
fn random_steps_should_succeed_in_every_kind_of_call() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut counts = BTreeMap::<String, (u32, u32)>::new();
	let (mut exhausted, mut relisted) = (0, 0);
	for _ in 0..40 {
		let steps = steps(120).new_tree(&mut runner);
		TestExt::new().execute_with(|| {
			for step in steps.expect("it generates").current() {
				let name = format!("{step:?}");
				let name = name.split('(').next().expect("it has a name").to_string();
				let (made, succeeded) = counts.entry(name).or_default();
				*made += 1;
				*succeeded += u32::from(perform(&step));
				let in_grace =
					|lease: &LeaseOf<Test>| matches!(lease.state, LeaseState::Grace { .. });
				exhausted +=
					u32::from(crate::Leases::<Test>::iter_values().any(|it| in_grace(&it)));
			}
			relisted += told().iter().filter(|it| matches!(it, Told::Relisted(..))).count();
		});
	}
	for (name, (made, succeeded)) in &counts {
		println!("{name:>16}: {made:>5} made, {succeeded:>5} succeeded");
	}
	println!("{exhausted} steps with a lease in grace, {relisted} leases put up again");
	for name in CALLS {
		assert!(
			counts.get(name).is_some_and(|(_, succeeded)| *succeeded > 0),
			"{name} never succeeds"
		);
	}
	assert!(exhausted > 0 && relisted > 0);
}
