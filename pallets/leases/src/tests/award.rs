use super::*;
use leasehold_primitives::traits::Leases as _;

#[test]
fn award_should_hold_the_collateral_and_wait_for_the_provider() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_eq!(on_hold(&provider()), COLLATERAL);
		assert_eq!(free(&provider()), UNIT - COLLATERAL);
		let record = lease(1);
		assert_eq!(record.state, LeaseState::Awarded { until: 11 });
		assert_eq!(record.agenda, Some(11));
		assert!(ProviderLeases::<Test>::contains_key(provider(), 1));
		System::assert_last_event(Event::LeaseAwarded { terms: terms(1), until: 11 }.into());
		// Not a lease yet: the ledger and the registry's count know nothing of it.
		assert!(Noted::get().is_empty());
		assert_eq!(Running::get(provider()), 0);
	});
}

#[test]
fn award_should_fail_when_the_number_is_taken() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_noop!(mock::Leases::award(terms(1)), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn award_should_fail_when_the_provider_cannot_spare_the_collateral() {
	TestExt::new().execute_with(|| {
		let mut greedy = terms(1);
		greedy.collateral = UNIT - 10 + 1;
		assert_noop!(mock::Leases::award(greedy.clone()), Error::<Test>::InsufficientBalance);
		greedy.collateral = UNIT - 10;
		award_with(greedy, UNIT);
		assert_eq!(on_hold(&provider()), UNIT - 10);
	});
}

#[test]
fn award_should_fail_when_the_collateral_is_locked_away() {
	TestExt::new().execute_with(|| {
		use frame_support::traits::{LockableCurrency, WithdrawReasons};
		Balances::set_lock(*b"a voting", &provider(), UNIT, WithdrawReasons::all());
		assert_noop!(mock::Leases::award(terms(1)), Error::<Test>::InsufficientBalance);
	});
}

#[test]
fn award_should_forfeit_the_collateral_when_the_provider_is_silent() {
	TestExt::new().execute_with(|| {
		award(1);
		advance(9);
		assert_eq!(lease(1).state, LeaseState::Awarded { until: 11 });
		next_block();
		assert!(is_gone(1));
		assert_eq!(free(&provider()), UNIT - COLLATERAL);
		assert_eq!(on_hold(&provider()), 0);
		assert_eq!(free(&Money::fee_pot()), 10 + COLLATERAL);
		assert_eq!(told(), [Told::Declined(1, provider(), DeclineReason::Silent)]);
		System::assert_last_event(
			Event::LeaseDeclined { lease: 1, provider: provider(), reason: DeclineReason::Silent }
				.into(),
		);
		// The tenant's money waits for the next provider, and the number can be awarded anew.
		assert_eq!(Purses::get(1).map(|purse| purse.held()), Some(UNIT));
		assert_ok!(mock::Leases::award(terms(1)));
	});
}

#[test]
fn award_should_wait_on_the_agenda_when_blocks_are_full() {
	TestExt::new().execute_with(|| {
		use frame_support::{traits::OnPoll, weights::WeightMeter};
		award(1);
		award(2);
		skip_agenda(20);
		let one = mock::Leases::agenda_item_weight();
		let bucket = <() as WeightInfo>::agenda_bucket().saturating_mul(30);
		let mut meter = WeightMeter::with_limit(one.saturating_add(bucket));
		<mock::Leases as OnPoll<u32>>::on_poll(21, &mut meter);
		assert_eq!(crate::Leases::<Test>::count(), 1);
		mock::Leases::do_try_state().expect("what is left is carried over");
		next_block();
		assert_eq!(crate::Leases::<Test>::count(), 0);
	});
}
