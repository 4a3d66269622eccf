//! Weights of `pallet_leasehold_approvals`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 8 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! 2.166 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_approvals` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_approvals::weights::WeightInfo for WeightInfo<T> {
	/// `n` from 1 to 32.
	/// `m` from 1 to 100.
	fn vote(n: u32, m: u32) -> Weight {
		Weight::from_parts(147_867_699, 1_156)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(13_983_097, 78).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(15_300, 88).saturating_mul(m.into()))
	}
	/// `n` from 1 to 32.
	/// `m` from 1 to 100.
	fn authorize_vote(n: u32, m: u32) -> Weight {
		Weight::from_parts(52_718_428, 1_269)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(Weight::from_parts(144_151, 32).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(29_674, 88).saturating_mul(m.into()))
	}
	fn deny() -> Weight {
		Weight::from_parts(21_934_441, 129)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn allow() -> Weight {
		Weight::from_parts(14_786_703, 199)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn claim_rewards() -> Weight {
		Weight::from_parts(63_501_846, 445)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 200.
	fn share_pot(m: u32) -> Weight {
		Weight::from_parts(100_835_457, 580)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(3_593_807, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn claim_pot() -> Weight {
		Weight::from_parts(65_244_690, 516)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_params() -> Weight {
		Weight::from_parts(15_687_903, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn decide() -> Weight {
		Weight::from_parts(26_572_022, 395)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 100.
	fn submit(m: u32) -> Weight {
		Weight::from_parts(88_042_977, 511)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(111_354, 64).saturating_mul(m.into()))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(15_734_533, 395)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(9_880_886, 129)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `m` from 1 to 100.
	fn draw(m: u32) -> Weight {
		Weight::from_parts(59_091_020, 483)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(1_196_148, 66).saturating_mul(m.into()))
	}
	fn migrate_subject() -> Weight {
		Weight::from_parts(39_241_458, 3_728)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// `m` from 1 to 100.
	fn conclude(m: u32) -> Weight {
		Weight::from_parts(9_140_510, 307)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(1_967_240, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn pay_pot() -> Weight {
		Weight::from_parts(51_600_184, 440)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
