//! The provider's agent: it runs what is leased from its provider, says on chain how that goes, and
//! bids for more.

pub mod agent;
pub mod bidding;
pub mod chain;
pub mod config;
pub mod health;
pub mod inventory;
pub mod logging;
pub mod metrics;
pub mod offer;
pub mod plan;
pub mod runtime;
pub mod server;
pub mod store;
