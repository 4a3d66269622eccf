//! A validator's own policy: read from a file, handed to the off-chain worker through its
//! database, and read again whenever the file changes.

use codec::Encode;
use leasehold_primitives::{
	policy::{NodePolicy, ServicePolicy, POLICY_KEY},
	ManifestHash,
};
use leasehold_runtime::AccountId;
#[cfg(target_os = "linux")]
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use serde::Deserialize;
use sp_core::offchain::{OffchainStorage, STORAGE_PREFIX};
use std::{
	path::{Path, PathBuf},
	str::FromStr,
};

/// The largest policy file that is read, in bytes.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// The file's form.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PolicyFile {
	denied_manifests: Vec<String>,
	denied_tenants: Vec<String>,
	maximum: Maximum,
	service: Option<Service>,
}

/// The file's section `[service]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
	url: Option<String>,
	proxy: Option<String>,
	#[serde(default = "default_deadline")]
	deadline_ms: u32,
	#[serde(default = "default_size")]
	max_bytes: u32,
}

/// How long the service's answers may take if the file does not say, in milliseconds.
fn default_deadline() -> u32 {
	2_000
}

/// The largest answer if the file does not say, in bytes.
fn default_size() -> u32 {
	4_096
}

/// How long the service's answers may take, in milliseconds. A later vote is no worse than an
/// earlier one, but each run of the worker holds a thread for so long.
const DEADLINES: std::ops::RangeInclusive<u32> = 100..=10_000;

/// How large an answer may be, in bytes.
const SIZES: std::ops::RangeInclusive<u32> = 16..=65_536;

/// The file's section `[maximum]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Maximum {
	cpu_millicores: Option<u64>,
	memory_mib: Option<u64>,
	storage_mib: Option<u64>,
	gpu_units: Option<u64>,
}

impl Service {
	/// What the off-chain worker is to know of it.
	fn policy(self) -> Result<ServicePolicy, String> {
		let url = match (self.url, self.proxy) {
			(Some(url), None) => match host(&url)? {
				host if is_loopback(host) => url,
				host => {
					return Err(format!(
						"service: `{host}` is not an address of this machine, such as 127.0.0.1 or \
						 [::1]; a proxy elsewhere goes under `proxy`"
					))
				},
			},
			(None, Some(proxy)) => host(&proxy).map(|_| proxy.clone())?,
			_ => return Err("service: give either `url` or `proxy`".into()),
		};
		let within = |name: &str, value: u32, bounds: std::ops::RangeInclusive<u32>| match bounds
			.contains(&value)
		{
			true => Ok(value),
			false => Err(format!(
				"service: {name} = {value} is not from {} to {}",
				bounds.start(),
				bounds.end(),
			)),
		};
		Ok(ServicePolicy {
			url: url.into_bytes(),
			deadline_ms: within("deadline_ms", self.deadline_ms, DEADLINES)?,
			max_bytes: within("max_bytes", self.max_bytes, SIZES)?,
		})
	}
}

/// The host in a URL of the kind that the service may have.
fn host(url: &str) -> Result<&str, String> {
	let wrong = || format!("service: `{url}` is not like http://host:port/path");
	let rest = ["http://", "https://"]
		.iter()
		.find_map(|scheme| url.strip_prefix(scheme))
		.ok_or_else(wrong)?;
	let odd = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\\';
	let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
	if url.contains(odd) || authority.contains('@') {
		return Err(wrong());
	}
	let (host, port) = match authority.rfind(']') {
		Some(end) => authority.split_at(end + 1),
		None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
	};
	let has_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
	match host.is_empty() || !has_port {
		true => Err(wrong()),
		false => Ok(host),
	}
}

fn is_port(text: &str) -> bool {
	text.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Whether `host` is written as an address of this machine. A name, `localhost` too, could be
/// resolved to any other.
fn is_loopback(host: &str) -> bool {
	use std::net::{Ipv4Addr, Ipv6Addr};
	let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
	match v6 {
		Some(v6) => v6.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback()),
		None => host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback()),
	}
}

/// Understand the text of a policy file.
///
/// # Errors
/// Names the value that is wrong.
pub fn parse(text: &str) -> Result<NodePolicy, String> {
	let file: PolicyFile = toml::from_str(text).map_err(|error| error.to_string())?;
	let denied_manifests = file
		.denied_manifests
		.iter()
		.map(|hash| {
			ManifestHash::from_str(hash)
				.map_err(|_| format!("denied_manifests: `{hash}` is not 32 bytes of hex"))
		})
		.collect::<Result<_, _>>()?;
	let denied_tenants = file
		.denied_tenants
		.iter()
		.map(|tenant| {
			AccountId::from_str(tenant)
				.map(Into::into)
				.map_err(|error| format!("denied_tenants: `{tenant}` is not an address: {error}"))
		})
		.collect::<Result<_, _>>()?;
	Ok(NodePolicy {
		denied_manifests,
		denied_tenants,
		max_cpu_millicores: file.maximum.cpu_millicores,
		max_memory_mib: file.maximum.memory_mib,
		max_storage_mib: file.maximum.storage_mib,
		max_gpu_units: file.maximum.gpu_units,
		service: file.service.map(Service::policy).transpose()?,
	})
}

/// Read and understand the policy file at `path`.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read(path: &Path) -> Result<NodePolicy, String> {
	let failed = |error: String| format!("approval policy `{}`: {error}", path.display());
	let size = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?.len();
	if size > MAX_FILE {
		return Err(failed(format!("{size} bytes are more than the {MAX_FILE} that are read")));
	}
	let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
	parse(&text).map_err(failed)
}

/// Hand `policy` to the off-chain worker. Without one, what an earlier run handed over goes.
pub fn store(storage: &mut impl OffchainStorage, policy: Option<&NodePolicy>) {
	match policy {
		Some(policy) => storage.set(STORAGE_PREFIX, POLICY_KEY, &policy.encode()),
		None => storage.remove(STORAGE_PREFIX, POLICY_KEY),
	}
}

/// Keeps a policy file watched. Dropping it ends that.
pub struct PolicyWatcher(#[allow(dead_code)] RecommendedWatcher);

/// Hand the policy at `path` over, now and after each change. A change that cannot be read leaves
/// the policy before it in force, and is logged.
///
/// # Errors
/// Names the file if it cannot be read at first, or cannot be watched.
pub fn watch<S>(path: &Path, mut storage: S) -> Result<PolicyWatcher, String>
where
	S: OffchainStorage + 'static,
{
	let mut current = read(path)?;
	store(&mut storage, Some(&current));
	announce(path, &current);

	let file = path.to_owned();
	let react = move |event: notify::Result<notify::Event>| {
		if !event.is_ok_and(|event| concerns(&event, &file)) {
			return;
		}
		match read(&file) {
			Ok(policy) if policy != current => {
				store(&mut storage, Some(&policy));
				announce(&file, &policy);
				current = policy;
			},
			Ok(_) => {},
			Err(error) => log::warn!("{error}; the policy read before stays in force"),
		}
	};
	let failed =
		|error: notify::Error| format!("cannot watch the policy `{}`: {error}", path.display());
	let mut watcher = notify::recommended_watcher(react).map_err(failed)?;
	// The folder, not the file: editors replace files, and a watch on one would go with it.
	watcher.watch(&folder(path), RecursiveMode::NonRecursive).map_err(failed)?;
	Ok(PolicyWatcher(watcher))
}

/// The folder that `path` lies in.
fn folder(path: &Path) -> PathBuf {
	match path.parent() {
		Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
		_ => PathBuf::from("."),
	}
}

/// Whether `event` says that somebody has finished writing `file`.
fn concerns(event: &notify::Event, file: &Path) -> bool {
	// A folder of symbolic links (as orchestrators mount settings) changes by another name.
	let linked = file.is_symlink();
	is_finished(&event.kind)
		&& (linked || event.paths.iter().any(|path| path.file_name() == file.file_name()))
}

/// Whether an event of this kind leaves a file whole. Many programs empty a file before they
/// write it: read in between, it would be a policy that denies nothing.
#[cfg(target_os = "linux")]
fn is_finished(kind: &EventKind) -> bool {
	matches!(
		kind,
		EventKind::Access(AccessKind::Close(AccessMode::Write))
			| EventKind::Modify(ModifyKind::Name(_))
	)
}

/// Whether an event of this kind leaves a file whole. Nobody says when a file is closed here, so
/// wait for as long as a writer takes.
#[cfg(not(target_os = "linux"))]
fn is_finished(kind: &EventKind) -> bool {
	let written = kind.is_modify() || kind.is_create();
	if written {
		std::thread::sleep(std::time::Duration::from_millis(200));
	}
	written
}

/// Log what the policy amounts to.
fn announce(path: &Path, policy: &NodePolicy) {
	let service = policy.service.as_ref().map(|service| String::from_utf8_lossy(&service.url));
	log::info!(
		"📜 Approval policy `{}`: {} manifests and {} tenants denied; {}",
		path.display(),
		policy.denied_manifests.len(),
		policy.denied_tenants.len(),
		service.map_or("no service is asked".into(), |url| format!("`{url}` is asked")),
	);
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use parking_lot::Mutex;
	use sp_core::offchain::storage::InMemOffchainStorage;
	use std::{sync::Arc, thread::sleep, time::Duration};

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	#[test]
	fn parse_should_read_every_key() {
		let hash = "0x".to_string() + &"ab".repeat(32);
		let text = format!(
			"denied_manifests = [\"{hash}\"]\ndenied_tenants = [\"{ALICE}\"]\n[maximum]\n\
			 cpu_millicores = 1\nmemory_mib = 2\nstorage_mib = 3\ngpu_units = 4\n",
		);
		let alice = AccountId::from_str(ALICE).unwrap();
		assert_eq!(
			parse(&text),
			Ok(NodePolicy {
				denied_manifests: vec![ManifestHash::repeat_byte(0xab)],
				denied_tenants: vec![alice.into()],
				max_cpu_millicores: Some(1),
				max_memory_mib: Some(2),
				max_storage_mib: Some(3),
				max_gpu_units: Some(4),
				service: None,
			})
		);
		assert_eq!(parse(""), Ok(NodePolicy::default()));
	}

	#[test]
	fn parse_should_read_the_service() {
		let service = |text: &str| parse(&format!("[service]\n{text}")).unwrap().service.unwrap();
		assert_eq!(
			service(
				"url = \"http://127.0.0.1:9000/assess?x=1\"\ndeadline_ms = 500\nmax_bytes = 99"
			),
			ServicePolicy {
				url: b"http://127.0.0.1:9000/assess?x=1".to_vec(),
				deadline_ms: 500,
				max_bytes: 99,
			}
		);
		for url in ["http://127.1.2.3", "http://[::1]:80/", "https://127.0.0.1/"] {
			let read = service(&format!("url = \"{url}\""));
			assert_eq!(
				read,
				ServicePolicy { url: url.into(), deadline_ms: 2_000, max_bytes: 4_096 }
			);
		}
		let proxy = service("proxy = \"http://proxy.internal:3128/assess\"");
		assert_eq!(proxy.url, b"http://proxy.internal:3128/assess");
	}

	#[test]
	fn parse_should_refuse_a_service_that_is_elsewhere_or_unclear() {
		for (text, named) in [
			("url = \"http://10.0.0.1/\"", "10.0.0.1"),
			("url = \"http://localhost:9000/\"", "localhost"),
			("url = \"http://127.0.0.1.evil.example/\"", "evil.example"),
			("url = \"http://127.0.0.1@evil.example/\"", "evil.example"),
			("url = \"http://127.0.0.1:9000@evil.example/\"", "evil.example"),
			("url = \"http://[::2]/\"", "[::2]"),
			("url = \"http://127.0.0.1\\\\@evil.example/\"", "not like"),
			("url = \"http:///assess\"", "not like"),
			("url = \"http://127.0.0.1:0/\"", "not like"),
			("url = \"http://127.0.0.1:99999/\"", "not like"),
			("url = \"127.0.0.1:9000\"", "not like"),
			("url = \"ftp://127.0.0.1/\"", "not like"),
			("proxy = \"proxy.internal\"", "not like"),
			("", "either"),
			("url = \"http://127.0.0.1\"\nproxy = \"http://127.0.0.1\"", "either"),
			("url = \"http://127.0.0.1\"\ndeadline_ms = 99", "deadline_ms"),
			("url = \"http://127.0.0.1\"\ndeadline_ms = 10001", "deadline_ms"),
			("url = \"http://127.0.0.1\"\nmax_bytes = 15", "max_bytes"),
			("url = \"http://127.0.0.1\"\nport = 1", "port"),
		] {
			let error = parse(&format!("[service]\n{text}")).unwrap_err();
			assert!(error.contains(named), "{text}: {error}");
		}
	}

	#[test]
	fn parse_should_name_what_is_wrong() {
		for (text, named) in [
			("denied_manifests = [\"0x12\"]", "0x12"),
			("denied_tenants = [\"nobody\"]", "nobody"),
			("denied_tenant = []", "denied_tenant"),
			("[maximum]\ncpus = 1", "cpus"),
			("[maximum]\ncpu_millicores = -1", "cpu_millicores"),
			("denied_manifests = 3", "denied_manifests"),
		] {
			let error = parse(text).unwrap_err();
			assert!(error.contains(named), "{text}: {error}");
		}
	}

	/// Storage that a test can look into while the watcher writes.
	#[derive(Clone, Default)]
	struct Shared(Arc<Mutex<InMemOffchainStorage>>);

	impl Shared {
		fn policy(&self) -> Option<NodePolicy> {
			let bytes = self.get(STORAGE_PREFIX, POLICY_KEY)?;
			NodePolicy::decode(&mut &bytes[..]).ok()
		}

		/// Wait until the policy allows this much CPU.
		fn wait_for(&self, cpu: u64) {
			for _ in 0..100 {
				if self.policy().is_some_and(|policy| policy.max_cpu_millicores == Some(cpu)) {
					return;
				}
				sleep(Duration::from_millis(50));
			}
			panic!("no policy with {cpu} millicores came: {:?}", self.policy());
		}
	}

	impl OffchainStorage for Shared {
		fn set(&mut self, prefix: &[u8], key: &[u8], value: &[u8]) {
			self.0.lock().set(prefix, key, value)
		}
		fn remove(&mut self, prefix: &[u8], key: &[u8]) {
			self.0.lock().remove(prefix, key)
		}
		fn get(&self, prefix: &[u8], key: &[u8]) -> Option<Vec<u8>> {
			self.0.lock().get(prefix, key)
		}
		fn compare_and_set(
			&mut self,
			prefix: &[u8],
			key: &[u8],
			old: Option<&[u8]>,
			new: &[u8],
		) -> bool {
			self.0.lock().compare_and_set(prefix, key, old, new)
		}
	}

	#[test]
	fn watch_should_follow_the_file_and_keep_the_last_good_policy() {
		let folder = std::env::temp_dir().join(format!("leasehold-policy-{}", std::process::id()));
		std::fs::create_dir_all(&folder).unwrap();
		let file = folder.join("policy.toml");
		let limit = |cpu: u64| format!("[maximum]\ncpu_millicores = {cpu}\n");
		let storage = Shared::default();

		assert!(watch(&file, storage.clone()).is_err(), "there is no file yet");
		std::fs::write(&file, limit(1)).unwrap();
		let watcher = watch(&file, storage.clone()).unwrap();
		storage.wait_for(1);

		std::fs::write(&file, limit(2)).unwrap();
		storage.wait_for(2);

		std::fs::write(&file, "not toml at all [").unwrap();
		sleep(Duration::from_millis(300));
		storage.wait_for(2);

		// Emptied first and written later: never in force while it is empty.
		let mut slow = std::fs::File::create(&file).unwrap();
		sleep(Duration::from_millis(300));
		storage.wait_for(2);
		std::io::Write::write_all(&mut slow, limit(4).as_bytes()).unwrap();
		drop(slow);
		storage.wait_for(4);

		// As editors do it: a new file takes the old one's name.
		std::fs::write(folder.join("new"), limit(3)).unwrap();
		std::fs::rename(folder.join("new"), &file).unwrap();
		storage.wait_for(3);

		drop(watcher);
		let mut storage = storage;
		store(&mut storage, None);
		assert_eq!(storage.policy(), None);
		std::fs::remove_dir_all(&folder).unwrap();
	}
}
