//! Who is on a subject's committee.
//!
//! All validators while the set is no larger than a committee; else as many as a committee has,
//! drawn by the seed that [`Config::Randomness`] makes of two blocks after the submission. The
//! seed takes in the block that submitted and which draw it is, and nothing that the asker could
//! choose: subjects of one block share a committee, so there is no number to grind for a friendly
//! one. A second committee is drawn only when the first has come to nothing, and has members of
//! the first only where there are too few others: those who held a subject up do not judge it
//! again.

use crate::*;
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{defensive, traits::Randomness};
use leasehold_primitives::{crypto::approvals::AuthorityId, runtime_api::Duty, traits::Subject};
use sp_core::H256;

/// What came of a draw.
pub(crate) enum Draw<T: Config> {
	/// A committee.
	Drawn(CommitteeOf<T>),
	/// No randomness or no validators yet.
	Wait,
	/// There were enough, or no other could be drawn.
	Exhausted,
}

impl<T: Config> Pallet<T> {
	/// Draw the next committee of `record` from the current set of validators.
	pub(crate) fn draw(electorate: &AuthoritiesOf<T>, record: &SubjectRecord<T>) -> Draw<T> {
		if record.draws >= MAX_DRAWS {
			return Draw::Exhausted;
		}
		let size = Params::<T>::get().committee_size.min(MAX_COMMITTEE);
		let size = usize::try_from(size).unwrap_or(usize::MAX);
		// Whoever was on the committee before comes last.
		let (mut fresh, mut used): (Vec<T::AccountId>, Vec<T::AccountId>) = electorate
			.iter()
			.map(|(account, _)| account.clone())
			.partition(|account| record.committee.binary_search(account).is_err());
		if electorate.len() > size {
			let about = (b"committee", record.submitted, record.draws).encode();
			let Some(seed) = T::Randomness::random(&about).0 else { return Draw::Wait };
			shuffle(&mut fresh, seed, 0);
			shuffle(&mut used, seed, 1);
		}
		fresh.append(&mut used);
		fresh.truncate(size);
		fresh.sort();
		if fresh.is_empty() {
			return Draw::Wait;
		}
		match CommitteeOf::<T>::try_from(fresh) {
			Ok(committee) if committee == record.committee => Draw::Exhausted,
			Ok(committee) => Draw::Drawn(committee),
			Err(_) => {
				defensive!("cut to the bound above");
				Draw::Exhausted
			},
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The seats of the validators who vote with `keys`. Reads all subjects: for nodes, not for
	/// blocks.
	pub fn duties_of(keys: &[AuthorityId]) -> Vec<Duty<T::AccountId>> {
		let electorate = Self::electorate();
		let mine: Vec<_> =
			keys.iter().filter_map(|key| Self::validator_of(&electorate, key)).collect();
		if mine.is_empty() {
			return Vec::new();
		}
		let seats = |(subject, record): (Subject, SubjectRecord<T>)| {
			let seated = mine.iter().filter(|who| record.committee.binary_search(who).is_ok());
			seated
				.map(|who| Duty {
					subject,
					validator: (*who).clone(),
					drawn: record.deadline.saturating_sub(record.window),
					deadline: record.deadline,
					vote: record
						.voters
						.iter()
						.find(|(voter, _)| voter == *who)
						.map(|(_, approve)| *approve),
					open: record.outcome.is_none(),
				})
				.collect::<Vec<_>>()
		};
		Subjects::<T>::iter().flat_map(seats).collect()
	}
}

/// Put `items` into the order that `seed` and `part` give: every order as likely as any other, to
/// within 2^-64 for any list that fits into a block.
pub(crate) fn shuffle<Item>(items: &mut [Item], seed: H256, part: u8) {
	for at in (1..items.len()).rev() {
		let bytes = sp_io::hashing::blake2_128(&(seed, part, count(at)).encode());
		let other = u128::from_le_bytes(bytes).checked_rem(u128::from(count(at)).saturating_add(1));
		let other = other.and_then(|other| usize::try_from(other).ok());
		items.swap(at, other.unwrap_or(at));
	}
}
