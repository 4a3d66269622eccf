//! A runtime with this pallet, balances, and stand-ins for the pallets that it sees through
//! traits.

mod standins;

pub use standins::*;

use crate as pallet_leasehold_market;
use crate::{AuctionKind, GroupRequest, MarketParams};
use frame_support::{
	assert_ok, derive_impl,
	dispatch::GetDispatchInfo,
	parameter_types,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::Preservation,
		ConstU128, Hooks,
	},
	weights::{Weight, WeightMeter},
};
use frame_system::EnsureRoot;
use leasehold_primitives::{
	AssetId, Balance, BlockNumber, GroupSpec, ManifestHash, NodeIndex, OrderId, Placement,
	Resources,
};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup},
	BuildStorage, DispatchError, DispatchResult, Permill,
};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlockU32<Test>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeHoldReason,
		RuntimeFreezeReason,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Market = pallet_leasehold_market;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<Balance>;
	type AccountId = AccountId;
	type Block = Block;
	type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
}

parameter_types! {
	pub static AgendaWeight: Weight = Weight::from_parts(1_000_000_000_000, u64::MAX);
	pub const LeaseWeight: Weight = Weight::from_parts(1_000_000, 0);
}

impl crate::Config for Test {
	type Approvals = MockApprovals;
	type BlockNumberProvider = System;
	type Currency = Balances;
	type Escrow = MockEscrow;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Leases = MockLeases;
	type MaxAgendaWeight = AgendaWeight;
	type Offers = MockProviders;
	type Providers = MockProviders;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Bench;
	type Randomness = MockRandomness;
	type Reputation = MockProviders;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = ();
}

/// Nobody but the tenant deposits, in the native token, and no clock goes on.
#[cfg(feature = "runtime-benchmarks")]
pub struct Bench;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for Bench {
	fn asset() -> AssetId {
		AssetId::Native
	}
	fn fund(_: &AssetId, _: &AccountId, _: Balance) {}
	fn crowd(_: leasehold_primitives::EscrowId, _: &AccountId, _: &AssetId, _: Balance) {}
	fn serve(_: &AccountId, _: leasehold_primitives::Moment) {}
}

pub const TENANT: AccountId = 1;
pub const OTHER: AccountId = 2;
/// Providers are the accounts from here on; [`TestExt`] endows 100 of them.
pub const PROVIDER: AccountId = 100;
/// The existential deposit, and what vaults and pot start with.
pub const ED: Balance = 5;
/// What everybody starts with.
pub const ENDOWMENT: Balance = 1_000_000;
/// What escrow holds.
pub const VAULT: AccountId = 900;
/// What leases hold as collateral.
pub const LEASE_VAULT: AccountId = 901;
/// Fees and forfeits.
pub const POT: AccountId = 902;
/// What the stand-in for approvals takes for an order.
pub const ORDER_FEE: Balance = 7;
/// The smallest deposit that the stand-in for escrow takes.
pub const MIN_DEPOSIT: Balance = 10;
/// CPU of each of a provider's 8 machines.
pub const NODE_CPU: u32 = 10_000;

pub const DENIED: ManifestHash = ManifestHash::repeat_byte(0xdd);

pub fn params() -> MarketParams {
	MarketParams {
		collateral: 1_000,
		min_step: Permill::from_percent(10),
		auction_blocks: 20,
		extension_blocks: 5,
		extension_ceiling_blocks: 12,
		min_notice: 4,
		decline_penalty: 50,
		max_rounds: 2,
		reveal_blocks: 8,
		choice_blocks: 10,
	}
}

pub struct TestExt {
	params: MarketParams,
}

impl TestExt {
	pub fn new() -> Self {
		Self { params: params() }
	}

	pub fn params(mut self, change: impl FnOnce(&mut MarketParams)) -> Self {
		change(&mut self.params);
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let mut balances = vec![(TENANT, ENDOWMENT), (OTHER, ENDOWMENT)];
		balances.extend([(VAULT, ED), (LEASE_VAULT, ED), (POT, ED)]);
		balances.extend((0..100).map(|at| (PROVIDER + at, ENDOWMENT)));
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
			market: crate::GenesisConfig { params: self.params, ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.expect("the genesis configuration builds")
		.into();
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Run `test`, then check every invariant.
	pub fn execute_with(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Check every invariant.
pub fn check() {
	assert_ok!(Market::do_try_state());
}

/// Go on to block `to`, checking every invariant after each block.
pub fn advance_to(to: BlockNumber) {
	while System::block_number() < to {
		let now = System::block_number() + 1;
		System::set_block_number(now);
		Market::on_poll(now, &mut WeightMeter::new());
		check();
	}
}

pub fn advance(blocks: BlockNumber) {
	advance_to(System::block_number() + blocks);
}

pub fn spec() -> GroupSpec<AccountId> {
	GroupSpec::new(Resources::new(1_000, 512, 1_024), 2, 10_000)
}

pub fn request() -> GroupRequest<AccountId> {
	GroupRequest::new(spec(), 500)
}

pub fn manifest() -> ManifestHash {
	ManifestHash::repeat_byte(1)
}

pub fn place(on: &[(NodeIndex, u16)]) -> Placement {
	on.to_vec().try_into().expect("at most 8 machines")
}

pub fn create(groups: Vec<GroupRequest<AccountId>>) -> frame_support::dispatch::DispatchResult {
	let groups = groups.try_into().expect("at most 8 groups");
	Market::create_deployment(RuntimeOrigin::signed(TENANT), manifest(), AssetId::Native, groups)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

/// A deployment of [`TENANT`] with one group; returns its order.
pub fn order() -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	assert_ok!(create(vec![request()]));
	id
}

/// An order as [`order`], approved.
pub fn open_order() -> OrderId {
	let id = order();
	approve(id);
	id
}

/// An order as [`open_order`], with an auction of this kind.
pub fn open_order_of(auction: AuctionKind) -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	assert_ok!(create(vec![GroupRequest { auction, ..request() }]));
	approve(id);
	id
}

/// An order as [`open_order`], awarded to [`PROVIDER`] at 9,000.
pub fn awarded_order() -> OrderId {
	let id = open_order();
	assert_ok!(bid(PROVIDER, id, 9_000));
	advance(params().auction_blocks);
	assert!(MockLeases::terms(id).is_some());
	id
}

/// A bid with both replicas on machine 0.
pub fn bid(provider: AccountId, order: OrderId, price: Balance) -> DispatchResult {
	bid_with(provider, order, price, place(&[(0, 2)]), 10, 20)
}

pub fn bid_with(
	provider: AccountId,
	order: OrderId,
	price: Balance,
	placement: Placement,
	notice: BlockNumber,
	grace: BlockNumber,
) -> DispatchResult {
	call(provider, crate::Call::bid { order, price, placement, notice, grace }).map(|_| ())
}

/// Dispatch a call that says what it weighed, which is at most what it declared. Returns that.
pub fn call(who: AccountId, call: crate::Call<Test>) -> Result<Weight, DispatchError> {
	let call = RuntimeCall::from(call);
	let declared = call.get_dispatch_info().call_weight;
	let done = call.dispatch(RuntimeOrigin::signed(who)).map_err(|failed| failed.error)?;
	let weight = done.actual_weight.expect("it says what it weighed");
	assert!(weight.all_lte(declared), "{weight} of {declared}");
	Ok(weight)
}

/// The salt of all sealed bids in tests.
pub const SALT: [u8; 32] = [7; 32];

/// A sealed bid as [`bid`], at a price that only the bidder knows.
pub fn commit(provider: AccountId, order: OrderId, price: Balance) -> DispatchResult {
	commit_on(provider, order, price, place(&[(0, 2)]))
}

pub fn commit_on(
	provider: AccountId,
	order: OrderId,
	price: Balance,
	placement: Placement,
) -> DispatchResult {
	let commitment = crate::commitment(price, 10, 20, &SALT, &provider, order);
	call(provider, crate::Call::commit_bid { order, commitment, placement }).map(|_| ())
}

/// Reveal what was committed to by [`commit`].
pub fn reveal(provider: AccountId, order: OrderId, price: Balance) -> DispatchResult {
	Market::reveal_bid(RuntimeOrigin::signed(provider), order, price, 10, 20, SALT)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

pub fn pick(order: OrderId, provider: AccountId) -> DispatchResult {
	Market::pick_bid(RuntimeOrigin::signed(TENANT), order, provider)
}

pub fn withdraw(provider: AccountId, order: OrderId) -> DispatchResult {
	call(provider, crate::Call::withdraw_bid { order }).map(|_| ())
}

pub fn stored(id: OrderId) -> crate::OrderOf<Test> {
	crate::Orders::<Test>::get(id).expect("the order exists")
}

/// The block at which an open order's auction closes.
pub fn ends(id: OrderId) -> BlockNumber {
	stored(id).due().expect("the order is open or closing")
}

pub fn free(who: AccountId) -> Balance {
	Balances::balance(&who)
}

/// The sum of all native tokens there are.
pub fn issuance() -> Balance {
	Balances::total_issuance()
}

/// This pallet's events so far, oldest first; forgets them.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events();
	System::reset_events();
	events
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Market(event) => Some(event),
			_ => None,
		})
		.collect()
}
