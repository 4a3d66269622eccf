//! The set of validators from which committees are drawn, and what a committee's votes come to.

use crate::*;
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	defensive,
	traits::{DefensiveSaturating, Get, OneSessionHandler},
	BoundedVec,
};
use leasehold_primitives::crypto::approvals::AuthorityId;
use sp_application_crypto::BoundToRuntimeAppPublic;

impl<T: Config> Pallet<T> {
	/// The current validators, in ascending order of accounts.
	pub(crate) fn electorate() -> AuthoritiesOf<T> {
		Authorities::<T>::get()
	}

	/// The account of the validator that votes with `key`.
	pub(crate) fn validator_of<'a>(
		electorate: &'a AuthoritiesOf<T>,
		key: &AuthorityId,
	) -> Option<&'a T::AccountId> {
		electorate.iter().find(|(_, member)| member == key).map(|(account, _)| account)
	}

	/// Count the votes of the committee's members who are in the set of validators now. Votes of
	/// members that have left do not count while they are away, and their seats stay: a quorum
	/// is one of the whole committee. A rotated key changes nothing, for votes belong to
	/// accounts.
	pub(crate) fn tally(
		electorate: &AuthoritiesOf<T>,
		committee: &CommitteeOf<T>,
		voters: &VotersOf<T>,
	) -> Tally {
		let mut tally = Tally {
			set_id: SetId::<T>::get(),
			electorate: count(committee.len()),
			..Default::default()
		};
		let is_current = |voter: &T::AccountId| {
			electorate.binary_search_by(|(member, _)| member.cmp(voter)).is_ok()
		};
		for (voter, approve) in voters {
			if committee.binary_search(voter).is_ok() && is_current(voter) {
				let counted = if *approve { &mut tally.ayes } else { &mut tally.nays };
				*counted = counted.defensive_saturating_add(1);
			}
		}
		tally
	}

	/// Take over a new set of validators. Returns whether it differs from the old one.
	fn replace(validators: Vec<(T::AccountId, AuthorityId)>) -> bool {
		let mut next = validators;
		let limit = usize::try_from(T::MaxAuthorities::get()).unwrap_or(usize::MAX);
		if next.len() > limit {
			log::error!(
				target: LOG_TARGET,
				"{} validators, but at most {limit} can vote on approvals",
				next.len(),
			);
			next.truncate(limit);
		}
		next.sort_by(|a, b| a.0.cmp(&b.0));
		next.dedup_by(|a, b| a.0 == b.0);
		let Ok(next) = BoundedVec::try_from(next) else {
			defensive!("cut to the bound above");
			return false;
		};
		let old = Authorities::<T>::get();
		if old == next {
			return false;
		}
		let kept: BTreeSet<_> = next.iter().map(|(_, key)| key).collect();
		for (_, key) in old.iter().filter(|(_, key)| !kept.contains(key)) {
			Nonces::<T>::remove(key);
		}
		Authorities::<T>::put(next);
		true
	}
}

impl<T: Config> BoundToRuntimeAppPublic for Pallet<T> {
	type Public = AuthorityId;
}

impl<T: Config> OneSessionHandler<T::AccountId> for Pallet<T> {
	type Key = AuthorityId;

	fn on_genesis_session<'a, I>(validators: I)
	where
		I: 'a + Iterator<Item = (&'a T::AccountId, AuthorityId)>,
	{
		Self::replace(validators.map(|(account, key)| (account.clone(), key)).collect());
	}

	fn on_new_session<'a, I>(_changed: bool, validators: I, _queued: I)
	where
		I: 'a + Iterator<Item = (&'a T::AccountId, AuthorityId)>,
	{
		// `changed` is also true when only the stakes behind the set have changed.
		if Self::replace(validators.map(|(account, key)| (account.clone(), key)).collect()) {
			let set_id = SetId::<T>::mutate(|set_id| {
				*set_id = set_id.defensive_saturating_add(1);
				*set_id
			});
			let validators = count(Authorities::<T>::decode_len().unwrap_or_default());
			Self::deposit_event(Event::AuthoritiesChanged { set_id, validators });
		}
	}

	/// A disabled validator keeps its vote until the session ends: quorums are drawn so that a
	/// minority cannot decide.
	fn on_disabled(_validator_index: u32) {}
}
