//! Small recording stand-ins for the pallets that market sees through traits, and what tests let
//! them do. What they note stands in storage, so that it is undone with the rest when a storage
//! layer is rolled back.

use super::*;
use frame_support::{storage_alias, traits::Randomness, Blake2_128Concat, Twox64Concat};
use leasehold_primitives::{
	crypto::service::ServiceKey, lease::DeclineReason, traits::*, Architecture, BlockNumber,
	CloseReason, EscrowId, LeaseId, LeaseTerms, Moment, NetworkId, OfferId, Requirements,
	MAX_ASKED, MAX_PLACEMENTS,
};
use sp_core::H256;

fn other(message: &'static str) -> DispatchError {
	DispatchError::Other(message)
}

// ---------------------------------------------------------------- escrow

#[storage_alias]
type Deposits = StorageMap<Mock, Twox64Concat, EscrowId, (AccountId, AssetId, Balance)>;
#[storage_alias]
type Streams = StorageMap<Mock, Twox64Concat, EscrowId, (Balance, Balance)>;
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
	/// Let a lease of this account be paid at `price`, of which so much has accrued.
	pub fn set_stream(id: EscrowId, price: Balance, accrued: Balance) {
		Streams::insert(id, (price, accrued));
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
	fn settle(_: EscrowId) -> Result<Settlement, DispatchError> {
		unreachable!("market settles nothing")
	}
	fn settle_if(
		_: EscrowId,
		_: impl FnOnce(BlockNumber) -> bool,
	) -> Result<Option<Settlement>, DispatchError> {
		unreachable!("market settles nothing")
	}
	fn note(_: EscrowId) -> Result<(u32, EscrowTotals), DispatchError> {
		unreachable!("market makes no statements")
	}
	fn journal(id: EscrowId) -> Option<Journal> {
		Deposits::contains_key(id).then(Journal::default)
	}
	fn close(id: EscrowId) -> Result<Closed, DispatchError> {
		let (tenant, _, amount) = Deposits::take(id).ok_or(other("no account"))?;
		Balances::transfer(&VAULT, &tenant, amount, Preservation::Expendable)?;
		frame_support::ensure!(!EscrowStuck::exists(), other("stuck"));
		let totals = EscrowTotals { deposited: amount, refunded: amount, ..Default::default() };
		Ok(Closed { totals, statement: 0, depositors: 1, usual: true })
	}
	fn totals(id: EscrowId) -> Option<EscrowTotals> {
		let (.., held) = Deposits::get(id)?;
		Some(EscrowTotals { deposited: held, held, ..Default::default() })
	}
	fn accrued(id: EscrowId) -> Option<Balance> {
		Streams::get(id).map(|(_, accrued)| accrued)
	}
	fn lasts_for(_: EscrowId) -> Option<Moment> {
		None
	}
	fn deposit(id: EscrowId, who: &AccountId, amount: Balance) -> DispatchResult {
		let (tenant, asset, before) = Deposits::get(id).ok_or(other("no account"))?;
		frame_support::ensure!(amount >= MIN_DEPOSIT, other("deposit too small"));
		Balances::transfer(who, &VAULT, amount, Preservation::Preserve)?;
		Deposits::insert(id, (tenant, asset, before + amount));
		Ok(())
	}
	fn price(id: EscrowId) -> Option<Balance> {
		Streams::get(id).map(|(price, _)| price)
	}
	fn roll_over(from: EscrowId, to: EscrowId) -> Result<Closed, DispatchError> {
		frame_support::ensure!(!Deposits::contains_key(to), other("account exists"));
		let (tenant, asset, amount) = Deposits::take(from).ok_or(other("no account"))?;
		Deposits::insert(to, (tenant, asset, amount));
		let totals = EscrowTotals { deposited: amount, refunded: amount, ..Default::default() };
		Ok(Closed { totals, statement: 0, depositors: 1, usual: false })
	}
	fn comparable(asset: &AssetId, amount: Balance) -> Option<u128> {
		Self::is_listed(asset).then(|| amount * 1_000 / MIN_DEPOSIT)
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
		let Subject::Order(id) = subject else { return Err(other("not an order")) };
		frame_support::ensure!(!Submitted::contains_key(id), other("pending already"));
		Balances::transfer(&facts.who, &POT, ORDER_FEE, Preservation::Preserve)?;
		Submitted::insert(id, facts);
		Ok(())
	}
	fn withdraw(subject: Subject) {
		let Subject::Order(id) = subject else { return };
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

/// What checking requirements weighs.
pub fn checks_weight(auditors: u32, machines: u32) -> Weight {
	Weight::from_parts(3_000_000, 100).saturating_mul(u64::from(auditors) + u64::from(machines) + 1)
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
		spec: &GroupSpec<AccountId>,
		placement: &Placement,
	) -> DispatchResult {
		let per_replica = &spec.resources;
		frame_support::ensure!(!Reserved::contains_key(provider, order), other("reserved"));
		frame_support::ensure!(placement.iter().all(|(at, _)| *at < 8), other("no machine"));
		Reserved::insert(provider, order, (per_replica, placement));
		Self::ensure_room(provider)
	}
	fn release(provider: &AccountId, order: OrderId) -> u32 {
		Reserved::take(provider, order).map_or(0, |_| 1)
	}
	fn resize(
		provider: &AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: Option<&Placement>,
	) -> DispatchResult {
		let (_, old) = Reserved::take(provider, order).ok_or(other("nothing reserved"))?;
		let spec = GroupSpec::new(per_replica.clone(), 1, 1);
		Self::reserve(provider, order, &spec, placement.unwrap_or(&old))
	}
	fn requirements_weight(requirements: &Requirements<AccountId>, machines: u32) -> Weight {
		match requirements.ask_nothing() {
			true => Weight::zero(),
			false => checks_weight(requirements.auditors(), machines),
		}
	}
	fn max_requirements_weight() -> Weight {
		checks_weight(2 * MAX_ASKED, MAX_PLACEMENTS)
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

/// The only offer there is: as many replicas as there is room for on the provider's first machine.
pub const OFFER: OfferId = 3;
/// The network that makes it.
pub const NETWORK: NetworkId = 4;
/// Of one replica, an hour.
pub const OFFER_PRICE: Balance = 600;
/// What the provider of a lease that takes it holds.
pub const OFFER_COLLATERAL: Balance = 70;

impl Offers<AccountId> for MockProviders {
	fn take(
		offer: OfferId,
		_: &AccountId,
		provider: &AccountId,
		replicas: u16,
		order: OrderId,
	) -> Result<TakenOffer, DispatchError> {
		frame_support::ensure!(offer == OFFER, other("no such offer"));
		let resources = spec().resources;
		let placement = place(&[(0, replicas)]);
		let spec = GroupSpec::new(resources.clone(), replicas, 1);
		Self::reserve(provider, order, &spec, &placement)?;
		Ok(TakenOffer {
			network: NETWORK,
			resources,
			architecture: Some(Architecture::Arm64),
			price: OFFER_PRICE * Balance::from(replicas),
			asset: AssetId::Native,
			collateral: OFFER_COLLATERAL,
			notice: 12,
			grace: 34,
			placement,
			looked_at: 1,
		})
	}
	fn weight(machines: u32) -> Weight {
		Weight::from_parts(2_000_000, 0) * u64::from(machines)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn setup(_: &AccountId, _: &AccountId, _: &Resources, _: AssetId) -> OfferId {
		OFFER
	}
}

#[storage_alias]
type Scores = StorageMap<Mock, Twox64Concat, AccountId, u32>;

impl MockProviders {
	/// Let a provider be known for this, in millionths.
	pub fn set_score(provider: AccountId, score: u32) {
		Scores::insert(provider, score);
	}
}

impl Reputation<AccountId> for MockProviders {
	fn note_end(_: LeaseId, _: &AccountId, _: &AccountId, _: LeaseOutcome, _: u128) {
		unreachable!("market ends no lease")
	}
	fn score(provider: &AccountId) -> u32 {
		Scores::get(provider).unwrap_or(500_000)
	}
	fn weight() -> Weight {
		Weight::zero()
	}
}

#[storage_alias]
type Drawn = StorageValue<Mock, (BlockNumber, H256)>;

/// What the author of the last block has drawn; nothing unless [`draw`] was called in it.
pub struct MockRandomness;

impl Randomness<Option<H256>, BlockNumber> for MockRandomness {
	fn random(_: &[u8]) -> (Option<H256>, BlockNumber) {
		let before = System::block_number() - 1;
		(Drawn::get().filter(|(block, _)| *block == before).map(|(_, drawn)| drawn), before)
	}
}

/// The author of this block draws.
pub fn draw(drawn: u8) {
	Drawn::put((System::block_number(), H256::repeat_byte(drawn)));
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
	fn deposit_weight() -> Weight {
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

/// The provider leaves a lease. Returns the order that it is put up again as.
pub fn leave(id: LeaseId, reason: CloseReason) -> Option<OrderId> {
	let terms = MockLeases::drop_lease(id).expect("there is a lease to leave");
	MockLeases::pay_back(&terms);
	let order = Market::relist(&terms);
	match order {
		Some(order) => {
			assert_ok!(MockEscrow::roll_over(id, order));
		},
		None => {
			assert_ok!(MockEscrow::close(id));
			Market::on_ended(id, reason);
		},
	}
	order
}

/// Both sides agree on other terms.
pub fn amend(id: LeaseId, change: impl FnOnce(&mut LeaseTerms<AccountId>)) {
	let mut terms = MockLeases::terms(id).expect("there is a lease to amend");
	change(&mut terms);
	Awards::insert(id, &terms);
	Market::on_amended(&terms);
}

/// The lease ends, for a reason of the leases pallet.
pub fn end(id: LeaseId, reason: CloseReason) {
	let terms = MockLeases::drop_lease(id).expect("there is a lease to end");
	MockLeases::pay_back(&terms);
	assert_ok!(MockEscrow::close(id));
	Market::on_ended(id, reason);
}
