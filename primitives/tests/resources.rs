//! What fits into what, and which GPUs a need that leaves something open gets.

use leasehold_primitives::{GpuInterface, GpuUnits, Resources, Storage};

fn gpu(model: &str, memory: Option<u32>, interface: Option<GpuInterface>, units: u16) -> GpuUnits {
	GpuUnits {
		vendor: b"nvidia".to_vec().try_into().expect("short"),
		model: model.as_bytes().to_vec().try_into().expect("short"),
		memory_mib: memory,
		interface,
		units,
	}
}

fn with(gpus: Vec<GpuUnits>) -> Resources {
	Resources { gpus: gpus.try_into().expect("few"), ..Resources::new(1, 1, 1) }
}

fn everything(amount: u32) -> Resources {
	Resources {
		cpu_millicores: amount,
		memory_mib: amount.into(),
		storage: Storage {
			ephemeral_mib: amount.into(),
			persistent_mib: amount.into(),
			ram_mib: amount.into(),
		},
		gpus: vec![gpu("h100", Some(1), Some(GpuInterface::Sxm), amount as u16)]
			.try_into()
			.expect("one"),
		ports: amount,
	}
}

#[test]
fn sums_should_cover_every_kind_of_resource() {
	assert_eq!(everything(2).checked_add(&everything(3)), Some(everything(5)));
	assert_eq!(everything(5).checked_sub(&everything(3)), Some(everything(2)));
	assert_eq!(everything(2).checked_mul(3), Some(everything(6)));
	assert_eq!(everything(3).checked_sub(&everything(3)), Some(Resources::default()));
	assert_eq!(everything(2).checked_mul(0), Some(Resources::default()));
}

#[test]
fn difference_should_be_none_when_anything_is_short() {
	type Change = fn(&mut Resources);
	let changes: [Change; 7] = [
		|more| more.cpu_millicores += 1,
		|more| more.memory_mib += 1,
		|more| more.storage.ephemeral_mib += 1,
		|more| more.storage.persistent_mib += 1,
		|more| more.storage.ram_mib += 1,
		|more| more.gpus[0].units += 1,
		|more| more.ports += 1,
	];
	for change in changes {
		let mut more = everything(4);
		change(&mut more);
		assert_eq!(everything(4).checked_sub(&more), None);
		assert_eq!(everything(4).pick(&more), None);
		assert!(more.checked_sub(&everything(4)).is_some());
	}
}

#[test]
fn sums_should_be_none_on_overflow() {
	let most = Resources {
		cpu_millicores: u32::MAX,
		memory_mib: u64::MAX,
		storage: Storage { ephemeral_mib: u64::MAX, persistent_mib: u64::MAX, ram_mib: u64::MAX },
		gpus: vec![gpu("a", Some(1), Some(GpuInterface::Oam), u16::MAX)].try_into().expect("one"),
		ports: u32::MAX,
	};
	let zero = Resources::default();
	for one in [
		Resources { cpu_millicores: 1, ..zero.clone() },
		Resources { memory_mib: 1, ..zero.clone() },
		Resources { storage: Storage { ram_mib: 1, ..zero.storage }, ..zero.clone() },
		Resources { storage: Storage { ephemeral_mib: 1, ..zero.storage }, ..zero.clone() },
		Resources { storage: Storage { persistent_mib: 1, ..zero.storage }, ..zero.clone() },
		Resources { ports: 1, ..zero.clone() },
		Resources {
			gpus: vec![gpu("a", Some(1), Some(GpuInterface::Oam), 1)].try_into().expect("one"),
			..zero.clone()
		},
	] {
		assert_eq!(most.checked_add(&one), None, "{one:?}");
	}
	assert_eq!(most.checked_mul(2), None);
	assert_eq!(most.checked_mul(1), Some(most.clone()));
	assert_eq!(most.all_memory_mib(), 2 * u128::from(u64::MAX));
	assert_eq!(most.all_disk_mib(), 2 * u128::from(u64::MAX));
}

#[test]
fn fifth_kind_of_gpu_should_not_fit_into_a_sum() {
	let kinds = |range: std::ops::Range<u32>| {
		with(range.map(|mib| gpu("a", Some(mib), Some(GpuInterface::Pcie), 1)).collect())
	};
	assert_eq!(kinds(1..5).checked_add(&kinds(5..6)), None);
	assert!(kinds(1..4).checked_add(&kinds(4..5)).is_some());
}

#[test]
fn capacity_should_say_all_of_its_gpus() {
	let sxm = Some(GpuInterface::Sxm);
	assert!(with(vec![gpu("a", Some(1), sxm, 1)]).is_capacity());
	for open in [gpu("a", None, sxm, 1), gpu("a", Some(1), None, 1), gpu("a", None, None, 1)] {
		let need = with(vec![open]);
		assert!(need.is_well_formed() && !need.is_capacity());
	}
	let no_vendor = GpuUnits { vendor: Default::default(), ..gpu("a", Some(1), sxm, 1) };
	for bad in [no_vendor, gpu("", Some(1), sxm, 1), gpu("a", Some(0), sxm, 1)] {
		assert!(!with(vec![bad]).is_well_formed());
	}
	let unordered = vec![gpu("a", Some(1), sxm, 1), gpu("a", None, None, 1)];
	assert!(!with(unordered).is_well_formed(), "what is open comes first");
}

#[test]
fn pick_should_give_each_entry_one_kind_and_the_certain_ones_first() {
	let (pcie, sxm) = (Some(GpuInterface::Pcie), Some(GpuInterface::Sxm));
	let machine = Resources {
		gpus: vec![
			gpu("a100", Some(40), sxm, 8),
			gpu("h100", Some(80), pcie, 2),
			gpu("h100", Some(80), sxm, 4),
		]
		.try_into()
		.expect("few"),
		..Resources::new(9, 9, 9)
	};
	let pick = |gpus: Vec<GpuUnits>| {
		machine.pick(&with(gpus)).map(|picked| {
			assert!(machine.checked_sub(&picked).is_some(), "what is picked is there");
			assert!(picked.is_capacity(), "and certain");
			picked.gpus.into_inner()
		})
	};
	assert_eq!(pick(vec![gpu("h100", None, None, 2)]), Some(vec![gpu("h100", Some(80), pcie, 2)]));
	// No two kinds for one entry, though there are six in all.
	assert_eq!(pick(vec![gpu("h100", None, None, 4)]), Some(vec![gpu("h100", Some(80), sxm, 4)]));
	assert_eq!(pick(vec![gpu("h100", None, None, 5)]), None);
	assert_eq!(pick(vec![gpu("h100", None, sxm, 1)]), Some(vec![gpu("h100", Some(80), sxm, 1)]));
	assert_eq!(pick(vec![gpu("h100", Some(40), None, 1)]), None);
	assert_eq!(pick(vec![gpu("b200", None, None, 1)]), None);
	// The open entry comes first in the list, and leaves the certain one what it needs.
	assert_eq!(
		pick(vec![gpu("h100", None, None, 1), gpu("h100", Some(80), pcie, 2)]),
		Some(vec![gpu("h100", Some(80), pcie, 2), gpu("h100", Some(80), sxm, 1)])
	);
	// Two entries may end up with the same kind.
	assert_eq!(
		pick(vec![gpu("a100", None, None, 3), gpu("a100", None, sxm, 5)]),
		Some(vec![gpu("a100", Some(40), sxm, 8)])
	);
	assert_eq!(pick(vec![gpu("a100", None, None, 4), gpu("a100", None, sxm, 5)]), None);
}
