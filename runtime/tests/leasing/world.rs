//! A chain without a node: the development preset, blocks by hand, and shorthands for what people
//! do.

use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{fungible, fungibles, Hooks},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::Message,
	traits::{Subject, SubjectFacts},
	Architecture, AssetId, Balance, BlockNumber, GroupSpec, ManifestHash, Moment, OrderId,
	Placement, Resources,
};
use leasehold_runtime::{
	configs::system::RuntimeBlockWeights,
	genesis_config_presets::{self as presets, account, TEST_USD},
	AccountId, Approvals, Assets, Balances, Checkpoints, Escrow, Leases, Market, Providers,
	Runtime, RuntimeCall, RuntimeGenesisConfig, RuntimeOrigin, System, Timings, LHD,
	MILLISECS_PER_BLOCK,
};
use pallet_leasehold_market::GroupRequest;
use pallet_leasehold_providers::{Machine, NodeKind, OfferTerms};
use sp_core::{ByteArray, H256};
use sp_runtime::{
	traits::{Dispatchable, Zero},
	DispatchError, DispatchResult,
};

pub const NATIVE: AssetId = AssetId::Native;
pub const USD: AssetId = AssetId::WithId(TEST_USD);

/// The first of January 2027, when this chain begins.
pub const START: Moment = 1_798_761_600_000;

pub fn tenants() -> Vec<AccountId> {
	["Tenant1", "Tenant2", "Alice", "Bob", "Charlie", "Dave"].map(account).to_vec()
}

pub fn providers() -> Vec<AccountId> {
	["Provider1", "Provider2", "Eve", "Ferdie", "Auditor"].map(account).to_vec()
}

/// Run `test` on a fresh chain at block 1 and check everything after it.
pub fn run(test: impl FnOnce()) {
	run_on(sp_io::TestExternalities::default(), test);
}

/// As [`run`], with extensions of the test's own in `ext`.
pub fn run_on(mut ext: sp_io::TestExternalities, test: impl FnOnce()) {
	ext.execute_with(|| {
		let id = Some("development".into());
		let json = get_preset::<RuntimeGenesisConfig>(&id, presets::get_preset)
			.expect("the preset exists");
		let patch: serde_json::Value = serde_json::from_slice(&json).expect("it is JSON");
		let mut whole = serde_json::to_value(RuntimeGenesisConfig::default()).expect("it is JSON");
		merge(&mut whole, patch);
		build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&whole).expect("it is JSON"))
			.expect("the preset builds");
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(START);
		// The pool of order fees gets its existential deposit at genesis; nothing is minted after.
		let issued = issuance();
		test();
		check();
		assert_eq!(issuance(), issued, "nothing may be minted or burnt");
	});
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

fn issuance() -> (Balance, Balance) {
	(
		<Balances as fungible::Inspect<AccountId>>::total_issuance(),
		<Assets as fungibles::Inspect<AccountId>>::total_issuance(TEST_USD),
	)
}

/// Go to the next block, `ms` later.
pub fn next_block_after(ms: Moment) {
	let now = System::block_number();
	Checkpoints::on_finalize(now);
	check();
	System::set_block_number(now + 1);
	System::reset_events();
	pallet_timestamp::Now::<Runtime>::mutate(|time| *time += ms);
	Checkpoints::on_initialize(now + 1);
	let mut meter = WeightMeter::with_limit(RuntimeBlockWeights::get().max_block);
	Approvals::on_poll(now + 1, &mut meter);
	Escrow::on_poll(now + 1, &mut meter);
	Market::on_poll(now + 1, &mut meter);
	Leases::on_poll(now + 1, &mut meter);
	check();
}

/// Go on by `blocks` blocks of the target time, with heartbeats of all providers when due.
pub fn go_on(blocks: BlockNumber) {
	for _ in 0..blocks {
		next_block_after(MILLISECS_PER_BLOCK);
		for provider in providers() {
			let _ = heartbeat(&provider);
		}
	}
}

/// All invariants, of each pallet and across them.
pub fn check() {
	Timings::do_try_state().expect("timings");
	Providers::do_try_state().expect("providers");
	Approvals::do_try_state().expect("approvals");
	Escrow::do_try_state().expect("escrow");
	Market::do_try_state().expect("market");
	Leases::do_try_state().expect("leases");
	Checkpoints::do_try_state().expect("checkpoints");

	for (id, lease) in pallet_leasehold_leases::Leases::<Runtime>::iter() {
		// I-6: a lease has exactly one account, and a stream once it is confirmed.
		let escrow =
			pallet_leasehold_escrow::Accounts::<Runtime>::get(id).expect("a lease has an account");
		assert_eq!(escrow.tenant, lease.terms.tenant);
		if let Some(stream) = escrow.stream {
			assert_eq!(stream.payee, lease.terms.provider);
			assert_eq!(stream.price, lease.terms.price);
		}
		// I-5: what it uses is reserved.
		let reserved =
			pallet_leasehold_providers::Reservations::<Runtime>::get(&lease.terms.provider, id)
				.expect("a lease has a reservation");
		assert_eq!(reserved.per_replica, lease.terms.resources);
		assert!(pallet_leasehold_market::Orders::<Runtime>::contains_key(id));
	}
	for (id, _) in pallet_leasehold_escrow::Accounts::<Runtime>::iter() {
		let order = pallet_leasehold_market::Orders::<Runtime>::contains_key(id);
		assert!(order, "account {id} belongs to no order");
	}
	for (provider, order, _) in pallet_leasehold_providers::Reservations::<Runtime>::iter() {
		let bid = pallet_leasehold_market::Bids::<Runtime>::contains_key(order, &provider)
			|| pallet_leasehold_market::SealedBids::<Runtime>::contains_key(order, &provider);
		let lease = pallet_leasehold_leases::Leases::<Runtime>::get(order)
			.is_some_and(|lease| lease.terms.provider == provider);
		assert!(bid != lease, "a reservation belongs to a bid or to a lease");
	}
	// I-8: what waits for a verdict is before the validators, and nothing else is.
	for (id, order) in pallet_leasehold_market::Orders::<Runtime>::iter() {
		let subject = pallet_leasehold_approvals::Subjects::<Runtime>::get(Subject::Order(id));
		let pending = order.state == pallet_leasehold_market::OrderState::Pending;
		assert!(!pending || subject.is_some(), "order {id} waits for a verdict that never comes");
		let undecided = subject.is_some_and(|subject| subject.outcome.is_none());
		assert!(!undecided || pending, "order {id} has gone on without the verdict on it");
		if pending {
			let judged = subject_facts(id);
			assert_eq!(judged.manifest, order.manifest);
			assert_eq!(Some(judged.resources), order.spec.total());
		}
	}
}

/// What validators are asked about.
fn subject_facts(id: OrderId) -> SubjectFacts<AccountId> {
	pallet_leasehold_approvals::Subjects::<Runtime>::get(Subject::Order(id))
		.expect("it is before them")
		.facts
}

/// Dispatch a call as a transaction would: whole or not at all.
pub fn call(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(origin).map(|_| ()).map_err(|error| error.error)
}

pub fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// The service key that tests give a provider. Nobody checks its signatures here: the pool does,
/// and the providers pallet's own tests.
pub fn service_key(provider: &AccountId) -> ServiceKey {
	let bytes: &[u8] = provider.as_ref();
	ServiceKey::from_slice(bytes).expect("32 bytes")
}

/// Register a provider with one shared and one dedicated machine.
pub fn register(provider: &AccountId) {
	let endpoint = BoundedVec::try_from(b"https://provider.example".to_vec()).expect("short");
	call(
		signed(provider),
		pallet_leasehold_providers::Call::register { endpoint, attributes: Default::default() },
	)
	.expect("it registers");
	for kind in [NodeKind::Shared, NodeKind::Dedicated] {
		let machine = Machine {
			architecture: Architecture::Amd64,
			capacity: Resources::new(16_000, 65_536, 1_048_576),
			devices: Default::default(),
		};
		call(signed(provider), pallet_leasehold_providers::Call::add_node { kind, machine })
			.expect("it has machines");
	}
	// Set by hand for want of a signature.
	let record = pallet_leasehold_providers::KeyRecord {
		provider: provider.clone(),
		nonce: 0,
		since: System::block_number(),
	};
	let key = service_key(provider);
	pallet_leasehold_providers::ServiceKeys::<Runtime>::insert(&key, record);
	pallet_leasehold_providers::Providers::<Runtime>::mutate(provider, |record| {
		record.as_mut().expect("registered").keys.try_push(key).expect("the first of four");
	});
}

/// A heartbeat, if it is due.
pub fn heartbeat(provider: &AccountId) -> DispatchResult {
	let signer = service_key(provider);
	let nonce = pallet_leasehold_providers::ServiceKeys::<Runtime>::get(&signer)
		.ok_or(DispatchError::CannotLookup)?
		.nonce;
	let message = Message { signer, nonce, block: System::block_number(), body: () };
	let signature = ServiceSignature::try_from(&[0u8; 64][..]).expect("64 bytes");
	call(
		RawOrigin::Authorized.into(),
		pallet_leasehold_providers::Call::heartbeat { message, signature },
	)
}

/// What an order asks for in these tests.
pub fn group(max_price: Balance, replicas: u16) -> GroupSpec<AccountId> {
	GroupSpec::new(Resources::new(1_000, 1_024, 10_240), replicas, max_price)
}

/// Create a deployment of one group that an open auction finds a provider for. Returns its order's
/// number.
pub fn order(
	tenant: &AccountId,
	asset: AssetId,
	deposit: Balance,
	spec: GroupSpec<AccountId>,
) -> Result<OrderId, DispatchError> {
	request(tenant, asset, GroupRequest::new(spec, deposit))
}

/// Create a deployment of this group. Returns its order's number.
pub fn request(
	tenant: &AccountId,
	asset: AssetId,
	request: GroupRequest<AccountId>,
) -> Result<OrderId, DispatchError> {
	let id = pallet_leasehold_market::NextOrderId::<Runtime>::get();
	call(
		signed(tenant),
		pallet_leasehold_market::Call::create_deployment {
			manifest: ManifestHash::repeat_byte(7),
			asset,
			groups: vec![request].try_into().expect("one group"),
		},
	)?;
	Ok(id)
}

/// A private network of `operator`, approved by governance, offers 64 replicas at one LHD an hour,
/// supplied by `provider`. It is the first there is, and so its number is zero.
pub fn offer(operator: &AccountId, provider: &AccountId) {
	use pallet_leasehold_providers::Call as ProvidersCall;
	let terms = OfferTerms {
		resources: Resources::new(1_000, 1_024, 10_240),
		architecture: None,
		price: LHD,
		asset: NATIVE,
		collateral: LHD,
		notice: 1_200,
		grace: 10,
	};
	let steps: [(RuntimeOrigin, RuntimeCall); 5] = [
		(
			signed(operator),
			ProvidersCall::create_network { terms: H256::zero(), restricted: false }.into(),
		),
		(
			RuntimeOrigin::root(),
			pallet_leasehold_approvals::Call::decide {
				subject: Subject::Network(0),
				approve: true,
			}
			.into(),
		),
		(
			signed(operator),
			ProvidersCall::admit_provider { network: 0, provider: provider.clone() }.into(),
		),
		(signed(operator), ProvidersCall::publish_offer { network: 0, terms, quantity: 64 }.into()),
		(
			signed(provider),
			ProvidersCall::supply_offer {
				offer: 0,
				nodes: vec![0].try_into().expect("one machine"),
			}
			.into(),
		),
	];
	for (origin, one) in steps {
		call(origin, one).expect("nothing stands in the way of an offer");
		// A verdict takes effect in the next block.
		go_on(1);
	}
}

/// Take some of the [`offer`].
pub fn take_offer(
	tenant: &AccountId,
	provider: &AccountId,
	replicas: u16,
	deposit: Balance,
) -> DispatchResult {
	call(
		signed(tenant),
		pallet_leasehold_market::Call::take_offer {
			manifest: ManifestHash::repeat_byte(7),
			offer: 0,
			provider: provider.clone(),
			replicas,
			deposit,
		},
	)
}

/// Governance's verdict on an order.
pub fn decide(id: OrderId, approve: bool) -> DispatchResult {
	call(
		RuntimeOrigin::root(),
		pallet_leasehold_approvals::Call::decide { subject: Subject::Order(id), approve },
	)
}

/// The shortest notice that a bid may offer.
const NOTICE: BlockNumber = 10;

/// All replicas of an order on one machine.
fn on_machine(order: OrderId, machine: u16) -> Placement {
	let replicas = pallet_leasehold_market::Orders::<Runtime>::get(order)
		.map_or(1, |order| order.spec.replicas);
	vec![(machine, replicas)].try_into().expect("one machine")
}

/// A bid with all replicas on one machine.
pub fn bid(
	provider: &AccountId,
	order: OrderId,
	price: Balance,
	machine: u16,
	grace: BlockNumber,
) -> DispatchResult {
	let placement = on_machine(order, machine);
	call(
		signed(provider),
		pallet_leasehold_market::Call::bid { order, price, placement, notice: NOTICE, grace },
	)
}

/// The salt of all sealed bids in tests.
const SALT: [u8; 32] = [7; 32];
/// The grace that all of them offer.
const SEALED_GRACE: BlockNumber = 10;

/// A sealed bid at `price` with all replicas on one machine.
pub fn commit(
	provider: &AccountId,
	order: OrderId,
	price: Balance,
	machine: u16,
) -> DispatchResult {
	let placement = on_machine(order, machine);
	let commitment =
		pallet_leasehold_market::commitment(price, NOTICE, SEALED_GRACE, &SALT, provider, order);
	call(
		signed(provider),
		pallet_leasehold_market::Call::commit_bid { order, commitment, placement },
	)
}

/// Reveal what was committed to by [`commit`].
pub fn reveal(provider: &AccountId, order: OrderId, price: Balance) -> DispatchResult {
	call(
		signed(provider),
		pallet_leasehold_market::Call::reveal_bid {
			order,
			price,
			notice: NOTICE,
			grace: SEALED_GRACE,
			salt: SALT,
		},
	)
}

/// Free balance.
pub fn free(asset: &AssetId, who: &AccountId) -> Balance {
	match asset {
		AssetId::Native => <Balances as fungible::Inspect<AccountId>>::balance(who),
		AssetId::WithId(id) => <Assets as fungibles::Inspect<AccountId>>::balance(*id, who),
	}
}

/// Balance on hold, for whatever reason.
pub fn on_hold(asset: &AssetId, who: &AccountId) -> Balance {
	use fungible::InspectHold as _;
	use fungibles::InspectHold as _;
	match asset {
		AssetId::Native => Balances::total_balance_on_hold(who),
		AssetId::WithId(id) => leasehold_runtime::AssetsHolder::total_balance_on_hold(*id, who),
	}
}

/// An order that was approved and awarded to the first of `bidders`, at `price` an hour.
pub fn awarded(
	tenant: &AccountId,
	asset: AssetId,
	deposit: Balance,
	provider: &AccountId,
	price: Balance,
) -> OrderId {
	let id = order(tenant, asset, deposit, group(price, 1)).expect("it is ordered");
	bid(provider, id, price, 0, 10).expect("it bids");
	decide(id, true).expect("it is approved");
	while !pallet_leasehold_leases::Leases::<Runtime>::contains_key(id) {
		assert!(!System::block_number().is_zero() && System::block_number() < 1_000);
		go_on(1);
	}
	id
}

/// As [`awarded`], and confirmed.
pub fn leased(
	tenant: &AccountId,
	asset: AssetId,
	deposit: Balance,
	provider: &AccountId,
	price: Balance,
) -> OrderId {
	let id = awarded(tenant, asset, deposit, provider, price);
	call(signed(provider), pallet_leasehold_leases::Call::confirm { lease: id })
		.expect("it confirms");
	id
}

/// A tenth of an LHD, the least native deposit of the preset.
pub const TENTH: Balance = LHD / 10;
