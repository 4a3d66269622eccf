//! What the registry stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use leasehold_primitives::{
	clock::{ServiceClock, Window},
	crypto::service::ServiceKey,
	Architecture, AssetId, Attribute, Balance, BlockNumber, GroupSpec, LeaseId, Moment, NetworkId,
	NodeIndex, OfferId, Placement, Resources, BLOCKS_PER_DAY, MAX_ATTRIBUTES, MAX_ENDPOINT,
	MAX_NODES, MAX_PLACEMENTS,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Perbill, Rounding};

/// Service keys of a provider.
pub const MAX_SERVICE_KEYS: u32 = 4;
/// Auditors that governance lists, and so attestations of a provider.
pub const MAX_AUDITORS: u32 = 64;
/// For how many blocks an attestation may hold: two years of 3 s blocks.
pub const MAX_ATTESTATION_BLOCKS: BlockNumber = 2 * 365 * 28_800;
/// One LHD in its base units.
const LHD: Balance = 1_000_000_000_000;
/// One ended lease's worth of evidence, in millionths.
pub const LEASE: u64 = 1_000_000;
/// For how many leases evidence is remembered: each one lets the 50th part of it fade.
pub const MEMORY: u64 = 50;
/// How much worse the worst ending is than a good one is good.
pub const MAX_SEVERITY: u64 = 24;
/// Buckets that tenants are told apart by when their evidence is capped.
pub const BUCKETS: usize = 64;
/// Providers of a private network.
pub const MAX_MEMBERS: u32 = 256;
/// Tenants that a restricted network has admitted.
pub const MAX_GUESTS: u32 = 4_096;
/// Offers of a network.
pub const MAX_OFFERS: u32 = 64;
/// Providers that supply an offer.
pub const MAX_SUPPLIES: u32 = 64;
/// Ended leases of a provider that can be disputed.
pub const MAX_ENDINGS: u32 = 32;
/// Disputes of a provider that are not decided.
pub const MAX_DISPUTES: u32 = 16;
/// Replicas of one offer.
pub const MAX_QUANTITY: u32 = 1_000_000;
/// The longest notice of an offer, in blocks: 30 days.
pub const MAX_NOTICE: BlockNumber = 30 * BLOCKS_PER_DAY;
/// The longest grace of an offer, in blocks: 14 days.
pub const MAX_GRACE: BlockNumber = 14 * BLOCKS_PER_DAY;
/// Attestations of one machine.
pub const MAX_MACHINE_ATTESTATIONS: u32 = 4;
/// Devices that a machine names.
pub const MAX_DEVICES: u32 = 16;
/// Bytes of a device's id.
pub const MAX_DEVICE_ID: u32 = 64;
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
	/// The whole bond on hold: the base and every machine's part, less the shortfall.
	pub bond: Balance,
	/// What tenants were awarded of the bond and the provider has not made up yet. It takes no
	/// bids and changes no machines until it has.
	pub shortfall: Balance,
	/// The indices of its machines.
	pub nodes: NodeSet,
	/// Its service keys.
	pub keys: BoundedVec<ServiceKey, ConstU32<MAX_SERVICE_KEYS>>,
	/// How many attestations are stored of it, those that no longer count included, without
	/// those of machines.
	pub attestations: u32,
	/// The block at which it registered.
	pub registered: BlockNumber,
	/// The block at which validators admitted it to the audited tier.
	pub admitted: Option<BlockNumber>,
	/// Its wish to be admitted that is before the validators.
	pub applied: Option<u64>,
}

/// How much of a provider is in use. Apart from its record, because every bid changes it.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Usage {
	/// Leases that run.
	pub leases: u32,
	/// Orders that have capacity reserved, for a bid or for a lease.
	pub reservations: u32,
	/// Disputes that are not decided, at most [`MAX_DISPUTES`].
	pub disputes: u32,
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
	/// The offer that was taken, and how many replicas of it; `None` on the open market.
	pub offer: Option<(OfferId, u16)>,
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
	/// Its bond on hold.
	pub bond: Balance,
}

/// An auditor that governance has struck off, and whose bond is still on hold.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct RetiredAuditor {
	/// The bond.
	pub bond: Balance,
	/// The first block at which it can have it back.
	pub until: BlockNumber,
}

/// When a provider has announced that its machines may be silent.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Maintenance {
	/// The first block, and the first block after; the last window announced, over or to come.
	pub window: Option<(BlockNumber, BlockNumber)>,
	/// Where the window before it ended; zero if there was none.
	pub before: BlockNumber,
}

impl Maintenance {
	/// How many of the blocks after `from` up to `to` lie in the window.
	pub fn excuses(&self, from: BlockNumber, to: BlockNumber) -> BlockNumber {
		self.window.map_or(0, |(starts, ends)| ends.min(to).saturating_sub(starts.max(from)))
	}
}

/// A lease that has ended, and on which its tenant may open a dispute.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Ending<AccountId> {
	/// The lease.
	pub lease: LeaseId,
	/// Its tenant.
	pub tenant: AccountId,
	/// The first block at which it is too late.
	pub until: BlockNumber,
}

/// The last leases of a provider that have ended. When there are more, the oldest is forgotten.
pub type Endings<AccountId> = BoundedVec<Ending<AccountId>, ConstU32<MAX_ENDINGS>>;

/// A tenant's claim on a part of a provider's bond.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Dispute<AccountId> {
	/// Who claims.
	pub tenant: AccountId,
	/// What it has on hold for it.
	pub deposit: Balance,
	/// The hash of what it shows.
	pub evidence: H256,
	/// The first block at which it lapses, unless governance has decided.
	pub deadline: BlockNumber,
}

/// When maintenance may be announced.
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
pub struct MaintenanceRules {
	/// Blocks between the announcement and the start, at least.
	pub lead: BlockNumber,
	/// Blocks of a window, at most; above zero.
	pub longest: BlockNumber,
	/// Blocks between the end of one and the start of the next, at least.
	pub gap: BlockNumber,
}

impl Default for MaintenanceRules {
	fn default() -> Self {
		// Eight hours once a week, a day ahead.
		Self { lead: BLOCKS_PER_DAY, longest: BLOCKS_PER_DAY / 3, gap: 7 * BLOCKS_PER_DAY }
	}
}

/// How disputes are held.
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
pub struct DisputeRules {
	/// What a tenant holds to open one; lost if it is dismissed. Above zero.
	pub deposit: Balance,
	/// For how many blocks after its end a lease can be disputed, and a provider not leave.
	pub window: BlockNumber,
	/// For how many blocks governance has time to decide, above zero.
	pub deadline: BlockNumber,
	/// The part of the bond that one dispute can award.
	pub most: Perbill,
}

impl Default for DisputeRules {
	fn default() -> Self {
		Self {
			deposit: 10 * LHD,
			window: BLOCKS_PER_DAY,
			deadline: 14 * BLOCKS_PER_DAY,
			most: Perbill::from_percent(20),
		}
	}
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

/// How far a private network has come.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum NetworkState {
	/// Before the validators.
	#[codec(index = 0)]
	Pending,
	/// Approved: it admits, and its offers can be taken.
	#[codec(index = 1)]
	Approved,
}

/// A private network: an operator's closed set of providers, with offers at fixed prices.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Network<AccountId> {
	/// Who runs it.
	pub operator: AccountId,
	/// The hash of what it is for and by which rules, which validators judge once.
	pub terms: H256,
	/// The operator's bond on hold.
	pub bond: Balance,
	/// How far it has come.
	pub state: NetworkState,
	/// Whether only admitted tenants may take its offers.
	pub restricted: bool,
	/// Providers admitted, at most [`MAX_MEMBERS`].
	pub members: u32,
	/// Tenants admitted, at most [`MAX_GUESTS`].
	pub guests: u32,
	/// Offers that are stored, at most [`MAX_OFFERS`].
	pub offers: u32,
}

/// What a network offers.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct OfferTerms {
	/// What each replica has.
	pub resources: Resources,
	/// The architecture of the machines; `None`: any.
	pub architecture: Option<Architecture>,
	/// Base units of the asset per replica and hour, above zero.
	pub price: Balance,
	/// What is paid in.
	pub asset: AssetId,
	/// Native tokens that the provider holds against leaving early.
	pub collateral: Balance,
	/// Blocks of notice that the provider gives, at most [`MAX_NOTICE`].
	pub notice: BlockNumber,
	/// Blocks that capacity is kept after the money has run out, at most [`MAX_GRACE`].
	pub grace: BlockNumber,
}

/// An offer of a network.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Offer {
	/// Whose.
	pub network: NetworkId,
	/// What for what.
	pub terms: OfferTerms,
	/// Replicas in all.
	pub quantity: u32,
	/// Replicas that leases, and awards, have of it now.
	pub taken: u32,
	/// Providers that supply it, at most [`MAX_SUPPLIES`].
	pub supplies: u32,
	/// Whether it can be taken.
	pub open: bool,
}

/// The machines from which a provider supplies an offer. They serve the open market as well.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Supply {
	/// The machines, ascending.
	pub nodes: SupplyNodes,
	/// The provider's block of registration: one that left and came back has other machines.
	pub registered: BlockNumber,
}

/// Up to eight machines.
pub type SupplyNodes = BoundedVec<NodeIndex, ConstU32<MAX_PLACEMENTS>>;

/// What a provider is known for: a Beta distribution over serving well, in millionths of an
/// ended lease. Outlives the provider's registration.
///
/// The expected value is `(good + 1) / (good + bad + 2)`, after Jøsang and Ismail, "The Beta
/// Reputation System" (2002). Each piece of evidence of the size `e` first lets what was known
/// fade by `0.02 × e` of itself (a factor of 0.98 for one whole lease, as Acurast has it), so
/// that nothing fades without something taking its place: neither a good name nor a bad one can
/// be washed off with leases that paid no fees. `good` thus never exceeds 50 leases, and `bad`
/// not 50 × [`MAX_SEVERITY`].
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Standing {
	/// Evidence of serving well.
	pub good: u64,
	/// Evidence of the contrary.
	pub bad: u64,
	/// The span of [`ReputationRules::window`] blocks that what follows is of, counted from zero.
	pub span: BlockNumber,
	/// How much good evidence came in this span, by tenants in [`BUCKETS`] that change with each
	/// span. Those who share one share its cap.
	pub good_from: [u32; BUCKETS],
	/// As `good_from`, of bad evidence.
	pub bad_from: [u32; BUCKETS],
}

impl Default for Standing {
	fn default() -> Self {
		Self { good: 0, bad: 0, span: 0, good_from: [0; BUCKETS], bad_from: [0; BUCKETS] }
	}
}

/// How reputation is counted.
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
pub struct ReputationRules {
	/// The protocol fee of a lease that counts as one whole lease, in thousandths of its asset's
	/// minimum deposit; less counts in proportion. Above zero.
	pub unit: u128,
	/// The most that one tenant adds in a span, in millionths of a lease. From 1 to 10 leases.
	pub tenant_cap: u32,
	/// Blocks of a span, above zero.
	pub window: BlockNumber,
}

impl ReputationRules {
	/// Whether the rules lie within their bounds.
	pub fn is_valid(&self) -> bool {
		self.unit > 0
			&& self.window > 0
			&& (LEASE..=10 * LEASE).contains(&u64::from(self.tenant_cap))
	}
}

impl Default for ReputationRules {
	fn default() -> Self {
		// The fee of one minimum deposit; three leases' worth of each tenant in 30 days.
		Self { unit: 1_000, tenant_cap: 3_000_000, window: 30 * BLOCKS_PER_DAY }
	}
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
		Self {
			base: 100 * LHD,
			per_core: 5 * LHD,
			per_gib_memory: LHD,
			per_100_gib_ephemeral: LHD,
			per_100_gib_persistent: 2 * LHD,
			per_gib_ram: LHD,
			per_gpu: 50 * LHD,
			per_100_ports: LHD,
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
	/// How reputation is counted from now on.
	pub reputation: ReputationRules,
	/// The bond for a private network that is created from now on. Above zero.
	pub network_bond: Balance,
	/// The bond of an auditor that is listed from now on.
	pub auditor_bond: Balance,
	/// For how many blocks the bond of an auditor that is struck off stays on hold.
	pub auditor_stay: BlockNumber,
	/// When maintenance may be announced.
	pub maintenance: MaintenanceRules,
	/// How disputes are held that are opened from now on, and on leases that end from now on.
	pub dispute: DisputeRules,
}

impl Default for Params {
	fn default() -> Self {
		Self {
			bond: Default::default(),
			heartbeat: Default::default(),
			reputation: Default::default(),
			network_bond: 1_000 * LHD,
			auditor_bond: 500 * LHD,
			auditor_stay: 30 * BLOCKS_PER_DAY,
			maintenance: Default::default(),
			dispute: Default::default(),
		}
	}
}

impl Params {
	/// Whether every parameter lies within its bounds.
	pub fn is_valid(&self) -> bool {
		self.bond.base > 0
			&& self.heartbeat.is_valid()
			&& self.reputation.is_valid()
			&& self.network_bond > 0
			&& self.maintenance.longest > 0
			&& self.dispute.deposit > 0
			&& self.dispute.deadline > 0
	}
}
