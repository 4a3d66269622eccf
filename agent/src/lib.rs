//! The provider's agent: it runs what is leased from its provider, and says on chain how that goes.

pub mod agent;
pub mod chain;
pub mod config;
pub mod health;
pub mod inventory;
pub mod plan;
pub mod runtime;
pub mod server;
pub mod store;
