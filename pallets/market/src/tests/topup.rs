//! `deposit_to_deployment`, and how it splits.

use crate::{
	mock::*,
	topup::{split, Stream},
	Error, Event,
};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use leasehold_primitives::Balance;
use proptest::prelude::*;
use sp_core::U256;
use sp_runtime::{traits::BadOrigin, DispatchError};

fn deposit(who: AccountId, deployment: u64, amount: Balance) -> DispatchResultWithPostInfo {
	Market::deposit_to_deployment(RuntimeOrigin::signed(who), deployment, amount)
}

/// A deployment of leases at these prices, of whose deposits of 500 so much has accrued.
fn leases(streams: &[(Balance, Balance)]) {
	assert_ok!(create(vec![request(); streams.len()]));
	for (id, (price, accrued)) in (0u64..).zip(streams) {
		MockEscrow::set_stream(id, *price, *accrued);
	}
}

fn held(count: u64) -> Vec<Balance> {
	(0..count).map(|id| MockEscrow::deposit(id).expect("there is an account")).collect()
}

#[test]
fn deposit_to_deployment_should_let_all_leases_last_equally_long() {
	TestExt::new().execute_with(|| {
		// They have 500, 400 and 100 left: for 5, 2 and 1 hours.
		leases(&[(100, 0), (200, 100), (100, 400)]);
		take_events();
		let before = free(OTHER);
		// A hundred brings the last to two hours; with 300 more the two last for three.
		assert_ok!(deposit(OTHER, 0, 400));
		assert_eq!(held(3), vec![500, 700, 700]);
		assert_eq!(free(OTHER), before - 400);
		let parts = vec![(1, 200), (2, 200)].try_into().expect("two fit");
		assert_eq!(
			take_events(),
			vec![Event::DeploymentFunded { deployment: 0, who: OTHER, parts }]
		);
		// Then all of them by four hours each.
		MockEscrow::set_stream(1, 200, 100);
		assert_ok!(deposit(TENANT, 0, 600 + 1_600));
		assert_eq!(held(3), vec![900, 1_900, 1_300]);
	});
}

#[test]
fn deposit_to_deployment_should_pass_over_orders_that_are_not_leased() {
	TestExt::new().execute_with(|| {
		assert_ok!(create(vec![request(), request()]));
		assert_noop!(deposit(OTHER, 0, 100), Error::<Test>::NoLeases);
		MockEscrow::set_stream(1, 100, 0);
		let info = deposit(OTHER, 0, 100).expect("there is a lease");
		assert_eq!(info.actual_weight, Some(Market::deposit_weight(1)));
		assert_eq!(held(2), vec![500, 600]);
	});
}

#[test]
fn deposit_to_deployment_should_fail_whole_when_a_part_cannot_be_deposited() {
	TestExt::new().execute_with(|| {
		leases(&[(100, 0), (1, 0)]);
		// The second lasts a hundred times as long: all goes to the first.
		assert_ok!(deposit(OTHER, 0, 100));
		let too_small = DispatchError::Other("deposit too small");
		assert_noop!(deposit(OTHER, 0, MIN_DEPOSIT - 1), too_small);
		MockEscrow::set_stream(1, 1, 500);
		MockEscrow::set_stream(0, 100, 600);
		// A hundredth of it would go to the second.
		assert_noop!(deposit(OTHER, 0, 500), too_small);
		assert_noop!(deposit(OTHER, 0, 0), Error::<Test>::ZeroDeposit);
		assert_noop!(deposit(OTHER, 1, 500), Error::<Test>::DeploymentNotFound);
		assert_noop!(Market::deposit_to_deployment(RuntimeOrigin::none(), 0, 500), BadOrigin);
		assert!(deposit(OTHER, 0, 2 * ENDOWMENT).is_err());
		assert_eq!(held(2), vec![600, 500]);
	});
}

#[test]
fn split_should_refuse_what_has_no_runway() {
	assert_eq!(split(&[], 5), None);
	assert_eq!(split(&[Stream { funds: 5, price: 0 }], 5), None);
}

#[test]
fn split_should_hold_at_the_edges() {
	let most = Balance::MAX;
	assert_eq!(split(&[Stream { funds: 0, price: 1 }], most), Some(vec![most]));
	assert_eq!(split(&[Stream { funds: most, price: most }], most), Some(vec![most]));
	assert_eq!(split(&[Stream { funds: most, price: 1 }], 0), Some(vec![0]));
	let pair = [Stream { funds: 0, price: 1 }, Stream { funds: 0, price: most }];
	let parts = split(&pair, most).expect("it splits");
	assert_eq!(parts[0].checked_add(parts[1]), Some(most));
	// A unit that cannot be shared goes to the first.
	let equal = [Stream { funds: 0, price: 7_200_000 }; 3];
	assert_eq!(split(&equal, 7), Some(vec![3, 2, 2]));
}

fn stream() -> impl Strategy<Value = Stream> {
	let amount = || prop_oneof![0..10_000u128, 0..Balance::MAX / 16];
	(amount(), amount()).prop_map(|(funds, price)| Stream { funds, price: price.max(1) })
}

/// For how many milliseconds a stream lasts.
fn lasts(stream: &Stream, part: Balance) -> U256 {
	(U256::from(stream.funds) + U256::from(part)) * 3_600_000 / U256::from(stream.price)
}

proptest! {
	#[test]
	fn split_should_conserve_and_level(
		streams in prop::collection::vec(stream(), 1..=8),
		amount in prop_oneof![0..100_000u128, 0..Balance::MAX / 2],
	) {
		let parts = split(&streams, amount).expect("streams have prices");
		prop_assert_eq!(parts.iter().sum::<Balance>(), amount);
		let spans: Vec<_> =
			streams.iter().zip(&parts).map(|(stream, part)| lasts(stream, *part)).collect();
		let shortest = spans.iter().min().copied().expect("there is one");
		for ((stream, part), span) in streams.iter().zip(&parts).zip(&spans) {
			// Whoever got something lasts no longer than the shortest, to two milliseconds or to
			// the one unit that cannot be shared.
			let unit = lasts(stream, *part) - lasts(stream, part.saturating_sub(1));
			prop_assert!(*part == 0 || *span <= shortest + unit + 2, "{streams:?} {parts:?}");
		}
		// The same again, whatever came before.
		prop_assert_eq!(split(&streams, amount), Some(parts));
	}
}
