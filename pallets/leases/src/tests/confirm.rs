use super::*;

#[test]
fn confirm_should_start_the_stream_and_the_stay() {
	TestExt::new().execute_with(|| {
		tick(77);
		award(1);
		next_block();
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		let record = lease(1);
		assert_eq!(record.state, LeaseState::Active);
		assert_eq!((record.started, settled_at(1), record.checkpointed_at), (2, 2, 2));
		assert_eq!(record.collateral_until, 102);
		assert_eq!(record.agenda, Some(102));
		assert_eq!(record.clock_base, 3_077);
		assert_eq!(Running::get(provider()), 1);
		assert_eq!(told(), [Told::Started(1)]);
		System::assert_has_event(
			Event::LeaseStarted {
				lease: 1,
				provider: provider(),
				clock: 3_077,
				collateral_until: 102,
			}
			.into(),
		);
		let flow = Purses::get(1).and_then(|purse| purse.stream).expect("the stream runs");
		assert_eq!((flow.payee, flow.price), (provider(), PRICE));
	});
}

#[test]
fn confirm_should_fail_for_anyone_but_the_provider() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::confirm(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(mock::Leases::confirm(RuntimeOrigin::none(), 1), BadOrigin);
		assert_noop!(mock::Leases::confirm(by(tenant()), 1), Error::<Test>::NotAuthorized);
		assert_noop!(mock::Leases::confirm(by(provider()), 2), Error::<Test>::NotFound);
	});
}

#[test]
fn confirm_should_fail_when_it_comes_twice() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_noop!(mock::Leases::confirm(by(provider()), 1), Error::<Test>::WrongState);
	});
}

#[test]
fn confirm_should_fail_from_the_deadline_on_even_if_the_agenda_is_late() {
	TestExt::new().execute_with(|| {
		award(1);
		skip_agenda(9);
		assert_ok!(frame_support::storage::with_storage_layer(|| {
			mock::Leases::do_confirm(&provider(), 1)?;
			Ok::<_, DispatchError>(())
		}));
		award(2);
		skip_agenda(10);
		assert_noop!(mock::Leases::confirm(by(provider()), 2), Error::<Test>::Expired);
	});
}

#[test]
fn confirm_should_change_nothing_when_the_escrow_refuses() {
	TestExt::new().execute_with(|| {
		let mut free_of_charge = terms(1);
		free_of_charge.price = 0;
		award_with(free_of_charge, UNIT);
		assert_noop!(mock::Leases::confirm(by(provider()), 1), DispatchError::Unavailable);
	});
}
