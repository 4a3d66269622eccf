//! Machines, their capacity, and what orders have reserved of it.

use crate::{
	Config, Error, Event, Machine, MachineTerms, Node, NodeKind, Nodes, Pallet, Parameters,
	Reservation, Reservations, Usage, Usages,
};
use frame_support::{defensive, ensure, storage::with_storage_layer, BoundedVec};
use leasehold_primitives::{
	Balance, GroupSpec, NodeIndex, OfferId, OrderId, Placement, Resources, MAX_PLACEMENTS,
};
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

	/// Add a reservation of `need`. What it took, every GPU of a certain kind; `None`, and no
	/// change, if it does not fit.
	fn take(&mut self, need: &Resources) -> Option<Resources> {
		let picked = self.free().pick(need)?;
		let reserved = self.reserved.checked_add(&picked)?;
		self.uses = self.uses.checked_add(1)?;
		self.reserved = reserved;
		Some(picked)
	}

	/// Take what a reservation took back. `None`, and no change, if it cannot have been one.
	fn give_back(&mut self, taken: &Resources) -> Option<()> {
		let (reserved, uses) = (self.reserved.checked_sub(taken)?, self.uses.checked_sub(1)?);
		self.reserved = reserved;
		self.uses = uses;
		Some(())
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_node(
		provider: T::AccountId,
		kind: NodeKind,
		machine: Machine,
	) -> DispatchResult {
		let part = Self::bond_for(&machine)?;
		let (node, bond) = Self::mutate(&provider, |record| {
			ensure!(record.shortfall == 0, Error::<T>::BondShort);
			let node = record.nodes.take_free().ok_or(Error::<T>::TooManyNodes)?;
			let bond = record.bond.checked_add(part).ok_or(ArithmeticError::Overflow)?;
			Self::set_bond(&provider, record, bond)?;
			Ok((node, bond))
		})?;
		let Machine { architecture, capacity, devices } = machine.clone();
		let (reserved, uses) = (Resources::default(), 0);
		let added = Node { kind, architecture, devices, capacity, reserved, uses, bond: part };
		Nodes::<T>::insert(&provider, node, added);
		Self::deposit_event(Event::NodeAdded { provider, node, kind, machine, bond });
		Ok(())
	}

	pub(crate) fn do_update_node(
		provider: T::AccountId,
		node: NodeIndex,
		machine: Machine,
	) -> DispatchResult {
		let part = Self::bond_for(&machine)?;
		let Machine { architecture, capacity, devices } = machine.clone();
		let bond = Self::mutate(&provider, |record| {
			ensure!(record.shortfall == 0, Error::<T>::BondShort);
			let mut had = Nodes::<T>::get(&provider, node).ok_or(Error::<T>::NodeNotFound)?;
			let is_free =
				had.uses == 0 || had.kind == NodeKind::Shared && had.architecture == architecture;
			ensure!(is_free, Error::<T>::NodeInUse);
			ensure!(capacity.checked_sub(&had.reserved).is_some(), Error::<T>::BelowReserved);
			let bond = record
				.bond
				.checked_sub(had.bond)
				.ok_or(ArithmeticError::Underflow)?
				.checked_add(part)
				.ok_or(ArithmeticError::Overflow)?;
			Self::set_bond(&provider, record, bond)?;
			had = Node { architecture, devices, capacity, bond: part, ..had };
			Nodes::<T>::insert(&provider, node, had);
			Self::void_machine(&provider, node);
			Ok(bond)
		})?;
		Self::deposit_event(Event::NodeUpdated { provider, node, machine, bond });
		Ok(())
	}

	pub(crate) fn do_remove_node(provider: T::AccountId, node: NodeIndex) -> DispatchResult {
		let bond = Self::mutate(&provider, |record| {
			ensure!(record.shortfall == 0, Error::<T>::BondShort);
			let machine = Nodes::<T>::get(&provider, node).ok_or(Error::<T>::NodeNotFound)?;
			ensure!(machine.uses == 0, Error::<T>::NodeInUse);
			let bond = record.bond.checked_sub(machine.bond).ok_or(ArithmeticError::Underflow)?;
			Self::set_bond(&provider, record, bond)?;
			record.nodes.remove(node);
			Nodes::<T>::remove(&provider, node);
			Self::void_machine(&provider, node);
			Ok(bond)
		})?;
		Self::deposit_event(Event::NodeRemoved { provider, node, bond });
		Ok(())
	}

	pub(crate) fn do_reserve(
		provider: &T::AccountId,
		order: OrderId,
		spec: &GroupSpec<T::AccountId>,
		placement: &Placement,
	) -> DispatchResult {
		with_storage_layer(|| {
			for (node, _) in placement {
				ensure!(
					Self::is_machine_attested(provider, *node, &spec.requirements),
					Error::<T>::MachineNotAttested
				);
			}
			Self::reserve_for(provider, order, &spec.resources, placement, spec.into(), None)
		})
	}

	/// Reserve capacity under an order's number. The caller undoes what was taken if this fails.
	pub(crate) fn reserve_for(
		provider: &T::AccountId,
		order: OrderId,
		per_replica: &Resources,
		placement: &Placement,
		terms: MachineTerms,
		offer: Option<(OfferId, u16)>,
	) -> DispatchResult {
		let usage = Usages::<T>::try_get(provider).map_err(|()| Error::<T>::NotFound)?;
		ensure!(!Reservations::<T>::contains_key(provider, order), Error::<T>::ReservationExists);
		let reservation =
			Self::take_capacity(provider, per_replica.clone(), placement.clone(), terms, offer)?;
		let reservations = usage.reservations.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Usages::<T>::insert(provider, Usage { reservations, ..usage });
		Self::deposit_event(Event::Reserved {
			provider: provider.clone(),
			order,
			per_replica: per_replica.clone(),
			placement: placement.clone(),
			taken: reservation.taken.clone(),
		});
		Reservations::<T>::insert(provider, order, reservation);
		Ok(())
	}

	pub(crate) fn do_release(provider: &T::AccountId, order: OrderId) -> u32 {
		let Some(reservation) = Reservations::<T>::take(provider, order) else { return 0 };
		let mut to = u32::try_from(reservation.placement.len()).unwrap_or(MAX_PLACEMENTS);
		Self::give_back(provider, &reservation);
		Usages::<T>::mutate(provider, |usage| match usage.reservations.checked_sub(1) {
			Some(left) => usage.reservations = left,
			None => {
				defensive!("a reservation that was not counted");
			},
		});
		Self::deposit_event(Event::Released { provider: provider.clone(), order });
		if let Some((offer, replicas)) = reservation.offer {
			Self::return_to_offer(offer, order, replicas);
			to = to.saturating_add(1);
		}
		to
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
			let placement = placement.cloned().unwrap_or_else(|| before.placement.clone());
			// Attested machines were checked when they were reserved, by auditors that are not
			// known any more: so it stays on them.
			let stays = placement
				.iter()
				.all(|(node, _)| before.placement.iter().any(|(had, _)| had == node));
			ensure!(!before.terms.attested || stays, Error::<T>::MachineNotAttested);
			let after = Self::take_capacity(
				provider,
				per_replica.clone(),
				placement,
				before.terms,
				before.offer,
			)?;
			Reservations::<T>::insert(provider, order, &after);
			Self::deposit_event(Event::Resized {
				provider: provider.clone(),
				order,
				per_replica: after.per_replica,
				placement: after.placement,
				taken: after.taken,
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

	/// Take what each replica needs of each machine. The caller undoes what was taken if this
	/// fails.
	fn take_capacity(
		provider: &T::AccountId,
		per_replica: Resources,
		placement: Placement,
		terms: MachineTerms,
		offer: Option<(OfferId, u16)>,
	) -> Result<Reservation, DispatchError> {
		ensure!(per_replica.is_well_formed(), Error::<T>::InvalidResources);
		let ascends = placement.windows(2).all(|pair| match pair {
			[(a, _), (b, _)] => a < b,
			_ => true,
		});
		let has_empty = placement.iter().any(|(_, replicas)| *replicas == 0);
		ensure!(!placement.is_empty() && ascends && !has_empty, Error::<T>::InvalidPlacement);
		let is_distinct = placement.iter().all(|(_, replicas)| *replicas == 1);
		ensure!(!terms.distinct || is_distinct, Error::<T>::NotDistinct);
		let mut taken = BoundedVec::new();
		for (node, replicas) in &placement {
			let need =
				per_replica.checked_mul(*replicas).ok_or(Error::<T>::InsufficientCapacity)?;
			let part = Nodes::<T>::try_mutate(provider, node, |slot| {
				let machine = slot.as_mut().ok_or(Error::<T>::NodeNotFound)?;
				ensure!(
					terms.architecture.is_none_or(|wanted| wanted == machine.architecture),
					Error::<T>::WrongArchitecture
				);
				machine.take(&need).ok_or(Error::<T>::InsufficientCapacity)
			})?;
			// As long as a placement is.
			taken.try_push(part).map_err(|_| Error::<T>::InvalidPlacement)?;
		}
		Ok(Reservation { per_replica, placement, taken, terms, offer })
	}

	/// Give back a reservation's part of each of its machines.
	fn give_back(provider: &T::AccountId, reservation: &Reservation) {
		for ((node, _), taken) in reservation.placement.iter().zip(&reservation.taken) {
			Nodes::<T>::mutate(provider, node, |slot| {
				if slot.as_mut().and_then(|machine| machine.give_back(taken)).is_none() {
					defensive!("a reservation that its machine does not know");
				}
			});
		}
	}

	/// A machine's part of the bond, by the present rates.
	fn bond_for(machine: &Machine) -> Result<Balance, DispatchError> {
		ensure!(machine.is_well_formed(), Error::<T>::InvalidResources);
		let bond = Parameters::<T>::get().bond.of(&machine.capacity);
		Ok(bond.ok_or(ArithmeticError::Overflow)?)
	}
}
