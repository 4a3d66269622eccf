//! From a lease and its manifest to the containers that have to run.

use crate::chain::Lease;
use leasehold_client::{
	account::to_hex,
	canonical::{blake2_256, canonical},
	manifest::Manifest,
	model::{Health, Member, Protocol, Pull, Registry, Service, VolumeClass},
};
use serde::{Deserialize, Serialize};

/// A container as it has to be.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Container {
	/// Its name on the machine.
	pub name: String,
	/// The lease that it belongs to.
	pub lease: u64,
	/// The service that it runs.
	pub service: String,
	/// Which replica, from zero.
	pub replica: u16,
	/// Which instance of the service in the replica, from zero.
	pub instance: u16,
	/// The image's reference.
	pub image: String,
	/// When the image is fetched.
	pub pull: Pull,
	/// How it is fetched.
	pub registry: Option<Registry>,
	/// Replaces the image's entry point unless empty.
	pub command: Vec<String>,
	/// Replaces the image's arguments unless empty.
	pub args: Vec<String>,
	/// Names and values.
	pub env: Vec<(String, String)>,
	/// CPU in thousandths of a core.
	pub cpu_millicores: u32,
	/// Memory in bytes.
	pub memory_bytes: u64,
	/// Ports that are opened on the machine.
	pub ports: Vec<Open>,
	/// Volumes and where they are mounted.
	pub volumes: Vec<Bound>,
	/// Its network, shared by one replica.
	pub network: String,
	/// How to see whether it does what it should.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub health: Option<Health>,
	/// GPUs.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub gpus: Vec<GpuNeed>,
	/// Disk beside the volumes that are mounted, in bytes; zero: no limit.
	#[serde(default, skip_serializing_if = "is_zero")]
	pub own_disk_bytes: u64,
}

fn is_zero(number: &u64) -> bool {
	*number == 0
}

/// So many GPUs of one kind.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct GpuNeed {
	/// Whose, in lower case.
	pub vendor: String,
	/// The model; `None` for any.
	pub model: Option<String>,
	/// MiB of each; `None` for any.
	pub memory_mib: Option<u64>,
	/// `pcie` or `sxm`; `None` for either.
	pub interface: Option<String>,
	/// How many.
	pub units: u16,
}

/// A port that is opened on the machine.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Open {
	/// Where the container listens.
	pub port: u16,
	/// The port that the tenant would like best.
	pub external: u16,
	/// How it speaks.
	pub protocol: Protocol,
}

/// A volume and where it is mounted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Bound {
	/// The volume's name on the machine; `None` for one in memory.
	pub volume: Option<String>,
	/// Where.
	pub path: String,
	/// Whether it may only be read.
	pub read_only: bool,
	/// Its size in bytes.
	pub size_bytes: u64,
}

/// Bytes of a MiB.
const MIB: u64 = 1 << 20;

impl Container {
	/// Tells two versions of a container apart: it changes whenever anything in it does but a
	/// password.
	pub fn fingerprint(&self) -> String {
		let mut plain = self.clone();
		// It is on the container's label, where passwords have no place, hashed or not.
		if let Some(registry) = plain.registry.as_mut() {
			registry.password.clear();
		}
		// Strings and whole numbers only.
		let text = serde_json::to_value(&plain).ok().and_then(|value| canonical(&value));
		to_hex(&blake2_256(text.unwrap_or_default().as_bytes()))
	}

	/// The address on which its metrics, logs and shell are asked for: `web`, or `web.1.0` for
	/// replica 1 and instance 0.
	pub fn label(&self) -> String {
		format!("{}.{}.{}", self.service, self.replica, self.instance)
	}
}

/// Everything that has to run for a lease, in the order in which it starts.
pub fn containers(lease: &Lease, manifest: &Manifest) -> Vec<Container> {
	let mut all = Vec::new();
	for replica in 0..lease.replicas {
		for name in start_order(manifest) {
			let Some(service) = manifest.services.iter().find(|service| service.name == name)
			else {
				continue;
			};
			let Some(member) = manifest.members.iter().find(|member| member.service == name) else {
				continue;
			};
			for instance in 0..member.instances {
				all.push(container(lease, service, member, replica, instance));
			}
		}
	}
	all
}

fn container(
	lease: &Lease,
	service: &Service,
	member: &Member,
	replica: u16,
	instance: u16,
) -> Container {
	let own = format!("lh{}-{replica}", lease.id);
	let name = format!("{own}-{}-{instance}", service.name);
	let volumes = service.mounts.iter().filter_map(|mount| {
		let volume = member.resources.volumes.iter().find(|volume| volume.name == mount.volume)?;
		let on_disk = volume.class != VolumeClass::Ram;
		Some(Bound {
			volume: on_disk.then(|| format!("{name}-{}", volume.name)),
			path: mount.path.clone(),
			read_only: mount.read_only,
			size_bytes: volume.size_mib.saturating_mul(MIB),
		})
	});
	let gpus = member.resources.gpus.iter().map(|gpu| GpuNeed {
		vendor: gpu.vendor.clone(),
		model: gpu.model.clone(),
		memory_mib: gpu.memory_mib,
		interface: gpu.interface.clone(),
		units: gpu.units,
	});
	// What goes with the container and is mounted nowhere holds what the container writes itself.
	let is_mounted = |name: &str| service.mounts.iter().any(|mount| mount.volume == name);
	let own_disk = member
		.resources
		.volumes
		.iter()
		.filter(|volume| volume.class == VolumeClass::Ephemeral && !is_mounted(&volume.name))
		.fold(0u64, |sum, volume| sum.saturating_add(volume.size_mib.saturating_mul(MIB)));
	let ports = service.ports.iter().filter(|port| port.public).map(|port| Open {
		port: port.port,
		external: port.external,
		protocol: port.protocol,
	});
	Container {
		lease: lease.id,
		service: service.name.clone(),
		replica,
		instance,
		image: service.image.clone(),
		pull: service.pull,
		registry: service.registry.clone(),
		command: service.command.clone(),
		args: service.args.clone(),
		env: service.env.clone(),
		cpu_millicores: member.resources.cpu_millicores,
		// What is on volumes in memory counts as the container's memory.
		memory_bytes: member.resources.all_memory_mib().unwrap_or(0).saturating_mul(MIB),
		ports: ports.collect(),
		volumes: volumes.collect(),
		network: own,
		health: service.health.clone(),
		gpus: gpus.collect(),
		own_disk_bytes: own_disk,
		name,
	}
}

/// The services' names so that each comes after those that it depends on; a circle is cut open.
fn start_order(manifest: &Manifest) -> Vec<String> {
	let mut waiting: Vec<&Service> = manifest.services.iter().collect();
	let mut order: Vec<String> = Vec::new();
	while !waiting.is_empty() {
		let ready = waiting.iter().position(|service| {
			let known = |name: &String| {
				!waiting.iter().any(|other| other.name == *name && other.name != service.name)
			};
			service.after.iter().all(known)
		});
		order.push(waiting.remove(ready.unwrap_or(0)).name.clone());
	}
	order
}
