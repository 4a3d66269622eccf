//! What other pallets read.

use crate::{
	mock::*, EpochLength, Longevity, SessionsInBond, SessionsPerEra, DEFAULT_EPOCH_LENGTH,
	DEFAULT_SESSIONS_PER_ERA,
};
use frame_support::{
	assert_ok,
	traits::{ConstU32, Get},
};
use sp_io::TestExternalities;

#[test]
fn getters_should_give_non_zero_defaults_when_storage_is_empty() {
	TestExternalities::default().execute_with(|| {
		assert_eq!(EpochLength::<Test>::get(), DEFAULT_EPOCH_LENGTH);
		assert_eq!(SessionsPerEra::<Test>::get(), DEFAULT_SESSIONS_PER_ERA);
		assert_ok!(Timings::do_try_state());
	});
}

#[test]
fn getters_should_follow_genesis() {
	ext(20, 3).execute_with(|| {
		assert_eq!(EpochLength::<Test>::get(), 20);
		assert_eq!(SessionsPerEra::<Test>::get(), 3);
		assert_eq!(SessionsInBond::<Test, ConstU32<28>>::get(), 84);
		assert_eq!(Longevity::<Test, ConstU32<28>>::get(), 1_680);
		assert_ok!(Timings::do_try_state());
	});
}

#[test]
fn longevity_should_not_wrap_when_all_is_at_its_bound() {
	ext(crate::MAX_EPOCH_LENGTH, crate::MAX_SESSIONS_PER_ERA).execute_with(|| {
		let expected = u64::from(u32::MAX) * 1_000;
		assert_eq!(SessionsInBond::<Test, ConstU32<{ u32::MAX }>>::get(), expected);
		assert_eq!(
			Longevity::<Test, ConstU32<{ u32::MAX }>>::get(),
			expected * crate::MAX_EPOCH_LENGTH
		);
		assert_ok!(Timings::do_try_state());
	});
}
