//! A podman of the test's own and a chain in memory.

#![allow(dead_code)]

use leasehold_agent::{
	agent::Agent,
	chain::{Act, Chain, ChainError, Lease, LeaseState},
	runtime::{
		docker::{Engine, Limits},
		egress::Range,
	},
	store::Store,
};
use leasehold_client::{
	account::AccountId,
	deploy::{self, Options},
	manifest::{self, Upload},
	replay::Replays,
};
use std::{
	fs,
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	sync::{Arc, Mutex, MutexGuard},
	time::Duration,
};

/// The image that the tests run: a static busybox and nothing else.
pub const IMAGE: &str = "localhost/leasehold-test:1";
/// The provider of all tests.
pub const PROVIDER: AccountId = AccountId([8; 32]);

/// A podman service with storage of its own, stopped and emptied with the test.
pub struct Podman {
	directory: PathBuf,
	service: Child,
	/// The range of its containers' networks.
	pub range: Option<Range>,
	/// Stores of their own do not keep engines' bridges apart: one test at a time.
	_turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::new(());

impl Podman {
	/// Start one, or say why the test is skipped.
	pub fn start(name: &str) -> Option<Self> {
		let missing = missing();
		if let Some(why) = missing {
			assert!(std::env::var_os("LEASEHOLD_NEEDS_PODMAN").is_none(), "{why}");
			eprintln!("SKIPPED {name}: {why}");
			return None;
		}
		let turn = TURN.lock().unwrap_or_else(|failed| failed.into_inner());
		let directory =
			std::env::temp_dir().join(format!("leasehold-{name}-{}", std::process::id()));
		fs::create_dir_all(&directory).unwrap();
		image(&directory);
		let imported = podman(&directory)
			.arg("import")
			.arg(directory.join("image.tar"))
			.arg(IMAGE)
			.output()
			.unwrap();
		assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
		let socket = directory.join("podman.sock");
		let service = podman(&directory)
			.args(["system", "service", "--time=0"])
			.arg(format!("unix://{}", socket.display()))
			.stdout(Stdio::null())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		for _ in 0..100 {
			if socket.exists() {
				break;
			}
			std::thread::sleep(Duration::from_millis(50));
		}
		Some(Self { directory, service, range: None, _turn: turn })
	}

	/// Another connection of the agent to it.
	pub async fn engine(&self) -> Engine {
		let limits = Limits {
			address: "127.0.0.1".into(),
			open_files: 1_024,
			enforce: true,
			closed: self.range,
			gpus: Vec::new(),
		};
		let socket = self.directory.join("podman.sock");
		Engine::connect(&socket.display().to_string(), &PROVIDER.to_string(), limits).await.unwrap()
	}

	/// An agent as it is after a start.
	pub async fn agent(&self, book: &Book) -> Arc<Agent<Book, Engine>> {
		let store = Store::open(&self.directory).unwrap();
		let replays = Replays::open(&self.directory.join("replays"), 0).unwrap();
		Agent::new(book.clone(), self.engine().await, store, replays, Default::default())
	}

	/// What podman's own command line says.
	pub fn say(&self, arguments: &[&str]) -> String {
		let output = podman(&self.directory).args(arguments).output().unwrap();
		assert!(
			output.status.success(),
			"{arguments:?}: {}",
			String::from_utf8_lossy(&output.stderr)
		);
		String::from_utf8(output.stdout).unwrap()
	}
}

impl Drop for Podman {
	fn drop(&mut self) {
		let _ = podman(&self.directory).args(["rm", "--all", "--force", "--time", "0"]).output();
		let _ = podman(&self.directory).args(["network", "prune", "--force"]).output();
		let _ = self.service.kill();
		let _ = self.service.wait();
		let _ = fs::remove_dir_all(&self.directory);
	}
}

fn missing() -> Option<String> {
	let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
	if !is_root {
		return Some("containers with limits need root here".into());
	}
	for program in ["podman", "runc", "iptables"] {
		if Command::new(program).arg("--version").output().is_err() {
			return Some(format!("{program} is not installed"));
		}
	}
	(!Path::new("/bin/busybox").exists())
		.then(|| "the package busybox-static is not installed".into())
}

fn podman(directory: &Path) -> Command {
	let mut command = Command::new("podman");
	let place = |name: &str| directory.join(name).display().to_string();
	command
		.args(["--root", &place("root"), "--runroot", &place("run")])
		.args(["--storage-driver", "vfs", "--runtime", "runc", "--cgroup-manager", "cgroupfs"])
		.env("CONTAINERS_CONF", config(directory))
		.stdin(Stdio::null());
	command
}

/// Networks of the test's own too.
fn config(directory: &Path) -> PathBuf {
	let path = directory.join("containers.conf");
	let networks = directory.join("networks");
	let text = format!(
		"[engine]\nevents_logger = \"file\"\n[network]\nnetwork_backend = \"netavark\"\nnetwork_config_dir = \"{}\"\n",
		networks.display()
	);
	let _ = fs::create_dir_all(networks);
	let _ = fs::write(&path, text);
	path
}

fn image(directory: &Path) {
	let root = directory.join("rootfs");
	for folder in ["bin", "etc", "tmp", "www", "data"] {
		fs::create_dir_all(root.join(folder)).unwrap();
	}
	fs::copy("/bin/busybox", root.join("bin/busybox")).unwrap();
	for name in [
		"sh", "cat", "echo", "sleep", "httpd", "id", "yes", "dd", "true", "false", "nc", "wget",
		"grep", "ls",
	] {
		let _ = std::os::unix::fs::symlink("busybox", root.join("bin").join(name));
	}
	fs::write(root.join("etc/passwd"), "root:x:0:0::/:/bin/sh\n").unwrap();
	fs::write(root.join("www/index.html"), "a page that is served\n").unwrap();
	let packed = Command::new("tar")
		.arg("-C")
		.arg(&root)
		.arg("-cf")
		.arg(directory.join("image.tar"))
		.arg(".")
		.status();
	assert!(packed.unwrap().success());
}

/// The leases that a test puts on its chain, and what the agent did there.
#[derive(Clone, Default)]
pub struct Book {
	/// The leases.
	pub leases: Arc<Mutex<Vec<Lease>>>,
	/// Everything the agent has done.
	pub acts: Arc<Mutex<Vec<(u64, Act)>>>,
	/// Whether the node is away.
	pub away: Arc<Mutex<bool>>,
}

impl Book {
	/// Put a deploy file's first group on chain, awarded; its upload.
	pub fn award(&self, id: u64, tenant: AccountId, file: &str) -> Upload {
		let outcome = deploy::read(file, &Options::default());
		let application =
			outcome.application.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
		let (manifest, mut uploads) = manifest::for_chain(&application);
		let group = &application.groups[0];
		self.leases.lock().unwrap().push(Lease {
			id,
			group: 0,
			tenant,
			manifest,
			replicas: group.replicas,
			cpu_millicores: group.resources.cpu_millicores,
			memory_mib: group.resources.all_memory_mib().unwrap(),
			disk_mib: group.resources.disk_mib().unwrap(),
			state: LeaseState::Awarded,
		});
		uploads.remove(0)
	}

	/// Change a lease.
	pub fn change(&self, id: u64, change: impl Fn(&mut Lease)) {
		self.leases.lock().unwrap().iter_mut().filter(|lease| lease.id == id).for_each(change);
	}

	/// End a lease.
	pub fn end(&self, id: u64) {
		self.leases.lock().unwrap().retain(|lease| lease.id != id);
	}

	/// What was done with a lease.
	pub fn acts(&self, id: u64) -> Vec<Act> {
		self.acts
			.lock()
			.unwrap()
			.iter()
			.filter(|(lease, _)| *lease == id)
			.map(|(_, act)| *act)
			.collect()
	}
}

impl Chain for Book {
	fn genesis(&self) -> [u8; 32] {
		[7; 32]
	}

	fn provider(&self) -> AccountId {
		PROVIDER
	}

	fn sign(&self, _: &[u8]) -> [u8; 64] {
		[0; 64]
	}

	async fn leases(&self) -> Result<Vec<Lease>, ChainError> {
		match *self.away.lock().unwrap() {
			true => Err(ChainError("the node is away".into())),
			false => Ok(self.leases.lock().unwrap().clone()),
		}
	}

	async fn act(&self, lease: u64, act: Act) -> Result<(), ChainError> {
		self.acts.lock().unwrap().push((lease, act));
		self.change(lease, |lease| {
			lease.state = match act {
				Act::Confirm | Act::Resume => LeaseState::Active,
				Act::Pause => LeaseState::Paused,
			}
		});
		Ok(())
	}
}

/// A deploy file of one service with a volume and a public port 80.
pub fn file(image: &str, script: &str, count: u16) -> String {
	format!(
		r#"version: "2.0"
services:
  web:
    image: {image}
    command: [/bin/sh, -c]
    args:
      - |
        {script}
    env: [GREETING=good day]
    params: {{storage: {{data: {{mount: /data}}, fast: {{mount: /fast}}}}}}
    expose: [{{port: 80, to: [{{global: true}}]}}]
profiles:
  compute:
    web:
      resources:
        cpu: {{units: 0.5}}
        memory: {{size: 48Mi}}
        storage:
          - {{size: 64Mi}}
          - {{name: data, size: 64Mi, attributes: {{persistent: true, class: default}}}}
          - {{name: fast, size: 16Mi, attributes: {{persistent: false, class: ram}}}}
  placement:
    here: {{pricing: {{web: {{denom: LHD, amount: 1}}}}}}
deployment:
  web: {{here: {{profile: web, count: {count}}}}}
"#
	)
}

/// A script that serves the image's page.
pub const SERVE: &str = "echo serving; exec httpd -f -p 80 -h /www";
