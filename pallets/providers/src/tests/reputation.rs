//! What providers are known for, and what it costs.

use super::*;
use leasehold_primitives::traits::{LeaseOutcome, Reputation as _};

const TENANT: u64 = 50;

fn end(tenant: u64, outcome: LeaseOutcome, weight: u128) {
	Registry::note_end(1, &ALICE, &tenant, outcome, weight);
}

fn standing() -> Standing {
	Standings::<Test>::get(ALICE)
}

/// Tenants that count in different buckets of a span.
fn strangers(count: usize, span: u32) -> Vec<u64> {
	let mut seen = std::collections::BTreeSet::new();
	let bucket = |who: &u64| {
		sp_io::hashing::blake2_256(&codec::Encode::encode(&(ALICE, *who, span)))[0] % 64
	};
	(1_000..).filter(|who| seen.insert(bucket(who))).take(count).collect()
}

#[test]
fn score_should_be_a_half_for_the_unknown() {
	TestExt::new().execute_with(|| {
		assert_eq!(Registry::score(&ALICE), 500_000);
	});
}

#[test]
fn lease_that_ended_well_should_raise_the_score_by_the_fee_it_paid() {
	TestExt::new().execute_with(|| {
		end(TENANT, LeaseOutcome::Well, 500);
		assert_eq!((standing().good, standing().bad), (500_000, 0));
		// (0.5 + 1) / (0.5 + 2)
		assert_eq!(Registry::score(&ALICE), 600_000);
		assert_eq!(
			last_event(),
			Event::ReputationChanged {
				provider: ALICE,
				tenant: TENANT,
				outcome: LeaseOutcome::Well,
				evidence: 500_000,
				good: 500_000,
				bad: 0,
				score: 600_000,
			}
		);
	});
}

#[test]
fn lease_that_ended_badly_should_lower_the_score_by_how_badly() {
	for (outcome, bad) in [
		(LeaseOutcome::LeftEarly, 4_000_000),
		(LeaseOutcome::Silent { hours: 0 }, 1_000_000),
		(LeaseOutcome::Silent { hours: 7 }, 7_000_000),
		(LeaseOutcome::Silent { hours: 24 }, 24_000_000),
		(LeaseOutcome::Silent { hours: u32::MAX }, 24_000_000),
	] {
		TestExt::new().execute_with(|| {
			end(TENANT, outcome, 1_000);
			assert_eq!((standing().good, standing().bad), (0, bad));
			assert_eq!(u64::from(Registry::score(&ALICE)), 1_000_000_000_000 / (bad + 2_000_000));
		});
	}
}

#[test]
fn lease_should_change_nothing_when_it_paid_no_fee() {
	TestExt::new().execute_with(|| {
		end(TENANT, LeaseOutcome::LeftEarly, 1_000);
		let known = standing();
		for outcome in [LeaseOutcome::Well, LeaseOutcome::Silent { hours: 9 }] {
			end(51, outcome, 0);
		}
		assert_eq!(standing(), known, "a bad name cannot be washed off for nothing");
	});
}

#[test]
fn evidence_should_fade_by_a_fiftieth_with_each_whole_lease() {
	TestExt::new().execute_with(|| {
		let [a, b, c] = strangers(3, 0)[..] else { panic!("three") };
		end(a, LeaseOutcome::LeftEarly, 1_000);
		end(b, LeaseOutcome::Well, 1_000);
		assert_eq!((standing().good, standing().bad), (1_000_000, 3_920_000));
		end(c, LeaseOutcome::Well, 500);
		assert_eq!((standing().good, standing().bad), (1_490_000, 3_880_800));
	});
}

#[test]
fn evidence_should_stay_below_what_is_remembered() {
	let rules = ReputationRules { unit: 1, tenant_cap: 10_000_000, window: 1 };
	for outcome in [LeaseOutcome::Well, LeaseOutcome::Silent { hours: 24 }] {
		let mut standing = Standing::default();
		for span in 0..2_000 {
			standing.note(outcome, u128::MAX, 0, span, &rules);
			assert!(standing.good <= MEMORY * LEASE);
			assert!(standing.bad <= MEMORY * LEASE * MAX_SEVERITY);
		}
		let (low, high) = (standing.score() < 1_000, standing.score() > 980_000);
		assert!(if outcome == LeaseOutcome::Well { high } else { low }, "{standing:?}");
	}
}

#[test]
fn tenant_should_add_no_more_than_its_cap_in_a_span() {
	TestExt::new().execute_with(|| {
		end(TENANT, LeaseOutcome::Well, 700);
		end(TENANT, LeaseOutcome::Well, 700);
		// 0.7, and 0.3 of the second, which lets 0.6% fade.
		assert_eq!(standing().good, 700_000 - 4_200 + 300_000);
		let known = standing();
		end(TENANT, LeaseOutcome::Well, u128::MAX);
		assert_eq!(standing(), known);
		// Good and bad have a cap each: who served well may not fail for free.
		end(TENANT, LeaseOutcome::LeftEarly, u128::MAX);
		assert!(standing().bad == 4_000_000);
		let known = standing();
		end(TENANT, LeaseOutcome::LeftEarly, 1_000);
		assert_eq!(standing(), known);
		// Another span, another lease's worth.
		advance(100);
		end(TENANT, LeaseOutcome::Well, 1_000);
		assert_eq!(standing().good, known.good - known.good.div_ceil(50) + 1_000_000);
	});
}

#[test]
fn reputation_should_outlive_the_registration() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		end(TENANT, LeaseOutcome::LeftEarly, 1_000);
		let score = Registry::score(&ALICE);
		advance(20);
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_eq!(Registry::score(&ALICE), score);
		register(ALICE);
		assert_eq!(Registry::score(&ALICE), score);
	});
}

/// The sums: a provider that rents from itself gets back what it pays, except the protocol fee.
/// What it gains is evidence. So evidence costs it at least `unit` in fees for each whole lease,
/// however it cuts its leases and through however many accounts it pays them; an honest
/// provider's evidence costs its tenants just as much.
#[test]
fn leasing_to_oneself_should_cost_in_fees_what_it_gains() {
	let unit = REPUTATION.unit;
	// Evidence gained per fee paid, by how the same sum of fees is cut and spread.
	let gained = |leases: &[(usize, u128)]| {
		let mut standing = Standing::default();
		let mut evidence = 0u128;
		for (tenant, fee) in leases {
			let size = standing.note(LeaseOutcome::Well, *fee, *tenant, 0, &REPUTATION);
			evidence += u128::from(size);
		}
		(standing, evidence)
	};
	let fees = |leases: &[(usize, u128)]| leases.iter().map(|(_, fee)| fee).sum::<u128>();

	let honest = (0..32).map(|tenant| (tenant, unit)).collect::<Vec<_>>();
	let one_account = vec![(0, 32 * unit)];
	let many_small = (0..3_200).map(|n| (n % 32, unit / 100)).collect::<Vec<_>>();
	let dust = (0..32_000).map(|n| (n % 32, unit / 1_000)).collect::<Vec<_>>();
	let again_and_again = (0..32).map(|_| (5, unit)).collect::<Vec<_>>();
	let (known, _) = gained(&honest);
	for fake in [&one_account, &many_small, &dust, &again_and_again] {
		assert_eq!(fees(fake), fees(&honest));
		let (standing, evidence) = gained(fake);
		// Each millionth of a lease costs at least a millionth of the unit in fees.
		assert!(evidence * unit <= fees(fake) * u128::from(LEASE));
		// And never buys more than the same fees buy an honest provider.
		assert!(standing.good <= known.good, "{} > {}", standing.good, known.good);
		assert!(standing.score() <= known.score());
	}
	// One account is worth one lease, whatever it pays.
	assert_eq!(gained(&one_account).1, u128::from(LEASE));
	assert_eq!(gained(&again_and_again).1, u128::from(LEASE));
	// To hide one early leave (4 leases' worth of bad evidence) behind a score of a half again
	// takes more than three whole leases' fees, which nobody gives back.
	let mut standing = Standing::default();
	standing.note(LeaseOutcome::LeftEarly, unit, 0, 0, &REPUTATION);
	let mut paid = 0;
	for tenant in 0.. {
		if standing.score() >= 500_000 {
			break;
		}
		standing.note(LeaseOutcome::Well, unit, tenant, 0, &REPUTATION);
		paid += unit;
	}
	assert!(paid > 3 * unit, "{paid}");
}
