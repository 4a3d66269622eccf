//! Many streams that run out in the same block, and one that runs out alone.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_transaction, weights::Weight};
use leasehold_primitives::{
	traits::{Escrow as _, EscrowTotals},
	AssetId, Balance, EscrowId,
};
use sp_runtime::{DispatchError, TransactionOutcome};
use std::collections::BTreeMap;

const STREAMS: EscrowId = 10_000;
const PAYEES: [AccountId; 2] = [PROVIDER, 7];
/// Who deposits into every fiftieth account, besides the tenant.
const OTHER: AccountId = 8;

fn tenant_of(id: EscrowId) -> AccountId {
	1 + id % 6
}

fn asset_of(id: EscrowId) -> AssetId {
	[NATIVE, USD][(id / 7 % 2) as usize].clone()
}

fn payee_of(id: EscrowId) -> AccountId {
	PAYEES[(id % 2) as usize]
}

/// What is deposited for stream `id`, one unit a millisecond, gone between this block and the next:
/// the tenant's and another's.
fn deposits_of(id: EscrowId) -> (Balance, Balance) {
	(2_001 + Balance::from(id % 899), if id.is_multiple_of(50) { MIN_DEPOSIT } else { 0 })
}

/// What comes of it when all of it has been paid, worked out by hand.
fn expected(id: EscrowId) -> EscrowTotals {
	let (own, other) = deposits_of(id);
	let (deposited, fees) = (own + other, (own + other) * 2 / 100);
	EscrowTotals { deposited, paid: deposited - fees, fees, refunded: 0, held: 0 }
}

fn is_by_call(id: EscrowId) -> bool {
	id < 50 || id.is_multiple_of(50)
}

fn open_by_call(id: EscrowId) {
	let (own, other) = deposits_of(id);
	assert_ok!(Escrow::open(id, &tenant_of(id), asset_of(id), own));
	if other > 0 {
		assert_ok!(Escrow::deposit(RuntimeOrigin::signed(OTHER), id, other));
	}
	assert_ok!(Escrow::start(id, &payee_of(id), UNIT_PRICE));
}

/// A chain with [`STREAMS`] streams that all fall due in the next block. Some are opened by calls;
/// the others' records are made like theirs, and what is on hold for them is held at once, because
/// ten thousand times two calls take minutes in the dev profile. A record or a hold that was wrong
/// would show in the sums and the invariants in the end.
fn flooded() -> sp_io::TestExternalities {
	let mut chain = TestExt::new().build();
	chain.execute_with(|| {
		(0..STREAMS).filter(|id| is_by_call(*id)).for_each(open_by_call);
		let pattern = Accounts::<Test>::get(1).expect("it is open");
		let slot = pattern.stream.as_ref().and_then(|stream| stream.due).expect("it runs");
		let mut sums = BTreeMap::<_, Balance>::new();
		for id in (0..STREAMS).filter(|id| !is_by_call(*id)) {
			let (tenant, (own, _)) = (tenant_of(id), deposits_of(id));
			let mut account = Account { tenant, asset: asset_of(id), ..pattern.clone() };
			account.depositors[0] =
				Depositor { who: tenant, deposited: own, held: own, sponsorship: None };
			let stream = account.stream.as_mut().expect("it has one");
			(stream.payee, stream.funds) = (payee_of(id), own);
			stream.due = Some(ExhaustionsOf::<Test>::schedule(slot, &id));
			Accounts::<Test>::insert(id, account);
			*sums.entry((tenant, id / 7 % 2)).or_default() += own;
		}
		for ((tenant, asset), sum) in sums {
			let asset = [NATIVE, USD][asset as usize].clone();
			assert_ok!(Escrow::hold(HoldReason::Deposit, &asset, &tenant, sum));
		}
		let buckets: Vec<_> = ExhaustionAgenda::<Test>::iter_keys().map(|(at, _)| at).collect();
		assert!(buckets.iter().all(|at| *at == slot), "they are all in one bucket");
		assert_eq!(buckets.len(), STREAMS as usize);
		System::reset_events();
	});
	chain.commit_all().expect("it commits");
	chain
}

/// What the payees and the pot have got.
fn received() -> BTreeMap<(AccountId, u64), Balance> {
	let everybody = PAYEES.into_iter().chain([Escrow::pot()]);
	let both = everybody.flat_map(|who| [((who, 0), NATIVE), ((who, 1), USD)]);
	both.map(|((who, asset), id)| {
		let before = if who == Escrow::pot() { ED } else { ENDOWMENT };
		((who, asset), free(&id, who) - before)
	})
	.collect()
}

#[test]
fn agenda_should_work_off_a_flood_within_its_share_and_change_no_amount() {
	let mut chain = flooded();
	// Unhurried: some are settled by hand in the very block. Then it is as if nothing had been.
	let unhurried = chain.execute_with(|| {
		let result = with_transaction(|| {
			PAYEES.iter().for_each(|payee| serve(*payee, 3_000));
			let totals = (0..STREAMS).filter(|id| id.is_multiple_of(25)).map(|id| {
				assert!(settle(id).is_ok_and(|paid| paid > 0));
				(id, Escrow::totals(id).expect("it is open"))
			});
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(totals.collect::<Vec<_>>()))
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
	// A block does more than a worst case would allow for: what is easy weighs less.
	let worst = Escrow::agenda_item_weight().ref_time();
	let at_worst = STREAMS / (share.ref_time() / worst);
	assert!(blocks < at_worst / 2, "{blocks} blocks, {at_worst} at worst");
	assert!(blocks > 2, "the flood does not fit into {blocks} blocks");

	chain.execute_with(|| {
		let mut heard: Vec<_> = Heard::get().into_iter().map(|(what, id)| (id, what)).collect();
		heard.sort_unstable();
		let all: Vec<_> = (0..STREAMS).map(|id| (id, "exhausted")).collect();
		assert_eq!(heard, all, "each is told of once");
		assert_eq!(ExhaustionAgenda::<Test>::iter().count(), 0);
		Escrow::do_try_state().expect("all invariants hold");
		let totals: BTreeMap<_, _> = Accounts::<Test>::iter()
			.map(|(id, account)| (id, account.totals().expect("it adds up")))
			.collect();
		assert_eq!(totals, (0..STREAMS).map(|id| (id, expected(id))).collect());
		for (id, unhurried) in unhurried {
			assert_eq!(totals[&id], unhurried, "the hurry has cost somebody something in {id}");
		}
		let mut due = BTreeMap::<_, Balance>::new();
		for id in 0..STREAMS {
			let EscrowTotals { paid, fees, .. } = expected(id);
			*due.entry((payee_of(id), id / 7 % 2)).or_default() += paid;
			*due.entry((Escrow::pot(), id / 7 % 2)).or_default() += fees;
		}
		assert_eq!(received(), due);
	});
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
