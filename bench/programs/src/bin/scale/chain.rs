//! A state in a database on disk, with the wasm runtime on top.

use crate::{
	state::{Facts, State},
	text,
};
use leasehold_bench::database::{self, Client, Executor};
use leasehold_runtime::{opaque::Block, Hash, Header};
use sc_client_api::{
	Backend as _, BlockImportOperation, HeaderBackend, NewBlockState, TrieCacheContext,
};
use sc_client_db::Backend;
use sc_service::client::ClientConfig;
use sp_runtime::{traits::Header as _, Digest};
use sp_state_machine::Backend as _;
use sp_storage::{StateVersion, Storage};
use std::{
	path::Path,
	sync::{Arc, OnceLock},
};

/// The most bytes of trie nodes and values that are kept in memory: what a node has by default.
pub const TRIE_CACHE: usize = 1024 * 1024 * 1024;
/// Keys that are written to the database together when a state is put there.
const PART: usize = 1_000_000;

/// One for all, so that the runtime is compiled once.
fn executor() -> Executor {
	static ALL: OnceLock<Executor> = OnceLock::new();
	ALL.get_or_init(|| Executor::builder().build()).clone()
}

/// A state in its database.
pub struct Chain {
	pub client: Arc<Client>,
	pub backend: Arc<Backend<Block>>,
	pub facts: Facts,
}

impl Chain {
	/// Open the database in `folder`, with nothing in any cache but the operating system's.
	pub fn open(folder: &Path, facts: Facts, cache: Option<usize>) -> Result<Self, String> {
		Self::start(folder, facts, cache, Storage::default())
	}

	/// Open a database; if there is none, make one with `genesis`.
	fn start(
		folder: &Path,
		facts: Facts,
		cache: Option<usize>,
		genesis: Storage,
	) -> Result<Self, String> {
		let (client, backend) =
			database::open(folder, genesis, executor(), cache, ClientConfig::default())?;
		Ok(Self { client, backend, facts })
	}

	/// Put `state` into a new database in `folder`, part by part, so that it never is in memory
	/// twice: the first with the genesis, each other as what a finalised block changes.
	pub fn create(folder: &Path, state: State) -> Result<(), String> {
		let State { mut storage, facts } = state;
		let total = storage.top.len();
		let mut first = Storage { top: part(&mut storage), ..Default::default() };
		// The genesis is made by asking the runtime for its version.
		let code = sp_storage::well_known_keys::CODE;
		if let Some(code) = storage.top.remove(code) {
			first.top.insert(sp_storage::well_known_keys::CODE.to_vec(), code);
		}
		let chain = Self::start(folder, facts, None, first)?;
		while !storage.top.is_empty() {
			let keys = part(&mut storage);
			let pairs = keys.iter().map(|(key, value)| (&key[..], &value[..]));
			chain.write(pairs, TrieCacheContext::Untrusted)?;
			eprintln!("{} of {total} keys written", total - storage.top.len());
		}
		Ok(())
	}

	/// The block that the state belongs to.
	pub fn tip(&self) -> Hash {
		self.client.info().best_hash
	}

	/// Write `pairs` as the changes of the next block, which is final at once. Only so does the
	/// database take the nodes of the trie; until then they are in memory.
	pub fn write<'a>(
		&self,
		pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>,
		context: TrieCacheContext,
	) -> Result<(), String> {
		let info = self.client.info();
		let state = self.backend.state_at(info.best_hash, context).map_err(text)?;
		let changes = pairs.map(|(key, value)| (key, Some(value)));
		let (root, nodes) = state.storage_root(changes, StateVersion::V1);
		let header = Header::new(
			info.best_number + 1,
			Default::default(),
			root,
			info.best_hash,
			Digest::default(),
		);
		let mut operation = self.backend.begin_operation().map_err(text)?;
		self.backend.begin_state_operation(&mut operation, info.best_hash).map_err(text)?;
		operation
			.set_block_data(header, Some(Vec::new()), None, None, NewBlockState::Final, true)
			.map_err(text)?;
		operation.update_db_storage(nodes).map_err(text)?;
		self.backend.commit_operation(operation).map_err(text)
	}
}

/// Take the first keys out of `storage`.
fn part(storage: &mut Storage) -> std::collections::BTreeMap<Vec<u8>, Vec<u8>> {
	std::iter::from_fn(|| storage.top.pop_first()).take(PART).collect()
}
