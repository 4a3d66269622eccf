//! What the runtime APIs of leasing answer where several pallets have a part in it.

pub mod leases;
pub mod market;
