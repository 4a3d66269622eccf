//! What genesis accepts and refuses.

use crate::{mock::*, SessionsInEra, SlotsPerEpoch, MAX_EPOCH_LENGTH, MAX_SESSIONS_PER_ERA};
use frame_support::{assert_err, assert_ok};

#[test]
fn genesis_should_store_both_lengths_when_they_are_in_bounds() {
	for (slots, sessions) in [(1, 1), (20, 6), (MAX_EPOCH_LENGTH, MAX_SESSIONS_PER_ERA)] {
		ext(slots, sessions).execute_with(|| {
			assert_eq!(SlotsPerEpoch::<Test>::get(), slots);
			assert_eq!(SessionsInEra::<Test>::get(), sessions);
			assert_ok!(Timings::do_try_state());
		});
	}
}

#[test]
#[should_panic(expected = "timings.epochLength is 0")]
fn genesis_should_refuse_an_epoch_without_slots() {
	ext(0, 6);
}

#[test]
#[should_panic(expected = "timings.epochLength is 201601")]
fn genesis_should_refuse_an_epoch_beyond_a_week() {
	ext(MAX_EPOCH_LENGTH + 1, 6);
}

#[test]
#[should_panic(expected = "timings.sessionsPerEra is 0")]
fn genesis_should_refuse_an_era_without_sessions() {
	ext(20, 0);
}

#[test]
#[should_panic(expected = "timings.sessionsPerEra is 1001")]
fn genesis_should_refuse_an_era_beyond_the_bound() {
	ext(20, MAX_SESSIONS_PER_ERA + 1);
}

#[test]
fn try_state_should_notice_lengths_out_of_bounds() {
	ext(20, 6).execute_with(|| {
		SlotsPerEpoch::<Test>::put(0);
		assert_err!(Timings::do_try_state(), "timings: slots per epoch out of bounds");
		SlotsPerEpoch::<Test>::put(20);
		SessionsInEra::<Test>::put(0);
		assert_err!(Timings::do_try_state(), "timings: sessions in era out of bounds");
	});
}
