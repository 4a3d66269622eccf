//! Many streams that run out in the same block, and one that runs out alone.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_transaction, weights::Weight};
use leasehold_primitives::{
	traits::{Escrow as _, EscrowTotals},
	Balance, EscrowId,
};
use sp_runtime::{DispatchError, TransactionOutcome};

const STREAMS: EscrowId = 10_000;
const PAYEES: [AccountId; 2] = [PROVIDER, 7];

/// The sums of every account, and what the payees and the pot have in the end.
type Outcome = (Vec<EscrowTotals>, Vec<Balance>);

/// A chain with [`STREAMS`] streams that all fall due in the next block.
fn flooded() -> sp_io::TestExternalities {
	let mut chain = TestExt::new().build();
	chain.execute_with(|| {
		for id in 0..STREAMS {
			let (tenant, asset) = (1 + id % 6, [NATIVE, USD][(id / 7 % 2) as usize].clone());
			// A unit a millisecond, gone between this block and the next.
			assert_ok!(Escrow::open(id, &tenant, asset, 2_001 + Balance::from(id % 899)));
			if id % 50 == 0 {
				assert_ok!(Escrow::deposit(RuntimeOrigin::signed(8), id, MIN_DEPOSIT));
			}
			assert_ok!(Escrow::start(id, &PAYEES[(id % 2) as usize], UNIT_PRICE));
		}
		let buckets: Vec<_> = ExhaustionAgenda::<Test>::iter_keys().map(|(at, _)| at).collect();
		assert!(buckets.iter().all(|at| *at == buckets[0]), "they are all in one bucket");
		assert_eq!(buckets.len(), STREAMS as usize);
		System::reset_events();
	});
	chain.commit_all().expect("it commits");
	chain
}

/// See that every stream was exhausted once, and gather what came of it.
fn outcome() -> Outcome {
	let mut heard: Vec<_> = Heard::get().into_iter().map(|(what, id)| (id, what)).collect();
	heard.sort_unstable();
	let all: Vec<_> = (0..STREAMS).map(|id| (id, "exhausted")).collect();
	assert_eq!(heard, all, "each is told of once");
	assert_eq!(ExhaustionAgenda::<Test>::iter().count(), 0);
	Escrow::do_try_state().expect("all invariants hold");
	let totals = (0..STREAMS).map(|id| Escrow::totals(id).expect("open")).collect();
	let balances = PAYEES
		.into_iter()
		.chain([Escrow::pot()])
		.flat_map(|who| [free(&NATIVE, who), free(&USD, who)])
		.collect();
	(totals, balances)
}

#[test]
fn agenda_should_work_off_a_flood_within_its_share_and_change_no_amount() {
	let mut chain = flooded();
	// Unhurried: each is settled by hand in the very block. Then it is as if nothing had been.
	let unhurried = chain.execute_with(|| {
		let result = with_transaction(|| {
			PAYEES.iter().for_each(|payee| serve(*payee, 3_000));
			(0..STREAMS).for_each(|id| assert!(Escrow::settle(id).is_ok_and(|paid| paid > 0)));
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome()))
		});
		result.expect("it is whole")
	});
	Heard::clear();
	ClockValues::set(Default::default());

	// As much as the runtime gives it: 8 % of a block that may compute for 1.5 s.
	let share = Weight::from_parts(120_000_000_000, u64::MAX / 2);
	let mut blocks = 0u64;
	while Heard::count() < STREAMS as usize {
		chain.execute_with(|| {
			PAYEES.iter().for_each(|payee| serve(*payee, 3_000));
			let used = next_block_within(share);
			assert!(used.all_lte(share), "{used:?} is more than {share:?}");
			System::reset_events();
		});
		chain.commit_all().expect("it commits");
		blocks += 1;
		assert!(blocks < STREAMS, "the flood is never worked off");
	}
	assert_eq!(chain.execute_with(outcome), unhurried);
	// A block does more than a worst case would allow for: what is easy weighs less.
	let worst = Escrow::agenda_item_weight().ref_time();
	let at_worst = STREAMS / (share.ref_time() / worst);
	assert!(blocks < at_worst / 2, "{blocks} blocks, {at_worst} at worst");
	assert!(blocks > 2, "the flood does not fit into {blocks} blocks");
}

#[test]
fn agenda_should_be_idle_for_two_blocks_at_most_after_the_money_has_run_out() {
	TestExt::new().execute_with(|| {
		let lengths = (0..60).map(|step| 2_999 + step * 1_733);
		for (id, length) in (0..).zip(lengths.clone()) {
			open_stream(id, NATIVE, length);
		}
		let mut told = 0;
		while told < 60 {
			run_to(System::block_number() + 1);
			let clock = Clocks::now(PROVIDER);
			let gone = lengths.clone().filter(|length| *length <= u128::from(clock)).count();
			let long_gone =
				lengths.clone().filter(|length| *length + 2 * 3_000 <= u128::from(clock)).count();
			told = Heard::count();
			assert!(told <= gone, "told of what has not run out");
			assert!(told >= long_gone, "{told} of {long_gone} after two blocks");
		}
	});
}
