//! A statement, from the index to the contract.

use super::*;
use crate::anchor::{contract::LeaseAnchor::verifyLeaseCall, ChainError, LeaseProof, ProofError};
use alloy::sol_types::SolCall;
use leasehold_primitives::{
	runtime_api::StatementProof,
	statement::{self, Statement, STATE_CLOSED},
};
use sp_core::H256;

fn said(lease: u64) -> Statement {
	Statement {
		lease,
		tenant: H256::repeat_byte(1),
		provider: H256::repeat_byte(2),
		asset: 2,
		price: u128::MAX,
		paid: 4,
		fees: 5,
		refunded: 6,
		state: STATE_CLOSED,
		through: 1_700_000_000_000,
		served: 9,
		usage: H256::repeat_byte(3),
		sequence: 7,
	}
}

/// Statements of one block and the proof of the `index`th.
fn statements(count: u64, index: u32, block: u32) -> (H256, StatementProof) {
	let all: Vec<_> = (0..count).map(said).collect();
	let leaves: Vec<_> = all.iter().map(Statement::leaf).collect();
	let root = statement::root(&leaves);
	let proof = StatementProof {
		statement: all[index as usize].clone(),
		block,
		root,
		index,
		count: count as u32,
		siblings: statement::proof(&leaves, index).expect("it is there"),
	};
	(root, proof)
}

#[tokio::test]
async fn statement_should_verify_on_the_anchor_when_its_proof_is_sent_as_it_is() {
	let Some(world) = World::new("ab", 3).await else { return };
	world.chain.advance(6);
	let (root, proof) = statements(7, 6, 6);
	world.chain.append(root.0.into());
	world.chain.advance(12);
	drive(&mut world.poster(0)).await.expect("posts");

	let proof = LeaseProof::new(&*world.chain, proof, None).expect("it is proven");
	assert_eq!((proof.said_at, proof.anchored_block), (6, 12));
	let call = verifyLeaseCall::abi_decode_validate(&proof.calldata).expect("a call");
	assert_eq!(call.statement.lease, 6);
	let at = world.layer1.read(call.clone(), BlockId::latest()).await;
	assert_eq!(at, Ok(6));
	let mut forged = call;
	forged.statement.paid += 1;
	assert!(world.layer1.read(forged, BlockId::latest()).await.is_err());
}

#[tokio::test]
async fn commitment_should_be_accepted_when_its_call_is_sent_as_it_is() {
	let Some(world) = World::new("ab", 3).await else { return };
	world.chain.advance(6);
	let (root, proof) = statements(2, 0, 6);
	world.chain.append(root.0.into());
	for (block, set) in [(9, 0), (15, 1)] {
		world.chain.advance(block);
		let proof = LeaseProof::new(&*world.chain, proof.clone(), None).expect("it is proven");
		let commitment = proof.commitment.expect("it is signed");
		let data = if set == 0 { commitment.submit } else { commitment.submit_hand_over };
		let data = data.expect("a quorum has signed");
		let hash = world.anvil.send_as_other(world.contract, &data, 50 * GWEI, GWEI).await;
		world.anvil.mined(&hash).await;
		assert_eq!((world.anchored().await, world.set().await), (block, set));
	}
}

#[test]
fn proof_should_be_refused_when_it_is_too_early_or_the_index_is_wrong() {
	let chain = Toy::new("a");
	let (root, proof) = statements(3, 1, 4);
	let nothing = LeaseProof::new(&chain, proof.clone(), None);
	assert_eq!(nothing.err(), Some(ProofError::NothingSigned));
	chain.advance(4);
	let early = LeaseProof::new(&chain, proof.clone(), Some(4));
	assert_eq!(early.err(), Some(ProofError::TooEarly { said: 4, at: 4 }));
	chain.append(root.0.into());
	chain.advance(9);
	assert!(LeaseProof::new(&chain, proof.clone(), Some(5)).is_ok());
	let unknown = LeaseProof::new(&chain, proof.clone(), Some(10));
	assert_eq!(unknown.err(), Some(ProofError::Chain(ChainError::NoBlock(10))));
	let unsigned = LeaseProof::new(&chain, proof.clone(), Some(6)).expect("it is proven");
	assert!(unsigned.commitment.is_none());
	let moved = StatementProof { block: 5, ..proof };
	assert_eq!(LeaseProof::new(&chain, moved, None).err(), Some(ProofError::Inconsistent(5)));
}

#[test]
fn json_should_carry_what_the_abi_names_without_loss() {
	let chain = Toy::new("a");
	chain.advance(4);
	let (root, proof) = statements(3, 1, 4);
	chain.append(root.0.into());
	let proof = LeaseProof::new(&chain, proof, None).expect("it is proven");
	let json = serde_json::to_value(&proof).expect("JSON");
	assert_eq!(json["statement"]["price"], u128::MAX.to_string());
	assert_eq!(json["statement"]["through"], "1700000000000");
	assert_eq!(json["path"]["siblings"].as_array().map(Vec::len), Some(2));
	assert_eq!(json["path"]["sides"], "0x1");
	assert_eq!(json["leaf"]["parentNumber"], 4);
	assert_eq!(json["leaf"]["nextSet"]["id"], "1");
	assert_eq!(json["commitment"]["commitment"]["validatorSetId"], "0");
	assert_eq!(json["commitment"]["signers"]["bits"][0], "0xd");
	let encoded = json["encoded"].as_str().expect("hex");
	assert_eq!(encoded.len(), 2 + 13 * 64);
}
