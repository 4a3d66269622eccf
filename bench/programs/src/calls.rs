//! The calls of a market in which every lease is like every other.

use frame_support::{traits::Get, BoundedVec};
use leasehold_primitives::{
	Architecture, AssetId, Balance, BlockNumber, GroupSpec, LeaseId, ManifestHash, NetworkId,
	OfferId, OrderId, Resources, BLOCKS_PER_DAY,
};
use leasehold_runtime::{AccountId, RuntimeCall, LHD, MILLISECS_PER_BLOCK};
use pallet_leasehold_market::{AuctionKind, GroupRequest};
use pallet_leasehold_providers::{Machine, NodeKind, OfferTerms};

/// Base units an hour at most: some accrue every millisecond.
pub const MAX_PRICE: Balance = LHD / 10;
/// What a lease begins with: ten hours of the highest price.
pub const DEPOSIT: Balance = LHD;
/// What everybody has.
const FUNDS: Balance = 10_000_000 * LHD;
/// Accounts that one batch funds.
const FUNDED_AT_ONCE: usize = 100;
/// What a bid says of notice and grace, in blocks.
const NOTICE: BlockNumber = 1_200;
const GRACE: BlockNumber = 1_200;
/// Machines of one provider that supply the offer, and leases that each has room for.
pub const MACHINES: u16 = 8;

/// What one replica has.
fn replica() -> Resources {
	Resources::new(100, 128, 1_024)
}

/// A list that is within its bound.
pub fn bounded<T, S: Get<u32>>(items: Vec<T>) -> BoundedVec<T, S> {
	BoundedVec::truncate_from(items)
}

/// `call` as root, by the key of `Sudo`.
pub fn root(call: impl Into<RuntimeCall>) -> RuntimeCall {
	pallet_sudo::Call::sudo { call: Box::new(call.into()) }.into()
}

/// Give everybody money, as root.
pub fn fund(who: &[AccountId]) -> Vec<RuntimeCall> {
	let set = |who: &AccountId| {
		pallet_balances::Call::force_set_balance { who: who.clone().into(), new_free: FUNDS }.into()
	};
	who.chunks(FUNDED_AT_ONCE)
		.map(|part| root(pallet_utility::Call::batch_all { calls: part.iter().map(set).collect() }))
		.collect()
}

/// Let auctions take bids for `auction_blocks`, whatever comes late, and awards and liveness last:
/// nobody sends heartbeats here.
pub fn parameters(
	mut market: pallet_leasehold_market::MarketParams,
	mut leases: pallet_leasehold_leases::Params,
	mut providers: pallet_leasehold_providers::Params,
	auction_blocks: BlockNumber,
) -> Vec<RuntimeCall> {
	market.auction_blocks = auction_blocks;
	market.extension_blocks = 0;
	market.extension_ceiling_blocks = 0;
	leases.confirm_blocks = pallet_leasehold_leases::MAX_PERIOD;
	leases.min_stay_blocks = 0;
	providers.heartbeat.window.time = u64::from(BLOCKS_PER_DAY) * MILLISECS_PER_BLOCK;
	providers.heartbeat.window.blocks = BLOCKS_PER_DAY;
	vec![
		root(pallet_leasehold_market::Call::set_params { params: market }),
		root(pallet_leasehold_leases::Call::set_params { params: leases }),
		root(pallet_leasehold_providers::Call::set_params { params: providers }),
	]
}

/// Let settlements be due in every block.
pub fn settle_always(mut leases: pallet_leasehold_leases::Params) -> RuntimeCall {
	leases.settle_blocks = 1;
	root(pallet_leasehold_leases::Call::set_params { params: leases })
}

/// Move one unit, as the yardstick.
pub fn transfer(to: AccountId) -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: to.into(), value: 1 }.into()
}

/// Register a provider.
pub fn register() -> RuntimeCall {
	let endpoint = bounded(b"https://provider.example".to_vec());
	pallet_leasehold_providers::Call::register { endpoint, attributes: Default::default() }.into()
}

/// Add a machine with room for some three thousand leases.
pub fn add_node() -> RuntimeCall {
	let machine = Machine {
		architecture: Architecture::Amd64,
		capacity: Resources::new(384_000, 1_048_576, 16_777_216),
		devices: Default::default(),
	};
	pallet_leasehold_providers::Call::add_node { kind: NodeKind::Shared, machine }.into()
}

/// Bond the network with the next number.
pub fn create_network() -> RuntimeCall {
	let terms = ManifestHash::repeat_byte(1);
	pallet_leasehold_providers::Call::create_network { terms, restricted: false }.into()
}

/// Approve it in the validators' place.
pub fn approve_network(network: NetworkId) -> RuntimeCall {
	let subject = leasehold_primitives::traits::Subject::Network(network);
	root(pallet_leasehold_approvals::Call::decide { subject, approve: true })
}

/// Approve those of these orders on which the validators have not decided yet.
pub fn approve_orders(orders: &[OrderId]) -> RuntimeCall {
	let decide = |order: &OrderId| {
		let subject = leasehold_primitives::traits::Subject::Order(*order);
		pallet_leasehold_approvals::Call::decide { subject, approve: true }.into()
	};
	root(pallet_utility::Call::force_batch { calls: orders.iter().map(decide).collect() })
}

/// Let auctions that begin from now on take bids for so many blocks.
pub fn auctions_of(
	mut market: pallet_leasehold_market::MarketParams,
	blocks: BlockNumber,
) -> RuntimeCall {
	market.auction_blocks = blocks;
	root(pallet_leasehold_market::Call::set_params { params: market })
}

/// Admit a provider.
pub fn admit(network: NetworkId, provider: AccountId) -> RuntimeCall {
	pallet_leasehold_providers::Call::admit_provider { network, provider }.into()
}

/// Offer replicas like those that orders ask for.
pub fn publish_offer(network: NetworkId, quantity: u32) -> RuntimeCall {
	let terms = OfferTerms {
		resources: replica(),
		architecture: None,
		price: MAX_PRICE,
		asset: AssetId::Native,
		collateral: LHD,
		notice: NOTICE,
		grace: GRACE,
	};
	pallet_leasehold_providers::Call::publish_offer { network, terms, quantity }.into()
}

/// Supply it from all of the provider's machines.
pub fn supply(offer: OfferId) -> RuntimeCall {
	let nodes = bounded((0..MACHINES).collect());
	pallet_leasehold_providers::Call::supply_offer { offer, nodes }.into()
}

/// Take one replica of the offer.
pub fn take_offer(offer: OfferId, provider: AccountId) -> RuntimeCall {
	pallet_leasehold_market::Call::take_offer {
		manifest: ManifestHash::repeat_byte(7),
		offer,
		provider,
		replicas: 1,
		deposit: DEPOSIT,
	}
	.into()
}

/// Order one replica.
pub fn create(auction: AuctionKind) -> RuntimeCall {
	let spec = GroupSpec::new(replica(), 1, MAX_PRICE);
	let group = GroupRequest { auction, ..GroupRequest::new(spec, DEPOSIT) };
	pallet_leasehold_market::Call::create_deployment {
		manifest: ManifestHash::repeat_byte(7),
		asset: AssetId::Native,
		groups: bounded(vec![group]),
	}
	.into()
}

/// What the bid number `round` offers, a twentieth less than the one before it.
pub fn price(round: u32) -> Balance {
	MAX_PRICE - MAX_PRICE / 20 * Balance::from(round)
}

/// The bid number `round` on an order.
pub fn bid(order: OrderId, round: u32, node: u16) -> RuntimeCall {
	pallet_leasehold_market::Call::bid {
		order,
		price: price(round),
		placement: bounded(vec![(node, 1)]),
		notice: NOTICE,
		grace: GRACE,
	}
	.into()
}

/// Confirm an award.
pub fn confirm(lease: LeaseId) -> RuntimeCall {
	pallet_leasehold_leases::Call::confirm { lease }.into()
}

/// Settle a lease.
pub fn settle(lease: LeaseId) -> RuntimeCall {
	pallet_leasehold_leases::Call::settle { lease }.into()
}

/// Settle several.
pub fn settle_many(leases: &[LeaseId]) -> RuntimeCall {
	pallet_leasehold_leases::Call::settle_many { leases: bounded(leases.to_vec()) }.into()
}

/// Top a lease up.
pub fn deposit(id: LeaseId) -> RuntimeCall {
	pallet_leasehold_escrow::Call::deposit { id, amount: LHD }.into()
}

/// End a lease.
pub fn close(lease: LeaseId) -> RuntimeCall {
	pallet_leasehold_leases::Call::close { lease }.into()
}
