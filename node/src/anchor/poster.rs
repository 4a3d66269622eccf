//! Keeps the anchor on Ethereum close to the chain's head.
//!
//! Each look starts from what the anchor itself says and from what the chain has signed; nothing
//! that was done before is relied upon. So a restart, a reorganisation of Ethereum's, another
//! poster or an hour without an endpoint need no case of their own.

use super::{
	chain::{Chain, ChainError, Session, Signed},
	config::Config,
	contract::LeaseAnchor,
	encoding, fees,
	layer1::{Error, Layer1, Revert, View},
	metrics::{Metrics, Outcome},
	plan::{self, Head, Obstacle, Step},
	post::{Mined, Sender, Waiting},
	problem::Problem,
	signatures, LOG,
};
use alloy::{
	primitives::{utils::format_ether, Bytes},
	sol_types::SolCall,
};
use std::{
	sync::Arc,
	time::{Duration, Instant},
};

/// How much more seldom the poster looks at most while something fails: every ten minutes, where
/// it usually looks every twelve seconds.
const LONGEST_PAUSE: u32 = 50;

/// How long it is put off at most while the anchor refuses what is mined, for that costs gas.
const LONGEST_PENANCE: Duration = Duration::from_secs(3_600);

/// Blocks by which the anchor may be ahead of this node without a word: half an hour.
const TOLERATED_LEAD: u32 = 600;

/// When to look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
	/// Nothing is to be done for now.
	Idle,
	/// Something is on its way.
	Soon,
	/// It is another poster's turn so long.
	After(Duration),
	/// At once: something has just been done.
	Now,
}

/// The next step, with the head that it goes to and the sessions on the way.
type Way = (Step, Head, Vec<Arc<Session>>);

/// Posts to the anchor.
pub struct Poster<C> {
	chain: Arc<C>,
	layer1: Layer1,
	config: Config,
	metrics: Metrics,
	/// There once the endpoint has said which chain it is.
	sender: Option<Sender>,
	/// Since when a post is due, and after which anchored block.
	due: Option<(u32, Instant)>,
	/// Whether this poster goes on without waiting for its turn.
	has_turn: bool,
	/// How many transactions in a row were mined and refused, and when the last one was.
	wasted: Option<(u32, Instant)>,
}

impl<C: Chain> Poster<C> {
	/// A poster that has done nothing yet.
	///
	/// # Errors
	/// If there is no HTTP.
	pub fn new(chain: Arc<C>, config: Config, metrics: Metrics) -> Result<Self, String> {
		let layer1 = Layer1::new(config.endpoint.clone(), config.contract)?;
		Ok(Self {
			chain,
			layer1,
			config,
			metrics,
			sender: None,
			due: None,
			has_turn: false,
			wasted: None,
		})
	}

	/// Post as long as the node runs.
	pub async fn run(mut self) {
		log::info!(
			target: LOG,
			"⚓ Posting to the anchor {} through {} as {}, when it is {} s behind",
			self.config.contract,
			self.config.endpoint,
			self.config.key.address(),
			self.config.period.as_secs(),
		);
		let mut failures = 0u32;
		let mut last = String::new();
		loop {
			let pause = match self.look().await {
				Ok(next) => {
					if failures > 0 {
						log::info!(target: LOG, "⚓ Posting goes on");
					}
					failures = 0;
					last.clear();
					match next {
						Next::Idle => self.config.poll * 5,
						Next::Soon => self.config.poll,
						Next::After(turn) => turn.max(self.config.poll),
						Next::Now => Duration::ZERO,
					}
				},
				Err(problem) => {
					let text = problem.to_string();
					// Once when it begins, and more and more seldom while it lasts.
					let level = match (text == last, problem.is_grave()) {
						(true, _) if !failures.is_power_of_two() => log::Level::Debug,
						(_, true) => log::Level::Error,
						(_, false) => log::Level::Warn,
					};
					log::log!(target: LOG, level, "⚓ Not posting: {text}");
					last = text;
					failures = failures.saturating_add(1);
					backoff(self.config.poll, failures)
				},
			};
			tokio::time::sleep(pause).await;
		}
	}

	/// Look once, and do what is to be done.
	///
	/// # Errors
	/// Says why nothing could be done, and has told the metrics.
	pub async fn look(&mut self) -> Result<Next, Problem> {
		let result = self.try_look().await;
		if let Err(problem) = &result {
			let reachable = !matches!(problem, Problem::Layer1(Error::Unreachable(_)));
			self.metrics.error(problem.kind(), reachable);
		}
		result
	}

	async fn try_look(&mut self) -> Result<Next, Problem> {
		let Some(latest) = self.chain.latest()? else { return Ok(Next::Idle) };
		let (mut sender, view) = self.connect().await?;
		let result = self.act(&mut sender, &view, &latest).await;
		self.sender = Some(sender);
		result
	}

	/// Make sure that it is the Ethereum it should be, and read what it says.
	async fn connect(&mut self) -> Result<(Sender, View), Problem> {
		let chain_id = self.layer1.chain_id().await?;
		if let Some(expected) = self.config.chain_id.filter(|expected| *expected != chain_id) {
			return Err(Error::WrongChain { given: chain_id, expected }.into());
		}
		let view = self.layer1.view(self.config.key.address()).await?;
		self.config.chain_id = Some(chain_id);
		let sender = self.sender.take();
		let sender =
			sender.unwrap_or_else(|| Sender::new(self.layer1.clone(), &self.config, chain_id));
		Ok((sender, view))
	}

	async fn act(
		&mut self,
		sender: &mut Sender,
		view: &View,
		latest: &Arc<Signed>,
	) -> Result<Next, Problem> {
		let anchored = &view.anchored;
		let block = latest.commitment.blockNumber;
		let lag = self.lag(anchored.block, block)?;
		let final_block = self.layer1.finalised().await;
		self.metrics.looked(anchored, final_block, block, lag.as_secs(), view.balance);
		self.compare(view, block)?;
		if let Some(mined) = sender.settle(view).await? {
			self.account(&mined)?;
			return Ok(Next::Now);
		}
		if view.time > anchored.accepts_until {
			return Err(Problem::TooOld);
		}

		let step = match self.step(view, latest) {
			Ok(step) => step,
			// Another poster's node is a little faster than this one.
			Err(Problem::Obstacle(Obstacle::NodeBehind { .. })) if anchored.block >= block => {
				return Ok(Next::Idle);
			},
			Err(problem) => return Err(problem),
		};
		let due = step.filter(|(step, head, sessions)| {
			let office = sessions.last().map(|session| &**session);
			plan::is_due(anchored, head, office, step, lag, self.config.period)
		});
		let waiting = sender.waiting(view);
		let Some((step, _, sessions)) = due else {
			self.due = None;
			self.has_turn = false;
			return self.step_back(sender, view, waiting).await;
		};
		match waiting {
			Waiting::InTime | Waiting::Emptied => return Ok(Next::Soon),
			Waiting::Nothing => {
				if let Some(rest) = self.turn(sender, anchored.block) {
					return Ok(Next::After(rest));
				}
			},
			Waiting::Stuck => (),
		}
		self.post(sender, view, waiting, &step, &sessions).await
	}

	/// How much older the anchored block is than the one that could be.
	fn lag(&self, anchored: u32, block: u32) -> Result<Duration, ChainError> {
		let now = self.chain.time(block)?.ok_or(ChainError::NoBlock(block))?;
		let then = self.chain.time(anchored)?.unwrap_or(now);
		Ok(Duration::from_secs(now.saturating_sub(then)))
	}

	/// Make sure that what is anchored is this chain's.
	fn compare(&self, view: &View, latest: u32) -> Result<(), Problem> {
		let block = view.anchored.block;
		let ours = self.chain.root(block)?;
		let differs = ours.filter(|ours| !view.root.is_zero() && *ours != view.root);
		self.metrics.conflict(differs.is_some());
		if let Some(ours) = differs {
			return Err(Problem::Conflict { block, anchored: view.root, ours });
		}
		if block > latest.saturating_add(TOLERATED_LEAD) {
			self.metrics.conflict(true);
			return Err(Problem::Ahead { anchored: block, ours: latest });
		}
		Ok(())
	}

	/// The way on; `None` at its end.
	fn step(&self, view: &View, latest: &Signed) -> Result<Option<Way>, Problem> {
		let (anchored, commitment) = (&view.anchored, &latest.commitment);
		let (block, set) = (commitment.blockNumber, commitment.validatorSetId);
		if set >= anchored.current.id && block <= anchored.block {
			return Ok(None);
		}
		let sessions = self.chain.sessions(anchored.block.min(block), block)?;
		let announced = self.chain.leaf(block, block)?.leaf.nextSet;
		let head = Head { block, set, announced };
		let step = plan::next_step(anchored, &sessions, &head)?;
		Ok(step.map(|step| (step, head, sessions)))
	}

	/// Nothing is to be posted: if something of ours still waits, it would be refused and pay for
	/// it, so an empty transaction takes its place.
	async fn step_back(
		&mut self,
		sender: &mut Sender,
		view: &View,
		waiting: Waiting,
	) -> Result<Next, Problem> {
		match waiting {
			Waiting::Nothing => Ok(Next::Idle),
			Waiting::Emptied => Ok(Next::Soon),
			_ if !sender.owns_waiting() => Ok(Next::Soon),
			Waiting::InTime | Waiting::Stuck => {
				let hash = sender.cancel(view).await?;
				log::info!(
					target: LOG,
					"⚓ Another poster anchored block {}; taking ours back with {hash}",
					view.anchored.block,
				);
				Ok(Next::Soon)
			},
		}
	}

	/// How long this poster must still wait for its turn; `None` once it has come.
	fn turn(&mut self, sender: &Sender, anchored: u32) -> Option<Duration> {
		let since = match self.due {
			Some((block, since)) if block == anchored => since,
			_ => {
				let now = Instant::now();
				self.due = Some((anchored, now));
				now
			},
		};
		let penance = self.wasted.map_or(Duration::ZERO, |(count, last)| {
			let pause = self.config.poll.saturating_mul(2u32.saturating_pow(count));
			pause.min(LONGEST_PENANCE).saturating_sub(last.elapsed())
		});
		let turn = if self.has_turn {
			Duration::ZERO
		} else {
			plan::turn(sender.address(), anchored, self.config.turns)
		};
		let rest = turn.saturating_sub(since.elapsed()).max(penance);
		(!rest.is_zero()).then_some(rest)
	}

	async fn post(
		&mut self,
		sender: &mut Sender,
		view: &View,
		waiting: Waiting,
		step: &Step,
		sessions: &[Arc<Session>],
	) -> Result<Next, Problem> {
		let data = self.calldata(step, sessions)?;
		let from = sender.address();
		// With one of ours waiting, its own success would look like another poster's.
		if waiting == Waiting::Nothing {
			match self.layer1.try_pending(from, &data).await {
				Err(Error::Reverted(Revert::Overtaken)) => {
					log::debug!(target: LOG, "⚓ Another poster's transaction waits already");
					return Ok(Next::Soon);
				},
				// Endpoints need not know what waits.
				Ok(()) | Err(Error::Refused(_)) => (),
				Err(error) => return Err(error.into()),
			}
		}
		let estimate = match self.layer1.estimate(from, &data).await {
			Err(Error::Reverted(Revert::Overtaken)) => return Ok(Next::Soon),
			other => other?,
		};
		let validators = view.anchored.current.length.max(view.anchored.next.length);
		let bound = fees::gas_bound(validators);
		if estimate > bound {
			return Err(Problem::TooMuchGas { estimate, bound });
		}
		let gas = (estimate + estimate / 5).min(bound);
		let hash = sender.post(view, data, gas, step.at()).await?;
		self.has_turn = true;
		let what = match step {
			Step::Submit { .. } => "",
			Step::HandOver { .. } => ", handing over to the next validators",
			Step::LaterHandOver { .. } => ", handing over to later validators",
		};
		let again = if waiting == Waiting::Stuck { " again, for more" } else { "" };
		log::info!(target: LOG, "⚓ Sent block {}{again}{what}: {hash}", step.at());
		Ok(Next::Soon)
	}

	/// The call of the anchor that makes the step.
	fn calldata(&self, step: &Step, sessions: &[Arc<Session>]) -> Result<Bytes, Problem> {
		let at = step.at();
		let signed = self.chain.signed(at)?;
		let commitment = signed.commitment.clone();
		let id = commitment.validatorSetId;
		let session =
			sessions.iter().find(|session| session.id == id).ok_or(Obstacle::UnknownSession(id))?;
		let digest = encoding::commitment_hash(&commitment);
		let signers = signatures::signers(&digest, &signed.signatures, &session.addresses)
			.map_err(|missing| Problem::Quorum(at, missing))?;
		Ok(match step {
			Step::Submit { .. } => LeaseAnchor::submitCall { commitment, signers }.abi_encode(),
			Step::HandOver { .. } => {
				let next = self.chain.leaf(at, at)?;
				LeaseAnchor::submitHandOverCall { commitment, signers, next }.abi_encode()
			},
			Step::LaterHandOver { office, .. } => {
				let (office, next) = (self.chain.leaf(*office, at)?, self.chain.leaf(at, at)?);
				LeaseAnchor::submitLaterHandOverCall { commitment, signers, office, next }
					.abi_encode()
			},
		}
		.into())
	}

	/// Take account of a transaction in a block.
	fn account(&mut self, mined: &Mined) -> Result<(), Problem> {
		let Mined { hash, anchors, outcome, gas, cost } = *mined;
		self.metrics.mined(outcome, gas, cost);
		let ether = format_ether(cost);
		match (outcome, anchors) {
			(Outcome::Accepted, anchors) => {
				self.wasted = None;
				log::info!(
					target: LOG,
					"⚓ Anchored block {} on Ethereum: {hash}, {gas} gas, {ether} ether",
					anchors.unwrap_or_default(),
				);
				Ok(())
			},
			(Outcome::Cancelled, _) => {
				log::info!(target: LOG, "⚓ Took a transaction back: {hash}, {ether} ether");
				Ok(())
			},
			(Outcome::Reverted, _) => {
				let count = self.wasted.map_or(0, |(count, _)| count).saturating_add(1);
				self.wasted = Some((count, Instant::now()));
				self.has_turn = false;
				Err(Problem::Wasted(hash))
			},
		}
	}
}

/// How long to wait after so many failures: twice as long after each, up to a limit, and a part
/// by chance, so that posters do not come back in step.
fn backoff(poll: Duration, failures: u32) -> Duration {
	let doublings = failures.saturating_sub(1).min(16);
	let pause = poll.saturating_mul(2u32.saturating_pow(doublings).min(LONGEST_PAUSE));
	let nanos = std::time::SystemTime::now()
		.duration_since(std::time::UNIX_EPOCH)
		.map_or(0, |now| now.subsec_nanos());
	pause + pause / 4 * (nanos % 1_000) / 1_000
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pause_should_double_up_to_ten_minutes_when_failures_go_on() {
		let poll = Duration::from_secs(12);
		for (failures, least) in [(1, 12), (2, 24), (4, 96), (7, 600), (u32::MAX, 600)] {
			let pause = backoff(poll, failures);
			let least = Duration::from_secs(least);
			assert!(pause >= least && pause <= least * 5 / 4, "{failures}: {pause:?}");
		}
	}
}
