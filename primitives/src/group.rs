//! What a tenant asks for, and where a provider would put it.

use crate::{ids::*, resources::Resources};
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
		self.key == declared.key
			&& match self.value.split_last() {
				Some((b'*', prefix)) => declared.value.starts_with(prefix),
				_ => self.value == declared.value,
			}
	}
}

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
	pub all_of: BoundedVec<AccountId, ConstU32<4>>,
	/// At least one of these must, unless the list is empty.
	pub any_of: BoundedVec<AccountId, ConstU32<4>>,
}

impl<AccountId> Default for Requirements<AccountId> {
	fn default() -> Self {
		Self {
			attributes: Default::default(),
			all_of: Default::default(),
			any_of: Default::default(),
		}
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
}

impl<AccountId> GroupSpec<AccountId> {
	/// The resources of all replicas together; `None` on overflow.
	pub fn total(&self) -> Option<Resources> {
		self.resources.checked_mul(self.replicas)
	}
}

/// On which machines a bid puts its replicas: machine and number of replicas there, machines in
/// strictly ascending order.
pub type Placement = BoundedVec<(NodeIndex, u16), ConstU32<MAX_PLACEMENTS>>;
