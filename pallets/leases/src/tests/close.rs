use super::*;

fn is_returned(id: u64) {
	assert!(is_gone(id));
	assert!(!Purses::contains_key(id));
	assert_eq!(on_hold(&provider()), 0);
	assert_eq!(free(&provider()), UNIT);
	assert_eq!(Running::get(provider()), 0);
	assert_eq!(told().last(), Some(&Told::Ended(id, CloseReason::Tenant)));
}

#[test]
fn close_should_settle_and_return_everything_when_active() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(150);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		is_returned(1);
		let totals =
			EscrowTotals { deposited: UNIT, paid: 147, fees: 3, refunded: UNIT - 150, held: 0 };
		System::assert_has_event(
			Event::LeaseClosed { lease: 1, reason: CloseReason::Tenant, totals }.into(),
		);
		System::assert_has_event(
			Event::CollateralSettled {
				lease: 1,
				provider: provider(),
				amount: COLLATERAL,
				to: CollateralTo::Provider,
			}
			.into(),
		);
	});
}

#[test]
fn close_should_return_everything_in_every_state() {
	let states: [fn(); 6] = [
		|| award(1),
		|| start(1),
		|| {
			start(1);
			assert_ok!(mock::Leases::pause(by(provider()), 1));
		},
		|| {
			start(1);
			exhaust(1);
		},
		|| {
			start(1);
			// Late enough that the notice is not early.
			advance(70);
			assert_ok!(mock::Leases::give_notice(by(provider()), 1, 0));
		},
		|| {
			start(1);
			let amendment = Amendment {
				resources: Resources::new(1, 1, 1),
				replicas: 2,
				price: 5,
				manifest: H256::zero(),
			};
			assert_ok!(mock::Leases::propose_amendment(by(tenant()), 1, amendment));
		},
	];
	for reach in states {
		TestExt::new().execute_with(|| {
			reach();
			assert_ok!(mock::Leases::close(by(tenant()), 1));
			is_returned(1);
		});
	}
}

#[test]
fn close_should_settle_what_exhausts_the_account() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(5 * LASTS);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		is_returned(1);
		let note = last_note();
		assert_eq!((note.paid, note.fees, note.refunded), (980_000, 20_000, 0));
	});
}

#[test]
fn close_should_fail_for_anyone_but_the_tenant() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_noop!(mock::Leases::close(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(mock::Leases::close(by(provider()), 1), Error::<Test>::NotAuthorized);
		assert_noop!(mock::Leases::close(by(tenant()), 2), Error::<Test>::NotFound);
	});
}

#[test]
fn close_should_work_for_market_through_the_trait() {
	TestExt::new().execute_with(|| {
		use leasehold_primitives::traits::Leases as _;
		start(1);
		assert_ok!(<mock::Leases as leasehold_primitives::traits::Leases<_>>::close(1));
		is_returned(1);
		assert_noop!(
			<mock::Leases as leasehold_primitives::traits::Leases<AccountId>>::close(1),
			Error::<Test>::NotFound
		);
		assert!(mock::Leases::close_weight().all_gt(mock::Leases::award_weight()));
	});
}
