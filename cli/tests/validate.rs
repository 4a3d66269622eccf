//! The binary itself, as a tenant runs it.

use serde_json::Value;
use std::{
	io::Write,
	path::PathBuf,
	process::{Command, Output, Stdio},
};

fn lease(arguments: &[&str], input: &str) -> Output {
	let mut child = Command::new(env!("CARGO_BIN_EXE_lease"))
		.args(arguments)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	// A command that reads no input may have closed its end already.
	let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
	child.wait_with_output().unwrap()
}

fn file(name: &str) -> String {
	let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../client/tests/deploy");
	folder.join(name).display().to_string()
}

fn text(bytes: &[u8]) -> &str {
	std::str::from_utf8(bytes).unwrap()
}

#[test]
fn validate_should_describe_the_order_when_the_file_is_right() {
	let output = lease(&["validate", &file("07-sdl-linked-uneven.yaml")], "");
	assert_eq!(output.status.code(), Some(0));
	let out = text(&output.stdout);
	assert!(out.contains("group here: 2 replicas of queue + 3 × worker"), "{out}");
	assert!(out.contains("3500 millicores, 1792 MiB of memory, 5120 MiB of disk"), "{out}");
	assert!(text(&output.stderr).contains(": line 12: warning: one uakt is taken for"));
}

#[test]
fn validate_should_print_json_when_asked_to() {
	let output = lease(
		&["validate", "--json", &file("32-icl-short-compute.yaml"), "--deposit-for", "1h"],
		"",
	);
	let found: Value = serde_json::from_slice(&output.stdout).unwrap();
	assert_eq!(found["valid"], true);
	let order = &found["deployment"]["groups"][0]["order"];
	// Twice 3 LHD an hour, for the day that the file states.
	assert_eq!(order["spec"]["max_price"].to_string(), "6000000000000");
	assert_eq!(order["deposit"].to_string(), "144000000000000");
}

#[test]
fn validate_should_fail_with_the_line_when_the_file_is_wrong() {
	let output = lease(&["validate", "-"], "version: \"2.0\"\nservice: {}\n");
	assert_eq!(output.status.code(), Some(1));
	assert!(text(&output.stderr).contains("-: line 2: error: a file has no field 'service'"));
	let output = lease(&["--json", "validate", "-"], "version: \"2.0\"\n\tservices: {}\n");
	assert_eq!(output.status.code(), Some(1));
	let found: Value = serde_json::from_slice(&output.stdout).unwrap();
	assert_eq!((&found["valid"], &found["deployment"]), (&Value::Bool(false), &Value::Null));
	assert_eq!(found["diagnostics"][0]["line"], 2);
}

#[test]
fn validate_should_fail_with_a_sentence_when_there_is_no_file() {
	let output = lease(&["validate", "/nowhere.yaml"], "");
	assert_eq!(output.status.code(), Some(2));
	assert!(text(&output.stderr).starts_with("error: the file '/nowhere.yaml' cannot be read: "));
}

#[test]
fn manifest_should_be_the_hash_or_one_groups_upload() {
	let output = lease(&["manifest", &file("05-sdl-linked-services.yaml")], "");
	let hash = "0xc74ee1bb0e40f589e1ee33aedfbd425045095dae29661f0ca934fa3b0ce093ab";
	assert_eq!(text(&output.stdout).trim(), hash);
	let output = lease(&["manifest", "--group", "0", &file("05-sdl-linked-services.yaml")], "");
	let found: Value = serde_json::from_slice(&output.stdout).unwrap();
	assert_eq!(found["manifest"]["services"][0]["name"], "db");
	let output = lease(&["manifest", "--group", "1", &file("05-sdl-linked-services.yaml")], "");
	assert_eq!(output.status.code(), Some(2));
	assert!(text(&output.stderr).contains("there is no group 1: the file makes 1"));
	assert_eq!(lease(&["manifest", "-"], "version: 1").status.code(), Some(2));
}

#[test]
fn token_should_be_the_accounts() {
	use leasehold_client::token::{read, Scope};
	let secret = std::env::temp_dir().join(format!("lease-secret-{}", std::process::id()));
	std::fs::write(&secret, "//Alice\n").unwrap();
	let place = secret.display().to_string();
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	let genesis = "07".repeat(32);
	let arguments = |scope: &'static str| {
		[
			"token",
			"--secret-file",
			&place,
			"--genesis",
			&genesis,
			"--provider",
			alice,
			"--lease",
			"4",
			"--scope",
			scope,
		]
		.map(String::from)
	};
	let run = |scope| {
		let arguments = arguments(scope);
		lease(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), "")
	};
	let output = run("logs,shell");
	std::fs::remove_file(&secret).unwrap();
	let claims = read(text(&output.stdout).trim()).unwrap();
	assert_eq!((claims.issuer.to_string().as_str(), claims.lease), (alice, 4));
	assert_eq!(claims.scopes, [Scope::Logs, Scope::Shell]);
	assert!(text(&run("logs").stderr).contains("cannot be read"));
	assert_eq!(run("everything").status.code(), Some(2));
}

#[test]
fn completions_should_know_every_command() {
	for shell in ["bash", "zsh", "fish"] {
		let output = lease(&["completions", shell], "");
		assert!(text(&output.stdout).contains("validate"), "{shell}");
	}
}
