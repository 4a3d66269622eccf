//! Attesting and revoking.

use super::*;

fn tier() -> Attributes {
	attributes(&[("tier", "1")])
}

#[test]
fn attest_should_store_what_is_said_and_replace_what_was() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, tier(), 1, EVIDENCE, 50));
		assert_eq!(
			last_event(),
			Event::Attested {
				auditor: AUDITOR,
				provider: ALICE,
				attributes: tier(),
				level: 1,
				evidence: EVIDENCE,
				expires: 50
			}
		);
		let both = attributes(&[("tier", "1"), ("region", "eu/de/fsn")]);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, both.clone(), 1, EVIDENCE, 60));
		assert_eq!(
			Attestations::<Test>::get(ALICE, AUDITOR),
			Some(Attestation { attributes: both, level: 1, evidence: EVIDENCE, expires: 60 })
		);
		assert_eq!(Providers::<Test>::get(ALICE).expect("registered").attestations, 1);
	});
}

#[test]
fn attest_should_fail_when_the_caller_is_not_listed() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_noop!(
			Registry::attest(RuntimeOrigin::root(), ALICE, tier(), 1, EVIDENCE, 50),
			BadOrigin
		);
		assert_noop!(
			Registry::attest(by(BOB), ALICE, tier(), 1, EVIDENCE, 50),
			Error::<Test>::NotAuditor
		);
	});
}

#[test]
fn attest_should_fail_when_nothing_or_something_else_is_declared() {
	TestExt::new().execute_with(|| {
		assert_noop!(
			Registry::attest(by(AUDITOR), ALICE, tier(), 1, EVIDENCE, 50),
			Error::<Test>::NotFound
		);
		register(ALICE);
		assert_noop!(
			Registry::attest(by(AUDITOR), ALICE, attributes(&[]), 1, EVIDENCE, 50),
			Error::<Test>::EmptyAttestation
		);
		for wrong in [("tier", "2"), ("tier", "*"), ("tiers", "1")] {
			assert_noop!(
				Registry::attest(by(AUDITOR), ALICE, attributes(&[wrong]), 1, EVIDENCE, 50),
				Error::<Test>::NotDeclared
			);
		}
		assert_noop!(
			Registry::attest(
				by(AUDITOR),
				ALICE,
				attributes(&[("tier", "1"), ("tier", "1")]),
				1,
				EVIDENCE,
				50
			),
			Error::<Test>::DuplicateAttribute
		);
	});
}

#[test]
fn attest_should_fail_when_the_expiry_is_past_or_too_far() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		advance(9);
		let now = System::block_number();
		for wrong in [0, now - 1, now, now + MAX_ATTESTATION_BLOCKS + 1, u32::MAX] {
			assert_noop!(
				Registry::attest(by(AUDITOR), ALICE, tier(), 1, EVIDENCE, wrong),
				Error::<Test>::InvalidExpiry
			);
		}
		for right in [now + 1, now + MAX_ATTESTATION_BLOCKS] {
			assert_ok!(Registry::attest(by(AUDITOR), ALICE, tier(), 1, EVIDENCE, right));
		}
	});
}

#[test]
fn attest_should_clear_away_what_no_longer_counts_when_full() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let root = RuntimeOrigin::root;
		for auditor in 1_000..1_063 {
			assert_ok!(Registry::add_auditor(root(), auditor));
			assert_ok!(Registry::attest(
				by(auditor),
				ALICE,
				tier(),
				1,
				EVIDENCE,
				10 + auditor as u32
			));
		}
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, tier(), 1, EVIDENCE, 5));
		let count = || Providers::<Test>::get(ALICE).expect("registered").attestations;
		assert_eq!(count(), MAX_AUDITORS);

		// One auditor is struck off, another one's attestation expires, a new one comes.
		assert_ok!(Registry::remove_auditor(root(), 1_000));
		assert_ok!(Registry::add_auditor(root(), BOB));
		advance(4);
		let info = Registry::attest(by(BOB), ALICE, tier(), 1, EVIDENCE, 50).expect("attests");
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::attest(1, MAX_AUDITORS)));
		assert_eq!(count(), MAX_AUDITORS - 1);
		for gone in [1_000, AUDITOR] {
			assert!(!Attestations::<Test>::contains_key(ALICE, gone));
			System::assert_has_event(
				Event::AttestationRemoved { auditor: gone, provider: ALICE }.into(),
			);
		}
	});
}

#[test]
fn revoke_should_remove_the_attestation_even_when_struck_off() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, tier(), 1, EVIDENCE, 50));
		assert_ok!(Registry::remove_auditor(RuntimeOrigin::root(), AUDITOR));
		assert_ok!(Registry::revoke(by(AUDITOR), ALICE));
		assert_eq!(last_event(), Event::AttestationRemoved { auditor: AUDITOR, provider: ALICE });
		assert_eq!(Providers::<Test>::get(ALICE).expect("registered").attestations, 0);
	});
}

#[test]
fn revoke_should_fail_when_there_is_nothing() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_noop!(Registry::revoke(RuntimeOrigin::none(), ALICE), BadOrigin);
		for unknown in [ALICE, BOB] {
			assert_noop!(
				Registry::revoke(by(AUDITOR), unknown),
				Error::<Test>::AttestationNotFound
			);
		}
	});
}
