//! Who may bid.

use super::*;
use frame_support::weights::Weight;

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
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, all.clone(), 1, EVIDENCE, 50));
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		// A part of what is required is not enough.
		assert_ok!(Registry::attest(by(BOB), ALICE, part, 1, EVIDENCE, 50));
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		assert_ok!(Registry::attest(by(BOB), ALICE, all, 1, EVIDENCE, 50));
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
		assert_ok!(Registry::attest(by(BOB), ALICE, attributes(&[("tier", "1")]), 1, EVIDENCE, 50));
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
		assert_ok!(Registry::attest(
			by(AUDITOR),
			ALICE,
			attributes(&[("tier", "1")]),
			1,
			EVIDENCE,
			50
		));
		assert_ok!(check(&required));
	});
}

#[test]
fn attestation_should_count_until_the_block_before_it_expires() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let required = requires(&[("tier", "1")], &[AUDITOR], &[]);
		assert_ok!(Registry::attest(
			by(AUDITOR),
			ALICE,
			attributes(&[("tier", "1")]),
			1,
			EVIDENCE,
			50
		));
		advance(48);
		assert_eq!(System::block_number(), 49);
		assert_ok!(check(&required));
		advance(1);
		assert_noop!(check(&required), Error::<Test>::NotAttested);
	});
}

/// Lists of regions, wanted and excluded.
fn regions(wanted: &[&str], excluded: &[&str]) -> Requirements<u64> {
	let list = |names: &[&str]| {
		let list = names.iter().map(|name| name.as_bytes().to_vec().try_into().expect("short"));
		list.collect::<Vec<_>>().try_into().expect("few")
	};
	Requirements { regions: list(wanted), excluded_regions: list(excluded), ..Default::default() }
}

#[test]
fn provider_should_be_in_a_region_that_is_wanted_and_not_excluded() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for met in [
			regions(&[], &[]),
			regions(&["us/*", "eu/*"], &[]),
			regions(&["eu/de/fsn"], &["eu/de/nbg"]),
			regions(&[], &["us/*", "eu/de"]),
		] {
			assert_ok!(check(&met));
		}
		for unmet in [
			regions(&["us/*"], &[]),
			regions(&["eu/de"], &[]),
			regions(&["eu/*"], &["eu/de/*"]),
			regions(&[], &["eu/de/fsn"]),
			regions(&[], &["*"]),
		] {
			assert_noop!(check(&unmet), Error::<Test>::RegionNotMet);
		}
		// Without a region neither can be shown.
		assert_ok!(Registry::update(by(ALICE), None, Some(attributes(&[("tier", "1")]))));
		assert_ok!(check(&regions(&[], &[])));
		assert_noop!(check(&regions(&["*"], &[])), Error::<Test>::RegionNotMet);
		assert_noop!(check(&regions(&[], &["us/*"])), Error::<Test>::RegionNotMet);
	});
}

#[test]
fn region_should_be_attested_to_when_it_matters_and_auditors_are_required() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let mut required = regions(&["eu/*"], &[]);
		required.all_of = vec![AUDITOR].try_into().expect("one");
		assert_ok!(Registry::attest(
			by(AUDITOR),
			ALICE,
			attributes(&[("tier", "1")]),
			1,
			EVIDENCE,
			50
		));
		assert_noop!(check(&required), Error::<Test>::NotAttested);
		let region = attributes(&[("region", "eu/de/fsn")]);
		assert_ok!(Registry::attest(by(AUDITOR), ALICE, region, 1, EVIDENCE, 50));
		assert_ok!(check(&required));
		required.min_level = 2;
		assert_noop!(check(&required), Error::<Test>::NotAttested);
	});
}

#[test]
fn provider_should_be_one_that_is_wanted_and_not_excluded() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let lists = |wanted: &[u64], excluded: &[u64]| Requirements {
			providers: wanted.to_vec().try_into().expect("few"),
			excluded_providers: excluded.to_vec().try_into().expect("few"),
			..Default::default()
		};
		for met in [lists(&[ALICE], &[]), lists(&[BOB, ALICE], &[POOR]), lists(&[], &[BOB])] {
			assert_ok!(check(&met));
		}
		for unmet in [lists(&[BOB], &[]), lists(&[], &[ALICE]), lists(&[ALICE], &[ALICE])] {
			assert_noop!(check(&unmet), Error::<Test>::ProviderExcluded);
		}
	});
}

#[test]
fn requirements_should_weigh_nothing_when_they_ask_for_nothing() {
	let weight = |requirements: &Requirements<u64>, machines| {
		Registry::requirements_weight(requirements, machines)
	};
	let most = Registry::max_requirements_weight();
	// Of attestations that nobody is asked for.
	let nothing = Requirements { min_level: 3, ..Default::default() };
	assert!(nothing.ask_nothing());
	assert_eq!(weight(&nothing, 8), Weight::zero());

	let some = requires(&[("region", "eu/*")], &[], &[]);
	let asking = requires(&[("region", "eu/*")], &[1, 2, 3, 4], &[5, 6, 7, 8]);
	let worst = Requirements { attested_machines: true, ..asking.clone() };
	assert!(weight(&some, 8).all_lt(weight(&asking, 8)));
	assert_eq!(weight(&asking, 1), weight(&asking, 8));
	assert!(weight(&worst, 1).all_lt(weight(&worst, 8)));
	assert_eq!(weight(&worst, 8), most);

	let wishes = [
		Requirements { admitted: true, ..Default::default() },
		Requirements { attested_machines: true, ..Default::default() },
		Requirements {
			excluded_regions: vec![b"us/*".to_vec().try_into().expect("it is short")]
				.try_into()
				.expect("it is one"),
			..Default::default()
		},
		Requirements {
			providers: vec![ALICE].try_into().expect("it is one"),
			..Default::default()
		},
	];
	for wish in wishes {
		assert!(!wish.ask_nothing());
		assert!(weight(&wish, 1).all_gt(Weight::zero()));
	}
}
