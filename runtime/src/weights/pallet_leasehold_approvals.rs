//! Weights of `pallet_leasehold_approvals`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.741 times as long. Reads and writes are counted, a key once; the database's own
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
		Weight::from_parts(158_926_715, 1_273)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(15_797_807, 79).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(97_020, 87).saturating_mul(m.into()))
	}
	/// `n` from 1 to 32.
	/// `m` from 1 to 100.
	fn authorize_vote(n: u32, m: u32) -> Weight {
		Weight::from_parts(54_613_780, 1_418)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(35_948, 87).saturating_mul(m.into()))
	}
	fn deny() -> Weight {
		Weight::from_parts(11_107_129, 129)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn allow() -> Weight {
		Weight::from_parts(8_293_688, 199)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn claim_rewards() -> Weight {
		Weight::from_parts(43_317_792, 445)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 200.
	fn share_pot(m: u32) -> Weight {
		Weight::from_parts(74_928_361, 580)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(2_364_840, 36).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn claim_pot() -> Weight {
		Weight::from_parts(33_815_281, 516)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_params() -> Weight {
		Weight::from_parts(10_323_432, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn decide() -> Weight {
		Weight::from_parts(17_969_047, 395)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// `m` from 1 to 100.
	fn submit(m: u32) -> Weight {
		Weight::from_parts(68_875_846, 511)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(1_378, 64).saturating_mul(m.into()))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(11_853_342, 395)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(4_893_360, 129)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `m` from 1 to 100.
	fn draw(m: u32) -> Weight {
		Weight::from_parts(24_475_592, 438)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(840_539, 67).saturating_mul(m.into()))
	}
	fn migrate_subject() -> Weight {
		Weight::from_parts(34_085_679, 3_728)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// `m` from 1 to 100.
	fn conclude(m: u32) -> Weight {
		Weight::from_parts(23_713_474, 307)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(1_529_246, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn pay_pot() -> Weight {
		Weight::from_parts(36_727_638, 440)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
