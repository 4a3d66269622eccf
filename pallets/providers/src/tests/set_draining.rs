//! Taking no new bids.

use super::*;

#[test]
fn set_draining_should_stop_new_bids_until_it_is_unset() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::set_draining(by(ALICE), true));
		assert_eq!(last_event(), Event::DrainingSet { provider: ALICE, draining: true });
		assert_noop!(
			Registry::ensure_eligible(&ALICE, &Requirements::default()),
			Error::<Test>::Draining
		);
		assert_ok!(Registry::set_draining(by(ALICE), false));
		assert_eq!(last_event(), Event::DrainingSet { provider: ALICE, draining: false });
		assert_ok!(Registry::ensure_eligible(&ALICE, &Requirements::default()));
	});
}

#[test]
fn set_draining_should_fail_when_unknown_or_unchanged() {
	TestExt::new().execute_with(|| {
		assert_noop!(Registry::set_draining(RuntimeOrigin::none(), true), BadOrigin);
		assert_noop!(Registry::set_draining(by(ALICE), true), Error::<Test>::NotFound);
		register(ALICE);
		assert_noop!(Registry::set_draining(by(ALICE), false), Error::<Test>::NothingToChange);
		assert_ok!(Registry::set_draining(by(ALICE), true));
		assert_noop!(Registry::set_draining(by(ALICE), true), Error::<Test>::NothingToChange);
	});
}
