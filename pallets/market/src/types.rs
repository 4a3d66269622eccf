//! The records of the market.

use crate::{Config, Params};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec,
};
use leasehold_primitives::{
	lease::DeclineReason, traits::RejectReason, AssetId, Balance, BlockNumber, CloseReason,
	DeploymentId, GroupSpec, ManifestHash, OfferId, OrderId, Placement, Resources, MAX_GROUPS,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;
use sp_runtime::Permill;

/// The longest notice that a bid may offer, in blocks: 30 days of 3 s blocks.
pub const MAX_NOTICE: BlockNumber = 864_000;
/// The longest grace that a bid may offer, in blocks: 14 days of 3 s blocks.
pub const MAX_GRACE: BlockNumber = 403_200;
/// The longest auction, and the furthest that bids may extend one, in blocks: a day of 3 s blocks.
pub const MAX_AUCTION: BlockNumber = 28_800;
/// The longest that a tenant may choose, in blocks: 5 minutes of 3 s blocks.
pub const MAX_CHOICE: BlockNumber = 100;
/// The most often that an order may be put up again.
pub const MAX_ROUNDS: u8 = 16;
/// Providers that an order may exclude. An order that would exclude more closes.
pub const MAX_EXCLUDED: u32 = 16;
/// How many of the lowest bids are tried at the close of an auction. One that cannot pay for the
/// lease's collateral any more forfeits its own and gives way to the next.
pub const MAX_AWARD_TRIES: u32 = 4;
/// Recent awards that are remembered for each asset.
pub const MAX_RECENT: u32 = 16;

/// An account of the runtime.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// [`Order`] of the runtime.
pub type OrderOf<T> = Order<AccountIdOf<T>>;
/// [`Deployment`] of the runtime.
pub type DeploymentOf<T> = Deployment<AccountIdOf<T>>;
/// The groups of a new deployment.
pub type GroupRequestsOf<T> = BoundedVec<GroupRequest<AccountIdOf<T>>, ConstU32<MAX_GROUPS>>;
/// What is remembered of an asset's recent prices, oldest first.
pub type RecentAwardsRing = BoundedVec<RecentAward, ConstU32<MAX_RECENT>>;

/// A group as the tenant asks for it.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct GroupRequest<AccountId> {
	/// What is asked for.
	pub spec: GroupSpec<AccountId>,
	/// The first deposit into the group's escrow account, in base units of the asset.
	pub deposit: Balance,
	/// A bid at or below this price, in base units per hour, ends the auction at the next block.
	/// Above zero and at most the group's maximum price. In [`AuctionKind::Open`] alone.
	pub buy_now: Option<Balance>,
	/// How the provider is found.
	pub auction: AuctionKind,
	/// Between how many replicas the lease may be amended; `None`: as many as a group may have.
	pub scaling: Option<Scaling>,
	/// Whether what is left is put up again, with what is left of the deposit, when the provider
	/// leaves or falls silent.
	pub relist: bool,
	/// The shortest notice that a bid may offer, in blocks, where that is more than the minimum in
	/// [`MarketParams`]; at most [`MAX_NOTICE`].
	pub min_notice: BlockNumber,
}

impl<AccountId> GroupRequest<AccountId> {
	/// A group that an open auction without a buy-now price finds a provider for, of any scale,
	/// not put up again, and with any notice.
	pub fn new(spec: GroupSpec<AccountId>, deposit: Balance) -> Self {
		let auction = AuctionKind::Open;
		Self { spec, deposit, buy_now: None, auction, scaling: None, relist: false, min_notice: 0 }
	}
}

/// Bounds for the replicas of a group.
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
pub struct Scaling {
	/// The fewest; at least 1.
	pub min: u16,
	/// The most; at most what a group may have.
	pub max: u16,
}

impl Scaling {
	/// Whether so many replicas are within the bounds.
	pub fn allows(&self, replicas: u16) -> bool {
		(self.min..=self.max).contains(&replicas)
	}
}

/// An application that a tenant runs: groups of equal replicas, all of one manifest.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Deployment<AccountId> {
	/// Who pays.
	pub tenant: AccountId,
	/// What its groups ran at first; see [`Order::manifest`].
	pub manifest: ManifestHash,
	/// What it pays in.
	pub asset: AssetId,
	/// The order of each group, in the order of the groups; `None` once the group has closed. At
	/// least one has not.
	pub groups: BoundedVec<Option<OrderId>, ConstU32<MAX_GROUPS>>,
}

/// How an order finds its provider.
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
pub enum AuctionKind {
	/// Everybody sees all bids; each must undercut the best by a minimum step; the lowest wins.
	#[codec(index = 0)]
	#[default]
	Open,
	/// Bidders commit to what nobody sees, then reveal; the lowest wins, and what is not revealed
	/// forfeits its collateral. Seats are for those who come first.
	#[codec(index = 1)]
	Sealed,
	/// Everybody sees all bids, which may be at any price up to the maximum; the tenant picks one
	/// until a deadline, else the lowest wins.
	#[codec(index = 2)]
	Choice,
}

impl AuctionKind {
	/// Whether bids are sealed until they are revealed.
	pub fn is_sealed(self) -> bool {
		matches!(self, Self::Sealed)
	}

	/// Whether the tenant picks.
	pub fn is_choice(self) -> bool {
		matches!(self, Self::Choice)
	}
}

/// What one group asks of providers, from its creation until the group closes.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Order<AccountId> {
	/// The deployment that the group belongs to.
	pub deployment: DeploymentId,
	/// The group's place in the deployment.
	pub group: u8,
	/// Who asks.
	pub tenant: AccountId,
	/// What is paid in.
	pub asset: AssetId,
	/// What the group is to run, as validators are asked; its lease says what was agreed since.
	pub manifest: ManifestHash,
	/// What is asked for, as validators are asked; its lease says what was agreed since.
	pub spec: GroupSpec<AccountId>,
	/// See [`GroupRequest::buy_now`].
	pub buy_now: Option<Balance>,
	/// How the provider is found.
	pub auction: AuctionKind,
	/// See [`GroupRequest::scaling`].
	pub scaling: Option<Scaling>,
	/// See [`GroupRequest::relist`].
	pub relist: bool,
	/// See [`GroupRequest::min_notice`].
	pub min_notice: BlockNumber,
	/// The offer of a private network that was taken, if this is no order for the market: no
	/// validator was asked about it, so it is never put up for auction.
	pub offer: Option<OfferId>,
	/// Where the order is in its life.
	pub state: OrderState<AccountId>,
	/// The lowest bid that stands; one of them if several tie. Sealed ones count once revealed.
	pub best: Option<BestBid<AccountId>>,
	/// The lowest bid before the block in which it last changed.
	pub earlier: Option<EarlierBest>,
	/// How many bids stand. Sealed ones count once revealed.
	pub bids: u32,
	/// How many sealed bids are not revealed.
	pub sealed: u32,
	/// Whether all seats have been taken in this round: who gives one up has kept others out.
	pub crowded: bool,
	/// How often the order has been put up again.
	pub rounds: u8,
	/// Providers that failed this order and may not bid on it again.
	pub excluded: BoundedVec<AccountId, ConstU32<MAX_EXCLUDED>>,
}

impl<AccountId> Order<AccountId> {
	/// What is asked for, before the validators, with an empty book.
	pub(crate) fn new(
		deployment: DeploymentId,
		group: u8,
		tenant: AccountId,
		asset: AssetId,
		manifest: ManifestHash,
		request: GroupRequest<AccountId>,
	) -> Self {
		let GroupRequest { spec, deposit: _, buy_now, auction, scaling, relist, min_notice } =
			request;
		Self {
			deployment,
			group,
			tenant,
			asset,
			manifest,
			spec,
			buy_now,
			auction,
			scaling,
			relist,
			min_notice,
			offer: None,
			state: OrderState::Pending,
			best: None,
			earlier: None,
			bids: 0,
			sealed: 0,
			crowded: false,
			rounds: 0,
			excluded: BoundedVec::new(),
		}
	}

	/// Whether the order waits for a verdict or has an auction that is not decided.
	pub fn is_on_the_market(&self) -> bool {
		match self.state {
			OrderState::Pending
			| OrderState::Open { .. }
			| OrderState::Revealing { .. }
			| OrderState::Choosing { .. }
			| OrderState::Drawing { .. } => true,
			OrderState::Awarded { .. } | OrderState::Leased { .. } | OrderState::Closing { .. } => {
				false
			},
		}
	}

	/// How many bids stand, sealed or not.
	pub fn seats(&self) -> u32 {
		self.bids.saturating_add(self.sealed)
	}

	/// The lowest price when block `now` began: what bids of this block are measured by, so that
	/// their places in the block do not matter.
	pub fn price_before(&self, now: BlockNumber) -> Option<Balance> {
		match &self.earlier {
			Some(earlier) if earlier.block == now => earlier.price,
			_ => self.best.as_ref().map(|best| best.price),
		}
	}

	/// Set the lowest bid, and remember the price before this block.
	pub(crate) fn set_best(&mut self, now: BlockNumber, best: Option<BestBid<AccountId>>) {
		self.earlier = Some(EarlierBest { block: now, price: self.price_before(now) });
		self.best = best;
	}

	/// The book is empty again: for a further round, or for an award.
	pub(crate) fn clear_book(&mut self) {
		self.best = None;
		self.earlier = None;
		self.bids = 0;
		self.sealed = 0;
		self.crowded = false;
	}

	/// The block on whose agenda the order stands, if it stands on one.
	pub fn due(&self) -> Option<BlockNumber> {
		match self.state {
			OrderState::Open { ends, .. }
			| OrderState::Revealing { ends }
			| OrderState::Choosing { ends, .. } => Some(ends),
			OrderState::Drawing { at } | OrderState::Closing { at, .. } => Some(at),
			OrderState::Pending | OrderState::Awarded { .. } | OrderState::Leased { .. } => None,
		}
	}

	/// Whether the best bid is at or below the buy-now price.
	pub fn is_bought(&self) -> bool {
		matches!((&self.best, self.buy_now), (Some(best), Some(buy_now)) if best.price <= buy_now)
	}
}

/// Where an order is in its life.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum OrderState<AccountId> {
	/// Waits for the validators' verdict and takes bids meanwhile.
	#[codec(index = 0)]
	Pending,
	/// Approved; takes bids in blocks below `ends`.
	#[codec(index = 1)]
	Open {
		/// The block at which the auction closes.
		ends: BlockNumber,
		/// The block at which it closes unless a bid meets the buy-now price.
		regular: BlockNumber,
		/// The block beyond which late bids do not extend it.
		latest: BlockNumber,
	},
	/// Won; the provider has yet to confirm.
	#[codec(index = 2)]
	Awarded {
		/// Who won.
		provider: AccountId,
		/// Base units per hour for the group.
		price: Balance,
	},
	/// Served.
	#[codec(index = 3)]
	Leased {
		/// Who serves.
		provider: AccountId,
		/// Base units per hour, as last agreed.
		price: Balance,
	},
	/// Takes no more bids; at block `at` the bids and the deposit go back.
	#[codec(index = 4)]
	Closing {
		/// When.
		at: BlockNumber,
		/// Why.
		cause: CloseCause,
	},
	/// Takes no more sealed bids; those that stand are revealed in blocks below `ends`.
	#[codec(index = 5)]
	Revealing {
		/// The block at which the auction closes.
		ends: BlockNumber,
	},
	/// Takes no more bids; the tenant picks one in blocks below `ends`.
	#[codec(index = 6)]
	Choosing {
		/// The block at which the auction closes.
		ends: BlockNumber,
		/// Whose bid the tenant has picked.
		picked: Option<AccountId>,
	},
	/// The lowest bids tie; the draw is at block `at`, from what nobody knew at the close.
	#[codec(index = 7)]
	Drawing {
		/// When.
		at: BlockNumber,
	},
}

/// Why an order closed.
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
pub enum CloseCause {
	/// The tenant took it back.
	#[codec(index = 0)]
	Tenant,
	/// The validators rejected it.
	#[codec(index = 1)]
	Rejected(RejectReason),
	/// It found no provider in all the rounds it had.
	#[codec(index = 2)]
	Expired,
	/// Governance has denied the tenant or the manifest since the order was made.
	#[codec(index = 3)]
	Denied,
	/// Its lease has ended.
	#[codec(index = 4)]
	LeaseEnded(CloseReason),
	/// The provider of the offer that it takes has not confirmed.
	#[codec(index = 5)]
	NotConfirmed(DeclineReason),
}

/// Why an order was put up again.
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
pub enum ReopenCause {
	/// Nobody had bid when the auction closed.
	#[codec(index = 0)]
	NoBids,
	/// None of the bidders that were tried could pay for the lease's collateral.
	#[codec(index = 1)]
	AwardFailed,
	/// The winner declined, or let its deadline pass.
	#[codec(index = 2)]
	NotConfirmed(DeclineReason),
	/// No sealed bid was revealed.
	#[codec(index = 3)]
	NoneRevealed,
}

/// The lowest bid on an order.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct BestBid<AccountId> {
	/// Who bid it.
	pub provider: AccountId,
	/// Base units per hour for the group.
	pub price: Balance,
}

/// The lowest price on an order, before it changed.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct EarlierBest {
	/// The block in which it changed.
	pub block: BlockNumber,
	/// Base units per hour when that block began; `None` if there was no bid.
	pub price: Option<Balance>,
}

/// A provider's bid on an order. The capacity is reserved under the order's number.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Bid {
	/// Base units per hour for the group.
	pub price: Balance,
	/// On which machines the replicas would run.
	pub placement: Placement,
	/// How many blocks of notice the provider would give before it ends the lease.
	pub notice: BlockNumber,
	/// How many blocks it would keep the capacity after the money has run out.
	pub grace: BlockNumber,
	/// Native tokens on hold for this bid.
	pub collateral: Balance,
	/// Whether it pushed another bid out of a full book. Such a bid is not withdrawn for free.
	pub displaced: bool,
}

/// A bid of which nobody but its provider knows the price. The capacity is reserved under the
/// order's number.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct SealedBid {
	/// [`commitment`] to price, notice and grace.
	pub commitment: H256,
	/// On which machines the replicas would run.
	pub placement: Placement,
	/// Native tokens on hold for this bid.
	pub collateral: Balance,
	/// The shortest notice that could be offered when it was made: what the reveal is held to.
	pub min_notice: BlockNumber,
}

/// What a sealed bid commits to: blake2-256 over the SCALE encoding of `price` (base units per
/// hour, `u128`), `notice` and `grace` (blocks, `u32`), `salt` (32 bytes that nobody can guess,
/// used once), `bidder` and `order` (`u64`), in this order.
pub fn commitment<AccountId: Encode>(
	price: Balance,
	notice: BlockNumber,
	grace: BlockNumber,
	salt: &[u8; 32],
	bidder: &AccountId,
	order: OrderId,
) -> H256 {
	let terms = (price, notice, grace, salt, bidder, order);
	H256(terms.using_encoded(sp_io::hashing::blake2_256))
}

/// An award that was confirmed, for quotes.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct RecentAward {
	/// What all replicas have together.
	pub resources: Resources,
	/// Base units per hour for all of it.
	pub price: Balance,
	/// When it was confirmed.
	pub block: BlockNumber,
}

/// What governance tunes.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MarketParams {
	/// Native base units on hold for a bid, and later for its lease. Above zero, so that bids
	/// cost something. A change counts for new bids.
	pub collateral: Balance,
	/// By how much of the best price a bid must undercut it, and by one base unit at least. Below
	/// one.
	pub min_step: Permill,
	/// How long an auction takes bids once its order is approved, in blocks; 1 to [`MAX_AUCTION`].
	pub auction_blocks: BlockNumber,
	/// An auction goes on for at least this many blocks after a bid; 0 to `auction_blocks`.
	pub extension_blocks: BlockNumber,
	/// By how many blocks late bids may extend an auction in all; at most [`MAX_AUCTION`].
	pub extension_ceiling_blocks: BlockNumber,
	/// The shortest notice that a bid may offer, in blocks; 1 to [`MAX_NOTICE`].
	pub min_notice: BlockNumber,
	/// What tenant and provider each lose when an award is declined, in native base units; at most
	/// `collateral`, from which the provider's part is taken.
	pub decline_penalty: Balance,
	/// How often an order is put up again before it closes; at most [`MAX_ROUNDS`].
	pub max_rounds: u8,
	/// For how long sealed bids may be revealed, in blocks; 1 to [`MAX_AUCTION`].
	pub reveal_blocks: BlockNumber,
	/// For how long a tenant may choose after the last bids, in blocks; 1 to [`MAX_CHOICE`].
	pub choice_blocks: BlockNumber,
}

impl Default for MarketParams {
	/// One LHD of collateral, steps of 1 %, auctions of 5 minutes, extended by 30 s up to another
	/// 5 minutes, an hour's notice, a tenth of an LHD lost by declining, three more rounds, 2
	/// minutes to reveal and 5 to choose; in blocks of 3 s.
	fn default() -> Self {
		Self {
			collateral: 1_000_000_000_000,
			min_step: Permill::from_percent(1),
			auction_blocks: 100,
			extension_blocks: 10,
			extension_ceiling_blocks: 100,
			min_notice: 1_200,
			decline_penalty: 100_000_000_000,
			max_rounds: 3,
			reveal_blocks: 40,
			choice_blocks: 100,
		}
	}
}

impl MarketParams {
	/// Whether every field is within its bounds.
	pub fn is_sane(&self) -> bool {
		self.collateral > 0
			&& self.min_step < Permill::one()
			&& (1..=MAX_AUCTION).contains(&self.auction_blocks)
			&& self.extension_blocks <= self.auction_blocks
			&& self.extension_ceiling_blocks <= MAX_AUCTION
			&& (1..=MAX_NOTICE).contains(&self.min_notice)
			&& self.decline_penalty <= self.collateral
			&& self.max_rounds <= MAX_ROUNDS
			&& (1..=MAX_AUCTION).contains(&self.reveal_blocks)
			&& (1..=MAX_CHOICE).contains(&self.choice_blocks)
	}

	/// The highest price that undercuts `best`; `None` if there is none above zero.
	pub fn price_below(&self, best: Balance) -> Option<Balance> {
		let step = self.min_step.mul_ceil(best).max(1);
		best.checked_sub(step).filter(|price| *price > 0)
	}
}

/// [`MarketParams::decline_penalty`], for the pallet that takes the provider's part.
pub struct DeclinePenalty<T>(PhantomData<T>);

impl<T: Config> Get<Balance> for DeclinePenalty<T> {
	fn get() -> Balance {
		Params::<T>::get().decline_penalty
	}
}

/// How many items a bounded list has.
pub(crate) fn count<Item, S>(list: &BoundedVec<Item, S>) -> u32 {
	// No list here is longer than a few dozen.
	u32::try_from(list.len()).unwrap_or(u32::MAX)
}
