//! Who could host a group.

use super::*;

fn eligible(replicas: u16, after: Option<u64>, limit: u32) -> (Vec<u64>, Option<u64>) {
	Registry::eligible_page(&GroupSpec::new(resources(1, 1, 1), replicas, 1), after, limit)
}

fn find_placement(
	who: u64,
	one: &Resources,
	replicas: u16,
) -> Option<leasehold_primitives::Placement> {
	Registry::find_placement(&who, &GroupSpec::new(one.clone(), replicas, 1))
}

/// Register so many providers, each with a machine for eight replicas; returns them in the order
/// of storage.
fn crowd(count: u64) -> Vec<u64> {
	for who in 100..100 + count {
		assert_ok!(Balances::transfer_allow_death(by(ALICE), who, 100_000));
		register_with_node(who, NodeKind::Shared);
	}
	Providers::<Test>::iter_keys().collect()
}

#[test]
fn search_should_find_those_that_are_eligible_and_have_room() {
	TestExt::new().execute_with(|| {
		let all = crowd(4);
		assert_eq!(eligible(8, None, 256), (all.clone(), None));
		assert_eq!(eligible(9, None, 256), (vec![], None));
		assert_ok!(Registry::set_draining(by(all[0]), true));
		assert_ok!(reserve(all[1], 1, resources(1, 1, 1), &[(0, 1)]));
		assert_eq!(eligible(8, None, 256), (all[2..].to_vec(), None));
		assert_eq!(eligible(7, None, 256), (all[1..].to_vec(), None));
		let requirements = requires(&[("region", "us/*")], &[], &[]);
		let spec = GroupSpec { requirements, ..GroupSpec::new(resources(1, 1, 1), 1, 1) };
		let list = Registry::eligible_providers(&spec, None, 256);
		assert_eq!(list, Vec::<u64>::new());
	});
}

#[test]
fn search_should_go_on_where_the_last_page_ended() {
	TestExt::new().execute_with(|| {
		let all = crowd(5);
		assert_eq!(eligible(1, None, 0), (vec![], None));
		assert_eq!(eligible(1, None, 2), (all[..2].to_vec(), Some(all[1])));
		assert_eq!(eligible(1, Some(all[1]), 2), (all[2..4].to_vec(), Some(all[3])));
		assert_eq!(eligible(1, Some(all[3]), 2), (all[4..].to_vec(), None));
		assert_eq!(eligible(1, Some(all[4]), 2), (vec![], None));
	});
}

#[test]
fn placement_should_prefer_one_machine_and_else_the_roomiest() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for cores in [2, 8, 4] {
			assert_ok!(Registry::add_node(
				by(ALICE),
				NodeKind::Shared,
				machine(resources(cores, 64, 64))
			));
		}
		let one = resources(1, 1, 1);
		let find = |replicas| find_placement(ALICE, &one, replicas);
		assert_eq!(find(1), Some(placement(&[(0, 1)])));
		assert_eq!(find(5), Some(placement(&[(1, 5)])));
		assert_eq!(find(10), Some(placement(&[(1, 8), (2, 2)])));
		assert_eq!(find(14), Some(placement(&[(0, 2), (1, 8), (2, 4)])));
		assert_eq!(find(15), None);
		assert_eq!(find(0), None);
		assert_eq!(find_placement(ALICE, &Resources::default(), 1), None);
		assert_eq!(find_placement(BOB, &one, 1), None);
		// What is found can be reserved.
		assert_ok!(reserve(ALICE, 1, one.clone(), &find(14).expect("fits")));
		assert_eq!(find(1), None);
	});
}

#[test]
fn placement_should_span_as_many_machines_as_a_bid_may() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for _ in 0..9 {
			assert_ok!(Registry::add_node(
				by(ALICE),
				NodeKind::Shared,
				machine(resources(2, 2, 2))
			));
		}
		let one = resources(1, 1, 1);
		let eight = (0..8).map(|node| (node, 2)).collect::<Vec<_>>();
		assert_eq!(find_placement(ALICE, &one, 16), Some(placement(&eight)));
		assert_eq!(find_placement(ALICE, &one, 17), None);
	});
}

#[test]
fn room_should_be_none_on_a_dedicated_machine_in_use() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Dedicated);
		let one = resources(1, 1, 1);
		let room = || Nodes::<Test>::get(ALICE, 0).expect("added").room(&one, u16::MAX);
		assert_eq!(room(), 8);
		assert_ok!(reserve(ALICE, 1, one.clone(), &[(0, 1)]));
		assert_eq!(room(), 0);
	});
}
