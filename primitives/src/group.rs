//! What a tenant asks for, and where a provider would put it.

use crate::{
	ids::*,
	resources::{Architecture, Resources},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// An attribute's name, such as `region`.
pub type AttributeKey = BoundedVec<u8, ConstU32<MAX_KEY>>;
/// An attribute's value, such as `eu/de/fsn`.
pub type AttributeValue = BoundedVec<u8, ConstU32<MAX_VALUE>>;

/// Something that a provider declares of itself, or that a group requires of a provider.
#[derive(
	Clone,
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
pub struct Attribute {
	/// The name. Letters, digits and `-_./` only.
	pub key: AttributeKey,
	/// The value. In a requirement, a trailing `*` matches any ending.
	pub value: AttributeValue,
}

impl Attribute {
	/// Whether the key is not empty and made of letters, digits and `-_./` only.
	pub fn is_well_formed(&self) -> bool {
		!self.key.is_empty()
			&& self.key.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(byte))
	}

	/// Whether `declared` satisfies this requirement: the same key, and the same value or one
	/// that starts with what stands before this value's trailing `*`.
	pub fn is_met_by(&self, declared: &Attribute) -> bool {
		self.key == declared.key && matches(&self.value, &declared.value)
	}
}

/// Whether `value` is `pattern`, or starts with what stands before the pattern's trailing `*`.
fn matches(pattern: &[u8], value: &[u8]) -> bool {
	match pattern.split_last() {
		Some((b'*', prefix)) => value.starts_with(prefix),
		_ => pattern == value,
	}
}

/// The attribute that says where a provider's machines stand, such as `eu/de/fsn`. One account
/// is for one place, so that replicas never lie apart unasked: who has machines in several
/// registers one account for each.
pub const REGION: &[u8] = b"region";

/// Up to [`MAX_WISHES`] regions, each a value of [`REGION`] or a beginning of it with a trailing
/// `*`.
pub type Regions = BoundedVec<AttributeValue, ConstU32<MAX_WISHES>>;

/// What a group requires of the provider that serves it.
#[derive(
	Clone,
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
pub struct Requirements<AccountId> {
	/// Each must be met by an attribute that the provider declares.
	pub attributes: BoundedVec<Attribute, ConstU32<MAX_ATTRIBUTES>>,
	/// Every one of these auditors must attest to every required attribute, unexpired.
	pub all_of: BoundedVec<AccountId, ConstU32<MAX_ASKED>>,
	/// At least one of these must, unless the list is empty.
	pub any_of: BoundedVec<AccountId, ConstU32<MAX_ASKED>>,
	/// The least level of an attestation that counts; zero: any.
	pub min_level: u8,
	/// Whether the machines themselves must be attested to as well, each by every auditor of
	/// `all_of` and one of `any_of`; by any one listed auditor if both are empty.
	pub attested_machines: bool,
	/// Whether the provider must be in the audited tier, to which validators admit.
	pub admitted: bool,
	/// The provider's region must be one of these, unless the list is empty.
	pub regions: Regions,
	/// The provider's region must be none of these. A provider that declares no region cannot
	/// show that, so it meets neither list; and where auditors are required, they must attest to
	/// the region if either list has entries.
	pub excluded_regions: Regions,
	/// Only these providers, unless the list is empty.
	pub providers: BoundedVec<AccountId, ConstU32<MAX_WISHES>>,
	/// None of these providers.
	pub excluded_providers: BoundedVec<AccountId, ConstU32<MAX_WISHES>>,
}

impl<AccountId> Default for Requirements<AccountId> {
	fn default() -> Self {
		Self {
			attributes: Default::default(),
			all_of: Default::default(),
			any_of: Default::default(),
			min_level: 0,
			attested_machines: false,
			admitted: false,
			regions: Default::default(),
			excluded_regions: Default::default(),
			providers: Default::default(),
			excluded_providers: Default::default(),
		}
	}
}

impl<AccountId> Requirements<AccountId> {
	/// Whether any provider meets these, whatever it declares and whoever attests to it.
	pub fn ask_nothing(&self) -> bool {
		let Self {
			attributes,
			all_of,
			any_of,
			// Of attestations, which nobody is asked for.
			min_level: _,
			attested_machines,
			admitted,
			regions,
			excluded_regions,
			providers,
			excluded_providers,
		} = self;
		attributes.is_empty()
			&& all_of.is_empty()
			&& any_of.is_empty()
			&& regions.is_empty()
			&& excluded_regions.is_empty()
			&& providers.is_empty()
			&& excluded_providers.is_empty()
			&& !attested_machines
			&& !admitted
	}

	/// How many auditors are asked.
	pub fn auditors(&self) -> u32 {
		// At most two times [`MAX_ASKED`].
		u32::try_from(self.all_of.len().saturating_add(self.any_of.len())).unwrap_or(u32::MAX)
	}

	/// Whether the provider's region matters.
	pub fn names_regions(&self) -> bool {
		!self.regions.is_empty() || !self.excluded_regions.is_empty()
	}

	/// Whether a provider in `region` meets the two lists of regions.
	pub fn is_region_met(&self, region: Option<&AttributeValue>) -> bool {
		let Some(region) = region else { return !self.names_regions() };
		let is_in = |pattern: &AttributeValue| matches(pattern, region);
		(self.regions.is_empty() || self.regions.iter().any(is_in))
			&& !self.excluded_regions.iter().any(is_in)
	}
}

impl<AccountId: PartialEq> Requirements<AccountId> {
	/// Whether the two lists of providers let `provider` serve.
	pub fn allows(&self, provider: &AccountId) -> bool {
		(self.providers.is_empty() || self.providers.contains(provider))
			&& !self.excluded_providers.contains(provider)
	}
}

/// A group of equal replicas, ordered and leased as one.
#[derive(
	Clone,
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
pub struct GroupSpec<AccountId> {
	/// What each replica needs.
	pub resources: Resources,
	/// How many replicas, 1 to [`MAX_REPLICAS`].
	pub replicas: u16,
	/// What the provider must be.
	pub requirements: Requirements<AccountId>,
	/// The most that the whole group may cost, in base units of the asset per hour.
	pub max_price: Balance,
	/// The architecture that the machines must have; `None`: any.
	pub architecture: Option<Architecture>,
	/// Whether each replica must be on a machine of its own. At most [`MAX_PLACEMENTS`] replicas
	/// then.
	pub distinct: bool,
}

impl<AccountId> GroupSpec<AccountId> {
	/// A group without requirements, on machines of any architecture.
	pub fn new(resources: Resources, replicas: u16, max_price: Balance) -> Self {
		Self {
			resources,
			replicas,
			requirements: Requirements::default(),
			max_price,
			architecture: None,
			distinct: false,
		}
	}

	/// The resources of all replicas together; `None` on overflow.
	pub fn total(&self) -> Option<Resources> {
		self.resources.checked_mul(self.replicas)
	}
}

/// On which machines a bid puts its replicas: machine and number of replicas there, machines in
/// strictly ascending order.
pub type Placement = BoundedVec<(NodeIndex, u16), ConstU32<MAX_PLACEMENTS>>;
