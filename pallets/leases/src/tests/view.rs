use super::*;

#[test]
fn view_should_show_the_lease_and_its_money() {
	TestExt::new().execute_with(|| {
		assert_eq!(mock::Leases::lease_view(1), None);
		award(1);
		let view = mock::Leases::lease_view(1).expect("there is a lease");
		assert_eq!((view.accrued, view.lasts_for, view.depleted_at), (0, None, None));
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		tick(300);
		let view = mock::Leases::lease_view(1).expect("there is a lease");
		assert_eq!(view.terms, terms(1));
		assert_eq!(view.state, LeaseState::Active);
		assert_eq!(view.accrued, 300);
		assert_eq!(view.totals.held, UNIT);
		assert_eq!(view.lasts_for, Some(999_700));
		assert_eq!(view.depleted_at, Some(1_999_700));
		assert_eq!(mock::Leases::depletion(1), Some(1_999_700));
	});
}

#[test]
fn leases_of_should_list_up_to_the_limit() {
	TestExt::new().execute_with(|| {
		(1..=5).for_each(award);
		let mut all = mock::Leases::leases_of(&provider(), 10);
		all.sort();
		assert_eq!(all, [1, 2, 3, 4, 5]);
		assert_eq!(mock::Leases::leases_of(&provider(), 2).len(), 2);
		assert!(mock::Leases::leases_of(&tenant(), 2).is_empty());
	});
}
