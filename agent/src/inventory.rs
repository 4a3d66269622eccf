//! What the machine has, read from the kernel.

use crate::bidding::resources::Interface;
use leasehold_client::model::Arch;
use serde::Serialize;
use std::{
	fs,
	path::{Path, PathBuf},
	process::Command,
};

/// A machine.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Inventory {
	/// Thousandths of a core.
	pub cpu_millicores: u32,
	/// What kind of CPU, if it is one that can be leased.
	pub arch: Option<Arch>,
	/// MiB of memory.
	pub memory_mib: u64,
	/// MiB of the file system that a path is on; `None` if it cannot be told.
	pub disk_mib: Option<u64>,
	/// GPUs.
	pub gpus: Vec<Gpu>,
}

/// A GPU.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Gpu {
	/// Who made it, in lower case.
	pub vendor: String,
	/// The model as its driver names it, or the PCI device's number.
	pub model: String,
	/// Where it sits on the PCI bus.
	pub device: String,
	/// What its driver calls it.
	pub uuid: Option<String>,
	/// MiB of its own memory, if its driver says.
	pub memory_mib: Option<u32>,
	/// How it is attached, if its driver says.
	pub interface: Option<Interface>,
}

/// Vendors of GPUs by their PCI number.
const VENDORS: [(&str, &str); 3] = [("0x10de", "nvidia"), ("0x1002", "amd"), ("0x8086", "intel")];

impl Inventory {
	/// Read this machine.
	///
	/// # Parameters
	/// - `root`: `/`, or a copy of its `proc` and `sys`.
	/// - `storage`: where the container engine keeps volumes.
	pub fn read(root: &Path, storage: &Path) -> Result<Self, String> {
		Ok(Self {
			cpu_millicores: cpu(root)?,
			arch: match std::env::consts::ARCH {
				"x86_64" => Some(Arch::Amd64),
				"aarch64" => Some(Arch::Arm64),
				_ => None,
			},
			memory_mib: memory(root)?,
			disk_mib: disk(storage),
			gpus: known(gpus(root), nvidia()),
		})
	}
}

fn read(path: PathBuf) -> Result<String, String> {
	fs::read_to_string(&path).map_err(|why| format!("{} cannot be read: {why}", path.display()))
}

fn cpu(root: &Path) -> Result<u32, String> {
	// One line a CPU that is on, besides the first for all of them.
	let stat = read(root.join("proc/stat"))?;
	let is_cpu = |line: &&str| {
		line.strip_prefix("cpu")
			.is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
	};
	let count = u32::try_from(stat.lines().filter(is_cpu).count()).unwrap_or(0);
	count.checked_mul(1_000).filter(|all| *all > 0).ok_or_else(|| "proc/stat names no CPU".into())
}

fn memory(root: &Path) -> Result<u64, String> {
	let text = read(root.join("proc/meminfo"))?;
	let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
	let kib = total.and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
	kib.map(|kib| kib / 1_024).ok_or_else(|| "proc/meminfo has no MemTotal".into())
}

fn disk(storage: &Path) -> Option<u64> {
	// The nearest directory that is there already.
	let there = storage.ancestors().find(|path| path.exists())?;
	let output = Command::new("df").args(["-k", "-P"]).arg(there).output().ok()?;
	let text = String::from_utf8(output.stdout).ok()?;
	let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(1)?.parse().ok()?;
	Some(kib / 1_024)
}

fn gpus(root: &Path) -> Vec<Gpu> {
	let Ok(devices) = fs::read_dir(root.join("sys/bus/pci/devices")) else { return Vec::new() };
	let mut gpus: Vec<_> =
		devices.flatten().filter_map(|device| gpu(root, &device.path())).collect();
	gpus.sort();
	gpus
}

fn gpu(root: &Path, device: &Path) -> Option<Gpu> {
	let field =
		|name: &str| fs::read_to_string(device.join(name)).ok().map(|text| text.trim().to_string());
	// VGA and 3D controllers.
	let class = field("class")?;
	if !class.starts_with("0x0300") && !class.starts_with("0x0302") {
		return None;
	}
	let vendor = field("vendor")?;
	let (_, vendor) = VENDORS.into_iter().find(|(number, _)| *number == vendor)?;
	let place = device.file_name()?.to_str()?.to_string();
	let driver = root.join("proc/driver/nvidia/gpus").join(&place).join("information");
	let named = fs::read_to_string(driver).ok().and_then(|text| {
		let name = text.lines().find_map(|line| line.strip_prefix("Model:"))?;
		Some(model(name))
	});
	Some(Gpu {
		vendor: vendor.into(),
		model: named.or_else(|| field("device"))?,
		device: place,
		uuid: None,
		memory_mib: None,
		interface: None,
	})
}

/// A model's short name: `a100` of `NVIDIA A100-SXM4-80GB`, `rtx4090ti` of `NVIDIA GeForce RTX 4090 Ti`.
fn model(name: &str) -> String {
	let name = name.to_lowercase();
	let mut words = name
		.split(|sign: char| !sign.is_ascii_alphanumeric())
		.filter(|word| !["", "nvidia", "geforce", "tesla", "quadro", "graphics"].contains(word));
	let Some(first) = words.next() else { return name };
	let mut short = first.to_string();
	if ["rtx", "gtx"].contains(&first) {
		short.extend(words.next());
		short.extend(words.take_while(|word| ["ti", "super"].contains(word)));
	}
	short
}

/// What NVIDIA's driver says of its GPUs: place, UUID, name, MiB.
fn nvidia() -> String {
	let query = "--query-gpu=pci.bus_id,uuid,name,memory.total";
	let output = Command::new("nvidia-smi").args([query, "--format=csv,noheader,nounits"]).output();
	// No driver, no GPUs of this kind.
	let output = output.ok().filter(|output| output.status.success());
	output.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default()
}

/// Add what the driver says.
fn known(mut gpus: Vec<Gpu>, said: String) -> Vec<Gpu> {
	for line in said.lines() {
		let fields: Vec<_> = line.split(',').map(str::trim).collect();
		let [place, uuid, name, memory] = fields[..] else { continue };
		// The driver writes the domain with eight digits, the kernel with four.
		let place = place.to_lowercase();
		let short = place.get(place.len().saturating_sub(12)..).unwrap_or(&place);
		let Some(gpu) = gpus.iter_mut().find(|gpu| gpu.device == short) else { continue };
		gpu.uuid = Some(uuid.into());
		gpu.model = model(name);
		gpu.memory_mib = memory.parse().ok();
		let is_module = name.to_lowercase().contains("sxm") || name.contains("HBM3");
		gpu.interface = Some(if is_module { Interface::Sxm } else { Interface::Pcie });
	}
	gpus
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn inventory_should_be_this_machines() {
		let found = Inventory::read(Path::new("/"), Path::new("/var/lib/nowhere/volumes")).unwrap();
		let cores = std::thread::available_parallelism().unwrap().get();
		assert!(found.cpu_millicores as usize >= cores * 1_000);
		assert!(found.memory_mib > 0);
		assert!(found.disk_mib.unwrap() > 0);
	}

	#[test]
	fn inventory_should_find_gpus() {
		let root = std::env::temp_dir().join(format!("leasehold-inventory-{}", std::process::id()));
		let put = |path: &str, text: &str| {
			let path = root.join(path);
			fs::create_dir_all(path.parent().unwrap()).unwrap();
			fs::write(path, text).unwrap();
		};
		put("proc/stat", "cpu  1 2\ncpu0 1 2\ncpu1 1 2\ncpu2 1 2\nintr 5\n");
		put("proc/meminfo", "MemTotal:       16384000 kB\nMemFree: 1 kB\n");
		let devices = [
			("0000:01:00.0", "0x030000", "0x10de", "0x2684"),
			("0000:02:00.0", "0x030200", "0x10de", "0x20b2"),
			("0000:03:00.0", "0x020000", "0x10de", "0x1234"),
			("0000:04:00.0", "0x030000", "0x1234", "0x1111"),
		];
		for (place, class, vendor, device) in devices {
			for (name, text) in [("class", class), ("vendor", vendor), ("device", device)] {
				put(&format!("sys/bus/pci/devices/{place}/{name}"), &format!("{text}\n"));
			}
		}
		put(
			"proc/driver/nvidia/gpus/0000:02:00.0/information",
			"Model: \t\t NVIDIA A100-SXM4-80GB\nIRQ: 1\n",
		);
		let found = Inventory::read(&root, &root).unwrap();
		fs::remove_dir_all(&root).unwrap();
		assert_eq!((found.cpu_millicores, found.memory_mib), (3_000, 16_000));
		let names: Vec<_> =
			found.gpus.iter().map(|gpu| (gpu.vendor.as_str(), gpu.model.as_str())).collect();
		assert_eq!(names, [("nvidia", "0x2684"), ("nvidia", "a100")]);
	}

	#[test]
	fn gpu_should_be_what_its_driver_says() {
		let gpu = Gpu {
			vendor: "nvidia".into(),
			model: "0x20b2".into(),
			device: "0000:02:00.0".into(),
			uuid: None,
			memory_mib: None,
			interface: None,
		};
		let said = "00000000:02:00.0, GPU-5e1f, NVIDIA A100-SXM4-80GB, 81920\n00000000:09:00.0, GPU-1, Tesla T4, 15360\nnonsense\n";
		let found = known(vec![gpu.clone()], said.into());
		assert_eq!(
			found,
			[Gpu {
				model: "a100".into(),
				uuid: Some("GPU-5e1f".into()),
				memory_mib: Some(81_920),
				interface: Some(Interface::Sxm),
				..gpu
			}]
		);
		for (name, short) in [
			("NVIDIA GeForce RTX 4090", "rtx4090"),
			("NVIDIA GeForce RTX 4070 Ti SUPER", "rtx4070tisuper"),
			("Tesla T4", "t4"),
			("NVIDIA H100 80GB HBM3", "h100"),
		] {
			assert_eq!(model(name), short);
		}
	}
}
