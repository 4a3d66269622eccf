//! Keys that all transactions of a block share. However many of them read and write such a key, the
//! database is asked for it once a block, and written once; so each is weighed with the block, and
//! benchmarks do not count it in any call.

use crate::Runtime;
use frame_support::weights::Weight;

/// How many there are. The array in `benchmarks` has so many.
pub const SHARED_KEYS: u64 = 17;

/// What they take of each block, if it reads and writes all of them.
pub fn shared_weight() -> Weight {
	<Runtime as frame_system::Config>::DbWeight::get().reads_writes(SHARED_KEYS, SHARED_KEYS)
}

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarks {
	use crate::{AssetId, Escrow, Runtime};
	use alloc::vec::Vec;
	use pallet_leasehold_approvals as approvals;
	use pallet_leasehold_checkpoints as checkpoints;
	use pallet_leasehold_escrow as escrow;
	use pallet_leasehold_leases as leases;
	use pallet_leasehold_market as market;
	use pallet_leasehold_providers as providers;

	/// All of them: the time, counters, cursors of agendas, parameters, and what payments in the
	/// native token change beside the accounts of those who pay and are paid.
	pub fn shared_keys() -> [Vec<u8>; super::SHARED_KEYS as usize] {
		[
			pallet_timestamp::Now::<Runtime>::hashed_key().to_vec(),
			frame_system::Account::<Runtime>::hashed_key_for(Escrow::pot()),
			escrow::TotalSettled::<Runtime>::hashed_key_for(AssetId::Native),
			escrow::ListedAssets::<Runtime>::hashed_key_for(AssetId::Native),
			escrow::FeeRate::<Runtime>::hashed_key().to_vec(),
			escrow::AgendaCursor::<Runtime>::hashed_key().to_vec(),
			approvals::Params::<Runtime>::hashed_key().to_vec(),
			approvals::Subjects::<Runtime>::counter_storage_final_key().to_vec(),
			checkpoints::LeafCount::<Runtime>::hashed_key().to_vec(),
			leases::Parameters::<Runtime>::hashed_key().to_vec(),
			leases::AgendaCursor::<Runtime>::hashed_key().to_vec(),
			leases::Leases::<Runtime>::counter_storage_final_key().to_vec(),
			market::Params::<Runtime>::hashed_key().to_vec(),
			market::NextDeploymentId::<Runtime>::hashed_key().to_vec(),
			market::NextOrderId::<Runtime>::hashed_key().to_vec(),
			market::OpenOrders::<Runtime>::hashed_key().to_vec(),
			providers::Parameters::<Runtime>::hashed_key().to_vec(),
		]
	}
}
