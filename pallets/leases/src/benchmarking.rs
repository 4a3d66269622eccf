//! Benchmarks of every call, hook and authorisation, each at its worst: an asset of
//! `pallet-assets`, eight depositors, a settlement that reaches the last of them. What settlements
//! usually are is measured beside it, for what calls give back. Market's and the ledger's part is
//! not in them; it is added where weights are declared.

use super::*;
use frame_benchmarking::v2::*;
use frame_support::{
	pallet_prelude::{Authorize, EnsureOrigin, TransactionSource},
	traits::{
		fungible::{Inspect as _, Unbalanced as _},
		tokens::Precision,
	},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::ServiceSignature,
	traits::{Escrow as _, Leases as _, OnExhausted as _, Providers as _},
	AssetId, Balance, GroupSpec, LeaseState, LeaseTerms, Moment, Placement, Resources,
	MAX_DEPOSITORS,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::H256;
use sp_runtime::traits::BlockNumberProvider as _;

/// What benchmarks need of a runtime.
pub trait BenchmarkHelper<AccountId> {
	/// Open escrow account `id` for `tenant`, in the native token or the dearest kind of asset,
	/// with so many depositors, each with `deposit`; the fee pot can receive that. Returns the
	/// asset.
	fn open(id: LeaseId, tenant: &AccountId, deposit: Balance, payers: Payers) -> AssetId;
	/// Let the service clock of `provider` show `ms` more.
	fn serve(provider: &AccountId, ms: Moment);
	/// Let `provider` be unable to receive the asset that [`Self::open`] returns, so that all it is
	/// paid becomes owed to it.
	fn refuse(provider: &AccountId);
	/// Let the market know the order of lease `id`, which it would have awarded.
	fn order(id: LeaseId, tenant: &AccountId, provider: &AccountId);
	/// Let the registry have heard nothing of `provider` for ever.
	fn silence(provider: &AccountId);
	/// Let the chain go on to `block`.
	fn set_block(block: leasehold_primitives::BlockNumber);
}

/// In what a lease is paid, and by how many.
#[derive(Clone, Copy)]
pub struct Payers {
	/// Whether in the native token.
	pub native: bool,
	/// How many depositors its escrow account has, from one to [`MAX_DEPOSITORS`].
	pub depositors: u32,
}

/// The dearest.
const DEAREST: Payers = Payers { native: false, depositors: MAX_DEPOSITORS };
/// The usual: the tenant alone, in the native token.
const USUAL: Payers = Payers { native: true, depositors: 1 };

/// One base unit a millisecond.
const PRICE: Balance = 3_600_000;
/// Of each of the eight depositors.
const DEPOSIT: Balance = 1_000_000_000;
const COLLATERAL: Balance = 1_000_000_000_000;
const ID: LeaseId = 1 << 32;
/// As many as a placement may name machines.
const REPLICAS: u16 = leasehold_primitives::MAX_PLACEMENTS as u16;

fn replica() -> Resources {
	Resources::new(1, 1, 1)
}

fn provider<T: Config>() -> (T::AccountId, ServiceKey) {
	provider_at::<T>(0)
}

fn provider_at<T: Config>(index: u32) -> (T::AccountId, ServiceKey) {
	let who: T::AccountId = account("provider", index, 0);
	let key = ServiceKey::generate_pair(None);
	T::Providers::setup(&who, &key, &Resources::new(1_000_000, 1_000_000, 1_000_000));
	// Enough for the collateral of a whole batch.
	let _ = T::Currency::increase_balance(&who, COLLATERAL.saturating_mul(1_000), Precision::Exact);
	(who, key)
}

fn terms<T: Config>(
	id: LeaseId,
	provider: &T::AccountId,
	payers: Payers,
) -> LeaseTerms<T::AccountId> {
	// Each lease of a batch has its own.
	let tenant: T::AccountId = account("tenant", (id - ID) as u32, 0);
	LeaseTerms {
		id,
		deployment: 0,
		group: 0,
		asset: T::BenchmarkHelper::open(id, &tenant, DEPOSIT, payers),
		tenant,
		provider: provider.clone(),
		price: PRICE,
		resources: replica(),
		replicas: REPLICAS,
		manifest: H256::repeat_byte(1),
		collateral: COLLATERAL,
		notice: 1_200,
		grace: 1_200,
	}
}

/// One replica on each of the machines from `first` on.
fn placement(first: u16) -> Placement {
	Placement::truncate_from((first..first + REPLICAS).map(|node| (node, 1)).collect())
}

fn awarded<T: Config>(id: LeaseId, provider: &T::AccountId) -> Result<(), BenchmarkError> {
	awarded_to::<T>(id, provider, DEAREST)
}

fn awarded_to<T: Config>(
	id: LeaseId,
	provider: &T::AccountId,
	payers: Payers,
) -> Result<(), BenchmarkError> {
	awarded_on::<T>(id, provider, payers, REPLICAS)
}

/// A lease of one replica on each of so many machines.
fn awarded_on<T: Config>(
	id: LeaseId,
	provider: &T::AccountId,
	payers: Payers,
	machines: u16,
) -> Result<(), BenchmarkError> {
	let spec = GroupSpec::new(replica(), machines, 1);
	let placement = Placement::truncate_from((0..machines).map(|node| (node, 1)).collect());
	T::Providers::reserve(provider, id, &spec, &placement)?;
	let terms = terms::<T>(id, provider, payers);
	Pallet::<T>::award(LeaseTerms { replicas: machines, ..terms })?;
	Ok(())
}

/// A lease whose money the clock has just used up, though nobody has settled yet.
fn used_up<T: Config>(id: LeaseId, provider: &T::AccountId) -> Result<(), BenchmarkError> {
	awarded::<T>(id, provider)?;
	Pallet::<T>::do_confirm(provider, id)?;
	T::BenchmarkHelper::refuse(provider);
	T::BenchmarkHelper::serve(provider, u64::try_from(DEPOSIT * 8).unwrap_or(u64::MAX));
	Ok(())
}

/// A lease that has accrued one unit from the first of eight depositors: each gets a refund.
fn started<T: Config>() -> Result<(T::AccountId, ServiceKey), BenchmarkError> {
	started_by::<T>(DEAREST)
}

fn started_by<T: Config>(payers: Payers) -> Result<(T::AccountId, ServiceKey), BenchmarkError> {
	let (who, key) = provider::<T>();
	awarded_to::<T>(ID, &who, payers)?;
	Pallet::<T>::do_confirm(&who, ID)?;
	T::BenchmarkHelper::serve(&who, 1);
	Ok((who, key))
}

/// A lease of an order that the market knows, with most of its money used up and owed.
fn amendable<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	let (who, _) = started::<T>()?;
	T::BenchmarkHelper::order(ID, &account("tenant", 0, 0), &who);
	T::BenchmarkHelper::refuse(&who);
	T::BenchmarkHelper::serve(&who, u64::try_from(DEPOSIT * 8 - 2).unwrap_or(u64::MAX));
	Ok(who)
}

fn many<T: Config>(n: u32) -> Result<(T::AccountId, ServiceKey, Vec<LeaseId>), BenchmarkError> {
	let (who, key) = provider::<T>();
	let ids: Vec<_> = (0..u64::from(n)).map(|at| ID.saturating_add(at)).collect();
	for id in &ids {
		used_up::<T>(*id, &who)?;
	}
	wait::<T>();
	Ok((who, key, ids))
}

/// Let all settlements and checkpoints be due.
fn wait<T: Config>() {
	let params = Parameters::<T>::get();
	let wait = params.settle_blocks.max(params.checkpoint_blocks);
	T::BenchmarkHelper::set_block(Pallet::<T>::after(wait));
}

/// A lease whose settlement takes from the last of its depositors, but not all.
fn payable<T: Config>(
	id: LeaseId,
	provider: &T::AccountId,
	payers: Payers,
) -> Result<(), BenchmarkError> {
	awarded_to::<T>(id, provider, payers)?;
	Pallet::<T>::do_confirm(provider, id)?;
	let most = DEPOSIT.saturating_mul(payers.depositors.into()).saturating_sub(1);
	T::BenchmarkHelper::serve(provider, u64::try_from(most).unwrap_or(u64::MAX));
	Ok(())
}

/// `n` leases that are paid as usual, all of one provider or each of another.
fn usual<T: Config>(n: u32, scattered: bool) -> Result<(ServiceKey, Vec<LeaseId>), BenchmarkError> {
	let (first, key) = provider::<T>();
	let mut ids = Vec::new();
	for index in 0..n {
		let other = scattered && index > 0;
		let who = if other { provider_at::<T>(index).0 } else { first.clone() };
		let id = ID.saturating_add(index.into());
		awarded_to::<T>(id, &who, USUAL)?;
		Pallet::<T>::do_confirm(&who, id)?;
		ids.push(id);
	}
	let served = u64::try_from(DEPOSIT / 2).unwrap_or(u64::MAX);
	for index in 0..if scattered { n } else { 1 } {
		T::BenchmarkHelper::serve(&account("provider", index, 0), served);
	}
	wait::<T>();
	Ok((key, ids))
}

/// So much is left of each of these leases' money.
fn assert_held<T: Config>(ids: &[LeaseId], left: Balance) {
	assert!(ids.iter().all(|id| T::Escrow::totals(*id).is_some_and(|totals| totals.held == left)));
}

fn message<T: Config, Body: codec::Encode>(
	kind: &Kind,
	key: &ServiceKey,
	body: Body,
) -> Result<(Message<ServiceKey, Body>, ServiceSignature), BenchmarkError> {
	let nonce = Nonces::<T>::get(key, kind);
	let message = Message { signer: key.clone(), nonce, block: Pallet::<T>::now(), body };
	let signature = key
		.sign(&message.to_sign(kind, Pallet::<T>::genesis_hash()))
		.ok_or(BenchmarkError::Stop("no key"))?;
	Ok((message, signature))
}

fn bounded<Item, Bound: Get<u32>>(items: Vec<Item>) -> BoundedVec<Item, Bound> {
	BoundedVec::truncate_from(items)
}

fn entries(ids: &[LeaseId]) -> Vec<CheckpointEntry> {
	let usage = H256::repeat_byte(2);
	ids.iter().map(|lease| CheckpointEntry { lease: *lease, served: 0, usage }).collect()
}

fn amendment() -> Amendment {
	Amendment {
		resources: Resources::new(2, 2, 2),
		replicas: REPLICAS,
		price: 2 * PRICE,
		manifest: H256::repeat_byte(3),
	}
}

/// The signer of a call. Its account is read and written for any transaction, so that it is in what
/// all of them weigh, and not counted in the call.
fn signed_by<T: Config>(who: T::AccountId) -> RawOrigin<T::AccountId> {
	frame_benchmarking::whitelist_account!(who);
	RawOrigin::Signed(who)
}

fn stranger<T: Config>() -> RawOrigin<T::AccountId> {
	signed_by::<T>(account("stranger", 0, 0))
}

fn tenant<T: Config>() -> RawOrigin<T::AccountId> {
	signed_by::<T>(account("tenant", 0, 0))
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn is_gone<T: Config>() -> bool {
	!Leases::<T>::contains_key(ID)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn award() -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		let terms = terms::<T>(ID, &who, DEAREST);
		#[block]
		{
			Pallet::<T>::award(terms)?;
		}
		assert!(!is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn confirm() -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		awarded::<T>(ID, &who)?;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID);
		assert!(Leases::<T>::get(ID).is_some_and(|lease| lease.is_started()));
		Ok(())
	}

	#[benchmark]
	fn decline() -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		awarded::<T>(ID, &who)?;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID, 1);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		used_up::<T>(ID, &who)?;
		let origin = stranger::<T>();

		#[extrinsic_call]
		_(origin, ID);
		assert!(Leases::<T>::get(ID)
			.is_some_and(|lease| matches!(lease.state, LeaseState::Grace { .. })));
		Ok(())
	}

	#[benchmark]
	fn settle_native(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		payable::<T>(ID, &who, Payers { native: true, depositors: d })?;
		let before = T::Currency::total_balance(&who);
		let origin = stranger::<T>();

		#[extrinsic_call]
		settle(origin, ID);
		assert_held::<T>(&[ID], 1);
		// It is not owed.
		assert!(T::Currency::total_balance(&who) > before);
		Ok(())
	}

	#[benchmark]
	fn settle_asset(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		payable::<T>(ID, &who, Payers { native: false, depositors: d })?;
		let origin = stranger::<T>();

		#[extrinsic_call]
		settle(origin, ID);
		assert_held::<T>(&[ID], 1);
		Ok(())
	}

	#[benchmark]
	fn settle_many(n: Linear<1, MAX_SETTLE_BATCH>) -> Result<(), BenchmarkError> {
		let (_, _, ids) = many::<T>(n)?;
		let origin = stranger::<T>();

		#[extrinsic_call]
		_(origin, bounded(ids));
		assert_eq!(T::Escrow::totals(ID).map(|totals| totals.held), Some(0));
		Ok(())
	}

	#[benchmark]
	fn settle_many_native(n: Linear<1, MAX_SETTLE_BATCH>) -> Result<(), BenchmarkError> {
		let (_, ids) = usual::<T>(n, false)?;
		let origin = stranger::<T>();

		#[extrinsic_call]
		settle_many(origin, bounded(ids.clone()));
		assert_held::<T>(&ids, DEPOSIT / 2);
		Ok(())
	}

	#[benchmark]
	fn settle_many_scattered(n: Linear<1, MAX_SETTLE_BATCH>) -> Result<(), BenchmarkError> {
		let (_, ids) = usual::<T>(n, true)?;
		let origin = stranger::<T>();

		#[extrinsic_call]
		settle_many(origin, bounded(ids.clone()));
		assert_held::<T>(&ids, DEPOSIT / 2);
		Ok(())
	}

	#[benchmark]
	fn skip() -> Result<(), BenchmarkError> {
		// Due by its period, so that its account is looked at, but nothing has accrued.
		let (who, _) = provider::<T>();
		awarded::<T>(ID, &who)?;
		Pallet::<T>::do_confirm(&who, ID)?;
		wait::<T>();
		let done;
		#[block]
		{
			done = Pallet::<T>::settle_batch(&[ID], None);
		}
		assert!(done.is_empty());
		Ok(())
	}

	#[benchmark]
	fn close(d: Linear<1, MAX_DEPOSITORS>) -> Result<(), BenchmarkError> {
		started_by::<T>(Payers { native: false, depositors: d })?;
		let origin = tenant::<T>();

		#[extrinsic_call]
		_(origin, ID);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn close_native(
		d: Linear<1, MAX_DEPOSITORS>,
		m: Linear<1, { leasehold_primitives::MAX_PLACEMENTS }>,
	) -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		let machines = u16::try_from(m).unwrap_or(REPLICAS);
		let payers = Payers { native: true, depositors: d };
		awarded_on::<T>(ID, &who, payers, machines)?;
		Pallet::<T>::do_confirm(&who, ID)?;
		// So much that there is a fee, by which the registry counts it.
		T::BenchmarkHelper::serve(&who, u64::try_from(DEPOSIT / 2).unwrap_or(u64::MAX));
		let origin = tenant::<T>();

		#[extrinsic_call]
		close(origin, ID);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn give_notice() -> Result<(), BenchmarkError> {
		let (who, _) = started::<T>()?;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID, 1);
		assert!(Leases::<T>::get(ID).is_some_and(|lease| lease.notice.is_some()));
		Ok(())
	}

	#[benchmark]
	fn close_reclaimed() -> Result<(), BenchmarkError> {
		let (who, _) = started::<T>()?;
		Pallet::<T>::do_give_notice(&who, ID, 1)?;
		T::BenchmarkHelper::set_block(Pallet::<T>::after(1_200));
		let origin = stranger::<T>();

		#[extrinsic_call]
		_(origin, ID);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn close_for_abuse() -> Result<(), BenchmarkError> {
		let (who, _) = started::<T>()?;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID, 1);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn pause() -> Result<(), BenchmarkError> {
		let (who, _) = provider::<T>();
		awarded::<T>(ID, &who)?;
		Pallet::<T>::do_confirm(&who, ID)?;
		// All but one unit: the settlement reaches the last depositor, and the stream goes on.
		let most = u64::try_from(DEPOSIT * 8 - 1).unwrap_or(u64::MAX);
		T::BenchmarkHelper::refuse(&who);
		T::BenchmarkHelper::serve(&who, most);
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID);
		assert!(Leases::<T>::get(ID).is_some_and(|lease| lease.is_paused()));
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let (who, _) = started::<T>()?;
		Pallet::<T>::do_pause(&who, ID)?;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID);
		assert!(Leases::<T>::get(ID).is_some_and(|lease| !lease.is_paused()));
		Ok(())
	}

	#[benchmark]
	fn close_silent() -> Result<(), BenchmarkError> {
		let (who, _) = started::<T>()?;
		T::BenchmarkHelper::silence(&who);
		let origin = stranger::<T>();

		#[extrinsic_call]
		_(origin, ID);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn confirm_by_node(n: Linear<1, MAX_CONFIRM_BATCH>) -> Result<(), BenchmarkError> {
		let (who, key) = provider::<T>();
		let ids: Vec<_> = (0..u64::from(n)).map(|at| ID.saturating_add(at)).collect();
		for id in &ids {
			awarded::<T>(*id, &who)?;
		}
		let (message, signature) = message::<T, _>(&CONFIRM, &key, bounded(ids))?;
		#[extrinsic_call]
		_(RawOrigin::Authorized, message, signature);
		assert!(Leases::<T>::get(ID).is_some_and(|lease| lease.is_started()));
		Ok(())
	}

	#[benchmark]
	fn checkpoint(n: Linear<1, MAX_SETTLE_BATCH>) -> Result<(), BenchmarkError> {
		let (_, key, ids) = many::<T>(n)?;
		let (message, signature) = message::<T, _>(&CHECKPOINT, &key, bounded(entries(&ids)))?;
		#[extrinsic_call]
		_(RawOrigin::Authorized, message, signature);
		assert_eq!(T::Escrow::totals(ID).map(|totals| totals.held), Some(0));
		Ok(())
	}

	#[benchmark]
	fn checkpoint_native(n: Linear<1, MAX_SETTLE_BATCH>) -> Result<(), BenchmarkError> {
		let (key, ids) = usual::<T>(n, false)?;
		let (message, signature) = message::<T, _>(&CHECKPOINT, &key, bounded(entries(&ids)))?;
		#[extrinsic_call]
		checkpoint(RawOrigin::Authorized, message, signature);
		assert_held::<T>(&ids, DEPOSIT / 2);
		Ok(())
	}

	#[benchmark]
	fn authorize_message(n: Linear<1, MAX_SETTLE_BATCH>) -> Result<(), BenchmarkError> {
		let (_, key, ids) = many::<T>(n)?;
		// The longest of the three kinds.
		let (message, signature) = message::<T, _>(&CHECKPOINT, &key, bounded(entries(&ids)))?;
		let call = Call::<T>::checkpoint { message, signature };
		#[block]
		{
			call.authorize(TransactionSource::External)
				.ok_or(BenchmarkError::Stop("not an authorised call"))?
				.map_err(|_| BenchmarkError::Stop("not authorised"))?;
		}
		Ok(())
	}

	#[benchmark]
	fn set_params() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let params = Params { settle_blocks: 77, ..Default::default() };
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, params);
		assert_eq!(Parameters::<T>::get(), params);
		Ok(())
	}

	#[benchmark]
	fn close_by_governance() -> Result<(), BenchmarkError> {
		started::<T>()?;
		let origin = governance::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ID);
		assert!(is_gone::<T>());
		Ok(())
	}

	#[benchmark]
	fn propose_amendment() -> Result<(), BenchmarkError> {
		amendable::<T>()?;
		let origin = tenant::<T>();

		#[extrinsic_call]
		_(origin, ID, amendment());
		assert!(Proposals::<T>::contains_key(ID));
		Ok(())
	}

	#[benchmark]
	fn accept_amendment() -> Result<(), BenchmarkError> {
		let who = amendable::<T>()?;
		Pallet::<T>::do_propose(&account("tenant", 0, 0), ID, amendment())?;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, ID, amendment().hash(ID), Some(placement(REPLICAS)));
		assert!(!Proposals::<T>::contains_key(ID));
		Ok(())
	}

	#[benchmark]
	fn cancel_amendment() -> Result<(), BenchmarkError> {
		amendable::<T>()?;
		Pallet::<T>::do_propose(&account("tenant", 0, 0), ID, amendment())?;
		let origin = tenant::<T>();

		#[extrinsic_call]
		_(origin, ID);
		assert!(!Proposals::<T>::contains_key(ID));
		Ok(())
	}

	#[benchmark]
	fn on_exhausted() -> Result<(), BenchmarkError> {
		started::<T>()?;
		#[block]
		{
			Pallet::<T>::on_exhausted(ID);
		}
		assert!(Leases::<T>::get(ID)
			.is_some_and(|lease| matches!(lease.state, LeaseState::Grace { .. })));
		Ok(())
	}

	#[benchmark]
	fn on_funded() -> Result<(), BenchmarkError> {
		let (_, _) = started::<T>()?;
		// A stream that stands still with money in its account, as after a top-up.
		T::Escrow::pause(ID)?;
		Pallet::<T>::on_exhausted(ID);
		#[block]
		{
			Pallet::<T>::on_funded(ID);
		}
		assert!(Leases::<T>::get(ID).is_some_and(|lease| lease.state == LeaseState::Active));
		Ok(())
	}

	#[benchmark]
	fn agenda_bucket() {
		// Benchmarks are set up in block zero, and run in the first.
		let now = T::BlockNumberProvider::current_block_number().max(1);
		T::BenchmarkHelper::set_block(now);
		AgendaCursor::<T>::put(now);
		let mut meter = WeightMeter::with_limit(T::MaxAgendaWeight::get());
		#[block]
		{
			Pallet::<T>::work_agenda(&mut meter);
		}
		assert_eq!(AgendaCursor::<T>::get(), now.saturating_add(1));
	}

	#[benchmark]
	fn agenda_item() -> Result<(), BenchmarkError> {
		let (who, _) = started::<T>()?;
		Pallet::<T>::do_give_notice(&who, ID, 1)?;
		T::BenchmarkHelper::set_block(Pallet::<T>::after(1_200));
		#[block]
		{
			Pallet::<T>::look_at(ID);
		}
		assert!(is_gone::<T>());
		Ok(())
	}
}
