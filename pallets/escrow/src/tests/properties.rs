//! Random sequences against a slow model in plain fractions, which must agree to the last unit.

use crate::{mock::*, *};
use leasehold_primitives::{accrual::MS_PER_HOUR, traits::Escrow as _, EscrowId};
use proptest::prelude::*;
use sp_core::U512;
use std::collections::BTreeMap;

const PAYEES: [AccountId; 3] = [10, 11, 12];
const PAYERS: [AccountId; 6] = [1, 2, 3, 4, 5, 6];

#[derive(Clone, Debug)]
enum Step {
	Open { id: EscrowId, payer: usize, usd: bool, deposit: u128 },
	Start { id: EscrowId, payee: usize, price: u128 },
	Deposit { id: EscrowId, payer: usize, amount: u128 },
	Settle { id: EscrowId },
	Reprice { id: EscrowId, price: u128 },
	Pause { id: EscrowId },
	Resume { id: EscrowId },
	Close { id: EscrowId },
	Serve { payee: usize, ms: u64 },
	Blocks { count: u8 },
}

fn price() -> impl Strategy<Value = u128> {
	prop_oneof![0u128..10, 1_000u128..100_000_000, Just(u128::MAX)]
}

fn step() -> impl Strategy<Value = Step> {
	let id = 0u64..5;
	let amount = prop_oneof![0u128..200, 100u128..1_000_000, Just(u128::MAX)];
	let ms = prop_oneof![0u64..10, 0u64..100_000, 0u64..400_000_000_000];
	prop_oneof![
		2 => (id.clone(), 0usize..6, any::<bool>(), amount.clone())
			.prop_map(|(id, payer, usd, deposit)| Step::Open { id, payer, usd, deposit }),
		2 => (id.clone(), 0usize..3, price())
			.prop_map(|(id, payee, price)| Step::Start { id, payee, price }),
		3 => (id.clone(), 0usize..6, amount)
			.prop_map(|(id, payer, amount)| Step::Deposit { id, payer, amount }),
		3 => id.clone().prop_map(|id| Step::Settle { id }),
		1 => (id.clone(), price()).prop_map(|(id, price)| Step::Reprice { id, price }),
		1 => id.clone().prop_map(|id| Step::Pause { id }),
		1 => id.clone().prop_map(|id| Step::Resume { id }),
		1 => id.prop_map(|id| Step::Close { id }),
		4 => (0usize..3, ms).prop_map(|(payee, ms)| Step::Serve { payee, ms }),
		2 => (1u8..6).prop_map(|count| Step::Blocks { count }),
	]
}

/// One stretch of a stream between two anchors, as the design words it.
#[derive(Clone, Debug, Default)]
struct Stretch {
	price: u128,
	elapsed: u128,
	funds: u128,
}

impl Stretch {
	/// min(floor(price × elapsed / an hour), funds), with no regard to width.
	fn total(&self) -> u128 {
		let exact = U512::from(self.price) * U512::from(self.elapsed) / U512::from(MS_PER_HOUR);
		exact.min(U512::from(self.funds)).as_u128()
	}
	/// floor(2 % of that).
	fn fees(&self) -> u128 {
		(U512::from(self.total()) * U512::from(2u8) / U512::from(100u8)).as_u128()
	}
}

/// What the model knows of an account: finished stretches and the one that runs.
#[derive(Clone, Debug, Default)]
struct Model {
	deposited: u128,
	done: (u128, u128),
	payee: Option<AccountId>,
	running: Option<Stretch>,
	price: u128,
}

impl Model {
	fn spent(&self) -> (u128, u128) {
		let (total, fees) =
			self.running.as_ref().map_or((0, 0), |stretch| (stretch.total(), stretch.fees()));
		(self.done.0 + total, self.done.1 + fees)
	}
	fn held(&self) -> u128 {
		self.deposited - self.spent().0
	}
	fn exhausted(&self) -> bool {
		self.running.as_ref().is_some_and(|stretch| stretch.total() == stretch.funds)
	}
	/// End the running stretch, if there is one.
	fn stop(&mut self) {
		self.done = self.spent();
		self.running = None;
	}
	fn go_on(&mut self) {
		self.stop();
		self.running = Some(Stretch { price: self.price, elapsed: 0, funds: self.held() });
	}
}

fn check(models: &BTreeMap<EscrowId, Model>) {
	for (id, model) in models {
		let totals = Escrow::totals(*id).expect("the model says it is open");
		let accrued = Escrow::accrued(*id).unwrap_or_default();
		let (spent, _) = model.spent();
		assert_eq!(totals.deposited, model.deposited, "deposits of {id}");
		assert_eq!(totals.paid + totals.fees + accrued, spent, "spending of {id}");
	}
	assert_eq!(Accounts::<Test>::iter().count(), models.len());
}

fn apply(step: Step, models: &mut BTreeMap<EscrowId, Model>) {
	match step {
		Step::Open { id, payer, usd, deposit } => {
			let asset = if usd { USD } else { NATIVE };
			if Escrow::open(id, &PAYERS[payer], asset, deposit).is_ok() {
				models.insert(id, Model { deposited: deposit, ..Default::default() });
			}
		},
		Step::Start { id, payee, price } => {
			if Escrow::start(id, &PAYEES[payee], price).is_ok() {
				let model = models.get_mut(&id).expect("it is open");
				model.payee = Some(PAYEES[payee]);
				model.price = price;
				model.go_on();
			}
		},
		Step::Deposit { id, payer, amount } => {
			let origin = RuntimeOrigin::signed(PAYERS[payer]);
			let result =
				frame_support::storage::with_storage_layer(|| Escrow::deposit(origin, id, amount));
			if result.is_ok() {
				let model = models.get_mut(&id).expect("it is open");
				// Running out comes before the new money; the listener resumes.
				if model.exhausted() {
					model.stop();
					model.deposited += amount;
					model.go_on();
				} else {
					model.deposited += amount;
					if let Some(stretch) = model.running.as_mut() {
						stretch.funds += amount;
					}
				}
			}
		},
		Step::Settle { id } => {
			let before = Escrow::accrued(id);
			if let Ok(paid) = Escrow::settle(id) {
				assert_eq!(Some(paid), before);
				let model = &models[&id];
				let totals = Escrow::totals(id).expect("it is open");
				assert_eq!((totals.paid + totals.fees, totals.fees), model.spent());
				assert_eq!(Escrow::settle(id), Ok(0));
			}
		},
		Step::Reprice { id, price } => {
			let result = frame_support::storage::with_storage_layer(|| Escrow::reprice(id, price));
			if result.is_ok() {
				let model = models.get_mut(&id).expect("it is open");
				model.price = price;
				model.go_on();
			}
		},
		Step::Pause { id } => {
			if frame_support::storage::with_storage_layer(|| Escrow::pause(id)).is_ok() {
				models.get_mut(&id).expect("it is open").stop();
			}
		},
		Step::Resume { id } => {
			if frame_support::storage::with_storage_layer(|| Escrow::resume(id)).is_ok() {
				models.get_mut(&id).expect("it is open").go_on();
			}
		},
		Step::Close { id } => {
			if let Ok(totals) = Escrow::close(id) {
				let model = models.remove(&id).expect("it was open");
				let (spent, fees) = model.spent();
				assert_eq!((totals.paid + totals.fees, totals.fees), (spent, fees));
				assert_eq!(totals.refunded, model.deposited - spent);
				assert_eq!(totals.held, 0);
			}
		},
		Step::Serve { payee, ms } => {
			serve(PAYEES[payee], ms);
			for model in models.values_mut() {
				if model.payee == Some(PAYEES[payee]) {
					if let Some(stretch) = model.running.as_mut() {
						stretch.elapsed += u128::from(ms);
					}
				}
			}
		},
		Step::Blocks { count } => {
			for _ in 0..count {
				next_block();
			}
		},
	}
}

/// How many sequences: `PROPTEST_CASES` sets it, for the long run of `scripts/properties.sh`.
fn config() -> ProptestConfig {
	ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn escrow_should_agree_with_the_model_whatever_happens(
		steps in proptest::collection::vec(step(), 1..80),
	) {
		TestExt::new().execute_with(|| {
			let mut models = BTreeMap::new();
			for step in steps {
				apply(step, &mut models);
				check(&models);
				Escrow::do_try_state().expect("all invariants hold");
			}
			// I-7: closing everything leaves nothing behind.
			for id in models.keys().copied().collect::<Vec<_>>() {
				apply(Step::Close { id }, &mut models);
			}
			assert_eq!(Accounts::<Test>::iter().count(), 0);
			assert_eq!(ExhaustionAgenda::<Test>::iter().count(), 0);
			for who in PAYERS {
				for asset in [NATIVE, USD] {
					assert_eq!(on_hold(&asset, HoldReason::Deposit, who), 0);
				}
			}
		});
	}
}
