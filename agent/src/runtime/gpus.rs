//! Which of the machine's GPUs a container gets. What others have is on their labels, so nothing has
//! to be remembered.

use crate::{inventory::Gpu, plan::GpuNeed};
use bollard::models::{DeviceMapping, DeviceRequest};
use std::{collections::BTreeSet, fs, path::Path};

/// What a GPU is called on labels: what its driver calls it, or its place on the bus.
pub fn name(gpu: &Gpu) -> &str {
	gpu.uuid.as_deref().unwrap_or(&gpu.device)
}

fn is_met_by(need: &GpuNeed, have: &Gpu) -> bool {
	let interface = have.interface.map(|one| one.name().to_lowercase());
	need.vendor == have.vendor
		&& need.model.as_ref().is_none_or(|model| *model == have.model)
		&& (need.memory_mib.is_none() || need.memory_mib == have.memory_mib.map(u64::from))
		&& (need.interface.is_none() || need.interface == interface)
}

/// GPUs for a container among those that no other has.
///
/// # Errors
/// Says what is missing.
pub fn choose(all: &[Gpu], used: &BTreeSet<String>, needs: &[GpuNeed]) -> Result<Vec<Gpu>, String> {
	let mut free: Vec<_> = all.iter().filter(|gpu| !used.contains(name(gpu))).collect();
	let mut chosen = Vec::new();
	let mut needs: Vec<_> = needs.iter().collect();
	// What leaves much open takes what others have left.
	needs.sort_by_key(|need| {
		let open = [need.model.is_none(), need.memory_mib.is_none(), need.interface.is_none()];
		open.into_iter().filter(|open| *open).count()
	});
	for need in needs {
		for _ in 0..need.units {
			let at = free.iter().position(|gpu| is_met_by(need, gpu)).ok_or_else(|| {
				let model = need.model.as_deref().unwrap_or("of any kind");
				format!("no GPU {} {model} is free on this machine", need.vendor)
			})?;
			chosen.push(free.remove(at).clone());
		}
	}
	Ok(chosen)
}

/// How the engine hands GPUs to a container: NVIDIA's by the container device interface, which
/// brings the driver's libraries along; others by their device files.
pub fn devices(root: &Path, gpus: &[Gpu]) -> (Vec<DeviceRequest>, Vec<DeviceMapping>) {
	let (by_interface, by_file): (Vec<_>, Vec<_>) =
		gpus.iter().partition(|gpu| gpu.vendor == "nvidia");
	let ids: Vec<_> =
		by_interface.into_iter().map(|gpu| format!("nvidia.com/gpu={}", name(gpu))).collect();
	let request = DeviceRequest {
		driver: Some("cdi".into()),
		device_ids: Some(ids.clone()),
		..Default::default()
	};
	let requests = if ids.is_empty() { Vec::new() } else { vec![request] };
	let mut files = BTreeSet::new();
	for gpu in by_file {
		let drm = root.join("sys/bus/pci/devices").join(&gpu.device).join("drm");
		let nodes = fs::read_dir(drm).into_iter().flatten().flatten();
		files.extend(nodes.map(|node| format!("/dev/dri/{}", node.file_name().to_string_lossy())));
		if gpu.vendor == "amd" {
			files.insert("/dev/kfd".into());
		}
	}
	let mapping = |path: String| DeviceMapping {
		path_on_host: Some(path.clone()),
		path_in_container: Some(path),
		cgroup_permissions: Some("rw".into()),
	};
	(requests, files.into_iter().map(mapping).collect())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::bidding::resources::Interface;

	fn gpu(vendor: &str, model: &str, place: &str) -> Gpu {
		let uuid = (vendor == "nvidia").then(|| format!("GPU-{place}"));
		Gpu {
			vendor: vendor.into(),
			model: model.into(),
			device: place.into(),
			uuid,
			memory_mib: Some(81_920),
			interface: Some(Interface::Sxm),
		}
	}

	fn need(model: Option<&str>, units: u16) -> GpuNeed {
		let model = model.map(String::from);
		GpuNeed { vendor: "nvidia".into(), model, memory_mib: None, interface: None, units }
	}

	#[test]
	fn gpus_should_be_those_that_nobody_has() {
		let all =
			[gpu("nvidia", "a100", "1"), gpu("nvidia", "a100", "2"), gpu("nvidia", "h100", "3")];
		let chosen = |used: &[&str], needs: &[GpuNeed]| {
			let used = used.iter().map(|one| one.to_string()).collect();
			choose(&all, &used, needs)
				.map(|gpus| gpus.iter().map(|gpu| gpu.device.clone()).collect::<Vec<_>>())
		};
		assert_eq!(chosen(&["GPU-1"], &[need(Some("a100"), 1)]), Ok(vec!["2".to_string()]));
		assert!(chosen(&["GPU-1"], &[need(Some("a100"), 2)]).unwrap_err().contains("nvidia a100"));
		// What is open gives way to what is certain.
		let needs = [need(None, 1), need(Some("a100"), 2)];
		assert_eq!(chosen(&[], &needs), Ok(["1", "2", "3"].map(String::from).to_vec()));
		let pcie = GpuNeed { interface: Some("pcie".into()), ..need(None, 1) };
		assert!(chosen(&[], &[pcie]).is_err());
		let large =
			GpuNeed { memory_mib: Some(81_920), interface: Some("sxm".into()), ..need(None, 1) };
		assert!(chosen(&[], &[large]).is_ok());
	}

	#[test]
	fn gpus_should_be_handed_over_by_interface_or_by_file() {
		let root = std::env::temp_dir().join(format!("leasehold-gpus-{}", std::process::id()));
		fs::create_dir_all(root.join("sys/bus/pci/devices/7/drm/renderD128")).unwrap();
		let (requests, files) = devices(
			&root,
			&[gpu("nvidia", "a100", "1"), gpu("nvidia", "a100", "2"), gpu("amd", "mi300", "7")],
		);
		fs::remove_dir_all(&root).unwrap();
		assert_eq!(requests.len(), 1);
		let ids = ["nvidia.com/gpu=GPU-1", "nvidia.com/gpu=GPU-2"].map(String::from).to_vec();
		assert_eq!(requests[0].device_ids, Some(ids));
		let files: Vec<_> = files.into_iter().filter_map(|file| file.path_on_host).collect();
		assert_eq!(files, ["/dev/dri/renderD128", "/dev/kfd"]);
		assert_eq!(devices(&root, &[]), (Vec::new(), Vec::new()));
	}
}
