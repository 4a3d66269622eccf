//! `leasehold-agent init`.

use leasehold_agent::config::EXAMPLE;
use std::{
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::Path,
};

/// Write a commented configuration file where there is none.
pub fn init(path: &Path) -> Result<(), String> {
	let failed = |why| format!("{} cannot be written: {why}", path.display());
	if let Some(directory) = path.parent() {
		fs::create_dir_all(directory).map_err(failed)?;
	}
	let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
	file.and_then(|mut file| file.write_all(EXAMPLE.as_bytes())).map_err(failed)?;
	println!("{} is written: read it through, then start 'leasehold-agent run'", path.display());
	Ok(())
}
