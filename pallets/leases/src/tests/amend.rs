use super::*;

fn amendment() -> Amendment {
	Amendment {
		resources: Resources::new(2_000, 2_048, 10_240),
		replicas: 2,
		price: 2 * PRICE,
		manifest: H256::repeat_byte(10),
	}
}
fn propose(amendment: Amendment) -> sp_runtime::DispatchResult {
	mock::Leases::propose_amendment(by(tenant()), 1, amendment)
}
fn accept() -> sp_runtime::DispatchResult {
	mock::Leases::accept_amendment(by(provider()), 1, amendment().hash(1), None)
}

#[test]
fn amendment_should_hold_once_the_provider_accepts_it() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(propose(amendment()));
		let hash = amendment().hash(1);
		System::assert_last_event(
			Event::AmendmentProposed { lease: 1, amendment: amendment(), hash, until: 16 }.into(),
		);
		tick(100);
		assert_ok!(accept());
		let record = lease(1);
		assert_eq!(record.terms.resources, amendment().resources);
		assert_eq!(record.terms.price, 2 * PRICE);
		assert_eq!(record.terms.manifest, amendment().manifest);
		assert_eq!(Reserved::get((provider(), 1)), Some(amendment().resources));
		assert_eq!(told().last(), Some(&Told::Amended(record.terms.clone())));
		System::assert_last_event(
			Event::LeaseAmended { lease: 1, terms: record.terms, hash }.into(),
		);
		// The old price up to here, the new one from here.
		assert_eq!(last_note().paid + last_note().fees, 100);
		assert_eq!(last_note().price, 2 * PRICE);
		tick(100);
		assert_eq!(Money::accrued(1), Some(200));
		assert!(!Proposals::<Test>::contains_key(1));
		assert_eq!(lease(1).agenda, Some(101));
	});
}

#[test]
fn amendment_should_change_replicas_only_with_a_fitting_placement() {
	TestExt::new().execute_with(|| {
		start(1);
		let more = Amendment { replicas: 3, ..amendment() };
		assert_ok!(propose(more.clone()));
		let accept = |placement: Option<Vec<(u16, u16)>>| {
			let placement = placement.map(|list| list.try_into().expect("short"));
			mock::Leases::accept_amendment(by(provider()), 1, more.hash(1), placement)
		};
		assert_noop!(accept(None), Error::<Test>::InvalidPlacement);
		assert_noop!(accept(Some(vec![(0, 2)])), Error::<Test>::InvalidPlacement);
		assert_noop!(
			accept(Some(vec![(0, u16::MAX), (1, 4)])),
			sp_runtime::ArithmeticError::Overflow
		);
		assert_ok!(accept(Some(vec![(0, 1), (1, 2)])));
		assert_eq!(lease(1).terms.replicas, 3);
	});
}

#[test]
fn propose_amendment_should_refuse_bad_terms() {
	TestExt::new().execute_with(|| {
		start(1);
		let good = amendment();
		assert_noop!(propose(Amendment { price: 0, ..good.clone() }), Error::<Test>::ZeroPrice);
		for replicas in [0, 65] {
			assert_noop!(
				propose(Amendment { replicas, ..good.clone() }),
				Error::<Test>::InvalidReplicas
			);
		}
		let resources = Resources::new(0, 1, 1);
		assert_noop!(
			propose(Amendment { resources, ..good.clone() }),
			Error::<Test>::InvalidResources
		);
		let resources = Resources::new(u32::MAX, 1, 1);
		assert_noop!(
			propose(Amendment { resources, ..good.clone() }),
			sp_runtime::ArithmeticError::Overflow
		);
		let now = lease(1).terms;
		let same = Amendment {
			resources: now.resources,
			replicas: now.replicas,
			price: now.price,
			manifest: now.manifest,
		};
		assert_noop!(propose(same), Error::<Test>::NothingChanged);
		Denied::insert(good.manifest, ());
		assert_noop!(propose(good), DispatchError::Other("denied"));
	});
}

#[test]
fn propose_amendment_should_stay_within_what_the_order_allows() {
	TestExt::new().execute_with(|| {
		start(1);
		MostReplicas::put(3);
		let to = |replicas| propose(Amendment { replicas, ..amendment() });
		assert_noop!(to(4), DispatchError::Exhausted);
		assert_ok!(to(3));
	});
}

#[test]
fn propose_amendment_should_fail_on_wrong_signers_and_states() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(propose(amendment()), Error::<Test>::WrongState);
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		let propose_by = |origin, id| mock::Leases::propose_amendment(origin, id, amendment());
		assert_noop!(propose_by(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(propose_by(by(provider()), 1), Error::<Test>::NotAuthorized);
		assert_noop!(propose_by(by(tenant()), 2), Error::<Test>::NotFound);
		assert_ok!(propose(amendment()));
		assert_noop!(propose(amendment()), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn accept_amendment_should_fail_on_wrong_signers_and_hashes() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_noop!(accept(), Error::<Test>::ProposalNotFound);
		assert_ok!(propose(amendment()));
		let accept_by = |origin, id, hash| mock::Leases::accept_amendment(origin, id, hash, None);
		let hash = amendment().hash(1);
		assert_noop!(accept_by(RuntimeOrigin::none(), 1, hash), BadOrigin);
		assert_noop!(accept_by(by(tenant()), 1, hash), Error::<Test>::NotAuthorized);
		assert_noop!(accept_by(by(provider()), 2, hash), Error::<Test>::NotFound);
		assert_noop!(
			accept_by(by(provider()), 1, amendment().hash(2)),
			Error::<Test>::ProposalMismatch
		);
		Denied::insert(amendment().manifest, ());
		assert_noop!(accept(), DispatchError::Other("denied"));
	});
}

#[test]
fn accept_amendment_should_change_nothing_when_registry_or_escrow_refuse() {
	TestExt::new().execute_with(|| {
		start(1);
		let huge = Amendment { resources: Resources::new(64_001, 1, 1), ..amendment() };
		assert_ok!(propose(huge.clone()));
		assert_noop!(
			mock::Leases::accept_amendment(by(provider()), 1, huge.hash(1), None),
			DispatchError::Other("too little capacity")
		);
		assert_ok!(mock::Leases::cancel_amendment(by(tenant()), 1));
		assert_ok!(propose(amendment()));
		tick(LASTS);
		assert_noop!(accept(), DispatchError::Unavailable);
	});
}

#[test]
fn accept_amendment_should_fail_in_grace_and_under_notice() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(propose(amendment()));
		exhaust(1);
		assert_noop!(accept(), Error::<Test>::WrongState);
		assert_ok!(mock::Leases::cancel_amendment(by(tenant()), 1));
		assert_noop!(propose(amendment()), Error::<Test>::WrongState);
		Money::deposit(1, UNIT);
		assert_ok!(propose(amendment()));
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 0));
		assert_noop!(accept(), Error::<Test>::WrongState);
		assert_ok!(mock::Leases::cancel_amendment(by(provider()), 1));
		assert_noop!(propose(amendment()), Error::<Test>::WrongState);
	});
}

#[test]
fn amendment_should_not_reach_a_lease_that_the_provider_has_paused() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(propose(amendment()));
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_noop!(accept(), Error::<Test>::WrongState);
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_ok!(accept());
	});
}

#[test]
fn amendment_should_lapse_at_its_deadline() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(propose(amendment()));
		assert_eq!(lease(1).agenda, Some(16));
		skip_agenda(15);
		assert_noop!(accept(), Error::<Test>::Expired);
		next_block();
		assert!(!Proposals::<Test>::contains_key(1));
		System::assert_last_event(Event::AmendmentWithdrawn { lease: 1, expired: true }.into());
		assert_eq!(lease(1).agenda, Some(101));
	});
}

#[test]
fn cancel_amendment_should_be_for_both_parties() {
	TestExt::new().execute_with(|| {
		start(1);
		for party in [tenant(), provider()] {
			assert_noop!(
				mock::Leases::cancel_amendment(by(party.clone()), 1),
				Error::<Test>::ProposalNotFound
			);
			assert_ok!(propose(amendment()));
			assert_ok!(mock::Leases::cancel_amendment(by(party), 1));
			System::assert_last_event(
				Event::AmendmentWithdrawn { lease: 1, expired: false }.into(),
			);
			assert_eq!(lease(1).agenda, Some(101));
		}
		assert_noop!(mock::Leases::cancel_amendment(RuntimeOrigin::root(), 1), BadOrigin);
		assert_noop!(
			mock::Leases::cancel_amendment(by(stranger()), 1),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(mock::Leases::cancel_amendment(by(tenant()), 2), Error::<Test>::NotFound);
	});
}
