//! The poster against anvil, with a chain of our own making that signs like BEEFY.
//!
//! They need `contracts/node_modules` (`npm ci` there) and say SKIPPED where it is not.

mod ethereum;
mod faults;
mod posters;
mod posting;
mod proofs;
mod toy;

use super::{
	contract::LeaseAnchor,
	fees::{Ceiling, GWEI},
	key::Key,
	layer1::Layer1,
	poster::Next,
	problem::Problem,
	Config, Metrics, Poster,
};
use alloy::{eips::BlockId, primitives::Address};
use ethereum::Anvil;
use std::{sync::Arc, time::Duration};
use toy::Toy;

/// A fortnight in seconds.
const MAXIMUM_AGE: u64 = 14 * 24 * 3_600;

/// A chain, an Ethereum, and the chain's anchor on it.
struct World {
	anvil: Anvil,
	chain: Arc<Toy>,
	contract: Address,
	layer1: Layer1,
}

impl World {
	/// The chain's sessions have the validators that `sessions` names, one letter each; the anchor
	/// starts from `block`. `None`, and a word of it, without anvil.
	async fn new(sessions: &str, block: u32) -> Option<Self> {
		let anvil = Anvil::start().await?;
		let chain = Arc::new(Toy::new(sessions));
		chain.advance(block);
		let contract = anvil.deploy(&chain, block, MAXIMUM_AGE).await;
		let layer1 = Layer1::new(anvil.endpoint(), contract).expect("HTTP");
		Some(Self { anvil, chain, contract, layer1 })
	}

	/// How a poster with the `account`th of anvil's keys is set up: without patience.
	fn config(&self, account: u8) -> Config {
		Config {
			endpoint: self.anvil.endpoint(),
			contract: self.contract,
			key: self.anvil.key(account),
			chain_id: Some(31_337),
			period: Duration::ZERO,
			ceiling: Ceiling { max: 50 * GWEI, priority: 2 * GWEI },
			replace_after: Duration::from_secs(600),
			turns: Duration::ZERO,
			poll: Duration::from_millis(1),
		}
	}

	fn poster(&self, account: u8) -> Poster<Toy> {
		self.poster_with(self.config(account))
	}

	fn poster_with(&self, config: Config) -> Poster<Toy> {
		let metrics = Metrics::new(None).expect("gauges");
		Poster::new(self.chain.clone(), config, metrics).expect("HTTP")
	}

	/// The last anchored block.
	async fn anchored(&self) -> u32 {
		let call = LeaseAnchor::latestBlockCall {};
		self.layer1.read(call, BlockId::latest()).await.expect("answers")
	}

	/// The set in office, as the anchor knows it.
	async fn set(&self) -> u64 {
		let call = LeaseAnchor::currentSetCall {};
		self.layer1.read(call, BlockId::latest()).await.expect("answers").id
	}
}

/// Let a poster look until nothing is left to do.
async fn drive(poster: &mut Poster<Toy>) -> Result<(), Problem> {
	for _ in 0..200 {
		match poster.look().await? {
			Next::Idle => return Ok(()),
			// Anvil mines a moment after it was told.
			Next::Soon => tokio::time::sleep(Duration::from_millis(20)).await,
			Next::After(_) | Next::Now => (),
		}
	}
	panic!("the poster does not come to rest");
}
