//! The fee pot, shared between treasury and voters.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::Pays,
	traits::fungibles::{Inspect, Mutate},
};
use leasehold_primitives::{AssetId, Balance};
use proptest::prelude::*;
use sp_runtime::{DispatchError, Permill};

type Money = <Test as Config>::Assets;

const NATIVE: AssetId = AssetId::Native;
const DOLLARS: AssetId = AssetId::WithId(USD);

fn have(asset: &AssetId, seed: u8) -> Balance {
	Money::balance(asset.clone(), &account(seed))
}

/// Fees of streams come into the pot.
fn earn(asset: &AssetId, amount: Balance) {
	assert_ok!(Money::mint_into(asset.clone(), &FeePot::get(), amount));
}

fn share(asset: &AssetId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Approvals::share_pot(RuntimeOrigin::signed(account(TENANT)), asset.clone())
}

fn claim(seed: u8, asset: &AssetId) -> sp_runtime::DispatchResult {
	Approvals::claim_pot(RuntimeOrigin::signed(account(seed)), asset.clone())
}

fn credited(seed: u8, asset: &AssetId) -> Balance {
	PotRewards::<Test>::get(account(seed), asset)
}

fn next_period() {
	run_to(RunningPeriod::<Test>::get().since + PERIOD);
}

#[test]
fn votes_should_earn_a_point_each_for_either_verdict() {
	TestExt::new().execute_with(|| {
		seated(0..2);
		cast(2, &[vote(0, true), vote(1, false)]);
		cast(1, &[vote(0, false), vote(9, true)]);
		// A vote that is skipped earns none.
		cast(1, &[vote(0, true), vote(1, true)]);
		assert_eq!(
			RunningPeriod::<Test>::get().points.to_vec(),
			vec![(account(1), 2), (account(2), 2)]
		);
	});
}

#[test]
fn share_pot_should_credit_voters_by_points_and_pay_the_treasury() {
	TestExt::new().execute_with(|| {
		seated(0..2);
		cast(1, &[vote(0, true), vote(1, true)]);
		cast(2, &[vote(0, false)]);
		earn(&NATIVE, 9_001);
		earn(&DOLLARS, 600);
		next_period();
		let post = share(&NATIVE).expect("it is shared");
		assert_eq!(post.pays_fee, Pays::No);
		// Half of 9,001, rounded down, is the treasury's; two thirds and one third of the rest.
		assert_eq!(have(&NATIVE, 98), 4_500);
		assert_eq!([1, 2].map(|seed| credited(seed, &NATIVE)), [3_000, 1_500]);
		System::assert_last_event(
			Event::PotShared {
				asset: NATIVE,
				period: 1,
				voters: 2,
				to_validators: 4_500,
				to_treasury: 4_500,
			}
			.into(),
		);
		assert_eq!(have(&NATIVE, 99), ED + 4_501, "one unit waits for the next time");
		assert_ok!(share(&DOLLARS));
		assert_eq!(have(&DOLLARS, 98), 300);
		assert_eq!([1, 2].map(|seed| credited(seed, &DOLLARS)), [200, 100]);

		assert_ok!(claim(1, &NATIVE));
		System::assert_last_event(
			Event::PotClaimed { validator: account(1), asset: NATIVE, amount: 3_000 }.into(),
		);
		assert_ok!(claim(1, &DOLLARS));
		assert_eq!((have(&NATIVE, 1), have(&DOLLARS, 1)), (3_000, 200));
		assert_noop!(claim(1, &NATIVE), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn share_pot_should_share_each_asset_once_a_period() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		earn(&NATIVE, 10_000);
		assert_noop!(share(&NATIVE), Error::<Test>::AlreadyShared);
		next_period();
		assert_ok!(share(&NATIVE));
		earn(&NATIVE, 10_000);
		assert_noop!(share(&NATIVE), Error::<Test>::AlreadyShared);
		// What was credited and not claimed is not shared again.
		seated([1]);
		cast(2, &[vote(1, true)]);
		next_period();
		assert_ok!(share(&NATIVE));
		assert_eq!([1, 2].map(|seed| credited(seed, &NATIVE)), [5_000, 5_000]);
		assert_eq!(PotReserved::<Test>::get(NATIVE), 10_000);
	});
}

#[test]
fn share_pot_should_go_by_the_last_period_with_votes() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		earn(&NATIVE, 10_000);
		run_to(5 * PERIOD + 7);
		assert_ok!(share(&NATIVE));
		assert_eq!(credited(1, &NATIVE), 5_000);
		let running = RunningPeriod::<Test>::get();
		assert_eq!((running.index, running.since), (2, 5 * PERIOD));
	});
}

#[test]
fn share_pot_should_give_all_to_the_treasury_when_nobody_voted() {
	TestExt::new().execute_with(|| {
		earn(&NATIVE, 10_000);
		next_period();
		assert_ok!(share(&NATIVE));
		assert_eq!(have(&NATIVE, 98), 10_000);
		assert_eq!(have(&NATIVE, 99), ED);
	});
}

#[test]
fn share_pot_should_leave_to_the_pot_what_the_treasury_cannot_receive() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		// Less than the treasury needs to exist.
		earn(&NATIVE, 2 * ED - 2);
		next_period();
		assert_ok!(share(&NATIVE));
		assert_eq!((have(&NATIVE, 98), credited(1, &NATIVE)), (0, ED - 1));
		assert_eq!(have(&NATIVE, 99), ED + 2 * ED - 2);
	});
}

#[test]
fn share_pot_should_fail_when_not_listed_or_empty() {
	TestExt::new().execute_with(|| {
		next_period();
		assert_noop!(share(&AssetId::WithId(8)), Error::<Test>::NotListed);
		assert_noop!(share(&DOLLARS), Error::<Test>::NothingToShare);
		assert_noop!(Approvals::share_pot(RuntimeOrigin::root(), NATIVE), DispatchError::BadOrigin);
		assert_noop!(Approvals::claim_pot(RuntimeOrigin::none(), NATIVE), DispatchError::BadOrigin);
		assert_noop!(claim(1, &NATIVE), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn claim_pot_should_keep_what_its_owner_cannot_receive() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		earn(&DOLLARS, 2 * (USD_MIN - 1));
		next_period();
		assert_ok!(share(&DOLLARS));
		assert_noop!(claim(1, &DOLLARS), sp_runtime::TokenError::BelowMinimum);
		assert_eq!(credited(1, &DOLLARS), USD_MIN - 1);
	});
}

#[test]
fn set_pot_params_should_bind_at_once_within_bounds() {
	TestExt::new().execute_with(|| {
		seated([0]);
		cast(1, &[vote(0, true)]);
		earn(&NATIVE, 10_000);
		let params = PotParams { period_blocks: 20, treasury_share: Permill::from_percent(10) };
		assert_ok!(Approvals::set_pot_params(RuntimeOrigin::root(), params));
		System::assert_last_event(Event::PotParamsSet { params }.into());
		run_to(20);
		assert_ok!(share(&NATIVE));
		assert_eq!((have(&NATIVE, 98), credited(1, &NATIVE)), (1_000, 9_000));
		for period_blocks in [MIN_PERIOD_BLOCKS - 1, MAX_PERIOD_BLOCKS + 1] {
			assert_noop!(
				Approvals::set_pot_params(
					RuntimeOrigin::root(),
					PotParams { period_blocks, ..params }
				),
				Error::<Test>::InvalidParams
			);
		}
		assert_noop!(
			Approvals::set_pot_params(RuntimeOrigin::signed(account(1)), params),
			DispatchError::BadOrigin
		);
		assert!(PotParams::default().is_sane());
	});
}

#[test]
fn earners_beyond_the_bound_should_earn_nothing() {
	TestExt::new().execute_with(|| {
		for at in 0..=MAX_EARNERS {
			let mut bytes = [9; 32];
			bytes[..4].copy_from_slice(&at.to_be_bytes());
			Approvals::earn_points(&sp_runtime::AccountId32::new(bytes), 1);
		}
		assert_eq!(RunningPeriod::<Test>::get().points.len(), MAX_EARNERS as usize);
	});
}

#[derive(Clone, Debug)]
enum Step {
	Votes(u8, u32),
	Fees(bool, Balance),
	Share(bool),
	Claim(u8, bool),
	Rules(u32, u32),
	Blocks(u32),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		4 => (1u8..=8, 1u32..=16).prop_map(|(who, votes)| Step::Votes(who, votes)),
		4 => (any::<bool>(), 1u128..1_000_000).prop_map(|(usd, amount)| Step::Fees(usd, amount)),
		4 => any::<bool>().prop_map(Step::Share),
		3 => (1u8..=8, any::<bool>()).prop_map(|(who, usd)| Step::Claim(who, usd)),
		1 => (MIN_PERIOD_BLOCKS..300, 0u32..=1_000_000).prop_map(|(len, part)| Step::Rules(len, part)),
		4 => (1u32..150).prop_map(Step::Blocks),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(32))]

	/// Whatever happens, fees are in the pot, with the treasury or with voters, and no more is
	/// credited than is there.
	#[test]
	fn what_comes_in_should_equal_what_is_paid_out_and_what_is_left(
		steps in proptest::collection::vec(step(), 1..80),
	) {
		TestExt::new().execute_with(|| {
			let mut fees = [0u128; 2];
			let assets = [NATIVE, DOLLARS];
			let start = assets.clone().map(|asset| have(&asset, 99));
			for step in steps {
				match step {
					Step::Votes(who, votes) => Approvals::earn_points(&account(who), votes),
					Step::Fees(usd, amount) => {
						fees[usize::from(usd)] += amount;
						earn(&assets[usize::from(usd)], amount);
					},
					Step::Share(usd) => {
						let _ = share(&assets[usize::from(usd)]);
					},
					Step::Claim(who, usd) => {
						let _ = claim(who, &assets[usize::from(usd)]);
					},
					Step::Rules(period_blocks, part) => {
						let treasury_share = Permill::from_parts(part);
						let params = PotParams { period_blocks, treasury_share };
						assert_ok!(Approvals::set_pot_params(RuntimeOrigin::root(), params));
					},
					Step::Blocks(blocks) => {
						System::set_block_number(System::block_number() + blocks);
					},
				}
				Approvals::do_try_state().expect("the invariants hold");
				for (at, asset) in assets.iter().enumerate() {
					let paid: Balance = (1..=8).chain([98]).map(|seed| have(asset, seed)).sum();
					assert_eq!(start[at] + fees[at], have(asset, 99) + paid);
					assert!(paid + PotReserved::<Test>::get(asset) <= fees[at]);
				}
			}
		});
	}
}
