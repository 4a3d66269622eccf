//! Heartbeats and the service clocks that they keep going.

use crate::{
	ClockRecord, Clocks, Config, Error, Event, KeyRecord, Pallet, Parameters, ServiceKeys,
	WeightInfo,
};
use frame_support::{ensure, traits::Time, weights::Weight};
use leasehold_primitives::{
	clock::ServiceClock,
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::{self, Message, Quota},
	BlockNumber,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_runtime::{
	traits::BlockNumberProvider,
	transaction_validity::{InvalidTransaction, TransactionValidityWithRefund},
	ArithmeticError, DispatchResult,
};

/// Names this call in what its messages sign.
pub(crate) const KIND: &[u8; 4] = b"beat";

/// A heartbeat as it travels: a message that says nothing but who signs it and when.
pub(crate) type Heartbeat = Message<ServiceKey, ()>;

impl<T: Config> Pallet<T> {
	/// Start the clock of a provider that registers.
	pub(crate) fn start_clock(provider: &T::AccountId) {
		let now = T::BlockNumberProvider::current_block_number();
		let clock = ServiceClock::started(T::UnixTime::now(), now);
		let rules = Parameters::<T>::get().heartbeat;
		Clocks::<T>::insert(provider, ClockRecord { clock, rules });
	}

	/// Whether a heartbeat may enter the pool or a block. Membership, time and nonce come before
	/// the signature, the dearest part; the block's share of fee-free calls comes last.
	pub(crate) fn authorize_heartbeat(
		message: &Heartbeat,
		signature: &ServiceSignature,
	) -> TransactionValidityWithRefund {
		let key = ServiceKeys::<T>::get(&message.signer).ok_or(InvalidTransaction::BadSigner)?;
		let record = Clocks::<T>::get(&key.provider).ok_or(InvalidTransaction::BadSigner)?;
		let now = T::BlockNumberProvider::current_block_number();
		let validity = feeless::ordering(KIND, message, key.nonce, now)?;
		Self::ensure_timely(message.block, &key, &record).map_err(|_| InvalidTransaction::Stale)?;
		let to_sign = message.to_sign(KIND, Self::genesis());
		ensure!(message.signer.verify(&to_sign, signature), InvalidTransaction::BadProof);
		ensure!(
			T::FeelessQuota::has_room(Self::heartbeat_weight()),
			InvalidTransaction::ExhaustsResources
		);
		Ok((validity, Weight::zero()))
	}

	pub(crate) fn do_heartbeat(message: Heartbeat) -> DispatchResult {
		let Message { signer, nonce, block, body: () } = message;
		let mut key = ServiceKeys::<T>::get(&signer).ok_or(Error::<T>::KeyNotFound)?;
		ensure!(nonce == key.nonce, Error::<T>::InvalidNonce);
		let mut record = Clocks::<T>::get(&key.provider).ok_or(Error::<T>::NotFound)?;
		Self::ensure_timely(block, &key, &record)?;

		let now = T::BlockNumberProvider::current_block_number();
		// The time since the last heartbeat is counted by the rules that were in force then,
		// for what the clock showed meanwhile may have been paid for.
		record.clock.beat(T::UnixTime::now(), now, record.rules.window);
		record.rules = Parameters::<T>::get().heartbeat;
		key.nonce = nonce.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let provider = key.provider.clone();
		Clocks::<T>::insert(&provider, record);
		ServiceKeys::<T>::insert(&signer, key);
		T::FeelessQuota::consume(Self::heartbeat_weight());
		Self::deposit_event(Event::HeartbeatReceived {
			provider,
			key: signer,
			nonce,
			block,
			clock: record.clock.value,
			rules: record.rules,
		});
		Ok(())
	}

	/// What a heartbeat takes of the share of fee-free calls.
	pub(crate) fn heartbeat_weight() -> Weight {
		T::WeightInfo::heartbeat().saturating_add(T::WeightInfo::authorize_heartbeat())
	}

	/// Whether a heartbeat comes late enough after the last one, and names a block that is
	/// neither far away nor older than the key.
	fn ensure_timely(
		block: BlockNumber,
		key: &KeyRecord<T::AccountId>,
		record: &ClockRecord,
	) -> Result<(), Error<T>> {
		let now = T::BlockNumberProvider::current_block_number();
		ensure!(block >= key.since && feeless::is_current(block, now), Error::<T>::StaleBlock);
		ensure!(Self::since_heartbeat(record, now) >= record.rules.spacing, Error::<T>::TooSoon);
		Ok(())
	}

	/// Blocks since the last heartbeat.
	pub(crate) fn since_heartbeat(record: &ClockRecord, now: BlockNumber) -> BlockNumber {
		now.saturating_sub(record.clock.block)
	}
}
