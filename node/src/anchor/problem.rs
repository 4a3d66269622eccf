//! Why posting is put off. The node goes on in each case.

use super::{
	chain::ChainError,
	fees::TooHigh,
	layer1::{Error, Revert},
	plan::Obstacle,
	signatures::QuorumMissing,
};
use alloy::primitives::{Address, B256, U256};
use std::fmt;

/// Why posting is put off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
	/// Of this node.
	Chain(ChainError),
	/// Of Ethereum's endpoint, or of the anchor.
	Layer1(Error),
	/// There is no way from what the anchor knows to the chain's head.
	Obstacle(Obstacle),
	/// A commitment has too few signatures that Ethereum can check.
	Quorum(u32, QuorumMissing),
	/// Gas costs too much.
	TooHigh(TooHigh),
	/// The endpoint says that a call takes more gas than it can.
	TooMuchGas {
		/// What it says.
		estimate: u64,
		/// What is believed.
		bound: u64,
	},
	/// The account has too little.
	EmptyWallet {
		/// The account.
		who: Address,
		/// What it has, in wei.
		has: U256,
		/// What the transaction may cost, in wei.
		needs: U256,
	},
	/// What is anchored is not this chain's.
	Conflict {
		/// The block.
		block: u32,
		/// The root that Ethereum names.
		anchored: B256,
		/// The root that this chain has.
		ours: B256,
	},
	/// What is anchored lies far ahead of this node.
	Ahead {
		/// The anchored block.
		anchored: u32,
		/// The last that BEEFY has signed, as this node knows it.
		ours: u32,
	},
	/// The anchor accepts nothing more.
	TooOld,
	/// A transaction was mined and refused.
	Wasted(B256),
}

impl Problem {
	/// Its kind, in the metrics.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::Chain(_) => "node",
			Self::Layer1(Error::Unreachable(_)) => "unreachable",
			Self::Layer1(Error::NoContract(_)) => "no-contract",
			Self::Layer1(Error::WrongChain { .. }) => "wrong-chain",
			Self::Layer1(_) => "refused",
			Self::Obstacle(_) => "no-way",
			Self::Quorum(..) => "signatures",
			Self::TooHigh(_) => "fee-ceiling",
			Self::TooMuchGas { .. } => "gas-bound",
			Self::EmptyWallet { .. } => "empty-wallet",
			Self::Conflict { .. } => "conflict",
			Self::Ahead { .. } => "ahead",
			Self::TooOld => "too-old",
			Self::Wasted(_) => "wasted",
		}
	}

	/// Whether somebody should look at once.
	pub fn is_grave(&self) -> bool {
		matches!(
			self,
			Self::Conflict { .. }
				| Self::TooOld
				| Self::EmptyWallet { .. }
				| Self::Obstacle(Obstacle::ForeignSet(_))
				| Self::Layer1(Error::WrongChain { .. })
		)
	}
}

impl fmt::Display for Problem {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Chain(error) => write!(f, "{error}"),
			Self::Layer1(error) => write!(f, "{error}"),
			Self::Obstacle(obstacle) => write!(f, "{obstacle}"),
			Self::Quorum(block, QuorumMissing { valid, needed }) => write!(
				f,
				"the commitment of block {block} has {valid} signatures that Ethereum can check, \
				 it needs {needed}",
			),
			Self::TooHigh(what) => write!(f, "{what}"),
			Self::TooMuchGas { estimate, bound } => write!(
				f,
				"the endpoint asks for {estimate} gas, where at most {bound} can be needed",
			),
			Self::EmptyWallet { who, has, needs } => {
				write!(f, "{who} has {has} wei, posting may cost {needs}: send it some",)
			},
			Self::Conflict { block, anchored, ours } => write!(
				f,
				"block {block} is anchored with the root {anchored}, but this chain's is {ours}: \
				 the endpoint lies, or more than two thirds of the validators have signed a \
				 forgery",
			),
			Self::Ahead { anchored, ours } => write!(
				f,
				"block {anchored} is anchored, but BEEFY has signed only block {ours} as far as \
				 this node knows: it still syncs, or the endpoint lies",
			),
			Self::TooOld => write!(
				f,
				"the anchor's last commitment is too old, it accepts nothing more: deploy a new \
				 one",
			),
			Self::Wasted(hash) => {
				write!(f, "the anchor refused transaction {hash} after it was mined")
			},
		}
	}
}

impl From<ChainError> for Problem {
	fn from(error: ChainError) -> Self {
		Self::Chain(error)
	}
}

impl From<Error> for Problem {
	fn from(error: Error) -> Self {
		match error {
			Error::Reverted(Revert::TooOld) => Self::TooOld,
			error => Self::Layer1(error),
		}
	}
}

impl From<Obstacle> for Problem {
	fn from(obstacle: Obstacle) -> Self {
		Self::Obstacle(obstacle)
	}
}

impl From<TooHigh> for Problem {
	fn from(what: TooHigh) -> Self {
		Self::TooHigh(what)
	}
}
