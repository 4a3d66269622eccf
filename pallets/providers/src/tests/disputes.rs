//! Disputes about leases that have ended.

use super::*;
use leasehold_primitives::traits::{LeaseOutcome, Reputation as _};

const LEASE_ID: u64 = 7;
/// The bond of a provider with one machine of 8 cores, 32 GiB and 100 GiB.
const BOND: u128 = 1_000 + 8 * 100 + 32 * 10 + 7;

fn deposit() -> u128 {
	Balances::balance_on_hold(&HoldReason::Dispute.into(), &BOB)
}

/// A lease of Bob's with Alice has just ended.
fn ended() {
	register_with_node(ALICE, NodeKind::Shared);
	Registry::note_end(LEASE_ID, &ALICE, &BOB, LeaseOutcome::Well, 0);
}

fn open() -> sp_runtime::DispatchResult {
	Registry::open_dispute(by(BOB), ALICE, LEASE_ID, EVIDENCE)
}

fn resolve(award: Option<u128>) -> sp_runtime::DispatchResult {
	Registry::resolve_dispute(RuntimeOrigin::root(), ALICE, LEASE_ID, award)
}

#[test]
fn open_dispute_should_hold_a_deposit_and_keep_the_provider() {
	TestExt::new().execute_with(|| {
		ended();
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::DisputesPossible);
		assert_ok!(open());
		assert_eq!(
			last_event(),
			Event::DisputeOpened {
				provider: ALICE,
				lease: LEASE_ID,
				tenant: BOB,
				deposit: DEPOSIT,
				evidence: EVIDENCE,
				deadline: 41,
			}
		);
		assert_eq!((deposit(), Usages::<Test>::get(ALICE).disputes), (DEPOSIT, 1));
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::DisputesOpen);
		// Once a lease, even when it is over.
		assert_noop!(open(), Error::<Test>::NotDisputable);
		assert_ok!(resolve(None));
		assert_noop!(open(), Error::<Test>::NotDisputable);
		assert_ok!(Registry::deregister(by(ALICE)));
	});
}

#[test]
fn open_dispute_should_fail_for_others_and_too_late() {
	TestExt::new().execute_with(|| {
		assert_noop!(open(), Error::<Test>::NotDisputable);
		ended();
		let dispute = |who, provider, lease| Registry::open_dispute(who, provider, lease, EVIDENCE);
		assert_noop!(dispute(RuntimeOrigin::root(), ALICE, LEASE_ID), BadOrigin);
		assert_noop!(dispute(by(POOR), ALICE, LEASE_ID), Error::<Test>::NotDisputable);
		assert_noop!(dispute(by(BOB), BOB, LEASE_ID), Error::<Test>::NotDisputable);
		assert_noop!(dispute(by(BOB), ALICE, 8), Error::<Test>::NotDisputable);
		Registry::note_end(8, &ALICE, &77, LeaseOutcome::Well, 0);
		assert_noop!(dispute(by(77), ALICE, 8), Error::<Test>::InsufficientFunds);
		Usages::<Test>::mutate(ALICE, |usage| usage.disputes = MAX_DISPUTES);
		assert_noop!(open(), Error::<Test>::TooManyDisputes);
		Usages::<Test>::mutate(ALICE, |usage| usage.disputes = 0);
		advance(19);
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::DisputesPossible);
		advance(1);
		assert_noop!(open(), Error::<Test>::NotDisputable);
		assert_ok!(Registry::deregister(by(ALICE)));
	});
}

#[test]
fn dispute_should_cost_the_deposit_when_dismissed() {
	TestExt::new().execute_with(|| {
		ended();
		assert_ok!(open());
		assert_noop!(Registry::resolve_dispute(by(ALICE), ALICE, LEASE_ID, None), BadOrigin);
		assert_ok!(resolve(None));
		assert_eq!(
			last_event(),
			Event::DisputeDismissed {
				provider: ALICE,
				lease: LEASE_ID,
				tenant: BOB,
				deposit: DEPOSIT,
			}
		);
		assert_eq!(deposit(), 0);
		assert_eq!(Balances::free_balance(BOB), RICH - DEPOSIT);
		assert_eq!(Balances::free_balance(FeePot::get()), DEPOSIT);
		assert_eq!(held(ALICE), BOND);
		assert_noop!(resolve(None), Error::<Test>::DisputeNotFound);
	});
}

#[test]
fn dispute_should_award_a_part_of_the_bond_when_upheld() {
	TestExt::new().execute_with(|| {
		ended();
		assert_ok!(open());
		let most = BOND / 5;
		for wrong in [0, most + 1, u128::MAX] {
			assert_noop!(resolve(Some(wrong)), Error::<Test>::AwardTooHigh);
		}
		assert_ok!(resolve(Some(most)));
		assert_eq!(
			last_event(),
			Event::DisputeUpheld {
				provider: ALICE,
				lease: LEASE_ID,
				tenant: BOB,
				deposit: DEPOSIT,
				amount: most,
			}
		);
		assert_eq!((deposit(), held(ALICE)), (0, BOND - most));
		assert_eq!(Balances::free_balance(BOB), RICH + most);
		check();

		// Until the provider has made it up it takes no bids and changes no machines.
		assert_noop!(
			Registry::ensure_eligible(&ALICE, &Requirements::default()),
			Error::<Test>::BondShort
		);
		let one = || machine(resources(1, 1, 1));
		assert_noop!(
			Registry::add_node(by(ALICE), NodeKind::Shared, one()),
			Error::<Test>::BondShort
		);
		assert_noop!(Registry::update_node(by(ALICE), 0, one()), Error::<Test>::BondShort);
		assert_noop!(Registry::remove_node(by(ALICE), 0), Error::<Test>::BondShort);
		assert_noop!(Registry::restore_bond(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(Registry::restore_bond(by(BOB)), Error::<Test>::NotFound);
		assert_ok!(Registry::restore_bond(by(ALICE)));
		assert_eq!(last_event(), Event::BondRestored { provider: ALICE, amount: most, bond: BOND });
		assert_eq!(held(ALICE), BOND);
		assert_noop!(Registry::restore_bond(by(ALICE)), Error::<Test>::NothingToChange);
		assert_ok!(Registry::ensure_eligible(&ALICE, &Requirements::default()));
	});
}

#[test]
fn restore_bond_should_fail_when_the_provider_cannot_pay() {
	TestExt::new().execute_with(|| {
		ended();
		assert_ok!(open());
		assert_ok!(resolve(Some(400)));
		let rest = Balances::free_balance(ALICE) - 409;
		assert_ok!(Balances::transfer_allow_death(by(ALICE), BOB, rest));
		assert_noop!(Registry::restore_bond(by(ALICE)), Error::<Test>::InsufficientFunds);
		// It may leave with the rest.
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_eq!(Balances::free_balance(ALICE), 409 + BOND - 400);
	});
}

#[test]
fn dispute_should_lapse_when_nobody_decides() {
	TestExt::new().execute_with(|| {
		ended();
		assert_ok!(open());
		let lapse = |who| Registry::lapse_dispute(who, ALICE, LEASE_ID);
		advance(39);
		assert_noop!(lapse(by(POOR)), Error::<Test>::TooSoon);
		advance(1);
		assert_noop!(lapse(RuntimeOrigin::none()), BadOrigin);
		assert_ok!(lapse(by(POOR)));
		assert_eq!(
			last_event(),
			Event::DisputeLapsed {
				provider: ALICE,
				lease: LEASE_ID,
				tenant: BOB,
				deposit: DEPOSIT,
			}
		);
		assert_eq!(Balances::free_balance(BOB), RICH);
		assert_noop!(lapse(by(POOR)), Error::<Test>::DisputeNotFound);
		assert_ok!(Registry::deregister(by(ALICE)));
	});
}

#[test]
fn endings_should_be_bounded_and_forget_the_oldest() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for lease in 0..u64::from(MAX_ENDINGS) + 1 {
			Registry::note_end(lease, &ALICE, &BOB, LeaseOutcome::LeftEarly, 0);
		}
		let dispute = |lease| Registry::open_dispute(by(BOB), ALICE, lease, EVIDENCE);
		assert_noop!(dispute(0), Error::<Test>::NotDisputable);
		for lease in 1..=u64::from(MAX_DISPUTES) {
			assert_ok!(dispute(lease));
		}
		assert_noop!(dispute(30), Error::<Test>::TooManyDisputes);
		assert_ok!(Registry::resolve_dispute(RuntimeOrigin::root(), ALICE, 1, None));
		assert_ok!(dispute(30));
	});
}
