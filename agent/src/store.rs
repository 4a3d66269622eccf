//! What the agent keeps on disk: tenants' manifests, which leases it has paused itself, and the last
//! block that it has looked at. Every file is written beside its place and then put there in one
//! step, so that an agent killed at any moment finds whole files or none.

use leasehold_client::{account::to_hex, manifest::Upload, seal::Opener};
use std::{
	fs::{self, DirBuilder, File, OpenOptions},
	io::{self, Read, Write},
	os::unix::fs::{DirBuilderExt, OpenOptionsExt},
	path::{Path, PathBuf},
};

/// A directory that only the agent reads.
#[derive(Clone)]
pub struct Store {
	leases: PathBuf,
	block: PathBuf,
	/// Opens what tenants seal to this agent.
	pub opener: Opener,
}

impl Store {
	/// Open the directory, making it if need be.
	pub fn open(directory: &Path) -> io::Result<Self> {
		let leases = directory.join("leases");
		DirBuilder::new().recursive(true).mode(0o700).create(&leases)?;
		for entry in fs::read_dir(&leases)? {
			let path = entry?.path();
			// What a killed agent had not finished.
			if path.extension().is_some_and(|ending| ending == "new") {
				fs::remove_file(path)?;
			}
		}
		let block = directory.join("block");
		Ok(Self { leases, block, opener: opener(&directory.join("seal.key"))? })
	}

	fn path(&self, lease: u64, ending: &str) -> PathBuf {
		self.leases.join(format!("{lease}.{ending}"))
	}

	fn write(&self, lease: u64, ending: &str, bytes: &[u8]) -> io::Result<()> {
		put(&self.path(lease, &format!("{ending}.new")), &self.path(lease, ending), bytes)
	}

	/// The last block of a chain that was looked at; zero for a chain that was not yet.
	pub fn block(&self, genesis: &[u8; 32]) -> io::Result<u64> {
		let text = match fs::read_to_string(&self.block) {
			Ok(text) => text,
			Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(0),
			Err(why) => return Err(why),
		};
		let number = text.strip_prefix(&to_hex(genesis)).map(|number| number.trim().parse());
		let odd = |why| {
			let text = format!("{} has no number in it: {why}", self.block.display());
			io::Error::new(io::ErrorKind::InvalidData, text)
		};
		Ok(number.transpose().map_err(odd)?.unwrap_or(0))
	}

	/// Remember the last block that was looked at.
	pub fn set_block(&self, genesis: &[u8; 32], block: u64) -> io::Result<()> {
		let text = format!("{} {block}\n", to_hex(genesis));
		put(&self.block.with_extension("new"), &self.block, text.as_bytes())
	}

	/// Keep a lease's manifest in place of an older one.
	pub fn keep(&self, lease: u64, upload: &Upload) -> io::Result<()> {
		self.write(lease, "json", &serde_json::to_vec(upload)?)
	}

	/// A lease's manifest, if its tenant has sent one.
	pub fn manifest(&self, lease: u64) -> io::Result<Option<Upload>> {
		match fs::read(self.path(lease, "json")) {
			Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
			Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
			Err(why) => Err(why),
		}
	}

	/// Remember whether this agent has paused a lease, and so may resume it.
	pub fn set_paused(&self, lease: u64, paused: bool) -> io::Result<()> {
		match paused {
			true => self.write(lease, "paused", b""),
			false => gone(fs::remove_file(self.path(lease, "paused"))),
		}
	}

	/// Whether this agent has paused a lease.
	pub fn is_paused(&self, lease: u64) -> bool {
		self.path(lease, "paused").exists()
	}

	/// The leases of which anything is kept.
	pub fn leases(&self) -> io::Result<Vec<u64>> {
		let mut leases = Vec::new();
		for entry in fs::read_dir(&self.leases)? {
			let name = entry?.file_name();
			leases
				.extend(name.to_str().and_then(|name| name.split('.').next()?.parse::<u64>().ok()));
		}
		leases.sort();
		leases.dedup();
		Ok(leases)
	}

	/// Forget everything of a lease.
	pub fn forget(&self, lease: u64) -> io::Result<()> {
		gone(fs::remove_file(self.path(lease, "json")))?;
		gone(fs::remove_file(self.path(lease, "paused")))
	}
}

/// Write a file beside its place and put it there.
fn put(beside: &Path, place: &Path, bytes: &[u8]) -> io::Result<()> {
	let mut options = OpenOptions::new();
	let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(beside)?;
	file.write_all(bytes)?;
	file.sync_all()?;
	fs::rename(beside, place)
}

/// The agent's key, made when there is none.
fn opener(path: &Path) -> io::Result<Opener> {
	match fs::read(path) {
		Ok(bytes) => {
			let secret = <[u8; 32]>::try_from(bytes);
			let why = || format!("{} is not a key of 32 bytes", path.display());
			secret.map(Opener::new).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, why()))
		},
		Err(why) if why.kind() == io::ErrorKind::NotFound => {
			let mut secret = [0; 32];
			File::open("/dev/urandom")?.read_exact(&mut secret)?;
			put(&path.with_extension("new"), path, &secret)?;
			Ok(Opener::new(secret))
		},
		Err(why) => Err(why),
	}
}

/// What is gone already is no error.
fn gone(result: io::Result<()>) -> io::Result<()> {
	match result {
		Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
		other => other,
	}
}
