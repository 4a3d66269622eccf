//! The cost of each call at its worst.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::Message,
	resources::{GpuInterface, GpuUnits, MAX_GPU_KINDS},
	traits::{LeaseOutcome, OnVerdict, RejectReason, Reputation as _, Subject, Verdict},
	Architecture, AssetId, Attribute, Balance, BlockNumber, NetworkId, OfferId, Requirements,
	Resources, MAX_ASKED, MAX_ATTRIBUTES, MAX_ENDPOINT, MAX_KEY, MAX_NODES, MAX_PLACEMENTS,
	MAX_REPLICAS, MAX_VALUE,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::H256;
use sp_runtime::traits::BlockNumberProvider;

/// More than any bond here.
const ENDOWMENT: Balance = u128::MAX / 1_000_000;

/// An endpoint of the greatest length.
fn endpoint() -> Endpoint {
	let mut text = b"https://".to_vec();
	while text.len() < MAX_ENDPOINT as usize - 8 {
		text.extend_from_slice(b"a.");
	}
	text.push(b'a');
	text.extend_from_slice(b":65535");
	text.truncate(MAX_ENDPOINT as usize);
	text.try_into().unwrap_or_default()
}

/// So many attributes of the greatest length.
fn attributes(count: u32) -> Attributes {
	let list = (0..count)
		.map(|n| {
			let mut key = vec![b'k'; MAX_KEY as usize - 3];
			key.extend_from_slice(&[b'0' + (n / 100) as u8, b'0' + (n / 10 % 10) as u8]);
			key.push(b'0' + (n % 10) as u8);
			Attribute {
				key: key.try_into().unwrap_or_default(),
				value: vec![b'v'; MAX_VALUE as usize].try_into().unwrap_or_default(),
			}
		})
		.collect::<Vec<_>>();
	list.try_into().unwrap_or_default()
}

/// A machine with as many kinds of GPU and as many devices as may be.
fn machine() -> Machine {
	let mut capacity = Resources::new(64_000, 1 << 18, 1 << 20);
	for n in 0..MAX_GPU_KINDS as u8 {
		let _ = capacity.gpus.try_push(GpuUnits {
			vendor: vec![b'a'; 16].try_into().unwrap_or_default(),
			model: vec![b'a' + n; 32].try_into().unwrap_or_default(),
			memory_mib: Some(81_920),
			interface: Some(GpuInterface::Sxm),
			units: 8,
		});
	}
	let devices = (0..MAX_DEVICES as u8)
		.map(|n| vec![b'a' + n; MAX_DEVICE_ID as usize].try_into().unwrap_or_default())
		.collect::<Vec<_>>();
	let devices = devices.try_into().unwrap_or_default();
	Machine { architecture: Architecture::Amd64, capacity, devices }
}

/// A machine of these resources and nothing else.
fn plain(capacity: Resources) -> Machine {
	Machine { architecture: Architecture::Amd64, capacity, devices: Devices::default() }
}

/// A registered provider with everything at its greatest length.
fn provider<T: Config>() -> T::AccountId {
	// So that none of the auditors listed at genesis takes a place.
	let _ = Auditors::<T>::clear(u32::MAX, None);
	let who: T::AccountId = account("provider", 0, 0);
	T::Currency::set_balance(&who, ENDOWMENT);
	let origin = RawOrigin::Signed(who.clone()).into();
	assert_ok!(Pallet::<T>::register(origin, endpoint(), attributes(MAX_ATTRIBUTES)));
	who
}

/// A new key in the keystore and the proof that it agrees to serve `who`.
fn key<T: Config>(who: &T::AccountId) -> (ServiceKey, ServiceSignature) {
	let key = ServiceKey::generate_pair(None);
	let proof = key.sign(&Pallet::<T>::possession(who));
	(key, proof.expect("the key was just made"))
}

/// Let as many keys serve `who` as may; the last one.
fn keys<T: Config>(who: &T::AccountId, count: u32) -> ServiceKey {
	let mut last = None;
	for _ in 0..count {
		let (key, proof) = key::<T>(who);
		let origin = RawOrigin::Signed(who.clone()).into();
		assert_ok!(Pallet::<T>::set_service_key(origin, key.clone(), proof));
		last = Some(key);
	}
	last.expect("count is above zero")
}

/// An account that can pay an auditor's bond.
fn auditor<T: Config>(name: &'static str, seed: u32) -> T::AccountId {
	let auditor: T::AccountId = account(name, seed, 0);
	T::Currency::set_balance(&auditor, ENDOWMENT);
	auditor
}

/// A dispute of a tenant with a provider that has its machines and as many endings as may be.
fn disputed<T: Config>(open: bool) -> (T::AccountId, T::AccountId) {
	let who = provider::<T>();
	assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
	let tenant = auditor::<T>("tenant", 0);
	for lease in 0..MAX_ENDINGS {
		Pallet::<T>::remember_end(lease.into(), &who, &tenant);
	}
	if open {
		let (one, whose) = (tenant.clone(), who.clone());
		assert_ok!(Pallet::<T>::do_open_dispute(one, whose, 7, H256::zero()));
	}
	// The pot exists on a chain that runs.
	T::Currency::set_balance(&T::FeePot::get(), ENDOWMENT);
	(who, tenant)
}

/// List an auditor and let it attest to all that `who` declares.
fn attestation<T: Config>(who: &T::AccountId, seed: u32) -> T::AccountId {
	let auditor = auditor::<T>("auditor", seed);
	assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
	let expires = now::<T>() + 1;
	let (list, all) = (attributes(MAX_ATTRIBUTES), auditor.clone());
	assert_ok!(Pallet::<T>::do_attest(all, who.clone(), list, 1, H256::zero(), expires));
	auditor
}

/// A provider with a machine that so many auditors attest to, and these.
fn attested_machine<T: Config>(count: u32) -> (T::AccountId, Vec<T::AccountId>) {
	let who = provider::<T>();
	assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
	let auditors = (0..count).map(|seed| {
		let auditor = auditor::<T>("auditor", seed);
		assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
		let (devices, expires) = (machine().devices, now::<T>() + 1);
		let (one, whose) = (auditor.clone(), who.clone());
		assert_ok!(Pallet::<T>::do_attest_machine(
			one,
			whose,
			0,
			devices,
			1,
			H256::zero(),
			expires
		));
		auditor
	});
	let auditors = auditors.collect();
	(who, auditors)
}

/// An operator with an approved network, which only the admitted may use.
fn network<T: Config>() -> (T::AccountId, NetworkId) {
	let operator: T::AccountId = account("operator", 0, 0);
	T::Currency::set_balance(&operator, ENDOWMENT);
	let id = NextNetworkId::<T>::get();
	assert_ok!(Pallet::<T>::do_create_network(operator.clone(), H256::repeat_byte(1), true));
	Pallet::<T>::on_network_verdict(id, Verdict::Approved);
	(operator, id)
}

/// The terms of an offer of so much.
fn terms(resources: Resources) -> OfferTerms {
	OfferTerms {
		resources,
		architecture: None,
		price: 1,
		asset: AssetId::Native,
		collateral: 1,
		notice: MAX_NOTICE,
		grace: MAX_GRACE,
	}
}

/// An offer that `tenant` can take at `provider`, for the benchmarks of other pallets.
pub(crate) fn setup_offer<T: Config>(
	tenant: &T::AccountId,
	provider: &T::AccountId,
	resources: &Resources,
	asset: AssetId,
) -> OfferId {
	let (operator, network) = network::<T>();
	let id = NextOfferId::<T>::get();
	let terms = OfferTerms { asset, ..terms(resources.clone()) };
	let quantity = MAX_QUANTITY;
	assert_ok!(Pallet::<T>::do_admit_tenant(operator.clone(), network, tenant.clone()));
	assert_ok!(Pallet::<T>::do_admit_provider(operator.clone(), network, provider.clone()));
	assert_ok!(Pallet::<T>::do_publish_offer(operator, network, terms, quantity));
	let nodes = vec![0].try_into().unwrap_or_default();
	assert_ok!(Pallet::<T>::do_supply_offer(provider.clone(), id, nodes));
	id
}

/// A listed auditor with a bond, whatever the parameters say.
fn bonded_auditor<T: Config>() -> T::AccountId {
	Parameters::<T>::mutate(|params| params.auditor_bond = params.auditor_bond.max(1_000_000));
	let auditor = auditor::<T>("auditor", 0);
	assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
	auditor
}

/// The block in which the call will run: benchmarks are set up in block zero, and run in the first.
fn now<T: Config>() -> BlockNumber {
	if T::BlockNumberProvider::current_block_number() == 0 {
		T::BlockNumberProvider::set_block_number(1);
	}
	T::BlockNumberProvider::current_block_number()
}

/// A heartbeat that is due, and its signature.
fn beat<T: Config>() -> (Message<ServiceKey, ()>, ServiceSignature) {
	let who = provider::<T>();
	let signer = keys::<T>(&who, MAX_SERVICE_KEYS);
	let due = now::<T>() + Parameters::<T>::get().heartbeat.interval();
	T::BlockNumberProvider::set_block_number(due);
	let message = Message { signer, nonce: 0, block: due, body: () };
	let signature = message.signer.sign(&message.to_sign(b"beat", Pallet::<T>::genesis()));
	(message, signature.expect("the key was just made"))
}

/// Make `provider` known, with this key and twice as many machines as a placement may name, each of
/// these resources and with a record of the greatest length, for the benchmarks of other pallets.
pub(crate) fn setup<T: Config>(who: &T::AccountId, key: &ServiceKey, resources: &Resources) {
	T::Currency::set_balance(who, ENDOWMENT);
	let signed = || RawOrigin::Signed(who.clone()).into();
	assert_ok!(Pallet::<T>::register(signed(), endpoint(), attributes(MAX_ATTRIBUTES)));
	let mut full = machine();
	full.capacity = Resources { gpus: full.capacity.gpus, ..resources.clone() };
	for _ in 0..2 * MAX_PLACEMENTS {
		assert_ok!(Pallet::<T>::add_node(signed(), NodeKind::Shared, full.clone()));
	}
	let record = KeyRecord { provider: who.clone(), since: now::<T>(), nonce: 0 };
	ServiceKeys::<T>::insert(key, record);
	assert_ok!(Pallet::<T>::mutate(who, |record| {
		let _ = record.keys.try_push(key.clone());
		Ok(())
	}));
}

/// Let `who` meet the requirements that take the longest to check: all attributes, its admission,
/// four auditors that attest to all of it and to each machine, and four of which only the last
/// does.
fn qualify<T: Config>(who: &T::AccountId) -> Requirements<T::AccountId> {
	let expires = now::<T>() + MAX_ATTESTATION_BLOCKS;
	let attest = |seed: u32, count: u32| {
		let auditor = auditor::<T>("auditor", seed);
		if !Pallet::<T>::is_listed(&auditor) {
			assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
		}
		let (one, whose, what) = (auditor.clone(), who.clone(), attributes(count));
		assert_ok!(Pallet::<T>::do_attest(one, whose, what, 1, H256::zero(), expires));
		auditor
	};
	let all_of: Vec<_> = (0..4).map(|seed| attest(seed, MAX_ATTRIBUTES)).collect();
	for auditor in &all_of {
		for node in (0..).take(2 * MAX_PLACEMENTS as usize) {
			let (one, whose, devices) = (auditor.clone(), who.clone(), machine().devices);
			let (level, evidence) = (1, H256::zero());
			let attested =
				Pallet::<T>::do_attest_machine(one, whose, node, devices, level, evidence, expires);
			assert_ok!(attested);
		}
	}
	let mut any_of: Vec<_> = (4..7).map(|seed| attest(seed, MAX_ATTRIBUTES - 1)).collect();
	any_of.extend(all_of.first().cloned());
	assert_ok!(Pallet::<T>::mutate(who, |record| {
		record.admitted = Some(0);
		Ok(())
	}));
	let wanted = attributes(MAX_ATTRIBUTES).into_inner();
	Requirements {
		attributes: wanted.try_into().unwrap_or_default(),
		all_of: all_of.try_into().unwrap_or_default(),
		any_of: any_of.try_into().unwrap_or_default(),
		min_level: 1,
		attested_machines: true,
		admitted: true,
		..Requirements::default()
	}
}

/// A provider as other pallets' benchmarks have it.
fn qualified<T: Config>() -> T::AccountId {
	let who = account("provider", 0, 0);
	let key = ServiceKey::from(sp_core::sr25519::Public::from_raw([1; 32]));
	setup::<T>(&who, &key, &Resources::new(1_000, 1_000, 1_000));
	who
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn register(a: Linear<0, MAX_ATTRIBUTES>) {
		let who: T::AccountId = account("provider", 0, 0);
		T::Currency::set_balance(&who, ENDOWMENT);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), endpoint(), attributes(a));
		assert!(Providers::<T>::contains_key(who));
	}

	#[benchmark]
	fn update(a: Linear<0, MAX_ATTRIBUTES>) {
		let who = provider::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(who), Some(endpoint()), Some(attributes(a)));
	}

	#[benchmark]
	fn deregister(n: Linear<0, MAX_NODES>, t: Linear<0, MAX_AUDITORS>) {
		let who = provider::<T>();
		keys::<T>(&who, MAX_SERVICE_KEYS);
		for _ in 0..n {
			assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
		}
		for seed in 0..t {
			attestation::<T>(&who, seed);
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(!Providers::<T>::contains_key(who));
	}

	#[benchmark]
	fn add_node() {
		let who = provider::<T>();
		for _ in 1..MAX_NODES {
			assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(who), NodeKind::Shared, machine());
	}

	#[benchmark]
	fn update_node() {
		let who = provider::<T>();
		let small = Resources::new(1, 1, 1);
		assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, plain(small)));
		#[extrinsic_call]
		_(RawOrigin::Signed(who), 0, machine());
	}

	#[benchmark]
	fn remove_node() {
		let who = provider::<T>();
		assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
		#[extrinsic_call]
		_(RawOrigin::Signed(who), 0);
	}

	#[benchmark]
	fn set_service_key() {
		let who = provider::<T>();
		keys::<T>(&who, MAX_SERVICE_KEYS - 1);
		let (key, proof) = key::<T>(&who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), key, proof);
	}

	#[benchmark]
	fn remove_service_key() {
		let who = provider::<T>();
		let key = keys::<T>(&who, MAX_SERVICE_KEYS);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), key);
	}

	#[benchmark]
	fn set_draining() {
		let who = provider::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(who), true);
	}

	#[benchmark]
	fn add_auditor() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let auditor = auditor::<T>("auditor", 0);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, auditor);
		Ok(())
	}

	#[benchmark]
	fn remove_auditor() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let auditor = auditor::<T>("auditor", 0);
		assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, auditor);
		Ok(())
	}

	/// The worst: no room is left and everything has expired.
	#[benchmark]
	fn attest(a: Linear<1, MAX_ATTRIBUTES>, l: Linear<0, MAX_AUDITORS>) {
		let who = provider::<T>();
		for seed in 0..l {
			let auditor = attestation::<T>(&who, seed);
			assert_ok!(Pallet::<T>::do_remove_auditor(auditor));
		}
		let auditor = auditor::<T>("new", 0);
		assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
		let expires = now::<T>() + MAX_ATTESTATION_BLOCKS;
		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), who, attributes(a), 1, H256::zero(), expires);
	}

	#[benchmark]
	fn revoke() {
		let who = provider::<T>();
		let auditor = attestation::<T>(&who, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), who);
	}

	#[benchmark]
	fn heartbeat() {
		let (message, signature) = beat::<T>();
		#[extrinsic_call]
		_(RawOrigin::Authorized, message, signature);
	}

	#[benchmark]
	fn authorize_heartbeat() {
		let (message, signature) = beat::<T>();
		#[block]
		{
			assert!(Pallet::<T>::authorize_heartbeat(&message, &signature).is_ok());
		}
	}

	#[benchmark]
	fn set_params() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Params::default());
		Ok(())
	}

	/// The worst: no room is left and everything of others has expired.
	#[benchmark]
	fn attest_machine() {
		let (who, auditors) = attested_machine::<T>(MAX_MACHINE_ATTESTATIONS);
		for auditor in auditors {
			assert_ok!(Pallet::<T>::do_remove_auditor(auditor));
		}
		let auditor = auditor::<T>("new", 0);
		assert_ok!(Pallet::<T>::do_add_auditor(auditor.clone()));
		let (devices, expires) = (machine().devices, now::<T>() + MAX_ATTESTATION_BLOCKS);
		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), who, 0, devices, 1, H256::zero(), expires);
	}

	#[benchmark]
	fn revoke_machine() {
		let (who, mut auditors) = attested_machine::<T>(MAX_MACHINE_ATTESTATIONS);
		let auditor = auditors.remove(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), who, 0);
	}

	/// The first of a span: everything is written anew.
	#[benchmark]
	fn note_end() {
		let (who, tenant): (T::AccountId, T::AccountId) =
			(account("provider", 0, 0), account("tenant", 0, 0));
		let outcome = LeaseOutcome::Silent { hours: 12 };
		let weight = Parameters::<T>::get().reputation.unit;
		for lease in 0..MAX_ENDINGS {
			Pallet::<T>::remember_end(lease.into(), &who, &tenant);
		}
		Pallet::<T>::note_end(1, &who, &tenant, outcome, weight);
		#[block]
		{
			Pallet::<T>::note_end(1, &who, &tenant, LeaseOutcome::Well, weight);
		}
	}

	#[benchmark]
	fn create_network() {
		let operator: T::AccountId = account("operator", 0, 0);
		T::Currency::set_balance(&operator, ENDOWMENT);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), H256::repeat_byte(1), true);
	}

	#[benchmark]
	fn admit_provider() {
		let (operator, network) = network::<T>();
		let who = provider::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), network, who);
	}

	#[benchmark]
	fn expel_provider() {
		let (operator, network) = network::<T>();
		let who = provider::<T>();
		assert_ok!(Pallet::<T>::do_admit_provider(operator, network, who.clone()));
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), network, who.clone());
	}

	#[benchmark]
	fn admit_tenant() {
		let (operator, network) = network::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), network, account("tenant", 0, 0));
	}

	#[benchmark]
	fn expel_tenant() {
		let (operator, network) = network::<T>();
		let tenant: T::AccountId = account("tenant", 0, 0);
		assert_ok!(Pallet::<T>::do_admit_tenant(operator, network, tenant.clone()));
		#[extrinsic_call]
		_(RawOrigin::Signed(tenant.clone()), network, tenant.clone());
	}

	#[benchmark]
	fn publish_offer() {
		let (operator, network) = network::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), network, terms(machine().capacity), MAX_QUANTITY);
	}

	/// The worst: as many supply it as may.
	#[benchmark]
	fn withdraw_offer() {
		let (tenant, who) = (account("tenant", 0, 0), provider::<T>());
		assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
		let offer = setup_offer::<T>(&tenant, &who, &machine().capacity, AssetId::Native);
		for seed in 1..MAX_SUPPLIES {
			let nodes = (0..8).collect::<Vec<_>>().try_into().unwrap_or_default();
			let supply = Supply { nodes, registered: now::<T>() };
			Supplies::<T>::insert(offer, account::<T::AccountId>("supplier", seed, 0), supply);
		}
		Offers::<T>::mutate(offer, |slot| {
			if let Some(offer) = slot {
				offer.supplies = MAX_SUPPLIES;
			}
		});
		let operator: T::AccountId = account("operator", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), offer);
		assert!(!Offers::<T>::contains_key(offer));
	}

	#[benchmark]
	fn supply_offer() {
		let (tenant, who) = (account("tenant", 0, 0), provider::<T>());
		for _ in 0..MAX_PLACEMENTS {
			assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine()));
		}
		let offer = setup_offer::<T>(&tenant, &who, &machine().capacity, AssetId::Native);
		let nodes: SupplyNodes = (0..8).collect::<Vec<_>>().try_into().unwrap_or_default();
		#[extrinsic_call]
		_(RawOrigin::Signed(who), offer, nodes);
	}

	/// The worst: as many replicas as there may be, which fill all the machines.
	#[benchmark]
	fn take_offer(m: Linear<1, MAX_PLACEMENTS>) -> Result<(), BenchmarkError> {
		let (tenant, who) = (account("tenant", 0, 0), provider::<T>());
		let each = u32::from(MAX_REPLICAS).div_ceil(m);
		let mut machine = machine();
		let room = Resources::new(each, each.into(), each.into());
		machine.capacity = Resources { gpus: machine.capacity.gpus, ..room };
		machine.capacity.gpus.iter_mut().for_each(|gpu| gpu.units = each as _);
		for _ in 0..m {
			assert_ok!(Pallet::<T>::do_add_node(who.clone(), NodeKind::Shared, machine.clone()));
		}
		let mut replica = Resources::new(1, 1, 1);
		replica.gpus = machine.capacity.gpus;
		for gpu in replica.gpus.iter_mut() {
			(gpu.memory_mib, gpu.interface, gpu.units) = (None, None, 1);
		}
		let offer = setup_offer::<T>(&tenant, &who, &replica, AssetId::Native);
		let nodes: SupplyNodes = (0..m as u16).collect::<Vec<_>>().try_into().unwrap_or_default();
		assert_ok!(Pallet::<T>::do_supply_offer(who.clone(), offer, nodes));
		let taken;
		#[block]
		{
			taken = <Pallet<T> as leasehold_primitives::traits::Offers<_>>::take(
				offer,
				&tenant,
				&who,
				MAX_REPLICAS,
				7,
			)?;
		}
		assert_eq!((taken.placement.len() as u32, taken.looked_at), (m, m));
		Ok(())
	}

	#[benchmark]
	fn dissolve_network() {
		let operator: T::AccountId = account("operator", 0, 0);
		T::Currency::set_balance(&operator, ENDOWMENT);
		let id = NextNetworkId::<T>::get();
		assert_ok!(Pallet::<T>::do_create_network(operator.clone(), H256::repeat_byte(1), true));
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), id);
	}

	#[benchmark]
	fn apply_for_admission() {
		let who = provider::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(who), H256::repeat_byte(1));
	}

	#[benchmark]
	fn void_admission() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let who = provider::<T>();
		assert_ok!(Pallet::<T>::mutate(&who, |record| {
			record.admitted = Some(0);
			Ok(())
		}));
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who);
		Ok(())
	}

	/// A network that is rejected has its bond returned; an admission weighs less.
	#[benchmark]
	fn on_verdict() {
		let operator: T::AccountId = account("operator", 0, 0);
		T::Currency::set_balance(&operator, ENDOWMENT);
		let id = NextNetworkId::<T>::get();
		assert_ok!(Pallet::<T>::do_create_network(operator, H256::repeat_byte(1), true));
		#[block]
		{
			Pallet::<T>::on_verdict(Subject::Network(id), Verdict::Rejected(RejectReason::Voted));
		}
		assert!(!Networks::<T>::contains_key(id));
	}

	#[benchmark]
	fn announce_maintenance() {
		let who = provider::<T>();
		let from = now::<T>() + Parameters::<T>::get().maintenance.lead;
		#[extrinsic_call]
		_(RawOrigin::Signed(who), from, from + 1);
	}

	#[benchmark]
	fn end_maintenance() {
		let who = provider::<T>();
		let from = now::<T>() + Parameters::<T>::get().maintenance.lead;
		assert_ok!(Pallet::<T>::do_announce_maintenance(who.clone(), from, from + 1));
		#[extrinsic_call]
		_(RawOrigin::Signed(who));
	}

	#[benchmark]
	fn open_dispute() {
		let (who, tenant) = disputed::<T>(false);
		let last = u64::from(MAX_ENDINGS - 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(tenant), who, last, H256::repeat_byte(1));
	}

	#[benchmark]
	fn resolve_dispute() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (who, _) = disputed::<T>(true);
		let bond = Providers::<T>::get(&who).ok_or(BenchmarkError::Stop("registered"))?.bond;
		let award = Parameters::<T>::get().dispute.most * bond;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who, 7, Some(award));
		Ok(())
	}

	#[benchmark]
	fn lapse_dispute() {
		let (who, tenant) = disputed::<T>(true);
		let due = now::<T>() + Parameters::<T>::get().dispute.deadline;
		T::BlockNumberProvider::set_block_number(due);
		#[extrinsic_call]
		_(RawOrigin::Signed(tenant), who, 7);
	}

	#[benchmark]
	fn restore_bond() {
		let (who, _) = disputed::<T>(true);
		assert_ok!(Pallet::<T>::do_resolve_dispute(who.clone(), 7, Some(1_000_000)));
		#[extrinsic_call]
		_(RawOrigin::Signed(who));
	}

	#[benchmark]
	fn withdraw_auditor_bond() {
		let auditor = bonded_auditor::<T>();
		assert_ok!(Pallet::<T>::do_remove_auditor(auditor.clone()));
		let due = now::<T>() + Parameters::<T>::get().auditor_stay;
		T::BlockNumberProvider::set_block_number(due);
		#[extrinsic_call]
		_(RawOrigin::Signed(auditor));
	}

	#[benchmark]
	fn forfeit_auditor_bond() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let auditor = bonded_auditor::<T>();
		assert_ok!(Pallet::<T>::do_remove_auditor(auditor.clone()));
		T::Currency::set_balance(&T::FeePot::get(), ENDOWMENT);
		let amount = Parameters::<T>::get().auditor_bond;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, auditor, amount);
		Ok(())
	}

	#[benchmark]
	fn check_requirements(s: Linear<0, { 2 * MAX_ASKED }>) -> Result<(), BenchmarkError> {
		let who = qualified::<T>();
		let all = qualify::<T>(&who);
		// The last of those of which one suffices is the one that does.
		let any = s.saturating_sub(MAX_ASKED).min(MAX_ASKED) as usize;
		let mut requirements = all.clone();
		requirements.all_of.truncate(s.min(MAX_ASKED) as usize);
		requirements.any_of =
			BoundedVec::truncate_from(all.any_of[all.any_of.len() - any..].to_vec());
		let stored = requirements.encode();
		let written;
		#[block]
		{
			// As they stand in a record.
			let read = Requirements::<T::AccountId>::decode(&mut &stored[..])
				.map_err(|_| BenchmarkError::Stop("it was encoded"))?;
			assert_ok!(Pallet::<T>::check_eligible(&who, &read));
			written = read.encode();
		}
		assert_eq!(stored, written);
		Ok(())
	}

	#[benchmark]
	fn check_machines(p: Linear<1, MAX_PLACEMENTS>) {
		let who = qualified::<T>();
		let requirements = qualify::<T>(&who);
		#[block]
		{
			for node in (0..).take(p as usize) {
				assert!(Pallet::<T>::is_machine_attested(&who, node, &requirements));
			}
		}
	}

	impl_benchmark_test_suite! {
		Pallet,
		crate::mock::TestExt::new().build(),
		crate::mock::Test,
	}
}
