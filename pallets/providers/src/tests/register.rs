//! Registering.

use super::*;

#[test]
fn register_should_hold_the_base_bond_and_start_the_clock() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_eq!(held(ALICE), RATES.base);
		assert_eq!(Providers::<Test>::count(), 1);
		let record = Providers::<Test>::get(ALICE).expect("registered");
		assert_eq!(record.bond, RATES.base);
		assert!(!record.draining);
		let clock = Clocks::<Test>::get(ALICE).expect("has a clock");
		assert_eq!((clock.clock.value, clock.clock.last, clock.clock.block), (0, START, 1));
		assert_eq!(clock.rules, RULES);
		assert_eq!(
			last_event(),
			Event::Registered {
				provider: ALICE,
				endpoint: endpoint("https://p.example:8443"),
				attributes: attributes(&[("region", "eu/de/fsn"), ("tier", "1")]),
				bond: RATES.base,
			}
		);
	});
}

#[test]
fn register_should_take_as_many_attributes_as_may_be() {
	TestExt::new().execute_with(|| {
		let names = (0..32).map(|n| n.to_string()).collect::<Vec<_>>();
		let list = names.iter().map(|name| (name.as_str(), "*")).collect::<Vec<_>>();
		assert_ok!(Registry::register(by(ALICE), endpoint("https://a"), attributes(&list)));
		// One more does not fit into the type.
		let more = (0..33).map(|n| attribute(&n.to_string(), "")).collect::<Vec<_>>();
		assert!(Attributes::try_from(more).is_err());
		assert!(Endpoint::try_from(vec![b'a'; 257]).is_err());
	});
}

#[test]
fn register_should_fail_when_the_origin_is_not_signed() {
	TestExt::new().execute_with(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Registry::register(origin, endpoint("https://a"), attributes(&[])),
				BadOrigin
			);
		}
	});
}

#[test]
fn register_should_fail_when_registered_already() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_noop!(
			Registry::register(by(ALICE), endpoint("https://a"), attributes(&[])),
			Error::<Test>::AlreadyExists
		);
	});
}

#[test]
fn register_should_fail_when_the_endpoint_is_invalid() {
	TestExt::new().execute_with(|| {
		for text in ["", "http://a", "https://a/path"] {
			assert_noop!(
				Registry::register(by(ALICE), endpoint(text), attributes(&[])),
				Error::<Test>::InvalidEndpoint
			);
		}
	});
}

#[test]
fn register_should_fail_when_an_attribute_is_invalid_or_comes_twice() {
	TestExt::new().execute_with(|| {
		for key in ["", "with space", "ünicode"] {
			assert_noop!(
				Registry::register(by(ALICE), endpoint("https://a"), attributes(&[(key, "v")])),
				Error::<Test>::InvalidAttribute
			);
		}
		assert_noop!(
			Registry::register(
				by(ALICE),
				endpoint("https://a"),
				attributes(&[("tier", "1"), ("region", "eu"), ("tier", "2")])
			),
			Error::<Test>::DuplicateAttribute
		);
	});
}

#[test]
fn register_should_fail_when_the_bond_would_not_leave_the_existential_deposit() {
	TestExt::new().execute_with(|| {
		// POOR has 1,005: the base bond is 1,000 and 10 must stay free.
		assert_noop!(
			Registry::register(by(POOR), endpoint("https://a"), attributes(&[])),
			Error::<Test>::InsufficientFunds
		);
		assert_ok!(Balances::transfer_allow_death(by(ALICE), POOR, 5));
		assert_ok!(Registry::register(by(POOR), endpoint("https://a"), attributes(&[])));
		assert_eq!(held(POOR), 1_000);
	});
}

#[test]
fn register_should_fail_when_the_money_is_frozen() {
	TestExt::new().execute_with(|| {
		use frame_support::traits::{LockableCurrency, WithdrawReasons};
		Balances::set_lock(*b"voting  ", &ALICE, RICH, WithdrawReasons::all());
		assert_noop!(
			Registry::register(by(ALICE), endpoint("https://a"), attributes(&[])),
			Error::<Test>::InsufficientFunds
		);
	});
}
