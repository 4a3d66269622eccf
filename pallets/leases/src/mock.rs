//! A runtime of this pallet and small, honest stand-ins for the others. Theirs is in storage, so
//! that it rolls back with a failed call.

use crate::{self as pallet_leasehold_leases, *};
use codec::{Decode, Encode};
use frame_support::{
	derive_impl, ensure, parameter_types, storage_alias,
	traits::{ConstU128, OnPoll, Time},
	weights::{constants::RocksDbWeight, Weight, WeightMeter},
	Twox64Concat,
};
use frame_system::{
	offchain::{CreateAuthorizedTransaction, CreateTransaction, CreateTransactionBase},
	EnsureRoot,
};
use leasehold_primitives::{
	accrual, lease::DeclineReason, traits::*, AssetId, Balance, BlockNumber, CloseReason,
	GroupSpec, LeaseTerms, ManifestHash, Moment, OrderId, Placement, Requirements, Resources,
	Statement,
};
use sp_core::{crypto::AccountId32, Pair, H256};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, IdentityLookup},
	BuildStorage, DispatchError, DispatchResult, MultiSignature, Permill,
};

pub type AccountId = AccountId32;
pub type TxExtension = (frame_system::AuthorizeCall<Test>,);
pub type Extrinsic =
	generic::UncheckedExtrinsic<AccountId, RuntimeCall, MultiSignature, TxExtension>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

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
	pub type Leases = pallet_leasehold_leases;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = RocksDbWeight;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = Extrinsic;
}

impl<LocalCall> CreateTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;
	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> Extrinsic {
		Extrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> CreateAuthorizedTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	fn create_extension() -> TxExtension {
		(frame_system::AuthorizeCall::new(),)
	}
}

parameter_types! {
	pub const AgendaShare: Weight = Weight::from_parts(500_000_000_000, 5_000_000);
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Escrow = Money;
	type Providers = Registry;
	type Approvals = Denials;
	type Market = Recorder;
	type Ledger = Recorder;
	type Reputation = Recorder;
	type DeclinePenalty = frame_support::traits::ConstU128<100>;
	type FeelessQuota = Share;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type UnixTime = Now;
	type BlockNumberProvider = System;
	type MaxAgendaWeight = AgendaShare;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Bench;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Bench;

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<AccountId> for Bench {
	fn open(
		id: OrderId,
		_: &AccountId,
		deposit: Balance,
		payers: crate::benchmarking::Payers,
	) -> AssetId {
		Money::deposit(id, deposit * Balance::from(payers.depositors));
		AssetId::Native
	}
	fn serve(provider: &AccountId, ms: Moment) {
		Clocks::mutate(provider, |clock| *clock += ms);
	}
	fn refuse(_: &AccountId) {}
	fn order(_: OrderId, _: &AccountId, _: &AccountId) {}
	fn silence(provider: &AccountId) {
		Silence::insert(provider, BlockNumber::MAX);
	}
	fn set_block(block: BlockNumber) {
		System::set_block_number(block);
	}
}

// ---------------------------------------------------------------- time and the registry

/// The block's time.
#[storage_alias]
pub type UnixNow = StorageValue<Mock, Moment, frame_support::pallet_prelude::ValueQuery>;
/// Every provider's service clock: the test sets it.
#[storage_alias]
pub type Clocks =
	StorageMap<Mock, Twox64Concat, AccountId, Moment, frame_support::pallet_prelude::ValueQuery>;
#[storage_alias]
pub type Silence = StorageMap<
	Mock,
	Twox64Concat,
	AccountId,
	BlockNumber,
	frame_support::pallet_prelude::ValueQuery,
>;
#[storage_alias]
pub type Keys = StorageMap<Mock, Twox64Concat, ServiceKey, AccountId>;
/// Reservations by provider and order.
#[storage_alias]
pub type Reserved = StorageMap<Mock, Twox64Concat, (AccountId, OrderId), Resources>;
/// How many leases the registry believes a provider has.
#[storage_alias]
pub type Running =
	StorageMap<Mock, Twox64Concat, AccountId, u32, frame_support::pallet_prelude::ValueQuery>;

pub struct Now;
impl Time for Now {
	type Moment = Moment;
	fn now() -> Moment {
		UnixNow::get()
	}
}

pub struct Registry;
impl ServiceClocks<AccountId> for Registry {
	fn clock(provider: &AccountId) -> Moment {
		Clocks::get(provider)
	}
	fn is_running(provider: &AccountId) -> bool {
		Silence::get(provider) == 0
	}
	fn silent_for(provider: &AccountId) -> BlockNumber {
		Silence::get(provider)
	}
}
impl Providers<AccountId> for Registry {
	fn ensure_eligible(_: &AccountId, _: &Requirements<AccountId>) -> DispatchResult {
		Ok(())
	}
	fn reserve(
		provider: &AccountId,
		order: OrderId,
		spec: &GroupSpec<AccountId>,
		_: &Placement,
	) -> DispatchResult {
		Reserved::insert((provider, order), &spec.resources);
		Ok(())
	}
	fn release(provider: &AccountId, order: OrderId) -> u32 {
		Reserved::remove((provider, order));
		Machines::get(order).unwrap_or(1)
	}
	fn resize(
		provider: &AccountId,
		order: OrderId,
		per_replica: &Resources,
		_: Option<&Placement>,
	) -> DispatchResult {
		ensure!(per_replica.cpu_millicores <= 64_000, DispatchError::Other("too little capacity"));
		Reserved::insert((provider, order), per_replica);
		Ok(())
	}
	fn note_lease(provider: &AccountId, started: bool) {
		Running::mutate(provider, |count| {
			*count = if started { *count + 1 } else { count.checked_sub(1).expect("was counted") }
		});
	}
	fn is_service_key(provider: &AccountId, key: &ServiceKey) -> bool {
		Keys::get(key).as_ref() == Some(provider)
	}
	fn provider_of(key: &ServiceKey) -> Option<AccountId> {
		Keys::get(key)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn setup(provider: &AccountId, key: &ServiceKey, _: &Resources) {
		Keys::insert(key, provider);
	}
}

/// To how many machines and offers a lease's capacity goes back, if not to one.
#[storage_alias]
pub type Machines = StorageMap<Mock, Twox64Concat, OrderId, u32>;

// ---------------------------------------------------------------- escrow

/// An escrow account of numbers: no balance moves, but all sums are kept and the hooks are
/// called as the real one does.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct Purse {
	pub deposited: Balance,
	pub paid: Balance,
	pub fees: Balance,
	pub stream: Option<Flow>,
	pub journal: Journal,
}

#[derive(Clone, Debug, Encode, Decode)]
pub struct Flow {
	pub payee: AccountId,
	pub price: Balance,
	pub anchor: Moment,
	pub funds: Balance,
	pub paid: Balance,
	pub fees: Balance,
	pub running: bool,
	pub exhausted: bool,
}

#[storage_alias]
pub type Purses = StorageMap<Mock, Twox64Concat, OrderId, Purse>;
/// What a settlement or a close says of how it was paid, where it is not one depositor's native
/// tokens: how many depositors there are, whether in the native token, whether any of it is owed.
#[storage_alias]
pub type Ways = StorageMap<Mock, Twox64Concat, OrderId, (u32, bool, bool)>;

impl Purse {
	pub fn held(&self) -> Balance {
		self.deposited - self.paid - self.fees
	}
	fn accrued(&self) -> Balance {
		self.stream.as_ref().filter(|flow| flow.running).map_or(0, |flow| {
			let elapsed = Clocks::get(&flow.payee) - flow.anchor;
			accrual::accrued(flow.price, elapsed, flow.funds) - flow.paid
		})
	}
	fn pay(&mut self) -> (Balance, bool) {
		let amount = self.accrued();
		let Some(flow) = self.stream.as_mut().filter(|flow| flow.running) else {
			return (0, false);
		};
		flow.paid += amount;
		let fee = accrual::fee(Permill::from_percent(2), flow.paid) - flow.fees;
		flow.fees += fee;
		let exhausted = flow.paid == flow.funds;
		if exhausted {
			flow.running = false;
			flow.exhausted = true;
		}
		self.fees += fee;
		self.paid += amount - fee;
		(amount, exhausted)
	}
	fn anchor(&mut self) {
		let held = self.held();
		let flow = self.stream.as_mut().expect("callers have looked");
		flow.anchor = Clocks::get(&flow.payee);
		flow.funds = held;
		flow.paid = 0;
		flow.fees = 0;
		flow.running = true;
		flow.exhausted = false;
	}
}

fn unavailable<T>() -> Result<T, DispatchError> {
	Err(DispatchError::Unavailable)
}

/// The mocked escrow.
pub struct Money;

impl Money {
	fn pay(id: OrderId, stated: bool) -> Result<Settlement, DispatchError> {
		let Some(mut purse) = Purses::get(id) else { return unavailable() };
		if purse.stream.is_none() {
			return unavailable();
		}
		let (paid, exhausted) = purse.pay();
		let since = purse.journal.settled_at;
		if stated && paid > 0 {
			purse.journal.settled_at = System::block_number();
			purse.journal.note(System::block_number());
		}
		let statement = purse.journal.statements;
		Purses::insert(id, purse);
		let totals = Self::totals(id).expect("there is an account");
		if exhausted {
			Leases::on_exhausted(id);
		}
		let (payers, native, owed) = Ways::get(id).unwrap_or((1, true, false));
		let alone = !Ways::contains_key(id);
		Ok(Settlement { paid, payers, alone, native, owed, exhausted, since, statement, totals })
	}
	/// A deposit by anyone.
	pub fn deposit(id: OrderId, amount: Balance) {
		if Purses::get(id).is_some_and(|purse| purse.stream.is_some()) {
			Money::pay(id, false).expect("there is a stream");
		}
		let mut purse = Purses::get(id).unwrap_or_default();
		purse.deposited += amount;
		let mut exhausted = false;
		if let Some(flow) = purse.stream.as_mut() {
			exhausted = flow.exhausted;
			if flow.running {
				flow.funds += amount;
			}
		}
		Purses::insert(id, purse);
		if exhausted {
			Leases::on_funded(id);
		}
	}
}

impl Escrow<AccountId> for Money {
	fn is_listed(_: &AssetId) -> bool {
		true
	}
	fn open(id: OrderId, _: &AccountId, _: AssetId, deposit: Balance) -> DispatchResult {
		Money::deposit(id, deposit);
		Ok(())
	}
	fn start(id: OrderId, payee: &AccountId, price: Balance) -> DispatchResult {
		let Some(mut purse) = Purses::get(id) else { return unavailable() };
		if purse.stream.is_some() || price == 0 {
			return unavailable();
		}
		purse.stream = Some(Flow {
			payee: payee.clone(),
			price,
			anchor: 0,
			funds: 0,
			paid: 0,
			fees: 0,
			running: true,
			exhausted: false,
		});
		purse.anchor();
		purse.journal.settled_at = System::block_number();
		Purses::insert(id, purse);
		Ok(())
	}
	fn reprice(id: OrderId, price: Balance) -> DispatchResult {
		Self::pay(id, false)?;
		let Some(mut purse) = Purses::get(id) else { return unavailable() };
		match purse.stream.as_mut() {
			Some(flow) if flow.running => flow.price = price,
			_ => return unavailable(),
		}
		purse.anchor();
		Purses::insert(id, purse);
		Ok(())
	}
	fn pause(id: OrderId) -> DispatchResult {
		Self::pay(id, false)?;
		let Some(mut purse) = Purses::get(id) else { return unavailable() };
		match purse.stream.as_mut() {
			Some(flow) if flow.running => flow.running = false,
			_ => return unavailable(),
		}
		Purses::insert(id, purse);
		Ok(())
	}
	fn resume(id: OrderId) -> DispatchResult {
		let Some(mut purse) = Purses::get(id) else { return unavailable() };
		match purse.stream.as_ref() {
			Some(flow) if !flow.running && purse.held() > 0 => purse.anchor(),
			_ => return unavailable(),
		}
		Purses::insert(id, purse);
		Ok(())
	}
	fn settle(id: OrderId) -> Result<Settlement, DispatchError> {
		Self::pay(id, true)
	}
	fn settle_if(
		id: OrderId,
		due: impl FnOnce(BlockNumber) -> bool,
	) -> Result<Option<Settlement>, DispatchError> {
		match Purses::get(id) {
			Some(purse) if !due(purse.journal.settled_at) => Ok(None),
			_ => Self::pay(id, true).map(Some),
		}
	}
	fn note(id: OrderId) -> Result<(u32, EscrowTotals), DispatchError> {
		let Some(mut purse) = Purses::get(id) else { return unavailable() };
		purse.journal.note(System::block_number());
		let number = purse.journal.statements;
		Purses::insert(id, purse);
		Ok((number, Self::totals(id).expect("there is an account")))
	}
	fn journal(id: OrderId) -> Option<Journal> {
		Purses::get(id).map(|purse| purse.journal)
	}
	fn close(id: OrderId) -> Result<Closed, DispatchError> {
		let Some(mut purse) = Purses::take(id) else { return unavailable() };
		purse.pay();
		let refunded = purse.held();
		purse.journal.note(System::block_number());
		let Purse { deposited, paid, fees, journal, .. } = purse;
		let totals = EscrowTotals { deposited, paid, fees, refunded, held: 0 };
		let (depositors, native, owed) = Ways::get(id).unwrap_or((1, true, false));
		let statement = journal.statements;
		Ok(Closed { totals, statement, depositors, usual: native && !owed })
	}
	fn totals(id: OrderId) -> Option<EscrowTotals> {
		let purse = Purses::get(id)?;
		let held = purse.held();
		let Purse { deposited, paid, fees, .. } = purse;
		Some(EscrowTotals { deposited, paid, fees, refunded: 0, held })
	}
	fn accrued(id: OrderId) -> Option<Balance> {
		Purses::get(id).map(|purse| purse.accrued())
	}
	fn lasts_for(id: OrderId) -> Option<Moment> {
		let flow = Purses::get(id)?.stream.filter(|flow| flow.running)?;
		let whole = accrual::depletion(flow.price, flow.funds)?;
		Some(whole.saturating_sub(Clocks::get(&flow.payee) - flow.anchor))
	}
	fn deposit(id: OrderId, _: &AccountId, amount: Balance) -> DispatchResult {
		Money::deposit(id, amount);
		Ok(())
	}
	fn price(id: OrderId) -> Option<Balance> {
		Purses::get(id)?.stream.map(|flow| flow.price)
	}
	fn roll_over(from: OrderId, to: OrderId) -> Result<Closed, DispatchError> {
		ensure!(!Purses::contains_key(to), DispatchError::Unavailable);
		let closed = Self::close(from)?;
		ensure!(closed.totals.refunded > 0, DispatchError::Unavailable);
		Purses::insert(to, Purse { deposited: closed.totals.refunded, ..Default::default() });
		Ok(Closed { usual: false, ..closed })
	}
	/// The smallest deposit is [`MIN_DEPOSIT`].
	fn comparable(_: &AssetId, amount: Balance) -> Option<u128> {
		Some(amount * 1_000 / MIN_DEPOSIT)
	}
	fn charge(who: &AccountId, amount: Balance) -> DispatchResult {
		use frame_support::traits::{fungible::Mutate, tokens::Preservation};
		Balances::transfer(who, &Self::fee_pot(), amount, Preservation::Preserve)?;
		Ok(())
	}
	fn fee_pot() -> AccountId {
		account(99)
	}
}

// ---------------------------------------------------------------- deny-list, market, ledger, quota

#[storage_alias]
pub type Denied = StorageMap<Mock, Twox64Concat, ManifestHash, ()>;

pub struct Denials;
impl Approvals<AccountId> for Denials {
	fn submit(_: Subject, _: SubjectFacts<AccountId>) -> DispatchResult {
		Ok(())
	}
	fn withdraw(_: Subject) {}
	fn ensure_not_denied(_: &AccountId, manifest: &ManifestHash) -> DispatchResult {
		ensure!(!Denied::contains_key(manifest), DispatchError::Other("denied"));
		Ok(())
	}
}

/// What market was told.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Told {
	Started(OrderId),
	Declined(OrderId, AccountId, DeclineReason),
	Ended(OrderId, CloseReason),
	Relisted(OrderId, OrderId),
	Amended(LeaseTerms<AccountId>),
}

#[storage_alias]
pub type MarketTold = StorageValue<Mock, Vec<Told>, frame_support::pallet_prelude::ValueQuery>;
/// The number under which the next lease is put up again whose provider leaves, if its tenant
/// wishes it.
#[storage_alias]
pub type RelistAs = StorageValue<Mock, OrderId>;
/// What the registry was told of leases' ends: tenant, outcome, weight.
#[storage_alias]
pub type Ends = StorageValue<
	Mock,
	Vec<(AccountId, LeaseOutcome, u128)>,
	frame_support::pallet_prelude::ValueQuery,
>;
#[storage_alias]
pub type Noted = StorageValue<Mock, Vec<Statement>, frame_support::pallet_prelude::ValueQuery>;
#[storage_alias]
pub type QuotaFull = StorageValue<Mock, bool, frame_support::pallet_prelude::ValueQuery>;
#[storage_alias]
pub type QuotaUsed = StorageValue<Mock, u64, frame_support::pallet_prelude::ValueQuery>;

/// How many replicas the stand-in for market allows.
#[storage_alias]
pub type MostReplicas = StorageValue<Mock, u16>;

pub struct Recorder;
impl OnLease<AccountId> for Recorder {
	fn on_started(id: OrderId) {
		MarketTold::append(Told::Started(id));
	}
	fn on_declined(id: OrderId, provider: &AccountId, reason: DeclineReason) {
		assert!(!crate::Leases::<Test>::contains_key(id), "the lease is gone by then");
		MarketTold::append(Told::Declined(id, provider.clone(), reason));
	}
	fn ensure_amendable(id: OrderId, replicas: u16) -> DispatchResult {
		ensure!(replicas <= MostReplicas::get().unwrap_or(u16::MAX), DispatchError::Exhausted);
		assert!(crate::Leases::<Test>::contains_key(id));
		Ok(())
	}
	fn on_amended(terms: &LeaseTerms<AccountId>) {
		MarketTold::append(Told::Amended(terms.clone()));
	}
	fn on_ended(id: OrderId, reason: CloseReason) {
		assert!(!crate::Leases::<Test>::contains_key(id), "the lease is gone by then");
		MarketTold::append(Told::Ended(id, reason));
	}
	fn relist(terms: &LeaseTerms<AccountId>) -> Option<OrderId> {
		assert!(!crate::Leases::<Test>::contains_key(terms.id), "the lease is gone by then");
		let new = RelistAs::get()?;
		RelistAs::put(new + 1);
		MarketTold::append(Told::Relisted(terms.id, new));
		Some(new)
	}
	fn weight() -> Weight {
		Weight::from_parts(7, 0)
	}
	fn started_weight() -> Weight {
		Weight::from_parts(11, 0)
	}
	fn ended_weight() -> Weight {
		Weight::from_parts(13, 0)
	}
}
impl Ledger for Recorder {
	fn note(statement: Statement) {
		Noted::append(statement);
	}
	fn weight() -> Weight {
		Weight::from_parts(3, 0)
	}
}

impl Reputation<AccountId> for Recorder {
	fn note_end(
		_: OrderId,
		who: &AccountId,
		tenant: &AccountId,
		outcome: LeaseOutcome,
		weight: u128,
	) {
		assert!([provider(), account(4)].contains(who));
		Ends::append((tenant, outcome, weight));
	}
	fn score(_: &AccountId) -> u32 {
		500_000
	}
	fn weight() -> Weight {
		Weight::from_parts(5, 0)
	}
}

pub struct Share;
impl leasehold_primitives::feeless::Quota for Share {
	fn has_room(_: Weight) -> bool {
		!QuotaFull::get()
	}
	fn consume(weight: Weight) {
		QuotaUsed::mutate(|used| *used += weight.ref_time());
	}
}

// ---------------------------------------------------------------- helpers

pub const UNIT: Balance = 1_000_000;
/// For how many milliseconds [`UNIT`] lasts at [`PRICE`].
pub const LASTS: Moment = 1_000_000;
/// The price of [`terms`]: one unit a millisecond.
pub const PRICE: Balance = 3_600_000;
pub const COLLATERAL: Balance = 500;
/// The least that an escrow account is opened with.
pub const MIN_DEPOSIT: Balance = 1_000;

pub const PARAMS: Params = Params {
	confirm_blocks: 10,
	settle_blocks: 20,
	checkpoint_blocks: 30,
	min_stay_blocks: 100,
	silence_blocks: 50,
	amendment_blocks: 15,
};

pub fn account(number: u8) -> AccountId {
	AccountId::new([number; 32])
}
pub fn tenant() -> AccountId {
	account(1)
}
pub fn provider() -> AccountId {
	account(2)
}
pub fn stranger() -> AccountId {
	account(3)
}
pub fn pair() -> leasehold_primitives::crypto::service::ServicePair {
	leasehold_primitives::crypto::service::ServicePair::from_seed(&[5; 32])
}
pub fn key() -> ServiceKey {
	pair().public()
}

pub fn terms(id: OrderId) -> LeaseTerms<AccountId> {
	LeaseTerms {
		id,
		deployment: 7,
		group: 0,
		tenant: tenant(),
		provider: provider(),
		asset: AssetId::Native,
		price: PRICE,
		resources: Resources::new(1_000, 1_024, 10_240),
		replicas: 2,
		manifest: H256::repeat_byte(9),
		collateral: COLLATERAL,
		notice: 40,
		grace: 25,
	}
}

/// Award lease `id` with a deposit in its escrow account and a reservation.
pub fn award_with(terms: LeaseTerms<AccountId>, deposit: Balance) {
	Money::deposit(terms.id, deposit);
	Reserved::insert((&terms.provider, terms.id), &terms.resources);
	<Leases as leasehold_primitives::traits::Leases<_>>::award(terms).expect("can be awarded");
}
pub fn award(id: OrderId) {
	award_with(terms(id), UNIT);
}
/// Award and confirm lease `id`, with funds for [`UNIT`] milliseconds.
pub fn start(id: OrderId) {
	award(id);
	Leases::confirm(RuntimeOrigin::signed(provider()), id).expect("can be confirmed");
}
pub fn lease(id: OrderId) -> LeaseOf<Test> {
	crate::Leases::<Test>::get(id).expect("there is such a lease")
}
/// The block of the lease's last settlement, or of its start.
pub fn settled_at(id: OrderId) -> BlockNumber {
	Purses::get(id).expect("there is such an account").journal.settled_at
}
pub fn on_hold(who: &AccountId) -> Balance {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::LeaseCollateral.into(), who)
}
/// Whether nothing of lease `id` is left anywhere.
pub fn is_gone(id: OrderId) -> bool {
	!crate::Leases::<Test>::contains_key(id)
		&& !Proposals::<Test>::contains_key(id)
		&& !Agendas::<Test>::iter().any(|(_, item, ())| item == id)
		&& !ProviderLeases::<Test>::iter().any(|(_, item, ())| item == id)
		&& !Reserved::iter_keys().any(|(_, item)| item == id)
}
pub fn last_note() -> Statement {
	Noted::get().pop().expect("something was noted")
}
pub fn told() -> Vec<Told> {
	MarketTold::get()
}

/// The block, the time and the providers' clocks go on by 3 s each, and the agenda is worked.
pub fn advance(blocks: BlockNumber) {
	for _ in 0..blocks {
		next_block();
	}
}
pub fn next_block() {
	System::set_block_number(System::block_number() + 1);
	UnixNow::mutate(|now| *now += 3_000);
	for number in [2, 4, 5] {
		if Silence::get(account(number)) == 0 {
			Clocks::mutate(account(number), |clock| *clock += 3_000);
		}
	}
	<Leases as OnPoll<u32>>::on_poll(System::block_number(), &mut WeightMeter::new());
}
/// As [`advance`], without the agenda, as if blocks had been full.
pub fn skip_agenda(blocks: BlockNumber) {
	System::set_block_number(System::block_number() + blocks);
}
/// The provider's clock alone goes on.
pub fn tick(span: Moment) {
	Clocks::mutate(provider(), |clock| *clock += span);
}

pub struct TestExt;

impl TestExt {
	pub fn new() -> Self {
		Self
	}
	pub fn build(self) -> sp_io::TestExternalities {
		let balances = (1..=9).map(|number| (account(number), UNIT)).collect::<Vec<_>>();
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
			balances: BalancesConfig {
				balances: [balances, vec![(Money::fee_pot(), 10)]].concat(),
				..Default::default()
			},
			leases: LeasesConfig { params: PARAMS, ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.expect("the genesis configuration builds")
		.into();
		ext.execute_with(|| {
			frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(0x69));
			System::set_block_number(1);
			UnixNow::put(1_000_000);
			Keys::insert(key(), provider());
		});
		ext
	}
	/// Run a test, then check all invariants.
	pub fn execute_with<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			let result = test();
			Leases::do_try_state().expect("all invariants hold");
			result
		})
	}
}
