//! What must hold in every state.

use crate::{
	Attestations, Auditors, Clocks, Config, HoldReason, MachineAudits, Node, NodeKind, Nodes,
	Pallet, Parameters, ProviderRecord, Providers, Reservations, ServiceKeys, Usages, MAX_AUDITORS,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use leasehold_primitives::{NodeIndex, Resources};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check this pallet's invariants; each check below says which.
	///
	/// # Errors
	/// Names the first that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_lists()?;
		Self::check_belonging()?;
		Self::check_networks()?;
		Self::check_offers()?;
		Self::check_standing()?;
		Self::check_disputes()?;
		Self::check_auditors()?;
		for (provider, record) in Providers::<T>::iter() {
			let nodes = Nodes::<T>::iter_prefix(&provider).collect::<BTreeMap<_, _>>();
			Self::check_bond(&provider, &record, &nodes)?;
			Self::check_capacity(&provider, &record, &nodes)?;
			Self::check_keys(&provider, &record)?;
		}
		Ok(())
	}

	/// The parameters lie within their bounds, the auditors within their number, and the
	/// counters count.
	fn check_lists() -> Result<(), TryRuntimeError> {
		ensure!(Parameters::<T>::get().is_valid(), "providers: parameters out of bounds");
		let auditors = Auditors::<T>::iter_keys().count();
		ensure!(
			Auditors::<T>::count() as usize == auditors && auditors <= MAX_AUDITORS as usize,
			"providers: auditors miscounted or too many"
		);
		ensure!(
			Providers::<T>::count() as usize == Providers::<T>::iter_keys().count(),
			"providers: providers miscounted"
		);
		Ok(())
	}

	/// Every entry of every map belongs to a registered provider, and each of these has a clock
	/// and a usage.
	fn check_belonging() -> Result<(), TryRuntimeError> {
		let is_known = |provider: &T::AccountId| Providers::<T>::contains_key(provider);
		ensure!(
			Nodes::<T>::iter_keys().all(|(provider, _)| is_known(&provider))
				&& Reservations::<T>::iter_keys().all(|(provider, _)| is_known(&provider))
				&& MachineAudits::<T>::iter_keys().all(|(provider, _)| is_known(&provider))
				&& Attestations::<T>::iter_keys().all(|(provider, _)| is_known(&provider))
				&& ServiceKeys::<T>::iter_values().all(|record| is_known(&record.provider))
				&& Clocks::<T>::iter_keys().all(|provider| is_known(&provider))
				&& Usages::<T>::iter_keys().all(|provider| is_known(&provider)),
			"providers: an entry of no registered provider"
		);
		ensure!(
			Providers::<T>::iter_keys().all(|provider| {
				Clocks::<T>::contains_key(&provider) && Usages::<T>::contains_key(&provider)
			}),
			"providers: a provider without a clock or a usage"
		);
		ensure!(
			Clocks::<T>::iter_values().all(|record| record.rules.is_valid()),
			"providers: a clock's rules out of bounds"
		);
		Ok(())
	}

	/// I-2: the recorded bond and what is short of it are the base and the machines' parts, and
	/// the bond is what is on hold.
	fn check_bond(
		provider: &T::AccountId,
		record: &ProviderRecord,
		nodes: &BTreeMap<NodeIndex, Node>,
	) -> Result<(), TryRuntimeError> {
		let bond =
			nodes.values().try_fold(record.base_bond, |sum, node| sum.checked_add(node.bond));
		ensure!(
			bond.is_some() && bond == record.bond.checked_add(record.shortfall),
			"providers: the bond and its shortfall are not the sum of its parts"
		);
		let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), provider);
		ensure!(held == record.bond, "providers: the bond is not what is on hold");
		Ok(())
	}

	/// I-5: what is reserved of a machine is the sum over its reservations and fits its
	/// capacity; a dedicated machine has at most one; reservations are counted and name machines
	/// that exist.
	fn check_capacity(
		provider: &T::AccountId,
		record: &ProviderRecord,
		nodes: &BTreeMap<NodeIndex, Node>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			record.nodes.iter().eq(nodes.keys().copied()),
			"providers: the set of machines is not the machines"
		);
		let reservations = Reservations::<T>::iter_prefix_values(provider).collect::<Vec<_>>();
		let mut sums: BTreeMap<NodeIndex, (Resources, u32)> = BTreeMap::new();
		for reservation in &reservations {
			ensure!(
				reservation.placement.len() == reservation.taken.len(),
				"providers: a reservation does not say what it took"
			);
			for ((node, replicas), taken) in reservation.placement.iter().zip(&reservation.taken) {
				// What was taken is what was asked for, with the kinds of GPUs decided.
				let need = reservation.per_replica.checked_mul(*replicas);
				ensure!(
					need.and_then(|need| taken.pick(&need)).as_ref() == Some(taken),
					"providers: a reservation took something else than it needs"
				);
				let (sum, uses) = sums.entry(*node).or_default();
				*sum =
					sum.checked_add(taken).ok_or("providers: the sum of reservations overflows")?;
				*uses += 1;
			}
			if reservation.terms.distinct {
				ensure!(
					reservation.placement.iter().all(|(_, replicas)| *replicas == 1),
					"providers: replicas that were to be distinct share a machine"
				);
			}
		}
		ensure!(
			sums.keys().all(|node| nodes.contains_key(node)),
			"providers: a reservation on a machine that is not there"
		);
		ensure!(
			MachineAudits::<T>::iter_prefix(provider)
				.all(|(node, audits)| nodes.contains_key(&node) && !audits.is_empty()),
			"providers: an empty attestation, or of a machine that is not there"
		);
		for (index, node) in nodes {
			let (sum, uses) = sums.get(index).cloned().unwrap_or_default();
			ensure!(
				node.reserved == sum && node.uses == uses,
				"providers: reserved is not the sum of reservations"
			);
			ensure!(
				node.capacity.checked_sub(&sum).is_some(),
				"providers: a machine over-committed"
			);
			ensure!(
				node.kind == NodeKind::Shared || uses <= 1,
				"providers: a dedicated machine reserved twice"
			);
		}
		ensure!(
			Usages::<T>::get(provider).reservations as usize == reservations.len(),
			"providers: reservations miscounted"
		);
		Ok(())
	}

	/// The keys and attestations that a provider's record counts are the ones stored.
	fn check_keys(provider: &T::AccountId, record: &ProviderRecord) -> Result<(), TryRuntimeError> {
		let serves =
			|key| ServiceKeys::<T>::get(key).is_some_and(|have| &have.provider == provider);
		let keys =
			ServiceKeys::<T>::iter_values().filter(|have| &have.provider == provider).count();
		ensure!(
			record.keys.iter().all(serves) && record.keys.len() == keys,
			"providers: the record's keys are not the ones that serve it"
		);
		let attestations = Attestations::<T>::iter_key_prefix(provider).count();
		ensure!(
			record.attestations as usize == attestations && attestations <= MAX_AUDITORS as usize,
			"providers: attestations miscounted or too many"
		);
		Ok(())
	}
}
