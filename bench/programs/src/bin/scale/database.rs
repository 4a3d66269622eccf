//! What the database takes for one read and one write, in processor time.

use crate::{
	chain::{Chain, TRIE_CACHE},
	clock::{Clock, Time},
	measure::median,
	state::{Facts, State},
	text,
};
use codec::Encode;
use sc_client_api::{Backend as _, TrieCacheContext};
use sp_state_machine::Backend as _;
use std::path::Path;

/// Keys that are read from or written to one block's state: about what fills a block.
const KEYS: usize = 2_000;
/// Blocks of reads, and as many of writes.
const BLOCKS: usize = 40;

/// Keys of a state with the lengths of their values, in no order.
pub struct Sample(Vec<(Vec<u8>, usize)>);

impl Sample {
	/// Keys that are spread over all of `state`.
	pub fn of(state: &State) -> Self {
		let most = KEYS * (BLOCKS + 1);
		let step = (state.storage.top.len() / most).max(1);
		let mut keys: Vec<_> = state
			.storage
			.top
			.iter()
			.step_by(step)
			// What does not belong to a pallet, such as the runtime.
			.filter(|(key, _)| !key.starts_with(b":"))
			.map(|(key, value)| (key.clone(), value.len()))
			.collect();
		keys.sort_by_cached_key(|(key, _)| sp_crypto_hashing::blake2_256(key));
		Self(keys)
	}

	fn blocks(&self) -> impl Iterator<Item = &[(Vec<u8>, usize)]> {
		self.0.chunks_exact(KEYS)
	}
}

/// What each key took, one figure a block.
pub struct Times(Vec<Time>);

impl Times {
	fn average(&self, of: fn(&Time) -> u64) -> u64 {
		self.0.iter().map(of).sum::<u64>() / (self.0.len() as u64).max(1)
	}

	/// The average of processor time.
	fn nanos(&self) -> u64 {
		self.average(|time| time.processor)
	}

	fn print(&self, what: &str) {
		let (nanos, middle) = (self.nanos(), median(&self.0).processor);
		println!("{what:<40}  average {nanos:>7} ns  median {middle:>7} ns");
	}

	fn json(&self) -> serde_json::Value {
		serde_json::json!({
			"averageNs": self.nanos(),
			"medianNs": median(&self.0).processor,
			"averageWallNs": self.average(|time| time.wall),
			"medianWallNs": median(&self.0).wall,
		})
	}
}

/// What was measured.
pub struct Costs {
	/// Reads on a node as it runs, of keys that it has not read before.
	read: Times,
	/// Reads that find nothing in the node's cache.
	uncached: Times,
	/// Writes of such keys on a node as it runs.
	write: Times,
	leases: u32,
	keys: usize,
}

/// Measure on the state in `folder`, whose values are overwritten.
pub fn measure(folder: &Path, facts: Facts, sample: &Sample) -> Result<Costs, String> {
	let leases = facts.leases;
	let keys = sample.blocks().skip(1).count() * KEYS;
	if keys == 0 {
		return Err(format!("a state with {leases} leases has too few keys to measure with"));
	}
	let chain = Chain::open(folder, facts.clone(), None)?;
	let uncached = reads(&chain, sample)?;
	drop(chain);
	let chain = Chain::open(folder, facts.clone(), Some(TRIE_CACHE))?;
	let read = reads(&chain, sample)?;
	drop(chain);
	// Opened anew, so that nothing is known of the keys.
	let chain = Chain::open(folder, facts, Some(TRIE_CACHE))?;
	let write = writes(&chain, sample)?;
	Ok(Costs { read, uncached, write, leases, keys })
}

/// The first block only brings the uppermost nodes into the cache.
fn each_block(
	sample: &Sample,
	clock: fn() -> Clock,
	mut one: impl FnMut(&[(Vec<u8>, usize)]) -> Result<(), String>,
) -> Result<Times, String> {
	let mut times = Vec::new();
	for keys in sample.blocks() {
		let clock = clock();
		one(keys)?;
		let Time { wall, processor } = clock.read();
		times.push(Time { wall: wall / KEYS as u64, processor: processor / KEYS as u64 });
	}
	Ok(Times(times.split_off(1)))
}

fn reads(chain: &Chain, sample: &Sample) -> Result<Times, String> {
	let tip = chain.tip();
	each_block(sample, Clock::of_thread, |keys| {
		let state = chain.backend.state_at(tip, TrieCacheContext::Trusted).map_err(text)?;
		for (key, _) in keys {
			if state.storage(key).map_err(text)?.is_none() {
				return Err("a key is gone".into());
			}
		}
		Ok(())
	})
}

/// Values of the same lengths: the new nodes of the trie, their root, and the database's commit, with
/// what its threads do in the background.
fn writes(chain: &Chain, sample: &Sample) -> Result<Times, String> {
	let mut salt = 0u64;
	each_block(sample, Clock::of_process, |keys| {
		let values: Vec<_> = keys
			.iter()
			.map(|(_, length)| {
				salt += 1;
				let noise = sp_crypto_hashing::blake2_256(&salt.encode());
				noise.iter().copied().cycle().take((*length).max(1)).collect::<Vec<_>>()
			})
			.collect();
		let pairs = keys.iter().zip(&values).map(|((key, _), value)| (&key[..], &value[..]));
		chain.write(pairs, TrieCacheContext::Trusted)
	})
}

impl Costs {
	pub fn print(&self) {
		println!("\nThe database with {} leases, {} keys:", self.leases, self.keys);
		self.read.print("a read of a key not read before");
		self.uncached.print("the same without the node's trie cache");
		self.write.print("a write of a key not read before");
	}

	pub fn json(&self) -> serde_json::Value {
		serde_json::json!({
			"leases": self.leases,
			"keys": self.keys,
			"read": self.read.json(),
			"readUncached": self.uncached.json(),
			"write": self.write.json(),
		})
	}
}
