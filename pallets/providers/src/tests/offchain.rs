//! The worker that sends heartbeats.

use super::*;
use codec::Decode;
use frame_support::traits::OffchainWorker;
use leasehold_primitives::{clock::Window, crypto::service::KEY_TYPE, BlockNumber};
use parking_lot::RwLock;
use sp_core::offchain::{
	testing::{PoolState, TestOffchainExt, TestTransactionPoolExt},
	OffchainDbExt, OffchainWorkerExt, TransactionPoolExt,
};
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use sp_runtime::traits::Dispatchable;
use std::sync::Arc;

/// Run a test with the keys of these numbers in the keystore, and the pool at hand.
fn with_keys(seeds: &[u8], test: impl FnOnce(Arc<RwLock<PoolState>>)) {
	let mut ext = TestExt::new().build();
	let (offchain, _) = TestOffchainExt::new();
	let (pool, state) = TestTransactionPoolExt::new();
	let keystore = MemoryKeystore::new();
	for seed in seeds {
		let secret = format!("0x{}", sp_core::hexdisplay::HexDisplay::from(&[*seed; 32]));
		keystore.sr25519_generate_new(KEY_TYPE, Some(&secret)).expect("the keystore takes the key");
	}
	ext.register_extension(OffchainDbExt::new(offchain.clone()));
	ext.register_extension(OffchainWorkerExt::new(offchain));
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.register_extension(KeystoreExt::new(keystore));
	ext.execute_with(|| {
		test(state);
		check();
	});
}

/// Run the worker once at the present block.
fn run() {
	<Registry as OffchainWorker<BlockNumber>>::offchain_worker(System::block_number());
}

/// Take the only transaction out of the pool and carry it out, as a block would.
fn include(pool: &RwLock<PoolState>) {
	let mut state = pool.write();
	assert_eq!(state.transactions.len(), 1);
	let bytes = state.transactions.pop().expect("one");
	let extrinsic = Extrinsic::decode(&mut &bytes[..]).expect("decodes");
	let RuntimeCall::Registry(Call::heartbeat { message, signature }) = &extrinsic.function else {
		panic!("another call");
	};
	assert!(Registry::authorize_heartbeat(message, signature).is_ok());
	assert_ok!(extrinsic.function.dispatch(frame_system::RawOrigin::Authorized.into()));
}

#[test]
fn worker_should_send_a_heartbeat_when_a_third_of_the_window_has_passed() {
	with_keys(&[1], |pool| {
		register_with_key(ALICE, 1);
		advance(19);
		run();
		assert!(pool.read().transactions.is_empty());
		advance(1);
		run();
		include(&pool);
		assert_eq!(Registry::clock(&ALICE), 60_000);
		// The next one is due after another third.
		advance(19);
		run();
		assert!(pool.read().transactions.is_empty());
		advance(1);
		run();
		include(&pool);
		assert_eq!(Registry::clock(&ALICE), 120_000);
	});
}

#[test]
fn worker_should_send_nothing_when_it_has_no_key_of_a_provider() {
	// No key at all, and one that serves nobody.
	for keys in [&[][..], &[2]] {
		with_keys(keys, |pool| {
			register_with_key(ALICE, 1);
			advance(30);
			run();
			assert!(pool.read().transactions.is_empty());
		});
	}
}

#[test]
fn worker_should_send_once_when_runs_overlap() {
	with_keys(&[1], |pool| {
		register_with_key(ALICE, 1);
		advance(20);
		run();
		run();
		advance(1);
		run();
		assert_eq!(pool.read().transactions.len(), 1);
	});
}

#[test]
fn worker_should_send_again_when_the_heartbeat_was_lost() {
	with_keys(&[1], |pool| {
		register_with_key(ALICE, 1);
		advance(20);
		run();
		pool.write().transactions.clear();
		// A quarter of the interval later.
		advance(4);
		run();
		assert!(pool.read().transactions.is_empty());
		advance(1);
		run();
		include(&pool);
	});
}

#[test]
fn worker_should_send_again_when_the_branch_of_the_last_run_is_gone() {
	with_keys(&[1], |pool| {
		register_with_key(ALICE, 1);
		advance(25);
		run();
		pool.write().transactions.clear();
		System::set_block_number(System::block_number() - 2);
		run();
		include(&pool);
	});
}

#[test]
fn worker_should_send_every_block_when_the_window_is_the_shortest() {
	with_keys(&[1], |pool| {
		let rules = HeartbeatRules { window: Window { time: 9_000, blocks: 3 }, spacing: 1 };
		let params = Params { heartbeat: rules, ..params() };
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		register_with_key(ALICE, 1);
		for _ in 0..3 {
			advance(1);
			run();
			include(&pool);
		}
		assert_eq!(Registry::clock(&ALICE), 9_000);
	});
}

#[test]
fn worker_should_beat_for_each_of_its_providers() {
	with_keys(&[1, 2], |pool| {
		register_with_key(ALICE, 1);
		register_with_key(BOB, 2);
		advance(20);
		run();
		assert_eq!(pool.read().transactions.len(), 2);
	});
}

#[test]
fn worker_should_leave_a_second_heartbeat_of_a_provider_to_be_refused() {
	with_keys(&[1, 2], |pool| {
		register_with_key(ALICE, 1);
		set_key(ALICE, 2);
		advance(20);
		run();
		// Either key may win; the other one's message is then too soon and its nonce unused.
		let second = pool.write().transactions.pop().expect("two");
		include(&pool);
		let extrinsic = Extrinsic::decode(&mut &second[..]).expect("decodes");
		assert_noop!(
			extrinsic.function.dispatch(frame_system::RawOrigin::Authorized.into()),
			Error::<Test>::TooSoon
		);
		advance(20);
		run();
		assert_eq!(pool.read().transactions.len(), 2);
	});
}
