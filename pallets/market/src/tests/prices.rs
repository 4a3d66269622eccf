use crate::{mock::*, Pallet, RecentAward, RecentAwards, MAX_RECENT};
use frame_support::{assert_ok, BoundedVec};
use leasehold_primitives::{runtime_api::Quote, AssetId, Balance, GpuUnits, GroupSpec, Resources};

fn note(cpu: u32, price: Balance) {
	let resources = Resources::new(cpu, 1, 1);
	let spec = GroupSpec { resources, replicas: 1, ..spec() };
	Market::note_award(&AssetId::Native, &spec, price);
}

fn with_gpu(mut spec: GroupSpec<AccountId>, model: &[u8]) -> GroupSpec<AccountId> {
	let gpu = GpuUnits {
		vendor: BoundedVec::truncate_from(b"nvidia".to_vec()),
		model: BoundedVec::truncate_from(model.to_vec()),
		memory_mib: None,
		interface: None,
		units: 1,
	};
	spec.resources.gpus = BoundedVec::truncate_from(vec![gpu]);
	spec
}

#[test]
fn quote_should_be_empty_when_nothing_was_awarded() {
	TestExt::new().execute_with(|| {
		assert_eq!(Pallet::<Test>::quote(&spec(), &AssetId::Native), Quote::default());
	});
}

#[test]
fn quote_should_scale_recent_awards_by_cpu() {
	TestExt::new().execute_with(|| {
		// The group has 2,000 millicores.
		note(1_000, 300);
		note(4_000, 1_000);
		note(2_000, 800);
		let quote = Pallet::<Test>::quote(&spec(), &AssetId::Native);
		assert_eq!(
			quote,
			Quote {
				price: Some(500),
				recent_low: Some(500),
				recent_average: Some((600 + 500 + 800) / 3),
				samples: 3,
				eligible: 0,
			}
		);
		let other = Pallet::<Test>::quote(&spec(), &AssetId::WithId(1));
		assert_eq!(other, Quote::default());
	});
}

#[test]
fn quote_should_compare_only_the_same_gpu_models() {
	TestExt::new().execute_with(|| {
		note(2_000, 800);
		Market::note_award(&AssetId::Native, &with_gpu(spec(), b"h100"), 90_000);
		let price = |spec| Pallet::<Test>::quote(&spec, &AssetId::Native).price;
		assert_eq!(price(spec()), Some(800));
		assert_eq!(price(with_gpu(spec(), b"h100")), Some(90_000));
		assert_eq!(price(with_gpu(spec(), b"a100")), None);
	});
}

#[test]
fn quote_should_not_overflow_when_prices_are_huge() {
	TestExt::new().execute_with(|| {
		note(2_000, Balance::MAX);
		note(2_000, Balance::MAX);
		note(1, Balance::MAX);
		let quote = Pallet::<Test>::quote(&spec(), &AssetId::Native);
		// The third would be beyond what a balance can say.
		assert_eq!((quote.recent_average, quote.samples), (Some(Balance::MAX), 2));
		let mut huge = spec();
		huge.resources.cpu_millicores = u32::MAX;
		assert_eq!(Pallet::<Test>::quote(&huge, &AssetId::Native), Quote::default());
	});
}

#[test]
fn recent_awards_should_keep_the_latest() {
	TestExt::new().execute_with(|| {
		for price in 1..=Balance::from(MAX_RECENT) + 2 {
			note(1_000, price);
		}
		let recent = RecentAwards::<Test>::get(AssetId::Native);
		assert_eq!(recent.len(), MAX_RECENT as usize);
		assert_eq!(recent.first().map(|award| award.price), Some(3));
		assert_eq!(recent.last().map(|award| award.price), Some(18));
	});
}

#[test]
fn recent_awards_should_note_an_award_when_it_is_confirmed() {
	TestExt::new().execute_with(|| {
		let id = awarded_order();
		assert!(RecentAwards::<Test>::get(AssetId::Native).is_empty());
		advance(2);
		confirm(id);
		let resources = spec().total().expect("it fits");
		assert_eq!(
			RecentAwards::<Test>::get(AssetId::Native).to_vec(),
			vec![RecentAward { resources, price: 9_000, block: 23 }]
		);
	});
}

#[test]
fn highest_bid_should_be_what_a_bid_is_measured_by() {
	TestExt::new().execute_with(|| {
		let highest = Pallet::<Test>::highest_bid;
		assert_eq!(highest(0), None);
		let id = open_order();
		assert_eq!(highest(id), Some(spec().max_price));
		assert_ok!(bid(PROVIDER, id, 5_000));
		assert_eq!(highest(id), Some(4_500));
		advance_to(21);
		assert_eq!(highest(id), None);
	});
}
