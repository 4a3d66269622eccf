use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::BlockNumber;
use sp_runtime::DispatchError;

fn params(order_fee: u128, deadline_blocks: BlockNumber) -> ApprovalParams {
	ApprovalParams { order_fee, deadline_blocks, committee_size: 15 }
}

fn sized(committee_size: u32) -> ApprovalParams {
	ApprovalParams { committee_size, ..Default::default() }
}

#[test]
fn set_params_should_bind_new_subjects_only() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		let params = params(2 * FEE, 3);
		assert_ok!(Approvals::set_params(RuntimeOrigin::root(), params));
		System::assert_last_event(Event::ParamsSet { params }.into());
		assert_ok!(submit(1));
		assert_eq!((record(0).fee, record(0).deadline), (FEE, 1 + PAST));
		assert_eq!((record(1).fee, record(1).deadline), (2 * FEE, 1 + DRAW_DELAY + 3));
	});
}

#[test]
fn set_params_should_fail_when_out_of_bounds_or_not_governance() {
	TestExt::new().execute_with(|| {
		let longest = MAX_DEADLINE_BLOCKS;
		for bad in [
			params(0, 10),
			params(1, MIN_DEADLINE_BLOCKS - 1),
			params(1, longest + 1),
			sized(MIN_COMMITTEE - 1),
			sized(MAX_COMMITTEE + 1),
		] {
			assert_noop!(
				Approvals::set_params(RuntimeOrigin::root(), bad),
				Error::<Test>::InvalidParams
			);
		}
		assert_noop!(
			Approvals::set_params(RuntimeOrigin::signed(account(1)), params(1, 10)),
			DispatchError::BadOrigin
		);
		for good in [params(1, longest), sized(MIN_COMMITTEE), sized(MAX_COMMITTEE)] {
			assert_ok!(Approvals::set_params(RuntimeOrigin::root(), good));
		}
		assert!(ApprovalParams::default().is_sane());
	});
}
