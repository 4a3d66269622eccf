//! What programs outside the chain share: deploy files, manifests, auth tokens and, with the
//! feature `chain`, the chain by a node's RPC. Nothing here needs a crate of the chain.

pub mod account;
pub mod canonical;
#[cfg(feature = "chain")]
pub mod chain;
pub mod deploy;
pub mod diagnostic;
pub mod manifest;
pub mod model;
pub mod order;
pub mod replay;
pub mod seal;
pub mod token;
pub mod units;
pub mod yaml;
