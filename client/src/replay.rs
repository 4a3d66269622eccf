//! Which tokens were used, kept in a file so that a restart forgets none of them.

use crate::{
	account::{from_hex, to_hex, AccountId},
	token::{Claims, Refusal},
};
use std::{
	collections::HashMap,
	fs::{self, File, OpenOptions},
	io::{self, Write},
	path::{Path, PathBuf},
};

/// The most tokens of one tenant that are remembered at a time.
const MAX_OF_ONE: usize = 2_000;
/// The most that are remembered in all.
const MAX_IN_ALL: usize = 200_000;
/// Lines that the file may have beyond the live ones before it is written anew.
const SLACK: usize = 4_096;

/// The tokens that were used and would still be valid.
pub struct Replays {
	used: HashMap<AccountId, HashMap<[u8; 16], u64>>,
	live: usize,
	lines: usize,
	path: PathBuf,
	file: File,
}

impl Replays {
	/// Read the file, if there is one, and forget what has expired.
	pub fn open(path: &Path, now: u64) -> io::Result<Self> {
		let text = match fs::read(path) {
			Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
			Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
			Err(why) => return Err(why),
		};
		let mut used: HashMap<AccountId, HashMap<_, _>> = HashMap::new();
		// A line that a crash cut off belongs to a token that was not yet let through.
		for (expires, issuer, nonce) in text.lines().filter_map(parse).filter(|line| line.0 > now) {
			used.entry(issuer).or_default().insert(nonce, expires);
		}
		let live = used.values().map(HashMap::len).sum();
		let file = rewrite(path, &used)?;
		Ok(Self { used, live, lines: live, path: path.into(), file })
	}

	/// Use a token, whose claims have been checked. It is on file when this returns `Ok`.
	pub fn spend(&mut self, claims: &Claims, now: u64) -> io::Result<Result<(), Refusal>> {
		let Some(nonce) = from_hex::<16>(&claims.nonce) else { return Ok(Err(Refusal::Malformed)) };
		if self.lines > self.live.saturating_add(SLACK) || self.live >= MAX_IN_ALL {
			self.forget(now)?;
		}
		let own = self.used.entry(claims.issuer).or_default();
		if own.contains_key(&nonce) {
			return Ok(Err(Refusal::Replayed));
		}
		if own.len() >= MAX_OF_ONE {
			let before = own.len();
			own.retain(|_, expires| *expires > now);
			self.live -= before - own.len();
		}
		if own.len() >= MAX_OF_ONE || self.live >= MAX_IN_ALL {
			return Ok(Err(Refusal::TooMany));
		}
		// First the file: a token that cannot be remembered is not let through.
		self.file.write_all(line(claims.expires, &claims.issuer, &nonce).as_bytes())?;
		own.insert(nonce, claims.expires);
		self.live += 1;
		self.lines += 1;
		Ok(Ok(()))
	}

	fn forget(&mut self, now: u64) -> io::Result<()> {
		self.used.retain(|_, own| {
			own.retain(|_, expires| *expires > now);
			!own.is_empty()
		});
		self.live = self.used.values().map(HashMap::len).sum();
		self.file = rewrite(&self.path, &self.used)?;
		self.lines = self.live;
		Ok(())
	}
}

fn line(expires: u64, issuer: &AccountId, nonce: &[u8; 16]) -> String {
	format!("{expires} {} {}\n", to_hex(&issuer.0), to_hex(nonce))
}

fn parse(line: &str) -> Option<(u64, AccountId, [u8; 16])> {
	let mut parts = line.split(' ');
	let (expires, issuer, nonce) = (parts.next()?, parts.next()?, parts.next()?);
	Some((expires.parse().ok()?, AccountId(from_hex(issuer)?), from_hex(nonce)?))
}

/// Write what is live beside the file, and put it in the file's place in one step.
fn rewrite(path: &Path, used: &HashMap<AccountId, HashMap<[u8; 16], u64>>) -> io::Result<File> {
	let beside = path.with_extension("new");
	let mut text = String::new();
	for (issuer, own) in used {
		for (nonce, expires) in own {
			text += &line(*expires, issuer, nonce);
		}
	}
	let mut file = File::create(&beside)?;
	file.write_all(text.as_bytes())?;
	file.sync_all()?;
	fs::rename(&beside, path)?;
	OpenOptions::new().append(true).open(path)
}
