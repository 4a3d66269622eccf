//! A connection that lasts: it is made anew when it breaks, and one account sends over it.

use super::{
	failure::{chain_of_causes, explain},
	send::{Payload, Progress},
	Account, Chain, Config, Failure, Kind,
};
use crate::account::AccountId;
use std::{fmt::Display, future::Future, sync::Arc, time::Duration};
use subxt::{
	client::{OnlineClient, OnlineClientAtBlock},
	error::TransactionEventsError,
	tx::TransactionStatus,
};
use tokio::sync::{Mutex, RwLock};

/// The chain as it was at a block.
pub type At = OnlineClientAtBlock<Config>;

/// How long a look at the chain may take.
pub const READ: Duration = Duration::from_secs(30);
/// How long it may take until something is final.
const FINAL: Duration = Duration::from_secs(120);
/// How long it may take until something is in a block.
const INCLUDED: Duration = Duration::from_secs(60);
/// For how many blocks a transaction may wait to be included. One that is late is of no use, and
/// must not turn up when it is no longer expected.
const MORTALITY: u64 = 32;

/// A node, and the account that speaks to it.
pub struct Link {
	url: String,
	genesis: [u8; 32],
	account: Account,
	chain: RwLock<Option<Arc<Chain>>>,
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

impl Link {
	/// Connect to a node. Its chain is remembered: another one behind the same address is refused
	/// later.
	pub async fn connect(url: &str, account: impl Into<Account>) -> Result<Self, Failure> {
		let chain = within(url, READ, Chain::open(url)).await?;
		Ok(Self {
			url: url.into(),
			genesis: chain.genesis(),
			account: account.into(),
			chain: RwLock::new(Some(Arc::new(chain))),
			turn: Mutex::new(()),
		})
	}

	/// The hash of the chain's first block.
	pub fn genesis(&self) -> [u8; 32] {
		self.genesis
	}

	/// Who signs.
	pub fn account(&self) -> AccountId {
		self.account.id()
	}

	/// Sign bytes that are no transaction.
	pub fn sign(&self, message: &[u8]) -> [u8; 64] {
		self.account.sign_bytes(message)
	}

	async fn chain(&self) -> Result<Arc<Chain>, Failure> {
		if let Some(chain) = self.chain.read().await.clone() {
			return Ok(chain);
		}
		let chain = Arc::new(Chain::open(&self.url).await?);
		if chain.genesis() != self.genesis {
			return Err(Failure::new(
				Kind::Node,
				format!("the node at {} is on another chain now", self.url),
			));
		}
		*self.chain.write().await = Some(chain.clone());
		Ok(chain)
	}

	/// The connection as it is, or a new one.
	pub async fn client(&self) -> Result<OnlineClient<Config>, Failure> {
		Ok(self.chain().await?.client().clone())
	}

	/// Let the next exchange begin with a new connection.
	pub async fn forget(&self) {
		*self.chain.write().await = None;
	}

	/// The chain at its last final block.
	pub async fn at_final(&self) -> Result<At, Failure> {
		let at = self.client().await?.at_current_block().await;
		at.map_err(|why| {
			Failure::node("the last final block cannot be read", chain_of_causes(&why))
		})
	}

	/// Whether the node knows that it is behind.
	pub async fn is_syncing(&self) -> Result<bool, Failure> {
		self.chain().await?.is_syncing().await
	}

	/// One exchange with the node, no longer than that. After a failure the next one connects
	/// anew.
	pub async fn within<T, E: From<Failure>>(
		&self,
		limit: Duration,
		exchange: impl Future<Output = Result<T, E>> + Send,
	) -> Result<T, E> {
		let result = within(&self.url, limit, exchange).await;
		if result.is_err() {
			self.forget().await;
		}
		result
	}

	/// Sign a call, send it, and follow it. Returns the number of the block that it is in. A failure
	/// other than a refusal leaves it open whether it will be in a block.
	///
	/// # Parameters
	/// - `what`: what a failure says could not be done.
	pub async fn send(&self, call: &Payload, until: Until, what: &str) -> Result<u64, Failure> {
		let limit = if until == Until::Final { FINAL } else { INCLUDED };
		let sent = async {
			let progress = {
				let _turn = self.turn.lock().await;
				let chain = self.chain().await?;
				chain.submit(&self.account, call, what, MORTALITY).await?
			};
			follow(progress, until, what).await
		};
		let result = tokio::time::timeout(limit, sent).await.unwrap_or_else(|_| {
			let why = format!("it is in no block after {} s", limit.as_secs());
			Err(Failure::node(what, why))
		});
		if result.as_ref().is_err_and(|why| why.kind == Kind::Node) {
			self.forget().await;
		}
		result
	}
}

async fn follow(mut progress: Progress, until: Until, what: &str) -> Result<u64, Failure> {
	let lost = |why: &dyn Display| Failure::node(what, why);
	while let Some(status) = progress.next().await {
		let block = match status.map_err(|why| lost(&chain_of_causes(&why)))? {
			TransactionStatus::InBestBlock(block) if until == Until::Included => block,
			TransactionStatus::InFinalizedBlock(block) => block,
			TransactionStatus::Error { message }
			| TransactionStatus::Invalid { message }
			| TransactionStatus::Dropped { message } => return Err(lost(&message)),
			_ => continue,
		};
		let at = block.at().await.map_err(|why| lost(&chain_of_causes(&why)))?;
		return match block.wait_for_success().await {
			Ok(_) => Ok(at.block_number()),
			Err(TransactionEventsError::ExtrinsicFailed(why)) => {
				let (error, reason) = explain(&why);
				Err(Failure { error, ..Failure::new(Kind::Refused, format!("{what}: {reason}")) })
			},
			Err(why) => Err(lost(&chain_of_causes(&why))),
		};
	}
	Err(lost(&"the node says no more of it"))
}

async fn within<T, E: From<Failure>>(
	url: &str,
	limit: Duration,
	exchange: impl Future<Output = Result<T, E>> + Send,
) -> Result<T, E> {
	tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| {
		let why = format!("the node at {url} took longer than {} s", limit.as_secs());
		Err(Failure::new(Kind::Node, why).into())
	})
}
