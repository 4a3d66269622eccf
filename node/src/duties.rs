//! What the operator of a validator sees of its votes on approvals: counters, gauges to set alerts
//! on, and log lines.
//!
//! It follows finalised blocks one by one, so that no fork is counted and no block skipped, and
//! asks the runtime for the seats of the keys in this node's keystore. Counters start at zero
//! with the node.

use crate::service::FullClient;
use futures::StreamExt;
use leasehold_primitives::{
	crypto::approvals::{AuthorityId, KEY_TYPE},
	runtime_api::{ApprovalsApi as _, Duty},
	traits::Subject,
	BlockNumber,
};
use leasehold_runtime::{opaque::Block, AccountId};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_keystore::{Keystore, KeystorePtr};
use std::{collections::BTreeMap, future::Future, sync::Arc};
use substrate_prometheus_endpoint::{
	register, Counter, Gauge, Histogram, HistogramOpts, PrometheusError, Registry, U64,
};

/// A vote that is missing so many blocks after the draw is overdue: half a minute.
const OVERDUE_BLOCKS: BlockNumber = 10;

/// Which seat: the second committee of a subject is drawn in another block than the first.
type Seat = (Subject, AccountId, BlockNumber);

/// The seats on which no verdict was known at the last finalised block.
#[derive(Debug, Default)]
struct Seats(BTreeMap<Seat, Duty<AccountId>>);

/// What a block has changed.
#[derive(Debug, Default, Eq, PartialEq)]
struct Changes {
	/// New seats.
	assigned: Vec<Duty<AccountId>>,
	/// For each vote that was counted, how many blocks after the draw it was.
	voted: Vec<BlockNumber>,
	/// Seats whose deadline passed without a vote.
	missed: Vec<Duty<AccountId>>,
	/// How many seats others or governance have decided without this vote.
	unneeded: u64,
	/// Seats without a vote now.
	pending: u64,
	/// Those of them whose vote is overdue.
	overdue: u64,
}

impl Seats {
	/// Take over the seats as they are in block `now`.
	fn observe(&mut self, now: BlockNumber, duties: Vec<Duty<AccountId>>) -> Changes {
		let mut changes = Changes::default();
		let current: BTreeMap<Seat, _> = duties
			.into_iter()
			.map(|duty| ((duty.subject, duty.validator.clone(), duty.drawn), duty))
			.collect();
		for (seat, duty) in &current {
			let before = self.0.remove(seat);
			if before.is_none() {
				changes.assigned.push(duty.clone());
			}
			match duty.vote {
				Some(_) if before.as_ref().is_none_or(|before| before.vote.is_none()) => {
					changes.voted.push(now.saturating_sub(duty.drawn));
				},
				None if duty.open => {
					changes.pending += 1;
					if now.saturating_sub(duty.drawn) >= OVERDUE_BLOCKS {
						changes.overdue += 1;
					}
				},
				_ => {},
			}
		}
		// What is left in the old list has ended.
		for duty in std::mem::replace(&mut self.0, current).into_values() {
			match duty.vote {
				Some(_) => {},
				None if now >= duty.deadline => changes.missed.push(duty),
				None => changes.unneeded += 1,
			}
		}
		changes
	}
}

/// What Prometheus is told.
struct Metrics {
	assigned: Counter<U64>,
	voted: Counter<U64>,
	missed: Counter<U64>,
	unneeded: Counter<U64>,
	pending: Gauge<U64>,
	overdue: Gauge<U64>,
	latency: Histogram,
}

impl Metrics {
	fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let counter = |name: &str, help: &str| register(Counter::new(name, help)?, registry);
		let gauge = |name: &str, help: &str| register(Gauge::new(name, help)?, registry);
		let latency = HistogramOpts::new(
			"leasehold_approvals_latency_blocks",
			"Blocks from the draw of a committee to this validator's vote",
		)
		.buckets(vec![1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 400.0]);
		Ok(Self {
			assigned: counter(
				"leasehold_approvals_assigned_total",
				"Seats on committees that this validator was drawn for",
			)?,
			voted: counter(
				"leasehold_approvals_voted_total",
				"Votes of this validator that were counted",
			)?,
			missed: counter(
				"leasehold_approvals_missed_total",
				"Seats whose deadline passed without this validator's vote",
			)?,
			unneeded: counter(
				"leasehold_approvals_unneeded_total",
				"Seats whose subject was decided before this validator's vote",
			)?,
			pending: gauge(
				"leasehold_approvals_pending",
				"Seats on which this validator has not voted yet, at the finalised block",
			)?,
			overdue: gauge(
				"leasehold_approvals_overdue",
				"Those of them that were drawn 10 blocks ago or earlier: alert above 0",
			)?,
			latency: register(Histogram::with_opts(latency)?, registry)?,
		})
	}

	fn note(&self, changes: &Changes) {
		self.assigned.inc_by(changes.assigned.len() as u64);
		self.voted.inc_by(changes.voted.len() as u64);
		self.missed.inc_by(changes.missed.len() as u64);
		self.unneeded.inc_by(changes.unneeded);
		self.pending.set(changes.pending);
		self.overdue.set(changes.overdue);
		for blocks in &changes.voted {
			self.latency.observe((*blocks).into());
		}
	}
}

/// Say what an operator wants to read.
fn tell(changes: &Changes) {
	for Duty { subject, validator, deadline, .. } in &changes.assigned {
		log::info!("🗳  {validator} is to vote on {subject:?} before block {deadline}");
	}
	for blocks in &changes.voted {
		log::info!("🗳  A vote was counted {blocks} blocks after the draw");
	}
	for Duty { subject, validator, deadline, .. } in &changes.missed {
		log::warn!("🗳  {validator} did not vote on {subject:?} before block {deadline}");
	}
	if changes.overdue > 0 {
		log::warn!("🗳  {} votes are overdue", changes.overdue);
	}
}

/// Follow the votes of the keys in `keystore`, as long as blocks are finalised.
///
/// # Errors
/// If the registry does not take the metrics.
pub fn follow(
	client: Arc<FullClient>,
	keystore: KeystorePtr,
	registry: Option<&Registry>,
) -> Result<impl Future<Output = ()>, PrometheusError> {
	let metrics = registry.map(Metrics::register).transpose()?;
	let mut finalised = client.finality_notification_stream();
	Ok(async move {
		let mut seats = Seats::default();
		while let Some(news) = finalised.next().await {
			let keys: Vec<AuthorityId> =
				keystore.sr25519_public_keys(KEY_TYPE).into_iter().map(AuthorityId::from).collect();
			for hash in news.tree_route.iter().copied().chain([news.hash]) {
				let number = match client.number(hash) {
					Ok(Some(number)) => number,
					_ => continue,
				};
				let asked =
					ProvideRuntimeApi::<Block>::runtime_api(&*client).duties(hash, keys.clone());
				match asked {
					Ok(duties) => {
						let changes = seats.observe(number, duties);
						tell(&changes);
						if let Some(metrics) = &metrics {
							metrics.note(&changes);
						}
					},
					// A state that was pruned meanwhile; the next block has one.
					Err(error) => log::debug!("cannot read duties at {hash}: {error}"),
				}
			}
		}
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	const ME: AccountId = AccountId::new([1; 32]);

	fn duty(id: u64, drawn: BlockNumber, vote: Option<bool>) -> Duty<AccountId> {
		Duty {
			subject: Subject::Order(id),
			validator: ME,
			drawn,
			deadline: drawn + 40,
			vote,
			open: true,
		}
	}

	#[test]
	fn seats_should_count_a_vote_once_with_its_latency() {
		let mut seats = Seats::default();
		let first = seats.observe(100, vec![duty(0, 100, None)]);
		assert_eq!(first.assigned, vec![duty(0, 100, None)]);
		assert_eq!((first.pending, first.overdue), (1, 0));
		let second = seats.observe(101, vec![duty(0, 100, Some(false))]);
		assert_eq!(second, Changes { voted: vec![1], ..Default::default() });
		assert_eq!(seats.observe(102, vec![duty(0, 100, Some(false))]), Changes::default());
		assert_eq!(seats.observe(103, vec![]), Changes::default(), "it was decided");
	}

	#[test]
	fn seats_should_see_the_vote_that_decides() {
		let mut seats = Seats::default();
		seats.observe(100, vec![duty(0, 100, None), duty(1, 100, None)]);
		let closed = |id, vote| Duty { open: false, ..duty(id, 100, vote) };
		let decided = seats.observe(112, vec![closed(0, Some(true)), closed(1, None)]);
		assert_eq!(decided, Changes { voted: vec![12], ..Default::default() });
		assert_eq!(seats.observe(113, vec![]), Changes { unneeded: 1, ..Default::default() });
	}

	#[test]
	fn seats_should_tell_missed_from_unneeded() {
		let mut seats = Seats::default();
		seats.observe(100, vec![duty(0, 100, None), duty(1, 100, None)]);
		assert_eq!(
			seats.observe(120, vec![duty(0, 100, None)]),
			Changes { unneeded: 1, pending: 1, overdue: 1, ..Default::default() }
		);
		// The deadline brings a second committee, with this validator again.
		let redrawn = seats.observe(140, vec![duty(0, 140, None)]);
		assert_eq!(redrawn.missed, vec![duty(0, 100, None)]);
		assert_eq!(redrawn.assigned, vec![duty(0, 140, None)]);
		assert_eq!(redrawn.overdue, 0);
	}

	#[test]
	fn seats_should_be_overdue_ten_blocks_after_the_draw() {
		let mut seats = Seats::default();
		assert_eq!(seats.observe(109, vec![duty(0, 100, None)]).overdue, 0);
		assert_eq!(seats.observe(110, vec![duty(0, 100, None)]).overdue, 1);
		assert_eq!(seats.observe(111, vec![duty(0, 100, Some(true))]).voted, vec![11]);
	}

	#[test]
	fn seats_seen_first_with_a_vote_should_count_it() {
		let mut seats = Seats::default();
		let changes = seats.observe(105, vec![duty(0, 100, Some(true))]);
		assert_eq!((changes.assigned.len(), changes.voted), (1, vec![5]));
	}

	#[test]
	fn metrics_should_register_once_and_count() {
		let registry = Registry::new();
		let metrics = Metrics::register(&registry).unwrap();
		assert!(Metrics::register(&registry).is_err(), "names are taken");
		let mut seats = Seats::default();
		metrics.note(&seats.observe(100, vec![duty(0, 100, None), duty(1, 99, Some(true))]));
		metrics.note(&seats.observe(140, vec![]));
		assert_eq!((metrics.assigned.get(), metrics.voted.get(), metrics.missed.get()), (2, 1, 1));
		assert_eq!((metrics.pending.get(), metrics.latency.get_sample_count()), (0, 1));
	}
}
