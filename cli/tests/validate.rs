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
fn completions_should_know_every_command() {
	for shell in ["bash", "zsh", "fish"] {
		let output = lease(&["completions", shell], "");
		assert!(text(&output.stdout).contains("validate"), "{shell}");
	}
}
