//! What the pool and the block's maker let in, through the real transaction extension.

use super::*;
use codec::Encode;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	weights::Weight,
};
use frame_system::AuthorizeCall;
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::{Message, MAX_DRIFT, MAX_NONCES_AHEAD},
};
use sp_core::Pair;
use sp_runtime::{
	traits::{Applyable, Checkable},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, ValidTransaction,
	},
};

type Signed = (Message<ServiceKey, ()>, ServiceSignature);

fn extrinsic((message, signature): Signed) -> Extrinsic {
	let call = RuntimeCall::Registry(Call::heartbeat { message, signature });
	Extrinsic::new_transaction(call, (AuthorizeCall::new(),))
}

fn validate_from(source: TransactionSource, signed: Signed) -> TransactionValidity {
	let extrinsic = extrinsic(signed);
	let (info, len) = (extrinsic.get_dispatch_info(), len(&extrinsic));
	extrinsic
		.check(&frame_system::ChainContext::<Test>::default())
		.expect("a general transaction")
		.validate::<Test>(source, &info, len)
}

fn validate(signed: Signed) -> TransactionValidity {
	validate_from(TransactionSource::External, signed)
}

fn refused(signed: Signed) -> InvalidTransaction {
	match validate(signed).expect_err("refused") {
		sp_runtime::transaction_validity::TransactionValidityError::Invalid(reason) => reason,
		other => panic!("refused as {other:?}"),
	}
}

#[test]
fn pool_should_take_a_heartbeat_from_anywhere_and_the_block_carry_it_out() {
	TestExt::new().execute_with(|| {
		let key = register_with_key(ALICE, 1);
		advance(20);
		for source in
			[TransactionSource::External, TransactionSource::Local, TransactionSource::InBlock]
		{
			let valid = validate_from(source, heartbeat(1, 0, 21)).expect("valid");
			assert_eq!(
				valid,
				ValidTransaction {
					priority: (1 << 20) + 21,
					requires: vec![],
					provides: vec![("leasehold", (b"beat", &key, 0u64)).encode()],
					longevity: u64::from(MAX_DRIFT),
					propagate: true,
				}
			);
		}
		let extrinsic = extrinsic(heartbeat(1, 0, 21));
		let (info, len) = (extrinsic.get_dispatch_info(), len(&extrinsic));
		assert_eq!(info.class, DispatchClass::Operational);
		let result = extrinsic
			.check(&frame_system::ChainContext::<Test>::default())
			.expect("a general transaction")
			.apply::<Test>(&info, len)
			.expect("valid");
		assert_ok!(result);
		assert_eq!(Registry::clock(&ALICE), 60_000);
	});
}

#[test]
fn pool_should_order_heartbeats_by_nonce() {
	TestExt::new().execute_with(|| {
		let key = register_with_key(ALICE, 1);
		advance(20);
		let ahead = validate(heartbeat(1, 2, 21)).expect("valid");
		assert_eq!(ahead.requires, vec![("leasehold", (b"beat", &key, 1u64)).encode()]);
		assert!(validate(heartbeat(1, MAX_NONCES_AHEAD, 21)).is_ok());
		assert_eq!(refused(heartbeat(1, MAX_NONCES_AHEAD + 1, 21)), InvalidTransaction::Future);
		assert_eq!(refused(heartbeat(1, u64::MAX, 21)), InvalidTransaction::Future);
	});
}

#[test]
fn pool_should_refuse_a_repeated_heartbeat() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(20);
		let (message, signature) = heartbeat(1, 0, 21);
		assert_ok!(Registry::heartbeat(
			frame_system::RawOrigin::Authorized.into(),
			message.clone(),
			signature.clone()
		));
		// In the same block it is too soon, later its nonce is used.
		assert_eq!(refused((message.clone(), signature.clone())), InvalidTransaction::Stale);
		advance(20);
		assert_eq!(refused((message, signature)), InvalidTransaction::Stale);
	});
}

#[test]
fn pool_should_refuse_a_heartbeat_that_comes_too_soon_or_names_a_far_block() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(9);
		assert_eq!(refused(heartbeat(1, 0, 10)), InvalidTransaction::Stale);
		advance(41);
		assert_eq!(refused(heartbeat(1, 0, 51 - 33)), InvalidTransaction::Stale);
		assert_eq!(refused(heartbeat(1, 0, 51 + 33)), InvalidTransaction::Future);
		assert!(validate(heartbeat(1, 0, 51)).is_ok());
	});
}

#[test]
fn pool_should_refuse_a_key_that_serves_nobody_before_looking_at_its_signature() {
	TestExt::new().execute_with(|| {
		let key = register_with_key(ALICE, 1);
		advance(20);
		let (message, _) = heartbeat(2, 0, 21);
		let (_, wrong) = heartbeat(1, 0, 21);
		assert_eq!(refused((message, wrong)), InvalidTransaction::BadSigner);
		assert_ok!(Registry::remove_service_key(by(ALICE), key));
		assert_eq!(refused(heartbeat(1, 0, 21)), InvalidTransaction::BadSigner);
	});
}

#[test]
fn pool_should_refuse_a_signature_of_anything_else() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		set_key(ALICE, 2);
		advance(20);
		let (message, _) = heartbeat(1, 0, 21);
		let genesis = System::block_hash(0);
		let other_chain = sp_core::H256::repeat_byte(1);
		let (other_block, _) = heartbeat(1, 0, 20);
		for wrong in [
			pair(2).sign(&message.to_sign(b"beat", genesis)),
			pair(1).sign(&message.to_sign(b"vote", genesis)),
			pair(1).sign(&message.to_sign(b"beat", other_chain)),
			pair(1).sign(&other_block.to_sign(b"beat", genesis)),
		] {
			assert_eq!(refused((message.clone(), wrong)), InvalidTransaction::BadProof);
		}
	});
}

#[test]
fn pool_should_put_a_heartbeat_off_when_the_fee_free_share_is_used_up() {
	TestExt::new().execute_with(|| {
		register_with_key(ALICE, 1);
		advance(20);
		let weight = <() as WeightInfo>::heartbeat() + <() as WeightInfo>::authorize_heartbeat();
		QuotaLeft::set(weight - Weight::from_parts(1, 0));
		assert_eq!(refused(heartbeat(1, 0, 21)), InvalidTransaction::ExhaustsResources);
		QuotaLeft::set(weight);
		assert!(validate(heartbeat(1, 0, 21)).is_ok());
	});
}
