//! Reserving, resizing and releasing capacity.

use super::*;

fn reserved(node: u16) -> Resources {
	Nodes::<Test>::get(ALICE, node).expect("is there").reserved
}

fn gpu(units: u16) -> Resources {
	let mut resources = resources(1, 1, 1);
	let kind = gpus("h100", Some(80), Some(GpuInterface::Sxm), units);
	resources.gpus = vec![kind].try_into().expect("few kinds");
	resources
}

#[test]
fn reserve_should_take_every_replica_of_every_machine() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, machine(resources(8, 32, 100))));
		assert_ok!(reserve(ALICE, 7, resources(1, 2, 3), &[(0, 2), (1, 3)]));
		assert_eq!(reserved(0), resources(2, 4, 6));
		assert_eq!(reserved(1), resources(3, 6, 9));
		assert_eq!(Usages::<Test>::get(ALICE), Usage { reservations: 1, ..Default::default() });
		assert_eq!(
			last_event(),
			Event::Reserved {
				provider: ALICE,
				order: 7,
				per_replica: resources(1, 2, 3),
				placement: placement(&[(0, 2), (1, 3)]),
				taken: vec![resources(2, 4, 6), resources(3, 6, 9)].try_into().expect("two"),
			}
		);
	});
}

#[test]
fn reserve_should_fit_exactly_and_not_one_unit_more() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(reserve(ALICE, 1, resources(4, 16, 50), &[(0, 1)]));
		for more in [
			Resources::new(4_001, 16 * 1_024, 50 * 1_024),
			Resources::new(4_000, 16 * 1_024 + 1, 50 * 1_024),
			Resources::new(4_000, 16 * 1_024, 50 * 1_024 + 1),
		] {
			assert_noop!(reserve(ALICE, 2, more, &[(0, 1)]), Error::<Test>::InsufficientCapacity);
		}
		assert_ok!(reserve(ALICE, 2, resources(2, 8, 25), &[(0, 2)]));
		assert_eq!(reserved(0), resources(8, 32, 100));
	});
}

#[test]
fn reserve_should_never_over_commit_gpus() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let mut capacity = gpu(8);
		capacity.cpu_millicores = 64_000;
		capacity.memory_mib = 1 << 20;
		capacity.storage.ephemeral_mib = 1 << 20;
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, machine(capacity)));
		assert_ok!(reserve(ALICE, 1, gpu(3), &[(0, 2)]));
		assert_noop!(reserve(ALICE, 2, gpu(3), &[(0, 1)]), Error::<Test>::InsufficientCapacity);
		assert_ok!(reserve(ALICE, 2, gpu(2), &[(0, 1)]));
		// A model that the machine does not have.
		let mut other = gpu(1);
		other.gpus[0].model = b"a100".to_vec().try_into().expect("a short name");
		assert_noop!(reserve(ALICE, 3, other, &[(0, 1)]), Error::<Test>::InsufficientCapacity);
		assert_ok!(reserve(ALICE, 3, resources(1, 1, 1), &[(0, 1)]));
	});
}

#[test]
fn reserve_should_give_a_dedicated_machine_to_one_order() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Dedicated);
		assert_ok!(reserve(ALICE, 1, resources(1, 1, 1), &[(0, 2)]));
		assert_noop!(
			reserve(ALICE, 2, resources(1, 1, 1), &[(0, 1)]),
			Error::<Test>::InsufficientCapacity
		);
		Registry::release(&ALICE, 1);
		assert_ok!(reserve(ALICE, 2, resources(8, 32, 100), &[(0, 1)]));
	});
}

#[test]
fn reserve_should_change_nothing_when_one_machine_of_several_fails() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_noop!(
			reserve(ALICE, 1, resources(1, 1, 1), &[(0, 1), (1, 1)]),
			Error::<Test>::NodeNotFound
		);
		assert_eq!(reserved(0), Resources::default());
	});
}

#[test]
fn reserve_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		let small = || resources(1, 1, 1);
		assert_noop!(reserve(ALICE, 1, small(), &[(0, 1)]), Error::<Test>::NotFound);
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, machine(resources(8, 32, 100))));
		for wrong in [vec![], vec![(0, 0)], vec![(0, 1), (0, 1)], vec![(1, 1), (0, 1)]] {
			assert_noop!(reserve(ALICE, 1, small(), &wrong), Error::<Test>::InvalidPlacement);
		}
		for unknown in [2, 256, u16::MAX] {
			assert_noop!(reserve(ALICE, 1, small(), &[(unknown, 1)]), Error::<Test>::NodeNotFound);
		}
		for nothing in [Resources::default(), resources(0, 1, 1), gpu(0)] {
			assert_noop!(reserve(ALICE, 1, nothing, &[(0, 1)]), Error::<Test>::InvalidResources);
		}
		assert_noop!(
			reserve(ALICE, 1, Resources::new(u32::MAX, 1, 1), &[(0, 2)]),
			Error::<Test>::InsufficientCapacity
		);
		assert_ok!(reserve(ALICE, 1, small(), &[(0, 1)]));
		assert_noop!(reserve(ALICE, 1, small(), &[(1, 1)]), Error::<Test>::ReservationExists);
	});
}

#[test]
fn release_should_give_everything_back_once() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(reserve(ALICE, 1, resources(1, 2, 3), &[(0, 2)]));
		assert_ok!(reserve(ALICE, 2, resources(1, 1, 1), &[(0, 1)]));
		Registry::release(&ALICE, 1);
		assert_eq!(last_event(), Event::Released { provider: ALICE, order: 1 });
		assert_eq!(reserved(0), resources(1, 1, 1));
		let events = System::events().len();
		// Neither what is gone nor what never was.
		Registry::release(&ALICE, 1);
		Registry::release(&ALICE, 99);
		Registry::release(&BOB, 2);
		assert_eq!(System::events().len(), events);
		assert_eq!(Usages::<Test>::get(ALICE).reservations, 1);
	});
}

#[test]
fn resize_should_count_what_the_order_has_as_free() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Dedicated);
		assert_ok!(reserve(ALICE, 1, resources(4, 16, 50), &[(0, 2)]));
		assert_ok!(Registry::resize(&ALICE, 1, &resources(3, 8, 20), None));
		assert_eq!(reserved(0), resources(6, 16, 40));
		let whole = placement(&[(0, 1)]);
		assert_ok!(Registry::resize(&ALICE, 1, &resources(8, 32, 100), Some(&whole)));
		assert_eq!(reserved(0), resources(8, 32, 100));
		assert_eq!(
			last_event(),
			Event::Resized {
				provider: ALICE,
				order: 1,
				per_replica: resources(8, 32, 100),
				placement: whole,
				taken: vec![resources(8, 32, 100)].try_into().expect("one"),
			}
		);
		assert_eq!(Usages::<Test>::get(ALICE).reservations, 1);
	});
}

#[test]
fn resize_should_move_to_other_machines() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(Registry::add_node(
			by(ALICE),
			NodeKind::Dedicated,
			machine(resources(8, 32, 100))
		));
		assert_ok!(reserve(ALICE, 1, resources(8, 32, 100), &[(0, 1)]));
		let there = placement(&[(1, 1)]);
		assert_ok!(Registry::resize(&ALICE, 1, &resources(8, 32, 100), Some(&there)));
		assert_eq!(reserved(0), Resources::default());
		assert_eq!(reserved(1), resources(8, 32, 100));
	});
}

#[test]
fn resize_should_change_nothing_when_it_fails() {
	TestExt::new().execute_with(|| {
		register_with_node(ALICE, NodeKind::Shared);
		assert_ok!(reserve(ALICE, 1, resources(4, 16, 50), &[(0, 1)]));
		assert_ok!(reserve(ALICE, 2, resources(4, 16, 50), &[(0, 1)]));
		let nowhere = placement(&[(5, 1)]);
		assert_noop!(
			Registry::resize(&ALICE, 1, &resources(5, 16, 50), None),
			Error::<Test>::InsufficientCapacity
		);
		assert_noop!(
			Registry::resize(&ALICE, 1, &resources(1, 1, 1), Some(&nowhere)),
			Error::<Test>::NodeNotFound
		);
		assert_noop!(
			Registry::resize(&ALICE, 1, &Resources::default(), None),
			Error::<Test>::InvalidResources
		);
		assert_noop!(
			Registry::resize(&ALICE, 1, &resources(1, 1, 1), Some(&placement(&[]))),
			Error::<Test>::InvalidPlacement
		);
		assert_noop!(
			Registry::resize(&ALICE, 3, &resources(1, 1, 1), None),
			Error::<Test>::ReservationNotFound
		);
		assert_eq!(reserved(0), resources(8, 32, 100));
	});
}

#[test]
fn leases_should_be_counted_up_and_down() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		Registry::note_lease(&ALICE, true);
		Registry::note_lease(&ALICE, true);
		Registry::note_lease(&ALICE, false);
		assert_eq!(Usages::<Test>::get(ALICE).leases, 1);
	});
}

#[test]
#[should_panic(expected = "a lease that was not counted")]
fn leases_should_raise_an_alarm_when_one_ends_that_never_started() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		Registry::note_lease(&ALICE, false);
	});
}

#[test]
#[should_panic(expected = "a lease of an unknown provider")]
fn leases_should_raise_an_alarm_when_the_provider_is_unknown() {
	TestExt::new().execute_with(|| Registry::note_lease(&ALICE, true));
}
