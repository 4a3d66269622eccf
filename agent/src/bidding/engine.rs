//! The work of bidding: follows the best blocks, and answers each within the next two.
//!
//! Everything is read from the chain: what it does after a restart, or on another branch, follows
//! from what stands there. The only thing kept in memory is what was sent and is not in a block yet.

use super::{
	amend,
	caps::{self, Taken},
	decide::{decide, Ask, Rules, Step},
	eligible::{self, Standing},
	order::{Order, Stage},
	resources::{place, Machine, Placement},
	script,
	secrets::{Secret, Secrets},
	settings::{Pricing, Settings},
};
use crate::{
	chain::{
		amendments,
		link::{failed, At, Call, Link, Until, READ},
		live, market, registry, ChainError,
	},
	metrics::Metrics,
};
use futures::{stream, FutureExt, StreamExt};
use leasehold_client::{account::AccountId, chain::Failure};
use std::{
	collections::{BTreeMap, BTreeSet, HashMap},
	sync::Arc,
	time::Duration,
};
use tokio::sync::mpsc;

/// How long no block may come before the node counts as gone.
const IDLE: Duration = Duration::from_secs(60);
/// After how many blocks all orders are read anew, whatever the events said.
const RESCAN: u64 = 200;
/// The longest that a node which is gone is left alone.
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// Programs that say prices at a time.
const SCRIPTS: usize = 8;
/// Blocks after which an order on which something failed is tried again, at first.
const RETRY: u32 = 2;
/// How often that doubles.
const MAX_DOUBLINGS: u32 = 6;

/// What was sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
	Bid,
	Reveal,
	Withdrawal,
	Acceptance,
}

/// Something that was sent and is not known to be in a block.
struct Sent {
	/// Tells it from what was sent before for the same order.
	number: u64,
	/// The price of a bid that is not sealed.
	price: Option<u128>,
	/// Where a bid would run its replicas.
	placement: Placement,
	order: Order,
}

/// How something that was sent came out.
struct Outcome {
	order: u64,
	number: u64,
	kind: Kind,
	/// The block at which the order was first seen as it was.
	seen: u64,
	/// The block that it is in.
	result: Result<u64, Failure>,
}

/// An answer about a price, and what it was asked about.
type Priced = ((Option<u128>, u8), Option<Ask>);

/// Bids for one provider.
pub struct Engine {
	link: Arc<Link>,
	settings: Settings,
	metrics: Arc<Metrics>,
	secrets: Secrets,
	/// The device by which this machine is known among the provider's.
	host: Option<Vec<u8>>,
	/// Leases for which a change is proposed.
	proposals: BTreeSet<u64>,
	book: BTreeMap<u64, Order>,
	/// The block at which an order was first seen as it is now.
	seen: HashMap<u64, u64>,
	sent: HashMap<u64, Sent>,
	/// How many were sent.
	count: u64,
	outcomes: mpsc::UnboundedReceiver<Outcome>,
	report: mpsc::UnboundedSender<Outcome>,
	/// Orders that are left alone until a block, and how often that has been.
	rests: HashMap<u64, (u32, u32)>,
	/// What programs said.
	prices: HashMap<u64, Priced>,
	/// Why an order was last passed over, so that it is said once.
	passed: HashMap<u64, &'static str>,
}

impl Engine {
	/// Put the parts together.
	///
	/// # Parameters
	/// - `host`: the device by which this machine is known; if one of the provider's machines has
	///   it, bids are for that one alone.
	pub fn new(
		link: Arc<Link>,
		settings: Settings,
		secrets: Secrets,
		host: Option<Vec<u8>>,
		metrics: Arc<Metrics>,
	) -> Self {
		let (report, outcomes) = mpsc::unbounded_channel();
		Self {
			link,
			settings,
			metrics,
			secrets,
			host,
			proposals: BTreeSet::new(),
			book: BTreeMap::new(),
			seen: HashMap::new(),
			sent: HashMap::new(),
			count: 0,
			outcomes,
			report,
			rests: HashMap::new(),
			prices: HashMap::new(),
			passed: HashMap::new(),
		}
	}

	/// Bid until the process ends. When the node goes away it is tried again, at first at once and
	/// then ever more rarely.
	pub async fn run(mut self) {
		let mut pause = Duration::from_secs(1);
		loop {
			let mut blocks = 0;
			let Err(why) = self.follow(&mut blocks).await;
			self.metrics.broken.add();
			self.link.forget().await;
			if blocks > 0 {
				pause = Duration::from_secs(1);
			}
			log::warn!("bidding pauses for {} s: {why}", pause.as_secs());
			tokio::time::sleep(pause).await;
			pause = (pause * 2).min(MAX_PAUSE);
		}
	}

	/// Follow the best blocks until something breaks, and count them.
	async fn follow(&mut self, blocks: &mut u64) -> Result<std::convert::Infallible, ChainError> {
		let cannot = failed("the blocks cannot be followed");
		while self.link.within(READ, self.link.is_syncing()).await? {
			log::info!("the node is behind: no bids until it has caught up");
			tokio::time::sleep(Duration::from_secs(10)).await;
		}
		let client = self.link.within(READ, self.link.client()).await?;
		let mut stream = client.stream_best_blocks().await.map_err(|why| cannot(&why))?;
		let mut last = None;
		loop {
			let block = tokio::time::timeout(IDLE, stream.next()).await;
			let block = block.map_err(|_| cannot(&format!("none for {} s", IDLE.as_secs())))?;
			let block = block.ok_or_else(|| cannot(&"the node sends no more"))?;
			let mut block = block.map_err(|why| cannot(&why))?;
			// Who is late goes on with the newest; what lies between is read with all orders.
			while let Some(Some(newer)) = stream.next().now_or_never() {
				block = newer.map_err(|why| cannot(&why))?;
			}
			let goes_on = last == Some(block.header().parent_hash);
			let all = !goes_on || block.number() % RESCAN == 0;
			let step = async {
				let at = block.at().await.map_err(|why| cannot(&why))?;
				self.step(&at, all).await
			};
			tokio::time::timeout(READ, step)
				.await
				.map_err(|_| cannot(&format!("it took longer than {} s", READ.as_secs())))??;
			last = Some(block.hash());
			*blocks += 1;
		}
	}

	/// Answer one block.
	///
	/// # Parameters
	/// - `all`: whether orders may have changed in other ways than this block's events say.
	pub async fn step(&mut self, at: &At, all: bool) -> Result<(), ChainError> {
		let me = self.link.account();
		self.settle(at.block_number());
		let touched = if all {
			let open = market::open_orders(at).await?;
			self.forget(me).await?;
			self.book.clear();
			self.proposals.extend(live::leases(at, me).await?.iter().map(|lease| lease.id));
			open
		} else {
			let touched = market::touched(at).await?;
			self.proposals.extend(touched.proposals);
			touched.orders
		};
		for id in touched {
			self.refresh(at, id, me).await?;
		}
		self.metrics.block.set(at.block_number());
		self.metrics.orders.set(self.book.len() as u64);
		let standing = self.book.values().filter(|order| order.placement().is_some()).count();
		self.metrics.standing.set(standing as u64);
		self.answer(at, me).await?;
		self.consider(at, me).await
	}

	/// Forget what sealed bids said on orders that are off the market for good.
	async fn forget(&self, me: AccountId) -> Result<(), ChainError> {
		let kept =
			self.secrets.orders().map_err(|why| failed("sealed bids cannot be read")(&why))?;
		if kept.is_empty() {
			return Ok(());
		}
		let at = self.link.at_final().await?;
		for id in kept {
			let order = market::order(&at, id, me).await?;
			// One that is not final yet has no number on the final chain.
			let is_over = match order {
				Some(order) => order.stage == Stage::Over,
				None => id < market::next_order(&at).await?,
			};
			if is_over {
				if let Err(why) = self.secrets.forget(id) {
					log::error!("the sealed bid on order {id} cannot be forgotten: {why}");
				}
			}
		}
		Ok(())
	}

	async fn refresh(&mut self, at: &At, id: u64, me: AccountId) -> Result<(), ChainError> {
		match market::order(at, id, me).await? {
			Some(order) if order.stage != Stage::Over => {
				// What stands there need not be waited for, lest an answer to it comes a block late.
				let price = order.own.as_ref().map(|own| own.price);
				let landed = |sent: &Sent| sent.price.is_some() && sent.price == price;
				if self.sent.get(&id).is_some_and(landed) {
					self.sent.remove(&id);
				}
				let best = |order: &Order| order.best.as_ref().map(|best| best.1);
				let changed = self.book.get(&id).is_none_or(|old| best(old) != best(&order));
				if changed {
					self.seen.insert(id, at.block_number());
				}
				self.book.insert(id, order);
			},
			_ => {
				self.book.remove(&id);
				self.seen.remove(&id);
				self.rests.remove(&id);
				self.prices.remove(&id);
				self.passed.remove(&id);
			},
		}
		Ok(())
	}

	/// Note how what was sent came out.
	fn settle(&mut self, now: u64) {
		while let Ok(Outcome { order: id, number, kind, seen, result }) = self.outcomes.try_recv() {
			if self.sent.get(&id).is_some_and(|sent| sent.number == number) {
				self.sent.remove(&id);
			}
			let block = match result {
				Ok(block) => block,
				Err(why) => {
					self.metrics.failed_bids.add();
					let (_, times) = self.rests.get(&id).copied().unwrap_or_default();
					let blocks = RETRY << times.min(MAX_DOUBLINGS);
					let until = u32::try_from(now).unwrap_or(u32::MAX).saturating_add(blocks);
					self.rests.insert(id, (until, times.saturating_add(1)));
					log::warn!("{}; tried again in {blocks} blocks", why);
					continue;
				},
			};
			self.rests.remove(&id);
			match kind {
				Kind::Bid => {
					self.metrics.bids.add();
					self.metrics.bid_blocks.add_many(block.saturating_sub(seen));
					log::info!("order {id}, seen in block {seen}: the bid is in block {block}");
				},
				Kind::Reveal => log::info!("order {id}: the bid is revealed in block {block}"),
				Kind::Withdrawal => {
					self.metrics.withdrawals.add();
					log::info!("order {id}: the bid is taken back in block {block}");
				},
				Kind::Acceptance => {
					log::info!("lease {id}: the change is agreed to in block {block}");
				},
			}
		}
	}

	/// Whether nothing is to be sent for an order now: something is on its way, or has just failed.
	fn is_resting(&self, order: u64, now: u32) -> bool {
		self.sent.contains_key(&order)
			|| self.rests.get(&order).is_some_and(|(until, _)| *until > now)
	}

	/// What each order is worth, where that is known and anything may be sent for it.
	async fn asks(&mut self, rules: &Rules, now: u32, me: AccountId) -> HashMap<u64, Ask> {
		let leads = |order: &Order| order.best.as_ref().is_some_and(|(leader, _)| *leader == me);
		let due: Vec<_> = self
			.book
			.values()
			.filter(|order| !self.is_resting(order.id, now) && !leads(order))
			.collect();
		let (program, limit) = match &self.settings.pricing {
			Pricing::Tables(tables) => {
				let ask = |order: &Order| tables.iter().find_map(|table| table.ask(order));
				return due.into_iter().filter_map(|order| Some((order.id, ask(order)?))).collect();
			},
			Pricing::Script(program, limit) => (program, *limit),
		};
		let about = |order: &Order| (order.best.as_ref().map(|best| best.1), order.rounds);
		let is_known = |order: &Order| {
			self.prices.get(&order.id).is_some_and(|(asked, _)| *asked == about(order))
		};
		let mut asked = Vec::new();
		for order in due.iter().filter(|order| !is_known(order)) {
			let highest = match &order.best {
				Some((_, best)) => rules.below(*best),
				None => Some(order.max_price),
			};
			asked.push((order.id, about(order), script::input(order, me, highest, now)));
		}
		let due: Vec<_> = due.into_iter().map(|order| order.id).collect();
		let answers: Vec<_> = stream::iter(asked)
			.map(|(id, about, input)| async move {
				(id, about, script::ask(program, &input, limit).await)
			})
			.buffer_unordered(SCRIPTS)
			.collect()
			.await;
		for (id, about, answer) in answers {
			let ask = answer.unwrap_or_else(|why| {
				log::warn!("order {id}: no price by {}: {why}", program.display());
				None
			});
			self.prices.insert(id, (about, ask));
		}
		due.into_iter().filter_map(|id| Some((id, self.prices.get(&id)?.1?))).collect()
	}

	/// Agree to what tenants propose, where the price and the room are right.
	async fn consider(&mut self, at: &At, me: AccountId) -> Result<(), ChainError> {
		let now = u32::try_from(at.block_number()).unwrap_or(u32::MAX);
		for id in self.proposals.clone() {
			if self.is_resting(id, now) {
				continue;
			}
			let proposal = amendments::proposal(at, id, me).await?;
			let Some(proposal) = proposal.filter(|one| now.saturating_add(1) < one.until) else {
				self.proposals.remove(&id);
				self.rests.remove(&id);
				continue;
			};
			let order = amend::as_order(&proposal);
			let ask = match &self.settings.pricing {
				_ if amend::is_free(&proposal) => None,
				Pricing::Tables(tables) => tables.iter().find_map(|table| table.ask(&order)),
				Pricing::Script(program, limit) => {
					let input = script::input(&order, me, Some(order.max_price), now);
					script::ask(program, &input, *limit).await.unwrap_or_else(|why| {
						log::warn!("lease {id}: no price by {}: {why}", program.display());
						None
					})
				},
			};
			let view = self.view(at, me).await?;
			match amend::judge(&proposal, ask, &view.machines) {
				Ok(on) => {
					log::info!("lease {id}: agrees to the change that its tenant proposes");
					let call = amendments::accept(id, proposal.hash, on.as_ref());
					self.send(order, Kind::Acceptance, None, Vec::new(), call);
				},
				Err(why) => {
					self.proposals.remove(&id);
					log::warn!(
						"lease {id}: the change that its tenant proposes is not agreed to: {why}"
					);
				},
			}
		}
		Ok(())
	}

	/// Bid and withdraw where that is due.
	async fn answer(&mut self, at: &At, me: AccountId) -> Result<(), ChainError> {
		if self.book.is_empty() {
			return Ok(());
		}
		let now = u32::try_from(at.block_number()).unwrap_or(u32::MAX);
		let params = market::params(at).await?;
		let rules = params.rules();
		let asks = self.asks(&rules, now, me).await;
		// What a sealed bid says needs no price any more.
		let ask = |order: &Order| match order.stage {
			Stage::Revealing { .. } if !self.is_resting(order.id, now) => {
				Some(Ask { price: 0, floor: 0 })
			},
			_ => asks.get(&order.id).copied(),
		};
		let steps: Vec<_> = self
			.book
			.values()
			.filter_map(|order| Some((order.clone(), decide(order, me, ask(order)?, &rules, now))))
			.collect();
		let mut view = None;
		for (order, step) in steps {
			match step {
				Step::Rest(_) => {},
				Step::Withdraw => {
					log::info!(
						"order {}: others are below the floor, so the bid is taken back",
						order.id
					);
					let call = market::withdraw(order.id);
					self.send(order, Kind::Withdrawal, None, Vec::new(), call);
				},
				Step::Reveal => self.reveal(order, me),
				Step::Bid(price) | Step::Commit(price) => {
					if view.is_none() {
						view = Some(self.view(at, me).await?);
					}
					let Some(view) = view.as_mut() else { continue };
					let placement = match view.admit(&order, me, now, &self.settings) {
						Ok(placement) => placement,
						Err(why) => {
							if self.passed.insert(order.id, why) != Some(why) {
								log::info!("order {} is passed over: {why}", order.id);
							}
							continue;
						},
					};
					let notice = self.settings.notice.max(params.min_notice).max(order.min_notice);
					let call = match step {
						Step::Commit(_) => {
							let bid = self.seal(&order, me, price, notice);
							let Some(commitment) = bid else { continue };
							log::info!("order {}: bids, sealed", order.id);
							market::commit(order.id, commitment, &placement)
						},
						_ => {
							log::info!("order {}: bids {price} an hour", order.id);
							market::bid(order.id, price, &placement, notice, self.settings.grace)
						},
					};
					let open = matches!(step, Step::Bid(_)).then_some(price);
					self.send(order, Kind::Bid, open, placement, call);
				},
			}
		}
		Ok(())
	}

	/// A sealed bid's commitment, once what it says is on the disk. One that was kept before, and
	/// never came on chain, is taken up again.
	fn seal(&self, order: &Order, me: AccountId, price: u128, notice: u32) -> Option<[u8; 32]> {
		let grace = self.settings.grace;
		let kept = || -> std::io::Result<Secret> {
			let same = |one: &Secret| (one.price, one.notice, one.grace) == (price, notice, grace);
			if let Some(earlier) = self.secrets.of(order.id)?.into_iter().rev().find(same) {
				return Ok(earlier);
			}
			let secret = Secret::new(price, notice, grace)?;
			self.secrets.keep(order.id, &secret)?;
			Ok(secret)
		};
		match kept() {
			Ok(secret) => secret.commitment(me, order.id),
			Err(why) => {
				log::error!("order {}: no sealed bid, as it cannot be kept: {why}", order.id);
				None
			},
		}
	}

	/// Say what the sealed bid on an order is.
	fn reveal(&mut self, order: Order, me: AccountId) {
		let Some(sealed) = &order.sealed else { return };
		let is_it = |one: &Secret| one.commitment(me, order.id) == Some(sealed.commitment);
		let found = self.secrets.of(order.id).map(|all| all.into_iter().find(is_it));
		let found = found.map(|found| found.and_then(|one| one.salt().map(|salt| (one, salt))));
		match found {
			Ok(Some((secret, salt))) => {
				let call = market::reveal(order.id, &secret, salt);
				self.send(order, Kind::Reveal, None, Vec::new(), call);
			},
			Ok(None) | Err(_) => {
				// It was made elsewhere; who made it may still reveal it.
				if self.passed.insert(order.id, "sealed elsewhere") != Some("sealed elsewhere") {
					log::error!("order {}: what the sealed bid says is not kept here", order.id);
				}
			},
		}
	}

	/// What the provider has left, with what is on its way counted as gone.
	async fn view(&self, at: &At, me: AccountId) -> Result<View, ChainError> {
		let standing = registry::standing(at, me).await?;
		let mut nodes = registry::nodes(at, me).await?;
		let is_own = |node: &registry::Node| {
			self.host.as_ref().is_some_and(|host| node.devices.contains(host))
		};
		// The others have agents of their own.
		if nodes.iter().any(is_own) {
			nodes.retain(is_own);
		}
		let leases = live::leases(at, me).await?;
		let mut machines: Vec<_> = nodes.iter().map(registry::Node::machine).collect();
		for sent in self.sent.values() {
			// One that replaces a bid has its capacity already.
			if sent.order.placement().is_none() {
				for machine in &mut machines {
					if machine.take(&sent.placement, &sent.order.each).is_none() {
						machine.free = Default::default();
					}
				}
			}
		}
		let bids = self.book.values().filter(|order| order.placement().is_some());
		let sent = self.sent.values().map(|sent| &sent.order);
		let mut taken: Vec<_> = bids.chain(sent).map(Taken::of).collect();
		taken.extend(leases.iter().map(|lease| Taken {
			tenant: lease.tenant,
			order: lease.id,
			cpu_millicores: u64::from(lease.cpu_millicores).saturating_mul(lease.replicas.into()),
		}));
		let mut numbers = BTreeSet::new();
		taken.retain(|one| numbers.insert(one.order));
		let audits = nodes.into_iter().map(|node| (node.index, node.audits)).collect();
		Ok(View { standing, machines, audits, taken })
	}

	fn send(
		&mut self,
		order: Order,
		kind: Kind,
		price: Option<u128>,
		placement: Placement,
		call: Call,
	) {
		let (id, number) = (order.id, self.count);
		let seen = self.seen.get(&id).copied().unwrap_or_default();
		self.count = number.wrapping_add(1);
		let (link, report) = (self.link.clone(), self.report.clone());
		self.sent.insert(id, Sent { number, price, placement, order });
		let what = match kind {
			Kind::Bid => format!("order {id}: the bid cannot be placed"),
			Kind::Reveal => format!("order {id}: the bid cannot be revealed"),
			Kind::Withdrawal => format!("order {id}: the bid cannot be taken back"),
			Kind::Acceptance => format!("lease {id}: the change cannot be agreed to"),
		};
		tokio::spawn(async move {
			let result = link.send(&call, Until::Included, &what).await;
			// The engine may have ended.
			let _ = report.send(Outcome { order: id, number, kind, seen, result });
		});
	}
}

/// What the provider has left at a block.
struct View {
	standing: Option<Standing>,
	machines: Vec<Machine>,
	audits: HashMap<u16, Vec<([u8; 32], u8, u32)>>,
	taken: Vec<Taken>,
}

impl View {
	/// Where an order would run, which is gone from then on.
	///
	/// # Errors
	/// Says why it is not bid on.
	fn admit(
		&mut self,
		order: &Order,
		me: AccountId,
		now: u32,
		settings: &Settings,
	) -> Result<Placement, &'static str> {
		let standing = self.standing.as_ref().ok_or("the provider is not registered")?;
		if let Some(why) = eligible::obstacle(order, me, standing, now.saturating_add(1)) {
			return Err(why);
		}
		if order.min_notice > settings.longest_notice {
			return Err("the tenant wants a longer notice");
		}
		let more = Taken::of(order);
		caps::check(&settings.per_tenant, &settings.in_all, &self.taken, &more)?;
		if let Some(own) = order.placement() {
			return Ok(own.clone());
		}
		let attested: Vec<_> = self
			.machines
			.iter()
			.filter(|machine| self.is_attested(machine.index, order, now))
			.cloned()
			.collect();
		let placement = place(
			&attested,
			&order.each,
			order.replicas,
			order.architecture.as_deref(),
			order.distinct,
		);
		let placement = placement.ok_or("there is no room for it")?;
		for machine in &mut self.machines {
			machine.take(&placement, &order.each).ok_or("there is no room for it")?;
		}
		self.taken.push(more);
		Ok(placement)
	}

	/// Whether a machine is attested to as an order wants, which for most is not at all.
	fn is_attested(&self, machine: u16, order: &Order, now: u32) -> bool {
		let wanted = &order.requirements;
		if !wanted.attested_machines {
			return true;
		}
		let empty = Vec::new();
		let counts: Vec<_> = self
			.audits
			.get(&machine)
			.unwrap_or(&empty)
			.iter()
			.filter(|(_, level, expires)| {
				now.saturating_add(1) < *expires && *level >= wanted.min_level
			})
			.map(|(auditor, ..)| auditor)
			.collect();
		!counts.is_empty()
			&& wanted.all_of.iter().all(|auditor| counts.contains(&auditor))
			&& (wanted.any_of.is_empty()
				|| wanted.any_of.iter().any(|auditor| counts.contains(&auditor)))
	}
}
