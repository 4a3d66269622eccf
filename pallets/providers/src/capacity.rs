//! What is free by what providers declare, for the runtime's API. Never called by a transaction.

use crate::{Config, Node, Nodes, Pallet, ProviderRecord, Providers, Reservations};
use alloc::{collections::BTreeMap, vec::Vec};
use leasehold_primitives::{
	market_api::{FreeCapacity, FreeGpus, Page},
	AttributeValue, GpuUnits, OrderId, Requirements, Resources,
};

/// Providers whose machines one search adds up, each with up to 256.
pub const MAX_ADDED_UP: u32 = 64;
/// Orders in one list.
const MAX_LISTED: u32 = 256;

impl<T: Config> Pallet<T> {
	/// What is free on the machines of providers that take bids, by the value that they declare
	/// under `key`; of up to `limit` providers and [`MAX_ADDED_UP`], after `after` in the order of
	/// storage.
	pub fn free_capacity(
		key: &[u8],
		after: Option<T::AccountId>,
		limit: u32,
	) -> Page<FreeCapacity, T::AccountId> {
		let mut providers = match &after {
			Some(after) => Providers::<T>::iter_from(Providers::<T>::hashed_key_for(after)),
			None => Providers::<T>::iter(),
		};
		let mut sums = BTreeMap::<Option<AttributeValue>, FreeCapacity>::new();
		let mut last = None;
		for _ in 0..limit.clamp(1, MAX_ADDED_UP) {
			let Some((provider, record)) = providers.next() else { break };
			if Self::check_record(&provider, &record, &Requirements::default()).is_ok() {
				let declared = record.attributes.iter().find(|one| one.key[..] == *key);
				let value = declared.map(|one| one.value.clone());
				let sum = sums
					.entry(value.clone())
					.or_insert_with(|| FreeCapacity { value, ..Default::default() });
				Self::add_up(sum, &provider, &record);
			}
			last = Some(provider);
		}
		Page { items: sums.into_values().collect(), next: providers.next().and(last) }
	}

	/// Add what a provider has free.
	fn add_up(sum: &mut FreeCapacity, provider: &T::AccountId, record: &ProviderRecord) {
		sum.providers = sum.providers.saturating_add(1);
		let nodes = record.nodes.iter().filter_map(|index| Nodes::<T>::get(provider, index));
		for free in nodes.map(|node: Node| node.free()).filter(|free| !free.is_zero()) {
			sum.machines = sum.machines.saturating_add(1);
			add_resources(sum, &free);
		}
	}

	/// The orders for which a provider has capacity reserved, for a bid or a lease: up to `limit`,
	/// after `after` in the order of storage.
	pub fn reserved_for(
		provider: &T::AccountId,
		after: Option<OrderId>,
		limit: u32,
	) -> Page<OrderId, OrderId> {
		let mut orders = match after {
			Some(after) => Reservations::<T>::iter_key_prefix_from(
				provider,
				Reservations::<T>::hashed_key_for(provider, after),
			),
			None => Reservations::<T>::iter_key_prefix(provider),
		};
		let limit = usize::try_from(limit.clamp(1, MAX_LISTED)).unwrap_or(1);
		let items: Vec<_> = orders.by_ref().take(limit).collect();
		let last = items.last().copied();
		Page { items, next: orders.next().and(last) }
	}
}

/// Sums of at most 2^14 numbers of 64 bits: none comes near 128.
fn add_resources(sum: &mut FreeCapacity, free: &Resources) {
	sum.cpu_millicores = sum.cpu_millicores.saturating_add(free.cpu_millicores.into());
	sum.memory_mib = sum.memory_mib.saturating_add(free.memory_mib.into());
	sum.ephemeral_mib = sum.ephemeral_mib.saturating_add(free.storage.ephemeral_mib.into());
	sum.persistent_mib = sum.persistent_mib.saturating_add(free.storage.persistent_mib.into());
	sum.ram_mib = sum.ram_mib.saturating_add(free.storage.ram_mib.into());
	sum.ports = sum.ports.saturating_add(free.ports.into());
	for gpu in &free.gpus {
		let kind = GpuUnits { units: 1, ..gpu.clone() };
		let order =
			|one: &GpuUnits| (one.vendor.clone(), one.model.clone(), one.memory_mib, one.interface);
		match sum.gpus.binary_search_by(|have| order(&have.kind).cmp(&order(&kind))) {
			Ok(at) => {
				if let Some(have) = sum.gpus.get_mut(at) {
					have.units = have.units.saturating_add(gpu.units.into());
				}
			},
			Err(at) => sum.gpus.insert(at, FreeGpus { kind, units: gpu.units.into() }),
		}
	}
}
