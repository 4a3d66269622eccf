//! How every pallet is configured, one file a subject.

pub mod anchoring;
pub mod consensus;
pub mod governance;
pub mod leasing;
pub mod money;
pub mod offchain;
pub mod pause;
pub mod shared;
pub mod staking;
pub mod system;
pub mod utility;
