//! The validator's off-chain worker: it votes on what is ordered.

use crate::chain::Chain;
use codec::Decode;
use sc_client_api::HeaderBackend;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_core::offchain::{
	testing::{TestOffchainExt, TestTransactionPoolExt},
	OffchainDbExt, OffchainWorkerExt, TransactionPoolExt,
};
use sp_keystore::KeystoreExt;
use sp_offchain::OffchainWorkerApi;
use sp_runtime::OpaqueExtrinsic;

/// Its local storage.
pub struct Worker {
	offchain: TestOffchainExt,
}

impl Worker {
	/// One that has never run.
	pub fn new() -> Self {
		Self { offchain: TestOffchainExt::new().0 }
	}

	/// Run on the best block; returns what it sends.
	pub fn run(&mut self, chain: &Chain) -> Result<Vec<OpaqueExtrinsic>, String> {
		let best = chain.client.info().best_hash;
		let header = chain
			.client
			.header(best)
			.map_err(|e| e.to_string())?
			.ok_or("the best block has no header")?;
		let (pool, sent) = TestTransactionPoolExt::new();
		let mut api = chain.client.runtime_api();
		api.register_extension(OffchainDbExt::new(self.offchain.clone()));
		api.register_extension(OffchainWorkerExt::new(self.offchain.clone()));
		api.register_extension(TransactionPoolExt::new(pool));
		api.register_extension(KeystoreExt(chain.keystore.clone()));
		api.offchain_worker(best, &header).map_err(|e| e.to_string())?;
		let sent = std::mem::take(&mut sent.write().transactions);
		sent.iter()
			.map(|bytes| {
				OpaqueExtrinsic::decode(&mut &bytes[..]).map_err(|e| format!("a vote: {e}"))
			})
			.collect()
	}
}
