//! The market as it is read.

use crate::{mock::*, view::MAX_EXAMINED, AuctionKind, Error, NextOrderId};
use frame_support::{assert_ok, storage::with_transaction};
use leasehold_primitives::{
	market_api::{BidTerms, ClassPrices, OrderStage, Page, TenantOrder},
	AssetId, Balance, CloseReason, GpuUnits, GroupSpec, OrderId, Resources, MAX_BIDS,
};
use sp_runtime::{DispatchError, DispatchResult, TransactionOutcome};

fn open_orders(before: Option<OrderId>, limit: u32) -> (Vec<OrderId>, Option<OrderId>) {
	let Page { items, next } = Market::open_orders_below(before, limit);
	(items.into_iter().map(|(id, _)| id).collect(), next)
}

#[test]
fn open_orders_should_be_listed_newest_first_and_in_pages() {
	TestExt::new().execute_with(|| {
		assert_eq!(open_orders(None, 9), (vec![], None));
		for _ in 0..5 {
			order();
		}
		approve(1);
		reject(3);
		assert_eq!(open_orders(None, 9), (vec![4, 2, 1, 0], None));
		assert_eq!(open_orders(None, 2), (vec![4, 2], Some(2)));
		assert_eq!(open_orders(Some(2), 2), (vec![1, 0], None));
		// None at all would be no page.
		assert_eq!(open_orders(Some(2), 0), (vec![1], Some(1)));
		assert_eq!(open_orders(Some(0), 9), (vec![], None));
		assert_eq!(open_orders(Some(OrderId::MAX), 1), (vec![4], Some(4)));
	});
}

#[test]
fn open_orders_should_look_at_a_bounded_number_when_most_are_gone() {
	TestExt::new().execute_with(|| {
		order();
		// As if that many had come and gone.
		NextOrderId::<Test>::put(2_000);
		let (items, next) = open_orders(None, 9);
		assert_eq!((items, next), (vec![], Some(2_000 - u64::from(MAX_EXAMINED))));
		assert_eq!(open_orders(next, 9), (vec![0], None));
	});
}

/// What a bid fails with, were it made.
fn dry_bid(who: AccountId, id: OrderId) -> DispatchResult {
	with_transaction(|| TransactionOutcome::Rollback(bid(who, id, 5_000)))
}

fn may_bid(who: AccountId, id: OrderId) -> DispatchResult {
	Market::ensure_no_obstacle(id, &stored(id), &who)
}

#[test]
fn obstacle_should_be_the_error_that_a_bid_meets() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		let expect = |who, error: Option<DispatchError>| {
			assert_eq!(may_bid(who, id).err(), error);
			assert_eq!(dry_bid(who, id).err(), error);
		};
		expect(PROVIDER, None);
		expect(TENANT, Some(Error::<Test>::OwnOrder.into()));
		expect(OTHER, Some(DispatchError::Other("not a provider")));
		MockProviders::bar(PROVIDER + 1);
		expect(PROVIDER + 1, Some(DispatchError::Other("barred")));
		// One that bids may bid again, from the collateral that it has on hold.
		assert_ok!(bid(PROVIDER, id, 9_000));
		crate::Params::<Test>::mutate(|params| params.collateral = ENDOWMENT - ED);
		expect(PROVIDER, None);
		crate::Params::<Test>::mutate(|params| params.collateral = ENDOWMENT - ED + 1);
		expect(PROVIDER + 2, Some(Error::<Test>::InsufficientCollateral.into()));
		crate::Params::<Test>::put(params());
		System::set_block_number(ends(id));
		expect(PROVIDER, Some(Error::<Test>::AuctionEnded.into()));
		System::set_block_number(ends(id) - 1);
		advance(1);
		expect(PROVIDER + 2, Some(Error::<Test>::AlreadyAwarded.into()));
		decline(id);
		expect(PROVIDER, Some(Error::<Test>::Excluded.into()));
		expect(PROVIDER + 2, None);
		assert_ok!(Market::close_order(RuntimeOrigin::signed(TENANT), id));
		let id = order();
		reject(id);
		assert_eq!(may_bid(PROVIDER, id), Err(Error::<Test>::AlreadyClosing.into()));
		advance(1);
	});
}

#[test]
fn bids_should_be_listed_with_their_terms_lowest_first() {
	TestExt::new().execute_with(|| {
		let id = open_order();
		assert_eq!(Market::bids_on(id), vec![]);
		assert_ok!(bid(PROVIDER + 1, id, 9_000));
		assert_ok!(bid_with(PROVIDER, id, 8_000, place(&[(0, 1), (3, 1)]), 11, 21));
		let bids = Market::bids_on(id);
		let listed: Vec<_> = bids.iter().map(|bid| (bid.provider, bid.terms)).collect();
		let terms = |price, notice, grace| Some(BidTerms { price, notice, grace });
		assert_eq!(
			listed,
			vec![(PROVIDER, terms(8_000, 11, 21)), (PROVIDER + 1, terms(9_000, 10, 20))]
		);
		assert_eq!(bids[0].placement, place(&[(0, 1), (3, 1)]));
		assert_eq!(bids[0].collateral, params().collateral);
		assert_eq!(Market::bids_on(77), vec![]);
	});
}

#[test]
fn sealed_bids_should_be_listed_without_their_terms_until_they_are_revealed() {
	TestExt::new().execute_with(|| {
		let id = open_order_of(AuctionKind::Sealed);
		assert_ok!(commit(PROVIDER, id, 9_000));
		assert_ok!(commit(PROVIDER + 1, id, 8_000));
		let terms = || Market::bids_on(id).into_iter().map(|bid| bid.terms).collect::<Vec<_>>();
		assert_eq!(terms(), vec![None, None]);
		// A commitment may be replaced from the collateral that it has on hold.
		crate::Params::<Test>::mutate(|params| params.collateral = ENDOWMENT - ED);
		assert_ok!(may_bid(PROVIDER, id));
		crate::Params::<Test>::put(params());
		advance_to(ends(id));
		assert_eq!(stored(id).state.stage(), OrderStage::Revealing);
		assert_eq!(may_bid(PROVIDER + 2, id), Err(Error::<Test>::AuctionEnded.into()));
		assert_ok!(reveal(PROVIDER, id, 9_000));
		let price = |terms: Option<BidTerms>| terms.map(|terms| terms.price);
		assert_eq!(terms().into_iter().map(price).collect::<Vec<_>>(), vec![Some(9_000), None]);
	});
}

#[test]
fn full_book_of_sealed_bids_should_be_an_obstacle_to_others() {
	TestExt::new().execute_with(|| {
		let id = open_order_of(AuctionKind::Sealed);
		for at in 0..u64::from(MAX_BIDS) {
			assert_ok!(commit(PROVIDER + at, id, 9_000));
		}
		assert_ok!(may_bid(PROVIDER, id));
		assert_eq!(may_bid(PROVIDER + 70, id), Err(Error::<Test>::BookFull.into()));
	});
}

#[test]
fn orders_of_a_tenant_should_be_listed_by_deployment_and_go_when_they_close() {
	TestExt::new().execute_with(|| {
		let leased = awarded_order();
		confirm(leased);
		assert_ok!(create(vec![request(), request()]));
		let awarded = awarded_order();
		approve(2);
		let all = |limit| {
			let (mut items, mut next, mut pages) = (vec![], None, 0);
			loop {
				let page = Market::orders_of(&TENANT, next, limit);
				items.extend(page.items);
				pages += 1;
				next = page.next;
				if next.is_none() {
					break;
				}
			}
			items.sort_by_key(|item: &TenantOrder| item.order);
			(items, pages)
		};
		let item = |deployment, group, order, stage| TenantOrder {
			deployment,
			group,
			order,
			stage,
			lease: None,
		};
		let expected = vec![
			item(0, 0, leased, OrderStage::Leased),
			item(1, 0, 1, OrderStage::Pending),
			item(1, 1, 2, OrderStage::Open),
			item(2, 0, awarded, OrderStage::Awarded),
		];
		assert_eq!(all(1), (expected.clone(), 3));
		assert_eq!(all(2).0, expected);
		assert_eq!(all(u32::MAX), (expected, 1));
		assert_eq!(Market::orders_of(&OTHER, None, 9), Page::default());
		end(leased, CloseReason::Tenant);
		reject(1);
		let stages: Vec<_> = all(9).0.iter().map(|item| item.stage).collect();
		assert_eq!(stages, vec![OrderStage::Closing, OrderStage::Open, OrderStage::Awarded]);
		advance(1);
		for id in [1, 2] {
			assert_ok!(Market::close_deployment(RuntimeOrigin::signed(TENANT), id));
		}
		assert_eq!(all(9).0, vec![]);
	});
}

fn note(spec: &GroupSpec<AccountId>, price: Balance) {
	Market::note_award(&AssetId::Native, spec, price);
}

fn gpu(model: &[u8], memory_mib: Option<u32>, units: u16) -> GpuUnits {
	GpuUnits {
		vendor: b"nvidia".to_vec().try_into().expect("short"),
		model: model.to_vec().try_into().expect("short"),
		memory_mib,
		interface: None,
		units,
	}
}

fn with_gpus(gpus: Vec<GpuUnits>) -> GroupSpec<AccountId> {
	let mut spec = spec();
	spec.resources.gpus = gpus.try_into().expect("few");
	spec
}

#[test]
fn recent_prices_should_be_told_by_class_and_unit() {
	TestExt::new().execute_with(|| {
		assert_eq!(Market::recent_prices(&AssetId::Native), vec![]);
		// Two replicas of one core.
		note(&spec(), 600);
		note(&GroupSpec { replicas: 8, ..spec() }, 4_000);
		// Two replicas of three GPUs of one model, in two kinds; and another model.
		note(&with_gpus(vec![gpu(b"a100", None, 1), gpu(b"a100", Some(9), 2)]), 12_000);
		note(&with_gpus(vec![gpu(b"h100", None, 1)]), 9_000);
		note(&with_gpus(vec![gpu(b"a100", None, 1)]), 3_000);
		advance(3);
		note(&spec(), 800);
		let class =
			|models: &[&[u8]], samples, [low, average, high, latest]: [Balance; 4], block| {
				let gpus = models
					.iter()
					.map(|model| (gpu(model, None, 1).vendor, gpu(model, None, 1).model));
				ClassPrices { gpus: gpus.collect(), samples, low, average, high, latest, block }
			};
		assert_eq!(
			Market::recent_prices(&AssetId::Native),
			vec![
				class(&[], 3, [300, 400, 500, 400], 4),
				class(&[b"a100"], 2, [1_500, 1_750, 2_000, 1_500], 1),
				class(&[b"h100"], 1, [4_500; 4], 1),
			]
		);
		assert_eq!(Market::recent_prices(&AssetId::WithId(1)), vec![]);
	});
}

#[test]
fn recent_prices_should_leave_out_what_cannot_be_told() {
	TestExt::new().execute_with(|| {
		let tiny = GroupSpec { resources: Resources::new(1, 1, 1), replicas: 1, ..spec() };
		note(&tiny, Balance::MAX);
		assert_eq!(Market::recent_prices(&AssetId::Native), vec![]);
		let core = GroupSpec { resources: Resources::new(1_000, 1, 1), replicas: 1, ..spec() };
		note(&core, Balance::MAX);
		note(&core, Balance::MAX);
		let prices = Market::recent_prices(&AssetId::Native);
		assert_eq!((prices[0].samples, prices[0].average), (2, Balance::MAX));
	});
}
