//! What the programs that measure a node share: the people of a market and what they send.
//! Figures are for comparison within one run on one machine.

pub mod calls;
pub mod database;
pub mod market;
pub mod people;
pub mod sign;
