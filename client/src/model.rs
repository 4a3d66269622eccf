//! An application as a deploy file describes it, free of the file's own words.

use crate::{account::AccountId, units};
use serde::{Deserialize, Serialize};

/// Which language the file was written in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Format {
	/// Akash's stack definition language, version 2.0.
	#[serde(rename = "sdl-2.0")]
	Sdl20,
	/// The same, version 2.1.
	#[serde(rename = "sdl-2.1")]
	Sdl21,
	/// Spheron's infrastructure composition language, version 1.0.
	#[serde(rename = "icl-1.0")]
	Icl10,
}

/// What a lease can be paid in, as the chain names it.
#[derive(
	Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, codec::Encode, codec::Decode,
)]
#[serde(rename_all = "camelCase")]
pub enum Asset {
	/// The native token, LHD.
	Native,
	/// An asset that governance has listed.
	WithId(u32),
}

/// A tenant's application: what runs, and what it is ordered as.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Application {
	/// The file's language.
	pub format: Format,
	/// What its author calls it.
	pub name: Option<String>,
	/// What the prices are in.
	pub asset: Asset,
	/// Everything that runs, by name.
	pub services: Vec<Service>,
	/// What is leased as one, by placement.
	pub groups: Vec<Group>,
}

impl Application {
	/// The service of that name.
	pub fn service(&self, name: &str) -> Option<&Service> {
		self.services.iter().find(|service| service.name == name)
	}
}

/// A container image and how it is run.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
	/// Its name in the application.
	pub name: String,
	/// The image's reference.
	pub image: String,
	/// When the image is fetched.
	pub pull: Pull,
	/// Replaces the image's entry point unless empty.
	pub command: Vec<String>,
	/// Replaces the image's arguments unless empty.
	pub args: Vec<String>,
	/// Names and values.
	pub env: Vec<(String, String)>,
	/// Who may connect where.
	pub ports: Vec<Port>,
	/// Which volumes it sees.
	pub mounts: Vec<Mount>,
	/// Services that start before it.
	pub after: Vec<String>,
	/// How a private image is fetched.
	pub registry: Option<Registry>,
	/// How to see whether it does what it should, beside running and answering its public ports.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub health: Option<Health>,
}

/// How to see whether a container does what it should.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
	/// What is tried.
	pub check: Check,
	/// Seconds after a start in which nothing that fails counts, until something has passed.
	pub start_seconds: u32,
	/// Seconds between two tries, above zero.
	pub interval_seconds: u32,
	/// Seconds that one may take, above zero.
	pub timeout_seconds: u32,
	/// How many in a row must fail, above zero.
	pub threshold: u32,
}

/// What is tried.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub enum Check {
	/// A GET is answered with a status from 200 to 399.
	Http {
		/// The container's port.
		port: u16,
		/// The path, with a slash at its beginning.
		path: String,
	},
	/// A connection is taken.
	Tcp {
		/// The container's port.
		port: u16,
	},
	/// A command in the container ends with zero.
	Exec {
		/// The program and its arguments.
		command: Vec<String>,
	},
}

/// When an image is fetched.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pull {
	/// Whenever the container starts.
	Always,
	/// When the machine lacks it.
	#[default]
	IfMissing,
	/// Never: it must be there.
	Never,
}

/// How a port speaks.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
	/// TCP.
	#[default]
	Tcp,
	/// UDP.
	Udp,
}

/// A port of a container.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Port {
	/// Where the container listens.
	pub port: u16,
	/// The port that others are to see.
	pub external: u16,
	/// How it speaks.
	pub protocol: Protocol,
	/// Whether anybody may connect.
	pub public: bool,
	/// Services of the application that may connect.
	pub services: Vec<String>,
}

/// A volume that a container sees.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mount {
	/// The volume's name.
	pub volume: String,
	/// Where, absolute.
	pub path: String,
	/// Whether it may only be read.
	pub read_only: bool,
}

/// How a private image is fetched.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
	/// The registry's host.
	pub host: String,
	/// Who.
	pub username: String,
	/// The password or token.
	pub password: String,
}

impl core::fmt::Debug for Registry {
	/// Without the password, which has no place in a log.
	fn fmt(&self, f: &mut core::fmt::Formatter) -> core::fmt::Result {
		write!(f, "Registry({} at {})", self.username, self.host)
	}
}

/// Equal replicas that one provider serves under one lease. A replica is a set of containers on
/// one machine: so many instances of each member.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Group {
	/// The placement's name, and the first member's if the placement has several groups.
	pub name: String,
	/// How many replicas.
	pub replicas: u16,
	/// What one replica consists of, by service.
	pub members: Vec<Member>,
	/// What one replica needs.
	pub resources: Resources,
	/// How many ports of one replica anybody may connect to.
	pub public_ports: u32,
	/// What the provider must be.
	pub requirements: Requirements,
	/// The most that all replicas may cost, in base units of the asset per hour.
	pub max_price: u128,
	/// The first deposit, in base units.
	pub deposit: u128,
}

/// Instances of one service in a replica.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
	/// Which service.
	pub service: String,
	/// How many instances, above zero.
	pub instances: u16,
	/// What each needs.
	pub resources: Resources,
}

/// CPU, memory, volumes and GPUs.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
	/// Thousandths of a core.
	pub cpu_millicores: u32,
	/// What kind of CPU; `None` for any.
	pub arch: Option<Arch>,
	/// MiB of memory, volumes in memory not counted.
	pub memory_mib: u64,
	/// Space, by name.
	pub volumes: Vec<Volume>,
	/// GPUs.
	pub gpus: Vec<Gpu>,
}

/// A kind of CPU.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Arch {
	/// 64-bit x86.
	Amd64,
	/// 64-bit ARM.
	Arm64,
}

/// Space.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
	/// Its name, unique in a compute profile.
	pub name: String,
	/// MiB.
	pub size_mib: u64,
	/// What it lies on.
	pub class: VolumeClass,
}

/// What a volume lies on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VolumeClass {
	/// Goes with the container.
	Ephemeral,
	/// Stays as long as the lease; of that class of disk, such as `beta2`, or `default`.
	Persistent(String),
	/// In memory.
	Ram,
}

/// So many GPUs of one kind.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Gpu {
	/// How many, above zero.
	pub units: u16,
	/// Who made it, in lower case.
	pub vendor: String,
	/// The model in lower case; `None` for any.
	pub model: Option<String>,
	/// MiB of its own memory; `None` for any.
	pub memory_mib: Option<u64>,
	/// `pcie` or `sxm`; `None` for either.
	pub interface: Option<String>,
}

/// What a provider must be.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Requirements {
	/// Names and values of attributes that it must declare.
	pub attributes: Vec<(String, String)>,
	/// Auditors of which each must attest.
	pub all_of: Vec<AccountId>,
	/// Auditors of which one must attest.
	pub any_of: Vec<AccountId>,
	/// Regions of which it must be in one, unless empty.
	pub regions: Vec<String>,
	/// Regions that it must not be in.
	pub not_regions: Vec<String>,
	/// Providers of which it must be one, unless empty.
	pub providers: Vec<AccountId>,
}

impl Resources {
	/// MiB of disk.
	pub fn disk_mib(&self) -> Option<u64> {
		let on_disk = self.volumes.iter().filter(|volume| volume.class != VolumeClass::Ram);
		on_disk.map(|volume| volume.size_mib).try_fold(0, u64::checked_add)
	}

	/// MiB of memory, volumes in memory counted.
	pub fn all_memory_mib(&self) -> Option<u64> {
		let in_memory = self.volumes.iter().filter(|volume| volume.class == VolumeClass::Ram);
		in_memory.map(|volume| volume.size_mib).try_fold(self.memory_mib, u64::checked_add)
	}
}

/// How many replicas come of these counts: their greatest common divisor, so that all replicas
/// are equal and none of the counts changes.
pub fn replicas_of(counts: impl IntoIterator<Item = u16>) -> u16 {
	let all = counts.into_iter().fold(0, |sum, count| units::gcd(sum, u128::from(count)));
	// The divisor of numbers below 2^16 is one.
	u16::try_from(all).unwrap_or(u16::MAX)
}
