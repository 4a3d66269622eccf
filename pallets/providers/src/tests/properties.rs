//! I-2 and I-5 under random operations, wrong ones among them.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Op {
	Register(u64),
	Deregister(u64),
	AddNode(u64, bool, Resources),
	UpdateNode(u64, u16, Resources),
	RemoveNode(u64, u16),
	Reserve(u64, u64, Resources, Vec<(u16, u16)>),
	Resize(u64, u64, Resources, Option<Vec<(u16, u16)>>),
	Release(u64, u64),
	SetRates(u128),
}

/// CPU, memory and storage of each class below `scale`, zero now and then, ports, and up to `most`
/// GPUs of each of two kinds, or, of a need, of one entry that leaves something open.
fn some_resources(scale: u32, most: u16, open: bool) -> impl Strategy<Value = Resources> {
	let amount = move || prop_oneof![1 => Just(0), 40 => 1..scale];
	let units = move || prop_oneof![3 => Just(0), 1 => 0..=most];
	let kind = 0..if open { 6u8 } else { 1 };
	(amount(), amount(), amount(), 0..scale, 0..scale, 0..=u32::from(most), units(), units(), kind)
		.prop_map(|(cpu, memory, storage, persistent, ram, ports, a, h, kind)| {
			let mut resources = Resources::new(cpu, memory.into(), storage.into());
			resources.storage.persistent_mib = persistent.into();
			resources.storage.ram_mib = ram.into();
			resources.ports = ports;
			let (pcie, sxm) = (Some(GpuInterface::Pcie), Some(GpuInterface::Sxm));
			let list = match kind {
				0 => vec![gpus("h100", Some(40), sxm, a), gpus("h100", Some(80), pcie, h)],
				1 => vec![gpus("h100", None, None, a)],
				2 => vec![gpus("h100", None, sxm, a), gpus("h100", Some(80), None, h)],
				3 => vec![gpus("h100", None, None, a), gpus("h100", Some(40), sxm, h)],
				_ => vec![],
			};
			for gpu in list.into_iter().filter(|gpu| gpu.units > 0) {
				resources.gpus.try_push(gpu).expect("two kinds");
			}
			resources
		})
}

/// What a machine has.
fn some_capacity() -> impl Strategy<Value = Resources> {
	some_resources(10_000, 8, false)
}

/// What a replica needs: several fit into most machines.
fn some_need() -> impl Strategy<Value = Resources> {
	some_resources(2_000, 1, true)
}

fn some_placement() -> impl Strategy<Value = Vec<(u16, u16)>> {
	let replicas = prop_oneof![1 => Just(0u16), 30 => 1u16..4];
	proptest::collection::btree_map(0u16..3, replicas, 0..3)
		.prop_map(|map: BTreeMap<u16, u16>| map.into_iter().collect())
}

fn some_op() -> impl Strategy<Value = Op> {
	let who = || prop_oneof![6 => Just(ALICE), 3 => Just(BOB), 1 => Just(POOR)];
	let order = || 0u64..5;
	prop_oneof![
		1 => who().prop_map(Op::Register),
		1 => who().prop_map(Op::Deregister),
		6 => (who(), any::<bool>(), some_capacity())
			.prop_map(|(who, dedicated, capacity)| Op::AddNode(who, dedicated, capacity)),
		3 => (who(), 0u16..4, some_capacity())
			.prop_map(|(who, node, capacity)| Op::UpdateNode(who, node, capacity)),
		2 => (who(), 0u16..4).prop_map(|(who, node)| Op::RemoveNode(who, node)),
		12 => (who(), order(), some_need(), some_placement())
			.prop_map(|(who, order, need, list)| Op::Reserve(who, order, need, list)),
		6 => (who(), order(), some_need(), proptest::option::of(some_placement()))
			.prop_map(|(who, order, need, list)| Op::Resize(who, order, need, list)),
		4 => (who(), order()).prop_map(|(who, order)| Op::Release(who, order)),
		1 => (0u128..1_000).prop_map(Op::SetRates),
	]
}

/// Carry an operation out; whether it succeeded.
fn apply(op: Op) -> bool {
	let dispatched = match op {
		Op::Register(who) => Registry::register(by(who), endpoint("https://a"), attributes(&[])),
		Op::Deregister(who) => Registry::deregister(by(who)).map(|_| ()).map_err(|e| e.error),
		Op::AddNode(who, dedicated, capacity) => {
			let kind = if dedicated { NodeKind::Dedicated } else { NodeKind::Shared };
			Registry::add_node(by(who), kind, machine(capacity))
		},
		Op::UpdateNode(who, node, capacity) => {
			Registry::update_node(by(who), node, machine(capacity))
		},
		Op::RemoveNode(who, node) => Registry::remove_node(by(who), node),
		Op::Reserve(who, order, per, list) => reserve(who, order, per, &list),
		Op::Resize(who, order, per, list) => {
			let list = list.map(|list| placement(&list));
			Registry::resize(&who, order, &per, list.as_ref())
		},
		Op::Release(who, order) => {
			Registry::release(&who, order);
			Ok(())
		},
		Op::SetRates(per_core) => {
			let bond = BondRates { per_core, ..RATES };
			let params = Params { bond, ..params() };
			Registry::set_params(RuntimeOrigin::root(), params)
		},
	};
	dispatched.is_ok()
}

/// What is reserved according to a plain model, by provider and order.
type Model = BTreeMap<(u64, u64), (Resources, Vec<(u16, u16)>)>;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(
		std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96)
	))]

	#[test]
	fn capacity_and_bond_should_add_up_after_any_operations(
		ops in proptest::collection::vec(some_op(), 1..80),
	) {
		let mut ext = TestExt::new().build();
		ext.execute_with(|| {
			register_with_node(ALICE, NodeKind::Shared);
			for kind in [NodeKind::Shared, NodeKind::Dedicated] {
				assert_ok!(Registry::add_node(by(ALICE), kind, machine(resources(8, 32, 100))));
			}
			register_with_node(BOB, NodeKind::Shared);
		});
		let mut model = Model::new();
		for op in ops {
			ext.execute_with(|| {
				let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
				let done =
					frame_support::storage::with_storage_layer(|| {
						if apply(op.clone()) { Ok(()) } else { Err(sp_runtime::DispatchError::Other("refused")) }
					})
					.is_ok();
				if done {
					match op.clone() {
						Op::Reserve(who, order, per, list) => {
							assert!(model.insert((who, order), (per, list)).is_none());
						},
						Op::Resize(who, order, per, list) => {
							let have = model.get_mut(&(who, order)).expect("was reserved");
							have.0 = per;
							have.1 = list.unwrap_or_else(|| have.1.clone());
						},
						Op::Release(who, order) => {
							model.remove(&(who, order));
						},
						_ => (),
					}
				} else {
					assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
				}
				Registry::do_try_state().expect("the invariants hold");
				let stored: Model = Reservations::<Test>::iter()
					.map(|(who, order, reservation)| {
						((who, order), (reservation.per_replica, reservation.placement.into_inner()))
					})
					.collect();
				assert_eq!(stored, model);
				for who in [ALICE, BOB, POOR] {
					let bond = Providers::<Test>::get(who).map_or(0, |record| record.bond);
					assert_eq!(held(who), bond);
				}
			});
		}
		// Everybody can leave with everything once nothing is reserved.
		ext.execute_with(|| {
			for (who, order) in model.keys() {
				Registry::release(who, *order);
			}
			for (who, had) in [(ALICE, RICH), (BOB, RICH), (POOR, 1_005)] {
				if Providers::<Test>::contains_key(who) {
					assert_ok!(Registry::deregister(by(who)));
				}
				assert_eq!(Balances::free_balance(who), had);
			}
			assert_eq!(Nodes::<Test>::iter().count(), 0);
		});
	}

	#[test]
	fn room_should_be_the_most_that_can_be_reserved(
		capacity in some_capacity(),
		per_replica in some_need(),
		wanted in 0u16..70,
	) {
		prop_assume!(capacity.is_well_formed() && per_replica.is_well_formed());
		let node = Node {
			kind: NodeKind::Shared,
			architecture: Architecture::Amd64,
			devices: Devices::default(),
			capacity: capacity.clone(),
			reserved: Resources::default(),
			uses: 0,
			bond: 0,
		};
		let fits = |replicas: u16| {
			capacity.pick(&per_replica.checked_mul(replicas).expect("small")).is_some()
		};
		let slow = (0..=wanted).rev().find(|replicas| fits(*replicas)).expect("zero fits");
		prop_assert_eq!(node.room(&per_replica, wanted), slow);
	}
}
