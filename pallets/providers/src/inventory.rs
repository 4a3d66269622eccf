//! Machines, their capacity, and what orders have reserved of it.

use crate::{
	Config, Error, Event, Node, NodeKind, Nodes, Pallet, Parameters, Reservation, Reservations,
	Usages,
};
use frame_support::{defensive, ensure, storage::with_storage_layer};
use leasehold_primitives::{Balance, NodeIndex, OrderId, Placement, Resources};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl Node {
	/// What is left for another reservation; nothing of a dedicated machine that is in use.
	pub fn free(&self) -> Resources {
		match (self.kind, self.uses) {
			(NodeKind::Shared, _) | (NodeKind::Dedicated, 0) => {
				self.capacity.checked_sub(&self.reserved).unwrap_or_default()
			},
			(NodeKind::Dedicated, _) => Resources::default(),
		}
	}

	/// Add a reservation of `need`. `None`, and no change, if it does not fit.
	fn take(&mut self, need: &Resources) -> Option<()> {
		self.free().checked_sub(need)?;
		self.reserved = self.reserved.checked_add(need)?;
		self.uses = self.uses.checked_add(1)?;
		Some(())
	}

	/// Take a reservation of `need` back. `None`, and no change, if it cannot have been one.
	fn give_back(&mut self, need: &Resources) -> Option<()> {
		let (reserved, uses) = (self.reserved.checked_sub(need)?, self.uses.checked_sub(1)?);
		self.reserved = reserved;
		self.uses = uses;
		Some(())
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_node(
		provider: T::AccountId,
		kind: NodeKind,
		capacity: Resources,
	) -> DispatchResult {
		let part = Self::bond_for(&capacity)?;
		let (node, bond) = Self::mutate(&provider, |record| {
			let node = record.nodes.take_free().ok_or(Error::<T>::TooManyNodes)?;
			let bond = record.bond.checked_add(part).ok_or(ArithmeticError::Overflow)?;
			Self::set_bond(&provider, record, bond)?;
			Ok((node, bond))
		})?;
		let machine = Node {
			kind,
			capacity: capacity.clone(),
			reserved: Resources::default(),
			uses: 0,
			bond: part,
		};
		Nodes::<T>::insert(&provider, node, machine);
		Self::deposit_event(Event::NodeAdded { provider, node, kind, capacity, bond });
		Ok(())
	}

	pub(crate) fn do_update_node(
		provider: T::AccountId,
		node: NodeIndex,
		capacity: Resources,
	) -> DispatchResult {
		let part = Self::bond_for(&capacity)?;
		let bond = Self::mutate(&provider, |record| {
			let mut machine = Nodes::<T>::get(&provider, node).ok_or(Error::<T>::NodeNotFound)?;
			ensure!(machine.kind == NodeKind::Shared || machine.uses == 0, Error::<T>::NodeInUse);
			ensure!(capacity.checked_sub(&machine.reserved).is_some(), Error::<T>::BelowReserved);
			let bond = record
				.bond
				.checked_sub(machine.bond)
				.ok_or(ArithmeticError::Underflow)?
				.checked_add(part)
				.ok_or(ArithmeticError::Overflow)?;
			Self::set_bond(&provider, record, bond)?;
			machine.capacity = capacity.clone();
			machine.bond = part;
			Nodes::<T>::insert(&provider, node, machine);
			Ok(bond)
		})?;
		Self::deposit_event(Event::NodeUpdated { provider, node, capacity, bond });
		Ok(())
	}

	pub(crate) fn do_remove_node(provider: T::AccountId, node: NodeIndex) -> DispatchResult {
		let bond = Self::mutate(&provider, |record| {
			let machine = Nodes::<T>::get(&provider, node).ok_or(Error::<T>::NodeNotFound)?;
			ensure!(machine.uses == 0, Error::<T>::NodeInUse);
			let bond = record.bond.checked_sub(machine.bond).ok_or(ArithmeticError::Underflow)?;
			Self::set_bond(&provider, record, bond)?;
			record.nodes.remove(node);
			Nodes::<T>::remove(&provider, node);
			Ok(bond)
		})?;
		Self::deposit_event(Event::NodeRemoved { provider, node, bond });
		Ok(())
	}

	pub(crate) fn do_reserve(
		provider: &T::AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: &Placement,
	) -> DispatchResult {
		with_storage_layer(|| {
			ensure!(Usages::<T>::contains_key(provider), Error::<T>::NotFound);
			ensure!(
				!Reservations::<T>::contains_key(provider, order),
				Error::<T>::ReservationExists
			);
			let reservation =
				Reservation { per_replica: per_replica.clone(), placement: placement.clone() };
			Self::take(provider, &reservation)?;
			Reservations::<T>::insert(provider, order, reservation);
			Usages::<T>::try_mutate(provider, |usage| {
				usage.reservations =
					usage.reservations.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				Ok::<_, DispatchError>(())
			})?;
			Self::deposit_event(Event::Reserved {
				provider: provider.clone(),
				order,
				per_replica: per_replica.clone(),
				placement: placement.clone(),
			});
			Ok(())
		})
	}

	pub(crate) fn do_release(provider: &T::AccountId, order: OrderId) {
		let Some(reservation) = Reservations::<T>::take(provider, order) else { return };
		Self::give_back(provider, &reservation);
		Usages::<T>::mutate(provider, |usage| match usage.reservations.checked_sub(1) {
			Some(left) => usage.reservations = left,
			None => {
				defensive!("a reservation that was not counted");
			},
		});
		Self::deposit_event(Event::Released { provider: provider.clone(), order });
	}

	pub(crate) fn do_resize(
		provider: &T::AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: Option<&Placement>,
	) -> DispatchResult {
		with_storage_layer(|| {
			let before =
				Reservations::<T>::get(provider, order).ok_or(Error::<T>::ReservationNotFound)?;
			// What the order has now counts as free for what it is to have.
			Self::give_back(provider, &before);
			let placement = placement.cloned().unwrap_or(before.placement);
			let after = Reservation { per_replica: per_replica.clone(), placement };
			Self::take(provider, &after)?;
			Reservations::<T>::insert(provider, order, &after);
			Self::deposit_event(Event::Resized {
				provider: provider.clone(),
				order,
				per_replica: after.per_replica,
				placement: after.placement,
			});
			Ok(())
		})
	}

	pub(crate) fn do_note_lease(provider: &T::AccountId, started: bool) {
		if !Usages::<T>::contains_key(provider) {
			defensive!("a lease of an unknown provider");
			return;
		}
		Usages::<T>::mutate(provider, |usage| {
			let leases =
				if started { usage.leases.checked_add(1) } else { usage.leases.checked_sub(1) };
			match leases {
				Some(leases) => usage.leases = leases,
				None => {
					defensive!("a lease that was not counted");
				},
			}
		});
	}

	/// Take a reservation's part of each of its machines. The caller undoes what was taken if
	/// this fails.
	fn take(provider: &T::AccountId, reservation: &Reservation) -> DispatchResult {
		let Reservation { per_replica, placement } = reservation;
		ensure!(per_replica.is_well_formed(), Error::<T>::InvalidResources);
		let ascends = placement.windows(2).all(|pair| match pair {
			[(a, _), (b, _)] => a < b,
			_ => true,
		});
		let has_empty = placement.iter().any(|(_, replicas)| *replicas == 0);
		ensure!(!placement.is_empty() && ascends && !has_empty, Error::<T>::InvalidPlacement);
		for (node, replicas) in placement {
			let need =
				per_replica.checked_mul(*replicas).ok_or(Error::<T>::InsufficientCapacity)?;
			Nodes::<T>::try_mutate(provider, node, |slot| {
				let machine = slot.as_mut().ok_or(Error::<T>::NodeNotFound)?;
				machine.take(&need).ok_or(Error::<T>::InsufficientCapacity)
			})?;
		}
		Ok(())
	}

	/// Give back a reservation's part of each of its machines.
	fn give_back(provider: &T::AccountId, reservation: &Reservation) {
		for (node, replicas) in &reservation.placement {
			Nodes::<T>::mutate(provider, node, |slot| {
				let given = reservation
					.per_replica
					.checked_mul(*replicas)
					.and_then(|need| slot.as_mut()?.give_back(&need));
				if given.is_none() {
					defensive!("a reservation that its machine does not know");
				}
			});
		}
	}

	/// A machine's part of the bond, by the present rates.
	fn bond_for(capacity: &Resources) -> Result<Balance, DispatchError> {
		ensure!(capacity.is_well_formed(), Error::<T>::InvalidResources);
		let bond = Parameters::<T>::get().bond.of(capacity);
		Ok(bond.ok_or(ArithmeticError::Overflow)?)
	}
}
