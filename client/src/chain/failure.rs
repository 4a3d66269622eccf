//! Why something on the chain came to nothing, in a sentence for people and a kind for programs.

use std::fmt::{self, Display};
use subxt::error::{DispatchError, ExtrinsicError, TokenError};

/// What went wrong, as far as it matters to what is done next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
	/// What was asked for makes no sense, whatever the chain says.
	Usage,
	/// The node does not answer, or not as a node of this chain does.
	Node,
	/// The chain has refused.
	Refused,
	/// What was waited for has not come, or cannot come any more.
	Unserved,
	/// The provider's agent does not answer or has refused.
	Agent,
}

impl Kind {
	/// Its name for programs.
	pub fn name(self) -> &'static str {
		match self {
			Self::Usage => "usage",
			Self::Node => "node",
			Self::Refused => "refused",
			Self::Unserved => "unserved",
			Self::Agent => "agent",
		}
	}
}

/// Why something came to nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
	/// What went wrong.
	pub kind: Kind,
	/// The same as a sentence.
	pub message: String,
	/// The chain's name for it, such as `Market.OrderNotFound`.
	pub error: Option<String>,
	/// What is left behind, a sentence each: orders that are open, money that is held, and how to
	/// get it back.
	pub left: Vec<String>,
}

impl Failure {
	/// A failure that leaves nothing behind.
	pub fn new(kind: Kind, message: impl Display) -> Self {
		Self { kind, message: message.to_string(), error: None, left: Vec::new() }
	}

	/// A node that does not do what it should.
	pub fn node(what: impl Display, why: impl Display) -> Self {
		Self::new(Kind::Node, format!("{what}: {why}"))
	}

	/// The same, with what is left behind.
	pub fn leaving(mut self, left: impl IntoIterator<Item = String>) -> Self {
		self.left.extend(left);
		self
	}

	/// What the chain says when it executes a call and refuses.
	pub fn dispatch(what: &str, why: &DispatchError) -> Self {
		let (error, reason) = explain(why);
		Self { error, ..Self::new(Kind::Refused, format!("{what} was refused: {reason}")) }
	}

	/// What the node says when it does not even take a transaction.
	pub fn unsent(what: &str, why: &ExtrinsicError) -> Self {
		let text = chain_of_causes(why);
		match pool_reason(&text) {
			Some(reason) => {
				Self::new(Kind::Refused, format!("{what} was not taken by the node: {reason}"))
			},
			None => Self::node(format!("{what} cannot be sent"), text),
		}
	}
}

impl Display for Failure {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		f.write_str(&self.message)
	}
}

impl std::error::Error for Failure {}

impl From<String> for Failure {
	/// Everything that is found out without the chain.
	fn from(message: String) -> Self {
		Self::new(Kind::Usage, message)
	}
}

/// All that an error says of itself and of what caused it, without repeating.
pub(crate) fn chain_of_causes(why: &dyn std::error::Error) -> String {
	let mut text = why.to_string();
	let mut cause = why.source();
	while let Some(inner) = cause {
		let more = inner.to_string();
		if !text.contains(&more) {
			text = format!("{text}: {more}");
		}
		cause = inner.source();
	}
	text
}

/// The name of an error on chain, and what it means in the words of the chain's own metadata.
pub(super) fn explain(why: &DispatchError) -> (Option<String>, String) {
	match why {
		DispatchError::Module(module) => match module.details() {
			Ok(details) => {
				let name = format!("{}.{}", details.pallet.name(), details.variant.name);
				let docs = details.variant.docs.join(" ");
				let docs = docs.split_whitespace().collect::<Vec<_>>().join(" ");
				let reason =
					if docs.is_empty() { name.clone() } else { format!("{docs} ({name})") };
				(Some(name), reason)
			},
			Err(_) => (None, module.to_string()),
		},
		DispatchError::BadOrigin => {
			(Some("BadOrigin".into()), "this account may not do it (BadOrigin)".into())
		},
		DispatchError::Token(token) => {
			let reason = match token {
				TokenError::FundsUnavailable => "the account has too little money that is free",
				TokenError::OnlyProvider | TokenError::NotExpendable => {
					"the account must keep its least balance"
				},
				TokenError::BelowMinimum => "the amount is below the asset's least balance",
				TokenError::Frozen => "the money is frozen",
				TokenError::UnknownAsset => "there is no such asset",
				TokenError::Blocked => "the account may not receive the asset",
				_ => "the tokens cannot be moved",
			};
			(Some(format!("Token.{token:?}")), format!("{reason} (Token.{token:?})"))
		},
		DispatchError::Arithmetic(_) => {
			(Some("Arithmetic".into()), "the amounts are beyond what the chain can count".into())
		},
		DispatchError::Exhausted => {
			(Some("Exhausted".into()), "the block has no room for it; try again".into())
		},
		other => (None, other.to_string()),
	}
}

/// What a transaction pool's refusal means, if it is one.
fn pool_reason(text: &str) -> Option<&'static str> {
	let known = [
		(
			"Inability to pay some fees",
			"the account cannot pay the transaction fee; it needs some LHD that is free",
		),
		("Transaction is outdated", "another transaction of this account came before it"),
		("Priority is too low", "another transaction of this account waits in its place"),
		("Already Imported", "the same transaction waits already"),
		("bad signature", "its signature is not accepted; is this node on the same chain?"),
		("ancient birth block", "the node is on another fork; try again"),
		("exhaust the resources", "it is larger than a block's room for it"),
		("Invalid Transaction dispatch is mandatory", "it is not for users to send"),
		("Transaction call is not expected", "the chain takes no such calls now"),
		("Pool is full", "the node's transaction pool is full; try again later"),
		("temporarily banned", "it failed a moment ago; try again in half an hour"),
	];
	let text = text.to_lowercase();
	known.iter().find(|(words, _)| text.contains(&words.to_lowercase())).map(|(_, reason)| *reason)
}

/// Whether another attempt with a fresh nonce may do better.
pub(crate) fn is_about_nonce(why: &ExtrinsicError) -> bool {
	let text = chain_of_causes(why).to_lowercase();
	text.contains("transaction is outdated") || text.contains("priority is too low")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pool_reason_should_say_what_to_do_when_the_pool_refuses() {
		let text = "RPC error: User error: Invalid Transaction (1010): Inability to pay some fees (e.g. account balance too low)";
		assert!(pool_reason(text).unwrap().contains("needs some LHD"));
		assert_eq!(pool_reason("connection reset by peer"), None);
	}

	#[test]
	fn dispatch_should_be_a_sentence_when_the_error_is_not_a_pallets() {
		let failure = Failure::dispatch("the deposit", &DispatchError::Token(TokenError::Frozen));
		assert_eq!(failure.message, "the deposit was refused: the money is frozen (Token.Frozen)");
		assert_eq!(failure.error.as_deref(), Some("Token.Frozen"));
		assert_eq!(failure.kind, Kind::Refused);
		let failure = Failure::dispatch("the deposit", &DispatchError::BadOrigin);
		assert!(failure.message.contains("this account may not do it"), "{failure}");
	}

	#[test]
	fn chain_of_causes_should_say_each_thing_once() {
		#[derive(Debug)]
		struct Outer(std::num::ParseIntError);
		impl Display for Outer {
			fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
				write!(f, "it broke")
			}
		}
		impl std::error::Error for Outer {
			fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
				Some(&self.0)
			}
		}
		let why = Outer("x".parse::<u8>().unwrap_err());
		assert_eq!(chain_of_causes(&why), "it broke: invalid digit found in string");
	}
}
