//! A state with so many active leases, made by the runtime's own calls.
//!
//! The first provider has a thousand leases, for its worker to look through; all others have
//! [`PER_PROVIDER`], so that a block full of settlements meets as many accounts in a small state as
//! in a large one. The hooks that work off agendas run as in blocks; what the providers' heartbeats
//! say is dispatched as if it had been authorised, which is the pool's business.

use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{fungible::Mutate, Hooks},
	weights::{Weight, WeightMeter},
};
use leasehold_bench::{
	calls::bounded,
	sign::{pair, seed},
};
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::Message,
	traits::Subject,
	Architecture, AssetId, Balance, BlockNumber, GroupSpec, LeaseId, LeaseState, ManifestHash,
	Moment, Resources,
};
use leasehold_runtime::{
	configs::system::RuntimeBlockWeights, genesis_config_presets as presets, AccountId, Approvals,
	Balances, Checkpoints, Escrow, Hash, Leases, Market, Runtime, RuntimeCall,
	RuntimeGenesisConfig, RuntimeOrigin, System, LHD, MILLISECS_PER_BLOCK, VERSION, WASM_BINARY,
};
use pallet_leasehold_leases as leases;
use pallet_leasehold_market as market;
use pallet_leasehold_providers as providers;
use sp_core::{sr25519, Pair};
use sp_runtime::traits::Dispatchable;
use sp_storage::{well_known_keys, Storage};

/// Leases of the first provider.
const OF_THE_FIRST: u32 = 1_000;
/// Leases of every other provider.
pub const PER_PROVIDER: u32 = 20;
/// Leases of one tenant.
const PER_TENANT: u32 = 10;
/// Leases that are made together: the validators' agenda takes a few thousand.
const BATCH: u32 = 2_000;
/// Base units an hour, so that every millisecond costs some.
const PRICE: Balance = LHD / 10;
/// Lasts for a hundred hours, longer than making the largest state takes by the chain's clock.
const DEPOSIT: Balance = 10 * LHD;
/// The first of January 2027, when the chain begins.
const START: Moment = 1_798_761_600_000;
/// Blocks between the last confirmation and the end: more than a period after which a lease is to
/// be settled and its checkpoint is due.
const REST: BlockNumber = 1_300;

/// A state and what measuring needs to know of it.
pub struct State {
	pub storage: Storage,
	pub facts: Facts,
}

/// Where the chain of a state stands.
#[derive(Clone)]
pub struct Facts {
	/// Active leases. Their numbers begin with 0.
	pub leases: u32,
	/// The height of the chain.
	pub height: BlockNumber,
	/// The hash that the block at that height is known by.
	pub tip: Hash,
	/// The time of that block.
	pub now: Moment,
	/// The hash that the chain's first block is known by.
	pub genesis: Hash,
}

impl State {
	/// Keys and values, in bytes.
	pub fn bytes(&self) -> u64 {
		self.storage.top.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
	}
}

impl Facts {
	/// One lease of each of up to `count` providers that are spread over all but the first: the
	/// leases of another `round` are others, and so are the providers where there are enough.
	pub fn spread(&self, count: u32, round: u32) -> Vec<LeaseId> {
		let others = providers_of(self.leases).saturating_sub(1);
		let count = count.min(others);
		let turn = round % PER_PROVIDER;
		(0..count)
			.map(|at| {
				let (from, to) = (at * others / count, (at + 1) * others / count);
				let provider = from + round % (to - from).max(1);
				u64::from(OF_THE_FIRST + provider * PER_PROVIDER + turn)
			})
			.filter(|lease| *lease < u64::from(self.leases))
			.collect()
	}
}

/// The number of the provider of a lease.
fn provider_of(lease: u32) -> u32 {
	lease.checked_sub(OF_THE_FIRST).map_or(0, |after| 1 + after / PER_PROVIDER)
}

/// How many providers so many leases have.
fn providers_of(leases: u32) -> u32 {
	leases.checked_sub(1).map_or(0, |last| provider_of(last) + 1)
}

/// The account that settles: anybody may.
pub fn settler() -> sr25519::Pair {
	pair("settler", 0)
}

/// The secret of the key with which a provider's node signs.
pub fn service_seed(provider: u32) -> [u8; 32] {
	seed("service", provider)
}

fn service_pair(provider: u32) -> sr25519::Pair {
	pair("service", provider)
}

/// An account that signs nothing outside this program, so without a key.
fn account(role: &str, number: u32) -> AccountId {
	sp_crypto_hashing::blake2_256(&(role, number).encode()).into()
}

/// Make a state with `count` active leases.
pub fn build(count: u32) -> Result<State, String> {
	let mut memory = crate::memory::Memory::new();
	let facts = memory.execute_with(|| fill(count))?;
	let mut storage = Storage { top: memory.into_map(), ..Default::default() };
	let code = WASM_BINARY.ok_or("this binary was built without its wasm runtime")?;
	storage.top.insert(well_known_keys::CODE.to_vec(), code.to_vec());
	Ok(State { storage, facts })
}

fn fill(count: u32) -> Result<Facts, String> {
	genesis()?;
	let genesis = System::block_hash(0);
	System::set_block_number(1);
	pallet_timestamp::Now::<Runtime>::put(START);
	fund(&settler().public().into())?;
	let started = std::time::Instant::now();
	let mut made = 0;
	while made < count {
		let batch = BATCH.min(count - made);
		lease(made, batch)?;
		made += batch;
		if made % 20_000 == 0 {
			eprintln!("{made} of {count} leases ({} s)", started.elapsed().as_secs());
		}
	}
	rest(count)?;
	let all = leases::Leases::<Runtime>::count();
	if all != count {
		return Err(format!("there are {all} leases instead of {count}"));
	}
	let height = System::block_number();
	let tip = Hash::repeat_byte(0xb1);
	Ok(Facts { leases: count, height, tip, now: now(), genesis })
}

fn genesis() -> Result<(), String> {
	let json = get_preset::<RuntimeGenesisConfig>(&Some("development".into()), presets::get_preset)
		.ok_or("there is no development preset")?;
	let patch = serde_json::from_slice(&json).map_err(|e| e.to_string())?;
	let mut whole =
		serde_json::to_value(RuntimeGenesisConfig::default()).map_err(|e| e.to_string())?;
	merge(&mut whole, patch);
	// The periods of a network that people use, not those that developers can watch.
	let sections = [
		("providers", serde_json::to_value(providers::Params::default())),
		("approvals", serde_json::to_value(pallet_leasehold_approvals::ApprovalParams::default())),
		("market", serde_json::to_value(market::MarketParams::default())),
		("leases", serde_json::to_value(leases::Params::default())),
	];
	for (section, params) in sections {
		whole[section]["params"] = params.map_err(|e| e.to_string())?;
	}
	build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&whole).map_err(|e| e.to_string())?)?;
	// As the first block does, which takes the genesis for an upgrade.
	frame_system::LastRuntimeUpgrade::<Runtime>::put(frame_system::LastRuntimeUpgradeInfo::from(
		VERSION,
	));
	Ok(())
}

fn merge(whole: &mut serde_json::Value, patch: serde_json::Value) {
	match (whole, patch) {
		(serde_json::Value::Object(whole), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(whole.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(whole, patch) => *whole = patch,
	}
}

fn fund(who: &AccountId) -> Result<(), String> {
	Balances::mint_into(who, 100_000 * LHD).map(|_| ()).map_err(|error| format!("{error:?}"))
}

/// Dispatch a call as an extrinsic would: whole or not at all.
fn call(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> Result<(), String> {
	let call = call.into();
	let name = {
		use frame_support::traits::GetCallMetadata;
		let meta = call.get_call_metadata();
		format!("{}::{}", meta.pallet_name, meta.function_name)
	};
	call.dispatch(origin).map(|_| ()).map_err(|error| format!("{name} failed: {:?}", error.error))
}

fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

fn now() -> Moment {
	pallet_timestamp::Now::<Runtime>::get()
}

/// Register a provider with a machine for a thousand small leases, and its node's key.
fn register(number: u32) -> Result<(), String> {
	let provider = account("provider", number);
	fund(&provider)?;
	let endpoint = bounded(b"https://provider.example".to_vec());
	call(
		signed(&provider),
		providers::Call::register { endpoint, attributes: Default::default() },
	)?;
	let machine = providers::Machine {
		architecture: Architecture::Amd64,
		capacity: Resources::new(384_000, 1_048_576, 16_777_216),
		devices: Default::default(),
	};
	let kind = providers::NodeKind::Shared;
	call(signed(&provider), providers::Call::add_node { kind, machine })?;
	let pair = service_pair(number);
	let proof = pair.sign(&providers::Pallet::<Runtime>::possession(&provider));
	call(
		signed(&provider),
		providers::Call::set_service_key {
			key: ServiceKey::from(pair.public()),
			proof: ServiceSignature::from(proof),
		},
	)
}

/// A heartbeat of a provider's node.
fn beat(number: u32, key: &ServiceKey) -> Result<(), String> {
	let nonce = providers::ServiceKeys::<Runtime>::get(key)
		.ok_or_else(|| format!("provider {number} has lost its key"))?
		.nonce;
	let message = Message { signer: key.clone(), nonce, block: System::block_number(), body: () };
	// It is looked at where a heartbeat is authorised, before this.
	let signature = ServiceSignature::from(sr25519::Signature::default());
	call(
		frame_system::RawOrigin::Authorized.into(),
		providers::Call::heartbeat { message, signature },
	)
}

/// Order, bid, approve, award and confirm `count` leases from number `first` on, whose providers
/// register if they have not yet.
fn lease(first: u32, count: u32) -> Result<(), String> {
	for number in first..first + count {
		let provider = account("provider", provider_of(number));
		if !providers::Providers::<Runtime>::contains_key(&provider) {
			register(provider_of(number))?;
		}
		order(number)?;
		let order = u64::from(number);
		call(
			signed(&provider),
			market::Call::bid {
				order,
				price: PRICE,
				placement: bounded(vec![(0, 1)]),
				notice: 1_200,
				grace: 1_200,
			},
		)?;
		let subject = Subject::Order(order);
		call(
			RuntimeOrigin::root(),
			pallet_leasehold_approvals::Call::decide { subject, approve: true },
		)?;
	}
	// A verdict and the auction take a block each, and some are drawn.
	for _ in 0..10 {
		if market::OpenOrders::<Runtime>::get() > 0 {
			next_block();
		}
	}
	for number in first..first + count {
		let provider = account("provider", provider_of(number));
		call(signed(&provider), leases::Call::confirm { lease: u64::from(number) })?;
	}
	Ok(())
}

/// A tenant's deployment of one small group.
fn order(number: u32) -> Result<(), String> {
	let tenant = account("tenant", number / PER_TENANT);
	if number.is_multiple_of(PER_TENANT) {
		fund(&tenant)?;
	}
	let spec = GroupSpec::new(Resources::new(100, 256, 1_024), 1, PRICE);
	let mut group = market::GroupRequest::new(spec, DEPOSIT);
	// So that the auction is over in the next block.
	group.buy_now = Some(PRICE);
	call(
		signed(&tenant),
		market::Call::create_deployment {
			manifest: ManifestHash::repeat_byte(7),
			asset: AssetId::Native,
			groups: bounded(vec![group]),
		},
	)
}

/// Let time pass until every lease is to be settled. All providers are alive at its end.
fn rest(count: u32) -> Result<(), String> {
	let keys: Vec<_> = (0..providers_of(count))
		.map(|number| ServiceKey::from(service_pair(number).public()))
		.collect();
	// The chain's clock and height go on together; nothing is due meanwhile but the agendas' empty
	// blocks. Heartbeats a quarter of an hour apart keep all clocks running.
	for block in 1..=REST {
		next_block();
		if block % 290 == 0 || block == REST {
			for (number, key) in (0u32..).zip(&keys) {
				beat(number, key)?;
			}
		}
	}
	end_block();
	frame_system::BlockHash::<Runtime>::insert(System::block_number(), Hash::repeat_byte(0xb1));
	for lease in [0, count / 2, count.saturating_sub(1)].into_iter().filter(|_| count > 0) {
		let found = leases::Leases::<Runtime>::get(u64::from(lease));
		if found.map(|lease| lease.state) != Some(LeaseState::Active) {
			return Err(format!("lease {lease} is not active"));
		}
	}
	Ok(())
}

/// What a block ends with: the root of the statements that were made in it, which then go.
fn end_block() {
	Checkpoints::on_finalize(System::block_number());
}

/// Go to the next block and let the agendas work until they have nothing to do: as many blocks
/// would, of which each does a part.
fn next_block() {
	end_block();
	let next = System::block_number() + 1;
	System::set_block_number(next);
	pallet_timestamp::Now::<Runtime>::put(now() + MILLISECS_PER_BLOCK);
	let limit = RuntimeBlockWeights::get().max_block;
	loop {
		let mut meter = WeightMeter::with_limit(limit);
		Approvals::on_poll(next, &mut meter);
		Market::on_poll(next, &mut meter);
		Leases::on_poll(next, &mut meter);
		Escrow::on_poll(next, &mut meter);
		if meter.consumed() == Weight::zero() {
			break;
		}
	}
}
