//! The runtime of stock pallets: presets, fees, rewards, governance's reach, its own integrity.

use codec::Encode;
use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	genesis_builder_helper::{build_state, get_preset},
	traits::{fungible::Inspect, InstanceFilter, IntegrityTest},
	weights::{constants::ExtrinsicBaseWeight, Weight, WeightToFee as _},
};
use leasehold_runtime::{
	configs::{
		consensus::MAX_VALIDATORS,
		money::WeightToFee,
		staking::{Bounds, Inflation, MAX_CANDIDATES, MAX_NOMINATORS},
		system::RuntimeBlockWeights,
		utility::ProxyType,
	},
	genesis_config_presets::{
		self as presets, account, stash, PEOPLE, ROLES, STAKE, TEST_USD, USD_ENDOWMENT,
	},
	*,
};
use sp_io::TestExternalities;
use sp_runtime::{
	traits::{Dispatchable, Hash as _},
	BuildStorage,
};
use sp_staking::EraPayout;

/// Storage after the genesis of the preset called `id`.
fn chain(id: &str) -> TestExternalities {
	let mut ext = TestExternalities::default();
	ext.execute_with(|| {
		let id = Some(id.into());
		let json = get_preset::<RuntimeGenesisConfig>(&id, presets::get_preset)
			.expect("the preset exists");
		let patch: serde_json::Value = serde_json::from_slice(&json).expect("it is JSON");
		let mut whole = serde_json::to_value(RuntimeGenesisConfig::default()).expect("it is JSON");
		merge(&mut whole, patch);
		build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&whole).expect("it is JSON"))
			.expect("the preset builds");
		System::set_block_number(1);
	});
	ext
}

/// Lay `patch` over `whole`, object by object.
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

#[test]
fn integrity_should_hold_with_empty_storage() {
	TestExternalities::default().execute_with(AllPalletsWithSystem::integrity_test);
}

#[test]
fn default_genesis_should_build() {
	assert!(RuntimeGenesisConfig::default().build_storage().is_ok());
}

#[test]
fn presets_should_be_the_two_that_are_named() {
	let names: Vec<String> =
		presets::preset_names().iter().map(|name| name.as_str().to_owned()).collect();
	assert_eq!(names, ["development", "local_testnet"]);
	assert_eq!(presets::get_preset(&"mainnet".into()), None);
}

#[test]
fn development_should_have_one_validator_and_sudo() {
	chain("development").execute_with(|| {
		assert_eq!(pallet_session::Validators::<Runtime>::get(), vec![stash("Alice")]);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(account("Alice")));
	});
}

#[test]
fn local_testnet_should_have_four_stakers_and_no_sudo() {
	chain("local_testnet").execute_with(|| {
		let mut validators = pallet_session::Validators::<Runtime>::get();
		validators.sort();
		let mut expected: Vec<_> = PEOPLE[..4].iter().map(|name| stash(name)).collect();
		expected.sort();
		assert_eq!(validators, expected);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
		assert_eq!(
			pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get().len(),
			4
		);
		for validator in validators {
			let ledger = Staking::ledger(sp_staking::StakingAccount::Stash(validator)).unwrap();
			assert_eq!(ledger.active, STAKE);
		}
		assert_ok!(Timings::do_try_state());
	});
}

#[test]
fn every_known_account_should_have_both_moneys() {
	chain("local_testnet").execute_with(|| {
		for name in PEOPLE.iter().chain(&ROLES) {
			let who = account(name);
			assert!(Balances::balance(&who) > LHD, "{name}");
			assert_eq!(Assets::balance(TEST_USD, who), USD_ENDOWMENT, "{name}");
		}
	});
}

#[test]
fn names_should_derive_the_well_known_accounts() {
	use sp_keyring::Sr25519Keyring;
	assert_eq!(account("Alice"), Sr25519Keyring::Alice.to_account_id());
	assert_eq!(stash("Dave"), Sr25519Keyring::DaveStash.to_account_id());
}

#[test]
fn base_weight_should_cost_a_thousandth_of_the_token() {
	assert_eq!(WeightToFee::weight_to_fee(&ExtrinsicBaseWeight::get()), MILLI_LHD);
	assert_eq!(WeightToFee::weight_to_fee(&Weight::zero()), 0);
	let full = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_total.unwrap();
	let cost = WeightToFee::weight_to_fee(&full);
	assert!((5 * LHD..50 * LHD).contains(&cost), "a block of transactions costs {cost}");
}

#[test]
fn fees_should_reach_the_treasury_when_nobody_authored() {
	use frame_support::traits::{fungible::Balanced, OnUnbalanced};
	chain("development").execute_with(|| {
		let treasury = Treasury::account_id();
		let before = Balances::balance(&treasury);
		let issuance = Balances::total_issuance();
		let fee = Balances::issue(101);
		let tip = Balances::issue(7);
		configs::money::DealWithFees::on_unbalanceds([fee, tip].into_iter());
		assert_eq!(Balances::balance(&treasury), before + 108);
		assert_eq!(Balances::total_issuance(), issuance + 108);
	});
}

#[test]
fn inflation_should_peak_where_half_is_staked() {
	const YEAR: u64 = 31_557_600_000;
	const DAY: u64 = 86_400_000;
	let issuance = 1_000_000_000 * LHD;
	let yearly = |staked_percent: u128| {
		let (paid, rest) = Inflation::era_payout(issuance / 100 * staked_percent, issuance, DAY);
		assert_eq!(rest, 0);
		// In hundredths of a percent of the issuance.
		(paid as f64 * (YEAR as f64 / DAY as f64) / issuance as f64 * 10_000.0).round() as u32
	};
	assert_eq!(yearly(0), 200);
	assert_eq!(yearly(25), 500);
	assert_eq!(yearly(50), 800);
	assert_eq!(yearly(55), 500);
	assert_eq!(yearly(60), 350);
	assert!((200..=201).contains(&yearly(100)));
}

#[test]
fn inflation_should_not_pay_for_a_halt() {
	const DAY: u64 = 86_400_000;
	let (issuance, staked) = (1_000 * LHD, 500 * LHD);
	let two_days = Inflation::era_payout(staked, issuance, 2 * DAY);
	assert_eq!(Inflation::era_payout(staked, issuance, 200 * DAY), two_days);
	assert_eq!(Inflation::era_payout(0, 0, DAY), (0, 0));
}

#[test]
fn an_election_should_see_every_candidate_and_fit_a_block() {
	use frame_election_provider_support::weights::WeightInfo;
	const { assert!(MAX_VALIDATORS < MAX_CANDIDATES) };
	let bounds = Bounds::get();
	assert_eq!(bounds.targets.count, Some(MAX_CANDIDATES.into()));
	let weight = frame_election_provider_support::weights::SubstrateWeight::<Runtime>::phragmen(
		MAX_NOMINATORS + MAX_CANDIDATES,
		MAX_CANDIDATES,
		configs::staking::MAX_NOMINATIONS,
	);
	assert!(weight.ref_time() < RuntimeBlockWeights::get().max_block.ref_time() / 2, "{weight}");
}

#[test]
fn proxies_should_not_reach_beyond_their_kind() {
	let who = account("Bob");
	let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: who.clone().into(),
		value: 1,
	});
	let vote = RuntimeCall::Council(pallet_collective::Call::vote {
		proposal: Hash::zero(),
		index: 0,
		approve: true,
	});
	let chill = RuntimeCall::Staking(pallet_staking::Call::chill {});
	for (kind, allowed) in [
		(ProxyType::Any, [true, true, true]),
		(ProxyType::NonTransfer, [false, true, true]),
		(ProxyType::Governance, [false, true, false]),
		(ProxyType::Staking, [false, false, true]),
	] {
		let seen = [&transfer, &vote, &chill].map(|call| kind.filter(call));
		assert_eq!(seen, allowed, "{kind:?}");
		assert!(ProxyType::Any.is_superset(&kind));
	}
	assert!(!ProxyType::Staking.is_superset(&ProxyType::Any));
}

#[test]
fn council_should_reach_root_through_the_whitelist_alone() {
	chain("local_testnet").execute_with(|| {
		let call = RuntimeCall::System(frame_system::Call::set_storage {
			items: vec![(b"key".to_vec(), b"value".to_vec())],
		});
		let hash = <Runtime as frame_system::Config>::Hashing::hash_of(&call);
		let two_thirds = || -> RuntimeOrigin { pallet_collective::RawOrigin::Members(3, 4).into() };
		let one_half = || -> RuntimeOrigin { pallet_collective::RawOrigin::Members(2, 4).into() };

		// Not by the motion itself, nor without one.
		assert!(call.clone().dispatch(two_thirds()).is_err());
		assert!(Whitelist::whitelist_call(one_half(), hash).is_err());
		assert!(Whitelist::whitelist_call(RuntimeOrigin::signed(account("Alice")), hash).is_err());

		assert_ok!(Whitelist::whitelist_call(two_thirds(), hash));
		let member = RuntimeOrigin::from(pallet_collective::RawOrigin::Member(account("Bob")));
		assert_ok!(Whitelist::dispatch_whitelisted_call_with_preimage(member, Box::new(call)));
		assert_eq!(sp_io::storage::get(b"key").as_deref(), Some(&b"value"[..]));
	});
}

#[test]
fn authorised_transactions_should_pass_authorisation_first() {
	use frame_support::traits::Get;
	TestExternalities::default().execute_with(|| {
		let names: Vec<_> =
			<TxExtension as sp_runtime::traits::TransactionExtension<RuntimeCall>>::metadata()
				.into_iter()
				.map(|extension| extension.identifier)
				.collect();
		assert_eq!(names.first(), Some(&"AuthorizeCall"));
		assert!(names.contains(&"CheckMetadataHash"));
		let prefix: u16 = <Runtime as frame_system::Config>::SS58Prefix::get();
		assert_eq!(prefix, SS58_PREFIX);
	});
}

#[test]
fn an_upgrade_should_fit_into_a_block() {
	let code = vec![0; 4 * 1024 * 1024];
	let call = RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code });
	let limits = configs::system::RuntimeBlockLength::get();
	assert!(call.encoded_size() < *limits.max.get(call.get_dispatch_info().class) as usize);
}
