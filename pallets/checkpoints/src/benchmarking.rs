//! What a statement and a block's begin and end cost.

use crate::*;
use frame_benchmarking::v2::*;
use frame_support::traits::Hooks;
use frame_system::pallet_prelude::BlockNumberFor;
use leasehold_primitives::{traits::Ledger, Statement};
use sp_core::H256;

fn statement(lease: u64) -> Statement {
	Statement {
		lease,
		tenant: H256::repeat_byte(1),
		provider: H256::repeat_byte(2),
		asset: u64::MAX,
		price: u128::MAX,
		paid: u128::MAX,
		fees: u128::MAX,
		refunded: u128::MAX,
		state: u8::MAX,
		through: u64::MAX,
		served: u64::MAX,
		usage: H256::repeat_byte(3),
		sequence: u32::MAX,
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn note() {
		// One statement stands there already, so that every item exists and is read.
		Pallet::<T>::note(statement(0));
		#[block]
		{
			Pallet::<T>::note(statement(1));
		}
		assert_eq!(LeafCount::<T>::get(), 2);
	}

	#[benchmark]
	fn on_initialize() {
		Root::<T>::put(H256::repeat_byte(1));
		// High enough that an old block's hash is indexed.
		let height = 1_000_000u32;
		frame_system::Pallet::<T>::set_block_number(height.into());
		#[block]
		{
			Pallet::<T>::on_initialize(BlockNumberFor::<T>::from(height));
		}
		assert!(!Root::<T>::get().is_zero());
	}

	#[benchmark]
	fn on_finalize(n: Linear<0, 1_000>) {
		for lease in 0..n {
			Pallet::<T>::note(statement(lease.into()));
		}
		#[block]
		{
			Pallet::<T>::on_finalize(BlockNumberFor::<T>::from(1u32));
		}
		assert_eq!(LeafCount::<T>::get(), 0);
		assert_eq!(Root::<T>::get().is_zero(), n == 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
