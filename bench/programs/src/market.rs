//! A market that lives: each lease is ordered, bid for four times, approved, awarded by the
//! auction, confirmed, settled in one block after another and closed, each step when the one before
//! it is seen in a block.

use crate::{
	calls,
	people::{Known, People, BIDS, OPERATIONS, SENDERS, SETTLES, TENANTS},
};
use leasehold_primitives::{LeaseId, MAX_SETTLE_BATCH};
use leasehold_runtime::RuntimeEvent;
use pallet_leasehold_leases::Event as LeasesEvent;
use pallet_leasehold_market::{AuctionKind, Event as MarketEvent};
use sp_runtime::OpaqueExtrinsic;
use std::collections::{BTreeMap, BTreeSet};

/// What has come of all leases.
#[derive(Clone, Debug, Default)]
pub struct Counts {
	/// Orders created.
	pub created: u32,
	/// Bids placed.
	pub bids: u32,
	/// Leases awarded.
	pub awarded: u32,
	/// Leases that have started.
	pub confirmed: u32,
	/// Settlements.
	pub settles: u32,
	/// Leases of a batch that were left for another.
	pub skipped: u32,
	/// Leases that have ended.
	pub closed: u32,
}

impl Counts {
	/// Operations of accounts among these.
	pub fn operations(&self) -> u32 {
		self.created + self.bids + self.confirmed + self.settles + self.closed
	}
}

/// The market, as one who looks at every block knows it.
pub struct Market {
	/// Those who take part.
	pub people: People,
	/// What has come of all leases.
	pub counts: Counts,
	/// Leases that run, with how often they were asked to be settled.
	running: BTreeMap<LeaseId, (Known, u32)>,
	/// Orders asked for.
	asked: u32,
	/// Where settlements come in batches: those to settle of each provider.
	due: Option<BTreeMap<u32, BTreeSet<LeaseId>>>,
}

impl Market {
	/// A market in which nothing has happened.
	pub fn new(people: People) -> Self {
		let counts = Counts::default();
		Self { people, counts, running: BTreeMap::new(), asked: 0, due: None }
	}

	/// Let settlements come in batches, as providers' nodes send them: see [`Self::batches`].
	pub fn in_batches(self) -> Self {
		Self { due: Some(BTreeMap::new()), ..self }
	}

	/// What each provider has to settle after the events of a block, and how many leases that is.
	pub fn batches(&mut self) -> (Vec<OpaqueExtrinsic>, u32) {
		let (mut batches, mut leases) = (Vec::new(), 0);
		for (provider, due) in self.due.iter_mut().flat_map(std::mem::take) {
			let ids: Vec<_> = due.into_iter().collect();
			leases += u32::try_from(ids.len()).unwrap_or(u32::MAX);
			for part in ids.chunks(MAX_SETTLE_BATCH as usize) {
				batches.push(self.people.sign("provider", provider, calls::settle_many(part)));
			}
		}
		(batches, leases)
	}

	/// Orders asked for so far.
	pub fn asked(&self) -> u32 {
		self.asked
	}

	/// The orders that are missing to `whole` operations, most of which come later of themselves.
	pub fn orders(&mut self, whole: u64) -> Vec<OpaqueExtrinsic> {
		let due = u32::try_from(whole / u64::from(OPERATIONS)).unwrap_or(u32::MAX);
		let from = self.asked;
		self.asked = self.asked.max(due);
		(from..self.asked)
			.map(|at| self.people.sign("tenant", at % TENANTS, calls::create(AuctionKind::Open)))
			.collect()
	}

	/// What comes next of an event.
	pub fn follow(&mut self, event: &RuntimeEvent) -> Option<OpaqueExtrinsic> {
		if let Some(order) = self.people.order(event) {
			self.counts.created += 1;
			return Some(self.people.bid(order, 0));
		}
		if let Some(lease) = self.people.award(event) {
			self.counts.awarded += 1;
			self.running.insert(lease.id, (lease, 0));
			return Some(self.people.confirm(&lease));
		}
		match event {
			RuntimeEvent::Market(MarketEvent::BidPlaced { order, price, .. }) => {
				self.counts.bids += 1;
				// The next bidder undercuts what it sees.
				let next = (1..BIDS).find(|round| calls::price(*round) < *price)?;
				Some(self.people.bid(*order, next))
			},
			RuntimeEvent::Leases(LeasesEvent::LeaseStarted { lease, .. }) => {
				self.counts.confirmed += 1;
				self.settle(*lease)
			},
			RuntimeEvent::Leases(LeasesEvent::LeaseSettled { lease, .. }) => {
				self.counts.settles += 1;
				self.settle(*lease)
			},
			RuntimeEvent::Leases(LeasesEvent::LeaseSkipped { lease, .. }) => {
				self.counts.skipped += 1;
				let (known, _) = *self.running.get(lease)?;
				self.settle_with_others(known);
				None
			},
			RuntimeEvent::Leases(LeasesEvent::LeaseClosed { .. }) => {
				self.counts.closed += 1;
				None
			},
			_ => None,
		}
	}

	/// Whether settlements come in batches, of which the next has this lease.
	fn settle_with_others(&mut self, lease: Known) -> bool {
		let Some(due) = &mut self.due else { return false };
		due.entry(lease.provider).or_default().insert(lease.id);
		true
	}

	/// The next settlement of a lease, or its close; none where that is in a batch.
	fn settle(&mut self, id: LeaseId) -> Option<OpaqueExtrinsic> {
		let (lease, settled) = self.running.get_mut(&id)?;
		*settled += 1;
		if *settled > SETTLES {
			let tenant = lease.tenant;
			self.running.remove(&id);
			return Some(self.people.sign("tenant", tenant, calls::close(id)));
		}
		let lease = *lease;
		if self.settle_with_others(lease) {
			return None;
		}
		let settler = u32::try_from(id % u64::from(SENDERS)).unwrap_or(0);
		Some(self.people.sign("sender", settler, calls::settle(id)))
	}
}
