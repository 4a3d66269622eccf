//! A runtime of this pallet with balances and timestamps.

use crate::{self as pallet_leasehold_providers, *};
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU64, Hooks},
	weights::Weight,
};
use frame_system::{
	offchain::{CreateAuthorizedTransaction, CreateTransaction, CreateTransactionBase},
	AuthorizeCall, EnsureRoot,
};
use leasehold_primitives::{
	clock::Window,
	crypto::service::{ServiceKey, ServicePair, ServiceSignature},
	feeless::{Message, Quota},
	traits::{Approvals, OnVerdict, Subject, SubjectFacts, Verdict},
	Architecture, Attribute, Balance, BlockNumber, GpuInterface, GpuUnits, GroupSpec, Moment,
	OrderId, Placement, Resources,
};
use sp_core::{Pair, H256};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{generic, testing::UintAuthorityId, traits::BlakeTwo256, BuildStorage, Perbill};

pub type TxExtension = (AuthorizeCall<Test>,);
pub type Extrinsic = generic::UncheckedExtrinsic<u64, RuntimeCall, UintAuthorityId, TxExtension>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeHoldReason,
		RuntimeFreezeReason
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Registry = pallet_leasehold_providers;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type Moment = Moment;
	type MinimumPeriod = ConstU64<1>;
}

parameter_types! {
	pub const ExistentialDeposit: Balance = 10;
	pub const FeePot: u64 = 901;
	/// What is left of the block's share of fee-free calls.
	pub static QuotaLeft: Weight = Weight::MAX;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ExistentialDeposit;
}

/// The validators: they take a fee, deny one tenant, and decide when a test says so.
pub struct MockApprovals;

/// The fee that goes to the validators.
pub const ORDER_FEE: Balance = 50;
/// Where it goes.
pub const VALIDATORS: u64 = 900;
/// Terms that nobody may have.
pub const DENIED: H256 = H256::repeat_byte(0xde);

parameter_types! {
	/// What is before the validators, with who asks and what it is judged by.
	pub static Submitted: Vec<(Subject, u64, H256)> = vec![];
}

impl Approvals<u64> for MockApprovals {
	fn submit(subject: Subject, facts: SubjectFacts<u64>) -> sp_runtime::DispatchResult {
		Self::ensure_not_denied(&facts.who, &facts.manifest)?;
		assert!(facts.resources.is_zero(), "neither networks nor providers need any");
		Balances::transfer_allow_death(RuntimeOrigin::signed(facts.who), VALIDATORS, ORDER_FEE)?;
		Submitted::mutate(|list| list.push((subject, facts.who, facts.manifest)));
		Ok(())
	}
	fn withdraw(subject: Subject) {
		Submitted::mutate(|list| list.retain(|(one, ..)| *one != subject));
	}
	fn ensure_not_denied(_: &u64, manifest: &H256) -> sp_runtime::DispatchResult {
		frame_support::ensure!(*manifest != DENIED, sp_runtime::DispatchError::Other("denied"));
		Ok(())
	}
}

/// Let the validators decide.
pub fn decide(subject: Subject, verdict: Verdict) {
	let is_pending = Submitted::mutate(|list| {
		let had = list.len();
		list.retain(|(one, ..)| *one != subject);
		list.len() < had
	});
	assert!(is_pending, "{subject:?} is not before the validators");
	Registry::on_verdict(subject, verdict);
}

/// A share of the block that [`QuotaLeft`] limits.
pub struct MockQuota;
impl Quota for MockQuota {
	fn has_room(weight: Weight) -> bool {
		weight.all_lte(QuotaLeft::get())
	}
	fn consume(weight: Weight) {
		QuotaLeft::mutate(|left| *left = left.saturating_sub(weight));
	}
}

impl Config for Test {
	type WeightInfo = ();
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type BlockNumberProvider = System;
	type UnixTime = Timestamp;
	type GovernanceOrigin = EnsureRoot<u64>;
	type Approvals = MockApprovals;
	type FeePot = FeePot;
	type FeelessQuota = MockQuota;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = Extrinsic;
	type RuntimeCall = RuntimeCall;
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
		(AuthorizeCall::new(),)
	}
}

/// Accounts: two with plenty of money, one that is poor, one auditor listed at genesis.
pub const ALICE: u64 = 1;
pub const BOB: u64 = 2;
pub const POOR: u64 = 3;
pub const AUDITOR: u64 = 4;
/// What the rich have.
pub const RICH: Balance = 1_000_000_000;

/// Milliseconds between two blocks.
pub const BLOCK_TIME: Moment = 3_000;
/// Time at block 1.
pub const START: Moment = 1_000_000;

/// Heartbeats every 20 of 60 blocks, not closer than 10.
pub const RULES: HeartbeatRules =
	HeartbeatRules { window: Window { time: 180_000, blocks: 60 }, spacing: 10 };
/// Bonds in small numbers.
pub const RATES: BondRates = BondRates {
	base: 1_000,
	per_core: 100,
	per_gib_memory: 10,
	per_100_gib_ephemeral: 7,
	per_100_gib_persistent: 11,
	per_gib_ram: 13,
	per_gpu: 500,
	per_100_ports: 17,
};

/// Reputation by a thousand thousandths, one lease's worth of a tenant in a hundred blocks.
pub const REPUTATION: ReputationRules =
	ReputationRules { unit: 1_000, tenant_cap: 1_000_000, window: 100 };
/// What an operator bonds.
pub const NETWORK_BOND: Balance = 10_000;

/// What a tenant holds for a dispute.
pub const DEPOSIT: Balance = 300;

/// The parameters of these tests. Auditors' bonds have tests of their own.
pub fn params() -> Params {
	Params {
		bond: RATES,
		heartbeat: RULES,
		reputation: REPUTATION,
		network_bond: NETWORK_BOND,
		auditor_bond: 0,
		auditor_stay: 30,
		maintenance: MaintenanceRules { lead: 10, longest: 50, gap: 100 },
		dispute: DisputeRules {
			deposit: DEPOSIT,
			window: 20,
			deadline: 40,
			most: Perbill::from_percent(20),
		},
	}
}

/// Builds the storage that a test starts from.
pub struct TestExt {
	params: Params,
}

impl TestExt {
	pub fn new() -> Self {
		Self { params: params() }
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(ALICE, RICH), (BOB, RICH), (POOR, 1_005)],
				..Default::default()
			},
			registry: GenesisConfig { params: self.params, auditors: vec![AUDITOR] },
			..Default::default()
		}
		.build_storage()
		.expect("the genesis configuration builds");
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		ext.execute_with(|| {
			QuotaLeft::set(Weight::MAX);
			Submitted::set(vec![]);
			System::set_block_number(1);
			pallet_timestamp::Now::<Test>::put(START);
		});
		ext
	}

	/// Run a test, then check the invariants.
	pub fn execute_with<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			let result = test();
			check();
			result
		})
	}
}

/// Check the invariants.
pub fn check() {
	Registry::do_try_state().expect("the invariants hold");
}

/// Let so many blocks pass at the usual pace.
pub fn advance(blocks: BlockNumber) {
	let now = System::block_number() + blocks;
	System::set_block_number(now);
	pallet_timestamp::Now::<Test>::mutate(|time| *time += Moment::from(blocks) * BLOCK_TIME);
	<Registry as Hooks<BlockNumber>>::on_initialize(now);
}

/// The last event, of this pallet.
pub fn last_event() -> Event<Test> {
	match System::events().pop().expect("an event").event {
		RuntimeEvent::Registry(event) => event,
		other => panic!("an event of another pallet: {other:?}"),
	}
}

pub fn attribute(key: &str, value: &str) -> Attribute {
	Attribute {
		key: key.as_bytes().to_vec().try_into().expect("a short key"),
		value: value.as_bytes().to_vec().try_into().expect("a short value"),
	}
}

pub fn attributes(list: &[(&str, &str)]) -> Attributes {
	let list = list.iter().map(|(key, value)| attribute(key, value)).collect::<Vec<_>>();
	list.try_into().expect("few attributes")
}

pub fn endpoint(text: &str) -> Endpoint {
	text.as_bytes().to_vec().try_into().expect("a short endpoint")
}

/// Cores, GiB of memory and GiB of storage.
pub fn resources(cores: u32, memory: u64, storage: u64) -> Resources {
	Resources::new(cores * 1_000, memory * 1_024, storage * 1_024)
}

/// A machine of a capacity, without devices.
pub fn machine(capacity: Resources) -> Machine {
	Machine { architecture: Architecture::Amd64, capacity, devices: Devices::default() }
}

/// So many GPUs of a model, memory in GiB and interface.
pub fn gpus(
	model: &str,
	memory: Option<u32>,
	interface: Option<GpuInterface>,
	units: u16,
) -> GpuUnits {
	GpuUnits {
		vendor: b"nvidia".to_vec().try_into().expect("a short name"),
		model: model.as_bytes().to_vec().try_into().expect("a short name"),
		memory_mib: memory.map(|gib| gib * 1_024),
		interface,
		units,
	}
}

pub fn placement(list: &[(u16, u16)]) -> Placement {
	list.to_vec().try_into().expect("few machines")
}

/// Register with a region and a tier.
pub fn register(who: u64) {
	let attributes = attributes(&[("region", "eu/de/fsn"), ("tier", "1")]);
	Registry::register(RuntimeOrigin::signed(who), endpoint("https://p.example:8443"), attributes)
		.expect("registers");
}

/// Register with one machine of 8 cores, 32 GiB and 100 GiB.
pub fn register_with_node(who: u64, kind: NodeKind) {
	register(who);
	Registry::add_node(RuntimeOrigin::signed(who), kind, machine(resources(8, 32, 100)))
		.expect("adds a machine");
}

/// A service key pair by number.
pub fn pair(seed: u8) -> ServicePair {
	ServicePair::from_seed(&[seed; 32])
}

/// The proof that the pair agrees to serve a provider.
pub fn proof(pair: &ServicePair, provider: u64) -> ServiceSignature {
	pair.sign(&Registry::possession(&provider))
}

/// Register, with the service key of this number.
pub fn register_with_key(who: u64, seed: u8) -> ServiceKey {
	register(who);
	set_key(who, seed)
}

/// Let the key of this number serve a provider.
pub fn set_key(who: u64, seed: u8) -> ServiceKey {
	let pair = pair(seed);
	let proof = proof(&pair, who);
	Registry::set_service_key(RuntimeOrigin::signed(who), pair.public(), proof)
		.expect("sets the key");
	pair.public()
}

/// A heartbeat as the key of this number would send it.
pub fn heartbeat(
	seed: u8,
	nonce: u64,
	block: BlockNumber,
) -> (Message<ServiceKey, ()>, ServiceSignature) {
	let pair = pair(seed);
	let message = Message { signer: pair.public(), nonce, block, body: () };
	let signature = pair.sign(&message.to_sign(b"beat", System::block_hash(0)));
	(message, signature)
}

/// Reserve through the trait, by account.
pub fn reserve(
	provider: u64,
	order: OrderId,
	per_replica: Resources,
	list: &[(u16, u16)],
) -> sp_runtime::DispatchResult {
	use leasehold_primitives::traits::Providers as _;
	Registry::reserve(&provider, order, &GroupSpec::new(per_replica, 1, 1), &placement(list))
}

/// The encoded size of an extrinsic.
pub fn len(extrinsic: &Extrinsic) -> usize {
	extrinsic.encoded_size()
}
