//! What the node answers over JSON-RPC, beside what every node of polkadot-sdk does.

mod anchor;
mod lease;

use crate::{
	anchor::Ledger,
	service::{FullBackend, FullClient, FullSelectChain, Hash, TransactionPool},
};
use jsonrpsee::RpcModule;
use leasehold_runtime::{opaque::Block, BlockNumber};
use sc_client_api::Backend;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_beefy::communication::notification::{
	BeefyBestBlockStream, BeefyVersionedFinalityProofStream,
};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_rpc::SubscriptionTaskExecutor;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use sp_keystore::KeystorePtr;
use std::sync::Arc;

/// What the methods need of GRANDPA.
#[derive(Clone)]
pub struct GrandpaDeps {
	/// How far voting has come.
	pub voter_state: SharedVoterState,
	/// Who votes.
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Justifications as they come.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proofs of finality of older blocks.
	pub proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// What the methods need of BEEFY.
#[derive(Clone)]
pub struct BeefyDeps {
	/// Justifications as they come.
	pub justifications: BeefyVersionedFinalityProofStream<Block, BeefyId>,
	/// The best block as it moves.
	pub best_block: BeefyBestBlockStream<Block>,
}

/// What all methods need together.
pub struct Deps {
	/// The chain.
	pub client: Arc<FullClient>,
	/// Its database.
	pub backend: Arc<FullBackend>,
	/// Transactions waiting.
	pub pool: Arc<TransactionPool>,
	/// Which fork is best.
	pub select_chain: FullSelectChain,
	/// The chain's specification.
	pub chain_spec: Box<dyn sc_service::ChainSpec>,
	/// The node's keys.
	pub keystore: KeystorePtr,
	/// BABE's worker.
	pub babe: BabeWorkerHandle<Block>,
	/// GRANDPA.
	pub grandpa: GrandpaDeps,
	/// BEEFY.
	pub beefy: BeefyDeps,
	/// Commitments and proofs.
	pub ledger: Arc<Ledger>,
}

type Error = Box<dyn std::error::Error + Send + Sync>;

/// All methods.
///
/// # Errors
/// If two modules claim a name, or the database cannot be read.
pub fn create(deps: Deps, executor: SubscriptionTaskExecutor) -> Result<RpcModule<()>, Error> {
	use anchor::AnchorServer;
	use lease::LeaseServer;
	use mmr_rpc::{Mmr, MmrApiServer};
	use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
	use sc_consensus_babe_rpc::{Babe, BabeApiServer};
	use sc_consensus_beefy_rpc::{Beefy, BeefyApiServer};
	use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
	use sc_rpc::dev::{Dev, DevApiServer};
	use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
	use substrate_frame_rpc_system::{System, SystemApiServer};

	let Deps {
		client,
		backend,
		pool,
		select_chain,
		chain_spec,
		keystore,
		babe,
		grandpa,
		beefy,
		ledger,
	} = deps;
	let offchain = backend.offchain_storage().ok_or("the database has no off-chain storage")?;

	let mut module = RpcModule::new(());
	module.merge(lease::Lease::new(client.clone(), offchain.clone()).into_rpc())?;
	module.merge(anchor::Anchor::new(ledger).into_rpc())?;
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(Babe::new(client.clone(), babe.clone(), keystore, select_chain).into_rpc())?;
	module.merge(
		Grandpa::new(
			executor.clone(),
			grandpa.authority_set.clone(),
			grandpa.voter_state,
			grandpa.justifications,
			grandpa.proofs,
		)
		.into_rpc(),
	)?;
	module.merge(
		Beefy::<Block, BeefyId>::new(beefy.justifications, beefy.best_block, executor)?.into_rpc(),
	)?;
	module.merge(Mmr::<_, (Block, Hash), _>::new(client.clone(), offchain).into_rpc())?;
	module.merge(
		SyncState::new(chain_spec, client.clone(), grandpa.authority_set, babe)?.into_rpc(),
	)?;
	module.merge(Dev::new(client).into_rpc())?;
	Ok(module)
}
