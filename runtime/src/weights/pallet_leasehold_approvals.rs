//! Weights of `pallet_leasehold_approvals`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.101 times as long. Reads and writes are counted, a key once; the database's own
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
		Weight::from_parts(37_224_692, 1_028)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(13_323_678, 79).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(51_739, 87).saturating_mul(m.into()))
	}
	/// `n` from 1 to 32.
	/// `m` from 1 to 100.
	fn authorize_vote(n: u32, m: u32) -> Weight {
		Weight::from_parts(34_475_422, 1_173)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(Weight::from_parts(19_877, 32).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(20_991, 87).saturating_mul(m.into()))
	}
	fn deny() -> Weight {
		Weight::from_parts(11_824_681, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn allow() -> Weight {
		Weight::from_parts(8_790_275, 37)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn claim_rewards() -> Weight {
		Weight::from_parts(40_425_646, 243)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 200.
	fn share_pot(m: u32) -> Weight {
		Weight::from_parts(45_802_839, 101)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(2_326_942, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn claim_pot() -> Weight {
		Weight::from_parts(42_002_371, 142)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_params() -> Weight {
		Weight::from_parts(9_341_015, 0)
	}
	fn decide() -> Weight {
		Weight::from_parts(17_090_344, 177)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 100.
	fn submit(m: u32) -> Weight {
		Weight::from_parts(58_431_726, 271)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(55_450, 64).saturating_mul(m.into()))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(10_863_398, 177)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(5_535_299, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `m` from 1 to 100.
	fn draw(m: u32) -> Weight {
		Weight::from_parts(11_915_282, 182)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(976_045, 67).saturating_mul(m.into()))
	}
	fn migrate_subject() -> Weight {
		Weight::from_parts(31_207_843, 3_472)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `m` from 1 to 100.
	fn conclude(m: u32) -> Weight {
		Weight::from_parts(5_812_247, 89)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(1_524_073, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn pay_pot() -> Weight {
		Weight::from_parts(32_485_661, 104)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
