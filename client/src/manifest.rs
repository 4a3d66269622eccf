//! What a provider is to run. It never comes on chain, only its hash does.
//!
//! A deployment's groups may be served by providers that must not see each other's secrets, so
//! the hash on chain is that of a list: `blake2_256` of the canonical JSON
//! `{"groups":["<hash of the first group's manifest>", …],"version":1}`, hashes in hexadecimal. A
//! provider gets its own group's manifest and the list.

use crate::{
	account::{from_hex, to_hex},
	canonical::{blake2_256, canonical},
	model::{Application, Check, Group, Member, Registry, Resources, Service, VolumeClass},
	seal::{self, Opener, SealKey},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of manifests that is written and read here.
const VERSION: u8 = 1;
/// The longest upload, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// The most services of a group.
const MAX_SERVICES: usize = 32;
/// The most containers of a replica.
const MAX_CONTAINERS: usize = 64;
/// The longest text of any kind: an argument, a variable, a path.
const MAX_TEXT: usize = 64 * 1024;
/// The longest path of a health check.
const MAX_PATH: usize = 1_024;
/// The longest that a health check may take, in seconds.
const MAX_TIMEOUT: u32 = 15;
/// The most ports, variables, arguments or mounts of a service.
const MAX_ITEMS: usize = 512;

/// One group's manifest.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
	/// What runs.
	pub services: Vec<Service>,
	/// What one replica consists of. How many replicas there are the lease says.
	pub members: Vec<Member>,
}

/// What a tenant sends to the provider of one group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
	/// The version of this format.
	pub version: u8,
	/// The group's place in the deployment.
	pub group: usize,
	/// The hashes of all groups' manifests, in hexadecimal.
	pub groups: Vec<String>,
	/// The group's own.
	pub manifest: Manifest,
	/// The passwords of its services' registries. No part of what is hashed: they may change, and
	/// whoever sees the hash cannot try passwords on it.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub credentials: Vec<Credential>,
}

/// The password of a service's registry.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
	/// Which service.
	pub service: String,
	/// The password.
	pub password: Password,
}

/// A password, readable or sealed to the agent's key.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Password {
	/// As it is.
	Plain(String),
	/// As [`seal::seal`] makes it.
	Sealed(String),
}

impl std::fmt::Debug for Credential {
	/// Without the password, which has no place in a log.
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		write!(f, "Credential({})", self.service)
	}
}

/// What a password is sealed for: it opens for no other account or registry.
fn context(registry: &Registry) -> String {
	format!("registry {} {}", registry.host, registry.username)
}

/// Why a manifest is refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		f.write_str(&self.0)
	}
}

impl std::error::Error for Refusal {}

fn refuse<T>(why: impl Into<String>) -> Result<T, Refusal> {
	Err(Refusal(why.into()))
}

impl Manifest {
	/// The manifest of one of an application's groups.
	pub fn of(application: &Application, group: &Group) -> Self {
		let members = group.members.clone();
		let services = members.iter().filter_map(|member| application.service(&member.service));
		Self { services: services.cloned().collect(), members }
	}

	/// Take the registries' passwords out of it.
	fn take_passwords(&mut self) -> Vec<Credential> {
		let take = |service: &mut Service| {
			let registry = service.registry.as_mut()?;
			let password = Password::Plain(std::mem::take(&mut registry.password));
			Some(Credential { service: service.name.clone(), password })
		};
		self.services.iter_mut().filter_map(take).collect()
	}

	/// Its hash.
	pub fn hash(&self) -> [u8; 32] {
		hash_of(self)
	}

	/// Whether it can be run as it is, and fits what one replica of the lease has.
	///
	/// # Parameters
	/// - `cpu_millicores`, `memory_mib`, `disk_mib`: what the lease's terms say of one replica.
	pub fn check(
		&self,
		cpu_millicores: u32,
		memory_mib: u64,
		disk_mib: u64,
	) -> Result<(), Refusal> {
		if self.members.is_empty() || self.services.len() > MAX_SERVICES {
			return refuse(format!("a group has 1 to {MAX_SERVICES} services"));
		}
		let (mut cpu, mut memory, mut disk, mut containers) = (0u32, 0u64, 0u64, 0usize);
		let mut seen = BTreeSet::new();
		for member in &self.members {
			let name = &member.service;
			if !seen.insert(name) {
				return refuse(format!("the service '{name}' is a member twice"));
			}
			let Some(service) = self.services.iter().find(|service| service.name == *name) else {
				return refuse(format!("the member '{name}' has no service"));
			};
			check_service(service, &member.resources)?;
			let times = member.instances;
			containers = containers.saturating_add(times.into());
			if times == 0 || containers > MAX_CONTAINERS {
				return refuse(format!("a replica has 1 to {MAX_CONTAINERS} containers"));
			}
			let sums = (|| {
				cpu =
					cpu.checked_add(member.resources.cpu_millicores.checked_mul(times.into())?)?;
				memory = memory
					.checked_add(member.resources.all_memory_mib()?.checked_mul(times.into())?)?;
				disk = disk.checked_add(member.resources.disk_mib()?.checked_mul(times.into())?)?;
				Some(())
			})();
			if sums.is_none() {
				return refuse(format!("'{name}' needs more than can be counted"));
			}
		}
		if self.services.len() != self.members.len() {
			return refuse("every service must be a member exactly once");
		}
		if (cpu, memory, disk) != (cpu_millicores, memory_mib, disk_mib) {
			return refuse(format!(
				"the manifest divides up {cpu} millicores, {memory} MiB of memory and {disk} MiB of disk, \
				 but a replica of the lease has {cpu_millicores}, {memory_mib} and {disk_mib}"
			));
		}
		Ok(())
	}
}

fn check_service(service: &Service, resources: &Resources) -> Result<(), Refusal> {
	let name = &service.name;
	if !is_name(name) {
		return refuse(format!("'{name}' cannot be a service's name"));
	}
	if service.image.is_empty() || service.image.contains(char::is_whitespace) {
		return refuse(format!("'{name}' has no image, or one with spaces in its name"));
	}
	let lists = [
		service.command.len(),
		service.args.len(),
		service.env.len(),
		service.ports.len(),
		service.mounts.len(),
	];
	if lists.iter().any(|length| *length > MAX_ITEMS) {
		return refuse(format!("'{name}' has more than {MAX_ITEMS} items in a list"));
	}
	let variables = service.env.iter().flat_map(|(name, value)| [name, value]);
	let texts = variables.chain(&service.command).chain(&service.args).chain([&service.image]);
	if texts.into_iter().any(|text| text.len() > MAX_TEXT || text.contains('\0')) {
		return refuse(format!(
			"'{name}' has a text longer than {MAX_TEXT} bytes or with a zero byte"
		));
	}
	if service.env.iter().any(|(name, _)| name.is_empty() || name.contains('=')) {
		return refuse(format!("'{name}' has a variable without a name, or with '=' in it"));
	}
	if service.ports.iter().any(|port| port.port == 0 || port.external == 0) {
		return refuse(format!("'{name}' has a port 0"));
	}
	if let Some(health) = &service.health {
		let is_sound = match &health.check {
			Check::Http { port, path } => {
				*port > 0
					&& path.starts_with('/')
					&& path.len() <= MAX_PATH
					&& path.bytes().all(|byte| byte.is_ascii_graphic())
			},
			Check::Tcp { port } => *port > 0,
			Check::Exec { command } => {
				(1..=MAX_ITEMS).contains(&command.len())
					&& command.iter().all(|text| text.len() <= MAX_TEXT && !text.contains('\0'))
			},
		};
		let times = [health.interval_seconds, health.timeout_seconds, health.threshold];
		if !is_sound || times.contains(&0) || health.timeout_seconds > MAX_TIMEOUT {
			return refuse(format!("'{name}' has a check of its health that cannot be made"));
		}
	}
	if resources.cpu_millicores == 0 || resources.memory_mib == 0 {
		return refuse(format!("'{name}' has no CPU or no memory"));
	}
	let volumes: BTreeSet<_> = resources.volumes.iter().map(|volume| &volume.name).collect();
	if volumes.len() != resources.volumes.len() || !volumes.iter().all(|volume| is_name(volume)) {
		return refuse(format!(
			"'{name}' has two volumes of one name, or one with a name that none can have"
		));
	}
	let mut paths = BTreeSet::new();
	for mount in &service.mounts {
		let path = mount.path.trim_end_matches('/');
		if !volumes.contains(&mount.volume) {
			return refuse(format!(
				"'{name}' mounts the volume '{}', which it lacks",
				mount.volume
			));
		}
		let in_memory = resources
			.volumes
			.iter()
			.any(|volume| volume.name == mount.volume && volume.class == VolumeClass::Ram);
		if !is_mountable(path, in_memory) {
			return refuse(format!("'{name}' cannot mount anything at '{}'", mount.path));
		}
		if !paths.insert(path) {
			return refuse(format!("'{name}' mounts two volumes at '{path}'"));
		}
	}
	Ok(())
}

/// Absolute, plain, and not where the kernel's own file systems are; volumes in memory may be
/// `/dev/shm`.
fn is_mountable(path: &str, in_memory: bool) -> bool {
	let kernel = ["/proc", "/sys", "/dev", "/run/secrets"];
	let below = |root: &str| {
		path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
	};
	path.starts_with('/')
		&& path.len() <= 255
		&& path.split('/').skip(1).all(|part| !part.is_empty() && part != "." && part != "..")
		&& !path.contains([':', ',', '\0', '\n'])
		&& ((in_memory && path == "/dev/shm") || !kernel.into_iter().any(below))
}

/// See the deploy reader's rule for names; upper limits of container engines are the same.
fn is_name(name: &str) -> bool {
	(1..=63).contains(&name.len())
		&& name.starts_with(|first: char| first.is_ascii_alphanumeric())
		&& name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The manifests of all groups and the hash that goes on chain. Registries' passwords are beside
/// the manifests, as they are.
pub fn for_chain(application: &Application) -> ([u8; 32], Vec<Upload>) {
	let mut manifests: Vec<_> =
		application.groups.iter().map(|group| Manifest::of(application, group)).collect();
	let credentials: Vec<_> = manifests.iter_mut().map(Manifest::take_passwords).collect();
	let groups: Vec<_> = manifests.iter().map(|manifest| to_hex(&manifest.hash())).collect();
	let parts = manifests.into_iter().zip(credentials).enumerate();
	let uploads = parts.map(|(group, (manifest, credentials))| Upload {
		version: VERSION,
		group,
		groups: groups.clone(),
		manifest,
		credentials,
	});
	(root(&groups), uploads.collect())
}

fn root(groups: &[String]) -> [u8; 32] {
	hash_of(&serde_json::json!({ "version": VERSION, "groups": groups }))
}

fn hash_of(value: &impl Serialize) -> [u8; 32] {
	// Our own types have string keys and whole numbers only, so neither step can fail; an empty
	// text's hash is none that anybody could have put on chain for them.
	let text = serde_json::to_value(value).ok().and_then(|value| canonical(&value));
	blake2_256(text.unwrap_or_default().as_bytes())
}

impl Upload {
	/// Read what a tenant sent.
	pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
		if bytes.len() > MAX_BYTES {
			return refuse(format!(
				"the manifest has {} bytes; at most {MAX_BYTES} are taken",
				bytes.len()
			));
		}
		let upload: Self = serde_json::from_slice(bytes)
			.map_err(|why| Refusal(format!("this is not a manifest: {why}")))?;
		if upload.version != VERSION {
			return refuse(format!(
				"version {} of manifests is not known here, {VERSION} is",
				upload.version
			));
		}
		Ok(upload)
	}

	/// Seal the passwords that are not sealed yet to an agent's key.
	///
	/// # Errors
	/// The system has no randomness, or the key is none.
	pub fn seal(&mut self, key: &SealKey) -> Result<(), String> {
		for credential in &mut self.credentials {
			let Password::Plain(text) = &credential.password else { continue };
			let service =
				self.manifest.services.iter().find(|service| service.name == credential.service);
			let Some(registry) = service.and_then(|service| service.registry.as_ref()) else {
				continue;
			};
			credential.password = Password::Sealed(seal::seal(key, &context(registry), text)?);
		}
		Ok(())
	}

	/// The manifest with its registries' passwords in place.
	///
	/// # Errors
	/// Says which password this key does not open, or belongs to nothing.
	pub fn open(&self, opener: &Opener) -> Result<Manifest, Refusal> {
		let mut manifest = self.manifest.clone();
		for Credential { service, password } in &self.credentials {
			let own = manifest.services.iter_mut().find(|one| one.name == *service);
			let Some(registry) = own.and_then(|service| service.registry.as_mut()) else {
				return refuse(format!(
					"there is a password for '{service}', which has no registry"
				));
			};
			registry.password = match password {
				Password::Plain(text) => text.clone(),
				Password::Sealed(sealed) => {
					opener.open(&context(registry), sealed).ok_or_else(|| {
						Refusal(format!(
							"the password of '{service}' is not sealed to this agent's key"
						))
					})?
				},
			};
		}
		Ok(manifest)
	}

	/// Whether this is what the chain has the hash of, for that group of the deployment.
	pub fn verify(&self, on_chain: &[u8; 32], group: usize) -> Result<&Manifest, Refusal> {
		if self.group != group {
			return refuse(format!(
				"this is the manifest of group {}, the lease is of group {group}",
				self.group
			));
		}
		if self
			.groups
			.iter()
			.any(|hash| from_hex::<32>(hash).is_none_or(|bytes| to_hex(&bytes) != *hash))
		{
			return refuse("the list of hashes has something else in it");
		}
		let found = root(&self.groups);
		if found != *on_chain {
			return refuse(format!(
				"the manifest's hash is 0x{}, but the deployment on chain has 0x{}",
				to_hex(&found),
				to_hex(on_chain)
			));
		}
		let own = to_hex(&self.manifest.hash());
		match self.groups.get(group) {
			Some(expected) if *expected == own => Ok(&self.manifest),
			_ => refuse(format!(
				"the group's manifest has the hash {own}, which the list lacks at place {group}"
			)),
		}
	}
}
