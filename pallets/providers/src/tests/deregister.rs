//! Leaving.

use super::*;

/// Every key of this pallet's storage.
fn keys() -> Vec<Vec<u8>> {
	let prefix = sp_io::hashing::twox_128(b"Registry");
	let mut keys = Vec::new();
	let mut key = prefix.to_vec();
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !next.starts_with(&prefix) {
			break;
		}
		keys.push(next.clone());
		key = next;
	}
	keys
}

#[test]
fn deregister_should_return_the_bond_and_leave_nothing_behind() {
	TestExt::new().execute_with(|| {
		register_with_key(BOB, 9);
		let (before, free) = (keys(), Balances::free_balance(ALICE));

		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Dedicated, machine(resources(1, 1, 1))));
		set_key(ALICE, 1);
		set_key(ALICE, 2);
		assert_ok!(Registry::attest(
			by(AUDITOR),
			ALICE,
			attributes(&[("tier", "1")]),
			1,
			EVIDENCE,
			100
		));
		let bond = held(ALICE);
		assert!(bond > RATES.base);

		assert_ok!(Registry::deregister(by(ALICE)));
		assert_eq!(last_event(), Event::Deregistered { provider: ALICE, bond });
		assert_eq!(held(ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), free);
		assert_eq!(keys(), before);
		// The keys are free for others.
		set_key(BOB, 1);
	});
}

#[test]
fn deregister_should_refund_the_weight_of_what_was_not_there() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let info = Registry::deregister(by(ALICE)).expect("leaves");
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::deregister(0, 0)));
	});
}

#[test]
fn deregister_should_fail_when_leases_run() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		Registry::note_lease(&ALICE, true);
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::LeasesRunning);
		Registry::note_lease(&ALICE, false);
		assert_ok!(Registry::deregister(by(ALICE)));
	});
}

#[test]
fn deregister_should_fail_when_capacity_is_reserved() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(reserve(ALICE, 7, resources(1, 1, 1), &[(0, 1)]));
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::CapacityReserved);
		Registry::release(&ALICE, 7);
		assert_ok!(Registry::deregister(by(ALICE)));
	});
}

#[test]
fn deregister_should_fail_when_not_registered() {
	TestExt::new().execute_with(|| {
		assert_noop!(Registry::deregister(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::NotFound);
		register(ALICE);
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_noop!(Registry::deregister(by(ALICE)), Error::<Test>::NotFound);
	});
}
