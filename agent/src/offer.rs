//! What of this machine is let, by the configuration.

use crate::{
	bidding::resources::{Gpu, Interface, Resources, Storage},
	chain::{registration::Machine, registry::Kind},
	config::{Config, MachineConfig},
	inventory::Inventory,
};
use leasehold_client::{account::to_hex, canonical::blake2_256, model::Arch};
use std::{collections::BTreeMap, fs, path::Path};

/// The most devices that the chain notes of a machine.
const MAX_DEVICES: usize = 16;

/// The device by which this machine is known on chain.
pub fn host() -> Result<Vec<u8>, String> {
	let id = fs::read_to_string("/etc/machine-id")
		.map_err(|why| format!("/etc/machine-id, by which machines are told apart: {why}"))?;
	Ok(device(&id))
}

/// Not the machine's own number, which other programs trust, but what cannot be undone from it.
fn device(id: &str) -> Vec<u8> {
	let own = blake2_256(format!("leasehold host {}", id.trim()).as_bytes());
	format!("host:{}", to_hex(&own[..8])).into_bytes()
}

/// The machine as it is to stand on chain.
pub fn machine(config: &Config) -> Result<Machine, String> {
	let found = Inventory::read(Path::new("/"), &config.machine.storage)?;
	part(&config.machine, &found, host()?)
}

/// The part of what was found that is let.
fn part(config: &MachineConfig, found: &Inventory, host: Vec<u8>) -> Result<Machine, String> {
	let percent = |all: u64, part: u8| u64::try_from(u128::from(all) * u128::from(part) / 100);
	let share = |all: u64, part: u8| percent(all, part).unwrap_or(0);
	let disk = match (found.disk_mib, config.disk_percent) {
		(Some(disk), part) => share(disk, part),
		(None, _) => {
			return Err(format!("the size of {} cannot be told", config.storage.display()))
		},
	};
	let persistent_mib = share(disk, config.persistent_percent);
	let memory = share(found.memory_mib, config.memory_percent);
	let memory_mib = memory
		.checked_sub(config.ram_mib)
		.filter(|left| *left > 0)
		.ok_or_else(|| format!("machine.ram_mib leaves nothing of {memory} MiB"))?;
	let architecture = match found.arch {
		Some(Arch::Amd64) => "Amd64",
		Some(Arch::Arm64) => "Arm64",
		None => return Err("this machine's CPU is of a kind that cannot be let".into()),
	};
	let cpu = share(found.cpu_millicores.into(), config.cpu_percent);
	let capacity = Resources {
		// A part of what fits is as small.
		cpu_millicores: u32::try_from(cpu).unwrap_or(u32::MAX),
		memory_mib,
		storage: Storage {
			ephemeral_mib: disk.saturating_sub(persistent_mib),
			persistent_mib,
			ram_mib: config.ram_mib,
		},
		gpus: if config.gpus { gpus(found)? } else { Vec::new() },
		ports: config.ports,
	};
	if capacity.cpu_millicores == 0 || capacity.storage.ephemeral_mib == 0 {
		return Err("the section [machine] leaves no CPU or no disk to let".into());
	}
	let mut devices = vec![host];
	if config.gpus {
		let named = found.gpus.iter().filter_map(|gpu| gpu.uuid.clone());
		devices.extend(named.map(String::into_bytes).take(MAX_DEVICES - 1));
	}
	devices.sort();
	devices.dedup();
	let kind = if config.dedicated { Kind::Dedicated } else { Kind::Shared };
	Ok(Machine { kind, architecture: architecture.into(), capacity, devices })
}

/// GPUs by kind, in the chain's order.
fn gpus(found: &Inventory) -> Result<Vec<Gpu>, String> {
	let mut kinds: BTreeMap<Gpu, u16> = BTreeMap::new();
	for gpu in &found.gpus {
		let Some(memory_mib) = gpu.memory_mib.filter(|mib| *mib > 0) else {
			return Err(format!(
				"the memory of the GPU {} is not known (is its driver's nvidia-smi installed?); \
				 machine.gpus = false lets this machine without GPUs",
				gpu.device
			));
		};
		let kind = Gpu {
			vendor: gpu.vendor.clone().into_bytes(),
			model: gpu.model.clone().into_bytes(),
			memory_mib: Some(memory_mib),
			interface: Some(gpu.interface.unwrap_or(Interface::Pcie)),
			units: 0,
		};
		let units = kinds.entry(kind).or_default();
		*units = units.saturating_add(1);
	}
	Ok(kinds.into_iter().map(|(kind, units)| Gpu { units, ..kind }).collect())
}

/// A machine in words.
pub fn sentence(machine: &Machine) -> String {
	let Resources { cpu_millicores, memory_mib, storage, gpus, ports } = &machine.capacity;
	let mut text = format!(
		"{}.{:03} cores, {memory_mib} MiB of memory, {} MiB of ephemeral and {} MiB of persistent disk, \
		 {} MiB in memory, {ports} ports",
		cpu_millicores / 1_000,
		cpu_millicores % 1_000,
		storage.ephemeral_mib,
		storage.persistent_mib,
		storage.ram_mib
	);
	for gpu in gpus {
		text += &format!(
			", {} × {} {}",
			gpu.units,
			String::from_utf8_lossy(&gpu.vendor),
			String::from_utf8_lossy(&gpu.model)
		);
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::inventory::Gpu as Found;

	fn config() -> MachineConfig {
		MachineConfig {
			storage: "/".into(),
			announce: false,
			dedicated: false,
			cpu_percent: 50,
			memory_percent: 75,
			disk_percent: 80,
			persistent_percent: 25,
			ram_mib: 1_000,
			ports: 10,
			gpus: true,
		}
	}

	fn found() -> Inventory {
		let gpu = |place: &str, memory_mib| Found {
			vendor: "nvidia".into(),
			model: "a100".into(),
			device: place.into(),
			uuid: Some(format!("GPU-{place}")),
			memory_mib,
			interface: Some(Interface::Sxm),
		};
		Inventory {
			cpu_millicores: 16_000,
			arch: Some(Arch::Amd64),
			memory_mib: 64_000,
			disk_mib: Some(100_000),
			gpus: vec![gpu("2", Some(81_920)), gpu("1", Some(81_920)), gpu("3", Some(40_960))],
		}
	}

	#[test]
	fn machine_should_be_let_by_the_parts_that_are_set() {
		let machine = part(&config(), &found(), device("some-id\n")).unwrap();
		let capacity = &machine.capacity;
		assert_eq!(
			(capacity.cpu_millicores, capacity.memory_mib, capacity.ports),
			(8_000, 47_000, 10)
		);
		let Storage { ephemeral_mib, persistent_mib, ram_mib } = capacity.storage;
		assert_eq!((ephemeral_mib, persistent_mib, ram_mib), (60_000, 20_000, 1_000));
		let kinds: Vec<_> = capacity.gpus.iter().map(|gpu| (gpu.memory_mib, gpu.units)).collect();
		assert_eq!(kinds, [(Some(40_960), 1), (Some(81_920), 2)]);
		assert_eq!(machine.devices.len(), 4);
		assert!(machine.devices.windows(2).all(|pair| pair[0] < pair[1]));
		assert!(!machine.devices.iter().any(|device| device.ends_with(b"some-id")));
		// The same machine is known again, another is not.
		assert_eq!(part(&config(), &found(), device("some-id")).unwrap(), machine);
		assert_ne!(part(&config(), &found(), device("other-id")).unwrap().devices, machine.devices);
	}

	#[test]
	fn machine_should_be_refused_when_it_cannot_be_let_so() {
		let none = MachineConfig { ram_mib: 48_000, ..config() };
		assert!(part(&none, &found(), device("id")).unwrap_err().contains("leaves nothing"));
		let none = MachineConfig { disk_percent: 0, ..config() };
		assert!(part(&none, &found(), device("id")).unwrap_err().contains("no disk"));
		let mut dumb = found();
		dumb.gpus[0].memory_mib = None;
		assert!(part(&config(), &dumb, device("id")).unwrap_err().contains("machine.gpus = false"));
		let without = MachineConfig { gpus: false, ..config() };
		let machine = part(&without, &dumb, device("id")).unwrap();
		assert_eq!((machine.capacity.gpus.len(), machine.devices.len()), (0, 1));
	}
}
