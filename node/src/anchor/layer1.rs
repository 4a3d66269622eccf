//! Ethereum, as one endpoint shows it. It may be wrong, slow or gone; nothing here trusts it with
//! more than the fees of a transaction.

use super::{
	contract::LeaseAnchor::{self, LeaseAnchorErrors},
	plan::Anchored,
};
use alloy::{
	eips::{BlockId, BlockNumberOrTag},
	network::Ethereum,
	primitives::{Address, Bytes, B256, U256},
	providers::{Provider, RootProvider},
	rpc::{
		client::RpcClient,
		types::{TransactionReceipt, TransactionRequest},
	},
	sol_types::{SolCall, SolInterface},
	transports::{http::reqwest, RpcError, TransportErrorKind},
};
use std::{fmt, str::FromStr, time::Duration};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// An endpoint's address. It may hold an access key, so only its host is ever shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(reqwest::Url);

impl Endpoint {
	/// The whole address.
	pub fn url(&self) -> &reqwest::Url {
		&self.0
	}

	/// `text` without anything of the address but its host.
	fn redact(&self, text: &str) -> String {
		let mut text = text.replace(self.0.as_str(), &self.to_string());
		for secret in [self.0.path().trim_matches('/'), self.0.query().unwrap_or_default()] {
			if secret.len() >= 8 {
				text = text.replace(secret, "…");
			}
		}
		text
	}
}

impl fmt::Display for Endpoint {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}://{}", self.0.scheme(), self.0.host_str().unwrap_or_default())?;
		self.0.port().map_or(Ok(()), |port| write!(f, ":{port}"))
	}
}

impl fmt::Debug for Endpoint {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Endpoint({self}, redacted)")
	}
}

impl FromStr for Endpoint {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let url = reqwest::Url::parse(text).map_err(|_| "is not an address".to_string())?;
		match url.scheme() {
			"http" | "https" if url.has_host() => Ok(Self(url)),
			_ => Err("must start with http:// or https://".into()),
		}
	}
}

/// Why Ethereum did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
	/// The endpoint does not answer, or not in time.
	Unreachable(String),
	/// It answers, but with an error of its own or with nonsense.
	Refused(String),
	/// The contract said no.
	Reverted(Revert),
	/// There is no anchor at the address.
	NoContract(Address),
	/// It is another chain than it was or should be.
	WrongChain {
		/// Which it is.
		given: u64,
		/// Which it should be.
		expected: u64,
	},
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Unreachable(what) => write!(f, "Ethereum cannot be reached: {what}"),
			Self::Refused(what) => write!(f, "Ethereum's endpoint refused: {what}"),
			Self::Reverted(why) => write!(f, "the anchor refused: {why}"),
			Self::NoContract(address) => write!(f, "there is no anchor at {address}"),
			Self::WrongChain { given, expected } => {
				write!(f, "the endpoint is of the chain with id {given}, it should be {expected}",)
			},
		}
	}
}

/// What a call reverted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revert {
	/// The block is anchored, or a later one.
	Overtaken,
	/// The contract accepts nothing any more.
	TooOld,
	/// Another of the contract's errors, or bytes that are none of them.
	Other(String),
}

impl fmt::Display for Revert {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Overtaken => write!(f, "the block or a later one is anchored"),
			Self::TooOld => write!(f, "its last commitment is too old, it accepts nothing more"),
			Self::Other(what) => write!(f, "{what}"),
		}
	}
}

impl Revert {
	fn decode(data: &Bytes) -> Self {
		match LeaseAnchorErrors::abi_decode(data) {
			Ok(LeaseAnchorErrors::AlreadyAnchored(_) | LeaseAnchorErrors::StaleCommitment(_)) => {
				Self::Overtaken
			},
			Ok(LeaseAnchorErrors::SetTooOld(_)) => Self::TooOld,
			Ok(other) => Self::Other(format!("{other:?}")),
			Err(_) => Self::Other(format!("unknown error {data}")),
		}
	}
}

/// What Ethereum says of the anchor and of the poster, all at one block.
#[derive(Clone, Debug)]
pub struct View {
	/// When Ethereum's block was made, in seconds of Unix time.
	pub time: u64,
	/// What a unit of gas costs at least, in wei.
	pub base_fee: u128,
	/// What the anchor knows.
	pub anchored: Anchored,
	/// The root under its last block; zero for the block it started from.
	pub root: B256,
	/// What the poster has, in wei.
	pub balance: U256,
	/// How many transactions of the poster are in blocks.
	pub nonce: u64,
	/// The same, with those that wait.
	pub pending_nonce: u64,
}

/// An endpoint and the anchor's address.
#[derive(Clone)]
pub struct Layer1 {
	provider: RootProvider<Ethereum>,
	endpoint: Endpoint,
	contract: Address,
}

impl Layer1 {
	/// Ask `endpoint` about the anchor at `contract`.
	///
	/// # Errors
	/// If there is no TLS.
	pub fn new(endpoint: Endpoint, contract: Address) -> Result<Self, String> {
		// Fails if one is installed already, which serves as well.
		let _ = rustls::crypto::ring::default_provider().install_default();
		let client = reqwest::Client::builder()
			.timeout(PATIENCE)
			.redirect(reqwest::redirect::Policy::none())
			.build()
			.map_err(|error| format!("cannot set up HTTP: {error}"))?;
		let client = RpcClient::new_http_with_client(client, endpoint.url().clone());
		Ok(Self { provider: RootProvider::new(client), endpoint, contract })
	}

	/// The endpoint.
	pub fn endpoint(&self) -> &Endpoint {
		&self.endpoint
	}

	/// The anchor.
	pub fn contract(&self) -> Address {
		self.contract
	}

	fn failed(&self, error: RpcError<TransportErrorKind>) -> Error {
		if let Some(payload) = error.as_error_resp() {
			if let Some(data) = payload.as_revert_data() {
				return Error::Reverted(Revert::decode(&data));
			}
			return Error::Refused(self.endpoint.redact(&payload.message));
		}
		let mut text = error.to_string();
		let mut source = std::error::Error::source(&error);
		while let Some(cause) = source {
			text = format!("{text}: {cause}");
			source = cause.source();
		}
		let text = self.endpoint.redact(&text);
		// What an endpoint answers may be as long as it likes.
		let text = text.chars().take(300).collect();
		match error {
			RpcError::Transport(_) => Error::Unreachable(text),
			_ => Error::Refused(text),
		}
	}

	/// Which chain it is.
	///
	/// # Errors
	/// If the endpoint fails.
	pub async fn chain_id(&self) -> Result<u64, Error> {
		self.provider.get_chain_id().await.map_err(|error| self.failed(error))
	}

	/// Call a view function of the anchor.
	///
	/// # Errors
	/// If the endpoint fails, the anchor reverts, or there is none.
	pub async fn read<C: SolCall>(&self, call: C, at: BlockId) -> Result<C::Return, Error> {
		let request =
			TransactionRequest::default().to(self.contract).input(call.abi_encode().into());
		let answer =
			self.provider.call(request).block(at).await.map_err(|error| self.failed(error))?;
		if answer.is_empty() {
			return Err(Error::NoContract(self.contract));
		}
		C::abi_decode_returns_validate(&answer)
			.map_err(|_| Error::Refused("an answer that is not the anchor's".into()))
	}

	/// What the anchor knows at a block.
	///
	/// # Errors
	/// As [`Self::read`].
	pub async fn anchored(&self, at: BlockId) -> Result<Anchored, Error> {
		let accepts_until = self.read(LeaseAnchor::acceptsUntilCall {}, at).await?;
		Ok(Anchored {
			current: self.read(LeaseAnchor::currentSetCall {}, at).await?,
			next: self.read(LeaseAnchor::nextSetCall {}, at).await?,
			block: self.read(LeaseAnchor::latestBlockCall {}, at).await?,
			accepts_until: u64::try_from(accepts_until).unwrap_or(u64::MAX),
		})
	}

	/// Everything a poster must know to act.
	///
	/// # Errors
	/// As [`Self::read`].
	pub async fn view(&self, poster: Address) -> Result<View, Error> {
		let latest = self
			.provider
			.get_block_by_number(BlockNumberOrTag::Latest)
			.await
			.map_err(|error| self.failed(error))?
			.ok_or_else(|| Error::Refused("there is no latest block".into()))?;
		// By hash, so that a reorganisation in between cannot mix two chains' answers.
		let at = BlockId::hash(latest.header.hash);
		let anchored = self.anchored(at).await?;
		let call = LeaseAnchor::mmrRootsCall { blockNumber: anchored.block };
		let root = self.read(call, at).await?;
		let balance = self.provider.get_balance(poster).block_id(at).await;
		let nonce = self.provider.get_transaction_count(poster).block_id(at).await;
		let pending = self.provider.get_transaction_count(poster).pending().await;
		Ok(View {
			time: latest.header.timestamp,
			base_fee: latest.header.base_fee_per_gas.unwrap_or_default().into(),
			anchored,
			root,
			balance: balance.map_err(|error| self.failed(error))?,
			nonce: nonce.map_err(|error| self.failed(error))?,
			pending_nonce: pending.map_err(|error| self.failed(error))?,
		})
	}

	/// The last block of the chain that is anchored in a block of Ethereum's that is final;
	/// `None` where the endpoint or the chain knows no finality.
	pub async fn finalised(&self) -> Option<u32> {
		self.read(LeaseAnchor::latestBlockCall {}, BlockId::finalized()).await.ok()
	}

	/// Whether a call of the anchor would go through among the transactions that wait. An endpoint
	/// that does not know them answers for the latest block, or not at all.
	///
	/// # Errors
	/// As [`Self::read`].
	pub async fn try_pending(&self, from: Address, data: &Bytes) -> Result<(), Error> {
		let request =
			TransactionRequest::default().from(from).to(self.contract).input(data.clone().into());
		let answer = self.provider.call(request).block(BlockId::pending()).await;
		answer.map(|_| ()).map_err(|error| self.failed(error))
	}

	/// How much gas a call of the anchor takes.
	///
	/// # Errors
	/// As [`Self::read`].
	pub async fn estimate(&self, from: Address, data: &Bytes) -> Result<u64, Error> {
		let request =
			TransactionRequest::default().from(from).to(self.contract).input(data.clone().into());
		let estimate = self.provider.estimate_gas(request).block(BlockId::latest()).await;
		estimate.map_err(|error| self.failed(error))
	}

	/// What the endpoint suggests to pay a block's builder for a unit of gas, in wei; zero if it
	/// has no opinion.
	pub async fn suggested_priority(&self) -> u128 {
		self.provider.get_max_priority_fee_per_gas().await.unwrap_or_default()
	}

	/// Send a signed transaction.
	///
	/// # Errors
	/// If the endpoint fails or refuses it.
	pub async fn send(&self, raw: &[u8]) -> Result<(), Error> {
		let sent = self.provider.send_raw_transaction(raw).await;
		sent.map(|_| ()).map_err(|error| self.failed(error))
	}

	/// What became of a transaction; `None` while it is in no block.
	///
	/// # Errors
	/// If the endpoint fails.
	pub async fn receipt(&self, hash: B256) -> Result<Option<TransactionReceipt>, Error> {
		self.provider.get_transaction_receipt(hash).await.map_err(|error| self.failed(error))
	}

	/// Ask a method that is not in here, for tests.
	#[cfg(test)]
	pub async fn ask(&self, method: &'static str, params: serde_json::Value) -> serde_json::Value {
		self.provider
			.raw_request(method.into(), params)
			.await
			.unwrap_or_else(|error| panic!("{method}: {error}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloy::sol_types::SolError;

	#[test]
	fn endpoint_should_show_its_host_alone() {
		let secret = "https://user:word@node.example:8443/v3/0123456789abcdef?apikey=fedcba987654";
		let endpoint: Endpoint = secret.parse().expect("an address");
		assert_eq!(endpoint.to_string(), "https://node.example:8443");
		let shown = format!("{endpoint:?} {}", endpoint.redact(&format!("asking {secret} failed")));
		for part in ["word", "0123456789", "fedcba", "apikey"] {
			assert!(!shown.contains(part), "{shown}");
		}
	}

	#[test]
	fn revert_should_be_told_by_its_selector() {
		let data = LeaseAnchor::StaleCommitment { given: 1, latest: 2 }.abi_encode().into();
		assert_eq!(Revert::decode(&data), Revert::Overtaken);
		let data = LeaseAnchor::AlreadyAnchored { blockNumber: 1 }.abi_encode().into();
		assert_eq!(Revert::decode(&data), Revert::Overtaken);
		let data = LeaseAnchor::WrongSet { given: 1, expected: 2 }.abi_encode().into();
		assert!(matches!(Revert::decode(&data), Revert::Other(text) if text.contains("WrongSet")));
		assert!(matches!(Revert::decode(&Bytes::from_static(&[1])), Revert::Other(_)));
	}

	#[tokio::test]
	async fn error_should_not_hold_the_address_when_nothing_answers() {
		let endpoint: Endpoint =
			"http://127.0.0.1:9/v3/0123456789abcdef".parse().expect("an address");
		let layer1 = Layer1::new(endpoint, Address::ZERO).expect("HTTP");
		let error = layer1.chain_id().await.expect_err("nothing listens there");
		assert!(matches!(error, Error::Unreachable(_)), "{error}");
		assert!(!error.to_string().contains("0123456789"), "{error}");
	}
}
