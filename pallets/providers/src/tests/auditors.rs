//! Listing auditors and striking them off.

use super::*;

#[test]
fn add_auditor_should_list_it() {
	TestExt::new().execute_with(|| {
		advance(2);
		assert_ok!(Registry::add_auditor(RuntimeOrigin::root(), BOB));
		assert_eq!(last_event(), Event::AuditorAdded { auditor: BOB, bond: 0 });
		assert_eq!(Auditors::<Test>::get(BOB), Some(AuditorRecord { since: 3, bond: 0 }));
		assert_eq!(Auditors::<Test>::count(), 2);
	});
}

#[test]
fn add_auditor_should_fail_when_listed_or_too_many_or_not_governance() {
	TestExt::new().execute_with(|| {
		assert_noop!(Registry::add_auditor(by(ALICE), BOB), BadOrigin);
		assert_noop!(
			Registry::add_auditor(RuntimeOrigin::root(), AUDITOR),
			Error::<Test>::AuditorExists
		);
		for auditor in 1_000..1_063 {
			assert_ok!(Registry::add_auditor(RuntimeOrigin::root(), auditor));
		}
		assert_noop!(
			Registry::add_auditor(RuntimeOrigin::root(), BOB),
			Error::<Test>::TooManyAuditors
		);
	});
}

#[test]
fn remove_auditor_should_void_what_it_attested() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::attest(
			by(AUDITOR),
			ALICE,
			attributes(&[("tier", "1")]),
			1,
			EVIDENCE,
			100
		));
		let required = requires(&[("tier", "1")], &[AUDITOR], &[]);
		assert_ok!(Registry::ensure_eligible(&ALICE, &required));
		assert_ok!(Registry::remove_auditor(RuntimeOrigin::root(), AUDITOR));
		assert_eq!(last_event(), Event::AuditorRemoved { auditor: AUDITOR, bond: 0, until: 31 });
		assert_noop!(Registry::ensure_eligible(&ALICE, &required), Error::<Test>::NotAttested);
	});
}

#[test]
fn remove_auditor_should_fail_when_not_listed_or_not_governance() {
	TestExt::new().execute_with(|| {
		assert_noop!(Registry::remove_auditor(by(ALICE), AUDITOR), BadOrigin);
		assert_noop!(
			Registry::remove_auditor(RuntimeOrigin::root(), BOB),
			Error::<Test>::NotAuditor
		);
	});
}
