//! One file a call or subject.

mod admission;
mod attest;
mod auditors;
mod auditors_bond;
mod authorize_heartbeat;
mod capacity;
mod deregister;
mod disputes;
mod eligibility;
mod heartbeat;
mod heartbeat_model;
mod machines;
mod maintenance;
mod networks;
mod nodes;
mod offchain;
mod offers;
mod params;
mod properties;
mod properties_money;
mod register;
mod reputation;
mod reservations;
mod search;
mod service_keys;
mod set_draining;
mod update;

pub use crate::{mock::*, *};
pub use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
pub use leasehold_primitives::{
	traits::{Providers as _, ServiceClocks as _},
	Architecture, GpuInterface, GroupSpec, Requirements, Resources,
};
pub use sp_runtime::{traits::BadOrigin, ArithmeticError};

/// Signed by an account.
pub fn by(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The hash of what an auditor has found.
pub const EVIDENCE: sp_core::H256 = sp_core::H256::repeat_byte(0xe1);

/// The bond that an account has on hold.
pub fn held(who: u64) -> u128 {
	Balances::balance_on_hold(&HoldReason::Bond.into(), &who)
}

/// A requirement of attributes and auditors.
pub fn requires(list: &[(&str, &str)], all_of: &[u64], any_of: &[u64]) -> Requirements<u64> {
	Requirements {
		attributes: attributes(list),
		all_of: all_of.to_vec().try_into().expect("few auditors"),
		any_of: any_of.to_vec().try_into().expect("few auditors"),
		..Default::default()
	}
}
