//! A connection to a node.

use super::{failure::chain_of_causes, records, Config, Currency, Failure, Kind, State};
use crate::{
	account::{from_hex, AccountId},
	model::Asset,
};
use serde_json::json;
use std::{fmt::Display, sync::Arc, time::Duration};
use subxt::{
	backend::{BlockRef, LegacyBackend},
	rpcs::{client::rpc_params, RpcClient},
	utils::H256,
	OnlineClient,
};

/// How long a node may take to answer at first.
const CONNECT: Duration = Duration::from_secs(20);
/// How long it is waited for when it went away in between.
const RETRY: Duration = Duration::from_secs(60);
/// How far apart two looks at the best block are.
const LOOK: Duration = Duration::from_millis(500);

/// A chain, by one of its nodes.
pub struct Chain {
	url: String,
	rpc: RpcClient,
	client: OnlineClient<Config>,
	genesis: [u8; 32],
}

impl Chain {
	/// Connect to a node by WebSocket, and see that its chain is one that is known here.
	pub async fn connect(url: &str) -> Result<Self, Failure> {
		let what = format!("the node at {url} cannot be reached");
		let connected = tokio::time::timeout(CONNECT, Self::open(url)).await;
		let chain = connected.map_err(|_| {
			Failure::node(&what, format!("no answer within {} s", CONNECT.as_secs()))
		})??;
		records::check(chain.finalised().await?.metadata())?;
		Ok(chain)
	}

	pub(super) async fn open(url: &str) -> Result<Self, Failure> {
		let failed =
			|why: &dyn Display| Failure::node(format!("the node at {url} cannot be reached"), why);
		let rpc = RpcClient::from_insecure_url(url).await;
		let rpc = rpc.map_err(|why| failed(&chain_of_causes(&why)))?;
		let backend = Arc::new(LegacyBackend::builder().build(rpc.clone()));
		let client = OnlineClient::<Config>::from_backend(backend).await;
		let client = client.map_err(|why| failed(&chain_of_causes(&why)))?;
		let genesis = client.genesis_hash().0;
		Ok(Self { url: url.into(), rpc, client, genesis })
	}

	/// The hash of the chain's first block.
	pub fn genesis(&self) -> [u8; 32] {
		self.genesis
	}

	pub(super) fn client(&self) -> &OnlineClient<Config> {
		&self.client
	}

	async fn hash(
		&self,
		method: &str,
		params: subxt::rpcs::client::RpcParams,
	) -> Result<H256, Failure> {
		let failed =
			|why: &dyn Display| Failure::node(format!("{} does not say its blocks", self.url), why);
		let answer: Option<String> =
			self.rpc.request(method, params).await.map_err(|why| failed(&chain_of_causes(&why)))?;
		let hash = answer.and_then(|text| from_hex::<32>(text.strip_prefix("0x")?));
		hash.map(H256).ok_or_else(|| failed(&"there is no such block"))
	}

	async fn at(&self, hash: H256) -> Result<State, Failure> {
		let at = self.client.at_block(BlockRef::from_hash(hash)).await;
		at.map(State::new).map_err(|why| {
			Failure::node(format!("{} does not show its state", self.url), chain_of_causes(&why))
		})
	}

	/// The state at the best block, which others may still replace.
	pub async fn best(&self) -> Result<State, Failure> {
		self.at(self.hash("chain_getBlockHash", rpc_params![]).await?).await
	}

	/// The state at the last block that is final.
	pub async fn finalised(&self) -> Result<State, Failure> {
		self.at(self.hash("chain_getFinalizedHead", rpc_params![]).await?).await
	}

	/// The state at a height, on the best chain.
	pub async fn block(&self, number: u64) -> Result<State, Failure> {
		self.at(self.hash("chain_getBlockHash", rpc_params![number]).await?).await
	}

	/// The state at a height, waited for; a node that goes away is given a minute to come back.
	pub async fn wait_for_block(&mut self, number: u64) -> Result<State, Failure> {
		loop {
			let found = async {
				let best = self.best().await?;
				if best.number() < number {
					return Ok(None);
				}
				if best.number() == number {
					return Ok(Some(best));
				}
				self.block(number).await.map(Some)
			};
			match found.await {
				Ok(Some(state)) => return Ok(state),
				Ok(None) => tokio::time::sleep(LOOK).await,
				Err(why) => self.reconnect(why).await?,
			}
		}
	}

	async fn reconnect(&mut self, why: Failure) -> Result<(), Failure> {
		let again = async {
			loop {
				tokio::time::sleep(LOOK * 2).await;
				if let Ok(chain) = Self::open(&self.url).await {
					return chain;
				}
			}
		};
		let chain = tokio::time::timeout(RETRY, again).await.map_err(|_| why)?;
		if chain.genesis != self.genesis {
			return Err(Failure::new(
				Kind::Node,
				format!("the node at {} is on another chain now", self.url),
			));
		}
		*self = chain;
		Ok(())
	}

	/// The nonce of an account's next transaction, those that wait counted.
	pub(super) async fn next_nonce(&self, account: &AccountId) -> Result<u64, Failure> {
		let answer = self.rpc.request("system_accountNextIndex", rpc_params![account.to_string()]);
		answer.await.map_err(|why| {
			Failure::node("the account's transactions cannot be counted", chain_of_causes(&why))
		})
	}

	/// Whether the node knows that it is behind.
	pub(super) async fn is_syncing(&self) -> Result<bool, Failure> {
		#[derive(serde::Deserialize)]
		#[serde(rename_all = "camelCase")]
		struct Health {
			is_syncing: bool,
		}
		let health: Result<Health, _> = self.rpc.request("system_health", rpc_params![]).await;
		health
			.map(|health| health.is_syncing)
			.map_err(|why| Failure::node("the node does not say how it is", chain_of_causes(&why)))
	}

	/// How amounts of an asset are written.
	pub async fn currency(&self, state: &State, asset: Asset) -> Result<Currency, Failure> {
		let Asset::WithId(id) = asset else { return Ok(Currency::native()) };
		let found = state.get::<records::AssetMetadata>(&[json!(id)]).await?;
		let symbol = found
			.as_ref()
			.and_then(|found| String::from_utf8(found.symbol.clone()).ok())
			.filter(|symbol| !symbol.is_empty() && !symbol.chars().any(char::is_control))
			.unwrap_or_else(|| format!("units of asset {id}"));
		Ok(Currency { asset, symbol, decimals: found.map_or(0, |found| found.decimals) })
	}
}
