use crate::{mock::*, LeafCount, LeafRecord, Leaves, Positions, WeightInfo};
use leasehold_primitives::{traits::Ledger, Statement};

#[test]
fn note_should_append_a_leaf_when_the_lease_is_new_in_the_block() {
	Chain::new().block(|| {
		let (first, second) = (statement(7), statement(3));
		Checkpoints::note(first.clone());
		Checkpoints::note(second.clone());
		assert_eq!(LeafCount::<Test>::get(), 2);
		assert_eq!(Leaves::<Test>::get(0), Some(LeafRecord { lease: 7, leaf: first.leaf() }));
		assert_eq!(Leaves::<Test>::get(1), Some(LeafRecord { lease: 3, leaf: second.leaf() }));
		assert_eq!((Positions::<Test>::get(7), Positions::<Test>::get(3)), (Some(0), Some(1)));
	});
}

#[test]
fn note_should_replace_the_leaf_when_the_lease_speaks_again_in_the_block() {
	Chain::new().block(|| {
		let later = Statement { paid: 99, ..statement(7) };
		Checkpoints::note(statement(7));
		Checkpoints::note(statement(8));
		Checkpoints::note(later.clone());
		assert_eq!(LeafCount::<Test>::get(), 2);
		assert_eq!(Leaves::<Test>::get(0), Some(LeafRecord { lease: 7, leaf: later.leaf() }));
		assert_eq!(Positions::<Test>::get(7), Some(0));
	});
}

#[test]
fn note_should_append_again_when_the_next_block_runs() {
	let mut chain = Chain::new();
	chain.state_of(&[7, 8]);
	chain.block(|| {
		Checkpoints::note(statement(8));
		assert_eq!(LeafCount::<Test>::get(), 1);
		assert_eq!(Positions::<Test>::get(8), Some(0));
		assert_eq!(Positions::<Test>::get(7), None);
	});
}

#[test]
fn note_should_leave_nothing_when_its_transaction_fails() {
	let mut chain = Chain::new();
	let leaf = chain.block(|| {
		let leaf = statement(7).leaf();
		let failed: Result<(), sp_runtime::DispatchError> =
			frame_support::storage::with_storage_layer(|| {
				Checkpoints::note(statement(7));
				Err(sp_runtime::DispatchError::CannotLookup)
			});
		assert!(failed.is_err());
		assert_eq!(LeafCount::<Test>::get(), 0);
		leaf
	});
	assert!(chain.read(|| Checkpoints::indexed_under(&leaf)).is_none());
}

#[test]
fn ledger_weight_should_cover_the_leaf_at_the_blocks_end() {
	let (note, idle, full) =
		(<() as WeightInfo>::note(), <()>::on_finalize(0), <()>::on_finalize(50));
	let paid = <Checkpoints as Ledger>::weight().saturating_mul(50);
	assert!(paid.all_gte(full - idle + note.saturating_mul(50)));
}
