//! What occurred in sequences: they are worth something only if what is worth testing does.

use super::model::{Call, Outcome, Refused};
use crate::{mock::Test, Event};
use std::{collections::BTreeMap, fmt};

/// Every call by name.
const CALLS: [&str; 17] = [
	"open",
	"start",
	"deposit",
	"draw",
	"settle",
	"reprice",
	"pause",
	"resume",
	"close",
	"roll over",
	"grant",
	"revoke",
	"end",
	"claim",
	"list",
	"delist",
	"set fee rate",
];

/// What calls come to and what befalls the parties.
const OCCURRENCES: [&str; 12] = [
	"payment",
	"exhaustion",
	"payment by the agenda",
	"owed",
	"restored to an allowance",
	"asset frozen",
	"account blocked",
	"account emptied",
	"balance locked",
	"silence of a payee",
	"clock to be set ahead",
	"more than a day at once",
];

/// How often a call succeeded, and how often it was refused for what reason.
#[derive(Clone, Debug, Default)]
struct Count {
	succeeded: u32,
	refused: BTreeMap<Refused, u32>,
}

/// What became of each call, and how often what else occurred.
#[derive(Clone, Debug)]
pub struct Tally {
	calls: BTreeMap<&'static str, Count>,
	occurrences: BTreeMap<&'static str, u32>,
}

impl Default for Tally {
	fn default() -> Self {
		Self {
			calls: CALLS.map(|name| (name, Count::default())).into(),
			occurrences: OCCURRENCES.map(|name| (name, 0)).into(),
		}
	}
}

fn name(call: &Call) -> &'static str {
	match call {
		Call::Open(..) => "open",
		Call::Start(..) => "start",
		Call::Deposit(..) => "deposit",
		Call::Draw(..) => "draw",
		Call::Settle(_) => "settle",
		Call::Reprice(..) => "reprice",
		Call::Pause(_) => "pause",
		Call::Resume(_) => "resume",
		Call::Close(_) => "close",
		Call::RollOver(..) => "roll over",
		Call::Grant(_) => "grant",
		Call::Revoke(..) => "revoke",
		Call::End(_) => "end",
		Call::Claim(_) => "claim",
		Call::List(..) => "list",
		Call::Delist(_) => "delist",
		Call::SetFeeRate(_) => "set fee rate",
	}
}

impl Tally {
	pub fn add(&mut self, other: &Self) {
		for (name, count) in &other.calls {
			let sum = self.calls.entry(name).or_default();
			sum.succeeded += count.succeeded;
			for (why, times) in &count.refused {
				*sum.refused.entry(why).or_default() += times;
			}
		}
		for (name, times) in &other.occurrences {
			*self.occurrences.entry(name).or_default() += times;
		}
	}

	pub fn called(&mut self, call: &Call, outcome: Outcome) {
		let count = self.calls.get_mut(name(call)).expect("every call has its name there");
		match outcome {
			Ok(()) => count.succeeded += 1,
			Err(why) => *count.refused.entry(why).or_default() += 1,
		}
	}

	pub fn occurred(&mut self, what: &'static str) {
		*self.occurrences.get_mut(what).expect("it is one of the occurrences") += 1;
	}

	pub fn heard(&mut self, event: &Event<Test>) {
		match event {
			Event::Settled { .. } => self.occurred("payment"),
			Event::Exhausted { .. } => self.occurred("exhaustion"),
			Event::PaymentOwed { .. } => self.occurred("owed"),
			Event::AllowanceRestored { .. } => self.occurred("restored to an allowance"),
			_ => {},
		}
	}

	/// What never succeeded or occurred.
	pub fn missing(&self) -> Vec<&'static str> {
		let calls = self.calls.iter().filter(|(_, count)| count.succeeded == 0);
		let occurrences = self.occurrences.iter().filter(|(_, times)| **times == 0);
		calls.map(|(name, _)| *name).chain(occurrences.map(|(name, _)| *name)).collect()
	}
}

impl fmt::Display for Tally {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (name, Count { succeeded, refused }) in &self.calls {
			let made = succeeded + refused.values().sum::<u32>();
			let share = u64::from(*succeeded) * 100 / u64::from(made).max(1);
			write!(out, "{name:>26}: {made:>8} made, {succeeded:>8} succeeded, {share:>3} %;")?;
			for (why, times) in refused {
				write!(out, " {why} {times}")?;
			}
			writeln!(out)?;
		}
		for (name, times) in &self.occurrences {
			writeln!(out, "{name:>26}: {times:>8} times")?;
		}
		Ok(())
	}
}
