//! The agent's work: chain and containers are compared again and again, and made to agree. All it
//! needs for that is on chain, in its store and on the containers' labels, so it may be killed at
//! any moment and goes on from what it finds.

use crate::{
	chain::{Act, Chain, Lease, LeaseState, Leases},
	health::{Checks, Illness},
	metrics::Metrics,
	plan::{self, Container},
	runtime::{Found, Runtime},
	store::Store,
};
use futures::{stream, StreamExt};
use leasehold_client::{manifest::Upload, replay::Replays};
use serde::Serialize;
use std::{
	collections::{BTreeSet, HashMap, VecDeque},
	sync::Arc,
	time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::sync::{broadcast, Mutex, Notify, RwLock};

/// What happened to a lease lately that is kept for its tenant.
const EVENTS: usize = 200;
/// How many looks in a row must find a workload unwell before its container is made anew, and how
/// many more before its lease is paused.
const PATIENCE: u32 = 3;
/// Leases that are looked at at a time.
const AT_ONCE: usize = 16;
/// How many looks lie between two such attempts on a workload that stays unwell.
const AGAIN: u32 = 50;

/// Something that happened to a lease.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
	/// Seconds of Unix time.
	pub time: u64,
	/// Which lease.
	pub lease: u64,
	/// What.
	pub text: String,
}

/// Everything that the agent's parts share.
pub struct Agent<C, R> {
	/// The chain.
	pub chain: C,
	/// The containers.
	pub runtime: R,
	/// The manifests.
	pub store: Store,
	/// Tokens that were used.
	pub replays: Mutex<Replays>,
	/// The leases as they were at the last look; `None` before the first.
	pub leases: RwLock<Option<Vec<Lease>>>,
	/// What is counted.
	pub metrics: Arc<Metrics>,
	/// Wakes the agent before its next look is due.
	pub wake: Notify,
	events: std::sync::Mutex<HashMap<u64, VecDeque<Event>>>,
	news: broadcast::Sender<Event>,
	unwell: Mutex<HashMap<u64, u32>>,
	checks: Checks,
}

/// After how many looks a lease is paused: what can be made anew gets that chance first.
fn pause_after(illness: &Illness) -> u32 {
	match illness.container {
		Some(_) => 2 * PATIENCE,
		None => PATIENCE,
	}
}

/// Seconds of Unix time.
pub fn now() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// What has to be done with containers to make them what they should be.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Steps {
	/// Containers to remove, by the engine's name.
	pub remove: Vec<String>,
	/// Containers to start again.
	pub restart: Vec<(u64, String)>,
	/// Containers to make.
	pub start: Vec<Container>,
}

/// Compare what is there with what should be.
pub fn steps(wanted: Vec<Container>, found: &[Found]) -> Steps {
	let mut steps = Steps::default();
	for there in found {
		let matching = |container: &&Container| {
			container.name == there.name && container.fingerprint() == there.fingerprint
		};
		match wanted.iter().find(matching) {
			None => steps.remove.push(there.id.clone()),
			Some(_) if !there.running => steps.restart.push((there.lease, there.id.clone())),
			Some(_) => {},
		}
	}
	let is_there = |container: &Container| {
		found.iter().any(|there| {
			there.name == container.name && there.fingerprint == container.fingerprint()
		})
	};
	steps.start = wanted.into_iter().filter(|container| !is_there(container)).collect();
	steps
}

impl<C: Chain, R: Runtime> Agent<C, R> {
	/// Put the parts together.
	pub fn new(
		chain: C,
		runtime: R,
		store: Store,
		replays: Replays,
		metrics: Arc<Metrics>,
	) -> Arc<Self> {
		Arc::new(Self {
			chain,
			runtime,
			store,
			replays: Mutex::new(replays),
			leases: RwLock::new(None),
			metrics,
			wake: Notify::new(),
			events: Default::default(),
			news: broadcast::channel(256).0,
			unwell: Default::default(),
			checks: Default::default(),
		})
	}

	/// Work until the process ends, looking at least that often.
	pub async fn run(self: Arc<Self>, every: Duration) {
		loop {
			match self.look().await {
				Ok(()) => {
					self.metrics.looks.add();
					self.metrics.last_look.set(now());
				},
				Err(why) => {
					self.metrics.failed_looks.add();
					log::warn!("{why}; nothing is changed until the next look");
				},
			}
			let _ = tokio::time::timeout(every, self.wake.notified()).await;
		}
	}

	/// Compare once, and make chain and containers agree.
	///
	/// # Errors
	/// When the chain or the engine cannot be read, or the node is behind. Then nothing is touched:
	/// what cannot be seen is not gone.
	pub async fn look(&self) -> Result<(), String> {
		let Leases { block, list: leases } =
			self.chain.leases().await.map_err(|why| why.to_string())?;
		self.go_on(block)?;
		let found = self.runtime.list().await.map_err(|why| why.to_string())?;
		*self.leases.write().await = Some(leases.clone());
		let wanted = leases.iter().flat_map(|lease| self.wanted(lease)).collect();
		self.take(steps(wanted, &found)).await;
		self.clean(&leases).await;
		let found = self.runtime.list().await.map_err(|why| why.to_string())?;
		self.count(&leases, &found);
		self.checks.retain(&found);
		// A check that hangs, or a transaction, holds up its own lease only.
		stream::iter(&leases).for_each_concurrent(AT_ONCE, |lease| self.judge(lease, &found)).await;
		Ok(())
	}

	/// See that a block is no older than the last. A node that catches up, or another behind the
	/// same address, knows nothing yet of leases whose containers run.
	fn go_on(&self, block: u64) -> Result<(), String> {
		let genesis = self.chain.genesis();
		let cannot = |why| format!("the last block that was looked at cannot be kept: {why}");
		let last = self.store.block(&genesis).map_err(cannot)?;
		if block < last {
			return Err(format!(
				"the node is behind: block {block} is its last final one, and {last} was already"
			));
		}
		if block > last {
			self.store.set_block(&genesis, block).map_err(cannot)?;
		}
		Ok(())
	}

	fn count(&self, leases: &[Lease], found: &[Found]) {
		let metrics = &self.metrics;
		let count = |state| leases.iter().filter(|lease| lease.state == state).count() as u64;
		metrics.awarded.set(count(LeaseState::Awarded));
		metrics.active.set(count(LeaseState::Active));
		metrics.paused.set(count(LeaseState::Paused));
		metrics.grace.set(count(LeaseState::Grace));
		let running = found.iter().filter(|there| there.running).count() as u64;
		metrics.running.set(running);
		metrics.stopped.set(found.len() as u64 - running);
	}

	/// The containers that a lease should have now.
	fn wanted(&self, lease: &Lease) -> Vec<Container> {
		match (lease.state, self.manifest(lease)) {
			(LeaseState::Grace, _) | (_, None) => Vec::new(),
			(_, Some(upload)) => match upload.open(&self.store.opener) {
				Ok(manifest) => plan::containers(lease, &manifest),
				Err(why) => {
					// The key was lost since it came; without the image nothing can run.
					self.tell(lease.id, format!("{why}: send the manifest again"));
					plan::containers(lease, &upload.manifest)
				},
			},
		}
	}

	/// The manifest that the tenant has sent, if it is still the one on chain.
	pub fn manifest(&self, lease: &Lease) -> Option<Upload> {
		match self.store.manifest(lease.id) {
			Ok(upload) => {
				upload.filter(|upload| upload.verify(&lease.manifest, lease.group).is_ok())
			},
			Err(why) => {
				log::error!("the manifest of lease {} cannot be read: {why}", lease.id);
				None
			},
		}
	}

	async fn take(&self, steps: Steps) {
		for id in steps.remove {
			if let Err(why) = self.runtime.remove(&id).await {
				log::error!("{why}");
			}
		}
		for (lease, id) in steps.restart {
			match self.runtime.restart(&id).await {
				Ok(()) => self.tell(
					lease,
					format!("the container {id:.12} had stopped and was started again"),
				),
				Err(why) => {
					// An engine that was cut off in the middle of stopping it leaves it neither
					// here nor there. The next look makes it anew.
					self.tell(lease, format!("{why}; it is made anew"));
					match self.runtime.remove(&id).await {
						Ok(()) => self.wake.notify_one(),
						Err(why) => log::error!("{why}"),
					}
				},
			}
		}
		for container in steps.start {
			match self.runtime.start(&container).await {
				Ok(()) => self.tell(container.lease, format!("{} was started", container.label())),
				Err(why) => self.tell(container.lease, format!("{}: {why}", container.label())),
			}
		}
	}

	/// Remove what is left of leases that have ended.
	async fn clean(&self, leases: &[Lease]) {
		let is_there = |id: &u64| leases.iter().any(|lease| lease.id == *id);
		let leftovers: BTreeSet<u64> = match self.runtime.leftovers().await {
			Ok(leftovers) => leftovers.into_iter().collect(),
			Err(why) => {
				log::error!("{why}");
				BTreeSet::new()
			},
		};
		let mut kept = self.store.leases().unwrap_or_default();
		kept.extend(&leftovers);
		kept.sort();
		kept.dedup();
		for id in kept.into_iter().filter(|id| !is_there(id)) {
			match self.chain.has_ended(id).await {
				Ok(true) => self.remove_all(id, leftovers.contains(&id)).await,
				// Its award is not final yet: what the tenant has sent will be needed.
				Ok(false) => {},
				Err(why) => log::warn!("what is left of lease {id} stays: {why}"),
			}
		}
		self.unwell.lock().await.retain(|id, _| is_there(id));
		if let Ok(mut events) = self.events.lock() {
			events.retain(|id, _| is_there(id));
		}
	}

	/// Remove what is left of a lease that has ended.
	async fn remove_all(&self, id: u64, has_leftovers: bool) {
		if has_leftovers {
			match self.runtime.clear(id).await {
				Ok(()) => log::info!("lease {id} has ended: its networks and volumes are removed"),
				Err(why) => log::error!("{why}"),
			}
		}
		if let Err(why) = self.store.forget(id) {
			log::error!("the files of lease {id} cannot be removed: {why}");
		}
	}

	/// See how a lease's workload is, and say on chain what follows from it.
	async fn judge(&self, lease: &Lease, found: &[Found]) {
		let wanted = self.wanted(lease);
		if wanted.is_empty() {
			if lease.state != LeaseState::Grace {
				self.tell(lease.id, "waits for the manifest that is on chain".into());
			}
			return;
		}
		let illness = self.checks.illness(&self.runtime, &wanted, found).await;
		let looks = {
			let mut unwell = self.unwell.lock().await;
			let looks = unwell.entry(lease.id).or_default();
			*looks = match &illness {
				None => 0,
				Some(illness) if illness.starting => *looks,
				Some(_) => looks.saturating_add(1),
			};
			*looks
		};
		if let Some(illness) = illness.as_ref().filter(|illness| !illness.starting) {
			if looks % AGAIN == PATIENCE {
				self.make_anew(lease, illness).await;
			}
		}
		let act = match (lease.state, &illness) {
			(LeaseState::Awarded, None) => Act::Confirm,
			(LeaseState::Active, Some(illness)) if looks >= pause_after(illness) => Act::Pause,
			// One that the provider paused by hand stays so.
			(LeaseState::Paused, None) if self.store.is_paused(lease.id) => Act::Resume,
			_ => return,
		};
		if act == Act::Pause {
			let text = illness.map(|illness| illness.text).unwrap_or_default();
			self.tell(lease.id, format!("unwell: {text}"));
			if let Err(why) = self.store.set_paused(lease.id, true) {
				log::error!(
					"lease {} is not paused, as that cannot be remembered: {why}",
					lease.id
				);
				return;
			}
		}
		match self.chain.act(lease.id, act).await {
			Ok(()) => {
				self.tell(lease.id, format!("on chain: {act:?}").to_lowercase());
				if act == Act::Resume {
					let _ = self.store.set_paused(lease.id, false);
				}
			},
			Err(why) => self.tell(lease.id, why.to_string()),
		}
	}

	/// Replace a container that runs and is unwell; its volumes stay.
	async fn make_anew(&self, lease: &Lease, illness: &Illness) {
		let Some(id) = &illness.container else { return };
		self.tell(lease.id, format!("unwell: {}; it is made anew", illness.text));
		match self.runtime.remove(id).await {
			Ok(()) => self.wake.notify_one(),
			Err(why) => log::error!("{why}"),
		}
	}

	/// Note something for a lease's tenant, and in the log.
	pub fn tell(&self, lease: u64, text: String) {
		let event = Event { time: now(), lease, text };
		if let Ok(mut events) = self.events.lock() {
			let own = events.entry(lease).or_default();
			// The same again and again would push out everything else.
			if own.back().is_some_and(|last| last.text == event.text) {
				return;
			}
			log::info!("lease {lease}: {}", event.text);
			own.push_back(event.clone());
			if own.len() > EVENTS {
				own.pop_front();
			}
		}
		// Nobody may be listening.
		let _ = self.news.send(event);
	}

	/// What happened to a lease lately, and what will.
	pub fn events(&self, lease: u64) -> (Vec<Event>, broadcast::Receiver<Event>) {
		let receiver = self.news.subscribe();
		let past = self.events.lock().map(|events| events.get(&lease).cloned().unwrap_or_default());
		(past.unwrap_or_default().into(), receiver)
	}
}
