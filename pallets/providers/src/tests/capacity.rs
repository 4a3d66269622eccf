//! What is free, by attribute, and what a provider has reserved for whom.

use super::*;
use leasehold_primitives::market_api::{FreeCapacity, FreeGpus, Page};

fn value(text: &str) -> Option<leasehold_primitives::AttributeValue> {
	Some(text.as_bytes().to_vec().try_into().expect("short"))
}

fn free(key: &str) -> Vec<FreeCapacity> {
	let Page { items, next } = Registry::free_capacity(key.as_bytes(), None, u32::MAX);
	assert_eq!(next, None);
	items
}

/// Register with one attribute and a shared machine.
fn provider(who: u64, key: &str, value: &str, capacity: Resources) {
	assert_ok!(Balances::transfer_allow_death(by(ALICE), who, 100_000));
	let attributes = attributes(&[(key, value)]);
	assert_ok!(Registry::register(by(who), endpoint("https://p.example"), attributes));
	assert_ok!(Registry::add_node(by(who), NodeKind::Shared, machine(capacity)));
}

#[test]
fn free_capacity_should_be_added_up_by_value() {
	TestExt::new().execute_with(|| {
		assert_eq!(free("region"), vec![]);
		let mut strong = resources(8, 32, 100);
		strong.gpus = vec![gpus("h100", Some(80), Some(GpuInterface::Sxm), 4)].try_into().unwrap();
		strong.storage.persistent_mib = 7;
		strong.storage.ram_mib = 5;
		strong.ports = 3;
		provider(10, "region", "eu", strong.clone());
		provider(11, "region", "eu", strong);
		provider(12, "region", "us", resources(2, 1, 1));
		provider(13, "tier", "1", resources(4, 1, 1));
		let mut used = resources(1, 1, 1);
		used.gpus = vec![gpus("h100", None, None, 3)].try_into().unwrap();
		assert_ok!(reserve(10, 1, used, &[(0, 1)]));
		let eu = FreeCapacity {
			value: value("eu"),
			providers: 2,
			machines: 2,
			cpu_millicores: 15_000,
			memory_mib: 63 * 1_024,
			ephemeral_mib: 199 * 1_024,
			persistent_mib: 14,
			ram_mib: 10,
			ports: 6,
			gpus: vec![FreeGpus {
				kind: gpus("h100", Some(80), Some(GpuInterface::Sxm), 1),
				units: 5,
			}],
		};
		let plain = |value, cores: u128| FreeCapacity {
			value,
			providers: 1,
			machines: 1,
			cpu_millicores: cores * 1_000,
			memory_mib: 1_024,
			ephemeral_mib: 1_024,
			..Default::default()
		};
		assert_eq!(free("region"), vec![plain(None, 4), eu, plain(value("us"), 2)]);
		let tiers: Vec<_> =
			free("tier").into_iter().map(|one| (one.value, one.providers)).collect();
		assert_eq!(tiers, vec![(None, 3), (value("1"), 1)]);
	});
}

#[test]
fn free_capacity_should_leave_out_those_who_take_no_bids_and_machines_in_use() {
	TestExt::new().execute_with(|| {
		provider(10, "region", "eu", resources(2, 2, 2));
		provider(11, "region", "eu", resources(2, 2, 2));
		assert_ok!(Registry::set_draining(by(10), true));
		// The whole of the other's machine is let.
		assert_ok!(reserve(11, 1, resources(2, 2, 2), &[(0, 1)]));
		let all = free("region");
		assert_eq!((all[0].providers, all[0].machines, all[0].cpu_millicores), (1, 0, 0));
		advance(RULES.window.blocks + 1);
		assert_eq!(free("region"), vec![]);
	});
}

#[test]
fn free_capacity_should_come_in_pages() {
	TestExt::new().execute_with(|| {
		(10..13).for_each(|who| provider(who, "region", "eu", resources(1, 1, 1)));
		let order: Vec<_> = Providers::<Test>::iter_keys().collect();
		let page = |after, limit| {
			let Page { items, next } = Registry::free_capacity(b"region", after, limit);
			(items.first().map_or(0, |sum| sum.providers), next)
		};
		assert_eq!(page(None, 2), (2, Some(order[1])));
		assert_eq!(page(Some(order[1]), 2), (1, None));
		assert_eq!(page(None, 0), (1, Some(order[0])));
		assert_eq!(page(Some(order[2]), 9), (0, None));
	});
}

#[test]
fn free_capacity_should_look_at_a_bounded_number_of_providers() {
	TestExt::new().execute_with(|| {
		let many = u64::from(MAX_ADDED_UP) + 1;
		(100..100 + many).for_each(|who| provider(who, "region", "eu", resources(1, 1, 1)));
		let page = Registry::free_capacity(b"region", None, u32::MAX);
		assert_eq!(page.items[0].providers, MAX_ADDED_UP);
		let rest = Registry::free_capacity(b"region", page.next, u32::MAX);
		assert_eq!((rest.items[0].providers, rest.next), (1, None));
	});
}

#[test]
fn reserved_for_should_list_a_providers_orders_in_pages() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		register_with_node(BOB, NodeKind::Shared);
		for order in [3, 5, 8] {
			assert_ok!(reserve(ALICE, order, resources(1, 1, 1), &[(0, 1)]));
		}
		assert_ok!(reserve(BOB, 9, resources(1, 1, 1), &[(0, 1)]));
		let whole = Registry::reserved_for(&ALICE, None, u32::MAX);
		let mut sorted = whole.items.clone();
		sorted.sort_unstable();
		assert_eq!((sorted, whole.next), (vec![3, 5, 8], None));
		let first = Registry::reserved_for(&ALICE, None, 2);
		assert_eq!((&first.items[..], first.next), (&whole.items[..2], Some(whole.items[1])));
		let rest = Registry::reserved_for(&ALICE, first.next, 2);
		assert_eq!((&rest.items[..], rest.next), (&whole.items[2..], None));
	});
}
