//! The pallet's side: calls as transactions make them, and its whole state beside the model's.

use super::model::{Account, Call, Model, Outcome, Place, State, ASSETS, PEOPLE};
use crate::{mock::*, Account as Record, *};
use frame_support::{dispatch::DispatchResultWithPostInfo, storage::with_storage_layer};
use leasehold_primitives::{traits::Escrow as EscrowTrait, AssetId};
use sp_runtime::{DispatchError, DispatchResult, Permill};

/// The assets by number.
pub fn asset(number: usize) -> AssetId {
	[NATIVE, USD, OTHER][number].clone()
}

fn number(asset: &AssetId) -> usize {
	[NATIVE, USD, OTHER].iter().position(|one| one == asset).expect("one of three")
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Make a call, whole or not at all. Refusals by their names.
pub fn call(call: &Call) -> Outcome {
	with_storage_layer(|| dispatch(call)).map_err(|error| match error {
		DispatchError::Module(error) => error.message.expect("it has a name"),
		DispatchError::Arithmetic(sp_runtime::ArithmeticError::Overflow) => "Overflow",
		other => panic!("{call:?} failed by {other:?}"),
	})
}

fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|failed| failed.error)
}

fn dispatch(call: &Call) -> DispatchResult {
	match call.clone() {
		Call::Open(id, tenant, of, deposit) => Escrow::open(id, &tenant, asset(of), deposit),
		Call::Start(id, payee, price) => Escrow::start(id, &payee, price),
		Call::Deposit(id, who, amount) => plain(Escrow::deposit(signed(who), id, amount)),
		Call::Draw(id, who, allowance, amount) => {
			plain(Escrow::draw(signed(who), id, allowance, amount))
		},
		Call::Settle(id) => {
			let expected = Escrow::accrued(id);
			let paid = settle(id)?;
			assert_eq!(Some(paid), expected, "what was said to have accrued is paid");
			assert_eq!(settle(id), Ok(0), "a second settlement pays nothing");
			Ok(())
		},
		Call::Reprice(id, price) => Escrow::reprice(id, price),
		Call::Pause(id) => Escrow::pause(id),
		Call::Resume(id) => Escrow::resume(id),
		Call::Close(id) => {
			let totals = Escrow::close(id)?.totals;
			assert_eq!(totals.deposited, totals.paid + totals.fees + totals.refunded, "I-1");
			assert_eq!(totals.held, 0);
			Ok(())
		},
		Call::RollOver(from, to) => Escrow::roll_over(from, to).map(|_| ()),
		Call::Grant(grant) => {
			let terms = AllowanceTerms {
				total: grant.total,
				per_day: grant.per_day,
				ceiling: grant.ceiling,
				expires: grant.expires,
			};
			Escrow::grant_allowance(signed(grant.sponsor), grant.tenant, asset(grant.asset), terms)
		},
		Call::Revoke(who, allowance) => Escrow::revoke_allowance(signed(who), allowance),
		Call::End(allowance) => Escrow::end_allowance(signed(FRIEND), allowance),
		Call::Claim((payee, of, payer)) => {
			Escrow::claim_owed(signed(FRIEND), payee, asset(of), payer)
		},
		Call::List(of, min_deposit) => {
			Escrow::list_asset(RuntimeOrigin::root(), asset(of), AssetTerms { min_deposit })
		},
		Call::Delist(of) => Escrow::delist_asset(RuntimeOrigin::root(), asset(of)),
		Call::SetFeeRate(parts) => {
			Escrow::set_fee_rate(RuntimeOrigin::root(), Permill::from_parts(parts))
		},
	}
}

/// The accounts that were settled since the events were last read, once each, in their order: how the
/// model learns when the agenda got to what. What comes of it, the model knows by itself.
pub fn settled() -> Vec<u64> {
	let mut ids = Vec::new();
	for event in events() {
		if let Event::Settled { id, .. } | Event::Exhausted { id } = event {
			if !ids.contains(&id) {
				ids.push(id);
			}
		}
	}
	System::reset_events();
	ids
}

/// Everybody whose balance anything could change.
pub fn everybody() -> impl Iterator<Item = AccountId> {
	PEOPLE.into_iter().chain([Escrow::pot(), ISSUER])
}

/// Take over everybody's free balance, after something that is none of escrow's doing.
pub fn read_balances(model: &mut Model) {
	for of in 0..ASSETS {
		for who in everybody() {
			model.free.insert((of, who), free(&asset(of), who));
		}
	}
}

fn compare_account(id: u64, record: &Record<AccountId>, expected: &Account) {
	assert_eq!(record.tenant, expected.tenant);
	assert_eq!(number(&record.asset), expected.asset);
	let places = record.depositors.iter().map(|one| Place {
		who: one.who,
		deposited: one.deposited,
		held: one.held,
		sponsor: one.sponsorship.map(|it| (it.allowance, it.ceiling)),
	});
	assert_eq!(places.collect::<Vec<_>>(), expected.places, "the places of {id}");
	assert_eq!(
		(record.paid, record.fees, record.refunded),
		(expected.paid, expected.fees, expected.refunded),
		"the sums of {id}"
	);
	match (&record.stream, &expected.stream) {
		(None, None) => {},
		(Some(stream), Some(expected)) => {
			let state = match stream.state {
				StreamState::Running => State::Running,
				StreamState::Paused => State::Paused,
				StreamState::Exhausted => State::Exhausted,
			};
			assert_eq!(state, expected.state, "the state of {id}");
			assert_eq!(
				(stream.payee, stream.price, stream.fee_rate.deconstruct(), stream.anchor),
				(expected.payee, expected.price, expected.fee_rate, expected.anchor),
				"the terms of {id}"
			);
			assert_eq!(
				(stream.funds, stream.paid, stream.fees),
				(expected.funds, expected.paid, expected.fees),
				"the sums of {id}'s stream"
			);
			assert_eq!(
				Escrow::accrued(id),
				Some(expected.accrued(Clocks::now(stream.payee)) - expected.paid),
				"what {id} has accrued"
			);
		},
		_ => panic!("{id} has a stream here and none there"),
	}
}

/// The whole of escrow's state beside the model's, to the last unit.
pub fn compare(model: &Model) {
	let ids: Vec<_> = Accounts::<Test>::iter_keys().collect();
	assert_eq!(ids.len(), model.accounts.len());
	for (id, expected) in &model.accounts {
		let record = Accounts::<Test>::get(id).expect("the model has it");
		compare_account(*id, &record, expected);
	}
	for (id, expected) in &model.grants {
		let granted = Allowances::<Test>::get(id).expect("the model has it");
		assert_eq!(
			(granted.left, granted.terms.expires),
			(expected.left, expected.expires),
			"allowance {id}"
		);
	}
	assert_eq!(Allowances::<Test>::iter_keys().count(), model.grants.len());
	let owed = Owed::<Test>::iter()
		.map(|((payee, of, payer), amount)| ((payee, number(&of), payer), amount))
		.collect();
	assert_eq!(model.owed, owed);
}

/// Everybody's balances beside the model's, free and on hold for each reason.
pub fn compare_balances(model: &Model) {
	for of in 0..ASSETS {
		for who in everybody() {
			let id = asset(of);
			assert_eq!(free(&id, who), model.free(of, who), "{who}'s free balance of {of}");
			assert_eq!(
				(
					on_hold(&id, HoldReason::Deposit, who),
					on_hold(&id, HoldReason::Owed, who),
					on_hold(&id, HoldReason::Allowance, who)
				),
				(model.deposits_of(of, who), model.owed_by(of, who), model.granted_by(of, who)),
				"what {who} has of {of} on hold"
			);
		}
	}
}
