//! The chain that blocks are made for.

use leasehold_bench::database::{self, Client, Executor};
use leasehold_runtime::opaque::Block;
use sc_chain_spec::GenericChainSpec;
use sc_client_db::Backend;
use sc_consensus::LongestChain;
use sc_consensus_babe::{BabeBlockImport, BabeLink};
use sc_executor::HeapAllocStrategy;
use sc_service::client::ClientConfig;
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, RejectAllTxPool};
use sp_core::{sr25519, Pair};
use sp_inherents::CreateInherentDataProviders;
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystorePtr};
use sp_runtime::BuildStorage;
use std::{path::Path, sync::Arc};

/// The most bytes of trie nodes and values that are kept in memory.
const TRIE_CACHE: usize = 64 * 1024 * 1024;

type Inherents =
	(sp_consensus_babe::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider);
type CreateInherents =
	Arc<dyn CreateInherentDataProviders<Block, (), InherentDataProviders = Inherents>>;
/// BABE's part of importing a block; finality does not matter here.
pub type Import = BabeBlockImport<
	Block,
	Client,
	Arc<Client>,
	CreateInherents,
	LongestChain<Backend<Block>, Block>,
>;

/// All of it.
pub struct Chain {
	pub client: Arc<Client>,
	pub import: Import,
	pub babe: BabeLink<Block>,
	/// Alice's session keys.
	pub keystore: KeystorePtr,
}

/// Start the chain of `spec` in a new database in `folder`.
pub fn open(spec: &Path, folder: &Path) -> Result<Chain, String> {
	let spec = GenericChainSpec::<sc_chain_spec::NoExtension>::from_json_file(spec.to_owned())
		.map_err(|e| format!("the specification cannot be read: {e}"))?;
	let storage = spec.build_storage().map_err(|e| format!("the genesis state: {e}"))?;
	let heap = HeapAllocStrategy::Dynamic { maximum_pages: None };
	let executor = Executor::builder()
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.build();
	let config = ClientConfig { offchain_indexing_api: true, ..Default::default() };
	let (client, backend) = database::open(folder, storage, executor, Some(TRIE_CACHE), config)?;

	let config = sc_consensus_babe::configuration(&*client).map_err(|e| e.to_string())?;
	let slot_duration = config.slot_duration();
	let inherents: CreateInherents = Arc::new(move |_, ()| async move {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot =
			sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
				*timestamp,
				slot_duration,
			);
		Ok((slot, timestamp))
	});
	let (import, babe) = sc_consensus_babe::block_import(
		config,
		client.clone(),
		client.clone(),
		inherents,
		LongestChain::new(backend),
		OffchainTransactionPoolFactory::new(RejectAllTxPool::default()),
	)
	.map_err(|e| e.to_string())?;
	Ok(Chain { client, import, babe, keystore: keystore()? })
}

/// Alice's keys for making blocks and for voting.
fn keystore() -> Result<KeystorePtr, String> {
	let keystore = MemoryKeystore::new();
	let public = sr25519::Pair::from_string(leasehold_bench::sign::ALICE, None)
		.map_err(|e| e.to_string())?
		.public();
	for kind in
		[sp_core::crypto::key_types::BABE, leasehold_primitives::crypto::approvals::KEY_TYPE]
	{
		keystore
			.insert(kind, leasehold_bench::sign::ALICE, public.as_ref())
			.map_err(|()| "the keystore does not take Alice's keys".to_owned())?;
	}
	Ok(keystore.into())
}
