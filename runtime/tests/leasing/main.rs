//! All leasing pallets together, as the runtime wires them: a lease's whole life, and random
//! sequences of everything that people can do. Every block ends in every pallet's invariants and
//! in those that only hold across pallets.

mod committee;
mod executive;
mod life;
mod offers;
mod pause;
mod properties;
mod reading;
mod service;
mod states;
mod storage;
mod upgrade;
mod world;
