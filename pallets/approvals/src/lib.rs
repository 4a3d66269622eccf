//! # Approvals
//!
//! Validators' verdicts on what may run. Whoever asks submits a *subject* with a fee; each
//! validator's node assesses it in its off-chain worker and votes with a session key of its own;
//! the asker hears the verdict through [`OnVerdict`](leasehold_primitives::traits::OnVerdict).
//!
//! ## The rules
//! - Each subject has a committee: all validators while the set is no larger than
//!   [`ApprovalParams::committee_size`], else so many of them, drawn [`DRAW_DELAY`] blocks after
//!   the submission from randomness that nobody had seen before it (see
//!   [`Config::Randomness`]). Nobody else's vote counts.
//! - A subject is approved with more than two thirds of its committee in favour and rejected as
//!   soon as that can no longer be reached. If the committee has decided neither by its
//!   deadline, which is counted in blocks from the draw, another is drawn, once, of validators
//!   who were not on the first as far as there are any; after that, or where no other can be
//!   drawn, the deadline rejects.
//! - A vote belongs to an account, so rotating a key gives no second one. What counts is the set
//!   at the time of each vote: every vote recounts the votes of the members who are in the set
//!   now. A member that leaves the set, be it slashed, takes its vote out of the count, and back
//!   in if it returns; its seat stays, and counts as one that has not voted. A change of the set
//!   recounts nothing by itself; the next vote or the deadline does.
//! - A second vote is skipped, whatever it says, and nobody is slashed: hot spares are honest.
//! - An outcome is set by the vote that decides. What follows from it happens in the next block,
//!   from the agenda: the fee is shared equally among all who voted in time, alike for either
//!   verdict and whether or not they are still in the set; the rest goes to the fee pot; then
//!   the asker is told. So a vote's weight has nothing to do with what a verdict sets in motion.
//! - The fee pot, in which the protocol's part of all streams gathers, is shared between the
//!   treasury and those whose votes counted, by points, period by period: see [`PotParams`].
//! - Votes pay no fee. A message names the chain (by its genesis), the set of validators, the
//!   key and a nonce, and is refused where none of its votes counts.
//! - Governance denies manifests and tenants. That stops new subjects at once; on pending ones
//!   the validators' nodes see it and vote against. Governance may also decide a pending subject
//!   itself, on the record.
//!
//! ## Genesis
//! Sets [`ApprovalParams`] and endows the pallet's account with the existential deposit; it must
//! be built after the balances, that is, stand after them in the runtime.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod committee;
mod electorate;
mod governance;
pub mod migrations;
#[cfg(test)]
mod mock;
mod offchain;
pub mod policy;
mod pot;
mod rewards;
mod service;
mod subjects;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
mod votes;
pub mod weights;

pub use types::*;
pub use weights::WeightInfo;

pub(crate) const LOG_TARGET: &str = "runtime::approvals";

/// A length as a number of 32 bits. All lists here are far shorter.
pub(crate) fn count(len: usize) -> u32 {
	u32::try_from(len).unwrap_or(u32::MAX)
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, Contains, Randomness},
		weights::WeightMeter,
		DefaultNoBound, PalletId,
	};
	use frame_system::{
		ensure_authorized, offchain::CreateAuthorizedTransaction, pallet_prelude::*,
	};
	use leasehold_primitives::{
		crypto::approvals::{AuthorityId, AuthoritySignature},
		feeless::Quota,
		traits::{OnVerdict, Subject, Verdict},
		AssetId, Balance, BlockNumber, ManifestHash,
	};
	use sp_core::H256;
	use sp_runtime::traits::BlockNumberProvider;

	/// The version of this pallet's storage: see [`migrations`].
	pub(crate) const STORAGE_VERSION: StorageVersion = StorageVersion::new(2);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<Hash = H256> + CreateAuthorizedTransaction<Call<Self>>
	{
		/// The native token, in which fees are paid.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;
		/// The chain's height.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;
		/// Denies, sets parameters and may decide subjects itself.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Randomness of the current block and its parent that nobody can have known before their
		/// authors published them, by which committees are drawn; `None` where there is none,
		/// when a draw waits.
		type Randomness: Randomness<Option<H256>, BlockNumberFor<Self>>;
		/// Hears the verdicts.
		type OnVerdict: OnVerdict;
		/// Gets what of a fee no voter gets. The account in which the protocol's fees gather:
		/// only this pallet pays out of it.
		type FeePot: Get<Self::AccountId>;
		/// The native token and assets in one, in which the fee pot is shared.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = AssetId, Balance = Balance>;
		/// The assets of which the fee pot is shared.
		type PotAssets: Contains<AssetId>;
		/// Gets the treasury's part of the fee pot.
		type Treasury: Get<Self::AccountId>;
		/// The share of a block that fee-free calls may fill.
		type FeelessQuota: Quota;
		/// Where the account that holds fees and rewards comes from.
		#[pallet::constant]
		type PalletId: Get<PalletId>;
		/// Validators that can vote. Above the greatest number of validators, for those beyond
		/// it are left out.
		#[pallet::constant]
		type MaxAuthorities: Get<u32>;
		/// Subjects that may be pending at once.
		#[pallet::constant]
		type MaxPending: Get<u32>;
		/// The most of a block that concluding subjects takes. At least one must fit.
		#[pallet::constant]
		type MaxAgendaWeight: Get<Weight>;
		/// Weights of this pallet's calls and hooks.
		type WeightInfo: WeightInfo;
	}

	/// The current validators with their voting keys, in ascending order of accounts.
	#[pallet::storage]
	pub type Authorities<T: Config> = StorageValue<_, AuthoritiesOf<T>, ValueQuery>;

	/// Counts the changes of [`Authorities`] since genesis.
	#[pallet::storage]
	pub type SetId<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// How many messages were accepted from each key of the current set since it came in.
	#[pallet::storage]
	pub type Nonces<T: Config> = StorageMap<_, Blake2_128Concat, AuthorityId, u64, ValueQuery>;

	/// The subjects that wait for a verdict, or for what follows from it in the next block.
	#[pallet::storage]
	pub type Subjects<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, Subject, SubjectRecord<T>>;

	/// The subjects due at a block. The agenda.
	#[pallet::storage]
	pub type Due<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BlockNumber, Blake2_128Concat, Subject, ()>;

	/// The first block whose agenda is not worked off yet.
	#[pallet::storage]
	pub type Cursor<T: Config> = StorageValue<_, BlockNumber, ValueQuery>;

	/// What voters have earned and not claimed, in base units of the native token.
	#[pallet::storage]
	pub type Rewards<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// What the fee pot could not receive yet.
	#[pallet::storage]
	pub type OwedToPot<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// How the fee pot is shared.
	#[pallet::storage]
	pub type PotRules<T: Config> = StorageValue<_, PotParams, ValueQuery>;

	/// The period in which votes earn points now.
	#[pallet::storage]
	pub type RunningPeriod<T: Config> = StorageValue<_, PeriodOf<T>, ValueQuery>;

	/// The last period that has ended, by whose points the fee pot is shared.
	#[pallet::storage]
	pub type LastPeriod<T: Config> = StorageValue<_, PeriodOf<T>, ValueQuery>;

	/// The last period by whose points the fee pot was shared in an asset.
	#[pallet::storage]
	pub type SharedUpTo<T: Config> = StorageMap<_, Blake2_128Concat, AssetId, u32, ValueQuery>;

	/// What sharings of the fee pot have credited to validators and they have not claimed, in
	/// base units of the asset.
	#[pallet::storage]
	pub type PotRewards<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		AssetId,
		Balance,
		ValueQuery,
	>;

	/// The sum of [`PotRewards`] in an asset: so much of the fee pot is not shared again.
	#[pallet::storage]
	pub type PotReserved<T: Config> = StorageMap<_, Blake2_128Concat, AssetId, Balance, ValueQuery>;

	/// Manifests that governance denies.
	#[pallet::storage]
	pub type DeniedManifests<T: Config> = StorageMap<_, Blake2_128Concat, ManifestHash, ()>;

	/// Tenants that governance denies.
	#[pallet::storage]
	pub type DeniedTenants<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ()>;

	/// Fee and deadline of new subjects; the size of committees.
	#[pallet::storage]
	pub type Params<T: Config> = StorageValue<_, ApprovalParams, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Fee and deadline of new subjects; the size of committees.
		pub params: ApprovalParams,
		/// How the fee pot is shared.
		pub pot: PotParams,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.params.is_sane(), "approvals: the parameters are out of bounds");
			assert!(self.pot.is_sane(), "approvals: the pot's parameters are out of bounds");
			Params::<T>::put(self.params);
			PotRules::<T>::put(self.pot);
			RunningPeriod::<T>::put(PeriodOf::<T> { index: 1, ..Default::default() });
			Pallet::<T>::endow().expect("the existential deposit can be minted at genesis");
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The set of validators, or the key of one, has changed.
		AuthoritiesChanged {
			/// The number of the new set.
			set_id: u64,
			/// How many validators are in it.
			validators: u32,
		},
		/// A subject waits for votes.
		Submitted {
			/// Which.
			subject: Subject,
			/// Who asked and paid.
			who: T::AccountId,
			/// What it wants to run.
			manifest: ManifestHash,
			/// What it paid, in base units of the native token.
			fee: Balance,
			/// The first block in which a vote no longer counts, if the committee is drawn in
			/// time.
			deadline: BlockNumber,
			/// The current set of validators.
			set_id: u64,
			/// How many of them will be on the committee.
			electorate: u32,
		},
		/// A validator's vote was counted.
		Voted {
			/// On what.
			subject: Subject,
			/// Who voted.
			validator: T::AccountId,
			/// Whether for it.
			approve: bool,
			/// The reason given: a code of [`policy::Reason`], or the operator's own.
			reason: u16,
			/// The votes that count now.
			tally: Tally,
		},
		/// A vote of a message did not count; others of it may have.
		VoteSkipped {
			/// On what.
			subject: Subject,
			/// Who voted.
			validator: T::AccountId,
			/// Why it did not count.
			cause: SkipCause,
		},
		/// A subject has a committee; no other validator's vote counts from now on.
		CommitteeDrawn {
			/// Which.
			subject: Subject,
			/// Which draw it was: 1, or 2 after a first committee without a verdict.
			draw: u8,
			/// The set of validators that it was drawn from.
			set_id: u64,
			/// Who is on it, in ascending order.
			members: Vec<T::AccountId>,
			/// The first block in which a vote no longer counts.
			deadline: BlockNumber,
		},
		/// A subject has its verdict. The asker is told in the next block, or has been if the
		/// deadline brought it.
		VerdictReached {
			/// Which.
			subject: Subject,
			/// What was decided.
			verdict: Verdict,
			/// The votes that counted.
			tally: Tally,
		},
		/// Whoever asked took the subject back.
		Withdrawn {
			/// Which.
			subject: Subject,
		},
		/// Governance has decided a subject; [`Event::VerdictReached`] follows.
		DecidedByGovernance {
			/// Which.
			subject: Subject,
			/// Whether for it.
			approve: bool,
		},
		/// The fee of a subject was shared. The subject is gone.
		FeeShared {
			/// Which.
			subject: Subject,
			/// How many voted in time.
			voters: u32,
			/// What each of them was credited, in base units of the native token.
			share: Balance,
			/// What is left for the fee pot.
			to_pot: Balance,
		},
		/// The fee pot was paid, with what it could not receive before.
		PotPaid {
			/// How much, in base units of the native token.
			amount: Balance,
		},
		/// A validator was paid what its votes have earned.
		RewardsClaimed {
			/// Who.
			validator: T::AccountId,
			/// How much, in base units of the native token.
			amount: Balance,
		},
		/// A manifest may not run from now on.
		ManifestDenied {
			/// Its hash.
			manifest: ManifestHash,
		},
		/// A manifest is no longer denied.
		ManifestAllowed {
			/// Its hash.
			manifest: ManifestHash,
		},
		/// A tenant may not order from now on.
		TenantDenied {
			/// Who.
			who: T::AccountId,
		},
		/// A tenant is no longer denied.
		TenantAllowed {
			/// Who.
			who: T::AccountId,
		},
		/// Fee, deadline and the size of committees were set.
		ParamsSet {
			/// What they are now.
			params: ApprovalParams,
		},
		/// What the fee pot held of an asset was shared.
		PotShared {
			/// Which asset.
			asset: AssetId,
			/// By the points of which period.
			period: u32,
			/// How many validators have such points.
			voters: u32,
			/// What was credited to them, in base units of the asset.
			to_validators: Balance,
			/// What moved to the treasury, in base units of the asset.
			to_treasury: Balance,
		},
		/// A validator was paid what sharings of the fee pot have credited to it.
		PotClaimed {
			/// Who.
			validator: T::AccountId,
			/// In which asset.
			asset: AssetId,
			/// How much, in base units of the asset.
			amount: Balance,
		},
		/// It was set how the fee pot is shared.
		PotParamsSet {
			/// How.
			params: PotParams,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The subject, or the entry of a deny-list, does not exist: check its name.
		NotFound,
		/// The subject is before the validators, or the entry is on the deny-list, already.
		AlreadyExists,
		/// The subject has its outcome: wait for the next block.
		NotPending,
		/// Too many subjects are pending: submit again later.
		TooManyPending,
		/// Governance has denied this tenant.
		TenantIsDenied,
		/// Governance has denied this manifest.
		ManifestIsDenied,
		/// The key is not a current validator's voting key: wait until the session makes it so.
		NotAuthorized,
		/// The message was signed for another set of validators: sign it for the current one.
		WrongSet,
		/// The nonce is not the next one of this key: read it and sign again.
		WrongNonce,
		/// The account has earned nothing that it has not claimed: vote first.
		NothingToClaim,
		/// The fee is zero, or the deadline or the size out of its bounds: see [`ApprovalParams`].
		InvalidParams,
		/// The fee pot is not shared in this asset: name one that leases are paid in.
		NotListed,
		/// The asset was shared by the points of the last period: wait until the running one
		/// has ended.
		AlreadyShared,
		/// The fee pot holds nothing of the asset that is not shared: wait for fees.
		NothingToShare,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work(meter);
		}

		fn offchain_worker(_now: BlockNumberFor<T>) {
			Self::run_offchain();
		}

		fn integrity_test() {
			let one = T::WeightInfo::agenda_bucket().saturating_add(Self::attend_weight());
			assert!(one.all_lte(T::MaxAgendaWeight::get()), "MaxAgendaWeight is below one item");
			assert!(T::MaxAuthorities::get() > 0, "MaxAuthorities is zero");
			assert!(T::MaxPending::get() > 0, "MaxPending is zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Vote on up to [`MAX_VOTES`] subjects, free of fee, in a transaction that the
		/// message's own signature authorises.
		///
		/// - `message`: the voting key, its next nonce and the votes. It is refused by the pool
		///   and by blocks if it is for another set of validators or another chain, the key is
		///   not in the set, the nonce is used up or too far ahead, the signature is wrong, the
		///   share of the block for fee-free calls is full, or none of its votes would count.
		/// - `signature`: of the key over [`Message::to_sign`] with the kind [`VOTE_KIND`].
		///
		/// A vote on a subject that is not pending, too late, by a validator that is not on its
		/// committee or has voted, is skipped.
		///
		/// Errors: `WrongSet`, `NotAuthorized`, `WrongNonce`, none of which passes validation.
		/// Events: [`Event::Voted`] or [`Event::VoteSkipped`] for each vote, and
		/// [`Event::VerdictReached`] after one that decides.
		///
		/// [`Message::to_sign`]: leasehold_primitives::feeless::Message::to_sign
		#[pallet::call_index(0)]
		#[pallet::weight((
			T::WeightInfo::vote(count(message.body.votes.len()), T::MaxAuthorities::get()),
			DispatchClass::Normal,
			Pays::No,
		))]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_vote(
				count(message.body.votes.len()),
				T::MaxAuthorities::get(),
			)
		)]
		#[pallet::authorize(Self::authorize_vote)]
		pub fn vote(
			origin: OriginFor<T>,
			message: VoteMessage,
			signature: AuthoritySignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			// Checked by `authorize_vote`.
			let _ = signature;
			Self::do_vote(message)
		}

		/// Let no subject with this manifest be submitted. Governance only.
		///
		/// - `manifest`: its hash.
		///
		/// Errors: `AlreadyExists`. Event: [`Event::ManifestDenied`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::deny())]
		pub fn deny_manifest(origin: OriginFor<T>, manifest: ManifestHash) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_deny_manifest(manifest)
		}

		/// Undo [`Pallet::deny_manifest`]. Governance only.
		///
		/// - `manifest`: its hash.
		///
		/// Errors: `NotFound`. Event: [`Event::ManifestAllowed`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::allow())]
		pub fn allow_manifest(origin: OriginFor<T>, manifest: ManifestHash) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_allow_manifest(manifest)
		}

		/// Let this account submit nothing. Governance only.
		///
		/// - `who`: the tenant.
		///
		/// Errors: `AlreadyExists`. Event: [`Event::TenantDenied`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::deny())]
		pub fn deny_tenant(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_deny_tenant(who)
		}

		/// Undo [`Pallet::deny_tenant`]. Governance only.
		///
		/// - `who`: the tenant.
		///
		/// Errors: `NotFound`. Event: [`Event::TenantAllowed`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::allow())]
		pub fn allow_tenant(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_allow_tenant(who)
		}

		/// Pay the caller all that its votes have earned. Never blocked, also after it has left
		/// the set of validators.
		///
		/// Errors: `NothingToClaim`; the token's own if the account does not exist and the sum is
		/// below the existential deposit. Event: [`Event::RewardsClaimed`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::claim_rewards())]
		pub fn claim_rewards(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_rewards(who)
		}

		/// Set fee and deadline of subjects submitted from now on, and the size of committees
		/// drawn from now on. Governance only.
		///
		/// - `params`: all three; see [`ApprovalParams`] for their bounds.
		///
		/// Errors: `InvalidParams`. Event: [`Event::ParamsSet`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_params())]
		pub fn set_params(origin: OriginFor<T>, params: ApprovalParams) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_params(params)
		}

		/// Decide a pending subject in the validators' place, on the record. The asker is told
		/// in the next block. Governance only.
		///
		/// - `subject`: which.
		/// - `approve`: whether it may run.
		///
		/// Errors: `NotFound`, `NotPending`. Events: [`Event::DecidedByGovernance`],
		/// [`Event::VerdictReached`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::decide())]
		pub fn decide(origin: OriginFor<T>, subject: Subject, approve: bool) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_decide(subject, approve)
		}

		/// Share what the fee pot holds of an asset between the treasury and the validators who
		/// voted in the last period that has ended. Open to all, once a period; costs no fee
		/// when it succeeds.
		///
		/// - `asset`: one that leases are paid in.
		///
		/// Errors: `NotListed`, `AlreadyShared`, `NothingToShare`. Event: [`Event::PotShared`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::share_pot(MAX_EARNERS))]
		pub fn share_pot(origin: OriginFor<T>, asset: AssetId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let voters = Self::do_share_pot(asset)?;
			Ok((Some(T::WeightInfo::share_pot(voters)), Pays::No).into())
		}

		/// Pay the caller all that sharings of the fee pot have credited to it in an asset. Never
		/// blocked, also after it has left the set of validators.
		///
		/// - `asset`: which.
		///
		/// Errors: `NothingToClaim`; the asset's own if the caller cannot receive it. Event:
		/// [`Event::PotClaimed`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::claim_pot())]
		pub fn claim_pot(origin: OriginFor<T>, asset: AssetId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_pot(who, asset)
		}

		/// Set how the fee pot is shared from now on. Governance only.
		///
		/// - `params`: both; see [`PotParams`] for their bounds.
		///
		/// Errors: `InvalidParams`. Event: [`Event::PotParamsSet`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_params())]
		pub fn set_pot_params(origin: OriginFor<T>, params: PotParams) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_pot_params(params)
		}
	}
}
