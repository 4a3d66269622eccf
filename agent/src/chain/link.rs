//! A connection to a node that is made anew when it breaks, and transactions over it.

use super::ChainError;
use leasehold_client::account::AccountId;
use std::{fmt::Display, future::Future, time::Duration};
use subxt::{
	client::OnlineClientAtBlock,
	config::DefaultExtrinsicParamsBuilder,
	ext::scale_value::Composite,
	rpcs::{rpc_params, RpcClient},
	tx::{DynamicPayload, TransactionStatus},
	OnlineClient, SubstrateConfig,
};
use subxt_signer::sr25519::Keypair;
use tokio::sync::{Mutex, RwLock};

/// The chain's types.
pub type Config = SubstrateConfig;
/// The chain as it was at a block.
pub type At = OnlineClientAtBlock<Config>;
/// A call with its arguments by name.
pub type Call = DynamicPayload<Composite<()>>;

/// How long a look at the chain may take.
pub const READ: Duration = Duration::from_secs(30);
/// How long it may take until something is final.
const FINAL: Duration = Duration::from_secs(120);
/// How long it may take until something is in a block.
const INCLUDED: Duration = Duration::from_secs(60);
/// For how many blocks a transaction may wait to be included. One that is late is of no use, and
/// must not turn up when it is no longer expected.
const MORTAL: u64 = 32;

/// A node, and the account that speaks to it.
pub struct Link {
	url: String,
	genesis: [u8; 32],
	signer: Keypair,
	client: RwLock<Option<(OnlineClient<Config>, RpcClient)>>,
	/// One transaction is signed at a time: the next number is the pool's to say.
	turn: Mutex<()>,
}

/// How far a transaction is followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Until {
	/// Into a block.
	Included,
	/// Into a block that is final.
	Final,
}

/// Turn an error into a sentence that begins with what was wanted.
pub fn failed(what: impl Display) -> impl Fn(&dyn Display) -> ChainError {
	move |why| ChainError(format!("{what}: {why}"))
}

/// Name the arguments of a call.
pub fn call<const N: usize>(
	pallet: &str,
	name: &str,
	arguments: [(&str, subxt::dynamic::Value); N],
) -> Call {
	subxt::dynamic::tx(pallet, name, Composite::named(arguments))
}

async fn connect(url: &str) -> Result<(OnlineClient<Config>, RpcClient), ChainError> {
	let failed = failed(format!("the node at {url} does not answer"));
	let rpc = RpcClient::from_insecure_url(url).await.map_err(|why| failed(&why))?;
	let client = OnlineClient::from_rpc_client(rpc.clone()).await.map_err(|why| failed(&why))?;
	Ok((client, rpc))
}

impl Link {
	/// Connect to a node. Its chain is remembered: another one behind the same address is refused
	/// later.
	pub async fn connect(url: &str, signer: Keypair) -> Result<Self, ChainError> {
		let (client, rpc) = within(url, READ, connect(url)).await?;
		Ok(Self {
			url: url.into(),
			genesis: client.genesis_hash().0,
			signer,
			client: RwLock::new(Some((client, rpc))),
			turn: Mutex::new(()),
		})
	}

	/// The hash of the chain's first block.
	pub fn genesis(&self) -> [u8; 32] {
		self.genesis
	}

	/// Who signs.
	pub fn account(&self) -> AccountId {
		AccountId(self.signer.public_key().0)
	}

	/// Sign bytes that are no transaction.
	pub fn sign(&self, message: &[u8]) -> [u8; 64] {
		self.signer.sign(message).0
	}

	async fn both(&self) -> Result<(OnlineClient<Config>, RpcClient), ChainError> {
		if let Some(both) = self.client.read().await.clone() {
			return Ok(both);
		}
		let (client, rpc) = connect(&self.url).await?;
		if client.genesis_hash().0 != self.genesis {
			return Err(ChainError(format!("the node at {} is on another chain now", self.url)));
		}
		*self.client.write().await = Some((client.clone(), rpc.clone()));
		Ok((client, rpc))
	}

	/// The connection as it is, or a new one.
	pub async fn client(&self) -> Result<OnlineClient<Config>, ChainError> {
		Ok(self.both().await?.0)
	}

	/// Let the next exchange begin with a new connection.
	pub async fn forget(&self) {
		*self.client.write().await = None;
	}

	/// The chain at its last final block.
	pub async fn at_final(&self) -> Result<At, ChainError> {
		let at = self.client().await?.at_current_block().await;
		at.map_err(|why| failed("the last final block cannot be read")(&why))
	}

	/// Whether the node knows that it is behind.
	pub async fn is_syncing(&self) -> Result<bool, ChainError> {
		#[derive(serde::Deserialize)]
		#[serde(rename_all = "camelCase")]
		struct Health {
			is_syncing: bool,
		}
		let (_, rpc) = self.both().await?;
		let health: Result<Health, _> = rpc.request("system_health", rpc_params![]).await;
		health
			.map(|health| health.is_syncing)
			.map_err(|why| failed("the node does not say how it is")(&why))
	}

	/// One exchange with the node, no longer than that. After a failure the next one connects
	/// anew.
	pub async fn within<T>(
		&self,
		limit: Duration,
		exchange: impl Future<Output = Result<T, ChainError>> + Send,
	) -> Result<T, ChainError> {
		let result = within(&self.url, limit, exchange).await;
		if result.is_err() {
			self.forget().await;
		}
		result
	}

	/// Sign a call, send it, and follow it. Returns the number of the block that it is in.
	///
	/// # Parameters
	/// - `what`: what a failure says could not be done.
	pub async fn send(&self, call: &Call, until: Until, what: &str) -> Result<u64, SendError> {
		let limit = if until == Until::Final { FINAL } else { INCLUDED };
		let failed = |why: &dyn Display| SendError::Lost(failed(what)(why));
		let sent = async {
			let progress = {
				let _turn = self.turn.lock().await;
				let (client, rpc) = self.both().await.map_err(|why| failed(&why))?;
				let account = self.account().to_string();
				// What waits in the pool counts too: another call of ours may not be in a block yet.
				let nonce: u64 = rpc
					.request("system_accountNextIndex", rpc_params![account])
					.await
					.map_err(|why| failed(&why))?;
				let parameters =
					DefaultExtrinsicParamsBuilder::new().nonce(nonce).mortal(MORTAL).build();
				let mut transactions = client.tx().await.map_err(|why| failed(&why))?;
				let sent =
					transactions.sign_and_submit_then_watch(call, &self.signer, parameters).await;
				sent.map_err(|why| failed(&why))?
			};
			follow(progress, until, what).await
		};
		match tokio::time::timeout(limit, sent).await {
			Ok(Err(SendError::Lost(why))) => {
				self.forget().await;
				Err(SendError::Lost(why))
			},
			Ok(result) => result,
			Err(_) => {
				self.forget().await;
				Err(failed(&format!("it is in no block after {} s", limit.as_secs())))
			},
		}
	}
}

/// Why a transaction did not do what it should.
#[derive(Clone, Debug)]
pub enum SendError {
	/// The chain took it and refused what it asks for: the error's name, and a sentence.
	Refused(String, ChainError),
	/// Nobody knows whether it will be in a block.
	Lost(ChainError),
}

impl SendError {
	/// The sentence.
	pub fn into_error(self) -> ChainError {
		match self {
			Self::Refused(_, why) | Self::Lost(why) => why,
		}
	}
}

async fn follow(
	mut progress: subxt::tx::TransactionProgress<
		Config,
		subxt::client::OnlineClientAtBlockImpl<Config>,
	>,
	until: Until,
	what: &str,
) -> Result<u64, SendError> {
	let lost = |why: &dyn Display| SendError::Lost(failed(what)(why));
	while let Some(status) = progress.next().await {
		let block = match status.map_err(|why| lost(&why))? {
			TransactionStatus::InBestBlock(block) if until == Until::Included => block,
			TransactionStatus::InFinalizedBlock(block) => block,
			TransactionStatus::Error { message }
			| TransactionStatus::Invalid { message }
			| TransactionStatus::Dropped { message } => return Err(lost(&message)),
			_ => continue,
		};
		let events = block.fetch_events().await.map_err(|why| lost(&why))?;
		let at = block.at().await.map_err(|why| lost(&why))?;
		for event in events.iter() {
			let event = event.map_err(|why| lost(&why))?;
			if event.pallet_name() == "System" && event.event_name() == "ExtrinsicFailed" {
				let why =
					subxt::error::DispatchError::decode_from(event.field_bytes(), at.metadata())
						.map_err(|why| lost(&why))?;
				let name = match &why {
					subxt::error::DispatchError::Module(module) => module
						.details()
						.map_or_else(|_| "Unknown".into(), |details| details.variant.name.clone()),
					other => format!("{other:?}"),
				};
				return Err(SendError::Refused(name, failed(what)(&why)));
			}
		}
		return Ok(at.block_number());
	}
	Err(lost(&"the node says no more of it"))
}

async fn within<T>(
	url: &str,
	limit: Duration,
	exchange: impl Future<Output = Result<T, ChainError>> + Send,
) -> Result<T, ChainError> {
	tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| {
		Err(ChainError(format!("the node at {url} took longer than {} s", limit.as_secs())))
	})
}
