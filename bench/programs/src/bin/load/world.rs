//! Who takes part: accounts with money, providers with machines, a private network's offer.

use crate::{
	node::Node,
	phase::{self, Phase},
};
use leasehold_bench::{
	calls,
	people::{Known, People, PROVIDERS, SENDERS, TENANTS},
	sign::{account, alice, sign},
};
use leasehold_runtime::{Runtime, RuntimeCall, RuntimeEvent};
use sp_core::Pair;
use sp_runtime::OpaqueExtrinsic;

/// The first network and the first offer of a fresh chain.
const NETWORK: u64 = 0;
const OFFER: u64 = 0;
/// Replicas offered, as many as may be.
const QUANTITY: u32 = 1_000_000;

/// A node and those who send to it.
pub struct World {
	pub node: Node,
	pub people: People,
}

impl World {
	/// On a node of a fresh chain.
	pub fn new(node: Node) -> Self {
		let people = People::new(node.genesis);
		Self { node, people }
	}

	/// Give everybody money and make auctions, deadlines and liveness last for the run; register
	/// providers, and let them supply an offer.
	pub async fn prepare(&mut self, auction_blocks: u32) -> Result<(), String> {
		let mut calls = calls::fund(&People::all());
		calls.extend(self.parameters(auction_blocks).await?);
		self.as_alice("accounts and parameters", calls).await?;

		let mut all = self.people.registrations();
		all.push(self.people.sign("operator", 0, calls::create_network()));
		self.done("providers and a network", all).await?;
		self.as_alice("the network's approval", vec![calls::approve_network(NETWORK)]).await?;
		let mut all = Vec::new();
		for number in 0..PROVIDERS {
			let admit = calls::admit(NETWORK, account("provider", number));
			all.push(self.people.sign("operator", 0, admit));
		}
		all.push(self.people.sign("operator", 0, calls::publish_offer(NETWORK, QUANTITY)));
		self.done("an offer", all).await?;
		let supplies =
			(0..PROVIDERS).map(|number| self.people.sign("provider", number, calls::supply(OFFER)));
		let supplies = supplies.collect();
		self.done("its supply", supplies).await
	}

	async fn parameters(&self, auction_blocks: u32) -> Result<Vec<RuntimeCall>, String> {
		type Market = pallet_leasehold_market::Params<Runtime>;
		type Leases = pallet_leasehold_leases::Parameters<Runtime>;
		type Providers = pallet_leasehold_providers::Parameters<Runtime>;
		let market = self.node.read(Market::hashed_key().to_vec(), None).await?;
		let leases = self.node.read(Leases::hashed_key().to_vec(), None).await?;
		let providers = self.node.read(Providers::hashed_key().to_vec(), None).await?;
		Ok(calls::parameters(
			market.unwrap_or_default(),
			leases.unwrap_or_default(),
			providers.unwrap_or_default(),
			auction_blocks,
		))
	}

	/// Let settlements be due in every block, so that a batch which comes round soon is paid whole.
	pub async fn settle_always(&self) -> Result<(), String> {
		let key = pallet_leasehold_leases::Parameters::<Runtime>::hashed_key();
		let leases = self.node.read(key.to_vec(), None).await?.unwrap_or_default();
		self.as_alice("settlements that are always due", vec![calls::settle_always(leases)]).await
	}

	/// Let auctions that begin from now on take bids for so many blocks.
	pub async fn auctions_of(&self, blocks: u32) -> Result<(), String> {
		let key = pallet_leasehold_market::Params::<Runtime>::hashed_key();
		let market = self.node.read(key.to_vec(), None).await?.unwrap_or_default();
		self.as_alice("how long auctions last", vec![calls::auctions_of(market, blocks)]).await
	}

	/// Calls of the development chain's Alice, who is its root.
	pub async fn as_alice(&self, what: &str, calls: Vec<RuntimeCall>) -> Result<(), String> {
		let alice = alice();
		let nonce = self.node.nonce(&alice.public().into()).await?;
		let signed = (nonce..)
			.zip(calls)
			.map(|(nonce, call)| sign(&alice, nonce, call, self.node.genesis))
			.collect();
		self.done(what, signed).await
	}

	/// Send what prepares the run; all of it must succeed.
	pub async fn done(&self, name: &str, extrinsics: Vec<OpaqueExtrinsic>) -> Result<(), String> {
		self.done_seeing(name, extrinsics, None, |_| ()).await
	}

	/// As [`Self::done`], at so many a second if one is given, with a look at the events.
	pub async fn done_seeing(
		&self,
		name: &str,
		extrinsics: Vec<OpaqueExtrinsic>,
		rate: Option<u32>,
		seen: impl FnMut(&RuntimeEvent),
	) -> Result<(), String> {
		let phase = Phase { rate, ..Phase::of(name, extrinsics) };
		let outcome = phase::run(&self.node, phase, seen).await?;
		match outcome.failed + outcome.lost {
			0 => Ok(()),
			bad => Err(format!(
				"{name}: {bad} of {} transactions failed or were lost; the chain must be a fresh one, made with --dev",
				outcome.sent
			)),
		}
	}

	/// Take the offer so many times, tenants and providers in turn.
	pub fn takes(&mut self, count: u32) -> Vec<OpaqueExtrinsic> {
		(0..count)
			.map(|at| {
				let provider = account("provider", at % PROVIDERS);
				self.people.sign("tenant", at % TENANTS, calls::take_offer(OFFER, provider))
			})
			.collect()
	}

	/// Confirm leases.
	pub fn confirms(&mut self, leases: &[Known]) -> Vec<OpaqueExtrinsic> {
		leases.iter().map(|lease| self.people.confirm(lease)).collect()
	}

	/// Transfers from everybody to the next, as the yardstick.
	pub fn transfers(&mut self, count: u32) -> Vec<OpaqueExtrinsic> {
		(0..count)
			.map(|at| {
				let to = account("sender", (at + 1) % SENDERS);
				self.people.sign("sender", at % SENDERS, calls::transfer(to))
			})
			.collect()
	}
}
