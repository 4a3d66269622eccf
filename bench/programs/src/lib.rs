//! What the programs that measure a node share: accounts that sign. Figures are for comparison
//! within one run on one machine.

pub mod sign;
