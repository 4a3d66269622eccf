//! What is read of the chain's records: the fields that matter here, by name, so that a record
//! may get more. [`check`] says at once if one is missing.

use super::{Failure, Kind};
use crate::{account::AccountId, model};
use scale_decode::DecodeAsType;
use scale_info::TypeDef;
use subxt::{
	ext::scale_value::{Composite, Value, ValueDef},
	Metadata,
};

/// Something that a pallet stores.
pub trait Record: DecodeAsType + Send + Sync + 'static {
	/// The pallet.
	const PALLET: &'static str;
	/// The storage entry.
	const ENTRY: &'static str;
	/// The fields that are read.
	const FIELDS: &'static [&'static str];
}

macro_rules! record {
	($(#[$meta:meta])* $name:ident in $pallet:literal, $entry:literal {
		$($(#[$field_meta:meta])* $field:ident: $type:ty,)*
	}) => {
		$(#[$meta])*
		#[derive(Clone, Debug, DecodeAsType)]
		pub struct $name {
			$($(#[$field_meta])* pub $field: $type,)*
		}

		impl Record for $name {
			const PALLET: &'static str = $pallet;
			const ENTRY: &'static str = $entry;
			const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
		}
	};
}

/// An account as it is stored.
pub type Id = [u8; 32];

/// What something is paid in.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
pub enum Asset {
	/// The native token.
	Native,
	/// A listed asset.
	WithId(u32),
}

impl From<Asset> for model::Asset {
	fn from(asset: Asset) -> Self {
		match asset {
			Asset::Native => Self::Native,
			Asset::WithId(id) => Self::WithId(id),
		}
	}
}

record! {
	/// A tenant's application.
	Deployment in "Market", "Deployments" {
		/// Who pays.
		tenant: Id,
		/// What it runs.
		manifest: Id,
		/// What it pays in.
		asset: Asset,
		/// The order of each group; `None` once it has closed.
		groups: Vec<Option<u64>>,
	}
}

record! {
	/// A group's order.
	Order in "Market", "Orders" {
		/// The deployment that it belongs to.
		deployment: u64,
		/// The group's place in it.
		group: u8,
		/// Who asks.
		tenant: Id,
		/// What is paid in.
		asset: Asset,
		/// What is asked for.
		spec: Spec,
		/// Where it is in its life.
		state: Value,
		/// The lowest bid.
		best: Option<Best>,
		/// How many bids stand.
		bids: u32,
		/// How often it has been put up again.
		rounds: u8,
	}
}

/// What a group is.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Spec {
	/// How many replicas.
	pub replicas: u16,
	/// The most that it may cost, in base units per hour.
	pub max_price: u128,
}

/// The lowest bid on an order.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Best {
	/// Who bid it.
	pub provider: Id,
	/// Base units per hour.
	pub price: u128,
}

record! {
	/// A bid.
	Bid in "Market", "Bids" {
		/// Base units per hour.
		price: u128,
		/// Machines and replicas there.
		placement: Vec<(u16, u16)>,
		/// Blocks of notice.
		notice: u32,
		/// Blocks of grace.
		grace: u32,
		/// Native base units on hold.
		collateral: u128,
	}
}

record! {
	/// A lease.
	Lease in "Leases", "Leases" {
		/// What was agreed.
		terms: Terms,
		/// Where it is in its life.
		state: Value,
		/// What is on hold of the provider's collateral.
		collateral: u128,
		/// The block of the confirmation; zero before.
		started: u32,
	}
}

/// What was agreed for a lease.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Terms {
	/// The deployment that it belongs to.
	pub deployment: u64,
	/// The group's place in it.
	pub group: u8,
	/// Who pays.
	pub tenant: Id,
	/// Who serves.
	pub provider: Id,
	/// What is paid in.
	pub asset: Asset,
	/// Base units per hour.
	pub price: u128,
	/// How many replicas.
	pub replicas: u16,
	/// What has to run.
	pub manifest: Id,
	/// Blocks of notice.
	pub notice: u32,
	/// Blocks of grace.
	pub grace: u32,
}

record! {
	/// What depositors hold for an order and its lease.
	Escrow in "Escrow", "Accounts" {
		/// Whose order it is.
		tenant: Id,
		/// What it is counted in.
		asset: Asset,
		/// Who has deposited.
		depositors: Vec<Depositor>,
		/// Paid since it was opened.
		paid: u128,
		/// Fees since it was opened.
		fees: u128,
	}
}

/// A depositor's part.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Depositor {
	/// Whose money it is.
	pub who: Id,
	/// All that it has put in.
	pub deposited: u128,
	/// What is left of that.
	pub held: u128,
}

impl Escrow {
	/// What is left of all deposits.
	pub fn held(&self) -> u128 {
		self.depositors.iter().fold(0, |sum, one| sum.saturating_add(one.held))
	}

	/// All deposits.
	pub fn deposited(&self) -> u128 {
		self.depositors.iter().fold(0, |sum, one| sum.saturating_add(one.deposited))
	}
}

record! {
	/// A provider.
	Provider in "Providers", "Providers" {
		/// Where its agent is reached.
		endpoint: Vec<u8>,
		/// What it declares of itself.
		attributes: Vec<Attribute>,
		/// Whether it takes no new bids.
		draining: bool,
		/// Its bond.
		bond: u128,
	}
}

/// A provider's attribute.
#[derive(Clone, Debug, DecodeAsType)]
pub struct Attribute {
	/// The name.
	pub key: Vec<u8>,
	/// The value.
	pub value: Vec<u8>,
}

impl Provider {
	/// Where its agent is reached.
	pub fn endpoint(&self) -> String {
		String::from_utf8_lossy(&self.endpoint).into_owned()
	}

	/// What it declares under this name.
	pub fn attribute(&self, key: &str) -> Option<String> {
		let found = self.attributes.iter().find(|attribute| attribute.key == key.as_bytes())?;
		String::from_utf8(found.value.clone()).ok()
	}
}

record! {
	/// What an account has of the native token.
	Balances in "System", "Account" {
		/// Its parts.
		data: AccountData,
	}
}

/// Parts of a native balance.
#[derive(Clone, Debug, DecodeAsType)]
pub struct AccountData {
	/// What is not on hold.
	pub free: u128,
	/// What is on hold.
	pub reserved: u128,
	/// What of both must stay.
	pub frozen: u128,
}

record! {
	/// What an account has of an asset, besides what is on hold.
	AssetBalance in "Assets", "Account" {
		/// Base units.
		balance: u128,
	}
}

record! {
	/// An asset.
	AssetDetails in "Assets", "Asset" {
		/// The least that an account has of it.
		min_balance: u128,
	}
}

record! {
	/// How an asset is written.
	AssetMetadata in "Assets", "Metadata" {
		/// Its symbol.
		symbol: Vec<u8>,
		/// Its decimals.
		decimals: u8,
	}
}

record! {
	/// What the validators' verdict costs.
	ApprovalTerms in "Approvals", "Params" {
		/// For each order, in native base units.
		order_fee: u128,
		/// For how many blocks they may vote.
		deadline_blocks: u32,
	}
}

record! {
	/// How auctions are held.
	MarketTerms in "Market", "Params" {
		/// On hold for a bid, in native base units.
		collateral: u128,
		/// How long an auction lasts, in blocks.
		auction_blocks: u32,
		/// The shortest notice, in blocks.
		min_notice: u32,
	}
}

record! {
	/// In what leases are paid.
	AssetTerms in "Escrow", "ListedAssets" {
		/// The least that an account is opened with.
		min_deposit: u128,
	}
}

record! {
	/// New terms that wait for the provider.
	Proposal in "Leases", "Proposals" {
		/// What is proposed.
		amendment: Value,
		/// The block at which it lapses.
		until: u32,
	}
}

/// The name of an enum's variant.
pub fn name(value: &Value) -> &str {
	match &value.value {
		ValueDef::Variant(variant) => &variant.name,
		_ => "",
	}
}

/// What a variant, or a struct, holds under this name.
pub fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
	let fields = match &value.value {
		ValueDef::Variant(variant) => &variant.values,
		ValueDef::Composite(composite) => composite,
		_ => return None,
	};
	match fields {
		Composite::Named(fields) => {
			fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
		},
		Composite::Unnamed(values) => values.get(name.parse::<usize>().ok()?),
	}
}

/// A number that a variant, or a struct, holds under this name.
pub fn number(value: &Value, name: &str) -> Option<u128> {
	field(value, name)?.as_u128()
}

/// An account that a variant, or a struct, holds under this name.
pub fn account(value: &Value, name: &str) -> Option<AccountId> {
	fn bytes(value: &Value) -> Option<Vec<u8>> {
		let ValueDef::Composite(composite) = &value.value else { return None };
		if composite.len() == 1 {
			return bytes(composite.values().next()?);
		}
		composite.values().map(|byte| u8::try_from(byte.as_u128()?).ok()).collect()
	}
	bytes(field(value, name)?)?.try_into().ok().map(AccountId)
}

/// A variant in words, such as `LeaseEnded(Tenant)`.
pub fn words(value: &Value) -> String {
	let ValueDef::Variant(variant) = &value.value else { return value.to_string() };
	let inner: Vec<_> = variant
		.values
		.values()
		.map(|value| match &value.value {
			ValueDef::Variant(_) => words(value),
			_ => value.to_string(),
		})
		.collect();
	if inner.is_empty() {
		variant.name.clone()
	} else {
		format!("{}({})", variant.name, inner.join(", "))
	}
}

fn check_one<R: Record>(metadata: &Metadata) -> Result<(), String> {
	let (pallet, entry) = (R::PALLET, R::ENTRY);
	let found = metadata
		.pallet_by_name(pallet)
		.and_then(|pallet| pallet.storage()?.entry_by_name(entry))
		.ok_or_else(|| format!("{pallet}.{entry}"))?;
	let fields = match metadata.types().resolve(found.value_ty()).map(|found| &found.type_def) {
		Some(TypeDef::Composite(composite)) => &composite.fields,
		_ => return Err(format!("{pallet}.{entry}")),
	};
	let has = |name: &&&str| fields.iter().any(|field| field.name.as_deref() == Some(**name));
	match R::FIELDS.iter().find(|name| !has(name)) {
		Some(name) => Err(format!("{pallet}.{entry}.{name}")),
		None => Ok(()),
	}
}

/// Whether a chain stores all that is read here.
pub fn check(metadata: &Metadata) -> Result<(), Failure> {
	let checks: [fn(&Metadata) -> Result<(), String>; 14] = [
		check_one::<Deployment>,
		check_one::<Order>,
		check_one::<Bid>,
		check_one::<Lease>,
		check_one::<Escrow>,
		check_one::<Provider>,
		check_one::<Balances>,
		check_one::<AssetBalance>,
		check_one::<AssetDetails>,
		check_one::<AssetMetadata>,
		check_one::<ApprovalTerms>,
		check_one::<MarketTerms>,
		check_one::<AssetTerms>,
		check_one::<Proposal>,
	];
	checks.iter().try_for_each(|check| check(metadata)).map_err(|missing| {
		Failure::new(
			Kind::Node,
			format!(
				"the node's chain has no {missing}: it is not Leasehold, or of a version that this program does not know"
			),
		)
	})
}
