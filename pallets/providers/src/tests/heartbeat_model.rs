//! Heartbeats of four keys, late, lost, repeated and out of order, over halts of the chain, against
//! a clock that is added up anew from all that landed.

use super::*;
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::{Message, MAX_DRIFT},
	BlockNumber, Moment,
};
use proptest::prelude::*;

const KEYS: usize = 4;

#[derive(Clone, Debug)]
enum Step {
	/// So many blocks at the usual pace.
	Blocks(BlockNumber),
	/// One block, after so many milliseconds.
	Halt(Moment),
	/// A key signs its next heartbeat.
	Send(usize),
	/// Any of those under way arrives.
	Deliver(usize),
	/// One that has arrived, taken or not, comes again.
	Repeat(usize),
	/// One of those under way is lost, and its key learns of it.
	Lose(usize),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		4 => (1..40u32).prop_map(Step::Blocks),
		1 => (50..200u32).prop_map(Step::Blocks),
		1 => (0..7_200_000u64).prop_map(Step::Halt),
		4 => (0..KEYS).prop_map(Step::Send),
		5 => any::<usize>().prop_map(Step::Deliver),
		1 => any::<usize>().prop_map(Step::Repeat),
		1 => any::<usize>().prop_map(Step::Lose),
	]
}

type Beat = (usize, (Message<ServiceKey, ()>, ServiceSignature));

fn now() -> Moment {
	pallet_timestamp::Now::<Test>::get()
}

/// What has landed: time and block of the registration and of every heartbeat taken.
struct Landed(Vec<(Moment, BlockNumber)>);

impl Landed {
	fn last(&self) -> (Moment, BlockNumber) {
		*self.0.last().expect("the registration at least")
	}

	/// What the clock must show: each gap whole if it was short in blocks, else one window of it;
	/// and since the last heartbeat one window at most.
	fn clock(&self) -> Moment {
		let gaps = self.0.windows(2).map(|pair| {
			let (time, blocks) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
			if blocks <= RULES.window.blocks {
				time
			} else {
				time.min(RULES.window.time)
			}
		});
		gaps.sum::<Moment>() + (now() - self.last().0).min(RULES.window.time)
	}

	/// Whether a heartbeat must be taken that arrives now.
	fn takes(&self, message: &Message<ServiceKey, ()>, expected: u64) -> bool {
		let block = System::block_number();
		message.nonce == expected
			&& block.abs_diff(message.block) <= MAX_DRIFT
			&& block - self.last().1 >= RULES.spacing
	}
}

fn nonce(seed: usize) -> u64 {
	ServiceKeys::<Test>::get(sp_core::Pair::public(&pair(seed as u8 + 1))).expect("set").nonce
}

/// Let a heartbeat arrive, and check that it is taken just when it must be.
fn arrive((seed, (message, signature)): &Beat, landed: &mut Landed) {
	let must = landed.takes(message, nonce(*seed));
	let origin = RawOrigin::Authorized.into();
	let taken = Registry::heartbeat(origin, message.clone(), signature.clone());
	assert_eq!(taken.is_ok(), must, "{taken:?}");
	if must {
		landed.0.push((now(), System::block_number()));
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

	#[test]
	fn clock_should_be_the_sum_of_what_landed(
		steps in proptest::collection::vec(step(), 1..80),
	) {
		TestExt::new().execute_with(|| {
			register(ALICE);
			for seed in 0..KEYS {
				set_key(ALICE, seed as u8 + 1);
			}
			let mut landed = Landed(vec![(now(), System::block_number())]);
			let (mut under_way, mut arrived) = (Vec::<Beat>::new(), Vec::<Beat>::new());
			let mut shown = 0;
			for step in steps {
				match step {
					Step::Blocks(blocks) => advance(blocks),
					Step::Halt(time) => {
						System::set_block_number(System::block_number() + 1);
						pallet_timestamp::Now::<Test>::mutate(|now| *now += time);
					},
					Step::Send(seed) => {
						let ahead = under_way.iter().filter(|(other, _)| *other == seed).count();
						let next = nonce(seed) + ahead as u64;
						let beat = heartbeat(seed as u8 + 1, next, System::block_number());
						under_way.push((seed, beat));
					},
					Step::Deliver(at) if !under_way.is_empty() => {
						let beat = under_way.swap_remove(at % under_way.len());
						arrive(&beat, &mut landed);
						arrived.push(beat);
					},
					Step::Repeat(at) if !arrived.is_empty() => {
						arrive(&arrived[at % arrived.len()].clone(), &mut landed);
					},
					Step::Lose(at) if !under_way.is_empty() => {
						under_way.swap_remove(at % under_way.len());
					},
					_ => {},
				}
				let clock = Registry::clock(&ALICE);
				assert_eq!(clock, landed.clock());
				assert!(clock >= shown && clock <= now() - START);
				shown = clock;
				let silent = (System::block_number() - landed.last().1)
					.saturating_sub(RULES.window.blocks);
				assert_eq!(Registry::silent_for(&ALICE), silent);
				assert_eq!(Registry::is_running(&ALICE), silent == 0);
			}
			// Dead from here on: one window since the last heartbeat, and no more.
			advance(100_000);
			let whole = landed.clock();
			assert_eq!(Registry::clock(&ALICE), whole);
			advance(100_000);
			assert_eq!(Registry::clock(&ALICE), whole);
		});
	}
}

#[test]
fn heartbeats_should_come_from_each_of_four_keys_and_survive_the_loss_of_three() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		for seed in 1..=4 {
			set_key(ALICE, seed);
		}
		let beat = |seed, nonce| {
			let (message, signature) = heartbeat(seed, nonce, System::block_number());
			Registry::heartbeat(RawOrigin::Authorized.into(), message, signature)
		};
		for seed in 1..=4 {
			advance(20);
			assert_ok!(beat(seed, 0));
		}
		assert_eq!(Registry::clock(&ALICE), 80 * BLOCK_TIME);
		for seed in 1..=3 {
			let key = sp_core::Pair::public(&pair(seed));
			assert_ok!(Registry::remove_service_key(by(ALICE), key));
		}
		advance(60);
		assert_noop!(beat(1, 1), Error::<Test>::KeyNotFound);
		// Two heartbeats were lost meanwhile: the third is still in time, and nothing is.
		assert_ok!(beat(4, 1));
		assert_eq!(Registry::clock(&ALICE), 140 * BLOCK_TIME);
	});
}
