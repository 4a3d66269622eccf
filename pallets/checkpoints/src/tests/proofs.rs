use crate::{mock::*, proofs::SEARCH};
use leasehold_primitives::{
	runtime_api::StatementProof, statement as tree, traits::Ledger, Statement,
};

fn assert_proves(proof: &StatementProof) {
	let StatementProof { statement, root, index, count, siblings, .. } = proof;
	assert!(tree::verify(*root, statement.leaf(), *index, *count, siblings));
}

#[test]
fn latest_should_prove_the_last_statement_when_the_lease_spoke_in_several_blocks() {
	let mut chain = Chain::new();
	chain.state_of(&[1, 2, 3]);
	let root = chain.state_of(&[3, 9, 2]);
	chain.state_of(&[1]);
	chain.idle(3);
	let proof = chain.read(|| Checkpoints::latest(2)).expect("it was said");
	assert_eq!((proof.block, proof.root, proof.index, proof.count), (2, root, 2, 3));
	assert_eq!((proof.statement.lease, proof.statement.sequence), (2, 2));
	assert_proves(&proof);
}

#[test]
fn latest_should_prove_a_statement_of_the_head_itself() {
	let mut chain = Chain::new();
	let root = chain.state_of(&[1, 2]);
	let proof = chain.read(|| Checkpoints::latest(2)).expect("it was said");
	assert_eq!((proof.block, proof.root), (1, root));
	assert_proves(&proof);
}

#[test]
fn latest_should_prove_every_statement_of_a_large_block() {
	let mut chain = Chain::new();
	chain.state_of(&(0..37).collect::<Vec<_>>());
	for lease in 0..37 {
		assert_proves(&chain.read(|| Checkpoints::latest(lease)).expect("it was said"));
	}
}

#[test]
fn latest_should_prove_when_the_state_has_forgotten_the_blocks_hash() {
	let mut chain = Chain::new();
	let root = chain.state_of(&[5]);
	chain.idle(BlockHashCount::get() + SEARCH + 20);
	assert_eq!(chain.read(|| System::block_hash(1)), Default::default());
	let proof = chain.read(|| Checkpoints::latest(5)).expect("it was said");
	assert_eq!((proof.block, proof.root), (1, root));
}

#[test]
fn latest_should_be_none_when_nothing_was_said_of_the_lease() {
	let mut chain = Chain::new();
	chain.state_of(&[1]);
	assert_eq!(chain.read(|| Checkpoints::latest(2)), None);
}

#[test]
fn latest_should_be_none_when_the_node_did_not_execute_the_block() {
	let mut chain = Chain::new();
	chain.state_of(&[1]);
	// The state goes on without the off-chain database, as after a warp sync.
	let mut synced = Chain::new();
	chain.ext.commit_all().expect("there is no open transaction");
	synced.ext.backend = chain.ext.backend.clone();
	assert_eq!(synced.read(System::block_number), 1);
	assert_eq!(synced.read(|| Checkpoints::latest(1)), None);
	assert!(synced.read(Checkpoints::leaves).is_empty());
}

#[test]
fn indexed_should_prove_an_earlier_statement_by_its_leaf() {
	let mut chain = Chain::new();
	chain.idle(1);
	let (leaf, root) = (
		chain.block(|| {
			Checkpoints::note(statement(4));
			Checkpoints::note(statement(5));
			statement(5).leaf()
		}),
		chain.read(Checkpoints::root),
	);
	chain.state_of(&[5]);
	let proof = chain.read(|| Checkpoints::indexed(leaf)).expect("it was said");
	assert_eq!((proof.block, proof.root, proof.index), (2, root, 1));
	assert_eq!(proof.statement.leaf(), leaf);
	assert_proves(&proof);
	assert_eq!(chain.read(|| Checkpoints::indexed(Default::default())), None);
}

#[test]
fn indexed_should_be_none_when_the_statement_was_replaced_within_its_block() {
	let mut chain = Chain::new();
	let leaf = chain.block(|| {
		Checkpoints::note(statement(4));
		Checkpoints::note(Statement { paid: 99, ..statement(4) });
		statement(4).leaf()
	});
	assert_eq!(chain.read(|| Checkpoints::indexed(leaf)), None);
	assert_eq!(chain.read(|| Checkpoints::latest(4)).map(|proof| proof.statement.paid), Some(99));
}

#[test]
fn leaves_should_be_those_of_the_block_asked() {
	let mut chain = Chain::new();
	chain.state_of(&[1, 2]);
	let leaves = chain.block(|| {
		[8, 6].map(|lease| {
			Checkpoints::note(statement(lease));
			statement(lease).leaf()
		})
	});
	assert_eq!(chain.read(Checkpoints::leaves), leaves.to_vec());
	chain.idle(1);
	assert!(chain.read(Checkpoints::leaves).is_empty());
}

/// Import `losing` after the block at the head, as a node does with a competing block: its state
/// goes, its off-chain index stays.
fn import_loser(chain: &mut Chain, losing: impl FnOnce(&mut Chain)) {
	chain.ext.commit_all().expect("there is no open transaction");
	let winner = chain.ext.backend.clone();
	let fork = chain.fork;
	chain.fork = 0xbb;
	losing(chain);
	chain.fork = fork;
	chain.ext.commit_all().expect("there is no open transaction");
	chain.ext.backend = winner;
}

#[test]
fn latest_should_prove_the_winning_blocks_statement_when_a_loser_was_imported_later() {
	let mut chain = Chain::new();
	chain.idle(3);
	let winner = chain.state_of(&[1, 7]);
	// A chain that parted earlier speaks of the same lease at greater heights.
	import_loser(&mut chain, |chain| {
		chain.state_of(&[7, 2]);
		chain.state_of(&[7]);
		chain.idle(2);
	});
	chain.idle(2);
	let proof = chain.read(|| Checkpoints::latest(7)).expect("it was said");
	assert_eq!((proof.block, proof.root, proof.index), (4, winner, 1));
	assert_proves(&proof);
}

#[test]
fn latest_should_prove_the_winning_blocks_statement_when_the_loser_stands_lower() {
	let mut chain = Chain::new();
	chain.idle(2);
	chain.ext.commit_all().expect("there is no open transaction");
	let fork_point = chain.ext.backend.clone();
	chain.idle(3);
	let winner = chain.state_of(&[7]);
	chain.ext.commit_all().expect("there is no open transaction");
	let head = chain.ext.backend.clone();
	chain.ext.backend = fork_point;
	import_loser(&mut chain, |chain| {
		chain.state_of(&[7, 2]);
	});
	chain.ext.backend = head;
	chain.idle(1);
	let proof = chain.read(|| Checkpoints::latest(7)).expect("it was said");
	assert_eq!((proof.block, proof.root), (6, winner));
}

#[test]
fn indexed_should_be_none_when_only_a_losing_block_said_it() {
	let mut chain = Chain::new();
	chain.idle(3);
	let mut leaf = Default::default();
	import_loser(&mut chain, |chain| {
		leaf = chain.block(|| {
			Checkpoints::note(statement(7));
			statement(7).leaf()
		});
	});
	chain.idle(2);
	assert_eq!(chain.read(|| Checkpoints::indexed(leaf)), None);
	assert_eq!(chain.read(|| Checkpoints::latest(7)), None);
}
