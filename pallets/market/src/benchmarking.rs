//! Benchmarks of every call and hook at its worst: placements on as many machines as there may be,
//! the dearest requirements, accounts with the most depositors, in the dearest kind of asset.

use crate::{
	offers::Taking, AuctionKind, BestBid, Bid, Bids, Call, CloseCause, Config, Deployments, Due,
	DueCursor, GroupRequest, GroupRequestsOf, HoldReason, MarketParams, NextDeploymentId,
	NextOrderId, OpenOrders, OrderState, Orders, Pallet, Params, SealedBids,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Mutate, MutateHold},
		EnsureOrigin,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::ServiceKey,
	lease::DeclineReason,
	traits::{
		Approvals, Escrow, Offers, OnLease, OnVerdict, Providers, Subject, TakenOffer, Verdict,
	},
	AssetId, Attribute, AttributeKey, AttributeValue, Balance, BlockNumber, CloseReason,
	DeploymentId, EscrowId, GroupSpec, LeaseTerms, ManifestHash, Moment, OrderId, Placement,
	Requirements, Resources, MAX_ATTRIBUTES, MAX_BIDS, MAX_GROUPS, MAX_KEY, MAX_PLACEMENTS,
	MAX_VALUE,
};
use sp_core::H256;
use sp_runtime::traits::BlockNumberProvider;

/// What benchmarks need of a runtime.
pub trait BenchmarkHelper<AccountId> {
	/// The dearest kind of asset, listed.
	fn asset() -> AssetId;
	/// The native token, listed.
	fn native() -> AssetId;
	/// Give `who` that much of `asset`.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);
	/// Fill an account of `tenant` up with depositors of its own, each with `amount`.
	fn crowd(id: EscrowId, tenant: &AccountId, asset: &AssetId, amount: Balance);
	/// Let the service clock of `provider` show `ms` more.
	fn serve(provider: &AccountId, ms: Moment);
}

const RICH: Balance = Balance::MAX / 1_000_000;
const PRICE: Balance = 1_000_000_000_000;
/// Of each depositor: a thousand hours.
const DEPOSIT: Balance = 1_000 * PRICE;
/// What eight deposits are used up in, all but a millisecond.
const USED_UP: Moment = 8 * 1_000 * 3_600_000 - 1;
/// As many as a placement may name machines.
const REPLICAS: u16 = MAX_PLACEMENTS as u16;

fn funded<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who = account(name, index, 0);
	T::Currency::set_balance(&who, RICH);
	T::BenchmarkHelper::fund(&T::BenchmarkHelper::asset(), &who, RICH);
	who
}

/// The signer of a call. Its account is read and written for any transaction, so that it is in what
/// all of them weigh, and not counted in the call.
fn signed_by<T: Config>(who: T::AccountId) -> RawOrigin<T::AccountId> {
	frame_benchmarking::whitelist_account!(who);
	RawOrigin::Signed(who)
}

fn spec<T: Config>() -> GroupSpec<T::AccountId> {
	GroupSpec::new(resources(), REPLICAS, PRICE)
}

fn resources() -> Resources {
	Resources::new(1, 1, 1)
}

fn placement() -> Placement {
	placement_on(MAX_PLACEMENTS)
}

/// A placement of one replica on each of so many machines.
fn placement_on(machines: u32) -> Placement {
	BoundedVec::truncate_from((0..).take(machines as usize).map(|node| (node, 1)).collect())
}

/// A provider with room for many bids.
fn provider<T: Config>(index: u32) -> T::AccountId {
	let who = funded::<T>("provider", index);
	let mut raw = [0u8; 32];
	raw[..4].copy_from_slice(&index.to_le_bytes());
	let key = ServiceKey::from(sp_core::sr25519::Public::from_raw(raw));
	T::Providers::setup(&who, &key, &Resources::new(1_000, 1_000, 1_000));
	who
}

/// Groups whose records are as long as they can be, without requirements that a provider made by
/// `Providers::setup` would not meet.
fn groups<T: Config>(count: u32, required: bool) -> GroupRequestsOf<T> {
	let attribute = |at: u32| {
		let mut key = alloc::vec![b'k'; MAX_KEY as usize];
		key[0] = b'a' + (at % 26) as u8;
		Attribute {
			key: AttributeKey::truncate_from(key),
			value: AttributeValue::truncate_from(alloc::vec![b'v'; MAX_VALUE as usize]),
		}
	};
	let mut requirements = Requirements::default();
	if required {
		let all: Vec<_> = (0..MAX_ATTRIBUTES).map(attribute).collect();
		requirements.attributes = BoundedVec::truncate_from(all);
	}
	let request = GroupRequest::new(GroupSpec { requirements, ..spec::<T>() }, DEPOSIT);
	BoundedVec::truncate_from(alloc::vec![request; count as usize])
}

/// A deployment of a new tenant; returns the tenant, its number and its orders.
fn deployed<T: Config>(count: u32) -> (T::AccountId, DeploymentId, Vec<OrderId>) {
	let tenant = funded::<T>("tenant", 0);
	let (id, first) = (NextDeploymentId::<T>::get(), NextOrderId::<T>::get());
	let asset = T::BenchmarkHelper::asset();
	let groups = groups::<T>(count, false);
	let manifest = ManifestHash::zero();
	Pallet::<T>::do_create_deployment(tenant.clone(), manifest, asset.clone(), groups)
		.expect("the tenant can pay");
	let orders: Vec<_> = (first..NextOrderId::<T>::get()).collect();
	for order in &orders {
		T::BenchmarkHelper::crowd(*order, &tenant, &asset, DEPOSIT);
	}
	(tenant, id, orders)
}

/// An order that was awarded, and to whom.
fn awarded<T: Config>() -> (OrderId, T::AccountId) {
	let (_, _, orders) = deployed::<T>(1);
	let who = provider::<T>(0);
	Orders::<T>::mutate(orders[0], |order| {
		if let Some(order) = order {
			order.state = OrderState::Awarded { provider: who.clone(), price: PRICE };
		}
	});
	OpenOrders::<T>::put(0);
	(orders[0], who)
}

/// What was taken of an offer in `asset`, before there is an order of it.
fn taken<T: Config>(
	asset: AssetId,
) -> Result<(OrderId, Taking<T::AccountId>, TakenOffer), BenchmarkError> {
	let tenant = funded::<T>("tenant", 0);
	// It signs: see `signed_by`.
	frame_benchmarking::whitelist_account!(tenant);
	let provider = provider::<T>(0);
	let offer = T::Offers::setup(&tenant, &provider, &resources(), asset);
	let id = Pallet::<T>::next_order_id()?;
	let taken = T::Offers::take(offer, &tenant, &provider, 1, id)?;
	let manifest = ManifestHash::zero();
	Ok((
		id,
		Taking { tenant, manifest, offer, provider, replicas: 1, deposit: RICH / 1_000 },
		taken,
	))
}

/// Taking an offer, but for what the registry does.
fn order<T: Config>(
	id: OrderId,
	taking: Taking<T::AccountId>,
	taken: TakenOffer,
) -> Result<(), BenchmarkError> {
	T::Approvals::ensure_not_denied(&taking.tenant, &taking.manifest)?;
	Pallet::<T>::order_taken(id, taking, taken)?;
	Ok(())
}

fn assert_awarded<T: Config>(id: OrderId) {
	let state = Orders::<T>::get(id).map(|order| order.state);
	assert!(matches!(state, Some(OrderState::Awarded { .. })));
}

/// Let an order have a lease.
fn lease<T: Config>(id: OrderId, provider: &T::AccountId) {
	T::Escrow::start(id, provider, PRICE).expect("the account is open");
	leased_by::<T>(id, provider);
}

fn leased_by<T: Config>(id: OrderId, provider: &T::AccountId) {
	Orders::<T>::mutate(id, |order| {
		if let Some(order) = order {
			order.state = OrderState::Leased { provider: provider.clone(), price: PRICE };
			order.relist = true;
		}
	});
	OpenOrders::<T>::mutate(|open| *open = open.saturating_sub(1));
}

/// The order of a lease that another pallet has made for its benchmarks, in a deployment.
pub fn leased<T: Config>(id: OrderId, tenant: &T::AccountId, provider: &T::AccountId) {
	let (who, deployment, orders) = deployed::<T>(1);
	let Some(mut order) = orders.first().and_then(|id| Orders::<T>::take(*id)) else { return };
	order.tenant = tenant.clone();
	Orders::<T>::insert(id, order);
	Deployments::<T>::mutate(deployment, |record| {
		if let Some(record) = record {
			record.tenant = tenant.clone();
			record.groups.iter_mut().for_each(|slot| *slot = Some(id));
		}
	});
	crate::DeploymentsOf::<T>::remove(&who, deployment);
	crate::DeploymentsOf::<T>::insert(tenant, deployment, ());
	leased_by::<T>(id, provider);
}

/// Put `count` bids on an order, past the limits of the call, by providers numbered from `from`.
fn fill<T: Config>(id: OrderId, from: u32, count: u32) {
	fill_at::<T>(id, from, count, MAX_PLACEMENTS, 1_000);
}

/// As [`fill`], on so many machines each, every one lower than the one before by `step`.
fn fill_at<T: Config>(id: OrderId, from: u32, count: u32, machines: u32, step: Balance) {
	let params = Params::<T>::get();
	let placement = placement_on(machines);
	for at in 0..count {
		let who = provider::<T>(from + at);
		let price = PRICE - Balance::from(at) * step;
		T::Currency::hold(&HoldReason::BidCollateral.into(), &who, params.collateral)
			.expect("the provider can pay");
		T::Providers::reserve(&who, id, &spec::<T>(), &placement).expect("there is room");
		let bid = Bid {
			price,
			placement: placement.clone(),
			notice: params.min_notice,
			grace: 0,
			collateral: params.collateral,
			displaced: false,
		};
		Bids::<T>::insert(id, &who, bid);
		Orders::<T>::mutate(id, |order| {
			if let Some(order) = order {
				order.bids += 1;
				order.best = Some(BestBid { provider: who, price });
			}
		});
	}
}

/// The block in which the call will run: benchmarks are set up in block zero, and run in the first.
fn now<T: Config>() -> BlockNumber {
	if T::BlockNumberProvider::current_block_number() == 0 {
		T::BlockNumberProvider::set_block_number(1);
	}
	T::BlockNumberProvider::current_block_number()
}

fn of_kind<T: Config>(id: OrderId, kind: AuctionKind) {
	Orders::<T>::mutate(id, |order| {
		if let Some(order) = order {
			order.auction = kind;
		}
	});
}

/// Let an order want so many replicas.
fn of_replicas<T: Config>(id: OrderId, replicas: u32) {
	Orders::<T>::mutate(id, |order| {
		if let Some(order) = order {
			order.spec.replicas = replicas as u16;
		}
	});
}

/// Put `count` sealed bids on an order, which are revealed from now on.
fn seal<T: Config>(id: OrderId, count: u32) {
	let params = Params::<T>::get();
	of_kind::<T>(id, AuctionKind::Sealed);
	for at in 0..count {
		let who = provider::<T>(at);
		let commitment = crate::commitment(PRICE, params.min_notice, 0, &[0; 32], &who, id);
		Pallet::<T>::do_commit_bid(who, id, commitment, placement()).expect("there is a seat");
	}
	let ends = now::<T>() + 1;
	fall_due_at::<T>(id, ends);
	Orders::<T>::mutate(id, |order| {
		if let Some(order) = order {
			order.state = OrderState::Revealing { ends };
		}
	});
}

/// Let an order's auction close now.
fn fall_due<T: Config>(id: OrderId) {
	fall_due_at::<T>(id, now::<T>());
}

/// Let an order's auction close at a block.
fn fall_due_at<T: Config>(id: OrderId, at: BlockNumber) {
	Orders::<T>::mutate(id, |order| {
		if let Some(order) = order {
			if let Some(old) = order.due() {
				Due::<T>::remove(old, id);
			}
			order.state = OrderState::Open { ends: at, regular: at, latest: at };
		}
	});
	Due::<T>::insert(at, id, ());
	DueCursor::<T>::put(at);
}

/// Let an order take bids below a block, which late ones move.
fn opens_until<T: Config>(id: OrderId, ends: BlockNumber) {
	fall_due_at::<T>(id, ends);
	DueCursor::<T>::put(now::<T>());
	Orders::<T>::mutate(id, |order| {
		if let Some(order) = order {
			order.state = OrderState::Open { ends, regular: ends, latest: ends + 100 };
		}
	});
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_deployment(g: Linear<1, MAX_GROUPS>) {
		let tenant = funded::<T>("tenant", 0);
		let groups = groups::<T>(g, true);
		let origin = signed_by::<T>(tenant);
		let asset = T::BenchmarkHelper::asset();

		#[extrinsic_call]
		_(origin, ManifestHash::zero(), asset, groups);

		assert_eq!(Orders::<T>::iter().count(), g as usize);
	}

	#[benchmark]
	fn create_deployment_native(g: Linear<1, MAX_GROUPS>) {
		let tenant = funded::<T>("tenant", 0);
		let groups = groups::<T>(g, true);
		let origin = signed_by::<T>(tenant);

		#[extrinsic_call]
		create_deployment(origin, ManifestHash::zero(), T::BenchmarkHelper::native(), groups);

		assert_eq!(Orders::<T>::iter().count(), g as usize);
	}

	#[benchmark]
	fn close_deployment(g: Linear<1, MAX_GROUPS>) {
		let (tenant, id, _) = deployed::<T>(g);
		let origin = signed_by::<T>(tenant);

		#[extrinsic_call]
		_(origin, id);

		assert!(!Deployments::<T>::contains_key(id));
	}

	#[benchmark]
	fn bid(m: Linear<1, MAX_PLACEMENTS>) {
		let (_, _, orders) = deployed::<T>(1);
		// Another leads the auction.
		fill::<T>(orders[0], 0, 1);
		let who = provider::<T>(1);
		of_replicas::<T>(orders[0], m);
		opens_until::<T>(orders[0], now::<T>() + 1_000);
		let notice = Params::<T>::get().min_notice;
		let on = placement_on(m);
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, orders[0], PRICE / 2, on, notice, 0);

		assert_eq!(Orders::<T>::get(orders[0]).map(|order| order.bids), Some(2));
	}

	#[benchmark]
	fn displace() -> Result<(), BenchmarkError> {
		let (_, _, orders) = deployed::<T>(1);
		fill_at::<T>(orders[0], 0, MAX_BIDS, MAX_PLACEMENTS, 0);
		let who = provider::<T>(MAX_BIDS);

		#[block]
		{
			Pallet::<T>::displace_worst(orders[0], &who, PRICE / 2)?;
		}

		assert_eq!(Bids::<T>::iter_prefix(orders[0]).count(), MAX_BIDS as usize - 1);
		Ok(())
	}

	#[benchmark]
	fn move_end() {
		let (_, _, orders) = deployed::<T>(1);
		opens_until::<T>(orders[0], now::<T>() + 1);
		let mut order = Orders::<T>::get(orders[0]).expect("it is there");
		let params = Params::<T>::get();

		#[block]
		{
			Pallet::<T>::adjust_end(orders[0], &mut order, &params);
		}

		assert!(Due::<T>::contains_key(order.due().expect("it is open"), orders[0]));
	}

	#[benchmark]
	fn withdraw_bid(b: Linear<0, MAX_BIDS>) {
		let (_, _, orders) = deployed::<T>(1);
		fill::<T>(orders[0], 0, b + 1);
		let leader = account("provider", b, 0);
		let origin = signed_by::<T>(leader);

		#[extrinsic_call]
		_(origin, orders[0]);

		assert_eq!(Orders::<T>::get(orders[0]).map(|order| order.bids), Some(b));
	}

	#[benchmark]
	fn close_order() {
		let (tenant, _, orders) = deployed::<T>(1);
		let origin = signed_by::<T>(tenant);

		#[extrinsic_call]
		_(origin, orders[0]);

		assert!(!Orders::<T>::contains_key(orders[0]));
	}

	#[benchmark]
	fn commit_bid(m: Linear<1, MAX_PLACEMENTS>) {
		let (_, _, orders) = deployed::<T>(1);
		of_kind::<T>(orders[0], AuctionKind::Sealed);
		of_replicas::<T>(orders[0], m);
		let who = provider::<T>(0);
		let on = placement_on(m);
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, orders[0], H256::zero(), on);

		assert_eq!(Orders::<T>::get(orders[0]).map(|order| order.sealed), Some(1));
	}

	#[benchmark]
	fn reveal_bid() {
		let (_, _, orders) = deployed::<T>(1);
		seal::<T>(orders[0], 1);
		let who: T::AccountId = account("provider", 0, 0);
		let notice = Params::<T>::get().min_notice;
		let origin = signed_by::<T>(who);

		#[extrinsic_call]
		_(origin, orders[0], PRICE, notice, 0, [0; 32]);

		assert_eq!(Orders::<T>::get(orders[0]).map(|order| order.bids), Some(1));
	}

	#[benchmark]
	fn pick_bid() {
		let (tenant, _, orders) = deployed::<T>(1);
		fill::<T>(orders[0], 0, 1);
		of_kind::<T>(orders[0], AuctionKind::Choice);
		fall_due_at::<T>(orders[0], now::<T>() + 1);
		let who: T::AccountId = account("provider", 0, 0);
		let origin = signed_by::<T>(tenant);

		#[extrinsic_call]
		_(origin, orders[0], who);

		let state = Orders::<T>::get(orders[0]).map(|order| order.state);
		assert!(matches!(state, Some(OrderState::Choosing { picked: Some(_), .. })));
	}

	#[benchmark]
	fn deposit_to_deployment(g: Linear<1, MAX_GROUPS>) -> Result<(), BenchmarkError> {
		let (tenant, id, orders) = deployed::<T>(g);
		let who = provider::<T>(0);
		for order in &orders {
			lease::<T>(*order, &who);
		}
		T::BenchmarkHelper::serve(&who, USED_UP);

		// The one depositor that all the accounts have.
		let origin = signed_by::<T>(tenant);

		#[extrinsic_call]
		_(origin, id, DEPOSIT);

		Ok(())
	}

	#[benchmark]
	fn set_params() -> Result<(), BenchmarkError> {
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let params = MarketParams { max_rounds: 1, ..Default::default() };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, params.clone());

		assert_eq!(Params::<T>::get(), params);
		Ok(())
	}

	#[benchmark]
	fn close_auction(b: Linear<0, MAX_BIDS>) {
		let (_, _, orders) = deployed::<T>(1);
		fill::<T>(orders[0], 0, b);
		fall_due::<T>(orders[0]);

		#[block]
		{
			Due::<T>::remove(now::<T>(), orders[0]);
			Pallet::<T>::work_off(orders[0]);
		}

		assert!(Bids::<T>::iter_prefix(orders[0]).next().is_none());
		// What has no bids goes on the agenda again.
		assert_eq!(OpenOrders::<T>::get(), u32::from(b == 0));
	}

	#[benchmark]
	fn next_part() {
		let (_, _, orders) = deployed::<T>(1);
		fall_due::<T>(orders[0]);

		#[block]
		{
			Pallet::<T>::most_for(&orders[0]);
			Due::<T>::remove(now::<T>(), orders[0]);
			Pallet::<T>::work_off(orders[0]);
		}

		assert_eq!(Orders::<T>::get(orders[0]).map(|order| order.rounds), Some(1));
	}

	#[benchmark]
	fn award_bid() {
		let (_, _, orders) = deployed::<T>(1);
		fill::<T>(orders[0], 0, 1);
		fall_due::<T>(orders[0]);

		#[block]
		{
			Pallet::<T>::most_for(&orders[0]);
			Due::<T>::remove(now::<T>(), orders[0]);
			Pallet::<T>::work_off(orders[0]);
		}

		let state = Orders::<T>::get(orders[0]).map(|order| order.state);
		assert!(matches!(state, Some(OrderState::Awarded { .. })));
	}

	#[benchmark]
	fn rank_bids(b: Linear<1, MAX_BIDS>) {
		let (_, _, orders) = deployed::<T>(1);
		fill_at::<T>(orders[0], 0, b, 1, 1_000);
		let ranking;

		#[block]
		{
			// With the draw, which is made of something then.
			ranking = Pallet::<T>::drawn_ranking(orders[0]);
			Pallet::<T>::needs_draw(&ranking);
		}

		assert_eq!(ranking.len(), b as usize);
	}

	#[benchmark]
	fn compare_bids(b: Linear<1, MAX_BIDS>) {
		let (_, _, orders) = deployed::<T>(1);
		fill_at::<T>(orders[0], 0, b, 1, 0);
		let bids: Vec<_> = Bids::<T>::iter_prefix(orders[0]).collect();
		let ranks: Vec<_>;

		#[block]
		{
			// Once to sort them, once more to see whether it takes a draw.
			ranks = bids
				.iter()
				.chain(&bids)
				.map(|(who, one)| Pallet::<T>::rank(orders[0], who, one.price, &[]))
				.collect();
		}

		assert_eq!(ranks.len(), 2 * b as usize);
	}

	#[benchmark]
	fn release_bid(m: Linear<1, MAX_PLACEMENTS>) -> Result<(), BenchmarkError> {
		let (_, _, orders) = deployed::<T>(1);
		fill_at::<T>(orders[0], 0, 1, m, 0);
		let bids: Vec<_> = Bids::<T>::iter_prefix(orders[0]).collect();

		#[block]
		{
			Pallet::<T>::release_bids(orders[0], bids)?;
		}

		assert!(Bids::<T>::iter_prefix(orders[0]).next().is_none());
		Ok(())
	}

	#[benchmark]
	fn forfeit_sealed(b: Linear<1, MAX_BIDS>) {
		let (_, _, orders) = deployed::<T>(1);
		seal::<T>(orders[0], b);
		let at = now::<T>();
		Orders::<T>::mutate(orders[0], |order| {
			if let Some(order) = order {
				order.state = OrderState::Revealing { ends: at };
			}
		});

		#[block]
		{
			Pallet::<T>::work_off(orders[0]);
		}

		assert!(SealedBids::<T>::iter_prefix(orders[0]).next().is_none());
	}

	#[benchmark]
	fn wind_up(b: Linear<0, MAX_BIDS>) {
		let (_, _, orders) = deployed::<T>(1);
		fill::<T>(orders[0], 0, b);
		if let Some(order) = Orders::<T>::get(orders[0]) {
			Pallet::<T>::begin_closing(orders[0], order, CloseCause::Expired);
		}

		#[block]
		{
			Pallet::<T>::work_off(orders[0]);
		}

		assert!(!Orders::<T>::contains_key(orders[0]));
	}

	#[benchmark]
	fn due_bucket() {
		let at = now::<T>();
		DueCursor::<T>::put(at);
		let mut meter = frame_support::weights::WeightMeter::new();

		#[block]
		{
			Pallet::<T>::work_off_due(&mut meter);
		}

		assert_eq!(DueCursor::<T>::get(), at + 1);
	}

	#[benchmark]
	fn on_verdict() {
		let (_, _, orders) = deployed::<T>(1);
		fill::<T>(orders[0], 0, 1);

		#[block]
		{
			Pallet::<T>::on_verdict(Subject::Order(orders[0]), Verdict::Approved);
		}

		assert!(Orders::<T>::get(orders[0]).is_some_and(|order| order.due().is_some()));
	}

	#[benchmark]
	fn take_offer() -> Result<(), BenchmarkError> {
		let (id, taking, taken) = taken::<T>(T::BenchmarkHelper::asset())?;

		#[block]
		{
			order::<T>(id, taking, taken)?;
		}

		assert_awarded::<T>(id);
		Ok(())
	}

	#[benchmark]
	fn take_offer_native() -> Result<(), BenchmarkError> {
		let (id, taking, taken) = taken::<T>(T::BenchmarkHelper::native())?;

		#[block]
		{
			order::<T>(id, taking, taken)?;
		}

		assert_awarded::<T>(id);
		Ok(())
	}

	#[benchmark]
	fn on_started() {
		let (order, _) = awarded::<T>();

		#[block]
		{
			Pallet::<T>::on_started(order);
		}

		let state = Orders::<T>::get(order).map(|order| order.state);
		assert!(matches!(state, Some(OrderState::Leased { .. })));
	}

	#[benchmark]
	fn on_ended() {
		let (order, _) = awarded::<T>();

		#[block]
		{
			Pallet::<T>::on_ended(order, CloseReason::Tenant);
		}

		assert!(!Orders::<T>::contains_key(order));
		assert_eq!(Deployments::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn on_lease() {
		let (order, who) = awarded::<T>();
		let reason = DeclineReason::Declined { code: 0 };

		#[block]
		{
			Pallet::<T>::on_declined(order, &who, reason);
		}

		assert_eq!(Orders::<T>::get(order).map(|order| order.rounds), Some(1));
	}

	#[benchmark]
	fn relist() {
		let (tenant, deployment, orders) = deployed::<T>(1);
		let who = provider::<T>(0);
		lease::<T>(orders[0], &who);
		let terms = LeaseTerms {
			id: orders[0],
			deployment,
			group: 0,
			asset: T::BenchmarkHelper::asset(),
			tenant,
			provider: who,
			price: PRICE,
			resources: resources(),
			replicas: REPLICAS,
			manifest: ManifestHash::zero(),
			collateral: 0,
			notice: Params::<T>::get().min_notice,
			grace: 0,
		};
		let successor;
		#[block]
		{
			successor = Pallet::<T>::relist(&terms);
		}

		assert!(successor.is_some_and(|id| Orders::<T>::contains_key(id)));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::TestExt::new().build(), crate::mock::Test);
}
