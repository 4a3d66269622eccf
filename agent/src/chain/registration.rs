//! The provider's place in the registry: what it costs, and the calls that take it.

use super::{
	link::{call, failed, At, Call, Link},
	registry::{self, Kind, Node, Record},
	ChainError,
};
use crate::bidding::resources::{Gpu, Resources};
use leasehold_client::{account::AccountId, canonical::blake2_256};
use scale_decode::DecodeAsType;
use std::fmt::Display;
use subxt::dynamic::{self, Value};
use subxt_signer::sr25519::Keypair;

/// A machine as it is to stand on chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Machine {
	/// How it is let.
	pub kind: Kind,
	/// Its architecture, as the chain names it.
	pub architecture: String,
	/// What it has to let.
	pub capacity: Resources,
	/// By which it is known, in ascending order; the first that begins with `host:` tells it from
	/// the provider's others.
	pub devices: Vec<Vec<u8>>,
}

/// What the registry holds for what, in base units of LHD.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Rates {
	/// For being registered.
	pub base: u128,
	per_core: u128,
	per_gib_memory: u128,
	per_100_gib_ephemeral: u128,
	per_100_gib_persistent: u128,
	per_gib_ram: u128,
	per_gpu: u128,
	per_100_ports: u128,
}

impl Rates {
	/// The bond for a machine; `None` on overflow. Parts of a step are rounded up, as on chain.
	pub fn of(&self, capacity: &Resources) -> Option<u128> {
		let gpus: u128 = capacity.gpus.iter().map(|gpu| u128::from(gpu.units)).sum();
		let storage = &capacity.storage;
		[
			(self.per_core, capacity.cpu_millicores.into(), 1_000),
			(self.per_gib_memory, capacity.memory_mib.into(), 1_024),
			(self.per_100_gib_ephemeral, storage.ephemeral_mib.into(), 102_400),
			(self.per_100_gib_persistent, storage.persistent_mib.into(), 102_400),
			(self.per_gib_ram, storage.ram_mib.into(), 1_024),
			(self.per_gpu, gpus, 1),
			(self.per_100_ports, capacity.ports.into(), 100),
		]
		.into_iter()
		.try_fold(0u128, |sum, (rate, amount, step): (u128, u128, u128)| {
			sum.checked_add(rate.checked_mul(amount)?.div_ceil(step))
		})
	}
}

/// What stands on chain now.
#[derive(Clone, Debug)]
pub struct Registered {
	/// The record, if there is one.
	pub record: Option<Record>,
	/// The machines.
	pub nodes: Vec<Node>,
	/// What the registry holds for what.
	pub rates: Rates,
	/// What the provider has free, in base units of LHD.
	pub free: u128,
}

fn cannot(why: &dyn Display) -> ChainError {
	failed("the registration cannot be read")(why)
}

impl Registered {
	/// Read it at a block.
	pub async fn read(at: &At, provider: AccountId) -> Result<Self, ChainError> {
		#[derive(DecodeAsType)]
		struct Params {
			bond: Rates,
		}
		#[derive(DecodeAsType)]
		struct Account {
			data: Data,
		}
		#[derive(DecodeAsType)]
		struct Data {
			free: u128,
		}
		let address = dynamic::storage::<(), Params>("Providers", "Parameters");
		let params = at.storage().fetch(address, ()).await.map_err(|why| cannot(&why))?;
		let address = dynamic::storage::<([u8; 32],), Account>("System", "Account");
		let account = at.storage().try_fetch(address, (provider.0,)).await;
		let account = account.map_err(|why| cannot(&why))?.map(|account| account.decode());
		let account = account.transpose().map_err(|why| cannot(&why))?;
		Ok(Self {
			record: registry::record(at, provider).await?,
			nodes: registry::nodes(at, provider).await?,
			rates: params.decode().map_err(|why| cannot(&why))?.bond,
			free: account.map_or(0, |account| account.data.free),
		})
	}

	/// What has to be done so that `machine` stands on chain as it is; `None` if it does.
	pub fn change(&self, machine: &Machine) -> Option<Change> {
		let host = |devices: &[Vec<u8>]| {
			devices.iter().find(|device| device.starts_with(b"host:")).cloned()
		};
		let own = host(&machine.devices);
		let there = self.nodes.iter().find(|node| own.is_some() && host(&node.devices) == own);
		match there {
			None => Some(Change::Add),
			Some(node) => {
				let same = node.architecture == machine.architecture
					&& node.capacity == machine.capacity
					&& node.devices == machine.devices;
				(!same).then_some(Change::Update(node.index))
			},
		}
	}
}

/// What has to be done about a machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Change {
	/// It is not there.
	Add,
	/// It is there under this number, and not as it is.
	Update(u16),
}

fn bytes(bytes: &[u8]) -> Value {
	Value::from_bytes(bytes)
}

fn option(value: Option<Value>) -> Value {
	match value {
		Some(value) => Value::unnamed_variant("Some", [value]),
		None => Value::unnamed_variant("None", []),
	}
}

fn gpu(gpu: &Gpu) -> Value {
	let interface = gpu.interface.map(|one| Value::unnamed_variant(one.name(), []));
	Value::named_composite([
		("vendor", bytes(&gpu.vendor)),
		("model", bytes(&gpu.model)),
		("memory_mib", option(gpu.memory_mib.map(|mib| Value::u128(mib.into())))),
		("interface", option(interface)),
		("units", Value::u128(gpu.units.into())),
	])
}

fn resources(all: &Resources) -> Value {
	let number = |number: u64| Value::u128(number.into());
	let storage = Value::named_composite([
		("ephemeral_mib", number(all.storage.ephemeral_mib)),
		("persistent_mib", number(all.storage.persistent_mib)),
		("ram_mib", number(all.storage.ram_mib)),
	]);
	Value::named_composite([
		("cpu_millicores", number(all.cpu_millicores.into())),
		("memory_mib", number(all.memory_mib)),
		("storage", storage),
		("gpus", Value::unnamed_composite(all.gpus.iter().map(gpu))),
		("ports", number(all.ports.into())),
	])
}

fn machine(machine: &Machine) -> Value {
	Value::named_composite([
		("architecture", Value::unnamed_variant(machine.architecture.clone(), [])),
		("capacity", resources(&machine.capacity)),
		("devices", Value::unnamed_composite(machine.devices.iter().map(|one| bytes(one)))),
	])
}

fn attributes(attributes: &[(String, String)]) -> Value {
	Value::unnamed_composite(attributes.iter().map(|(key, value)| {
		Value::named_composite([("key", bytes(key.as_bytes())), ("value", bytes(value.as_bytes()))])
	}))
}

/// The call that registers the provider.
pub fn register(endpoint: &str, own: &[(String, String)]) -> Call {
	let endpoint = bytes(endpoint.as_bytes());
	call("Providers", "register", [("endpoint", endpoint), ("attributes", attributes(own))])
}

/// The call that changes what it says of itself.
pub fn update(endpoint: &str, own: &[(String, String)]) -> Call {
	let endpoint = option(Some(bytes(endpoint.as_bytes())));
	let own = option(Some(attributes(own)));
	call("Providers", "update", [("endpoint", endpoint), ("attributes", own)])
}

/// The call that brings a machine onto the chain, or makes it there what it is.
pub fn apply(change: Change, what: &Machine) -> Call {
	match change {
		Change::Add => {
			let kind = match what.kind {
				Kind::Shared => "Shared",
				Kind::Dedicated => "Dedicated",
			};
			let kind = Value::unnamed_variant(kind, []);
			call("Providers", "add_node", [("kind", kind), ("machine", machine(what))])
		},
		Change::Update(index) => {
			let node = Value::u128(index.into());
			call("Providers", "update_node", [("node", node), ("machine", machine(what))])
		},
	}
}

/// The call that lets a node's service key speak for the provider.
pub fn service_key(link: &Link, key: &Keypair) -> Call {
	let mut message = b"leaseholdprov".to_vec();
	message.extend(link.genesis());
	message.extend(link.account().0);
	let proof = key.sign(&blake2_256(&message)).0;
	let arguments = [("key", bytes(&key.public_key().0)), ("proof", bytes(&proof))];
	call("Providers", "set_service_key", arguments)
}

/// The provider that a service key serves.
pub async fn served_by(at: &At, key: &Keypair) -> Result<Option<AccountId>, ChainError> {
	#[derive(DecodeAsType)]
	struct KeyRecord {
		provider: [u8; 32],
	}
	let address = dynamic::storage::<([u8; 32],), KeyRecord>("Providers", "ServiceKeys");
	let found = at.storage().try_fetch(address, (key.public_key().0,)).await;
	let found = found.map_err(|why| cannot(&why))?.map(|found| found.decode()).transpose();
	Ok(found.map_err(|why| cannot(&why))?.map(|found| AccountId(found.provider)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::bidding::resources::Storage;

	fn machine(cores: u32, host: &str) -> Machine {
		Machine {
			kind: Kind::Shared,
			architecture: "Amd64".into(),
			capacity: Resources {
				cpu_millicores: cores * 1_000,
				memory_mib: 1_024,
				..Default::default()
			},
			devices: vec![b"GPU-1".to_vec(), host.into()],
		}
	}

	fn node(index: u16, of: &Machine) -> Node {
		Node {
			index,
			kind: of.kind,
			architecture: of.architecture.clone(),
			devices: of.devices.clone(),
			capacity: of.capacity.clone(),
			reserved: Resources::default(),
			uses: 0,
			audits: Vec::new(),
		}
	}

	fn rates() -> Rates {
		Rates {
			base: 100,
			per_core: 5,
			per_gib_memory: 1,
			per_100_gib_ephemeral: 1,
			per_100_gib_persistent: 2,
			per_gib_ram: 1,
			per_gpu: 50,
			per_100_ports: 1,
		}
	}

	#[test]
	fn machine_should_be_known_again_among_the_providers_others() {
		let nodes = vec![node(0, &machine(4, "host:a")), node(3, &machine(4, "host:b"))];
		let there = Registered { record: None, nodes, rates: rates(), free: 0 };
		assert_eq!(there.change(&machine(4, "host:b")), None);
		assert_eq!(there.change(&machine(8, "host:b")), Some(Change::Update(3)));
		assert_eq!(there.change(&machine(4, "host:c")), Some(Change::Add));
		let nameless = Machine { devices: Vec::new(), ..machine(4, "") };
		assert_eq!(there.change(&nameless), Some(Change::Add));
	}

	#[test]
	fn bond_should_be_rounded_up_for_each_resource() {
		let storage = Storage { ephemeral_mib: 102_401, persistent_mib: 1, ram_mib: 0 };
		let capacity = Resources {
			cpu_millicores: 1_001,
			memory_mib: 1_024,
			storage,
			gpus: Vec::new(),
			ports: 1,
		};
		// 5.005 for the CPU, 1 for the memory, 1.00001 and 0.00002 for disk, 0.01 for the port.
		assert_eq!(rates().of(&capacity), Some(6 + 1 + 2 + 1 + 1));
	}
}
