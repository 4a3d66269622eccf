use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::Get};
use leasehold_primitives::traits::Escrow as _;
use sp_runtime::DispatchError;

fn revoke(who: AccountId, allowance: AllowanceId) -> sp_runtime::DispatchResult {
	Escrow::revoke_allowance(RuntimeOrigin::signed(who), allowance)
}

#[test]
fn revoke_allowance_should_let_the_tenant_draw_until_the_notice_is_over() {
	TestExt::new().execute_with(|| {
		assert_ok!(Escrow::open(0, &TENANT, USD, 1_000));
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_ok!(revoke(SPONSOR, allowance));
		let expires = 1 + <Notice as Get<u32>>::get();
		assert_eq!(last_event(), Event::AllowanceRevoked { allowance, expires });
		System::set_block_number(expires - 1);
		assert_ok!(draw(0, allowance, 100));
		System::set_block_number(expires);
		assert_noop!(draw(0, allowance, 100), Error::<Test>::AllowanceExpired);
	});
}

#[test]
fn revoke_allowance_should_leave_what_was_drawn_until_its_account_closes() {
	TestExt::new().execute_with(|| {
		open_stream(0, USD, 1_000);
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_ok!(draw(0, allowance, 600));
		assert_ok!(revoke(SPONSOR, allowance));
		System::set_block_number(100);
		assert_ok!(Escrow::end_allowance(RuntimeOrigin::signed(TENANT), allowance));
		assert_eq!(free(&USD, SPONSOR), ENDOWMENT - 600);
		serve(PROVIDER, 1_200);
		assert_ok!(Escrow::close(0));
		// The allowance is gone: the rest is the sponsor's to spend again.
		assert!(events().contains(&Event::Refunded { id: 0, who: SPONSOR, amount: 400 }));
		assert_eq!(free(&USD, SPONSOR), ENDOWMENT - 200);
	});
}

#[test]
fn revoke_allowance_should_refuse_all_but_the_sponsor_and_what_ends_anyway() {
	TestExt::new().execute_with(|| {
		let allowance = grant(SPONSOR, USD, 1_000);
		assert_noop!(revoke(TENANT, allowance), Error::<Test>::NotAuthorized);
		assert_noop!(revoke(SPONSOR, 7), Error::<Test>::AllowanceNotFound);
		assert_noop!(
			Escrow::revoke_allowance(RuntimeOrigin::none(), allowance),
			DispatchError::BadOrigin
		);
		assert_ok!(revoke(SPONSOR, allowance));
		System::set_block_number(20);
		// Notice that was given is not put off by giving it again.
		assert_noop!(revoke(SPONSOR, allowance), Error::<Test>::AlreadyEnding);
	});
}
