//! The anchor on Ethereum: proofs for it, and the poster that feeds it.
//!
//! `ledger` reads this chain, `layer1` reads Ethereum, `plan` decides, `post` sends, and `poster`
//! turns the wheel.

mod chain;
mod config;
pub mod contract;
pub mod encoding;
mod fees;
mod key;
mod layer1;
mod ledger;
mod metrics;
mod plan;
mod post;
mod poster;
mod problem;
mod proof;
pub mod signatures;
#[cfg(test)]
mod tests;
mod verify;

pub use chain::ChainError;
pub use config::{AnchorParams, Config};
pub use ledger::Ledger;
pub use metrics::Metrics;
pub use poster::Poster;
pub use proof::{LeaseProof, ProofError};
pub use verify::VerifyLeaseCmd;

/// The logs' target.
const LOG: &str = "anchor";
