//! Keys that serve a provider.

use super::*;
use sp_core::Pair;

#[test]
fn set_service_key_should_let_the_key_serve_the_provider() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		advance(4);
		let key = set_key(ALICE, 1);
		assert_eq!(last_event(), Event::ServiceKeySet { provider: ALICE, key: key.clone() });
		let record = ServiceKeys::<Test>::get(&key).expect("set");
		assert_eq!((record.provider, record.since, record.nonce), (ALICE, 5, 0));
		assert!(Registry::is_service_key(&ALICE, &key));
		assert!(!Registry::is_service_key(&BOB, &key));
		assert_eq!(Registry::provider_of(&key), Some(ALICE));
		assert_eq!(Registry::provider_of(&pair(2).public()), None);
	});
}

#[test]
fn set_service_key_should_fail_when_it_serves_somebody_already() {
	TestExt::new().execute_with(|| {
		register(BOB);
		register_with_key(ALICE, 1);
		for who in [ALICE, BOB] {
			let pair = pair(1);
			assert_noop!(
				Registry::set_service_key(by(who), pair.public(), proof(&pair, who)),
				Error::<Test>::KeyExists
			);
		}
	});
}

#[test]
fn set_service_key_should_fail_when_the_proof_is_for_something_else() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let (right, other) = (pair(1), pair(2));
		let unrelated = right.sign(b"anything");
		for wrong in [proof(&right, BOB), proof(&other, ALICE), unrelated] {
			assert_noop!(
				Registry::set_service_key(by(ALICE), right.public(), wrong),
				Error::<Test>::InvalidProof
			);
		}
		// A proof made for another chain.
		let made_here = proof(&right, ALICE);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256::repeat_byte(7));
		assert_noop!(
			Registry::set_service_key(by(ALICE), right.public(), made_here),
			Error::<Test>::InvalidProof
		);
	});
}

#[test]
fn set_service_key_should_fail_when_there_are_as_many_as_may_be() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for seed in 1..=4 {
			set_key(ALICE, seed);
		}
		let fifth = pair(5);
		assert_noop!(
			Registry::set_service_key(by(ALICE), fifth.public(), proof(&fifth, ALICE)),
			Error::<Test>::TooManyKeys
		);
		assert_ok!(Registry::remove_service_key(by(ALICE), pair(1).public()));
		set_key(ALICE, 5);
	});
}

#[test]
fn set_service_key_should_fail_when_not_registered() {
	TestExt::new().execute_with(|| {
		let pair = pair(1);
		assert_noop!(
			Registry::set_service_key(RuntimeOrigin::root(), pair.public(), proof(&pair, ALICE)),
			BadOrigin
		);
		assert_noop!(
			Registry::set_service_key(by(ALICE), pair.public(), proof(&pair, ALICE)),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn remove_service_key_should_end_its_service() {
	TestExt::new().execute_with(|| {
		let key = register_with_key(ALICE, 1);
		assert_ok!(Registry::remove_service_key(by(ALICE), key.clone()));
		assert_eq!(last_event(), Event::ServiceKeyRemoved { provider: ALICE, key: key.clone() });
		assert!(!Registry::is_service_key(&ALICE, &key));
		// It may serve another provider now.
		register(BOB);
		set_key(BOB, 1);
		assert_eq!(Registry::provider_of(&key), Some(BOB));
	});
}

#[test]
fn remove_service_key_should_fail_when_it_does_not_serve_the_caller() {
	TestExt::new().execute_with(|| {
		let key = pair(1).public();
		assert_noop!(Registry::remove_service_key(RuntimeOrigin::none(), key.clone()), BadOrigin);
		assert_noop!(Registry::remove_service_key(by(ALICE), key.clone()), Error::<Test>::NotFound);
		register_with_key(ALICE, 1);
		register(BOB);
		assert_noop!(Registry::remove_service_key(by(BOB), key), Error::<Test>::KeyNotFound);
		assert_noop!(
			Registry::remove_service_key(by(ALICE), pair(2).public()),
			Error::<Test>::KeyNotFound
		);
	});
}
