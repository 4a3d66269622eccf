//! Sequences of everything that people, time and assets can do to escrow, against a slow model.
//!
//! [`Op`] is what can happen, [`chain`] does it to the pallet, [`model`] works out in plain
//! fractions what must come of it, and [`run`] compares the two. The property test draws
//! sequences; the fuzz target decodes them from bytes and includes these files by path.

pub mod chain;
pub mod clocks;
pub mod model;
pub mod op;
pub mod run;
pub mod tally;

#[allow(unused_imports)]
pub use op::Op;
pub use run::run;
