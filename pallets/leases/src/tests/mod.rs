//! One file a call or subject.

mod abuse;
mod amend;
mod award;
mod close;
mod confirm;
mod decline;
mod governance;
mod grace;
mod ledger;
mod messages;
mod notice;
mod offchain;
mod pause;
mod property;
mod refunds;
mod relist;
mod reputation;
mod settle;
mod settle_many;
mod silence;
mod stay;
mod view;

pub(crate) use crate::mock;
pub use crate::{mock::*, *};
pub use frame_support::{
	assert_noop, assert_ok, dispatch::Pays, weights::constants::RocksDbWeight,
};
pub use leasehold_primitives::{
	lease::DeclineReason, traits::*, Balance, CloseReason, LeaseState, Resources,
};
pub use sp_core::H256;
pub use sp_runtime::{traits::BadOrigin, DispatchError};

/// Signed by `who`.
pub fn by(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Free balance.
pub fn free(who: &AccountId) -> Balance {
	Balances::free_balance(who)
}

/// Use up the money of lease `id`.
pub fn exhaust(id: u64) {
	tick(LASTS);
	assert_ok!(mock::Leases::settle(by(stranger()), id));
	assert!(matches!(lease(id).state, LeaseState::Grace { .. }));
}
