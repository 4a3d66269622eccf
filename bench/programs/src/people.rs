//! Who takes part in a market: accounts that are derived from numbers, so that every run is like
//! every other.

use crate::{
	calls,
	sign::{account, pair, sign},
};
use leasehold_primitives::{LeaseId, NodeIndex, OrderId, MAX_SETTLE_BATCH};
use leasehold_runtime::{AccountId, Hash, RuntimeCall, RuntimeEvent};
use sp_core::sr25519;
use sp_runtime::OpaqueExtrinsic;
use std::collections::HashMap;

/// Accounts that send transfers and settle.
pub const SENDERS: u32 = 500;
/// Accounts that order.
pub const TENANTS: u32 = 500;
/// Accounts that bid.
pub const PROVIDERS: u32 = 32;
/// Bids on each order.
pub const BIDS: u32 = 4;
/// Settlements of each lease.
pub const SETTLES: u32 = 24;
/// Operations in the life of a lease: one order, its bids, one confirmation, its settlements, one
/// close.
pub const OPERATIONS: u32 = 3 + BIDS + SETTLES;

/// What a lease is known by.
#[derive(Clone, Copy, Debug)]
pub struct Known {
	/// Its number.
	pub id: LeaseId,
	/// Its tenant's.
	pub tenant: u32,
	/// Its provider's.
	pub provider: u32,
}

/// Whole batches of `leases`, a provider's together, as its node sends them.
pub fn batches(leases: &[Known]) -> Vec<Vec<LeaseId>> {
	let mut sorted = leases.to_vec();
	sorted.sort_by_key(|lease| (lease.provider, lease.id));
	let ids: Vec<LeaseId> = sorted.iter().map(|lease| lease.id).collect();
	ids.chunks_exact(MAX_SETTLE_BATCH as usize).map(<[LeaseId]>::to_vec).collect()
}

/// The accounts with their next nonces, and the chain they sign for.
pub struct People {
	genesis: Hash,
	signers: HashMap<(&'static str, u32), (sr25519::Pair, u32)>,
	numbers: HashMap<AccountId, u32>,
}

impl People {
	/// Everybody, on a chain on which they have sent nothing yet.
	pub fn new(genesis: Hash) -> Self {
		let of = |role, count| (0..count).map(move |at| (account(role, at), at));
		let numbers = of("tenant", TENANTS).chain(of("provider", PROVIDERS)).collect();
		Self { genesis, signers: HashMap::new(), numbers }
	}

	/// All who need money.
	pub fn all() -> Vec<AccountId> {
		(0..SENDERS)
			.map(|at| account("sender", at))
			.chain((0..TENANTS).map(|at| account("tenant", at)))
			.chain((0..PROVIDERS).map(|at| account("provider", at)))
			.chain([account("operator", 0)])
			.collect()
	}

	/// `call`, signed by `number` in `role` as its next transaction.
	pub fn sign(&mut self, role: &'static str, number: u32, call: RuntimeCall) -> OpaqueExtrinsic {
		let signer = self.signers.entry((role, number)).or_insert_with(|| (pair(role, number), 0));
		let signed = sign(&signer.0, signer.1, call, self.genesis);
		signer.1 += 1;
		signed
	}

	/// What registers all providers with their machines.
	pub fn registrations(&mut self) -> Vec<OpaqueExtrinsic> {
		let mut all = Vec::new();
		for number in 0..PROVIDERS {
			all.push(self.sign("provider", number, calls::register()));
			for _ in 0..calls::MACHINES {
				all.push(self.sign("provider", number, calls::add_node()));
			}
		}
		all
	}

	/// A tenant's or provider's number.
	fn number(&self, who: &AccountId) -> Option<u32> {
		self.numbers.get(who).copied()
	}

	/// What an event says of a lease that was awarded.
	pub fn award(&self, event: &RuntimeEvent) -> Option<Known> {
		let RuntimeEvent::Leases(pallet_leasehold_leases::Event::LeaseAwarded { terms, .. }) =
			event
		else {
			return None;
		};
		let (tenant, provider) = (self.number(&terms.tenant)?, self.number(&terms.provider)?);
		Some(Known { id: terms.id, tenant, provider })
	}

	/// The number of an order that an event says was created.
	pub fn order(&self, event: &RuntimeEvent) -> Option<OrderId> {
		match event {
			RuntimeEvent::Market(pallet_leasehold_market::Event::OrderCreated {
				order, ..
			}) => Some(*order),
			_ => None,
		}
	}

	/// The bid number `round` on an order. The bidders of an order are neighbours, and its machine
	/// is one of all in turn.
	pub fn bid(&mut self, order: OrderId, round: u32) -> OpaqueExtrinsic {
		let first = u32::try_from(order % u64::from(PROVIDERS)).unwrap_or(0);
		let turn = order / u64::from(PROVIDERS) % u64::from(calls::MACHINES);
		let machine = NodeIndex::try_from(turn).unwrap_or(0);
		self.sign("provider", (first + round) % PROVIDERS, calls::bid(order, round, machine))
	}

	/// The provider's confirmation of a lease.
	pub fn confirm(&mut self, lease: &Known) -> OpaqueExtrinsic {
		self.sign("provider", lease.provider, calls::confirm(lease.id))
	}
}
