use crate::{mock::*, LeafCount, Leaves, Positions, Root};
use frame_support::traits::Hooks;
use leasehold_primitives::{statement as tree, traits::Ledger, Statement};
use sp_core::H256;

#[test]
fn root_should_be_over_the_leaves_in_their_order_when_the_block_ends() {
	let mut chain = Chain::new();
	let leaves = chain.block(|| {
		[5, 2, 9].map(|lease| {
			Checkpoints::note(statement(lease));
			statement(lease).leaf()
		})
	});
	assert_eq!(chain.read(Checkpoints::root), tree::root(&leaves));
	assert_ne!(chain.read(Checkpoints::root), tree::root(&[leaves[1], leaves[0], leaves[2]]));
}

#[test]
fn root_should_be_over_the_last_statement_when_a_lease_speaks_twice() {
	let mut chain = Chain::new();
	let leaf = chain.block(|| {
		let later = Statement { paid: 99, ..statement(7) };
		Checkpoints::note(statement(7));
		Checkpoints::note(later.clone());
		later.leaf()
	});
	assert_eq!(chain.read(Checkpoints::root), leaf);
}

#[test]
fn root_should_be_zero_when_the_block_made_no_statement() {
	let mut chain = Chain::new();
	assert_ne!(chain.state_of(&[1]), H256::zero());
	chain.idle(1);
	assert_eq!(chain.read(Checkpoints::root), H256::zero());
	assert!(chain.read(Root::<Test>::exists), "it is written every block");
}

#[test]
fn root_should_be_that_of_the_parent_while_the_next_block_runs() {
	let mut chain = Chain::new();
	let parent = chain.state_of(&[1, 2, 3]);
	// `block` has run `on_initialize`, where pallet-mmr takes the leaf, and other statements
	// come before the end.
	chain.block(|| {
		assert_eq!(Checkpoints::root(), parent);
		Checkpoints::note(statement(4));
		assert_eq!(Checkpoints::root(), parent);
	});
	assert_ne!(chain.read(Checkpoints::root), parent);
}

#[test]
fn finalize_should_clear_everything_of_the_block() {
	let mut chain = Chain::new();
	chain.state_of(&(0..100).collect::<Vec<_>>());
	chain.read(|| {
		assert!(!LeafCount::<Test>::exists());
		assert_eq!(Leaves::<Test>::iter().count(), 0);
		assert_eq!(Positions::<Test>::iter().count(), 0);
	});
}

#[test]
fn initialize_should_weigh_the_same_whatever_the_block_before_held() {
	let mut chain = Chain::new();
	let idle = chain.read(|| Checkpoints::on_initialize(1));
	chain.state_of(&(0..100).collect::<Vec<_>>());
	assert_eq!(chain.read(|| Checkpoints::on_initialize(2)), idle);
}
