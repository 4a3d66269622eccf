//! With a real agent behind it that runs containers by a podman of the test's own.

use super::{
	command, done, file, lease, left,
	node::{node, Node},
	units, Going,
};
use std::{
	fs,
	io::{BufRead, BufReader, Read, Write},
	net::{TcpListener, TcpStream},
	os::unix::fs::symlink,
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	time::{Duration, Instant},
};

const IMAGE: &str = "localhost/lease-test:1";
const WHO: &str = "//Provider2";

/// An agent and its podman, both ended with the test.
struct Agent {
	folder: PathBuf,
	service: Child,
	agent: Child,
	port: u16,
	certificate: String,
}

fn podman(folder: &Path) -> Command {
	let mut command = Command::new("podman");
	let place = |name: &str| folder.join(name).display().to_string();
	command
		.args(["--root", &place("root"), "--runroot", &place("run"), "--storage-driver", "vfs"])
		.args(["--runtime", "runc", "--cgroup-manager", "cgroupfs"])
		.env("CONTAINERS_CONF", folder.join("containers.conf"))
		.stdin(Stdio::null());
	command
}

/// The agent's binary lies beside ours when both are built.
fn binary() -> Result<PathBuf, String> {
	let path = Path::new(env!("CARGO_BIN_EXE_lease")).with_file_name("leasehold-agent");
	if path.is_file() {
		Ok(path)
	} else {
		Err(format!("there is no agent at {}", path.display()))
	}
}

fn missing() -> Option<String> {
	let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
	if !is_root {
		return Some("containers with limits need root here".into());
	}
	for program in ["podman", "runc"] {
		if Command::new(program).arg("--version").output().is_err() {
			return Some(format!("{program} is not installed"));
		}
	}
	let has_busybox = Path::new("/bin/busybox").exists();
	(!has_busybox).then(|| "the package busybox-static is not installed".into())
}

fn import(folder: &Path) {
	let root = folder.join("rootfs");
	for name in ["bin", "etc", "tmp", "www"] {
		fs::create_dir_all(root.join(name)).unwrap();
	}
	fs::copy("/bin/busybox", root.join("bin/busybox")).unwrap();
	for name in ["sh", "cat", "echo", "httpd", "ls", "sleep"] {
		symlink("busybox", root.join("bin").join(name)).unwrap();
	}
	fs::write(root.join("etc/passwd"), "root:x:0:0::/:/bin/sh\n").unwrap();
	fs::write(root.join("www/index.html"), "a page that is served\n").unwrap();
	let tar = folder.join("image.tar");
	let packed = Command::new("tar").arg("-C").arg(&root).arg("-cf").arg(&tar).arg(".").status();
	assert!(packed.unwrap().success());
	let imported = podman(folder).arg("import").arg(&tar).arg(IMAGE).output().unwrap();
	assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
}

impl Agent {
	fn start(node: &Node) -> Option<Self> {
		let binary = match missing().map_or_else(binary, Err) {
			Ok(binary) => binary,
			Err(why) => {
				assert!(std::env::var_os("LEASEHOLD_NEEDS_PODMAN").is_none(), "{why}");
				println!("SKIPPED: the command line with a real agent: {why}");
				return None;
			},
		};
		let folder = std::env::temp_dir().join(format!("lease-agent-{}", std::process::id()));
		fs::create_dir_all(folder.join("networks")).unwrap();
		let networks = folder.join("networks");
		let config = format!(
			"[engine]\nevents_logger = \"file\"\n[network]\nnetwork_backend = \"netavark\"\nnetwork_config_dir = \"{}\"\n",
			networks.display()
		);
		fs::write(folder.join("containers.conf"), config).unwrap();
		import(&folder);
		let socket = folder.join("podman.sock");
		let service = podman(&folder)
			.args(["system", "service", "--time=0"])
			.arg(format!("unix://{}", socket.display()))
			.stdout(Stdio::null())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
		fs::write(folder.join("secret"), WHO).unwrap();
		let config = format!(
			"directory = \"{0}/agent\"\nlook_seconds = 1\n[chain]\nnode = \"{1}\"\nsecret_file = \"{0}/secret\"\n[server]\nlisten = \"127.0.0.1:{port}\"\nhost = \"localhost\"\n[engine]\nsocket = \"{0}/podman.sock\"\naddress = \"127.0.0.1\"\nopen_files = 1024\n",
			folder.display(),
			node.url
		);
		fs::write(folder.join("agent.toml"), config).unwrap();
		let limit = Instant::now() + Duration::from_secs(10);
		while !socket.exists() && Instant::now() < limit {
			std::thread::sleep(Duration::from_millis(50));
		}
		let mut agent = Command::new(binary)
			.arg("--config")
			.arg(folder.join("agent.toml"))
			.arg("run")
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(Stdio::piped())
			.spawn()
			.unwrap();
		let mut log = BufReader::new(agent.stderr.take().unwrap()).lines();
		let certificate = log.by_ref().map_while(Result::ok).find_map(|line| {
			eprintln!("  agent: {line}");
			Some(line.split_once("certificate ")?.1.trim().to_string())
		});
		std::thread::spawn(move || {
			log.map_while(Result::ok).for_each(|line| eprintln!("  agent: {line}"))
		});
		let certificate = certificate.expect("the agent says its certificate");
		Some(Self { folder, service, agent, port, certificate })
	}

	/// What podman's own command line says.
	fn say(&self, words: &[&str]) -> String {
		String::from_utf8(podman(&self.folder).args(words).output().unwrap().stdout).unwrap()
	}
}

impl Drop for Agent {
	fn drop(&mut self) {
		let _ = self.agent.kill();
		let _ = self.agent.wait();
		let _ = podman(&self.folder).args(["rm", "--all", "--force", "--time", "0"]).output();
		let _ = podman(&self.folder).args(["network", "prune", "--force"]).output();
		let _ = self.service.kill();
		let _ = self.service.wait();
		let _ = fs::remove_dir_all(&self.folder);
	}
}

/// What comes of a command that prints no JSON.
fn raw(node: &Node, who: &str, words: &str, input: &str) -> (i32, String, String) {
	let mut command = command(node, who, words);
	let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
	let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
	let output = child.wait_with_output().unwrap();
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	(output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn page(port: u64) -> String {
	let mut stream = TcpStream::connect(("127.0.0.1", u16::try_from(port).unwrap())).unwrap();
	stream.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
	let mut text = String::new();
	let _ = stream.read_to_string(&mut text);
	text
}

/// The first number that looks like an open port in what the agent says of ports.
fn opened(json: &serde_json::Value) -> Option<u64> {
	match json {
		serde_json::Value::Number(number) => number.as_u64().filter(|port| *port > 1_024),
		serde_json::Value::Array(list) => list.iter().find_map(opened),
		serde_json::Value::Object(object) => object.values().find_map(opened),
		_ => None,
	}
}

#[test]
fn deploy_should_end_with_something_that_runs_and_answers() {
	let Some(node) = node() else { return };
	let Some(agent) = Agent::start(node) else { return };
	let endpoint = format!("https://localhost:{}", agent.port);
	done(
		node,
		WHO,
		&format!("provider register --endpoint {endpoint} --certificate {}", agent.certificate),
	);
	done(node, WHO, "provider node add --cpu 8 --memory 16Gi --disk 100Gi --ports 16");
	done(node, WHO, "provider service-key add //Provider2//service");
	let text = format!(
		"version: \"2.0\"\nservices:\n  web:\n    image: {IMAGE}\n    command: [/bin/sh, -c]\n    args: [\"echo serving; exec httpd -f -p 80 -h /www\"]\n    expose: [{{port: 80, to: [{{global: true}}]}}]\nprofiles:\n  compute:\n    web: {{resources: {{cpu: {{units: 0.5}}, memory: {{size: 48Mi}}, storage: {{size: 64Mi}}}}}}\n  placement:\n    here: {{pricing: {{web: {{denom: LHD, amount: 1}}}}}}\ndeployment:\n  web: {{here: {{profile: web, count: 1}}}}\n"
	);
	let app = agent.folder.join("app.yaml").display().to_string();
	fs::write(&app, text).unwrap();

	let who = "//Dave//stash";
	let mut deploy = Going::start(node, who, &format!("deploy {app} --deposit 5"));
	let order = deploy.until("ordered")["order"].as_u64().unwrap();
	deploy.until("open");
	done(node, WHO, &format!("provider bid {order} 1"));
	deploy.until("manifest");
	deploy.until("active");
	let (code, result) = deploy.end();
	assert_eq!(code, 0, "{result:#}");
	assert_eq!(result["groups"][0]["manifest"], true);

	let status = done(node, who, &format!("status {order}"));
	let container = &status["containers"][0];
	assert_eq!(container["container"], "web.0.0", "{status:#}");
	let port = opened(&container["ports"]).unwrap_or_else(|| panic!("no port: {status:#}"));
	assert!(page(port).contains("a page that is served"));

	let (code, out, err) = raw(node, who, &format!("logs {order}"), "");
	assert_eq!(code, 0, "{err}");
	assert!(out.contains("serving"), "{out}");
	let (code, out, err) = raw(node, who, &format!("shell {order} -- cat /www/index.html"), "");
	assert_eq!((code, out.as_str()), (0, "a page that is served\n"), "{err}");
	let (code, _, err) = raw(node, who, &format!("shell {order} -- exit 3"), "");
	assert_eq!(code, 3, "{err}");
	let (code, out, err) =
		raw(node, who, &format!("shell {order} -c web"), "echo from a shell; exit 4\n");
	assert_eq!(code, 4, "{err}");
	assert!(out.contains("from a shell"), "{out}");
	let (code, out, err) = raw(node, who, &format!("events {order}"), "");
	assert_eq!(code, 0, "{err}");
	assert!(out.contains("the manifest has come"), "{out}");

	// Somebody else in the agent's place, and somebody else in the tenant's.
	let wrong = "00".repeat(32);
	let (code, result) = lease(node, who, &format!("status {order} --certificate {wrong}"));
	assert_eq!(code, 6, "{result:#}");
	assert!(
		result["error"].as_str().unwrap().contains("not the one that is expected"),
		"{result:#}"
	);
	let (code, result) = lease(node, who, &format!("logs {order} nothing"));
	assert_eq!(code, 6, "{result:#}");
	assert!(
		result["error"].as_str().unwrap().contains("there is no container 'nothing'"),
		"{result:#}"
	);

	// Another file than the one that was ordered.
	let other = file("01-sdl-web.yaml");
	let (code, result) = lease(node, who, &format!("manifest {other} --send {order}"));
	assert_eq!(code, 4, "{result:#}");
	assert!(result["error"].as_str().unwrap().contains("'lease update'"), "{result:#}");
	assert_eq!(left(&result), "[]");

	let closed = done(node, who, &format!("close {order}"));
	assert!(units(&closed["closed"][0]["refunded"]) > 4_000_000_000_000, "{closed:#}");
	let limit = Instant::now() + Duration::from_secs(60);
	while agent.say(&["ps", "--quiet"]).contains(char::is_alphanumeric) {
		assert!(Instant::now() < limit, "a container of a lease that has ended still runs");
		std::thread::sleep(Duration::from_secs(1));
	}
}
