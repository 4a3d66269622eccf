//! # Escrow
//!
//! Deposits that stay on hold in their depositors' own accounts, and streams that pay out of
//! them by the millisecond of service. This pallet knows nothing of leases: whoever uses it
//! opens an account, starts a stream to a payee, and hears through [`OnExhausted`] when the money
//! has run out.
//!
//! ## The rules of money
//! - A stream has an anchor. What it has accrued is `floor(price × service time since the anchor
//!   / 3_600_000)`, capped by the funds; a settlement pays that less what was paid since the
//!   anchor and moves no anchor. So settling often or once comes to the same total.
//! - The fee is `floor(rate × accrued)` less the fees taken since the anchor.
//! - Deposits are spent first in, first out; each depositor gets back its own rest.
//! - A sponsor's allowance is on hold from its grant on. The tenant draws from it into its own
//!   accounts; what is not spent goes back to it while it lives; a sponsor never pays towards a
//!   price above its ceiling.
//! - A payment that its payee cannot receive stays in the payer's account under the hold reason
//!   [`HoldReason::Owed`], for [`Pallet::claim_owed`]. It never blocks anybody else.
//! - The instant of exhaustion is known ahead and stands on an agenda by block. Being late with
//!   it changes no amount: everything is computed from the service clock.
//!
//! Upstream hold primitives used, and why: `transfer_on_hold` with `Fortitude::Force`, so that
//! later locks cannot stop a payment; inside `with_storage_layer`, because on a frozen asset it
//! reduces the hold before it fails.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;

mod accounts;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod exhaustion;
#[cfg(test)]
mod mock;
mod refunds;
mod rollover;
mod settlement;
mod sponsors;
mod streams;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles, Time},
		weights::WeightMeter,
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use leasehold_primitives::{
		agenda::Agenda,
		traits::{EscrowTotals, OnExhausted, ServiceClocks},
		AssetId, Balance, BlockNumber, EscrowId, Moment,
	};
	use sp_runtime::{
		traits::{AccountIdConversion, BlockNumberProvider},
		Permill,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The native token and listed assets in one, with holds. `UnionOf` in the runtime.
		type Assets: fungibles::hold::Mutate<
			Self::AccountId,
			AssetId = AssetId,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;
		/// The native token, for fees that are not part of a stream.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;
		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;
		/// The clocks by which streams accrue.
		type Clocks: ServiceClocks<Self::AccountId>;
		/// Hears when an account runs out of money or gets some again.
		type OnExhausted: OnExhausted;
		/// Lists assets and sets the fee.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The chain's height.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;
		/// The chain's time.
		type UnixTime: Time<Moment = Moment>;
		/// The target block time in milliseconds, above zero: the width of the agenda's slots.
		#[pallet::constant]
		type SlotDuration: Get<Moment>;
		/// Where the fee pot's account comes from.
		#[pallet::constant]
		type PalletId: Get<PalletId>;
		/// For how many blocks a tenant can still draw from an allowance that its sponsor revokes.
		#[pallet::constant]
		type RevocationNotice: Get<BlockNumber>;
		/// The most of a block that the agenda of exhaustion takes.
		#[pallet::constant]
		type MaxAgendaWeight: Get<Weight>;
		/// Weights of this pallet's calls and hooks.
		type WeightInfo: WeightInfo;
		/// Assets, money and service time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposited for an order or its lease.
		Deposit,
		/// Paid or refunded, but the payee could not receive it. Claimable by the payee.
		Owed,
		/// Granted by a sponsor to a tenant, and not drawn.
		Allowance,
	}

	/// The open accounts.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Blake2_128Concat, EscrowId, Account<T::AccountId>>;

	/// The assets in which accounts may be opened.
	#[pallet::storage]
	pub type ListedAssets<T> = StorageMap<_, Blake2_128Concat, AssetId, AssetTerms>;

	/// What is owed: payee, asset and payer, in whose account it is on hold.
	#[pallet::storage]
	pub type Owed<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Blake2_128Concat, AssetId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
		),
		Balance,
	>;

	/// Sponsors' allowances, until they are ended.
	#[pallet::storage]
	pub type Allowances<T: Config> =
		StorageMap<_, Blake2_128Concat, AllowanceId, Allowance<T::AccountId>>;

	/// The number of the next allowance.
	#[pallet::storage]
	pub type NextAllowanceId<T> = StorageValue<_, AllowanceId, ValueQuery>;

	/// The protocol's part of what new streams accrue.
	#[pallet::storage]
	pub type FeeRate<T> = StorageValue<_, Permill, ValueQuery>;

	/// All that streams have paid since genesis, fees included, by asset, as far as a balance can
	/// say. For statistics.
	#[pallet::storage]
	pub type TotalSettled<T> = StorageMap<_, Blake2_128Concat, AssetId, Balance, ValueQuery>;

	/// Streams that may be exhausted in a slot. Slots are counted from 1970, each as long as
	/// [`Config::SlotDuration`]: the agenda follows time, not blocks, so that missed blocks and
	/// halts of the chain put nothing off.
	#[pallet::storage]
	pub type ExhaustionAgenda<T> =
		StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, EscrowId, ()>;

	/// The first slot whose agenda is not worked off.
	#[pallet::storage]
	pub type AgendaCursor<T> = StorageValue<_, BlockNumber, ValueQuery>;

	/// The agenda of exhaustion.
	pub type ExhaustionsOf<T> = Agenda<ExhaustionAgenda<T>, AgendaCursor<T>, EscrowId>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The protocol's part of what streams accrue, in parts of a million.
		pub fee_rate: Permill,
		/// Assets in which accounts may be opened.
		pub assets: alloc::vec::Vec<(AssetId, AssetTerms)>,
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			FeeRate::<T>::put(self.fee_rate);
			for (asset, terms) in &self.assets {
				ListedAssets::<T>::insert(asset, terms);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account was opened.
		AccountOpened {
			/// The account, which is its order's number.
			id: EscrowId,
			/// Whose order it is.
			tenant: T::AccountId,
			/// What it is counted in.
			asset: AssetId,
			/// The first deposit, on hold in the tenant's balance.
			deposit: Balance,
		},
		/// Somebody has put money into an account.
		Deposited {
			/// The account.
			id: EscrowId,
			/// Whose balance it is on hold in.
			who: T::AccountId,
			/// How much was added.
			amount: Balance,
		},
		/// A stream has begun to accrue.
		StreamStarted {
			/// The account.
			id: EscrowId,
			/// Who is paid.
			payee: T::AccountId,
			/// Base units per hour.
			price: Balance,
			/// The protocol's part.
			fee_rate: Permill,
			/// What the payee's service clock shows.
			anchor: Moment,
		},
		/// A stream goes on at another price.
		StreamRepriced {
			/// The account.
			id: EscrowId,
			/// Base units per hour from now on.
			price: Balance,
			/// What the payee's service clock shows.
			anchor: Moment,
		},
		/// A stream accrues nothing until it is resumed.
		StreamPaused {
			/// The account.
			id: EscrowId,
		},
		/// A stream accrues again.
		StreamResumed {
			/// The account.
			id: EscrowId,
			/// What the payee's service clock shows.
			anchor: Moment,
		},
		/// What had accrued was paid, out of the deposits in their order.
		Settled {
			/// The account.
			id: EscrowId,
			/// Who was paid.
			payee: T::AccountId,
			/// To the payee.
			net: Balance,
			/// To the fee pot.
			fee: Balance,
			/// What the payee's service clock showed.
			clock: Moment,
		},
		/// An account has run out of money; its stream has stopped.
		Exhausted {
			/// The account.
			id: EscrowId,
		},
		/// A depositor got back what was left of its deposit.
		Refunded {
			/// The account.
			id: EscrowId,
			/// Who got it.
			who: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// An account was closed; everything in it has been paid or returned.
		AccountClosed {
			/// The account.
			id: EscrowId,
			/// The sums of its life.
			totals: EscrowTotals,
		},
		/// An account was closed and its depositors' rests passed on, without leaving their holds,
		/// to a new account of the same tenant, asset and order of depositors. Those with nothing
		/// left are not in it, but for the tenant.
		AccountRolledOver {
			/// The account that was closed.
			from: EscrowId,
			/// The account that was opened.
			to: EscrowId,
			/// The sums of the closed account's life; what was passed on counts as refunded.
			totals: EscrowTotals,
		},
		/// A payment could not be received and stays on hold in the payer's account.
		PaymentOwed {
			/// The account it came from.
			id: EscrowId,
			/// In whose balance it is on hold.
			payer: T::AccountId,
			/// Who may claim it.
			payee: T::AccountId,
			/// In what.
			asset: AssetId,
			/// How much.
			amount: Balance,
		},
		/// What was owed has been paid.
		OwedClaimed {
			/// In whose balance it was on hold.
			payer: T::AccountId,
			/// Who got it.
			payee: T::AccountId,
			/// In what.
			asset: AssetId,
			/// How much.
			amount: Balance,
		},
		/// A fee outside any stream, such as for an order, went to the fee pot.
		Charged {
			/// Who paid.
			who: T::AccountId,
			/// How much, in the native token.
			amount: Balance,
		},
		/// Leases may be paid in this asset, or its terms have changed.
		AssetListed {
			/// Which.
			asset: AssetId,
			/// On what terms.
			terms: AssetTerms,
		},
		/// No new accounts in this asset; open ones go on.
		AssetDelisted {
			/// Which.
			asset: AssetId,
		},
		/// The fee rate of new streams has changed.
		FeeRateSet {
			/// The protocol's part of what accrues.
			rate: Permill,
		},
		/// A sponsor has granted a tenant an allowance, and holds the whole of it.
		AllowanceGranted {
			/// Its number.
			allowance: AllowanceId,
			/// In whose balance it is on hold.
			sponsor: T::AccountId,
			/// Who may draw from it.
			tenant: T::AccountId,
			/// In what.
			asset: AssetId,
			/// On what terms.
			terms: AllowanceTerms,
		},
		/// A tenant has drawn from an allowance into an account; the money is a deposit now.
		AllowanceDrawn {
			/// From which.
			allowance: AllowanceId,
			/// Into which account.
			id: EscrowId,
			/// In whose balance it is on hold.
			sponsor: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// What was not spent of a draw has gone back to its allowance: the account was closed, or
		/// its price has risen above the sponsor's ceiling.
		AllowanceRestored {
			/// To which.
			allowance: AllowanceId,
			/// From which account.
			id: EscrowId,
			/// In whose balance it is on hold.
			sponsor: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// A sponsor has revoked an allowance.
		AllowanceRevoked {
			/// Which.
			allowance: AllowanceId,
			/// The first block in which nothing can be drawn any more.
			expires: BlockNumber,
		},
		/// An allowance has ended; what was left of it is free again.
		AllowanceEnded {
			/// Which.
			allowance: AllowanceId,
			/// Whose it was.
			sponsor: T::AccountId,
			/// How much was left.
			released: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no escrow account with this number; it may have been closed.
		AccountNotFound,
		/// An escrow account with this number is open already.
		AlreadyExists,
		/// Leases cannot be paid in this asset; governance has not listed it.
		AssetNotListed,
		/// The asset does not exist or the fee pot does not hold its minimum balance yet: send
		/// the minimum balance to the fee pot's account first.
		PotNotFunded,
		/// The deposit is below the asset's minimum for a new depositor.
		DepositTooLow,
		/// The account that pays cannot spare this much: what is locked or on hold, and the
		/// existential deposit, do not count.
		InsufficientBalance,
		/// The account has as many depositors as it may have.
		TooManyDepositors,
		/// The account has no stream yet.
		StreamNotFound,
		/// The account's stream has been started before.
		StreamAlreadyStarted,
		/// The stream does not accrue: it is paused or out of money.
		StreamNotRunning,
		/// The stream accrues already.
		StreamRunning,
		/// There is no money in the account to go on with.
		NoFunds,
		/// An amount or a price of zero is not possible here.
		ZeroAmount,
		/// Nothing is owed to this payee by this payer in this asset.
		NothingOwed,
		/// The payee still cannot receive what is owed to it.
		CannotReceive,
		/// A fee of more than half of what accrues is refused as a mistake.
		FeeTooHigh,
		/// There is no allowance with this number; it may have been ended.
		AllowanceNotFound,
		/// Only the tenant draws from its allowance, into its own accounts, and only the sponsor
		/// revokes it.
		NotAuthorized,
		/// The allowance's last block is over.
		AllowanceExpired,
		/// Not so much is left of the allowance.
		AllowanceExceeded,
		/// Not so much may be drawn from the allowance today.
		DailyLimitExceeded,
		/// The account pays a higher price than the sponsor pays towards.
		AboveCeiling,
		/// The allowance is in another asset than the account.
		AssetMismatch,
		/// The allowance ends no later than notice would end it.
		AlreadyEnding,
		/// The allowance's last block is not over yet.
		NotExpired,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_agenda(meter);
		}

		fn integrity_test() {
			assert!(T::SlotDuration::get() > 0, "the slot duration divides");
			let whole = Self::agenda_item_weight().saturating_add(T::WeightInfo::agenda_bucket());
			assert!(
				whole.all_lte(T::MaxAgendaWeight::get()),
				"the agenda's share of a block must hold its largest item"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Put more money into an escrow account: the caller's own balance holds it until it is
		/// spent or returned.
		///
		/// - `id`: the account, which is its order's number.
		/// - `amount`: base units of the account's asset, above zero; for a new depositor at
		///   least the asset's minimum deposit.
		///
		/// What has accrued is settled first. An exhausted stream may resume. The tenant and up
		/// to six others may deposit, besides sponsors. Emits [`Event::Deposited`].
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::funding_weight(T::WeightInfo::deposit()))]
		pub fn deposit(
			origin: OriginFor<T>,
			id: EscrowId,
			amount: Balance,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let done = Self::do_deposit(id, &who, amount)?;
			let most = Self::funding_weight(T::WeightInfo::deposit());
			Ok(Some(Self::funded_weight(T::WeightInfo::deposit_alone(), most, &done)).into())
		}

		/// Pay out what is owed to `payee`, if it can be received by now. Anyone may call this.
		///
		/// - `payee`: to whom it is owed (a depositor whose refund failed, too).
		/// - `asset`: in what.
		/// - `payer`: in whose account it is on hold.
		///
		/// Emits [`Event::OwedClaimed`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::claim_owed())]
		pub fn claim_owed(
			origin: OriginFor<T>,
			payee: T::AccountId,
			asset: AssetId,
			payer: T::AccountId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_owed(payee, asset, payer)
		}

		/// Let leases be paid in `asset`, or change its terms for new deposits. Governance only.
		///
		/// - `asset`: must exist; the fee pot must hold its minimum balance, so that fees can be
		///   received.
		/// - `terms`: see [`AssetTerms`]; the minimum deposit at least the asset's minimum balance.
		///
		/// Emits [`Event::AssetListed`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::list_asset())]
		pub fn list_asset(
			origin: OriginFor<T>,
			asset: AssetId,
			terms: AssetTerms,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_list_asset(asset, terms)
		}

		/// Let no new account be opened in `asset`. Open ones go on to their end. Governance
		/// only. Emits [`Event::AssetDelisted`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::delist_asset())]
		pub fn delist_asset(origin: OriginFor<T>, asset: AssetId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ListedAssets::<T>::take(&asset).ok_or(Error::<T>::AssetNotListed)?;
			Self::deposit_event(Event::AssetDelisted { asset });
			Ok(())
		}

		/// Set the protocol's part of what new streams accrue, at most a half. Streams that have
		/// started keep theirs. Governance only. Emits [`Event::FeeRateSet`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_fee_rate())]
		pub fn set_fee_rate(origin: OriginFor<T>, rate: Permill) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(rate <= Permill::from_percent(50), Error::<T>::FeeTooHigh);
			FeeRate::<T>::put(rate);
			Self::deposit_event(Event::FeeRateSet { rate });
			Ok(())
		}

		/// Grant `tenant` an allowance: money of the caller that the tenant may draw into the
		/// escrow accounts of its own deployments. The whole of it goes on hold in the caller's
		/// balance at once; what is drawn and not spent comes back to it.
		///
		/// - `tenant`: who may draw.
		/// - `asset`: a listed asset.
		/// - `terms`: see [`AllowanceTerms`]; the total at least the asset's minimum deposit, the
		///   amount a day and the ceiling above zero, the expiry ahead.
		///
		/// Emits [`Event::AllowanceGranted`] with the allowance's number.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::grant_allowance())]
		pub fn grant_allowance(
			origin: OriginFor<T>,
			tenant: T::AccountId,
			asset: AssetId,
			terms: AllowanceTerms,
		) -> DispatchResult {
			let sponsor = ensure_signed(origin)?;
			Self::do_grant(sponsor, tenant, asset, terms)
		}

		/// Put money of a sponsor into an escrow account of the caller's. It is spent after what
		/// was deposited before, and what is left when the account closes goes back to the
		/// allowance, or to the sponsor when that has expired. If the account's price rises above
		/// the sponsor's ceiling, what is left goes back at once.
		///
		/// - `id`: the account, which is its order's number; the caller is its tenant.
		/// - `allowance`: one that was granted to the caller, in the account's asset, not expired
		///   and with a ceiling not below the price of the account's stream.
		/// - `amount`: base units, above zero, at most what is left and what may still be drawn
		///   today; for a new place at least the asset's minimum deposit.
		///
		/// What has accrued is settled first. An exhausted stream may resume. Emits
		/// [`Event::AllowanceDrawn`].
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::funding_weight(T::WeightInfo::draw()))]
		pub fn draw(
			origin: OriginFor<T>,
			id: EscrowId,
			allowance: AllowanceId,
			amount: Balance,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let done = Self::do_draw(&who, id, allowance, amount)?;
			let most = Self::funding_weight(T::WeightInfo::draw());
			Ok(Some(Self::funded_weight(T::WeightInfo::draw_alone(), most, &done)).into())
		}

		/// Bring the end of an allowance forward to [`Config::RevocationNotice`] blocks from now.
		/// What was drawn by then stays where it is until its account closes. The sponsor only.
		///
		/// - `allowance`: one that would last longer.
		///
		/// Emits [`Event::AllowanceRevoked`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::revoke_allowance())]
		pub fn revoke_allowance(origin: OriginFor<T>, allowance: AllowanceId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_revoke(&who, allowance)
		}

		/// Make what is left of an expired allowance free again, and forget it. Anyone may call
		/// this.
		///
		/// - `allowance`: one whose last block is over.
		///
		/// Emits [`Event::AllowanceEnded`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::end_allowance())]
		pub fn end_allowance(origin: OriginFor<T>, allowance: AllowanceId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_end(allowance)
		}
	}

	impl<T: Config> Pallet<T> {
		/// The account in which fees and forfeits gather.
		pub fn pot() -> T::AccountId {
			T::PalletId::get().into_account_truncating()
		}
	}
}
