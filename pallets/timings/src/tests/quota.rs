use crate::mock::*;
use frame_support::weights::Weight;
use leasehold_primitives::feeless::Quota;

#[test]
fn quota_should_have_room_up_to_the_share_of_a_block() {
	ext(10, 2).execute_with(|| {
		System::set_block_number(5);
		let half = Weight::from_parts(SHARE.ref_time() / 2, 10);
		assert!(Timings::has_room(SHARE));
		Timings::consume(half);
		assert!(Timings::has_room(half));
		assert!(!Timings::has_room(SHARE));
		Timings::consume(half);
		assert!(!Timings::has_room(Weight::from_parts(1, 0)));
	});
}

#[test]
fn quota_should_be_fresh_in_the_next_block() {
	ext(10, 2).execute_with(|| {
		System::set_block_number(5);
		Timings::consume(SHARE);
		assert!(!Timings::has_room(Weight::from_parts(0, 1)));
		System::set_block_number(6);
		assert!(Timings::has_room(SHARE));
		assert_eq!(Timings::feeless_used(), Weight::zero());
	});
}

#[test]
fn quota_should_refuse_what_overflows() {
	ext(10, 2).execute_with(|| {
		Timings::consume(Weight::from_parts(1, 1));
		assert!(!Timings::has_room(Weight::MAX));
	});
}
