use super::*;
use codec::{Decode, Encode};
use frame_support::traits::{Authorize, Hooks, UnfilteredDispatchable};
use frame_system::RawOrigin;
use leasehold_primitives::crypto::service::{self, ServicePair};
use sp_core::{
	offchain::{
		testing::{TestOffchainExt, TestTransactionPoolExt},
		OffchainDbExt, OffchainWorkerExt, StorageKind, TransactionPoolExt,
	},
	Pair,
};
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use sp_runtime::transaction_validity::TransactionSource;

struct Node {
	ext: sp_io::TestExternalities,
	take: Box<dyn FnMut() -> Vec<Call<Test>>>,
}

impl Node {
	fn new(keys: &[[u8; 32]]) -> Self {
		let mut ext = TestExt::new().build();
		let (offchain, _) = TestOffchainExt::new();
		let (pool, state) = TestTransactionPoolExt::new();
		let keystore = MemoryKeystore::new();
		for seed in keys {
			let public = ServicePair::from_seed(seed).public();
			let uri = format!("0x{}", sp_core::bytes::to_hex(seed, false).trim_start_matches("0x"));
			keystore
				.insert(service::KEY_TYPE, &uri, public.as_ref())
				.expect("the keystore takes keys");
		}
		ext.register_extension(OffchainDbExt::new(offchain.clone()));
		ext.register_extension(OffchainWorkerExt::new(offchain));
		ext.register_extension(TransactionPoolExt::new(pool));
		ext.register_extension(KeystoreExt::new(keystore));
		let take = Box::new(move || {
			let sent = core::mem::take(&mut state.write().transactions);
			sent.iter()
				.map(|bytes| {
					let extrinsic = Extrinsic::decode(&mut &bytes[..]).expect("decodes");
					match extrinsic.function {
						RuntimeCall::Leases(call) => call,
						other => panic!("not ours: {other:?}"),
					}
				})
				.collect()
		});
		Self { ext, take }
	}

	/// A run of the worker on the present state. Returns what it sent.
	fn run(&mut self) -> Vec<Call<Test>> {
		self.ext.execute_with(|| mock::Leases::offchain_worker(System::block_number()));
		(self.take)()
	}

	fn on_chain<R>(&mut self, act: impl FnOnce() -> R) -> R {
		self.ext.execute_with(|| {
			let result = act();
			mock::Leases::do_try_state().expect("all invariants hold");
			result
		})
	}

	/// The next block takes these.
	fn include(&mut self, calls: Vec<Call<Test>>) {
		self.on_chain(|| {
			for call in calls {
				call.authorize(TransactionSource::InBlock)
					.expect("is an authorised call")
					.expect("is valid");
				let origin: RuntimeOrigin = RawOrigin::Authorized.into();
				assert_ok!(call.dispatch_bypass_filter(origin));
			}
		});
	}

	fn set(&mut self, key: &[u8], value: &[u8]) {
		self.on_chain(|| sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, key, value));
	}
}

fn settled(call: &Call<Test>) -> Vec<u64> {
	match call {
		Call::settle_by_node { message, .. } => message.body.to_vec(),
		other => panic!("not a settlement: {other:?}"),
	}
}

/// A lease of so little collateral that a provider can have hundreds.
fn start_small(id: u64) {
	let mut small = terms(id);
	small.collateral = 1;
	award_with(small, UNIT);
	assert_ok!(mock::Leases::confirm(by(provider()), id));
}

const SEED: [u8; 32] = [5; 32];

#[test]
fn worker_should_settle_what_is_due_and_checkpoint_in_its_period() {
	let mut node = Node::new(&[SEED]);
	node.on_chain(|| {
		(1..=2).for_each(start);
		advance(18);
	});
	assert!(node.run().is_empty());
	// They are due in the next block, which is the first that can take what is sent now.
	node.on_chain(next_block);
	let sent = node.run();
	assert_eq!(sent.len(), 1);
	let mut ids = settled(&sent[0]);
	ids.sort();
	assert_eq!(ids, [1, 2]);
	node.on_chain(next_block);
	node.include(sent);
	node.on_chain(|| {
		assert_eq!((settled_at(1), settled_at(2)), (21, 21));
		advance(9);
	});
	// 30 blocks after the start checkpoints are due, which settle too.
	let sent = node.run();
	let [Call::checkpoint { message, .. }] = &sent[..] else { panic!("one checkpoint") };
	for entry in &message.body {
		assert_eq!(entry.served, 87_000);
		assert_eq!(entry.usage, crate::offchain::default_usage(entry.lease, 87_000));
	}
	node.on_chain(next_block);
	node.include(sent);
	node.on_chain(|| assert_eq!(settled_at(2), 31));
	assert!(node.run().is_empty());
}

#[test]
fn worker_should_confirm_only_where_its_operator_lets_it() {
	let mut node = Node::new(&[SEED]);
	node.on_chain(|| award(1));
	assert!(node.run().is_empty());
	node.set(crate::offchain::AUTO_CONFIRM_KEY, &0u8.encode());
	assert!(node.run().is_empty());
	node.set(crate::offchain::AUTO_CONFIRM_KEY, &1u8.encode());
	let sent = node.run();
	assert!(
		matches!(&sent[..], [Call::confirm_by_node { message, .. }] if message.body[..] == [1])
	);
	node.include(sent);
	node.on_chain(|| assert_eq!(lease(1).state, LeaseState::Active));
}

#[test]
fn worker_should_carry_the_agents_usage_record() {
	let mut node = Node::new(&[SEED]);
	node.on_chain(|| {
		start(17);
		advance(30);
	});
	node.set(b"leasehold::usage::17", &[0xab; 32]);
	let sent = node.run();
	let [Call::checkpoint { message, .. }] = &sent[..] else { panic!("one checkpoint") };
	assert_eq!(message.body[0].usage, H256::repeat_byte(0xab));
	node.include(sent);
}

#[test]
fn worker_should_do_nothing_without_a_key_of_a_provider() {
	for keys in [&[][..], &[[8; 32]][..]] {
		let mut node = Node::new(keys);
		node.on_chain(|| {
			start(1);
			advance(40);
		});
		assert!(node.run().is_empty());
	}
}

#[test]
fn worker_should_send_once_for_two_keys_of_one_provider() {
	let mut node = Node::new(&[SEED, [6; 32]]);
	node.on_chain(|| {
		Keys::insert(ServicePair::from_seed(&[6; 32]).public(), provider());
		start(1);
		advance(20);
	});
	assert_eq!(node.run().len(), 1);
}

#[test]
fn worker_should_say_anew_what_the_next_block_has_not_taken() {
	let mut node = Node::new(&[SEED]);
	node.on_chain(|| {
		start(1);
		advance(20);
	});
	let first = node.run();
	assert_eq!(first.len(), 1);
	// Overlapping runs, the message still on its way.
	assert!(node.run().is_empty());
	// It got lost: the same nonce again, and a pool that has the first one takes the second.
	node.on_chain(next_block);
	let again = node.run();
	assert_eq!(settled(&again[0]), [1]);
	node.on_chain(|| {
		let valid = |call: &Call<Test>| {
			call.authorize(TransactionSource::External)
				.expect("is an authorised call")
				.expect("is valid")
				.0
		};
		let (older, newer) = (valid(&first[0]), valid(&again[0]));
		assert_eq!(older.provides, newer.provides);
		assert!(older.priority < newer.priority);
	});
	node.include(again);
	// The first one turns up after all, and is stale.
	node.on_chain(|| {
		let refused = first[0].authorize(TransactionSource::External).expect("is authorised");
		assert!(refused.is_err());
	});
}

#[test]
fn worker_should_say_the_same_again_before_it_goes_on_to_other_leases() {
	let mut node = Node::new(&[SEED]);
	let count = 300u64;
	node.on_chain(|| {
		(1..=count).for_each(start_small);
		advance(20);
	});
	let first = node.run();
	let ids = |sent: &[Call<Test>]| sent.iter().flat_map(settled).collect::<Vec<_>>();
	let (early, late) = (ids(&first[..2]), ids(&first[2..]));
	// The block has room for two messages of four.
	node.include(first[..2].to_vec());
	node.on_chain(next_block);
	let again = node.run();
	assert_eq!(ids(&again), late);
	// Nothing of it lands; after four more blocks others get their turn.
	for _ in 0..3 {
		node.on_chain(next_block);
		assert_eq!(ids(&node.run()), late);
	}
	node.on_chain(next_block);
	let others = ids(&node.run());
	assert_eq!(others.len(), 44);
	assert!(others.iter().all(|id| !early.contains(id) && !late.contains(id)));
}

#[test]
fn worker_should_give_way_while_another_run_is_under_way() {
	let mut node = Node::new(&[SEED]);
	node.on_chain(|| {
		start(1);
		advance(20);
	});
	node.ext.execute_with(|| {
		use sp_runtime::offchain::{
			storage_lock::{StorageLock, Time},
			Duration,
		};
		let mut other = StorageLock::<Time>::with_deadline(
			b"leasehold::leases::lock",
			Duration::from_millis(20_000),
		);
		let guard = other.try_lock().expect("is free");
		mock::Leases::offchain_worker(System::block_number());
		drop(guard);
	});
	assert!((node.take)().is_empty());
	assert_eq!(node.run().len(), 1);
}

#[test]
fn worker_should_work_through_many_leases_in_several_messages_and_runs() {
	let mut node = Node::new(&[SEED]);
	let count = 300u64;
	node.on_chain(|| {
		(1..=count).for_each(start_small);
		advance(20);
	});
	let sent = node.run();
	assert_eq!(sent.iter().map(|call| settled(call).len()).collect::<Vec<_>>(), [64, 64, 64, 64]);
	node.include(sent);
	node.on_chain(next_block);
	let sent = node.run();
	assert_eq!(sent.iter().map(|call| settled(call).len()).collect::<Vec<_>>(), [44]);
	node.include(sent);
	node.on_chain(|| {
		assert!((1..=count).all(|id| settled_at(id) > 1));
		next_block();
	});
	assert!(node.run().is_empty());
	// And round again, from the beginning.
	node.on_chain(|| advance(20));
	assert!(!node.run().is_empty());
}
