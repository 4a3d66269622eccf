//! What the registry stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use leasehold_primitives::{
	clock::{ServiceClock, Window},
	crypto::service::ServiceKey,
	Architecture, Attribute, Balance, BlockNumber, GroupSpec, Moment, NodeIndex, Placement,
	Resources, MAX_ATTRIBUTES, MAX_ENDPOINT, MAX_NODES, MAX_PLACEMENTS,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

/// Service keys of a provider.
pub const MAX_SERVICE_KEYS: u32 = 4;
/// Auditors that governance lists, and so attestations of a provider.
pub const MAX_AUDITORS: u32 = 64;
/// For how many blocks an attestation may hold: two years of 3 s blocks.
pub const MAX_ATTESTATION_BLOCKS: BlockNumber = 2 * 365 * 28_800;
/// Attestations of one machine.
pub const MAX_MACHINE_ATTESTATIONS: u32 = 4;
/// Devices that a machine names.
pub const MAX_DEVICES: u32 = 16;
/// Bytes of a device's id.
pub const MAX_DEVICE_ID: u32 = 64;
/// How far the block that a heartbeat names may lie from the block that takes it, either way. A
/// node may see a block before the one that checks its heartbeat does.
pub const MAX_HEARTBEAT_DRIFT: BlockNumber = 32;
/// The longest heartbeat window that governance may set, in milliseconds: a day.
pub const MAX_WINDOW_TIME: Moment = 86_400_000;
/// The longest heartbeat window that governance may set, in blocks: a day of 3 s blocks.
pub const MAX_WINDOW_BLOCKS: BlockNumber = 28_800;

/// Where a provider's agent is reached: `https://host[:port]`.
pub type Endpoint = BoundedVec<u8, ConstU32<MAX_ENDPOINT>>;
/// What a provider declares of itself, or an auditor attests to.
pub type Attributes = BoundedVec<Attribute, ConstU32<MAX_ATTRIBUTES>>;

/// How a machine is let.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum NodeKind {
	/// To many leases, each a part.
	#[codec(index = 0)]
	Shared,
	/// To one lease, which has the whole machine.
	#[codec(index = 1)]
	Dedicated,
}

/// Which of the [`MAX_NODES`] indices are taken by machines.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct NodeSet([u64; 4]);

impl NodeSet {
	/// The word and the bit in it that stand for `index`.
	fn place(index: NodeIndex) -> (usize, u64) {
		(usize::from(index / 64), 1 << (index % 64))
	}

	/// Whether `index` is taken.
	pub fn contains(&self, index: NodeIndex) -> bool {
		let (word, bit) = Self::place(index);
		self.0.get(word).is_some_and(|word| word & bit != 0)
	}

	/// Take the lowest free index; `None` if all are taken.
	pub fn take_free(&mut self) -> Option<NodeIndex> {
		let index = Self::all().find(|index| !self.contains(*index))?;
		let (word, bit) = Self::place(index);
		*self.0.get_mut(word)? |= bit;
		Some(index)
	}

	/// Make `index` free.
	pub fn remove(&mut self, index: NodeIndex) {
		let (word, bit) = Self::place(index);
		if let Some(word) = self.0.get_mut(word) {
			*word &= !bit;
		}
	}

	/// The indices taken, ascending.
	pub fn iter(&self) -> impl Iterator<Item = NodeIndex> + '_ {
		Self::all().filter(|index| self.contains(*index))
	}

	/// How many are taken, at most [`MAX_NODES`].
	pub fn len(&self) -> u32 {
		self.0.iter().map(|word| word.count_ones()).sum()
	}

	/// Whether none is taken.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}

	/// Every index that a machine can have.
	fn all() -> impl Iterator<Item = NodeIndex> {
		(0..).take_while(|index| u32::from(*index) < MAX_NODES)
	}
}

/// A provider as it describes itself.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct ProviderRecord {
	/// Where its agent is reached.
	pub endpoint: Endpoint,
	/// What it declares of itself, each key once.
	pub attributes: Attributes,
	/// Whether it takes no new bids.
	pub draining: bool,
	/// The part of the bond that it pays for being registered, as it was at its registration.
	pub base_bond: Balance,
	/// The whole bond on hold: the base and every machine's part.
	pub bond: Balance,
	/// The indices of its machines.
	pub nodes: NodeSet,
	/// Its service keys.
	pub keys: BoundedVec<ServiceKey, ConstU32<MAX_SERVICE_KEYS>>,
	/// How many attestations are stored of it, those that no longer count included, without
	/// those of machines.
	pub attestations: u32,
	/// The block at which validators admitted it to the audited tier.
	pub admitted: Option<BlockNumber>,
}

/// How much of a provider is in use. Apart from its record, because every bid changes it.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Usage {
	/// Leases that run.
	pub leases: u32,
	/// Orders that have capacity reserved, for a bid or for a lease.
	pub reservations: u32,
}

/// What the maker or the system calls a device, such as a GPU's UUID.
pub type DeviceId = BoundedVec<u8, ConstU32<MAX_DEVICE_ID>>;
/// The devices by which a machine is known, in ascending order.
pub type Devices = BoundedVec<DeviceId, ConstU32<MAX_DEVICES>>;

/// A machine as its provider describes it. Where it stands is the provider's attribute `region`.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Machine {
	/// The instructions that its CPUs understand.
	pub architecture: Architecture,
	/// What it has to let. See [`Resources::is_capacity`].
	pub capacity: Resources,
	/// Its devices, each once, in ascending order, no empty one.
	pub devices: Devices,
}

impl Machine {
	/// Whether the capacity is one and the devices are in order.
	pub fn is_well_formed(&self) -> bool {
		self.capacity.is_capacity()
			&& self.devices.iter().all(|device| !device.is_empty())
			&& self.devices.windows(2).all(|pair| match pair {
				[a, b] => a < b,
				_ => true,
			})
	}
}

/// A machine.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Node {
	/// How it is let.
	pub kind: NodeKind,
	/// The instructions that its CPUs understand.
	pub architecture: Architecture,
	/// Its devices.
	pub devices: Devices,
	/// What it has.
	pub capacity: Resources,
	/// What is promised of it: the sum over its reservations, at most its capacity.
	pub reserved: Resources,
	/// How many reservations that is; at most one on a dedicated machine.
	pub uses: u32,
	/// Its part of the provider's bond, by the rates at its last change.
	pub bond: Balance,
}

/// What a group wants of the machines that it is put on.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct MachineTerms {
	/// The architecture; `None`: any.
	pub architecture: Option<Architecture>,
	/// Whether each replica is on a machine of its own.
	pub distinct: bool,
	/// Whether they had to be attested to. The reservation stays on them then.
	pub attested: bool,
}

impl<AccountId> From<&GroupSpec<AccountId>> for MachineTerms {
	fn from(spec: &GroupSpec<AccountId>) -> Self {
		Self {
			architecture: spec.architecture,
			distinct: spec.distinct,
			attested: spec.requirements.attested_machines,
		}
	}
}

/// What an order has reserved.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Reservation {
	/// What each replica has, as it was asked for.
	pub per_replica: Resources,
	/// How many replicas on which machines.
	pub placement: Placement,
	/// What was taken of each machine of the placement, in its order: all replicas there, every
	/// GPU of a certain kind. Just this is given back.
	pub taken: BoundedVec<Resources, ConstU32<MAX_PLACEMENTS>>,
	/// What the group wants of its machines.
	pub terms: MachineTerms,
}

/// Whom a service key serves.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct KeyRecord<AccountId> {
	/// The provider.
	pub provider: AccountId,
	/// The block at which the key was set. Heartbeats that name an earlier one are not taken, so
	/// that a key that left and came back cannot have its old ones replayed.
	pub since: BlockNumber,
	/// How many heartbeats the chain has accepted from it since.
	pub nonce: u64,
}

/// A provider's service clock and the rules it runs by until its next heartbeat. A change of the
/// parameters thus reaches a provider with its heartbeat, which never sets a clock back.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct ClockRecord {
	/// The clock.
	pub clock: ServiceClock,
	/// The rules in force since the last heartbeat.
	pub rules: HeartbeatRules,
}

/// An auditor that governance has listed.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct AuditorRecord {
	/// The block at which it was listed.
	pub since: BlockNumber,
}

/// What an auditor says of a provider. It counts while its auditor is listed, and for each
/// attribute as long as the provider declares the same value.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Attestation {
	/// The attributes attested to, each as the provider declared it then.
	pub attributes: Attributes,
	/// How thoroughly they were checked, by the auditors' own scale; more is better.
	pub level: u8,
	/// The hash of what the auditor has found. The evidence itself never comes on chain.
	pub evidence: H256,
	/// The first block at which it no longer counts.
	pub expires: BlockNumber,
}

/// What an auditor says of one machine with the devices that it has. Any change of the machine
/// voids it. It counts while its auditor is listed.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct MachineAttestation<AccountId> {
	/// Who says so.
	pub auditor: AccountId,
	/// As for [`Attestation`].
	pub level: u8,
	/// As for [`Attestation`].
	pub evidence: H256,
	/// The first block at which it no longer counts.
	pub expires: BlockNumber,
}

/// The attestations of one machine, each auditor's once.
pub type MachineAttestations<AccountId> =
	BoundedVec<MachineAttestation<AccountId>, ConstU32<MAX_MACHINE_ATTESTATIONS>>;

/// What a service key says in a heartbeat.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct HeartbeatBody {
	/// The best block that the provider's node saw, at most [`MAX_HEARTBEAT_DRIFT`] from the
	/// block that takes the heartbeat.
	pub block: BlockNumber,
}

/// When heartbeats are due.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeartbeatRules {
	/// How long a heartbeat stays fresh.
	pub window: Window,
	/// A heartbeat fewer blocks than this after the last one is refused. From 1 to a third of
	/// the window, for a provider's node sends one every third.
	pub spacing: BlockNumber,
}

impl HeartbeatRules {
	/// After how many blocks a provider's node sends the next heartbeat.
	pub fn interval(&self) -> BlockNumber {
		self.window.blocks / 3
	}

	/// Whether the window and the spacing lie within their bounds.
	pub fn is_valid(&self) -> bool {
		(1..=MAX_WINDOW_TIME).contains(&self.window.time)
			&& self.window.blocks <= MAX_WINDOW_BLOCKS
			&& (1..=self.interval()).contains(&self.spacing)
	}
}

impl Default for HeartbeatRules {
	fn default() -> Self {
		// 15 minutes of 3 s blocks.
		Self { window: Window { time: 900_000, blocks: 300 }, spacing: 37 }
	}
}

/// The table by which a provider's bond grows with what it declares, in native base units.
/// Parts of a step are charged in proportion, rounded up.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BondRates {
	/// For being registered. Above zero.
	pub base: Balance,
	/// For each 1,000 millicores.
	pub per_core: Balance,
	/// For each GiB of memory.
	pub per_gib_memory: Balance,
	/// For each 100 GiB of ephemeral storage.
	pub per_100_gib_ephemeral: Balance,
	/// For each 100 GiB of persistent storage.
	pub per_100_gib_persistent: Balance,
	/// For each GiB of storage in memory.
	pub per_gib_ram: Balance,
	/// For each GPU.
	pub per_gpu: Balance,
	/// For each 100 public ports.
	pub per_100_ports: Balance,
}

impl BondRates {
	/// The bond for a machine of this capacity; `None` on overflow.
	pub fn of(&self, capacity: &Resources) -> Option<Balance> {
		let gpus: u128 = capacity.gpus.iter().map(|gpu| u128::from(gpu.units)).sum();
		[
			(self.per_core, capacity.cpu_millicores.into(), 1_000),
			(self.per_gib_memory, capacity.memory_mib.into(), 1_024),
			(self.per_100_gib_ephemeral, capacity.storage.ephemeral_mib.into(), 102_400),
			(self.per_100_gib_persistent, capacity.storage.persistent_mib.into(), 102_400),
			(self.per_gib_ram, capacity.storage.ram_mib.into(), 1_024),
			(self.per_gpu, gpus, 1),
			(self.per_100_ports, capacity.ports.into(), 100),
		]
		.into_iter()
		.try_fold(0u128, |sum, (rate, amount, step)| {
			sum.checked_add(multiply_by_rational_with_rounding(rate, amount, step, Rounding::Up)?)
		})
	}
}

impl Default for BondRates {
	fn default() -> Self {
		/// One LHD.
		const UNIT: Balance = 1_000_000_000_000;
		Self {
			base: 100 * UNIT,
			per_core: 5 * UNIT,
			per_gib_memory: UNIT,
			per_100_gib_ephemeral: UNIT,
			per_100_gib_persistent: 2 * UNIT,
			per_gib_ram: UNIT,
			per_gpu: 50 * UNIT,
			per_100_ports: UNIT,
		}
	}
}

/// What governance tunes.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Params {
	/// The bond for what is declared from now on.
	pub bond: BondRates,
	/// When heartbeats are due; in force for each provider from its next heartbeat.
	pub heartbeat: HeartbeatRules,
}

impl Params {
	/// Whether every parameter lies within its bounds.
	pub fn is_valid(&self) -> bool {
		self.bond.base > 0 && self.heartbeat.is_valid()
	}
}
