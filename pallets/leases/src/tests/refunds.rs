//! What calls give back of the weight that they declare.

use super::*;
use frame_support::{dispatch::GetDispatchInfo, traits::UnfilteredDispatchable};
use leasehold_primitives::LeaseTerms;
use proptest::prelude::*;

type W = ();

/// What it takes to return the rests of all depositors but so many.
fn absent(there: u32) -> Weight {
	<W as WeightInfo>::close(8) - <W as WeightInfo>::close(there)
}

/// As [`absent`], where all is in the native token and goes back to so many machines.
fn spared(there: u32, machines: u32) -> Weight {
	<W as WeightInfo>::close(8) - <W as WeightInfo>::close_native(there, machines)
		+ <Recorder as Reputation<AccountId>>::weight()
}

/// What one statement weighs in the mock.
fn statement() -> Weight {
	<Recorder as Ledger>::weight()
}

/// What a call declares, and what it says to have weighed.
fn weighed(call: Call<Test>, origin: RuntimeOrigin) -> (Weight, Option<Weight>) {
	let call = RuntimeCall::from(call);
	let declared = call.get_dispatch_info().call_weight;
	let info = call.dispatch_bypass_filter(origin).expect("it succeeds");
	(declared, info.actual_weight)
}

fn settle(lease: u64) -> (Weight, Option<Weight>) {
	weighed(Call::settle { lease }, by(stranger()))
}

fn settle_many(ids: &[u64]) -> (Weight, Option<Weight>) {
	let leases = ids.to_vec().try_into().expect("not too many");
	weighed(Call::settle_many { leases }, by(stranger()))
}

fn by_node_call(ids: &[u64], checkpoint: bool) -> Call<Test> {
	let entries: Vec<_> = ids.iter().map(|id| (*id, 0)).collect();
	match checkpoint {
		true => messages::checkpoint_call(0, &entries),
		false => messages::settle_call(&pair(), 0, ids),
	}
}

/// A lease of another provider than the mock's usual one.
fn start_elsewhere(id: u64) {
	let terms = LeaseTerms { provider: account(4), ..terms(id) };
	award_with(terms, UNIT);
	assert_ok!(mock::Leases::confirm(by(account(4)), id));
}

#[test]
fn settle_should_give_back_unused_weight_when_one_depositor_pays() {
	TestExt::new().execute_with(|| {
		start(1);
		tick(100);
		let (declared, actual) = settle(1);
		assert_eq!(actual, Some(W::settle_native(1) + statement()));
		assert!(actual.is_some_and(|actual| actual.ref_time() * 2 < declared.ref_time()));
	});
}

#[test]
fn settle_should_weigh_less_when_who_pays_or_is_paid_has_signed() {
	TestExt::new().execute_with(|| {
		start(1);
		let signed_by = |who| {
			tick(100);
			weighed(Call::settle { lease: 1 }, by(who)).1.expect("it says so")
		};
		let own = W::settle_native(1) + statement() - RocksDbWeight::get().reads_writes(1, 1);
		assert_eq!([signed_by(provider()), signed_by(tenant())], [own, own]);
		// Another depositor may have paid.
		Ways::insert(1, (1, true, false));
		assert_eq!(signed_by(tenant()), W::settle_native(1) + statement());
		Ways::insert(1, (1, false, false));
		assert_eq!(signed_by(provider()), W::settle_asset(1) + statement());
	});
}

#[test]
fn settle_should_weigh_by_payers_and_asset() {
	TestExt::new().execute_with(|| {
		start(1);
		for (payers, native, expected) in [
			(3, true, W::settle_native(3)),
			(3, false, W::settle_asset(3)),
			(1, false, W::settle_asset(1)),
		] {
			Ways::insert(1, (payers, native, false));
			tick(100);
			assert_eq!(settle(1).1, Some(expected + statement()));
		}
	});
}

#[test]
fn settle_should_weigh_what_it_declares_when_the_lease_is_exhausted_or_paid_in_debts() {
	TestExt::new().execute_with(|| {
		(1..=2).for_each(start);
		Ways::insert(1, (1, true, true));
		tick(100);
		let (declared, actual) = settle(1);
		assert_eq!(actual, Some(declared));
		tick(LASTS);
		let (declared, actual) = settle(2);
		assert!(matches!(lease(2).state, LeaseState::Grace { .. }));
		assert_eq!(actual, Some(declared));
	});
}

#[test]
fn settle_many_should_count_once_what_a_batch_shares() {
	TestExt::new().execute_with(|| {
		(1..=10).for_each(start);
		advance(20);
		let (_, actual) = settle_many(&(1..=10).collect::<Vec<_>>());
		let ten = W::settle_many_native(10) + statement() * 10;
		assert_eq!(actual, Some(ten));
		assert!(ten.ref_time() < (W::settle_native(1).ref_time() + statement().ref_time()) * 10);
	});
}

#[test]
fn settle_many_should_add_further_providers_payers_assets_debts_and_skips() {
	TestExt::new().execute_with(|| {
		(1..=5).for_each(start);
		(6..=7).for_each(start_elsewhere);
		// Two depositors, an asset, a debt.
		Ways::insert(2, (2, true, false));
		Ways::insert(3, (4, false, false));
		Ways::insert(4, (1, true, true));
		advance(20);
		let (declared, actual) = settle_many(&[1, 2, 3, 4, 5, 6, 7, 1, 77]);
		let expected = W::settle_many_native(4)
			+ W::settle_many_scattered(1)
			+ (W::settle_native(2) - W::settle_native(1))
			+ statement() * 5
			+ (W::settle_asset(4) + statement())
			+ (W::settle() + statement() * 2)
			+ W::skip() * 2;
		assert_eq!(actual, Some(expected));
		assert!(expected.all_lt(declared));
	});
}

/// Which of these leases' money is not used up yet.
fn with_money(ids: &[u64]) -> Vec<u64> {
	let runs = |id: &&u64| !matches!(lease(**id).state, LeaseState::Grace { .. });
	ids.iter().filter(runs).copied().collect()
}

#[test]
fn settle_many_should_weigh_no_more_than_it_declares_when_all_are_exhausted() {
	TestExt::new().execute_with(|| {
		(1..=64).for_each(start);
		skip_agenda(20);
		tick(LASTS);
		let mut left = (1..=64).collect::<Vec<_>>();
		for call in 0..64 {
			let (declared, actual) = settle_many(&left);
			assert!(actual.is_some_and(|actual| actual.all_lte(declared)));
			let skipped = with_money(&left);
			assert!(skipped.len() < left.len(), "the first of a batch always finds room");
			// What finds no room is told so, and does in a later batch.
			for lease in &skipped {
				let error = Error::<Test>::NoRoom.into();
				System::assert_has_event(Event::LeaseSkipped { lease: *lease, error }.into());
			}
			left = skipped;
			if left.is_empty() {
				assert!(call > 0, "all of them are too much for one batch");
				return;
			}
		}
		panic!("{} are left", left.len());
	});
}

#[test]
fn batches_should_find_room_for_all_when_they_are_paid_as_usual_in_another_asset() {
	TestExt::new().execute_with(|| {
		(1..=64).for_each(start);
		let all = (1..=64).collect::<Vec<_>>();
		all.iter().for_each(|id| Ways::insert(id, (1, false, false)));
		for call in [
			Call::settle_many { leases: all.clone().try_into().expect("not too many") },
			by_node_call(&all, true),
		] {
			advance(30);
			let origin = match call {
				Call::settle_many { .. } => by(stranger()),
				_ => frame_system::RawOrigin::Authorized.into(),
			};
			let (declared, actual) = weighed(call, origin);
			assert!(actual.is_some_and(|actual| actual.all_lte(declared)));
			assert!(all.iter().all(|id| settled_at(*id) == System::block_number()));
		}
	});
}

#[test]
fn batch_should_declare_far_less_than_the_most_for_each_lease() {
	let most = [W::settle_many(64), W::checkpoint(64)];
	let declared = [mock::Leases::settle_many_weight(64), mock::Leases::checkpoint_weight(64)];
	for (most, declared) in most.into_iter().zip(declared) {
		let ratio = most.ref_time() as f64 / declared.ref_time() as f64;
		assert!(ratio > 2.0, "{ratio}");
		assert!(declared.all_gt(W::settle()));
	}
}

#[test]
fn close_should_give_back_the_refunds_of_depositors_that_were_not_there() {
	TestExt::new().execute_with(|| {
		(1..=2).for_each(start);
		Ways::insert(1, (8, false, false));
		Ways::insert(2, (3, false, false));
		let close = |lease| weighed(Call::close { lease }, by(tenant()));
		let (declared, actual) = close(1);
		assert_eq!(actual, Some(declared));
		assert_eq!(close(2).1, Some(declared - absent(3)));
	});
}

#[test]
fn close_should_give_back_what_an_asset_and_machines_take_when_it_is_in_the_native_token() {
	TestExt::new().execute_with(|| {
		(1..=4).for_each(start);
		Ways::insert(2, (3, true, false));
		Machines::insert(2, 4);
		let close = |lease| weighed(Call::close { lease }, by(tenant()));
		let (declared, actual) = close(1);
		assert_eq!(actual, Some(declared - spared(1, 1)));
		assert_eq!(close(2).1, Some(declared - spared(3, 4)));
		let (declared, actual) =
			weighed(Call::close_by_governance { lease: 3 }, RuntimeOrigin::root());
		assert_eq!(actual, Some(declared - spared(1, 1)));
		// The collateral goes elsewhere.
		let (declared, actual) =
			weighed(Call::close_for_abuse { lease: 4, code: 1 }, by(provider()));
		assert_eq!(actual, Some(declared - absent(1)));
	});
}

#[test]
fn close_should_weigh_as_in_an_asset_when_it_ends_in_debts() {
	TestExt::new().execute_with(|| {
		start(1);
		Ways::insert(1, (2, true, true));
		let (declared, actual) = weighed(Call::close { lease: 1 }, by(tenant()));
		assert_eq!(actual, Some(declared - absent(2)));
	});
}

#[test]
fn close_of_a_lease_without_its_provider_should_give_back_refunds_too() {
	TestExt::new().execute_with(|| {
		(1..=2).for_each(start);
		assert_ok!(mock::Leases::give_notice(by(provider()), 1, 1));
		skip_agenda(40);
		let (declared, actual) = weighed(Call::close_reclaimed { lease: 1 }, by(stranger()));
		assert_eq!(actual, Some(declared - absent(1)));
		Silence::insert(provider(), 100);
		let (declared, actual) = weighed(Call::close_silent { lease: 2 }, by(stranger()));
		assert_eq!(actual, Some(declared - absent(1)));
	});
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

	#[test]
	fn settlements_should_weigh_no_more_than_declared_whatever_they_do(
		ways in proptest::collection::vec(
			(any::<bool>(), 0..9u32, any::<bool>(), any::<bool>(), 0..3u8), 1..12,
		),
		span in 0..LASTS * 2,
		blocks in 0..40u32,
		by_node in any::<bool>(),
		checkpoint in any::<bool>(),
	) {
		TestExt::new().execute_with(|| {
			let count = ways.len() as u64;
			for (id, (elsewhere, payers, native, owed, known)) in (1..).zip(ways) {
				match elsewhere && !by_node {
					true => start_elsewhere(id),
					false => start(id),
				}
				if known > 0 {
					Ways::insert(id, (payers, native, owed));
				}
			}
			skip_agenda(blocks);
			tick(span);
			// Some are not there, and some are named twice.
			let ids: Vec<_> = (1..=count + 1).chain([1]).collect();
			let (declared, actual) = if by_node {
				weighed(by_node_call(&ids, checkpoint), frame_system::RawOrigin::Authorized.into())
			} else {
				settle_many(&ids)
			};
			let actual = actual.expect("it says so");
			assert!(actual.all_lte(declared), "{actual:?} of {declared:?}");
			let (declared, actual) = settle(1);
			assert!(actual.expect("it says so").all_lte(declared));
		});
	}
}
