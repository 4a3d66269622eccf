//! Weights of `pallet_leasehold_approvals`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 10 steps, 8 repeats. Computation is the typical time at each point, with
//! every storage access in memory; reads and writes are counted, a key once; the database's
//! own time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_approvals` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_approvals::weights::WeightInfo for WeightInfo<T> {
	/// `n` from 1 to 16.
	/// `m` from 1 to 100.
	fn vote(n: u32, m: u32) -> Weight {
		Weight::from_parts(287_710_936, 1_208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(28_984_004, 96).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 87).saturating_mul(m.into()))
	}
	/// `n` from 1 to 16.
	/// `m` from 1 to 100.
	fn authorize_vote(n: u32, m: u32) -> Weight {
		Weight::from_parts(154_941_517, 1_261)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(Weight::from_parts(578_687, 58).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(66_783, 88).saturating_mul(m.into()))
	}
	fn deny() -> Weight {
		Weight::from_parts(22_553_000, 129)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn allow() -> Weight {
		Weight::from_parts(20_250_000, 199)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn claim_rewards() -> Weight {
		Weight::from_parts(99_227_000, 445)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 200.
	fn share_pot(m: u32) -> Weight {
		Weight::from_parts(197_786_235, 580)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(5_046_555, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn claim_pot() -> Weight {
		Weight::from_parts(94_761_000, 516)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_params() -> Weight {
		Weight::from_parts(8_313_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn decide() -> Weight {
		Weight::from_parts(33_981_000, 395)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 100.
	fn submit(m: u32) -> Weight {
		Weight::from_parts(191_131_059, 511)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(180_867, 64).saturating_mul(m.into()))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(35_553_000, 395)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(11_447_000, 129)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `m` from 1 to 100.
	fn draw(m: u32) -> Weight {
		Weight::from_parts(151_262_312, 485)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(2_164_173, 66).saturating_mul(m.into()))
	}
	fn migrate_subject() -> Weight {
		Weight::from_parts(70_495_000, 3_728)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// `m` from 1 to 100.
	fn conclude(m: u32) -> Weight {
		Weight::from_parts(74_000_000, 420)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(3_244_648, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn pay_pot() -> Weight {
		Weight::from_parts(84_000_000, 390)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
