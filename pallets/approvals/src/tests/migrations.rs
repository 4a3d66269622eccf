//! From the storage of version 1.

use crate::{
	migrations::v2::{v1, Migrate, MAX_STEPS},
	mock::*,
	*,
};
use frame_support::{
	assert_ok,
	migrations::{SteppedMigration, SteppedMigrationError},
	pallet_prelude::StorageVersion,
	traits::GetStorageVersion,
	weights::{Weight, WeightMeter},
};
use leasehold_primitives::traits::{RejectReason, Verdict};

/// Turn the storage, of subjects that had no draw, into that of version 1.
fn to_version_1(votes: impl Fn(u64) -> Vec<(u8, bool)>) {
	let params = Params::<Test>::get();
	v1::Params::<Test>::put(v1::ApprovalParams {
		order_fee: params.order_fee,
		deadline_blocks: params.deadline_blocks,
	});
	for (subject, record) in Subjects::<Test>::iter().collect::<Vec<_>>() {
		let leasehold_primitives::traits::Subject::Order(id) = subject else { panic!("an order") };
		let deadline = record.submitted + record.window;
		let due = match record.outcome {
			Some(_) => record.due,
			None => {
				Due::<Test>::remove(record.due, subject);
				Due::<Test>::insert(deadline, subject, ());
				deadline
			},
		};
		v1::Subjects::<Test>::insert(
			subject,
			v1::SubjectRecord {
				facts: record.facts,
				submitted: record.submitted,
				deadline,
				fee: record.fee,
				voters: votes(id).into_iter().map(|(who, aye)| (account(who), aye)).collect(),
				tally: record.tally,
				outcome: record.outcome,
				due,
			},
		);
	}
	StorageVersion::new(1).put::<Approvals>();
}

fn limited(records: u64) -> Weight {
	<() as WeightInfo>::migrate_subject().saturating_mul(records)
}

#[test]
fn migration_should_keep_fees_and_votes_and_give_committees() {
	TestExt::new().execute_with(|| {
		for id in 0..5 {
			assert_ok!(submit(id));
		}
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(4), false));
		to_version_1(|id| if id == 0 { vec![(1, true), (2, true)] } else { vec![] });

		// Two records fit beside the parameters, then three.
		let mut cursor = None;
		for room in [3, 3] {
			let mut meter = WeightMeter::with_limit(limited(room));
			cursor = Migrate::<Test>::step(cursor, &mut meter).expect("it fits");
			assert!(cursor.is_some());
			assert_eq!(Approvals::on_chain_storage_version(), 1);
		}
		let done = Migrate::<Test>::step(cursor, &mut WeightMeter::new());
		assert_eq!(done, Ok(None));
		assert_eq!(Approvals::on_chain_storage_version(), 2);
		Approvals::do_try_state().expect("the invariants hold");
		assert_eq!(Params::<Test>::get().committee_size, ApprovalParams::default().committee_size);
		assert_eq!(Params::<Test>::get().order_fee, FEE);

		next_block();
		assert_eq!(verdicts(), vec![(order(4), Verdict::Rejected(RejectReason::Governance))]);
		assert_eq!(record(0).tally, Tally { set_id: 0, electorate: 4, ayes: 2, nays: 0 });
		assert_eq!(record(1).draws, 1);
		cast(3, &[vote(0, true)]);
		next_block();
		assert_eq!(verdicts()[1], (order(0), Verdict::Approved));
		assert_eq!([1, 2, 3].map(|it| Rewards::<Test>::get(account(it))), [FEE / 3; 3]);
	});
}

#[test]
fn migration_should_ask_for_weight_when_it_has_none() {
	TestExt::new().execute_with(|| {
		let mut meter = WeightMeter::with_limit(Weight::from_parts(1, 0));
		let required = limited(1);
		assert_eq!(
			Migrate::<Test>::step(None, &mut meter),
			Err(SteppedMigrationError::InsufficientWeight { required })
		);
	});
}

#[test]
fn migration_should_do_nothing_when_it_was_done() {
	TestExt::new().execute_with(|| {
		assert_ok!(submit(0));
		let before = record(0);
		assert_eq!(Approvals::on_chain_storage_version(), 2);
		assert_eq!(Migrate::<Test>::step(None, &mut WeightMeter::new()), Ok(None));
		assert_eq!(record(0), before);
		assert_eq!(Migrate::<Test>::max_steps(), Some(MAX_STEPS));
	});
}
