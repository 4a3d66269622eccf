//! The chain's state at one block.

use super::{
	plain::{self, plain},
	records::Record,
	send::Event,
	shape, Config, Failure,
};
use crate::{account::to_hex, canonical::blake2_256};
use scale_decode::DecodeAsType;
use scale_info::TypeDef;
use serde_json::Value as Json;
use subxt::{
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	dynamic::{self, Value},
	ext::scale_encode::EncodeAsType,
	Metadata,
};

/// The chain's state at one block.
pub struct State {
	at: ClientAtBlock<Config, OnlineClientAtBlockImpl<Config>>,
}

/// How much of a long answer is asked for at a time.
const PAGE: u32 = 64;

/// Keys of a map, and what it holds under them.
type Entries<T> = Vec<(Vec<Json>, T)>;

impl State {
	pub(super) fn new(at: ClientAtBlock<Config, OnlineClientAtBlockImpl<Config>>) -> Self {
		Self { at }
	}

	/// The block's height.
	pub fn number(&self) -> u64 {
		self.at.block_number()
	}

	/// The block's hash.
	pub fn hash(&self) -> String {
		format!("{:?}", self.at.block_hash())
	}

	pub(super) fn metadata(&self) -> &Metadata {
		self.at.metadata_ref()
	}

	/// The keys' values, and the type of what lies under them.
	fn keys(&self, pallet: &str, entry: &str, keys: &[Json]) -> Result<(Vec<Value>, u32), Failure> {
		let what = || format!("{pallet}.{entry} cannot be read");
		let found = self
			.metadata()
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.storage()?.entry_by_name(entry))
			.ok_or_else(|| Failure::node(what(), "this chain has no such thing"))?;
		let types = self.metadata().types();
		let values: Result<Vec<_>, _> = keys
			.iter()
			.zip(found.keys())
			.map(|(key, info)| shape(key, info.key_id, types))
			.collect();
		Ok((values.map_err(|why| Failure::node(what(), why))?, found.value_ty()))
	}

	async fn fetch<T: DecodeAsType>(
		&self,
		pallet: &str,
		entry: &str,
		keys: &[Json],
	) -> Result<Option<T>, Failure> {
		let failed = |why: &dyn std::fmt::Display| {
			Failure::node(format!("{pallet}.{entry} cannot be read"), why)
		};
		let (keys, _) = self.keys(pallet, entry, keys)?;
		let address = dynamic::storage::<Vec<Value>, T>(pallet, entry);
		let found = self.at.storage().try_fetch(address, keys).await.map_err(|why| failed(&why))?;
		found.map(|found| found.decode().map_err(|why| failed(&why))).transpose()
	}

	/// A record, if there is one under these keys.
	pub async fn get<R: Record>(&self, keys: &[Json]) -> Result<Option<R>, Failure> {
		self.fetch(R::PALLET, R::ENTRY, keys).await
	}

	/// What is stored under these keys, or else the default.
	pub async fn value<T: DecodeAsType>(
		&self,
		pallet: &str,
		entry: &str,
		keys: &[Json],
	) -> Result<Option<T>, Failure> {
		self.fetch(pallet, entry, keys).await
	}

	/// What is stored under these keys, as JSON; null if nothing is.
	pub async fn json(&self, pallet: &str, entry: &str, keys: &[Json]) -> Result<Json, Failure> {
		let failed = |why: &dyn std::fmt::Display| {
			Failure::node(format!("{pallet}.{entry} cannot be read"), why)
		};
		let (keys, id) = self.keys(pallet, entry, keys)?;
		let address = dynamic::storage::<Vec<Value>, Value>(pallet, entry);
		let found = self.at.storage().try_fetch(address, keys).await.map_err(|why| failed(&why))?;
		match found {
			Some(found) => {
				plain(found.bytes(), id, self.metadata().types()).map_err(|why| failed(&why))
			},
			None => Ok(Json::Null),
		}
	}

	/// All records whose keys begin with these, with all their keys. As many reads as there are
	/// records.
	pub async fn all<R: Record>(&self, keys: &[Json]) -> Result<Entries<R>, Failure> {
		self.all_values(R::PALLET, R::ENTRY, keys).await
	}

	/// The same of what is not a record.
	pub async fn all_values<T: DecodeAsType>(
		&self,
		pallet: &str,
		entry: &str,
		keys: &[Json],
	) -> Result<Entries<T>, Failure> {
		let failed = |why: &dyn std::fmt::Display| {
			Failure::node(format!("{pallet}.{entry} cannot be read"), why)
		};
		let (keys, _) = self.keys(pallet, entry, keys)?;
		let address = dynamic::storage::<Vec<Value>, T>(pallet, entry);
		let key_types: Vec<u32> = self
			.metadata()
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.storage()?.entry_by_name(entry))
			.map(|entry| entry.keys().map(|key| key.key_id).collect())
			.unwrap_or_default();
		let types = self.metadata().types();
		let mut entries =
			self.at.storage().iter(address, keys).await.map_err(|why| failed(&why))?;
		let mut found = Vec::new();
		while let Some(entry) = entries.next().await {
			let entry = entry.map_err(|why| failed(&why))?;
			let key = entry.key().map_err(|why| failed(&why))?;
			let mut keys = Vec::new();
			for (part, id) in key.parts().zip(&key_types) {
				keys.push(plain(part.value_bytes(), *id, types).map_err(|why| failed(&why))?);
			}
			found.push((keys, entry.value().decode().map_err(|why| failed(&why))?));
		}
		Ok(found)
	}

	/// What a runtime API answers, as JSON.
	pub async fn ask(&self, api: &str, method: &str, args: &[Json]) -> Result<Json, Failure> {
		let failed =
			|why: &dyn std::fmt::Display| Failure::node(format!("{api}.{method} fails"), why);
		let types = self.metadata().types();
		let found = self
			.metadata()
			.runtime_api_trait_by_name(api)
			.and_then(|api| api.method_by_name(method))
			.ok_or_else(|| failed(&"this chain has no such thing"))?;
		let mut encoded = Vec::new();
		for (arg, input) in args.iter().zip(found.inputs()) {
			let value = shape(arg, input.id, types).map_err(|why| failed(&why))?;
			value.encode_as_type_to(input.id, types, &mut encoded).map_err(|why| failed(&why))?;
		}
		let name = format!("{api}_{method}");
		let bytes = self.at.runtime_apis().call_raw(&name, Some(encoded.as_slice())).await;
		let bytes = bytes.map_err(|why| failed(&why))?;
		plain(&bytes, found.output_ty(), types).map_err(|why| failed(&why))
	}

	/// All items of a runtime API that answers in pages.
	///
	/// # Parameters
	/// - `args`: all arguments but the last two, which say where a page begins and how long it is.
	pub async fn ask_pages(
		&self,
		api: &str,
		method: &str,
		args: &[Json],
	) -> Result<Vec<Json>, Failure> {
		let (mut items, mut from) = (Vec::new(), Json::Null);
		loop {
			let mut all = args.to_vec();
			all.extend([from, PAGE.into()]);
			let mut page = self.ask(api, method, &all).await?;
			let Some(Json::Array(more)) = page.get_mut("items").map(Json::take) else {
				return Err(Failure::node(format!("{api}.{method} fails"), "it answers no page"));
			};
			items.extend(more);
			from = page.get_mut("next").map(Json::take).unwrap_or_default();
			if from.is_null() {
				return Ok(items);
			}
		}
	}

	/// What a provider's acceptance of the terms that are proposed for a lease names: blake2-256
	/// over the lease's number and the terms as the chain encodes them. `None` without a proposal.
	pub async fn amendment_hash(&self, lease: u64) -> Result<Option<String>, Failure> {
		let failed =
			|why: &dyn std::fmt::Display| Failure::node("the proposal cannot be named", why);
		let (keys, id) = self.keys("Leases", "Proposals", &[lease.into()])?;
		let address = dynamic::storage::<Vec<Value>, Value>("Leases", "Proposals");
		let found = self.at.storage().try_fetch(address, keys).await.map_err(|why| failed(&why))?;
		let Some(found) = found else { return Ok(None) };
		let types = self.metadata().types();
		let Some(TypeDef::Composite(record)) = types.resolve(id).map(|found| &found.type_def)
		else {
			return Err(failed(&"this chain knows no proposals"));
		};
		let mut rest = found.bytes();
		for field in &record.fields {
			let own = plain::part(&mut rest, field.ty.id, types).map_err(|why| failed(&why))?;
			if field.name.as_deref() == Some("amendment") {
				let mut bytes = lease.to_le_bytes().to_vec();
				bytes.extend(own);
				return Ok(Some(format!("0x{}", to_hex(&blake2_256(&bytes)))));
			}
		}
		Err(failed(&"this chain's proposals have no terms"))
	}

	/// What happened in this block in these pallets.
	pub async fn events(&self, pallets: &[&str]) -> Result<Vec<Event>, Failure> {
		let failed = |why: &dyn std::fmt::Display| {
			Failure::node(format!("what happened in block {} cannot be read", self.number()), why)
		};
		let all = self.at.events().fetch().await.map_err(|why| failed(&why))?;
		let mut found = Vec::new();
		for event in all.iter() {
			let event = event.map_err(|why| failed(&why))?;
			if pallets.contains(&event.pallet_name()) {
				let (pallet, name) = (event.pallet_name(), event.event_name());
				let event = Event::decode(self.metadata(), pallet, name, event.field_bytes());
				found.push(event.map_err(|why| failed(&why))?);
			}
		}
		Ok(found)
	}

	/// A constant of a pallet, as JSON.
	pub fn constant(&self, pallet: &str, name: &str) -> Option<Json> {
		let constant = self.metadata().pallet_by_name(pallet)?.constant_by_name(name)?;
		plain(constant.value(), constant.ty(), self.metadata().types()).ok()
	}

	/// Whether the chain has this call.
	pub fn has_call(&self, pallet: &str, call: &str) -> bool {
		self.metadata()
			.pallet_by_name(pallet)
			.is_some_and(|pallet| pallet.call_variant_by_name(call).is_some())
	}
}
