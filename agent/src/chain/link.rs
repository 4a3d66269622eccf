//! The agent's connection to a node, and its calls.

use super::ChainError;
use leasehold_client::chain::Failure;
pub use leasehold_client::chain::{At, Link, Payload as Call, Until, READ};
use std::fmt::Display;
use subxt::ext::scale_value::Composite;

impl From<Failure> for ChainError {
	fn from(why: Failure) -> Self {
		Self(why.message)
	}
}

/// Turn an error into a sentence that begins with what was wanted.
pub fn failed(what: impl Display) -> impl Fn(&dyn Display) -> ChainError {
	move |why| ChainError(format!("{what}: {why}"))
}

/// Name the arguments of a call.
pub fn call<const N: usize>(
	pallet: &str,
	name: &str,
	arguments: [(&str, subxt::dynamic::Value); N],
) -> Call {
	subxt::dynamic::tx(pallet, name, Composite::named(arguments))
}
