//! What to post next, and when.
//!
//! The contract knows the set in office and the next one. Sets get a new id each session, but as
//! a rule change their validators once an era; the contract follows with one hand-over for each
//! change, if that is signed in the last session of the era, whose leaves name the new validators.
//! The first commitment of each session is on every full node for good, so no downtime is too
//! long to be caught up with; only the contract's maximum age ends it.

use super::{chain::Session, contract::ValidatorSet};
use alloy::primitives::{keccak256, Address};
use std::{fmt, sync::Arc, time::Duration};

/// What the contract knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchored {
	/// The set in office.
	pub current: ValidatorSet,
	/// The set after it.
	pub next: ValidatorSet,
	/// The last anchored block.
	pub block: u32,
	/// Until when it accepts a commitment if none comes before, in seconds of Unix time.
	pub accepts_until: u64,
}

/// What the chain could have anchored now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
	/// The latest block with a signed commitment.
	pub block: u32,
	/// The set that signed it.
	pub set: u64,
	/// The set that its leaf announces.
	pub announced: ValidatorSet,
}

/// A transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
	/// `submit` the commitment of a block.
	Submit {
		/// The block.
		at: u32,
	},
	/// `submitHandOver` with the commitment of a block.
	HandOver {
		/// The block.
		at: u32,
	},
	/// `submitLaterHandOver` with the commitment of a block.
	LaterHandOver {
		/// The last block before the commitment's session: its leaf names the session's set.
		office: u32,
		/// The block.
		at: u32,
	},
}

impl Step {
	/// The block that will be anchored.
	pub fn at(&self) -> u32 {
		match self {
			Self::Submit { at } | Self::HandOver { at } | Self::LaterHandOver { at, .. } => *at,
		}
	}
}

/// Why there is no way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
	/// The contract knows a set that this node has not reached.
	NodeBehind {
		/// The contract's set.
		contract: u64,
		/// The node's.
		node: u64,
	},
	/// The contract expects a set with other validators than this chain's.
	ForeignSet(u64),
	/// The node does not know the session after the contract's.
	UnknownSession(u64),
}

impl fmt::Display for Obstacle {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NodeBehind { contract, node } => write!(
				f,
				"the contract knows validator set {contract}, this node only {node}: it still \
				 syncs, or the endpoint lies",
			),
			Self::ForeignSet(id) => write!(
				f,
				"the contract expects other validators in set {id} than this chain has: it \
				 anchors another chain, or the endpoint lies",
			),
			Self::UnknownSession(id) => {
				write!(f, "this node does not know the validators of set {id}")
			},
		}
	}
}

/// The transaction that brings the contract furthest towards the chain's head; `None` if it is
/// there. `sessions` are those from the contract's block to the head, oldest first.
///
/// # Errors
/// If there is no way from what the contract knows to the head.
pub fn next_step(
	anchored: &Anchored,
	sessions: &[Arc<Session>],
	head: &Head,
) -> Result<Option<Step>, Obstacle> {
	if head.set < anchored.current.id {
		return Err(Obstacle::NodeBehind { contract: anchored.current.id, node: head.set });
	}
	if head.block <= anchored.block {
		return Ok(None);
	}
	if head.set == anchored.current.id {
		return Ok(Some(Step::Submit { at: head.block }));
	}

	let due = anchored.next.id;
	let known = |session: &&Arc<Session>| {
		session.root == anchored.next.root && session.length() == anchored.next.length
	};
	let successor = sessions.iter().find(|session| session.id == due);
	match successor {
		None => return Err(Obstacle::UnknownSession(due)),
		Some(session) if !known(&session) => return Err(Obstacle::ForeignSet(due)),
		Some(_) => (),
	}
	// The furthest session that the known next validators may sign for.
	let Some(session) =
		sessions.iter().rev().filter(|session| (due..=head.set).contains(&session.id)).find(known)
	else {
		return Err(Obstacle::UnknownSession(due));
	};
	let at = if session.id == head.set { head.block } else { session.first };
	Ok(Some(if session.id == due {
		Step::HandOver { at }
	} else {
		Step::LaterHandOver { office: session.first.saturating_sub(1), at }
	}))
}

/// Whether it is time to post.
///
/// It is when the contract lags by `period`. It is from half of that on while the chain announces
/// other validators than those in office and one step hands over to them: each era then costs one
/// transaction, where one posted later would cost two.
pub fn is_due(
	anchored: &Anchored,
	head: &Head,
	in_office: Option<&Session>,
	step: &Step,
	lag: Duration,
	period: Duration,
) -> bool {
	if lag >= period {
		return true;
	}
	let announces_change = in_office.is_some_and(|session| head.announced.root != session.root);
	let reaches_head = step.at() == head.block;
	let teaches = anchored.next.root != head.announced.root;
	announces_change && reaches_head && teaches && lag >= period / 2
}

/// How long after a block became due a poster waits for its turn: less than `window`, by chance
/// that differs from poster to poster and from block to block, so that the cost goes round.
pub fn turn(poster: Address, anchored_block: u32, window: Duration) -> Duration {
	let window = u64::try_from(window.as_millis()).unwrap_or(u64::MAX);
	let hash = keccak256([poster.as_slice(), &anchored_block.to_be_bytes()].concat());
	let mut draw = [0u8; 8];
	draw.copy_from_slice(&hash[..8]);
	Duration::from_millis(u64::from_be_bytes(draw).checked_rem(window).unwrap_or(0))
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloy::primitives::B256;

	const PERIOD: Duration = Duration::from_secs(1_000);

	/// Sessions of ten blocks from block 1, set 0 on; each letter stands for its validators.
	fn sessions(validators: &str) -> Vec<Arc<Session>> {
		validators
			.bytes()
			.zip(0u32..)
			.map(|(letter, at)| {
				let addresses = vec![Address::repeat_byte(letter); 4];
				let root = B256::repeat_byte(letter);
				Arc::new(Session { id: at.into(), first: 1 + 10 * at, addresses, root })
			})
			.collect()
	}

	fn set(id: u64, letter: u8) -> ValidatorSet {
		ValidatorSet { id, length: 4, root: B256::repeat_byte(letter) }
	}

	fn anchored(block: u32, id: u64, current: char, next: char) -> Anchored {
		Anchored {
			current: set(id, current as u8),
			next: set(id + 1, next as u8),
			block,
			accepts_until: u64::MAX,
		}
	}

	fn head(block: u32, announced: char) -> Head {
		let id = u64::from((block - 1) / 10);
		Head { block, set: id, announced: set(id + 1, announced as u8) }
	}

	/// All steps from what is anchored to the head, as the contract would take them.
	fn walk(from: Anchored, validators: &str, head: &Head) -> Vec<Step> {
		let sessions = sessions(validators);
		let mut at = from;
		let mut steps = Vec::new();
		while let Some(step) = next_step(&at, &sessions, head).expect("there is a way") {
			let id = u64::from((step.at() - 1) / 10);
			let root = |id: u64| {
				sessions.get(id as usize).map_or(head.announced.root, |session| session.root)
			};
			match step {
				Step::Submit { .. } => assert_eq!(id, at.current.id),
				Step::HandOver { .. } => assert_eq!(id, at.next.id),
				Step::LaterHandOver { office, .. } => {
					assert!(id > at.next.id);
					assert_eq!(u64::from((office - 1) / 10), id - 1);
				},
			}
			assert!(step.at() > at.block, "{step:?}");
			if id != at.current.id {
				assert_eq!(root(id), at.next.root, "{step:?} is not signed by the next set");
			}
			at = Anchored {
				current: ValidatorSet { id, length: 4, root: root(id) },
				next: ValidatorSet { id: id + 1, length: 4, root: root(id + 1) },
				block: step.at(),
				accepts_until: at.accepts_until,
			};
			steps.push(step);
		}
		assert_eq!(at.block, head.block);
		steps
	}

	#[test]
	fn step_should_be_a_plain_one_when_the_set_is_in_office() {
		assert_eq!(walk(anchored(1, 0, 'a', 'a'), "a", &head(9, 'a')), [Step::Submit { at: 9 }]);
	}

	#[test]
	fn step_should_be_none_when_the_contract_is_at_the_head() {
		let sessions = sessions("a");
		assert_eq!(next_step(&anchored(9, 0, 'a', 'a'), &sessions, &head(9, 'a')), Ok(None));
	}

	#[test]
	fn step_should_hand_over_once_when_the_next_session_has_come() {
		assert_eq!(
			walk(anchored(1, 0, 'a', 'b'), "ab", &head(15, 'b')),
			[Step::HandOver { at: 15 }]
		);
	}

	#[test]
	fn step_should_pass_over_sessions_when_validators_stayed() {
		assert_eq!(
			walk(anchored(1, 0, 'a', 'a'), "aaaaa", &head(45, 'a')),
			[Step::LaterHandOver { office: 40, at: 45 }]
		);
	}

	#[test]
	fn steps_should_be_one_for_each_change_when_eras_were_missed() {
		// The last sessions of the eras a, b and c are 1, 4 and 7; the head is within d.
		assert_eq!(
			walk(anchored(3, 0, 'a', 'a'), "aabbbcccdd", &head(95, 'd')),
			[
				Step::HandOver { at: 11 },
				Step::LaterHandOver { office: 40, at: 41 },
				Step::LaterHandOver { office: 70, at: 71 },
				Step::LaterHandOver { office: 90, at: 95 },
			]
		);
	}

	#[test]
	fn steps_should_reach_the_head_when_every_session_has_other_validators() {
		let steps = walk(anchored(3, 0, 'a', 'b'), "abcdefgh", &head(72, 'i'));
		assert_eq!(steps.len(), 7);
		assert!(steps.iter().all(|step| matches!(step, Step::HandOver { .. })));
	}

	#[test]
	fn steps_should_use_validators_that_have_come_back() {
		assert_eq!(
			walk(anchored(3, 0, 'a', 'a'), "aabba", &head(45, 'a')),
			[Step::LaterHandOver { office: 40, at: 45 }]
		);
	}

	#[test]
	fn step_should_be_refused_when_the_contract_knows_other_validators() {
		let sessions = sessions("ab");
		let foreign = next_step(&anchored(3, 0, 'a', 'x'), &sessions, &head(15, 'b'));
		assert_eq!(foreign, Err(Obstacle::ForeignSet(1)));
		let mut shorter = anchored(3, 0, 'a', 'b');
		shorter.next.length = 3;
		let foreign = next_step(&shorter, &sessions, &head(15, 'b'));
		assert_eq!(foreign, Err(Obstacle::ForeignSet(1)));
	}

	#[test]
	fn step_should_be_refused_when_the_node_is_behind_or_knows_too_little() {
		let sessions = sessions("ab");
		let behind = next_step(&anchored(33, 3, 'a', 'b'), &sessions, &head(15, 'b'));
		assert_eq!(behind, Err(Obstacle::NodeBehind { contract: 3, node: 1 }));
		let unknown = next_step(&anchored(3, 0, 'a', 'b'), &sessions[..1], &head(15, 'b'));
		assert_eq!(unknown, Err(Obstacle::UnknownSession(1)));
	}

	#[test]
	fn post_should_be_due_when_the_contract_lags_by_the_period() {
		let (at, head) = (anchored(1, 0, 'a', 'a'), head(9, 'a'));
		let office = sessions("a");
		let step = Step::Submit { at: 9 };
		let due = |lag| is_due(&at, &head, office.first().map(|one| &**one), &step, lag, PERIOD);
		assert!(due(PERIOD));
		assert!(!due(PERIOD - Duration::from_secs(1)));
	}

	#[test]
	fn post_should_be_due_early_when_it_is_the_cheapest_moment_for_a_change() {
		let all = sessions("aa");
		let office = all.last().map(|one| &**one);
		let step = Step::HandOver { at: 15 };
		let early = |at: &Anchored, head: &Head, step: &Step, lag| {
			is_due(at, head, office, step, lag, PERIOD)
		};
		let at = anchored(1, 0, 'a', 'a');
		assert!(early(&at, &head(15, 'b'), &step, PERIOD / 2));
		assert!(!early(&at, &head(15, 'b'), &step, PERIOD / 3), "too soon after the last");
		assert!(!early(&at, &head(15, 'a'), &step, PERIOD / 2), "nothing changes");
		let knows = anchored(11, 1, 'a', 'b');
		assert!(!early(&knows, &head(15, 'b'), &Step::Submit { at: 15 }, PERIOD / 2), "known");
		assert!(!early(&at, &head(15, 'b'), &Step::HandOver { at: 11 }, PERIOD / 2), "one of two");
	}

	#[test]
	fn turns_should_differ_and_stay_within_the_window() {
		let window = Duration::from_secs(300);
		let turns: Vec<_> =
			(0..200).map(|block| turn(Address::repeat_byte(1), block, window)).collect();
		assert!(turns.iter().all(|turn| *turn < window));
		let first = |a: u8, b: u8| {
			let of = |who| move |block| turn(Address::repeat_byte(who), block, window);
			(0..200).filter(|block| of(a)(*block) < of(b)(*block)).count()
		};
		assert!((70..130).contains(&first(1, 2)), "both pay about as often");
		assert_eq!(turn(Address::ZERO, 1, Duration::ZERO), Duration::ZERO);
	}
}
