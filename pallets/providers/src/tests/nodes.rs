//! Adding, changing and removing machines.

use super::*;
use leasehold_primitives::MAX_NODES;

/// The bond for 8 cores, 32 GiB of memory and 100 GiB of storage.
const PART: u128 = 8 * 100 + 32 * 10 + 7;

fn with_gpus(mut resources: Resources, list: &[(&str, u16)]) -> Resources {
	let gpus =
		list.iter().map(|(model, units)| gpus(model, Some(80), Some(GpuInterface::Sxm), *units));
	resources.gpus = gpus.collect::<Vec<_>>().try_into().expect("few models");
	resources
}

#[test]
fn add_node_should_raise_the_bond_by_its_capacity() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let capacity = resources(8, 32, 100);
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, machine(capacity.clone())));
		assert_eq!(held(ALICE), RATES.base + PART);
		assert_eq!(
			last_event(),
			Event::NodeAdded {
				provider: ALICE,
				node: 0,
				kind: NodeKind::Shared,
				machine: machine(capacity.clone()),
				bond: RATES.base + PART,
			}
		);
		let with = with_gpus(capacity, &[("a100", 2), ("h100", 8)]);
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Dedicated, machine(with)));
		assert_eq!(held(ALICE), RATES.base + 2 * PART + 10 * 500);
		let node = Nodes::<Test>::get(ALICE, 1).expect("added");
		assert_eq!((node.kind, node.uses, node.bond), (NodeKind::Dedicated, 0, PART + 5_000));
	});
}

#[test]
fn bond_should_round_each_part_up() {
	// One millicore, one MiB and one MiB cost a whole unit each.
	assert_eq!(RATES.of(&Resources::new(1, 1, 1)), Some(3));
	assert_eq!(RATES.of(&Resources::new(1_001, 1_025, 102_401)), Some(101 + 11 + 8));
	assert_eq!(RATES.of(&Resources::new(1_000, 1_024, 102_400)), Some(100 + 10 + 7));
	let dear = BondRates { per_core: u128::MAX, ..RATES };
	assert_eq!(dear.of(&Resources::new(1_000, 1_024, 102_400)), None);
	assert_eq!(dear.of(&Resources::new(1_001, 1, 1)), None);
}

#[test]
fn add_node_should_use_the_lowest_free_index() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for _ in 0..3 {
			assert_ok!(Registry::add_node(
				by(ALICE),
				NodeKind::Shared,
				machine(resources(1, 1, 1))
			));
		}
		assert_ok!(Registry::remove_node(by(ALICE), 1));
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Dedicated, machine(resources(1, 1, 1))));
		let set = Providers::<Test>::get(ALICE).expect("registered").nodes;
		assert_eq!(set.iter().collect::<Vec<_>>(), [0, 1, 2]);
		assert_eq!(Nodes::<Test>::get(ALICE, 1).expect("added").kind, NodeKind::Dedicated);
	});
}

#[test]
fn add_node_should_fail_when_there_are_as_many_as_may_be() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for _ in 0..MAX_NODES {
			assert_ok!(Registry::add_node(
				by(ALICE),
				NodeKind::Shared,
				machine(resources(1, 1, 1))
			));
		}
		assert_noop!(
			Registry::add_node(by(ALICE), NodeKind::Shared, machine(resources(1, 1, 1))),
			Error::<Test>::TooManyNodes
		);
		assert_eq!(Providers::<Test>::get(ALICE).expect("registered").nodes.len(), MAX_NODES);
		assert_ok!(Registry::remove_node(by(ALICE), 255));
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, machine(resources(1, 1, 1))));
		assert!(Nodes::<Test>::contains_key(ALICE, 255));
		// So many machines go at once.
		assert_ok!(Registry::deregister(by(ALICE)));
	});
}

#[test]
fn add_node_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		let add = |who, capacity| Registry::add_node(by(who), NodeKind::Shared, machine(capacity));
		assert_noop!(
			Registry::add_node(
				RuntimeOrigin::root(),
				NodeKind::Shared,
				machine(resources(1, 1, 1))
			),
			BadOrigin
		);
		assert_noop!(add(ALICE, resources(1, 1, 1)), Error::<Test>::NotFound);
		register(ALICE);
		for bad in [
			resources(0, 1, 1),
			resources(1, 0, 1),
			resources(1, 1, 0),
			with_gpus(resources(1, 1, 1), &[("h100", 0)]),
			with_gpus(resources(1, 1, 1), &[("", 1)]),
			with_gpus(resources(1, 1, 1), &[("h100", 1), ("h100", 1)]),
			with_gpus(resources(1, 1, 1), &[("h100", 1), ("a100", 1)]),
		] {
			assert_noop!(add(ALICE, bad), Error::<Test>::InvalidResources);
		}
		assert_noop!(
			add(ALICE, Resources::new(u32::MAX, u64::MAX, u64::MAX)),
			Error::<Test>::InsufficientFunds
		);
	});
}

#[test]
fn add_node_should_fail_when_the_bond_overflows() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let bond = BondRates { per_core: u128::MAX / 2, ..RATES };
		let params = Params { bond, ..params() };
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		assert_noop!(
			Registry::add_node(by(ALICE), NodeKind::Shared, machine(resources(3, 1, 1))),
			ArithmeticError::Overflow
		);
	});
}

#[test]
fn update_node_should_move_the_bond_both_ways() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(Registry::update_node(by(ALICE), 0, machine(resources(16, 64, 200))));
		assert_eq!(held(ALICE), RATES.base + 2 * PART);
		assert_ok!(Registry::update_node(by(ALICE), 0, machine(resources(1, 1, 100))));
		assert_eq!(held(ALICE), RATES.base + 117);
		assert_eq!(
			last_event(),
			Event::NodeUpdated {
				provider: ALICE,
				node: 0,
				machine: machine(resources(1, 1, 100)),
				bond: RATES.base + 117,
			}
		);
	});
}

#[test]
fn update_node_should_charge_by_the_present_rates() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		let bond = BondRates { per_core: 200, ..RATES };
		let params = Params { bond, ..params() };
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		assert_eq!(held(ALICE), RATES.base + PART);
		assert_ok!(Registry::update_node(by(ALICE), 0, machine(resources(8, 32, 100))));
		assert_eq!(held(ALICE), RATES.base + PART + 800);
	});
}

#[test]
fn update_node_should_reach_exactly_what_is_reserved() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(reserve(ALICE, 1, resources(2, 4, 10), &[(0, 2)]));
		for less in [resources(3, 8, 20), resources(4, 7, 20), resources(4, 8, 19)] {
			assert_noop!(
				Registry::update_node(by(ALICE), 0, machine(less)),
				Error::<Test>::BelowReserved
			);
		}
		assert_ok!(Registry::update_node(by(ALICE), 0, machine(resources(4, 8, 20))));
		assert_noop!(
			reserve(ALICE, 2, Resources::new(1, 1, 1), &[(0, 1)]),
			Error::<Test>::InsufficientCapacity
		);
	});
}

#[test]
fn update_node_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		assert_noop!(
			Registry::update_node(RuntimeOrigin::none(), 0, machine(resources(1, 1, 1))),
			BadOrigin
		);
		assert_noop!(
			Registry::update_node(by(ALICE), 0, machine(resources(1, 1, 1))),
			Error::<Test>::NotFound
		);
		register_with_node(ALICE, NodeKind::Dedicated);
		for unknown in [1, 255, 256, u16::MAX] {
			assert_noop!(
				Registry::update_node(by(ALICE), unknown, machine(resources(1, 1, 1))),
				Error::<Test>::NodeNotFound
			);
		}
		assert_noop!(
			Registry::update_node(by(ALICE), 0, machine(resources(0, 1, 1))),
			Error::<Test>::InvalidResources
		);
		assert_noop!(
			Registry::update_node(
				by(ALICE),
				0,
				machine(Resources::new(u32::MAX, u64::MAX, u64::MAX))
			),
			Error::<Test>::InsufficientFunds
		);
		assert_ok!(reserve(ALICE, 1, resources(1, 1, 1), &[(0, 1)]));
		assert_noop!(
			Registry::update_node(by(ALICE), 0, machine(resources(16, 64, 200))),
			Error::<Test>::NodeInUse
		);
	});
}

#[test]
fn remove_node_should_release_its_part_of_the_bond() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(Registry::remove_node(by(ALICE), 0));
		assert_eq!(held(ALICE), RATES.base);
		assert_eq!(last_event(), Event::NodeRemoved { provider: ALICE, node: 0, bond: RATES.base });
		assert!(!Nodes::<Test>::contains_key(ALICE, 0));
	});
}

#[test]
fn remove_node_should_fail_when_unknown_or_reserved() {
	TestExt::new().execute_with(|| {
		assert_noop!(Registry::remove_node(RuntimeOrigin::root(), 0), BadOrigin);
		assert_noop!(Registry::remove_node(by(ALICE), 0), Error::<Test>::NotFound);
		register_with_node(ALICE, NodeKind::Shared);
		assert_noop!(Registry::remove_node(by(ALICE), 1), Error::<Test>::NodeNotFound);
		assert_ok!(reserve(ALICE, 1, resources(1, 1, 1), &[(0, 1)]));
		assert_noop!(Registry::remove_node(by(ALICE), 0), Error::<Test>::NodeInUse);
		Registry::release(&ALICE, 1);
		assert_ok!(Registry::remove_node(by(ALICE), 0));
		assert_noop!(Registry::remove_node(by(ALICE), 0), Error::<Test>::NodeNotFound);
	});
}
