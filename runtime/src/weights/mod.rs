//! What our pallets' calls, hooks and authorisations weigh, measured by
//! `scripts/weights.sh`.

pub mod pallet_leasehold_approvals;
pub mod pallet_leasehold_checkpoints;
pub mod pallet_leasehold_escrow;
pub mod pallet_leasehold_leases;
pub mod pallet_leasehold_market;
pub mod pallet_leasehold_providers;
