//! A runtime of this pallet alone.

use crate as pallet_leasehold_timings;
use frame_support::{derive_impl, parameter_types, weights::Weight};
use sp_io::TestExternalities;
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlockU32<Test>;

/// What calls without a fee may fill.
pub const SHARE: Weight = Weight::from_parts(1_000, 100);

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timings = pallet_leasehold_timings;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub const FeelessShare: Weight = SHARE;
}

impl crate::Config for Test {
	type FeelessShare = FeelessShare;
	type BlockNumberProvider = System;
}

/// Storage after a genesis with these lengths.
pub fn ext(epoch_length: u64, sessions_per_era: u32) -> TestExternalities {
	RuntimeGenesisConfig {
		timings: TimingsConfig { epoch_length, sessions_per_era, ..Default::default() },
		..Default::default()
	}
	.build_storage()
	.expect("the genesis configuration builds")
	.into()
}
