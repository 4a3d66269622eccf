//! Making blocks in one slot after another.

use crate::{chain::Chain, events_key};
use codec::Decode;
use leasehold_runtime::{opaque::Block, Hash, RuntimeEvent, MILLISECS_PER_BLOCK};
use sc_block_builder::BlockBuilderBuilder;
use sc_client_api::{HeaderBackend, StorageProvider};
use sc_consensus::{
	BlockImport, BlockImportParams, ForkChoiceStrategy, StateAction, StorageChanges,
};
use sc_consensus_babe::{authorship::claim_slot, BabeIntermediate, Epoch, INTERMEDIATE_KEY};
use sc_consensus_epochs::descendent_query;
use sp_consensus::BlockOrigin;
use sp_consensus_babe::{digests::CompatibleDigestItem, AuthoritySignature, Slot};
use sp_inherents::InherentData;
use sp_keystore::Keystore;
use sp_runtime::{
	traits::{Block as _, Header as _},
	Digest, DigestItem, OpaqueExtrinsic,
};

/// An event of a block.
pub type Record = frame_system::EventRecord<RuntimeEvent, Hash>;

/// Makes the best block's children.
pub struct Author<'a> {
	chain: &'a Chain,
	import: crate::chain::Import,
	slot: u64,
}

impl<'a> Author<'a> {
	/// One whose last of `blocks` blocks comes into a slot that has passed.
	pub fn new(chain: &'a Chain, blocks: u32) -> Result<Self, String> {
		let now = sp_timestamp::Timestamp::current().as_millis() / MILLISECS_PER_BLOCK;
		let slot = now
			.checked_sub(u64::from(blocks) + 100)
			.ok_or("there are not so many slots since 1970")?;
		Ok(Self { chain, import: chain.import.clone(), slot })
	}

	/// The hash of the chain's first block.
	pub fn genesis(&self) -> Hash {
		self.chain.client.info().genesis_hash
	}

	/// Make the next block of `votes` that are still of use, and of as many of `waiting` as it has
	/// room for, in their order, and import it.
	pub fn block(
		&mut self,
		votes: Vec<OpaqueExtrinsic>,
		waiting: &mut Vec<OpaqueExtrinsic>,
	) -> Result<Block, String> {
		self.slot += 1;
		let slot = Slot::from(self.slot);
		let client = &self.chain.client;
		let info = client.info();
		let (parent, number) = (info.best_hash, info.best_number);
		let (descriptor, pre) = {
			let changes = self.chain.babe.epoch_changes().shared_data();
			let descriptor = changes
				.epoch_descriptor_for_child_of(descendent_query(&**client), &parent, number, slot)
				.map_err(|e| format!("{e:?}"))?
				.ok_or("there is no epoch for the slot")?;
			let config = self.chain.babe.config().clone();
			let epoch = changes
				.viable_epoch(&descriptor, |slot| Epoch::genesis(&config, slot))
				.ok_or("the epoch is not known")?;
			let claim = claim_slot(slot, epoch.as_ref(), &self.chain.keystore)
				.ok_or("the slot is not Alice's: is this the development chain?")?;
			(descriptor, claim)
		};
		let (pre, author) = pre;
		let digest =
			Digest { logs: vec![<DigestItem as CompatibleDigestItem>::babe_pre_digest(pre)] };
		let mut builder = BlockBuilderBuilder::new(&**client)
			.on_parent_block(parent)
			.with_parent_block_number(number)
			.with_inherent_digests(digest)
			.build()
			.map_err(|e| e.to_string())?;
		for inherent in builder.create_inherents(self.inherents()?).map_err(|e| e.to_string())? {
			builder.push(inherent).map_err(|e| format!("an inherent: {e}"))?;
		}
		for vote in votes {
			// The worker sends what has not arrived again; a pool would drop what is stale.
			let _ = builder.push(vote);
		}
		let mut left = Vec::new();
		let mut waiting_now = std::mem::take(waiting).into_iter();
		for extrinsic in waiting_now.by_ref() {
			match builder.push(extrinsic.clone()) {
				Ok(()) => {},
				Err(error) if is_full(&error) => {
					left.push(extrinsic);
					break;
				},
				Err(error) => return Err(format!("a transaction was refused: {error}")),
			}
		}
		left.extend(waiting_now);
		*waiting = left;

		let (block, changes) = builder.build().map_err(|e| e.to_string())?.into_inner();
		let (mut header, body) = block.deconstruct();
		let signature = self
			.chain
			.keystore
			.sr25519_sign(sp_core::crypto::key_types::BABE, author.as_ref(), header.hash().as_ref())
			.map_err(|e| e.to_string())?
			.ok_or("the keystore has lost Alice's key")?;
		let seal =
			<DigestItem as CompatibleDigestItem>::babe_seal(AuthoritySignature::from(signature));
		let mut params = BlockImportParams::new(BlockOrigin::Own, header.clone());
		params.post_digests.push(seal.clone());
		params.body = Some(body.clone());
		params.state_action = StateAction::ApplyChanges(StorageChanges::Changes(changes));
		params.fork_choice = Some(ForkChoiceStrategy::LongestChain);
		params.insert_intermediate(
			INTERMEDIATE_KEY,
			BabeIntermediate::<Block> { epoch_descriptor: descriptor },
		);
		futures::executor::block_on(self.import.import_block(params))
			.map_err(|e| format!("block {}: {e}", number + 1))?;
		header.digest_mut().push(seal);
		Ok(Block::new(header, body))
	}

	fn inherents(&self) -> Result<InherentData, String> {
		let mut data = InherentData::new();
		let time = sp_timestamp::Timestamp::new(self.slot * MILLISECS_PER_BLOCK);
		data.put_data(sp_timestamp::INHERENT_IDENTIFIER, &time).map_err(|e| e.to_string())?;
		data.put_data(sp_consensus_babe::inherents::INHERENT_IDENTIFIER, &Slot::from(self.slot))
			.map_err(|e| e.to_string())?;
		Ok(data)
	}

	/// The best block's events.
	pub fn events(&self) -> Result<Vec<Record>, String> {
		let client = &self.chain.client;
		let found =
			client.storage(client.info().best_hash, &events_key()).map_err(|e| e.to_string())?;
		let Some(bytes) = found else { return Ok(Vec::new()) };
		Vec::decode(&mut &bytes.0[..]).map_err(|e| format!("a block's events: {e}"))
	}
}

/// Whether a transaction did not find room.
fn is_full(error: &sp_blockchain::Error) -> bool {
	use sp_blockchain::{ApplyExtrinsicFailed::Validity, Error::ApplyExtrinsicFailed};
	matches!(error, ApplyExtrinsicFailed(Validity(validity)) if validity.exhausted_resources())
}

/// The first failure among a block's events.
pub fn failure(events: &[Record]) -> Option<String> {
	events.iter().find_map(|record| match &record.event {
		RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { dispatch_error, .. }) => {
			Some(format!("{dispatch_error:?}"))
		},
		RuntimeEvent::Sudo(pallet_sudo::Event::Sudid { sudo_result: Err(error) }) => {
			Some(format!("as root: {error:?}"))
		},
		_ => None,
	})
}
