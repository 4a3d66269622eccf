use crate::{mock::*, policy::Reason, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	pallet_prelude::TransactionSource,
	traits::{Authorize, Hooks},
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::approvals::KEY_TYPE,
	policy::{NodePolicy, POLICY_KEY},
	traits::{RejectReason, Verdict},
};
use parking_lot::RwLock;
use sp_core::offchain::{
	testing::{OffchainState, TestOffchainExt, TestTransactionPoolExt},
	OffchainDbExt, OffchainWorkerExt, StorageKind, TransactionPoolExt,
};
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use std::sync::Arc;

/// Run `test` on a node with the keys of `seeds` in its keystore.
pub fn with_node(
	ext: TestExt,
	seeds: &[u8],
	test: impl FnOnce(&dyn Fn() -> Vec<VoteMessage>, &RwLock<OffchainState>),
) {
	let mut ext = ext.build();
	let keystore = MemoryKeystore::new();
	for seed in seeds {
		let public = keystore
			.sr25519_generate_new(KEY_TYPE, Some(&phrase(*seed)))
			.expect("the phrase is a seed");
		assert_eq!(public, key(*seed).into());
	}
	let (offchain, network) = TestOffchainExt::new();
	let (pool, state) = TestTransactionPoolExt::new();
	ext.register_extension(OffchainDbExt::new(offchain.clone()));
	ext.register_extension(OffchainWorkerExt::new(offchain));
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.register_extension(KeystoreExt(Arc::new(keystore)));
	let take = || {
		let sent = std::mem::take(&mut state.write().transactions);
		sent.into_iter().map(|bytes| land_check(&bytes)).collect()
	};
	ext.execute_with(|| {
		test(&take, &network);
		Approvals::do_try_state().expect("the invariants hold");
	});
}

/// Decode what was sent; it must be valid as it comes from outside.
fn land_check(bytes: &[u8]) -> VoteMessage {
	let extrinsic = Extrinsic::decode(&mut &bytes[..]).expect("an extrinsic");
	extrinsic
		.function
		.authorize(TransactionSource::External)
		.expect("an authorised call")
		.expect("valid");
	match extrinsic.function {
		RuntimeCall::Approvals(Call::vote { message, .. }) => message,
		other => panic!("not a vote: {other:?}"),
	}
}

pub fn run() {
	Approvals::offchain_worker(System::block_number());
}

/// Put a message into the block.
pub fn land(seed: u8, message: VoteMessage) {
	let signature = sign(seed, &message);
	assert_ok!(Approvals::vote(RawOrigin::Authorized.into(), message, signature));
}

pub fn set_policy(bytes: &[u8]) {
	sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, POLICY_KEY, bytes);
}

pub fn reasons(message: &VoteMessage) -> Vec<(bool, u16)> {
	message.body.votes.iter().map(|vote| (vote.approve, vote.reason)).collect()
}

#[test]
fn worker_should_approve_when_there_is_no_policy() {
	with_node(TestExt::new().validators(&[1]), &[1], |sent, _| {
		seated([0]);
		run();
		let messages = sent();
		assert_eq!(messages.len(), 1);
		assert_eq!(messages[0].signer, key(1));
		assert_eq!(messages[0].nonce, 0);
		assert_eq!(
			messages[0].body.votes.to_vec(),
			vec![Vote { subject: order(0), approve: true, reason: 0 }]
		);
		land(1, messages[0].clone());
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Approved)]);
		run();
		assert_eq!(sent(), vec![]);
	});
}

#[test]
fn worker_should_send_nothing_when_its_keys_are_not_validators() {
	with_node(TestExt::new(), &[9], |sent, _| {
		seated([0]);
		run();
		assert_eq!(sent(), vec![]);
		// Once in the set, it votes on what it is drawn for.
		new_session(&[(1, 1), (9, 9)]);
		run();
		assert_eq!(sent(), vec![]);
		seated([1]);
		run();
		assert_eq!(sent().len(), 1);
	});
}

#[test]
fn worker_should_send_nothing_when_it_has_no_key() {
	with_node(TestExt::new(), &[], |sent, _| {
		seated([0]);
		run();
		assert_eq!(sent(), vec![]);
	});
}

#[test]
fn worker_should_send_nothing_when_nothing_is_pending() {
	with_node(TestExt::new(), &[1], |sent, _| {
		run();
		seated([0]);
		assert_ok!(Approvals::decide(RuntimeOrigin::root(), order(0), true));
		run();
		assert_eq!(sent(), vec![]);
	});
}

#[test]
fn worker_should_send_nothing_when_its_vote_would_land_too_late() {
	with_node(TestExt::new(), &[1], |sent, _| {
		seated([0]);
		run_to(PAST);
		run();
		assert_eq!(sent(), vec![]);
	});
}

#[test]
fn worker_should_vote_with_each_of_its_keys() {
	with_node(TestExt::new(), &[3, 1], |sent, _| {
		seated([0]);
		run();
		let signers: Vec<_> = sent().into_iter().map(|message| message.signer).collect();
		assert_eq!(signers, vec![key(1), key(3)]);
	});
}

#[test]
fn worker_should_follow_the_nodes_policy() {
	with_node(TestExt::new(), &[1], |sent, _| {
		seated([0]);
		let manifest = facts(TENANT).manifest;
		let policy = |policy: NodePolicy, expected: Reason| {
			set_policy(&policy.encode());
			run();
			assert_eq!(reasons(&sent()[0]), vec![(expected.approves(), expected.code())]);
		};
		policy(
			NodePolicy { denied_manifests: vec![manifest], ..Default::default() },
			Reason::ManifestDeniedByPolicy,
		);
		// Reloaded without a restart.
		policy(
			NodePolicy { denied_tenants: vec![[TENANT; 32]], ..Default::default() },
			Reason::TenantDeniedByPolicy,
		);
		policy(
			NodePolicy { max_cpu_millicores: Some(1), ..Default::default() },
			Reason::TooMuchCpu,
		);
		policy(NodePolicy { max_cpu_millicores: Some(4_000), ..Default::default() }, Reason::Fine);
	});
}

#[test]
fn worker_should_vote_against_what_the_chain_denied_meanwhile() {
	with_node(TestExt::new().validators(&[1]), &[1], |sent, _| {
		seated([0]);
		assert_ok!(Approvals::deny_tenant(RuntimeOrigin::root(), account(TENANT)));
		run();
		assert_eq!(reasons(&sent()[0]), vec![(false, Reason::TenantDeniedOnChain.code())]);
		assert_ok!(Approvals::deny_manifest(RuntimeOrigin::root(), facts(TENANT).manifest));
		run();
		let message = sent().remove(0);
		assert_eq!(reasons(&message), vec![(false, Reason::ManifestDeniedOnChain.code())]);
		land(1, message);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Rejected(RejectReason::Voted))]);
	});
}

#[test]
fn worker_should_abstain_when_the_policy_cannot_be_read() {
	with_node(TestExt::new(), &[1], |sent, _| {
		seated([0]);
		let whole = NodePolicy { max_memory_mib: Some(7), ..Default::default() }.encode();
		let longer = [&whole[..], &[0]].concat();
		for bytes in [&b""[..], &[255; 8], &whole[..whole.len() - 1], &longer] {
			set_policy(bytes);
			run();
			assert_eq!(sent(), vec![], "{bytes:?}");
		}
		set_policy(&whole);
		run();
		assert_eq!(sent().len(), 1);
	});
}

#[test]
fn overlapping_runs_should_land_one_vote() {
	with_node(TestExt::new(), &[1], |sent, _| {
		seated([0]);
		run();
		run();
		let messages = sent();
		// Both carry the same nonce, so a pool keeps one; if both came, the second is refused.
		assert_eq!(messages[0], messages[1]);
		land(1, messages[0].clone());
		let repeated = call(messages[1].clone(), sign(1, &messages[1]));
		assert!(matches!(repeated.authorize(TransactionSource::InBlock), Some(Err(_))));
		assert_eq!(record(0).voters.len(), 1);
		run();
		assert_eq!(sent(), vec![]);
	});
}

#[test]
fn worker_should_vote_on_the_nearest_deadlines_when_more_are_pending_than_a_run_assesses() {
	with_node(TestExt::new().validators(&[1]), &[1], |sent, _| {
		let early = 120;
		for id in 0..early {
			assert_ok!(submit(id));
		}
		next_block();
		seated(early..MAX_PENDING.into());
		run();
		let mut voted: Vec<_> = sent()
			.iter()
			.flat_map(|message| message.body.votes.iter().map(|vote| vote.subject))
			.collect();
		assert_eq!(voted.len(), 128);
		voted.truncate(early as usize);
		// Not all of them were drawn in one block.
		voted.sort();
		assert_eq!(voted, (0..early).map(order).collect::<Vec<_>>());
	});
}

#[test]
fn worker_should_send_several_messages_at_a_time_nearest_deadline_first() {
	with_node(TestExt::new(), &[1], |sent, _| {
		let many = u64::from(MAX_VOTES) + 2;
		for id in 0..many {
			assert_ok!(submit(id));
		}
		next_block();
		seated(many..many + 2);
		run();
		let messages = sent();
		let votes = |message: &VoteMessage| {
			message.body.votes.iter().map(|vote| vote.subject).collect::<Vec<_>>()
		};
		assert_eq!(messages.iter().map(|message| message.nonce).collect::<Vec<_>>(), [0, 1]);
		assert_eq!(votes(&messages[0]), (0..u64::from(MAX_VOTES)).map(order).collect::<Vec<_>>());
		let rest: Vec<_> = (u64::from(MAX_VOTES)..many + 2).map(order).collect();
		assert_eq!(votes(&messages[1]), rest);
		land(1, messages[0].clone());
		run();
		// What has not landed comes again, under the nonce that the chain expects now.
		let again = sent().remove(0);
		assert_eq!((again.nonce, votes(&again)), (1, rest));
	});
}
