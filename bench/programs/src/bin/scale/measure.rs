//! Times of single blocks on a state.

use crate::{
	chain::Chain,
	clock::{Clock, Time},
	state::{service_seed, settler},
	text,
};
use codec::{Decode, Encode};
use leasehold_bench::sign::sign;
use leasehold_primitives::crypto::service;
use leasehold_runtime::{
	Hash, Header, Runtime, RuntimeCall, RuntimeEvent, UncheckedExtrinsic, MILLISECS_PER_BLOCK,
};
use pallet_leasehold_leases::Call as LeasesCall;
use sc_client_api::{Backend as _, TrieCacheContext};
use sp_api::{ApiExt, CallContext, Core, ProvideRuntimeApi};
use sp_block_builder::BlockBuilder;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::offchain::{
	testing::{TestOffchainExt, TestTransactionPoolExt},
	OffchainDbExt, OffchainWorkerExt, TransactionPoolExt,
};
use sp_inherents::InherentData;
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use sp_offchain::OffchainWorkerApi;
use sp_runtime::{
	traits::Header as _, Digest, DigestItem, ExtrinsicInclusionMode, OpaqueExtrinsic,
};

/// The most settlements that are tried in a block: more than fit.
const SETTLES: u32 = 450;

/// What was measured.
#[derive(Default)]
pub struct Figures {
	/// Blocks of nothing but inherents.
	pub idle: Vec<Time>,
	/// A settlement, signed by an account, in a block full of them: the block's time without an
	/// idle one's, divided by how many there were.
	pub settle: Vec<Time>,
	/// Those full blocks.
	pub full: Vec<Time>,
	/// How many settlements were in each.
	pub settles: u32,
	/// Runs of the off-chain worker of a provider with many leases.
	pub worker: Vec<Time>,
	/// For how many leases a run found something due.
	pub found: u32,
}

/// The middle of each; of nothing, 0.
pub fn median(times: &[Time]) -> Time {
	let middle = |of: fn(&Time) -> u64| {
		let mut sorted: Vec<_> = times.iter().map(of).collect();
		sorted.sort_unstable();
		sorted.get(sorted.len() / 2).copied().unwrap_or_default()
	};
	Time { wall: middle(|time| time.wall), processor: middle(|time| time.processor) }
}

/// Run every kind of block once, to compile the runtime, and look whether a full block really moves
/// money.
pub fn warm_up(chain: &Chain) -> Result<(), String> {
	chain.check_idle()?;
	chain.check_settles(&chain.settles(0))?;
	chain.worker().map(|_| ())
}

/// Measure everything once more. The leases that another `round` settles are others.
pub fn once(chain: &Chain, round: u32, figures: &mut Figures) -> Result<(), String> {
	let mut idle = Vec::new();
	// The first after the blocks on another state meets a processor that has forgotten this one.
	chain.block(&[])?;
	for _ in 0..5 {
		idle.push(chain.block(&[])?.time);
	}
	let settles = chain.settles(round);
	if !settles.is_empty() {
		let full = chain.block(&settles)?;
		let (count, alone) = (u64::from(full.included.max(1)), median(&idle));
		figures.settle.push(Time {
			wall: full.time.wall.saturating_sub(alone.wall) / count,
			processor: full.time.processor.saturating_sub(alone.processor) / count,
		});
		figures.full.push(full.time);
		figures.settles = full.included;
	}
	figures.idle.append(&mut idle);
	let (time, found) = chain.worker()?;
	figures.worker.push(time);
	figures.found = found;
	Ok(())
}

struct Run {
	time: Time,
	included: u32,
	/// The events, if they were asked for.
	events: Vec<RuntimeEvent>,
}

impl Chain {
	/// The time of the next block.
	fn time(&self) -> u64 {
		self.facts.now + MILLISECS_PER_BLOCK
	}

	fn header(&self) -> Header {
		let slot = (self.time() / MILLISECS_PER_BLOCK).into();
		let digest =
			PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index: 0, slot });
		Header::new(
			self.facts.height + 1,
			Default::default(),
			Default::default(),
			self.facts.tip,
			Digest { logs: vec![<DigestItem as CompatibleDigestItem>::babe_pre_digest(digest)] },
		)
	}

	/// Make the next block of `extrinsics`, as many as fit, and forget it.
	fn block(&self, extrinsics: &[OpaqueExtrinsic]) -> Result<Run, String> {
		self.run(extrinsics, false)
	}

	/// As a proposer does it, from the block's first to its last step, the root of the state
	/// included.
	fn run(&self, extrinsics: &[OpaqueExtrinsic], events: bool) -> Result<Run, String> {
		let at = self.tip();
		let mut inherents = InherentData::new();
		let now = sp_timestamp::Timestamp::new(self.time());
		inherents.put_data(sp_timestamp::INHERENT_IDENTIFIER, &now).map_err(text)?;
		let clock = Clock::of_thread();
		let mut api = self.client.runtime_api();
		api.set_call_context(CallContext::Onchain { import: false });
		let mode = api.initialize_block(at, &self.header()).map_err(text)?;
		if mode != ExtrinsicInclusionMode::AllExtrinsics {
			return Err("the block takes no transactions: a migration is under way".into());
		}
		for inherent in api.inherent_extrinsics(at, inherents).map_err(text)? {
			api.apply_extrinsic(at, inherent)
				.map_err(text)?
				.map_err(|e| format!("an inherent: {e:?}"))?
				.map_err(|e| format!("an inherent: {e:?}"))?;
		}
		let mut included = 0;
		for extrinsic in extrinsics {
			let applied = api.execute_in_transaction(|api| {
				let applied = api.apply_extrinsic(at, extrinsic.clone());
				match applied {
					Ok(Ok(_)) => sp_api::TransactionOutcome::Commit(applied),
					_ => sp_api::TransactionOutcome::Rollback(applied),
				}
			});
			match applied.map_err(text)? {
				Ok(Ok(())) => included += 1,
				Ok(Err(error)) => return Err(format!("a settlement failed: {error:?}")),
				Err(error) if error.exhausted_resources() => break,
				Err(error) => return Err(format!("a settlement was refused: {error:?}")),
			}
		}
		api.finalize_block(at).map_err(text)?;
		let time = clock.read();
		let events = if events {
			let state = self.backend.state_at(at, TrieCacheContext::Trusted).map_err(text)?;
			let changes = api.into_storage_changes(&state, at)?.main_storage_changes;
			let key = frame_support::storage::storage_prefix(b"System", b"Events");
			let written = changes.into_iter().find(|(name, _)| name[..] == key[..]);
			let bytes = written.and_then(|(_, value)| value).unwrap_or_default();
			Vec::<frame_system::EventRecord<RuntimeEvent, Hash>>::decode(&mut &bytes[..])
				.map_err(text)?
				.into_iter()
				.map(|record| record.event)
				.collect()
		} else {
			Vec::new()
		};
		Ok(Run { time, included, events })
	}

	/// Settlements of leases that are spread over the whole state, each of another provider and
	/// another tenant; in an order that hops about.
	fn settles(&self, round: u32) -> Vec<OpaqueExtrinsic> {
		let mut leases = self.facts.spread(SETTLES, round);
		leases.sort_by_key(|id| sp_crypto_hashing::blake2_256(&id.encode()));
		let signer = settler();
		leases
			.into_iter()
			.zip(0..)
			.map(|(lease, nonce)| {
				sign(&signer, nonce, LeasesCall::settle { lease }.into(), self.facts.genesis)
			})
			.collect()
	}

	/// Whether nothing is due in an idle block: it shall show what the chain costs by itself.
	fn check_idle(&self) -> Result<(), String> {
		for event in self.run(&[], true)?.events {
			match event {
				RuntimeEvent::Escrow(_)
				| RuntimeEvent::Market(_)
				| RuntimeEvent::Approvals(_)
				| RuntimeEvent::Providers(_)
				| RuntimeEvent::Leases(_) => return Err(format!("not idle: {event:?}")),
				_ => {},
			}
		}
		Ok(())
	}

	/// Whether a block of `settles` pays a provider and the fee pot for each, and nobody pays a
	/// transaction fee.
	fn check_settles(&self, settles: &[OpaqueExtrinsic]) -> Result<(), String> {
		use pallet_leasehold_escrow::Event as Escrow;
		use pallet_transaction_payment::Event as Payment;
		let run = self.run(settles, true)?;
		let (mut paid, mut charged) = (0, 0);
		for event in &run.events {
			match event {
				RuntimeEvent::Escrow(Escrow::Settled { net, fee, .. }) if *net > 0 && *fee > 0 => {
					paid += 1
				},
				RuntimeEvent::TransactionPayment(Payment::TransactionFeePaid {
					actual_fee,
					..
				}) if *actual_fee > 0 => charged += 1,
				_ => {},
			}
		}
		let included = run.included;
		if paid != included || charged > 0 {
			return Err(format!(
				"of {included} settlements {paid} paid provider and fee pot, and {charged} cost \
				 a transaction fee"
			));
		}
		Ok(())
	}

	/// One run of the off-chain worker on the first provider's node: its time, and for how many
	/// leases it found something due.
	fn worker(&self) -> Result<(Time, u32), String> {
		let keystore = MemoryKeystore::new();
		let seed = sp_core::bytes::to_hex(&service_seed(0), false);
		keystore.sr25519_generate_new(service::KEY_TYPE, Some(&seed)).map_err(text)?;
		let (offchain, _) = TestOffchainExt::new();
		let (pool, sent) = TestTransactionPoolExt::new();
		let mut api = self.client.runtime_api();
		api.register_extension(OffchainDbExt::new(offchain.clone()));
		api.register_extension(OffchainWorkerExt::new(offchain));
		api.register_extension(TransactionPoolExt::new(pool));
		api.register_extension(KeystoreExt::new(keystore));
		let clock = Clock::of_thread();
		api.offchain_worker(self.tip(), &self.header()).map_err(text)?;
		let time = clock.read();
		let mut found = 0;
		for bytes in &sent.read().transactions {
			let sent = UncheckedExtrinsic::decode(&mut &bytes[..]).map_err(text)?;
			found += match sent.function {
				RuntimeCall::Leases(LeasesCall::<Runtime>::checkpoint { message, .. }) => {
					message.body.len()
				},
				RuntimeCall::Leases(LeasesCall::<Runtime>::settle_by_node { message, .. }) => {
					message.body.len()
				},
				_ => 0,
			};
		}
		Ok((time, u32::try_from(found).map_err(text)?))
	}
}
