//! The off-chain worker of a provider's node: a heartbeat whenever one is due.
//!
//! Runs overlap and every node of a provider runs one. What keeps them from flooding the pool is
//! a note per key, in the node's own database, of the last heartbeat sent; what keeps the chain
//! right regardless is the nonce and the spacing.

use crate::{
	clock::{Heartbeat, KIND},
	Call, ClockRecord, Clocks, Config, Pallet, ServiceKeys,
};
use codec::Encode;
use frame_system::offchain::SubmitTransaction;
use leasehold_primitives::{crypto::service::ServiceKey, BlockNumber};
use sp_application_crypto::RuntimeAppPublic;
use sp_runtime::{offchain::storage::StorageValueRef, traits::BlockNumberProvider};

/// Where the messages of this worker go in the log.
const LOG: &str = "leasehold::providers";

/// The nonce of the last heartbeat sent and the best block then.
type Sent = (u64, BlockNumber);

impl<T: Config> Pallet<T> {
	/// Send a heartbeat with each service key in the keystore whose provider is due for one.
	pub(crate) fn send_heartbeats() {
		let now = T::BlockNumberProvider::current_block_number();
		for key in ServiceKey::all() {
			let Some(record) = ServiceKeys::<T>::get(&key) else { continue };
			let Some(clock) = Clocks::<T>::get(&record.provider) else { continue };
			if Self::since_heartbeat(&clock, now) >= clock.rules.interval()
				&& Self::note_sent(&key, record.nonce, now, &clock)
			{
				Self::send_heartbeat(key, record.nonce, now);
			}
		}
	}

	/// Sign and submit one heartbeat.
	fn send_heartbeat(signer: ServiceKey, nonce: u64, block: BlockNumber) {
		let message = Heartbeat { signer, nonce, block, body: () };
		let to_sign = message.to_sign(KIND, Self::genesis());
		let Some(signature) = message.signer.sign(&to_sign) else {
			log::warn!(target: LOG, "the keystore does not sign for {:?}", message.signer);
			return;
		};
		let call = Call::<T>::heartbeat { message, signature };
		let transaction = T::create_authorized_transaction(call.into());
		match SubmitTransaction::<T, Call<T>>::submit_transaction(transaction) {
			Ok(()) => log::debug!(target: LOG, "sent heartbeat {nonce} at block {block}"),
			Err(()) => log::debug!(target: LOG, "the pool refused heartbeat {nonce} at {block}"),
		}
	}

	/// Whether this run is the one to send the heartbeat with this nonce: it has not been sent,
	/// or so long ago that it must have been lost. Notes that it is.
	fn note_sent(key: &ServiceKey, nonce: u64, now: BlockNumber, clock: &ClockRecord) -> bool {
		// So that a lost heartbeat is sent again several times within the window.
		let retry = (clock.rules.interval() / 4).max(2);
		let name = (b"leasehold::heartbeat::", key).encode();
		StorageValueRef::persistent(&name)
			.mutate(|sent: Result<Option<Sent>, _>| match sent {
				// A block ahead of the best one was noted on a branch that is gone.
				Ok(Some((last, at)))
					if last == nonce && (at..at.saturating_add(retry)).contains(&now) =>
				{
					Err(())
				},
				_ => Ok((nonce, now)),
			})
			.is_ok()
	}
}
