//! A chain of balances, assets with holds and escrow. The service clocks are set by hand.

use crate as pallet_leasehold_escrow;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		AsEnsureOriginWithArg, ConstU128, Hooks, Time,
	},
	weights::{Weight, WeightMeter},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use leasehold_primitives::{
	traits::{Escrow as _, OnExhausted, ServiceClocks},
	AssetId, Balance, BlockNumber, EscrowId, Moment,
};
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult, Permill};
use std::{cell::RefCell, collections::BTreeMap};

pub type AccountId = u64;

pub const TENANT: AccountId = 1;
pub const FRIEND: AccountId = 2;
pub const PROVIDER: AccountId = 10;
pub const SPONSOR: AccountId = 9;
/// An account that does not exist on chain.
pub const NEWCOMER: AccountId = 99;
pub const ISSUER: AccountId = 1_000;

pub const NATIVE: AssetId = NativeOrWithId::Native;
pub const USD: AssetId = NativeOrWithId::WithId(1);
/// An asset that exists but is not listed.
pub const OTHER: AssetId = NativeOrWithId::WithId(2);

pub const ED: Balance = 10;
pub const MIN_DEPOSIT: Balance = 100;
pub const ENDOWMENT: Balance = 1_000_000_000;
/// A price of one base unit a millisecond.
pub const UNIT_PRICE: Balance = 3_600_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type AssetsHolder = pallet_assets_holder;
	#[runtime::pallet_index(4)]
	pub type Escrow = pallet_leasehold_escrow;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type AssetId = u32;
	type AssetIdParameter = u32;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = AssetsHolder;
	type Freezer = ();
}

impl pallet_assets_holder::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub static ClockValues: BTreeMap<AccountId, Moment> = Default::default();
	pub static SilentProviders: Vec<AccountId> = Default::default();
	/// Payees whose next heartbeat may set their clock ahead.
	pub static BehindProviders: Vec<AccountId> = Default::default();
	/// The chain's time where it is not three seconds a block.
	pub static TimeIs: Option<Moment> = None;
	pub static ResumeWhenFunded: bool = true;
	/// Blocks in which a tenant can still draw from a revoked allowance.
	pub const Notice: BlockNumber = 50;
	pub const EscrowPalletId: PalletId = PalletId(*b"lh/feepo");
	pub static AgendaWeight: Weight = Weight::from_parts(500_000_000_000, 5_000_000);
}

pub struct Clocks;
impl Clocks {
	/// What the service clock of `provider` shows.
	pub fn now(provider: AccountId) -> Moment {
		<Self as ServiceClocks<AccountId>>::clock(&provider)
	}
}

impl ServiceClocks<AccountId> for Clocks {
	fn clock(provider: &AccountId) -> Moment {
		ClockValues::get().get(provider).copied().unwrap_or_default()
	}
	fn is_running(provider: &AccountId) -> bool {
		!SilentProviders::get().contains(provider)
	}
	fn is_behind(provider: &AccountId) -> bool {
		BehindProviders::get().contains(provider)
	}
	fn silent_for(_: &AccountId) -> BlockNumber {
		0
	}
}

/// Three seconds a block, unless [`TimeIs`] something else.
pub struct BlockTime;
impl Time for BlockTime {
	type Moment = Moment;
	fn now() -> Moment {
		TimeIs::get().unwrap_or_else(|| Moment::from(System::block_number()) * 3_000)
	}
}

thread_local! {
	static HEARD: RefCell<Vec<(&'static str, EscrowId)>> = const { RefCell::new(Vec::new()) };
}

/// What the listener has heard, oldest first.
pub struct Heard;
impl Heard {
	pub fn get() -> Vec<(&'static str, EscrowId)> {
		HEARD.with_borrow(Clone::clone)
	}
	pub fn count() -> usize {
		HEARD.with_borrow(Vec::len)
	}
	pub fn clear() {
		HEARD.with_borrow_mut(Vec::clear)
	}
	fn note(what: &'static str, id: EscrowId) {
		HEARD.with_borrow_mut(|heard| heard.push((what, id)))
	}
}

/// Notes what it heard, and resumes funded streams if told to, as leases do.
pub struct Listener;
impl OnExhausted for Listener {
	fn on_exhausted(id: EscrowId) {
		Heard::note("exhausted", id);
	}
	fn on_funded(id: EscrowId) {
		Heard::note("funded", id);
		if ResumeWhenFunded::get() {
			Escrow::resume(id).expect("a funded stream resumes");
		}
	}
	fn weight() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}

impl Config for Test {
	type Assets = UnionOf<Balances, AssetsHolder, NativeFromLeft, NativeOrWithId<u32>, AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clocks = Clocks;
	type OnExhausted = Listener;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type BlockNumberProvider = System;
	type SlotDuration = frame_support::traits::ConstU64<3_000>;
	type UnixTime = BlockTime;
	type PalletId = EscrowPalletId;
	type MaxAgendaWeight = AgendaWeight;
	type RevocationNotice = Notice;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Bench;
}

/// Money and service time for benchmarks run as tests.
#[cfg(feature = "runtime-benchmarks")]
pub struct Bench;

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<AccountId> for Bench {
	fn asset(_: &AccountId) -> NativeOrWithId<u32> {
		USD
	}

	fn fund(asset: &NativeOrWithId<u32>, who: &AccountId, amount: Balance) {
		use frame_support::traits::{fungible, fungibles};
		let native = amount.saturating_add(1_000 * ED);
		let _ = <Balances as fungible::Mutate<AccountId>>::mint_into(who, native);
		if let NativeOrWithId::WithId(id) = asset {
			let _ = <Assets as fungibles::Mutate<AccountId>>::mint_into(*id, who, amount);
		}
	}

	fn refuse(asset: &NativeOrWithId<u32>, who: &AccountId) {
		use frame_support::traits::fungibles::roles::Inspect;
		let NativeOrWithId::WithId(id) = asset else { return };
		if let Some(freezer) = <Assets as Inspect<AccountId>>::freezer(*id) {
			let _ = Assets::block(RuntimeOrigin::signed(freezer), *id, *who);
		}
	}

	fn serve(payee: &AccountId, ms: Moment) {
		ClockValues::mutate(|clocks| *clocks.entry(*payee).or_default() += ms);
	}
}

pub struct TestExt {
	fee_rate: Permill,
}

impl TestExt {
	pub fn new() -> Self {
		Self { fee_rate: Permill::from_percent(2) }
	}

	pub fn fee_rate(mut self, rate: Permill) -> Self {
		self.fee_rate = rate;
		self
	}

	/// Run `test` at block 1 and check all invariants after it.
	pub fn execute_with(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Escrow::do_try_state().expect("all invariants hold");
		});
	}

	/// A chain at block 1.
	pub fn build(self) -> sp_io::TestExternalities {
		let mut storage =
			frame_system::GenesisConfig::<Test>::default().build_storage().expect("it builds");
		let pot = Escrow::pot();
		let accounts = [TENANT, FRIEND, PROVIDER, ISSUER, 3, 4, 5, 6, 7, 8, 9];
		pallet_balances::GenesisConfig::<Test> {
			balances: accounts.iter().map(|who| (*who, ENDOWMENT)).chain([(pot, ED)]).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.expect("it builds");
		let holders = || accounts.iter().map(|who| (*who, ENDOWMENT)).chain([(pot, ED)]);
		pallet_assets::GenesisConfig::<Test> {
			assets: vec![(1, ISSUER, true, ED), (2, ISSUER, true, ED)],
			accounts: [1, 2]
				.into_iter()
				.flat_map(|asset| holders().map(move |(who, amount)| (asset, who, amount)))
				.collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.expect("it builds");
		pallet_leasehold_escrow::GenesisConfig::<Test> {
			fee_rate: self.fee_rate,
			assets: [NATIVE, USD]
				.map(|asset| (asset, AssetTerms { min_deposit: MIN_DEPOSIT }))
				.to_vec(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.expect("it builds");

		ClockValues::set(Default::default());
		SilentProviders::set(Default::default());
		BehindProviders::set(Default::default());
		TimeIs::set(None);
		Heard::clear();
		ResumeWhenFunded::set(true);
		AgendaWeight::set(Weight::from_parts(500_000_000_000, 5_000_000));
		let mut chain = sp_io::TestExternalities::new(storage);
		chain.execute_with(|| System::set_block_number(1));
		chain
	}
}

/// Let the service clock of `provider` show `ms` more.
pub fn serve(provider: AccountId, ms: Moment) {
	ClockValues::mutate(|clocks| *clocks.entry(provider).or_default() += ms);
}

/// Go to the next block and run its agenda.
pub fn next_block() {
	System::set_block_number(System::block_number() + 1);
	let mut meter = WeightMeter::with_limit(Weight::from_parts(2_000_000_000_000, 10_000_000));
	Escrow::on_poll(System::block_number(), &mut meter);
}

/// As [`next_block`], with so much of the block for the agenda. Returns what it took.
pub fn next_block_within(share: Weight) -> Weight {
	AgendaWeight::set(share);
	System::set_block_number(System::block_number() + 1);
	let mut meter = WeightMeter::new();
	Escrow::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

/// Go on to block `to`, with every service clock advancing by 3 s a block.
pub fn run_to(to: BlockNumber) {
	while System::block_number() < to {
		serve(PROVIDER, 3_000);
		next_block();
	}
}

/// Open account `id` of the tenant, with a stream to the provider at one unit a millisecond.
pub fn open_stream(id: EscrowId, asset: AssetId, deposit: Balance) {
	Escrow::open(id, &TENANT, asset, deposit).expect("it opens");
	Escrow::start(id, &PROVIDER, UNIT_PRICE).expect("it starts");
}

/// Settle account `id`. Returns what was paid.
pub fn settle(id: EscrowId) -> Result<Balance, DispatchError> {
	Escrow::settle(id).map(|done| done.paid)
}

/// The terms of an allowance of `total`, all of it on one day, with a ceiling of one unit a
/// millisecond, for a thousand blocks.
pub fn allowance_terms(total: Balance) -> AllowanceTerms {
	let expires = System::block_number() + 1_000;
	AllowanceTerms { total, per_day: total, ceiling: UNIT_PRICE, expires }
}

/// Let `sponsor` grant the tenant an allowance on [`allowance_terms`]. Returns its number.
pub fn grant(sponsor: AccountId, asset: AssetId, total: Balance) -> AllowanceId {
	let id = NextAllowanceId::<Test>::get();
	let origin = RuntimeOrigin::signed(sponsor);
	Escrow::grant_allowance(origin, TENANT, asset, allowance_terms(total)).expect("it is granted");
	id
}

/// Let the tenant draw from an allowance.
pub fn draw(id: EscrowId, allowance: AllowanceId, amount: Balance) -> DispatchResult {
	let drawn = Escrow::draw(RuntimeOrigin::signed(TENANT), id, allowance, amount);
	drawn.map(|_| ()).map_err(|failed| failed.error)
}

/// Free balance in any asset.
pub fn free(asset: &AssetId, who: AccountId) -> Balance {
	use frame_support::traits::fungibles::Inspect;
	<Test as Config>::Assets::balance(asset.clone(), &who)
}

/// Balance on hold for a reason in any asset.
pub fn on_hold(asset: &AssetId, reason: HoldReason, who: AccountId) -> Balance {
	use frame_support::traits::fungibles::InspectHold;
	<Test as Config>::Assets::balance_on_hold(asset.clone(), &reason.into(), &who)
}

/// This pallet's events so far, oldest first.
pub fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Escrow(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// The last event of this pallet.
pub fn last_event() -> Event<Test> {
	events().pop().expect("there is an event")
}
