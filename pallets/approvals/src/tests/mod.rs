//! One file for each call or job.

mod conservation;
mod decide;
mod denials;
mod offchain;
mod policy;
mod rewards;
mod sessions;
mod set_params;
mod submit;
mod tally;
mod try_state;
mod vote;
mod withdraw;
