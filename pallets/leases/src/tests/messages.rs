use super::*;
use codec::Encode;
use frame_support::{
	pallet_prelude::{
		InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
	},
	traits::Authorize,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::ServicePair,
	feeless::{Message, MAX_DRIFT},
};
use sp_core::Pair;
use sp_runtime::transaction_validity::TransactionSource::{External, InBlock};

fn signed_by<Body: Encode>(
	pair: &ServicePair,
	kind: &Kind,
	nonce: u64,
	body: Body,
) -> (Message<ServiceKey, Body>, leasehold_primitives::crypto::service::ServiceSignature) {
	let message = Message { signer: pair.public(), nonce, block: mock::Leases::now(), body };
	let signature = pair.sign(&message.to_sign(kind, H256::repeat_byte(0x69)));
	(message, signature)
}

pub(super) fn settle_call(pair: &ServicePair, nonce: u64, ids: &[u64]) -> Call<Test> {
	let body: BoundedVec<_, _> = ids.to_vec().try_into().expect("not too many");
	let (message, signature) = signed_by(pair, &SETTLE, nonce, body);
	Call::settle_by_node { message, signature }
}
fn confirm_call(nonce: u64, ids: &[u64]) -> Call<Test> {
	let body: BoundedVec<_, _> = ids.to_vec().try_into().expect("not too many");
	let (message, signature) = signed_by(&pair(), &CONFIRM, nonce, body);
	Call::confirm_by_node { message, signature }
}
pub(super) fn checkpoint_call(nonce: u64, entries: &[(u64, u64)]) -> Call<Test> {
	let entries = entries.iter().map(|(lease, served)| CheckpointEntry {
		lease: *lease,
		served: *served,
		usage: H256::repeat_byte(0xee),
	});
	let body: BoundedVec<_, _> = entries.collect::<Vec<_>>().try_into().expect("not too many");
	let (message, signature) = signed_by(&pair(), &CHECKPOINT, nonce, body);
	Call::checkpoint { message, signature }
}

fn check(source: TransactionSource, call: &Call<Test>) -> Result<(), TransactionValidityError> {
	call.authorize(source).expect("is an authorised call").map(|_| ())
}
fn refusal(call: &Call<Test>) -> TransactionValidityError {
	check(External, call).expect_err("is refused")
}
/// What a pool that is a block behind says too, which must not make it ban the message.
fn nothing_due() -> TransactionValidityError {
	UnknownTransaction::Custom(NOTHING_DUE).into()
}
/// As in a block: authorise, then dispatch.
fn apply(call: Call<Test>) {
	use frame_support::traits::UnfilteredDispatchable;
	check(InBlock, &call).expect("is authorised");
	let origin: RuntimeOrigin = RawOrigin::Authorized.into();
	assert_ok!(call.dispatch_bypass_filter(origin));
}

#[test]
fn confirm_by_node_should_confirm_what_it_can() {
	TestExt::new().execute_with(|| {
		(1..=2).for_each(award);
		let mut foreign = terms(3);
		foreign.provider = account(4);
		award_with(foreign, UNIT);
		apply(confirm_call(0, &[1, 3, 2, 1]));
		assert_eq!(lease(1).state, LeaseState::Active);
		assert_eq!(lease(2).state, LeaseState::Active);
		assert_eq!(lease(3).state, LeaseState::Awarded { until: 11 });
		let skipped = |id, error: Error<Test>| {
			System::assert_has_event(Event::LeaseSkipped { lease: id, error: error.into() }.into())
		};
		skipped(3, Error::NotAuthorized);
		skipped(1, Error::WrongState);
		assert_eq!(Nonces::<Test>::get(key(), CONFIRM), 1);
		// None of these is confirmable now.
		for first in [1, 3, 77] {
			assert_eq!(refusal(&confirm_call(1, &[first])), nothing_due());
		}
	});
}

#[test]
fn confirm_by_node_should_be_refused_from_the_deadline_on() {
	TestExt::new().execute_with(|| {
		award(1);
		skip_agenda(9);
		assert_ok!(check(External, &confirm_call(0, &[1])));
		skip_agenda(1);
		assert_eq!(refusal(&confirm_call(0, &[1])), nothing_due());
	});
}

#[test]
fn settle_by_node_should_settle_the_due_leases_of_its_provider() {
	TestExt::new().execute_with(|| {
		(1..=2).for_each(start);
		let mut foreign = terms(3);
		foreign.provider = account(4);
		award_with(foreign, UNIT);
		assert_ok!(mock::Leases::confirm(by(account(4)), 3));
		advance(17);
		let call = settle_call(&pair(), 0, &[1, 3, 2]);
		assert_eq!(refusal(&call), nothing_due());
		// Pools take it two blocks early, blocks do not.
		next_block();
		assert_ok!(check(External, &call));
		next_block();
		assert_eq!(check(InBlock, &call), Err(nothing_due()));
		next_block();
		assert_eq!(refusal(&settle_call(&pair(), 0, &[3])), nothing_due());
		apply(call);
		assert_eq!((settled_at(1), settled_at(2)), (21, 21));
		assert_eq!(settled_at(3), 1);
		// A message without leases is worth nothing.
		assert_eq!(refusal(&settle_call(&pair(), 1, &[])), nothing_due());
	});
}

#[test]
fn checkpoint_should_record_settle_and_state() {
	TestExt::new().execute_with(|| {
		(1..=2).for_each(start);
		advance(30);
		apply(checkpoint_call(0, &[(1, 90_000), (2, 90_001), (9, 0)]));
		let record = lease(1);
		assert_eq!((record.served, record.usage), (90_000, H256::repeat_byte(0xee)));
		assert_eq!((record.checkpointed_at, settled_at(1)), (31, 31));
		System::assert_has_event(
			Event::LeaseCheckpointed {
				lease: 1,
				served: 90_000,
				usage: H256::repeat_byte(0xee),
				paid: 90_000,
			}
			.into(),
		);
		let note = last_note();
		assert_eq!((note.lease, note.served, note.sequence), (1, 90_000, 2));
		assert_eq!(note.usage, H256::repeat_byte(0xee));
		let skipped = |id, error: Error<Test>| {
			System::assert_has_event(Event::LeaseSkipped { lease: id, error: error.into() }.into())
		};
		// More than the clock has counted; no such lease.
		skipped(2, Error::ServedOutOfRange);
		skipped(9, Error::NotFound);
		advance(30);
		// Less than the last time; more than the clock; just right.
		for served in [89_999, 180_001] {
			let call = checkpoint_call(1, &[(1, served)]);
			assert_eq!(check(InBlock, &call), Err(nothing_due()));
			// The clock of a pool may be behind.
			assert_ok!(check(External, &call));
		}
		apply(checkpoint_call(1, &[(1, 90_000)]));
	});
}

#[test]
fn checkpoint_should_not_count_time_in_which_the_stream_stood_still() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(10);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		advance(10);
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		advance(10);
		assert_eq!(check(InBlock, &checkpoint_call(0, &[(1, 60_001)])), Err(nothing_due()));
		apply(checkpoint_call(0, &[(1, 60_000)]));
	});
}

#[test]
fn checkpoint_should_bring_the_grace_when_the_money_is_used_up() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(30);
		tick(LASTS);
		apply(checkpoint_call(0, &[(1, 90_000)]));
		assert_eq!(lease(1).state, LeaseState::Grace { until: 56 });
		assert_eq!((last_note().state, last_note().served), (3, 90_000));
	});
}

#[test]
fn message_should_be_refused_when_its_key_is_unknown() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(20);
		let stranger = ServicePair::from_seed(&[8; 32]);
		assert_eq!(refusal(&settle_call(&stranger, 0, &[1])), InvalidTransaction::BadSigner.into());
	});
}

#[test]
fn message_should_be_refused_when_its_signature_is_wrong() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(20);
		let Call::settle_by_node { message, .. } = settle_call(&pair(), 0, &[1]) else {
			panic!("is that call")
		};
		// Signed for another call, and on another chain.
		let other_kind = pair().sign(&message.to_sign(&CHECKPOINT, H256::repeat_byte(0x69)));
		let other_chain = pair().sign(&message.to_sign(&SETTLE, H256::zero()));
		for signature in [other_kind, other_chain] {
			let call = Call::settle_by_node { message: message.clone(), signature };
			assert_eq!(refusal(&call), InvalidTransaction::BadProof.into());
		}
	});
}

#[test]
fn message_should_follow_the_nonce() {
	TestExt::new().execute_with(|| {
		(1..=6).for_each(start);
		advance(20);
		apply(settle_call(&pair(), 0, &[1]));
		// Repeated.
		assert_eq!(refusal(&settle_call(&pair(), 0, &[2])), InvalidTransaction::Stale.into());
		// In the pool a few may be ahead; in a block none.
		let ahead = settle_call(&pair(), 5, &[2]);
		assert_ok!(check(External, &ahead));
		assert_eq!(check(InBlock, &ahead), Err(InvalidTransaction::Future.into()));
		assert_eq!(refusal(&settle_call(&pair(), 6, &[2])), InvalidTransaction::Future.into());
		// Dispatch takes no other nonce either.
		let Call::settle_by_node { message, signature } = ahead else { panic!("is that call") };
		assert_noop!(
			mock::Leases::settle_by_node(RawOrigin::Authorized.into(), message, signature),
			Error::<Test>::BadNonce
		);
	});
}

#[test]
fn message_should_be_refused_when_its_block_is_long_ago() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(20);
		let call = settle_call(&pair(), 0, &[1]);
		advance(MAX_DRIFT);
		for source in [External, InBlock] {
			assert_ok!(check(source, &call));
		}
		next_block();
		for source in [External, InBlock] {
			assert_eq!(check(source, &call), Err(InvalidTransaction::Stale.into()));
		}
	});
}

#[test]
fn message_should_be_refused_when_the_share_of_the_block_is_full() {
	TestExt::new().execute_with(|| {
		start(1);
		award(2);
		advance(5);
		tick(1);
		QuotaFull::put(true);
		skip_agenda(3);
		assert_eq!(refusal(&confirm_call(0, &[2])), InvalidTransaction::ExhaustsResources.into());
		assert_eq!(
			refusal(&settle_call(&pair(), 0, &[1])),
			InvalidTransaction::ExhaustsResources.into()
		);
		assert_eq!(
			refusal(&checkpoint_call(0, &[(1, 0)])),
			InvalidTransaction::ExhaustsResources.into()
		);
	});
}

#[test]
fn message_should_take_of_the_share_what_it_did_and_no_more() {
	let authorised = |length| <() as WeightInfo>::authorize_message(length);
	let used = |call: Call<Test>| {
		QuotaUsed::kill();
		apply(call);
		QuotaUsed::get()
	};
	TestExt::new().execute_with(|| {
		(1..=3).for_each(award);
		let did = mock::Leases::with_skipped(mock::Leases::confirm_many_weight(3), 1);
		let weight = did + authorised(4);
		assert_eq!(used(confirm_call(0, &[1, 2, 3, 77])), weight.ref_time());
		advance(30);
		// One statement each; the mocked ledger's weigh 3.
		let usual = <() as WeightInfo>::checkpoint_native(1) + Weight::from_parts(3, 0);
		let did = mock::Leases::with_skipped(usual, 1);
		let weight = did + authorised(2);
		assert_eq!(used(checkpoint_call(0, &[(1, 0), (77, 0)])), weight.ref_time());
		// The first was settled by the checkpoint.
		let usual = <() as WeightInfo>::checkpoint_native(2) + Weight::from_parts(6, 0);
		let weight = mock::Leases::with_skipped(usual, 1) + authorised(3);
		assert_eq!(used(settle_call(&pair(), 0, &[2, 1, 3])), weight.ref_time());
	});
}

#[test]
fn message_calls_should_take_no_other_origin() {
	TestExt::new().execute_with(|| {
		start(1);
		advance(30);
		for origin in [by(provider()), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			for call in [
				confirm_call(0, &[1]),
				settle_call(&pair(), 0, &[1]),
				checkpoint_call(0, &[(1, 0)]),
			] {
				use frame_support::traits::UnfilteredDispatchable;
				assert_noop!(call.dispatch_bypass_filter(origin.clone()), BadOrigin);
			}
		}
		// A key that was taken away after its message was authorised.
		let Call::settle_by_node { message, signature } = settle_call(&pair(), 0, &[1]) else {
			panic!("is that call")
		};
		Keys::remove(key());
		assert_noop!(
			mock::Leases::settle_by_node(RawOrigin::Authorized.into(), message, signature),
			Error::<Test>::UnknownKey
		);
	});
}
