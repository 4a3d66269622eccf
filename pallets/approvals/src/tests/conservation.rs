//! Whatever happens, every unit of every fee is a reward, in the pot, or still held.

use crate::mock::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
	Submit(u8),
	Vote(u8, u8, bool),
	Withdraw(u8),
	Decide(u8, bool),
	Claim(u8),
	Session(u8),
	Blocks(u8),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		3 => (0u8..8).prop_map(Step::Submit),
		8 => (1u8..=8, 0u8..8, any::<bool>()).prop_map(|(who, id, aye)| Step::Vote(who, id, aye)),
		1 => (0u8..8).prop_map(Step::Withdraw),
		1 => (0u8..8, any::<bool>()).prop_map(|(id, aye)| Step::Decide(id, aye)),
		2 => (1u8..=8).prop_map(Step::Claim),
		1 => any::<u8>().prop_map(Step::Session),
		3 => (1u8..6).prop_map(Step::Blocks),
	]
}

/// The validators 1 to 8 whose bit is set, at least the first.
fn members(bits: u8) -> Vec<(u8, u8)> {
	(1..=8).filter(|seed| *seed == 1 || bits >> (seed - 1) & 1 == 1).map(|it| (it, it)).collect()
}

fn run(step: Step) {
	match step {
		Step::Submit(id) => {
			let _ = submit(id.into());
		},
		Step::Vote(who, id, aye) => {
			let message = message(who, &[vote(id.into(), aye)]);
			let source = frame_support::pallet_prelude::TransactionSource::InBlock;
			if authorize(who, &message, source).is_ok() {
				cast(who, &[vote(id.into(), aye)]);
			}
		},
		Step::Withdraw(id) => withdraw(id.into()),
		Step::Decide(id, aye) => {
			let _ = Approvals::decide(RuntimeOrigin::root(), order(id.into()), aye);
		},
		Step::Claim(who) => {
			let _ = Approvals::claim_rewards(RuntimeOrigin::signed(account(who)));
		},
		Step::Session(bits) => new_session(&members(bits)),
		Step::Blocks(blocks) => run_to(System::block_number() + u32::from(blocks)),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn fees_should_equal_rewards_and_pot_and_what_is_held(
		steps in proptest::collection::vec(step(), 1..60),
		fee in 1u128..5_000,
		pot in prop_oneof![Just(0), Just(ED)],
	) {
		TestExt::new().fee(fee).pot(pot).committee(4).execute_with(|| {
			for step in steps {
				run(step);
				Approvals::do_try_state().expect("the invariants hold");
				let paid_in = RICH - Balances::free_balance(account(TENANT));
				let claimed = (1..=8).map(|it| Balances::free_balance(account(it))).sum::<u128>();
				let to_pot = Balances::free_balance(FeePot::get()) - pot;
				let liabilities = Approvals::liabilities().expect("fits");
				assert_eq!(paid_in, claimed + to_pot + liabilities);
				assert_eq!(held(), ED + liabilities);
			}
			// Left alone, every subject comes to an end and no fee is held for it.
			run_to(System::block_number() + 2 * PAST + 2);
			assert_eq!(Approvals::pending_count(), 0);
		});
	}
}
