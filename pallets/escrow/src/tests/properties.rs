//! Random sequences of everything, against the slow model of [`super::sequences`], which must agree
//! to the last unit after every step.
//!
//! `LEASEHOLD_PROPERTY_OPS` sets how many steps are made in all, `LEASEHOLD_PROPERTY_SEED` with
//! which draw; what fails is made smaller and printed with the seed that replays it. The long run
//! is `scripts/properties.sh`.

use super::sequences::{
	op::{Number, Op},
	run,
};
use proptest::{
	prelude::*,
	test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};
use std::cell::Cell;

/// Steps made where nobody says how many.
const OPS: u64 = 4_000;
/// Steps of the longest sequence.
const LONGEST: usize = 120;

fn number() -> impl Strategy<Value = Number> {
	(any::<u8>(), any::<u32>()).prop_map(|(kind, which)| Number(kind, which))
}

fn op() -> impl Strategy<Value = Op> {
	let (a, n) = (any::<u8>, number);
	prop_oneof![
		6 => (a(), a(), a(), n())
			.prop_map(|(id, tenant, asset, deposit)| Op::Open { id, tenant, asset, deposit }),
		6 => (a(), a(), n()).prop_map(|(id, payee, price)| Op::Start { id, payee, price }),
		8 => (a(), a(), n()).prop_map(|(id, who, amount)| Op::Deposit { id, who, amount }),
		8 => (a(), a(), prop::bool::weighted(0.1), n()).prop_map(
			|(id, allowance, stranger, amount)| Op::Draw { id, allowance, stranger, amount }
		),
		6 => a().prop_map(|id| Op::Settle { id }),
		3 => (a(), n()).prop_map(|(id, price)| Op::Reprice { id, price }),
		2 => a().prop_map(|id| Op::Pause { id }),
		3 => a().prop_map(|id| Op::Resume { id }),
		2 => a().prop_map(|id| Op::Close { id }),
		2 => (a(), a()).prop_map(|(from, to)| Op::RollOver { from, to }),
		4 => (a(), a(), a(), [n(), n(), n(), n()]).prop_map(
			|(sponsor, tenant, asset, terms)| Op::Grant { sponsor, tenant, asset, terms }
		),
		1 => (a(), prop::bool::weighted(0.1))
			.prop_map(|(allowance, stranger)| Op::Revoke { allowance, stranger }),
		2 => a().prop_map(|allowance| Op::End { allowance }),
		2 => a().prop_map(|which| Op::Claim { which }),
		1 => (a(), n()).prop_map(|(asset, min_deposit)| Op::List { asset, min_deposit }),
		1 => a().prop_map(|asset| Op::Delist { asset }),
		1 => any::<u32>().prop_map(|parts| Op::SetFeeRate { parts }),
		12 => (n(), n(), a()).prop_map(|(ms, blocks, beats)| Op::Time { ms, blocks, beats }),
		1 => prop::bool::weighted(0.7).prop_map(|resumes| Op::Listen { resumes }),
		1 => (a(), prop::bool::weighted(0.4))
			.prop_map(|(asset, frozen)| Op::FreezeAsset { asset, frozen }),
		2 => (a(), a(), any::<bool>())
			.prop_map(|(asset, who, blocked)| Op::Block { asset, who, blocked }),
		1 => (a(), a()).prop_map(|(asset, who)| Op::Drain { asset, who }),
		1 => (a(), a(), n()).prop_map(|(asset, who, amount)| Op::Fund { asset, who, amount }),
		1 => (a(), n()).prop_map(|(who, amount)| Op::Lock { who, amount }),
	]
}

fn from_environment(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is not a number: {value}")))
}

/// One sequence, of its own seed. How many steps it had.
fn one_sequence(seed: u64) -> usize {
	let mut bytes = [0u8; 32];
	bytes[..8].copy_from_slice(&seed.to_le_bytes());
	let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
	let config = Config {
		cases: 1,
		failure_persistence: None,
		max_shrink_iters: 2_000,
		..Config::default()
	};
	let steps = Cell::new(0);
	let drawn = proptest::collection::vec(op(), 1..LONGEST);
	let result = TestRunner::new_with_rng(config, rng).run(&drawn, |ops| {
		steps.set(ops.len());
		run(&ops);
		Ok(())
	});
	match result {
		Ok(()) => steps.get(),
		Err(TestError::Fail(reason, ops)) => panic!(
			"{reason}\nThe smallest sequence that fails so:\n{ops:#?}\n\
			Replay it with LEASEHOLD_PROPERTY_OPS=1 LEASEHOLD_PROPERTY_SEED={seed}"
		),
		Err(error) => panic!("{error}"),
	}
}

#[test]
fn escrow_should_agree_with_the_model_whatever_happens() {
	let wanted = from_environment("LEASEHOLD_PROPERTY_OPS").unwrap_or(OPS);
	let first = from_environment("LEASEHOLD_PROPERTY_SEED").unwrap_or_else(|| {
		let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
		u64::from(now.expect("it is past 1970").subsec_nanos()) << 16
	});
	println!("{wanted} steps, first seed {first}");
	let (mut seed, mut done) = (first, 0u64);
	while done < wanted {
		done += one_sequence(seed) as u64;
		seed += 1;
	}
	println!("{done} steps in {} sequences agree with the model", seed - first);
}

/// The random sequences are worth something only if what is worth testing occurs in them.
#[test]
fn random_sequences_should_reach_what_is_worth_testing() {
	use super::sequences::run::Tally;
	let mut tally = Tally::default();
	let mut runner = TestRunner::deterministic();
	for _ in 0..40 {
		use proptest::strategy::ValueTree;
		let tree = proptest::collection::vec(op(), LONGEST).new_tree(&mut runner);
		tally.add(&super::sequences::run::tally(&tree.expect("it generates").current()));
	}
	assert!(tally.paid > 20, "{tally:?}");
	assert!(tally.exhausted > 10, "{tally:?}");
	assert!(tally.drawn > 0, "{tally:?}");
	assert!(tally.restored > 0, "{tally:?}");
	assert!(tally.owed > 2, "{tally:?}");
	assert!(tally.rolled_over > 5, "{tally:?}");
}
