//! The runtime APIs of the leasing pallets.

use crate::{
	crypto::approvals::AuthorityId,
	ids::*,
	lease::{LeaseState, LeaseTerms},
	statement::Statement,
	traits::{EscrowTotals, Subject},
	GroupSpec,
};
use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// A lease and its money at this moment.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct LeaseView<AccountId> {
	/// What was agreed.
	pub terms: LeaseTerms<AccountId>,
	/// Where it is in its life.
	pub state: LeaseState,
	/// The escrow account's sums.
	pub totals: EscrowTotals,
	/// Accrued and not paid yet.
	pub accrued: Balance,
	/// Milliseconds of service that the money still lasts; `None` when nothing accrues.
	pub lasts_for: Option<Moment>,
	/// Unix time in milliseconds at which the money is used up if the provider serves on.
	pub depleted_at: Option<Moment>,
}

/// What a group would cost.
#[derive(
	Clone, Debug, Default, Decode, Encode, Eq, PartialEq, TypeInfo, Serialize, Deserialize,
)]
pub struct Quote {
	/// The lowest of what follows, in base units per hour for the group; `None` without data.
	pub price: Option<Balance>,
	/// The cheapest recent award for comparable resources.
	pub recent_low: Option<Balance>,
	/// The average over recent awards for comparable resources.
	pub recent_average: Option<Balance>,
	/// How many recent awards that is drawn from.
	pub samples: u32,
	/// Providers that meet the requirements and have the capacity now (looked at up to a bound).
	pub eligible: u32,
}

/// Counts for dashboards.
#[derive(
	Clone, Debug, Default, Decode, Encode, Eq, PartialEq, TypeInfo, Serialize, Deserialize,
)]
pub struct Counts {
	/// Orders that wait for a verdict or take bids.
	pub open_orders: u32,
	/// Leases that exist, whatever their state.
	pub leases: u32,
	/// Registered providers.
	pub providers: u32,
	/// Native base units paid to providers and the fee pot by settlements since genesis.
	pub settled_native: Balance,
}

/// A validator's seat on the committee of a subject.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Duty<AccountId> {
	/// What is to be voted on.
	pub subject: Subject,
	/// Whose seat it is.
	pub validator: AccountId,
	/// The block that drew the committee.
	pub drawn: BlockNumber,
	/// The first block in which a vote no longer counts.
	pub deadline: BlockNumber,
	/// The vote, if it has been counted.
	pub vote: Option<bool>,
	/// Whether votes still count: the subject has no verdict yet.
	pub open: bool,
}

/// A statement with its place in its block's tree.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct StatementProof {
	/// What was said.
	pub statement: Statement,
	/// The block that said it.
	pub block: BlockNumber,
	/// The root of that block's statements.
	pub root: H256,
	/// The statement's place among them.
	pub index: u32,
	/// How many there are.
	pub count: u32,
	/// The siblings from the leaf to the root.
	pub siblings: Vec<H256>,
}

sp_api::decl_runtime_apis! {
	/// What people ask of leases and the market.
	pub trait LeaseApi<AccountId> where AccountId: Codec {
		/// A lease and its money now; `None` if it has ended or never was.
		fn lease(id: LeaseId) -> Option<LeaseView<AccountId>>;
		/// Accrued and not paid yet, in base units of the lease's asset.
		fn accrued(id: LeaseId) -> Option<Balance>;
		/// Unix time in milliseconds at which the lease's money is used up.
		fn depletion(id: LeaseId) -> Option<Moment>;
		/// What a group would cost in an asset.
		fn quote(group: GroupSpec<AccountId>, asset: AssetId) -> Quote;
		/// Providers that could bid on an order now, at most 256, from `after` on in the order of
		/// storage.
		fn eligible_providers(order: OrderId, after: Option<AccountId>) -> Vec<AccountId>;
		/// Counts for dashboards.
		fn counts() -> Counts;
	}

	/// What a validator's node asks of approvals.
	pub trait ApprovalsApi<AccountId> where AccountId: Codec {
		/// The seats of the validators who vote with these keys, on subjects without a verdict
		/// or, in the block that brings it, with one.
		fn duties(keys: Vec<AuthorityId>) -> Vec<Duty<AccountId>>;
	}

	/// What proofs are built from.
	pub trait LedgerApi {
		/// Root of the statements of the block at which this is asked.
		fn statements_root() -> H256;
		/// The leaves of that block, in order. Empty when there were none. From the off-chain
		/// index, as below.
		fn statement_leaves() -> Vec<H256>;
		/// The statement with this leaf, from the off-chain index. Only where the off-chain
		/// database is registered: through our RPC, not through a plain `state_call`.
		fn indexed_statement(leaf: H256) -> Option<StatementProof>;
		/// The latest statement on a lease, from the off-chain index, as above.
		fn latest_statement(lease: LeaseId) -> Option<StatementProof>;
	}
}
