//! What programs outside the chain share: deploy files, manifests and auth tokens. Nothing here
//! needs a crate of the chain: a tenant's tool or a provider's builds in seconds.

pub mod account;
pub mod canonical;
pub mod deploy;
pub mod diagnostic;
pub mod manifest;
pub mod model;
pub mod order;
pub mod replay;
pub mod token;
pub mod units;
pub mod yaml;
