//! A runtime with this pallet, balances, and small recording stand-ins for the pallets that it
//! sees through traits. The stand-ins keep what they note in storage, so that what they noted is
//! undone with the rest when a storage layer is rolled back.

use crate as pallet_leasehold_market;
use crate::{GroupRequest, MarketParams};
use frame_support::{
	assert_ok, derive_impl, parameter_types, storage_alias,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::Preservation,
		ConstU128, Hooks,
	},
	weights::{Weight, WeightMeter},
	Blake2_128Concat, Twox64Concat,
};
use frame_system::EnsureRoot;
use leasehold_primitives::{
	crypto::service::ServiceKey, lease::DeclineReason, traits::*, AssetId, Balance, BlockNumber,
	CloseReason, EscrowId, GroupSpec, LeaseId, LeaseTerms, ManifestHash, Moment, NodeIndex,
	OrderId, Placement, Requirements, Resources,
};
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult, Permill};

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
	type Providers = MockProviders;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = ();
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
	}
}

fn other(message: &'static str) -> DispatchError {
	DispatchError::Other(message)
}

// ---------------------------------------------------------------- escrow

#[storage_alias]
type Deposits = StorageMap<Mock, Twox64Concat, EscrowId, (AccountId, AssetId, Balance)>;
#[storage_alias]
type EscrowStuck = StorageValue<Mock, ()>;

pub struct MockEscrow;

impl MockEscrow {
	pub fn deposit(id: EscrowId) -> Option<Balance> {
		Deposits::get(id).map(|(.., amount)| amount)
	}
	pub fn count() -> usize {
		Deposits::iter().count()
	}
	/// Whether closing accounts fails from now on.
	pub fn set_stuck(stuck: bool) {
		EscrowStuck::set(stuck.then_some(()));
	}
}

impl Escrow<AccountId> for MockEscrow {
	fn is_listed(asset: &AssetId) -> bool {
		*asset == AssetId::Native
	}
	fn open(id: EscrowId, tenant: &AccountId, asset: AssetId, deposit: Balance) -> DispatchResult {
		frame_support::ensure!(Self::is_listed(&asset), other("not listed"));
		frame_support::ensure!(deposit >= MIN_DEPOSIT, other("deposit too small"));
		frame_support::ensure!(!Deposits::contains_key(id), other("account exists"));
		Balances::transfer(tenant, &VAULT, deposit, Preservation::Preserve)?;
		Deposits::insert(id, (*tenant, asset, deposit));
		Ok(())
	}
	fn start(_: EscrowId, _: &AccountId, _: Balance) -> DispatchResult {
		unreachable!("market starts no stream")
	}
	fn reprice(_: EscrowId, _: Balance) -> DispatchResult {
		unreachable!("market changes no stream")
	}
	fn pause(_: EscrowId) -> DispatchResult {
		unreachable!("market changes no stream")
	}
	fn resume(_: EscrowId) -> DispatchResult {
		unreachable!("market changes no stream")
	}
	fn settle(_: EscrowId) -> Result<Balance, DispatchError> {
		unreachable!("market settles nothing")
	}
	fn close(id: EscrowId) -> Result<EscrowTotals, DispatchError> {
		let (tenant, _, amount) = Deposits::take(id).ok_or(other("no account"))?;
		Balances::transfer(&VAULT, &tenant, amount, Preservation::Expendable)?;
		frame_support::ensure!(!EscrowStuck::exists(), other("stuck"));
		Ok(EscrowTotals { deposited: amount, refunded: amount, ..Default::default() })
	}
	fn totals(_: EscrowId) -> Option<EscrowTotals> {
		None
	}
	fn accrued(_: EscrowId) -> Option<Balance> {
		None
	}
	fn lasts_for(_: EscrowId) -> Option<Moment> {
		None
	}
	fn charge(who: &AccountId, amount: Balance) -> DispatchResult {
		Balances::transfer(who, &POT, amount, Preservation::Preserve).map(|_| ())
	}
	fn fee_pot() -> AccountId {
		POT
	}
}

// ---------------------------------------------------------------- approvals

#[storage_alias]
type Submitted = StorageMap<Mock, Twox64Concat, OrderId, SubjectFacts<AccountId>>;
#[storage_alias]
type DeniedTenants = StorageMap<Mock, Twox64Concat, AccountId, ()>;

pub struct MockApprovals;

impl MockApprovals {
	pub fn pending(id: OrderId) -> Option<SubjectFacts<AccountId>> {
		Submitted::get(id)
	}
	pub fn deny(tenant: AccountId) {
		DeniedTenants::insert(tenant, ());
	}
}

impl Approvals<AccountId> for MockApprovals {
	fn submit(subject: Subject, facts: SubjectFacts<AccountId>) -> DispatchResult {
		let Subject::Order(id) = subject;
		frame_support::ensure!(!Submitted::contains_key(id), other("pending already"));
		Balances::transfer(&facts.who, &POT, ORDER_FEE, Preservation::Preserve)?;
		Submitted::insert(id, facts);
		Ok(())
	}
	fn withdraw(subject: Subject) {
		let Subject::Order(id) = subject;
		Submitted::remove(id);
	}
	fn ensure_not_denied(who: &AccountId, manifest: &ManifestHash) -> DispatchResult {
		frame_support::ensure!(!DeniedTenants::contains_key(who), other("tenant denied"));
		frame_support::ensure!(*manifest != DENIED, other("manifest denied"));
		Ok(())
	}
}

/// Let the validators decide about a pending order.
pub fn verdict(id: OrderId, verdict: Verdict) {
	assert!(Submitted::take(id).is_some(), "order {id} is not before the validators");
	Market::on_verdict(Subject::Order(id), verdict);
}

pub fn approve(id: OrderId) {
	verdict(id, Verdict::Approved);
}

pub fn reject(id: OrderId) {
	verdict(id, Verdict::Rejected(RejectReason::Voted));
}

// ---------------------------------------------------------------- providers

#[storage_alias]
type Reserved = StorageDoubleMap<
	Mock,
	Twox64Concat,
	AccountId,
	Blake2_128Concat,
	OrderId,
	(Resources, Placement),
>;
#[storage_alias]
type Barred = StorageMap<Mock, Twox64Concat, AccountId, ()>;

/// Every account from [`PROVIDER`] on is a provider with 8 machines of [`NODE_CPU`] each.
pub struct MockProviders;

impl MockProviders {
	pub fn reserved(provider: AccountId, order: OrderId) -> Option<Placement> {
		Reserved::get(provider, order).map(|(_, placement)| placement)
	}
	pub fn reservations() -> usize {
		Reserved::iter().count()
	}
	pub fn bar(provider: AccountId) {
		Barred::insert(provider, ());
	}
	/// I-5: what is reserved on a machine is at most its capacity.
	fn ensure_room(provider: &AccountId) -> DispatchResult {
		for node in 0u16..8 {
			let mut used = Resources::default();
			for (_, (each, placement)) in Reserved::iter_prefix(provider) {
				let here = placement.iter().find(|(at, _)| *at == node).map_or(0, |(_, n)| *n);
				let part = each.checked_mul(here).ok_or(other("overflow"))?;
				used = used.checked_add(&part).ok_or(other("overflow"))?;
			}
			frame_support::ensure!(used.cpu_millicores <= NODE_CPU, other("no room"));
		}
		Ok(())
	}
}

impl ServiceClocks<AccountId> for MockProviders {
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

impl Providers<AccountId> for MockProviders {
	fn ensure_eligible(
		provider: &AccountId,
		requirements: &Requirements<AccountId>,
	) -> DispatchResult {
		frame_support::ensure!(*provider >= PROVIDER, other("not a provider"));
		frame_support::ensure!(!Barred::contains_key(provider), other("barred"));
		frame_support::ensure!(requirements.all_of.is_empty(), other("not attested"));
		Ok(())
	}
	fn reserve(
		provider: &AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: &Placement,
	) -> DispatchResult {
		frame_support::ensure!(!Reserved::contains_key(provider, order), other("reserved"));
		frame_support::ensure!(placement.iter().all(|(at, _)| *at < 8), other("no machine"));
		Reserved::insert(provider, order, (per_replica, placement));
		Self::ensure_room(provider)
	}
	fn release(provider: &AccountId, order: OrderId) {
		Reserved::remove(provider, order);
	}
	fn resize(
		provider: &AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: Option<&Placement>,
	) -> DispatchResult {
		let (_, old) = Reserved::take(provider, order).ok_or(other("nothing reserved"))?;
		Self::reserve(provider, order, per_replica, placement.unwrap_or(&old))
	}
	fn note_lease(_: &AccountId, _: bool) {}
	fn is_service_key(_: &AccountId, _: &ServiceKey) -> bool {
		false
	}
	fn provider_of(_: &ServiceKey) -> Option<AccountId> {
		None
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn setup(_: &AccountId, _: &ServiceKey, _: &Resources) {}
}

// ---------------------------------------------------------------- leases

#[storage_alias]
type Awards = StorageMap<Mock, Twox64Concat, LeaseId, LeaseTerms<AccountId>>;
#[storage_alias]
type Unfit = StorageMap<Mock, Twox64Concat, AccountId, ()>;
#[storage_alias]
type Lazy = StorageValue<Mock, ()>;

/// Keeps collateral in an account of its own.
pub struct MockLeases;

impl MockLeases {
	pub fn terms(id: LeaseId) -> Option<LeaseTerms<AccountId>> {
		Awards::get(id)
	}
	pub fn count() -> usize {
		Awards::iter().count()
	}
	/// From now on, awards to `provider` fail.
	pub fn fail_for(provider: AccountId) {
		Unfit::insert(provider, ());
	}
	/// From now on, closing a lease does not tell the market.
	pub fn be_lazy() {
		Lazy::put(());
	}
	fn drop_lease(id: LeaseId) -> Result<LeaseTerms<AccountId>, DispatchError> {
		let terms = Awards::take(id).ok_or(other("no lease"))?;
		MockProviders::release(&terms.provider, id);
		Ok(terms)
	}
	fn pay_back(terms: &LeaseTerms<AccountId>) {
		let (who, amount) = (terms.provider, terms.collateral);
		assert_ok!(Balances::transfer(&LEASE_VAULT, &who, amount, Preservation::Expendable));
	}
}

impl Leases<AccountId> for MockLeases {
	fn award(terms: LeaseTerms<AccountId>) -> DispatchResult {
		frame_support::ensure!(!Awards::contains_key(terms.id), other("lease exists"));
		let amount = terms.collateral;
		Balances::transfer(&terms.provider, &LEASE_VAULT, amount, Preservation::Preserve)?;
		frame_support::ensure!(!Unfit::contains_key(terms.provider), other("unfit"));
		Awards::insert(terms.id, terms);
		Ok(())
	}
	fn close(id: LeaseId) -> DispatchResult {
		let terms = Self::drop_lease(id)?;
		Self::pay_back(&terms);
		MockEscrow::close(id)?;
		if !Lazy::exists() {
			Market::on_ended(id, CloseReason::Tenant);
		}
		Ok(())
	}
	fn award_weight() -> Weight {
		LeaseWeight::get()
	}
	fn close_weight() -> Weight {
		LeaseWeight::get()
	}
}

/// The winner confirms.
pub fn confirm(id: LeaseId) {
	assert!(Awards::contains_key(id));
	Market::on_started(id);
}

/// The winner declines; its collateral goes back, but for the penalty.
pub fn decline(id: LeaseId) {
	let terms = MockLeases::drop_lease(id).expect("there is an award to decline");
	MockLeases::pay_back(&terms);
	let penalty = crate::Params::<Test>::get().decline_penalty;
	assert_ok!(Balances::transfer(&terms.provider, &POT, penalty, Preservation::Preserve));
	Market::on_declined(id, &terms.provider, DeclineReason::Declined { code: 3 });
}

/// The winner lets the deadline pass; its collateral is forfeited.
pub fn stay_silent(id: LeaseId) {
	let terms = MockLeases::drop_lease(id).expect("there is an award to ignore");
	assert_ok!(Balances::transfer(&LEASE_VAULT, &POT, terms.collateral, Preservation::Expendable));
	Market::on_declined(id, &terms.provider, DeclineReason::Silent);
}

/// The lease ends, for a reason of the leases pallet.
pub fn end(id: LeaseId, reason: CloseReason) {
	let terms = MockLeases::drop_lease(id).expect("there is a lease to end");
	MockLeases::pay_back(&terms);
	assert_ok!(MockEscrow::close(id));
	Market::on_ended(id, reason);
}

// ---------------------------------------------------------------- building and driving

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
	GroupSpec {
		resources: Resources::new(1_000, 512, 1_024),
		replicas: 2,
		requirements: Requirements::default(),
		max_price: 10_000,
	}
}

pub fn request() -> GroupRequest<AccountId> {
	GroupRequest { spec: spec(), deposit: 500, buy_now: None }
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
	let origin = RuntimeOrigin::signed(provider);
	Market::bid(origin, order, price, placement, notice, grace)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

pub fn withdraw(provider: AccountId, order: OrderId) -> DispatchResult {
	Market::withdraw_bid(RuntimeOrigin::signed(provider), order)
		.map(|_| ())
		.map_err(|failed| failed.error)
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
