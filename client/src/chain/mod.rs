//! The chain by a node's RPC: reading its state, signing, sending and watching.
//!
//! Nothing is generated from metadata. Calls are written as JSON and shaped by the types in the
//! node's own metadata ([`shape`]), state is read into records of a few named fields
//! ([`records`]) or as JSON again ([`plain`]). So fields may be added on chain, and those that
//! have a natural default (nothing, none, false) are filled in; what is missing or unknown is an
//! error that names it, before anything is signed.

mod amount;
mod connection;
mod failure;
mod link;
mod plain;
pub mod records;
mod send;
mod shape;
mod signer;
mod state;

pub use amount::Currency;
pub use connection::Chain;
pub use failure::{Failure, Kind};
pub use link::{At, Link, Until, READ};
pub use send::{Call, Event, Payload, Receipt, Step};
pub use shape::{shape, shape_fields};
pub use signer::{Account, Scheme};
pub use state::State;
pub use subxt::ext::scale_value::Value;

/// What a chain of polkadot-sdk is to subxt.
pub type Config = subxt::SubstrateConfig;
