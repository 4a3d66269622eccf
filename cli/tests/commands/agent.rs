//! With a real agent behind it that runs containers by a podman of the test's own.

use super::{
	command, done, file, lease, left,
	node::node,
	support::{
		free_port,
		node::Node,
		podman::{Podman, IMAGE},
		Guarded, SEED,
	},
	units, Going,
};
use std::{
	fs,
	io::{Read, Write},
	net::TcpStream,
	path::{Path, PathBuf},
	process::{Command, Stdio},
	time::{Duration, Instant},
};

const WHO: &str = "//Provider2";

/// Ends with the test.
const SCRIPT: &str = r#"
"$AGENT" --config agent.toml run 2>log </dev/null &
agent=$!
until_the_end
kill -KILL $agent
"#;

/// An agent and its podman, both ended with the test.
struct Agent {
	// Ends first, as it is declared first.
	_process: Guarded,
	podman: Podman,
	port: u16,
	certificate: String,
}

/// The agent's binary lies beside ours when both are built.
fn binary() -> Result<PathBuf, String> {
	let path = Path::new(env!("CARGO_BIN_EXE_lease")).with_file_name("leasehold-agent");
	match path.is_file() {
		true => Ok(path),
		false => Err(format!("there is no agent at {}", path.display())),
	}
}

impl Agent {
	fn start(node: &Node) -> Option<Self> {
		let podman = Podman::start("lease")?;
		let binary = match binary() {
			Ok(binary) => binary.display().to_string(),
			Err(why) => {
				assert!(std::env::var_os("LEASEHOLD_NEEDS_NODE").is_none(), "{why}");
				println!("SKIPPED: the command line with a real agent: {why}");
				return None;
			},
		};
		let (folder, port) = (podman.folder.clone(), free_port());
		fs::write(folder.join("secret"), format!("{SEED}{WHO}")).unwrap();
		let config = format!(
			"directory = \"{0}/agent\"\nlook_seconds = 1\n[chain]\nnode = \"{1}\"\nsecret_file = \"{0}/secret\"\n[server]\nlisten = \"127.0.0.1:{port}\"\nhost = \"localhost\"\n[engine]\nsocket = \"{0}/podman.sock\"\naddress = \"127.0.0.1\"\nopen_files = 1024\nnetworks = \"open\"\n",
			folder.display(),
			node.url
		);
		fs::write(folder.join("agent.toml"), config).unwrap();
		let process = Guarded::start(SCRIPT, &folder, &[("AGENT", &binary)]);
		let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
		let limit = Instant::now() + Duration::from_secs(60);
		let certificate = loop {
			let text = log();
			if let Some((_, rest)) = text.split_once("certificate ") {
				if let Some((certificate, _)) = rest.split_once('\n') {
					break certificate.trim().to_string();
				}
			}
			assert!(Instant::now() < limit, "the agent does not say its certificate: {text}");
			std::thread::sleep(Duration::from_millis(100));
		};
		Some(Self { _process: process, podman, port, certificate })
	}
}

impl Drop for Agent {
	fn drop(&mut self) {
		if std::thread::panicking() {
			let log = fs::read_to_string(self.podman.folder.join("log")).unwrap_or_default();
			eprintln!("the agent's log:\n{log}");
		}
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

/// What a command in a terminal of 33 rows and 77 columns says of its own.
fn size_in_a_terminal(node: &Node, who: &str, order: u64) -> String {
	let lease = env!("CARGO_BIN_EXE_lease");
	let command = format!(
		"stty rows 33 cols 77; exec {lease} --url {} --suri {SEED}{who} shell {order} -- 'sleep 2; stty size'",
		node.url
	);
	let mut script = Command::new("script");
	script.args(["-qec", &command, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
	let mut child = script.spawn().unwrap();
	// An end of input would be a key.
	let _input = child.stdin.take();
	let mut text = String::new();
	child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
	let _ = child.wait();
	text
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
		"version: \"2.0\"\nservices:\n  web:\n    image: {IMAGE}\n    credentials: {{host: registry.example, username: somebody, password: secret}}\n    command: [/bin/sh, -c]\n    args: [\"echo serving; exec httpd -f -p 80 -h /www\"]\n    expose: [{{port: 80, to: [{{global: true}}]}}]\nprofiles:\n  compute:\n    web: {{resources: {{cpu: {{units: 0.5}}, memory: {{size: 48Mi}}, storage: {{size: 64Mi}}}}}}\n  placement:\n    here: {{pricing: {{web: {{denom: LHD, amount: 1}}}}}}\ndeployment:\n  web: {{here: {{profile: web, count: 1}}}}\n"
	);
	let app = agent.podman.folder.join("app.yaml").display().to_string();
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
	let size = size_in_a_terminal(node, who, order);
	assert!(size.contains("33 77"), "{size:?}");
	let (code, out, err) = raw(node, who, &format!("events {order}"), "");
	assert_eq!(code, 0, "{err}");
	assert!(out.contains("the manifest has come with 1 passwords, 1 of them sealed"), "{out}");

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
	while agent.podman.say(&["ps", "--quiet"]).contains(char::is_alphanumeric) {
		assert!(Instant::now() < limit, "a container of a lease that has ended still runs");
		std::thread::sleep(Duration::from_secs(1));
	}
}
