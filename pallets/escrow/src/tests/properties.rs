//! Random sequences of everything, against the slow model of [`super::sequences`], which must agree
//! to the last unit after every step.
//!
//! `LEASEHOLD_PROPERTY_OPS` sets how many steps are made in all, `LEASEHOLD_PROPERTY_SEED` with
//! which draw; what fails is made smaller and printed with the seed that replays it. The long run
//! is `scripts/properties.sh`.

use super::sequences::{
	op::{Number, Op},
	run,
	tally::Tally,
};
use proptest::{
	prelude::*,
	test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};
use std::cell::RefCell;

/// Steps made where nobody says how many.
const OPS: u64 = 1_500;
/// Steps of the longest sequence after its first leases.
const LONGEST: usize = 120;

fn number() -> impl Strategy<Value = Number> {
	(any::<u8>(), any::<u32>()).prop_map(|(kind, which)| Number(kind, which))
}

fn open() -> impl Strategy<Value = Op> {
	(any::<u8>(), any::<u8>(), any::<u8>(), number())
		.prop_map(|(id, tenant, asset, deposit)| Op::Open { id, tenant, asset, deposit })
}

fn start() -> impl Strategy<Value = Op> {
	(any::<u8>(), any::<u8>(), number()).prop_map(|(id, payee, price)| Op::Start {
		id,
		payee,
		price,
	})
}

fn grant() -> impl Strategy<Value = Op> {
	let terms = [number(), number(), number(), number()];
	(any::<u8>(), any::<u8>(), any::<u8>(), terms)
		.prop_map(|(sponsor, tenant, asset, terms)| Op::Grant { sponsor, tenant, asset, terms })
}

fn op() -> impl Strategy<Value = Op> {
	let (a, n) = (any::<u8>, number);
	prop_oneof![
		6 => open(),
		6 => start(),
		8 => (a(), a(), n()).prop_map(|(id, who, amount)| Op::Deposit { id, who, amount }),
		8 => (a(), a(), prop::bool::weighted(0.1), n()).prop_map(
			|(id, allowance, stranger, amount)| Op::Draw { id, allowance, stranger, amount }
		),
		6 => a().prop_map(|id| Op::Settle { id }),
		3 => (a(), n()).prop_map(|(id, price)| Op::Reprice { id, price }),
		3 => a().prop_map(|id| Op::Pause { id }),
		3 => a().prop_map(|id| Op::Resume { id }),
		2 => a().prop_map(|id| Op::Close { id }),
		2 => (a(), a()).prop_map(|(from, to)| Op::RollOver { from, to }),
		4 => grant(),
		1 => (a(), prop::bool::weighted(0.1))
			.prop_map(|(allowance, stranger)| Op::Revoke { allowance, stranger }),
		2 => a().prop_map(|allowance| Op::End { allowance }),
		5 => a().prop_map(|which| Op::Claim { which }),
		1 => (a(), n()).prop_map(|(asset, min_deposit)| Op::List { asset, min_deposit }),
		1 => a().prop_map(|asset| Op::Delist { asset }),
		1 => any::<u32>().prop_map(|parts| Op::SetFeeRate { parts }),
		12 => (n(), n(), a()).prop_map(|(ms, blocks, beats)| Op::Time { ms, blocks, beats }),
		1 => prop::bool::weighted(0.7).prop_map(|resumes| Op::Listen { resumes }),
		3 => (a(), prop::bool::weighted(0.4))
			.prop_map(|(asset, frozen)| Op::FreezeAsset { asset, frozen }),
		4 => (a(), a(), prop::bool::weighted(0.6))
			.prop_map(|(asset, who, blocked)| Op::Block { asset, who, blocked }),
		1 => (a(), a()).prop_map(|(asset, who)| Op::Drain { asset, who }),
		1 => (a(), a(), n()).prop_map(|(asset, who, amount)| Op::Fund { asset, who, amount }),
		1 => (a(), n()).prop_map(|(who, amount)| Op::Lock { who, amount }),
	]
}

/// A few leases and allowances, and then anything.
fn sequence() -> impl Strategy<Value = Vec<Op>> {
	let leases = proptest::collection::vec((open(), grant(), start()), 0..5);
	(leases, proptest::collection::vec(op(), 1..LONGEST)).prop_map(|(leases, others)| {
		let leases = leases.into_iter().flat_map(|(open, grant, start)| [open, grant, start]);
		leases.chain(others).collect()
	})
}

fn from_environment(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is not a number: {value}")))
}

/// One sequence, of its own seed. How many steps it had, and what occurred.
fn one_sequence(seed: u64) -> (usize, Tally) {
	let mut bytes = [0u8; 32];
	bytes[..8].copy_from_slice(&seed.to_le_bytes());
	let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
	let config = Config {
		cases: 1,
		failure_persistence: None,
		max_shrink_iters: 2_000,
		..Config::default()
	};
	let done = RefCell::new(Default::default());
	let result = TestRunner::new_with_rng(config, rng).run(&sequence(), |ops| {
		*done.borrow_mut() = (ops.len(), run(&ops));
		Ok(())
	});
	match result {
		Ok(()) => done.into_inner(),
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
	let (mut seed, mut done, mut tally) = (first, 0u64, Tally::default());
	while done < wanted {
		let (steps, occurred) = one_sequence(seed);
		tally.add(&occurred);
		done += steps as u64;
		seed += 1;
		if done / 50_000 > (done - steps as u64) / 50_000 {
			println!("{done} steps, next seed {seed}");
		}
	}
	println!("{tally}{done} steps in {} sequences agree with the model", seed - first);
}

/// The random sequences are worth something only if what is worth testing occurs in them: in as
/// many steps as CI makes, every call succeeds and all that can befall the parties does.
#[test]
fn random_sequences_should_reach_everything_that_is_worth_testing() {
	let (mut tally, mut done) = (Tally::default(), 0);
	for seed in 0.. {
		let (steps, occurred) = one_sequence(seed);
		tally.add(&occurred);
		done += steps as u64;
		if done >= OPS {
			break;
		}
	}
	println!("{tally}");
	assert!(tally.missing().is_empty(), "{:?} never succeeds:\n{tally}", tally.missing());
}
