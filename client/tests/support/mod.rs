//! What the tests of agent and command line start beside themselves: a node, and a podman. Other
//! crates take this module by its path.

#![allow(dead_code)]

pub mod node;
pub mod podman;

use std::{
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Child, ChildStdin, Command, Stdio},
};

/// The seed of the development phrase, which is slow to stretch in the dev profile.
pub const SEED: &str = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

/// Something that runs until this is dropped or the test's process ends, however that ends: the
/// shell that has started it waits for the end of its own input, and cleans up then.
pub struct Guarded {
	shell: Child,
	input: Option<ChildStdin>,
}

impl Guarded {
	/// Run a script in a folder. It starts something, and has to end it after `until_the_end`.
	pub fn start(script: &str, folder: &Path, variables: &[(&str, &str)]) -> Self {
		let head = "trap : INT TERM; until_the_end() { cat >/dev/null; }";
		let mut shell = Command::new("sh")
			.args(["-c", &format!("{head}\n{script}")])
			.current_dir(folder)
			.env("FOLDER", folder)
			.envs(variables.iter().copied())
			.stdin(Stdio::piped())
			.stdout(Stdio::null())
			.spawn()
			.unwrap();
		let input = shell.stdin.take();
		Self { shell, input }
	}

	/// Whether it has ended by itself.
	pub fn has_ended(&mut self) -> bool {
		self.shell.try_wait().unwrap().is_some()
	}
}

impl Drop for Guarded {
	fn drop(&mut self) {
		self.input = None;
		let _ = self.shell.wait();
	}
}

/// An empty folder of this process's own.
pub fn folder(name: &str) -> PathBuf {
	let folder = std::env::temp_dir().join(format!("leasehold-{name}-{}", std::process::id()));
	std::fs::create_dir_all(&folder).unwrap();
	folder
}

/// A port that nothing listens on.
pub fn free_port() -> u16 {
	TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
