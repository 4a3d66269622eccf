//! A state in memory that millions of calls can fill: a map, and what to undo where a call fails.
//!
//! `BasicExternalities` would do, but it takes three times the memory, and looks at every key there
//! is where a prefix is cleared. Events are not kept, for no later block has them. There are no
//! child tries.

use codec::EncodeAppend;
use sp_core::{
	storage::{ChildInfo, StateVersion, TrackedStorageKey},
	traits::Externalities,
};
use sp_externalities::{Error, Extension, ExtensionStore, MultiRemovalResults};
use std::{
	any::{Any, TypeId},
	collections::BTreeMap,
	ops::Bound,
};

/// Keys and values.
pub type Map = BTreeMap<Vec<u8>, Vec<u8>>;
/// What keys had before a transaction changed them, in the order of the changes.
type Undo = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// A state.
pub struct Memory {
	map: Map,
	/// The open transactions, the innermost last.
	transactions: Vec<Undo>,
	events: Vec<u8>,
}

impl Memory {
	/// An empty state.
	pub fn new() -> Self {
		let events = frame_support::storage::storage_prefix(b"System", b"Events").to_vec();
		Self { map: Map::new(), transactions: Vec::new(), events }
	}

	/// Run `what` with this as its state.
	pub fn execute_with<R>(&mut self, what: impl FnOnce() -> R) -> R {
		sp_externalities::set_and_run_with_externalities(self, what)
	}

	/// Everything that is in it.
	pub fn into_map(self) -> Map {
		self.map
	}

	fn first_after(&self, key: &[u8], bound: fn(Vec<u8>) -> Bound<Vec<u8>>) -> Option<Vec<u8>> {
		let range = (bound(key.to_vec()), Bound::Unbounded);
		self.map.range(range).next().map(|(key, _)| key.clone())
	}
}

fn no_children() -> ! {
	unimplemented!("the runtime has no child tries")
}

impl Externalities for Memory {
	fn set_offchain_storage(&mut self, _: &[u8], _: Option<&[u8]>) {}

	fn storage(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.map.get(key).cloned()
	}

	fn storage_hash(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.map.get(key).map(|value| sp_crypto_hashing::blake2_256(value).to_vec())
	}

	fn exists_storage(&mut self, key: &[u8]) -> bool {
		self.map.contains_key(key)
	}

	fn next_storage_key(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.first_after(key, Bound::Excluded)
	}

	fn place_storage(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
		let Some(undo) = self.transactions.last_mut() else {
			match value {
				Some(value) => self.map.insert(key, value),
				None => self.map.remove(&key),
			};
			return;
		};
		let before = match value {
			Some(value) => self.map.insert(key.clone(), value),
			None => self.map.remove(&key),
		};
		undo.push((key, before));
	}

	fn clear_prefix(
		&mut self,
		prefix: &[u8],
		_: Option<u32>,
		_: Option<&[u8]>,
	) -> MultiRemovalResults {
		let mut removed = 0;
		while let Some(key) = self.first_after(prefix, Bound::Included) {
			if !key.starts_with(prefix) {
				break;
			}
			self.place_storage(key, None);
			removed += 1;
		}
		MultiRemovalResults {
			maybe_cursor: None,
			backend: removed,
			unique: removed,
			loops: removed,
		}
	}

	fn storage_append(&mut self, key: Vec<u8>, value: Vec<u8>) {
		if key == self.events {
			return;
		}
		let before = self.map.get(&key).cloned().unwrap_or_default();
		let encoded = [Opaque(value)];
		let after = Vec::<Opaque>::append_or_new(before, &encoded);
		self.place_storage(key, after.ok());
	}

	fn storage_start_transaction(&mut self) {
		self.transactions.push(Undo::new());
	}

	fn storage_rollback_transaction(&mut self) -> Result<(), ()> {
		for (key, before) in self.transactions.pop().ok_or(())?.into_iter().rev() {
			match before {
				Some(value) => self.map.insert(key, value),
				None => self.map.remove(&key),
			};
		}
		Ok(())
	}

	fn storage_commit_transaction(&mut self) -> Result<(), ()> {
		let mut inner = self.transactions.pop().ok_or(())?;
		if let Some(outer) = self.transactions.last_mut() {
			outer.append(&mut inner);
		}
		Ok(())
	}

	fn storage_root(&mut self, _: StateVersion) -> Vec<u8> {
		unimplemented!("the database says what the root is")
	}

	fn wipe(&mut self) {}

	fn commit(&mut self) {}

	fn read_write_count(&self) -> (u32, u32, u32, u32) {
		Default::default()
	}

	fn reset_read_write_count(&mut self) {}

	fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
		Vec::new()
	}

	fn set_whitelist(&mut self, _: Vec<TrackedStorageKey>) {}

	fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
		Vec::new()
	}

	fn child_storage(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
		no_children()
	}

	fn child_storage_hash(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
		no_children()
	}

	fn next_child_storage_key(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
		no_children()
	}

	fn kill_child_storage(
		&mut self,
		_: &ChildInfo,
		_: Option<u32>,
		_: Option<&[u8]>,
	) -> MultiRemovalResults {
		no_children()
	}

	fn clear_child_prefix(
		&mut self,
		_: &ChildInfo,
		_: &[u8],
		_: Option<u32>,
		_: Option<&[u8]>,
	) -> MultiRemovalResults {
		no_children()
	}

	fn place_child_storage(&mut self, _: &ChildInfo, _: Vec<u8>, _: Option<Vec<u8>>) {
		no_children()
	}

	fn child_storage_root(&mut self, _: &ChildInfo, _: StateVersion) -> Vec<u8> {
		no_children()
	}
}

/// There are no extensions: what the calls here do needs nothing but the state.
impl ExtensionStore for Memory {
	fn extension_by_type_id(&mut self, _: TypeId) -> Option<&mut dyn Any> {
		None
	}

	fn register_extension_with_type_id(
		&mut self,
		_: TypeId,
		_: Box<dyn Extension>,
	) -> Result<(), Error> {
		Err(Error::ExtensionsAreNotSupported)
	}

	fn deregister_extension_by_type_id(&mut self, id: TypeId) -> Result<(), Error> {
		Err(Error::ExtensionIsNotRegistered(id))
	}
}

/// An item that is encoded already.
struct Opaque(Vec<u8>);

impl codec::Encode for Opaque {
	fn using_encoded<R, F: FnOnce(&[u8]) -> R>(&self, f: F) -> R {
		f(&self.0)
	}
}
