//! What the pallets of Leasehold, its node and its clients share: identifiers, resources, the
//! arithmetic of accrual and service clocks, the ledger's statements, and the traits through
//! which one pallet sees another. Nothing here touches storage of its own.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod accrual;
pub mod agenda;
pub mod clock;
pub mod crypto;
pub mod feeless;
pub mod group;
pub mod ids;
pub mod lease;
pub mod market_api;
pub mod policy;
pub mod resources;
pub mod runtime_api;
pub mod statement;
pub mod traits;

pub use group::{
	Attribute, AttributeKey, AttributeValue, GroupSpec, Placement, Regions, Requirements, REGION,
};
pub use ids::*;
pub use lease::{CloseReason, LeaseState, LeaseTerms};
pub use resources::{
	Architecture, GpuInterface, GpuModel, GpuUnits, GpuVendor, Resources, Storage,
};
pub use statement::Statement;
