//! Changing the record.

use super::*;

#[test]
fn update_should_change_what_is_given_and_keep_the_rest() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let new = endpoint("https://new.example");
		assert_ok!(Registry::update(by(ALICE), Some(new.clone()), None));
		let old = attributes(&[("region", "eu/de/fsn"), ("tier", "1")]);
		assert_eq!(
			last_event(),
			Event::Updated { provider: ALICE, endpoint: new.clone(), attributes: old }
		);
		let list = attributes(&[("region", "us")]);
		assert_ok!(Registry::update(by(ALICE), None, Some(list.clone())));
		assert_eq!(
			last_event(),
			Event::Updated { provider: ALICE, endpoint: new.clone(), attributes: list.clone() }
		);
		let record = Providers::<Test>::get(ALICE).expect("registered");
		assert_eq!((record.endpoint, record.attributes), (new, list));
		assert_eq!(held(ALICE), RATES.base);
	});
}

#[test]
fn update_should_void_attestations_to_a_value_that_changes() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let old = attributes(&[("region", "eu/de/fsn")]);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, old, 1, EVIDENCE, 100));
		let required = requires(&[("region", "eu/*")], &[AUDITOR], &[]);
		assert_ok!(Registry::ensure_eligible(&ALICE, &required));
		let moved = attributes(&[("region", "eu/fr/par")]);
		assert_ok!(Registry::update(by(ALICE), None, Some(moved)));
		assert_noop!(Registry::ensure_eligible(&ALICE, &required), Error::<Test>::NotAttested);
	});
}

#[test]
fn update_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		let good = || Some(endpoint("https://a"));
		assert_noop!(Registry::update(RuntimeOrigin::root(), good(), None), BadOrigin);
		assert_noop!(Registry::update(by(ALICE), good(), None), Error::<Test>::NotFound);
		register(ALICE);
		assert_noop!(Registry::update(by(ALICE), None, None), Error::<Test>::NothingToChange);
		assert_noop!(
			Registry::update(by(ALICE), Some(endpoint("https://a/")), None),
			Error::<Test>::InvalidEndpoint
		);
		assert_noop!(
			Registry::update(by(ALICE), good(), Some(attributes(&[("", "v")]))),
			Error::<Test>::InvalidAttribute
		);
		assert_noop!(
			Registry::update(by(ALICE), good(), Some(attributes(&[("a", "1"), ("a", "1")]))),
			Error::<Test>::DuplicateAttribute
		);
	});
}
