//! Heartbeats as they are carried out, and the clocks they keep going.

use super::*;
use frame_system::RawOrigin;
use leasehold_primitives::{clock::Window, feeless::MAX_DRIFT, BlockNumber};
use sp_runtime::DispatchResult;

/// Carry out the heartbeat of the key of this number, of the present block.
fn beat(seed: u8, nonce: u64) -> DispatchResult {
	beat_of(seed, nonce, System::block_number())
}

fn beat_of(seed: u8, nonce: u64, block: BlockNumber) -> DispatchResult {
	let (message, signature) = heartbeat(seed, nonce, block);
	Registry::heartbeat(RawOrigin::Authorized.into(), message, signature)
}

#[test]
fn heartbeat_should_advance_the_clock_and_the_nonce() {
	TestExt::new().execute_with(|| {
		let key = register_with_key(ALICE, 1);
		advance(20);
		assert_eq!(Registry::clock(&ALICE), 60_000);
		assert_ok!(beat(1, 0));
		assert_eq!(
			last_event(),
			Event::HeartbeatReceived {
				provider: ALICE,
				key: key.clone(),
				nonce: 0,
				block: 21,
				clock: 60_000,
				rules: RULES,
			}
		);
		assert_eq!(ServiceKeys::<Test>::get(&key).expect("set").nonce, 1);
		assert_eq!(Registry::clock(&ALICE), 60_000);
		advance(20);
		assert_ok!(beat(1, 1));
		assert_eq!(Registry::clock(&ALICE), 120_000);
	});
}

#[test]
fn heartbeat_should_take_its_weight_of_the_fee_free_share() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(20);
		assert_ok!(beat(1, 0));
		let weight = <() as WeightInfo>::heartbeat() + <() as WeightInfo>::authorize_heartbeat();
		assert_eq!(QuotaLeft::get() + weight, frame_support::weights::Weight::MAX);
	});
}

#[test]
fn heartbeat_should_fail_when_not_authorised() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(20);
		let (message, signature) = heartbeat(1, 0, 21);
		for origin in [by(ALICE), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Registry::heartbeat(origin, message.clone(), signature.clone()),
				BadOrigin
			);
		}
	});
}

#[test]
fn heartbeat_should_fail_when_unknown_repeated_or_reordered() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(20);
		assert_noop!(beat(2, 0), Error::<Test>::KeyNotFound);
		assert_noop!(beat(1, 1), Error::<Test>::InvalidNonce);
		assert_ok!(beat(1, 0));
		advance(20);
		assert_noop!(beat(1, 0), Error::<Test>::InvalidNonce);
		assert_noop!(beat(1, 2), Error::<Test>::InvalidNonce);
	});
}

#[test]
fn heartbeat_should_fail_when_too_soon_with_whichever_key() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		set_key(ALICE, 2);
		advance(9);
		assert_noop!(beat(1, 0), Error::<Test>::TooSoon);
		advance(1);
		assert_ok!(beat(1, 0));
		assert_noop!(beat(2, 0), Error::<Test>::TooSoon);
		advance(10);
		assert_ok!(beat(2, 0));
	});
}

#[test]
fn heartbeat_should_fail_when_its_block_is_far_away() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(50);
		let now = System::block_number();
		for wrong in [0, now - MAX_DRIFT - 1, now + MAX_DRIFT + 1, u32::MAX] {
			assert_noop!(beat_of(1, 0, wrong), Error::<Test>::StaleBlock);
		}
		assert_ok!(beat_of(1, 0, now - MAX_DRIFT));
		advance(10);
		assert_ok!(beat_of(1, 1, now + 10 + MAX_DRIFT));
	});
}

#[test]
fn heartbeat_should_not_be_replayed_when_its_key_comes_back() {
	TestExt::new().execute_with(|| {
		let key = register_with_key(ALICE, 1);
		advance(20);
		let (message, signature) = heartbeat(1, 0, System::block_number());
		assert_ok!(beat(1, 0));
		advance(10);
		assert_ok!(Registry::remove_service_key(by(ALICE), key));
		set_key(ALICE, 1);
		// The nonce starts anew, the old message is still young, and yet it is not taken.
		assert_noop!(
			Registry::heartbeat(RawOrigin::Authorized.into(), message, signature),
			Error::<Test>::StaleBlock
		);
		assert_ok!(beat(1, 0));
	});
}

#[test]
fn clock_should_stop_after_one_window_when_the_provider_is_silent() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(60);
		assert!(Registry::is_running(&ALICE));
		assert_eq!(Registry::silent_for(&ALICE), 0);
		assert_eq!(Registry::clock(&ALICE), 180_000);
		advance(5);
		assert!(!Registry::is_running(&ALICE));
		assert_eq!(Registry::silent_for(&ALICE), 5);
		assert_eq!(Registry::clock(&ALICE), 180_000);
		// A late heartbeat adds the window only, and the clock goes on from there.
		assert_ok!(beat(1, 0));
		assert_eq!(Registry::clock(&ALICE), 180_000);
		assert!(Registry::is_running(&ALICE));
		advance(1);
		assert_eq!(Registry::clock(&ALICE), 183_000);
	});
}

#[test]
fn clock_should_count_the_whole_time_when_the_chain_stood_still() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(10);
		pallet_timestamp::Now::<Test>::mutate(|time| *time += 3_600_000);
		assert_eq!(Registry::clock(&ALICE), 180_000);
		assert_ok!(beat(1, 0));
		assert_eq!(Registry::clock(&ALICE), 3_630_000);
	});
}

#[test]
fn clock_should_be_zero_and_silent_when_the_provider_is_unknown() {
	TestExt::new().execute_with(|| {
		assert_eq!(Registry::clock(&BOB), 0);
		assert!(!Registry::is_running(&BOB));
		assert_eq!(Registry::silent_for(&BOB), u32::MAX);
	});
}

#[test]
fn clock_should_never_go_back_when_governance_shortens_the_window() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(50);
		let before = Registry::clock(&ALICE);
		let short = HeartbeatRules { window: Window { time: 9_000, blocks: 3 }, spacing: 1 };
		let params = Params { heartbeat: short, ..params() };
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		// The old rules hold until the next heartbeat, and count the time up to it.
		assert_eq!(Registry::clock(&ALICE), before);
		assert!(Registry::is_running(&ALICE));
		assert_ok!(beat(1, 0));
		assert_eq!(Registry::clock(&ALICE), before);
		advance(4);
		assert!(!Registry::is_running(&ALICE));
		assert_eq!(Registry::clock(&ALICE), before + 9_000);
	});
}

#[test]
fn heartbeat_should_follow_the_old_spacing_when_governance_widens_it() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		let params = Params::default();
		assert!(params.heartbeat.spacing > RULES.interval());
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		advance(20);
		assert_ok!(beat(1, 0));
		advance(params.heartbeat.spacing - 1);
		assert_noop!(beat(1, 1), Error::<Test>::TooSoon);
		advance(1);
		assert_ok!(beat(1, 1));
	});
}

#[test]
fn clock_should_be_behind_from_a_halt_of_the_chain_to_the_next_heartbeat() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(20);
		assert_ok!(beat(1, 0));
		assert!(!Registry::is_behind(&ALICE));
		// The window has not passed by blocks, but by far by time.
		pallet_timestamp::Now::<Test>::mutate(|time| *time += 3_600_000);
		advance(1);
		assert!(Registry::is_behind(&ALICE));
		advance(19);
		assert_ok!(beat(1, 1));
		assert!(!Registry::is_behind(&ALICE));
		// A provider that was silent for too long gains nothing by its next heartbeat.
		advance(RULES.window.blocks + 1);
		pallet_timestamp::Now::<Test>::mutate(|time| *time += 3_600_000);
		assert!(!Registry::is_behind(&ALICE));
		assert!(!Registry::is_behind(&BOB));
	});
}
