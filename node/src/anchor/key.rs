//! The poster's key on Ethereum.

use alloy::{
	primitives::{Address, B256},
	signers::{local::PrivateKeySigner, SignerSync},
};
use std::{fmt, fs, io::Read, path::Path};
use zeroize::Zeroizing;

/// A private key. Whatever prints it sees the address alone; its memory is wiped in the end.
#[derive(Clone)]
pub struct Key(PrivateKeySigner);

impl fmt::Debug for Key {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Key({}, redacted)", self.0.address())
	}
}

impl Key {
	/// Read a key of 64 hex digits from a file that nobody but its owner has rights on.
	///
	/// # Errors
	/// If the file cannot be read, others have rights on it, or it holds no key. What it holds is
	/// never part of the error.
	pub fn read(path: &Path) -> Result<Self, String> {
		let file = path.display();
		let mut open =
			fs::File::open(path).map_err(|error| format!("cannot read {file}: {error}"))?;
		let meta = open.metadata().map_err(|error| format!("cannot read {file}: {error}"))?;
		if !meta.is_file() {
			return Err(format!("{file} is not a file"));
		}
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			let mode = meta.permissions().mode() & 0o7777;
			if mode & 0o077 != 0 {
				return Err(format!(
					"{file} has mode {mode:o}, so others may use the key in it: chmod 600 {file}",
				));
			}
		}
		// Reserved at once, so that no copy is left behind where the text grows.
		let mut text = Zeroizing::new(String::with_capacity(256));
		(&mut open)
			.take(200)
			.read_to_string(&mut text)
			.map_err(|_| format!("{file} does not hold a key of 64 hex digits"))?;
		Self::parse(&text).ok_or_else(|| format!("{file} does not hold a key of 64 hex digits"))
	}

	fn parse(text: &str) -> Option<Self> {
		let digits = text.trim();
		let digits = digits.strip_prefix("0x").unwrap_or(digits).as_bytes();
		if digits.len() != 64 {
			return None;
		}
		let mut bytes = Zeroizing::new([0u8; 32]);
		for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
			*byte = pair.iter().try_fold(0u8, |sum, digit| {
				let digit = char::from(*digit).to_digit(16)?;
				Some(sum << 4 | u8::try_from(digit).ok()?)
			})?;
		}
		PrivateKeySigner::from_slice(&*bytes).ok().map(Self)
	}

	/// The account that it signs for.
	pub fn address(&self) -> Address {
		self.0.address()
	}

	/// Sign a hash.
	///
	/// # Errors
	/// If the curve's arithmetic fails, which it does for no hash that can be made.
	pub fn sign(&self, hash: &B256) -> Result<alloy::primitives::Signature, String> {
		self.0.sign_hash_sync(hash).map_err(|error| format!("cannot sign: {error}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::path::PathBuf;

	/// The first account of every anvil; no secret.
	const SECRET: &str = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
	const ADDRESS: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	struct File(PathBuf);

	impl File {
		fn new(name: &str, content: &str, mode: u32) -> Self {
			use std::os::unix::fs::PermissionsExt;
			let path = std::env::temp_dir()
				.join(format!("leasehold-anchor-key-{}-{name}", std::process::id()));
			fs::write(&path, content).expect("writes");
			fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("sets the mode");
			Self(path)
		}
	}

	impl Drop for File {
		fn drop(&mut self) {
			let _ = fs::remove_file(&self.0);
		}
	}

	#[test]
	fn key_should_be_read_when_only_its_owner_may() {
		for (name, content) in [("plain", SECRET.into()), ("prefixed", format!("0x{SECRET}\n"))] {
			let file = File::new(name, &content, 0o600);
			let key = Key::read(&file.0).expect("a key");
			assert_eq!(key.address().to_string(), ADDRESS);
		}
		let file = File::new("read-only", SECRET, 0o400);
		assert!(Key::read(&file.0).is_ok());
	}

	#[test]
	fn key_should_be_refused_when_others_have_rights_on_the_file() {
		for mode in [0o644, 0o640, 0o604, 0o620, 0o601] {
			let file = File::new(&format!("mode-{mode:o}"), SECRET, mode);
			let error = Key::read(&file.0).expect_err("others may use it");
			assert!(error.contains("chmod 600"), "{error}");
		}
	}

	#[test]
	fn key_should_never_show_when_it_is_printed_or_cannot_be_read() {
		let file = File::new("debug", SECRET, 0o600);
		let key = Key::read(&file.0).expect("a key");
		let shown = format!("{key:?} {key:#?}");
		assert!(shown.contains(ADDRESS) && !shown.to_lowercase().contains(&SECRET[..8]));

		for broken in [&SECRET[1..], &format!("{SECRET}00"), &SECRET.replace('a', "g"), "é", ""] {
			let file = File::new("broken", broken, 0o600);
			let error = Key::read(&file.0).expect_err("no key");
			assert!(!error.contains(&SECRET[8..16]), "{error}");
		}
		let zero = File::new("zero", &"0".repeat(64), 0o600);
		assert!(Key::read(&zero.0).is_err());
		assert!(Key::read(Path::new("/nonexistent/key")).is_err());
	}
}
