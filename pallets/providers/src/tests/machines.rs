//! What a group may want of the machines that it is put on.

use super::*;

fn spec(change: impl FnOnce(&mut GroupSpec<u64>)) -> GroupSpec<u64> {
	let mut spec = GroupSpec::new(resources(1, 1, 1), 2, 1);
	change(&mut spec);
	spec
}

fn put(order: u64, spec: &GroupSpec<u64>, list: &[(u16, u16)]) -> sp_runtime::DispatchResult {
	Registry::reserve(&ALICE, order, spec, &placement(list))
}

fn devices(names: &[&str]) -> Devices {
	let list = names.iter().map(|name| name.as_bytes().to_vec().try_into().expect("short"));
	list.collect::<Vec<_>>().try_into().expect("few")
}

/// Alice with machine 0 of amd64 and machine 1 of arm64, which has a device.
fn two_machines() {
	register_with_node(ALICE, NodeKind::Shared);
	let arm = Machine {
		architecture: Architecture::Arm64,
		devices: devices(&["gpu-1"]),
		..machine(resources(8, 32, 100))
	};
	assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, arm));
}

fn attest(auditor: u64, level: u8, expires: u32) {
	let devices = devices(&["gpu-1"]);
	assert_ok!(Registry::attest_machine(by(auditor), ALICE, 1, devices, level, EVIDENCE, expires));
}

#[test]
fn reserve_should_keep_distinct_replicas_apart() {
	TestExt::new().execute_with(|| {
		two_machines();
		let apart = spec(|spec| spec.distinct = true);
		assert_noop!(put(1, &apart, &[(0, 2)]), Error::<Test>::NotDistinct);
		assert_ok!(put(1, &apart, &[(0, 1), (1, 1)]));
		let together = placement(&[(0, 2)]);
		assert_noop!(
			Registry::resize(&ALICE, 1, &resources(1, 1, 1), Some(&together)),
			Error::<Test>::NotDistinct
		);
		assert_eq!(Registry::find_placement(&ALICE, &apart), Some(placement(&[(0, 1), (1, 1)])));
		let three = GroupSpec { replicas: 3, ..apart };
		assert_eq!(Registry::find_placement(&ALICE, &three), None);
	});
}

#[test]
fn reserve_should_keep_to_the_architecture() {
	TestExt::new().execute_with(|| {
		two_machines();
		let arm = spec(|spec| spec.architecture = Some(Architecture::Arm64));
		assert_noop!(put(1, &arm, &[(0, 2)]), Error::<Test>::WrongArchitecture);
		assert_ok!(put(1, &arm, &[(1, 2)]));
		assert_noop!(
			Registry::resize(&ALICE, 1, &resources(1, 1, 1), Some(&placement(&[(0, 2)]))),
			Error::<Test>::WrongArchitecture
		);
		assert_eq!(Registry::find_placement(&ALICE, &arm), Some(placement(&[(1, 2)])));
		// It is not taken from under the lease.
		let other = machine(resources(8, 32, 100));
		assert_noop!(Registry::update_node(by(ALICE), 1, other), Error::<Test>::NodeInUse);
	});
}

#[test]
fn reserve_should_store_and_give_back_the_gpus_that_it_took() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let mut capacity = resources(8, 32, 100);
		let (pcie, sxm) = (Some(GpuInterface::Pcie), Some(GpuInterface::Sxm));
		capacity.gpus = vec![gpus("h100", Some(80), pcie, 2), gpus("h100", Some(80), sxm, 4)]
			.try_into()
			.expect("two");
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, machine(capacity)));
		let any = |units| {
			spec(|spec| {
				spec.resources.gpus =
					vec![gpus("h100", None, None, units)].try_into().expect("one");
			})
		};
		let left = || Nodes::<Test>::get(ALICE, 0).expect("is there").free().gpus.into_inner();
		assert_ok!(put(1, &any(1), &[(0, 2)]));
		assert_eq!(left(), vec![gpus("h100", Some(80), sxm, 4)]);
		assert_ok!(put(2, &any(1), &[(0, 2)]));
		assert_eq!(left(), vec![gpus("h100", Some(80), sxm, 2)]);
		// The first goes: just its kind comes back, whatever would be picked by now.
		Registry::release(&ALICE, 1);
		assert_eq!(left(), vec![gpus("h100", Some(80), pcie, 2), gpus("h100", Some(80), sxm, 2)]);
		assert_noop!(put(3, &any(3), &[(0, 1)]), Error::<Test>::InsufficientCapacity);
		assert_ok!(Registry::resize(&ALICE, 2, &any(2).resources, None));
		assert_eq!(left(), vec![gpus("h100", Some(80), pcie, 2)]);
		Registry::release(&ALICE, 2);
		assert_eq!(left(), vec![gpus("h100", Some(80), pcie, 2), gpus("h100", Some(80), sxm, 4)]);
	});
}

#[test]
fn add_node_should_fail_when_devices_or_gpus_are_not_in_order() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let capacity = || resources(1, 1, 1);
		let mut open = capacity();
		open.gpus = vec![gpus("h100", None, None, 1)].try_into().expect("one");
		for bad in [
			machine(open),
			Machine { devices: devices(&[""]), ..machine(capacity()) },
			Machine { devices: devices(&["b", "a"]), ..machine(capacity()) },
			Machine { devices: devices(&["a", "a"]), ..machine(capacity()) },
		] {
			let call = Registry::add_node(by(ALICE), NodeKind::Shared, bad);
			assert_noop!(call, Error::<Test>::InvalidResources);
		}
	});
}

#[test]
fn attest_machine_should_let_it_serve_what_wants_attested_ones() {
	TestExt::new().execute_with(|| {
		two_machines();
		assert_ok!(Registry::add_auditor(RuntimeOrigin::root(), BOB));
		let wants = |all_of: &[u64], any_of: &[u64], level| {
			spec(|spec| {
				spec.requirements = requires(&[], all_of, any_of);
				spec.requirements.attested_machines = true;
				spec.requirements.min_level = level;
			})
		};
		let can = |spec: &GroupSpec<u64>| {
			assert_eq!(Registry::find_placement(&ALICE, spec), Some(placement(&[(1, 2)])));
			assert_ok!(put(9, spec, &[(1, 2)]));
			Registry::release(&ALICE, 9);
		};
		let cannot = |spec: &GroupSpec<u64>| {
			assert_eq!(Registry::find_placement(&ALICE, spec), None);
			assert_noop!(put(9, spec, &[(1, 2)]), Error::<Test>::MachineNotAttested);
		};
		cannot(&wants(&[], &[], 0));
		attest(AUDITOR, 2, 50);
		assert_eq!(
			last_event(),
			Event::MachineAttested {
				auditor: AUDITOR,
				provider: ALICE,
				node: 1,
				devices: devices(&["gpu-1"]),
				level: 2,
				evidence: EVIDENCE,
				expires: 50,
			}
		);
		can(&wants(&[], &[], 2));
		can(&wants(&[AUDITOR], &[AUDITOR, BOB], 0));
		cannot(&wants(&[], &[], 3));
		cannot(&wants(&[AUDITOR, BOB], &[], 0));
		cannot(&wants(&[], &[BOB], 0));
		// One machine of the placement is not enough.
		let both = put(9, &wants(&[], &[], 0), &[(0, 1), (1, 1)]);
		assert_noop!(both, Error::<Test>::MachineNotAttested);
		attest(BOB, 1, 50);
		can(&wants(&[AUDITOR, BOB], &[], 1));
		assert_ok!(Registry::remove_auditor(RuntimeOrigin::root(), AUDITOR));
		cannot(&wants(&[AUDITOR], &[], 0));
		can(&wants(&[], &[BOB], 0));
	});
}

#[test]
fn attestation_of_a_machine_should_stop_new_bids_and_no_lease_when_it_ends() {
	TestExt::new().execute_with(|| {
		two_machines();
		let mut wants = spec(|spec| spec.requirements.attested_machines = true);
		wants.requirements.min_level = 1;
		attest(AUDITOR, 1, 11);
		assert_ok!(put(1, &wants, &[(1, 1)]));
		advance(10);
		assert_noop!(put(2, &wants, &[(1, 1)]), Error::<Test>::MachineNotAttested);
		// The lease goes on, may grow where it is, and may not go elsewhere.
		assert_ok!(Registry::resize(&ALICE, 1, &resources(2, 2, 2), None));
		assert_noop!(
			Registry::resize(&ALICE, 1, &resources(2, 2, 2), Some(&placement(&[(0, 1)]))),
			Error::<Test>::MachineNotAttested
		);
	});
}

#[test]
fn change_of_a_machine_should_void_what_was_attested() {
	TestExt::new().execute_with(|| {
		two_machines();
		attest(AUDITOR, 1, 50);
		let same = Machine {
			architecture: Architecture::Arm64,
			devices: devices(&["gpu-1"]),
			..machine(resources(8, 32, 100))
		};
		assert_ok!(Registry::update_node(by(ALICE), 1, same));
		System::assert_has_event(
			Event::MachineAttestationsVoided { provider: ALICE, node: 1 }.into(),
		);
		assert!(!MachineAudits::<Test>::contains_key(ALICE, 1));
		attest(AUDITOR, 1, 50);
		assert_ok!(Registry::remove_node(by(ALICE), 1));
		assert!(!MachineAudits::<Test>::contains_key(ALICE, 1));
		let arm = Machine { devices: devices(&["gpu-1"]), ..machine(resources(1, 1, 1)) };
		assert_ok!(Registry::add_node(by(ALICE), NodeKind::Shared, arm));
		attest(AUDITOR, 1, 50);
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_eq!(MachineAudits::<Test>::iter().count(), 0);
	});
}

#[test]
fn attest_machine_should_fail_on_bad_input() {
	TestExt::new().execute_with(|| {
		two_machines();
		let attest = |who, provider, node, names: &[&str], expires| {
			Registry::attest_machine(who, provider, node, devices(names), 1, EVIDENCE, expires)
		};
		assert_noop!(attest(RuntimeOrigin::root(), ALICE, 1, &["gpu-1"], 50), BadOrigin);
		assert_noop!(attest(by(BOB), ALICE, 1, &["gpu-1"], 50), Error::<Test>::NotAuditor);
		for wrong in [0, 1, 2 + MAX_ATTESTATION_BLOCKS] {
			let call = attest(by(AUDITOR), ALICE, 1, &["gpu-1"], wrong);
			assert_noop!(call, Error::<Test>::InvalidExpiry);
		}
		assert_noop!(attest(by(AUDITOR), ALICE, 2, &["gpu-1"], 50), Error::<Test>::NodeNotFound);
		assert_noop!(attest(by(AUDITOR), BOB, 1, &["gpu-1"], 50), Error::<Test>::NodeNotFound);
		for wrong in [&[][..], &["gpu-2"], &["gpu-1", "gpu-2"]] {
			let call = attest(by(AUDITOR), ALICE, 1, wrong, 50);
			assert_noop!(call, Error::<Test>::DevicesDiffer);
		}
	});
}

#[test]
fn attest_machine_should_make_room_only_of_what_no_longer_counts() {
	TestExt::new().execute_with(|| {
		two_machines();
		for auditor in 100..105 {
			assert_ok!(Registry::add_auditor(RuntimeOrigin::root(), auditor));
		}
		for auditor in 100..104 {
			attest(auditor, 1, 50);
		}
		attest(103, 2, 50);
		let fifth =
			|| Registry::attest_machine(by(104), ALICE, 1, devices(&["gpu-1"]), 1, EVIDENCE, 50);
		assert_noop!(fifth(), Error::<Test>::TooManyAttestations);
		assert_ok!(Registry::remove_auditor(RuntimeOrigin::root(), 101));
		assert_ok!(fifth());
		let auditors = MachineAudits::<Test>::get(ALICE, 1).into_iter().map(|one| one.auditor);
		assert_eq!(auditors.collect::<Vec<_>>(), vec![100, 102, 103, 104]);
	});
}

#[test]
fn revoke_machine_should_take_back_the_callers_own() {
	TestExt::new().execute_with(|| {
		two_machines();
		let revoke = |who| Registry::revoke_machine(who, ALICE, 1);
		assert_noop!(revoke(RuntimeOrigin::none()), BadOrigin);
		assert_noop!(revoke(by(AUDITOR)), Error::<Test>::AttestationNotFound);
		attest(AUDITOR, 1, 50);
		assert_noop!(revoke(by(BOB)), Error::<Test>::AttestationNotFound);
		assert_ok!(revoke(by(AUDITOR)));
		assert_eq!(
			last_event(),
			Event::MachineAttestationRevoked { auditor: AUDITOR, provider: ALICE, node: 1 }
		);
		assert!(!MachineAudits::<Test>::contains_key(ALICE, 1));
	});
}
