//! How one pallet sees another. Each trait has an implementation for `()` that allows
//! everything and does nothing, for mocks that do not need the other side.

use crate::{
	group::{GroupSpec, Placement, Requirements},
	ids::*,
	lease::{CloseReason, DeclineReason, LeaseTerms},
	resources::{Architecture, Resources},
	statement::Statement,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::Weight;
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

// ---------------------------------------------------------------- providers

/// Providers' service time.
pub trait ServiceClocks<AccountId> {
	/// What the provider's service clock shows now, in milliseconds. Never goes back. Zero for
	/// an unknown provider.
	fn clock(provider: &AccountId) -> Moment;
	/// Whether the provider's last heartbeat is fresh, so that its clock runs.
	fn is_running(provider: &AccountId) -> bool;
	/// Whether the provider's next heartbeat may set its clock ahead: the last one is fresh by
	/// blocks, but longer ago than the clock goes on for by itself. So it is after the chain has
	/// stood still.
	fn is_behind(_provider: &AccountId) -> bool {
		false
	}
	/// For how many blocks the provider has been silent beyond its heartbeat window; zero while
	/// it is fresh. An unknown provider has been silent for ever (`BlockNumber::MAX`).
	fn silent_for(provider: &AccountId) -> BlockNumber;
}

impl<AccountId> ServiceClocks<AccountId> for () {
	fn clock(_: &AccountId) -> Moment {
		0
	}
	fn is_running(_: &AccountId) -> bool {
		true
	}
	fn silent_for(_: &AccountId) -> BlockNumber {
		0
	}
}

/// The registry of providers, as market and leases use it.
pub trait Providers<AccountId>: ServiceClocks<AccountId> {
	/// Whether the provider is registered, takes bids, and meets the requirements.
	///
	/// # Errors
	/// The registry's own error that says which condition fails.
	fn ensure_eligible(
		provider: &AccountId,
		requirements: &Requirements<AccountId>,
	) -> DispatchResult;
	/// Reserve what each replica of `spec` needs on the machines of `placement`, under the name
	/// of `order`. The machines have the architecture wanted, each has one replica if they are to
	/// be distinct, and is attested to if that is required. How many replicas there must be is
	/// the caller's to check.
	///
	/// # Errors
	/// Unknown or duplicate machines, too little capacity, a dedicated machine already in use, a
	/// machine that is not as the group wants it, a reservation that exists.
	fn reserve(
		provider: &AccountId,
		order: OrderId,
		spec: &GroupSpec<AccountId>,
		placement: &Placement,
	) -> DispatchResult;
	/// Give back what `order` has reserved. No effect if it has nothing. Returns to how many
	/// machines and offers.
	fn release(provider: &AccountId, order: OrderId) -> u32;
	/// Change what `order` has reserved to `per_replica`, on the same machines with the same
	/// number of replicas, or on `placement` if given. What the group wanted of its machines
	/// when it was reserved holds on; one that wanted attested ones may not move to others.
	///
	/// # Errors
	/// As [`Self::reserve`]; nothing changes then.
	fn resize(
		provider: &AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: Option<&Placement>,
	) -> DispatchResult;
	/// The most that it may weigh to check whether a provider and so many of its machines meet
	/// `requirements`, beyond what those weigh that ask for nothing. That the requirements stand in
	/// a record of the caller's, which it reads and writes, is included.
	fn requirements_weight(_requirements: &Requirements<AccountId>, _machines: u32) -> Weight {
		Weight::zero()
	}
	/// The most that [`Self::requirements_weight`] says of any requirements.
	fn max_requirements_weight() -> Weight {
		Weight::zero()
	}
	/// Note that a lease with this provider has started (`true`) or ended (`false`): a provider
	/// with leases may not deregister.
	fn note_lease(provider: &AccountId, started: bool);
	/// Whether `key` is one of the provider's service keys.
	fn is_service_key(provider: &AccountId, key: &crate::crypto::service::ServiceKey) -> bool;
	/// The provider that `key` serves.
	fn provider_of(key: &crate::crypto::service::ServiceKey) -> Option<AccountId>;
	/// Make `provider` known, with as many machines of these resources as a placement may name,
	/// for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn setup(provider: &AccountId, key: &crate::crypto::service::ServiceKey, resources: &Resources);
}

/// How a provider kept to a lease that has ended.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum LeaseOutcome {
	/// It served to the end: the tenant closed, the money ran out, or the provider kept its
	/// notice after the minimum stay.
	#[codec(index = 0)]
	Well,
	/// It left before the minimum stay was over, or paused too long in it.
	#[codec(index = 1)]
	LeftEarly,
	/// It fell silent for longer than the chain waits.
	#[codec(index = 2)]
	Silent {
		/// For how long beyond its heartbeat window, in hours begun.
		hours: u32,
	},
}

/// What providers are known for, from how their leases ended.
pub trait Reputation<AccountId> {
	/// The lease `id` of `provider` with `tenant` has ended. `weight` is [`Escrow::comparable`] of the
	/// protocol fee that it paid: what it would cost to make up such a lease. Never fails.
	fn note_end(
		id: LeaseId,
		provider: &AccountId,
		tenant: &AccountId,
		outcome: LeaseOutcome,
		weight: u128,
	);
	/// The expected value of the provider's reputation, in parts of a million.
	fn score(provider: &AccountId) -> u32;
	/// The most that one [`Self::note_end`] may weigh.
	fn weight() -> Weight;
}

/// Nobody is known for anything: all score a half.
impl<AccountId> Reputation<AccountId> for () {
	fn note_end(_: LeaseId, _: &AccountId, _: &AccountId, _: LeaseOutcome, _: u128) {}
	fn score(_: &AccountId) -> u32 {
		500_000
	}
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// What a lease that takes an offer starts with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TakenOffer {
	/// The private network that made it.
	pub network: NetworkId,
	/// What each replica has.
	pub resources: Resources,
	/// The architecture of the machines; `None`: any.
	pub architecture: Option<Architecture>,
	/// Base units per hour for all the replicas taken.
	pub price: Balance,
	/// What is paid in.
	pub asset: AssetId,
	/// Native tokens that the provider keeps on hold against leaving early.
	pub collateral: Balance,
	/// How many blocks of notice the provider gives.
	pub notice: BlockNumber,
	/// How many blocks the provider keeps the capacity after the money has run out.
	pub grace: BlockNumber,
	/// Where the replicas are.
	pub placement: Placement,
	/// How many machines were looked at to place them.
	pub looked_at: u32,
}

/// The offers of private networks.
pub trait Offers<AccountId> {
	/// Take `replicas` of `offer` at `provider` for `tenant`, under the name of `order`: reserves
	/// the capacity on the machines that the provider has named for it, and counts the quantity
	/// down. [`Providers::release`] of `order` gives back both.
	///
	/// # Errors
	/// No such offer or none left, a network that is not approved, a provider or tenant that is
	/// not admitted, a provider that is draining, silent or without the capacity.
	fn take(
		offer: OfferId,
		tenant: &AccountId,
		provider: &AccountId,
		replicas: u16,
		order: OrderId,
	) -> Result<TakenOffer, DispatchError>;
	/// What one [`Self::take`] weighs that looks at `machines` machines, at most
	/// [`MAX_PLACEMENTS`](crate::MAX_PLACEMENTS).
	fn weight(machines: u32) -> Weight;
	/// Make an offer in `asset`, of any quantity, that `tenant` can take one replica of at `provider`,
	/// which [`Providers::setup`] has made known, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn setup(
		tenant: &AccountId,
		provider: &AccountId,
		resources: &Resources,
		asset: crate::AssetId,
	) -> OfferId;
}

/// There are no offers.
impl<AccountId> Offers<AccountId> for () {
	fn take(
		_: OfferId,
		_: &AccountId,
		_: &AccountId,
		_: u16,
		_: OrderId,
	) -> Result<TakenOffer, DispatchError> {
		Err(DispatchError::Unavailable)
	}
	fn weight(_: u32) -> Weight {
		Weight::zero()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn setup(_: &AccountId, _: &AccountId, _: &Resources, _: crate::AssetId) -> OfferId {
		0
	}
}

// ---------------------------------------------------------------- escrow

/// The sums of an escrow account since it was opened, and what is left in it.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct EscrowTotals {
	/// All deposits.
	pub deposited: Balance,
	/// Paid to the provider, or owed to it where it could not receive.
	pub paid: Balance,
	/// Protocol fees taken.
	pub fees: Balance,
	/// Returned to depositors.
	pub refunded: Balance,
	/// Still on hold for this account.
	pub held: Balance,
}

/// What an escrow account keeps of the statements on it, which are its user's: who settles one makes
/// a statement, and so changes one record instead of two.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Journal {
	/// The block of the last payment that the user asked for, or of the stream's start; zero before.
	pub settled_at: BlockNumber,
	/// How many statements there are: the number of the last one.
	pub statements: u32,
	/// The block of the last one.
	pub noted_at: BlockNumber,
}

impl Journal {
	/// Number the statement that is made in block `now`: one more, or the last number again if that
	/// statement was made in the same block, for the ledger keeps one a block.
	pub fn note(&mut self, now: BlockNumber) {
		if self.statements == 0 || self.noted_at != now {
			// An account changes in less than 2^32 blocks, for there are no more.
			self.statements = self.statements.saturating_add(1);
			self.noted_at = now;
		}
	}
}

/// What a settlement has done, as far as whoever asked for it must know, or what it weighed
/// depends on.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Settlement {
	/// Paid now, fee included. Zero if nothing had accrued.
	pub paid: Balance,
	/// From how many depositors.
	pub payers: u32,
	/// Whether its tenant is the account's only depositor.
	pub alone: bool,
	/// Whether the account is in the native token, which is cheaper to move than other assets.
	pub native: bool,
	/// Whether any of it could not be received, and is owed now.
	pub owed: bool,
	/// Whether this used up the account: [`OnExhausted::on_exhausted`] has been called.
	pub exhausted: bool,
	/// The block of the settlement before this one, or of the stream's start.
	pub since: BlockNumber,
	/// The number of the statement on what was paid, if anything was; else that of the last one.
	pub statement: u32,
	/// The account's sums afterwards.
	pub totals: EscrowTotals,
}

impl Settlement {
	/// Whether all that was due was received and the stream goes on, as it is as a rule.
	pub fn is_usual(&self) -> bool {
		!self.owed && !self.exhausted
	}
}

/// What the end of an escrow account has done.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Closed {
	/// Its final sums: nothing is held any more.
	pub totals: EscrowTotals,
	/// The number of the statement on its end.
	pub statement: u32,
	/// How many places for depositors were taken, at most [`crate::MAX_DEPOSITORS`].
	pub depositors: u32,
	/// Whether it was in the native token and every part is in the balance of whom it is for: nothing
	/// is owed, went back to a sponsor's allowance or was passed on.
	pub usual: bool,
}

/// Deposits, streams and settlement, as market and leases use them.
pub trait Escrow<AccountId> {
	/// Whether `asset` is one that leases may be paid in.
	fn is_listed(asset: &AssetId) -> bool;
	/// Open account `id` for `tenant` with a first deposit from its free balance.
	///
	/// # Errors
	/// An asset that is not listed, an account that exists, a deposit below the minimum or
	/// above what the tenant can spare.
	fn open(id: EscrowId, tenant: &AccountId, asset: AssetId, deposit: Balance) -> DispatchResult;
	/// Start the stream to `payee` at `price` base units an hour, from now on.
	///
	/// # Errors
	/// No such account, a stream that runs already, a price of zero.
	fn start(id: EscrowId, payee: &AccountId, price: Balance) -> DispatchResult;
	/// Settle, then go on at `price` from now.
	///
	/// # Errors
	/// No such account or stream, an exhausted stream, a price of zero.
	fn reprice(id: EscrowId, price: Balance) -> DispatchResult;
	/// Settle, then let nothing accrue until [`Self::resume`].
	///
	/// # Errors
	/// No such account or stream, an exhausted stream.
	fn pause(id: EscrowId) -> DispatchResult;
	/// Let the stream accrue again from now. After exhaustion it needs funds.
	///
	/// # Errors
	/// No such account or stream, nothing held.
	fn resume(id: EscrowId) -> DispatchResult;
	/// Pay what has accrued and is not paid yet. Paying zero is no error. If this exhausts the
	/// account, [`OnExhausted::on_exhausted`] is called before it returns.
	///
	/// # Errors
	/// No such account or stream.
	fn settle(id: EscrowId) -> Result<Settlement, DispatchError>;
	/// As [`Self::settle`], if `due` says so of the block of the settlement before, or of the
	/// stream's start: `None`, and nothing is paid, if it does not.
	///
	/// # Errors
	/// As [`Self::settle`].
	fn settle_if(
		id: EscrowId,
		due: impl FnOnce(BlockNumber) -> bool,
	) -> Result<Option<Settlement>, DispatchError>;
	/// Number the statement that is made in this block on something else than a payment. Returns
	/// the number and the sums.
	///
	/// # Errors
	/// No such account.
	fn note(id: EscrowId) -> Result<(u32, EscrowTotals), DispatchError>;
	/// What is kept of the statements; `None` if there is no such account.
	fn journal(id: EscrowId) -> Option<Journal>;
	/// Settle, stop the stream for good and return what is left to the depositors, each its own
	/// rest. The account is gone afterwards. Calls no hook.
	///
	/// # Errors
	/// No such account.
	fn close(id: EscrowId) -> Result<Closed, DispatchError>;
	/// The sums so far; `None` if there is no such account.
	fn totals(id: EscrowId) -> Option<EscrowTotals>;
	/// What the stream has accrued and not been paid yet, now.
	fn accrued(id: EscrowId) -> Option<Balance>;
	/// How many milliseconds of service the funds still last; `None` without a running stream,
	/// or for longer than a clock can hold.
	fn lasts_for(id: EscrowId) -> Option<Moment>;
	/// Put `amount` of `who`'s free balance into account `id`, as anyone may. What has accrued is
	/// settled first; if the stream is exhausted, [`OnExhausted::on_funded`] is called before it
	/// returns.
	///
	/// # Errors
	/// No such account, an amount of zero, below the minimum for a new depositor or above what
	/// `who` can spare, too many depositors.
	fn deposit(id: EscrowId, who: &AccountId, amount: Balance) -> DispatchResult;
	/// Base units an hour that the stream pays while it runs; `None` without a stream.
	fn price(id: EscrowId) -> Option<Balance>;
	/// Settle and end account `from` without releasing its holds: every depositor's rest becomes
	/// its deposit in the new account `to`, of the same tenant and asset, in the same order, with
	/// no stream. Returns the end of `from`, the rests counted as refunded. Calls no hook.
	///
	/// # Errors
	/// No account `from`, an account `to` that exists, nothing left to roll over.
	fn roll_over(from: EscrowId, to: EscrowId) -> Result<Closed, DispatchError>;
	/// An amount of a listed asset in thousandths of that asset's minimum deposit, rounded down:
	/// how sums in different assets are compared. `None` if the asset is not listed, or the
	/// quotient beyond what fits.
	fn comparable(asset: &AssetId, amount: Balance) -> Option<u128>;
	/// Take `amount` of the native token from `who`'s free balance to the fee pot.
	///
	/// # Errors
	/// `who` cannot spare it.
	fn charge(who: &AccountId, amount: Balance) -> DispatchResult;
	/// The account in which fees and forfeits gather.
	fn fee_pot() -> AccountId;
}

/// What the user of an escrow account does when its money runs out or comes back. Called after
/// the escrow's own state is final.
pub trait OnExhausted {
	/// All that was held has been paid; the stream has stopped.
	fn on_exhausted(id: EscrowId);
	/// Somebody has deposited into the account of an exhausted stream. The implementor decides
	/// whether it resumes, by [`Escrow::resume`].
	fn on_funded(id: EscrowId);
	/// The most that one call of either may weigh.
	fn weight() -> Weight;
}

impl OnExhausted for () {
	fn on_exhausted(_: EscrowId) {}
	fn on_funded(_: EscrowId) {}
	fn weight() -> Weight {
		Weight::zero()
	}
}

// ---------------------------------------------------------------- approvals

/// What validators judge.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum Subject {
	/// An order of a tenant.
	#[codec(index = 0)]
	Order(OrderId),
	/// A private network of an operator.
	#[codec(index = 1)]
	Network(NetworkId),
	/// A provider's wish to be in the audited tier, by the number of the wish.
	#[codec(index = 2)]
	Admission(u64),
}

/// What validators are told of a subject, as far as policies look at it.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct SubjectFacts<AccountId> {
	/// Who asks.
	pub who: AccountId,
	/// What it wants to run.
	pub manifest: ManifestHash,
	/// What it needs, all replicas together.
	pub resources: Resources,
}

/// Why a subject was rejected.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum RejectReason {
	/// Enough validators voted against it that no quorum for it is left.
	#[codec(index = 0)]
	Voted,
	/// No quorum within the deadline.
	#[codec(index = 1)]
	Deadline,
	/// Governance decided against it.
	#[codec(index = 2)]
	Governance,
}

/// What validators decided.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Verdict {
	/// A quorum is for it.
	#[codec(index = 0)]
	Approved,
	/// It is not to be.
	#[codec(index = 1)]
	Rejected(RejectReason),
}

/// Validators' verdicts, as market uses them.
pub trait Approvals<AccountId> {
	/// Put `subject` before the validators. The order fee is taken from `facts.who`'s free
	/// balance and paid to those who vote in time.
	///
	/// # Errors
	/// A denied tenant or manifest, a subject that is before them already, no money for the fee,
	/// too many subjects pending.
	fn submit(subject: Subject, facts: SubjectFacts<AccountId>) -> DispatchResult;
	/// Take `subject` back before a verdict. The fee stays. No effect if it is not pending.
	fn withdraw(subject: Subject);
	/// Whether governance has denied this tenant or this manifest.
	///
	/// # Errors
	/// The pallet's own error that says which of the two.
	fn ensure_not_denied(who: &AccountId, manifest: &ManifestHash) -> DispatchResult;
}

/// Approves nothing by itself; denies nobody.
impl<AccountId> Approvals<AccountId> for () {
	fn submit(_: Subject, _: SubjectFacts<AccountId>) -> DispatchResult {
		Ok(())
	}
	fn withdraw(_: Subject) {}
	fn ensure_not_denied(_: &AccountId, _: &ManifestHash) -> DispatchResult {
		Ok(())
	}
}

/// What the asker does when validators have decided.
pub trait OnVerdict {
	/// The verdict on `subject` is final. Must not fail.
	fn on_verdict(subject: Subject, verdict: Verdict);
	/// The most that one call may weigh.
	fn weight() -> Weight;
	/// The most that one call about `subject` may weigh; at most [`Self::weight`].
	fn weight_of(_subject: &Subject) -> Weight {
		Self::weight()
	}
}

impl OnVerdict for () {
	fn on_verdict(_: Subject, _: Verdict) {}
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Both are told; each passes over subjects that are not its own.
impl<A: OnVerdict, B: OnVerdict> OnVerdict for (A, B) {
	fn on_verdict(subject: Subject, verdict: Verdict) {
		A::on_verdict(subject, verdict);
		B::on_verdict(subject, verdict);
	}
	fn weight() -> Weight {
		A::weight().saturating_add(B::weight())
	}
	fn weight_of(subject: &Subject) -> Weight {
		A::weight_of(subject).saturating_add(B::weight_of(subject))
	}
}

// ---------------------------------------------------------------- market and leases

/// The leases pallet, as market uses it.
pub trait Leases<AccountId> {
	/// Create the lease of an awarded order. Holds `terms.collateral` of the provider's free
	/// native balance (market has just released the bid's hold in the same storage layer), and
	/// waits for the provider's confirmation. The provider's reservation under the order's
	/// number passes to the lease as it stands.
	///
	/// # Errors
	/// A lease of that number, no money for the collateral.
	fn award(terms: LeaseTerms<AccountId>) -> DispatchResult;
	/// Close the lease at the tenant's wish, in whatever state it is.
	///
	/// # Errors
	/// No such lease.
	fn close(id: LeaseId) -> DispatchResult;
	/// The most that one [`Self::award`] may weigh.
	fn award_weight() -> Weight;
	/// The most that one [`Self::close`] may weigh.
	fn close_weight() -> Weight;
	/// The most that leases do when money is put into the escrow account of one: the settlement
	/// before may exhaust it, and the deposit wake it.
	fn deposit_weight() -> Weight;
}

/// No leases: every award succeeds and is forgotten.
impl<AccountId> Leases<AccountId> for () {
	fn award(_: LeaseTerms<AccountId>) -> DispatchResult {
		Ok(())
	}
	fn close(_: LeaseId) -> DispatchResult {
		Ok(())
	}
	fn award_weight() -> Weight {
		Weight::zero()
	}
	fn close_weight() -> Weight {
		Weight::zero()
	}
	fn deposit_weight() -> Weight {
		Weight::zero()
	}
}

/// What market does as the leases of its orders come and go. None of these may fail but
/// [`Self::ensure_amendable`].
pub trait OnLease<AccountId> {
	/// The provider has confirmed: the order is served.
	fn on_started(id: LeaseId);
	/// The award came to nothing; the lease is gone, the provider's reservation released, the
	/// escrow account still open. The order reopens without this provider.
	fn on_declined(id: LeaseId, provider: &AccountId, reason: DeclineReason);
	/// Whether the tenant's order lets the lease be amended to so many replicas.
	///
	/// # Errors
	/// The market's own error if it does not.
	fn ensure_amendable(id: LeaseId, replicas: u16) -> DispatchResult;
	/// Both sides have agreed on other terms, which hold from now on.
	fn on_amended(terms: &LeaseTerms<AccountId>);
	/// The lease has ended; its escrow account is closed and the reservation released.
	fn on_ended(id: LeaseId, reason: CloseReason);
	/// The provider leaves a lease: its notice has run out, or it was silent for too long. If the
	/// tenant wished it when it ordered, and rounds are left, put what it rents up again as a new
	/// order with a new number (this provider excluded, on the terms as last amended; approved as
	/// the old one was if its approval covers them, else before the validators for a new order fee)
	/// in the same group of the deployment, forget the old order, and return the new number: the
	/// caller rolls the escrow account over to it in the same storage layer, and does not call
	/// [`Self::on_ended`]. `None`: nothing has changed, and the lease just ends.
	///
	/// Called when the lease is gone from storage and the reservation released, while the escrow
	/// account is open and its settled rest at least the asset's minimum deposit.
	fn relist(terms: &LeaseTerms<AccountId>) -> Option<OrderId>;
	/// The most that one call of any of these may weigh.
	fn weight() -> Weight;
	/// What [`Self::on_started`] may weigh.
	fn started_weight() -> Weight;
	/// What [`Self::on_ended`] may weigh.
	fn ended_weight() -> Weight;
}

impl<AccountId> OnLease<AccountId> for () {
	fn on_started(_: LeaseId) {}
	fn on_declined(_: LeaseId, _: &AccountId, _: DeclineReason) {}
	fn ensure_amendable(_: LeaseId, _: u16) -> DispatchResult {
		Ok(())
	}
	fn on_amended(_: &LeaseTerms<AccountId>) {}
	fn on_ended(_: LeaseId, _: CloseReason) {}
	fn relist(_: &LeaseTerms<AccountId>) -> Option<OrderId> {
		None
	}
	fn weight() -> Weight {
		Weight::zero()
	}
	fn started_weight() -> Weight {
		Weight::zero()
	}
	fn ended_weight() -> Weight {
		Weight::zero()
	}
}

// ---------------------------------------------------------------- checkpoints

/// The ledger, as leases uses it.
pub trait Ledger {
	/// Make `statement` part of this block's tree. A later statement on the same lease in the
	/// same block takes the place of the earlier one. Never fails.
	fn note(statement: Statement);
	/// What one [`Self::note`] may weigh, its part of the hashing at the block's end included.
	fn weight() -> Weight;
}

impl Ledger for () {
	fn note(_: Statement) {}
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Every provider's leases, for those who follow them off chain.
pub trait LeasesOf<AccountId> {
	/// The leases of a provider, at most `limit`.
	fn leases_of(provider: &AccountId, limit: u32) -> Vec<LeaseId>;
}
