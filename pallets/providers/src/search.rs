//! Who could host a group, for the runtime's API and its quotes. Reads much: never called by a
//! transaction.

use crate::{Config, Node, Nodes, Pallet, ProviderRecord, Providers};
use alloc::vec::Vec;
use leasehold_primitives::{GroupSpec, NodeIndex, Placement, Resources, MAX_PLACEMENTS};

/// How many providers one search looks at.
pub const MAX_EXAMINED: u32 = 1_024;

impl Node {
	/// How many replicas of `per_replica` still fit, at most `wanted`.
	pub fn room(&self, per_replica: &Resources, wanted: u16) -> u16 {
		let free = self.free();
		let fits = |replicas: u16| {
			per_replica.checked_mul(replicas).is_some_and(|need| free.pick(&need).is_some())
		};
		// The largest number that fits: `low` does, what is above `high` does not. Where GPUs are
		// left open it may be one that fits although a smaller one does not; it is tried as it is.
		let (mut low, mut high) = (0u16, wanted);
		while low < high {
			let middle = high - (high - low) / 2;
			if fits(middle) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		low
	}
}

impl<T: Config> Pallet<T> {
	/// Providers that meet the requirements of `spec` now and could host it, in the order of
	/// storage from after `after` on. At most `limit`, from at most [`MAX_EXAMINED`]
	/// looked at. The second part is where to go on, `None` at the end of the list.
	pub fn eligible_page(
		spec: &GroupSpec<T::AccountId>,
		after: Option<T::AccountId>,
		limit: u32,
	) -> (Vec<T::AccountId>, Option<T::AccountId>) {
		let mut providers = match &after {
			Some(after) => Providers::<T>::iter_from(Providers::<T>::hashed_key_for(after)),
			None => Providers::<T>::iter(),
		};
		let (mut found, mut left) = (Vec::new(), limit);
		let mut last = after;
		for _ in 0..MAX_EXAMINED {
			if left == 0 {
				return (found, last);
			}
			let Some((provider, record)) = providers.next() else { return (found, None) };
			if Self::check_record(&provider, &record, &spec.requirements).is_ok()
				&& Self::place_in(&provider, &record, spec).is_some()
			{
				found.push(provider.clone());
				left -= 1;
			}
			last = Some(provider);
		}
		(found, last)
	}

	/// As [`Self::eligible_page`], without where to go on.
	pub fn eligible_providers(
		spec: &GroupSpec<T::AccountId>,
		after: Option<T::AccountId>,
		limit: u32,
	) -> Vec<T::AccountId> {
		Self::eligible_page(spec, after, limit).0
	}

	/// Where a provider could put `spec` now, on as few machines as possible (one for each replica
	/// if they are to be distinct) and at most [`MAX_PLACEMENTS`]; `None` if it cannot.
	pub fn find_placement(
		provider: &T::AccountId,
		spec: &GroupSpec<T::AccountId>,
	) -> Option<Placement> {
		let record = Providers::<T>::get(provider)?;
		Self::place_in(provider, &record, spec)
	}

	/// As [`Self::find_placement`], of a record at hand.
	fn place_in(
		provider: &T::AccountId,
		record: &ProviderRecord,
		spec: &GroupSpec<T::AccountId>,
	) -> Option<Placement> {
		let GroupSpec { resources, replicas, requirements, architecture, distinct, .. } = spec;
		let replicas = *replicas;
		if replicas == 0 || !resources.is_well_formed() {
			return None;
		}
		let most = if *distinct { 1 } else { replicas };
		let mut rooms: Vec<(NodeIndex, u16)> = Vec::new();
		for index in record.nodes.iter() {
			let node = Nodes::<T>::get(provider, index)?;
			let suits = architecture.is_none_or(|wanted| wanted == node.architecture)
				&& Self::is_machine_attested(provider, index, requirements);
			if !suits {
				continue;
			}
			let room = node.room(resources, most);
			if room == replicas {
				return Placement::try_from(alloc::vec![(index, replicas)]).ok();
			}
			if room > 0 {
				rooms.push((index, room));
			}
		}
		// The machines with the most room first: if these do not suffice, no others do.
		rooms.sort_by_key(|(index, room)| (core::cmp::Reverse(*room), *index));
		rooms.truncate(MAX_PLACEMENTS as usize);
		let mut left = replicas;
		let mut placement = Vec::new();
		for (index, room) in rooms {
			let here = room.min(left);
			left -= here;
			placement.push((index, here));
			if left == 0 {
				placement.sort_unstable();
				return Placement::try_from(placement).ok();
			}
		}
		None
	}
}
