//! What a group is ordered as: the chain's `GroupRequest`, field by field, in types that need
//! none of the chain's crates. `primitives/tests/deploy_files.rs` decodes what this encodes.

use crate::{
	account::AccountId,
	model::{Application, Arch, Asset, Group, Requirements, Resources, VolumeClass},
};
use codec::Encode;
use serde::{Deserialize, Serialize, Serializer};

/// An application as the chain's `market.createDeployment` takes it, without the manifest's hash.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Order {
	/// What everything is paid in.
	pub asset: Asset,
	/// The groups, in the application's order.
	pub groups: Vec<GroupRequest>,
}

/// Sums in JSON: numbers if a JSON value carries them, else text.
fn sum<S: Serializer>(sum: &u128, serializer: S) -> Result<S::Ok, S::Error> {
	match u64::try_from(*sum) {
		Ok(sum) => serializer.serialize_u64(sum),
		Err(_) => serializer.collect_str(sum),
	}
}

/// The same of sums that may be left out.
fn optional_sum<S: Serializer>(value: &Option<u128>, serializer: S) -> Result<S::Ok, S::Error> {
	match value {
		Some(value) => sum(value, serializer),
		None => serializer.serialize_none(),
	}
}

/// The chain's `GroupRequest`.
#[derive(Clone, Debug, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct GroupRequest {
	/// What is asked for.
	pub spec: GroupSpec,
	/// The first deposit, in base units.
	#[serde(serialize_with = "sum")]
	pub deposit: u128,
	/// A price at which the auction ends at once.
	#[serde(serialize_with = "optional_sum")]
	pub buy_now: Option<u128>,
	/// How the provider is found; left out of JSON where it is open.
	#[serde(default, skip_serializing_if = "AuctionKind::is_open")]
	pub auction: AuctionKind,
	/// Between how many replicas the lease may be amended; left out of JSON where anything goes.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub scaling: Option<Scaling>,
	/// Whether what is left is put up again when the provider leaves; left out of JSON where not.
	#[serde(default, skip_serializing_if = "is_not")]
	pub relist: bool,
	/// The shortest notice that a bid may offer, in blocks; left out of JSON where the chain's own
	/// minimum will do.
	#[serde(default, skip_serializing_if = "is_zero")]
	pub min_notice: u32,
}

/// Whether a number is zero.
fn is_zero(number: &u32) -> bool {
	*number == 0
}

/// Whether a switch is off.
fn is_not(switch: &bool) -> bool {
	!switch
}

/// The chain's `Scaling`.
#[derive(Clone, Copy, Debug, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct Scaling {
	/// The fewest replicas.
	pub min: u16,
	/// The most.
	pub max: u16,
}

/// The chain's `AuctionKind`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub enum AuctionKind {
	/// Everybody sees all bids; the lowest wins.
	#[codec(index = 0)]
	#[default]
	Open,
	/// Bids are sealed until all stand.
	#[codec(index = 1)]
	Sealed,
	/// The tenant picks.
	#[codec(index = 2)]
	Choice,
}

impl AuctionKind {
	/// Whether it is [`Self::Open`].
	pub fn is_open(&self) -> bool {
		*self == Self::Open
	}
}

/// The chain's `GroupSpec`.
#[derive(Clone, Debug, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct GroupSpec {
	/// What each replica needs.
	pub resources: Needs,
	/// How many replicas.
	pub replicas: u16,
	/// What the provider must be.
	pub requirements: Wanted,
	/// The most that the group may cost, in base units per hour.
	#[serde(serialize_with = "sum")]
	pub max_price: u128,
	/// What the machines must understand.
	pub architecture: Option<Architecture>,
	/// Whether each replica is on a machine of its own.
	pub distinct: bool,
}

/// The chain's `Architecture`.
#[derive(Clone, Copy, Debug, Deserialize, Encode, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Architecture {
	/// 64-bit x86.
	#[codec(index = 0)]
	Amd64,
	/// 64-bit ARM.
	#[codec(index = 1)]
	Arm64,
}

/// The chain's `Resources`.
#[derive(Clone, Debug, Default, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct Needs {
	/// Thousandths of a core.
	pub cpu_millicores: u32,
	/// MiB.
	pub memory_mib: u64,
	/// By class.
	pub storage: Storage,
	/// Kinds and units, by kind.
	pub gpus: Vec<GpuUnits>,
	/// Public ports.
	pub ports: u32,
}

/// The chain's `Storage`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct Storage {
	/// MiB that go with the workload.
	pub ephemeral_mib: u64,
	/// MiB that outlast a restart.
	pub persistent_mib: u64,
	/// MiB in memory.
	pub ram_mib: u64,
}

/// The chain's `GpuInterface`.
#[derive(Clone, Copy, Debug, Deserialize, Encode, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GpuInterface {
	/// A card in a PCI Express slot.
	#[codec(index = 0)]
	Pcie,
	/// An SXM module.
	#[codec(index = 1)]
	Sxm,
}

/// The chain's `GpuUnits`.
#[derive(Clone, Debug, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct GpuUnits {
	/// The vendor in lower case.
	pub vendor: String,
	/// The model in lower case.
	pub model: String,
	/// MiB of memory of each; `None` for any.
	pub memory_mib: Option<u32>,
	/// How it is attached; `None` for any way.
	pub interface: Option<GpuInterface>,
	/// How many.
	pub units: u16,
}

/// The chain's `Requirements`.
#[derive(Clone, Debug, Default, Deserialize, Encode, Eq, PartialEq, Serialize)]
pub struct Wanted {
	/// Attributes, by key.
	pub attributes: Vec<Attribute>,
	/// Auditors of which each must attest.
	pub all_of: Vec<AccountId>,
	/// Auditors of which one must.
	pub any_of: Vec<AccountId>,
	/// The least level of an attestation that counts.
	pub min_level: u8,
	/// Whether the machines must be attested to as well.
	pub attested_machines: bool,
	/// Whether the provider must be in the audited tier.
	pub admitted: bool,
	/// Regions wanted.
	pub regions: Vec<String>,
	/// Regions excluded.
	pub excluded_regions: Vec<String>,
	/// Providers wanted.
	pub providers: Vec<AccountId>,
	/// Providers excluded.
	pub excluded_providers: Vec<AccountId>,
}

/// The chain's `Attribute`.
#[derive(Clone, Debug, Deserialize, Encode, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Attribute {
	/// The name.
	pub key: String,
	/// The value, a trailing `*` for any ending.
	pub value: String,
}

impl From<&Application> for Order {
	fn from(application: &Application) -> Self {
		Self {
			asset: application.asset,
			groups: application.groups.iter().map(GroupRequest::from).collect(),
		}
	}
}

impl From<&Group> for GroupRequest {
	/// Reading the file has refused everything that would be lost here.
	fn from(group: &Group) -> Self {
		Self {
			spec: GroupSpec {
				resources: Needs { ports: group.public_ports, ..Needs::from(&group.resources) },
				replicas: group.replicas,
				requirements: Wanted::from(&group.requirements),
				max_price: group.max_price,
				architecture: group.resources.arch.map(|arch| match arch {
					Arch::Amd64 => Architecture::Amd64,
					Arch::Arm64 => Architecture::Arm64,
				}),
				distinct: false,
			},
			deposit: group.deposit,
			buy_now: None,
			auction: AuctionKind::Open,
			scaling: None,
			relist: false,
			min_notice: 0,
		}
	}
}

impl From<&Resources> for Needs {
	/// Each volume counts as storage of its class.
	fn from(resources: &Resources) -> Self {
		let kind =
			|gpu: &GpuUnits| (gpu.vendor.clone(), gpu.model.clone(), gpu.memory_mib, gpu.interface);
		let mut gpus: Vec<GpuUnits> = Vec::new();
		for gpu in &resources.gpus {
			let gpu = GpuUnits {
				vendor: gpu.vendor.clone(),
				model: gpu.model.clone().unwrap_or_default(),
				memory_mib: gpu.memory_mib.map(|mib| u32::try_from(mib).unwrap_or(u32::MAX)),
				interface: gpu.interface.as_deref().map(|interface| match interface {
					"pcie" => GpuInterface::Pcie,
					_ => GpuInterface::Sxm,
				}),
				units: gpu.units,
			};
			match gpus.iter_mut().find(|other| kind(other) == kind(&gpu)) {
				Some(other) => other.units = other.units.saturating_add(gpu.units),
				None => gpus.push(gpu),
			}
		}
		gpus.sort_by_key(kind);
		let size = |is_meant: &dyn Fn(&VolumeClass) -> bool| {
			let volumes = resources.volumes.iter().filter(|volume| is_meant(&volume.class));
			volumes.map(|volume| volume.size_mib).try_fold(0, u64::checked_add).unwrap_or(u64::MAX)
		};
		Self {
			cpu_millicores: resources.cpu_millicores,
			memory_mib: resources.memory_mib,
			storage: Storage {
				ephemeral_mib: size(&|class| *class == VolumeClass::Ephemeral),
				persistent_mib: size(&|class| matches!(class, VolumeClass::Persistent(_))),
				ram_mib: size(&|class| *class == VolumeClass::Ram),
			},
			gpus,
			ports: 0,
		}
	}
}

impl From<&Requirements> for Wanted {
	/// Lists without order are sorted, so that one wish has one encoding.
	fn from(requirements: &Requirements) -> Self {
		let pairs = requirements.attributes.iter();
		let mut attributes: Vec<_> = pairs
			.map(|(key, value)| Attribute { key: key.clone(), value: value.clone() })
			.collect();
		attributes.sort();
		attributes.dedup();
		Self {
			attributes,
			all_of: requirements.all_of.clone(),
			any_of: requirements.any_of.clone(),
			regions: sorted(&requirements.regions),
			excluded_regions: sorted(&requirements.not_regions),
			providers: sorted(&requirements.providers),
			..Default::default()
		}
	}
}

fn sorted<T: Clone + Ord>(list: &[T]) -> Vec<T> {
	let mut list = list.to_vec();
	list.sort();
	list.dedup();
	list
}

/// What the chain can hold, checked while the file's lines are known.
pub mod limits {
	use super::*;
	use crate::diagnostic::Findings;

	/// Groups of a deployment.
	pub const GROUPS: usize = 8;
	/// Replicas of a group.
	pub const REPLICAS: u16 = 64;
	/// Attributes of a group.
	const ATTRIBUTES: usize = 32;
	/// Bytes of an attribute's key.
	const KEY: usize = 64;
	/// Bytes of an attribute's value.
	const VALUE: usize = 128;
	/// Regions or providers in each of their lists.
	const WISHES: usize = 8;
	/// Auditors in each of the two lists.
	const AUDITORS: usize = 4;
	/// Different GPU models in a replica.
	const GPU_MODELS: usize = 4;
	/// Bytes of a GPU model's name.
	const MODEL: usize = 32;

	/// Whether the chain can hold these requirements.
	pub(crate) fn check(requirements: &Requirements, line: usize, findings: &mut Findings) {
		let wanted = Wanted::from(requirements);
		if wanted.attributes.len() > ATTRIBUTES {
			findings.error(line, format!("more than {ATTRIBUTES} attributes are required"));
		}
		for Attribute { key, value } in &wanted.attributes {
			let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
			if key.is_empty() || key.len() > KEY || !key.bytes().all(word) {
				findings.error(
					line,
					format!("the attribute '{key}' must have at most {KEY} letters, digits, '-', '_', '.' and '/'"),
				);
			}
			if value.len() > VALUE {
				findings.error(
					line,
					format!("the value of the attribute '{key}' is longer than {VALUE} bytes"),
				);
			}
		}
		for (name, list) in [("allOf", &wanted.all_of), ("anyOf", &wanted.any_of)] {
			if list.len() > AUDITORS {
				findings.error(line, format!("'{name}' names more than {AUDITORS} auditors"));
			}
		}
		let lists = [
			("regions", wanted.regions.len()),
			("excluded regions", wanted.excluded_regions.len()),
			("providers", wanted.providers.len()),
		];
		for (name, length) in lists.into_iter().filter(|(_, length)| *length > WISHES) {
			findings.error(
				line,
				format!("{length} {name} are more than the {WISHES} that an order names"),
			);
		}
		for region in wanted.regions.iter().chain(&wanted.excluded_regions) {
			if region.is_empty() || region.len() > VALUE {
				findings.error(line, format!("'{region}' is not the name of a region"));
			}
		}
	}

	/// Whether the chain can hold these resources.
	pub(crate) fn check_resources(resources: &Resources, line: usize, findings: &mut Findings) {
		let needs = Needs::from(resources);
		if needs.storage.ephemeral_mib == 0 {
			findings.error(line, "a replica needs some storage on disk that need not persist");
		}
		if resources.disk_mib().is_none() || resources.all_memory_mib().is_none() {
			findings.error(line, "this is more space than the chain can count");
		}
		for gpu in &resources.gpus {
			match &gpu.model {
				None => findings.error(
					line,
					"an order names a GPU's model: any model of a vendor cannot be asked for",
				),
				Some(model) if model.is_empty() || model.len() > MODEL => {
					findings.error(line, format!("'{model}' is not the name of a GPU model"));
				},
				Some(_) => {},
			}
		}
		if needs.gpus.len() > GPU_MODELS {
			findings
				.error(line, format!("a replica has at most {GPU_MODELS} different GPU models"));
		}
	}
}
