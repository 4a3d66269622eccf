//! A runtime of this pallet and the native token.

use crate as pallet_leasehold_approvals;
use crate::*;
use frame_support::{
	derive_impl,
	pallet_prelude::{TransactionSource, TransactionValidityWithRefund},
	parameter_types,
	traits::{
		fungible::{NativeFromLeft, UnionOf},
		AsEnsureOriginWithArg, Authorize, ConstU128, ConstU32, Contains, Hooks, OneSessionHandler,
		Randomness,
	},
	weights::{Weight, WeightMeter},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use leasehold_primitives::{
	crypto::approvals::{AuthorityId, AuthorityPair, AuthoritySignature},
	feeless::Quota,
	traits::{Approvals as _, OnVerdict, Subject, SubjectFacts, Verdict},
	AssetId, Balance, BlockNumber, ManifestHash, Resources,
};
use sp_core::{Pair, H256};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Hash as _, IdentityLookup},
	AccountId32, BuildStorage, DispatchResult, MultiSignature,
};
use std::cell::RefCell;

pub type Extension = (frame_system::AuthorizeCall<Test>,);
pub type Header = generic::Header<u32, BlakeTwo256>;
pub type Extrinsic =
	generic::UncheckedExtrinsic<AccountId32, RuntimeCall, MultiSignature, Extension>;
pub type Block = generic::Block<Header, Extrinsic>;

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
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(2)]
	pub type Approvals = pallet_leasehold_approvals;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type AccountData = pallet_balances::AccountData<Balance>;
	type Hash = H256;
}

pub const ED: Balance = 1_000;
pub const MAX_AUTHORITIES: u32 = 8;
pub const MAX_PENDING: u32 = 160;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId32>>;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId32>;
	type Freezer = ();
	type Holder = ();
}

impl frame_system::offchain::CreateTransactionBase<Call<Test>> for Test {
	type Extrinsic = Extrinsic;
	type RuntimeCall = RuntimeCall;
}

impl frame_system::offchain::CreateTransaction<Call<Test>> for Test {
	type Extension = Extension;
	fn create_transaction(call: RuntimeCall, extension: Extension) -> Extrinsic {
		Extrinsic::new_transaction(call, extension)
	}
}

impl frame_system::offchain::CreateAuthorizedTransaction<Call<Test>> for Test {
	fn create_extension() -> Extension {
		(frame_system::AuthorizeCall::new(),)
	}
}

thread_local! {
	/// Every verdict told, with whether the subject was gone from storage by then.
	pub static VERDICTS: RefCell<Vec<(Subject, Verdict)>> = const { RefCell::new(Vec::new()) };
	/// What committees are drawn by; none if there is no randomness.
	pub static SEED: RefCell<Option<u64>> = const { RefCell::new(Some(0)) };
	/// Whether the share of the block has room.
	pub static ROOM: RefCell<bool> = const { RefCell::new(true) };
	/// What was counted towards the share.
	pub static CONSUMED: RefCell<Weight> = const { RefCell::new(Weight::zero()) };
}

pub struct Told;
impl OnVerdict for Told {
	fn on_verdict(subject: Subject, verdict: Verdict) {
		assert!(!Subjects::<Test>::contains_key(subject), "told before its own state is final");
		VERDICTS.with_borrow_mut(|verdicts| verdicts.push((subject, verdict)));
	}
	fn weight() -> Weight {
		Weight::from_parts(1_000_000, 0)
	}
}

/// Randomness that a test sets.
pub struct Dice;
impl Randomness<Option<H256>, BlockNumber> for Dice {
	fn random(about: &[u8]) -> (Option<H256>, BlockNumber) {
		let seed = SEED.with_borrow(|seed| *seed);
		let value = seed.map(|seed| BlakeTwo256::hash_of(&(seed, about)));
		(value, System::block_number().saturating_sub(2))
	}
}

pub struct Share;
impl Quota for Share {
	fn has_room(_: Weight) -> bool {
		ROOM.with_borrow(|room| *room)
	}
	fn consume(weight: Weight) {
		CONSUMED.with_borrow_mut(|consumed| *consumed += weight);
	}
}

/// The asset, beside the native token, in which fees gather.
pub const USD: u32 = 7;

/// The assets that leases are paid in.
pub struct Listed;
impl Contains<AssetId> for Listed {
	fn contains(asset: &AssetId) -> bool {
		matches!(asset, AssetId::Native | AssetId::WithId(USD))
	}
}

parameter_types! {
	pub const ApprovalsPalletId: PalletId = PalletId(*b"lh/apprv");
	pub FeePot: AccountId32 = account(99);
	pub Treasury: AccountId32 = account(98);
	pub static MaxAgendaWeight: Weight = Weight::from_parts(500_000_000_000, 5_000_000);
}

impl Config for Test {
	type Currency = Balances;
	type BlockNumberProvider = System;
	type GovernanceOrigin = EnsureRoot<AccountId32>;
	type OnVerdict = Told;
	type Randomness = Dice;
	type FeePot = FeePot;
	type Assets = UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId32>;
	type PotAssets = Listed;
	type Treasury = Treasury;
	type FeelessQuota = Share;
	type PalletId = ApprovalsPalletId;
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type MaxPending = ConstU32<MAX_PENDING>;
	type MaxAgendaWeight = MaxAgendaWeight;
	type WeightInfo = ();
}

/// The tenant of most tests.
pub const TENANT: u8 = 50;
pub const FEE: Balance = 10_000;
pub const DEADLINE: BlockNumber = 10;
/// How many blocks after its submission a subject's votes have ended.
pub const PAST: BlockNumber = DRAW_DELAY + DEADLINE;
/// How many blocks a period of the fee pot lasts.
pub const PERIOD: BlockNumber = 100;
/// What an account must hold of the asset.
pub const USD_MIN: Balance = 100;
pub const RICH: Balance = 1_000_000_000;

pub fn account(seed: u8) -> AccountId32 {
	AccountId32::new([seed; 32])
}

pub fn pair(seed: u8) -> AuthorityPair {
	AuthorityPair::from_seed(&[seed; 32])
}

pub fn key(seed: u8) -> AuthorityId {
	pair(seed).public()
}

/// The seed phrase under which a keystore generates the same pair as [`pair`].
pub fn phrase(seed: u8) -> String {
	format!("0x{}", format!("{seed:02x}").repeat(32))
}

pub struct TestExt {
	validators: Vec<u8>,
	params: ApprovalParams,
	pot: Balance,
}

impl Default for TestExt {
	fn default() -> Self {
		let params = ApprovalParams {
			order_fee: FEE,
			deadline_blocks: DEADLINE,
			committee_size: MAX_AUTHORITIES,
		};
		Self { validators: vec![1, 2, 3, 4], params, pot: ED }
	}
}

impl TestExt {
	pub fn new() -> Self {
		Self::default()
	}

	pub fn validators(mut self, seeds: &[u8]) -> Self {
		self.validators = seeds.to_vec();
		self
	}

	pub fn fee(mut self, fee: Balance) -> Self {
		self.params.order_fee = fee;
		self
	}

	/// How many are on a committee.
	pub fn committee(mut self, size: u32) -> Self {
		self.params.committee_size = size;
		self
	}

	/// What the fee pot has at genesis.
	pub fn pot(mut self, pot: Balance) -> Self {
		self.pot = pot;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		VERDICTS.with_borrow_mut(Vec::clear);
		ROOM.set(true);
		SEED.set(Some(0));
		CONSUMED.set(Weight::zero());
		let mut balances = vec![(account(TENANT), RICH)];
		if self.pot > 0 {
			balances.push((account(99), self.pot));
		}
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
			balances: BalancesConfig { balances, ..Default::default() },
			assets: AssetsConfig {
				assets: vec![(USD, account(97), true, USD_MIN)],
				accounts: vec![(USD, account(99), USD_MIN)],
				..Default::default()
			},
			approvals: ApprovalsConfig {
				params: self.params,
				pot: PotParams { period_blocks: PERIOD, ..Default::default() },
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis configuration builds")
		.into();
		// Benchmarks sign with keys of their own.
		#[cfg(feature = "runtime-benchmarks")]
		ext.register_extension(sp_keystore::KeystoreExt::new(
			sp_keystore::testing::MemoryKeystore::new(),
		));
		ext.execute_with(|| {
			let set: Vec<_> =
				self.validators.iter().map(|seed| (account(*seed), key(*seed))).collect();
			Approvals::on_genesis_session(set.iter().map(|(who, key)| (who, key.clone())));
			run_to(1);
		});
		ext
	}

	pub fn execute_with<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			let result = test();
			Approvals::do_try_state().expect("the invariants hold");
			result
		})
	}
}

/// Begin every block up to and including `block`.
pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		let next = System::block_number() + 1;
		System::set_block_number(next);
		Approvals::on_poll(next, &mut WeightMeter::new());
	}
}

/// Begin the next block.
pub fn next_block() {
	run_to(System::block_number() + 1);
}

/// Begin a session with these accounts, each with the key of the second seed.
pub fn new_session(members: &[(u8, u8)]) {
	let set: Vec<_> = members.iter().map(|(who, seed)| (account(*who), key(*seed))).collect();
	let iter = || set.iter().map(|(who, key)| (who, key.clone())).collect::<Vec<_>>().into_iter();
	Approvals::on_new_session(true, iter(), iter());
}

pub fn facts(who: u8) -> SubjectFacts<AccountId32> {
	SubjectFacts {
		who: account(who),
		manifest: ManifestHash::repeat_byte(7),
		resources: Resources::new(4_000, 8_192, 10_240),
	}
}

pub fn order(id: u64) -> Subject {
	Subject::Order(id)
}

pub fn submit(id: u64) -> DispatchResult {
	<Approvals as leasehold_primitives::traits::Approvals<AccountId32>>::submit(
		order(id),
		facts(TENANT),
	)
}

/// Submit these subjects and go on to the block in which their committees are drawn.
pub fn seated(ids: impl IntoIterator<Item = u64>) {
	for id in ids {
		submit(id).expect("it is submitted");
	}
	run_to(System::block_number() + DRAW_DELAY);
}

pub fn withdraw(id: u64) {
	Approvals::withdraw(order(id));
}

pub fn vote(id: u64, approve: bool) -> Vote {
	Vote { subject: order(id), approve, reason: if approve { 0 } else { 3 } }
}

/// A message as `seed`'s key would send it now.
pub fn message(seed: u8, votes: &[Vote]) -> VoteMessage {
	VoteMessage {
		signer: key(seed),
		nonce: Nonces::<Test>::get(key(seed)),
		block: System::block_number(),
		body: VoteBody {
			set_id: SetId::<Test>::get(),
			votes: votes.to_vec().try_into().expect("few enough votes"),
		},
	}
}

pub fn sign(seed: u8, message: &VoteMessage) -> AuthoritySignature {
	pair(seed).sign(&message.to_sign(VOTE_KIND, System::block_hash(0)))
}

pub fn call(message: VoteMessage, signature: AuthoritySignature) -> RuntimeCall {
	Call::vote { message, signature }.into()
}

/// What a pool or block says to `message` with the right signature.
pub fn authorize(
	seed: u8,
	message: &VoteMessage,
	source: TransactionSource,
) -> TransactionValidityWithRefund {
	call(message.clone(), sign(seed, message))
		.authorize(source)
		.expect("the call has an authorisation")
}

/// Put a transaction of `votes` by `seed` into the block.
pub fn cast(seed: u8, votes: &[Vote]) {
	let message = message(seed, votes);
	authorize(seed, &message, TransactionSource::InBlock).expect("the block takes it");
	let signature = sign(seed, &message);
	Approvals::vote(RawOrigin::Authorized.into(), message, signature).expect("it dispatches");
}

pub fn verdicts() -> Vec<(Subject, Verdict)> {
	VERDICTS.with_borrow(Clone::clone)
}

pub fn record(id: u64) -> SubjectRecord<Test> {
	Subjects::<Test>::get(order(id)).expect("the subject is pending")
}

pub fn held() -> Balance {
	Balances::free_balance(Approvals::account_id())
}
