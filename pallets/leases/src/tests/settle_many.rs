use super::*;

fn many(ids: &[u64]) -> frame_support::dispatch::PostDispatchInfo {
	let ids = ids.to_vec().try_into().expect("not too many");
	mock::Leases::settle_many(by(stranger()), ids).expect("can be settled")
}

#[test]
fn settle_many_should_pay_what_is_due_and_skip_the_rest_with_an_event() {
	TestExt::new().execute_with(|| {
		(1..=3).for_each(start);
		award(4);
		advance(9);
		assert_ok!(mock::Leases::settle(by(stranger()), 2));
		advance(11);
		let info = many(&[1, 2, 3, 1, 4, 77]);
		for (id, paid) in [(1, 60_000), (3, 60_000)] {
			assert_eq!(settled_at(id), 21);
			System::assert_has_event(Event::LeaseSettled { lease: id, paid }.into());
		}
		assert_eq!(settled_at(2), 10);
		let skipped = [
			(2, Error::<Test>::NotDue),
			// The second time in one list, and an award that has lapsed meanwhile.
			(1, Error::<Test>::NotDue),
			(4, Error::<Test>::NotFound),
			(77, Error::<Test>::NotFound),
		];
		for (id, error) in skipped {
			System::assert_has_event(Event::LeaseSkipped { lease: id, error: error.into() }.into());
		}
		assert_eq!(info.pays_fee, Pays::Yes);
		let usual = <() as WeightInfo>::settle_many_native(2) + Weight::from_parts(6, 0);
		assert_eq!(info.actual_weight, Some(mock::Leases::with_skipped(usual, 4)));
	});
}

#[test]
fn settle_many_should_be_free_when_all_are_due() {
	TestExt::new().execute_with(|| {
		(1..=64).for_each(start);
		advance(20);
		let ids = (1..=64).collect::<Vec<_>>();
		let info = many(&ids);
		assert_eq!(info.pays_fee, Pays::No);
		assert_eq!(many(&[1]).pays_fee, Pays::Yes);
	});
}

#[test]
fn settle_many_should_refuse_bad_lists() {
	TestExt::new().execute_with(|| {
		assert_noop!(
			mock::Leases::settle_many(by(stranger()), Default::default()),
			Error::<Test>::Empty
		);
		assert_noop!(
			mock::Leases::settle_many(RuntimeOrigin::root(), Default::default()),
			BadOrigin
		);
		let too_many: Result<BoundedVec<u64, ConstU32<MAX_SETTLE_BATCH>>, _> =
			vec![1; 65].try_into();
		assert!(too_many.is_err());
	});
}
