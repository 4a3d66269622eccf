//! Fee-free calls of a provider's node: who may send what, checked before it costs a block
//! anything, and what is done then.

use crate::{room::Room, *};
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{
		InvalidTransaction, TransactionSource, TransactionValidityError,
		TransactionValidityWithRefund, UnknownTransaction, ValidTransaction,
	},
	weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::{ordering, Message, Quota},
	traits::Providers,
	BlockNumber, LeaseId,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError};

/// What the messages of [`Pallet::confirm_by_node`] are signed as.
pub const CONFIRM: Kind = *b"conf";
/// What the messages of [`Pallet::settle_by_node`] are signed as.
pub const SETTLE: Kind = *b"sett";
/// What the messages of [`Pallet::checkpoint`] are signed as.
pub const CHECKPOINT: Kind = *b"ckpt";

/// Blocks before its period is over that a pool takes a settlement or a checkpoint of a lease; a
/// block takes it when it is over. Pools do not all stand at the block by which it was made.
pub const POOL_LEAD: BlockNumber = 2;

/// `UnknownTransaction::Custom` of a message whose first lease is not due, or not the signer's, by
/// the state that it is checked against. Not `Invalid`: a pool that has not taken in the block by
/// which the message was made would refuse it, and ban it for half an hour.
pub const NOTHING_DUE: u8 = 1;

/// Names a call in what is signed.
pub type Kind = [u8; 4];

impl<T: Config> Pallet<T> {
	/// The hash of the chain's first block, which ties a message to this chain.
	pub(crate) fn genesis_hash() -> H256 {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// What comes before the look at the leases: the key is a provider's, the nonce is in order,
	/// the block has room for the most that the call and its authorisation may weigh, the
	/// signature is right. In this order, so that what is cheap to check is checked first.
	fn authorize<Body: Encode>(
		kind: &Kind,
		source: TransactionSource,
		message: &Message<ServiceKey, Body>,
		signature: &ServiceSignature,
		(weight, length): (Weight, u32),
	) -> Result<(T::AccountId, ValidTransaction), TransactionValidityError> {
		let weight = weight.saturating_add(T::WeightInfo::authorize_message(length));
		let signer = &message.signer;
		let provider = T::Providers::provider_of(signer).ok_or(InvalidTransaction::BadSigner)?;
		let expected = Nonces::<T>::get(signer, kind);
		let validity = ordering(kind, message, expected, Self::now())?;
		// In a block there is no waiting for predecessors.
		if source == TransactionSource::InBlock && message.nonce != expected {
			return Err(InvalidTransaction::Future.into());
		}
		ensure!(T::FeelessQuota::has_room(weight), InvalidTransaction::ExhaustsResources);
		let signed = message.to_sign(kind, Self::genesis_hash());
		ensure!(signer.verify(&signed, signature), InvalidTransaction::BadProof);
		Ok((provider, validity))
	}

	/// A message is worth a place in a block if the first lease it names is `due`. Each of these
	/// calls ends that, so a key cannot send more messages than it has leases a period. Looking
	/// at one lease keeps the check cheap.
	fn ensure_first_due(
		provider: &T::AccountId,
		first: Option<LeaseId>,
		due: impl FnOnce(&LeaseOf<T>) -> bool,
	) -> Result<(), TransactionValidityError> {
		let is_due = first
			.and_then(Leases::<T>::get)
			.is_some_and(|lease| &lease.terms.provider == provider && due(&lease));
		ensure!(is_due, UnknownTransaction::Custom(NOTHING_DUE));
		Ok(())
	}

	/// See [`Pallet::confirm_by_node`].
	pub(crate) fn authorize_confirm(
		source: TransactionSource,
		message: &ConfirmMessage,
		signature: &ServiceSignature,
	) -> TransactionValidityWithRefund {
		let length = Self::length(&message.body);
		let most = (Self::confirm_many_weight(length), length);
		let (provider, validity) = Self::authorize(&CONFIRM, source, message, signature, most)?;
		Self::ensure_first_due(&provider, message.body.first().copied(), Self::is_confirmable)?;
		Ok((validity, Weight::zero()))
	}

	/// See [`Pallet::settle_by_node`].
	pub(crate) fn authorize_settle(
		source: TransactionSource,
		message: &SettleMessage,
		signature: &ServiceSignature,
	) -> TransactionValidityWithRefund {
		let length = Self::length(&message.body);
		let most = (Self::settle_many_weight(length), length);
		let (provider, validity) = Self::authorize(&SETTLE, source, message, signature, most)?;
		let at = Self::due_at(source);
		let first = message.body.first().copied();
		Self::ensure_first_due(&provider, first, |lease| Self::is_settle_due(lease, at))?;
		Ok((validity, Weight::zero()))
	}

	/// See [`Pallet::checkpoint`].
	pub(crate) fn authorize_checkpoint(
		source: TransactionSource,
		message: &CheckpointMessage,
		signature: &ServiceSignature,
	) -> TransactionValidityWithRefund {
		let length = Self::length(&message.body);
		let most = (Self::checkpoint_weight(length), length);
		let (provider, validity) = Self::authorize(&CHECKPOINT, source, message, signature, most)?;
		let at = Self::due_at(source);
		let first = message.body.first();
		Self::ensure_first_due(&provider, first.map(|entry| entry.lease), |lease| {
			// By the clock of a pool that is behind, the lease was not served so long yet.
			let may_have_served = |entry: &CheckpointEntry| {
				source != TransactionSource::InBlock || Self::may_have_served(lease, entry.served)
			};
			Self::is_checkpoint_due(lease, at) && first.is_some_and(may_have_served)
		})?;
		Ok((validity, Weight::zero()))
	}

	/// The block in which what a message wants to do must be due.
	fn due_at(source: TransactionSource) -> BlockNumber {
		match source {
			TransactionSource::InBlock => Self::now(),
			_ => Self::now().saturating_add(POOL_LEAD),
		}
	}

	/// Whether the lease still waits for its confirmation.
	pub(crate) fn is_confirmable(lease: &LeaseOf<T>) -> bool {
		matches!(
			lease.state,
			leasehold_primitives::LeaseState::Awarded { until } if Self::now() < until
		)
	}

	/// Accept a message: count its nonce. Returns the signer's provider.
	///
	/// # Errors
	/// `UnknownKey`, `BadNonce`: neither passes [`Self::authorize`].
	fn accept<Body>(
		kind: &Kind,
		message: &Message<ServiceKey, Body>,
	) -> Result<T::AccountId, DispatchError> {
		let provider = T::Providers::provider_of(&message.signer).ok_or(Error::<T>::UnknownKey)?;
		Nonces::<T>::try_mutate(&message.signer, kind, |nonce| {
			ensure!(message.nonce == *nonce, Error::<T>::BadNonce);
			*nonce = nonce.checked_add(1).ok_or(sp_runtime::ArithmeticError::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;
		Ok(provider)
	}

	/// Count what a message of so many items took of the share of fee-free calls: what it did,
	/// not the most that it could have done. Returns what it did.
	pub(crate) fn count_feeless(did: Weight, length: u32) -> Weight {
		T::FeelessQuota::consume(did.saturating_add(T::WeightInfo::authorize_message(length)));
		did
	}

	/// See [`Pallet::confirm_by_node`]. Returns what it weighed.
	pub(crate) fn do_confirm_by_node(message: &ConfirmMessage) -> Result<Weight, DispatchError> {
		let provider = Self::accept(&CONFIRM, message)?;
		let done = Self::each(&message.body, |id| *id, |id| Self::do_confirm(&provider, id));
		let (done, all) = (Self::length(&done), Self::length(&message.body));
		let did = Self::with_skipped(Self::confirm_many_weight(done), all.saturating_sub(done));
		Ok(Self::count_feeless(did, all))
	}

	/// See [`Pallet::settle_by_node`]. Returns what it weighed.
	pub(crate) fn do_settle_by_node(message: &SettleMessage) -> Result<Weight, DispatchError> {
		let provider = Self::accept(&SETTLE, message)?;
		let done = Self::settle_batch(&message.body, Some(&provider));
		let all = Self::length(&message.body);
		Ok(Self::count_feeless(Self::settled_by_node_weight(&done, all), all))
	}

	/// See [`Pallet::checkpoint`]. Returns what it weighed.
	pub(crate) fn do_checkpoint(message: &CheckpointMessage) -> Result<Weight, DispatchError> {
		let provider = Self::accept(&CHECKPOINT, message)?;
		let lease_of = |entry: &CheckpointEntry| entry.lease;
		let all = Self::length(&message.body);
		let mut room = Room::<T>::of_checkpoint(all);
		let done = Self::each(&message.body, lease_of, |entry| {
			room.take(|| Self::checkpoint_one(&provider, entry))
		});
		Ok(Self::count_feeless(Self::checkpointed_weight(&done, all), all))
	}

	/// The weight of confirming `count` leases.
	pub(crate) fn confirm_many_weight(count: u32) -> Weight {
		Self::noting(T::WeightInfo::confirm_by_node(count), count)
			.saturating_add(T::Market::started_weight().saturating_mul(count.into()))
	}
}
