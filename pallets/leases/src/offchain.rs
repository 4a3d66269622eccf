//! The off-chain worker of a provider's node: it confirms awards where its operator lets it,
//! settles what is due and posts checkpoints, each time signing with a service key that it finds
//! in its keystore. What it sends may get lost or come twice; the chain's state says what is due,
//! so the run on the next block makes up for it.

use crate::*;
use alloc::{collections::BTreeSet, format};
use codec::{Decode, Encode};
use frame_system::offchain::SubmitTransaction;
use leasehold_primitives::{
	crypto::service::{ServiceKey, ServiceSignature},
	feeless::{await_pools, Message},
	traits::{Providers, ServiceClocks},
	BlockNumber, LeaseId, Moment, MAX_SETTLE_BATCH,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_core::H256;
use sp_runtime::offchain::{
	storage::StorageValueRef,
	storage_lock::{StorageLock, Time},
	Duration,
};

/// Persistent off-chain storage: one byte, written by the node from its flag `--auto-confirm`. At
/// 1 the worker confirms every award of its provider; otherwise the operator or its agent does.
pub use leasehold_primitives::policy::AUTO_CONFIRM_KEY;

/// Persistent off-chain storage: this and the lease's number in decimal digits name 32 bytes, the
/// hash of the agent's record of what the lease has used. The agent writes it (by the RPC
/// `offchain_localStorageSet`); without it a checkpoint carries [`default_usage`].
pub const USAGE_PREFIX: &[u8] = b"leasehold::usage::";

/// Leases that one run looks at for one provider. The next run goes on from there.
pub const LEASES_A_RUN: u32 = 256;

/// Messages of one kind that one run sends: the chain takes so many ahead of its nonce.
const MESSAGES_A_RUN: usize = 4;

/// How often a run looks at the same leases as the one before if not all of what that had sent has
/// landed. Then it goes on all the same, lest one message that nobody takes keep back the rest.
const MAX_REPEATS: u8 = 4;

/// Service keys in the keystore that are looked at.
const MAX_KEYS: usize = 16;

const LOCK_KEY: &[u8] = b"leasehold::leases::lock";
const LOCK_MS: u64 = 20_000;
const CURSOR_PREFIX: &[u8] = b"leasehold::leases::cursor::";
const SENT_PREFIX: &[u8] = b"leasehold::leases::sent::";

/// Where the agent writes its hash for `lease`.
pub fn usage_key(lease: LeaseId) -> Vec<u8> {
	[USAGE_PREFIX, format!("{lease}").as_bytes()].concat()
}

/// What a checkpoint carries where no agent keeps records: blake2-256 over lease and service
/// time in SCALE.
pub fn default_usage(lease: LeaseId, served: Moment) -> H256 {
	sp_io::hashing::blake2_256(&(lease, served).encode()).into()
}

/// What a key sent last.
#[derive(Clone, Copy, Decode, Encode)]
struct Sent {
	/// The nonce after the last one used.
	next: u64,
	/// In which block.
	block: BlockNumber,
}

/// Which of a provider's leases the last run looked at.
#[derive(Clone, Copy, Default, Decode, Encode)]
struct Place {
	/// Those after this one, or from the first on.
	after: Option<LeaseId>,
	/// To this one, or to the last.
	to: Option<LeaseId>,
	/// How many runs had looked at the same ones before.
	repeats: u8,
}

impl Place {
	/// Where the next run is to begin.
	fn next(self, all_landed: bool) -> Self {
		if all_landed || self.repeats >= MAX_REPEATS {
			Self { after: self.to, to: None, repeats: 0 }
		} else {
			Self { repeats: self.repeats.saturating_add(1), ..self }
		}
	}
}

/// What is due for one provider. A list that is `None` is not to be filled now.
struct Due {
	confirm: Option<Vec<LeaseId>>,
	settle: Option<Vec<LeaseId>>,
	checkpoint: Option<Vec<CheckpointEntry>>,
}

impl Due {
	fn is_empty(&self) -> bool {
		fn empty<Item>(list: &Option<Vec<Item>>) -> bool {
			list.as_ref().is_none_or(Vec::is_empty)
		}
		empty(&self.confirm) && empty(&self.settle) && empty(&self.checkpoint)
	}

	fn is_full(&self) -> bool {
		fn full<Item>(list: &Option<Vec<Item>>, batch: u32) -> bool {
			let most = MESSAGES_A_RUN.saturating_mul(usize::try_from(batch).unwrap_or(0));
			list.as_ref().is_some_and(|list| list.len() >= most)
		}
		full(&self.confirm, MAX_CONFIRM_BATCH)
			|| full(&self.settle, MAX_SETTLE_BATCH)
			|| full(&self.checkpoint, MAX_SETTLE_BATCH)
	}
}

impl<T: Config> Pallet<T> {
	/// One run of the worker. Runs may overlap: the second gives way.
	pub(crate) fn run_worker() {
		let mut lock = StorageLock::<Time>::with_deadline(LOCK_KEY, Duration::from_millis(LOCK_MS));
		let Ok(_guard) = lock.try_lock() else { return };
		let mut done = BTreeSet::new();
		for key in ServiceKey::all().into_iter().take(MAX_KEYS) {
			let Some(provider) = T::Providers::provider_of(&key) else { continue };
			// Two keys of one provider on one node would send everything twice.
			if done.insert(provider.clone()) {
				Self::serve(&key, &provider);
			}
		}
	}

	fn serve(key: &ServiceKey, provider: &T::AccountId) {
		let may_confirm = StorageValueRef::persistent(AUTO_CONFIRM_KEY).get::<u8>() == Ok(Some(1));
		let mut due = Due {
			confirm: (may_confirm && Self::may_send(&CONFIRM, key)).then(Vec::new),
			settle: Self::may_send(&SETTLE, key).then(Vec::new),
			checkpoint: Self::may_send(&CHECKPOINT, key).then(Vec::new),
		};
		if due.confirm.is_none() && due.settle.is_none() && due.checkpoint.is_none() {
			return;
		}
		let all_landed =
			[CONFIRM, SETTLE, CHECKPOINT].iter().all(|kind| Self::outstanding(kind, key).is_none());
		Self::find_due(provider, all_landed, &mut due);
		if due.is_empty() {
			return;
		}
		await_pools();
		Self::send(&CONFIRM, key, &due.confirm.unwrap_or_default(), |message, signature| {
			Call::confirm_by_node { message, signature }
		});
		Self::send(&CHECKPOINT, key, &due.checkpoint.unwrap_or_default(), |message, signature| {
			Call::checkpoint { message, signature }
		});
		Self::send(&SETTLE, key, &due.settle.unwrap_or_default(), |message, signature| {
			Call::settle_by_node { message, signature }
		});
	}

	/// List what is due of the provider's next leases, from where the last run stopped, or of the same
	/// ones again.
	fn find_due(provider: &T::AccountId, all_landed: bool, due: &mut Due) {
		let name = [CURSOR_PREFIX, &provider.encode()].concat();
		let noted = StorageValueRef::persistent(&name);
		let mut place = noted.get::<Place>().ok().flatten().unwrap_or_default().next(all_landed);
		let mut leases = match place.after {
			Some(last) => ProviderLeases::<T>::iter_key_prefix_from(
				provider,
				ProviderLeases::<T>::hashed_key_for(provider, last),
			),
			None => ProviderLeases::<T>::iter_key_prefix(provider),
		};
		let clock = T::Providers::clock(provider);
		// What is sent lands in the next block at the earliest.
		let lands = Self::now().saturating_add(1);
		place.to = None;
		for _ in 0..LEASES_A_RUN {
			if due.is_full() {
				break;
			}
			let Some(id) = leases.next() else {
				// The end: the next run begins anew.
				place.to = None;
				break;
			};
			place.to = Some(id);
			let Some(lease) = Leases::<T>::get(id) else { continue };
			Self::list_due(&lease, clock, lands, due);
		}
		noted.set(&place);
	}

	/// List what is due for `lease` in the block `lands`.
	fn list_due(lease: &LeaseOf<T>, clock: Moment, lands: BlockNumber, due: &mut Due) {
		let id = lease.terms.id;
		if !lease.is_started() {
			if let Some(list) = due.confirm.as_mut().filter(|_| Self::is_confirmable(lease)) {
				list.push(id);
			}
			return;
		}
		// A checkpoint settles too.
		let checkpoint = due.checkpoint.as_mut();
		if let Some(list) = checkpoint.filter(|_| Self::is_checkpoint_due(lease, lands)) {
			let served = lease.service_time(clock).max(lease.served);
			let usage = StorageValueRef::persistent(&usage_key(id)).get::<H256>().ok().flatten();
			let usage = usage.unwrap_or_else(|| default_usage(id, served));
			list.push(CheckpointEntry { lease: id, served, usage });
			return;
		}
		if let Some(list) = due.settle.as_mut().filter(|_| Self::is_settle_due(lease, lands)) {
			list.push(id);
		}
	}

	fn sent_key(kind: &Kind, key: &ServiceKey) -> Vec<u8> {
		[SENT_PREFIX, &kind[..], &key.encode()].concat()
	}

	/// On which block `key` has sent what of this kind has not landed yet.
	fn outstanding(kind: &Kind, key: &ServiceKey) -> Option<BlockNumber> {
		let sent = StorageValueRef::persistent(&Self::sent_key(kind, key)).get::<Sent>();
		let sent = sent.ok().flatten()?;
		(Nonces::<T>::get(key, kind) < sent.next).then_some(sent.block)
	}

	/// Whether all of this kind that `key` has sent has landed, or was sent on another block. What the
	/// block since has not taken is made anew, and takes the place of the older in pools: some of them
	/// may have refused it, and are not offered it again.
	fn may_send(kind: &Kind, key: &ServiceKey) -> bool {
		Self::outstanding(kind, key) != Some(Self::now())
	}

	/// Sign and submit `items` in as many messages as they need, at most [`MESSAGES_A_RUN`].
	fn send<Item, Bound>(
		kind: &Kind,
		key: &ServiceKey,
		items: &[Item],
		call: impl Fn(Message<ServiceKey, BoundedVec<Item, Bound>>, ServiceSignature) -> Call<T>,
	) where
		Item: Clone + Encode,
		Bound: Get<u32>,
	{
		if items.is_empty() {
			return;
		}
		let batch = usize::try_from(Bound::get()).unwrap_or(1).max(1);
		let first = Nonces::<T>::get(key, kind);
		let mut nonce = first;
		for part in items.chunks(batch).take(MESSAGES_A_RUN) {
			let body = BoundedVec::truncate_from(part.to_vec());
			let message = Message { signer: key.clone(), nonce, block: Self::now(), body };
			let Some(signature) = key.sign(&message.to_sign(kind, Self::genesis_hash())) else {
				log::warn!(target: LOG_TARGET, "cannot sign with the service key {key:?}");
				return;
			};
			let extrinsic = T::create_authorized_transaction(call(message, signature).into());
			if SubmitTransaction::<T, Call<T>>::submit_transaction(extrinsic).is_err() {
				// It may stand in the pool already, or the pool may not have taken this block in
				// yet; the next run sends it again.
				log::debug!(target: LOG_TARGET, "the pool did not take message {nonce}");
				break;
			}
			nonce = nonce.saturating_add(1);
		}
		if nonce == first {
			return;
		}
		let sent = Sent { next: nonce, block: Self::now() };
		StorageValueRef::persistent(&Self::sent_key(kind, key)).set(&sent);
	}
}
