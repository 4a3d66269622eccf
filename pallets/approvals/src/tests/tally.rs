use crate::Tally;
use leasehold_primitives::traits::{RejectReason, Verdict};
use proptest::prelude::*;

fn verdict(electorate: u32, ayes: u32, nays: u32) -> Option<Verdict> {
	Tally { set_id: 0, electorate, ayes, nays }.verdict()
}

#[test]
fn verdict_should_need_strictly_more_than_two_thirds() {
	// Of n validators, this many ayes approve and this many nays reject.
	for (electorate, approve, reject) in
		[(1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 3, 2), (6, 5, 2), (7, 5, 3), (9, 7, 3), (100, 67, 34)]
	{
		assert_eq!(verdict(electorate, approve, 0), Some(Verdict::Approved));
		assert_eq!(verdict(electorate, approve - 1, 0), None);
		let voted = Verdict::Rejected(RejectReason::Voted);
		assert_eq!(verdict(electorate, 0, reject), Some(voted));
		assert_eq!(verdict(electorate, 0, reject - 1), None);
	}
}

#[test]
fn verdict_should_be_none_when_nobody_may_vote() {
	assert_eq!(verdict(0, 0, 0), None);
}

proptest! {
	#[test]
	fn verdict_should_be_there_once_all_have_voted(ayes in 0u32..2_000, nays in 0u32..2_000) {
		prop_assume!(ayes + nays > 0);
		prop_assert!(verdict(ayes + nays, ayes, nays).is_some());
	}

	#[test]
	fn verdict_should_not_change_with_more_votes(
		ayes in 0u32..200, nays in 0u32..200, waiting in 1u32..200, more: bool,
	) {
		let electorate = ayes + nays + waiting;
		if let Some(decided) = verdict(electorate, ayes, nays) {
			let (ayes, nays) = if more { (ayes + 1, nays) } else { (ayes, nays + 1) };
			prop_assert_eq!(verdict(electorate, ayes, nays), Some(decided));
		}
	}
}
