use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::Escrow as _;
use sp_runtime::Permill;

#[test]
fn start_should_accrue_from_now_on() {
	TestExt::new().execute_with(|| {
		serve(PROVIDER, 5_000);
		open_stream(0, NATIVE, 1_000);
		assert_eq!(Escrow::accrued(0), Some(0));
		assert_eq!(
			last_event(),
			Event::StreamStarted {
				id: 0,
				payee: PROVIDER,
				price: UNIT_PRICE,
				fee_rate: Permill::from_percent(2),
				anchor: 5_000
			}
		);
		serve(PROVIDER, 10);
		assert_eq!(Escrow::accrued(0), Some(10));
	});
}

#[test]
fn start_should_refuse_a_second_stream_a_zero_price_and_an_unknown_account() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_noop!(Escrow::start(0, &PROVIDER, 1), Error::<Test>::StreamAlreadyStarted);
		assert_noop!(Escrow::start(0, &PROVIDER, 0), Error::<Test>::ZeroAmount);
		assert_noop!(Escrow::start(1, &PROVIDER, 1), Error::<Test>::AccountNotFound);
	});
}

#[test]
fn reprice_should_settle_at_the_old_price_first() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 10_000);
		serve(PROVIDER, 1_000);
		assert_ok!(Escrow::reprice(0, 2 * UNIT_PRICE));
		assert_eq!(Escrow::totals(0).expect("open").held, 9_000);
		serve(PROVIDER, 1_000);
		assert_eq!(settle(0), Ok(2_000));
		assert_eq!(Escrow::lasts_for(0), Some(3_500));
	});
}

#[test]
fn reprice_should_keep_the_fee_rate_when_governance_changed_it_meanwhile() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 10_000);
		assert_ok!(Escrow::set_fee_rate(RuntimeOrigin::root(), Permill::from_percent(50)));
		assert_ok!(Escrow::reprice(0, UNIT_PRICE));
		serve(PROVIDER, 1_000);
		assert_ok!(Escrow::settle(0));
		assert_eq!(Escrow::totals(0).expect("open").fees, 20);
	});
}

#[test]
fn reprice_should_refuse_when_the_stream_does_not_run() {
	TestExt::new().execute_with(|| {
		assert_noop!(Escrow::reprice(0, 1), Error::<Test>::AccountNotFound);
		open_stream(0, NATIVE, 1_000);
		assert_noop!(Escrow::reprice(0, 0), Error::<Test>::ZeroAmount);
		assert_ok!(Escrow::pause(0));
		assert_noop!(Escrow::reprice(0, 1), Error::<Test>::StreamNotRunning);
	});
}

#[test]
fn pause_should_stop_accrual_at_once_and_resume_should_go_on_from_then() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 10_000);
		serve(PROVIDER, 1_000);
		assert_ok!(Escrow::pause(0));
		serve(PROVIDER, 100_000);
		assert_eq!(Escrow::accrued(0), Some(0));
		assert_eq!(Escrow::lasts_for(0), None);
		assert_eq!(settle(0), Ok(0));
		assert_noop!(Escrow::pause(0), Error::<Test>::StreamNotRunning);
		assert_ok!(Escrow::resume(0));
		assert_noop!(Escrow::resume(0), Error::<Test>::StreamRunning);
		serve(PROVIDER, 500);
		assert_eq!(settle(0), Ok(500));
		assert_eq!(Escrow::totals(0).expect("open").held, 8_500);
	});
}

#[test]
fn resume_should_count_deposits_made_during_the_pause() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		assert_ok!(Escrow::pause(0));
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(FRIEND), 0, 300));
		assert_ok!(Escrow::resume(0));
		assert_eq!(Escrow::lasts_for(0), Some(1_300));
	});
}

#[test]
fn resume_should_refuse_when_nothing_is_held() {
	TestExt::new().execute_with(|| {
		open_stream(0, NATIVE, 1_000);
		serve(PROVIDER, 1_000);
		assert_ok!(Escrow::settle(0));
		assert_noop!(Escrow::resume(0), Error::<Test>::NoFunds);
		assert_noop!(Escrow::resume(1), Error::<Test>::AccountNotFound);
	});
}
