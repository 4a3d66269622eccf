//! The registry as other pallets see it.

use crate::{Clocks, Config, Maintenances, Pallet, ServiceKeys};
use frame_support::{traits::Time, weights::Weight};
use leasehold_primitives::{
	crypto::service::ServiceKey,
	traits::{Providers, ServiceClocks},
	BlockNumber, GroupSpec, Moment, OrderId, Placement, Requirements, Resources,
};
use sp_runtime::{traits::BlockNumberProvider, DispatchResult};

impl<T: Config> ServiceClocks<T::AccountId> for Pallet<T> {
	fn clock(provider: &T::AccountId) -> Moment {
		Clocks::<T>::get(provider)
			.map_or(0, |record| record.clock.read(T::UnixTime::now(), record.rules.window))
	}

	fn is_running(provider: &T::AccountId) -> bool {
		let now = T::BlockNumberProvider::current_block_number();
		Clocks::<T>::get(provider)
			.is_some_and(|record| record.clock.is_fresh(now, record.rules.window))
	}

	fn is_behind(provider: &T::AccountId) -> bool {
		let now = T::BlockNumberProvider::current_block_number();
		Clocks::<T>::get(provider).is_some_and(|record| {
			let (clock, window) = (record.clock, record.rules.window);
			let since = T::UnixTime::now().saturating_sub(clock.last);
			clock.is_fresh(now, window) && since > window.time
		})
	}

	fn silent_for(provider: &T::AccountId) -> BlockNumber {
		let now = T::BlockNumberProvider::current_block_number();
		Clocks::<T>::get(provider).map_or(BlockNumber::MAX, |record| {
			let silent =
				Self::since_heartbeat(&record, now).saturating_sub(record.rules.window.blocks);
			if silent == 0 {
				return 0;
			}
			let since = now.saturating_sub(silent);
			silent.saturating_sub(Maintenances::<T>::get(provider).excuses(since, now))
		})
	}
}

impl<T: Config> Providers<T::AccountId> for Pallet<T> {
	fn ensure_eligible(
		provider: &T::AccountId,
		requirements: &Requirements<T::AccountId>,
	) -> DispatchResult {
		Ok(Self::check_eligible(provider, requirements)?)
	}

	fn reserve(
		provider: &T::AccountId,
		order: OrderId,
		spec: &GroupSpec<T::AccountId>,
		placement: &Placement,
	) -> DispatchResult {
		Self::do_reserve(provider, order, spec, placement)
	}

	fn release(provider: &T::AccountId, order: OrderId) -> u32 {
		Self::do_release(provider, order)
	}

	fn resize(
		provider: &T::AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: Option<&Placement>,
	) -> DispatchResult {
		Self::do_resize(provider, order, per_replica, placement)
	}

	fn requirements_weight(requirements: &Requirements<T::AccountId>, machines: u32) -> Weight {
		Self::check_weight(requirements, machines)
	}

	fn max_requirements_weight() -> Weight {
		Self::max_check_weight()
	}

	fn note_lease(provider: &T::AccountId, started: bool) {
		Self::do_note_lease(provider, started)
	}

	fn is_service_key(provider: &T::AccountId, key: &ServiceKey) -> bool {
		ServiceKeys::<T>::get(key).is_some_and(|record| &record.provider == provider)
	}

	fn provider_of(key: &ServiceKey) -> Option<T::AccountId> {
		ServiceKeys::<T>::get(key).map(|record| record.provider)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn setup(provider: &T::AccountId, key: &ServiceKey, resources: &Resources) {
		crate::benchmarking::setup::<T>(provider, key, resources)
	}
}
