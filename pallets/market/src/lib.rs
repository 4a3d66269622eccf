//! # Market
//!
//! Tenants create deployments; each of their groups gets an order; validators judge it (the
//! approvals pallet, through [`Approvals`]); providers bid with collateral on hold and capacity
//! reserved; the lowest bid is awarded and becomes a lease (the leases pallet, through [`Leases`]).
//!
//! An order is `Pending`, then `Open` once approved, `Awarded` at the auction's close, `Leased`
//! when its provider has confirmed, and leaves storage when its group closes. `Closing` stands
//! between where a verdict or an ended lease must stay cheap: bids and deposit go back in the next
//! block. An award that is not confirmed puts the order up again, without its provider and
//! without a new vote, a bounded number of times.
//!
//! ## Auctions
//! `Open`: every bid must undercut the best of the blocks before its own by a minimum step. A bid in
//! the last blocks extends the auction, up to a ceiling; so does the withdrawal of the leading bid.
//! A bid at or below the order's buy-now price ends the auction at the next block.
//!
//! `Sealed`: providers commit to what they offer while the order takes bids, and reveal it after
//! that; the auction closes when all have, or at the deadline. What is not revealed forfeits its
//! collateral. The [`MAX_BIDS`](leasehold_primitives::MAX_BIDS) seats are for those who come first.
//!
//! `Choice`: bids at any price up to the maximum; the tenant may pick one from the approval until
//! some time after the last bids, else the lowest wins.
//!
//! A full book of an open auction or a choice gives way to a better bid: the worst is displaced and
//! gets everything back. Of bids at one price, the better is that of the provider with the better
//! reputation. Where that is the same too, the order is awarded a block later, by what the author
//! of the block of the close has drawn: nothing depends on a bid's place in a block.
//!
//! A provider's first bid on an order and every reveal are free of the transaction's fee, so losing
//! costs nothing; changing or withdrawing a bid, and what fails, pays it.
//!
//! An offer of a private network needs neither: whoever takes it has an award at once, which the
//! provider confirms or which closes, and is never put up for auction.
//!
//! An auction closes under the agenda in `on_poll`, within [`Config::MaxAgendaWeight`]; what does
//! not fit is carried over, and takes no more bids meanwhile. What a bidder had to be (eligible)
//! and to have (capacity) is checked and reserved when it bids; a promise made stands.
//!
//! ## Money
//! Collateral is on hold in the provider's own account, one amount a bid. It comes back in full
//! unless the bid had kept others away when it was withdrawn (see [`Pallet::withdraw_bid`]), was not
//! revealed, or cannot pay for the lease's collateral when it is awarded: then it goes to the fee
//! pot, never to a party that could provoke it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod auction;
mod bids;
mod choice;
mod costs;
mod deployments;
mod lease_hooks;
mod offers;
mod open;
mod prices;
mod ranking;
mod sealed;
mod topup;
mod try_state;
mod types;
mod verdict;
mod view;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{leased, BenchmarkHelper};
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

pub(crate) use costs::{Decided, Placed};
pub use pallet::*;
pub use types::*;
pub use view::MAX_EXAMINED;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use core::marker::PhantomData;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Mutate, MutateHold},
			EnsureOrigin, Randomness,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use leasehold_primitives::{
		traits::{Approvals, Escrow, Leases, Offers, Providers, Reputation},
		*,
	};
	use sp_core::H256;
	use sp_runtime::traits::BlockNumberProvider;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What the calls and hooks weigh.
		type WeightInfo: WeightInfo;
		/// Money and service time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
		/// The native token, in which bids' collateral is held.
		type Currency: Mutate<Self::AccountId, Balance = Balance>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;
		/// The runtime's reasons to hold.
		type RuntimeHoldReason: From<HoldReason>;
		/// The registry of providers and their capacity.
		type Providers: Providers<Self::AccountId>;
		/// Where deposits are held.
		type Escrow: Escrow<Self::AccountId>;
		/// Who judges orders.
		type Approvals: Approvals<Self::AccountId>;
		/// What awarded orders become.
		type Leases: Leases<Self::AccountId>;
		/// What private networks offer.
		type Offers: Offers<Self::AccountId>;
		/// What tells bids at the same price apart.
		type Reputation: Reputation<Self::AccountId>;
		/// What tells them apart where reputation does not: what the author of the last block has
		/// drawn. It is asked a block after the close at the earliest.
		type Randomness: Randomness<Option<Self::Hash>, BlockNumberFor<Self>>;
		/// Who may set [`Params`].
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The chain's height.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;
		/// The most that closing auctions may weigh in one block. Must exceed the close of the
		/// largest.
		#[pallet::constant]
		type MaxAgendaWeight: Get<Weight>;
	}

	/// Why this pallet holds native tokens.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A bid stands.
		#[codec(index = 0)]
		BidCollateral,
	}

	/// Every deployment that has a group left.
	#[pallet::storage]
	pub type Deployments<T: Config> = StorageMap<_, Twox64Concat, DeploymentId, DeploymentOf<T>>;

	/// The deployments of each tenant.
	#[pallet::storage]
	pub type DeploymentsOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, DeploymentId, ()>;

	/// Every order, until its group closes.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, OrderOf<T>>;

	/// The bids that stand, at most [`MAX_BIDS`] an order and one a provider.
	#[pallet::storage]
	pub type Bids<T: Config> =
		StorageDoubleMap<_, Twox64Concat, OrderId, Blake2_128Concat, T::AccountId, Bid>;

	/// The bids of sealed auctions that are not revealed; with those in [`Bids`] at most
	/// [`MAX_BIDS`] an order and one a provider.
	#[pallet::storage]
	pub type SealedBids<T: Config> =
		StorageDoubleMap<_, Twox64Concat, OrderId, Blake2_128Concat, T::AccountId, SealedBid>;

	/// The number of the next deployment.
	#[pallet::storage]
	pub type NextDeploymentId<T> = StorageValue<_, DeploymentId, ValueQuery>;

	/// The number of the next order.
	#[pallet::storage]
	pub type NextOrderId<T> = StorageValue<_, OrderId, ValueQuery>;

	/// How many orders wait for a verdict or have an auction that is not decided.
	#[pallet::storage]
	pub type OpenOrders<T> = StorageValue<_, u32, ValueQuery>;

	/// The orders whose auction goes on to its next part or closes, or whose bids and deposit go
	/// back, at a block.
	#[pallet::storage]
	pub type Due<T> =
		StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, OrderId, (), OptionQuery>;

	/// The first block whose [`Due`] orders are not all worked off.
	#[pallet::storage]
	pub type DueCursor<T> = StorageValue<_, BlockNumber, ValueQuery>;

	/// The latest confirmed awards in an asset, oldest first.
	#[pallet::storage]
	pub type RecentAwards<T> = StorageMap<_, Twox64Concat, AssetId, RecentAwardsRing, ValueQuery>;

	/// What governance tunes.
	#[pallet::storage]
	pub type Params<T> = StorageValue<_, MarketParams, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The first [`Params`].
		pub params: MarketParams,
		/// Binds the configuration to a runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { params: MarketParams::default(), _config: PhantomData }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.params.is_sane(), "market.params are out of bounds: {:?}", self.params);
			Params::<T>::put(&self.params);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	// Built and encoded at once, never kept.
	#[allow(clippy::large_enum_variant)]
	pub enum Event<T: Config> {
		/// A tenant has created a deployment; an [`Event::OrderCreated`] for each group follows.
		DeploymentCreated {
			/// Its number.
			deployment: DeploymentId,
			/// Who pays.
			tenant: T::AccountId,
			/// What it runs.
			manifest: ManifestHash,
			/// What it pays in.
			asset: AssetId,
			/// How many groups it has.
			groups: u8,
		},
		/// The last group of a deployment has closed; it is gone.
		DeploymentClosed {
			/// Its number.
			deployment: DeploymentId,
			/// Who paid.
			tenant: T::AccountId,
		},
		/// A group's order waits for the validators' verdict and takes bids.
		OrderCreated {
			/// Its number, also that of its escrow account and lease.
			order: OrderId,
			/// The deployment that it belongs to.
			deployment: DeploymentId,
			/// The group's place in the deployment.
			group: u8,
			/// Who pays.
			tenant: T::AccountId,
			/// What it runs.
			manifest: ManifestHash,
			/// What it pays in.
			asset: AssetId,
			/// What is asked for.
			spec: GroupSpec<T::AccountId>,
			/// The first deposit, in base units of the asset.
			deposit: Balance,
			/// The price that ends the auction early, in base units per hour.
			buy_now: Option<Balance>,
			/// How the provider is found.
			auction: AuctionKind,
			/// Between how many replicas its lease may be amended.
			scaling: Option<Scaling>,
			/// Whether it is put up again when its provider leaves.
			relist: bool,
			/// The shortest notice that a bid may offer, in blocks.
			min_notice: BlockNumber,
		},
		/// An order was approved; its auction closes at block `ends`.
		OrderOpened {
			/// The order.
			order: OrderId,
			/// The block at which the auction closes.
			ends: BlockNumber,
			/// The block beyond which late bids do not extend it.
			latest: BlockNumber,
		},
		/// An order was put up again, without a new vote and without bids.
		OrderReopened {
			/// The order.
			order: OrderId,
			/// Why.
			cause: ReopenCause,
			/// How often it has been put up again by now.
			rounds: u8,
			/// The block at which the auction closes.
			ends: BlockNumber,
			/// The block beyond which late bids do not extend it.
			latest: BlockNumber,
		},
		/// A provider failed an order and may not bid on it again.
		ProviderExcluded {
			/// The order.
			order: OrderId,
			/// The provider.
			provider: T::AccountId,
		},
		/// The end of an auction has moved.
		AuctionEndMoved {
			/// The order.
			order: OrderId,
			/// The block at which it closes now.
			ends: BlockNumber,
		},
		/// A bid stands. It takes the place of the provider's earlier bid on the order, if it had
		/// one, whose collateral is released unless it is kept for this one.
		BidPlaced {
			/// The order.
			order: OrderId,
			/// Who bids.
			provider: T::AccountId,
			/// Base units per hour for the group.
			price: Balance,
			/// On which machines the replicas would run.
			placement: Placement,
			/// Blocks of notice before the provider ends the lease.
			notice: BlockNumber,
			/// Blocks for which it keeps the capacity after the money has run out.
			grace: BlockNumber,
			/// Native base units on hold for the bid.
			collateral: Balance,
			/// The price of the provider's earlier bid that this one replaces.
			replaces: Option<Balance>,
		},
		/// A bid has lost, was displaced or withdrawn, or its order is gone: its collateral and
		/// capacity are free again.
		BidReleased {
			/// The order.
			order: OrderId,
			/// Who had bid.
			provider: T::AccountId,
			/// Base units per hour that it was at.
			price: Balance,
			/// Native base units released.
			collateral: Balance,
		},
		/// A bid is gone and its collateral went to the fee pot: it was withdrawn while it led or
		/// after it had displaced another, or could not be awarded. Its capacity is free again.
		BidForfeited {
			/// The order.
			order: OrderId,
			/// Who had bid.
			provider: T::AccountId,
			/// Base units per hour that it was at.
			price: Balance,
			/// Native base units forfeited.
			collateral: Balance,
		},
		/// The lowest bid could not become a lease.
		AwardFailed {
			/// The order.
			order: OrderId,
			/// Who had bid.
			provider: T::AccountId,
			/// Base units per hour that it was at.
			price: Balance,
			/// Why.
			error: DispatchError,
		},
		/// The lowest bid won. Its collateral on hold as a bid was released, to be held for the
		/// lease; its capacity stays reserved.
		OrderAwarded {
			/// The order, and so the lease.
			order: OrderId,
			/// The deployment that it belongs to.
			deployment: DeploymentId,
			/// The group's place in the deployment.
			group: u8,
			/// Who pays.
			tenant: T::AccountId,
			/// Who serves.
			provider: T::AccountId,
			/// What is paid in.
			asset: AssetId,
			/// Base units per hour for the group.
			price: Balance,
			/// Native base units of collateral.
			collateral: Balance,
		},
		/// The winner has confirmed: the order is served.
		OrderLeased {
			/// The order, and so the lease.
			order: OrderId,
			/// Who serves.
			provider: T::AccountId,
		},
		/// The tenant has lost the amount that declining costs both sides, to the fee pot.
		DeclinePenaltyTaken {
			/// The order.
			order: OrderId,
			/// Who paid it.
			tenant: T::AccountId,
			/// How much, in native base units.
			amount: Balance,
		},
		/// The tenant could not spare what declining costs both sides.
		DeclinePenaltySkipped {
			/// The order.
			order: OrderId,
			/// Who would have paid it.
			tenant: T::AccountId,
			/// How much it would have been, in native base units.
			amount: Balance,
		},
		/// An order takes no more bids; bids and deposit go back at block `at`.
		OrderClosing {
			/// The order.
			order: OrderId,
			/// Why.
			cause: CloseCause,
			/// When.
			at: BlockNumber,
		},
		/// An order is gone, and its group closed. What was left of its deposit and its bids has
		/// gone back.
		OrderClosed {
			/// The order.
			order: OrderId,
			/// The deployment that it belonged to.
			deployment: DeploymentId,
			/// The group's place in the deployment.
			group: u8,
			/// Why.
			cause: CloseCause,
		},
		/// Governance has set what it tunes.
		ParamsSet {
			/// From now on.
			params: MarketParams,
		},
		/// A sealed bid stands. It takes the place of the provider's earlier one on the order, if
		/// it `replaces` one, whose collateral is released unless it is kept for this one.
		BidCommitted {
			/// The order.
			order: OrderId,
			/// Who bids.
			provider: T::AccountId,
			/// [`commitment`] to what it offers.
			commitment: H256,
			/// On which machines the replicas would run.
			placement: Placement,
			/// Native base units on hold for the bid.
			collateral: Balance,
			/// Whether it had one before.
			replaces: bool,
		},
		/// An order takes no more sealed bids; those that stand may be revealed before `ends`.
		RevealsBegun {
			/// The order.
			order: OrderId,
			/// The block at which the auction closes.
			ends: BlockNumber,
		},
		/// A sealed bid is sealed no more.
		BidRevealed {
			/// The order.
			order: OrderId,
			/// Who bids.
			provider: T::AccountId,
			/// Base units per hour for the group.
			price: Balance,
			/// Blocks of notice before the provider ends the lease.
			notice: BlockNumber,
			/// Blocks for which it keeps the capacity after the money has run out.
			grace: BlockNumber,
		},
		/// A sealed bid was withdrawn, or its order is gone: its collateral and capacity are free
		/// again.
		SealedBidReleased {
			/// The order.
			order: OrderId,
			/// Who had bid.
			provider: T::AccountId,
			/// Native base units released.
			collateral: Balance,
		},
		/// A sealed bid is gone and its collateral went to the fee pot: it was not revealed, or
		/// withdrawn after all seats had been taken. Its capacity is free again.
		SealedBidForfeited {
			/// The order.
			order: OrderId,
			/// Who had bid.
			provider: T::AccountId,
			/// Native base units forfeited.
			collateral: Balance,
		},
		/// An order takes no more bids; its tenant may pick one before `ends`.
		ChoiceBegun {
			/// The order.
			order: OrderId,
			/// The block at which the auction closes.
			ends: BlockNumber,
		},
		/// A tenant has picked a bid, which is awarded at block `at`.
		BidPicked {
			/// The order.
			order: OrderId,
			/// Whose bid.
			provider: T::AccountId,
			/// When.
			at: BlockNumber,
		},
		/// The lowest bids tie in price and reputation; the draw is at block `at`.
		DrawDue {
			/// The order.
			order: OrderId,
			/// When.
			at: BlockNumber,
		},
		/// The provider of a lease has left: what it served is put up again as a new order, and the
		/// old order is gone. The deposit rolls over. [`Event::OrderOpened`] follows at once, unless
		/// the lease was amended beyond what was approved: the new order waits for a verdict then.
		OrderRelisted {
			/// The new order.
			order: OrderId,
			/// The old one.
			predecessor: OrderId,
			/// The deployment that both belong to.
			deployment: DeploymentId,
			/// The group's place in the deployment.
			group: u8,
			/// What it runs.
			manifest: ManifestHash,
			/// What is asked for.
			spec: GroupSpec<T::AccountId>,
			/// How often it has been put up again by now.
			rounds: u8,
		},
		/// Somebody has put money into the leases of a deployment, so that they last equally long.
		DeploymentFunded {
			/// The deployment.
			deployment: DeploymentId,
			/// In whose balance it is on hold.
			who: T::AccountId,
			/// How much each lease got, in base units.
			parts: BoundedVec<(OrderId, Balance), ConstU32<MAX_GROUPS>>,
		},
		/// A tenant has taken an offer of a private network: a deployment of one group, awarded to
		/// the provider without a vote or an auction.
		OfferOrdered {
			/// The order, and so the lease.
			order: OrderId,
			/// The new deployment.
			deployment: DeploymentId,
			/// What was taken.
			offer: OfferId,
			/// Whose offer it is.
			network: NetworkId,
			/// Who pays.
			tenant: T::AccountId,
			/// Who serves.
			provider: T::AccountId,
			/// What it runs.
			manifest: ManifestHash,
			/// What is paid in.
			asset: AssetId,
			/// What was taken, its price as the maximum.
			spec: GroupSpec<T::AccountId>,
			/// Base units per hour for the group.
			price: Balance,
			/// Native base units of collateral.
			collateral: Balance,
			/// On which machines the replicas run.
			placement: Placement,
			/// The first deposit, in base units of the asset.
			deposit: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such deployment; it may have closed.
		DeploymentNotFound,
		/// No such order; it may have closed.
		OrderNotFound,
		/// The provider has no bid on this order.
		BidNotFound,
		/// Only the tenant may do this.
		NotAuthorized,
		/// A deployment needs at least one group.
		NoGroups,
		/// CPU, memory and storage must be above zero, GPU models in ascending order with units.
		InvalidResources,
		/// A group has 1 to 64 replicas.
		InvalidReplicas,
		/// The resources of all replicas together are more than the chain can count.
		ResourcesOverflow,
		/// The maximum price must be above zero.
		InvalidMaxPrice,
		/// An attribute's key must be letters, digits and `-_./` only, and not empty.
		InvalidAttribute,
		/// The buy-now price must be above zero and at most the maximum price.
		InvalidBuyNow,
		/// The order is awarded or leased: close its lease instead.
		AlreadyAwarded,
		/// The order is closing and takes nothing more.
		AlreadyClosing,
		/// The auction has ended; its close is due.
		AuctionEnded,
		/// A tenant may not bid on its own order.
		OwnOrder,
		/// The provider failed this order before and may not bid on it again.
		Excluded,
		/// A bid's price must be above zero and at most the order's maximum.
		InvalidPrice,
		/// The bid must undercut the best by at least the minimum step, or may not be above the
		/// provider's own.
		PriceNotLowEnough,
		/// The notice is shorter than the minimum, the chain's or the order's, or longer than 30
		/// days; or shorter than in the bid that the tenant may be picking.
		InvalidNotice,
		/// The grace is longer than 14 days, or shorter than in the bid that the tenant may be
		/// picking.
		InvalidGrace,
		/// The placement must name machines in ascending order, each with at least one replica,
		/// and all replicas of the group.
		InvalidPlacement,
		/// The provider cannot spare the collateral.
		InsufficientCollateral,
		/// A parameter is out of its bounds.
		InvalidParams,
		/// The order's auction is of another kind.
		WrongAuction,
		/// All seats are taken, and this bid is not better than the worst of them.
		BookFull,
		/// What is revealed is not what was committed to.
		CommitmentMismatch,
		/// The auction has not come to this yet.
		TooEarly,
		/// The tenant has picked a bid, which is awarded in the next block.
		AlreadyPicked,
		/// Bounds for scaling must hold the group's replicas, from 1 to what a group may have.
		InvalidScaling,
		/// The order does not let its lease have so many replicas.
		BeyondScaling,
		/// A deposit must be above zero.
		ZeroDeposit,
		/// None of the deployment's groups has a lease that runs.
		NoLeases,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_due(meter);
		}

		fn integrity_test() {
			let share = T::MaxAgendaWeight::get();
			let needed = T::WeightInfo::due_bucket().saturating_add(Self::due_item_weight());
			assert!(
				needed.all_lt(share),
				"MaxAgendaWeight ({share}) must exceed the largest item ({needed})",
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	/// What is well-behaved and bounded costs no fee: a provider's first bid on an order, which
	/// its collateral and its order's fee pay for, and a reveal.
	fn pays_unless(free: bool) -> Pays {
		match free {
			true => Pays::No,
			false => Pays::Yes,
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Create a deployment with an order for each group. The deposits go on hold in the
		/// caller's account, and an order fee for each group is taken, which is not returned.
		///
		/// - `manifest`: the hash of what it runs.
		/// - `asset`: what it pays in, listed by governance.
		/// - `groups`: 1 to 8, see [`GroupRequest`].
		///
		/// # Errors
		/// `NoGroups`, `InvalidResources`, `InvalidReplicas`, `ResourcesOverflow`,
		/// `InvalidNotice`, `InvalidScaling`, `InvalidMaxPrice`, `InvalidAttribute`, `InvalidBuyNow`; a denied tenant or manifest, an
		/// asset that is not listed, too small a deposit, too little money for deposit or fee.
		///
		/// Emits [`Event::DeploymentCreated`] and an [`Event::OrderCreated`] for each group.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_deployment(types::count(groups)))]
		pub fn create_deployment(
			origin: OriginFor<T>,
			manifest: ManifestHash,
			asset: AssetId,
			groups: GroupRequestsOf<T>,
		) -> DispatchResultWithPostInfo {
			let tenant = ensure_signed(origin)?;
			let weight = Self::created_weight(&asset, types::count(&groups));
			Self::do_create_deployment(tenant, manifest, asset, groups)?;
			Ok(Some(weight).into())
		}

		/// Close every group of a deployment, in whatever state: leases are closed and orders
		/// without bids taken back at once, orders with bids under the agenda of the next block;
		/// what is left of the deposits returns with them.
		///
		/// - `id`: the deployment. The caller must be its tenant.
		///
		/// # Errors
		/// `DeploymentNotFound`, `NotAuthorized`, `AlreadyClosing`.
		///
		/// Emits an [`Event::OrderClosed`] or [`Event::OrderClosing`] for each group, and
		/// [`Event::DeploymentClosed`] with the last.
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::close_deployment_weight())]
		pub fn close_deployment(
			origin: OriginFor<T>,
			id: DeploymentId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let weight = Self::do_close_deployment(who, id)?;
			Ok(Some(weight).into())
		}

		/// Bid on an order that waits for its verdict or is open, and not sealed. The collateral
		/// goes on hold in the caller's account and the capacity is reserved. A provider has one
		/// bid an order: a further one takes the place of the earlier. The first on an order costs
		/// no fee once it stands.
		///
		/// - `order`: which one. The caller must be eligible and not its tenant.
		/// - `price`: base units of the order's asset per hour for the group; above zero and at
		///   most the order's maximum. In an open auction below the best bid of earlier blocks by
		///   the minimum step, and below the provider's own; where the tenant chooses, not above
		///   the provider's own, which no further bid may be worse than in notice and grace either.
		/// - `placement`: on which machines how many replicas run, all replicas in all.
		/// - `notice`: blocks of notice before the provider ends the lease; from the order's minimum
		///   and that in [`Params`] to [`MAX_NOTICE`].
		/// - `grace`: blocks for which it keeps the capacity after the money has run out; at most
		///   [`MAX_GRACE`].
		///
		/// # Errors
		/// `OrderNotFound`, `WrongAuction`, `AlreadyAwarded`, `AlreadyClosing`, `AuctionEnded`,
		/// `OwnOrder`, `Excluded`, `InvalidPrice`, `PriceNotLowEnough`, `InvalidNotice`,
		/// `InvalidGrace`, `InvalidPlacement`, `BookFull`, `InsufficientCollateral`; the registry's
		/// errors where the provider is not eligible or its machines have no room.
		///
		/// Emits [`Event::BidPlaced`], [`Event::BidReleased`] for a displaced bid and
		/// [`Event::AuctionEndMoved`] if the auction's end moves.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::max_bid_weight())]
		pub fn bid(
			origin: OriginFor<T>,
			order: OrderId,
			price: Balance,
			placement: Placement,
			notice: BlockNumber,
			grace: BlockNumber,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let placed = Self::do_bid(who, order, price, placement, notice, grace)?;
			Ok(frame_support::dispatch::PostDispatchInfo {
				actual_weight: Some(Self::bid_weight(&placed)),
				pays_fee: pays_unless(placed.first),
			})
		}

		/// Take back the caller's bid, sealed or not. Its collateral is forfeited if others were
		/// kept away by it: if it leads an open auction, has displaced another, or had one of the
		/// seats when all seats of a sealed auction were taken. Else it is released.
		///
		/// - `order`: on which it stands; it must still take bids.
		///
		/// # Errors
		/// `OrderNotFound`, `AlreadyAwarded`, `AlreadyClosing`, `AuctionEnded`, `BidNotFound`.
		///
		/// Emits [`Event::BidReleased`] or [`Event::BidForfeited`], [`Event::SealedBidReleased`] or
		/// [`Event::SealedBidForfeited`], and [`Event::AuctionEndMoved`] if the auction's end moves.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_bid(MAX_BIDS))]
		pub fn withdraw_bid(origin: OriginFor<T>, order: OrderId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let weight = Self::do_withdraw_bid(who, order)?;
			Ok(Some(weight).into())
		}

		/// Take back one order that is not awarded yet. Its group closes, and the deployment with
		/// the last group: at once if there are no bids, else under the agenda of the next block,
		/// which returns them.
		///
		/// - `order`: which one. The caller must be its tenant.
		///
		/// # Errors
		/// `OrderNotFound`, `NotAuthorized`, `AlreadyAwarded`, `AlreadyClosing`.
		///
		/// Emits [`Event::OrderClosed`], and [`Event::DeploymentClosed`] with the last group, or
		/// [`Event::OrderClosing`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::close_order())]
		pub fn close_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close_order(who, order)
		}

		/// Set what governance tunes. Collateral, steps and extensions count for bids placed from
		/// now on, the auction's length for auctions opened from now on.
		///
		/// - `params`: see [`MarketParams`] for the bounds.
		///
		/// # Errors
		/// `BadOrigin` unless from governance; `InvalidParams`.
		///
		/// Emits [`Event::ParamsSet`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_params())]
		pub fn set_params(origin: OriginFor<T>, params: MarketParams) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(params.is_sane(), Error::<T>::InvalidParams);
			Params::<T>::put(&params);
			Self::deposit_event(Event::ParamsSet { params });
			Ok(())
		}

		/// Bid on an order with a sealed auction that waits for its verdict or is open. The
		/// collateral goes on hold in the caller's account and the capacity is reserved. A provider
		/// has one bid an order: a further one takes the place of the earlier. The first on an
		/// order costs no fee once it stands. What is not revealed in time forfeits its collateral.
		///
		/// - `order`: which one. The caller must be eligible and not its tenant, and there a seat.
		/// - `commitment`: to price, notice and grace, see [`commitment`].
		/// - `placement`: on which machines how many replicas run, all replicas in all.
		///
		/// # Errors
		/// `OrderNotFound`, `WrongAuction`, `AlreadyAwarded`, `AlreadyClosing`, `AuctionEnded`,
		/// `OwnOrder`, `Excluded`, `InvalidPlacement`, `BookFull`, `InsufficientCollateral`; the
		/// registry's errors where the provider is not eligible or its machines have no room.
		///
		/// Emits [`Event::BidCommitted`].
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::max_commit_weight())]
		pub fn commit_bid(
			origin: OriginFor<T>,
			order: OrderId,
			commitment: H256,
			placement: Placement,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let placed = Self::do_commit_bid(who, order, commitment, placement)?;
			Ok(frame_support::dispatch::PostDispatchInfo {
				actual_weight: Some(Self::commit_weight(&placed)),
				pays_fee: pays_unless(placed.first),
			})
		}

		/// Say what the caller's sealed bid is, while the order takes reveals. Costs no fee. When
		/// the last one is revealed, the auction closes at the next block.
		///
		/// - `order`: on which it stands.
		/// - `price`: base units of the order's asset per hour for the group; above zero and at
		///   most the order's maximum.
		/// - `notice`: blocks of notice before the provider ends the lease; from the order's minimum
		///   and that in [`Params`] when the bid was made to [`MAX_NOTICE`].
		/// - `grace`: blocks for which it keeps the capacity after the money has run out; at most
		///   [`MAX_GRACE`].
		/// - `salt`: the 32 bytes that the commitment was made with.
		///
		/// # Errors
		/// `OrderNotFound`, `WrongAuction`, `AlreadyAwarded`, `AlreadyClosing`, `TooEarly`,
		/// `AuctionEnded`, `BidNotFound`, `CommitmentMismatch`, `InvalidPrice`, `InvalidNotice`,
		/// `InvalidGrace`.
		///
		/// Emits [`Event::BidRevealed`], and [`Event::AuctionEndMoved`] with the last.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::reveal_bid())]
		pub fn reveal_bid(
			origin: OriginFor<T>,
			order: OrderId,
			price: Balance,
			notice: BlockNumber,
			grace: BlockNumber,
			salt: [u8; 32],
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_reveal_bid(who, order, price, notice, grace, salt)?;
			Ok(Pays::No.into())
		}

		/// Pick a bid on an order whose tenant chooses, from its approval until the choice ends.
		/// The next block awards it; the order takes no more bids. If it cannot be awarded, the
		/// caller may pick another.
		///
		/// - `order`: which one. The caller must be its tenant.
		/// - `provider`: whose bid.
		///
		/// # Errors
		/// `OrderNotFound`, `NotAuthorized`, `WrongAuction`, `AlreadyAwarded`, `AlreadyClosing`,
		/// `TooEarly`, `AlreadyPicked`, `AuctionEnded`, `BidNotFound`.
		///
		/// Emits [`Event::BidPicked`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::pick_bid())]
		pub fn pick_bid(
			origin: OriginFor<T>,
			order: OrderId,
			provider: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_pick_bid(who, order, provider)
		}

		/// Put money into the leases of a deployment, split so that all last equally long: first
		/// to those that would end first. Orders that are not leased get nothing. Anyone may do
		/// this.
		///
		/// - `deployment`: which one.
		/// - `amount`: base units of its asset, all of which is put on hold in the caller's account.
		///
		/// # Errors
		/// `DeploymentNotFound`, `ZeroDeposit`, `NoLeases`; the escrow's errors where the caller
		/// cannot spare it, or a part is below the minimum of a new depositor.
		///
		/// Emits [`Event::DeploymentFunded`].
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::deposit_weight(MAX_GROUPS))]
		pub fn deposit_to_deployment(
			origin: OriginFor<T>,
			deployment: DeploymentId,
			amount: Balance,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let leases = Self::do_deposit_to_deployment(who, deployment, amount)?;
			Ok(Some(Self::deposit_weight(leases)).into())
		}

		/// Take an offer of a private network: create a deployment of one group that is awarded to
		/// the provider at once, at the offer's price and terms, with no vote and so no order fee.
		/// The lease is active when the provider confirms. If it does not, the order closes and the
		/// deposit returns.
		///
		/// - `manifest`: the hash of what it runs.
		/// - `offer`: what is taken; it says the asset.
		/// - `provider`: who serves it; one that supplies the offer, and not the caller.
		/// - `replicas`: how many of the offer's quantity.
		/// - `deposit`: base units of the asset, put on hold in the caller's account.
		///
		/// # Errors
		/// `OwnOrder`; a denied tenant or manifest; the registry's errors where there is no such
		/// offer or not so much of it left, its network is not approved or does not admit the
		/// caller or the provider, or the provider takes no bids or has no room; the escrow's
		/// errors where the deposit is too small or more than the caller can spare; the leases'
		/// error where the provider cannot spare the collateral.
		///
		/// Emits [`Event::OfferOrdered`].
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::take_offer_weight())]
		pub fn take_offer(
			origin: OriginFor<T>,
			manifest: ManifestHash,
			offer: OfferId,
			provider: T::AccountId,
			replicas: u16,
			deposit: Balance,
		) -> DispatchResultWithPostInfo {
			let tenant = ensure_signed(origin)?;
			let taking = offers::Taking { tenant, manifest, offer, provider, replicas, deposit };
			Ok(Some(Self::do_take_offer(taking)?).into())
		}
	}
}
