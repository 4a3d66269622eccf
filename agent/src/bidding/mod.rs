//! Bids: what an order is worth to this provider, and the work of bidding on it.

pub mod amend;
pub mod amount;
pub mod caps;
pub mod decide;
pub mod eligible;
pub mod engine;
pub mod order;
pub mod resources;
pub mod script;
pub mod secrets;
pub mod settings;
pub mod table;
