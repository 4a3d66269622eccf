//! Chains that can be started by name: `development` and `local_testnet`.
//!
//! Both use keys that everybody knows, derived from the development phrase. Never put value on
//! them.

use crate::{
	configs::{
		consensus::{BABE_GENESIS_EPOCH_CONFIG, MAX_VALIDATORS},
		staking::{MAX_CANDIDATES, MAX_NOMINATORS, MIN_NOMINATOR_BOND, MIN_VALIDATOR_BOND},
	},
	AccountId, ApprovalsConfig, AssetId, AssetsConfig, BabeConfig, Balance, BalancesConfig,
	CouncilConfig, Escrow, EscrowConfig, LeasesConfig, MarketConfig, ProvidersConfig,
	RuntimeGenesisConfig, SessionConfig, SessionKeys, StakingConfig, SudoConfig, TimingsConfig,
	EXISTENTIAL_DEPOSIT, LHD, MILLI_LHD,
};
use alloc::{format, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use leasehold_primitives::{clock::Window, crypto::approvals};
use pallet_leasehold_approvals::{ApprovalParams, PotParams};
use pallet_leasehold_escrow::AssetTerms;
use pallet_leasehold_leases::Params as LeaseParams;
use pallet_leasehold_market::MarketParams;
use pallet_leasehold_providers::{DisputeRules, HeartbeatRules, MaintenanceRules};
use pallet_staking::StakerStatus;
use serde_json::Value;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use sp_core::{crypto::Public, sr25519, Pair};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_runtime::{Perbill, Permill};

/// The id of the USD-like test asset.
pub const TEST_USD: u32 = 1;
/// Decimals of the test asset.
pub const TEST_USD_DECIMALS: u8 = 6;
/// One unit of the test asset in its base units.
pub const USD: Balance = 1_000_000;
/// What an account of the test asset must hold: a cent.
pub const TEST_USD_MINIMUM: Balance = USD / 100;

/// What every known account has at genesis, in LHD base units.
pub const ENDOWMENT: Balance = 1_000_000 * LHD;
/// What every known account has at genesis of the test asset.
pub const USD_ENDOWMENT: Balance = 1_000_000 * USD;
/// What a validator of a preset has bonded.
pub const STAKE: Balance = 100_000 * LHD;

/// Slots in an epoch of a preset: a minute.
pub const EPOCH_LENGTH: u64 = 20;
/// Sessions in an era of a preset.
pub const SESSIONS_PER_ERA: u32 = 6;

/// The protocol's part of what leases accrue.
pub const FEE_RATE: Permill = Permill::from_percent(2);
/// Heartbeats every 18 s that stay fresh for a minute.
pub const HEARTBEAT: HeartbeatRules =
	HeartbeatRules { window: Window { time: 60_000, blocks: 20 }, spacing: 4 };

/// People with accounts, each with a stash of its own, `//Name//stash`. The first four sit on
/// the council.
pub const PEOPLE: [&str; 6] = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];
/// Accounts named for what they do.
pub const ROLES: [&str; 5] = ["Provider1", "Provider2", "Tenant1", "Tenant2", "Auditor"];

/// The seed of the development phrase that every polkadot-sdk chain knows. Named as a seed, since
/// stretching the phrase for each key, in wasm, made starting a chain take many seconds.
const DEVELOPMENT_SEED: &str = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

/// The public key that the development phrase derives at `//path`.
fn public<P: Public>(path: &str) -> <P::Pair as Pair>::Public {
	P::Pair::from_string(&format!("{DEVELOPMENT_SEED}//{path}"), None)
		.expect("a seed with hard junctions is a secret URI")
		.public()
}

/// The account that the development phrase derives at `//path`.
pub fn account(path: &str) -> AccountId {
	public::<sr25519::Public>(path).into()
}

/// The stash with which `name` validates.
pub fn stash(name: &str) -> AccountId {
	account(&format!("{name}//stash"))
}

/// The session keys that a node started with `--name` has.
pub fn session_keys(name: &str) -> SessionKeys {
	SessionKeys {
		babe: public::<sp_consensus_babe::AuthorityId>(name),
		grandpa: public::<sp_consensus_grandpa::AuthorityId>(name),
		authority_discovery: public::<sp_authority_discovery::AuthorityId>(name),
		beefy: public::<BeefyId>(name),
		approvals: public::<approvals::AuthorityId>(name),
	}
}

/// All accounts that a preset endows.
pub fn endowed() -> Vec<AccountId> {
	let people = PEOPLE.iter().flat_map(|name| [account(name), stash(name)]);
	people.chain(ROLES.iter().map(|name| account(name))).collect()
}

/// The genesis of a chain validated by `validators`, with `root` as the key of `Sudo`.
fn genesis(validators: &[&str], root: Option<AccountId>) -> Value {
	let accounts = endowed();
	let sponsor = account("Alice");
	build_struct_json_patch!(RuntimeGenesisConfig {
		timings: TimingsConfig { epoch_length: EPOCH_LENGTH, sessions_per_era: SESSIONS_PER_ERA },
		balances: BalancesConfig {
			balances: accounts
				.iter()
				.cloned()
				.map(|who| (who, ENDOWMENT))
				// What the fee pot needs to receive the first fee, however small.
				.chain([(Escrow::pot(), EXISTENTIAL_DEPOSIT)])
				.collect::<Vec<_>>(),
		},
		assets: AssetsConfig {
			assets: vec![(TEST_USD, sponsor, true, TEST_USD_MINIMUM)],
			metadata: vec![(TEST_USD, b"Test USD".to_vec(), b"tUSD".to_vec(), TEST_USD_DECIMALS,)],
			accounts: accounts
				.iter()
				.cloned()
				.map(|who| (TEST_USD, who, USD_ENDOWMENT))
				.chain([(TEST_USD, Escrow::pot(), TEST_USD_MINIMUM)])
				.collect::<Vec<_>>(),
			next_asset_id: Some(TEST_USD + 1),
		},
		babe: BabeConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
		session: SessionConfig {
			keys: validators
				.iter()
				.map(|name| (stash(name), stash(name), session_keys(name)))
				.collect::<Vec<_>>(),
		},
		staking: StakingConfig {
			validator_count: validators.len().max(4) as u32,
			minimum_validator_count: 1,
			slash_reward_fraction: Perbill::from_percent(10),
			stakers: validators
				.iter()
				.map(|name| (stash(name), stash(name), STAKE, StakerStatus::Validator))
				.collect::<Vec<_>>(),
			min_validator_bond: MIN_VALIDATOR_BOND,
			min_nominator_bond: MIN_NOMINATOR_BOND,
			max_validator_count: Some(MAX_CANDIDATES),
			max_nominator_count: Some(MAX_NOMINATORS),
		},
		council: CouncilConfig {
			members: PEOPLE[..4].iter().map(|name| account(name)).collect::<Vec<_>>(),
		},
		sudo: SudoConfig { key: root },
		providers: ProvidersConfig {
			params: pallet_leasehold_providers::Params {
				heartbeat: HEARTBEAT,
				maintenance: MaintenanceRules { lead: 5, longest: 400, gap: 20 },
				dispute: DisputeRules { window: 8, deadline: 20, ..Default::default() },
				auditor_stay: 10,
				..Default::default()
			},
			auditors: vec![account("Auditor")],
		},
		approvals: ApprovalsConfig {
			params: ApprovalParams { deadline_blocks: 40, ..Default::default() },
			pot: PotParams { period_blocks: 20, ..Default::default() },
		},
		escrow: EscrowConfig {
			fee_rate: FEE_RATE,
			assets: vec![
				(AssetId::Native, AssetTerms { min_deposit: 100 * MILLI_LHD }),
				(AssetId::WithId(TEST_USD), AssetTerms { min_deposit: USD / 10 }),
			],
		},
		market: MarketConfig {
			params: MarketParams {
				auction_blocks: 5,
				extension_blocks: 2,
				extension_ceiling_blocks: 10,
				min_notice: 5,
				reveal_blocks: 5,
				choice_blocks: 10,
				..Default::default()
			},
		},
		leases: LeasesConfig {
			params: LeaseParams {
				confirm_blocks: 20,
				settle_blocks: 5,
				checkpoint_blocks: 10,
				min_stay_blocks: 20,
				silence_blocks: 20,
				..Default::default()
			},
		},
	})
}

/// The preset called `id`, as JSON to be merged into the default genesis. None if there is none.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_str() {
		DEV_RUNTIME_PRESET => genesis(&PEOPLE[..1], Some(account("Alice"))),
		LOCAL_TESTNET_RUNTIME_PRESET => genesis(&PEOPLE[..4], None),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}

// A preset may not start with more validators than a session can hold.
const _: () = assert!(PEOPLE.len() <= MAX_VALIDATORS as usize);
