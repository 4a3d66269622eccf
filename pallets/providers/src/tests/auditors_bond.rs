//! The bonds of auditors.

use super::*;

const BONDED: u128 = 700;

fn bonded(who: u64) -> u128 {
	Balances::balance_on_hold(&HoldReason::Auditor.into(), &who)
}

fn dear() {
	let params = Params { auditor_bond: BONDED, ..params() };
	assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
}

fn pot() -> u128 {
	Balances::free_balance(FeePot::get())
}

#[test]
fn add_auditor_should_hold_the_bond_until_some_time_after_it_is_struck_off() {
	TestExt::new().execute_with(|| {
		dear();
		let root = RuntimeOrigin::root;
		assert_ok!(Registry::add_auditor(root(), BOB));
		assert_eq!(last_event(), Event::AuditorAdded { auditor: BOB, bond: BONDED });
		assert_eq!(bonded(BOB), BONDED);
		assert_noop!(Registry::withdraw_auditor_bond(by(BOB)), Error::<Test>::NotRetired);
		assert_ok!(Registry::remove_auditor(root(), BOB));
		assert_eq!(last_event(), Event::AuditorRemoved { auditor: BOB, bond: BONDED, until: 31 });
		assert_noop!(Registry::add_auditor(root(), BOB), Error::<Test>::AuditorRetiring);
		advance(29);
		assert_noop!(Registry::withdraw_auditor_bond(by(BOB)), Error::<Test>::TooSoon);
		assert_eq!(bonded(BOB), BONDED);
		advance(1);
		assert_noop!(Registry::withdraw_auditor_bond(root()), BadOrigin);
		assert_ok!(Registry::withdraw_auditor_bond(by(BOB)));
		assert_eq!(last_event(), Event::AuditorBondReturned { auditor: BOB, bond: BONDED });
		assert_eq!((bonded(BOB), Balances::free_balance(BOB)), (0, RICH));
		assert_ok!(Registry::add_auditor(root(), BOB));
	});
}

#[test]
fn add_auditor_should_fail_when_it_cannot_pay_the_bond() {
	TestExt::new().execute_with(|| {
		let params = Params { auditor_bond: 1_000, ..params() };
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		for poor in [POOR, 77] {
			assert_noop!(
				Registry::add_auditor(RuntimeOrigin::root(), poor),
				Error::<Test>::InsufficientFunds
			);
		}
	});
}

#[test]
fn forfeit_auditor_bond_should_move_it_to_the_fee_pot() {
	TestExt::new().execute_with(|| {
		dear();
		let root = RuntimeOrigin::root;
		let forfeit = |amount| Registry::forfeit_auditor_bond(root(), BOB, amount);
		assert_noop!(Registry::forfeit_auditor_bond(by(ALICE), BOB, 1), BadOrigin);
		assert_noop!(forfeit(1), Error::<Test>::NotAuditor);
		assert_ok!(Registry::add_auditor(root(), BOB));
		for wrong in [0, BONDED + 1] {
			assert_noop!(forfeit(wrong), Error::<Test>::AwardTooHigh);
		}
		assert_ok!(forfeit(100));
		assert_eq!(
			last_event(),
			Event::AuditorBondForfeited { auditor: BOB, amount: 100, left: BONDED - 100 }
		);
		assert_eq!((bonded(BOB), pot()), (BONDED - 100, 100));
		check();
		assert_ok!(Registry::remove_auditor(root(), BOB));
		assert_ok!(forfeit(50));
		assert_eq!((bonded(BOB), pot()), (BONDED - 150, 150));
		check();
		assert_ok!(forfeit(BONDED - 150));
		assert_eq!((bonded(BOB), pot()), (0, BONDED));
		assert_noop!(Registry::withdraw_auditor_bond(by(BOB)), Error::<Test>::NotRetired);
	});
}
