use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::traits::Escrow as _;
use sp_runtime::DispatchError;

fn end(allowance: AllowanceId) -> sp_runtime::DispatchResult {
	Escrow::end_allowance(RuntimeOrigin::signed(FRIEND), allowance)
}

#[test]
fn end_allowance_should_free_what_is_left_when_it_has_expired() {
	for asset in [NATIVE, USD] {
		TestExt::new().execute_with(|| {
			assert_ok!(Escrow::open(0, &TENANT, asset.clone(), 1_000));
			let allowance = grant(SPONSOR, asset.clone(), 1_000);
			assert_ok!(draw(0, allowance, 300));
			System::set_block_number(1_000);
			assert_noop!(end(allowance), Error::<Test>::NotExpired);
			System::set_block_number(1_001);
			assert_ok!(end(allowance));
			assert_eq!(
				last_event(),
				Event::AllowanceEnded { allowance, sponsor: SPONSOR, released: 700 }
			);
			assert_eq!(free(&asset, SPONSOR), ENDOWMENT - 300);
			assert_noop!(end(allowance), Error::<Test>::AllowanceNotFound);
			assert_ok!(Escrow::close(0));
			assert_eq!(free(&asset, SPONSOR), ENDOWMENT);
		});
	}
}

#[test]
fn close_should_return_a_rest_to_the_sponsor_when_its_allowance_has_expired_but_not_ended() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_ok!(draw(0, allowance, 300));
		System::set_block_number(1_001);
		assert_ok!(Escrow::close(0));
		assert_eq!(free(&USD, SPONSOR), ENDOWMENT - 700);
		assert_ok!(end(allowance));
		assert_eq!(free(&USD, SPONSOR), ENDOWMENT);
	});
}

#[test]
fn end_allowance_should_wait_when_the_sponsor_cannot_receive() {
	TestExt::new().execute_with(|| {
		let allowance = grant(SPONSOR, USD, 1_000);
		System::set_block_number(1_001);
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), 1));
		assert_noop!(end(allowance), Error::<Test>::CannotReceive);
		assert_ok!(Assets::thaw_asset(RuntimeOrigin::signed(ISSUER), 1));
		assert_ok!(end(allowance));
		assert_noop!(
			Escrow::end_allowance(RuntimeOrigin::none(), allowance),
			DispatchError::BadOrigin
		);
	});
}
