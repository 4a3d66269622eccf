//! # Leases
//!
//! The life of a lease: awarded by market, confirmed by the provider, paid by the millisecond
//! from its escrow account, and ended by either side, by want of money, by silence or by
//! governance.
//!
//! ```text
//!            award                    confirm                   give_notice
//! (market) --------> Awarded -----------------> Active -----------------------> Reclaiming
//!                      |                      |   |   ^  pause / resume            |   |
//!                      | decline,             |   |   +------------> Paused -------+   |
//!                      | silence              |   | exhausted                          | until
//!                      v                      |   v            until                   v
//!                 the order reopens     close |  Grace ----------------------------> closed
//!                                             v   | top-up: back to Active or Reclaiming
//!                                           closed
//! ```
//!
//! The tenant may close at any time; the provider after a notice, or at once for abuse with the
//! reason on record; anyone once the provider has been silent for too long. Every end settles,
//! returns the deposits, the reservation and the collateral, makes a last statement and removes
//! the lease from storage.
//!
//! A lease has the number of its order and of its escrow account. Money is the escrow's business:
//! this pallet starts, pauses, reprices and closes the stream and is told when the money runs out
//! ([`leasehold_primitives::traits::OnExhausted`]). Of its own it holds only the provider's
//! collateral.
//!
//! What falls due by itself stands on an agenda by block, worked off in `on_poll` within a bound
//! and carried over when that is full. Being late changes no amount.
//!
//! A provider's node sends confirmations, due settlements and checkpoints by its off-chain
//! worker, as calls that pay no fee and are authorised by a service key. See [`offchain`].

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod amend;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod collateral;
mod due;
mod ending;
mod exhaustion;
mod leaving;
mod ledger;
mod life;
mod messages;
pub mod offchain;
mod refunds;
mod room;
mod settlement;
mod try_state;
mod types;
mod view;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use due::RETRY_BLOCKS;
pub use messages::{Kind, CHECKPOINT, CONFIRM, NOTHING_DUE, SETTLE};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	traits::{ConstU32, Get},
	weights::Weight,
	BoundedVec,
};
use leasehold_primitives::{
	agenda::Agenda,
	crypto::service::ServiceKey,
	feeless::Message,
	traits::{Ledger, OnLease, Reputation},
	LeaseId, MAX_SETTLE_BATCH,
};

const LOG_TARGET: &str = "runtime::leases";

/// Leases that one message may confirm.
pub const MAX_CONFIRM_BATCH: u32 = 16;

/// A lease of this runtime.
pub type LeaseOf<T> = Lease<<T as frame_system::Config>::AccountId>;

/// What a provider's node signs to confirm awards.
pub type ConfirmMessage = Message<ServiceKey, BoundedVec<LeaseId, ConstU32<MAX_CONFIRM_BATCH>>>;
/// What a provider's node signs to settle leases.
pub type SettleMessage = Message<ServiceKey, BoundedVec<LeaseId, ConstU32<MAX_SETTLE_BATCH>>>;
/// What a provider's node signs as its checkpoint.
pub type CheckpointMessage =
	Message<ServiceKey, BoundedVec<CheckpointEntry, ConstU32<MAX_SETTLE_BATCH>>>;

pub(crate) type AgendaOf<T> = Agenda<Agendas<T>, AgendaCursor<T>, LeaseId>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use core::marker::PhantomData;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Time},
		weights::WeightMeter,
	};
	use frame_system::{
		ensure_authorized, ensure_signed, offchain::CreateAuthorizedTransaction, pallet_prelude::*,
	};
	use leasehold_primitives::{
		crypto::service::ServiceSignature,
		feeless::Quota,
		lease::DeclineReason,
		traits::{Approvals, Escrow, EscrowTotals, Providers},
		Balance, BlockNumber, CloseReason, LeaseState, LeaseTerms, Moment, OrderId, Placement,
		MAX_DEPOSITORS,
	};
	use sp_core::H256;
	use sp_runtime::traits::BlockNumberProvider;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<Hash = H256, AccountId: Into<[u8; 32]>>
		+ CreateAuthorizedTransaction<Call<Self>>
	{
		/// The native token, of which providers hold collateral.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;
		/// The runtime's reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;
		/// Where leases are paid from.
		type Escrow: Escrow<Self::AccountId>;
		/// The registry of providers.
		type Providers: Providers<Self::AccountId>;
		/// The deny-lists, for new manifests.
		type Approvals: Approvals<Self::AccountId>;
		/// Who learns how leases go: market.
		type Market: OnLease<Self::AccountId>;
		/// Who remembers how providers kept to their leases: the registry.
		type Reputation: Reputation<Self::AccountId>;
		/// Who keeps statements: checkpoints.
		type Ledger: Ledger;
		/// What a provider that declines an award loses of its collateral, in native base units.
		/// Market takes the same of the tenant.
		type DeclinePenalty: Get<Balance>;
		/// The share of a block for fee-free calls.
		type FeelessQuota: Quota;
		/// Who sets parameters and may end any lease.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The time of the block, in milliseconds.
		type UnixTime: Time<Moment = Moment>;
		/// The height of the chain.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;
		/// The most that the agenda may weigh in a block. Must be more than its largest item.
		#[pallet::constant]
		type MaxAgendaWeight: Get<Weight>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
		/// Money and service time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A provider's collateral against leaving a lease early.
		LeaseCollateral,
	}

	/// Every lease that has not ended, by its order's number.
	#[pallet::storage]
	pub type Leases<T: Config> = CountedStorageMap<_, Twox64Concat, LeaseId, LeaseOf<T>>;

	/// The leases of each provider.
	#[pallet::storage]
	pub type ProviderLeases<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, LeaseId, ()>;

	/// Amendments that wait for the provider, by lease.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Twox64Concat, LeaseId, Proposal>;

	/// The leases that are to be looked at, by block.
	#[pallet::storage]
	pub type Agendas<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, LeaseId, ()>;

	/// The first block whose agenda is not worked off.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, BlockNumber, ValueQuery>;

	/// How many messages of each kind the chain has accepted from each service key. Stays when a
	/// key goes, lest its messages could be sent again when it comes back.
	#[pallet::storage]
	pub type Nonces<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, ServiceKey, Identity, Kind, u64, ValueQuery>;

	/// What governance has set.
	#[pallet::storage]
	pub type Parameters<T: Config> = StorageValue<_, Params, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first parameters.
		pub params: Params,
		/// Binds the configuration to a runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.params.is_sound(),
				"leases.params: every period must be from 1 to {MAX_PERIOD} blocks, the minimum \
				 stay from 0",
			);
			Parameters::<T>::put(self.params);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Market has awarded an order; its provider is to confirm.
		LeaseAwarded {
			/// All that was agreed, the lease's number, parties, price and collateral among it.
			terms: LeaseTerms<T::AccountId>,
			/// The block before which the provider must confirm.
			until: BlockNumber,
		},
		/// The provider has confirmed: the lease is `Active` and its stream runs.
		LeaseStarted {
			/// Which lease.
			lease: LeaseId,
			/// Who serves it.
			provider: T::AccountId,
			/// What the provider's service clock shows, in milliseconds.
			clock: Moment,
			/// The block up to which the provider must stay to get its collateral back.
			collateral_until: BlockNumber,
		},
		/// The award came to nothing; the order reopens without this provider.
		LeaseDeclined {
			/// Which lease it would have been.
			lease: LeaseId,
			/// Whose award it was.
			provider: T::AccountId,
			/// Why.
			reason: DeclineReason,
		},
		/// All or a part of a provider's collateral has left its hold.
		CollateralSettled {
			/// For which lease it was held.
			lease: LeaseId,
			/// Whose it was.
			provider: T::AccountId,
			/// How much, in native base units.
			amount: Balance,
			/// To whom it went.
			to: CollateralTo,
		},
		/// The collateral of a provider that is silent, or that had paused the lease, stays on hold
		/// for longer.
		StayProlonged {
			/// For which lease it is held.
			lease: LeaseId,
			/// The block up to which the provider must stay now.
			collateral_until: BlockNumber,
		},
		/// A lease was settled.
		LeaseSettled {
			/// Which lease.
			lease: LeaseId,
			/// Paid now, fee included, in base units of the lease's asset.
			paid: Balance,
		},
		/// A lease in a batch was left as it is.
		LeaseSkipped {
			/// Which lease, if there is one of that number.
			lease: LeaseId,
			/// Why.
			error: DispatchError,
		},
		/// The provider has stopped the stream.
		LeasePaused {
			/// Which lease.
			lease: LeaseId,
		},
		/// The stream runs again, after a pause or a top-up.
		LeaseResumed {
			/// Which lease.
			lease: LeaseId,
			/// Its state now.
			state: LeaseState,
		},
		/// The provider has given notice: the lease is `Reclaiming`.
		NoticeGiven {
			/// Which lease.
			lease: LeaseId,
			/// Why, in the provider's own numbering.
			code: u16,
			/// The block at which it ends.
			until: BlockNumber,
			/// Whether that is before the end of the minimum stay, which costs the collateral.
			early: bool,
		},
		/// The money has run out: the lease is in `Grace`.
		GraceStarted {
			/// Which lease.
			lease: LeaseId,
			/// The block at which it ends unless somebody tops up before.
			until: BlockNumber,
		},
		/// A lease has ended and left storage.
		LeaseClosed {
			/// Which lease.
			lease: LeaseId,
			/// Why.
			reason: CloseReason,
			/// The final sums of its escrow account, in base units of the lease's asset.
			totals: EscrowTotals,
		},
		/// A lease whose provider has left goes on as a new order of the same group; what was left
		/// in its escrow account was rolled over to it, and counts as refunded in `LeaseClosed`.
		LeaseRelisted {
			/// The lease that has ended.
			lease: LeaseId,
			/// The order that takes its place, and its escrow account.
			order: OrderId,
		},
		/// A provider vouches for what a lease used.
		LeaseCheckpointed {
			/// Which lease.
			lease: LeaseId,
			/// Service time since the start, in milliseconds.
			served: Moment,
			/// Hash of the provider's own record.
			usage: H256,
			/// Paid now, fee included, in base units of the lease's asset.
			paid: Balance,
		},
		/// The tenant has proposed new terms.
		AmendmentProposed {
			/// For which lease.
			lease: LeaseId,
			/// The new terms.
			amendment: Amendment,
			/// What the provider's acceptance names.
			hash: H256,
			/// The block at which the proposal lapses.
			until: BlockNumber,
		},
		/// The provider has accepted; the new terms hold.
		LeaseAmended {
			/// Which lease.
			lease: LeaseId,
			/// All that is agreed now.
			terms: LeaseTerms<T::AccountId>,
			/// The proposal's hash.
			hash: H256,
		},
		/// A proposal is gone, accepted by nobody.
		AmendmentWithdrawn {
			/// For which lease it was.
			lease: LeaseId,
			/// Whether it lapsed; else a party withdrew or refused it.
			expired: bool,
		},
		/// What fell due for a lease could not be done. It is tried again [`RETRY_BLOCKS`] later.
		AgendaFailed {
			/// Which lease.
			lease: LeaseId,
			/// Why.
			error: DispatchError,
		},
		/// Governance has set the parameters.
		ParamsSet {
			/// All of them.
			params: Params,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no lease of that number: it has ended or never was.
		NotFound,
		/// The signer is not the party to this lease that may do this.
		NotAuthorized,
		/// The lease's state does not allow this; read its state first.
		WrongState,
		/// There is a lease, or a proposal for it, already.
		AlreadyExists,
		/// The deadline for this has passed.
		Expired,
		/// The notice or grace has not run out yet; wait for its block.
		TooEarly,
		/// The lease was settled or checkpointed a short time ago, or has nothing to pay.
		NotDue,
		/// The provider has given notice before.
		NoticeAlreadyGiven,
		/// The provider cannot spare the collateral from its free balance.
		InsufficientBalance,
		/// The provider has not been silent for long enough.
		NotSilent,
		/// The signing key is no provider's service key.
		UnknownKey,
		/// The message is not the next one of its signer.
		BadNonce,
		/// The list names no lease.
		Empty,
		/// A checkpoint says less service time than the last one, or more than the clock counted.
		ServedOutOfRange,
		/// A period is zero or too long.
		InvalidParams,
		/// There is no proposal for this lease.
		ProposalNotFound,
		/// The proposal is another one than the hash names; look at it again.
		ProposalMismatch,
		/// The proposal is what is agreed already.
		NothingChanged,
		/// CPU, memory or storage is zero, or the list of GPUs is not in order.
		InvalidResources,
		/// The number of replicas is zero or too high.
		InvalidReplicas,
		/// The placement does not have the proposed number of replicas; give one that has.
		InvalidPlacement,
		/// The price is zero.
		ZeroPrice,
		/// Leases before this one in its batch took more than usual, and no room was left for it: name
		/// it in another batch.
		NoRoom,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_agenda(meter);
		}

		fn offchain_worker(_: BlockNumberFor<T>) {
			Self::run_worker();
		}

		fn integrity_test() {
			let largest = Self::agenda_item_weight().saturating_add(T::WeightInfo::agenda_bucket());
			assert!(
				T::MaxAgendaWeight::get().all_gte(largest),
				"leases: MaxAgendaWeight is less than one item of the agenda, {largest:?}",
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Confirm an award: the stream starts, and the minimum stay with it.
		///
		/// Signed by the provider, before the deadline in the award's event.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` if it is confirmed already, `Expired`, and
		/// the escrow's.
		///
		/// Emits `LeaseStarted`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::start_weight(T::WeightInfo::confirm()))]
		pub fn confirm(origin: OriginFor<T>, #[pallet::compact] lease: LeaseId) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_confirm(&provider, lease)
		}

		/// Decline an award. Of the collateral the penalty goes to the fee pot and the rest is
		/// released; market takes the tenant's part. The order reopens without this provider.
		///
		/// - `code`: why, in the provider's own numbering.
		///
		/// Signed by the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` once it is confirmed.
		///
		/// Emits `LeaseDeclined` and `CollateralSettled`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::decline().saturating_add(T::Market::weight()))]
		pub fn decline(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
			code: u16,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_decline(&provider, lease, code)
		}

		/// Pay what a lease has accrued. Anyone may. Pays no fee if the settlement is due, a
		/// period after the last one, and something was paid.
		///
		/// # Errors
		/// `NotFound`, `WrongState` before the confirmation.
		///
		/// Emits `LeaseSettled`, and `GraceStarted` if this used up the money.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::settle_weight())]
		pub fn settle(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_settle(&who, lease)
		}

		/// Settle those of up to 64 leases that are due, and skip the others. Skipped is also what
		/// finds no room any more, where many of the leases before it end in debts or in grace. Anyone
		/// may. Pays no fee if nothing was skipped.
		///
		/// # Errors
		/// `Empty`.
		///
		/// Emits `LeaseSettled` or `LeaseSkipped` for each.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::settle_many_weight(Pallet::<T>::length(leases)))]
		pub fn settle_many(
			origin: OriginFor<T>,
			leases: BoundedVec<LeaseId, ConstU32<MAX_SETTLE_BATCH>>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_settle_many(&leases)
		}

		/// End a lease in whatever state it is. What has accrued is paid, the rest returned. The
		/// provider loses its collateral if it has given notice for an end before the minimum stay,
		/// has been silent for too long, or has paused the lease for too long: see
		/// [`Self::pause`].
		///
		/// Signed by the tenant.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`.
		///
		/// Emits `LeaseClosed`, and `CollateralSettled` if there was any.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::end_weight(T::WeightInfo::close(MAX_DEPOSITORS)))]
		pub fn close(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
		) -> DispatchResultWithPostInfo {
			let tenant = ensure_signed(origin)?;
			let most = Self::end_weight(T::WeightInfo::close(MAX_DEPOSITORS));
			Ok(Some(Self::ended_weight(most, &Self::do_close(&tenant, lease)?)).into())
		}

		/// Give notice: the lease ends after the number of blocks that the bid stated, served and
		/// paid until then (not paid while it is paused). An end before the minimum stay, which
		/// stands still during a pause, costs the collateral, even if the tenant closes first.
		/// If the tenant wished so when it ordered, the rest of the lease is put up again then.
		///
		/// - `code`: why, in the provider's own numbering.
		///
		/// Signed by the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `NoticeAlreadyGiven`, `WrongState` unless `Active` or
		/// `Paused`.
		///
		/// Emits `NoticeGiven`.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::noting(T::WeightInfo::give_notice(), 1))]
		pub fn give_notice(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
			code: u16,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_give_notice(&provider, lease, code)
		}

		/// End a lease whose notice or grace has run out. Anyone may; the agenda does it by
		/// itself, but may be late.
		///
		/// # Errors
		/// `NotFound`, `WrongState` unless `Reclaiming` or `Grace`, `TooEarly`.
		///
		/// Emits `LeaseClosed`, and `CollateralSettled` if there was any.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::leave_weight(T::WeightInfo::close_reclaimed()))]
		pub fn close_reclaimed(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let most = Self::leave_weight(T::WeightInfo::close_reclaimed());
			Ok(Some(Self::ended_weight(most, &Self::do_close_reclaimed(lease)?)).into())
		}

		/// End a lease at once because of abuse. Before the end of the minimum stay this costs
		/// the collateral, which goes to the fee pot: a tenant is not to earn by its abuse.
		///
		/// - `code`: of which kind, in the provider's own numbering.
		///
		/// Signed by the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` before the confirmation (decline then).
		///
		/// Emits `LeaseClosed`, and `CollateralSettled` if there was any.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::end_weight(T::WeightInfo::close_for_abuse()))]
		pub fn close_for_abuse(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
			code: u16,
		) -> DispatchResultWithPostInfo {
			let provider = ensure_signed(origin)?;
			let most = Self::end_weight(T::WeightInfo::close_for_abuse());
			Ok(Some(Self::ended_weight(most, &Self::do_close_for_abuse(&provider, lease, code)?))
				.into())
		}

		/// Stop the stream of a lease that is not healthy: nothing accrues until it is resumed, and
		/// the minimum stay stands still. If the tenant closes the lease within its minimum stay
		/// after more blocks of pause than the provider may be silent, the collateral goes to the
		/// fee pot; as many blocks of service make up for a pause. If the settlement that comes
		/// first uses up the money, the lease is in `Grace`.
		///
		/// Signed by the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` unless `Active` or `Reclaiming`, or if it is
		/// paused.
		///
		/// Emits `LeasePaused` or `GraceStarted`.
		#[pallet::call_index(8)]
		#[pallet::weight(Pallet::<T>::noting(T::WeightInfo::pause(), 2))]
		pub fn pause(origin: OriginFor<T>, #[pallet::compact] lease: LeaseId) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_pause(&provider, lease)
		}

		/// Let a paused stream run again.
		///
		/// Signed by the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` unless it is paused.
		///
		/// Emits `LeaseResumed`.
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::noting(T::WeightInfo::resume(), 1))]
		pub fn resume(origin: OriginFor<T>, #[pallet::compact] lease: LeaseId) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_resume(&provider, lease)
		}

		/// End a lease whose provider has been silent for longer than the parameter allows beyond
		/// its heartbeat window. Anyone may. What is left of the collateral goes to the tenant. If
		/// the tenant wished so when it ordered, the rest of the lease is put up again.
		///
		/// # Errors
		/// `NotFound`, `WrongState` before the confirmation, `NotSilent`.
		///
		/// Emits `LeaseClosed`, and `CollateralSettled` if there was any.
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::leave_weight(T::WeightInfo::close_silent()))]
		pub fn close_silent(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let most = Self::leave_weight(T::WeightInfo::close_silent());
			Ok(Some(Self::ended_weight(most, &Self::do_close_silent(lease)?)).into())
		}

		/// Confirm up to 16 awards by a provider's node, as [`Self::confirm`]; what cannot be
		/// confirmed is skipped. Pays no fee.
		///
		/// - `message`: signed as `conf` by a service key; its first lease must be confirmable.
		///
		/// Emits `LeaseStarted` or `LeaseSkipped` for each.
		#[pallet::call_index(11)]
		#[pallet::weight(Pallet::<T>::confirm_many_weight(Pallet::<T>::length(&message.body)))]
		#[pallet::authorize(|source, message, signature| {
			Pallet::<T>::authorize_confirm(source, message, signature)
		})]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_message(Pallet::<T>::length(&message.body))
		)]
		pub fn confirm_by_node(
			origin: OriginFor<T>,
			message: ConfirmMessage,
			signature: ServiceSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			let _ = signature;
			Ok(Some(Self::do_confirm_by_node(&message)?).into())
		}

		/// Settle up to 64 leases by their provider's node; what is not due is skipped. So is what
		/// finds no room, as in [`Self::settle_many`]. Pays no fee.
		///
		/// - `message`: signed as `sett` by a service key; its first lease must be due.
		///
		/// Emits `LeaseSettled` or `LeaseSkipped` for each.
		#[pallet::call_index(12)]
		#[pallet::weight(Pallet::<T>::settle_many_weight(Pallet::<T>::length(&message.body)))]
		#[pallet::authorize(|source, message, signature| {
			Pallet::<T>::authorize_settle(source, message, signature)
		})]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_message(Pallet::<T>::length(&message.body))
		)]
		pub fn settle_by_node(
			origin: OriginFor<T>,
			message: SettleMessage,
			signature: ServiceSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			let _ = signature;
			Ok(Some(Self::do_settle_by_node(&message)?).into())
		}

		/// Record what up to 64 leases used, by their provider's node, and settle them; what is
		/// not due or out of range is skipped. So is what finds no room, as in [`Self::settle_many`].
		/// Pays no fee. Each makes a statement.
		///
		/// - `message`: signed as `ckpt` by a service key; its first lease must be due.
		///
		/// Emits `LeaseCheckpointed` or `LeaseSkipped` for each.
		#[pallet::call_index(13)]
		#[pallet::weight(Pallet::<T>::checkpoint_weight(Pallet::<T>::length(&message.body)))]
		#[pallet::authorize(|source, message, signature| {
			Pallet::<T>::authorize_checkpoint(source, message, signature)
		})]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_message(Pallet::<T>::length(&message.body))
		)]
		pub fn checkpoint(
			origin: OriginFor<T>,
			message: CheckpointMessage,
			signature: ServiceSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			let _ = signature;
			Ok(Some(Self::do_checkpoint(&message)?).into())
		}

		/// Set the parameters. Deadlines that run already stay as they are.
		///
		/// - `params`: every period from 1 to [`MAX_PERIOD`] blocks, the minimum stay from 0.
		///
		/// By governance.
		///
		/// # Errors
		/// `InvalidParams`.
		///
		/// Emits `ParamsSet`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::set_params())]
		pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(params.is_sound(), Error::<T>::InvalidParams);
			Parameters::<T>::put(params);
			Self::deposit_event(Event::ParamsSet { params });
			Ok(())
		}

		/// End a lease in whatever state it is. Both sides get back what is theirs.
		///
		/// By governance.
		///
		/// # Errors
		/// `NotFound`.
		///
		/// Emits `LeaseClosed`, and `CollateralSettled` if there was any.
		#[pallet::call_index(15)]
		#[pallet::weight(Pallet::<T>::end_weight(T::WeightInfo::close_by_governance()))]
		pub fn close_by_governance(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
		) -> DispatchResultWithPostInfo {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let most = Self::end_weight(T::WeightInfo::close_by_governance());
			Ok(Some(Self::ended_weight(most, &Self::end(lease, CloseReason::Governance)?)).into())
		}

		/// Propose new terms for an active lease. One proposal a lease; it lapses after a while.
		///
		/// - `amendment`: all four terms, those that stay the same too. At least one differs.
		///
		/// Signed by the tenant.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` unless `Active`, `AlreadyExists`,
		/// `ZeroPrice`, `InvalidReplicas`, `InvalidResources`, `NothingChanged`, that of the market
		/// for replicas beyond the order's bounds, and that of the deny-lists.
		///
		/// Emits `AmendmentProposed`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::propose_amendment().saturating_add(T::Market::weight()))]
		pub fn propose_amendment(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
			amendment: Amendment,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			Self::do_propose(&tenant, lease, amendment)
		}

		/// Accept the tenant's proposal: the old price is settled, the reservation changes, the
		/// new terms hold from now on.
		///
		/// - `hash`: of the proposal, from its event.
		/// - `placement`: on which machines, needed when the number of replicas changes.
		///
		/// Signed by the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `WrongState` unless `Active`, `ProposalNotFound`,
		/// `ProposalMismatch`, `Expired`, `InvalidPlacement`, and those of the deny-lists, the
		/// registry (too little capacity) and the escrow (no money left).
		///
		/// Emits `LeaseAmended`.
		#[pallet::call_index(17)]
		#[pallet::weight(
			Pallet::<T>::noting(T::WeightInfo::accept_amendment(), 1)
				.saturating_add(T::Market::weight())
		)]
		pub fn accept_amendment(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
			hash: H256,
			placement: Option<Placement>,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_accept(&provider, lease, hash, placement.as_ref())
		}

		/// Take a proposal back, or refuse it.
		///
		/// Signed by the tenant or the provider.
		///
		/// # Errors
		/// `NotFound`, `NotAuthorized`, `ProposalNotFound`.
		///
		/// Emits `AmendmentWithdrawn`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::cancel_amendment())]
		pub fn cancel_amendment(
			origin: OriginFor<T>,
			#[pallet::compact] lease: LeaseId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(&who, lease)
		}
	}

	impl<T: Config> Pallet<T> {
		/// `own` and what market and the ledger do at a lease's start.
		pub(crate) fn start_weight(own: Weight) -> Weight {
			own.saturating_add(T::Market::started_weight()).saturating_add(T::Ledger::weight())
		}

		/// `own` and what market, the ledger and the registry do at a lease's end.
		pub(crate) fn end_weight(own: Weight) -> Weight {
			own.saturating_add(T::Market::ended_weight())
				.saturating_add(T::Ledger::weight())
				.saturating_add(T::Reputation::weight())
		}

		/// As [`Self::end_weight`], where the provider leaves and market is asked to put the lease
		/// up again, too.
		pub(crate) fn leave_weight(own: Weight) -> Weight {
			Self::end_weight(own).saturating_add(T::Market::weight())
		}

		/// `own` and the statements on `leases` leases: one by the settlement, one by the
		/// exhaustion that it may bring.
		pub(crate) fn noting(own: Weight, leases: u32) -> Weight {
			let each = T::Ledger::weight().saturating_mul(2);
			own.saturating_add(each.saturating_mul(leases.into()))
		}

		/// `own` and the look at `skipped` leases.
		pub(crate) fn with_skipped(own: Weight, skipped: u32) -> Weight {
			own.saturating_add(T::WeightInfo::skip().saturating_mul(skipped.into()))
		}
	}
}
