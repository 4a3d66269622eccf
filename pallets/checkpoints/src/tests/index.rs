use crate::{index, mock::*, IndexedLeaves, IndexedStatement, LeafRecord};
use codec::Decode;
use leasehold_primitives::traits::Ledger;

fn stored<V: Decode>(chain: &Chain, key: Vec<u8>) -> Option<V> {
	let bytes = chain.ext.offchain_db().get(&key)?;
	Some(V::decode(&mut &bytes[..]).expect("the entry decodes"))
}

#[test]
fn index_should_hold_the_statement_under_its_leaf_and_its_height_under_its_lease() {
	let mut chain = Chain::new();
	chain.idle(2);
	let said = chain.block(|| {
		Checkpoints::note(statement(6));
		Checkpoints::note(statement(7));
		statement(7)
	});
	assert_eq!(
		stored(&chain, index::statement_key(&said.leaf())),
		Some(IndexedStatement { statement: said, block: 3, position: 1 })
	);
	assert_eq!(stored(&chain, index::lease_key(7)), Some(3u32));
	assert_eq!(stored::<u32>(&chain, index::lease_key(8)), None);
}

#[test]
fn index_should_hold_the_leaves_under_their_root_when_there_are_any() {
	let mut chain = Chain::new();
	let leaves = chain.block(|| {
		[4, 5].map(|lease| {
			Checkpoints::note(statement(lease));
			LeafRecord { lease, leaf: statement(lease).leaf() }
		})
	});
	let root = chain.read(Checkpoints::root);
	assert_eq!(stored::<IndexedLeaves>(&chain, index::leaves_key(&root)), Some(leaves.to_vec()));
	chain.idle(1);
	assert_eq!(stored::<IndexedLeaves>(&chain, index::leaves_key(&Default::default())), None);
}

#[test]
fn index_should_hold_a_blocks_root_under_its_hash_once_it_has_a_child() {
	let mut chain = Chain::new();
	let root = chain.state_of(&[1]);
	let key = index::root_key(&hash(1, chain.fork));
	assert_eq!(stored::<sp_core::H256>(&chain, key.clone()), None);
	chain.idle(2);
	assert_eq!(stored(&chain, key), Some(root));
	let empty = index::root_key(&hash(2, chain.fork));
	assert_eq!(stored::<sp_core::H256>(&chain, empty), None);
}

#[test]
fn index_should_hold_a_heights_hash_before_the_state_forgets_it() {
	let mut chain = Chain::new();
	chain.idle(1 + BlockHashCount::get());
	assert_eq!(stored(&chain, index::hash_key(1)), Some(hash(1, chain.fork)));
	assert_eq!(stored::<sp_core::H256>(&chain, index::hash_key(2)), None);
}

#[test]
fn keys_should_be_as_documented() {
	assert_eq!(index::lease_key(0x0102), b"leasehold/lease/\x02\x01\0\0\0\0\0\0".to_vec());
	assert_eq!(index::hash_key(5), b"leasehold/hash/\x05\0\0\0".to_vec());
	let leaf = sp_core::H256::repeat_byte(9);
	assert_eq!(index::statement_key(&leaf), [&b"leasehold/statement/"[..], &[9; 32]].concat());
	assert_eq!(index::leaves_key(&leaf), [&b"leasehold/leaves/"[..], &[9; 32]].concat());
	assert_eq!(index::root_key(&leaf), [&b"leasehold/root/"[..], &[9; 32]].concat());
}
