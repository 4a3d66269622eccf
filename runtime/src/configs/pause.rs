//! What still works when governance stops the chain's business: the ways out.
//!
//! `SafeMode` stops everything but [`ALWAYS`], for a day at a time; `TxPause` stops single calls,
//! none of [`ALWAYS`]. So nobody's money is locked in, nobody forfeits anything for a call that was
//! refused, providers go on earning for what they serve, and governance can undo what it did.
//! Only the beginning of new business can be stopped: orders, bids, registrations, transfers.
//!
//! Calls within batches, multisigs and proxies pass the same filter once more.

use super::governance::{EnsureCouncil, EnsureGovernance};
use crate::{
	AccountId, Balances, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
	SafeMode, TxPause, DAYS,
};
use frame_support::{
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	parameter_types,
	traits::{
		CallMetadata, ConstU32, Contains, EitherOf, GetCallMetadata, InsideBoth,
		SafeMode as SafeModeControl,
	},
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureWithSuccess};

/// Stands for every call of a pallet.
pub const EVERY: &str = "*";

/// The calls that can never be stopped, by pallet. A call that takes money out, or whose absence
/// costs somebody something, belongs here.
pub const ALWAYS: [(&str, &[&str]); 22] = [
	// Blocks, consensus and its safety.
	("Timestamp", &[EVERY]),
	("Babe", &[EVERY]),
	("Grandpa", &[EVERY]),
	("Beefy", &[EVERY]),
	("Session", &[EVERY]),
	// Validators and nominators leave, and are paid what they have earned.
	(
		"Staking",
		&["chill", "payout_stakers", "payout_stakers_by_page", "unbond", "withdraw_unbonded"],
	),
	("Treasury", &["check_status", "payout"]),
	// Governance, which must be able to end what it began and to mend what is broken.
	("Council", &[EVERY]),
	("Preimage", &[EVERY]),
	("SafeMode", &[EVERY]),
	("Sudo", &[EVERY]),
	("System", &["apply_authorized_upgrade"]),
	("TxPause", &[EVERY]),
	("Whitelist", &[EVERY]),
	// What wraps other calls, for those whose account is one of several people or kept by a
	// proxy.
	("Multisig", &[EVERY]),
	("Proxy", &[EVERY]),
	("Utility", &[EVERY]),
	// Leasing.
	("Approvals", &["claim_pot", "claim_rewards", "decide", "share_pot", "vote"]),
	("Escrow", &["claim_owed", "deposit", "draw", "end_allowance", "revoke_allowance"]),
	(
		"Leases",
		&[
			"cancel_amendment",
			"checkpoint",
			"close",
			"close_by_governance",
			"close_for_abuse",
			"close_reclaimed",
			"close_silent",
			"confirm",
			"confirm_by_node",
			"decline",
			"give_notice",
			"pause",
			"resume",
			"settle",
			"settle_by_node",
			"settle_many",
		],
	),
	(
		"Market",
		&[
			"close_deployment",
			"close_order",
			"deposit_to_deployment",
			"pick_bid",
			"reveal_bid",
			"withdraw_bid",
		],
	),
	(
		"Providers",
		&[
			"deregister",
			"dissolve_network",
			"end_maintenance",
			"heartbeat",
			"lapse_dispute",
			"open_dispute",
			"remove_node",
			"remove_service_key",
			"resolve_dispute",
			"restore_bond",
			"revoke",
			"revoke_machine",
			"set_draining",
			"set_service_key",
			"withdraw_auditor_bond",
			"withdraw_offer",
		],
	),
];

/// Whether a call is one of [`ALWAYS`].
pub fn is_always_open(pallet: &str, call: &str) -> bool {
	ALWAYS
		.iter()
		.any(|(name, calls)| *name == pallet && (calls.contains(&EVERY) || calls.contains(&call)))
}

/// The calls of [`ALWAYS`], for both pallets.
pub struct Exits;

impl Contains<RuntimeCall> for Exits {
	fn contains(call: &RuntimeCall) -> bool {
		let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
		is_always_open(pallet_name, function_name)
	}
}

impl Contains<pallet_tx_pause::RuntimeCallNameOf<Runtime>> for Exits {
	fn contains((pallet, call): &pallet_tx_pause::RuntimeCallNameOf<Runtime>) -> bool {
		match (core::str::from_utf8(pallet), core::str::from_utf8(call)) {
			(Ok(pallet), Ok(call)) => is_always_open(pallet, call),
			_ => false,
		}
	}
}

/// Which calls are taken at all.
pub type CallFilter = InsideBoth<SafeMode, TxPause>;

parameter_types! {
	/// For how long one decision stops the chain's business.
	pub const SafeModeDuration: BlockNumber = DAYS;
	pub const NoDeposit: Option<crate::Balance> = None;
	pub const NoRelease: Option<BlockNumber> = None;
}

/// Governance, which may stop the chain's business for [`SafeModeDuration`].
type StopOrigin = EitherOf<
	EnsureRootWithSuccess<AccountId, SafeModeDuration>,
	EnsureWithSuccess<EnsureCouncil, AccountId, SafeModeDuration>,
>;

impl pallet_safe_mode::Config for Runtime {
	type Currency = Balances;
	// Nobody but governance enters it, so there are no deposits.
	type EnterDepositAmount = NoDeposit;
	type EnterDuration = SafeModeDuration;
	type ExtendDepositAmount = NoDeposit;
	type ExtendDuration = SafeModeDuration;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type ForceEnterOrigin = StopOrigin;
	type ForceExitOrigin = EnsureGovernance;
	type ForceExtendOrigin = StopOrigin;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
	type WhitelistedCalls = Exits;
}

impl pallet_tx_pause::Config for Runtime {
	type MaxNameLen = ConstU32<64>;
	type PauseOrigin = EnsureGovernance;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type UnpauseOrigin = EnsureGovernance;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
	type WhitelistedCalls = Exits;
}

/// After a migration that has failed: stop all business until governance ends it, and leave the
/// ways out open. The chain's own handlers would refuse every transaction, so that nobody could
/// leave and governance could not mend it but by a fork. What a failed migration has left in an
/// old layout reads as absent: calls on it fail and change nothing, and money stays on hold.
pub struct ExitsOnly;

impl FailedMigrationHandler for ExitsOnly {
	fn failed(_: Option<u32>) -> FailedMigrationHandling {
		let forever = BlockNumber::MAX;
		let stopped = match SafeMode::is_entered() {
			true => <SafeMode as SafeModeControl>::extend(forever),
			false => <SafeMode as SafeModeControl>::enter(forever),
		};
		match stopped {
			Ok(()) => FailedMigrationHandling::ForceUnstuck,
			Err(_) => FailedMigrationHandling::KeepStuck,
		}
	}
}
