//! Who may bid.

use super::*;

fn check(required: &Requirements<u64>) -> sp_runtime::DispatchResult {
	Registry::ensure_eligible(&ALICE, required)
}

#[test]
fn provider_should_be_eligible_when_its_attributes_match() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for met in [
			requires(&[], &[], &[]),
			requires(&[("region", "eu/de/fsn")], &[], &[]),
			requires(&[("region", "eu/*"), ("tier", "1")], &[], &[]),
			requires(&[("region", "*")], &[], &[]),
			requires(&[("region", "eu/*"), ("region", "eu/de/*")], &[], &[]),
		] {
			assert_ok!(check(&met));
		}
		for unmet in [
			requires(&[("region", "eu/")], &[], &[]),
			requires(&[("region", "us/*")], &[], &[]),
			requires(&[("region", "eu/*"), ("tier", "2")], &[], &[]),
			requires(&[("gpu", "*")], &[], &[]),
		] {
			assert_noop!(check(&unmet), Error::<Test>::AttributeNotMet);
		}
	});
}

#[test]
fn provider_should_not_be_eligible_when_unknown() {
	TestExt::new().execute_with(|| {
		assert_noop!(check(&Requirements::default()), Error::<Test>::NotFound);
	});
}

#[test]
fn provider_should_not_be_eligible_when_silent() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		advance(60);
		assert_ok!(check(&Requirements::default()));
		advance(1);
		assert_noop!(check(&Requirements::default()), Error::<Test>::ProviderSilent);
	});
}

#[test]
fn provider_should_need_every_auditor_of_all_of() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::add_auditor(RuntimeOrigin::root(), BOB));
		let required = requires(&[("tier", "1"), ("region", "eu/*")], &[AUDITOR, BOB], &[]);
		let all = attributes(&[("tier", "1"), ("region", "eu/de/fsn")]);
		let part = attributes(&[("tier", "1")]);
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, all.clone(), 50));
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		// A part of what is required is not enough.
		assert_ok!(Registry::attest(by(BOB), ALICE, part, 50));
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		assert_ok!(Registry::attest(by(BOB), ALICE, all, 50));
		assert_ok!(check(&required));
		assert_ok!(Registry::revoke(by(AUDITOR), ALICE));
		assert_noop!(check(&required), Error::<Test>::NotAttested);
	});
}

#[test]
fn provider_should_need_one_auditor_of_any_of() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::add_auditor(RuntimeOrigin::root(), BOB));
		let required = requires(&[("tier", "1")], &[], &[AUDITOR, BOB]);
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		assert_ok!(Registry::attest(by(BOB), ALICE, attributes(&[("tier", "1")]), 50));
		assert_ok!(check(&required));
		// Both lists must be satisfied.
		let both = requires(&[("tier", "1")], &[AUDITOR], &[BOB]);
		assert_noop!(check(&both), Error::<Test>::NotAttested);
	});
}

#[test]
fn provider_should_need_any_attestation_when_no_attribute_is_required() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let required = requires(&[], &[AUDITOR], &[]);
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, attributes(&[("tier", "1")]), 50));
		assert_ok!(check(&required));
	});
}

#[test]
fn attestation_should_count_until_the_block_before_it_expires() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let required = requires(&[("tier", "1")], &[AUDITOR], &[]);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, attributes(&[("tier", "1")]), 50));
		advance(48);
		assert_eq!(System::block_number(), 49);
		assert_ok!(check(&required));
		advance(1);
		assert_noop!(check(&required), Error::<Test>::NotAttested);
	});
}
