//! A podman with storage and networks of its own, and an image made on the spot.

use super::{folder, Guarded};
use std::{
	fs,
	os::unix::fs::symlink,
	path::{Path, PathBuf},
	process::{Command, Stdio},
	time::{Duration, Instant},
};

/// The image: a static busybox that serves a page, and nothing else.
pub const IMAGE: &str = "localhost/leasehold-test:1";

/// The programs of busybox that the image has.
const PROGRAMS: [&str; 15] = [
	"sh", "cat", "echo", "sleep", "httpd", "id", "yes", "dd", "true", "false", "nc", "wget",
	"grep", "ls", "stty",
];

/// What makes a podman the test's own.
const OWN: &str = r#"--root "$FOLDER/root" --runroot "$FOLDER/run" --storage-driver vfs --runtime runc --cgroup-manager cgroupfs"#;

/// Stores of their own do not keep engines' bridges apart: one at a time has the lock. What runs in
/// containers is ended too when the test ends; the lock is not passed on to it.
const SCRIPT: &str = r#"
exec 9>/tmp/leasehold-podman.lock
flock 9
service 2>/dev/null </dev/null &
service=$!
until_the_end
own rm --all --force --time 0
own network prune --force
# Those of commands run in containers would wait for five minutes more.
pkill -KILL -f "conmon .*$FOLDER/"
kill $service
wait $service
cd /
rm -rf "$FOLDER"
"#;

/// A podman of the test's own, stopped and emptied with it.
pub struct Podman {
	/// What is in here goes with it.
	pub folder: PathBuf,
	_service: Guarded,
}

impl Podman {
	/// Start one, or say why the test is skipped.
	pub fn start(name: &str) -> Option<Self> {
		if let Some(why) = missing() {
			assert!(std::env::var_os("LEASEHOLD_NEEDS_PODMAN").is_none(), "{why}");
			println!("SKIPPED {name}: {why}");
			return None;
		}
		let folder = folder(&format!("podman-{name}"));
		let networks = folder.join("networks");
		fs::create_dir_all(&networks).unwrap();
		let config = format!(
			"[engine]\nevents_logger = \"file\"\n[network]\nnetwork_backend = \"netavark\"\nnetwork_config_dir = \"{}\"\n",
			networks.display()
		);
		fs::write(folder.join("containers.conf"), config).unwrap();
		let conf = folder.join("containers.conf").display().to_string();
		// In the place of the job's own shell, which would be killed alone.
		let script = format!(
			"own() {{ podman {OWN} \"$@\" 9>&-; }}\nservice() {{ exec podman {OWN} system service --time=0 \"unix://$FOLDER/podman.sock\" 9>&-; }}\n{SCRIPT}"
		);
		let service = Guarded::start(&script, &folder, &[("CONTAINERS_CONF", &conf)]);
		let podman = Self { folder, _service: service };
		// Others may have to end first.
		let limit = Instant::now() + Duration::from_secs(600);
		while !podman.socket().exists() {
			assert!(Instant::now() < limit, "podman does not start");
			std::thread::sleep(Duration::from_millis(50));
		}
		podman.import();
		Some(podman)
	}

	/// Where it listens.
	pub fn socket(&self) -> PathBuf {
		self.folder.join("podman.sock")
	}

	/// What podman's own command line says.
	pub fn say(&self, arguments: &[&str]) -> String {
		let output = Command::new("sh")
			.args(["-c", &format!("exec podman {OWN} \"$@\""), "podman"])
			.args(arguments)
			.current_dir(&self.folder)
			.env("FOLDER", &self.folder)
			.env("CONTAINERS_CONF", self.folder.join("containers.conf"))
			.stdin(Stdio::null())
			.output()
			.unwrap();
		let errors = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{arguments:?}: {errors}");
		String::from_utf8(output.stdout).unwrap()
	}

	fn import(&self) {
		let root = self.folder.join("rootfs");
		for name in ["bin", "etc", "tmp", "www", "data"] {
			fs::create_dir_all(root.join(name)).unwrap();
		}
		fs::copy("/bin/busybox", root.join("bin/busybox")).unwrap();
		for name in PROGRAMS {
			symlink("busybox", root.join("bin").join(name)).unwrap();
		}
		fs::write(root.join("etc/passwd"), "root:x:0:0::/:/bin/sh\n").unwrap();
		fs::write(root.join("www/index.html"), "a page that is served\n").unwrap();
		let tar = self.folder.join("image.tar");
		let packed =
			Command::new("tar").arg("-C").arg(&root).arg("-cf").arg(&tar).arg(".").status();
		assert!(packed.unwrap().success());
		self.say(&["import", &tar.display().to_string(), IMAGE]);
	}
}

fn missing() -> Option<String> {
	let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
	if !is_root {
		return Some("containers with limits need root here".into());
	}
	for program in ["podman", "runc", "iptables", "flock"] {
		if Command::new(program).arg("--version").output().is_err() {
			return Some(format!("{program} is not installed"));
		}
	}
	(!Path::new("/bin/busybox").exists())
		.then(|| "the package busybox-static is not installed".into())
}
